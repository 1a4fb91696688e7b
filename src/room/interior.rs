//! What the deciding part of a room says of itself; made by `state`, shown by `report`. A file of its own because the fuzz targets have
//! the deciding part and not how it is asked.

use super::around::Mode;
use crate::document::Kind;

/// Where a room is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Open for everybody.
    Live,
    /// Left by everybody long ago: it puts itself away.
    Leaving,
    /// It is closed, with the server or for a moment.
    Closing,
}

/// What the deciding part of a room knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interior {
    /// Where it is in its life.
    pub stage: Stage,
    /// What kind its document is.
    pub kind: Kind,
    /// How people work on it.
    pub mode: Mode,
    /// Locks in force.
    pub locks: usize,
    /// Users here.
    pub participants: usize,
    /// When one of those who are here did something last, in milliseconds since the Unix epoch.
    pub active_ms: Option<u64>,
    /// The version of the document: the position of its update log.
    pub version: u64,
    /// The version that the newest snapshot holds.
    pub snapshot: u64,
    /// Writes that are not known to be on disk yet.
    pub unsaved: u64,
    /// Bytes of the encoded document.
    pub bytes: usize,
    /// Bytes that wait for a missing part.
    pub parked: usize,
    /// Whether the document is in memory as something that can be edited, and not just its bytes.
    pub is_built: bool,
}
