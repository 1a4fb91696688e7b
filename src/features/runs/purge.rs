//! Room for more runs: bounds for each document, and how runs are forgotten that are too old or whose document is gone for good.
//! Part of `runs`; the purge of a document calls it, too.

use bytes::Bytes;
use yrsa_storage::RecordBatch;

use super::keys;
use super::run::Record;
use super::{PAGE, Runs};
use crate::features::Refused;
use crate::features::records::{self, Store};
use crate::protocol::DocumentId;

/// The most runs of a document that are not over.
const MOST_OPEN: usize = 1000;
/// How many runs of a document are kept that are over; the oldest go, with their logs.
const MOST_OVER: usize = 1000;
impl Runs {
    /// Refuses one run too many, and lets go of the oldest that are over.
    pub(super) fn make_room(&self, document: &DocumentId) -> Result<(), Refused> {
        if records::has(&*self.store, &keys::open(document), MOST_OPEN)? {
            return Err(Refused::Conflict("1000 runs of this document wait or are under way; cancel some"));
        }
        let over = self.store.scan(keys::over(document).prefix(), None, MOST_OVER + PAGE)?;
        let too_many = over.len().saturating_sub(MOST_OVER);
        let names = keys::over(document);
        for entry in over.into_iter().take(too_many) {
            let run = entry.key.get(names.prefix().len()..).and_then(|name| std::str::from_utf8(name).ok());
            let key = run.and_then(|run| keys::run(document, run));
            match key.as_ref().map(|key| self.store.get(key)).transpose()?.flatten().zip(key) {
                Some((raw, key)) => forget(&self.store, document, key, &raw)?,
                None => {
                    records::write(&*self.store, &RecordBatch::new().delete(entry.key))?;
                }
            }
        }
        Ok(())
    }
}

/// Forgets all runs of a document that is gone for good. May be done twice.
pub fn purge(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    let below = keys::runs(document);
    loop {
        let page = store.scan(below.prefix(), None, 10)?;
        if page.is_empty() {
            break;
        }
        for stored in page {
            forget(store, document, stored.key, &stored.value)?;
        }
    }
    // What a crash left of logs while their runs were forgotten, and what damage left of the rest.
    for below in [keys::logs(document), keys::log_heads(document), keys::open(document), keys::over(document)] {
        delete_all(store, below.prefix())?;
    }
    let behind = keys::behind().name(document.as_str());
    records::write(&**store, &RecordBatch::new().delete(behind)).map(|_| ())
}

/// The record goes first: lines are added only while it is there. One that can't be read goes, too, with what its key says of it.
fn forget(store: &Store, document: &DocumentId, key: Bytes, raw: &[u8]) -> Result<(), Refused> {
    let id = keys::run_id(document, &key);
    let entries = match (records::decode::<Record>(raw), &id) {
        (Ok(record), _) => keys::entries(document, &record)?.into_iter().map(|(entry, _)| entry).collect(),
        (Err(error), id) => {
            tracing::error!(%document, run = id, %error, "a run that can't be read is forgotten");
            id.as_ref().map(|id| keys::likely_entries(document, id)).unwrap_or_default()
        }
    };
    let mut batch = entries.into_iter().fold(RecordBatch::new().delete(key), RecordBatch::delete);
    if let Some(id) = &id {
        batch = batch.delete(keys::log_heads(document).name(id));
    }
    records::write(&**store, &batch)?;
    match id {
        Some(id) => delete_all(store, keys::log(document, &id).prefix()),
        None => Ok(()),
    }
}

fn delete_all(store: &Store, prefix: &[u8]) -> Result<(), Refused> {
    loop {
        let page = store.scan(prefix, None, PAGE)?;
        if page.is_empty() {
            return Ok(());
        }
        let batch = page.into_iter().fold(RecordBatch::new(), |batch, record| batch.delete(record.key));
        records::write(&**store, &batch)?;
    }
}
