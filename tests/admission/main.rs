//! The admission gate against the world: honest traffic passes, hostile traffic doesn't, and whatever passes is safe for
//! yrs and Yjs alike. Yjs answers through a Node child process; without Node or the `yjs` package those tests skip visibly.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests speak by panicking, and say what they skipped or counted"
)]

mod compact;
mod fuzz;
mod generator;
mod honest;
mod hostile;
#[expect(dead_code, reason = "the tests of documents ask it for more")]
mod oracle;
mod replica;
mod rules;
mod shared;
