//! Keeps the index up to date: follows the journal from a cursor of its own, reads what changed as it is stored, and writes what is
//! different, many documents with one sync. At an easy pace, and never in anybody's way: no room is asked, and what takes
//! computing is done where it only gets time that nobody else wants (`aside`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use yrsa_storage::{ErrorKind, Expected, RecordBatch, StoredDocument};

use super::{Search, aside, words};
use crate::document::kinds;
use crate::document::{Document, Kind, Limits};
use crate::features::Refused;
use crate::features::guard::hearing::Circle;
use crate::features::records::{self, Key};
use crate::protocol::DocumentId;
use crate::room::around::Seed;

/// How far the journal was followed.
const CURSOR: &str = "search.cursor";

/// Between two looks at the journal. And how much longer than some work the rest after it is: one tenth of the time is spent on it.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
const EASE: u32 = 9;

/// Documents that are read and written together: so many, or so many bytes of them.
const PORTION: usize = 64;
const PORTION_BYTES: usize = 1 << 20;

/// Records that are written together, about.
const RECORDS: usize = 2000;

/// Events that are read at a time.
const PAGE: usize = 1000;

/// Attempts to read a document whose record changes meanwhile.
const ATTEMPTS: usize = 5;

#[derive(Serialize, Deserialize)]
struct Cursor {
    event: u64,
}

fn cursor() -> Bytes {
    Key::new(CURSOR).name("")
}

/// A document that is about to be read.
struct Due {
    id: DocumentId,
    title: String,
    /// The record that says so, unchanged.
    unchanged: (Bytes, Expected),
    kind: Kind,
    /// Nobody wrote to it, and it begins with what its kind seeds.
    is_seeded: bool,
    /// What is stored of it; `None` if nobody wrote to it, or it can't be read.
    stored: Option<StoredDocument>,
}

impl Due {
    fn bytes(&self) -> usize {
        let Some(stored) = &self.stored else { return 0 };
        let tail: usize = stored.tail.iter().map(|entry| entry.update.len()).sum();
        tail + stored.snapshot.as_ref().map_or(0, |snapshot| snapshot.state.len())
    }
}

/// The words of a document as it was read.
pub(super) struct Read {
    pub(super) id: DocumentId,
    pub(super) words: BTreeSet<String>,
    /// The record by which it was read.
    pub(super) unchanged: (Bytes, Expected),
}

