//! Checkpoints: what the journal holds goes into the tree, the tree is synced, old journal segments go.
//! Runs beside writers and readers. Nothing leaves the overlay or the journal before the tree is durable, and one generation
//! of the journal is kept beyond that, so that a tree that lost its newest part is repaired by the next open.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use bytes::Bytes;

use crate::cell::{Cell, Content};
use crate::codec::{Malformed, Reader, put_varint};
use crate::error::{Error, Result};
use crate::journal::HEADER_LEN;
use crate::journal::operation::SnapshotRecord;
use crate::meta::{Meta, SnapshotPlace};
use crate::overlay::{Pending, PendingRecord, Removed};
use crate::tree::{Tree, TreeBatch, WHOLE, keys};

use super::chunks::{Owner, place_content, walk_readable};
use super::read::read_meta;
use super::write::next_health;
use super::{Store, Totals, lock};
use crate::blobs::{BlobKind, BlobRef};

/// Keys that are read after a checkpoint, in as many pages: sled's cache has 256 parts.
const KEYS_READ: usize = 1024;

/// Bytes after which a batch is given to the tree.
const BATCH_BYTES: usize = 1 << 20;

/// What the checkpointer knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checkpoints {
    pub(super) marker: Marker,
    /// The newest generation of the tree, the one that counts unless the last rewrite failed.
    pub(super) generation: u64,
    /// A write or sync of the tree or of the pointer to it failed: neither its file nor the pointer is to be trusted any more,
    /// and no checkpoint is made before a new generation has taken its place.
    pub(super) tree_is_suspect: bool,
}

/// The mark of a checkpoint in the tree: everything in journal segments before `number` is in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marker {
    pub(super) number: u64,
    /// The number of the checkpoint before.
    pub(super) previous: u64,
    /// The number the next new document gets.
    pub(super) next_document: u64,
    /// What the checksums of the journal's frames begin with, for the life of the folder.
    pub(super) salt: u64,
}

impl Marker {
    /// For a new folder.
    pub(super) fn first() -> Result<Self> {
        let salt =
            getrandom::u64().map_err(|fault| Error::io("asking the system for random bytes", std::io::Error::other(fault)))?;
        Ok(Self { salt, ..Self::default() })
    }

    fn key() -> Vec<u8> {
        [keys::SYSTEM, b"checkpoint"].concat()
    }

    pub(super) fn put(self, batch: &mut TreeBatch) {
        let mut bytes = Vec::new();
        for number in [self.number, self.previous, self.next_document] {
            put_varint(&mut bytes, number);
        }
        bytes.extend_from_slice(&self.salt.to_le_bytes());
        batch.put(Self::key(), &Cell { note: Bytes::new(), content: Content::Raw(bytes.into()) });
    }

    pub(super) fn read(tree: &Tree) -> Result<Option<Self>> {
        let Some(cell) = tree.get(&Self::key())? else { return Ok(None) };
        let Content::Raw(bytes) = cell.content else { return Ok(None) };
        let mut reader = Reader::new(&bytes);
        let mut read = || -> Result<Self, Malformed> {
            let (number, previous, next_document) = (reader.varint()?, reader.varint()?, reader.varint()?);
            let salt = u64::from(reader.u32()?) | u64::from(reader.u32()?) << 32;
            Ok(Self { number, previous, next_document, salt })
        };
        read().map(Some).map_err(|fault| Error::corrupt("tree: checkpoint", format!("expected {}", fault.0)))
    }
}

/// Whether a checkpoint is made although nothing was written since the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    IfChanged,
    Always,
}

/// What a checkpoint has to bring into the tree.
struct Frozen {
    documents: Vec<Pending>,
    removed: Vec<(u64, Removed)>,
    records: Vec<(Bytes, PendingRecord)>,
    next_document: u64,
}

