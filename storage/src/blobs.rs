//! Files beside the tree for what is large: snapshots and packed runs of the log. Named by what they hold and its checksum,
//! written under a temporary name, synced, renamed, and the folder synced, before anything refers to them.
//! Never rewritten in place. Layout in docs/STORAGE.md, "Blob".

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::codec::{Malformed, Reader, put_varint};
use crate::disk::Disk;
use crate::error::{Error, Result};

const MAGIC: &[u8; 8] = b"YRSABLOB";
const VERSION: u8 = 1;
/// Bytes before the content.
pub(crate) const BLOB_HEADER_LEN: usize = 32;

/// What a blob holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BlobKind {
    Snapshot = b's' as isize,
    Chunk = b'c' as isize,
    Parked = b'p' as isize,
    Record = b'r' as isize,
}

impl BlobKind {
    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Snapshot, Self::Chunk, Self::Parked, Self::Record].into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// A reference to a blob; the name of its file follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlobRef {
    pub(crate) kind: BlobKind,
    /// The document's number (0 for a record).
    pub(crate) number: u64,
    /// The snapshot's position, the chunk's first position, or a count.
    pub(crate) seq: u64,
    /// Bytes of the content, without the header.
    pub(crate) len: u64,
    /// Checksum of header and content.
    pub(crate) crc: u32,
}

impl BlobRef {
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        out.push(self.kind as u8);
        put_varint(out, self.number);
        put_varint(out, self.seq);
        put_varint(out, self.len);
        out.extend_from_slice(&self.crc.to_le_bytes());
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let kind = BlobKind::from_byte(reader.byte()?).ok_or(Malformed("a known kind of blob"))?;
        let (number, seq, len) = (reader.varint()?, reader.varint()?, reader.varint()?);
        Ok(Self { kind, number, seq, len, crc: reader.u32()? })
    }

    pub(crate) fn name(&self) -> String {
        let kind = char::from(self.kind as u8);
        format!("{:016x}-{kind}{:016x}-{:08x}-{:x}", self.number, self.seq, self.crc, self.len)
    }

    /// The reverse of [`BlobRef::name`].
    fn from_name(name: &str) -> Option<Self> {
        let hex = |digits| u64::from_str_radix(digits, 16).ok();
        let mut parts = name.split('-');
        let (number, rest, crc, len) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let kind = BlobKind::from_byte(*rest.as_bytes().first()?)?;
        let crc = u32::from_str_radix(crc, 16).ok()?;
        let blob = Self { kind, number: hex(number)?, seq: hex(rest.get(1..)?)?, len: hex(len)?, crc };
        (blob.name() == name).then_some(blob)
    }

    fn header(&self) -> [u8; BLOB_HEADER_LEN] {
        let mut bytes = [0; BLOB_HEADER_LEN];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8] = VERSION;
        bytes[9] = self.kind as u8;
        bytes[12..20].copy_from_slice(&self.number.to_le_bytes());
        bytes[20..28].copy_from_slice(&self.seq.to_le_bytes());
        bytes
    }
}

/// What a blob will hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Content<'a> {
    pub(crate) kind: BlobKind,
    pub(crate) number: u64,
    pub(crate) seq: u64,
    pub(crate) bytes: &'a [u8],
}

/// The folder of blobs.
#[derive(Debug)]
pub(crate) struct Blobs {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    bytes: AtomicU64,
    temporary: AtomicU64,
    /// Whether names were written that are not durable yet.
    unsettled: Mutex<bool>,
    /// Blobs that nothing refers to from a checkpoint on.
    retired: Mutex<BTreeMap<BlobRef, u64>>,
}

impl Blobs {
    pub(crate) fn open(disk: Arc<dyn Disk>, folder: PathBuf) -> Result<Self> {
        let fail = |source| Error::io(format!("opening {}", folder.display()), source);
        disk.create_folder(&folder).map_err(fail)?;
        let bytes = disk.list(&folder).map_err(fail)?.iter().map(|file| file.len).sum();
        Ok(Self {
            disk,
            folder,
            bytes: AtomicU64::new(bytes),
            temporary: AtomicU64::new(0),
            unsettled: Mutex::new(false),
            retired: Mutex::default(),
        })
    }

