//! The admission gate against the world: honest traffic passes, hostile traffic doesn't, and whatever passes is safe for
//! yrs and Yjs alike. Yjs answers through a Node child process; without Node or the `yjs` package those tests skip visibly.

mod compact;
mod fuzz;
pub(crate) mod generator;
mod honest;
mod hostile;
pub(crate) mod oracle;
mod replica;
mod rules;
pub(crate) mod shared;
