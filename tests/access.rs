//! Identity and access: the guard over a storage in memory with a clock of its own, and the REST routes without a socket. Each
//! test tells one promise: who comes in, who may do what, and when open connections learn that it changed.

mod accounts;
mod attacks;
mod config;
mod issuer;
mod members;
mod routes;
mod secrets;
mod shares;
mod stalls;
mod watching;
mod withdrawing;
mod world;
