//! How people work on a document together: one record for each document with its locks, its session and whose turn it is, so that one
//! compare-and-swap decides who gets what. Written with the events about it; rooms read it when they open and are told of each change.
//! Used by `locks`, `sessions` and the sweeper; knows no roles.

mod changes;
mod keys;
pub mod lock;
pub mod path;
mod shown;
mod sweep;
pub mod turn;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;
use yrsa_storage::{RecordBatch, Together};

use self::changes::Wanted;
use self::lock::Lock;
use self::path::Path;
pub use self::sweep::Sweep;
use self::turn::Session;
use super::documents::{Documents, Stage};
use super::records::{self, Store};
use super::{Journal, Refused};
use crate::access::Role;
use crate::event::{Doer, Draft};
use crate::protocol::DocumentId;
use crate::room::Rooms;
use crate::room::around::{Rules, Undone};

pub use self::keys::purge;

/// The most bytes of a record. What is stored beside it and events about it stay below what the storage takes.
const MOST_BYTES: usize = 900 << 10;
/// Documents whose records are changed at the same time, at least.
const STRIPES: usize = 64;
/// Attempts on locks that are remembered, so that each is written down once a minute.
const REMEMBERED: usize = 10_000;
/// What was undone is told in batches of so many.
const TOLD_AT_ONCE: usize = 200;
/// Attempts to write that down while the documents change.
const TRIES: usize = 16;
/// How long, in milliseconds.
const REMEMBERED_MS: u64 = 60_000;

/// Who does something, and with which right.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who, and from where.
    pub by: Doer,
    /// What they are in the document.
    pub role: Role,
    /// When, in milliseconds since the Unix epoch.
    pub now: u64,
}

/// What is kept of a document; nothing of one about which nobody said anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) locks: Vec<Lock>,
    #[serde(default, skip_serializing_if = "Session::is_usual")]
    pub(super) session: Session,
}

/// Something that a change leads to.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::features) struct Happened {
    pub(super) kind: &'static str,
    pub(super) data: Value,
    pub(super) whose: Whose,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The one who asked for the change.
    Caller,
    /// Time.
    Server,
}

/// Document, lock and user; empty where there is none.
type Attempt = (DocumentId, Arc<str>, Arc<str>);

/// The rules of all documents.
pub struct Rulebook {
    store: Store,
    documents: Documents,
    journal: Arc<Journal>,
    /// Changes that wait while others of the same documents are written: they go together with the next.
    stripes: Vec<Together<Wanted, Result<bool, Refused>>>,
    /// Documents of which the storage could not say whether it wrote a change.
    untold: Mutex<BTreeSet<DocumentId>>,
    /// When somebody was refused by a lock.
    refusals: Mutex<HashMap<Attempt, u64>>,
    /// Refusals that wait to be written down.
    denials: Mutex<Vec<Draft>>,
    denied: Notify,
    /// What rooms undid since the last beat.
    undone: Mutex<HashMap<Attempt, (Undone, u64)>>,
}

impl fmt::Debug for Rulebook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rulebook")
    }
}

/// Nothing that holds one of these leaves anything half done.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Record {
    /// What time ended: locks that expired, and a turn that is over while somebody waits.
    pub(super) fn pass_time(&mut self, now: u64) -> Vec<Happened> {
        let expired = lock::expire(&mut self.locks, now);
        let mut happened: Vec<Happened> =
            expired.iter().map(|lock| Happened::of_time("lock.expired", json!({ "lock": lock.shown() }))).collect();
        happened.extend(self.session.pass_time(now));
        happened
    }
}

impl Happened {
    pub(super) fn by_caller(kind: &'static str, data: Value) -> Self {
        Self { kind, data, whose: Whose::Caller }
    }

    pub(super) fn of_time(kind: &'static str, data: Value) -> Self {
        Self { kind, data, whose: Whose::Server }
    }
}

