//! Removing a deleted document for good: its content, members, shares and events. What is left is one event that says so. A purge
//! goes on without the request that began it; one that could not be finished, or was cut off by a crash, is tried again each minute.
//! Called by HTTP handlers and by `server`.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use yrsa_storage::RecordBatch;

use super::catalog::{Altered, Revision};
use super::{Catalog, Entry, Stage, key};
use crate::access::{Identity, Scope};
use crate::event::{Author, Draft};
use crate::features::guard::Matching;
use crate::features::records::{self, Key, Store};
use crate::features::{Refused, chat, inbox, presence, rules, runs, search, threads};
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// Documents that are being removed: what is left to do where that did not end well, and after a crash.
const TAG: &str = "purge";

/// When purges are tried again that could not be finished.
const AGAIN: Duration = Duration::from_secs(60);

/// Somebody wants a document to be gone.
#[derive(Debug, Serialize, Deserialize)]
struct Wanted {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Author>,
}

/// What a purge works on.
#[derive(Clone)]
pub struct Purge {
    catalog: Catalog,
    rooms: Rooms,
    store: Store,
}

impl std::fmt::Debug for Purge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Purge")
    }
}

fn task(document: &DocumentId) -> bytes::Bytes {
    Key::new(TAG).name(document.as_str())
}

impl Purge {
    /// Removes documents of this storage.
    #[must_use]
    pub fn new(catalog: Catalog, rooms: Rooms, store: Store) -> Self {
        Self { catalog, rooms, store }
    }

    /// Removes a deleted document for one of its owners; if `read` says what they read, nothing else.
    pub async fn purge(&self, by: Arc<Identity>, document: &DocumentId, read: Option<Vec<Revision>>) -> Result<(), Refused> {
        let (catalog, id) = (self.catalog.clone(), document.clone());
        self.to_its_end(document, move || {
            catalog.must_own(&by, &id)?;
            let by = super::catalog::author(&by);
            catalog.begin_purge(&id, by.as_ref(), read.as_deref())?;
            Ok(by)
        })
        .await
    }

    /// Takes back a document whose content could not be written right after it was created.
    pub async fn take_back(&self, document: &DocumentId, by: Option<Author>) -> Result<(), Refused> {
        let (catalog, id) = (self.catalog.clone(), document.clone());
        self.to_its_end(document, move || {
            catalog.begin_purge_of_any(&id, by.as_ref())?;
            Ok(by)
        })
        .await
    }

    /// Begins and finishes, also if nobody waits for it any more: whoever asked goes away, and the document would be stuck between.
    async fn to_its_end(
        &self,
        document: &DocumentId,
        begin: impl FnOnce() -> Result<Option<Author>, Refused> + Send + 'static,
    ) -> Result<(), Refused> {
        let (this, id) = (self.clone(), document.clone());
        let task = async move {
            let by = records::blocking(begin).await?;
            this.finish(&id, by).await
        };
        let ended = self.rooms.tracker().spawn_on(task, self.rooms.runtime()).await;
        ended.unwrap_or(Err(Refused::Broken("a task ended early")))
    }

    /// Removes what purges left that ended before they were done, at once and each minute until it is cancelled.
    pub async fn finish_left(self, stopping: CancellationToken) {
        loop {
            match self.finish_all().await {
                Ok(0) => {}
                Ok(left) => tracing::warn!(left, "documents that were purged are not gone yet; it is tried again in a minute"),
                Err(error) => tracing::warn!(%error, "purges can't be finished; it is tried again in a minute"),
            }
            if tokio::time::timeout(AGAIN, stopping.cancelled()).await.is_ok() {
                return;
            }
        }
    }

    /// Removes what purges left that ended before they were done; how many documents are still there, because they are busy for instance.
    pub async fn finish_all(&self) -> Result<usize, Refused> {
        let mut unfinished = 0;
        let store = Arc::clone(&self.store);
        let left = records::blocking(move || records::list_readable::<Wanted>(&*store, &Key::new(TAG))).await?;
        for (id, wanted) in left {
            let finished = match DocumentId::new(&id) {
                Ok(document) => self.finish(&document, wanted.by).await,
                Err(_) => Err(Refused::Damaged("the key of a document")),
            };
            if let Err(error) = finished {
                tracing::warn!(document = id, %error, "a document that was purged is not gone yet");
                unfinished += 1;
            }
        }
        Ok(unfinished)
    }