    /// Bytes of all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Writes a blob; durable on return but for its name, which [`Blobs::settle`] makes durable.
    pub(crate) fn write(&self, content: &Content<'_>) -> Result<BlobRef> {
        let Content { kind, number, seq, bytes } = *content;
        let mut blob = BlobRef { kind, number, seq, len: bytes.len() as u64, crc: 0 };
        let header = blob.header();
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&header);
        hasher.update(bytes);
        blob.crc = hasher.finalize();
        // The same content may come back before the file of its last life was removed.
        self.keep(blob);
        let path = self.folder.join(blob.name());
        let temporary = self.folder.join(format!("temporary-{}", self.temporary.fetch_add(1, Ordering::Relaxed)));
        let write = || {
            let mut file = self.disk.create(&temporary)?;
            file.append(&header)?;
            file.append(bytes)?;
            file.sync()?;
            drop(file);
            self.disk.rename(&temporary, &path)
        };
        write().map_err(|source| {
            // Nothing refers to it; what cannot be removed now is swept at the next open.
            let _ = self.disk.remove(&temporary);
            Error::io(format!("writing {}", path.display()), source)
        })?;
        *self.unsettled() = true;
        self.bytes.fetch_add(blob.len + BLOB_HEADER_LEN as u64, Ordering::Relaxed);
        Ok(blob)
    }

    /// Makes the names of written blobs durable. Before this nothing durable may refer to them.
    pub(crate) fn settle(&self) -> Result<()> {
        // Held during the sync: whoever finds nothing to settle must be able to rely on it.
        let mut unsettled = self.unsettled();
        if *unsettled {
            self.disk
                .sync_folder(&self.folder)
                .map_err(|source| Error::io(format!("syncing {}", self.folder.display()), source))?;
            *unsettled = false;
        }
        Ok(())
    }

    fn unsettled(&self) -> MutexGuard<'_, bool> {
        self.unsettled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a blob and checks it.
    pub(crate) fn read(&self, blob: &BlobRef) -> Result<Bytes> {
        let path = self.folder.join(blob.name());
        let place = || format!("blobs/{}", blob.name());
        let bytes = match self.disk.read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::corrupt(place(), "the file is missing"));
            }
            Err(error) => return Err(Error::io(format!("reading {}", path.display()), error)),
        };
        if bytes.len() as u64 != blob.len + BLOB_HEADER_LEN as u64 || crc32fast::hash(&bytes) != blob.crc {
            return Err(Error::corrupt(place(), "its length or checksum is wrong"));
        }
        Ok(Bytes::from(bytes).slice(BLOB_HEADER_LEN..))
    }

    /// Notes that nothing refers to a blob once this checkpoint is durable.
    pub(crate) fn retire(&self, blob: BlobRef, checkpoint: u64) {
        self.retired().insert(blob, checkpoint);
    }

    /// Takes a retirement back: something refers to the blob again.
    pub(crate) fn keep(&self, blob: BlobRef) {
        self.retired().remove(&blob);
    }

    /// Removes the blobs that were retired before this checkpoint.
    pub(crate) fn remove_retired_before(&self, checkpoint: u64) {
        let mut retired = self.retired();
        retired.retain(|blob, since| {
            let keep = *since >= checkpoint;
            if !keep {
                self.remove_file(&blob.name(), blob.len + BLOB_HEADER_LEN as u64);
            }
            keep
        });
    }

    fn retired(&self) -> MutexGuard<'_, BTreeMap<BlobRef, u64>> {
        self.retired.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Retires every blob that is not referenced, and removes what is none: the rest of a write. Only at open, before anything writes.
    /// Nothing else goes at once: whether the tree that was read is durable is not known, and an older one may need it.
    pub(crate) fn sweep(&self, referenced: &HashSet<String>, checkpoint: u64) -> Result<()> {
        let files = self.disk.list(&self.folder);
        let files = files.map_err(|source| Error::io(format!("listing {}", self.folder.display()), source))?;
        for file in files.iter().filter(|file| !referenced.contains(&file.name)) {
            match BlobRef::from_name(&file.name) {
                Some(blob) => self.retire(blob, checkpoint),
                None => self.remove_file(&file.name, file.len),
            }
        }
        Ok(())
    }

    fn remove_file(&self, name: &str, len: u64) {
        match self.disk.remove(&self.folder.join(name)) {
            Ok(()) => {
                let _ = self.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |sum| Some(sum.saturating_sub(len)));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%error, name, "a blob could not be removed; the next open tries again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_blob_tells_which_it_is() {
        let blob = BlobRef { kind: BlobKind::Chunk, number: 7, seq: u64::MAX, len: 2_000_000, crc: 0x0034_abcd };
        assert_eq!(blob.name(), "0000000000000007-cffffffffffffffff-0034abcd-1e8480");
        assert_eq!(BlobRef::from_name(&blob.name()), Some(blob));
        for name in ["", "temporary-0", "lost+found", "7-c7-7-7", "0000000000000007-ä", &format!("{}-", blob.name())] {
            assert_eq!(BlobRef::from_name(name), None, "{name}");
        }
    }
}
