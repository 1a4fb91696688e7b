//! What changes the catalogue: creating, renaming, metadata, owners, deleting, restoring. Each writes the record and the events
//! about it as one, only if nobody else changed the record meanwhile, and asks the guard first. Blocking; called by HTTP handlers
//! and by doors that create a document on first use.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use yrsa_storage::{Expected, RecordBatch};

use super::{Deletion, Documents, Entry, Stage, checks, key};
use crate::access::{Action, Denied, Identity, Role, Scope};
use crate::document::Kind;
use crate::event::{Author, Draft};
use crate::features::guard::{Guard, Matching};
use crate::features::members::{self, Member, Members, Standing};
use crate::features::{Journal, Origin, Refused, records};
use crate::protocol::DocumentId;
use crate::room::Rooms;
use crate::room::around::Seed;

/// Attempts to change a record while others do.
const ATTEMPTS: usize = 64;

/// What is there already can't be created.
const EXISTS: Refused = Refused::Conflict("there is a document of this id already, maybe a deleted one");

/// Who owns a document from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// This user, who becomes a member with the role owner.
    User(String),
    /// Nobody in particular.
    Nobody,
}

/// A document to be created.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Its id.
    pub id: DocumentId,
    /// What kind it is.
    pub kind: Kind,
    /// What it begins with.
    pub seed: Seed,
    /// Its title.
    pub title: String,
    /// What applications keep with it.
    pub metadata: Map<String, Value>,
    /// The document that it is a copy of.
    pub copy_of: Option<DocumentId>,
}

impl NewDocument {
    /// A document without title and metadata.
    #[must_use]
    pub fn of_kind(id: DocumentId, kind: Kind) -> Self {
        Self { id, kind, seed: Seed::OfKind, title: String::new(), metadata: Map::new(), copy_of: None }
    }

    /// The same, of the kind with this name, if there is one.
    #[must_use]
    pub fn named(id: DocumentId, kind: &str) -> Option<Self> {
        Kind::named(kind).map(|kind| Self::of_kind(id, kind))
    }
}

/// What is to change of a document.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Its title.
    pub title: Option<String>,
    /// A merge patch of its metadata.
    pub metadata: Option<Map<String, Value>>,
    /// Its owner; only owners change that.
    pub owner: Option<Owner>,
    /// What the caller read: nothing else is changed.
    pub read: Option<Vec<Revision>>,
}

/// A state of a document's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// When the document was created: another one may have had its id before.
    pub created_ms: u64,
    /// How often the record was written.
    pub revision: u64,
}

impl Revision {
    /// The state of a record.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self { created_ms: entry.created_ms, revision: entry.revision }
    }

    pub(super) fn must_be_in(self, read: Option<&[Self]>) -> Result<(), Refused> {
        if read.is_none_or(|read| read.contains(&self)) { Ok(()) } else { Err(Refused::Outdated) }
    }

    /// One of those that were read has to be of the same document; it may have been written since.
    pub(super) fn must_follow_one_in(self, read: Option<&[Self]>) -> Result<(), Refused> {
        let is_before = |one: &Self| one.created_ms == self.created_ms && one.revision <= self.revision;
        if read.is_none_or(|read| read.iter().any(is_before)) { Ok(()) } else { Err(Refused::Outdated) }
    }
}

/// What became of a record.
pub(super) enum Altered {
    /// It changed; this is written beside it, and told.
    Yes(RecordBatch, Vec<Draft>),
    /// It stays as it is.
    No,
}

/// Writes the catalogue. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Catalog {
    pub(super) guard: Arc<Guard>,
    pub(super) journal: Arc<Journal>,
    /// Where those come from for whom it is written.
    pub(super) origin: Origin,
}

impl Catalog {
    /// A catalogue whose events go into this journal.
    #[must_use]
    pub fn new(guard: Arc<Guard>, journal: Arc<Journal>) -> Self {
        Self { guard, journal, origin: Origin::default() }
    }

