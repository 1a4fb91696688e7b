//! Readers of one typist. Which edits a message brings is told by their clocks, whatever the server merged on the way; a message
//! that is the very edit due next is not taken apart, because the tool shares the machine with the server. No CRDT here.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use tokio::task::JoinSet;

use super::connection::{Event, Parts, Receiver};
use super::latency::{Latencies, Schedule};
use super::typist::Typist;
use super::{Failure, PATIENCE};
use crate::admission::{self, StateVector};

/// What is typed.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) client: u64,
    /// Each with at least one clock of its own.
    pub(super) edits: Vec<Bytes>,
    /// The client's clock after each edit.
    ends: Vec<u32>,
    /// The number of each edit in the schedule.
    numbers: Vec<u64>,
}

/// What all readers of a script measure by.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) script: Arc<Script>,
    pub(super) schedule: Schedule,
    pub(super) latencies: Arc<Latencies>,
}

/// What one reader got.
#[derive(Debug, Default)]
pub(super) struct Got {
    pub(super) delivered: u64,
    pub(super) frames: u64,
    pub(super) bytes: u64,
    /// What the messages said, if it was kept.
    pub(super) kept: Option<Parts>,
}

/// How far one reader is.
#[derive(Debug)]
pub(super) struct Follower {
    script: Arc<Script>,
    have: usize,
    /// The clock up to which there is no hole; in the middle of an edit, maybe.
    clock: u32,
    /// All that came, if it is to be read at the end.
    kept: Option<Vec<Bytes>>,
}

impl Script {
    /// So many keys of one typist, one after the other.
    pub(super) fn typed(typist: &mut Typist, keys: u64) -> Self {
        let edits = typist.keys(keys);
        let (ends, numbers) = ((1..).take(edits.len()).collect(), (0..keys).collect());
        Self { client: typist.client(), edits, ends, numbers }
    }

    /// So many pieces of text, of so many characters each.
    pub(super) fn pasted(typist: &mut Typist, pieces: u64, characters: u32) -> Self {
        let pieces = (0..pieces).map(|number| (typist.paste(characters), number));
        let edits: Vec<_> = (1..).zip(pieces).map(|(count, (edit, number))| (edit, count * characters, number)).collect();
        Self::among_others(typist.client(), edits)
    }

    /// Edits with the clock after each and their numbers in a schedule that others are in, too.
    pub(super) fn among_others(client: u64, edits: impl IntoIterator<Item = (Bytes, u32, u64)>) -> Self {
        let mut script = Self { client, edits: Vec::new(), ends: Vec::new(), numbers: Vec::new() };
        for (edit, end, number) in edits {
            script.edits.push(edit);
            script.ends.push(end);
            script.numbers.push(number);
        }
        script
    }

    /// The client's clock after so many edits.
    pub(super) fn clock(&self, edits: usize) -> u32 {
        edits.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0)
    }

    /// The state of a document with all of it.
    pub(super) fn state(&self) -> StateVector {
        StateVector::from_iter([(self.client, self.clock(self.edits.len()))])
    }
}

impl Follower {
    /// Somebody without any edit.
    pub(super) fn new(script: &Arc<Script>) -> Self {
        Self { script: Arc::clone(script), have: 0, clock: 0, kept: None }
    }

    /// Keeps all that comes.
    pub(super) fn keep(self) -> Self {
        Self { kept: Some(Vec::new()), ..self }
    }

    /// How many edits are there, without a hole.
    pub(super) fn have(&self) -> u64 {
        self.have as u64
    }

    /// Whether everything is there.
    pub(super) fn is_done(&self) -> bool {
        self.have == self.script.edits.len()
    }

    /// Takes what came; the edits that are there since.
    pub(super) fn take(&mut self, update: &Bytes) -> Result<Range<usize>, Failure> {
        let (before, script) = (self.have, &self.script);
        if script.edits.get(before) == Some(update) {
            self.have += 1;
            self.clock = script.clock(self.have);
        } else {
            let known = StateVector::from_iter([(script.client, self.clock)]);
            self.clock = admission::state_vector_of(&known, [update])?.get(script.client);
            self.have += script.ends[before..].iter().take_while(|end| **end <= self.clock).count();
        }
        self.only_keep(update);
        Ok(before..self.have)
    }

    /// Takes what has none of the edits.
    pub(super) fn only_keep(&mut self, update: &Bytes) {
        if let Some(kept) = &mut self.kept {
            // A copy: what came is a slice of a read buffer.
            kept.push(Bytes::copy_from_slice(update));
        }
    }

