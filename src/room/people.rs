//! Who is in a room, as those outside it may ask: users with their role and what they do, and their awareness states. Told by
//! `state`, carried by `task`, asked for through `Rooms`.

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use crate::access::{Role, User};
use crate::event::Trace;
use crate::protocol::DocumentId;

/// What somebody does, as far as the server sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Edited, moved a cursor or came within `presence.idle_after`.
    Active,
    /// Says of themselves not to be disturbed.
    Busy,
    /// Did nothing for `presence.idle_after`.
    Idle,
    /// Did nothing for `presence.away_after`.
    Away,
}

impl Status {
    /// As presence states have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Busy => "busy",
            Status::Idle => "idle",
            Status::Away => "away",
        }
    }
}

/// One user in a room, with all their connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub user: Arc<User>,
    /// The highest of their connections'.
    pub role: Role,
    /// The liveliest of their connections'.
    pub status: Status,
    /// Since when they are here, in milliseconds since the Unix epoch.
    pub since_ms: u64,
    /// When they last did something.
    pub active_ms: u64,
    /// Their connections.
    pub connections: u32,
    /// The client ids of their presence states.
    pub clients: Vec<u64>,
}

/// One presence state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonState {
    /// Its client id.
    pub client: u64,
    /// Whose it is.
    pub user: Arc<User>,
    /// The state: JSON, stamped.
    pub state: Bytes,
}

/// Who is in a room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Present {
    /// Each user once, in the order of their ids.
    pub people: Vec<Person>,
    /// Their presence states, in the order of client ids.
    pub states: Vec<PersonState>,
}

/// Somebody came or left: the first of their connections, or the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where.
    pub document: DocumentId,
    /// Who.
    pub user: Arc<User>,
    /// What they may do.
    pub role: Role,
    /// Which of both.
    pub what: Move,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Where the connection came from that made it so.
    pub trace: Option<Arc<Trace>>,
}

/// Coming or leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// They came.
    Joined,
    /// They left.
    Left,
}
