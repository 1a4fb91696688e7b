//! Frames: how operations become bytes, and bytes operations. Pure; nothing here touches a file.
//! What an entry leaves out (document, author, full position, full time) is declared once per segment, and only
//! declarations are depended upon: a damaged frame never shifts the meaning of the frames after it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;

use crate::blobs::BlobRef;
use crate::chunk::Actor;
use crate::codec::{Malformed, Reader, put_bytes, put_optional, put_varint};
use crate::contract::LogEntry;
use crate::records::{Change, Record};

use super::operation::{Operation, Replayed, SnapshotContent, SnapshotRecord, Subject};

/// The first byte of every frame.
pub(crate) const MARKER: u8 = 0xA7;
/// Bytes of memory that are kept from frame to frame.
const KEPT: usize = 64 << 10;
/// Milliseconds an entry's time may lie after the declared clock: two bytes.
const CLOCK_REACH_MS: u64 = (1 << 14) - 1;
/// How far behind the present the clock is set, so that entries slightly out of order need no new one.
const CLOCK_BACK_MS: u64 = 1_000;

// The two low bits of an operation's first number.
const ENTRY: u64 = 0;
const LAST_ENTRY: u64 = 1;
const OTHER: u64 = 2;

// The rest of the first number of an operation that is no entry.
const CLOCK: u64 = 0;
const DOCUMENT: u64 = 1;
const SLOT: u64 = 2;
const PARKED: u64 = 3;
const SNAPSHOT: u64 = 4;
const REMOVE: u64 = 5;
const RECORDS: u64 = 6;

#[derive(Debug, Clone, Copy)]
struct Slot {
    index: u64,
    base_seq: u64,
}

/// Where a frame is valid: in this segment of the folder with this salt. No client knows the salt, so none can write an update that
/// holds a valid frame and would be taken for one where the frame around it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) salt: u64,
    pub(crate) segment: u64,
}

/// The checksum of a frame: of its place and its payload, so that a frame is valid nowhere else.
pub(crate) fn checksum(home: Home, offset: u64, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&home.salt.to_le_bytes());
    hasher.update(&home.segment.to_le_bytes());
    hasher.update(&offset.to_le_bytes());
    hasher.update(payload);
    #[cfg(test)]
    summed(payload.len());
    hasher.finalize()
}

