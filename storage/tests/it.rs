//! All integration tests of the crate, in one binary.

#[path = "it/conformance.rs"]
mod conformance;
