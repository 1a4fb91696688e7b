//! Edit locks over HTTP, on a storage in memory and a clock that tests set. Each test tells one promise to people who take a part of
//! a document for themselves.

mod arbitration;
mod ending;
mod overlaps;
mod rights;
pub(crate) mod world;
