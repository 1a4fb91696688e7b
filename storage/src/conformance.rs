//! What every storage backend must do, as cases any backend can be put through: `for case in CASES { case.run(&mut subject)?; }`.
//! A case gets a fresh subject and may close and open it again; it returns what was violated and never panics.

mod documents;
mod random;
mod records;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::contract::{Append, LogEntry, Snapshot, Storage};
use crate::error::{Error, ErrorKind};
use crate::options::Clock;

/// How a case wants its storage opened.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The retention of history.
    pub retention: Duration,
    /// The clock.
    pub clock: Clock,
}

impl Default for Setup {
    fn default() -> Self {
        Self { retention: Duration::from_secs(30 * 24 * 60 * 60), clock: Clock::from_fn(|| NOW_MS) }
    }
}

/// The time of day in the cases.
pub const NOW_MS: u64 = 1_790_000_000_000;

/// A backend under test: one data set that can be opened again and again.
pub trait Subject {
    /// Opens the storage, empty the first time. Opened again, it holds what was written; storages handed out before were
    /// closed, or are to be treated as crashed.
    fn open(&mut self, setup: &Setup) -> Result<Arc<dyn Storage>, Error>;
}

/// What a backend did wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation(pub String);

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Violation {}

impl From<Error> for Violation {
    fn from(error: Error) -> Self {
        Self(format!("unexpected error: {}", error.story()))
    }
}

/// The outcome of a case.
pub type Outcome = Result<(), Violation>;

/// One case.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// What must hold, as a sentence.
    pub name: &'static str,
    run: fn(&mut dyn Subject) -> Outcome,
}

impl Case {
    /// Runs the case on a fresh subject.
    ///
    /// # Errors
    /// What was violated.
    pub fn run(&self, subject: &mut dyn Subject) -> Outcome {
        (self.run)(subject)
    }
}

/// Names a function of this module as a case.
macro_rules! cases {
    ($($module:ident :: $name:ident),* $(,)?) => {
        /// All cases.
        pub const CASES: &[Case] = &[$(Case { name: stringify!($name), run: $module::$name }),*];
    };
}

cases![
    documents::an_unknown_document_is_none,
    documents::appended_entries_come_back_whole_and_in_order,
    documents::a_batch_may_mix_documents,
    documents::writing_the_same_batch_again_changes_nothing,
    documents::a_gap_is_refused_before_anything_is_written,
    documents::parked_bytes_are_replaced_and_cleared,
    documents::a_snapshot_takes_the_place_of_the_log_before_it,
    documents::an_older_snapshot_is_ignored_and_one_beyond_the_log_refused,
    documents::a_document_can_begin_with_a_snapshot,
    documents::history_is_kept_for_the_retention_and_no_longer,
    documents::large_updates_and_snapshots_come_back,
    documents::a_removed_document_is_gone_and_its_id_free,
    documents::ids_are_never_mixed_up,
    documents::ids_beyond_the_limit_are_refused,
    documents::lists_go_by_prefix_and_page,
    documents::ranges_of_the_log_are_half_open,
    documents::a_checkpoint_and_a_compaction_change_nothing_visible,
    documents::many_threads_may_write,
    documents::a_closed_storage_says_so,
    records::records_are_written_and_deleted,
    records::a_failed_condition_writes_nothing,
    records::scans_go_by_prefix_and_page,
    records::records_beyond_the_limits_are_refused,
    records::of_many_writers_with_one_condition_one_wins,
    random::arbitrary_operations_match_the_reference,
    random::arbitrary_operations_with_short_retention_keep_every_document,
];

/// Fails the case unless the condition holds.
fn check(holds: bool, what: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(Violation(what())) }
}

/// Fails the case unless both are equal.
fn check_eq<T: PartialEq + fmt::Debug>(found: &T, expected: &T, what: &str) -> Outcome {
    check(found == expected, || {
        let text = |value: &T| format!("{value:?}").chars().take(600).collect::<String>();
        format!("{what}: found {}, expected {}", text(found), text(expected))
    })
}

/// Fails the case unless the call failed in this way.
fn check_kind<T>(result: Result<T, Error>, kind: ErrorKind, what: &str) -> Outcome {
    match result {
        Err(error) if error.kind() == kind => Ok(()),
        Err(error) => Err(Violation(format!("{what}: expected {kind:?}, got {}", error.story()))),
        Ok(_) => Err(Violation(format!("{what}: expected {kind:?}, but it succeeded"))),
    }
}

fn entry(seq: u64) -> LogEntry {
    let update = format!("update {seq}");
    let user = (!seq.is_multiple_of(3)).then(|| format!("user {}", seq % 3).into());
    LogEntry { seq, time_ms: NOW_MS + seq * 40, user, connection: seq % 5, update: update.into_bytes().into() }
}

fn append(document: &str, seq: u64) -> Append {
    Append { document: document.into(), entry: Some(entry(seq)), parked: None }
}

fn park(document: &str, parked: &'static [u8]) -> Append {
    Append { document: document.into(), entry: None, parked: Some(Bytes::from_static(parked)) }
}

fn appends(document: &str, range: std::ops::RangeInclusive<u64>) -> Vec<Append> {
    range.map(|seq| append(document, seq)).collect()
}

fn entries(range: std::ops::RangeInclusive<u64>) -> Vec<LogEntry> {
    range.map(entry).collect()
}

fn snapshot(seq: u64, len: usize) -> Snapshot {
    let mut random = random::Random::new(seq ^ len as u64);
    let state: Vec<u8> = (0..len).map(|_| random.next() as u8).collect();
    Snapshot { seq, state_vector: format!("vector {seq}").into_bytes().into(), state: state.into() }
}
