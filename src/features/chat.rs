//! Chat: the messages of a document, with replies, reactions and a note for each user of how far they have read. All of it is in
//! records, so a document with many messages costs no memory, and its room is never opened for them. Every change is written with
//! its event as one. Called by routes and doors, which ask the guard first: nothing here knows roles, but for whose words are whose.

mod counts;
mod keys;
mod message;
mod pages;

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;
use yrsa_storage::{Expected, RecordBatch};

use self::counts::Counts;
pub use self::counts::{Sent, Statistics};
pub use self::message::{Edit, Message, NewMessage, Reacting, Reaction, Reference};
pub use self::pages::{Page, Place, Unread, Wanted};
use super::documents::Documents;
use super::records::{self, Store, Stored};
use super::{Journal, Refused, mentions, numbered};
use crate::access::Denied;
use crate::event::{Author, Doer, Draft};
use crate::protocol::DocumentId;

/// The most messages of a document that were ever sent.
const MOST: u64 = 1_000_000;
/// The most users of a document who note up to where they have read.
const READERS: u64 = 100_000;
/// How often a change is tried while others change the same records.
const TRIES: usize = 64;
/// Changes of different documents wait for each other no more often than one in so many.
const TURNS: usize = 64;
/// Messages that are removed at a time: each may be large.
const REMOVED: usize = 100;

/// A message, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    message: Message,
    /// Its number, from 1.
    number: u64,
    /// Which of the replies to its parent it is, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply: Option<u64>,
}

/// How many messages a user wrote.
#[derive(Default, Serialize, Deserialize)]
struct Sender {
    messages: u64,
}

/// Up to where a user has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Read {
    message: String,
    number: u64,
}

/// Whose words somebody may take away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Their own.
    Own,
    /// Everybody's: they own the document.
    All,
}

/// How a note of what was read may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moving {
    /// To newer messages only.
    Forward,
    /// Back, too.
    Anywhere,
}

/// See the module. Shared by all routes and doors.
pub struct Chat {
    store: Store,
    documents: Documents,
    journal: Arc<Journal>,
    /// Who changes the messages of a document waits here for others who do: conditions of the storage decide, this saves attempts.
    turns: Vec<Mutex<()>>,
    spread: RandomState,
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chat")
    }
}

impl Chat {
    /// Messages in this storage, told in this journal.
    #[must_use]
    pub fn new(store: Store, journal: Arc<Journal>) -> Arc<Self> {
        let documents = Documents::new(Arc::clone(&store));
        let turns = (0..TURNS).map(|_| Mutex::default()).collect();
        Arc::new(Self { store, documents, journal, turns, spread: RandomState::new() })
    }

    /// Somebody says something. Durable on return. Blocks.
    pub fn send(&self, document: &DocumentId, new: &NewMessage, by: &Doer, now: u64) -> Result<Message, Refused> {
        new.check()?;
        let _turn = self.turn(document);
        for _ in 0..TRIES {
            let (mut counts, mut batch) = self.counts(document)?;
            if counts.sent >= MOST {
                return Err(Refused::Conflict("there were 1000000 messages in this document; go on in another one"));
            }
            let number = counts.sent + 1;
            // Ids and times are in the order of messages, also when the clock was set back.
            let at = counts.last_at.map_or(now, |last| last.max(now));
            let id = numbered::id(at, number, u64::from_be_bytes(records::random()?));
            let message = new.begin(id, document.as_str(), &by.author, at);
            let mut record = Record { message, number, reply: None };
            if let Some(parent) = &new.reply_to {
                (batch, record.reply) = self.answer(batch, document, parent, number)?;
            }
            let sender = keys::senders(document).name(&by.author.id);
            let before = records::get::<Sender>(&*self.store, &sender)?.map_or(0, |stored| stored.value.messages);
            counts.add(&by.author, before + 1, at);
            batch = batch
                .put(sender, records::encode(&Sender { messages: before + 1 })?)
                .put(keys::authors(document).number(number), Bytes::copy_from_slice(by.author.id.as_bytes()));
            let draft = Draft::by("chat.message", document.shared(), now, by, json!({ "message": record.message }));
            if self.write(document, batch, (Some(&record), Some(&counts)), vec![draft])? {
                return Ok(record.message);
            }
        }
        Err(changed_meanwhile())
    }

