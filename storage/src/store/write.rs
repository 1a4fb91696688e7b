//! Writing: plan against the overlay, commit one frame to the journal, then apply to the overlay.
//! The writer lock is held throughout, the overlay lock only before and after the sync. The tree is never written here.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::blobs::{BlobKind, Content};
use crate::contract::{Append, Snapshot};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::operation::{Operation, SnapshotContent, SnapshotRecord, Subject, pack_snapshot};
use crate::limits;
use crate::overlay::{Named, Overlay, Pending};
use crate::records::{RecordBatch, Written};
use crate::status::Health;

use super::read::{broken, read_meta};
use super::records::accepted;
use super::{Store, Writer, lock};

/// Snapshots up to this size go through the journal; larger ones are written to a file first.
const JOURNALED_SNAPSHOT: usize = 64 << 10;

/// Documents and records that may wait in memory for a checkpoint: some hundred bytes each beside their content.
const MANY: usize = 32 << 10;

/// A document a write is about.
#[derive(Debug, Clone)]
struct Target {
    number: u64,
    id: Arc<str>,
    head: u64,
}

impl Target {
    fn subject(&self) -> Subject<'_> {
        Subject { number: self.number, id: &self.id }
    }
}

impl Store {
    /// Writes a batch, and with it the records that wait: one frame, one sync.
    pub(super) fn append(&self, batch: &[Append]) -> Result<()> {
        batch.iter().try_for_each(limits::check_append)?;
        self.together.lead(|records| {
            let mut writer = lock(&self.writer);
            match self.plan(batch) {
                Ok(targets) => self.append_with(&mut writer, (batch, &targets), &records),
                Err(error) => (Err(error), self.write_all(&mut writer, &records)),
            }
        })
    }

    fn append_with(
        &self,
        writer: &mut Writer,
        (batch, targets): (&[Append], &[Target]),
        records: &[RecordBatch],
    ) -> (Result<()>, Vec<Result<Written>>) {
        let verdicts = self.judge(records);
        // Before the entries: the last of these is written shorter.
        let mut operations: Vec<Operation<'_>> = accepted(records, &verdicts).map(Operation::Records).collect();
        let mut heads: HashMap<u64, u64> = HashMap::new();
        for (append, target) in batch.iter().zip(targets) {
            let head = heads.entry(target.number).or_insert(target.head);
            if let Some(entry) = append.entry.as_ref().filter(|entry| entry.seq > *head) {
                *head = entry.seq;
                operations.push(Operation::Entry(target.subject(), entry));
            }
            if let Some(parked) = &append.parked {
                operations.push(Operation::Parked(target.subject(), parked));
            }
        }
        let committed = if operations.is_empty() { Ok(()) } else { self.commit(writer, &operations) };
        if committed.is_ok() {
            let now_ms = self.options.clock.now_ms();
            let mut overlay = lock(&self.overlay);
            for (append, target) in batch.iter().zip(targets) {
                let pending = pending_mut(&mut overlay, target, now_ms);
                if let Some(entry) = &append.entry {
                    pending.log(entry);
                }
                if let Some(parked) = &append.parked {
                    pending.parked = Some(parked.clone());
                }
            }
        }
        let written = self.conclude(records, verdicts, committed.as_ref().err());
        (committed, written)
    }

    /// Finds the documents of a batch and checks that every entry continues its log.
    fn plan(&self, batch: &[Append]) -> Result<Vec<Target>> {
        let mut overlay = lock(&self.overlay);
        let mut known: HashMap<&str, (Target, u64)> = HashMap::new();
        let mut targets = Vec::with_capacity(batch.len());
        for append in batch {
            let id: &str = &append.document;
            if !known.contains_key(id) {
                let target = self.target(&mut overlay, &append.document)?;
                known.insert(id, (target.clone(), target.head));
            }
            let Some((target, head)) = known.get_mut(id) else { continue };
            if let Some(entry) = &append.entry {
                if entry.seq > *head + 1 {
                    return Err(Error::Sequence { document: Arc::clone(&target.id), expected: *head + 1, found: entry.seq });
                }
                *head = (*head).max(entry.seq);
            }
            targets.push(target.clone());
        }
        Ok(targets)
    }

    /// Finds a document, brings it into the overlay if only the tree knows it, or reserves a number for a new one.
    fn target(&self, overlay: &mut Overlay, id: &Arc<str>) -> Result<Target> {
        if overlay.named(id) == Named::Unknown
            && let Some(meta) = read_meta(&self.tree(), id)?
        {
            overlay.insert(Pending::new(meta.number, Arc::clone(id), Some(meta), meta.created_ms));
        }
        match overlay.pending(id) {
            Some(pending) if pending.broken => Err(broken(id)),
            Some(pending) => Ok(Target { number: pending.number, id: Arc::clone(&pending.id), head: pending.head }),
            None => Ok(Target { number: overlay.reserve(id), id: Arc::clone(id), head: 0 }),
        }
    }

    /// As [`Store::target`], but a document that cannot be read can be removed all the same.
    fn target_to_remove(&self, overlay: &mut Overlay, id: &Arc<str>) -> Result<Target> {
        match self.target(overlay, id) {
            Err(error) if error.kind() == ErrorKind::Corrupt => {
                if overlay.pending(id).is_none() {
                    let mut pending = Pending::new(overlay.reserve(id), Arc::clone(id), None, 0);
                    pending.broken = true;
                    overlay.insert(pending);
                }
                let number = overlay.pending(id).map_or(0, |pending| pending.number);
                Ok(Target { number, id: Arc::clone(id), head: 0 })
            }
            target => target,
        }
    }

