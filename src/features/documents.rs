//! The catalogue: one record for each document with what is known of it beside its content: kind, title, owner, metadata, whether it
//! was deleted. What was deleted keeps its content, so that it can be restored; for everybody else it does not exist. Read here, by
//! the guard and everybody else; written by [`Catalog`], together with the events about it.

mod catalog;
mod checks;
mod listing;
mod purge;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use yrsa_storage::{DocumentInfo, Expected, RecordBatch};

pub use self::catalog::{Catalog, Change, NewDocument, Owner, Revision};
pub use self::listing::{Deleted, Listed, Listing, Order, Page, Place, PlaceKey, SortBy};
pub use self::purge::Purge;
use super::Refused;
use super::records::{self, Key, Store};
use crate::document::Kind;
use crate::event::{Author, Draft};
use crate::protocol::DocumentId;
use crate::room::around::Seed;

const TAG: &str = "document";

/// Documents that are read at a time.
const PAGE: usize = 500;

/// What is known of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What kind of document it is.
    #[serde(with = "kind_name")]
    pub kind: Kind,
    /// Whether it begins with what its kind seeds.
    #[serde(with = "seed_word")]
    pub seed: Seed,
    /// Its title; may be empty.
    #[serde(default)]
    pub title: String,
    /// Whose it is. What they may do is said by members and grants, not by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Author>,
    /// When it was created, in milliseconds since the Unix epoch.
    pub created_ms: u64,
    /// Who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Author>,
    /// What applications keep with it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
    /// Grows with each change of this record.
    pub revision: u64,
    /// That it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Deletion>,
}

/// Who deleted a document and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When, in milliseconds since the Unix epoch.
    pub deleted_ms: u64,
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<Author>,
    /// Whether it is on its way out for good, and can't be restored any more.
    #[serde(default)]
    pub stage: Stage,
}

/// How far a document is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It can be restored.
    #[default]
    Hidden,
    /// Its content is being removed.
    Purging,
}

/// Some of the catalogue, in the order of ids.
#[derive(Debug)]
pub struct Entries {
    /// Documents. Those whose records can't be read are left out.
    pub entries: Vec<(DocumentId, Entry)>,
    /// Where to go on, if there may be more.
    pub next: Option<String>,
}

/// What of an [`Entry`] tells whether this server can read it.
#[derive(Deserialize)]
struct OnlyKind {
    kind: String,
}

/// The part of an [`Entry`] that the guard asks for.
#[derive(Deserialize)]
struct OnlyDeletion {
    deleted: Option<Deletion>,
}

