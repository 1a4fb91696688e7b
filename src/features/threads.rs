//! Threads of comments on a document: who said what about which part of it. The records are the truth; every change is written with
//! its events as one, and the document's companion shows it to Yjs clients (`threads/mirror.rs`). Called by `http::api` and the JSON
//! door, which ask the guard first; what each may do with whose words is decided here.

mod changes;
mod keys;
mod mark;
mod mirror;
mod thread;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yrsa_storage::{Expected, RecordBatch};

pub use self::changes::{Place, Removal, Toggle};
use self::keys::Behind;
pub use self::mark::mark;
use self::mirror::Waiting;
pub use self::thread::{Anchor, Comment, Reaction, Resolution, State, Thread, Words};
use super::companion::lagging::Lagging;
use super::documents::Documents;
use super::records::{self, Store, Stored};
use super::{Companion, Journal, Refused};
use crate::access::Role;
use crate::access::secret;
use crate::event::{Doer, Draft};
use crate::protocol::DocumentId;

/// The most threads of a document.
const MOST_THREADS: usize = 1000;
/// The most comments of a thread, deleted ones that keep their place included.
const MOST_COMMENTS: usize = 1000;
/// The most bytes of a thread's comments.
const THREAD_BYTES: usize = 2 << 20;
/// The most bytes of all threads of a document.
const DOCUMENT_BYTES: usize = 32 << 20;
/// Bytes of records that are read for a page: then it ends, however few they were or fitted.
const PAGE_BYTES: usize = 4 << 20;
/// How often a change is tried while others change the same thread.
const TRIES: usize = 200;
/// Records read at a time.
const PAGE: usize = 100;

/// See the module. Shared by all doors.
pub struct Threads {
    store: Store,
    documents: Documents,
    journal: Arc<Journal>,
    companion: Arc<Companion>,
    lagging: Lagging,
    waiting: Waiting,
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Threads")
    }
}

/// Who wants something of a thread.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who, and from where.
    pub doer: Doer,
    /// What they are in the document.
    pub role: Role,
}

impl Caller {
    /// Whether somebody's words are theirs.
    fn wrote(&self, author: &crate::event::Author) -> bool {
        author.id == self.doer.author.id
    }
}

/// A thread to be begun.
#[derive(Debug, Clone)]
pub struct NewThread {
    /// Its first comment.
    pub words: Words,
    /// What applications keep with it.
    pub metadata: Option<Value>,
    /// What it is about.
    pub anchor: Anchor,
}

/// A thread with its comments.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    /// The thread.
    pub thread: Thread,
    /// The oldest first.
    pub comments: Vec<Comment>,
}

/// What a deletion left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The thread, with the place of the comment.
    Place,
    /// The thread without the comment.
    Others,
    /// Nothing: the thread is gone.
    Nothing,
}

/// Something that was written, and is to be seen in the companion before it is answered.
#[derive(Debug)]
pub struct Written<T> {
    /// What came of it.
    pub answer: T,
    thread: String,
    revision: u64,
}

/// Which threads of a document are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those that are resolved, or are not.
    pub resolved: Option<bool>,
    /// Only those about what this pointer leads to, or something in it.
    pub anchor: Option<String>,
    /// The last one of the page before.
    pub after: Option<String>,
    /// How many.
    pub limit: usize,
}

/// Some threads, the newest first.
#[derive(Debug)]
pub struct ThreadPage {
    /// The threads.
    pub threads: Vec<Conversation>,
    /// Where the next page goes on, if there may be more.
    pub next: Option<String>,
}

/// A thread as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    thread: Thread,
    /// Grows with each change.
    revision: u64,
    /// Comments that have a record.
    comments: usize,
    /// Of these, those that are not deleted.
    live: usize,
    /// What they weigh.
    bytes: usize,
    /// The time in the id of the newest comment.
    last_ms: u64,
}

