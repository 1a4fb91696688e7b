//! Runs all endpoints: a task for each, one reader of the journal that tells them what is new, and one writer that notes every second
//! how far they have come. What a crash loses of that is delivered once more; never is anything noted that was not delivered.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use yrsa_storage::RecordBatch;

use super::hook::{Hook, Notes, Unwritten};
use super::{Endpoint, PROGRESS, State, Webhook, Webhooks, deliveries, key, lock};
use crate::event::Event;
use crate::features::{Refused, records};
use crate::protocol::DocumentId;
use crate::telemetry::metrics;

/// How often progress is written down.
const TICK: Duration = Duration::from_secs(1);

/// Every so many ticks also the progress of those that were sent nothing.
const ALL: u64 = 30;

/// New events read at a time.
const PAGE: usize = 256;

/// Changes of one batch, roughly.
const BATCH: usize = 500;

/// How long a shutdown waits for deliveries that are under way: they need not be repeated then.
const GRACE: Duration = Duration::from_secs(2);

/// The tasks of endpoints, with the endpoint of each.
#[derive(Default)]
struct Attended {
    tasks: JoinSet<()>,
    ids: HashMap<Id, String>,
}

impl Webhooks {
    /// Delivers until cancelled.
    pub async fn run(self: Arc<Self>, cancel: CancellationToken) {
        self.ending.store(false, Ordering::Release);
        let mut attended = Attended::default();
        let mut newest = self.journal.watch();
        let mut seen = *newest.borrow_and_update();
        let mut ticks: u64 = 0;
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.remove_outlived().await;
        self.start_new(&mut attended);
        loop {
            tokio::select! {
                () = cancel.cancelled() => break,
                () = self.added.notified() => self.start_new(&mut attended),
                _ = tick.tick() => {
                    ticks += 1;
                    // One whose task failed is among the new ones again.
                    self.start_new(&mut attended);
                    // What could not be read when it came.
                    if seen < self.journal.head() {
                        seen = self.tell_all(seen).await;
                    }
                    self.write_down_soon(if ticks.is_multiple_of(ALL) { Unwritten::Passed } else { Unwritten::Sent }).await;
                }
                Some(ended) = attended.tasks.join_next_with_id() => attended.note_end(ended),
                changed = newest.changed() => match changed {
                    Ok(()) => seen = self.tell_all(seen).await,
                    Err(_) => break,
                },
            }
        }
        // Nothing new is sent, and what is under way has the grace.
        self.ending.store(true, Ordering::Release);
        let _held = tokio::time::timeout(GRACE, self.slots.acquire_many(self.slot_count())).await;
        attended.tasks.shutdown().await;
        self.write_down_soon(Unwritten::Passed).await;
    }

    fn slot_count(&self) -> u32 {
        u32::try_from(self.settings.at_once.max(1)).unwrap_or(u32::MAX)
    }

    /// Starts a task for each endpoint that has none.
    fn start_new(self: &Arc<Self>, attended: &mut Attended) {
        if attended.ids.len() == self.hooks().len() {
            return;
        }
        for hook in self.all() {
            if !attended.ids.values().any(|id| *id == hook.id) {
                let id = hook.id.clone();
                let task = attended.tasks.spawn(Arc::clone(self).attend(hook));
                attended.ids.insert(task.id(), id);
            }
        }
    }

