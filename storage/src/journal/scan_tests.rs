//! The bytes of frames, and what is found again after every possible cut and every damaged byte.
//! Exhaustive over small segments; the crash tests of the whole storage are in `storage/tests`.

use std::sync::Arc;

use super::*;
use crate::blobs::{BlobKind, BlobRef};
use crate::contract::LogEntry;
use crate::journal::Header;
use crate::journal::frame::{FrameWriter, checksum};
use crate::journal::operation::{Operation, SnapshotContent, SnapshotRecord, Subject};
use crate::records::{Change, Record};

const HOME: Home = Home { salt: 0x5eed, segment: 3 };

fn entry(seq: u64, time_ms: u64, user: &str, len: usize) -> LogEntry {
    let update: Vec<u8> = (0..len).map(|at| (at as u64 * 7 + seq) as u8).collect();
    LogEntry { seq, time_ms, user: Some(user.into()), connection: 1, update: update.into() }
}

/// A segment under construction, and where its frames end.
struct Built {
    bytes: Vec<u8>,
    frames: FrameWriter,
    ends: Vec<usize>,
}

impl Built {
    fn new() -> Self {
        let header = Header { number: 3, previous_len: 0, began_ms: 0 };
        Self { bytes: header.encode().to_vec(), frames: FrameWriter::new(), ends: vec![HEADER_LEN as usize] }
    }

