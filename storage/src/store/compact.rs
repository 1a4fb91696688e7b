//! Compaction: history beyond the retention goes, runs of old chunks are joined into larger ones, and the tree is written
//! anew when it has grown out of proportion (sled never gives space back). Runs beside readers and writers, on the caller's
//! thread; only checkpoints wait for it.

use std::ops::Bound;
use std::sync::{Arc, PoisonError};

use bytes::Bytes;

use crate::cell::{Cell, Content};
use crate::chunk::Chunk;
use crate::contract::LogEntry;
use crate::error::Result;
use crate::meta::Meta;
use crate::status::{Compacted, Scope};
use crate::tree::{Tree, TreeBatch, TreeOptions, keys};

use super::checkpoint::{Checkpoints, Need, Sealing};
use super::chunks::{ChunkCell, chunk_cell};
use super::read::{decode_meta, read_meta};
use super::{Store, lock};

/// Bytes of a batch while a tree is copied.
const COPY_BATCH: usize = 1 << 20;
/// Packed bytes up to which old chunks are joined.
const ARCHIVE_BYTES: usize = 1 << 20;
/// A tree this many times larger than what is in it is written anew …
const REWRITE_FACTOR: u64 = 3;
/// … if it is also larger than this.
const REWRITE_FROM: u64 = 1 << 20;

impl Store {
    pub(super) fn compact(&self, scope: Scope<'_>) -> Result<Compacted> {
        self.without_panic(&mut lock(&self.checkpoints), |checkpoints| self.compact_with(checkpoints, scope))
    }

    fn compact_with(&self, checkpoints: &mut Checkpoints, scope: Scope<'_>) -> Result<Compacted> {
        let before = self.disk_bytes();
        self.checkpoint_with(checkpoints, Need::Always)?;
        let number = checkpoints.marker.number + 1;
        let documents = self.tidy(scope, number).inspect_err(|_| self.judge_tree(checkpoints))?;
        if scope == Scope::All && self.is_out_of_proportion()? {
            self.rewrite_tree(checkpoints)?;
        }
        // What was let go of is needed until the second checkpoint after.
        self.checkpoint_with(checkpoints, Need::Always)?;
        self.checkpoint_with(checkpoints, Need::Always)?;
        Ok(Compacted { documents, before, after: self.disk_bytes() })
    }

    fn disk_bytes(&self) -> u64 {
        lock(&self.writer).journal.bytes() + self.tree().disk_bytes() + self.blobs.bytes()
    }

    fn is_out_of_proportion(&self) -> Result<bool> {
        let tree = self.tree();
        let disk = tree.disk_bytes();
        if disk < REWRITE_FROM {
            return Ok(false);
        }
        let mut live = 0;
        for item in tree.everything() {
            let (key, value) = item?;
            live += (key.len() + value.len()) as u64;
        }
        Ok(disk > live.saturating_mul(REWRITE_FACTOR))
    }

    /// Trims and joins the logs of documents; durable with the next checkpoint. Returns how many were looked at.
    fn tidy(&self, scope: Scope<'_>, number: u64) -> Result<u64> {
        let tree = self.tree();
        let mut sealing = Sealing::new(self, number);
        let mut documents = 0;
        if let Scope::Document(id) = scope {
            // One that cannot be read is left alone; whoever loads it is told.
            if let Ok(Some(meta)) = read_meta(&tree, id) {
                documents = 1;
                self.tidy_document(&mut sealing, &id.into(), meta)?;
            }
        } else {
            for item in tree.walk(vec![keys::DOCUMENT], Bound::Unbounded) {
                let (key, cell) = item?;
                let Ok(id) = std::str::from_utf8(&key[1..]) else { continue };
                documents += 1;
                if let Ok(meta) = cell.and_then(|cell| decode_meta(&key, &cell)) {
                    self.tidy_document(&mut sealing, &id.into(), meta)?;
                }
            }
        }
        sealing.apply()?;
        tree.sync()?;
        Ok(documents)
    }

    fn tidy_document(&self, sealing: &mut Sealing<'_>, id: &Arc<str>, before: Meta) -> Result<()> {
        let mut meta = before;
        sealing.trim(&mut meta, None)?;
        sealing.join_history(&mut meta)?;
        if meta == before {
            return Ok(());
        }
        let cell = Cell { note: Bytes::new(), content: Content::Raw(meta.encode()) };
        sealing.batch.put(keys::document(id), &cell);
        sealing.apply()?;
        let mut totals = lock(&self.totals);
        totals.subtract(Some(&before));
        totals.add(&meta);
        let mut overlay = lock(&self.overlay);
        if let Some(pending) = overlay.documents.get_mut(&meta.number) {
            pending.base = Some(meta);
        }
        if let Some(removed) = overlay.removed.get_mut(&meta.number) {
            removed.base = Some(meta);
        }
        Ok(())
    }

