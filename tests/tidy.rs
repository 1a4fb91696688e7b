//! The rules of the house, as tests: who may import whom, how long a file or function may be, what must be documented.
//! Reads the sources as text; a rule that has to be broken somewhere is broken here, in a list, with its reason.

mod documentation;
mod floors;
mod shape;
pub(crate) mod source;
