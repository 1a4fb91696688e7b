//! Rooms without a server: one event in, its effects out. Each test tells one rule of `room::state`, `room::presence` or
//! `room::outbox`; the simulation looks for what happens when they meet. In `closing`, `failing` and `waiting` rooms run
//! on a real runtime.

pub(crate) mod bench;
mod closing;
mod companions;
mod durability;
mod events;
mod failing;
mod lifecycle;
mod live;
mod locks;
mod locks_at_random;
mod locks_told;
mod presence;
mod replicas;
mod rights;
mod running;
mod sessions;
mod slow_readers;
mod updates;
mod waiting;
