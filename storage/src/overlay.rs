//! What was written since the last checkpoint, in memory: exactly what the journal holds beyond the tree.
//! Filled by commits and by the replay at open, emptied by checkpoints, consulted first by every read. Touches no file.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::chunk::Chunk;
use crate::contract::LogEntry;
use crate::journal::operation::{SnapshotContent, SnapshotRecord};
use crate::meta::Meta;
use crate::records::Change;

/// Packed bytes after which a chunk is closed and the next begun.
pub(crate) const CHUNK_BYTES: usize = 64 << 10;

/// Documents for which memory is kept when there are fewer.
const SPARE: usize = 256;

/// Smaller keys and values are copied: they come in buffers that are larger than they are, or in a whole journal.
const SMALL: usize = 4 << 10;

fn own(bytes: &Bytes) -> Bytes {
    if bytes.len() < SMALL { Bytes::copy_from_slice(bytes) } else { bytes.clone() }
}

/// A document with something that is not in the tree yet.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) number: u64,
    pub(crate) id: Arc<str>,
    /// What the tree holds of it; `None` if nothing.
    pub(crate) base: Option<Meta>,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    /// The newest position.
    pub(crate) head: u64,
    /// Closed chunks after `base.sealed`.
    pub(crate) closed: Vec<Arc<Chunk>>,
    /// The chunk that grows.
    pub(crate) open: Option<Chunk>,
    pub(crate) snapshot: Option<Arc<SnapshotRecord>>,
    pub(crate) parked: Option<Bytes>,
    /// What the tree holds of it cannot be read: nothing may be written over it.
    pub(crate) broken: bool,
}

impl Pending {
    pub(crate) fn new(number: u64, id: Arc<str>, base: Option<Meta>, now_ms: u64) -> Self {
        Self {
            number,
            id,
            created_ms: base.map_or(now_ms, |meta| meta.created_ms),
            updated_ms: base.map_or(now_ms, |meta| meta.updated_ms),
            head: base.map_or(0, |meta| meta.sealed),
            base,
            closed: Vec::new(),
            open: None,
            snapshot: None,
            parked: None,
            broken: false,
        }
    }

    pub(crate) fn sealed(&self) -> u64 {
        self.base.map_or(0, |meta| meta.sealed)
    }

    pub(crate) fn snapshot_seq(&self) -> u64 {
        let base = self.base.map_or(0, |meta| meta.snapshot_seq());
        self.snapshot.as_ref().map_or(base, |snapshot| snapshot.seq)
    }

    /// Logs an entry. One that is logged already is skipped; after a gap (only a damaged journal has one) a new chunk begins.
    pub(crate) fn log(&mut self, entry: &LogEntry) {
        if entry.seq <= self.head {
            return;
        }
        if entry.seq != self.head + 1 {
            self.close_chunk();
        }
        match &mut self.open {
            Some(chunk) => chunk.push(entry),
            None => self.open = Some(Chunk::start(entry)),
        }
        self.head = entry.seq;
        self.updated_ms = entry.time_ms;
        if self.created_ms == 0 {
            self.created_ms = entry.time_ms;
        }
        if self.open.as_ref().is_some_and(|chunk| chunk.packed().len() >= CHUNK_BYTES) {
            self.close_chunk();
        }
    }

    pub(crate) fn close_chunk(&mut self) {
        self.closed.extend(self.open.take().map(Arc::new));
    }

    /// Takes a snapshot unless it is older than what is there.
    pub(crate) fn install(&mut self, snapshot: Arc<SnapshotRecord>) {
        if snapshot.seq < self.snapshot_seq() {
            return;
        }
        if snapshot.seq > self.head {
            self.close_chunk();
            self.head = snapshot.seq;
        }
        self.updated_ms = self.updated_ms.max(snapshot.time_ms);
        if self.created_ms == 0 {
            self.created_ms = snapshot.time_ms;
        }
        self.snapshot = Some(snapshot);
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.base.is_some() && self.closed.is_empty() && self.open.is_none() && self.snapshot.is_none() && self.parked.is_none()
    }

    /// Bytes of memory held, roughly.
    pub(crate) fn bytes(&self) -> u64 {
        let chunks = self.closed.iter().map(|chunk| chunk.packed().len()).sum::<usize>();
        let open = self.open.as_ref().map_or(0, |chunk| chunk.packed().len());
        let parked = self.parked.as_ref().map_or(0, Bytes::len);
        (chunks + open + parked) as u64
    }
}

/// A removed document whose keys are still in the tree.
#[derive(Debug, Clone)]
pub(crate) struct Removed {
    pub(crate) id: Arc<str>,
    pub(crate) base: Option<Meta>,
}

/// A record that is not in the tree yet; `None` deletes it.
#[derive(Debug, Clone)]
pub(crate) struct PendingRecord {
    pub(crate) value: Option<Bytes>,
    pub(crate) stamp: u64,
}

/// What an id stands for in the overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A document that is pending.
    Pending(u64),
    /// A document that was removed; what the tree says of this id is void.
    Removed,
    /// Nothing: the tree decides.
    Unknown,
}

