//! Inboxes: what each user is to know of documents, such as mentions and replies. A task follows the journal (`inbox/follow.rs`) and
//! writes items with its cursor as one, so each event leads to one item for each user, also after a crash. Whether somebody may still
//! read what an item is about is looked at when it is read: with what they bring then.

mod follow;
mod item;
mod keys;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use yrsa_storage::RecordBatch;

pub use self::item::{Item, Kind};
use super::guard::Guard;
use super::records::{self, Store};
use super::{Chat, Journal, Refused, numbered};
use crate::access::{Denied, Identity, Scope};
use crate::room::Rooms;

/// The most items of an inbox; the oldest go.
const MOST: u64 = 1000;
/// Items read or changed at a time.
const PAGE: usize = 100;
/// How often a change is tried while others change the same items.
const TRIES: usize = 64;

/// How many items a user ever got.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    sent: u64,
    last_at: u64,
}

/// What inboxes are made of.
pub struct Parts {
    /// Where items are.
    pub store: Store,
    /// What they come from.
    pub journal: Arc<Journal>,
    /// Who knows who has which role.
    pub guard: Arc<Guard>,
    /// Who knows who is present.
    pub rooms: Rooms,
    /// Who knows who wrote a message.
    pub chat: Arc<Chat>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

/// See the module.
pub struct Inbox {
    parts: Parts,
    /// The event up to which the journal was followed. The record that says so may lag behind where nobody was told anything.
    followed: AtomicU64,
    /// Who listens to whose inbox.
    listeners: Mutex<HashMap<String, watch::Sender<u64>>>,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inbox")
    }
}

/// Which items somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which of them.
    pub show: Show,
    /// Only these.
    pub kind: Option<Kind>,
    /// The last item of the page before.
    pub after: Option<String>,
    /// How many.
    pub limit: usize,
}

/// Whether what is read is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// It is.
    #[default]
    All,
    /// It is not.
    Unread,
}

/// Some items, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The items.
    pub items: Vec<Item>,
    /// Where the next page goes on, if there may be more.
    pub next: Option<String>,
}

/// Which items somebody has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// These. Those that are not there any more are passed over.
    Ids(Vec<String>),
    /// This one and all older ones.
    Through(String),
    /// All.
    All,
}

/// Remembers what somebody may read while one request is answered.
struct Seeing<'i> {
    inbox: &'i Inbox,
    identity: &'i Identity,
    known: HashMap<String, bool>,
}

impl Seeing<'_> {
    /// Whether the owner of an inbox may read what an item is about. An error: nobody can tell, or the token ended.
    fn sees(&mut self, scope: &str) -> Result<bool, Refused> {
        if let Some(known) = self.known.get(scope) {
            return Ok(*known);
        }
        let sees = match Scope::new(scope) {
            Ok(asked) => match self.inbox.parts.guard.access_in(self.identity, &asked) {
                Ok(_) => true,
                Err(Denied::NoRight | Denied::Gone) => false,
                Err(denied) => return Err(denied.into()),
            },
            Err(_) => false,
        };
        self.known.insert(scope.to_owned(), sees);
        Ok(sees)
    }
}

impl Inbox {
    /// Inboxes over these parts. The first time the journal is followed from its present end. [`Inbox::run`] has to run beside it.
    /// Blocks.
    pub fn open(parts: Parts) -> Result<Arc<Self>, Refused> {
        let followed = match records::get::<follow::Cursor>(&*parts.store, &keys::cursor())? {
            Some(cursor) => cursor.value.event,
            None => {
                let event = parts.journal.head();
                let cursor = records::encode(&follow::Cursor { event })?;
                records::write(&*parts.store, &RecordBatch::new().put(keys::cursor(), cursor))?;
                event
            }
        };
        Ok(Arc::new(Self { parts, followed: AtomicU64::new(followed), listeners: Mutex::default() }))
    }

    /// The event up to which everything is in inboxes.
    #[must_use]
    pub fn followed(&self) -> u64 {
        self.followed.load(Ordering::Acquire)
    }

    fn seeing<'i>(&'i self, identity: &'i Identity) -> Seeing<'i> {
        Seeing { inbox: self, identity, known: HashMap::new() }
    }