    /// Adds to a batch that a message has one more reply; which one that is.
    fn answer(
        &self,
        batch: RecordBatch,
        document: &DocumentId,
        parent: &str,
        number: u64,
    ) -> Result<(RecordBatch, Option<u64>), Refused> {
        let parent = self.stored(document, parent)?;
        let (unchanged, mut record) = (parent.unchanged(), parent.value);
        record.message.replies += 1;
        let (key, reply) = (keys::message(document, record.number), record.message.replies);
        let entry = keys::replies(document, record.number).number(reply);
        let batch = batch
            .expect(key.clone(), unchanged)
            .put(key, records::encode(&record)?)
            .put(entry, Bytes::copy_from_slice(&number.to_be_bytes()));
        Ok((batch, Some(reply)))
    }

    /// The author of a message changes it. Blocks.
    pub fn edit(&self, document: &DocumentId, id: &str, edit: &Edit, by: &Doer, now: u64) -> Result<Message, Refused> {
        let _turn = self.turn(document);
        for _ in 0..TRIES {
            let stored = self.stored(document, id)?;
            must_be_own(&stored.value.message, &by.author, Reach::Own)?;
            let mut record = stored.value.clone();
            if !record.message.edit(edit, now)? {
                return Ok(record.message);
            }
            let mentioned = mentions::added(&stored.value.message.mentions, &record.message.mentions);
            let data = json!({ "message": record.message, "mentioned": mentioned });
            let draft = Draft::by("chat.edited", document.shared(), now, by, data);
            let batch = RecordBatch::new().expect(keys::message(document, record.number), stored.unchanged());
            if self.write(document, batch, (Some(&record), None), vec![draft])? {
                return Ok(record.message);
            }
        }
        Err(changed_meanwhile())
    }

    /// The author of a message, or who may take away everybody's words, deletes it: its place stays. Blocks.
    pub fn delete(&self, document: &DocumentId, id: &str, (by, reach): (&Doer, Reach), now: u64) -> Result<Message, Refused> {
        let _turn = self.turn(document);
        for _ in 0..TRIES {
            let stored = self.stored(document, id)?;
            must_be_own(&stored.value.message, &by.author, reach)?;
            let mut record = stored.value.clone();
            let Some(reactions) = record.message.delete(now) else { return Ok(record.message) };
            let (mut counts, batch) = self.counts(document)?;
            counts.remove(reactions);
            let batch = batch
                .expect(keys::message(document, record.number), stored.unchanged())
                .put(keys::authors(document).number(record.number), Bytes::new());
            let draft = Draft::by("chat.deleted", document.shared(), now, by, json!({ "id": id }));
            if self.write(document, batch, (Some(&record), Some(&counts)), vec![draft])? {
                return Ok(record.message);
            }
        }
        Err(changed_meanwhile())
    }

    /// Somebody reacts to a message, or does no longer; doing so twice changes nothing. Blocks.
    pub fn react(
        &self,
        (document, id): (&DocumentId, &str),
        (emoji, reacting): (&str, Reacting),
        by: &Doer,
        now: u64,
    ) -> Result<Message, Refused> {
        message::check_emoji(emoji)?;
        let _turn = self.turn(document);
        for _ in 0..TRIES {
            let stored = self.stored(document, id)?;
            let mut record = stored.value.clone();
            if !record.message.react(emoji, reacting, &by.author, now)? {
                return Ok(record.message);
            }
            let (mut counts, batch) = self.counts(document)?;
            let is_added = reacting == Reacting::Add;
            counts.reactions = if is_added { counts.reactions + 1 } else { counts.reactions.saturating_sub(1) };
            let data = json!({ "id": id, "emoji": emoji, "user": by.author, "added": is_added });
            let draft = Draft::by("chat.reaction", document.shared(), now, by, data);
            let batch = batch.expect(keys::message(document, record.number), stored.unchanged());
            if self.write(document, batch, (Some(&record), Some(&counts)), vec![draft])? {
                return Ok(record.message);
            }
        }
        Err(changed_meanwhile())
    }