/// What a checkpoint has brought of one document.
pub(super) struct Sealed {
    pub(super) meta: Meta,
    pub(super) before: Option<Meta>,
    pub(super) snapshot: Option<Arc<SnapshotRecord>>,
    pub(super) parked: Option<Bytes>,
}

/// A checkpoint in the making.
pub(super) struct Sealing<'a> {
    pub(super) store: &'a Store,
    pub(super) tree: Arc<Tree>,
    /// Its number.
    pub(super) number: u64,
    pub(super) batch: TreeBatch,
    /// Files that nothing refers to any more once the batch is applied, and not before: a batch may come to nothing.
    retired: Vec<BlobRef>,
}

impl<'a> Sealing<'a> {
    pub(super) fn new(store: &'a Store, number: u64) -> Self {
        Self { store, tree: store.tree(), number, batch: TreeBatch::default(), retired: Vec::new() }
    }

    pub(super) fn retire(&mut self, blob: BlobRef) {
        self.retired.push(blob);
    }

    /// Takes a retirement back: the batch refers to the blob again.
    pub(super) fn keep(&mut self, blob: BlobRef) {
        self.retired.retain(|retired| *retired != blob);
        self.store.blobs.keep(blob);
    }

    /// Gives the batch to the tree if it is large enough.
    pub(super) fn apply_if_large(&mut self) -> Result<()> {
        if self.batch.bytes() >= BATCH_BYTES { self.apply() } else { Ok(()) }
    }

    pub(super) fn apply(&mut self) -> Result<()> {
        let (batch, retired) = (std::mem::take(&mut self.batch), std::mem::take(&mut self.retired));
        self.store.blobs.settle()?;
        let _moving = self.store.moving.write().unwrap_or_else(PoisonError::into_inner);
        self.tree.apply(batch)?;
        retired.into_iter().for_each(|blob| self.store.blobs.retire(blob, self.number));
        Ok(())
    }
}

impl Store {
    pub(super) fn make_checkpoint(&self) -> Result<()> {
        let mut checkpoints = lock(&self.checkpoints);
        let result = self.without_panic(&mut checkpoints, |checkpoints| self.checkpoint_with(checkpoints, Need::IfChanged));
        let mut health = lock(&self.checkpoint_health);
        *health = next_health(&health, result.as_ref().err(), || self.options.clock.now_ms());
        result
    }

    pub(super) fn checkpoint_with(&self, checkpoints: &mut Checkpoints, need: Need) -> Result<()> {
        let number = {
            let mut writer = lock(&self.writer);
            let unchanged = writer.journal.newest_bytes() <= HEADER_LEN && lock(&self.overlay).is_empty();
            if need == Need::IfChanged && unchanged && !checkpoints.tree_is_suspect {
                return Ok(());
            }
            let number = writer.journal.rotate()?;
            self.journal_bytes.store(writer.journal.bytes(), Ordering::Relaxed);
            number
        };
        if checkpoints.tree_is_suspect {
            self.rewrite_tree(checkpoints)?;
        }
        let frozen = self.freeze();
        let before = checkpoints.marker;
        let marker = Marker { number, previous: before.number, next_document: frozen.next_document, ..before };
        let sealed = self.seal(&frozen, marker).inspect_err(|_| self.judge_tree(checkpoints))?;
        checkpoints.marker = marker;
        self.checkpoint.store(number, Ordering::Relaxed);
        self.thaw(&frozen, &sealed);
        self.let_go(marker.previous);
        self.shrink_cache(&frozen);
        Ok(())
    }

    /// Works on the tree. sled panics where others return errors: then the work failed like any other, the checkpointer's thread goes
    /// on, and nobody believes the tree.
    pub(super) fn without_panic<T>(
        &self,
        checkpoints: &mut Checkpoints,
        work: impl FnOnce(&mut Checkpoints) -> Result<T>,
    ) -> Result<T> {
        catch_unwind(AssertUnwindSafe(|| work(&mut *checkpoints))).unwrap_or_else(|_| {
            self.distrust_tree(checkpoints);
            Err(Error::corrupt(WHOLE, "the work on it ended in a panic; it will be written anew"))
        })
    }

