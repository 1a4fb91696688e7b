//! Runs of workflows: who wants one, which executor has it, what came of it. Yrsa keeps the records and shows them; the work is done
//! elsewhere, by executors that claim a run for a time. Every change is written with its events as one; the document's companion
//! follows. Called by `http::api`, which asks the guard first; nothing here knows roles, but for what it is told while claiming.

mod keys;
mod logs;
mod mirror;
mod purge;
mod run;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;
use yrsa_storage::{Expected, RecordBatch};

use self::keys::{Behind, Pointer};
pub use self::logs::{LINES_AT_ONCE, Level, Line, LogPage, NewLine};
use self::mirror::Lagging;
pub use self::purge::purge;
pub use self::run::{Claim, Ending, Finish, Progress, Run, Status, Step, StepReport, StepStatus, Trigger};
use self::run::{Happened, Record};
use super::documents::Documents;
use super::records::{self, Store, Stored};
use super::{Companion, Journal, Refused};
use crate::access::secret::{self, Secret};
use crate::access::{Denied, Scope};
use crate::event::{Author, Draft};
use crate::protocol::DocumentId;

/// The kind of documents that are run.
const WORKFLOW: &str = "workflow";

/// The longest lease, in seconds.
pub const LONGEST_LEASE: u32 = 3600;
/// Bytes of JSON after which a page of runs ends early.
const PAGE_BYTES: usize = 4 << 20;
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
        self.make_room(document)?;
        for _ in 0..TRIES {
            let id = new_id(now)?;
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

    /// Runs of a document, the newest first. A page ends early when it is large.
    pub fn list(&self, document: &DocumentId, wanted: &Wanted, now: u64) -> Result<RunPage, Refused> {
        self.expire(now)?;
        let below = keys::runs(document);
        let mut from = match &wanted.after {
            Some(after) => Some(keys::run(document, after).ok_or(Refused::Invalid("this cursor is none of this list"))?),
            None => None,
        };
        let (mut page, mut bytes) = (RunPage { runs: Vec::new(), next: None }, 0);
        loop {
            // Few at a time: one may be large.
            let records = self.store.scan(below.prefix(), from.as_deref(), 10)?;
            let Some(last) = records.last() else { return Ok(page) };
            from = Some(last.key.clone());
            for stored in &records {
                let run = records::decode::<Record>(&stored.value)?.run;
                if wanted.status.is_some_and(|status| status != run.status) {
                    continue;
                }
                if page.runs.len() >= wanted.limit || (bytes > PAGE_BYTES && !page.runs.is_empty()) {
                    page.next = page.runs.last().map(|run| run.id.clone());
                    return Ok(page);
                }
                bytes += stored.value.len();
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

    /// Gives the run that waits longest to an executor: of those in the scope whose documents the executor may edit.
    pub fn claim(
        &self,
        under: &Scope,
        claim: &Claim,
        by: &Author,
        mut may_edit: impl FnMut(&DocumentId) -> Result<bool, Refused>,
        now: u64,
    ) -> Result<Option<Claimed>, Refused> {
        run::check_name(Some(&claim.executor), "an executor's name has 1 to 256 bytes without control characters")?;
        if !(1..=LONGEST_LEASE).contains(&claim.lease_seconds) {
            return Err(Refused::Invalid("a lease lasts 1 to 3600 seconds"));
        }
        self.expire(now)?;
        let (below, mut from) = (keys::queued(under), None::<Bytes>);
        let mut editable = HashMap::<String, bool>::new();
        loop {
            let page = self.store.scan(below.prefix(), from.as_deref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(None) };
            from = Some(last.key.clone());
            for entry in page {
                let Pointer { document, run } = records::decode(&entry.value)?;
                let id = DocumentId::new(&document).map_err(|_| Refused::Damaged("a run's document"))?;
                let may = match editable.get(&document) {
                    Some(may) => *may,
                    None => *editable.entry(document).or_insert(may_edit(&id)?),
                };
                if may && let Some(claimed) = self.claim_one(&id, &run, claim, (by, now))? {
                    return Ok(Some(claimed));
                }
            }
        }
    }

    /// None: somebody was faster.
    fn claim_one(
        &self,
        document: &DocumentId,
        id: &str,
        claim: &Claim,
        (by, now): (&Author, u64),
    ) -> Result<Option<Claimed>, Refused> {
        let random = records::random::<32>()?;
        let claimed = self.change(document, id, (Some(by), now), |record| {
            if record.run.status != Status::Queued {
                return Err(changed_meanwhile());
            }
            let token = Secret::new(&format!("{}.", record.run.attempt), &random);
            let happened = record.claim(claim, secret::hash(token.reveal()), now);
            let expires_ms = record.lease.as_ref().map_or(now, |lease| lease.expires_ms);
            Ok(Change { happened, answer: (token, expires_ms) })
        });
        match claimed {
            Ok((run, (token, expires_ms))) => Ok(Some(Claimed { run, token, expires_ms })),
            Err(Refused::Conflict(_) | Refused::Unknown(_)) => Ok(None),
            Err(error) => Err(error),
        }
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

    /// Gives the runs to others whose executors were not heard of in time. Everything here does this first, so that what is answered
    /// is true by the clock; a timer is only for those who wait.
    pub fn expire(&self, now: u64) -> Result<(), Refused> {
        let below = keys::due();
        // Mostly nothing is due, and nobody's lease has to be read but the first.
        let first = self.store.scan(below.prefix(), None, 1)?;
        if first.iter().all(|entry| keys::due_at(&entry.key).is_some_and(|at| at > now)) {
            return Ok(());
        }
        loop {
            let page = self.store.scan(below.prefix(), None, PAGE)?;
            let is_due = |key: &Bytes| keys::due_at(key).is_none_or(|at| at <= now);
            let due: Vec<_> = page.iter().take_while(|entry| is_due(&entry.key)).collect();
            for entry in &due {
                let Pointer { document, run } = records::decode(&entry.value)?;
                let document = DocumentId::new(&document).map_err(|_| Refused::Damaged("a run's document"))?;
                let expired = self.change(&document, &run, (None, now), |record| {
                    let happened = record.expire(now);
                    Ok(Change { answer: !happened.is_empty(), happened })
                });
                match expired {
                    Ok((_, true)) => {}
                    // Purged or renewed meanwhile: nobody needs the entry, and it must not be met again and again.
                    Ok((_, false)) | Err(Refused::Unknown(_)) => {
                        records::write(&*self.store, &RecordBatch::new().delete(entry.key.clone()))?;
                    }
                    Err(error) => return Err(error),
                }
            }
            if due.len() < PAGE {
                return Ok(());
            }
        }
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
        let draft = |(kind, data): Happened| Draft {
            kind: kind.into(),
            document: document.shared(),
            time: now,
            user: by.cloned(),
            connection: None,
            version: None,
            data,
        };
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

fn changed_meanwhile() -> Refused {
    Refused::Conflict("the run is being changed by others; try again")
}

/// A UUID of version 7 (RFC 9562, 5.7) of this time: the order of ids is that of runs, to the millisecond.
fn new_id(now: u64) -> Result<String, Refused> {
    let random = records::random::<10>()?;
    Ok(uuid::Builder::from_unix_timestamp_millis(now, &random).into_uuid().hyphenated().to_string())
}

/// Whether somebody may edit, from what the guard said: who has no role there may not.
pub fn may_edit(role: Result<crate::access::Role, Denied>) -> Result<bool, Refused> {
    match role {
        Ok(role) => Ok(role.may(crate::access::Action::Edit)),
        Err(Denied::NoRight | Denied::Gone) => Ok(false),
        Err(denied) => Err(denied.into()),
    }
}