    /// Somebody has read everything up to a message; up to which one that is now. Blocks.
    pub fn mark_read(&self, document: &DocumentId, id: &str, user: &str, moving: Moving) -> Result<String, Refused> {
        let _turn = self.turn(document);
        for _ in 0..TRIES {
            let message = self.stored(document, id)?.value;
            let key = keys::readers(document).name(user);
            let before = records::get::<Read>(&*self.store, &key)?;
            let is_behind = |read: &Read| moving == Moving::Forward && read.number >= message.number;
            if let Some(before) = before.as_ref().filter(|before| is_behind(&before.value) || before.value.message == *id) {
                return Ok(before.value.message.clone());
            }
            let read = Read { message: id.to_owned(), number: message.number };
            let is_first = before.is_none();
            let expected = before.map_or(Expected::Absent, |before| before.unchanged());
            let mut batch = RecordBatch::new().expect(key.clone(), expected).put(key, records::encode(&read)?);
            let mut counts = None;
            if is_first {
                let (mut first, unchanged) = self.counts(document)?;
                first.readers += 1;
                if first.readers > READERS {
                    return Err(Refused::Conflict("100000 users note what they have read here already"));
                }
                batch.conditions.extend(unchanged.conditions);
                counts = Some(first);
            }
            if self.write(document, batch, (None, counts.as_ref()), Vec::new())? {
                return Ok(read.message);
            }
        }
        Err(changed_meanwhile())
    }

    /// A message. Blocks.
    pub fn get(&self, document: &DocumentId, id: &str) -> Result<Message, Refused> {
        Ok(self.stored(document, id)?.value.message)
    }

    /// What is counted of a document's messages. Blocks.
    pub fn statistics(&self, document: &DocumentId) -> Result<Statistics, Refused> {
        self.must_exist(document)?;
        Ok(self.counts(document)?.0.statistics())
    }

    fn must_exist(&self, document: &DocumentId) -> Result<(), Refused> {
        if self.documents.exists(document)? { Ok(()) } else { Err(Refused::Unknown("document")) }
    }

    fn turn(&self, document: &DocumentId) -> MutexGuard<'_, ()> {
        let place = usize::try_from(self.spread.hash_one(document) % TURNS as u64).unwrap_or_default();
        // Nothing that is done under one of these is left half done in memory.
        self.turns[place].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stored(&self, document: &DocumentId, id: &str) -> Result<Stored<Record>, Refused> {
        let number = numbered::number(id).ok_or(Refused::Unknown("message"))?;
        let stored = records::get::<Record>(&*self.store, &keys::message(document, number))?;
        stored.filter(|stored| stored.value.message.id == id).ok_or(Refused::Unknown("message"))
    }

    /// What is counted, and a batch with the condition that it has not changed.
    fn counts(&self, document: &DocumentId) -> Result<(Counts, RecordBatch), Refused> {
        let key = keys::counts(document);
        let stored = records::get::<Counts>(&*self.store, &key)?;
        let expected = stored.as_ref().map_or(Expected::Absent, Stored::unchanged);
        Ok((stored.map(|stored| stored.value).unwrap_or_default(), RecordBatch::new().expect(key, expected)))
    }

    /// Writes what changed with its events, if the document is still there; false if a condition of the batch did not hold.
    fn write(
        &self,
        document: &DocumentId,
        batch: RecordBatch,
        (record, counts): (Option<&Record>, Option<&Counts>),
        drafts: Vec<Draft>,
    ) -> Result<bool, Refused> {
        // A purge leaves no message behind.
        let (mut batch, entry) = self.documents.bound(batch, document)?.ok_or(Refused::Unknown("document"))?;
        if entry.deleted.is_some() {
            return Err(Denied::Gone.into());
        }
        if let Some(record) = record {
            batch = batch.put(keys::message(document, record.number), records::encode(record)?);
        }
        if let Some(counts) = counts {
            batch = batch.put(keys::counts(document), records::encode(counts)?);
        }
        if drafts.is_empty() { records::write(&*self.store, &batch) } else { self.journal.write(batch, drafts) }
    }
}

fn must_be_own(message: &Message, by: &Author, reach: Reach) -> Result<(), Refused> {
    if reach == Reach::All || message.author.id == by.id { Ok(()) } else { Err(Denied::NoRight.into()) }
}

fn changed_meanwhile() -> Refused {
    Refused::Conflict("the messages are being changed by others; try again")
}

/// Forgets all messages of a document that is gone for good. May be done twice. Blocks.
pub fn purge(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    let below = keys::messages(document);
    loop {
        let page = store.scan(below.prefix(), None, REMOVED)?;
        if page.is_empty() {
            break;
        }
        let batch = page.into_iter().fold(RecordBatch::new(), |batch, record| batch.delete(record.key));
        records::write(&**store, &batch)?;
    }
    for below in [keys::authors(document), keys::all_replies(document), keys::senders(document), keys::readers(document)] {
        records::remove_below(&**store, &below)?;
    }
    records::write(&**store, &RecordBatch::new().delete(keys::counts(document))).map(|_| ())
}