    /// After a failure: was it the tree's? Where only a blob could not be written, the tree is as good as before.
    pub(super) fn judge_tree(&self, checkpoints: &mut Checkpoints) {
        if self.tree().has_failed() {
            self.distrust_tree(checkpoints);
        }
    }

    /// From now on the tree is not believed, by this process and the one after it, before it was written anew.
    pub(super) fn distrust_tree(&self, checkpoints: &mut Checkpoints) {
        checkpoints.tree_is_suspect = true;
        self.folder.note_suspicion(self.disk.as_ref(), true);
    }

    /// Takes what is pending, without keeping writers from going on.
    fn freeze(&self) -> Frozen {
        let mut overlay = lock(&self.overlay);
        for pending in overlay.documents.values_mut() {
            pending.close_chunk();
        }
        overlay.note_freeze();
        let dirty = overlay.documents.values().filter(|pending| !pending.is_clean() && !pending.broken);
        Frozen {
            documents: dirty.cloned().collect(),
            removed: overlay.removed.iter().map(|(number, removed)| (*number, removed.clone())).collect(),
            records: overlay.records.iter().map(|(key, record)| (key.clone(), record.clone())).collect(),
            next_document: overlay.next_number,
        }
    }

    /// Writes everything into the tree and makes it durable, the marker last.
    fn seal(&self, frozen: &Frozen, marker: Marker) -> Result<Vec<Sealed>> {
        let mut sealing = Sealing::new(self, marker.number);
        for (number, removed) in &frozen.removed {
            sealing.remove_document(*number, removed)?;
            sealing.apply_if_large()?;
        }
        // A removed document and a new one of the same id must not meet in one batch in the wrong order.
        sealing.apply()?;
        let mut sealed = Vec::with_capacity(frozen.documents.len());
        for pending in &frozen.documents {
            sealed.push(sealing.seal_document(pending)?);
            sealing.apply_if_large()?;
        }
        for (at, (key, record)) in frozen.records.iter().enumerate() {
            sealing.put_record(key, record.value.as_ref(), at as u64)?;
            sealing.apply_if_large()?;
        }
        sealing.apply()?;
        sealing.tree.sync()?;
        marker.put(&mut sealing.batch);
        sealing.apply()?;
        sealing.tree.sync()?;
        Ok(sealed)
    }

    /// Lets the overlay forget what the tree holds durably now.
    fn thaw(&self, frozen: &Frozen, sealed: &[Sealed]) {
        // A writer between its plan and its application relies on finding the documents it planned with.
        let _no_writer = lock(&self.writer);
        let mut totals = lock(&self.totals);
        let mut overlay = lock(&self.overlay);
        for (number, removed) in &frozen.removed {
            overlay.forget_removed(*number);
            totals.subtract(removed.base.as_ref());
        }
        for done in sealed {
            totals.subtract(done.before.as_ref());
            totals.add(&done.meta);
            let number = done.meta.number;
            if let Some(removed) = overlay.removed.get_mut(&number) {
                removed.base = Some(done.meta);
            }
            let Some(pending) = overlay.documents.get_mut(&number) else { continue };
            pending.base = Some(done.meta);
            pending.closed.retain(|chunk| chunk.last() > done.meta.sealed);
            let same_snapshot = match (&pending.snapshot, &done.snapshot) {
                (Some(now), Some(then)) => Arc::ptr_eq(now, then),
                _ => false,
            };
            if same_snapshot {
                pending.snapshot = None;
            }
            if pending.parked == done.parked {
                pending.parked = None;
            }
            overlay.evict_clean(number);
        }
        for (key, record) in &frozen.records {
            if overlay.records.get(key).is_some_and(|now| now.stamp == record.stamp) {
                overlay.records.remove(key);
            }
        }
        overlay.note_thaw();
    }

