//! Fills inboxes: follows the journal from a cursor of its own, finds out who is meant by what happened, and writes their items
//! together with the cursor. Tells nobody of what they did themselves, and nobody who is blocked there. Part of `inbox`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Expected, RecordBatch};

use super::item::{Item, Kind, Takes, To, Told, told};
use super::{Head, Inbox, MOST, keys};
use crate::access::{Role, Scope};
use crate::event::Event;
use crate::features::members::Standing;
use crate::features::records::{self, Stored};
use crate::features::{Refused, numbered};
use crate::protocol::DocumentId;

/// Events that are read at a time.
const PAGE: usize = 100;
/// Changes of one batch, roughly.
const BATCH: usize = 500;
/// The most users who are told of one event because of their role.
const MANY: usize = 100;
/// The most users of a thread who are told of it, the last who commented.
const PARTICIPANTS: usize = 100;
/// The cursor is written with what somebody is told, and where nobody is, after so many events.
const UNTOLD: u64 = 1000;
/// The wait after a failure.
const AGAIN: Duration = Duration::from_secs(1);
/// How long a room may take to say who is there.
const ROOM: Duration = Duration::from_secs(2);

/// How far the journal was followed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cursor {
    pub(super) event: u64,
}

/// Who takes part in a thread, the newest last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Participants {
    users: Vec<String>,
}

/// Who is in a document now.
type Present = Vec<(String, Role)>;

/// Something that happened of which somebody is told.
struct Due {
    event: Arc<Event>,
    told: Told,
    present: Present,
}

/// What is about to be written.
struct Pending<'i> {
    inbox: &'i Inbox,
    batch: RecordBatch,
    heads: HashMap<String, Head>,
    threads: BTreeMap<Bytes, Option<Participants>>,
    cursor: Stored<Cursor>,
}