impl Rulebook {
    /// Rules in this storage, told in this journal.
    #[must_use]
    pub fn new(store: Store, journal: Arc<Journal>) -> Arc<Self> {
        let documents = Documents::new(Arc::clone(&store));
        let stripes = (0..STRIPES).map(|_| Together::new(changes::AT_ONCE)).collect();
        Arc::new(Self {
            store,
            documents,
            journal,
            stripes,
            untold: Mutex::default(),
            refusals: Mutex::default(),
            denials: Mutex::default(),
            denied: Notify::new(),
            undone: Mutex::default(),
        })
    }

    /// As a document's room needs them. Blocks; one `get` where nobody said anything about the document.
    pub fn rules(&self, document: &DocumentId) -> Result<Arc<Rules>, Refused> {
        Ok(self.stored(document)?.map_or_else(Arc::default, |stored| Arc::new(shown::rules(&stored.value))))
    }

    /// What is kept of a document, without what time has ended.
    pub(super) fn record(&self, document: &DocumentId, now: u64) -> Result<Record, Refused> {
        let mut record = self.stored(document)?.map(|stored| stored.value).unwrap_or_default();
        record.pass_time(now);
        Ok(record)
    }

    fn stored(&self, document: &DocumentId) -> Result<Option<records::Stored<Record>>, Refused> {
        records::get::<Record>(&*self.store, &keys::record(document))
    }

    /// Notes that somebody was refused, once a minute for each user and lock. Written down soon, many as one: who tries again and
    /// again costs nobody else a turn at the disk.
    pub(super) fn note_refused(&self, document: &DocumentId, lock: &Lock, path: &str, act: &Act) {
        let attempt = (document.clone(), Arc::from(lock.id.as_str()), Arc::clone(&act.by.author.id));
        let is_recent = |at: u64| act.now.abs_diff(at) < REMEMBERED_MS;
        let mut refusals = held(&self.refusals);
        if refusals.get(&attempt).is_some_and(|at| is_recent(*at)) {
            return;
        }
        if refusals.len() >= REMEMBERED {
            refusals.retain(|_, at| is_recent(*at));
        }
        let mut untold = held(&self.denials);
        if refusals.len() >= REMEMBERED || untold.len() >= REMEMBERED {
            tracing::warn!(%document, "more locks are refused than are written down; who asked was told");
            return;
        }
        refusals.insert(attempt, act.now);
        let data = json!({ "path": path, "lock": lock.shown() });
        let mut draft = Draft::of("lock.denied", document.shared(), act.now, Some(act.by.author.clone()), data);
        draft.trace = act.by.trace();
        untold.push(draft);
        self.denied.notify_one();
    }

    /// Writes down who was refused since the last time. What can't be written now is kept for the next. Blocks.
    pub(super) fn tell_denials(&self) -> Result<(), Refused> {
        loop {
            let some: Vec<Draft> = {
                let mut all = held(&self.denials);
                let first = all.len().min(TOLD_AT_ONCE);
                all.drain(..first).collect()
            };
            if some.is_empty() {
                return Ok(());
            }
            if let Err(error) = self.tell(&some) {
                held(&self.denials).splice(..0, some);
                return Err(error);
            }
        }
    }

    /// Notes that a room undid what somebody wrote; written down with the next beat. Never blocks on the storage.
    pub(super) fn note_undone(&self, undone: Undone) {
        self.note_undone_so_often(undone, 1);
    }

    fn note_undone_so_often(&self, undone: Undone, times: u64) {
        let lock = undone.lock.as_ref().map(|lock| Arc::clone(&lock.id)).unwrap_or_default();
        let user = undone.by.as_ref().map(|by| Arc::clone(&by.id)).unwrap_or_default();
        let attempt = (undone.document.clone(), lock, user);
        let mut all = held(&self.undone);
        if all.len() >= REMEMBERED && !all.contains_key(&attempt) {
            tracing::warn!(document = %undone.document, "more was undone than is written down; the authors were told");
            return;
        }
        all.entry(attempt).and_modify(|(_, before)| *before += times).or_insert((undone, times));
    }

