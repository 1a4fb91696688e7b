//! Runs of workflows: who wants one, which executor has it, what came of it. Yrsa keeps the records and shows them; the work is done
//! elsewhere, by executors that claim a run for a time. Every change is written with its events as one; the document's companion
//! follows. Called by `http::api`, which asks the guard first; nothing here knows roles, but for what it is told while claiming.

mod changes;
mod keys;
mod logs;
mod mirror;
mod purge;
mod queue;
mod run;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;
use yrsa_storage::{Expected, RecordBatch};

use self::keys::Behind;
pub use self::logs::{LINES_AT_ONCE, Level, Line, LogPage, NewLine};
pub use self::purge::purge;
pub use self::run::{Claim, Ending, Finish, Progress, Run, Status, Step, StepReport, StepStatus, Trigger};
use self::run::{Happened, Record};
use super::companion::lagging::Lagging;
use super::documents::Documents;
use super::records::{self, Store, Stored};
use super::{Companion, Journal, Refused};
use crate::access::Denied;
use crate::access::secret::{self, Secret};
use crate::event::{Author, Draft};
use crate::protocol::DocumentId;

/// The kind of documents that are run.
const WORKFLOW: &str = "workflow";

/// The longest lease, in seconds.
pub const LONGEST_LEASE: u32 = 3600;
/// Bytes of records that are read for a page of runs: then it ends, however few they were or fitted.
const PAGE_BYTES: usize = 4 << 20;
/// The most segments of the id of a document that is run: what waits is noted for each prefix of it.
const SEGMENTS: usize = 64;
/// How often a change is tried while others change the same run.
const TRIES: usize = 64;
/// Records read at a time.
const PAGE: usize = 100;

/// See the module. Shared by all routes.
pub struct Runs {
    store: Store,
    documents: Documents,
    journal: Arc<Journal>,
    companion: Arc<Companion>,
    /// Counts when runs began to wait for an executor.
    queued: watch::Sender<u64>,
    /// Who listens to which run.
    listeners: Mutex<HashMap<String, watch::Sender<u64>>>,
    lagging: Lagging,
}

impl fmt::Debug for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runs")
    }
}

/// What an executor got.
#[derive(Debug)]
pub struct Claimed {
    /// The run.
    pub run: Run,
    /// What it reports with: a number that grows with each claim of the run, a dot, a secret.
    pub token: Secret,
    /// Until when, in milliseconds since the Unix epoch.
    pub expires_ms: u64,
}

/// Which runs of a document are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these.
    pub status: Option<Status>,
    /// The last one of the page before.
    pub after: Option<String>,
    /// How many.
    pub limit: usize,
}

/// Some runs, the newest first.
#[derive(Debug)]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<Run>,
    /// Where the next page goes on, if there may be more.
    pub next: Option<String>,
}

/// What a change of a run leads to.
struct Change<T> {
    happened: Vec<Happened>,
    answer: T,
}

impl Runs {
    /// Runs in this storage, told in this journal and shown in these companions. [`Runs::run`] has to run beside it.
    #[must_use]
    pub fn new(store: Store, journal: Arc<Journal>, companion: Arc<Companion>) -> Arc<Self> {
        let (queued, _) = watch::channel(0);
        let documents = Documents::new(Arc::clone(&store));
        Arc::new(Self { store, documents, journal, companion, queued, listeners: Mutex::default(), lagging: Lagging::default() })
    }

    /// Somebody wants a run of a workflow; other documents are refused.
    pub fn trigger(&self, document: &DocumentId, trigger: &Trigger, by: &Author, now: u64) -> Result<Run, Refused> {
        if document.as_str().split('/').count() > SEGMENTS {
            return Err(Refused::Invalid("documents are run whose ids have at most 64 segments"));
        }
        self.make_room(document)?;
        for _ in 0..TRIES {
            let id = records::new_id(now)?;
            let key = keys::run(document, &id).ok_or(Refused::Broken("a run's id is no UUID"))?;
            let (record, queued) = Record::new(id, document.as_str(), by.clone(), trigger.clone(), now)?;
            // Neither does a purge leave a run behind, nor is another kind run by a change meanwhile.
            let bound = self.documents.bound(RecordBatch::new().expect(key.clone(), Expected::Absent), document)?;
            let Some((batch, entry)) = bound.filter(|(_, entry)| entry.kind.name() == WORKFLOW) else {
                return Err(Refused::Conflict("only workflows are run: this document is of another kind, or is not there yet"));
            };
            if entry.deleted.is_some() {
                return Err(Denied::Gone.into());
            }
            if self.write(document, (batch, key), (None, &record), vec![queued], (Some(by), now))? {
                return Ok(record.run);
            }
        }
        Err(changed_meanwhile())
    }

