//! All integration tests of the crate, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests end at the first surprise"
)]

#[path = "it/checkpoints.rs"]
mod checkpoints;
#[path = "it/committer.rs"]
mod committer;
#[path = "it/conformance.rs"]
mod conformance;
#[path = "it/crash.rs"]
mod crash;
#[path = "it/damage.rs"]
mod damage;
#[path = "it/kill.rs"]
mod kill;
#[path = "it/panics.rs"]
mod panics;
#[path = "it/random.rs"]
mod random;
#[path = "it/size.rs"]
mod size;
#[path = "it/together.rs"]
mod together;
#[path = "it/watched.rs"]
mod watched;
