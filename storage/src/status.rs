//! What a storage says about itself: health, sizes, documents, damage.
//! Read by metrics, readiness and the admin commands; never contains document content.

use std::sync::Arc;

/// Whether writes succeed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Health {
    /// They do.
    #[default]
    Healthy,
    /// The last one did not. Nothing is acknowledged until one succeeds; reads go on.
    Failing {
        /// Since when, in milliseconds since the Unix epoch.
        since_ms: u64,
        /// The error, with its causes.
        reason: Arc<str>,
    },
}

impl Health {
    /// Whether writes succeed.
    pub fn is_healthy(&self) -> bool {
        matches!(self, Self::Healthy)
    }
}

/// One document of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentInfo {
    /// The document's id.
    pub id: Arc<str>,
    /// Position of the newest entry.
    pub head_seq: u64,
    /// Position of the snapshot; 0 if there is none.
    pub snapshot_seq: u64,
    /// Position of the oldest entry that [`crate::Storage::log`] still returns; `head_seq + 1` if there is none.
    pub first_seq: u64,
    /// Bytes of the snapshot.
    pub snapshot_bytes: u64,
    /// Bytes stored for the entries after the snapshot.
    pub tail_bytes: u64,
    /// Bytes stored for the entries before the snapshot.
    pub history_bytes: u64,
    /// When the document was first written, in milliseconds since the Unix epoch.
    pub created_ms: u64,
    /// The time of its newest entry, in milliseconds since the Unix epoch.
    pub updated_ms: u64,
}

/// Bytes on disk by purpose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Journal segments.
    pub journal: u64,
    /// The tree (sled) as it lies on disk.
    pub tree: u64,
    /// Files beside the tree.
    pub blobs: u64,
    /// Of tree and blobs: bytes that are still referenced, history included.
    pub live: u64,
    /// Of `live`: entries that a snapshot already contains, kept for the retention.
    pub history: u64,
    /// Of `live`: snapshots.
    pub snapshots: u64,
    /// Copies of damaged files, kept for inspection.
    pub damaged: u64,
}

/// The state of a storage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageStatus {
    /// Whether writes succeed.
    pub health: Health,
    /// Whether checkpoints succeed. A failing one endangers nothing that was acknowledged, but the journal grows.
    pub checkpoints: Health,
    /// Bytes on disk.
    pub sizes: Sizes,
    /// Documents stored.
    pub documents: u64,
    /// Documents with entries that lie only in the journal (and in memory).
    pub open_documents: u64,
    /// Bytes of memory held for them.
    pub open_bytes: u64,
    /// Number of the last durable checkpoint: the journal segment a restart reads from.
    pub checkpoint: u64,
    /// Device syncs that completed since the storage was opened.
    pub syncs: u64,
    /// Damage found since the storage was opened, oldest first, at most 1,000.
    pub faults: Vec<Fault>,
}

/// Damage that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The document it concerns, if one can be named.
    pub document: Option<Arc<str>>,
    /// The file, key or position.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

/// What a full check has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// Documents read.
    pub documents: u64,
    /// Log entries read.
    pub entries: u64,
    /// Records read.
    pub records: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Faults shown.
    pub faults: u64,
}

/// What to compact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// One document's history.
    Document(&'a str),
    /// Every document's history, and the files they lie in.
    All,
}

/// What a compaction has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Documents looked at.
    pub documents: u64,
    /// Bytes on disk before.
    pub before: u64,
    /// Bytes on disk after.
    pub after: u64,
}