    /// A run.
    pub fn get(&self, document: &DocumentId, id: &str, now: u64) -> Result<Run, Refused> {
        self.expire(now)?;
        Ok(self.stored(document, id)?.1.value.run)
    }

    /// Runs of a document, the newest first. A page ends early when it is large, or when much was read to find little.
    pub fn list(&self, document: &DocumentId, wanted: &Wanted, now: u64) -> Result<RunPage, Refused> {
        if !self.documents.exists(document)? {
            return Err(Refused::Unknown("document"));
        }
        self.expire(now)?;
        let below = keys::runs(document);
        let mut from = match &wanted.after {
            Some(after) => Some(keys::run(document, after).ok_or(Refused::Invalid("this cursor is none of this list"))?),
            None => None,
        };
        let (mut page, mut read, mut last) = (RunPage { runs: Vec::new(), next: None }, 0, None);
        loop {
            // Few at a time: one may be large.
            let records = self.store.scan(below.prefix(), from.as_deref(), 10)?;
            let Some(end) = records.last() else { return Ok(page) };
            from = Some(end.key.clone());
            for stored in &records {
                if read > PAGE_BYTES {
                    page.next = last;
                    return Ok(page);
                }
                read += stored.value.len();
                let before = std::mem::replace(&mut last, keys::run_id(document, &stored.key));
                let Some(run) = readable(document, &stored.value).map(|record| record.run) else { continue };
                if wanted.status.is_some_and(|status| status != run.status) {
                    continue;
                }
                if page.runs.len() >= wanted.limit {
                    page.next = before;
                    return Ok(page);
                }
                page.runs.push(run);
            }
        }
    }

    /// Somebody no longer wants a run.
    pub fn cancel(&self, document: &DocumentId, id: &str, by: &Author, now: u64) -> Result<Run, Refused> {
        self.expire(now)?;
        self.change(document, id, (Some(by), now), |record| Ok(Change { happened: record.cancel(now)?, answer: () }))
            .map(|(run, ())| run)
    }

    /// The executor needs more time: until when it has it, and whether somebody wants the run to end.
    pub fn renew(&self, document: &DocumentId, id: &str, token: &str, now: u64) -> Result<(u64, bool), Refused> {
        self.expire(now)?;
        let renewed = self
            .change(document, id, (None, now), |record| Ok(Change { happened: Vec::new(), answer: record.renew(token, now)? }));
        renewed.map(|(run, expires)| (expires, run.cancel_requested))
    }

    /// The executor says where a step is.
    pub fn report_step(
        &self,
        (document, id, step): (&DocumentId, &str, &str),
        token: &str,
        report: &StepReport,
        (by, now): (&Author, u64),
    ) -> Result<Run, Refused> {
        self.expire(now)?;
        let reported = self.change(document, id, (Some(by), now), |record| {
            Ok(Change { happened: record.step(token, step, report.clone(), now)?, answer: () })
        });
        reported.map(|(run, ())| run)
    }

    /// The executor says how far it is.
    pub fn report_progress(
        &self,
        (document, id): (&DocumentId, &str),
        token: &str,
        progress: &Progress,
        (by, now): (&Author, u64),
    ) -> Result<Run, Refused> {
        self.expire(now)?;
        let reported = self.change(document, id, (Some(by), now), |record| {
            Ok(Change { happened: record.advance(token, progress.clone(), now)?, answer: () })
        });
        reported.map(|(run, ())| run)
    }

    /// The executor is done.
    pub fn finish(
        &self,
        (document, id): (&DocumentId, &str),
        token: &str,
        finish: &Finish,
        (by, now): (&Author, u64),
    ) -> Result<Run, Refused> {
        self.expire(now)?;
        let finished = self.change(document, id, (Some(by), now), |record| {
            Ok(Change { happened: record.finish(token, finish.clone(), now)?, answer: () })
        });
        finished.map(|(run, ())| run)
    }

    /// Tells whenever runs begin to wait for an executor.
    #[must_use]
    pub fn watch_queue(&self) -> watch::Receiver<u64> {
        self.queued.subscribe()
    }

