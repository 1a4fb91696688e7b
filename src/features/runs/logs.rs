//! What executors print: lines by number, in pieces of some kilobytes each, bounded for each run. When the bound is reached the
//! oldest lines are let go of, and readers see from which number on they are there. Part of `runs`; no event tells of lines.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use yrsa_storage::{Expected, Record, RecordBatch};

use super::changes;
use super::keys;
use super::run;
use super::{Runs, changed_meanwhile};
use crate::features::Refused;
use crate::features::records::{self, Stored};
use crate::protocol::DocumentId;

/// The most lines that are kept of a run.
const LINES: u64 = 100_000;
/// The most bytes of text that are kept of a run.
const BYTES: u64 = 16 << 20;
/// The most lines of one report, and of one page.
pub const LINES_AT_ONCE: usize = 1000;
/// The most bytes of a line.
const LINE_BYTES: usize = 16 * 1024;
/// The most bytes of text of one report: they go into one piece, and a piece into one record.
const REPORT_BYTES: usize = 256 * 1024;

/// A piece takes more lines until it has this many bytes of text.
const PIECE_BYTES: usize = 32 * 1024;
/// Pieces read at a time.
const PIECES: usize = 4;

/// How loud a line is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// For who looks for a fault.
    Debug,
    /// What happens.
    #[default]
    Info,
    /// What may be wrong.
    Warn,
    /// What is wrong.
    Error,
}

/// A line to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// When it was printed, in milliseconds since the Unix epoch; now, if missing.
    pub time: Option<u64>,
    /// How loud it is.
    pub level: Level,
    /// The step that printed it.
    pub step: Option<String>,
    /// What it says.
    pub text: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number in the run's log, from 1.
    pub n: u64,
    /// When it was printed, in milliseconds since the Unix epoch.
    pub time: u64,
    /// How loud it is.
    pub level: Level,
    /// The step that printed it.
    pub step: Option<String>,
    /// What it says.
    pub text: String,
}

/// Some lines of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// In order.
    pub lines: Vec<Line>,
    /// The number of the oldest line that is kept: earlier ones were let go of.
    pub first: u64,
    /// The number of the newest line; 0 without any.
    pub last: u64,
}

/// How long a log is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    /// The oldest line that is kept.
    first: u64,
    /// The next line to be written.
    next: u64,
    /// Bytes of text that are kept.
    bytes: u64,
    /// Where the newest piece begins.
    piece: u64,
}

impl Default for Head {
    fn default() -> Self {
        Self { first: 1, next: 1, bytes: 0, piece: 1 }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    lines: Vec<Line>,
}

impl Piece {
    fn bytes(&self) -> usize {
        self.lines.iter().map(|line| line.text.len()).sum()
    }
}

impl Runs {
    /// Adds lines to the log of a run; the number of the last one, and whether somebody wants the run to end. Durable on return.
    pub fn add_lines(
        &self,
        document: &DocumentId,
        run: &str,
        token: &str,
        lines: &[NewLine],
        now: u64,
    ) -> Result<(u64, bool), Refused> {
        check(lines)?;
        self.expire(now)?;
        for _ in 0..super::TRIES {
            let key = keys::run(document, run).ok_or(Refused::Unknown("run"))?;
            let stored = records::get::<run::Record>(&*self.store, &key)?.ok_or(Refused::Unknown("run"))?;
            stored.value.held(token, now)?;
            // Whoever lost the lease meanwhile adds nothing.
            let batch = RecordBatch::new().expect(key, stored.unchanged());
            if let Some(last) = self.append(document, run, lines, batch, now)? {
                self.tell(run);
                return Ok((last, stored.value.run.cancel_requested));
            }
        }
        Err(changed_meanwhile())
    }

