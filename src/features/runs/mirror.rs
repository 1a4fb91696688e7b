//! Shows the newest runs of each document in its companion. Records are the truth: a mark written with each change says that the
//! companion lags behind, and stays until the companion was made what the records say, whatever happens in between. Part of `runs`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa_storage::RecordBatch;

use super::changes::weight;
use super::keys::{self, Behind};
use super::run::{Record, Run};
use super::{Runs, readable};
use crate::features::companion::NotWritten;
use crate::features::records;
use crate::features::{Guard, Refused};
use crate::protocol::DocumentId;

/// The root of the companion that holds runs.
const ROOT: &str = "runs";
/// How many of the newest runs are shown.
const SHOWN: usize = 20;
/// Bytes of JSON after which older runs are left out; the newest one is always there.
const SHOWN_BYTES: usize = 1 << 20;
/// Values of inputs and outputs with more bytes, more levels or longer names are not shown.
const VALUE_BYTES: usize = 2 * 1024;
const VALUE_DEPTH: usize = 8;
const NAME_BYTES: usize = 256;
/// Companions written at the same time.
const AT_ONCE: usize = 4;
/// When a companion is tried again that could not be written, and how often leases are looked at.
const AGAIN: Duration = Duration::from_secs(1);

impl Runs {
    /// Keeps companions as the records say, and gives runs to others whose leases end while nobody asks. Runs until cancelled.
    pub async fn run(self: Arc<Self>, guard: Arc<Guard>, cancel: CancellationToken) {
        let tasks = TaskTracker::new();
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut beat = tokio::time::interval(AGAIN);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = cancel.cancelled() => break,
                () = self.lagging.noted() => {}
                _ = beat.tick() => {
                    let (runs, now) = (Arc::clone(&self), guard.now_ms());
                    if let Err(error) = records::blocking(move || runs.expire(now)).await {
                        tracing::warn!(%error, "leases that have ended are looked at again in a second");
                    }
                }
            }
            for document in self.take_lagging().await {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                let runs = Arc::clone(&self);
                tasks.spawn(async move {
                    Arc::clone(&runs).show(document.clone()).await;
                    runs.lagging.shown(&document);
                    drop(place);
                });
            }
        }
        tasks.close();
        tasks.wait().await;
    }

    async fn take_lagging(self: &Arc<Self>) -> Vec<DocumentId> {
        let (documents, more) = self.lagging.take();
        if more {
            let runs = Arc::clone(self);
            match records::blocking(move || runs.marked()).await {
                Ok(marked) => marked.iter().for_each(|document| self.lagging.note(document)),
                Err(error) => {
                    tracing::warn!(%error, "companions that lag behind are looked for again");
                    self.lagging.look_again();
                }
            }
        }
        documents
    }

    fn marked(&self) -> Result<Vec<DocumentId>, Refused> {
        let marks = records::list::<Behind>(&*self.store, &keys::behind())?;
        Ok(marks.iter().filter_map(|(document, _)| DocumentId::new(document).ok()).collect())
    }

    /// Makes a companion what the records say.
    async fn show(self: Arc<Self>, document: DocumentId) {
        // Nothing lags behind any more where a purge was faster: then the companion is not even opened.
        let (runs, named) = (Arc::clone(&self), document.clone());
        let known = match records::blocking(move || runs.mark(&named)).await {
            Ok(Some(mark)) => mark,
            Ok(None) => return,
            Err(error) => return self.try_again(&document, &error),
        };
        // The records are read while the companion is open: what was purged meanwhile is not written again.
        let read = || {
            let (runs, named) = (Arc::clone(&self), document.clone());
            records::blocking(move || runs.newest(&named))
        };
        let mark = match self.companion.rebuild_from(&document, ROOT, read).await {
            Ok(Some(mark)) => mark,
            Ok(None) => return,
            Err(NotWritten::NoCompanion) => known,
            Err(error @ (NotWritten::NotNow(_) | NotWritten::Closed)) => return self.try_again(&document, &error),
            // Trying the same again leads nowhere; the next change of a run does.
            Err(error @ NotWritten::Refused(_)) => {
                tracing::error!(%document, %error, "runs are not shown in the companion");
                known
            }
        };
        let (runs, named) = (Arc::clone(&self), document.clone());
        if let Err(error) = records::blocking(move || runs.unmark(&named, &mark)).await {
            self.try_again(&document, &error);
        }
    }

    /// At the next beat, not at once.
    fn try_again(&self, document: &DocumentId, why: &dyn std::fmt::Display) {
        // Each second, for as long as it lasts.
        tracing::debug!(%document, %why, "the companion lags behind; it is tried again");
        self.lagging.look_again();
    }

    fn mark(&self, document: &DocumentId) -> Result<Option<records::Stored<Behind>>, Refused> {
        records::get(&*self.store, &keys::behind().name(document.as_str()))
    }

    /// The mark of a document, and what its companion is to show.
    fn newest(&self, document: &DocumentId) -> Result<Option<(records::Stored<Behind>, Value)>, Refused> {
        // First the mark: what changes while the records are read makes another one.
        let Some(mark) = self.mark(document)? else { return Ok(None) };
        let mut shown = Map::new();
        let mut bytes = 0;
        for stored in self.store.scan(keys::runs(document).prefix(), None, SHOWN)? {
            let Some(Record { run, .. }) = readable(document, &stored.value) else { continue };
            let id = run.id.clone();
            let run = light(run)?;
            bytes += weight(&run);
            if bytes > SHOWN_BYTES && !shown.is_empty() {
                break;
            }
            shown.insert(id, run);
        }
        Ok(Some((mark, Value::Object(shown))))
    }

    fn unmark(&self, document: &DocumentId, mark: &records::Stored<Behind>) -> Result<(), Refused> {
        let key = keys::behind().name(document.as_str());
        let batch = RecordBatch::new().expect(key.clone(), mark.unchanged()).delete(key);
        // Another change has noted the document again.
        records::write(&*self.store, &batch).map(|_| ())
    }
}

