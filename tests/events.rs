//! The journal of events over a storage in memory that fails, waits and loses power when told to: order, nothing lost and nothing
//! twice, what is let go of, and those who follow it.

mod crashes;
pub(crate) mod flaky;
mod hearing;
mod journal;
mod served;
mod sweeping;
mod telling;
mod world;
