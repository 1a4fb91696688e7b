//! The journal: numbered append-only segments in front of the tree. One commit is one frame, one write, one sync.
//! The writer side and the folder of segments; what a frame says is in `operation`, how it is found again in `scan`.
//! After a failed write or sync a segment is never touched again: the next commit begins a new one.

pub(crate) mod frame;
pub(crate) mod operation;
pub(crate) mod scan;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{Disk, DiskFile};
use crate::error::{Error, Result};
use crate::options::Clock;
use frame::{FrameWriter, Home};
use operation::Operation;

/// Bytes of a segment's header.
pub(crate) const HEADER_LEN: u64 = 40;
const MAGIC: &[u8; 8] = b"YRSAJRNL";
const VERSION: u32 = 1;

/// What a segment says about itself and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Its number; the first is 1.
    pub(crate) number: u64,
    /// Bytes of the segment before it that are durable and valid; whatever follows them there never happened.
    pub(crate) previous_len: u64,
    /// When it was begun, in milliseconds since the Unix epoch: the clock if the first frame is damaged.
    pub(crate) began_ms: u64,
}

impl Header {
    pub(crate) fn encode(self) -> [u8; HEADER_LEN as usize] {
        let mut bytes = [0; HEADER_LEN as usize];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[12..20].copy_from_slice(&self.number.to_le_bytes());
        bytes[20..28].copy_from_slice(&self.previous_len.to_le_bytes());
        bytes[28..36].copy_from_slice(&self.began_ms.to_le_bytes());
        let crc = crc32fast::hash(&bytes[..36]);
        bytes[36..].copy_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// Reads a header; says what is wrong if it is none.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, HeaderFault> {
        let Some(bytes) = bytes.first_chunk::<{ HEADER_LEN as usize }>() else { return Err(HeaderFault::Short) };
        let mut reader = crate::codec::Reader::new(&bytes[8..]);
        let mut number = || reader.u32().map_or(0, u64::from);
        let version = number();
        let mut wide = || number() | number() << 32;
        let (this, previous_len, began_ms) = (wide(), wide(), wide());
        let crc = number();
        if bytes[..8] != *MAGIC || u64::from(crc32fast::hash(&bytes[..36])) != crc {
            return Err(HeaderFault::Damaged);
        }
        if version != u64::from(VERSION) {
            return Err(HeaderFault::Version(version));
        }
        Ok(Self { number: this, previous_len, began_ms })
    }
}

/// Why a segment's header cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// The file is shorter than a header.
    Short,
    /// The magic or the checksum is wrong.
    Damaged,
    /// Another version of the format.
    Version(u64),
}

/// The name of a segment's file.
pub(crate) fn segment_name(number: u64) -> String {
    format!("{number:016}.log")
}

/// The reverse of [`segment_name`].
pub(crate) fn segment_number(name: &str) -> Option<u64> {
    name.strip_suffix(".log").filter(|digits| digits.len() == 16)?.parse().ok()
}

#[derive(Debug)]
struct Segment {
    file: Box<dyn DiskFile>,
    frames: FrameWriter,
}

/// The journal's writer.
#[derive(Debug)]
pub(crate) struct Journal {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    /// Durable length by number, the current one included.
    segments: BTreeMap<u64, u64>,
    /// No segment before this one is begun: the next open would not read it.
    first: u64,
    current: Option<Segment>,
    salt: u64,
    clock: Clock,
}

