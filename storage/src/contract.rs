//! The storage contract: what every backend promises, in the server's own verbs.
//! The server, the committer and the conformance suite speak only this; it never mentions files or trees.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::Result;
use crate::records::{Record, RecordBatch, Written};
use crate::status::{Compacted, DocumentInfo, Fault, Scope, StorageStatus, Verified};

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

impl StoredDocument {
    /// The position of the newest entry: the next one to append is this plus one.
    pub fn head(&self) -> u64 {
        let snapshot = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
        self.tail.last().map_or(snapshot, |entry| entry.seq)
    }
}

/// One write to a document: an entry of its log, a new value of its parked bytes, or both at once.
#[derive(Debug, Clone)]
pub struct Append {
    /// The document's id, 1 to 512 bytes.
    pub document: Arc<str>,
    /// The entry to log. Its `seq` is one more than the last; a `seq` that is already logged is skipped (a retry after a failure).
    pub entry: Option<LogEntry>,
    /// Replaces the document's parked bytes (empty clears them).
    pub parked: Option<Bytes>,
}

impl Append {
    /// The bytes this write holds in memory while it waits, roughly.
    pub fn weight(&self) -> usize {
        let entry = self.entry.as_ref().map_or(0, |entry| entry.update.len() + 64);
        let parked = self.parked.as_ref().map_or(0, Bytes::len);
        entry + parked + self.document.len() + 64
    }
}

/// The storage contract. Every method blocks; everything that returns `Ok` from a writing method survives power loss.
///
/// Errors tell their kind ([`crate::ErrorKind`]). `Sequence`, `Limit` and `Corrupt` name the document they are about and mean
/// "not this one, ever"; `Io` and `Full` mean "not now": the same call may be repeated and loses nothing.
pub trait Storage: Send + Sync + 'static {
    /// Reads a document; `None` if nothing was ever written to it. A document that cannot be read whole is an error of kind
    /// `Corrupt`, never a shorter document.
    fn load(&self, document: &str) -> Result<Option<StoredDocument>>;

    /// Writes a batch, in order, with one sync. All or nothing is not promised across documents; after an error the same
    /// batch may be submitted again. An error of kind `Sequence` or `Limit` was found before anything was written.
    fn append(&self, batch: &[Append]) -> Result<()>;

    /// Replaces the snapshot and lets go of the log before it (as far as the retention allows), atomically.
    /// An older snapshot than the stored one is ignored; one beyond the log's head is an error of kind `Sequence`, except for
    /// a document without any log (an import), whose log then begins after it. One at the head makes a document readable
    /// again that has damage before it.
    fn install_snapshot(&self, document: &str, snapshot: &Snapshot) -> Result<()>;

    /// Reads logged entries, the retained history before the snapshot included: those of the range that are still kept, in
    /// order. The range is half open, as usual. An unknown document has no entries.
    fn log(&self, document: &str, range: Range<u64>) -> Result<Vec<LogEntry>>;

    /// Forgets a document with all its history. Removing an unknown document is fine.
    fn remove(&self, document: &str) -> Result<()>;

    /// Lists documents in byte order of their ids: those that start with `prefix`, after `after` (exclusive), at most `limit`.
    fn documents(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<DocumentInfo>>;

    /// Reads one record.
    fn get(&self, key: &[u8]) -> Result<Option<Bytes>>;

    /// Lists records in byte order of their keys: those that start with `prefix`, after `after` (exclusive), at most `limit`.
    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>>;

    /// Writes records atomically if every condition holds; durable on return.
    fn write(&self, batch: &RecordBatch) -> Result<Written>;

    /// Health and sizes, from memory where possible: cheap enough for a metrics scrape.
    fn status(&self) -> StorageStatus;

    /// Reads everything, checks every checksum and every sequence, and shows each fault to the visitor.
    fn verify(&self, visitor: &mut dyn FnMut(&Fault)) -> Result<Verified>;

    /// Brings the backend to a state from which it restarts quickly. Durability never depends on it.
    fn checkpoint(&self) -> Result<()>;

    /// Lets go of history beyond the retention and gives disk space back.
    fn compact(&self, scope: Scope<'_>) -> Result<Compacted>;

    /// Checkpoints and ends all threads of the backend; later calls fail with kind `Closed`. Closing twice is fine.
    fn close(&self) -> Result<()>;
}
