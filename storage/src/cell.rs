//! The value format of the tree: version, encoding, checksum, a short note, the content or a reference to it.
//! Pure bytes; reading a blob is the caller's. Layout in docs/STORAGE.md, "Cell".

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::codec::{Malformed, Reader, put_bytes, put_varint};
use crate::limits::{SNAPSHOT_LIMIT, UPDATE_LIMIT};

const VERSION: u8 = 1;
const HEADER_LEN: usize = 6;
const ZSTD_LEVEL: i32 = 3;
/// No content is longer: a snapshot with its state vector.
const LONGEST: u64 = (SNAPSHOT_LIMIT + UPDATE_LIMIT + 16) as u64;
/// Contents shorter than this are not worth compressing.
const COMPRESS_FROM: usize = 256;

/// How the content of a cell is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// As it is.
    Raw(Bytes),
    /// Compressed with zstd, with its length before.
    Packed { len: u64, bytes: Bytes },
    /// In a file, as it is.
    Blob(BlobRef),
    /// In a file, compressed with zstd, with its length before.
    PackedBlob { len: u64, blob: BlobRef },
}

impl Content {
    /// Compresses if that saves an eighth or more.
    pub(crate) fn compress(bytes: &[u8]) -> Self {
        if bytes.len() >= COMPRESS_FROM
            && let Ok(packed) = zstd::bulk::compress(bytes, ZSTD_LEVEL)
            && packed.len() < bytes.len() - bytes.len() / 8
        {
            return Self::Packed { len: bytes.len() as u64, bytes: packed.into() };
        }
        Self::Raw(Bytes::copy_from_slice(bytes))
    }

    pub(crate) fn blob(&self) -> Option<BlobRef> {
        match self {
            Self::Blob(blob) | Self::PackedBlob { blob, .. } => Some(*blob),
            Self::Raw(_) | Self::Packed { .. } => None,
        }
    }

    /// Bytes the content takes where it lies.
    pub(crate) fn stored_len(&self) -> u64 {
        match self {
            Self::Raw(bytes) | Self::Packed { bytes, .. } => bytes.len() as u64,
            Self::Blob(blob) | Self::PackedBlob { blob, .. } => blob.len,
        }
    }

    fn encoding(&self) -> u8 {
        match self {
            Self::Raw(_) => 0,
            Self::Packed { .. } => 1,
            Self::Blob(_) => 2,
            Self::PackedBlob { .. } => 3,
        }
    }
}

/// Uncompresses.
pub(crate) fn unpack(packed: &[u8], len: u64) -> Result<Bytes, Malformed> {
    // What is packed says how long it was, so a wrong length is known before memory is taken for it.
    let says = zstd::zstd_safe::get_frame_content_size(packed).map_err(|_| Malformed("a whole zstd frame"))?;
    if says != Some(len) || len > LONGEST {
        return Err(Malformed("as many bytes as were packed"));
    }
    let len = usize::try_from(len).map_err(|_| Malformed("a length that fits"))?;
    let bytes = zstd::bulk::decompress(packed, len).map_err(|_| Malformed("a whole zstd frame"))?;
    if bytes.len() == len { Ok(bytes.into()) } else { Err(Malformed("as many bytes as were packed")) }
}

/// A value of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What must be readable without the content.
    pub(crate) note: Bytes,
    pub(crate) content: Content,
}

impl Cell {
    pub(crate) fn encode(&self, key: &[u8]) -> Vec<u8> {
        let mut out = vec![VERSION, self.content.encoding(), 0, 0, 0, 0];
        put_bytes(&mut out, &self.note);
        match &self.content {
            Content::Raw(bytes) => out.extend_from_slice(bytes),
            Content::Packed { len, bytes } => {
                put_varint(&mut out, *len);
                out.extend_from_slice(bytes);
            }
            Content::Blob(blob) => blob.put(&mut out),
            Content::PackedBlob { len, blob } => {
                put_varint(&mut out, *len);
                blob.put(&mut out);
            }
        }
        let crc = checksum(key, &out);
        out[2..HEADER_LEN].copy_from_slice(&crc.to_le_bytes());
        out
    }

    pub(crate) fn decode(key: &[u8], value: &[u8]) -> Result<Self, Malformed> {
        let value = Bytes::copy_from_slice(value);
        let mut reader = Reader::new(&value);
        let (version, encoding, crc) = (reader.byte()?, reader.byte()?, reader.u32()?);
        if checksum(key, &value) != crc {
            return Err(Malformed("a value with the right checksum"));
        }
        if version != VERSION {
            return Err(Malformed("a value of a known version"));
        }
        let note = value.slice_ref(reader.bytes()?);
        let content = match encoding {
            0 => Content::Raw(value.slice_ref(reader.rest())),
            1 => Content::Packed { len: reader.varint()?, bytes: value.slice_ref(reader.rest()) },
            2 => Content::Blob(BlobRef::read(&mut reader)?),
            3 => Content::PackedBlob { len: reader.varint()?, blob: BlobRef::read(&mut reader)? },
            _ => return Err(Malformed("a known encoding")),
        };
        Ok(Self { note, content })
    }
}

/// Of the key, version and encoding, and everything after the checksum: a value is valid under its own key only.
pub(crate) fn checksum(key: &[u8], value: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(&value[..2]);
    hasher.update(&value[HEADER_LEN..]);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_cell_are_these() {
        let cell = Cell { note: Bytes::from_static(b"n"), content: Content::Raw(Bytes::from_static(b"abc")) };
        let bytes = cell.encode(b"key");
        assert_eq!(bytes[..2], [1, 0]);
        assert_eq!(bytes[2..6], crc32fast::hash(b"key\x01\x00\x01nabc").to_le_bytes());
        assert_eq!(&bytes[6..], b"\x01nabc");
        assert_eq!(Cell::decode(b"key", &bytes), Ok(cell));
    }

    #[test]
    fn a_cell_is_valid_under_its_own_key_only_and_no_flipped_bit_passes() {
        let content = Content::compress(&[7; 4000]);
        assert!(matches!(content, Content::Packed { len: 4000, .. }));
        let bytes = Cell { note: Bytes::new(), content }.encode(b"key");
        assert!(Cell::decode(b"kez", &bytes).is_err());
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Cell::decode(b"key", &flipped).is_err(), "bit {bit}");
        }
        for len in 0..bytes.len() {
            assert!(Cell::decode(b"key", &bytes[..len]).is_err());
        }
    }

    #[test]
    fn no_memory_is_taken_for_a_length_that_the_content_does_not_have() {
        let Content::Packed { len, bytes } = Content::compress(&[7; 4000]) else { panic!("sevens can be compressed") };
        assert_eq!(unpack(&bytes, len).unwrap(), [7; 4000][..]);
        // The largest of these overflowed the capacity of a vector and ended the process.
        for claimed in [0, len - 1, len + 1, 1 << 40, u64::MAX] {
            assert_eq!(unpack(&bytes, claimed), Err(Malformed("as many bytes as were packed")), "{claimed}");
        }
        // A frame that says so itself: magic, a content size of eight bytes, no more.
        let frame = [&[0x28, 0xb5, 0x2f, 0xfd, 0xe0][..], &(1u64 << 60).to_le_bytes()].concat();
        assert_eq!(unpack(&frame, 1 << 60), Err(Malformed("as many bytes as were packed")));
    }
}
