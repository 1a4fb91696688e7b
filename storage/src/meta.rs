//! What the tree knows of a document without reading its content: positions, sizes, and where the snapshot lies.
//! Stored as the note-less content of the document's cell. Layout in docs/STORAGE.md, "Document".

use std::sync::Arc;

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::codec::{Malformed, Reader, put_varint};
use crate::status::DocumentInfo;

/// Where the tree's snapshot of a document lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SnapshotPlace {
    /// In a cell of its own.
    Cell,
    /// In a file.
    Blob(BlobRef),
}

/// The tree's snapshot of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StoredSnapshot {
    pub(crate) seq: u64,
    /// Bytes of state vector and state together.
    pub(crate) len: u64,
    pub(crate) place: SnapshotPlace,
}

/// A document as the tree holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Meta {
    /// The number its other keys begin with; never used again, not even after a removal.
    pub(crate) number: u64,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    /// The newest position the tree holds.
    pub(crate) sealed: u64,
    /// The oldest entry that is kept; `sealed + 1` if there is none.
    pub(crate) first: u64,
    pub(crate) snapshot: Option<StoredSnapshot>,
    /// Bytes of the parked updates; 0 if there are none.
    pub(crate) parked_len: u64,
    /// Stored bytes of all chunks.
    pub(crate) chunk_bytes: u64,
    /// Stored bytes of those with entries after the snapshot.
    pub(crate) tail_bytes: u64,
}

impl Meta {
    pub(crate) fn snapshot_seq(&self) -> u64 {
        self.snapshot.map_or(0, |snapshot| snapshot.seq)
    }

    pub(crate) fn history_bytes(&self) -> u64 {
        self.chunk_bytes.saturating_sub(self.tail_bytes)
    }

    /// Bytes the document's content takes.
    pub(crate) fn live_bytes(&self) -> u64 {
        let snapshot = self.snapshot.map_or(0, |snapshot| snapshot.len);
        self.chunk_bytes.saturating_add(self.parked_len).saturating_add(snapshot)
    }

    pub(crate) fn describe(&self, id: Arc<str>) -> DocumentInfo {
        DocumentInfo {
            id,
            head_seq: self.sealed,
            snapshot_seq: self.snapshot_seq(),
            first_seq: self.first,
            snapshot_bytes: self.snapshot.map_or(0, |snapshot| snapshot.len),
            tail_bytes: self.tail_bytes,
            history_bytes: self.history_bytes(),
            created_ms: self.created_ms,
            updated_ms: self.updated_ms,
        }
    }

    pub(crate) fn encode(&self) -> Bytes {
        let mut out = Vec::with_capacity(64);
        for number in [self.number, self.created_ms, self.updated_ms, self.sealed, self.first] {
            put_varint(&mut out, number);
        }
        for number in [self.parked_len, self.chunk_bytes, self.tail_bytes] {
            put_varint(&mut out, number);
        }
        match self.snapshot {
            None => out.push(0),
            Some(snapshot) => {
                let place = match &snapshot.place {
                    SnapshotPlace::Cell => 1,
                    SnapshotPlace::Blob(_) => 2,
                };
                out.push(place);
                put_varint(&mut out, snapshot.seq);
                put_varint(&mut out, snapshot.len);
                if let SnapshotPlace::Blob(blob) = &snapshot.place {
                    blob.put(&mut out);
                }
            }
        }
        out.into()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let mut meta = Self {
            number: reader.varint()?,
            created_ms: reader.varint()?,
            updated_ms: reader.varint()?,
            sealed: reader.varint()?,
            first: reader.varint()?,
            parked_len: reader.varint()?,
            chunk_bytes: reader.varint()?,
            tail_bytes: reader.varint()?,
            snapshot: None,
        };
        let place = reader.byte()?;
        if place == 0 {
            return Ok(meta);
        }
        let (seq, len) = (reader.varint()?, reader.varint()?);
        let place = match place {
            1 => SnapshotPlace::Cell,
            2 => SnapshotPlace::Blob(BlobRef::read(&mut reader)?),
            _ => return Err(Malformed("a known place of a snapshot")),
        };
        meta.snapshot = Some(StoredSnapshot { seq, len, place });
        Ok(meta)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::BlobKind;

    #[test]
    fn the_bytes_of_a_document_are_these() {
        let blob = BlobRef { kind: BlobKind::Snapshot, number: 3, seq: 9, len: 300, crc: 0x0403_0201 };
        let meta = Meta {
            number: 3,
            created_ms: 1,
            updated_ms: 2,
            sealed: 12,
            first: 4,
            snapshot: Some(StoredSnapshot { seq: 9, len: 300, place: SnapshotPlace::Blob(blob) }),
            parked_len: 5,
            chunk_bytes: 200,
            tail_bytes: 20,
        };
        let golden = [
            3, 1, 2, 12, 4, // number, created, updated, sealed, first
            5, 0xc8, 1, 20, // parked, chunks, tail
            2, 9, 0xac, 2, // in a blob, position, length
            b's', 3, 9, 0xac, 2, 1, 2, 3, 4, // the blob
        ];
        assert_eq!(meta.encode()[..], golden);
        assert_eq!(Meta::decode(&golden), Ok(meta));
        let absurd = Meta { chunk_bytes: u64::MAX, ..meta };
        assert_eq!(absurd.live_bytes(), u64::MAX, "damage with a right checksum overflows nothing");
        let bare = Meta { snapshot: None, ..meta };
        assert_eq!(Meta::decode(&bare.encode()), Ok(bare));
    }
}
