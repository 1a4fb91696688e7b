//! A journal with a clock of its own, drafts, and rooms that wait for an answer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::json;
use yrsa::event::{Author, Draft};
use yrsa::features::Journal;
use yrsa::features::events::Settings;
use yrsa::protocol::DocumentId;
use yrsa::room::around::{Telling, Told};
use yrsa_storage::{Clock, Memory, RecordBatch};

pub(super) const START: u64 = 1_800_000_000_000;
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(super) struct World {
    pub(super) storage: Memory,
    pub(super) journal: Arc<Journal>,
    pub(super) time: Arc<AtomicU64>,
    settings: Settings,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(Settings::default())
    }

    pub(super) fn with(settings: Settings) -> Self {
        Self::over(Memory::new(), Arc::new(AtomicU64::new(START)), settings)
    }

    fn over(storage: Memory, time: Arc<AtomicU64>, settings: Settings) -> Self {
        let now = Arc::clone(&time);
        let clock = Clock::from_fn(move || now.load(Ordering::Relaxed));
        let journal = Journal::open(Arc::new(storage.clone()), clock, settings).unwrap();
        Self { storage, journal, time, settings }
    }

    /// What a server finds that starts after the power failed.
    pub(super) fn after_a_crash(&self) -> Self {
        Self::over(self.storage.crash(), Arc::clone(&self.time), self.settings)
    }

    pub(super) fn pass(&self, time: Duration) {
        self.time.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }

    pub(super) fn now(&self) -> u64 {
        self.time.load(Ordering::Relaxed)
    }

    pub(super) fn draft(&self, kind: &'static str, id: &str) -> Draft {
        Draft::of(kind, id.into(), self.now(), Some(author("ada")), json!({}))
    }

    pub(super) fn change(&self, id: &str, version: u64) -> Draft {
        Draft { version: Some(version), ..self.draft("document.updated", id) }
    }

    pub(super) fn write(&self, drafts: Vec<Draft>) -> bool {
        self.journal.write(RecordBatch::new(), drafts).unwrap()
    }

    /// Writes so many events about a document.
    pub(super) fn fill(&self, id: &str, count: usize) {
        for _ in 0..count {
            assert!(self.write(vec![self.draft("document.renamed", id)]));
        }
    }

    /// What a room tells; it hears of it through what is returned.
    pub(super) fn tell(&self, id: &str, through: u64, drafts: Vec<Draft>) -> Arc<Answer> {
        let answer = Arc::<Answer>::default();
        self.journal.tell(Telling { document: document(id), through, drafts, done: Arc::clone(&answer) as Arc<dyn Told> });
        answer
    }

    /// Ids of everything that can be read, by pages of this size.
    pub(super) fn ids(&self, page: usize) -> Vec<u64> {
        let (mut cursor, mut ids) = (self.journal.start(), Vec::new());
        while cursor < self.journal.head() {
            let read = self.journal.after(cursor, page).unwrap();
            assert!(!read.gap && read.next > cursor, "{read:?}");
            ids.extend(read.events.iter().map(|event| event.id));
            cursor = read.next;
        }
        ids
    }

    /// Types of everything that happened to a document.
    pub(super) fn kinds(&self, id: &str) -> Vec<String> {
        let page = self.journal.of_document(&document(id), self.journal.start(), 1000).unwrap();
        page.events.iter().map(|event| event.draft.kind.as_ref().to_owned()).collect()
    }

    /// Versions of what was told of a document.
    pub(super) fn versions(&self, id: &str) -> Vec<u64> {
        let page = self.journal.of_document(&document(id), self.journal.start(), 1000).unwrap();
        page.events.iter().filter_map(|event| event.draft.version).collect()
    }
}

pub(super) fn document(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

pub(super) fn author(id: &str) -> Author {
    Author { id: id.into(), name: None }
}

/// A room that waits until it is told.
#[derive(Default)]
pub(super) struct Answer {
    through: Mutex<Option<u64>>,
    changed: Condvar,
}

impl Told for Answer {
    fn told(&self, through: u64) {
        *self.through.lock().unwrap() = Some(through);
        self.changed.notify_all();
    }
}

impl Answer {
    pub(super) fn is_there(&self) -> bool {
        self.through.lock().unwrap().is_some()
    }

    pub(super) fn wait(&self) -> u64 {
        let through = self.through.lock().unwrap();
        let (through, _) = self.changed.wait_timeout_while(through, PATIENCE, |through| through.is_none()).unwrap();
        through.expect("nobody answered the room")
    }
}