    fn frame(&mut self, operations: &[Operation<'_>]) -> &[u8] {
        let at = self.bytes.len();
        let frame = self.frames.encode(HOME, at as u64, operations);
        self.bytes.extend_from_slice(frame);
        self.ends.push(self.bytes.len());
        &self.bytes[at..]
    }
}

fn read(bytes: &[u8], extent: Extent) -> (Scanned, Vec<Replayed>) {
    let mut operations = Vec::new();
    let scanned = scan(HOME, &Bytes::copy_from_slice(bytes), extent, &mut |operation| operations.push(operation)).unwrap();
    (scanned, operations)
}

#[test]
fn the_bytes_of_frames_are_these() {
    let (ann, id): (_, Arc<str>) = ("ann", "a/b".into());
    let subject = Subject { number: 5, id: &id };
    let mut built = Built::new();
    let first = built.frame(&[Operation::Entry(subject, &entry(300, 102_000, ann, 2))]).to_vec();
    let payload = [
        &[2, 0x88, 0x95, 0x06][..],                   // clock: 101,000 ms
        &[6, 5, 3, b'a', b'/', b'b'],                 // document 5 is "a/b"
        &[10, 0, 5, 0xac, 2, 4, b'a', b'n', b'n', 1], // slot 0: document 5 from 300 on, by ann on connection 1
        &[1, 0, 0xe8, 0x07, 0x2c, 0x33],              // last entry, slot 0: +0, +1,000 ms, two bytes
    ]
    .concat();
    assert_eq!(first[..2], [0xA7, payload.len() as u8]);
    assert_eq!(first[2..6], checksum(HOME, 40, &payload).to_le_bytes());
    assert_eq!(first[6..], payload);

    let second = built.frame(&[
        Operation::Entry(subject, &entry(301, 102_001, ann, 1)),
        Operation::Entry(subject, &entry(302, 102_002, ann, 1)),
    ]);
    assert_eq!(second[6..], [0, 1, 0xe9, 7, 1, 45, 1, 2, 0xea, 7, 46]);

    let parked = Bytes::from_static(b"xy");
    let blob = BlobRef { kind: BlobKind::Snapshot, number: 5, seq: 302, len: 70_000, crc: 0x0403_0201 };
    let inline = SnapshotRecord { seq: 302, time_ms: 9, content: SnapshotContent::Inline(Bytes::from_static(b"S")) };
    let filed = SnapshotRecord { content: SnapshotContent::Blob(blob), ..inline.clone() };
    let changes = [
        Change::Put(Record { key: Bytes::from_static(b"k"), value: Bytes::from_static(b"v") }),
        Change::Delete(Bytes::from_static(b"q")),
    ];
    let third = built.frame(&[
        Operation::Parked(subject, &parked),
        Operation::Snapshot(subject, &inline),
        Operation::Snapshot(subject, &filed),
        Operation::Records(&changes),
        Operation::Remove(subject),
    ]);
    let payload = [
        &[14, 5, 2, b'x', b'y'][..],                                          // parked bytes of document 5
        &[18, 5, 0xae, 2, 9, 0, 1, b'S'],                                     // snapshot at 302, at 9 ms, here
        &[18, 5, 0xae, 2, 9, 1, b's', 5, 0xae, 2, 0xf0, 0xa2, 4, 1, 2, 3, 4], // the same, in a blob
        &[26, 2, 1, 1, b'k', 1, b'v', 0, 1, b'q'],                            // two changes of records
        &[22, 5],                                                             // removal of document 5
    ]
    .concat();
    assert_eq!(third[6..], payload);

    let (scanned, operations) = read(&built.bytes, Extent::Open);
    assert_eq!((scanned.frames, scanned.torn, scanned.damage.len()), (3, None, 0));
    assert_eq!(operations.len(), 9);
    assert_eq!(operations[1], Replayed::Entry { number: 5, entry: entry(300, 102_000, ann, 2) });
    assert_eq!(operations[3], Replayed::Entry { number: 5, entry: entry(302, 102_002, ann, 1) });
}

#[test]
fn a_keystroke_of_one_typist_costs_at_most_eleven_bytes_beyond_its_update() {
    let id: Arc<str> = "acme/board/roadmap".into();
    let subject = Subject { number: 900, id: &id };
    let mut built = Built::new();
    let keystrokes = 10_000;
    for seq in 1..=keystrokes {
        built.frame(&[Operation::Entry(subject, &entry(seq, 1_790_000_000_000 + seq * 200, "ann", 24))]);
    }
    let each = built.bytes.len() as f64 / keystrokes as f64;
    assert!(each <= 24.0 + 11.0 + 0.25, "{each} bytes per keystroke, declarations included");
    let (_, operations) = read(&built.bytes, Extent::Open);
    assert_eq!(operations.len() as u64, keystrokes + 1);
}

/// About 4 KiB of frames: three documents, several authors, pauses, batches, parked bytes.
fn small_journal() -> Built {
    let ids: Vec<Arc<str>> = vec!["a".into(), "b".into(), "c".into()];
    let mut built = Built::new();
    let mut seqs = [0u64; 3];
    let mut time_ms = 1_000_000;
    for round in 0..66u64 {
        time_ms += if round % 20 == 19 { 100_000 } else { 150 };
        let batch: Vec<(usize, LogEntry)> = (0..=round % 3)
            .map(|at| {
                let document = ((round + at) % 3) as usize;
                seqs[document] += 1;
                let user = ["ann", "bob"][(round % 2) as usize];
                (document, entry(seqs[document], time_ms + at, user, 10 + (round % 30) as usize))
            })
            .collect();
        let operations: Vec<Operation<'_>> = batch
            .iter()
            .map(|(document, entry)| Operation::Entry(Subject { number: *document as u64 + 1, id: &ids[*document] }, entry))
            .collect();
        built.frame(&operations);
    }
    assert!(built.bytes.len() > 4_000);
    built
}

#[test]
fn every_prefix_gives_exactly_its_whole_frames() {
    let built = small_journal();
    let (_, all) = read(&built.bytes, Extent::Open);
    let mut counts = vec![0];
    for end in &built.ends[1..] {
        counts.push(read(&built.bytes[..*end], Extent::Open).1.len());
    }
    for len in HEADER_LEN as usize..=built.bytes.len() {
        let whole = built.ends.iter().rposition(|end| *end <= len).unwrap();
        let (scanned, operations) = read(&built.bytes[..len], Extent::Open);
        assert_eq!(operations, all[..counts[whole]], "prefix of {len} bytes");
        assert_eq!(scanned.end as usize, built.ends[whole]);
        let torn = (len > built.ends[whole]).then_some(scanned.end..len as u64);
        assert_eq!(scanned.torn, torn);
        assert_eq!(scanned.damage, vec![]);
        // The same length, but known to have been longer: then the missing part is damage.
        let (scanned, _) = read(&built.bytes[..len], Extent::Known(built.bytes.len() as u64));
        assert_eq!(scanned.damage.is_empty(), len == built.bytes.len());
    }
}

#[test]
fn every_damaged_byte_costs_its_own_frame_and_is_noticed() {
    let built = small_journal();
    let (_, all) = read(&built.bytes, Extent::Open);
    let entries = |operations: &[Replayed]| -> Vec<Replayed> {
        operations.iter().filter(|operation| matches!(operation, Replayed::Entry { .. })).cloned().collect()
    };
    let all = entries(&all);
    let mut of_frame = Vec::new();
    for pair in built.ends.windows(2) {
        let before = entries(&read(&built.bytes[..pair[0]], Extent::Open).1).len();
        let after = entries(&read(&built.bytes[..pair[1]], Extent::Open).1).len();
        of_frame.push(before..after);
    }
    for at in HEADER_LEN as usize..built.bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = built.bytes.clone();
            bytes[at] ^= change;
            let frame = built.ends.iter().rposition(|end| *end <= at).unwrap();
            let is_last = frame + 1 == of_frame.len();
            let (scanned, operations) = read(&bytes, Extent::Open);
            assert_eq!(scanned.torn.is_some(), is_last, "byte {at} ^ {change:#x}");
            assert_eq!(scanned.damage.is_empty(), is_last, "byte {at} ^ {change:#x}");
            // A frame that declares takes the entries with it that need the declaration; none is ever changed or moved,
            // except that without the declaration of the clock a time may be early.
            let found = entries(&operations);
            let expected: Vec<&Replayed> =
                all.iter().enumerate().filter(|(at, _)| !of_frame[frame].contains(at)).map(|(_, entry)| entry).collect();
            assert_eq!(found.len() as u64 + scanned.orphans, expected.len() as u64, "byte {at} ^ {change:#x}");
            let mut expected = expected.into_iter();
            for entry in &found {
                assert!(expected.any(|other| same_but_for_time(entry, other)), "byte {at} ^ {change:#x}: {entry:?}");
            }
            let known = read(&bytes, Extent::Known(built.bytes.len() as u64)).0;
            assert!(!known.damage.is_empty(), "byte {at} ^ {change:#x}: a known extent has no torn end");
        }
    }
}

