//! The log of a document in the tree: runs of entries in cells, read in order and checked for gaps.
//! Shared by reading, checkpoints, compaction and the full check.

use std::ops::{Bound, Range};
use std::sync::Arc;

use bytes::Bytes;

use crate::blobs::{BlobKind, Blobs, Content as BlobContent};
use crate::cell::{self, Cell, Content};
use crate::chunk::{self, Chunk};
use crate::codec::{Reader, put_varint};
use crate::contract::LogEntry;
use crate::error::{Error, Result};
use crate::tree::{INLINE_LIMIT, Tree, keys, place};

use super::Store;

/// A chunk's cell, its content unread.
#[derive(Debug, Clone)]
pub(super) struct ChunkCell {
    pub(super) key: Vec<u8>,
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) newest_ms: u64,
    pub(super) content: Content,
}

impl ChunkCell {
    fn parse(key: &[u8], cell: Cell) -> Result<Self> {
        let malformed = || Error::corrupt(place(key), "its note is malformed");
        let (_, first) = keys::parse_chunk(key).ok_or_else(malformed)?;
        let mut note = Reader::new(&cell.note);
        let (Ok(last), Ok(newest_ms)) = (note.varint(), note.varint()) else { return Err(malformed()) };
        Ok(Self { key: key.to_vec(), first, last, newest_ms, content: cell.content })
    }

    /// Reads the entries and checks that they are those the cell is about.
    pub(super) fn entries(&self, blobs: &Blobs) -> Result<Vec<LogEntry>> {
        let packed = read_content(&self.key, &self.content, blobs)?;
        let entries =
            chunk::unpack(&packed).map_err(|fault| Error::corrupt(place(&self.key), format!("expected {}", fault.0)))?;
        let (first, last) = (entries.first().map(|entry| entry.seq), entries.last().map(|entry| entry.seq));
        if (first, last) != (Some(self.first), Some(self.last)) {
            return Err(Error::corrupt(place(&self.key), "it holds other entries than it should"));
        }
        Ok(entries)
    }
}

/// The bytes a cell stands for.
pub(super) fn read_content(key: &[u8], content: &Content, blobs: &Blobs) -> Result<Bytes> {
    let unpack =
        |bytes: &[u8], len| cell::unpack(bytes, len).map_err(|fault| Error::corrupt(place(key), format!("expected {}", fault.0)));
    match content {
        Content::Raw(bytes) => Ok(bytes.clone()),
        Content::Packed { len, bytes } => unpack(bytes, *len),
        Content::Blob(blob) => blobs.read(blob),
        Content::PackedBlob { len, blob } => unpack(&blobs.read(blob)?, *len),
    }
}

/// What a stored value is of, for the name of its file if it needs one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner {
    pub(super) kind: BlobKind,
    pub(super) number: u64,
    pub(super) seq: u64,
}

/// Moves content that is too large for the tree into a file.
pub(super) fn place_content(blobs: &Blobs, owner: Owner, content: Content) -> Result<Content> {
    let Owner { kind, number, seq } = owner;
    let write = |bytes: &[u8]| blobs.write(&BlobContent { kind, number, seq, bytes });
    match content {
        Content::Raw(bytes) if bytes.len() > INLINE_LIMIT => Ok(Content::Blob(write(&bytes)?)),
        Content::Packed { len, bytes } if bytes.len() > INLINE_LIMIT => Ok(Content::PackedBlob { len, blob: write(&bytes)? }),
        small => Ok(small),
    }
}

/// Makes the cell of a chunk.
pub(super) fn chunk_cell(blobs: &Blobs, number: u64, chunk: &Chunk) -> Result<(Vec<u8>, Cell)> {
    let mut note = Vec::new();
    put_varint(&mut note, chunk.last());
    put_varint(&mut note, chunk.newest_ms());
    let owner = Owner { kind: BlobKind::Chunk, number, seq: chunk.first() };
    let content = place_content(blobs, owner, Content::compress(chunk.packed()))?;
    Ok((keys::chunk(number, chunk.first()), Cell { note: note.into(), content }))
}

/// Walks the chunk cells of a document from a position on: the one that contains it first, if there is one.
pub(super) fn walk(tree: &Tree, number: u64, from: u64) -> Result<impl Iterator<Item = Result<ChunkCell>> + use<>> {
    let prefix = keys::numbered(keys::CHUNK, number);
    let start = tree.last_until(&prefix, keys::chunk(number, from))?;
    let start = start.map_or_else(|| keys::chunk(number, from), |key| key.to_vec());
    let cells = tree.walk(prefix, Bound::Included(start));
    let cells = cells.map(|item| {
        let (key, cell) = item?;
        ChunkCell::parse(&key, cell?)
    });
    Ok(cells.skip_while(move |cell| cell.as_ref().is_ok_and(|cell| cell.last < from)))
}

/// Walks the chunk cells that can be read; reports the others. For those who change the tree: a damaged cell must neither
/// stop them nor be touched by them.
pub(super) fn walk_readable<'a>(
    store: &'a Store,
    tree: &Tree,
    number: u64,
    from: u64,
) -> Result<impl Iterator<Item = Result<ChunkCell>> + use<'a>> {
    Ok(walk(tree, number, from)?.filter_map(|cell| match cell {
        Err(error) if is_of_cell(&error) => {
            store.report_error(&error);
            None
        }
        cell => Some(cell),
    }))
}

/// Whether one cell is damaged, as opposed to the tree itself.
pub(super) fn is_of_cell(error: &Error) -> bool {
    matches!(error, Error::Corrupt { place, .. } if place != crate::tree::WHOLE)
}

/// Adds the entries of a range to `entries`, which must have no gaps among themselves.
pub(super) fn read_range(tree: &Tree, blobs: &Blobs, number: u64, range: Range<u64>, entries: &mut Vec<LogEntry>) -> Result<()> {
    let mut next = range.start;
    for cell in walk(tree, number, range.start)? {
        let cell = cell?;
        if cell.first >= range.end {
            break;
        }
        for entry in cell.entries(blobs)? {
            if entry.seq == next && entry.seq < range.end {
                next += 1;
                entries.push(entry);
            }
        }
        if cell.last >= next && next < range.end {
            return Err(gap(next, cell.first));
        }
    }
    if next < range.end { Err(gap(next, range.end)) } else { Ok(()) }
}

/// The error for entries that are missing.
pub(super) fn gap(from: u64, until: u64) -> Error {
    Error::corrupt("log", format!("entries {from} to {} are missing", until.saturating_sub(1).max(from)))
}

/// Takes entries from a packed chunk in memory.
pub(super) fn unpack_pending(chunk: &Arc<Chunk>) -> Result<Vec<LogEntry>> {
    // Packed by this process: it cannot be malformed unless memory is.
    chunk::unpack(&Bytes::copy_from_slice(chunk.packed()))
        .map_err(|fault| Error::corrupt("memory", format!("expected {}", fault.0)))
}
