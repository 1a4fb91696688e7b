//! Webhooks: real deliveries to a receiver in this process, over a storage in memory with a journal. Each test tells one promise:
//! what a receiver gets, in which order, how often, signed with what, and where nothing is ever sent.

mod delivering;
mod failing;
mod places;
mod receiver;
mod routes;
mod world;