    /// One attempt; none if somebody was faster.
    fn append(
        &self,
        document: &DocumentId,
        run: &str,
        lines: &[NewLine],
        mut batch: RecordBatch,
        now: u64,
    ) -> Result<Option<u64>, Refused> {
        let head_key = keys::log_heads(document).name(run);
        let stored: Option<Stored<Head>> = records::get(&*self.store, &head_key)?;
        let expected = stored.as_ref().map_or(Expected::Absent, Stored::unchanged);
        let mut head = stored.map(|stored| stored.value).unwrap_or_default();
        let newest = keys::piece(document, run, head.piece);
        let mut piece = records::get::<Piece>(&*self.store, &newest)?.map(|stored| stored.value).unwrap_or_default();
        let bytes: usize = lines.iter().map(|line| line.text.len()).sum();
        let full = piece.bytes() + bytes > PIECE_BYTES || piece.lines.len() + lines.len() > LINES_AT_ONCE;
        if full && !piece.lines.is_empty() {
            (piece, head.piece) = (Piece::default(), head.next);
        }
        for (n, line) in (head.next..).zip(lines) {
            let NewLine { time, level, step, text } = line.clone();
            piece.lines.push(Line { n, time: time.unwrap_or(now), level, step, text });
        }
        head.next += lines.len() as u64;
        head.bytes += bytes as u64;
        batch = self.let_go_of_oldest(document, run, &mut head, batch)?;
        batch = batch
            .expect(head_key.clone(), expected)
            .put(keys::piece(document, run, head.piece), records::encode(&piece)?)
            .put(head_key, records::encode(&head)?);
        let last = head.next - 1;
        Ok(records::write(&*self.store, &batch)?.then_some(last))
    }

    /// Whole pieces go, so slightly less than the bound may be kept.
    fn let_go_of_oldest(
        &self,
        document: &DocumentId,
        run: &str,
        head: &mut Head,
        mut batch: RecordBatch,
    ) -> Result<RecordBatch, Refused> {
        let log = keys::log(document, run);
        let mut after: Option<Bytes> = None;
        while head.bytes > BYTES || head.next - head.first > LINES {
            let oldest = self.store.scan(log.prefix(), after.as_deref(), 1)?;
            let Some(oldest) = oldest.into_iter().next() else { break };
            let piece: Piece = records::decode(&oldest.value)?;
            let Some(last) = piece.lines.last().filter(|last| last.n < head.piece) else { break };
            head.first = last.n + 1;
            head.bytes = head.bytes.saturating_sub(piece.bytes() as u64);
            batch = batch.delete(oldest.key.clone());
            after = Some(oldest.key);
        }
        Ok(batch)
    }

    /// The lines after one, at most [`LINES_AT_ONCE`].
    pub fn lines(&self, document: &DocumentId, run: &str, after: u64, limit: usize) -> Result<LogPage, Refused> {
        let limit = limit.clamp(1, LINES_AT_ONCE);
        let head: Head =
            records::get(&*self.store, &keys::log_heads(document).name(run))?.map(|stored| stored.value).unwrap_or_default();
        let mut page = LogPage { lines: Vec::new(), first: head.first, last: head.next - 1 };
        let log = keys::log(document, run);
        // A piece has at most so many lines, so the one with the wanted line begins behind this key.
        let mut from = keys::piece(document, run, after.saturating_sub(LINES_AT_ONCE as u64));
        while page.lines.len() < limit {
            let pieces = self.store.scan(log.prefix(), Some(&from), PIECES)?;
            let Some(last) = pieces.last() else { break };
            from = last.key.clone();
            for (place, piece) in pieces.iter().enumerate() {
                let room = limit - page.lines.len();
                let ends_before = |next: &Record| keys::piece(document, run, after.saturating_add(1)) >= next.key;
                if room == 0 || pieces.get(place + 1).is_some_and(ends_before) {
                    continue;
                }
                let piece: Piece = records::decode(&piece.value)?;
                page.lines.extend(piece.lines.into_iter().filter(|line| line.n > after).take(room));
            }
        }
        Ok(page)
    }
}

fn check(lines: &[NewLine]) -> Result<(), Refused> {
    if lines.is_empty() || lines.len() > LINES_AT_ONCE {
        return Err(Refused::Invalid("a report has 1 to 1000 lines"));
    }
    if lines.iter().map(|line| line.text.len()).sum::<usize>() > REPORT_BYTES {
        return Err(Refused::Invalid("the lines of a report have at most 256 KiB of text; send them in parts"));
    }
    if lines.iter().any(|line| line.text.len() > LINE_BYTES) {
        return Err(Refused::Invalid("a line has at most 16 KiB; send it in parts"));
    }
    if lines.iter().any(|line| changes::check_name(line.step.as_deref(), "").is_err()) {
        return Err(Refused::Invalid("a step's id has 1 to 256 bytes without control characters"));
    }
    Ok(())
}
