//! Documents over REST: the catalogue and its routes, content, idempotency, search. The whole router over a storage in memory,
//! without a socket.

mod catalog;
mod content;
mod idempotency;
mod leaving;
mod lists;
mod purge;
mod routes;
mod search;
pub(crate) mod world;
