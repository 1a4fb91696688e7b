//! Shows the threads of each document in its companion, in the schema of BlockNote's `YjsThreadStore`. Records are the truth: a mark
//! written with each change says that a thread in the companion lags behind, and stays until the companion was made what the
//! records say, whatever happens in between. Part of `threads`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa_storage::RecordBatch;

use super::keys::{self, Behind};
use super::thread::weight;
use super::{Comment, Conversation, Record, Resolution, Thread, Threads, Written, readable};
use crate::document::json::PatchOperation;
use crate::features::companion::NotWritten;
use crate::features::records::{self, Stored};
use crate::features::{Companion, Refused};
use crate::protocol::DocumentId;

/// The root of the companion that holds threads.
const ROOT: &str = "threads";
/// Threads shown with one write, and the bytes after which no more are added to it.
const AT_A_TIME: usize = 50;
const BYTES_AT_A_TIME: usize = 1 << 20;
/// Companions written at the same time.
const AT_ONCE: usize = 8;
/// Marks that are looked through at a time.
const MARKS: usize = 10_000;
/// When a companion is tried again that could not be written.
const AGAIN: Duration = Duration::from_secs(1);
/// How long an answer waits for the companion. What was written is durable either way.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who waits until the companion shows a thread. A number is the newest revision that it shows.
#[derive(Default)]
pub(super) struct Waiting(Mutex<HashMap<(DocumentId, String), watch::Sender<u64>>>);

impl Waiting {
    fn listen(&self, document: &DocumentId, thread: &str) -> watch::Receiver<u64> {
        let mut all = self.all();
        all.retain(|_, sender| sender.receiver_count() > 0);
        all.entry((document.clone(), thread.to_owned())).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    fn tell(&self, document: &DocumentId, thread: &str, revision: u64) {
        let mut all = self.all();
        let key = (document.clone(), thread.to_owned());
        if let Some(sender) = all.get(&key) {
            sender.send_modify(|shown| *shown = revision.max(*shown));
            if sender.receiver_count() == 0 {
                all.remove(&key);
            }
        }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<(DocumentId, String), watch::Sender<u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that is about to be shown.
struct Shown {
    thread: String,
    revision: u64,
    mark: Stored<Behind>,
}

impl Threads {
    /// Does something with the threads of a document, and returns when its companion shows it; after ten seconds also if not: what
    /// was done is durable, and the companion follows.
    pub async fn do_and_show<T: Send + 'static>(
        self: &Arc<Self>,
        document: &DocumentId,
        work: impl FnOnce(&Self, &DocumentId) -> Result<Written<T>, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (threads, named) = (Arc::clone(self), document.clone());
        let Written { answer, thread, revision } = records::blocking(move || work(&threads, &named)).await?;
        let mut shown = self.waiting.listen(document, &thread);
        let (threads, key) = (Arc::clone(self), keys::behind_of(document).name(&thread));
        let lags = records::blocking(move || Ok(threads.store.get(&key)?.is_some())).await.unwrap_or(true);
        if lags {
            let seen = shown.wait_for(|shown| *shown >= revision);
            if tokio::time::timeout(PATIENCE, seen).await.is_err() {
                tracing::warn!(%document, "an answer does not wait any longer for the companion to show a thread");
            }
        }
        Ok(answer)
    }

    /// Keeps companions as the records say. Runs until cancelled.
    pub async fn run(self: Arc<Self>, cancel: CancellationToken) {
        let tasks = TaskTracker::new();
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut beat = tokio::time::interval(AGAIN);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = cancel.cancelled() => break,
                () = self.lagging.noted() => {}
                _ = beat.tick() => {}
            }
            let (documents, more) = self.lagging.take();
            if more {
                let threads = Arc::clone(&self);
                match records::blocking(move || threads.marked()).await {
                    Ok(marked) => marked.iter().for_each(|document| self.lagging.note(document)),
                    Err(error) => {
                        tracing::warn!(%error, "companions that lag behind are looked for again");
                        self.lagging.look_again();
                    }
                }
            }
            for document in documents {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                let threads = Arc::clone(&self);
                tasks.spawn(async move {
                    threads.show(&document).await;
                    threads.lagging.shown(&document);
                    drop(place);
                });
            }
        }
        tasks.close();
        tasks.wait().await;
    }

