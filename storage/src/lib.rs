//! What Yrsa keeps on disk: documents (snapshot, update log, parked bytes) and records.
//! Blocking by design; callers bring the threads. Knows neither yrs nor the server: an update is opaque bytes here.
//! The byte layout and the reasons are in `docs/STORAGE.md`.

mod contract;
mod error;
mod limits;
mod options;
mod records;
mod status;
mod together;

mod committer;
mod memory;
mod store;

pub mod conformance;
pub mod disk;

mod blobs;
mod cell;
mod chunk;
mod codec;
mod journal;
mod meta;
mod overlay;
mod tree;

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;

pub use committer::{COMMIT_SECONDS, Committer, CommitterCounters, CommitterLimits, Completion, HealthObserver};
pub use contract::{Append, LogEntry, Snapshot, Storage, StoredDocument};
pub use error::{Error, ErrorKind, Result};
pub use limits::{DOCUMENT_ID_LIMIT, SNAPSHOT_LIMIT, UPDATE_LIMIT, USER_LIMIT};
pub use memory::{Failure, Hold, Memory, MemoryOptions};
pub use options::{Clock, Loss, Options};
pub use records::{Change, Condition, Expected, RECORD_KEY_LIMIT, RECORD_VALUE_LIMIT, Record, RecordBatch, Written};
pub use status::{Compacted, DocumentInfo, Fault, Health, Scope, Sizes, StorageStatus, Verified};
pub use store::SledStorage;
pub use together::Together;
