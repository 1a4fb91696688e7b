//! The limits every backend checks before it writes anything.
//! Sizes of updates are the server's business; here only what the formats cannot hold is refused.

use std::sync::Arc;

use crate::contract::{Append, Snapshot};
use crate::error::{Error, Result};
use crate::records::{RECORD_KEY_LIMIT, RECORD_VALUE_LIMIT, RecordBatch};

/// The longest document id, in bytes.
pub const DOCUMENT_ID_LIMIT: usize = 512;
/// The largest update or parked value, in bytes.
pub const UPDATE_LIMIT: usize = 256 << 20;
/// The largest state of a snapshot, in bytes.
pub const SNAPSHOT_LIMIT: usize = 1 << 30;
/// The longest user id, in bytes.
pub const USER_LIMIT: usize = 1024;

fn check(subject: &str, what: &'static str, found: usize, limit: usize) -> Result<()> {
    if found <= limit {
        return Ok(());
    }
    Err(Error::Limit { subject: Arc::from(subject), what, limit: limit as u64, found: found as u64 })
}

pub(crate) fn check_document(id: &str) -> Result<()> {
    if id.is_empty() {
        return Err(Error::Limit { subject: Arc::from(id), what: "the length in bytes of the id", limit: 1, found: 0 });
    }
    check(id, "the length in bytes of the id", id.len(), DOCUMENT_ID_LIMIT)
}

pub(crate) fn check_append(append: &Append) -> Result<()> {
    let id = &append.document;
    check_document(id)?;
    if let Some(entry) = &append.entry {
        if entry.seq == 0 {
            return Err(Error::Sequence { document: Arc::clone(id), expected: 1, found: 0 });
        }
        check(id, "the size in bytes of an update", entry.update.len(), UPDATE_LIMIT)?;
        let user = entry.user.as_ref().map_or(0, |user| user.len());
        check(id, "the length in bytes of a user id", user, USER_LIMIT)?;
    }
    let parked = append.parked.as_ref().map_or(0, |parked| parked.len());
    check(id, "the size in bytes of the parked updates", parked, UPDATE_LIMIT)
}

pub(crate) fn check_snapshot(id: &str, snapshot: &Snapshot) -> Result<()> {
    check(id, "the size in bytes of a snapshot", snapshot.state.len(), SNAPSHOT_LIMIT)?;
    check(id, "the size in bytes of a state vector", snapshot.state_vector.len(), UPDATE_LIMIT)
}

pub(crate) fn check_records(batch: &RecordBatch) -> Result<()> {
    let keys = batch.changes.iter().map(|change| (change.key(), change.value_len()));
    for (key, value) in keys {
        let name = String::from_utf8_lossy(key);
        if key.is_empty() {
            return Err(Error::Limit { subject: "".into(), what: "the length in bytes of a record key", limit: 1, found: 0 });
        }
        check(&name, "the length in bytes of a record key", key.len(), RECORD_KEY_LIMIT)?;
        check(&name, "the size in bytes of a record", value, RECORD_VALUE_LIMIT)?;
    }
    Ok(())
}
