//! How people work on a document together: one record for each document with its locks, its session and whose turn it is, so that one
//! compare-and-swap decides who gets what. Written with the events about it; rooms read it when they open and are told of each change.
//! Used by `locks`, `sessions` and the sweeper; knows no roles.

mod keys;
pub mod lock;
pub mod path;
mod shown;
mod sweep;
pub mod turn;

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yrsa_storage::{Expected, RecordBatch};

use self::lock::Lock;
pub use self::sweep::{Present, Sweep};
use self::turn::Session;
use super::documents::Documents;
use super::records::{self, Store};
use super::{Journal, Refused};
use crate::access::{Denied, Role};
use crate::event::{Author, Doer, Draft, Trace};
use crate::protocol::DocumentId;
use crate::room::Rooms;
use crate::room::around::Rules;

pub use self::keys::purge;

/// How often a change is tried while others change the same document's record.
const TRIES: usize = 64;
/// The most bytes of a record. What is stored beside it and events about it stay below what the storage takes.
const MOST_BYTES: usize = 900 << 10;
/// Documents whose records are changed at the same time, at least.
const STRIPES: usize = 64;
/// Attempts on locks that are remembered, so that each is written down once a minute.
const REMEMBERED: usize = 10_000;
/// How long, in milliseconds.
const REMEMBERED_MS: u64 = 60_000;

/// Who does something, and with which right.
#[derive(Debug, Clone)]
pub struct Act {
    /// Who, and from where.
    pub by: Doer,
    /// The door it came through, such as `rest`.
    pub door: &'static str,
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

/// Somebody wrote where somebody else holds a lock, and it was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undone {
    /// The lock's id.
    pub(super) lock: Arc<str>,
    /// Where, as a JSON pointer.
    pub(super) path: String,
    pub(super) by: Author,
    /// When, in milliseconds since the Unix epoch.
    pub(super) at: u64,
    pub(super) times: u64,
}

/// Document, lock and user.
type Attempt = (DocumentId, Arc<str>, Arc<str>);