impl Search {
    /// Follows the journal until cancelled.
    pub async fn run(self: Arc<Self>, stopping: CancellationToken) {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = self.follow() => {}
        }
    }

    async fn follow(self: &Arc<Self>) {
        let mut newest = self.parts.journal.watch();
        loop {
            newest.mark_unchanged();
            let began = Instant::now();
            let caught_up = self.catch_up().await;
            // One tenth of the time is spent on it, however large what it reads is.
            tokio::time::sleep((began.elapsed() * EASE).clamp(PAUSE, LONGEST_PAUSE)).await;
            match caught_up {
                Ok(()) if newest.changed().await.is_err() => return,
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "the search is not up to date; it is tried again"),
            }
        }
    }

    /// Reads what changed up to the journal's head.
    async fn catch_up(self: &Arc<Self>) -> Result<(), Refused> {
        let this = Arc::clone(self);
        let stored = records::blocking(move || records::get::<Cursor>(&*this.parts.store, &cursor())).await?;
        let Some(mut at) = stored.map(|stored| stored.value.event) else { return self.read_all().await };
        loop {
            let this = Arc::clone(self);
            let page = records::blocking(move || this.parts.journal.after(at, PAGE)).await?;
            if page.gap {
                return self.read_all().await;
            }
            let about = page.events.iter().filter(|event| Circle::of(&event.draft.kind).is_of_the_document());
            let changed: BTreeSet<&str> = about.map(|event| &*event.draft.document).collect();
            self.read(changed.into_iter().filter_map(|id| DocumentId::new(id).ok()).collect()).await?;
            self.remember(page.next).await?;
            if page.next >= self.parts.journal.head() || page.next == at {
                return Ok(());
            }
            at = page.next;
        }
    }

    async fn remember(self: &Arc<Self>, event: u64) -> Result<(), Refused> {
        let this = Arc::clone(self);
        let write = move || {
            let batch = RecordBatch::new().put(cursor(), records::encode(&Cursor { event })?);
            records::write(&*this.parts.store, &batch).map(|_| ())
        };
        records::blocking(write).await
    }

    /// Reads every document: at first, and when events were let go of.
    async fn read_all(self: &Arc<Self>) -> Result<(), Refused> {
        let head = self.parts.journal.head();
        let mut after: Option<String> = None;
        loop {
            let (this, from) = (Arc::clone(self), after.clone());
            let page = records::blocking(move || this.parts.documents.page("", from.as_deref())).await?;
            self.read(page.entries.into_iter().map(|(id, _)| id).collect()).await?;
            after = page.next;
            if after.is_none() {
                return self.remember(head).await;
            }
        }
    }

    /// Reads documents and writes their words; again those whose record changed meanwhile.
    async fn read(self: &Arc<Self>, mut documents: Vec<DocumentId>) -> Result<(), Refused> {
        for _ in 0..ATTEMPTS {
            let mut again = Vec::new();
            while !documents.is_empty() {
                let began = Instant::now();
                let this = Arc::clone(self);
                let (left, due) = records::blocking(move || this.portion(documents)).await?;
                documents = left;
                let (limits, json) = (self.parts.limits.clone(), self.parts.json_bytes);
                let read = aside::each(due, move |due| words_of(due, &limits, json)).await;
                let read = read.ok_or(Refused::Broken("the search's thread could not be started"))?;
                let this = Arc::clone(self);
                again.extend(records::blocking(move || this.put_all(read)).await?);
                tokio::time::sleep((began.elapsed() * EASE).min(LONGEST_PAUSE)).await;
            }
            if again.is_empty() {
                return Ok(());
            }
            documents = again;
        }
        tracing::warn!(documents = documents.len(), "change all the time; the search has what they were before");
        Ok(())
    }

    /// Takes the next documents of a list, as they are stored. One that can't be read keeps no other out of the index; only for a
    /// storage that fails now all wait. Blocks.
    fn portion(&self, documents: Vec<DocumentId>) -> Result<(Vec<DocumentId>, Vec<Due>), Refused> {
        let (mut left, mut portion, mut bytes) = (documents.into_iter(), Vec::new(), 0);
        while portion.len() < PORTION && bytes < PORTION_BYTES {
            let Some(id) = left.next() else { break };
            match self.due(&id) {
                Ok(due) => {
                    bytes += due.as_ref().map_or(0, Due::bytes);
                    portion.extend(due);
                }
                Err(error) => pass(&id, error)?,
            }
        }
        Ok((left.collect(), portion))
    }

    /// Nothing is due for what is not there or on its way out.
    fn due(&self, document: &DocumentId) -> Result<Option<Due>, Refused> {
        let Some((entry, unchanged)) = self.parts.documents.to_be_read(document)? else { return Ok(None) };
        let (stored, is_damaged) = match self.parts.store.load(document.as_str()) {
            Ok(stored) => (stored, false),
            Err(error) if error.kind() == ErrorKind::Corrupt => {
                tracing::warn!(%document, %error, "the search has its title only");
                (None, true)
            }
            Err(error) => return Err(error.into()),
        };
        let is_seeded = stored.is_none() && !is_damaged && entry.seed == Seed::OfKind;
        Ok(Some(Due { id: document.clone(), title: entry.title, unchanged, kind: entry.kind, is_seeded, stored }))
    }

    /// Writes the words of documents, many with one sync; those whose record changed since they were read. Blocks.
    fn put_all(&self, read: Vec<Read>) -> Result<Vec<DocumentId>, Refused> {
        let (mut batch, mut together, mut again) = (RecordBatch::new(), Vec::new(), Vec::new());
        for one in read {
            match self.difference(&one) {
                Ok(None) => {}
                Ok(Some(difference)) => {
                    batch.conditions.extend(difference.conditions.iter().cloned());
                    batch.changes.extend(difference.changes.iter().cloned());
                    together.push((one.id, difference));
                }
                Err(error) => pass(&one.id, error)?,
            }
            if batch.changes.len() >= RECORDS {
                again.extend(self.write(&std::mem::take(&mut batch), std::mem::take(&mut together))?);
            }
        }
        again.extend(self.write(&batch, together)?);
        Ok(again)
    }

    /// Writes differences as one, or each by itself if a record changed.
    fn write(&self, batch: &RecordBatch, each: Vec<(DocumentId, RecordBatch)>) -> Result<Vec<DocumentId>, Refused> {
        let store = &*self.parts.store;
        if batch.changes.is_empty() || records::write(store, batch)? {
            return Ok(Vec::new());
        }
        let mut changed = Vec::new();
        for (id, difference) in each {
            if !records::write(store, &difference)? {
                changed.push(id);
            }
        }
        Ok(changed)
    }
}

/// Goes on without a document that can't be read; not if the storage fails.
fn pass(document: &DocumentId, error: Refused) -> Result<(), Refused> {
    match error {
        Refused::Storage(error) if error.kind().is_passing() || error.kind() == ErrorKind::Closed => Err(error.into()),
        error => {
            tracing::error!(%document, %error, "can't be read for the search, which has what it was before");
            Ok(())
        }
    }
}

/// The words of a document's title and content.
fn words_of(due: Due, limits: &Limits, json: usize) -> Read {
    let Due { id, title, unchanged, kind, is_seeded, stored } = due;
    let content = match stored {
        Some(stored) => text(kind, stored, limits, json),
        None if is_seeded => kinds::seed(kind).and_then(|seed| seeded(kind, &seed, limits, json)),
        None => None,
    };
    Read { id, words: words::words([&*title, content.as_deref().unwrap_or_default()]), unchanged }
}

/// What stored content says in words; `None` if it is larger than what is shown as JSON, or no document.
fn text(kind: Kind, stored: StoredDocument, limits: &Limits, json: usize) -> Option<String> {
    let mut document = Document::open(limits.clone(), stored).ok()?;
    document.expect(kind.shape());
    kinds::text(&mut document, kind, json).ok()
}

/// What a document says that nobody has opened yet.
fn seeded(kind: Kind, seed: &Bytes, limits: &Limits, json: usize) -> Option<String> {
    let mut document = Document::open(limits.clone(), StoredDocument::default()).ok()?;
    document.expect(kind.shape());
    document.receive(seed).ok()?;
    kinds::text(&mut document, kind, json).ok()
}
