//! How long events stay: the oldest go in small batches, a purged document's at once. Ids go on growing when nothing is left.
//! Their bytes are counted as they come and go, and the count is remembered, so that no start reads the whole journal. Part of
//! `events`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use yrsa_storage::{RecordBatch, Storage};

use super::{Journal, Shared, id_in, key, lock, of, stored, tell};
use crate::event::Event;
use crate::features::Refused;
use crate::features::records::{self, Key, Store};

const KEPT: &str = "event.kept";

/// How often the oldest events are looked at.
const EVERY: Duration = Duration::from_secs(60);

/// Events that are let go of as one.
const CHUNK: usize = 64;

/// After so many events the count of their bytes is remembered. A start reads those that came after it.
const COUNTED: u64 = 1000;

/// Between two batches, so that others can write.
const BREATH: Duration = Duration::from_millis(20);

/// What the journal remembers of events that are gone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The highest id when events were let go of last.
    pub(super) highest: u64,
    /// Events up to this id were let go of.
    pub(super) trimmed: u64,
    /// Bytes of the events that are kept, those up to `highest`.
    #[serde(default)]
    pub(super) bytes: u64,
    /// Whether `bytes` says so.
    #[serde(default)]
    pub(super) is_counted: bool,
}

/// Events of which the storage reported an error when they were let go of, so that they may or may not be there.
#[derive(Debug)]
pub(super) struct Doubtful {
    /// What is remembered if they are gone.
    kept: Kept,
    /// Their bytes.
    gone: u64,
    /// Up to where events were let go of before.
    trimmed: u64,
}

/// Bytes of the events that are kept: their records, without keys.
pub(super) struct Weight {
    bytes: AtomicU64,
    most: u64,
    /// The highest id that the remembered count has.
    counted: AtomicU64,
    /// There is too much.
    over: Notify,
}

impl Weight {
    /// Counts what came after the count that is remembered. Blocks.
    pub(super) fn read(store: &Store, kept: &Kept, most: u64) -> Result<Self, Refused> {
        let (mut bytes, mut after) = if kept.is_counted { (kept.bytes, kept.highest) } else { (0, kept.trimmed) };
        let counted = AtomicU64::new(if kept.is_counted { kept.highest } else { 0 });
        loop {
            let chunk = stored::behind(store, after, CHUNK)?;
            let Some(last) = chunk.last() else { break };
            after = id_in(&last.key)?;
            bytes += chunk.iter().map(|record| record.value.len() as u64).sum::<u64>();
        }
        Ok(Self { bytes: AtomicU64::new(bytes), most, counted, over: Notify::new() })
    }

    /// Events were written. The caller holds the line.
    pub(super) fn add(&self, bytes: usize) {
        let now = self.bytes.fetch_add(bytes as u64, Ordering::SeqCst) + bytes as u64;
        // Not at each event beyond the limit: what goes, goes many at a time.
        if now > self.most.saturating_add(self.most / 16) {
            self.over.notify_one();
        }
    }

    fn take(&self, bytes: u64) {
        let _ = self.bytes.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| Some(now.saturating_sub(bytes)));
    }

    fn now(&self) -> u64 {
        self.bytes.load(Ordering::SeqCst)
    }
}

/// Reads what is remembered.
pub(super) fn read(store: &dyn Storage) -> Result<Kept, Refused> {
    Ok(records::get(store, &Key::new(KEPT).name(""))?.map(|stored| stored.value).unwrap_or_default())
}