    /// The content goes first and the record last, so that nobody takes the id while something of the old document is there. The
    /// room is closed all the time: it can neither write the document back nor open what is half gone.
    async fn finish(&self, document: &DocumentId, by: Option<Author>) -> Result<(), Refused> {
        let mut closed = Vec::new();
        for id in [Some(document.clone()), document.companion()].into_iter().flatten() {
            closed.push(self.rooms.close(&id).await.ok_or(Refused::Busy("the document is busy; try again"))?);
        }
        let (this, id) = (self.clone(), document.clone());
        records::blocking(move || {
            let _closed = closed;
            // Somebody else was faster, and the id may be another document's by now.
            if this.store.get(&task(&id))?.is_none() {
                return Ok(());
            }
            this.forget(&id)?;
            let mut purged = Draft::of("document.purged", id.shared(), this.catalog.guard.now_ms(), by, json!({}));
            purged.trace = this.catalog.origin.trace();
            let batch = RecordBatch::new().delete(key(&id)).delete(task(&id));
            this.catalog.journal.write(batch, vec![purged])?;
            this.catalog.guard.reassess(&Matching::Scope(Scope::of(&id)));
            Ok(())
        })
        .await
    }

    /// Everything that is kept under the document's id but its record. Each step may be done twice.
    fn forget(&self, document: &DocumentId) -> Result<(), Refused> {
        let (guard, scope) = (&self.catalog.guard, Scope::of(document));
        self.store.remove(document.as_str())?;
        runs::purge(&self.store, document)?;
        if let Some(companion) = document.companion() {
            self.store.remove(companion.as_str())?;
        }
        guard.members.forget(&scope)?;
        guard.shares.forget(&scope)?;
        runs::purge(&self.store, document)?;
        threads::purge(&self.store, document)?;
        chat::purge(&self.store, document)?;
        inbox::purge(&self.store, document.as_str())?;
        search::forget(&self.store, document)?;
        rules::purge(&self.store, document)?;
        presence::forget(&self.store, document)?;
        self.rooms.forget(document);
        self.catalog.journal.purge(document)
    }
}

impl Catalog {
    /// Marks a deleted document as one that is on its way out.
    fn begin_purge(&self, document: &DocumentId, by: Option<&Author>, read: Option<&[Revision]>) -> Result<(), Refused> {
        self.mark_purged(document, by, |entry| {
            // Once it is on its way out it is the first attempt that changed it: whoever asks again has read what was before that.
            if entry.deleted.as_ref().is_some_and(|deletion| deletion.stage == Stage::Purging) {
                return Revision::of(entry).must_follow_one_in(read);
            }
            Revision::of(entry).must_be_in(read)?;
            if entry.deleted.is_some() { Ok(()) } else { Err(Refused::Conflict("delete the document first")) }
        })
    }

    fn begin_purge_of_any(&self, document: &DocumentId, by: Option<&Author>) -> Result<(), Refused> {
        self.mark_purged(document, by, |_| Ok(()))
    }

    fn mark_purged(
        &self,
        document: &DocumentId,
        by: Option<&Author>,
        allowed: impl Fn(&Entry) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let now_ms = self.guard.now_ms();
        let wanted = records::encode(&Wanted { by: by.cloned() })?;
        self.alter(document, |entry, batch| {
            allowed(entry)?;
            let deletion = entry.deleted.get_or_insert(super::Deletion {
                deleted_ms: now_ms,
                deleted_by: by.cloned(),
                stage: Stage::Hidden,
            });
            deletion.stage = Stage::Purging;
            Ok(Altered::Yes(batch.put(task(document), wanted.clone()), Vec::new()))
        })
        .map(|_| ())
    }
}
