//! Writes down what rooms tell: one thread gathers what waits from all of them and writes it with one sync, together with how far
//! each document was told. By that record nothing is written twice, whatever was tried again, and nothing is lost: what a crash
//! left untold is told when the room is opened next. Part of `events`.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yrsa_storage::{ErrorKind, RecordBatch};

use super::line::{self, Job};
use super::{Shared, lock};
use crate::event::{Author, Draft};
use crate::features::Refused;
use crate::features::records::{self, Key};
use crate::room::around::Telling;

const TOLD: &str = "told";

/// About how many bytes are written as one.
const BATCH_BYTES: usize = 4 << 20;

/// Tellings for which memory is kept when fewer wait.
const SPARE: usize = 64;

/// The thread's stack: what documents hold may nest as deep as the gate allows. Only what is used costs memory.
const STACK: usize = 64 << 20;

/// How long to wait after a failure, growing to the latter.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Up to where the changes of a document were told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldRecord {
    /// The position in its update log.
    pub version: u64,
    /// When the last of them was made, in milliseconds since the Unix epoch.
    pub time: u64,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Author>,
}

/// The key of a document's record.
pub(super) fn key(document: &str) -> Bytes {
    Key::new(TOLD).name(document)
}

/// What rooms have told and nobody has written yet. Each room has one under way, so there are as many as rooms.
#[derive(Default)]
pub(super) struct Waiting {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    tellings: VecDeque<Telling>,
    closing: bool,
}

impl Waiting {
    pub(super) fn push(&self, telling: Telling) {
        lock(&self.queue).tellings.push_back(telling);
        self.changed.notify_one();
    }

    pub(super) fn close(&self) {
        lock(&self.queue).closing = true;
        self.changed.notify_one();
    }