#[cfg(test)]
thread_local! {
    /// Bytes that checksums were made of, to see what a search costs.
    pub(crate) static SUMMED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
pub(crate) fn summed(bytes: usize) {
    SUMMED.set(SUMMED.get() + bytes);
}

/// Encodes the frames of one segment and remembers what the segment has declared.
#[derive(Debug)]
pub(crate) struct FrameWriter {
    clock_ms: Option<u64>,
    documents: HashSet<u64>,
    slots: HashMap<(u64, Actor), Slot>,
    payload: Vec<u8>,
    frame: Vec<u8>,
}

impl FrameWriter {
    /// Begins a segment. Its first frame declares a clock, although the header tells when it began: either may get damaged.
    pub(crate) fn new() -> Self {
        Self { clock_ms: None, documents: HashSet::new(), slots: HashMap::new(), payload: Vec::new(), frame: Vec::new() }
    }

    /// Encodes one frame that will lie at this place.
    pub(crate) fn encode(&mut self, home: Home, offset: u64, operations: &[Operation<'_>]) -> &[u8] {
        self.payload.clear();
        // A large frame must not keep its memory for the life of the segment.
        self.payload.shrink_to(KEPT);
        self.frame.shrink_to(KEPT);
        for (at, operation) in operations.iter().enumerate() {
            let is_last = at + 1 == operations.len();
            match operation {
                Operation::Entry(subject, entry) => self.put_entry(*subject, entry, is_last),
                Operation::Parked(subject, bytes) => {
                    self.declare_document(*subject);
                    self.put_other(PARKED);
                    put_varint(&mut self.payload, subject.number);
                    put_bytes(&mut self.payload, bytes);
                }
                Operation::Snapshot(subject, snapshot) => {
                    self.declare_document(*subject);
                    self.put_other(SNAPSHOT);
                    put_varint(&mut self.payload, subject.number);
                    put_snapshot(&mut self.payload, snapshot);
                }
                Operation::Remove(subject) => {
                    self.declare_document(*subject);
                    self.put_other(REMOVE);
                    put_varint(&mut self.payload, subject.number);
                }
                Operation::Records(changes) => {
                    self.put_other(RECORDS);
                    put_changes(&mut self.payload, changes);
                }
            }
        }
        self.frame.clear();
        self.frame.push(MARKER);
        put_varint(&mut self.frame, self.payload.len() as u64);
        self.frame.extend_from_slice(&checksum(home, offset, &self.payload).to_le_bytes());
        self.frame.extend_from_slice(&self.payload);
        &self.frame
    }

    fn put_other(&mut self, kind: u64) {
        put_varint(&mut self.payload, kind << 2 | OTHER);
    }

    fn put_entry(&mut self, subject: Subject<'_>, entry: &LogEntry, is_last: bool) {
        let clock_ms = self.declare_clock(entry.time_ms);
        self.declare_document(subject);
        let slot = self.declare_slot(subject, entry);
        put_varint(&mut self.payload, slot.index << 2 | if is_last { LAST_ENTRY } else { ENTRY });
        put_varint(&mut self.payload, entry.seq - slot.base_seq);
        put_varint(&mut self.payload, entry.time_ms - clock_ms);
        if is_last {
            self.payload.extend_from_slice(&entry.update);
        } else {
            put_bytes(&mut self.payload, &entry.update);
        }
    }

    fn declare_clock(&mut self, time_ms: u64) -> u64 {
        if let Some(clock_ms) = self.clock_ms
            && (clock_ms..=clock_ms.saturating_add(CLOCK_REACH_MS)).contains(&time_ms)
        {
            return clock_ms;
        }
        let clock_ms = time_ms.saturating_sub(CLOCK_BACK_MS);
        self.put_other(CLOCK);
        put_varint(&mut self.payload, clock_ms);
        self.clock_ms = Some(clock_ms);
        clock_ms
    }

    fn declare_document(&mut self, subject: Subject<'_>) {
        if self.documents.insert(subject.number) {
            self.put_other(DOCUMENT);
            put_varint(&mut self.payload, subject.number);
            put_bytes(&mut self.payload, subject.id.as_bytes());
        }
    }

    fn declare_slot(&mut self, subject: Subject<'_>, entry: &LogEntry) -> Slot {
        let index = self.slots.len() as u64;
        let key = (subject.number, Actor::of(entry));
        if let Some(slot) = self.slots.get(&key).filter(|slot| slot.base_seq <= entry.seq) {
            return *slot;
        }
        let slot = Slot { index, base_seq: entry.seq };
        self.put_other(SLOT);
        put_varint(&mut self.payload, index);
        put_varint(&mut self.payload, subject.number);
        put_varint(&mut self.payload, entry.seq);
        put_optional(&mut self.payload, entry.user.as_deref());
        put_varint(&mut self.payload, entry.connection);
        self.slots.insert(key, slot);
        slot
    }
}

fn put_snapshot(out: &mut Vec<u8>, snapshot: &SnapshotRecord) {
    put_varint(out, snapshot.seq);
    put_varint(out, snapshot.time_ms);
    match &snapshot.content {
        SnapshotContent::Inline(bytes) => {
            out.push(0);
            put_bytes(out, bytes);
        }
        SnapshotContent::Blob(blob) => {
            out.push(1);
            blob.put(out);
        }
    }
}

fn put_changes(out: &mut Vec<u8>, changes: &[Change]) {
    put_varint(out, changes.len() as u64);
    for change in changes {
        match change {
            Change::Put(record) => {
                out.push(1);
                put_bytes(out, &record.key);
                put_bytes(out, &record.value);
            }
            Change::Delete(key) => {
                out.push(0);
                put_bytes(out, key);
            }
        }
    }
}

#[derive(Debug, Clone)]
struct ReadSlot {
    number: u64,
    base_seq: u64,
    actor: Actor,
}

/// Decodes the frames of one segment, in order.
#[derive(Debug)]
pub(crate) struct FrameReader {
    clock_ms: u64,
    slots: HashMap<u64, ReadSlot>,
}

/// A frame found at an offset: where its payload lies. The frame ends with the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) payload: usize,
    pub(crate) end: usize,
}

/// What stands where a frame could begin: its payload, and the checksum it claims to have.
pub(crate) struct Claimed {
    pub(crate) found: Found,
    pub(crate) crc: u32,
}

/// Reads what a frame at this offset says of itself, without checking it.
pub(crate) fn claimed(bytes: &[u8], offset: usize) -> Option<Claimed> {
    let mut reader = Reader::new(bytes.get(offset..)?);
    if reader.byte().ok()? != MARKER {
        return None;
    }
    let len = reader.varint().ok()?;
    let crc = reader.u32().ok()?;
    let payload = bytes.len() - reader.len();
    let end = payload + reader.take(len).ok()?.len();
    Some(Claimed { found: Found { payload, end }, crc })
}

/// Looks for a whole, valid frame at this offset.
pub(crate) fn find(home: Home, bytes: &[u8], offset: usize) -> Option<Found> {
    let Claimed { found, crc } = claimed(bytes, offset)?;
    (checksum(home, offset as u64, &bytes[found.payload..found.end]) == crc).then_some(found)
}

impl FrameReader {
    /// For a segment that began at this time.
    pub(crate) fn new(began_ms: u64) -> Self {
        Self { clock_ms: began_ms.saturating_sub(CLOCK_BACK_MS), slots: HashMap::new() }
    }

    /// Decodes a payload. Its checksum was right, so malformed bytes mean a format this version does not know.
    pub(crate) fn decode(&mut self, payload: &Bytes, visit: &mut dyn FnMut(Replayed)) -> Result<(), Malformed> {
        let mut reader = Reader::new(payload);
        while !reader.is_empty() {
            let first = reader.varint()?;
            match first & 3 {
                ENTRY => self.entry(payload, &mut reader, first >> 2, false, visit)?,
                LAST_ENTRY => self.entry(payload, &mut reader, first >> 2, true, visit)?,
                OTHER => self.other(payload, &mut reader, first >> 2, visit)?,
                _ => return Err(Malformed("a known operation")),
            }
        }
        Ok(())
    }

    fn entry(
        &self,
        payload: &Bytes,
        reader: &mut Reader<'_>,
        slot: u64,
        is_last: bool,
        visit: &mut dyn FnMut(Replayed),
    ) -> Result<(), Malformed> {
        let seq_step = reader.varint()?;
        let time_step = reader.varint()?;
        let update = if is_last { reader.rest() } else { reader.bytes()? };
        let Some(slot) = self.slots.get(&slot) else {
            visit(Replayed::Orphan);
            return Ok(());
        };
        let entry = LogEntry {
            seq: slot.base_seq.checked_add(seq_step).ok_or(Malformed(POSITION)).and_then(position)?,
            time_ms: self.clock_ms.saturating_add(time_step),
            user: slot.actor.user.clone(),
            connection: slot.actor.connection,
            update: payload.slice_ref(update),
        };
        visit(Replayed::Entry { number: slot.number, entry });
        Ok(())
    }

    fn other(
        &mut self,
        payload: &Bytes,
        reader: &mut Reader<'_>,
        kind: u64,
        visit: &mut dyn FnMut(Replayed),
    ) -> Result<(), Malformed> {
        match kind {
            CLOCK => self.clock_ms = reader.varint()?,
            DOCUMENT => {
                let number = reader.varint()?;
                visit(Replayed::Document { number, id: Arc::from(reader.text()?) });
            }
            SLOT => {
                let index = reader.varint()?;
                let (number, base_seq) = (reader.varint()?, reader.varint()?);
                let user = reader.optional()?;
                let actor = Actor { user, connection: reader.varint()? };
                self.slots.insert(index, ReadSlot { number, base_seq, actor });
            }
            PARKED => {
                let number = reader.varint()?;
                visit(Replayed::Parked { number, bytes: payload.slice_ref(reader.bytes()?) });
            }
            SNAPSHOT => {
                let number = reader.varint()?;
                visit(Replayed::Snapshot { number, snapshot: read_snapshot(payload, reader)? });
            }
            REMOVE => visit(Replayed::Remove { number: reader.varint()? }),
            RECORDS => visit(Replayed::Records(read_changes(payload, reader)?)),
            _ => return Err(Malformed("a known operation")),
        }
        Ok(())
    }
}

const POSITION: &str = "a position below 2^64 - 1";

/// A position that another can follow.
fn position(seq: u64) -> Result<u64, Malformed> {
    if seq < u64::MAX { Ok(seq) } else { Err(Malformed(POSITION)) }
}

fn read_snapshot(whole: &Bytes, reader: &mut Reader<'_>) -> Result<SnapshotRecord, Malformed> {
    let (seq, time_ms) = (reader.varint().and_then(position)?, reader.varint()?);
    let content = match reader.byte()? {
        0 => SnapshotContent::Inline(whole.slice_ref(reader.bytes()?)),
        1 => SnapshotContent::Blob(BlobRef::read(reader)?),
        _ => return Err(Malformed("a known place of a snapshot")),
    };
    Ok(SnapshotRecord { seq, time_ms, content })
}

fn read_changes(whole: &Bytes, reader: &mut Reader<'_>) -> Result<Vec<Change>, Malformed> {
    let count = reader.varint()?;
    let mut changes = Vec::new();
    for _ in 0..count {
        changes.push(match reader.byte()? {
            0 => Change::Delete(whole.slice_ref(reader.bytes()?)),
            1 => {
                let key = whole.slice_ref(reader.bytes()?);
                Change::Put(Record { key, value: whole.slice_ref(reader.bytes()?) })
            }
            _ => return Err(Malformed("a known change of a record")),
        });
    }
    Ok(changes)
}
