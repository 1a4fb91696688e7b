//! Reading messages: pages of a document's messages or of the replies to one, and how many somebody has not read. A page costs what
//! it shows, however many messages there are: it is a range of numbers. Part of `chat`.

use bytes::Bytes;

use super::{Chat, Message, Read, Record, keys};
use crate::features::{Refused, numbered, records};
use crate::protocol::DocumentId;

/// Messages read at a time: one may be large.
const CHUNK: u64 = 16;
/// Bytes of messages that are read for a page: then it ends, however few they were.
const PAGE_BYTES: usize = 4 << 20;
/// The most messages that are counted as unread.
pub(super) const MOST_UNREAD: u64 = 1000;
/// The most messages that are looked at for that.
const LOOKED_AT: usize = 4000;
/// Of those, so many at a time.
const LOOKED_AT_ONCE: usize = 1000;

/// Which messages somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Place {
    /// The newest ones.
    #[default]
    Newest,
    /// Those before a message.
    Before(String),
    /// Those after a message.
    After(String),
    /// A message and those on both sides.
    Around(String),
}

/// A page that somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Where.
    pub place: Place,
    /// Only the replies to this message.
    pub reply_to: Option<String>,
    /// How many.
    pub limit: usize,
}

/// Some messages, the oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The messages. Those that can't be read are left out.
    pub messages: Vec<Message>,
    /// Ask for what is before this one to see older messages; none: there are none.
    pub older: Option<String>,
    /// Ask for what is after this one to see newer messages; none: there are none.
    pub newer: Option<String>,
}

/// What somebody has not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// How many messages of others that are not deleted, at most 1,000.
    pub unread: u64,
    /// There may be more than were counted.
    pub more: bool,
    /// The last message that was read.
    pub last_read: Option<String>,
}

/// A row of messages without holes: all of a document, or the replies to one.
struct Row<'c> {
    chat: &'c Chat,
    document: &'c DocumentId,
    /// The message that they answer.
    parent: Option<u64>,
    length: u64,
    /// Bytes that may still be read.
    bytes: usize,
}

/// A message at its place in a row.
type Placed = (u64, Message);

impl Row<'_> {
    /// Where a message stands in the row.
    fn place(&self, id: &str) -> Result<u64, Refused> {
        let record = self.chat.stored(self.document, id)?.value;
        let Some(parent) = self.parent else { return Ok(record.number) };
        let is_reply = record.message.reply_to.as_deref().and_then(numbered::number) == Some(parent);
        record.reply.filter(|_| is_reply).ok_or(Refused::Invalid("the cursor is none of these replies"))
    }

    /// The messages at these places that can be read.
    fn read(&mut self, first: u64, last: u64) -> Result<Vec<Placed>, Refused> {
        let (store, count) = (&self.chat.store, usize::try_from(last - first + 1).unwrap_or(usize::MAX));
        let below = match self.parent {
            None => keys::messages(self.document),
            Some(parent) => keys::replies(self.document, parent),
        };
        let found = store.scan(below.prefix(), Some(&below.clone().number(first - 1)), count)?;
        let mut placed = Vec::with_capacity(found.len());
        for entry in found {
            let Some(place) = keys::number_in(&entry.key).filter(|place| *place <= last) else { continue };
            let raw = match self.parent {
                None => Some(entry.value),
                Some(_) => match keys::number_in(&entry.value) {
                    Some(number) => store.get(&keys::message(self.document, number))?,
                    None => None,
                },
            };
            let Some(raw) = raw else { continue };
            self.bytes = self.bytes.saturating_sub(raw.len());
            placed.extend(readable(self.document, &raw).map(|record| (place, record.message)));
        }
        Ok(placed)
    }

    /// At most so many from this place on, and what comes before them: the newest of these.
    fn up_to(&mut self, last: u64, limit: usize) -> Result<Vec<Placed>, Refused> {
        let (mut found, mut last) = (Vec::new(), last.min(self.length));
        while last > 0 && found.len() < limit && self.bytes > 0 {
            let first = last.saturating_sub(self.chunk(limit - found.len()) - 1).max(1);
            let mut chunk = self.read(first, last)?;
            chunk.append(&mut found);
            (found, last) = (chunk, first - 1);
        }
        Ok(found.split_off(found.len().saturating_sub(limit)))
    }

    /// At most so many from this place on.
    fn from(&mut self, first: u64, limit: usize) -> Result<Vec<Placed>, Refused> {
        let (mut found, mut first) = (Vec::new(), first.max(1));
        while first <= self.length && found.len() < limit && self.bytes > 0 {
            let last = (first + self.chunk(limit - found.len()) - 1).min(self.length);
            found.append(&mut self.read(first, last)?);
            first = last + 1;
        }
        found.truncate(limit);
        Ok(found)
    }

    fn chunk(&self, wanted: usize) -> u64 {
        CHUNK.min(wanted as u64).max(1)
    }
}