    /// Writes down what was undone since the last time. What can't be written now is kept for the next. Blocks.
    pub(super) fn tell_undone(&self) -> Result<(), Refused> {
        let all: Vec<(Undone, u64)> = held(&self.undone).drain().map(|(_, undone)| undone).collect();
        let mut told = 0;
        for some in all.chunks(TOLD_AT_ONCE) {
            let drafts = some.iter().map(|(Undone { document, lock, by, at_ms }, times)| {
                let path = lock.as_ref().map(|lock| Path::of(&lock.path).to_string());
                let data = json!({ "lock": lock.as_ref().map(|lock| &lock.id), "path": path, "times": times });
                Draft::of("lock.enforced", document.shared(), *at_ms, by.clone(), data)
            });
            if let Err(error) = self.tell(&drafts.collect::<Vec<_>>()) {
                all.iter().skip(told).for_each(|(undone, times)| self.note_undone_so_often(undone.clone(), *times));
                return Err(error);
            }
            told += some.len();
        }
        Ok(())
    }

    /// Writes down what happened a moment ago, of documents that are still there.
    fn tell(&self, drafts: &[Draft]) -> Result<(), Refused> {
        for _ in 0..TRIES {
            let (batch, drafts) = self.of_those_there(drafts)?;
            if drafts.is_empty() || self.journal.write(batch, drafts)? {
                return Ok(());
            }
        }
        Err(Refused::Busy("the documents change all the time"))
    }

    /// What is told of documents that are there, on the condition that they are not purged meanwhile: it would be told of the next
    /// document of that id.
    fn of_those_there(&self, drafts: &[Draft]) -> Result<(RecordBatch, Vec<Draft>), Refused> {
        let mut batch = RecordBatch::new();
        let mut since: HashMap<Arc<str>, Option<u64>> = HashMap::new();
        let mut told = Vec::new();
        for draft in drafts {
            let born = match since.get(&draft.document) {
                Some(born) => *born,
                None => {
                    let found = DocumentId::new(&draft.document).map(|document| self.bound(&document));
                    let (bound, born) = found.unwrap_or(Ok(None))?.unzip();
                    batch.conditions.extend(bound.into_iter().flat_map(|bound: RecordBatch| bound.conditions));
                    since.insert(Arc::clone(&draft.document), born);
                    born
                }
            };
            // What came before is of another that had the id.
            if born.is_some_and(|born| born <= draft.time) {
                told.push(draft.clone());
            }
        }
        Ok((batch, told))
    }

    /// The condition that a document stays what it is, and since when it is there; `None` if it is not, or is on its way out.
    fn bound(&self, document: &DocumentId) -> Result<Option<(RecordBatch, u64)>, Refused> {
        match self.documents.bound(RecordBatch::new(), document) {
            Err(error) if error.is_unreadable() => {
                tracing::error!(%document, %error, "what its locks kept out is not written down");
                Ok(None)
            }
            bound => Ok(bound?.and_then(|(batch, entry)| {
                let is_going = entry.deleted.is_some_and(|deletion| deletion.stage == Stage::Purging);
                (!is_going).then_some((batch, entry.created_ms))
            })),
        }
    }

    /// Carries out a change and lets the document's room know before it answers. Goes on if nobody waits for it any more: what is
    /// written is enforced. Where the storage can't say whether it wrote, the sweeper lets the room look again.
    pub(super) async fn carry_out<T: Send + 'static>(
        self: &Arc<Self>,
        rooms: &Rooms,
        document: &DocumentId,
        change: impl FnOnce(&Self) -> Result<(T, bool), Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (book, told_by, named) = (Arc::clone(self), rooms.clone(), document.clone());
        let task = async move {
            let changing = Arc::clone(&book);
            let changed = records::blocking(move || change(&changing)).await;
            match &changed {
                // The room looks at the rules itself, one look after the other, so it never goes by older ones than it knew; one
                // that opens meanwhile can be found here before it looks. In no order is a change written that its room misses.
                Ok((_, true)) => told_by.refresh(&named).await,
                // It may be written nevertheless.
                Err(Refused::Storage(_) | Refused::Broken(_)) => drop(held(&book.untold).insert(named)),
                _ => {}
            }
            changed.map(|(answer, _)| answer)
        };
        let carried_out = rooms.tracker().spawn_on(task, rooms.runtime()).await;
        carried_out.unwrap_or(Err(Refused::Broken("a task ended early")))
    }
}

