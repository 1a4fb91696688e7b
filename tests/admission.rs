//! What the tests of the admission gate share with others: invented updates, and Yjs in a child process. The tests themselves are
//! a package, `tests/admission/Cargo.toml`.

#![expect(dead_code, reason = "the tests of the gate use all of it")]

pub(crate) mod generator;
pub(crate) mod oracle;
pub(crate) mod shared;