/// What all threads of a document are together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    threads: usize,
    bytes: usize,
}

/// What happened, as the event's type and data.
type Happened = (&'static str, Value);

impl Threads {
    /// Threads in this storage, told in this journal and shown in these companions. [`Threads::run`] has to run beside it.
    #[must_use]
    pub fn new(store: Store, journal: Arc<Journal>, companion: Arc<Companion>) -> Arc<Self> {
        let documents = Documents::new(Arc::clone(&store));
        Arc::new(Self { store, documents, journal, companion, lagging: Lagging::default(), waiting: Waiting::default() })
    }

    /// A thread with its comments.
    pub fn get(&self, document: &DocumentId, id: &str) -> Result<Conversation, Refused> {
        // A comment that comes between both reads is no harm.
        let thread = self.stored(document, id)?.1.value.thread;
        let comments = self.comments(document, id)?;
        Ok(Conversation { thread, comments })
    }

    /// A comment, with what its thread is about.
    pub fn comment(&self, document: &DocumentId, thread: &str, id: &str) -> Result<(Comment, Anchor), Refused> {
        let anchor = self.stored(document, thread)?.1.value.thread.anchor;
        let (_, comment) = self.stored_comment(document, thread, id)?;
        Ok((comment.value, anchor))
    }

    /// Ids of the users who said something in a thread that still stands there, each once, in the order they joined in.
    pub fn participants(&self, document: &DocumentId, id: &str) -> Result<Vec<Arc<str>>, Refused> {
        let mut users: Vec<Arc<str>> = Vec::new();
        for comment in self.comments(document, id)? {
            if comment.deleted_at.is_none() && !users.contains(&comment.author.id) {
                users.push(comment.author.id);
            }
        }
        Ok(users)
    }

    /// Threads of a document, the newest first. A page ends early when it is large.
    pub fn list(&self, document: &DocumentId, wanted: &Wanted) -> Result<ThreadPage, Refused> {
        if !self.documents.exists(document)? {
            return Err(Refused::Unknown("document"));
        }
        let below = keys::threads(document);
        let mut from = match &wanted.after {
            Some(after) => Some(keys::thread(document, after).ok_or(Refused::Invalid("this cursor is none of this list"))?),
            None => None,
        };
        let (mut page, mut read, mut last) = (ThreadPage { threads: Vec::new(), next: None }, 0, None);
        loop {
            let records = self.store.scan(below.prefix(), from.as_deref(), PAGE)?;
            let Some(end) = records.last() else { return Ok(page) };
            from = Some(end.key.clone());
            for stored in &records {
                if read > PAGE_BYTES {
                    page.next = last;
                    return Ok(page);
                }
                let before = std::mem::replace(&mut last, keys::thread_id(document, &stored.key));
                let Some(record) = readable::<Record>(document, &stored.value) else { continue };
                let is_wanted = wanted.resolved.is_none_or(|resolved| resolved == record.thread.is_resolved())
                    && wanted.anchor.as_ref().is_none_or(|anchor| record.thread.anchor.lies_in(anchor));
                if !is_wanted {
                    continue;
                }
                if page.threads.len() >= wanted.limit {
                    page.next = before;
                    return Ok(page);
                }
                read += stored.value.len() + record.bytes;
                let comments = self.comments(document, &record.thread.id)?;
                page.threads.push(Conversation { thread: record.thread, comments });
            }
        }
    }

    /// The comments of a thread, the oldest first. One that can't be read is passed over.
    fn comments(&self, document: &DocumentId, thread: &str) -> Result<Vec<Comment>, Refused> {
        Ok(self.comment_records(document, thread)?.into_iter().filter_map(|(_, comment)| comment).collect())
    }

    fn comment_records(&self, document: &DocumentId, thread: &str) -> Result<Vec<(Bytes, Option<Comment>)>, Refused> {
        let (below, mut found) = (keys::comments(document, thread), Vec::new());
        let mut from: Option<Bytes> = None;
        loop {
            let records = self.store.scan(below.prefix(), from.as_deref(), PAGE)?;
            found.extend(records.iter().map(|stored| (stored.key.clone(), readable(document, &stored.value))));
            match records.last() {
                Some(last) if records.len() == PAGE => from = Some(last.key.clone()),
                _ => return Ok(found),
            }
        }
    }

    fn stored(&self, document: &DocumentId, id: &str) -> Result<(Bytes, Stored<Record>), Refused> {
        let key = keys::thread(document, id).ok_or(Refused::Unknown("thread"))?;
        let stored = records::get::<Record>(&*self.store, &key)?.ok_or(Refused::Unknown("thread"))?;
        Ok((key, stored))
    }

    fn stored_comment(&self, document: &DocumentId, thread: &str, id: &str) -> Result<(Bytes, Stored<Comment>), Refused> {
        let key = keys::comment(document, thread, id).ok_or(Refused::Unknown("comment"))?;
        let stored = records::get::<Comment>(&*self.store, &key)?.ok_or(Refused::Unknown("comment"))?;
        Ok((key, stored))
    }

    /// Adds to a batch what the document's threads are together after a change. Refused where that is too much.
    fn count(&self, batch: RecordBatch, document: &DocumentId, change: impl FnOnce(&mut Head)) -> Result<RecordBatch, Refused> {
        let key = keys::heads().name(document.as_str());
        let stored = records::get::<Head>(&*self.store, &key)?;
        let was = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
        let mut head = was.clone();
        change(&mut head);
        if head == was {
            return Ok(batch);
        }
        if head.threads > MOST_THREADS && head.threads > was.threads {
            return Err(Refused::Conflict("a document has at most 1000 threads; delete some"));
        }
        if head.bytes > DOCUMENT_BYTES && head.bytes > was.bytes {
            return Err(Refused::Conflict("all comments of a document have at most 32 MiB; delete some"));
        }
        let expected = stored.map_or(Expected::Absent, |stored| stored.unchanged());
        Ok(batch.expect(key.clone(), expected).put(key, records::encode(&head)?))
    }

    /// Writes a change with its events, and a mark that the companion lags behind; false if the batch's conditions did not hold.
    fn commit(
        &self,
        (document, thread): (&DocumentId, &str),
        batch: RecordBatch,
        happened: Vec<Happened>,
        (caller, now): (&Caller, u64),
    ) -> Result<bool, Refused> {
        let change = secret::hex(&records::random::<8>()?);
        let behind = Behind { document: document.as_str().to_owned(), thread: thread.to_owned(), change };
        let batch = batch.put(keys::behind_of(document).name(thread), records::encode(&behind)?);
        let draft = |(kind, data)| Draft::by(kind, document.shared(), now, &caller.doer, data);
        let written = self.journal.write(batch, happened.into_iter().map(draft).collect())?;
        if written {
            self.lagging.note(document);
        }
        Ok(written)
    }
}

/// Forgets all threads of a document that is gone for good. May be done twice.
pub fn purge(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    for below in [keys::threads(document), keys::all_comments(document), keys::behind_of(document)] {
        records::remove_below(&**store, &below)?;
    }
    let head = keys::heads().name(document.as_str());
    records::write(&**store, &RecordBatch::new().delete(head)).map(|_| ())
}

/// A record, unless it can't be read: one that is damaged is not to stand in the way of all others.
fn readable<T: serde::de::DeserializeOwned>(document: &DocumentId, raw: &[u8]) -> Option<T> {
    match records::decode(raw) {
        Ok(record) => Some(record),
        Err(error) => {
            tracing::error!(%document, %error, "a comment can't be read and is passed over");
            None
        }
    }
}

fn changed_meanwhile() -> Refused {
    Refused::Busy("the thread is being changed by others; try again")
}