impl Chat {
    /// Messages of a document, or replies to one of them. Blocks.
    pub fn list(&self, document: &DocumentId, wanted: &Wanted) -> Result<Page, Refused> {
        self.must_exist(document)?;
        let parent = wanted.reply_to.as_ref().map(|parent| self.stored(document, parent)).transpose()?;
        let (parent, length) = match parent {
            Some(parent) => (Some(parent.value.number), parent.value.message.replies),
            None => (None, self.counts(document)?.0.sent),
        };
        let mut row = Row { chat: self, document, parent, length, bytes: PAGE_BYTES };
        let limit = wanted.limit;
        let found = match &wanted.place {
            Place::Newest => row.up_to(length, limit)?,
            Place::Before(id) => {
                let place = row.place(id)?;
                row.up_to(place - 1, limit)?
            }
            Place::After(id) => {
                let place = row.place(id)?;
                row.from(place + 1, limit)?
            }
            Place::Around(id) => {
                let place = row.place(id)?;
                // Where one side has less, the other has more.
                let after = length.saturating_sub(place).min((limit / 2) as u64);
                let mut found = row.up_to(place, limit - usize::try_from(after).unwrap_or_default())?;
                let rest = limit - found.len();
                found.extend(row.from(place + 1, rest)?);
                found
            }
        };
        let older = found.first().filter(|(place, _)| *place > 1).map(|(_, message)| message.id.clone());
        let newer = found.last().filter(|(place, _)| *place < length).map(|(_, message)| message.id.clone());
        Ok(Page { messages: found.into_iter().map(|(_, message)| message).collect(), older, newer })
    }

    /// How many messages somebody has not read. Blocks.
    pub fn unread(&self, document: &DocumentId, user: &str) -> Result<Unread, Refused> {
        self.must_exist(document)?;
        let read = records::get::<Read>(&*self.store, &keys::readers(document).name(user))?.map(|stored| stored.value);
        let below = keys::authors(document);
        let mut after: Bytes = below.clone().number(read.as_ref().map_or(0, |read| read.number));
        let (mut unread, mut looked_at, mut more) = (0, 0, true);
        while unread <= MOST_UNREAD && looked_at < LOOKED_AT {
            let page = self.store.scan(below.prefix(), Some(&after), LOOKED_AT_ONCE)?;
            looked_at += page.len();
            // A deleted one has no author.
            let of_others = page.iter().filter(|author| !author.value.is_empty() && author.value != user.as_bytes());
            unread += of_others.count() as u64;
            match page.last() {
                Some(last) if page.len() == LOOKED_AT_ONCE => after = last.key.clone(),
                _ => {
                    more = unread > MOST_UNREAD;
                    break;
                }
            }
        }
        Ok(Unread { unread: unread.min(MOST_UNREAD), more, last_read: read.map(|read| read.message) })
    }
}

/// A record, unless it can't be read: one that is damaged is not to stand in the way of all others.
fn readable(document: &DocumentId, raw: &[u8]) -> Option<Record> {
    match records::decode(raw) {
        Ok(record) => Some(record),
        Err(error) => {
            tracing::error!(%document, %error, "a message can't be read and is passed over");
            None
        }
    }
}