    /// Tells everybody what is new since then; up to where that is.
    async fn tell_all(self: &Arc<Self>, mut seen: u64) -> u64 {
        loop {
            let page = match self.read(seen, PAGE).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::warn!(%error, "the journal can't be read; webhooks are told of it soon");
                    return seen;
                }
            };
            let hooks = self.all();
            for event in page.events.iter().filter(|event| event.draft.kind == "document.purged") {
                self.remove_disabled(&hooks, event).await;
            }
            hooks.iter().for_each(|hook| hook.hear(seen, &page));
            if page.next <= seen {
                return page.next;
            }
            seen = page.next;
        }
    }

    /// Removes those that would never come to the end of their document by themselves.
    async fn remove_disabled(self: &Arc<Self>, hooks: &[Arc<Hook>], event: &Event) {
        for hook in hooks {
            let webhook = hook.webhook();
            if webhook.endpoint.ends_with(event) && !webhook.progress.enabled {
                let webhooks = Arc::clone(self);
                if let Err(error) = records::blocking(move || webhooks.remove(&webhook.id)).await {
                    tracing::warn!(%error, "a disabled webhook of a document that is gone stays until the next start");
                }
            }
        }
    }

    /// The same for documents that went while nobody looked.
    async fn remove_outlived(self: &Arc<Self>) {
        let webhooks = Arc::clone(self);
        let removed = records::blocking(move || {
            for Webhook { id, endpoint, progress } in webhooks.list().into_iter().filter(|webhook| !webhook.progress.enabled) {
                if let Some(document) = endpoint.scope.document()
                    && webhooks.is_purged(&endpoint, &document, progress.cursor)?
                {
                    webhooks.remove(&id)?;
                }
            }
            Ok(())
        });
        if let Err(error) = removed.await {
            tracing::warn!(%error, "disabled webhooks of documents that are gone stay until the next start");
        }
    }

    fn is_purged(&self, endpoint: &Endpoint, document: &DocumentId, mut cursor: u64) -> Result<bool, Refused> {
        loop {
            let page = self.journal.of_document(document, cursor, PAGE)?;
            if page.events.iter().any(|event| endpoint.ends_with(event)) {
                return Ok(true);
            }
            if page.next <= cursor {
                return Ok(false);
            }
            cursor = page.next;
        }
    }

    async fn write_down_soon(self: &Arc<Self>, at_least: Unwritten) {
        let failing = self.all().iter().filter(|hook| hook.webhook().progress.state() == State::Failing).count();
        metrics::webhooks_failing(failing);
        let webhooks = Arc::clone(self);
        if let Err(error) = records::blocking(move || webhooks.write_down(at_least)).await {
            tracing::warn!(%error, "webhooks' progress can't be written down; it is tried again");
        }
    }

    /// Writes down how far endpoints have come, with their logs. Blocks.
    pub(super) fn write_down(&self, at_least: Unwritten) -> Result<(), Refused> {
        let _writing = lock(&self.writing);
        let mut waiting: Vec<(Arc<Hook>, Notes)> = Vec::new();
        let mut changes = 0;
        for hook in self.all() {
            let Some(notes) = hook.take_notes(at_least) else { continue };
            changes += 1 + 2 * notes.entries.len();
            waiting.push((hook, notes));
            if changes >= BATCH {
                self.write_notes(std::mem::take(&mut waiting))?;
                changes = 0;
            }
        }
        self.write_notes(waiting)
    }

    fn write_notes(&self, notes: Vec<(Arc<Hook>, Notes)>) -> Result<(), Refused> {
        if notes.is_empty() {
            return Ok(());
        }
        let written = batch(&notes).and_then(|batch| records::write(&*self.store, &batch));
        if written.is_err() {
            notes.into_iter().for_each(|(hook, notes)| hook.return_notes(notes));
        }
        written.map(|_| ())
    }
}

fn batch(notes: &[(Arc<Hook>, Notes)]) -> Result<RecordBatch, Refused> {
    let mut batch = RecordBatch::new();
    for (hook, notes) in notes {
        for entry in &notes.entries {
            batch = batch.put(deliveries::key(&hook.id, entry.id), records::encode(entry)?);
            if let Some(outdated) = deliveries::outdated(&hook.id, entry.id) {
                batch = batch.delete(outdated);
            }
        }
        batch = batch.put(key(PROGRESS, &hook.id), records::encode(&notes.progress)?);
    }
    Ok(batch)
}

impl Attended {
    fn note_end(&mut self, ended: Result<(Id, ()), JoinError>) {
        let task = match ended {
            Ok((task, ())) => task,
            Err(error) => {
                tracing::error!(%error, "the task of a webhook failed; it is started again");
                error.id()
            }
        };
        self.ids.remove(&task);
    }
}
