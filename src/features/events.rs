//! The journal of events: what happened to documents, in one order, durable, with ids that grow. Rooms tell it what changed in
//! content, features write their records and the events about them as one. Streams and webhooks read it.

use std::sync::{Arc, Mutex, PoisonError};

use yrsa_storage::RecordBatch;

use super::Refused;
use super::records::{self, Key, Store};
use crate::event::{Draft, Event};

const TAG: &str = "event";

/// See the module. Shared by all that write or read events.
pub struct Journal {
    store: Store,
    /// The next event's id. Held while events are written, so that their order on disk is that of their ids.
    next: Mutex<u64>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Journal")
    }
}

impl Journal {
    /// The journal in this storage.
    #[must_use]
    pub fn new(store: Store) -> Arc<Self> {
        Arc::new(Self { store, next: Mutex::new(1) })
    }

    /// Writes records and the events about them as one: all or nothing, durable on return. False: a condition of the batch did
    /// not hold, and nothing was written. Blocks.
    pub fn write(&self, mut batch: RecordBatch, drafts: Vec<Draft>) -> Result<bool, Refused> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *next;
        for (id, draft) in (first..).zip(drafts) {
            let event = Event { id, draft };
            batch = batch.put(Key::new(TAG).name(&format!("{id:020}")), records::encode(&event)?);
            *next = id + 1;
        }
        records::write(&*self.store, &batch)
    }
}
