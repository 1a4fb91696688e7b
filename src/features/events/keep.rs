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

use super::{EVENT, Journal, Shared, id_in, key, lock, of, tell};
use crate::event::Event;
use crate::features::Refused;
use crate::features::records::{self, Key};

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
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
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
    pub(super) fn read(store: &dyn Storage, kept: &Kept, most: u64) -> Result<Self, Refused> {
        let (mut bytes, mut after) = if kept.is_counted { (kept.bytes, kept.highest) } else { (0, kept.trimmed) };
        let counted = AtomicU64::new(if kept.is_counted { kept.highest } else { 0 });
        loop {
            let chunk = store.scan(Key::new(EVENT).prefix(), Some(&key(after)), CHUNK)?;
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
    /// Writes a batch that deletes events of so many bytes, with what is remembered. By one at a time.
    fn remember(&self, batch: RecordBatch, gone: u64) -> Result<(), Refused> {
        let (highest, bytes) = {
            // Nothing is written meanwhile: the count is that of the events up to the head.
            let _line = lock(&self.line);
            (self.head(), self.weight.now().saturating_sub(gone))
        };
        let kept = Kept { highest, trimmed: self.trimmed.load(Ordering::SeqCst), bytes, is_counted: true };
        records::write(&*self.store, &batch.put(Key::new(KEPT).name(""), records::encode(&kept)?))?;
        self.weight.take(gone);
        self.weight.counted.store(highest, Ordering::SeqCst);
        Ok(())
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
                self.remember(batch, 0)?;
            }
            return Ok(false);
        }
        // Readers look here after they have read: first say so, then do it.
        self.trimmed.store(through, Ordering::SeqCst);
        lock(&self.ring).forget(through);
        self.remember(batch, gone)?;
        Ok(oldest.len() == CHUNK)
    }

    pub(super) fn purge(&self, document: &str) -> Result<(), Refused> {
        let _one_at_a_time = lock(&self.trimming);
        let below = of(document);
        loop {
            let found = self.store.scan(below.prefix(), None, CHUNK)?;
            let (mut batch, mut gone) = (RecordBatch::new(), 0);
            for record in &found {
                let event = key(id_in(&record.key)?);
                gone += self.store.get(&event)?.map_or(0, |raw| raw.len() as u64);
                batch = batch.delete(event).delete(record.key.clone());
            }
            if found.is_empty() {
                lock(&self.ring).purge(document);
                batch = batch.delete(tell::key(document));
                records::write(&*self.store, &batch)?;
                return Ok(());
            }
            self.remember(batch, gone)?;
        }
    }
}
