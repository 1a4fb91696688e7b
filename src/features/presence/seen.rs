//! When users were last seen where: a record for each user of a document, the newest thousand, and the other way round for each user.
//! Written with the events about joins and leaves as one, and each minute for those who are there. Part of `presence`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;
use yrsa_storage::{ErrorKind, RecordBatch};

use super::participant::{Known, Participant, Status};
use crate::access::{Role, User};
use crate::event::{Author, Draft};
use crate::features::documents::{Documents, Entry, Stage};
use crate::features::records::{self, Key, Store};
use crate::features::{Journal, Refused};
use crate::protocol::DocumentId;
use crate::room::people::{Move, Moved};

/// Users of a document, and documents of a user, that are remembered; those seen longest ago go.
pub const MOST: usize = 1_000;

/// How often a write is tried while others change the same documents.
const TRIES: usize = 64;

/// What is kept of a user in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    at: u64,
    role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Arc<str>>,
    color: Arc<str>,
}

/// What is kept of a document for a user.
#[derive(Debug, Serialize, Deserialize)]
struct There {
    at: u64,
}

/// Somebody who is, or was, in a document.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) document: DocumentId,
    pub(super) user: Arc<User>,
    pub(super) role: Role,
    pub(super) at_ms: u64,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct LastSeen {
    pub(super) store: StoreOf,
    pub(super) documents: Documents,
    pub(super) journal: Arc<Journal>,
}

/// A storage without a word about itself.
#[derive(Clone)]
pub(super) struct StoreOf(pub(super) Store);

impl std::fmt::Debug for StoreOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

fn of_document(document: &DocumentId) -> Key {
    Key::new("seen").under(document.as_str())
}

fn of_user(user: &str) -> Key {
    Key::new("seen-user").under(user)
}

