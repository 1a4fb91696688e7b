//! Room for more runs: bounds for each document, and how runs are forgotten that are too old or whose document is gone for good.
//! Part of `runs`; the purge of a document calls it, too.

use bytes::Bytes;
use yrsa_storage::RecordBatch;

use super::keys::{self, Pointer};
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
        for entry in over.into_iter().take(too_many) {
            let Pointer { run, .. } = records::decode(&entry.value)?;
            match self.stored(document, &run) {
                Ok((key, stored)) => forget(&self.store, document, key, &stored.value)?,
                Err(Refused::Unknown(_)) => {
                    records::write(&*self.store, &RecordBatch::new().delete(entry.key))?;
                }
                Err(error) => return Err(error),
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
            forget(store, document, stored.key, &records::decode::<Record>(&stored.value)?)?;
        }
    }
    // What a crash left of logs while their runs were forgotten.
    delete_all(store, keys::logs(document).prefix())?;
    delete_all(store, keys::log_heads(document).prefix())?;
    let behind = keys::behind().name(document.as_str());
    records::write(&**store, &RecordBatch::new().delete(behind)).map(|_| ())
}

/// The record goes first: lines are added only while it is there.
fn forget(store: &Store, document: &DocumentId, key: Bytes, record: &Record) -> Result<(), Refused> {
    let mut batch = RecordBatch::new().delete(key).delete(keys::log_heads(document).name(&record.run.id));
    for (entry, _) in keys::entries(document, record)? {
        batch = batch.delete(entry);
    }
    records::write(&**store, &batch)?;
    delete_all(store, keys::log(document, &record.run.id).prefix())
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
