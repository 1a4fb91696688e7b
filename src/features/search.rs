//! Search: which documents have these words in title or content. An index of words in records, asked by the list of documents and
//! fed by a task that follows the journal (`search/follow.rs`). Knows nothing of rights: who asks filters what is found.

mod aside;
mod follow;
mod words;

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use yrsa_storage::{RecordBatch, Storage};

use self::follow::Read;
use self::words::words;
use super::documents::Documents;
use super::records::{self, Key, Store, Stored};
use super::{Journal, Refused};
use crate::access::Scope;
use crate::document::Limits;
use crate::protocol::DocumentId;

/// Which words a document has: what to take out when they are there no more.
const OF_DOCUMENT: &str = "search.document";
/// Which documents have a word: the word, a zero byte, the document. Empty values.
const WORD: &str = "search.word";

/// Records of the index that are read for one search, shared by its words alike. What is more common than that is looked up for one
/// document after the other, so nobody hears how common a word is where they may not read.
const MOST_READ: usize = 50_000;

/// Words of one search that count.
const MOST_ASKED: usize = 16;

/// Records that are read at a time.
const PAGE: usize = 1000;

/// The words of a document, as they are stored.
#[derive(Default, Serialize, Deserialize)]
struct Indexed {
    words: BTreeSet<String>,
}

/// What a search knows before rights are looked at.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Only these have the words, or may have them; `None` if all words are too common to know.
    pub among: Option<BTreeSet<String>>,
    /// What is still to be looked up for each of them by [`has`].
    pub unknown: Words,
}

/// Words that are too common for the index to be read to its end.
#[derive(Debug, Clone, Default)]
pub struct Words {
    whole: Vec<String>,
    beginning: Option<String>,
}

impl Words {
    /// Nothing is to be looked up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.beginning.is_none()
    }
}

impl Found {
    fn narrow(&mut self, having: BTreeSet<String>) {
        match &mut self.among {
            Some(among) => among.retain(|document| having.contains(document)),
            None => self.among = Some(having),
        }
    }

