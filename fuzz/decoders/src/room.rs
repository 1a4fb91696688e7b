//! Of the rooms, what is pure: the state and what it is made of. In the place of the server's `src/room.rs`.

pub mod around;
pub mod exit;
pub mod interior;
pub mod outbox;
pub mod participant;
pub mod people;
pub mod presence;
mod stamp;
pub mod state;

pub use outbox::Outbox;
pub use participant::{ConnectionId, Dialect, Participant};
