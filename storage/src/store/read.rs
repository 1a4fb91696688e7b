//! Reading: the overlay first, then the tree, then blobs. Never holds a lock while it reads content.
//! A checkpoint may move things while a reader looks; a reader that misses something looks again before it says damage.

use std::collections::BTreeMap;
use std::ops::{Bound, Range};
use std::sync::{Arc, PoisonError};

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::chunk::Chunk;
use crate::contract::{LogEntry, Snapshot, StoredDocument};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::operation::{SnapshotContent, SnapshotRecord, unpack_snapshot};
use crate::meta::{Meta, SnapshotPlace, StoredSnapshot};
use crate::overlay::{Named, Pending};
use crate::records::Record;
use crate::status::DocumentInfo;
use crate::tree::{Tree, keys, place};

use super::chunks::{gap, is_of_cell, read_content, read_range, unpack_pending, walk};
use super::{Store, lock};

/// A document at one moment: what is pending, and the tree it lies on.
struct View {
    tree: Arc<Tree>,
    base: Option<Meta>,
    number: u64,
    head: u64,
    chunks: Vec<Arc<Chunk>>,
    snapshot: Option<Arc<SnapshotRecord>>,
    parked: Option<Bytes>,
}

impl View {
    fn of(pending: &Pending, tree: Arc<Tree>) -> Self {
        let mut chunks = pending.closed.clone();
        chunks.extend(pending.open.clone().map(Arc::new));
        Self {
            tree,
            base: pending.base,
            number: pending.number,
            head: pending.head,
            chunks,
            snapshot: pending.snapshot.clone(),
            parked: pending.parked.clone(),
        }
    }

    fn sealed(&self) -> u64 {
        self.base.map_or(0, |meta| meta.sealed)
    }
}

/// Reads a document's meta from the tree.
pub(super) fn read_meta(tree: &Tree, id: &str) -> Result<Option<Meta>> {
    let key = keys::document(id);
    let of_document = |error: Error| error.of_document(&id.into());
    let Some(cell) = tree.get(&key).map_err(of_document)? else { return Ok(None) };
    decode_meta(&key, &cell).map(Some).map_err(of_document)
}

/// The error of a document whose cell in the tree cannot be read.
pub(super) fn broken(id: &Arc<str>) -> Error {
    Error::corrupt(place(&keys::document(id)), "what the tree holds of the document cannot be read").of_document(id)
}

/// Decodes the cell of a document.
pub(super) fn decode_meta(key: &[u8], cell: &crate::cell::Cell) -> Result<Meta> {
    let crate::cell::Content::Raw(bytes) = &cell.content else {
        return Err(Error::corrupt(place(key), "it should hold its content itself"));
    };
    Meta::decode(bytes).map_err(|fault| Error::corrupt(place(key), format!("expected {}", fault.0)))
}

/// Decodes a snapshot's content.
fn decode_snapshot(seq: u64, packed: &Bytes) -> Result<Snapshot> {
    unpack_snapshot(seq, packed).map_err(|fault| Error::corrupt("snapshot", format!("expected {}", fault.0)))
}

impl Store {
    fn view(&self, id: &str) -> Result<Option<View>> {
        let overlay = lock(&self.overlay);
        match overlay.named(id) {
            Named::Removed => Ok(None),
            Named::Pending(number) => match overlay.documents.get(&number) {
                Some(pending) if pending.broken => Err(broken(&pending.id)),
                found => Ok(found.map(|pending| View::of(pending, self.tree()))),
            },
            Named::Unknown => {
                let tree = self.tree();
                let meta = read_meta(&tree, id)?;
                Ok(meta.map(|meta| View::of(&Pending::new(meta.number, id.into(), Some(meta), 0), tree)))
            }
        }
    }

    /// Reads with a view; if something is amiss, once more while nothing moves in the tree.
    fn look<T>(&self, id: &str, read: impl Fn(&View) -> Result<T>) -> Result<Option<T>> {
        let attempt = || self.view(id)?.map(|view| read(&view)).transpose();
        match attempt() {
            Err(error) if error.kind() == ErrorKind::Corrupt => {
                let _still = self.moving.read().unwrap_or_else(PoisonError::into_inner);
                attempt().map_err(|error| error.of_document(&id.into()))
            }
            result => result,
        }
    }

    pub(super) fn load(&self, id: &str) -> Result<Option<StoredDocument>> {
        self.look(id, |view| {
            let snapshot = self.read_snapshot(view)?;
            let after = snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
            let tail = self.read_log(view, after + 1..view.head + 1)?;
            Ok(StoredDocument { snapshot, tail, parked: self.read_parked(view)? })
        })
    }

    pub(super) fn log(&self, id: &str, range: Range<u64>) -> Result<Vec<LogEntry>> {
        let entries = self.look(id, |view| {
            let kept_from = first_kept(view)?;
            self.read_log(view, range.start.max(kept_from)..range.end.min(view.head + 1))
        })?;
        Ok(entries.unwrap_or_default())
    }