/// Trims once a minute, and when there is too much.
pub(super) async fn regularly(journal: &Arc<Journal>, stopping: &CancellationToken) {
    let mut wait = BREATH;
    loop {
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
            () = journal.shared.weight.over.notified(), if wait == EVERY => {}
        }
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
    /// Writes a batch that deletes events of so many bytes, after which those up to this id are gone, with what is remembered. By one
    /// at a time.
    fn remember(&self, doubtful: &mut Option<Doubtful>, batch: RecordBatch, gone: u64, trimmed: u64) -> Result<(), Refused> {
        let (highest, bytes) = {
            // Nothing is written meanwhile: the count is that of the events up to the head.
            let _line = lock(&self.line);
            (self.head(), self.weight.now().saturating_sub(gone))
        };
        let kept = Kept { highest, trimmed, bytes, is_counted: true };
        let batch = batch.put(Key::new(KEPT).name(""), records::encode(&kept)?);
        // Readers look here after they have read: first say so, then do it.
        let before = self.trimmed.swap(trimmed, Ordering::SeqCst);
        // So it stays if the storage reports an error, or panics.
        *doubtful = Some(Doubtful { kept, gone, trimmed: before });
        if let Err(error) = records::write(&*self.store, &batch) {
            // If this can't be found out now, it is before the next are let go of.
            let _ = self.find_out(doubtful);
            return Err(error);
        }
        *doubtful = None;
        self.are_gone(&kept, gone);
        Ok(())
    }

    fn are_gone(&self, kept: &Kept, gone: u64) {
        self.weight.take(gone);
        self.weight.counted.store(kept.highest, Ordering::SeqCst);
    }

    /// Finds out what became of events whose deletion failed: the storage let go of all of them or none. Those that are still there
    /// are met again.
    fn find_out(&self, doubtful: &mut Option<Doubtful>) -> Result<(), Refused> {
        let Some(Doubtful { kept, gone, trimmed }) = doubtful else { return Ok(()) };
        if read(&*self.store)? == *kept {
            self.are_gone(kept, *gone);
        } else {
            self.trimmed.store(*trimmed, Ordering::SeqCst);
        }
        *doubtful = None;
        Ok(())
    }

    pub(super) fn trim(&self) -> Result<bool, Refused> {
        let mut doubtful = lock(&self.trimming);
        self.find_out(&mut doubtful)?;
        // What a failed write left is shown soon after it, also if nothing else is written.
        self.settle(&mut lock(&self.line))?;
        let head = self.head();
        let too_many = head.saturating_sub(self.settings.most);
        let keep_ms = u64::try_from(self.settings.keep.as_millis()).unwrap_or(u64::MAX);
        let too_old_ms = self.clock.now_ms().saturating_sub(keep_ms);
        let trimmed = self.trimmed.load(Ordering::SeqCst);
        let oldest = stored::behind(&self.store, trimmed, CHUNK)?;
        let (mut batch, mut through) = (RecordBatch::new(), trimmed);
        let (weight, mut gone) = (self.weight.now(), 0);
        for record in &oldest {
            let id = id_in(&record.key)?;
            let event = records::decode::<Event>(&record.value);
            let is_too_much = weight.saturating_sub(gone) > self.settings.bytes;
            let stays = |event: &Event| id > too_many && event.draft.time >= too_old_ms && !is_too_much;
            if id > head || event.as_ref().is_ok_and(stays) {
                break;
            }
            if let Ok(event) = &event {
                batch = batch.delete(of(&event.draft.document).number(id));
            }
            batch = batch.delete(record.key.clone());
            gone += record.value.len() as u64;
            through = id;
        }
        if through == trimmed {
            if head.saturating_sub(self.weight.counted.load(Ordering::SeqCst)) >= COUNTED {
                self.remember(&mut doubtful, batch, 0, trimmed)?;
            }
            return Ok(false);
        }
        lock(&self.ring).forget(through);
        self.remember(&mut doubtful, batch, gone, through)?;
        Ok(oldest.len() == CHUNK)
    }

    pub(super) fn purge(&self, document: &str) -> Result<(), Refused> {
        let mut doubtful = lock(&self.trimming);
        self.find_out(&mut doubtful)?;
        let below = of(document);
        loop {
            let found = self.store.scan(below.prefix(), None, CHUNK)?;
            let (mut batch, mut gone) = (RecordBatch::new(), 0);
            for record in &found {
                let id = id_in(&record.key)?;
                gone += stored::bytes(&self.store, id)?.map_or(0, |raw| raw.len() as u64);
                batch = batch.delete(key(id)).delete(record.key.clone());
            }
            if found.is_empty() {
                lock(&self.ring).purge(document);
                batch = batch.delete(tell::key(document));
                records::write(&*self.store, &batch)?;
                return Ok(());
            }
            self.remember(&mut doubtful, batch, gone, self.trimmed.load(Ordering::SeqCst))?;
        }
    }
}
