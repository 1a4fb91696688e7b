//! What a page and an operator are told of the server: how one comes in and who one is, which rooms are open, how the server and its
//! disk are, what is in quarantine. Each test tells one promise.

mod quarantine;
mod rooms;
mod server;
mod stats;