    /// Items of somebody's inbox, those left out that they may not read about. Blocks.
    pub fn list(&self, identity: &Identity, wanted: &Wanted) -> Result<Page, Refused> {
        let (user, mut seeing) = (&identity.user.id, self.seeing(identity));
        let sent = self.head(user)?.sent;
        let mut last = match &wanted.after {
            Some(after) => numbered::number(after).ok_or(Refused::Invalid("this cursor is none of this list"))?.saturating_sub(1),
            None => sent,
        };
        last = last.min(sent);
        let (floor, mut page) = (sent.saturating_sub(MOST), Page { items: Vec::new(), next: None });
        while last > floor {
            let first = last.saturating_sub(PAGE as u64).max(floor) + 1;
            for (number, item) in self.between(user, first, last)?.into_iter().rev() {
                let fits =
                    (wanted.show == Show::All || item.read_at.is_none()) && wanted.kind.is_none_or(|kind| kind == item.kind);
                if !fits || !seeing.sees(&item.document)? {
                    continue;
                }
                page.items.push(item);
                if page.items.len() >= wanted.limit {
                    page.next = page.items.last().filter(|_| number > floor + 1).map(|item| item.id.clone());
                    return Ok(page);
                }
            }
            last = first - 1;
        }
        Ok(page)
    }

    /// Items after a number, the oldest first, that the owner of the inbox may read about; and the number of the newest one there is.
    /// Blocks.
    pub fn newer(&self, identity: &Identity, after: u64) -> Result<(Vec<Item>, u64), Refused> {
        let (user, mut seeing) = (&identity.user.id, self.seeing(identity));
        let sent = self.head(user)?.sent;
        let (mut first, mut found) = (after.max(sent.saturating_sub(MOST)) + 1, Vec::new());
        while first <= sent {
            let last = (first + PAGE as u64 - 1).min(sent);
            for (_, item) in self.between(user, first, last)? {
                if seeing.sees(&item.document)? {
                    found.push(item);
                }
            }
            first = last + 1;
        }
        Ok((found, sent))
    }

    /// The newest number in somebody's inbox; 0 if it was always empty. Blocks.
    pub fn newest(&self, user: &str) -> Result<u64, Refused> {
        Ok(self.head(user)?.sent)
    }

    /// How many items somebody has not read, those left out that they may not read about. Blocks.
    pub fn count(&self, identity: &Identity) -> Result<u64, Refused> {
        let (mut seeing, mut count) = (self.seeing(identity), 0);
        for (_, scope) in self.unread_of(&identity.user.id)? {
            count += u64::from(seeing.sees(&scope)?);
        }
        Ok(count)
    }

    /// The numbers of what somebody has not read. Blocks.
    pub fn unread_numbers(&self, user: &str) -> Result<Vec<u64>, Refused> {
        Ok(self.unread_of(user)?.into_iter().map(|(number, _)| number).collect())
    }

    /// Somebody has read some items; how many they had not read before. Durable on return. Blocks.
    pub fn mark_read(&self, user: &str, which: &Which, now: u64) -> Result<u64, Refused> {
        let is_meant: Box<dyn Fn(u64) -> bool> = match which {
            Which::All => Box::new(|_| true),
            Which::Through(id) => {
                let through = numbered::number(id).ok_or(Refused::Invalid("through is the id of an item"))?;
                let there = records::get::<Item>(&*self.parts.store, &keys::items(user).number(through))?;
                // What was taken out or is too old may be named; items of others have the same numbers and other ids.
                if there.is_some_and(|there| there.value.id != *id) || through > self.newest(user)? {
                    return Err(Refused::Unknown("item in this inbox"));
                }
                Box::new(move |number| number <= through)
            }
            Which::Ids(ids) => {
                let numbers: std::collections::HashSet<u64> = ids.iter().filter_map(|id| numbered::number(id)).collect();
                Box::new(move |number| numbers.contains(&number))
            }
        };
        let meant: Vec<u64> = self.unread_numbers(user)?.into_iter().filter(|number| is_meant(*number)).collect();
        let mut marked = 0;
        for numbers in meant.chunks(PAGE) {
            marked += self.mark(user, (which, numbers), now)?;
        }
        if marked > 0 {
            self.tell([user]);
        }
        Ok(marked)
    }