/// Everything since the last checkpoint.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) documents: HashMap<u64, Pending>,
    pub(crate) removed: HashMap<u64, Removed>,
    pub(crate) records: BTreeMap<Bytes, PendingRecord>,
    names: HashMap<Arc<str>, Option<u64>>,
    /// Numbers given to documents whose first write has not succeeded yet; kept so that a retry uses the same.
    reserved: HashMap<Arc<str>, u64>,
    pub(crate) next_number: u64,
    stamp: u64,
    /// How many documents and records the checkpoint under way takes.
    frozen: usize,
}

impl Overlay {
    /// An empty overlay over a tree in which new documents get numbers from this one on.
    pub(crate) fn over(next_number: u64) -> Self {
        Self { next_number, ..Self::default() }
    }

    pub(crate) fn named(&self, id: &str) -> Named {
        match self.names.get(id) {
            Some(Some(number)) => Named::Pending(*number),
            Some(None) => Named::Removed,
            None => Named::Unknown,
        }
    }

    pub(crate) fn pending(&self, id: &str) -> Option<&Pending> {
        match self.named(id) {
            Named::Pending(number) => self.documents.get(&number),
            Named::Removed | Named::Unknown => None,
        }
    }

    /// Ids that are pending or removed, for lists.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (&Arc<str>, Option<u64>)> {
        self.names.iter().map(|(id, number)| (id, *number))
    }

    /// A number for a new document; the same one until [`Overlay::insert`].
    pub(crate) fn reserve(&mut self, id: &Arc<str>) -> u64 {
        if let Some(number) = self.reserved.get(id) {
            return *number;
        }
        let number = self.take_number();
        self.reserved.insert(Arc::clone(id), number);
        number
    }

    /// Gives a reserved number up: nothing was written with it.
    pub(crate) fn release(&mut self, id: &str) {
        self.reserved.remove(id);
    }

    /// A number that was never used.
    pub(crate) fn take_number(&mut self) -> u64 {
        self.next_number = self.next_number.max(1);
        self.next_number += 1;
        self.next_number - 1
    }

    /// Notes that a number is in use.
    pub(crate) fn saw_number(&mut self, number: u64) {
        self.next_number = self.next_number.max(number.saturating_add(1));
    }

    /// Adds a document. One of the same id with another number is thereby removed.
    pub(crate) fn insert(&mut self, pending: Pending) -> &mut Pending {
        self.saw_number(pending.number);
        self.reserved.remove(&pending.id);
        if let Some(Some(old)) = self.names.get(&pending.id).copied()
            && old != pending.number
        {
            self.remove(old);
        }
        self.names.insert(Arc::clone(&pending.id), Some(pending.number));
        self.documents.entry(pending.number).or_insert(pending)
    }

    /// Removes a pending document.
    pub(crate) fn remove(&mut self, number: u64) {
        if let Some(pending) = self.documents.remove(&number) {
            self.names.insert(Arc::clone(&pending.id), None);
            self.removed.insert(number, Removed { id: pending.id, base: pending.base });
        }
    }

    pub(crate) fn change_records(&mut self, changes: &[Change]) {
        self.stamp += 1;
        for change in changes {
            let (key, value) = match change {
                Change::Put(record) => (&record.key, Some(own(&record.value))),
                Change::Delete(key) => (key, None),
            };
            self.records.insert(own(key), PendingRecord { value, stamp: self.stamp });
        }
    }

    /// Forgets a document that has nothing pending.
    pub(crate) fn evict_clean(&mut self, number: u64) {
        if self.documents.get(&number).is_some_and(Pending::is_clean)
            && let Some(pending) = self.documents.remove(&number)
        {
            self.names.remove(&pending.id);
        }
    }

    /// Forgets a removal the tree has done.
    pub(crate) fn forget_removed(&mut self, number: u64) {
        if let Some(removed) = self.removed.remove(&number)
            && self.names.get(&removed.id) == Some(&None)
            && !self.removed.values().any(|other| other.id == removed.id)
        {
            self.names.remove(&removed.id);
        }
    }

    /// Files that pending snapshots lie in.
    pub(crate) fn blobs(&self) -> impl Iterator<Item = BlobRef> {
        self.documents.values().filter_map(|pending| match &pending.snapshot.as_ref()?.content {
            SnapshotContent::Blob(blob) => Some(*blob),
            SnapshotContent::Inline(_) => None,
        })
    }

    fn len(&self) -> usize {
        self.documents.len() + self.removed.len() + self.records.len()
    }

    /// Documents and records that came since the last checkpoint began.
    pub(crate) fn fresh(&self) -> usize {
        self.len().saturating_sub(self.frozen)
    }

    /// A checkpoint takes all there is.
    pub(crate) fn note_freeze(&mut self) {
        self.frozen = self.len();
    }

    /// It is in the tree; memory for as many as there were goes back.
    pub(crate) fn note_thaw(&mut self) {
        self.frozen = 0;
        self.documents.shrink_to(SPARE);
        self.names.shrink_to(SPARE);
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.documents.values().all(Pending::is_clean) && self.removed.is_empty() && self.records.is_empty()
    }
}
