//! Rooms: live documents and who is in them. `registry` finds or opens one, `task` is the only loop, `state` decides and
//! does nothing else, `outbox` is what a connection still has to receive, `exit` how it leaves, `presence` the table of awareness states.

pub mod around;
pub mod exit;
pub mod interior;
pub mod outbox;
pub mod participant;
pub mod people;
pub mod presence;
pub mod quarantine;
mod questions;
pub mod registry;
pub mod report;
pub mod seat;
mod stamp;
pub mod state;
pub mod stirs;
pub mod task;
pub mod visit;

pub use outbox::Outbox;
pub use participant::{ConnectionId, Dialect, Participant};
pub use registry::Rooms;

/// A client id for the server that nobody has used: above zero and below 2^20, where next to no client has one. Of two that set the
/// same key at once, Yjs takes the one with the greater id: clients win over what the server writes on its own.
#[must_use]
pub fn fresh_client_id() -> u64 {
    (uuid::Uuid::new_v4().as_u128() as u64 & 0xf_ffff).max(1)
}
