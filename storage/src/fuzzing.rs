//! The readers of stored bytes, for the fuzz targets (`fuzz/`), which see no more of this crate than everybody. Only with the feature
//! `fuzzing`, which no release has. Panics where a reader breaks a promise.

use std::hash::{Hash as _, Hasher as _};
use std::sync::OnceLock;

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::cell::{self, Cell, Content};
use crate::chunk::{self, Chunk};
use crate::codec::{Reader, put_bytes, put_varint};
use crate::disk::RealDisk;
use crate::journal::frame::{Home, MARKER, checksum};
use crate::journal::operation::{Replayed, pack_snapshot, unpack_snapshot};
use crate::journal::scan::{Extent, Scanned, scan};
use crate::journal::{HEADER_LEN, Header, segment_name, segment_number};
use crate::meta::Meta;
use crate::store::fuzzing::replay;
use crate::tree::{Tree, TreeOptions, keys};

/// Most that a target lets a compressed value grow to.
const UNPACKED: u64 = 1 << 20;

/// Reads bytes as each of the tree's formats; what can be read is written again and read the same.
pub fn records(bytes: &[u8]) {
    let shared = Bytes::copy_from_slice(bytes);
    if let Ok(meta) = Meta::decode(bytes) {
        assert_eq!(Meta::decode(&meta.encode()), Ok(meta));
        assert!(meta.history_bytes() <= meta.chunk_bytes && meta.live_bytes() >= meta.parked_len);
    }
    if let Ok(entries) = chunk::unpack(&shared)
        && let Some((first, rest)) = entries.split_first()
    {
        let mut again = Chunk::start(first);
        rest.iter().for_each(|entry| again.push(entry));
        assert_eq!((again.first(), again.last()), (first.seq, entries[entries.len() - 1].seq));
        assert_eq!(chunk::unpack(&Bytes::copy_from_slice(again.packed())), Ok(entries));
    }
    if let Ok(blob) = BlobRef::read(&mut Reader::new(bytes)) {
        let mut again = Vec::new();
        blob.put(&mut again);
        assert_eq!(BlobRef::read(&mut Reader::new(&again)), Ok(blob));
        assert!(!blob.name().contains(['/', '.']), "a blob's name leads elsewhere");
    }
    if let Ok(snapshot) = unpack_snapshot(7, &shared) {
        assert_eq!(unpack_snapshot(7, &pack_snapshot(&snapshot).into()), Ok(snapshot));
    }
    let _ = Header::decode(bytes);
    if let Some((number, first)) = keys::parse_chunk(bytes) {
        assert_eq!(keys::chunk(number, first), bytes);
    }
    if let Some(number) = std::str::from_utf8(bytes).ok().and_then(segment_number) {
        assert_eq!(segment_number(&segment_name(number)), Some(number));
    }
    cells(bytes);
}

/// A value of the tree with these bytes in it, its checksum made right; damaged, it must be noticed.
fn cells(bytes: &[u8]) {
    let key = b"key";
    let _ = Cell::decode(key, bytes);
    let Some((encoding, rest)) = bytes.split_first() else { return };
    let mut value = vec![1, encoding & 7, 0, 0, 0, 0];
    value.extend_from_slice(rest);
    let crc = cell::checksum(key, &value);
    value[2..6].copy_from_slice(&crc.to_le_bytes());
    let Ok(cell) = Cell::decode(key, &value) else { return };
    assert_eq!(Cell::decode(key, &cell.encode(key)).as_ref(), Ok(&cell));
    assert!(Cell::decode(b"other", &value).is_err(), "a value is taken for that of another key");
    if let Content::Packed { len, bytes } = &cell.content {
        // What a damaged length claims is not allocated before the content proves it.
        if let Ok(content) = cell::unpack(bytes, (*len).min(UNPACKED)) {
            assert_eq!(Content::compress(&content).blob(), None);
        }
        let _ = cell::unpack(bytes, *len);
    }
}