    fn marked(&self) -> Result<Vec<DocumentId>, Refused> {
        let marks = self.store.scan(keys::behind().prefix(), None, MARKS)?;
        if marks.len() == MARKS {
            self.lagging.look_again();
        }
        let marks = marks.iter().filter_map(|mark| records::decode::<Behind>(&mark.value).ok());
        let mut documents: Vec<_> = marks.filter_map(|mark| DocumentId::new(&mark.document).ok()).collect();
        documents.dedup();
        Ok(documents)
    }

    /// Makes a companion what the records say, some threads at a time.
    async fn show(self: &Arc<Self>, document: &DocumentId) {
        let mut at_a_time = AT_A_TIME;
        loop {
            // Where nothing lags behind the companion is not even opened.
            let marks = match self.lagging_behind(document, at_a_time).await {
                Ok(marks) if marks.is_empty() => return,
                Ok(marks) => marks,
                Err(error) => return self.try_again(document, &error),
            };
            let read = || self.lagging_behind(document, at_a_time);
            let shown = match show_some(&self.companion, document, read).await {
                Ok(Some(shown)) => shown,
                Ok(None) => return,
                Err(NotWritten::NoCompanion) => marks,
                Err(error @ (NotWritten::NotNow(_) | NotWritten::Closed)) => return self.try_again(document, &error),
                // One of them is at fault, and the others can be shown.
                Err(NotWritten::Refused(_)) if at_a_time > 1 => {
                    at_a_time = 1;
                    continue;
                }
                // Trying the same again leads nowhere; the next change of the thread does.
                Err(error @ NotWritten::Refused(_)) => {
                    tracing::error!(%document, %error, "a thread is not shown in the companion");
                    marks
                }
            };
            let (threads, named) = (Arc::clone(self), document.clone());
            let unmarked = records::blocking(move || {
                let unmarked = threads.unmark(&named, shown.iter().map(|(shown, _)| shown));
                // Whoever begins to wait after this finds no mark, or one of a later change.
                for (shown, _) in &shown {
                    threads.waiting.tell(&named, &shown.thread, shown.revision);
                }
                unmarked
            });
            if let Err(error) = unmarked.await {
                return self.try_again(document, &error);
            }
        }
    }

    /// At the next beat, not at once.
    fn try_again(&self, document: &DocumentId, why: &dyn std::fmt::Display) {
        // Each second, for as long as it lasts.
        tracing::debug!(%document, %why, "the companion lags behind; it is tried again");
        self.lagging.look_again();
    }

    async fn lagging_behind(
        self: &Arc<Self>,
        document: &DocumentId,
        at_most: usize,
    ) -> Result<Vec<(Shown, Option<Value>)>, Refused> {
        let (threads, document) = (Arc::clone(self), document.clone());
        records::blocking(move || threads.read_lagging(&document, at_most)).await
    }

    /// Some threads that lag behind, with what the companion is to show of them: nothing of those that are gone.
    fn read_lagging(&self, document: &DocumentId, at_most: usize) -> Result<Vec<(Shown, Option<Value>)>, Refused> {
        let (mut found, mut bytes) = (Vec::new(), 0);
        for raw in self.store.scan(keys::behind_of(document).prefix(), None, at_most)? {
            // First the mark: what changes while the records are read makes another one.
            let Ok(Some(mark)) = records::get::<Behind>(&*self.store, &raw.key) else { continue };
            let thread = mark.value.thread.clone();
            let Some(key) = keys::thread(document, &thread) else { continue };
            let record = self.store.get(&key)?.and_then(|raw| readable::<Record>(document, &raw));
            let (revision, value) = match record {
                None => (u64::MAX, None),
                Some(record) => {
                    let comments = self.comments(document, &thread)?;
                    (record.revision, Some(shown(Conversation { thread: record.thread, comments })))
                }
            };
            bytes += value.as_ref().map_or(0, weight);
            found.push((Shown { thread, revision, mark }, value));
            if bytes > BYTES_AT_A_TIME {
                break;
            }
        }
        Ok(found)
    }

