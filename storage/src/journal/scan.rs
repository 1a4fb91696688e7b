//! Reading a segment back: frame by frame, telling a torn end (never acknowledged) from damage (acknowledged once).
//! Pure over the bytes of one file; the store decides what to do about what is found.

use std::ops::Range;

use bytes::Bytes;

use crate::codec::Malformed;

use super::frame::{FrameReader, find};
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
pub(crate) fn scan(number: u64, bytes: &Bytes, extent: Extent, visit: &mut dyn FnMut(Replayed)) -> Result<Scanned, Malformed> {
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
    let mut at = HEADER_LEN as usize;
    while at < limit {
        if let Some(found) = find(number, &bytes, at) {
            reader.decode(&bytes.slice(found.payload..found.end), &mut |operation| {
                orphans += u64::from(operation == Replayed::Orphan);
                visit(operation);
            })?;
            at = found.end;
            scanned.end = at as u64;
            scanned.frames += 1;
        } else if let Some(next) = (at + 1..limit).find(|next| find(number, &bytes, *next).is_some()) {
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

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