    fn mark(&self, user: &str, (which, numbers): (&Which, &[u64]), now: u64) -> Result<u64, Refused> {
        let is_another = |item: &Item| matches!(which, Which::Ids(ids) if !ids.contains(&item.id));
        for _ in 0..TRIES {
            let (mut batch, mut marked) = (RecordBatch::new(), 0);
            for number in numbers {
                let key = keys::items(user).number(*number);
                let stored = records::get::<Item>(&*self.parts.store, &key)?;
                if stored.as_ref().is_some_and(|stored| is_another(&stored.value)) {
                    continue;
                }
                batch = batch.delete(keys::unread(user).number(*number));
                let Some(stored) = stored else { continue };
                if stored.value.read_at.is_none() {
                    let read = Item { read_at: Some(now), ..stored.value.clone() };
                    batch = batch.expect(key.clone(), stored.unchanged()).put(key, records::encode(&read)?);
                    marked += 1;
                }
            }
            if records::write(&*self.parts.store, &batch)? {
                return Ok(marked);
            }
        }
        Err(Refused::Conflict("the inbox is being changed by others; try again"))
    }

    /// Takes an item out of somebody's inbox. Durable on return. Blocks.
    pub fn remove(&self, user: &str, id: &str) -> Result<(), Refused> {
        let unknown = || Refused::Unknown("item in this inbox");
        let number = numbered::number(id).ok_or_else(unknown)?;
        let stored = records::get::<Item>(&*self.parts.store, &keys::items(user).number(number))?;
        let item = stored.filter(|stored| stored.value.id == id).ok_or_else(unknown)?.value;
        let batch = keys::all_of(user, number, &item.document).into_iter().fold(RecordBatch::new(), RecordBatch::delete);
        records::write(&*self.parts.store, &batch)?;
        self.tell([user]);
        Ok(())
    }

    /// Tells whenever something about an inbox changes.
    #[must_use]
    pub fn listen(&self, user: &str) -> watch::Receiver<u64> {
        let mut listeners = self.listeners();
        listeners.retain(|_, listener| listener.receiver_count() > 0);
        listeners.entry(user.to_owned()).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    fn listeners(&self) -> MutexGuard<'_, HashMap<String, watch::Sender<u64>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell<'u>(&self, users: impl IntoIterator<Item = &'u str>) {
        let listeners = self.listeners();
        for listener in users.into_iter().filter_map(|user| listeners.get(user)) {
            listener.send_modify(|count| *count += 1);
        }
    }

    fn head(&self, user: &str) -> Result<Head, Refused> {
        Ok(records::get::<Head>(&*self.parts.store, &keys::head(user))?.map(|stored| stored.value).unwrap_or_default())
    }

    /// The items with these numbers that are there and can be read.
    fn between(&self, user: &str, first: u64, last: u64) -> Result<Vec<(u64, Item)>, Refused> {
        let (below, count) = (keys::items(user), usize::try_from(last - first + 1).unwrap_or(usize::MAX));
        let found = self.parts.store.scan(below.prefix(), Some(&below.clone().number(first - 1)), count)?;
        let numbered = found.into_iter().filter_map(|record| Some((keys::number_in(&record.key)?, record.value)));
        let read = numbered.filter(|(number, _)| *number <= last).filter_map(|(number, raw)| match records::decode(&raw) {
            Ok(item) => Some((number, item)),
            Err(error) => {
                tracing::error!(user, number, %error, "an item of an inbox can't be read and is passed over");
                None
            }
        });
        Ok(read.collect())
    }

    /// Numbers of what a user has not read, with what each is about. There are no more than fit an inbox.
    fn unread_of(&self, user: &str) -> Result<Vec<(u64, String)>, Refused> {
        let below = keys::unread(user);
        let found = self.parts.store.scan(below.prefix(), None, usize::try_from(MOST).unwrap_or(usize::MAX))?;
        let scope = |raw: &[u8]| String::from_utf8_lossy(raw).into_owned();
        Ok(found.into_iter().filter_map(|record| Some((keys::number_in(&record.key)?, scope(&record.value)))).collect())
    }
}

/// Forgets what all users were told about a document that is gone for good. May be done twice. Blocks.
pub fn purge(store: &Store, document: &str) -> Result<(), Refused> {
    let below = keys::about(document);
    loop {
        let page = store.scan(below.prefix(), None, PAGE)?;
        if page.is_empty() {
            break;
        }
        let mut batch = RecordBatch::new();
        for record in page {
            if let Some((user, number)) = keys::user_in(document, &record.key) {
                batch = keys::all_of(user, number, document).into_iter().fold(batch, RecordBatch::delete);
            }
            batch = batch.delete(record.key);
        }
        records::write(&**store, &batch)?;
    }
    records::remove_below(&**store, &keys::threads(document))
}
