//! A journal over a storage in memory with a clock that tests set, and entries to look at.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use yrsa::event::{Author, Doer, Draft};
use yrsa::features::audit::Audit;
use yrsa::features::audit::query::{self, Entry, Filter, Reach};
use yrsa::features::audit::verify::{Verified, verify};
use yrsa::features::{Journal, events};
use yrsa_storage::{Clock, Memory, RecordBatch, Storage as _};

pub(super) const START: u64 = 1_800_000_000_000;

pub(super) struct World {
    pub(super) storage: Memory,
    pub(super) journal: Arc<Journal>,
    pub(super) audit: Arc<Audit>,
    time: Arc<AtomicU64>,
}

pub(super) fn doer(id: &str) -> Doer {
    let author = Author { id: id.into(), name: Some(format!("{id}'s name").into()) };
    Doer { address: Some("203.0.113.9".into()), door: Some("rest".into()), ..Doer::from(author) }
}

/// The key of an entry.
pub(super) fn key(seq: u64) -> Vec<u8> {
    [b"audit\0".as_slice(), &seq.to_be_bytes()].concat()
}

impl World {
    pub(super) fn new() -> Self {
        Self::over(Memory::new(), None)
    }

    pub(super) fn keeping(days: u64) -> Self {
        Self::over(Memory::new(), Some(days))
    }

    pub(super) fn over(storage: Memory, keep_days: Option<u64>) -> Self {
        let time = Arc::new(AtomicU64::new(START));
        let now = Arc::clone(&time);
        let clock = Clock::from_fn(move || now.load(Ordering::Relaxed));
        let journal = Journal::open(Arc::new(storage.clone()), clock.clone(), events::Settings::default()).unwrap();
        let audit = Audit::new(Arc::clone(&journal), clock, keep_days);
        Self { storage, journal, audit, time }
    }

    pub(super) fn now(&self) -> u64 {
        self.time.load(Ordering::Relaxed)
    }

    pub(super) fn pass_days(&self, days: u64) {
        self.time.fetch_add(days * 24 * 60 * 60 * 1000, Ordering::Relaxed);
    }

    /// Something happens.
    pub(super) fn happens(&self, kind: &'static str, about: &str, by: &str, data: Value) {
        let draft = Draft::by(kind, about.into(), self.now(), &doer(by), data);
        assert!(self.journal.write(RecordBatch::new(), vec![draft]).unwrap());
    }

    /// Members come, so many.
    pub(super) fn fill(&self, count: u64) {
        for at in 0..count {
            self.happens(
                "member.added",
                &format!("acme/{}", at % 3),
                ["ada", "bob"][at as usize % 2],
                json!({ "user": "eve", "n": at }),
            );
        }
    }

    /// All entries, the oldest first.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let filter = Filter { reach: Reach::Everything, ..Filter::default() };
        let mut entries = query::page(&self.storage, &filter, None, 10_000).unwrap().entries;
        entries.reverse();
        entries
    }

    pub(super) fn stored(&self, seq: u64) -> Value {
        serde_json::from_slice(&self.storage.get(&key(seq)).unwrap().unwrap()).unwrap()
    }

    /// Somebody with access to the disk writes an entry.
    pub(super) fn put(&self, seq: u64, entry: &Value) {
        self.storage.write(&RecordBatch::new().put(key(seq), entry.to_string())).unwrap();
    }

    pub(super) fn delete(&self, seq: u64) {
        self.storage.write(&RecordBatch::new().delete(key(seq))).unwrap();
    }

    pub(super) fn verified(&self) -> Verified {
        verify(&self.storage, &[]).unwrap()
    }

    /// Numbers of the entries that are wrong.
    pub(super) fn wrong(&self) -> Vec<u64> {
        self.verified().faults.into_iter().map(|fault| fault.seq).collect()
    }
}