impl Inbox {
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
            match self.read_on().await {
                Ok(true) => {}
                Ok(false) => {
                    if newest.changed().await.is_err() {
                        return;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "inboxes are not up to date; it is tried again in a second");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Reads some events; whether there are more.
    async fn read_on(self: &Arc<Self>) -> Result<bool, Refused> {
        let this = Arc::clone(self);
        let read = records::blocking(move || {
            let cursor = records::get::<Cursor>(&*this.parts.store, &keys::cursor())?;
            let cursor = cursor.ok_or(Refused::Damaged("the cursor of inboxes is gone"))?;
            let after = this.followed().clamp(cursor.value.event, cursor.value.event + UNTOLD);
            let page = this.parts.journal.after(after, PAGE)?;
            Ok((cursor, after, page))
        });
        let (cursor, after, page) = read.await?;
        if page.gap {
            tracing::warn!(after, "events were let go of before inboxes heard of them");
        }
        if page.next == after {
            return Ok(false);
        }
        let mut due = Vec::new();
        for event in page.events {
            if event.draft.kind == "document.purged" {
                due.push(Due { told: Told::nothing(), present: Vec::new(), event });
            } else if let Some(told) = told(&event) {
                let present = self.present(&event, &told).await;
                due.push(Due { event, told, present });
            }
        }
        let this = Arc::clone(self);
        records::blocking(move || this.write_all(cursor, due, page.next)).await?;
        self.followed.store(page.next, Ordering::Release);
        Ok(page.next < self.parts.journal.head())
    }

    /// Who is in the document, where it matters.
    async fn present(&self, event: &Event, told: &Told) -> Present {
        if !told.to.iter().any(|(to, _)| matches!(to, To::Role(_))) {
            return Vec::new();
        }
        let Ok(document) = DocumentId::new(&event.draft.document) else { return Vec::new() };
        let present = tokio::time::timeout(ROOM, self.parts.rooms.present(&document)).await;
        let people = present.ok().flatten().map(|present| present.people).unwrap_or_default();
        people.into_iter().map(|person| (person.user.id.to_string(), person.role)).collect()
    }

    fn write_all(&self, cursor: Stored<Cursor>, due: Vec<Due>, through: u64) -> Result<(), Refused> {
        let mut pending = Pending::new(self, cursor);
        for Due { event, told, present } in due {
            if event.draft.kind == "document.purged" {
                // What was told of it between the purge and this is not to stay.
                // The cursor stays before it: a crash in between and it is purged again.
                pending = pending.write(event.id.saturating_sub(1))?;
                super::purge(&self.parts.store, &event.draft.document)?;
                continue;
            }
            for (user, kind) in self.users(&mut pending, &event, &told, &present)? {
                pending.add(&user, kind, &event, &told)?;
            }
            pending.note(&event, told.thread.as_ref())?;
            if pending.batch.changes.len() >= BATCH {
                pending = pending.write(event.id)?;
            }
        }
        if pending.is_worth_writing(through) { pending.write(through).map(|_| ()) } else { Ok(()) }
    }

    /// Who is told of an event, and why; each once.
    fn users(
        &self,
        pending: &mut Pending<'_>,
        event: &Event,
        told: &Told,
        present: &Present,
    ) -> Result<Vec<(String, Kind)>, Refused> {
        let Ok(scope) = Scope::new(&event.draft.document) else {
            tracing::error!(event = event.id, "an event about no document can be of interest to nobody");
            return Ok(Vec::new());
        };
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        for (to, kind) in &told.to {
            let users = match to {
                To::User(user) => vec![user.clone()],
                To::Role(role) => self.with_role(&scope, *role, present)?,
                To::Author(message) => self.author(&scope, message)?.into_iter().collect(),
                To::Participants(thread) => {
                    pending.participants(&event.draft.document, thread)?.map(|known| known.users).unwrap_or_default()
                }
            };
            for user in users {
                let is_new = !told.doers.contains(&user) && seen.insert(user.clone());
                if is_new && self.standing(&scope, &user)? != Some(Standing::Blocked) {
                    found.push((user, *kind));
                }
            }
        }
        Ok(found)
    }

    /// Members with exactly this role, the closest to the document first, and who is there with it.
    fn with_role(&self, scope: &Scope, role: Role, present: &Present) -> Result<Vec<String>, Refused> {
        let here = present.iter().filter(|(_, is)| *is == role).map(|(user, _)| user.clone());
        let (mut users, members) = (here.take(MANY).collect::<Vec<_>>(), &self.parts.guard.members);
        let mut scopes: Vec<Scope> = scope.with_ancestors().collect();
        scopes.reverse();
        for wider in scopes {
            for (user, member) in readable(members.list_readable(&wider), "members")?.unwrap_or_default() {
                if users.len() >= MANY {
                    return Ok(users);
                }
                let has = member.role == Standing::Member(role) && !users.contains(&user);
                if has && self.standing(scope, &user)? == Some(Standing::Member(role)) {
                    users.push(user);
                }
            }
        }
        Ok(users)
    }

    /// What a user is there. Who may be blocked is not told.
    fn standing(&self, scope: &Scope, user: &str) -> Result<Option<Standing>, Refused> {
        let standing = readable(self.parts.guard.members.standing(scope, user), user)?;
        Ok(standing.unwrap_or(Some(Standing::Blocked)))
    }

    fn author(&self, scope: &Scope, message: &str) -> Result<Option<String>, Refused> {
        let Some(document) = scope.document() else { return Ok(None) };
        match self.parts.chat.get(&document, message) {
            Ok(message) => Ok(Some(message.author.id.to_string())),
            Err(Refused::Unknown(_)) => Ok(None),
            Err(error) => readable(Err(error), message),
        }
    }
}

/// `None` for what can't be read, so that it keeps nobody else from what is for them; what fails only now is tried again.
fn readable<T>(read: Result<T, Refused>, what: &str) -> Result<Option<T>, Refused> {
    match read {
        Err(error) if error.is_unreadable() => {
            tracing::error!(what, %error, "can't be read for inboxes, which go on without it");
            Ok(None)
        }
        read => read.map(Some),
    }
}

impl<'i> Pending<'i> {
    fn new(inbox: &'i Inbox, cursor: Stored<Cursor>) -> Self {
        Self { inbox, batch: RecordBatch::new(), heads: HashMap::new(), threads: BTreeMap::new(), cursor }
    }

    /// Puts an item into somebody's inbox.
    fn add(&mut self, user: &str, kind: Kind, event: &Event, told: &Told) -> Result<(), Refused> {
        let store = &self.inbox.parts.store;
        if !self.heads.contains_key(user) {
            let Some(stored) = readable(records::get::<Head>(&**store, &keys::head(user)), user)? else { return Ok(()) };
            let expected = stored.as_ref().map_or(Expected::Absent, Stored::unchanged);
            self.batch = std::mem::take(&mut self.batch).expect(keys::head(user), expected);
            self.heads.insert(user.to_owned(), stored.map(|stored| stored.value).unwrap_or_default());
        }
        let Some(head) = self.heads.get_mut(user) else { return Ok(()) };
        let number = head.sent + 1;
        *head = Head { sent: number, last_at: head.last_at.max(event.draft.time) };
        // The same event leads to the same id again.
        let chance = Sha256::digest(format!("{} {user}", event.id));
        let chance = chance.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        let item = Item {
            id: numbered::id(head.last_at, number, chance),
            kind,
            document: event.draft.document.to_string(),
            event: event.id,
            from: event.draft.user.clone(),
            summary: told.summary.clone(),
            target: told.target.clone(),
            created_at: event.draft.time,
            read_at: None,
        };
        let mut batch = std::mem::take(&mut self.batch);
        let [place, unread, about] = keys::all_of(user, number, &item.document);
        batch = batch.put(place, records::encode(&item)?).put(unread, item.document.clone()).put(about, Bytes::new());
        if let Some(old) = number.checked_sub(MOST).filter(|old| *old > 0) {
            let gone = records::get::<Item>(&**store, &keys::items(user).number(old));
            let scope = gone.ok().flatten().map(|stored| stored.value.document).unwrap_or_default();
            batch = keys::all_of(user, old, &scope).into_iter().fold(batch, RecordBatch::delete);
        }
        self.batch = batch;
        Ok(())
    }

    /// `None`: their record can't be read.
    fn participants(&self, document: &str, thread: &str) -> Result<Option<Participants>, Refused> {
        let key = keys::threads(document).name(thread);
        if let Some(noted) = self.threads.get(&key) {
            return Ok(Some(noted.clone().unwrap_or_default()));
        }
        let stored = readable(records::get::<Participants>(&*self.inbox.parts.store, &key), thread)?;
        Ok(stored.map(|stored| stored.map(|stored| stored.value).unwrap_or_default()))
    }

    /// Notes who takes part in a thread. The newest ones are told, where there are too many.
    fn note(&mut self, event: &Event, takes: Option<&Takes>) -> Result<(), Refused> {
        let document = &event.draft.document;
        match takes {
            None => {}
            Some(Takes::End(thread)) => drop(self.threads.insert(keys::threads(document).name(thread), None)),
            Some(Takes::Part(thread, user)) => {
                // A record that can't be read is left as it is: a newer server may know what it says.
                let Some(mut participants) = self.participants(document, thread)? else { return Ok(()) };
                participants.users.retain(|other| other != user);
                participants.users.push(user.clone());
                let too_many = participants.users.len().saturating_sub(PARTICIPANTS);
                participants.users.drain(..too_many);
                self.threads.insert(keys::threads(document).name(thread), Some(participants));
            }
        }
        Ok(())
    }

    /// Most events are about nobody: the cursor need not be written for each of them, unless it has to go back, because a backup was
    /// restored that is older than it.
    fn is_worth_writing(&self, event: u64) -> bool {
        let is_empty = self.batch.changes.is_empty() && self.threads.is_empty();
        let before = self.cursor.value.event;
        !is_empty || event < before || event - before >= UNTOLD
    }

    /// Writes it, and that the journal was followed up to there.
    fn write(mut self, event: u64) -> Result<Self, Refused> {
        let (store, cursor) = (&self.inbox.parts.store, records::encode(&Cursor { event })?);
        let mut batch = self.batch.expect(keys::cursor(), self.cursor.unchanged()).put(keys::cursor(), cursor);
        for (user, head) in &self.heads {
            batch = batch.put(keys::head(user), records::encode(head)?);
        }
        for (key, participants) in std::mem::take(&mut self.threads) {
            batch = match participants {
                Some(participants) => batch.put(key, records::encode(&participants)?),
                None => batch.delete(key),
            };
        }
        if !records::write(&**store, &batch)? {
            return Err(Refused::Busy("inboxes are being written by somebody else"));
        }
        self.inbox.tell(self.heads.keys().map(String::as_str));
        let cursor = records::get::<Cursor>(&**store, &keys::cursor())?;
        Ok(Self::new(self.inbox, cursor.ok_or(Refused::Damaged("the cursor of inboxes is gone"))?))
    }
}