/// A record's key, and what it has to hold.
pub(super) type Unchanged = (Bytes, Expected);

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

    /// What is known of a document; of a deleted one, too. `None` also for those that somebody wrote to a moment ago.
    pub fn entry(&self, document: &DocumentId) -> Result<Option<Entry>, Refused> {
        Ok(self.stored(document)?.map(|stored| stored.value))
    }

    fn stored(&self, document: &DocumentId) -> Result<Option<records::Stored<Entry>>, Refused> {
        records::get(&*self.store, &key(document)).map_err(|error| match (&error, self.store.get(&key(document))) {
            (Refused::Damaged(_), Ok(Some(raw))) => why_unreadable(&raw, error),
            _ => error,
        })
    }

    /// Whether somebody created it or wrote to it. What was deleted exists no more.
    pub fn exists(&self, document: &DocumentId) -> Result<bool, Refused> {
        match records::get::<OnlyDeletion>(&*self.store, &key(document))? {
            Some(stored) => Ok(stored.value.deleted.is_none()),
            None => self.is_written(document),
        }
    }

    /// Whether and by whom a document was deleted.
    pub fn deletion(&self, document: &DocumentId) -> Result<Option<Deletion>, Refused> {
        Ok(records::get::<OnlyDeletion>(&*self.store, &key(document))?.and_then(|stored| stored.value.deleted))
    }

    /// Whether there is a record of it, deleted or not.
    pub fn is_known(&self, document: &DocumentId) -> Result<bool, Refused> {
        Ok(self.store.get(&key(document))?.is_some())
    }

    /// Adds to a batch that a document exists which nobody created, but somebody wrote to; not if somebody creates it meanwhile.
    pub fn adopt(&self, batch: RecordBatch, document: &DocumentId, created: &Draft) -> Result<RecordBatch, Refused> {
        let author = created.user.clone();
        let entry = Entry { owner: author.clone(), created_by: author, ..Entry::found(created.time) };
        Ok(batch.expect(key(document), Expected::Absent).put(key(document), records::encode(&entry)?))
    }

    /// Puts right what a room can't know of how a document began. It sees the end of the log only: where the beginning was taken
    /// into a snapshot, whoever wrote after that did not create the document.
    pub fn correct(&self, document: &DocumentId, created: &mut Draft) -> Result<(), Refused> {
        let Some(info) = self.written(document)? else { return Ok(()) };
        if info.snapshot_seq > 0 || info.first_seq > 1 {
            let first = self.store.log(document.as_str(), 1..2)?.into_iter().next();
            let user = first.and_then(|first| first.user);
            (created.time, created.user) = (info.created_ms, user.map(|id| Author { id, name: None }));
        } else if created.time == 0 {
            created.time = info.created_ms;
        }
        Ok(())
    }

    /// What is known of a document, and the condition that this has not changed. One that was written to and has no record yet is
    /// a document like any other.
    fn known(&self, document: &DocumentId) -> Result<Option<(Entry, Expected)>, Refused> {
        if document.is_companion() {
            return Ok(None);
        }
        if let Some(stored) = self.stored(document)? {
            let unchanged = stored.unchanged();
            return Ok(Some((stored.value, unchanged)));
        }
        Ok(self.written(document)?.map(|info| (Entry::found(info.created_ms), Expected::Absent)))
    }

    /// Adds to a batch that a document is still what it is now, and says what that is. `None`: there is no such document.
    pub fn bound(&self, batch: RecordBatch, document: &DocumentId) -> Result<Option<(RecordBatch, Entry)>, Refused> {
        Ok(self.known(document)?.map(|(entry, expected)| (batch.expect(key(document), expected), entry)))
    }

    /// Adds to a batch that what is known of a document has not changed, also that nothing is; and says what that is.
    pub fn still(&self, batch: RecordBatch, document: &DocumentId) -> Result<(RecordBatch, Option<Entry>), Refused> {
        let stored = self.stored(document)?;
        let expected = stored.as_ref().map_or(Expected::Absent, records::Stored::unchanged);
        Ok((batch.expect(key(document), expected), stored.map(|stored| stored.value)))
    }

    /// What is known of a document that is not on its way out, its record's key, and the condition that this has not changed.
    pub(super) fn to_be_read(&self, document: &DocumentId) -> Result<Option<(Entry, Unchanged)>, Refused> {
        let stored = self.stored(document)?;
        let stored = stored.filter(|stored| stored.value.deleted.as_ref().is_none_or(|deletion| deletion.stage == Stage::Hidden));
        Ok(stored.map(|stored| {
            let unchanged = stored.unchanged();
            (stored.value, (key(document), unchanged))
        }))
    }

    /// Whether the storage has content of it.
    pub(super) fn is_written(&self, document: &DocumentId) -> Result<bool, Refused> {
        Ok(self.written(document)?.is_some())
    }

    /// What the storage has of it. Its id sorts first among those that begin with it.
    fn written(&self, document: &DocumentId) -> Result<Option<DocumentInfo>, Refused> {
        let listed = self.store.documents(document.as_str(), None, 1)?;
        Ok(listed.into_iter().next().filter(|first| *first.id == *document.as_str()))
    }

    /// When a document that exists was created, in milliseconds since the Unix epoch: with its id this names it, also if another
    /// one had the id before.
    pub fn born(&self, document: &DocumentId) -> Result<Option<u64>, Refused> {
        let known = self.known(document)?.map(|(entry, _)| entry);
        match known {
            Some(entry) => Ok(entry.deleted.is_none().then_some(entry.created_ms)),
            // A companion has no record.
            None => Ok(self.written(document)?.map(|info| info.created_ms)),
        }
    }

    /// Documents in the order of their ids: those that start with `prefix`, after `after`. One record that can't be read, of a
    /// kind that a newer server knows for instance, does not hide the others.
    pub fn page(&self, prefix: &str, after: Option<&str>) -> Result<Entries, Refused> {
        let full = |id: &str| Key::new(TAG).name(id);
        let read = self.store.scan(&full(prefix), after.map(full).as_deref(), PAGE)?;
        let tag = full("").len();
        let (mut entries, mut next) = (Vec::with_capacity(read.len()), None);
        for record in &read {
            let id = std::str::from_utf8(record.key.get(tag..).unwrap_or_default());
            let id = id.ok().and_then(|id| DocumentId::new(id).ok()).ok_or(Refused::Damaged("the key of a document"))?;
            next = Some(id.as_str().to_owned());
            match records::decode(&record.value) {
                Ok(entry) => entries.push((id, entry)),
                Err(error) => {
                    let error = why_unreadable(&record.value, error);
                    tracing::error!(document = %id, %error, "is left out of lists");
                }
            }
        }
        Ok(Entries { entries, next: next.filter(|_| read.len() == PAGE) })
    }
}

impl Entry {
    /// A document that nobody created: somebody wrote to it.
    fn found(created_ms: u64) -> Self {
        Self {
            kind: Kind::default(),
            seed: Seed::Nothing,
            title: String::new(),
            owner: None,
            created_ms,
            created_by: None,
            metadata: Map::new(),
            revision: 1,
            deleted: None,
        }
    }
}

/// Why a record can't be read.
fn why_unreadable(raw: &[u8], error: Refused) -> Refused {
    match serde_json::from_slice::<OnlyKind>(raw) {
        Ok(OnlyKind { kind }) if Kind::named(&kind).is_none() => {
            Refused::Newer("the document is of a kind that this server does not know; it takes a newer server")
        }
        _ => error,
    }
}

fn key(document: &DocumentId) -> Bytes {
    Key::new(TAG).name(document.as_str())
}

/// A kind by its name. An unknown one was written by a newer server.
mod kind_name {
    use std::borrow::Cow;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::document::Kind;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(kind: &Kind, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.name())
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Kind, D::Error> {
        let name = Cow::<'d, str>::deserialize(from)?;
        Kind::named(&name).ok_or_else(|| D::Error::custom("no such kind"))
    }
}

mod seed_word {
    use std::borrow::Cow;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::room::around::Seed;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(seed: &Seed, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match seed {
            Seed::OfKind => "kind",
            Seed::Nothing => "nothing",
        })
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Seed, D::Error> {
        match &*Cow::<'d, str>::deserialize(from)? {
            "kind" => Ok(Seed::OfKind),
            "nothing" => Ok(Seed::Nothing),
            _ => Err(D::Error::custom("no such seed")),
        }
    }
}