    fn is_nothing(&self) -> bool {
        self.among.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

/// What the search is made of.
pub struct Parts {
    /// Where the index is.
    pub store: Store,
    /// The catalogue.
    pub documents: Documents,
    /// What tells which documents changed.
    pub journal: Arc<Journal>,
    /// What a document may hold.
    pub limits: Limits,
    /// Bytes of JSON up to which content is read.
    pub json_bytes: usize,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parts")
    }
}

/// See the module.
#[derive(Debug)]
pub struct Search {
    parts: Parts,
}

/// All words that begin so, with the documents that have them.
fn beginning(word: &str) -> Vec<u8> {
    [Key::new(WORD).prefix(), word.as_bytes()].concat()
}

fn posting(word: &str, document: &str) -> Bytes {
    [&beginning(word), b"\0".as_slice(), document.as_bytes()].concat().into()
}

/// The document that a posting is about.
fn document_in(key: &[u8]) -> Result<&str, Refused> {
    let names = key.get(Key::new(WORD).prefix().len()..).unwrap_or_default();
    let at = names.iter().position(|byte| *byte == 0);
    let document = at.and_then(|at| std::str::from_utf8(names.get(at + 1..)?).ok());
    document.ok_or(Refused::Damaged("the key of a word"))
}

fn of_document(document: &str) -> Bytes {
    Key::new(OF_DOCUMENT).name(document)
}

/// Whether a document has these words. Blocks.
pub fn has(store: &dyn Storage, document: &DocumentId, words: &Words) -> Result<bool, Refused> {
    for word in &words.whole {
        if store.get(&posting(word, document.as_str()))?.is_none() {
            return Ok(false);
        }
    }
    let Some(beginning) = &words.beginning else { return Ok(true) };
    let indexed = records::get::<Indexed>(store, &of_document(document.as_str()))?;
    Ok(indexed.is_some_and(|indexed| {
        let from = (Bound::Included(&**beginning), Bound::Unbounded);
        indexed.value.words.range::<str, _>(from).next().is_some_and(|word| word.starts_with(&**beginning))
    }))
}

/// Takes a document out of the index. May be done twice. Blocks.
pub fn forget(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    let key = of_document(document.as_str());
    match records::get::<Indexed>(&**store, &key) {
        Ok(None) => return Ok(()),
        Ok(Some(Stored { value: Indexed { words }, .. })) => {
            let gone = words.iter().fold(RecordBatch::new(), |batch, word| batch.delete(posting(word, document.as_str())));
            return records::write(&**store, &gone.delete(key)).map(|_| ());
        }
        Err(error) if error.is_unreadable() => {
            tracing::error!(%document, %error, "which words it has can't be read; they are looked for in the whole index");
        }
        Err(error) => return Err(error),
    }
    forget_unread(store, document)?;
    records::write(&**store, &RecordBatch::new().delete(key)).map(|_| ())
}

/// Takes a document out of the index of which nobody knows the words: the next one of that id would be found by them.
fn forget_unread(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    let (all, mut after) = (Key::new(WORD), None::<Bytes>);
    loop {
        let page = store.scan(all.prefix(), after.as_deref(), PAGE)?;
        let is_meant = |key: &Bytes| document_in(key).is_ok_and(|of| of == document.as_str());
        let meant = page.iter().filter(|record| is_meant(&record.key));
        let gone = meant.fold(RecordBatch::new(), |batch, record| batch.delete(record.key.clone()));
        if !gone.changes.is_empty() {
            records::write(&**store, &gone)?;
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}

impl Search {
    /// A search over these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self { parts })
    }

    /// The documents below a prefix that have all these words; the last one may be the beginning of a word. Blocks.
    pub fn find(&self, asked: &str, below: &Scope) -> Result<Found, Refused> {
        let below = if below.as_str() == "/" { "" } else { below.as_str() };
        let mut asked = words::in_order(asked);
        asked.truncate(MOST_ASKED);
        let share = MOST_READ / asked.len().max(1);
        // What ends in a space is a whole word all the same: people type on.
        let Some(last) = asked.pop() else { return Ok(Found { among: Some(BTreeSet::new()), ..Found::default() }) };
        let mut found = Found::default();
        for word in asked {
            match self.having(&posting(&word, below), below, share)? {
                Some(having) => found.narrow(having),
                None => found.unknown.whole.push(word),
            }
            if found.is_nothing() {
                return Ok(found);
            }
        }
        match self.having(&beginning(&last), below, share)? {
            Some(having) => found.narrow(having),
            None => found.unknown.beginning = Some(last),
        }
        Ok(found)
    }

    /// `None`: there are more records than may be read.
    fn having(&self, prefix: &[u8], below: &str, most: usize) -> Result<Option<BTreeSet<String>>, Refused> {
        let (mut found, mut read) = (BTreeSet::new(), 0);
        let mut after: Option<Bytes> = None;
        loop {
            let page = self.parts.store.scan(prefix, after.as_deref(), PAGE)?;
            read += page.len();
            if read > most {
                return Ok(None);
            }
            for record in &page {
                let document = document_in(&record.key)?;
                if document.starts_with(below) {
                    found.insert(document.to_owned());
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                _ => return Ok(Some(found)),
            }
        }
    }

    /// What makes the index of a document what its words are, on the condition that nobody changed its record; `None` if it is so
    /// already. Blocks.
    fn difference(&self, read: &Read) -> Result<Option<RecordBatch>, Refused> {
        let (store, key) = (&self.parts.store, of_document(read.id.as_str()));
        let stored = records::get::<Indexed>(&**store, &key)?;
        let (before, now) = (stored.map(|stored| stored.value.words).unwrap_or_default(), &read.words);
        if before == *now {
            return Ok(None);
        }
        let mut batch = RecordBatch::new().expect(read.unchanged.0.clone(), read.unchanged.1.clone());
        for word in before.difference(now) {
            batch = batch.delete(posting(word, read.id.as_str()));
        }
        for word in now.difference(&before) {
            batch = batch.put(posting(word, read.id.as_str()), Bytes::new());
        }
        Ok(Some(batch.put(key, records::encode(&Indexed { words: now.clone() })?)))
    }
}
