//! Reading a segment back: frame by frame, telling a torn end (never acknowledged) from damage (acknowledged once).
//! Pure over the bytes of one file; the store decides what to do about what is found.

use std::ops::Range;

use bytes::Bytes;

use crate::codec::Malformed;

use super::frame::{Claimed, FrameReader, Home, claimed, find};
use super::operation::Replayed;
use super::{HEADER_LEN, Header};

/// How much of a segment is known to have been durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The next segment's header says: exactly so many bytes.
    Known(u64),
    /// It is the newest: a torn frame at the end is lawful.
    Open,
}

/// What a segment held.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scanned {
    /// Where the last valid frame ends.
    pub(crate) end: u64,
    /// Valid frames.
    pub(crate) frames: u64,
    /// Ranges of bytes that were durable once and are not valid now.
    pub(crate) damage: Vec<Range<u64>>,
    /// The range of the torn end, which was never acknowledged.
    pub(crate) torn: Option<Range<u64>>,
    /// Entries that could not be attributed to a document because their declaration was damaged.
    pub(crate) orphans: u64,
}

/// Reads a segment's frames, header excluded (see [`super::Header`]).
///
/// # Errors
/// A frame with a right checksum that this version cannot read.
pub(crate) fn scan(home: Home, bytes: &Bytes, extent: Extent, visit: &mut dyn FnMut(Replayed)) -> Result<Scanned, Malformed> {
    let mut scanned = Scanned { end: HEADER_LEN, ..Scanned::default() };
    let known = match extent {
        Extent::Known(len) => len,
        Extent::Open => bytes.len() as u64,
    };
    let limit = usize::try_from(known).unwrap_or(usize::MAX).min(bytes.len());
    let bytes = bytes.slice(..limit);
    // Without a header the times of the first entries are unknown, and said to be long ago.
    let began_ms = Header::decode(&bytes).map_or(0, |header| header.began_ms);
    let mut reader = FrameReader::new(began_ms);
    let mut orphans = 0;
    let mut sums = None;
    let mut at = HEADER_LEN as usize;
    while at < limit {
        if let Some(found) = find(home, &bytes, at) {
            reader.decode(&bytes.slice(found.payload..found.end), &mut |operation| {
                orphans += u64::from(operation == Replayed::Orphan);
                visit(operation);
            })?;
            at = found.end;
            scanned.end = at as u64;
            scanned.frames += 1;
        } else if let Some(next) = sums.get_or_insert_with(|| Sums::of(&bytes)).find_from(home, at + 1) {
            scanned.damage.push(at as u64..next as u64);
            at = next;
        } else {
            break;
        }
    }
    scanned.orphans = orphans;
    let rest = at as u64..known;
    match extent {
        Extent::Known(_) if !rest.is_empty() => scanned.damage.push(rest),
        Extent::Open if !rest.is_empty() => scanned.torn = Some(rest),
        _ => {}
    }
    Ok(scanned)
}

/// From one remembered sum to the next, in bytes.
const STEP: usize = 4096;

/// Sums of what lies before, to tell the checksum of any range at about the same price. After damage everything that looks like a frame
/// is one, perhaps; clients can write updates that look like many long ones, and reading each of those whole would take hours.
struct Sums<'a> {
    bytes: &'a [u8],
    /// Of all bytes before each step.
    before: Vec<u32>,
}

impl<'a> Sums<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut hasher = crc32fast::Hasher::new();
        let mut before = vec![hasher.clone().finalize()];
        for step in bytes.chunks(STEP) {
            hasher.update(step);
            before.push(hasher.clone().finalize());
        }
        Self { bytes, before }
    }

    /// The first valid frame from here on.
    fn find_from(&self, home: Home, from: usize) -> Option<usize> {
        (from..self.bytes.len()).find(|at| self.is_frame(home, *at))
    }

    fn is_frame(&self, home: Home, at: usize) -> bool {
        let Some(Claimed { found, crc }) = claimed(self.bytes, at) else { return false };
        let len = (found.end - found.payload) as u64;
        if len <= STEP as u64 {
            return find(home, self.bytes, at).is_some();
        }
        let place = super::frame::checksum(home, at as u64, &[]);
        let payload = shifted(self.until(found.payload), len) ^ self.until(found.end);
        shifted(place, len) ^ payload == crc
    }

    /// Of all bytes before this one.
    fn until(&self, end: usize) -> u32 {
        let step = end / STEP;
        let mut hasher = crc32fast::Hasher::new_with_initial(self.before.get(step).copied().unwrap_or_default());
        hasher.update(&self.bytes[step * STEP..end]);
        #[cfg(test)]
        super::frame::summed(end - step * STEP);
        hasher.finalize()
    }
}

/// The part that a sum has in the sum of itself and so many bytes more: CRC-32 is linear (zlib, `crc32_combine`).
fn shifted(crc: u32, len: u64) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial_len(crc, 0);
    hasher.combine(&crc32fast::Hasher::new_with_initial_len(0, len));
    hasher.finalize()
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
