//! What Yrsa keeps on disk: documents (snapshot, update log, parked bytes) and records.
//! Blocking by design; callers bring the threads. Knows neither yrs nor the server: an update is opaque bytes here.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

/// One accepted update of a document, as it is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Position in the document's log: 1, 2, 3 … without gaps.
    pub seq: u64,
    /// When the server accepted it, in milliseconds since the Unix epoch.
    pub time_ms: u64,
    /// The verified user, if there is one.
    pub user: Option<Arc<str>>,
    /// The connection it came from; unique within one run of the server.
    pub connection: u64,
    /// The admitted Yjs v1 update.
    pub update: Bytes,
}

/// The merged state of a document at a log position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Every entry up to and including this one is contained.
    pub seq: u64,
    /// The Yjs v1 state vector of `state`.
    pub state_vector: Bytes,
    /// One Yjs v1 update that holds the whole document.
    pub state: Bytes,
}

/// All that is needed to open a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredDocument {
    /// The newest snapshot, if one was ever installed.
    pub snapshot: Option<Snapshot>,
    /// The entries after the snapshot, in order.
    pub tail: Vec<LogEntry>,
    /// Bytes that wait for a missing part (see [`Append::parked`]); empty if none.
    pub parked: Bytes,
}

/// One write to a document: an entry of its log, a new value of its parked bytes, or both at once.
#[derive(Debug, Clone)]
pub struct Append {
    /// The document's id.
    pub document: Arc<str>,
    /// The entry to log. Its `seq` is one more than the last; a `seq` that is already logged is skipped (a retry after a failure).
    pub entry: Option<LogEntry>,
    /// Replaces the document's parked bytes (empty clears them).
    pub parked: Option<Bytes>,
}

/// The storage contract. Every method blocks; everything that returns `Ok` from a writing method survives power loss.
pub trait Storage: Send + Sync + 'static {
    /// Reads a document; `None` if nothing was ever written to it.
    fn load(&self, document: &str) -> Result<Option<StoredDocument>>;
    /// Writes a batch, in order, with one sync. All or nothing is not promised across documents; after an error the same
    /// batch may be submitted again.
    fn append(&self, batch: &[Append]) -> Result<()>;
    /// Replaces the snapshot and lets go of the log before it (as far as the retention allows), atomically.
    fn install_snapshot(&self, document: &str, snapshot: &Snapshot) -> Result<()>;
    /// Reads logged entries, the retained history before the snapshot included.
    fn log(&self, document: &str, range: Range<u64>) -> Result<Vec<LogEntry>>;
    /// Forgets a document with all its history.
    fn remove(&self, document: &str) -> Result<()>;
}
