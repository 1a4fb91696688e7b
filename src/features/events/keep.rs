//! How long events stay: the oldest go in small batches, a purged document's at once. Ids go on growing when nothing is left.
//! Part of `events`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use yrsa_storage::{RecordBatch, Storage};

use super::{EVENT, Journal, Shared, id_in, key, lock, of, tell};
use crate::event::Event;
use crate::features::Refused;
use crate::features::records::{self, Key};

const KEPT: &str = "event.kept";

/// How often the oldest events are looked at.
const EVERY: Duration = Duration::from_secs(60);

/// Events that are let go of as one.
const CHUNK: usize = 64;

/// Between two batches, so that others can write.
const BREATH: Duration = Duration::from_millis(20);

/// What the journal remembers of events that are gone.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The highest id when events were let go of last.
    pub(super) highest: u64,
    /// Events up to this id were let go of.
    pub(super) trimmed: u64,
}

/// Reads what is remembered.
pub(super) fn read(store: &dyn Storage) -> Result<Kept, Refused> {
    Ok(records::get(store, &Key::new(KEPT).name(""))?.map(|stored| stored.value).unwrap_or_default())
}

/// Trims once a minute.
pub(super) async fn regularly(journal: &Arc<Journal>, stopping: &CancellationToken) {
    let mut wait = BREATH;
    while tokio::time::timeout(wait, stopping.cancelled()).await.is_err() {
        let journal = Arc::clone(journal);
        wait = match records::blocking(move || journal.trim()).await {
            Ok(true) => BREATH,
            Ok(false) => EVERY,
            Err(error) => {
                tracing::warn!(%error, "events that have expired stay for now");
                EVERY
            }
        };
    }
}

impl Shared {
    /// Adds what is remembered to a batch that deletes events. Read and written by one at a time.
    fn remember(&self, batch: RecordBatch) -> Result<RecordBatch, Refused> {
        let kept = Kept { highest: self.head(), trimmed: self.trimmed.load(Ordering::SeqCst) };
        Ok(batch.put(Key::new(KEPT).name(""), records::encode(&kept)?))
    }

    pub(super) fn trim(&self) -> Result<bool, Refused> {
        let _one_at_a_time = lock(&self.trimming);
        // What a failed write left is shown soon after it, also if nothing else is written.
        self.settle(&mut lock(&self.line))?;
        let head = self.head();
        let too_many = head.saturating_sub(self.settings.most);
        let keep_ms = u64::try_from(self.settings.keep.as_millis()).unwrap_or(u64::MAX);
        let too_old_ms = self.clock.now_ms().saturating_sub(keep_ms);
        let trimmed = self.trimmed.load(Ordering::SeqCst);
        let oldest = self.store.scan(Key::new(EVENT).prefix(), Some(&key(trimmed)), CHUNK)?;
        let (mut batch, mut through) = (RecordBatch::new(), trimmed);
        for record in &oldest {
            let id = id_in(&record.key)?;
            let event = records::decode::<Event>(&record.value);
            let stays = |event: &Event| id > too_many && event.draft.time >= too_old_ms;
            if id > head || event.as_ref().is_ok_and(stays) {
                break;
            }
            if let Ok(event) = &event {
                batch = batch.delete(of(&event.draft.document).number(id));
            }
            batch = batch.delete(record.key.clone());
            through = id;
        }
        if through == trimmed {
            return Ok(false);
        }
        // Readers look here after they have read: first say so, then do it.
        self.trimmed.store(through, Ordering::SeqCst);
        lock(&self.ring).forget(through);
        records::write(&*self.store, &self.remember(batch)?)?;
        Ok(oldest.len() == CHUNK)
    }

    pub(super) fn purge(&self, document: &str) -> Result<(), Refused> {
        let _one_at_a_time = lock(&self.trimming);
        let below = of(document);
        loop {
            let found = self.store.scan(below.prefix(), None, CHUNK)?;
            let mut batch = RecordBatch::new();
            for record in &found {
                batch = batch.delete(key(id_in(&record.key)?)).delete(record.key.clone());
            }
            if found.is_empty() {
                lock(&self.ring).purge(document);
                batch = batch.delete(tell::key(document));
                records::write(&*self.store, &batch)?;
                return Ok(());
            }
            records::write(&*self.store, &self.remember(batch)?)?;
        }
    }
}
