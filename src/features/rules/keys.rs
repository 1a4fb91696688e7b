//! Under which keys rules are kept, and which entries a record has in the indexes: when the sweeper has to look at it, and whose
//! presence matters. These follow from the record alone. Called by `rules`; `purge` by the purge of a document.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use yrsa_storage::RecordBatch;

use super::{MOST_BYTES, Record};
use crate::features::Refused;
use crate::features::records::{self, Key, Store};
use crate::protocol::DocumentId;

/// An entry that leads to a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pointer {
    pub(super) document: String,
}

/// Who holds something that ends when they leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Watched {
    pub(super) document: String,
    pub(super) holds: Vec<Hold>,
}

/// Something that ends when its holder has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hold {
    /// A lock's id; none: the turn.
    pub(super) lock: Option<String>,
    /// The user's id.
    pub(super) user: String,
    /// Since when, in milliseconds since the Unix epoch.
    pub(super) since: u64,
    /// How long after the holder left, in milliseconds.
    pub(super) grace: u64,
}

pub(super) fn record(document: &DocumentId) -> Bytes {
    Key::new("rules").name(document.as_str())
}

/// Documents in the order in which time ends something there.
pub(super) fn due() -> Key {
    Key::new("rules-due")
}

/// When an entry of [`due`] is.
pub(super) fn due_at(key: &[u8]) -> Option<u64> {
    let name = key.get(due().prefix().len()..)?.get(..16)?;
    u64::from_str_radix(std::str::from_utf8(name).ok()?, 16).ok()
}

/// Documents where something ends when somebody leaves.
pub(super) fn watched() -> Key {
    Key::new("rules-watched")
}

/// The entries that a record has in the indexes.
fn entries(document: &DocumentId, record: &Record) -> Result<Vec<(Bytes, Bytes)>, Refused> {
    let mut entries = Vec::new();
    let ends = record.locks.iter().map(|lock| lock.expires_at).chain(record.session.ends_at()).min();
    if let Some(at) = ends {
        let pointer = records::encode(&Pointer { document: document.as_str().to_owned() })?;
        entries.push((due().name(&format!("{at:016x}{document}")), pointer));
    }
    let of_locks = record.locks.iter().filter_map(|lock| {
        let grace = u64::from(lock.release_on_leave?) * 1000;
        Some(Hold { lock: Some(lock.id.clone()), user: lock.holder.id.to_string(), since: lock.renewed_at, grace })
    });
    let holds: Vec<Hold> = of_locks.chain(record.session.hold()).collect();
    if !holds.is_empty() {
        let watched = records::encode(&Watched { document: document.as_str().to_owned(), holds })?;
        entries.push((self::watched().name(document.as_str()), watched));
    }
    Ok(entries)
}

/// Adds to a batch that a record takes the place of another one.
pub(super) fn put(mut batch: RecordBatch, document: &DocumentId, old: &Record, new: &Record) -> Result<RecordBatch, Refused> {
    let (was, is) = (entries(document, old)?, entries(document, new)?);
    for (gone, _) in was.iter().filter(|(gone, _)| is.iter().all(|(kept, _)| kept != gone)) {
        batch = batch.delete(gone.clone());
    }
    for (entry, value) in is.into_iter().filter(|entry| !was.contains(entry)) {
        batch = batch.put(entry, value);
    }
    if *new == Record::default() {
        return Ok(batch.delete(record(document)));
    }
    let raw = records::encode(new)?;
    if raw.len() > MOST_BYTES {
        return Err(Refused::Conflict(
            "the locks of this document are too large together; release some, or give shorter reasons",
        ));
    }
    Ok(batch.put(record(document), raw))
}

/// Forgets the rules of a document that is gone for good. May be done twice.
pub fn purge(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    let key = record(document);
    let batch = RecordBatch::new().delete(key.clone()).delete(watched().name(document.as_str()));
    // The sweeper lets go of an entry that leads nowhere, so one whose record can't be read goes in the end, too.
    let entries = match records::get::<Record>(&**store, &key) {
        Ok(stored) => stored.map(|stored| entries(document, &stored.value)).transpose()?.unwrap_or_default(),
        Err(Refused::Damaged(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let batch = entries.into_iter().fold(batch, |batch, (entry, _)| batch.delete(entry));
    records::write(&**store, &batch).map(|_| ())
}
