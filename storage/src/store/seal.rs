//! Sealing one document: its pending entries become chunk cells, its snapshot and parked bytes find their place, history
//! beyond the retention goes. All of it in one batch, so that snapshot and trim switch together.

use std::sync::Arc;

use bytes::Bytes;

use crate::blobs::{BlobKind, BlobRef, Content as BlobContent};
use crate::cell::{Cell, Content};
use crate::chunk::Chunk;
use crate::contract::LogEntry;
use crate::error::Result;
use crate::journal::operation::SnapshotContent;
use crate::meta::{Meta, SnapshotPlace, StoredSnapshot};
use crate::overlay::{CHUNK_BYTES, Pending};
use crate::tree::{INLINE_LIMIT, Tree, keys};

use super::checkpoint::{Sealed, Sealing};
use super::chunks::{ChunkCell, Owner, chunk_cell, place_content, unpack_pending, walk_readable};

/// A last chunk smaller than this (as stored) is joined with the entries that follow it.
const JOIN_BELOW: u64 = 8 << 10;

impl<'a> Sealing<'a> {
    pub(super) fn seal_document(&mut self, pending: &Pending) -> Result<Sealed> {
        let mut seal = || -> Result<Sealed> {
            let fresh = Meta { number: pending.number, created_ms: pending.created_ms, first: 1, ..Meta::default() };
            let mut meta = Meta { updated_ms: pending.updated_ms, ..pending.base.unwrap_or(fresh) };
            self.seal_snapshot(pending, &mut meta)?;
            self.seal_log(pending, &mut meta)?;
            self.seal_parked(pending, &mut meta)?;
            let cell = Cell { note: Bytes::new(), content: Content::Raw(meta.encode()) };
            self.batch.put(keys::document(&pending.id), &cell);
            let (snapshot, parked) = (pending.snapshot.clone(), pending.parked.clone());
            Ok(Sealed { meta, before: pending.base, snapshot, parked })
        };
        seal().map_err(|error| error.of_document(&pending.id))
    }

    fn seal_snapshot(&mut self, pending: &Pending, meta: &mut Meta) -> Result<()> {
        let Some(snapshot) = &pending.snapshot else { return Ok(()) };
        let key = keys::numbered(keys::SNAPSHOT, meta.number);
        let place = match &snapshot.content {
            SnapshotContent::Blob(blob) => SnapshotPlace::Blob(*blob),
            SnapshotContent::Inline(bytes) if bytes.len() > INLINE_LIMIT => {
                let content = BlobContent { kind: BlobKind::Snapshot, number: meta.number, seq: snapshot.seq, bytes };
                SnapshotPlace::Blob(self.store.blobs.write(&content)?)
            }
            SnapshotContent::Inline(bytes) => {
                let note = Bytes::copy_from_slice(&snapshot.seq.to_le_bytes());
                self.batch.put(key.clone(), &Cell { note, content: Content::Raw(bytes.clone()) });
                SnapshotPlace::Cell
            }
        };
        if place != SnapshotPlace::Cell {
            self.batch.remove(key);
        }
        let old = meta.snapshot.map(|old| old.place);
        if let Some(SnapshotPlace::Blob(blob)) = old.filter(|old| *old != place) {
            self.retire(blob);
        }
        // The same content may have been replaced and come back while nobody referred to it.
        if let SnapshotPlace::Blob(blob) = place {
            self.keep(blob);
        }
        meta.snapshot = Some(StoredSnapshot { seq: snapshot.seq, len: snapshot.content.len(), place });
        Ok(())
    }

    fn seal_parked(&mut self, pending: &Pending, meta: &mut Meta) -> Result<()> {
        let Some(parked) = &pending.parked else { return Ok(()) };
        let old = self.store.parked_blob(&self.tree, meta)?;
        let key = keys::numbered(keys::PARKED, meta.number);
        let mut new: Option<BlobRef> = None;
        if parked.is_empty() {
            self.batch.remove(key);
        } else {
            let owner = Owner { kind: BlobKind::Parked, number: meta.number, seq: self.number };
            let content = place_content(&self.store.blobs, owner, Content::compress(parked))?;
            new = content.blob();
            self.batch.put(key, &Cell { note: Bytes::new(), content });
        }
        if let Some(old) = old.filter(|old| Some(*old) != new) {
            self.retire(old);
        }
        meta.parked_len = parked.len() as u64;
        Ok(())
    }

