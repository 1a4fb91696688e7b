//! Rooms: live documents and who is in them. `registry` finds or opens one, `task` is the only loop, `state` decides and
//! does nothing else, `outbox` is what a connection still has to receive, `presence` the table of awareness states.

pub mod around;
pub mod outbox;
pub mod participant;
pub mod people;
pub mod presence;
pub mod registry;
pub mod seat;
mod stamp;
pub mod state;
pub mod stirs;
pub mod task;
pub mod visit;

pub use outbox::Outbox;
pub use participant::{Dialect, Participant};
pub use registry::Rooms;
pub use task::fresh_client_id;

/// One client attached to one room. Unique within one run of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u64);