impl Journal {
    /// Continues after these segments (number and durable length) and not before the checkpoint, in a new one with the first commit.
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        folder: PathBuf,
        segments: BTreeMap<u64, u64>,
        checkpoint: u64,
        salt: u64,
        clock: Clock,
    ) -> Self {
        Self { disk, folder, segments, first: checkpoint, current: None, salt, clock }
    }

    pub(crate) fn path(&self, number: u64) -> PathBuf {
        self.folder.join(segment_name(number))
    }

    /// What the checksums of frames begin with.
    pub(crate) fn salt(&self) -> u64 {
        self.salt
    }

    /// Durable bytes of all segments.
    pub(crate) fn bytes(&self) -> u64 {
        self.segments.values().sum()
    }

    /// Durable bytes of the newest segment.
    pub(crate) fn newest_bytes(&self) -> u64 {
        self.segments.last_key_value().map_or(0, |(_, len)| *len)
    }

    /// The number of the newest segment; 0 before the first.
    pub(crate) fn newest(&self) -> u64 {
        self.segments.last_key_value().map_or(0, |(number, _)| *number)
    }

    /// The durable length of every segment by number.
    pub(crate) fn segments(&self) -> BTreeMap<u64, u64> {
        self.segments.clone()
    }

    /// Writes one frame and syncs it. On error nothing of it counts, now or after a restart.
    pub(crate) fn commit(&mut self, operations: &[Operation<'_>]) -> Result<()> {
        if self.current.is_none() {
            self.begin_segment()?;
        }
        let number = self.newest();
        let home = Home { salt: self.salt, segment: number };
        let written = match (&mut self.current, self.segments.get_mut(&number)) {
            (Some(segment), Some(durable_len)) => write_frame(segment, home, durable_len, operations),
            _ => return Err(Error::Closed),
        };
        written.map_err(|source| {
            self.abandon();
            Error::io(format!("writing to journal segment {number}"), source)
        })
    }

    /// Begins a new segment, so that everything before it can be checkpointed. Returns its number.
    pub(crate) fn rotate(&mut self) -> Result<u64> {
        self.current = None;
        self.begin_segment()?;
        Ok(self.newest())
    }

    /// Removes the segments before this one, oldest first.
    pub(crate) fn remove_before(&mut self, number: u64) -> Result<()> {
        while let Some((&oldest, _)) = self.segments.first_key_value().filter(|(oldest, _)| **oldest < number) {
            let path = self.path(oldest);
            self.disk.remove(&path).map_err(|source| Error::io(format!("removing {}", path.display()), source))?;
            self.segments.remove(&oldest);
        }
        Ok(())
    }

    fn begin_segment(&mut self) -> Result<()> {
        let began_ms = self.clock.now_ms();
        let number = self.first.max(self.newest() + 1);
        // After a loss there may be none before it.
        let previous_len = self.segments.get(&(number - 1)).copied().unwrap_or_default();
        let header = Header { number, previous_len, began_ms };
        let path = self.path(header.number);
        let file = start_segment(self.disk.as_ref(), &self.folder, &path, header)
            .map_err(|source| Error::io(format!("beginning {}", path.display()), source))?;
        self.segments.insert(header.number, HEADER_LEN);
        self.current = Some(Segment { file, frames: FrameWriter::new() });
        Ok(())
    }

    /// Gives up the current segment. Its durable part is fixed by the next segment's header, so cutting the rest off is only
    /// tidiness (and gives space back on a full disk); a failure to do so changes nothing.
    fn abandon(&mut self) {
        if self.current.take().is_some() {
            let number = self.newest();
            if let Err(error) = self.disk.truncate(&self.path(number), self.newest_bytes()) {
                tracing::warn!(%error, segment = number, "an abandoned journal segment could not be cut");
            }
        }
    }
}

fn write_frame(segment: &mut Segment, home: Home, durable_len: &mut u64, operations: &[Operation<'_>]) -> std::io::Result<()> {
    let bytes = segment.frames.encode(home, *durable_len, operations);
    let len = bytes.len() as u64;
    segment.file.append(bytes)?;
    segment.file.sync()?;
    *durable_len += len;
    Ok(())
}

fn start_segment(disk: &dyn Disk, folder: &Path, path: &Path, header: Header) -> std::io::Result<Box<dyn DiskFile>> {
    // A file of this number can only be the rest of an attempt that failed before its first frame.
    if let Err(error) = disk.remove(path)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = disk.create(path)?;
    file.append(&header.encode())?;
    file.sync()?;
    disk.sync_folder(folder)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_header_are_these() {
        let header = Header { number: 0x0102, previous_len: 0x0304_0506, began_ms: 0x0708 };
        let bytes = header.encode();
        assert_eq!(&bytes[..12], b"YRSAJRNL\x01\0\0\0");
        assert_eq!(bytes[12..20], [2, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bytes[20..28], [6, 5, 4, 3, 0, 0, 0, 0]);
        assert_eq!(bytes[28..36], [8, 7, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bytes[36..], crc32fast::hash(&bytes[..36]).to_le_bytes());
        assert_eq!(Header::decode(&bytes), Ok(header));
    }

    #[test]
    fn no_flipped_bit_of_a_header_passes() {
        let bytes = Header { number: 7, previous_len: 99, began_ms: 5 }.encode();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Header::decode(&flipped), Err(HeaderFault::Damaged), "bit {bit}");
        }
        assert_eq!(Header::decode(&bytes[..39]), Err(HeaderFault::Short));
    }
}