    /// Reads entries without gaps. A snapshot ahead of the log (an import) leaves a lawful gap before it.
    fn read_log(&self, view: &View, range: Range<u64>) -> Result<Vec<LogEntry>> {
        let mut entries = Vec::new();
        let sealed_end = range.end.min(view.sealed() + 1);
        if range.start < sealed_end {
            read_range(&view.tree, &self.blobs, view.number, range.start..sealed_end, &mut entries)?;
        }
        let mut next = range.start.max(sealed_end);
        for chunk in &view.chunks {
            if chunk.last() < next || chunk.first() >= range.end {
                continue;
            }
            for entry in unpack_pending(chunk)? {
                if (next..range.end).contains(&entry.seq) {
                    if entry.seq > next {
                        return Err(gap(next, entry.seq));
                    }
                    next = entry.seq + 1;
                    entries.push(entry);
                }
            }
        }
        if next < range.end { Err(gap(next, range.end)) } else { Ok(entries) }
    }

    fn read_snapshot(&self, view: &View) -> Result<Option<Snapshot>> {
        if let Some(pending) = &view.snapshot {
            let packed = match &pending.content {
                SnapshotContent::Inline(bytes) => bytes.clone(),
                SnapshotContent::Blob(blob) => self.blobs.read(blob)?,
            };
            return decode_snapshot(pending.seq, &packed).map(Some);
        }
        let Some(stored) = view.base.and_then(|meta| meta.snapshot) else { return Ok(None) };
        self.read_stored_snapshot(&view.tree, view.number, &stored).map(Some)
    }

    /// Reads the tree's snapshot of a document.
    pub(super) fn read_stored_snapshot(&self, tree: &Tree, number: u64, stored: &StoredSnapshot) -> Result<Snapshot> {
        let packed = match &stored.place {
            SnapshotPlace::Blob(blob) => self.blobs.read(blob)?,
            SnapshotPlace::Cell => {
                let key = keys::numbered(keys::SNAPSHOT, number);
                let cell = tree.get(&key)?.ok_or_else(|| Error::corrupt(place(&key), "the snapshot is missing"))?;
                if cell.note[..] != stored.seq.to_le_bytes() {
                    return Err(Error::corrupt(place(&key), "it holds the snapshot of another position"));
                }
                read_content(&key, &cell.content, &self.blobs)?
            }
        };
        decode_snapshot(stored.seq, &packed)
    }

    fn read_parked(&self, view: &View) -> Result<Bytes> {
        if let Some(parked) = &view.parked {
            return Ok(parked.clone());
        }
        if view.base.is_none_or(|meta| meta.parked_len == 0) {
            return Ok(Bytes::new());
        }
        let key = keys::numbered(keys::PARKED, view.number);
        let cell = view.tree.get(&key)?.ok_or_else(|| Error::corrupt(place(&key), "the parked updates are missing"))?;
        read_content(&key, &cell.content, &self.blobs)
    }

    /// The file the tree's parked bytes of a document lie in, if they lie in one.
    pub(super) fn parked_blob(&self, tree: &Tree, meta: &Meta) -> Result<Option<BlobRef>> {
        if meta.parked_len == 0 {
            return Ok(None);
        }
        self.blob_of(tree, &keys::numbered(keys::PARKED, meta.number))
    }