/// The rules of all documents.
pub struct Rulebook {
    store: Store,
    documents: Documents,
    journal: Arc<Journal>,
    /// Held while a record is changed: who waits does not try in vain.
    stripes: Vec<Mutex<()>>,
    /// Documents whose rooms may not know of a change yet.
    untold: Mutex<BTreeSet<DocumentId>>,
    /// When somebody was refused by a lock.
    refusals: Mutex<HashMap<Attempt, u64>>,
    /// What rooms undid since the last beat.
    undone: Mutex<HashMap<Attempt, Undone>>,
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

impl Act {
    /// Where it came from, for the audit.
    fn trace(&self) -> Box<Trace> {
        Box::new(Trace { address: self.by.address.clone(), door: Some(self.door.into()) })
    }
}

impl Rulebook {
    /// Rules in this storage, told in this journal.
    #[must_use]
    pub fn new(store: Store, journal: Arc<Journal>) -> Arc<Self> {
        let documents = Documents::new(Arc::clone(&store));
        let stripes = (0..STRIPES).map(|_| Mutex::new(())).collect();
        let (untold, refusals, undone) = (Mutex::default(), Mutex::default(), Mutex::default());
        Arc::new(Self { store, documents, journal, stripes, untold, refusals, undone })
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

    /// Changes a document's record as nobody else does meanwhile, after what time has ended; whether anything changed. Without
    /// somebody who acts it is the server that does, also in deleted documents. Blocks.
    pub(super) fn change<T>(
        &self,
        document: &DocumentId,
        (act, now): (Option<&Act>, u64),
        mut decide: impl FnMut(&mut Record) -> Result<(Vec<Happened>, T), Refused>,
    ) -> Result<(T, bool), Refused> {
        let mut hasher = DefaultHasher::new();
        document.hash(&mut hasher);
        let stripe = usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or_default();
        let _mine = self.stripes.get(stripe).map(held);
        for _ in 0..TRIES {
            let stored = self.stored(document)?;
            let before = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
            let mut record = before.clone();
            let mut happened = record.pass_time(now);
            let (more, answer) = decide(&mut record)?;
            happened.extend(more);
            if record == before && happened.is_empty() {
                return Ok((answer, false));
            }
            let unchanged = stored.map_or(Expected::Absent, |stored| stored.unchanged());
            let batch = RecordBatch::new().expect(keys::record(document), unchanged);
            // A purge leaves no rules behind.
            let Some((batch, entry)) = self.documents.bound(batch, document)? else {
                return Err(Refused::Unknown("document"));
            };
            if entry.deleted.is_some() && act.is_some() {
                return Err(Denied::Gone.into());
            }
            let batch = keys::put(batch, document, &before, &record)?;
            if self.write(batch, document, happened, (act, now))? {
                return Ok((answer, true));
            }
        }
        Err(Refused::Busy("this document's rules are being changed by others; try again"))
    }

    fn write(
        &self,
        batch: RecordBatch,
        document: &DocumentId,
        happened: Vec<Happened>,
        (act, now): (Option<&Act>, u64),
    ) -> Result<bool, Refused> {
        if happened.is_empty() {
            return records::write(&*self.store, &batch);
        }
        let drafts = happened.into_iter().map(|Happened { kind, data, whose }| {
            let act = act.filter(|_| whose == Whose::Caller);
            let mut draft = Draft::of(kind, document.shared(), now, act.map(|act| act.by.author.clone()), data);
            draft.trace = act.map(Act::trace);
            draft
        });
        self.journal.write(batch, drafts.collect())
    }

    /// Writes down that somebody was refused, once a minute for each user and lock. Blocks.
    pub(super) fn refused(&self, document: &DocumentId, lock: &Lock, path: &str, act: &Act) -> Result<(), Refused> {
        let attempt = (document.clone(), Arc::from(lock.id.as_str()), Arc::clone(&act.by.author.id));
        let mut refusals = held(&self.refusals);
        if refusals.len() >= REMEMBERED {
            refusals.retain(|_, at| act.now.abs_diff(*at) < REMEMBERED_MS);
        }
        if refusals.len() >= REMEMBERED {
            refusals.clear();
        }
        let before = refusals.insert(attempt.clone(), act.now);
        if let Some(at) = before.filter(|at| act.now.abs_diff(*at) < REMEMBERED_MS) {
            refusals.insert(attempt, at);
            return Ok(());
        }
        drop(refusals);
        let denied = Happened::by_caller("lock.denied", json!({ "path": path, "lock": lock.shown() }));
        self.write(RecordBatch::new(), document, vec![denied], (Some(act), act.now)).map(|_| ())
    }

    /// Notes that a room undid what somebody wrote; written down with the next beat. Never blocks on the storage.
    pub(super) fn note_undone(&self, document: &DocumentId, undone: Undone) {
        let attempt = (document.clone(), Arc::clone(&undone.lock), Arc::clone(&undone.by.id));
        let mut all = held(&self.undone);
        if all.len() >= REMEMBERED && !all.contains_key(&attempt) {
            tracing::warn!(%document, "more writes were undone than are written down; their authors were told");
            return;
        }
        all.entry(attempt).and_modify(|before| before.times += undone.times).or_insert(undone);
    }

    /// Writes down what was undone since the last time. What can't be written now is kept for the next. Blocks.
    pub(super) fn tell_undone(&self) -> Result<(), Refused> {
        let all: Vec<_> = held(&self.undone).drain().collect();
        if all.is_empty() {
            return Ok(());
        }
        let drafts = all.iter().map(|((document, ..), undone)| {
            let data = json!({ "lock": &*undone.lock, "path": undone.path, "times": undone.times });
            Draft::of("lock.enforced", document.shared(), undone.at, Some(undone.by.clone()), data)
        });
        let written = self.journal.write(RecordBatch::new(), drafts.collect());
        if written.is_err() {
            all.into_iter().for_each(|((document, ..), undone)| self.note_undone(&document, undone));
        }
        written.map(|_| ())
    }

    /// Carries out a change and lets the document's room know before it answers. Goes on if nobody waits for it any more: what is
    /// written is enforced. What a room could not be told now the sweeper tells it.
    pub(super) async fn carry_out<T: Send + 'static>(
        self: &Arc<Self>,
        rooms: &Rooms,
        document: &DocumentId,
        change: impl FnOnce(&Self) -> Result<(T, bool), Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (book, told_by, named) = (Arc::clone(self), rooms.clone(), document.clone());
        let task = async move {
            held(&book.untold).insert(named.clone());
            let changing = Arc::clone(&book);
            match records::blocking(move || change(&changing)).await {
                Ok((answer, false)) => {
                    held(&book.untold).remove(&named);
                    Ok(answer)
                }
                Ok((answer, true)) => book.tell_room(&told_by, &named).await.map(|()| answer),
                Err(error) => {
                    // Only the storage may have written what it says it did not.
                    if !matches!(error, Refused::Storage(_) | Refused::Broken(_)) {
                        held(&book.untold).remove(&named);
                    }
                    Err(error)
                }
            }
        };
        let carried_out = rooms.tracker().spawn_on(task, rooms.runtime()).await;
        carried_out.unwrap_or(Err(Refused::Broken("a task ended early")))
    }

    async fn tell_room(&self, rooms: &Rooms, document: &DocumentId) -> Result<(), Refused> {
        let (told, named) = (rooms.clone(), document.clone());
        records::blocking(move || Ok(told.look_again(&named)?)).await?;
        held(&self.untold).remove(document);
        Ok(())
    }
}

/// A UUID of version 7 (RFC 9562, 5.7) of this time.
pub(super) fn new_id(now: u64) -> Result<String, Refused> {
    let random = records::random::<10>()?;
    Ok(uuid::Builder::from_unix_timestamp_millis(now, &random).into_uuid().hyphenated().to_string())
}
