//! What is known of a document beside its content: that it was created before anybody wrote to it, that it was deleted. The content
//! of a deleted one stays, so that it can be restored; for everybody else it does not exist. Asked by the guard, changed by `http`.

use serde::{Deserialize, Serialize};
use yrsa_storage::{Expected, RecordBatch};

use super::Refused;
use super::records::{self, Key, Store};
use crate::event::Draft;
use crate::protocol::DocumentId;

const TAG: &str = "deleted";
const CREATED: &str = "created";

/// Who created a document and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creation {
    /// When, in milliseconds since the Unix epoch.
    pub created_ms: u64,
    /// Who.
    pub created_by: String,
}

/// Who deleted a document and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When, in milliseconds since the Unix epoch.
    pub deleted_ms: u64,
    /// Who.
    pub deleted_by: String,
}

/// All documents.
#[derive(Clone)]
pub struct Documents {
    store: Store,
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Documents")
    }
}

impl Documents {
    /// Documents in this storage.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Notes that a document exists, also while nothing is in it. One that exists already stays as it is.
    pub fn create(&self, document: &DocumentId, creation: &Creation) -> Result<(), Refused> {
        if self.exists(document)? {
            return Ok(());
        }
        let batch = RecordBatch::new().put(Key::new(CREATED).name(document.as_str()), records::encode(creation)?);
        records::write(&*self.store, &batch).map(|_| ())
    }

    /// Whether its creation was noted, deleted or not.
    pub fn is_known(&self, document: &DocumentId) -> Result<bool, Refused> {
        Ok(records::get::<Creation>(&*self.store, &Key::new(CREATED).name(document.as_str()))?.is_some())
    }

    /// Adds to a batch that a document exists which nobody created, but somebody wrote to; not if somebody creates it meanwhile.
    pub fn adopt(&self, batch: RecordBatch, document: &DocumentId, created: &Draft) -> Result<RecordBatch, Refused> {
        let created_by = created.user.as_ref().map_or_else(String::new, |user| user.id.as_ref().to_owned());
        let creation = Creation { created_ms: created.time, created_by };
        let key = Key::new(CREATED).name(document.as_str());
        Ok(batch.expect(key.clone(), Expected::Absent).put(key, records::encode(&creation)?))
    }

    /// Whether somebody created it or wrote to it. What was deleted exists no more.
    pub fn exists(&self, document: &DocumentId) -> Result<bool, Refused> {
        if self.deletion(document)?.is_some() {
            return Ok(false);
        }
        let key = Key::new(CREATED).name(document.as_str());
        if records::get::<Creation>(&*self.store, &key)?.is_some() {
            return Ok(true);
        }
        // Its id sorts first among those that begin with it.
        let listed = self.store.documents(document.as_str(), None, 1)?;
        Ok(listed.first().is_some_and(|first| *first.id == *document.as_str()))
    }

    /// Whether and by whom a document was deleted.
    pub fn deletion(&self, document: &DocumentId) -> Result<Option<Deletion>, Refused> {
        Ok(records::get(&*self.store, &Key::new(TAG).name(document.as_str()))?.map(|stored| stored.value))
    }

    /// Marks a document as deleted.
    pub fn delete(&self, document: &DocumentId, deletion: &Deletion) -> Result<(), Refused> {
        let batch = RecordBatch::new().put(Key::new(TAG).name(document.as_str()), records::encode(deletion)?);
        records::write(&*self.store, &batch).map(|_| ())
    }

    /// Takes the mark away; whether there was one.
    pub fn restore(&self, document: &DocumentId) -> Result<bool, Refused> {
        let found = self.deletion(document)?.is_some();
        if found {
            records::write(&*self.store, &RecordBatch::new().delete(Key::new(TAG).name(document.as_str())))?;
        }
        Ok(found)
    }
}
