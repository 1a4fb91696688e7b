//! Inboxes over HTTP without a socket, on a storage in memory and a clock that tests set. Each test tells one promise to people who
//! want to hear of what concerns them, and of nothing else.

mod damage;
mod items;
mod reading;
mod world;