    /// The file a cell refers to, if it does. For those who are about to replace the cell: a damaged one is reported, and must not stop
    /// them.
    pub(super) fn blob_of(&self, tree: &Tree, key: &[u8]) -> Result<Option<BlobRef>> {
        match tree.get(key) {
            Ok(cell) => Ok(cell.and_then(|cell| cell.content.blob())),
            Err(error) if is_of_cell(&error) => {
                self.report_error(&error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn documents(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<DocumentInfo>> {
        let after = after.filter(|after| *after >= prefix);
        let wanted = |id: &str| id.starts_with(prefix) && after.is_none_or(|after| id > after);
        let (mut pending, voided, tree) = {
            let overlay = lock(&self.overlay);
            let mut pending = BTreeMap::new();
            let mut voided = std::collections::HashSet::new();
            for (id, number) in overlay.ids().filter(|(id, _)| wanted(id)) {
                voided.insert(Arc::clone(id));
                if let Some(found) = number.and_then(|number| overlay.documents.get(&number)) {
                    pending.insert(Arc::clone(id), describe(found));
                }
            }
            (pending, voided, self.tree())
        };
        let prefix_key = keys::document(prefix);
        let from = after.map_or(Bound::Unbounded, |after| Bound::Excluded(keys::document(after)));
        let mut found = 0;
        for item in tree.walk(prefix_key, from) {
            let (key, cell) = item?;
            let Ok(id) = std::str::from_utf8(&key[1..]) else { continue };
            if found >= limit {
                break;
            }
            if voided.contains(id) {
                continue;
            }
            found += 1;
            let id: Arc<str> = id.into();
            match cell.and_then(|cell| decode_meta(&key, &cell)) {
                Ok(meta) => pending.insert(Arc::clone(&id), meta.describe(id)),
                // It must be seen that it exists; loading it will say what is wrong with it.
                Err(_) => pending.insert(Arc::clone(&id), DocumentInfo { id, ..DocumentInfo::default() }),
            };
        }
        Ok(pending.into_values().take(limit).collect())
    }

    pub(super) fn record(&self, key: &[u8]) -> Result<Option<Bytes>> {
        let (pending, tree) = {
            let overlay = lock(&self.overlay);
            (overlay.records.get(key).cloned(), self.tree())
        };
        match pending {
            Some(pending) => Ok(pending.value),
            None => self.stored_record(&tree, key),
        }
    }

    fn stored_record(&self, tree: &Tree, key: &[u8]) -> Result<Option<Bytes>> {
        let key = keys::record(key);
        let cell = tree.get(&key)?;
        cell.map(|cell| read_content(&key, &cell.content, &self.blobs)).transpose()
    }

    pub(super) fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>> {
        let after = after.filter(|after| *after >= prefix);
        let (mut pending, tree) = {
            let overlay = lock(&self.overlay);
            let from = after.map_or(Bound::Included(prefix), Bound::Excluded);
            let range = overlay.records.range::<[u8], _>((from, Bound::Unbounded));
            // Nothing behind the last record that can be among the first `limit` is looked at.
            let mut live = 0;
            let in_prefix = range.take_while(|(key, record)| {
                let is_needed = live < limit && key.starts_with(prefix);
                live += usize::from(record.value.is_some());
                is_needed
            });
            let pending: BTreeMap<Bytes, Option<Bytes>> =
                in_prefix.map(|(key, record)| (key.clone(), record.value.clone())).collect();
            (pending, self.tree())
        };
        let prefix_key = keys::record(prefix);
        let from = after.map_or(Bound::Unbounded, |after| Bound::Excluded(keys::record(after)));
        let mut found = 0;
        for item in tree.walk(prefix_key, from) {
            let (key, cell) = item?;
            if found >= limit {
                break;
            }
            let record_key = Bytes::copy_from_slice(&key[1..]);
            if pending.contains_key(&record_key) {
                continue;
            }
            found += 1;
            pending.insert(record_key, Some(read_content(&key, &cell?.content, &self.blobs)?));
        }
        let present = pending.into_iter().filter_map(|(key, value)| Some(Record { key, value: value? }));
        Ok(present.take(limit).collect())
    }
}

/// The position of the oldest entry that is kept. Asked of the tree itself: a checkpoint may have trimmed it meanwhile.
fn first_kept(view: &View) -> Result<u64> {
    if let Some(cell) = walk(&view.tree, view.number, 0)?.next()
        && view.sealed() > 0
    {
        return Ok(cell?.first);
    }
    let first = view.chunks.first().map_or(view.head + 1, |chunk| chunk.first());
    let snapshot = view.snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
    let stored = view.base.map_or(0, |meta| meta.snapshot_seq());
    // A log may begin after a snapshot (an import) or after what was trimmed; otherwise it begins at 1.
    let lawful = snapshot.max(stored).max(view.sealed()) + 1;
    Ok(if first <= lawful { first } else { lawful })
}

/// What a list says of a pending document.
fn describe(pending: &Pending) -> DocumentInfo {
    let snapshot_seq = pending.snapshot_seq();
    let mut info = pending.base.map_or_else(DocumentInfo::default, |meta| meta.describe(Arc::clone(&pending.id)));
    let packed = |tail: bool| -> u64 {
        let chunks = pending.closed.iter().map(AsRef::as_ref).chain(&pending.open);
        chunks.filter(|chunk| (chunk.last() > snapshot_seq) == tail).map(|chunk| chunk.packed().len() as u64).sum()
    };
    if let Some(snapshot) = &pending.snapshot {
        info.snapshot_bytes = snapshot.content.len();
        info.history_bytes += info.tail_bytes;
        info.tail_bytes = 0;
    }
    DocumentInfo {
        id: Arc::clone(&pending.id),
        head_seq: pending.head,
        snapshot_seq,
        first_seq: pending.base.map_or_else(
            || pending.closed.first().map(AsRef::as_ref).or(pending.open.as_ref()).map_or(pending.head + 1, Chunk::first),
            |meta| meta.first,
        ),
        tail_bytes: info.tail_bytes + packed(true),
        history_bytes: info.history_bytes + packed(false),
        created_ms: pending.created_ms,
        updated_ms: pending.updated_ms,
        ..info
    }
}
