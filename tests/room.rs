//! Rooms without a server: one event in, its effects out. Each test tells one rule of `room::state`, `room::presence` or
//! `room::outbox`; the simulation looks for what happens when they meet.

pub(crate) mod bench;
mod durability;
mod events;
mod lifecycle;
mod live;
mod locks;
mod locks_at_random;
mod locks_told;
mod presence;
mod replicas;
mod rights;
mod sessions;
mod slow_readers;
mod updates;
