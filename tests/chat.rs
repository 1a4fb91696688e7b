//! Chat over HTTP without a socket, on a storage in memory and a clock that tests set; and the chat alone over a storage that counts
//! what is read. Each test tells one promise to people who talk about a document.

mod messages;
mod rights;
mod scale;
