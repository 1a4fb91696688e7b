//! What is known of a document beside its content. For now: that it was deleted. The content stays, so that it can be restored;
//! for everybody else a deleted document does not exist. Asked by the guard, changed by `http::api`.

use serde::{Deserialize, Serialize};
use yrsa_storage::RecordBatch;

use super::Refused;
use super::records::{self, Key, Store};
use crate::protocol::DocumentId;

const TAG: &str = "deleted";

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