fn same_but_for_time(one: &Replayed, other: &Replayed) -> bool {
    let (Replayed::Entry { number, entry }, Replayed::Entry { number: other_number, entry: other }) = (one, other) else {
        return false;
    };
    number == other_number && *entry == LogEntry { time_ms: entry.time_ms, ..other.clone() } && entry.time_ms <= other.time_ms
}

#[test]
fn a_frame_is_valid_in_its_own_place_only() {
    let built = small_journal();
    let mut moved = built.bytes.clone();
    moved.insert(HEADER_LEN as usize, 0);
    assert_eq!(read(&moved, Extent::Open).1, vec![]);
    let mut operations = Vec::new();
    let bytes = Bytes::from(built.bytes);
    for home in [Home { segment: 4, ..HOME }, Home { salt: 1, ..HOME }] {
        scan(home, &bytes, Extent::Open, &mut |operation| operations.push(operation)).unwrap();
        assert_eq!(operations, vec![], "under another segment's number, and in another folder");
    }
}

#[test]
fn a_position_that_nothing_can_follow_is_malformed() {
    let varint = |number: u64| {
        let mut bytes = Vec::new();
        crate::codec::put_varint(&mut bytes, number);
        bytes
    };
    let last = varint(u64::MAX);
    // Slot 0 begins at the last position there is, and an entry lies there; a snapshot lies there.
    let entry = [&[10, 0, 1][..], &last, &[0, 5], &[1, 0, 0, b'x']].concat();
    let snapshot = [&[18, 1][..], &last, &[7, 0, 0]].concat();
    for payload in [entry, snapshot] {
        let mut bytes = Header { number: 3, previous_len: 0, began_ms: 0 }.encode().to_vec();
        let crc = checksum(HOME, bytes.len() as u64, &payload);
        bytes.extend([crate::journal::frame::MARKER, payload.len() as u8]);
        bytes.extend(crc.to_le_bytes());
        bytes.extend(&payload);
        let scanned = scan(HOME, &Bytes::from(bytes), Extent::Open, &mut |_| {});
        assert_eq!(scanned, Err(Malformed("a position below 2^64 - 1")));
    }
}

#[test]
fn a_long_frame_behind_damage_is_found_by_sums_alone() {
    let id: Arc<str> = "a/b".into();
    let subject = Subject { number: 5, id: &id };
    let mut built = Built::new();
    for seq in 1..=5 {
        built.frame(&[Operation::Entry(subject, &entry(seq, 102_000, "ann", 9_000 * seq as usize))]);
    }
    let sums = Sums::of(&built.bytes);
    for (at, end) in [(0, 0), (0, 4096), (1, 4095), (40, 9_000), (4_096, 12_288), (5_000, built.bytes.len())] {
        let len = (end - at) as u64;
        let sum = shifted(sums.until(at), len) ^ sums.until(end);
        assert_eq!(sum, crc32fast::hash(&built.bytes[at..end]), "{at}..{end}");
    }
    for (number, begin) in built.ends[..5].iter().enumerate() {
        assert!(sums.is_frame(HOME, *begin), "frame {number}");
        assert!(!sums.is_frame(Home { segment: 4, ..HOME }, *begin), "frame {number} is one of another segment");
        let mut damaged = built.bytes.clone();
        damaged[begin + 5_000] ^= 1;
        let (scanned, _) = read(&damaged, Extent::Known(damaged.len() as u64));
        let frame = *begin as u64..built.ends[number + 1] as u64;
        assert_eq!((scanned.frames, scanned.damage.as_slice()), (4, std::slice::from_ref(&frame)));
    }
}

#[test]
fn content_that_looks_like_long_frames_costs_little_behind_damage() {
    // What a client could write: at every tenth byte a frame that claims 64 KiB. Each of those read whole would be 400 MiB.
    let mut update = Vec::new();
    while update.len() < 128 << 10 {
        update.extend([0xA7, 0x80, 0x80, 0x04, 1, 2, 3, 4, 0, 0]);
    }
    let mut bytes = Header { number: 3, previous_len: 0, began_ms: 0 }.encode().to_vec();
    bytes.extend(update);
    let before = crate::journal::frame::SUMMED.get();
    let (scanned, _) = read(&bytes, Extent::Open);
    assert_eq!((scanned.frames, scanned.torn.is_some()), (0, true));
    let summed = crate::journal::frame::SUMMED.get() - before;
    assert!(summed < 64 << 20, "{summed} bytes were read for {}", bytes.len());
}