/// A journal segment that holds these bytes after its header, as they are.
pub fn journal(bytes: &[u8]) {
    let mut segment = Header { number: 1, previous_len: 0, began_ms: 0 }.encode().to_vec();
    segment.extend_from_slice(bytes);
    for extent in [Extent::Open, Extent::Known(segment.len() as u64), Extent::Known(segment.len() as u64 / 2)] {
        if let Ok((scanned, operations)) = read(Home { salt: 0, segment: 1 }, &segment, extent) {
            assert!(scanned.end <= segment.len() as u64);
            assert!(scanned.frames > 0 || operations.is_empty());
        }
    }
}

/// A journal segment whose frames have these payloads and right checksums; then the same with one byte changed. Whatever they say is
/// replayed, and a damaged byte costs its own frame and no other.
pub fn frames(payloads: &[Bytes], damaged: u16) {
    let mut segment = Header { number: 1, previous_len: 0, began_ms: 0 }.encode().to_vec();
    let mut ends = Vec::new();
    // As for a client: whoever chooses the payloads does not know the salt, so that no part of one is a valid frame by more than chance.
    let mut hasher = std::hash::DefaultHasher::new();
    payloads.hash(&mut hasher);
    let home = Home { salt: hasher.finish(), segment: 1 };
    for payload in payloads {
        let offset = segment.len() as u64;
        segment.push(MARKER);
        put_varint(&mut segment, payload.len() as u64);
        segment.extend_from_slice(&checksum(home, offset, payload).to_le_bytes());
        segment.extend_from_slice(payload);
        ends.push(segment.len());
    }
    let Ok((scanned, operations)) = read(home, &segment, Extent::Known(segment.len() as u64)) else { return };
    assert_eq!((scanned.frames, scanned.end), (payloads.len() as u64, segment.len() as u64));
    assert!(scanned.damage.is_empty() && scanned.torn.is_none());
    static TREE: OnceLock<Tree> = OnceLock::new();
    let tree = TREE.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("yrsa-fuzz-{}", std::process::id()));
        Tree::open(std::sync::Arc::new(RealDisk::new()), &folder, TreeOptions { cache_bytes: 1 << 20 })
            .unwrap_or_else(|error| unreachable!("{error}"))
    });
    replay(tree, operations);
    if payloads.is_empty() {
        return;
    }
    let at = HEADER_LEN as usize + usize::from(damaged) % (segment.len() - HEADER_LEN as usize);
    segment[at] ^= 1 << (damaged & 7);
    // Without its declarations a frame may say something else, but none that is whole is passed over.
    if let Ok((scanned, _)) = read(home, &segment, Extent::Known(segment.len() as u64)) {
        assert_eq!(scanned.frames + 1, payloads.len() as u64, "damage to one frame");
        assert!(scanned.damage.iter().any(|range| range.contains(&(at as u64))), "damage that is not told");
    }
}

fn read(home: Home, segment: &[u8], extent: Extent) -> Result<(Scanned, Vec<Replayed>), ()> {
    let mut operations = Vec::new();
    let scanned = scan(home, &Bytes::copy_from_slice(segment), extent, &mut |operation| operations.push(operation));
    scanned.map(|scanned| (scanned, operations)).map_err(drop)
}

/// The operations of one frame as bytes, for seeds: one of each kind.
pub fn example_frame() -> Vec<u8> {
    let mut payload = Vec::new();
    for (kind, numbers) in [(0u64, &[1_000u64][..]), (2, &[0, 1, 1, 0, 5])] {
        put_varint(&mut payload, kind << 2 | 2);
        numbers.iter().for_each(|number| put_varint(&mut payload, *number));
    }
    put_varint(&mut payload, 1 << 2 | 2);
    put_varint(&mut payload, 1);
    put_bytes(&mut payload, b"plan");
    payload
}