/// A UUID of version 7 (RFC 9562, 5.7) of this time.
pub(super) fn new_id(now: u64) -> Result<String, Refused> {
    let random = records::random::<10>()?;
    Ok(uuid::Builder::from_unix_timestamp_millis(now, &random).into_uuid().hyphenated().to_string())
}

#[cfg(test)]
mod tests {
    use yrsa_storage::{Clock, Failure, Memory, Storage as _};

    use super::*;
    use crate::event::Author;
    use crate::features::events;
    use crate::features::records::Key;

    fn create(book: &Rulebook, id: &str, at_ms: u64) -> DocumentId {
        let document = DocumentId::new(id).unwrap();
        let created = Draft::of("document.created", document.shared(), at_ms, None, json!({}));
        let batch = book.documents.adopt(RecordBatch::new(), &document, &created).unwrap();
        assert!(records::write(&*book.store, &batch).unwrap());
        document
    }

    /// Writes something into a document's record.
    fn alter(storage: &Memory, document: &DocumentId, name: &str, value: Value) {
        let key = Key::new("document").name(document.as_str());
        let mut record: Value = serde_json::from_slice(&storage.get(&key).unwrap().unwrap()).unwrap();
        record[name] = value;
        storage.write(&RecordBatch::new().put(key, record.to_string())).unwrap();
    }

    #[test]
    fn what_was_kept_out_of_a_document_that_is_gone_is_told_of_no_other() {
        let storage = Memory::new();
        let store: Store = Arc::new(storage.clone());
        let journal = Journal::open(Arc::clone(&store), Clock::system(), events::Settings::default()).unwrap();
        let book = Rulebook::new(store, Arc::clone(&journal));
        let all = ["there", "deleted", "purged", "new", "never", "damaged"];
        let documents: Vec<_> = all.iter().filter(|id| **id != "never").map(|id| create(&book, id, 5)).collect();
        let note = |id: &str| {
            let document = DocumentId::new(id).unwrap();
            held(&book.denials).push(Draft::of("lock.denied", document.shared(), 7, None, json!({})));
            book.note_undone(Undone { document, lock: None, by: None, at_ms: 7 });
        };
        all.into_iter().for_each(note);
        let deleted = |stage: &str| json!({ "deleted_ms": 8, "stage": stage });
        alter(&storage, &documents[1], "deleted", deleted("hidden"));
        alter(&storage, &documents[2], "deleted", deleted("purging"));
        alter(&storage, &documents[3], "created_ms", json!(9));
        storage.write(&RecordBatch::new().put(Key::new("document").name("damaged"), "damage")).unwrap();
        book.tell_denials().unwrap();
        book.tell_undone().unwrap();
        let events = journal.after(0, 100).unwrap().events;
        let mut told: Vec<_> = events.iter().map(|event| (&*event.draft.kind, &*event.draft.document)).collect();
        told.sort_unstable();
        let expected = ["lock.denied", "lock.enforced"].map(|kind| [(kind, "deleted"), (kind, "there")]);
        assert_eq!(told, expected.concat());
        assert!(held(&book.denials).is_empty() && held(&book.undone).is_empty(), "it is not met again");
    }

    #[test]
    fn what_was_undone_while_the_disk_failed_is_told_later_all_of_it() {
        let storage = Memory::new();
        let store: Store = Arc::new(storage.clone());
        let journal = Journal::open(Arc::clone(&store), Clock::system(), events::Settings::default()).unwrap();
        let book = Rulebook::new(store, Arc::clone(&journal));
        create(&book, "a", 1);
        let many = 2 * TOLD_AT_ONCE + 1;
        for n in 0..many {
            let by = Some(Author { id: format!("u{n}").into(), name: None });
            book.note_undone(Undone { document: DocumentId::new("a").unwrap(), lock: None, by, at_ms: 5 });
        }
        storage.fail_next(1, Failure::Io);
        assert!(book.tell_undone().is_err());
        storage.heal();
        book.tell_undone().unwrap();
        assert_eq!(journal.after(0, 1000).unwrap().events.len(), many);
    }
}