    /// Moves what waits behind `pending`, which holds about one batch at most; waits for something if that is empty. Whether the
    /// journal closes.
    fn gather(&self, pending: &mut Vec<Telling>) -> bool {
        let mut queue = lock(&self.queue);
        while pending.is_empty() && queue.tellings.is_empty() && !queue.closing {
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        let mut bytes: usize = pending.iter().map(weight).sum();
        while bytes < BATCH_BYTES
            && let Some(telling) = queue.tellings.pop_front()
        {
            bytes += weight(&telling);
            pending.push(telling);
        }
        if queue.tellings.is_empty() {
            queue.tellings.shrink_to(SPARE);
        }
        queue.closing
    }

    /// Waits, not longer than until the journal closes.
    fn rest(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut queue = lock(&self.queue);
        while !queue.closing
            && let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
        {
            queue = self.changed.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Starts the thread.
pub(super) fn start(shared: Arc<Shared>) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name("journal".to_owned()).stack_size(STACK).spawn(move || run(&shared))
}

fn run(shared: &Shared) {
    let mut pending = Vec::new();
    let mut wait = FIRST_WAIT;
    loop {
        let closing = shared.waiting.gather(&mut pending);
        if pending.is_empty() {
            return;
        }
        match shared.try_write_down(&pending) {
            Ok(()) => {
                pending.drain(..).for_each(answer);
                pending.shrink_to(SPARE);
                wait = FIRST_WAIT;
            }
            Err(Refused::Storage(error)) if error.kind() == ErrorKind::Closed => return,
            Err(Refused::Storage(error)) if error.kind().is_passing() => {
                tracing::warn!(%error, documents = pending.len(), "events can't be written; they are kept and written again");
                if closing {
                    return;
                }
                shared.waiting.rest(wait);
                wait = (wait * 2).min(LONGEST_WAIT);
            }
            Err(error) if pending.len() == 1 => {
                tracing::error!(?pending, %error, "what happened in a document can't be written down");
                shared.leave_gap(&mut pending);
            }
            // One of them is at fault; alone each tells which.
            Err(_) => shared.write_each(&mut pending),
        }
    }
}

/// Tells a room that it was heard.
fn answer(telling: Telling) {
    let Telling { document, through, done, .. } = telling;
    if std::panic::catch_unwind(AssertUnwindSafe(|| done.told(through))).is_err() {
        tracing::error!(%document, "a room could not be told what was written down");
    }
}

impl Shared {
    pub(super) fn told(&self, document: &str) -> Result<Option<ToldRecord>, Refused> {
        Ok(records::get(&*self.store, &key(document))?.map(|stored| stored.value))
    }

    /// Writes tellings as one. A panic is an error: without this thread every room would wait for ever.
    pub(super) fn try_write_down(&self, tellings: &[Telling]) -> Result<(), Refused> {
        let written = std::panic::catch_unwind(AssertUnwindSafe(|| self.write_down(tellings)));
        written.unwrap_or_else(|_| {
            tracing::error!(documents = tellings.len(), "writing down what happened in documents panicked");
            Err(Refused::Broken("writing it down panicked"))
        })
    }

    /// Writes tellings as one; what of them was told before is left out.
    fn write_down(&self, tellings: &[Telling]) -> Result<(), Refused> {
        // A conflict means that somebody created one of the documents just now.
        while !self.together.lead(|jobs| self.try_to_write(tellings, jobs))? {}
        Ok(())
    }

    /// Writes tellings, and what others want to write with the same sync; what became of it, and of each of theirs.
    fn try_to_write(&self, tellings: &[Telling], mut jobs: Vec<Job>) -> (Result<bool, Refused>, Vec<Result<bool, Refused>>) {
        let mut line = lock(&self.line);
        match self.settle(&mut line).and_then(|()| self.untold(tellings)) {
            Ok(Some(own)) => {
                // Behind the others: who creates a document creates it before it is told what happened there.
                jobs.push(own);
                let mut answers = self.write_together(&mut line, jobs);
                (answers.pop().unwrap_or(Ok(false)), answers)
            }
            Ok(None) => (Ok(true), self.write_together(&mut line, jobs)),
            Err(error) => (Err(error), self.write_together(&mut line, jobs)),
        }
    }

    /// What is to be written of tellings, without what was told before; `None` if all was.
    fn untold(&self, tellings: &[Telling]) -> Result<Option<Job>, Refused> {
        let (mut batch, mut drafts) = (RecordBatch::new(), Vec::new());
        let mut told: HashMap<&str, Option<ToldRecord>> = HashMap::new();
        for telling in tellings {
            let document = telling.document.as_str();
            let before = match told.get(document) {
                Some(before) => before.clone(),
                None => self.told(document)?,
            };
            let version = before.as_ref().map_or(0, |before| before.version);
            if telling.through == version {
                continue;
            }
            // Rooms tell in order: only a log that has lost its newest part goes on before what was told of it, and all of it is new.
            let version = if telling.through < version { 0 } else { version };
            let was_told = before.is_some();
            let mut now = before.unwrap_or_else(|| ToldRecord { version, time: self.clock.now_ms(), user: None });
            for draft in telling.drafts.iter().filter(|draft| draft.version.is_none_or(|of| of > version)) {
                let mut draft = draft.clone();
                if draft.kind == "document.created" {
                    if was_told || self.documents.is_known(&telling.document)? {
                        continue;
                    }
                    self.documents.correct(&telling.document, &mut draft)?;
                    batch = self.documents.adopt(batch, &telling.document, &draft)?;
                }
                (now.time, now.user) = (draft.time, draft.user.clone());
                drafts.push(draft);
            }
            now.version = telling.through;
            batch = batch.put(key(document), records::encode(&now)?);
            told.insert(document, Some(now));
        }
        Ok((!batch.changes.is_empty()).then_some((batch, drafts)))
    }

    fn write_each(&self, pending: &mut Vec<Telling>) {
        for telling in std::mem::take(pending) {
            match self.try_write_down(std::slice::from_ref(&telling)) {
                Ok(()) => answer(telling),
                Err(Refused::Storage(error)) if error.kind().is_passing() || error.kind() == ErrorKind::Closed => {
                    pending.push(telling);
                }
                Err(error) => {
                    tracing::error!(?telling, %error, "what happened in a document can't be written down");
                    let mut one = vec![telling];
                    self.leave_gap(&mut one);
                    pending.append(&mut one);
                }
            }
        }
    }

    /// Says that something happened which can't be told. What stays in `pending` is to be tried again.
    fn leave_gap(&self, pending: &mut Vec<Telling>) {
        for mut telling in std::mem::take(pending) {
            let gap = Draft {
                kind: "document.gap".into(),
                document: telling.document.shared(),
                time: self.clock.now_ms(),
                user: None,
                connection: None,
                version: Some(telling.through),
                data: Value::Object(serde_json::Map::new()),
                trace: None,
            };
            telling.drafts = vec![gap];
            match self.try_write_down(std::slice::from_ref(&telling)) {
                Err(Refused::Storage(error)) if error.kind().is_passing() || error.kind() == ErrorKind::Closed => {
                    pending.push(telling);
                }
                Ok(()) => answer(telling),
                Err(error) => {
                    tracing::error!(?telling, %error, "not even that something is missing can be written down");
                    answer(telling);
                }
            }
        }
    }
}

/// About how many bytes a telling takes on disk.
fn weight(telling: &Telling) -> usize {
    line::weight(&telling.drafts) + 200
}