/// A run as it is shown: what is too large or too deep for everybody's memory says how large it is.
fn light(run: Run) -> Result<Value, Refused> {
    let mut shown = serde_json::to_value(run).map_err(|_| Refused::Broken("a run can't be written as JSON"))?;
    leave_out(&mut shown, &["input", "output"]);
    for step in shown["steps"].as_array_mut().into_iter().flatten() {
        leave_out(step, &["output", "error"]);
    }
    Ok(shown)
}

fn leave_out(holder: &mut Value, names: &[&str]) {
    for name in names {
        let bytes = weight(&holder[*name]);
        if bytes > VALUE_BYTES || !is_plain(&holder[*name], VALUE_DEPTH) {
            holder[*name] = Value::Null;
            holder[format!("{name}_omitted")] = json!(bytes);
        }
    }
}

/// Whether every document takes it as it is: names that begin with `$` mean something there.
fn is_plain(value: &Value, depth: usize) -> bool {
    match value {
        Value::Array(values) => depth > 0 && values.iter().all(|value| is_plain(value, depth - 1)),
        Value::Object(members) => {
            let named = |name: &str| name.len() <= NAME_BYTES && !name.starts_with('$');
            depth > 0 && members.iter().all(|(name, value)| named(name) && is_plain(value, depth - 1))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_would_not_go_into_a_document_say_how_large_they_are() {
        let mut deep = json!(1);
        for _ in 0..9 {
            deep = json!([deep]);
        }
        let mut holder = json!({ "small": { "a": 1 }, "large": "x".repeat(3000), "deep": deep, "odd": { "$binary": "no" } });
        leave_out(&mut holder, &["small", "large", "deep", "odd"]);
        assert_eq!(holder["small"], json!({ "a": 1 }));
        for (name, bytes) in [("large", 3002), ("deep", 19), ("odd", 16)] {
            assert_eq!((&holder[name], &holder[format!("{name}_omitted")]), (&Value::Null, &json!(bytes)), "{name}");
        }
    }
}