    /// Writes and syncs one frame. After an error nothing of it counts.
    pub(super) fn commit(&self, writer: &mut Writer, operations: &[Operation<'_>]) -> Result<()> {
        self.check_open()?;
        let result = self.check_journal_limit(writer).and_then(|()| writer.journal.commit(operations));
        self.journal_bytes.store(writer.journal.bytes(), Ordering::Relaxed);
        let since_ms = || self.options.clock.now_ms();
        writer.health = next_health(&writer.health, result.as_ref().err(), since_ms);
        if writer.journal.newest_bytes() >= self.options.segment_bytes || lock(&self.overlay).fresh() >= MANY {
            self.ask_for_checkpoint();
        }
        result
    }

    fn check_journal_limit(&self, writer: &Writer) -> Result<()> {
        if writer.journal.bytes() < self.options.journal_limit.max(self.options.segment_bytes * 4) {
            return Ok(());
        }
        self.ask_for_checkpoint();
        let reason = match &*lock(&self.checkpoint_health) {
            Health::Failing { reason, .. } => format!("the journal is at its limit because checkpoints fail: {reason}"),
            Health::Healthy => "the journal is at its limit until the checkpoint is made".to_owned(),
        };
        let source = std::io::Error::new(std::io::ErrorKind::StorageFull, reason);
        Err(Error::io("writing to the journal", source))
    }

    pub(super) fn install_snapshot(&self, id: &str, snapshot: &Snapshot) -> Result<()> {
        limits::check_document(id)?;
        limits::check_snapshot(id, snapshot)?;
        let id: Arc<str> = id.into();
        let target = self.target(&mut lock(&self.overlay), &id)?;
        check_snapshot_position(&target, snapshot)?;
        let packed = pack_snapshot(snapshot);
        let content = if packed.len() <= JOURNALED_SNAPSHOT {
            SnapshotContent::Inline(packed.into())
        } else {
            let (kind, number, seq) = (BlobKind::Snapshot, target.number, snapshot.seq);
            let blob = self.blobs.write(&Content { kind, number, seq, bytes: &packed })?;
            self.blobs.settle()?;
            SnapshotContent::Blob(blob)
        };
        let time_ms = self.options.clock.now_ms();
        let record = Arc::new(SnapshotRecord { seq: snapshot.seq, time_ms, content });

        let mut writer = lock(&self.writer);
        // The document may have been removed or have got a newer snapshot meanwhile. One that was removed does not come back.
        let found = target.number;
        let target = self.target(&mut lock(&self.overlay), &id)?;
        if target.number != found {
            return Ok(());
        }
        check_snapshot_position(&target, snapshot)?;
        if lock(&self.overlay).pending(&id).is_some_and(|pending| pending.snapshot_seq() > snapshot.seq) {
            return Ok(());
        }
        self.commit(&mut writer, &[Operation::Snapshot(target.subject(), &record)])?;
        let mut overlay = lock(&self.overlay);
        let pending = pending_mut(&mut overlay, &target, time_ms);
        let before = pending.snapshot.take();
        pending.install(Arc::clone(&record));
        drop(overlay);
        if let Some(SnapshotContent::Blob(blob)) = before.map(|before| before.content.clone())
            && record.content != SnapshotContent::Blob(blob)
        {
            self.blobs.retire(blob, writer.journal.newest() + 1);
        }
        Ok(())
    }

    pub(super) fn remove(&self, id: &str) -> Result<()> {
        let mut writer = lock(&self.writer);
        let target = {
            let mut overlay = lock(&self.overlay);
            let target = self.target_to_remove(&mut overlay, &id.into())?;
            if overlay.pending(id).is_none() {
                overlay.release(id);
                return Ok(());
            }
            target
        };
        self.commit(&mut writer, &[Operation::Remove(target.subject())])?;
        let mut overlay = lock(&self.overlay);
        let pending = overlay.documents.get(&target.number).and_then(|pending| pending.snapshot.clone());
        if let Some(SnapshotContent::Blob(blob)) = pending.map(|snapshot| snapshot.content.clone()) {
            self.blobs.retire(blob, writer.journal.newest() + 1);
        }
        overlay.remove(target.number);
        Ok(())
    }
}

/// The document in the overlay; a new one is added now that its first write is durable.
fn pending_mut<'a>(overlay: &'a mut Overlay, target: &Target, now_ms: u64) -> &'a mut Pending {
    if !overlay.documents.contains_key(&target.number) {
        overlay.insert(Pending::new(target.number, Arc::clone(&target.id), None, now_ms));
    }
    overlay.documents.entry(target.number).or_insert_with(|| Pending::new(target.number, Arc::clone(&target.id), None, now_ms))
}

fn check_snapshot_position(target: &Target, snapshot: &Snapshot) -> Result<()> {
    if target.head > 0 && snapshot.seq > target.head {
        let document = Arc::clone(&target.id);
        return Err(Error::Sequence { document, expected: target.head, found: snapshot.seq });
    }
    Ok(())
}

/// The health after an attempt.
pub(super) fn next_health(before: &Health, error: Option<&Error>, now_ms: impl Fn() -> u64) -> Health {
    let Some(error) = error else { return Health::Healthy };
    let since_ms = match before {
        Health::Failing { since_ms, .. } => *since_ms,
        Health::Healthy => now_ms(),
    };
    Health::Failing { since_ms, reason: error.story().into() }
}