    fn unmark<'s>(&self, document: &DocumentId, shown: impl Iterator<Item = &'s Shown>) -> Result<(), Refused> {
        for Shown { thread, mark, .. } in shown {
            let key = keys::behind_of(document).name(thread);
            // If it was changed again meanwhile, the next round shows that.
            records::write(&*self.store, &RecordBatch::new().expect(key.clone(), mark.unchanged()).delete(key))?;
        }
        Ok(())
    }
}

/// Writes some threads as they are while the companion is open: what was purged meanwhile is not written again.
async fn show_some<R>(
    companion: &Companion,
    document: &DocumentId,
    read: impl Fn() -> R,
) -> Result<Option<Vec<(Shown, Option<Value>)>>, NotWritten>
where
    R: Future<Output = Result<Vec<(Shown, Option<Value>)>, Refused>>,
{
    let patch = async || {
        let mut read = read().await.map_err(|error| NotWritten::NotNow(error.to_string()))?;
        if read.is_empty() {
            return Ok(None);
        }
        let operations: Vec<Value> = read
            .iter_mut()
            .flat_map(|(shown, value)| {
                let path = format!("/{ROOT}/{}", shown.thread);
                match value.take() {
                    Some(value) => vec![json!({ "op": "add", "path": path, "value": value })],
                    // It may not be there, and then there is nothing to remove.
                    None => vec![json!({ "op": "add", "path": path, "value": null }), json!({ "op": "remove", "path": path })],
                }
            })
            .collect();
        let patch: Vec<PatchOperation> =
            serde_json::from_value(Value::Array(operations)).map_err(|error| NotWritten::Refused(error.to_string()))?;
        Ok(Some((read, patch)))
    };
    companion.write_from(document, patch).await
}

/// A thread as `YjsThreadStore` has it, with some members more.
fn shown(Conversation { thread, comments }: Conversation) -> Value {
    let Thread { id, created_at, updated_at, created_by, anchor, metadata, resolution, deleted_at } = thread;
    let is_resolved = resolution.as_ref().is_some_and(|resolution| resolution.state == super::State::Resolved);
    let mut value = json!({
        "id": id,
        "createdAt": created_at,
        "updatedAt": updated_at,
        "createdBy": created_by.id,
        "comments": comments.into_iter().map(shown_comment).collect::<Vec<_>>(),
        "resolved": is_resolved,
        "anchor": anchor,
    });
    if let Some(Resolution { at, by, .. }) = resolution {
        value["resolvedUpdatedAt"] = at.into();
        value["resolvedBy"] = by.id.as_ref().into();
    }
    add(&mut value, "metadata", metadata);
    add(&mut value, "deletedAt", deleted_at.map(Value::from));
    value
}

fn shown_comment(comment: Comment) -> Value {
    let Comment { id, author, created_at, updated_at, deleted_at, body, metadata, mentions, reactions } = comment;
    let reaction = |reaction: super::Reaction| {
        let value = json!({ "emoji": reaction.emoji, "createdAt": reaction.at, "userId": reaction.user.id });
        (format!("{}-{}", reaction.user.id, reaction.emoji), value)
    };
    let mut value = json!({
        "id": id,
        "userId": author.id,
        "author": author,
        "createdAt": created_at,
        "updatedAt": updated_at,
        "reactionsByUser": reactions.into_iter().map(reaction).collect::<Map<_, _>>(),
    });
    add(&mut value, "body", body);
    add(&mut value, "metadata", metadata);
    add(&mut value, "deletedAt", deleted_at.map(Value::from));
    add(&mut value, "mentions", (!mentions.is_empty()).then(|| json!(mentions)));
    value
}

/// What is `undefined` in BlockNote is missing here.
fn add(to: &mut Value, name: &str, value: Option<Value>) {
    if let (Value::Object(members), Some(value)) = (to, value) {
        members.insert(name.to_owned(), value);
    }
}
