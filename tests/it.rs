//! The one integration-test binary: each module is a file or folder beside this one.

mod admission;