    /// All that came, if it was kept.
    pub(super) fn into_kept(self) -> Option<Parts> {
        self.kept.map(Parts::of)
    }
}

impl Reading {
    /// Reads until all edits are there.
    pub(super) async fn read(self: Arc<Self>, mut receiver: Receiver, keep: bool) -> Result<Got, Failure> {
        let mut follower = Follower::new(&self.script);
        if keep {
            follower = follower.keep();
        }
        let mut got = Got::default();
        while !follower.is_done() {
            let (Event::Update(update) | Event::Synced(update)) = receiver.next().await? else { continue };
            self.take(&mut follower, &update, &mut got)?;
        }
        got.kept = follower.into_kept();
        Ok(got)
    }

    /// Takes what came, and notes how long each edit in it took.
    pub(super) fn take(&self, follower: &mut Follower, update: &Bytes, got: &mut Got) -> Result<(), Failure> {
        let now = Instant::now();
        let came = follower.take(update)?;
        let numbers = self.script.numbers[came].iter().filter(|number| self.schedule.counts(**number));
        let before = got.delivered;
        for number in numbers {
            self.latencies.record(now.saturating_duration_since(self.schedule.due(*number)));
            got.delivered += 1;
        }
        if got.delivered > before {
            got.frames += 1;
            got.bytes += update.len() as u64;
        }
        Ok(())
    }
}

/// Waits until all readers have everything; all they got.
pub(super) async fn gather(mut reads: JoinSet<Result<Got, Failure>>, schedule: &Schedule) -> Result<Got, Failure> {
    let deadline = tokio::time::Instant::now() + schedule.length() + PATIENCE;
    let mut all = Got::default();
    while !reads.is_empty() {
        let Ok(Some(got)) = tokio::time::timeout_at(deadline, reads.join_next()).await else {
            return Err(format!("wrong end state: {} readers wait for edits", reads.len()).into());
        };
        all += got??;
    }
    Ok(all)
}

impl std::ops::AddAssign for Got {
    /// Of what was kept, the first stays.
    fn add_assign(&mut self, other: Self) {
        self.delivered += other.delivered;
        self.frames += other.frames;
        self.bytes += other.bytes;
        self.kept = self.kept.take().or(other.kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(edits: u64) -> Arc<Script> {
        Arc::new(Script::typed(&mut Typist::new(0), edits))
    }

    fn merged(edits: &[Bytes]) -> Bytes {
        yrs::merge_updates_v1(edits).unwrap().into()
    }

    #[test]
    fn edits_count_by_clock_whether_merged_repeated_or_one_by_one() {
        let script = script(6);
        let mut follower = Follower::new(&script).keep();
        assert_eq!(follower.take(&script.edits[0]).unwrap(), 0..1);
        assert_eq!(follower.take(&script.edits[0]).unwrap(), 1..1);
        assert_eq!(follower.take(&merged(&script.edits[1..4])).unwrap(), 1..4);
        // The fifth is missing.
        assert_eq!(follower.take(&script.edits[5]).unwrap(), 4..4);
        assert_eq!(follower.take(&merged(&script.edits[2..])).unwrap(), 4..6);
        assert!(follower.is_done());
        assert_eq!((follower.have(), follower.into_kept().unwrap().updates().len()), (6, 5));
    }

    #[test]
    fn what_others_write_is_none_of_the_typists_edits() {
        let script = script(2);
        let mut follower = Follower::new(&script);
        assert_eq!(follower.take(&Typist::new(1).key()).unwrap(), 0..0);
    }

    #[test]
    fn an_edit_of_several_clocks_is_there_with_its_last() {
        let script = script(6);
        let pairs = script.edits.chunks(2).zip((2..).step_by(2)).zip(0..);
        let pairs = pairs.map(|((pair, end), number)| (merged(pair), end, number));
        let in_pairs = Arc::new(Script::among_others(script.client, pairs));
        let mut follower = Follower::new(&in_pairs);
        assert_eq!(follower.take(&merged(&script.edits[..3])).unwrap(), 0..1);
        assert_eq!(follower.take(&script.edits[3]).unwrap(), 1..2);
        assert_eq!(follower.take(&in_pairs.edits[2]).unwrap(), 2..3);
        assert_eq!(in_pairs.state().get(script.client), 6);
    }
}
