//! After a start: opens the rooms of documents with changes that a crash left untold, one at a time, so that they tell them.
//! Started by `server`; reads nothing of their content itself.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Journal, Refused};
use crate::features::records::{self, Store};
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// Documents looked at as one.
const PAGE: usize = 200;

/// How long a room may take to tell before the next is opened.
const PATIENCE: Duration = Duration::from_secs(10);

/// Between two documents that are opened.
const BREATH: Duration = Duration::from_millis(5);

/// Opens every document that has something to tell.
pub async fn sweep(journal: Arc<Journal>, store: Store, rooms: Rooms, stopping: CancellationToken) {
    let swept = async {
        let mut after = None;
        let mut opened: u64 = 0;
        loop {
            let (journal_there, store, from) = (Arc::clone(&journal), Arc::clone(&store), after.clone());
            let page = records::blocking(move || untold(&journal_there, &store, from.as_deref())).await;
            let page = match page {
                Ok(page) => page,
                Err(error) => return tracing::warn!(%error, "looking for changes that were not told ended early"),
            };
            for document in &page.untold {
                open(&journal, &rooms, document).await;
            }
            opened += page.untold.len() as u64;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if opened > 0 {
            tracing::info!(documents = opened, "changes that the last run left untold were told");
        }
    };
    tokio::select! {
        () = stopping.cancelled() => {}
        () = swept => {}
    }
}

struct Untold {
    untold: Vec<(DocumentId, u64)>,
    next: Option<Arc<str>>,
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
        let told = journal.told(&document)?.map_or(0, |told| told.version);
        if info.head_seq > told {
            found.untold.push((document, info.head_seq));
        }
    }
    Ok(found)
}

async fn open(journal: &Arc<Journal>, rooms: &Rooms, (document, head): &(DocumentId, u64)) {
    let mut newest = journal.watch();
    rooms.wake(document);
    let told = async {
        loop {
            let (journal, asked) = (Arc::clone(journal), document.clone());
            let told = records::blocking(move || journal.told(&asked)).await;
            if told.is_ok_and(|told| told.is_some_and(|told| told.version >= *head)) {
                return;
            }
            if newest.changed().await.is_err() {
                return;
            }
        }
    };
    if tokio::time::timeout(PATIENCE, told).await.is_err() {
        tracing::debug!(%document, "has not told its changes yet");
    }
    tokio::time::sleep(BREATH).await;
}