/// Whether an id was made up for one connection: such a user never comes again.
fn is_made_up(user: &User) -> bool {
    let random = user.id.strip_prefix("guest-");
    !user.is_known || random.is_some_and(|random| random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl LastSeen {
    /// Writes down who came and who went, and when they were seen. Blocks.
    pub(super) fn write_moves(&self, moves: &[Moved]) -> Result<(), Refused> {
        let mut by_document: BTreeMap<&DocumentId, Vec<&Moved>> = BTreeMap::new();
        for moved in moves {
            by_document.entry(&moved.document).or_default().push(moved);
        }
        for _ in 0..TRIES {
            let (mut batch, mut drafts) = (RecordBatch::new(), Vec::new());
            for (document, moves) in &by_document {
                let newest_ms = moves.iter().map(|moved| moved.at_ms).max().unwrap_or_default();
                let Some(bound) = self.bound(batch.clone(), document, newest_ms)? else { continue };
                batch = bound;
                let sightings = moves.iter().map(|moved| Sighting {
                    document: (*document).clone(),
                    user: Arc::clone(&moved.user),
                    role: moved.role,
                    at_ms: moved.at_ms,
                });
                batch = self.with_sightings(batch, sightings)?;
                drafts.extend(moves.iter().map(|moved| draft(moved)));
            }
            drafts.sort_by_key(|draft| draft.time);
            if drafts.is_empty() || self.journal.write(batch, drafts)? {
                // It is told: whoever tried again because of what follows would tell it twice. Who comes next tidies up, too.
                if let Err(error) = self.keep_bounds(moves) {
                    tracing::warn!(%error, "more users than need be are remembered for now");
                }
                return Ok(());
            }
        }
        Err(Refused::Busy("the documents change all the time"))
    }

    /// Writes down who is still there, each document as one. One of which something can't be read keeps no other from it. Blocks.
    pub(super) fn write_present(&self, present: &[Sighting]) -> Result<(), Refused> {
        for some in present.chunk_by(|one, other| one.document == other.document) {
            let Some(first) = some.first() else { continue };
            match self.write_those(&first.document, some) {
                Err(error) if is_of_one(&error) => {
                    tracing::error!(document = %first.document, %error, "who is there is not written down");
                }
                written => written?,
            }
        }
        Ok(())
    }

    fn write_those(&self, document: &DocumentId, present: &[Sighting]) -> Result<(), Refused> {
        let newest = present.iter().map(|sighting| sighting.at_ms).max().unwrap_or_default();
        // Nothing is left behind by somebody who is in a document that is being removed, or was when the room was asked.
        let Some(batch) = self.bound(RecordBatch::new(), document, newest)? else { return Ok(()) };
        // Where the document changed meanwhile, the next minute will do.
        records::write(&*self.store.0, &self.with_sightings(batch, present.iter().cloned())?)?;
        Ok(())
    }

    /// The batch, if nothing else happens to the document; `None` where nothing is to be told any more of what was until then.
    fn bound(&self, batch: RecordBatch, document: &DocumentId, newest_ms: u64) -> Result<Option<RecordBatch>, Refused> {
        let still = self.documents.still(batch, document);
        let bound = still.and_then(|(batch, entry)| Ok((!self.is_gone(document, entry, newest_ms)?).then_some(batch)));
        match bound {
            Err(error) if error.is_unreadable() => {
                tracing::error!(%document, %error, "who came, went and is there is not written down");
                Ok(None)
            }
            bound => bound,
        }
    }

    fn is_gone(&self, document: &DocumentId, entry: Option<Entry>, newest_ms: u64) -> Result<bool, Refused> {
        if let Some(entry) = entry {
            return Ok(is_on_its_way_out(entry.deleted.map(|deletion| deletion.stage)));
        }
        // Nobody has written to it, or it was purged: then its last word is said.
        let first = self.journal.of_document(document, 0, 1)?.events.into_iter().next();
        Ok(first.is_some_and(|first| first.draft.kind == "document.purged" && first.draft.time >= newest_ms))
    }

    fn with_sightings(&self, mut batch: RecordBatch, of: impl IntoIterator<Item = Sighting>) -> Result<RecordBatch, Refused> {
        for Sighting { document, user, role, at_ms } in of {
            if is_made_up(&user) {
                continue;
            }
            let seen = Seen { at: at_ms, role, name: user.name.clone(), color: Arc::clone(&user.color) };
            batch = batch.put(of_document(&document).name(&user.id), records::encode(&seen)?);
            batch = batch.put(of_user(&user.id).name(document.as_str()), records::encode(&There { at: at_ms })?);
        }
        Ok(batch)
    }

    /// Lets go of those seen longest ago.
    fn keep_bounds(&self, moves: &[Moved]) -> Result<(), Refused> {
        let came = || moves.iter().filter(|moved| moved.what == Move::Joined && !is_made_up(&moved.user));
        let documents: BTreeSet<&DocumentId> = came().map(|moved| &moved.document).collect();
        let users: BTreeSet<&str> = came().map(|moved| &*moved.user.id).collect();
        for document in documents {
            for user in self.too_many(&of_document(document))? {
                let batch = RecordBatch::new().delete(of_document(document).name(&user));
                records::write(&*self.store.0, &batch.delete(of_user(&user).name(document.as_str())))?;
            }
        }
        for user in users {
            for document in self.too_many(&of_user(user))? {
                records::write(&*self.store.0, &RecordBatch::new().delete(of_user(user).name(&document)))?;
            }
        }
        Ok(())
    }

    /// The names below a key that are beyond the bound, those seen longest ago.
    fn too_many(&self, below: &Key) -> Result<Vec<String>, Refused> {
        if !records::has(&*self.store.0, below, MOST + 1)? {
            return Ok(Vec::new());
        }
        let mut all = records::list_readable::<There>(&*self.store.0, below)?;
        all.sort_by_key(|(_, seen)| seen.at);
        let many = all.len().saturating_sub(MOST);
        Ok(all.into_iter().take(many).map(|(name, _)| name).collect())
    }

    /// Who was in a document and is not among these, those seen last first. Blocks.
    pub(super) fn of_document(&self, document: &DocumentId, present: &HashSet<Arc<str>>) -> Result<Vec<Participant>, Refused> {
        let seen = records::list::<Seen>(&*self.store.0, &of_document(document))?;
        let offline = seen.into_iter().filter(|(user, _)| !present.contains(&**user));
        let mut offline: Vec<_> = offline.map(|(user, seen)| participant(document, &user, seen)).collect();
        offline.sort_by_key(|participant| std::cmp::Reverse(participant.last_active));
        Ok(offline)
    }

    /// Where a user was, the newest first. Blocks.
    pub(super) fn of_user(&self, user: &str) -> Result<Vec<(DocumentId, u64)>, Refused> {
        let there = records::list::<There>(&*self.store.0, &of_user(user))?;
        let mut there: Vec<_> =
            there.into_iter().filter_map(|(document, there)| Some((DocumentId::new(&document).ok()?, there.at))).collect();
        there.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        Ok(there)
    }

    /// What is known of a user in a document. Blocks.
    pub(super) fn user_in(&self, user: &str, document: &DocumentId) -> Result<Option<Participant>, Refused> {
        let seen = records::get::<Seen>(&*self.store.0, &of_document(document).name(user))?;
        Ok(seen.map(|seen| participant(document, user, seen.value)))
    }
}

/// Whether it is about one document and not about the storage as a whole.
fn is_of_one(error: &Refused) -> bool {
    match error {
        Refused::Storage(error) => !error.kind().is_passing() && error.kind() != ErrorKind::Closed,
        _ => true,
    }
}

fn is_on_its_way_out(stage: Option<Stage>) -> bool {
    stage.is_some_and(|stage| stage != Stage::Hidden)
}

fn participant(document: &DocumentId, user: &str, seen: Seen) -> Participant {
    Participant {
        document: document.shared(),
        user: Known { id: user.into(), name: seen.name, color: seen.color },
        role: seen.role,
        status: Status::Offline,
        activity: None,
        since: None,
        last_active: seen.at,
        connections: 0,
        states: Some(Vec::new()),
    }
}

fn draft(moved: &Moved) -> Draft {
    let kind = match moved.what {
        Move::Joined => "participant.joined",
        Move::Left => "participant.left",
    };
    let author = Author { id: Arc::clone(&moved.user.id), name: moved.user.name.clone() };
    let trace = moved.trace.as_deref().cloned().map(Box::new);
    Draft { trace, ..Draft::of(kind, moved.document.shared(), moved.at_ms, Some(author), json!({ "role": moved.role })) }
}

/// Forgets who was in a document. Part of its purge. Blocks.
pub fn forget(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    loop {
        let page = store.scan(of_document(document).prefix(), None, 500)?;
        if page.is_empty() {
            return Ok(());
        }
        let mut batch = RecordBatch::new();
        for record in page {
            let user = record.key.get(of_document(document).prefix().len()..).unwrap_or_default();
            if let Ok(user) = std::str::from_utf8(user) {
                batch = batch.delete(of_user(user).name(document.as_str()));
            }
            batch = batch.delete(record.key);
        }
        records::write(&**store, &batch)?;
    }
}

/// The key that purges must not leave behind; for tests.
#[must_use]
pub fn key_of(document: &DocumentId, user: &str) -> Bytes {
    of_document(document).name(user)
}

#[cfg(test)]
mod tests;
