//! After a start: opens the rooms of documents with changes that a crash left untold, one at a time, so that they tell them, and puts
//! them away again. Started by `server`; reads nothing of their content itself, and ends nobody's stay who came meanwhile.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Journal, Refused};
use crate::features::Guard;
use crate::features::records::{self, Store};
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// Documents looked at as one.
const PAGE: usize = 200;

/// How long a room may take to tell before the next is opened.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether a room has told: what holds no event is told as well, and nobody hears of it.
const LOOK: Duration = Duration::from_millis(50);

/// Between two documents that are opened.
const BREATH: Duration = Duration::from_millis(5);

/// The wait after the storage failed for now; longer with each failure, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Rooms that are open for this at a time.
const ROOMS: usize = 64;

/// See the module.
pub struct Sweep {
    journal: Arc<Journal>,
    store: Store,
    rooms: Rooms,
    guard: Arc<Guard>,
}

impl std::fmt::Debug for Sweep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sweep")
    }
}

struct Untold {
    untold: Vec<(DocumentId, u64)>,
    next: Option<Arc<str>>,
}

impl Sweep {
    /// Looks for what is untold in this storage.
    #[must_use]
    pub fn new(journal: Arc<Journal>, store: Store, rooms: Rooms, guard: Arc<Guard>) -> Self {
        Self { journal, store, rooms, guard }
    }

    /// Opens every document that has something to tell.
    pub async fn run(self, stopping: CancellationToken) {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = self.everything() => {}
        }
    }

    async fn everything(&self) {
        let (mut after, mut opened, mut awake) = (None, 0_u64, Vec::new());
        loop {
            let Some(page) = self.page(after).await else { return };
            for (document, head) in page.untold {
                if self.tell(&document, head).await {
                    opened += 1;
                    awake.push(document);
                }
                if awake.len() >= ROOMS {
                    self.put_away(std::mem::take(&mut awake)).await;
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if opened > 0 {
            tracing::info!(documents = opened, "changes that the last run left untold were told");
        }
    }

    /// The next documents with something to tell, once the storage gives them; `None` if it never will.
    async fn page(&self, after: Option<Arc<str>>) -> Option<Untold> {
        let mut wait = FIRST_WAIT;
        loop {
            let (journal, store, from) = (Arc::clone(&self.journal), Arc::clone(&self.store), after.clone());
            match records::blocking(move || untold(&journal, &store, from.as_deref())).await {
                Ok(page) => return Some(page),
                Err(Refused::Storage(error)) if error.kind().is_passing() => {
                    tracing::warn!(%error, "changes that were not told can't be looked for now; it is tried again");
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
                Err(error) => {
                    tracing::error!(%error, "looking for changes that were not told ended early");
                    return None;
                }
            }
        }
    }

    /// Opens a document's room and waits until it has told all up to this position; whether there is such a room.
    async fn tell(&self, document: &DocumentId, head: u64) -> bool {
        if self.is_quarantined(document) {
            return false;
        }
        let mut newest = self.journal.watch();
        self.rooms.wake(document);
        let until = Instant::now() + PATIENCE;
        while !self.has_told(document, head).await && !self.is_quarantined(document) {
            if Instant::now() >= until {
                tracing::warn!(%document, "has not told its changes yet");
                break;
            }
            tokio::select! {
                _ = newest.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        tokio::time::sleep(BREATH).await;
        true
    }

    fn is_quarantined(&self, document: &DocumentId) -> bool {
        self.rooms.quarantined().iter().any(|quarantined| quarantined.document == *document)
    }

    async fn has_told(&self, document: &DocumentId, head: u64) -> bool {
        let (journal, document) = (Arc::clone(&self.journal), document.clone());
        let told = records::blocking(move || journal.told(&document)).await;
        told.is_ok_and(|told| told.is_some_and(|told| told.version >= head))
    }

    /// Ends the rooms in which nobody is: by themselves they would stay for `rooms.idle`.
    async fn put_away(&self, documents: Vec<DocumentId>) {
        let connections = || self.guard.connections();
        // Requests come without being watched, and are over soon.
        let until = Instant::now() + PATIENCE;
        while self.rooms.connections() > connections().len() && Instant::now() < until {
            tokio::time::sleep(LOOK).await;
        }
        let visited: HashSet<DocumentId> = connections().into_iter().map(|connection| connection.document).collect();
        let empty = documents.iter().filter(|document| !visited.contains(document));
        join_all(empty.map(|document| self.rooms.close(document))).await;
    }
}

fn untold(journal: &Journal, store: &Store, after: Option<&str>) -> Result<Untold, Refused> {
    let page = store.documents("", after, PAGE)?;
    let mut found =
        Untold { untold: Vec::new(), next: page.last().filter(|_| page.len() == PAGE).map(|last| Arc::clone(&last.id)) };
    for info in page {
        let Ok(document) = DocumentId::new(&info.id) else { continue };
        // Nothing is told of what the server writes beside a document.
        if document.is_companion() {
            continue;
        }
        match journal.told(&document) {
            Ok(told) if told.as_ref().map_or(0, |told| told.version) >= info.head_seq => {}
            Ok(_) => found.untold.push((document, info.head_seq)),
            // One of them keeps no other from being told.
            Err(error) if error.is_unreadable() => {
                tracing::error!(%document, %error, "what it was told up to can't be read; its changes are not looked for");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
