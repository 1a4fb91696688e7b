//! Under which keys runs are kept, and which entries of the indexes a run has: those follow from its record alone, so a change of a
//! record says what has to change in them. Called by `runs`; reads and writes nothing.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::run::Record;
use crate::access::Scope;
use crate::features::Refused;
use crate::features::records::{self, Key};
use crate::protocol::DocumentId;

/// An entry of an index that leads to a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pointer {
    pub(super) document: String,
    pub(super) run: String,
}

/// A mark that the companion of a document may lag behind its records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Behind {
    /// Another one for each change.
    pub(super) change: String,
}

/// The runs of a document, the newest first.
pub(super) fn runs(document: &DocumentId) -> Key {
    Key::new("run").under(document.as_str())
}

/// A run's own key. None: this is no run's id.
pub(super) fn run(document: &DocumentId, id: &str) -> Option<Bytes> {
    let number = uuid::Uuid::try_parse(id).ok()?;
    // Other spellings of the same number are no ids.
    let same = number.hyphenated().to_string() == id;
    same.then(|| runs(document).name(&format!("{:032x}", !number.as_u128())))
}

/// The reverse of [`run`], for runs that can't say it themselves.
pub(super) fn run_id(document: &DocumentId, key: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(key.get(runs(document).prefix().len()..)?).ok()?;
    let number = u128::from_str_radix(name, 16).ok()?;
    Some(uuid::Uuid::from_u128(!number).hyphenated().to_string())
}

/// The runs of a document that are not over, the oldest first.
pub(super) fn open(document: &DocumentId) -> Key {
    Key::new("run-open").under(document.as_str())
}

/// The runs of a document that are over, the oldest first.
pub(super) fn over(document: &DocumentId) -> Key {
    Key::new("run-over").under(document.as_str())
}

/// The runs in a scope that wait for an executor, the oldest first.
pub(super) fn queued(scope: &Scope) -> Key {
    Key::new("run-queued").under(scope.as_str())
}

/// All leases, in the order in which they end.
pub(super) fn due() -> Key {
    Key::new("run-due")
}

/// When an entry of [`due`] ends.
pub(super) fn due_at(key: &[u8]) -> Option<u64> {
    let name = key.get(due().prefix().len()..)?.get(..16)?;
    u64::from_str_radix(std::str::from_utf8(name).ok()?, 16).ok()
}

/// Which documents' companions may lag behind.
pub(super) fn behind() -> Key {
    Key::new("run-behind")
}

/// How long each run's log is.
pub(super) fn log_heads(document: &DocumentId) -> Key {
    Key::new("run-log-head").under(document.as_str())
}

/// The log of a run, in pieces.
pub(super) fn log(document: &DocumentId, run: &str) -> Key {
    Key::new("run-log").under(document.as_str()).under(run)
}

/// The logs of all runs of a document.
pub(super) fn logs(document: &DocumentId) -> Key {
    Key::new("run-log").under(document.as_str())
}

/// The piece of a log that begins with this line.
pub(super) fn piece(document: &DocumentId, run: &str, first: u64) -> Bytes {
    log(document, run).name(&format!("{first:016x}"))
}

/// The entries that a run may have whose record can't be read; not that of its lease, which is let go of when it ends.
pub(super) fn likely_entries(document: &DocumentId, id: &str) -> Vec<Bytes> {
    // Ids hold the time at which they were made.
    let created_ms = uuid::Uuid::try_parse(id).map_or(0, |id| id.as_u128() >> 80);
    let place = format!("{created_ms:016x}{id}");
    let waiting = Scope::of(document).with_ancestors().map(|scope| queued(&scope).name(&place)).collect();
    [vec![open(document).name(id), over(document).name(id)], waiting].concat()
}

/// The entries that a run has in the indexes.
pub(super) fn entries(document: &DocumentId, record: &Record) -> Result<Vec<(Bytes, Bytes)>, Refused> {
    let run = &record.run;
    let pointer = records::encode(&Pointer { document: run.document.clone(), run: run.id.clone() })?;
    let kept = if run.status.is_over() { over(document) } else { open(document) };
    let mut entries = vec![(kept.name(&run.id), pointer.clone())];
    if let Some(lease) = &record.lease {
        entries.push((due().name(&format!("{:016x}{}", lease.expires_ms, run.id)), pointer.clone()));
    }
    if run.status == super::Status::Queued {
        let place = format!("{:016x}{}", run.created_at, run.id);
        entries.extend(Scope::of(document).with_ancestors().map(|scope| (queued(&scope).name(&place), pointer.clone())));
    }
    Ok(entries)
}