    /// How many wait for that.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queued.receiver_count()
    }

    /// Tells whenever something about a run changes, lines of its log included.
    #[must_use]
    pub fn listen(&self, run: &str) -> watch::Receiver<u64> {
        let mut listeners = self.listeners();
        listeners.retain(|_, listener| listener.receiver_count() > 0);
        listeners.entry(run.to_owned()).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    fn stored(&self, document: &DocumentId, id: &str) -> Result<(Bytes, Stored<Record>), Refused> {
        let key = keys::run(document, id).ok_or(Refused::Unknown("run"))?;
        let stored = records::get::<Record>(&*self.store, &key)?.ok_or(Refused::Unknown("run"))?;
        Ok((key, stored))
    }

    /// Changes a run as nobody else does meanwhile; what the change says is written with it.
    fn change<T>(
        &self,
        document: &DocumentId,
        id: &str,
        who: (Option<&Author>, u64),
        mut decide: impl FnMut(&mut Record) -> Result<Change<T>, Refused>,
    ) -> Result<(Run, T), Refused> {
        for _ in 0..TRIES {
            let (key, stored) = self.stored(document, id)?;
            let mut record = stored.value.clone();
            let Change { happened, answer } = decide(&mut record)?;
            if record == stored.value {
                return Ok((record.run, answer));
            }
            let batch = RecordBatch::new().expect(key.clone(), stored.unchanged());
            if self.write(document, (batch, key), (Some(&stored.value), &record), happened, who)? {
                return Ok((record.run, answer));
            }
        }
        Err(changed_meanwhile())
    }

    /// Writes a record with its entries in the indexes and its events; false if the batch's conditions did not hold.
    fn write(
        &self,
        document: &DocumentId,
        (mut batch, key): (RecordBatch, Bytes),
        (old, new): (Option<&Record>, &Record),
        happened: Vec<Happened>,
        (by, now): (Option<&Author>, u64),
    ) -> Result<bool, Refused> {
        let was = old.map(|old| keys::entries(document, old)).transpose()?.unwrap_or_default();
        let entries = keys::entries(document, new)?;
        for (entry, _) in was.iter().filter(|(entry, _)| entries.iter().all(|(kept, _)| kept != entry)) {
            batch = batch.delete(entry.clone());
        }
        for (entry, pointer) in entries.into_iter().filter(|(entry, _)| was.iter().all(|(kept, _)| kept != entry)) {
            batch = batch.put(entry, pointer);
        }
        batch = batch.put(key, records::encode(new)?);
        let is_shown = old.is_none_or(|old| old.run != new.run);
        if is_shown {
            let change = secret::hex(&records::random::<8>()?);
            batch = batch.put(keys::behind().name(document.as_str()), records::encode(&Behind { change })?);
        }
        let draft = |(kind, data): Happened| Draft::of(kind, document.shared(), now, by.cloned(), data);
        let written = if happened.is_empty() {
            records::write(&*self.store, &batch)?
        } else {
            self.journal.write(batch, happened.into_iter().map(draft).collect())?
        };
        if !written {
            return Ok(false);
        }
        if is_shown {
            self.lagging.note(document);
            self.tell(&new.run.id);
        }
        if new.run.status == Status::Queued {
            self.queued.send_modify(|count| *count += 1);
        }
        Ok(true)
    }

    /// Wakes those who listen to a run.
    fn tell(&self, run: &str) {
        if let Some(listener) = self.listeners().get(run) {
            listener.send_modify(|count| *count += 1);
        }
    }

    fn listeners(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<u64>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A record, unless it can't be read: one that is damaged is not to stand in the way of all others.
fn readable(document: &DocumentId, raw: &[u8]) -> Option<Record> {
    match records::decode(raw) {
        Ok(record) => Some(record),
        Err(error) => {
            tracing::error!(%document, %error, "a run can't be read and is passed over");
            None
        }
    }
}

fn changed_meanwhile() -> Refused {
    Refused::Conflict("the run is being changed by others; try again")
}

/// Whether somebody may edit, from what the guard said: who has no role there may not.
pub fn may_edit(role: Result<crate::access::Role, Denied>) -> Result<bool, Refused> {
    match role {
        Ok(role) => Ok(role.may(crate::access::Action::Edit)),
        Err(Denied::NoRight | Denied::Gone) => Ok(false),
        Err(denied) => Err(denied.into()),
    }
}
