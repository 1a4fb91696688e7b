//! What the journal says: the operations a frame is made of, for writing (borrowed) and as read back.
//! Layout in docs/STORAGE.md, "Journal".

use std::sync::Arc;

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::codec::{Malformed, Reader, put_bytes};
use crate::contract::{LogEntry, Snapshot};
use crate::records::Change;

/// The document an operation is about: the number the tree knows it by, and its id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) number: u64,
    pub(crate) id: &'a Arc<str>,
}

/// One operation to write.
#[derive(Debug, Clone)]
pub(crate) enum Operation<'a> {
    Entry(Subject<'a>, &'a LogEntry),
    Parked(Subject<'a>, &'a Bytes),
    Snapshot(Subject<'a>, &'a SnapshotRecord),
    Remove(Subject<'a>),
    Records(&'a [Change]),
}

/// A snapshot as journal and tree hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SnapshotRecord {
    pub(crate) seq: u64,
    pub(crate) time_ms: u64,
    pub(crate) content: SnapshotContent,
}

/// Where the content of a snapshot (state vector and state, see [`pack_snapshot`]) lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SnapshotContent {
    /// Here.
    Inline(Bytes),
    /// In a file.
    Blob(BlobRef),
}

/// The content of a snapshot: the length of the state vector, the state vector, the state.
pub(crate) fn pack_snapshot(snapshot: &Snapshot) -> Vec<u8> {
    let mut packed = Vec::with_capacity(snapshot.state_vector.len() + snapshot.state.len() + 10);
    put_bytes(&mut packed, &snapshot.state_vector);
    packed.extend_from_slice(&snapshot.state);
    packed
}

/// The reverse of [`pack_snapshot`]; nothing is copied.
pub(crate) fn unpack_snapshot(seq: u64, packed: &Bytes) -> Result<Snapshot, Malformed> {
    let mut reader = Reader::new(packed);
    let state_vector = packed.slice_ref(reader.bytes()?);
    Ok(Snapshot { seq, state_vector, state: packed.slice_ref(reader.rest()) })
}

impl SnapshotContent {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Inline(bytes) => bytes.len() as u64,
            Self::Blob(blob) => blob.len,
        }
    }
}

/// One operation as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Replayed {
    /// This number stands for this document.
    Document {
        number: u64,
        id: Arc<str>,
    },
    Entry {
        number: u64,
        entry: LogEntry,
    },
    Parked {
        number: u64,
        bytes: Bytes,
    },
    Snapshot {
        number: u64,
        snapshot: SnapshotRecord,
    },
    Remove {
        number: u64,
    },
    Records(Vec<Change>),
    /// An entry whose document was declared in a damaged frame.
    Orphan,
}