    /// The same, written for somebody who comes from there.
    #[must_use]
    pub fn coming_from(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    pub(super) fn documents(&self) -> &Documents {
        &self.guard.documents
    }

    /// Creates a document for somebody who may edit it, and makes them its owner. What exists or was deleted is a conflict.
    pub fn create(&self, by: &Identity, new: NewDocument) -> Result<Entry, Refused> {
        let (scope, role) = (Scope::of(&new.id), self.may_create(by, &new.id)?);
        checks::title(&new.title)?;
        let (metadata, _) = checks::merged(&Map::new(), &new.metadata)?;
        let (now_ms, author) = (self.guard.now_ms(), author(by));
        let entry = Entry {
            kind: new.kind,
            seed: new.seed,
            title: new.title,
            owner: author.clone().filter(|_| !by.is_anonymous()),
            created_ms: now_ms,
            created_by: author,
            metadata,
            revision: 1,
            deleted: None,
        };
        let mut batch = RecordBatch::new().expect(key(&new.id), Expected::Absent).put(key(&new.id), records::encode(&entry)?);
        let becomes_member = role < Role::Owner && !by.is_anonymous();
        if becomes_member {
            batch = own(batch, &scope, &by.user.id, by, now_ms)?;
        }
        let created = json!({ "kind": new.kind.name(), "title": entry.title });
        let mut drafts = vec![self.draft("document.created", &new.id, by, created)];
        if let Some(from) = &new.copy_of {
            drafts.push(self.draft("document.duplicated", &new.id, by, json!({ "from": from.as_str() })));
        }
        if !self.journal.write(batch, drafts)? {
            return Err(EXISTS);
        }
        if becomes_member {
            self.guard.reassess(&Matching::Scope(scope));
        }
        Ok(entry)
    }

    /// As [`create`](Self::create), and tells the document's room: one that somebody opened before does not know what it is now.
    pub async fn create_in(&self, rooms: &Rooms, by: &Arc<Identity>, new: NewDocument) -> Result<Entry, Refused> {
        let (catalog, rooms, by) = (self.clone(), rooms.clone(), Arc::clone(by));
        records::blocking(move || {
            let id = new.id.clone();
            let entry = catalog.create(&by, new)?;
            rooms.look_again(&id);
            Ok(entry)
        })
        .await
    }

    /// Creates a document unless it exists; for somebody who may edit it.
    pub async fn ensure(&self, rooms: &Rooms, by: &Arc<Identity>, new: NewDocument) -> Result<(), Refused> {
        match self.create_in(rooms, by, new).await {
            Err(Refused::Conflict(_)) => Ok(()),
            created => created.map(|_| ()),
        }
    }

    /// The role of somebody who may create a document that is not there.
    fn may_create(&self, by: &Identity, id: &DocumentId) -> Result<Role, Refused> {
        if id.is_companion() {
            return Err(Refused::Invalid("ids that end with ~yrsa are the server's; choose another one"));
        }
        let role = self.guard.access_to_deleted(by, &Scope::of(id))?;
        if !role.may(Action::Edit) {
            return Err(Denied::NoRight.into());
        }
        if self.documents().known(id)?.is_some() { Err(EXISTS) } else { Ok(role) }
    }

    /// Changes title, metadata or owner. Nothing is written if nothing changes.
    pub fn change(&self, by: &Identity, document: &DocumentId, change: &Change) -> Result<Entry, Refused> {
        let role = self.guard.access(by, document)?;
        let needed = if change.owner.is_some() { Action::Manage } else { Action::Edit };
        if !role.may(needed) {
            return Err(Denied::NoRight.into());
        }
        let changed = self.alter(document, |entry, batch| {
            Revision::of(entry).must_be_in(change.read.as_deref())?;
            self.apply(by, document, change, entry, batch)
        })?;
        if change.owner.is_some() {
            self.guard.reassess(&Matching::Scope(Scope::of(document)));
        }
        Ok(changed)
    }

    fn apply(
        &self,
        by: &Identity,
        document: &DocumentId,
        change: &Change,
        entry: &mut Entry,
        mut batch: RecordBatch,
    ) -> Result<Altered, Refused> {
        let (mut drafts, mut members) = (Vec::new(), Map::new());
        if let Some(title) = change.title.as_ref().filter(|title| **title != entry.title) {
            checks::title(title)?;
            let renamed = json!({ "title": title, "old": entry.title });
            drafts.push(self.draft("document.renamed", document, by, renamed));
            entry.title.clone_from(title);
        }
        if let Some(patch) = &change.metadata {
            let (merged, changed) = checks::merged(&entry.metadata, patch)?;
            if !changed.is_empty() {
                entry.metadata = merged;
                members.insert("metadata".to_owned(), Value::Object(changed));
            }
        }
        if let Some(owner) = &change.owner {
            let owner = self.owner(owner, by, &Scope::of(document))?;
            if owner.as_ref().map(|owner| &owner.id) != entry.owner.as_ref().map(|owner| &owner.id) {
                if let Some(owner) = &owner {
                    batch = self.pass_on(batch, &Scope::of(document), &owner.id, by, &mut drafts)?;
                }
                members.insert("owner".to_owned(), json!(owner));
                entry.owner = owner;
            }
        }
        if !members.is_empty() {
            drafts.push(self.draft("document.changed", document, by, Value::Object(members)));
        }
        Ok(if drafts.is_empty() { Altered::No } else { Altered::Yes(batch, drafts) })
    }

    /// A user who becomes owner; with their name if they were a member here before, so that ids can't be asked for names.
    fn owner(&self, owner: &Owner, by: &Identity, scope: &Scope) -> Result<Option<Author>, Refused> {
        let Owner::User(id) = owner else { return Ok(None) };
        if !crate::access::token::is_name(id) {
            return Err(Refused::Invalid("a user's id has 1 to 256 bytes without control characters"));
        }
        let is_member = matches!(self.guard.members.standing(scope, id)?, Some(Standing::Member(_)));
        let known = is_member || *by.user.id == **id;
        let account = if known { self.guard.accounts.get(id)? } else { None };
        let name = account.map(|account| account.name.into());
        Ok(Some(Author { id: id.as_str().into(), name }))
    }

    /// Who owns a document is a member of it. Somebody who is blocked has to be let in first.
    fn pass_on(
        &self,
        batch: RecordBatch,
        scope: &Scope,
        to: &str,
        by: &Identity,
        drafts: &mut Vec<Draft>,
    ) -> Result<RecordBatch, Refused> {
        match self.guard.members.standing(scope, to)? {
            Some(Standing::Blocked) => Err(Refused::Conflict("this user is blocked here; take the block away first")),
            Some(Standing::Member(Role::Owner)) => Ok(batch),
            _ => {
                let old = self.guard.members.get(scope, to)?.map(|member| member.role);
                drafts.extend(self.becomes_owner(by, scope, to, old));
                own(batch, scope, to, by, self.guard.now_ms())
            }
        }
    }

    /// What is told of somebody who is a member with the role owner from now on.
    fn becomes_owner(&self, by: &Identity, scope: &Scope, user: &str, old: Option<Standing>) -> Vec<Draft> {
        let doer = self.origin.doer(by);
        members::changed(&doer, scope, user, (old, Some(Standing::Member(Role::Owner))), self.guard.now_ms())
    }

    /// Hides a document and ends its connections; its content stays. One that is deleted already stays so.
    pub fn delete(&self, by: &Identity, document: &DocumentId, read: Option<&[Revision]>) -> Result<(), Refused> {
        self.must_own(by, document)?;
        self.alter(document, |entry, batch| {
            Revision::of(entry).must_be_in(read)?;
            if entry.deleted.is_some() {
                return Ok(Altered::No);
            }
            entry.deleted = Some(Deletion { deleted_ms: self.guard.now_ms(), deleted_by: author(by), stage: Stage::Hidden });
            Ok(Altered::Yes(batch, vec![self.draft("document.deleted", document, by, json!({}))]))
        })?;
        self.guard.reassess(&Matching::Scope(Scope::of(document)));
        Ok(())
    }

    /// Brings a deleted document back. One that is not deleted stays as it is.
    pub fn restore(&self, by: &Identity, document: &DocumentId) -> Result<Entry, Refused> {
        self.must_own(by, document)?;
        self.alter(document, |entry, batch| match entry.deleted.take().map(|deletion| deletion.stage) {
            None => Ok(Altered::No),
            Some(Stage::Purging) => Err(Refused::Conflict("the document is being removed for good")),
            Some(Stage::Hidden) => Ok(Altered::Yes(batch, vec![self.draft("document.restored", document, by, json!({}))])),
        })
    }

    /// Owners decide about a document, deleted or not.
    pub(super) fn must_own(&self, by: &Identity, document: &DocumentId) -> Result<(), Refused> {
        let role = self.guard.access_to_deleted(by, &Scope::of(document))?;
        if role.may(Action::Manage) { Ok(()) } else { Err(Denied::NoRight.into()) }
    }

    /// Changes a document's record, again if somebody else was faster.
    pub(super) fn alter(
        &self,
        document: &DocumentId,
        change: impl Fn(&mut Entry, RecordBatch) -> Result<Altered, Refused>,
    ) -> Result<Entry, Refused> {
        for _ in 0..ATTEMPTS {
            let (mut entry, unchanged) = self.documents().known(document)?.ok_or(Refused::Unknown("document"))?;
            let batch = RecordBatch::new().expect(key(document), unchanged);
            let Altered::Yes(batch, drafts) = change(&mut entry, batch)? else { return Ok(entry) };
            entry.revision += 1;
            let batch = batch.put(key(document), records::encode(&entry)?);
            if self.journal.write(batch, drafts)? {
                return Ok(entry);
            }
        }
        Err(Refused::Busy("the document is being changed; try again"))
    }

    pub(super) fn draft(&self, kind: &'static str, document: &DocumentId, by: &Identity, data: Value) -> Draft {
        Draft::by(kind, document.shared(), self.guard.now_ms(), &self.origin.doer(by), data)
    }
}

/// Somebody as they stand in records and events.
#[expect(clippy::unnecessary_wraps, reason = "events have nobody where the server acts by itself")]
pub(super) fn author(by: &Identity) -> Option<Author> {
    Some(Author { id: Arc::clone(&by.user.id), name: by.user.name.clone() })
}

/// Makes somebody owner of exactly this document.
fn own(batch: RecordBatch, scope: &Scope, user: &str, by: &Identity, now_ms: u64) -> Result<RecordBatch, Refused> {
    let member = Member { role: Standing::Member(Role::Owner), changed_by: by.user.id.to_string(), changed_ms: now_ms };
    let (key, value) = Members::record(scope, user, &member)?;
    Ok(batch.put(key, value))
}
