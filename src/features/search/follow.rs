//! Keeps the index up to date: follows the journal from a cursor of its own, reads each document that changed by a visit in its
//! room, and writes what is different. At an easy pace, so that a document somebody types in is read once a second and not more.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use yrsa_storage::{ErrorKind, Expected, RecordBatch, StoredDocument};

use super::{Search, words};
use crate::access::{Role, User, stable_color};
use crate::document::kinds::{self, nesting};
use crate::document::{Document, Kind, Limits};
use crate::features::Refused;
use crate::features::guard::hearing::Circle;
use crate::features::records::{self, Key};
use crate::protocol::DocumentId;
use crate::room::around::Seed;
use crate::room::registry::NotAdmitted;
use crate::room::visit::{Visit, VisitError};

/// How far the journal was followed.
const CURSOR: &str = "search.cursor";

/// Between two looks at the journal; longer after a look that took long, so that one tenth of the time is spent on it.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
const EASE: u32 = 9;

/// Between two documents.
const BREATH: Duration = Duration::from_millis(2);

/// Events that are read at a time.
const PAGE: usize = 1000;

/// Attempts to read a document that is busy.
const ATTEMPTS: usize = 5;

/// Bytes of JSON that a seed has, at most.
const SEED: usize = 1 << 20;

/// As whom documents are read.
const SELF: &str = "yrsa";

#[derive(Serialize, Deserialize)]
struct Cursor {
    event: u64,
}

fn cursor() -> Bytes {
    Key::new(CURSOR).name("")
}

/// What is known of a document when it is about to be read.
struct Due {
    title: String,
    /// The record that says so, unchanged.
    unchanged: (Bytes, Expected),
    kind: Kind,
    is_written: bool,
    /// Nobody wrote to it, and it begins with what its kind seeds.
    is_seeded: bool,
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
            // Reading large documents costs their rooms as much as it costs here.
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
            for id in changed.into_iter().filter_map(|id| DocumentId::new(id).ok()) {
                self.read_or_pass(&id).await?;
            }
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
            for (id, _) in &page.entries {
                self.read_or_pass(id).await?;
            }
            after = page.next;
            if after.is_none() {
                return self.remember(head).await;
            }
        }
    }

    /// Reads a document. One that can't be read keeps no other out of the index; only for a storage that fails now all wait.
    async fn read_or_pass(self: &Arc<Self>, document: &DocumentId) -> Result<(), Refused> {
        match self.read(document).await {
            Err(Refused::Storage(error)) if error.kind().is_passing() || error.kind() == ErrorKind::Closed => Err(error.into()),
            Err(error) => {
                tracing::error!(%document, %error, "can't be read for the search, which has what it was before");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Reads a document and writes its words, again if it changed meanwhile.
    async fn read(self: &Arc<Self>, document: &DocumentId) -> Result<(), Refused> {
        for _ in 0..ATTEMPTS {
            let (this, id) = (Arc::clone(self), document.clone());
            let Some(due) = records::blocking(move || this.due(&id)).await? else { return Ok(()) };
            let content = if due.is_written { self.content(document).await } else { Ok(None) };
            let Ok(content) = content else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (this, id) = (Arc::clone(self), document.clone());
            let put = move || {
                let text = match content {
                    Some(content) => text(due.kind, &content)?,
                    None if due.is_seeded => seeded(due.kind),
                    None => String::new(),
                };
                this.put(&id, words::words([&*due.title, &*text]), due.unchanged)
            };
            if records::blocking(put).await? {
                tokio::time::sleep(BREATH).await;
                return Ok(());
            }
        }
        tracing::warn!(%document, "is busy or can't be read; the search has what it was before");
        Ok(())
    }

    /// Nothing is due for what is not there or on its way out.
    fn due(&self, document: &DocumentId) -> Result<Option<Due>, Refused> {
        let documents = &self.parts.documents;
        let Some((entry, unchanged)) = documents.to_be_read(document)? else { return Ok(None) };
        let is_written = documents.is_written(document)?;
        let is_seeded = !is_written && entry.seed == Seed::OfKind;
        Ok(Some(Due { title: entry.title, unchanged, kind: entry.kind, is_written, is_seeded }))
    }

    /// The content as JSON; `None` if it can't be had as such, and an error if it might be later.
    async fn content(&self, document: &DocumentId) -> Result<Option<Bytes>, Busy> {
        let seat = match self.parts.rooms.take_own_seat(document) {
            Ok(seat) => seat,
            Err(NotAdmitted::Quarantined(_)) => return Ok(None),
            Err(_) => return Err(Busy),
        };
        let user = User { id: SELF.into(), name: None, color: stable_color(SELF).into(), is_known: true };
        match Visit::begin(seat, user, Role::Viewer).await.content().await {
            Ok((_, content)) => Ok(Some(content)),
            // Larger than what is shown as JSON.
            Err(VisitError::Failed(_) | VisitError::NotAllowed(_)) => Ok(None),
            Err(VisitError::Ended(_)) => Err(Busy),
        }
    }
}

/// The document can't be read now.
struct Busy;

fn text(kind: Kind, content: &[u8]) -> Result<String, Refused> {
    let content = nesting::read(content).map_err(|_| Refused::Broken("content is no JSON"))?;
    Ok(kinds::text_of(kind, &content))
}

/// What a document begins with that nobody has opened yet.
fn seeded(kind: Kind) -> String {
    let Some(seed) = kinds::seed(kind) else { return String::new() };
    let Ok(mut document) = Document::open(Limits::default(), StoredDocument::default()) else { return String::new() };
    document.expect(kind.shape());
    let received = document.receive(&seed).is_ok();
    received.then(|| kinds::text(&mut document, kind, SEED).ok()).flatten().unwrap_or_default()
}