    fn seal_log(&mut self, pending: &Pending, meta: &mut Meta) -> Result<()> {
        let sealed = meta.sealed;
        let snapshot = meta.snapshot_seq();
        let mut entries: Vec<LogEntry> = Vec::new();
        for chunk in &pending.closed {
            entries.extend(unpack_pending(chunk)?.into_iter().filter(|entry| entry.seq > sealed));
        }
        let tail_from = if pending.snapshot.is_some() { snapshot + 1 } else { u64::MAX };
        let replaced = self.take_replaced(meta, &mut entries)?;
        self.trim(meta, replaced.as_ref())?;
        if pending.snapshot.is_some() {
            meta.tail_bytes = self.stored_tail(meta.number, tail_from, replaced.as_ref())?;
        }
        let trim_before_ms = self.store.trim_before_ms();
        let mut first_new = None;
        for chunk in split(&entries, snapshot) {
            if chunk.last() <= snapshot && chunk.newest_ms() < trim_before_ms {
                continue;
            }
            let (key, cell) = chunk_cell(&self.store.blobs, meta.number, &chunk)?;
            let stored = cell.content.stored_len();
            meta.chunk_bytes += stored;
            meta.tail_bytes += if chunk.last() > snapshot { stored } else { 0 };
            first_new.get_or_insert(chunk.first());
            self.unretire(&cell);
            self.batch.put(key, &cell);
        }
        meta.sealed = pending.head;
        let has_older = meta.first <= sealed && sealed > 0;
        let joined_all = replaced.as_ref().is_some_and(|cell| cell.first <= meta.first);
        if !has_older || joined_all {
            meta.first = first_new.unwrap_or(meta.sealed + 1);
        }
        Ok(())
    }

    /// The chunk cells of a document that can be read, from a position on.
    pub(super) fn cells(&self, tree: &Tree, number: u64, from: u64) -> Result<impl Iterator<Item = Result<ChunkCell>> + use<'a>> {
        walk_readable(self.store, tree, number, from)
    }

    /// The entries of a chunk; `None`, and a report, if they cannot be read.
    pub(super) fn entries_of(&self, cell: &ChunkCell) -> Option<Vec<LogEntry>> {
        cell.entries(&self.store.blobs).inspect_err(|error| self.store.report_error(error)).ok()
    }

    /// A replaced chunk of the same content keeps its file.
    pub(super) fn unretire(&mut self, cell: &Cell) {
        if let Some(blob) = cell.content.blob() {
            self.keep(blob);
        }
    }

    /// Takes the last chunk of the tree out if the new entries shall join it, and what a failed checkpoint left behind it.
    fn take_replaced(&mut self, meta: &mut Meta, entries: &mut Vec<LogEntry>) -> Result<Option<ChunkCell>> {
        let Some(first) = entries.first().map(|entry| entry.seq) else { return Ok(None) };
        let mut replaced = None;
        let tree = Arc::clone(&self.tree);
        for cell in self.cells(&tree, meta.number, meta.sealed.max(1))? {
            let cell = cell?;
            if cell.first > meta.sealed {
                self.forget(&cell);
                continue;
            }
            let follows = first == meta.sealed + 1;
            let is_torn = cell.last > meta.sealed;
            if is_torn || (follows && cell.last == meta.sealed && cell.content.stored_len() < JOIN_BELOW) {
                let sealed = meta.sealed;
                let Some(mut joined) = self.entries_of(&cell) else { continue };
                joined.retain(|entry| entry.seq <= sealed);
                joined.append(entries);
                *entries = joined;
                self.forget(&cell);
                let stored = cell.content.stored_len();
                meta.chunk_bytes = meta.chunk_bytes.saturating_sub(stored);
                if cell.last > meta.snapshot_seq() {
                    meta.tail_bytes = meta.tail_bytes.saturating_sub(stored);
                }
                replaced = Some(cell);
            }
        }
        Ok(replaced)
    }

    pub(super) fn forget(&mut self, cell: &ChunkCell) {
        self.batch.remove(cell.key.clone());
        if let Some(blob) = cell.content.blob() {
            self.retire(blob);
        }
    }

    /// Lets go of the oldest chunks that a snapshot contains and the retention does not keep.
    pub(super) fn trim(&mut self, meta: &mut Meta, replaced: Option<&ChunkCell>) -> Result<()> {
        if meta.first > meta.sealed || meta.snapshot.is_none() {
            return Ok(());
        }
        let trim_before_ms = self.store.trim_before_ms();
        let tree = Arc::clone(&self.tree);
        let snapshot = meta.snapshot_seq();
        for cell in self.cells(&tree, meta.number, 0)? {
            let cell = cell?;
            if cell.last > meta.sealed || replaced.is_some_and(|replaced| replaced.key == cell.key) {
                break;
            }
            if cell.last > snapshot || cell.newest_ms >= trim_before_ms {
                break;
            }
            self.forget(&cell);
            meta.chunk_bytes = meta.chunk_bytes.saturating_sub(cell.content.stored_len());
            meta.first = cell.last + 1;
        }
        Ok(())
    }

    /// Stored bytes of the tree's chunks with entries from a position on.
    fn stored_tail(&self, number: u64, from: u64, replaced: Option<&ChunkCell>) -> Result<u64> {
        let mut bytes = 0;
        for cell in self.cells(&self.tree, number, from)? {
            let cell = cell?;
            if replaced.is_none_or(|replaced| replaced.key != cell.key) {
                bytes += cell.content.stored_len();
            }
        }
        Ok(bytes)
    }
}

/// Packs entries into chunks that end at a size, at the snapshot, and at gaps.
pub(super) fn split(entries: &[LogEntry], snapshot: u64) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for entry in entries {
        match chunks.last_mut() {
            Some(chunk) if chunk.packed().len() < CHUNK_BYTES && chunk.last() + 1 == entry.seq && chunk.last() != snapshot => {
                chunk.push(entry);
            }
            _ => chunks.push(Chunk::start(entry)),
        }
    }
    chunks
}