    /// What was written stays in sled's cache as far as its bound allows, and no longer.
    fn shrink_cache(&self, frozen: &Frozen) {
        let step = (frozen.documents.len() + frozen.records.len()).div_ceil(KEYS_READ).max(1);
        let documents = frozen.documents.iter().map(|pending| keys::document(&pending.id));
        let records = frozen.records.iter().map(|(key, _)| keys::record(key));
        if let Err(error) = self.tree().shrink_cache(documents.chain(records).step_by(step)) {
            tracing::warn!(error = %error.story(), "the tree could not be read after a checkpoint");
        }
    }

    /// Removes what only a checkpoint before the previous one needed.
    fn let_go(&self, previous: u64) {
        {
            let mut writer = lock(&self.writer);
            if let Err(error) = writer.journal.remove_before(previous) {
                tracing::warn!(error = %error.story(), "an old journal segment could not be removed");
            }
            self.journal_bytes.store(writer.journal.bytes(), Ordering::Relaxed);
        }
        let _moving = self.moving.write().unwrap_or_else(PoisonError::into_inner);
        self.blobs.remove_retired_before(previous + 1);
    }
}

impl Sealing<'_> {
    /// Removes all keys of a document.
    fn remove_document(&mut self, number: u64, removed: &Removed) -> Result<()> {
        let tree = Arc::clone(&self.tree);
        for cell in walk_readable(self.store, &tree, number, 0)? {
            if let Some(blob) = cell?.content.blob() {
                self.retire(blob);
            }
        }
        for item in tree.walk(keys::numbered(keys::CHUNK, number), std::ops::Bound::Unbounded) {
            self.batch.remove(item?.0.to_vec());
        }
        if let Some(base) = &removed.base {
            if let Some(SnapshotPlace::Blob(blob)) = base.snapshot.map(|snapshot| snapshot.place) {
                self.retire(blob);
            }
            if let Some(blob) = self.store.parked_blob(&tree, base)? {
                self.retire(blob);
            }
        }
        self.batch.remove(keys::numbered(keys::SNAPSHOT, number));
        self.batch.remove(keys::numbered(keys::PARKED, number));
        // One that cannot be read is what the removal was meant for.
        if read_meta(&tree, &removed.id).map_or(true, |meta| meta.is_some_and(|meta| meta.number == number)) {
            self.batch.remove(keys::document(&removed.id));
        }
        Ok(())
    }

    fn put_record(&mut self, key: &Bytes, value: Option<&Bytes>, at: u64) -> Result<()> {
        let key = keys::record(key);
        if let Some(blob) = self.store.blob_of(&self.tree, &key)? {
            self.retire(blob);
        }
        match value {
            None => self.batch.remove(key),
            Some(value) => {
                let owner = Owner { kind: BlobKind::Record, number: self.number, seq: at };
                let content = place_content(&self.store.blobs, owner, Content::compress(value))?;
                self.batch.put(key, &Cell { note: Bytes::new(), content });
            }
        }
        Ok(())
    }
}

impl Totals {
    pub(super) fn add(&mut self, meta: &Meta) {
        self.documents += 1;
        self.live = self.live.saturating_add(meta.live_bytes());
        self.history = self.history.saturating_add(meta.history_bytes());
        self.snapshots += meta.snapshot.map_or(0, |snapshot| snapshot.len);
    }

    pub(super) fn subtract(&mut self, meta: Option<&Meta>) {
        let Some(meta) = meta else { return };
        self.documents = self.documents.saturating_sub(1);
        self.live = self.live.saturating_sub(meta.live_bytes());
        self.history = self.history.saturating_sub(meta.history_bytes());
        self.snapshots = self.snapshots.saturating_sub(meta.snapshot.map_or(0, |snapshot| snapshot.len));
    }
}