    /// Copies the tree into a new generation and makes that the one that counts. Only who holds the checkpoints may call it:
    /// nobody else writes to a tree.
    pub(super) fn rewrite_tree(&self, checkpoints: &mut Checkpoints) -> Result<()> {
        let disk = self.disk.as_ref();
        let old = self.tree();
        // Never a generation that was tried before: after a failure the pointer may name it.
        checkpoints.generation += 1;
        let generation = checkpoints.generation;
        let copied = self.without_panic(checkpoints, |_| self.copy_tree(&old, generation));
        let prepared = copied.and_then(|new| self.folder.prepare_pointer(disk, generation).map(|()| new));
        // The pointer cannot name it yet, and a full disk needs the space.
        let new = prepared.inspect_err(|_| self.folder.remove_tree(disk, generation))?;
        // Whether the switch is durable is unknown until it succeeds.
        self.folder.switch_pointer(disk).inspect_err(|_| self.distrust_tree(checkpoints))?;
        checkpoints.tree_is_suspect = false;
        self.folder.note_suspicion(disk, false);
        *self.tree.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        drop(old);
        self.folder.remove_other_trees(disk, generation);
        Ok(())
    }

    /// A durable copy of a tree.
    fn copy_tree(&self, old: &Tree, generation: u64) -> Result<Tree> {
        self.folder.remove_tree(self.disk.as_ref(), generation);
        let options = TreeOptions { cache_bytes: self.options.tree_cache_bytes };
        let new = Tree::open(Arc::clone(&self.disk), &self.folder.tree(generation), options)?;
        let mut batch = TreeBatch::default();
        for item in old.everything() {
            let (key, value) = item?;
            batch.put_encoded(key.to_vec(), value.to_vec());
            if batch.bytes() >= COPY_BATCH {
                new.apply(std::mem::take(&mut batch))?;
            }
        }
        new.apply(batch)?;
        new.sync()?;
        Ok(new)
    }
}

/// Chunks that will become one.
#[derive(Default)]
struct Run {
    cells: Vec<ChunkCell>,
    entries: Vec<LogEntry>,
    bytes: usize,
}

impl Sealing<'_> {
    /// Joins neighbouring chunks that the snapshot contains, as long as the result stays below a limit.
    fn join_history(&mut self, meta: &mut Meta) -> Result<()> {
        let tree = Arc::clone(&self.tree);
        let snapshot = meta.snapshot_seq();
        let mut run = Run::default();
        // Chunks that were trimmed a moment ago are still in the tree.
        for cell in self.cells(&tree, meta.number, meta.first)? {
            let cell = cell?;
            if cell.first < meta.first || cell.last > snapshot {
                continue;
            }
            let follows = run.cells.last().is_none_or(|last| last.last + 1 == cell.first);
            let entries = self.entries_of(&cell);
            let bytes: usize = entries.iter().flatten().map(|entry| entry.update.len() + 8).sum();
            if !follows || entries.is_none() || run.bytes + bytes > ARCHIVE_BYTES {
                self.join(meta, &std::mem::take(&mut run))?;
            }
            if let Some(entries) = entries {
                run.cells.push(cell);
                run.entries.extend(entries);
                run.bytes += bytes;
            }
        }
        self.join(meta, &run)
    }

    fn join(&mut self, meta: &mut Meta, run: &Run) -> Result<()> {
        let (Some(first), true) = (run.entries.first(), run.cells.len() > 1) else { return Ok(()) };
        let mut chunk = Chunk::start(first);
        for entry in &run.entries[1..] {
            chunk.push(entry);
        }
        for cell in &run.cells {
            self.forget(cell);
            meta.chunk_bytes = meta.chunk_bytes.saturating_sub(cell.content.stored_len());
        }
        let (key, cell) = chunk_cell(&self.store.blobs, meta.number, &chunk)?;
        self.unretire(&cell);
        meta.chunk_bytes += cell.content.stored_len();
        self.batch.put(key, &cell);
        Ok(())
    }
}
