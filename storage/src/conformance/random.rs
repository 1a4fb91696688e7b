//! Arbitrary operations, the same on the subject and on the reference in memory; then everything must be equal.
//! The seed is in every violation; `YRSA_SEED` sets it.

use std::sync::Arc;
use std::time::Duration;

use super::{NOW_MS, Outcome, Setup, Subject, Violation, check_eq};
use crate::contract::{Append, LogEntry, Snapshot, Storage};
use crate::memory::{Memory, MemoryOptions};
use crate::records::RecordBatch;
use crate::status::Scope;

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

fn seed() -> u64 {
    std::env::var("YRSA_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_121)
}

const IDS: [&str; 6] = ["a", "a/b", "b", "c/d/e", "c/d", "z"];

struct Run {
    random: Random,
    reference: Memory,
    step: u64,
}

impl Run {
    fn entry(&mut self, seq: u64) -> LogEntry {
        let len = match self.random.below(40) {
            0 => 70_000,
            1 => 3_000,
            _ => self.random.below(60),
        };
        let update: Vec<u8> = (0..len).map(|at| (at ^ seq) as u8).collect();
        let user = [None, Some("ann"), Some("bob")][self.random.below(3) as usize];
        LogEntry {
            seq,
            time_ms: NOW_MS - 100_000 + self.step * 10 + self.random.below(15),
            user: user.map(Into::into),
            connection: self.random.below(4),
            update: update.into(),
        }
    }

    fn appends(&mut self) -> Result<Vec<Append>, Violation> {
        let mut batch: Vec<Append> = Vec::new();
        for _ in 0..=self.random.below(6) {
            let id = IDS[self.random.below(6) as usize];
            let stored = self.reference.load(id)?.map_or(0, |document| document.head());
            let in_batch = batch.iter().rev().find(|append| &*append.document == id && append.entry.is_some());
            let head = in_batch.and_then(|append| append.entry.as_ref()).map_or(stored, |entry| entry.seq.max(stored));
            // Sometimes one that is logged already, as after a retry; the reference must then skip it as well.
            let again = head > 0 && self.random.below(10) == 0;
            let entry = (self.random.below(8) > 0).then(|| self.entry(if again { head } else { head + 1 }));
            let parked = (entry.is_none() || self.random.below(10) == 0).then(|| {
                let len = [0, 5, 2_000][self.random.below(3) as usize];
                vec![self.step as u8; len].into()
            });
            batch.push(Append { document: id.into(), entry, parked });
        }
        Ok(batch)
    }

    fn snapshot(&mut self, head: u64) -> Snapshot {
        let len = [10, 1_000, 5_000, 70_000][self.random.below(4) as usize];
        let state: Vec<u8> = (0..len).map(|_| self.random.next() as u8).collect();
        let seq = if head == 0 { self.random.below(3) * 50 } else { head - self.random.below(head.min(20)) };
        Snapshot { seq, state_vector: state[..10].to_vec().into(), state: state.into() }
    }

    fn records(&mut self) -> RecordBatch {
        let mut batch = RecordBatch::new();
        for _ in 0..=self.random.below(3) {
            let key = format!("record/{}", self.random.below(12));
            batch = match self.random.below(4) {
                0 => batch.delete(key),
                _ => batch.put(key, vec![self.step as u8; [0, 10, 4_000][self.random.below(3) as usize]]),
            };
        }
        batch
    }

    fn step(&mut self, storage: &Arc<dyn Storage>) -> Outcome {
        self.step += 1;
        match self.random.below(100) {
            0..70 => {
                let batch = self.appends()?;
                self.reference.append(&batch)?;
                storage.append(&batch)?;
            }
            70..80 => {
                let id = IDS[self.random.below(6) as usize];
                let head = self.reference.load(id)?.map_or(0, |document| document.head());
                let snapshot = self.snapshot(head);
                self.reference.install_snapshot(id, &snapshot)?;
                storage.install_snapshot(id, &snapshot)?;
            }
            80..82 => {
                let id = IDS[self.random.below(6) as usize];
                self.reference.remove(id)?;
                storage.remove(id)?;
            }
            82..92 => {
                let batch = self.records();
                check_eq(&storage.write(&batch)?, &self.reference.write(&batch)?, "a batch of records")?;
            }
            92..97 => storage.checkpoint()?,
            97 => {
                storage.compact(Scope::Document(IDS[self.random.below(6) as usize]))?;
            }
            98 => {
                storage.compact(Scope::All)?;
            }
            _ => {
                let id = IDS[self.random.below(6) as usize];
                check_eq(&storage.load(id)?, &self.reference.load(id)?, id)?;
            }
        }
        Ok(())
    }

    fn compare(&self, storage: &Arc<dyn Storage>, what: What) -> Outcome {
        for id in IDS {
            check_eq(&storage.load(id)?, &self.reference.load(id)?, id)?;
            if what == What::HistoryToo {
                let everything = 0..u64::MAX;
                check_eq(&storage.log(id, everything.clone())?, &self.reference.log(id, everything)?, id)?;
            }
        }
        let list = |storage: &dyn Storage| -> Result<Vec<_>, Violation> {
            let listed = storage.documents("", None, 100)?;
            Ok(listed.into_iter().map(|info| (info.id, info.head_seq, info.snapshot_seq)).collect())
        };
        check_eq(&list(storage.as_ref())?, &list(&self.reference)?, "the list")?;
        check_eq(&storage.scan(b"", None, 100)?, &self.reference.scan(b"", None, 100)?, "the records")?;
        let mut faults = Vec::new();
        storage.verify(&mut |fault| faults.push(fault.clone()))?;
        check_eq(&faults, &vec![], "verify")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    HistoryToo,
    DocumentsOnly,
}

fn run(subject: &mut dyn Subject, setup: &Setup, what: What) -> Outcome {
    let seed = seed();
    let options = MemoryOptions { retention: setup.retention, clock: setup.clock.clone() };
    let mut run = Run { random: Random::new(seed), reference: Memory::with(options), step: 0 };
    let mut play = || -> Outcome {
        for _ in 0..8 {
            let storage = subject.open(setup)?;
            run.compare(&storage, what)?;
            for _ in 0..60 {
                run.step(&storage)?;
            }
            run.compare(&storage, what)?;
            if run.random.below(3) == 0 {
                storage.close()?;
            }
        }
        Ok(())
    };
    play().map_err(|violation| Violation(format!("seed {seed}, step {}: {violation}", run.step)))
}

pub(super) fn arbitrary_operations_match_the_reference(subject: &mut dyn Subject) -> Outcome {
    run(subject, &Setup::default(), What::HistoryToo)
}

pub(super) fn arbitrary_operations_with_short_retention_keep_every_document(subject: &mut dyn Subject) -> Outcome {
    let setup = Setup { retention: Duration::ZERO, ..Setup::default() };
    run(subject, &setup, What::DocumentsOnly)
}
