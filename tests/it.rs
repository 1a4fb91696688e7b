//! The one integration-test binary of the server: a folder or file of this directory is a module of it.
//! Tests with real sockets and real clients live in `clients/` and `browser/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests speak by panicking, and say what they skipped or counted"
)]

mod access;
mod administration;
mod admission;
mod audit;
mod bench;
mod chat;
mod document;
mod documents;
mod edge;
mod events;
mod inbox;
mod locks;
mod openapi;
mod presence;
mod room;
mod runs;
mod sessions;
mod simulation;
mod sockets;
mod threads;
mod tidy;
mod watched;
mod webhooks;
