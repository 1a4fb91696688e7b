//! Search: which documents have these words in title or content. An index of words in records, asked by the list of documents and
//! fed by a task that follows the journal (`search/follow.rs`). Knows nothing of rights: who asks filters what is found.

mod follow;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use yrsa_storage::{Expected, RecordBatch};

use self::words::words;
use super::documents::Documents;
use super::records::{self, Key, Store};
use super::{Journal, Refused};
use crate::access::Scope;
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// Which words a document has: what to take out when they are there no more.
const OF_DOCUMENT: &str = "search.document";
/// Which documents have a word: the word, a zero byte, the document. Empty values.
const WORD: &str = "search.word";

/// Documents that are looked at for one word of a search.
const MOST_FOUND: usize = 100_000;

/// Words of one search that count.
const MOST_ASKED: usize = 16;

/// Records that are read at a time.
const PAGE: usize = 1000;

/// The words of a document, as they are stored.
#[derive(Default, Serialize, Deserialize)]
struct Indexed {
    words: BTreeSet<String>,
}

/// What the search is made of.
pub struct Parts {
    /// Where the index is.
    pub store: Store,
    /// The catalogue.
    pub documents: Documents,
    /// What tells which documents changed.
    pub journal: Arc<Journal>,
    /// Where content is read.
    pub rooms: Rooms,
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

/// Takes a document out of the index. Blocks.
pub fn forget(store: &Store, document: &DocumentId) -> Result<(), Refused> {
    let Some(indexed) = records::get::<Indexed>(&**store, &of_document(document.as_str()))? else { return Ok(()) };
    let gone = indexed.value.words.iter().fold(RecordBatch::new(), |batch, word| batch.delete(posting(word, document.as_str())));
    records::write(&**store, &gone.delete(of_document(document.as_str()))).map(|_| ())
}

impl Search {
    /// A search over these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Self { parts })
    }

    /// The documents below a prefix that have all these words; the last one may be the beginning of a word. Blocks.
    pub fn find(&self, asked: &str, below: &Scope) -> Result<BTreeSet<String>, Refused> {
        let below = if below.as_str() == "/" { "" } else { below.as_str() };
        let mut asked = words::in_order(asked);
        asked.truncate(MOST_ASKED);
        // What ends in a space is a whole word all the same: people type on.
        let Some(last) = asked.pop() else { return Ok(BTreeSet::new()) };
        let mut found = self.having(&beginning(&last), below)?;
        for word in asked {
            if found.is_empty() {
                break;
            }
            let having = self.having(&posting(&word, below), below)?;
            found.retain(|document| having.contains(document));
        }
        Ok(found)
    }

    fn having(&self, prefix: &[u8], below: &str) -> Result<BTreeSet<String>, Refused> {
        let mut found = BTreeSet::new();
        let mut after: Option<Bytes> = None;
        loop {
            let page = self.parts.store.scan(prefix, after.as_deref(), PAGE)?;
            for record in &page {
                let document = document_in(&record.key)?;
                if document.starts_with(below) {
                    found.insert(document.to_owned());
                }
            }
            if found.len() > MOST_FOUND {
                return Err(Refused::Invalid("too many documents have such words; search for longer ones, or below a prefix"));
            }
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                _ => return Ok(found),
            }
        }
    }

    /// Makes the index of a document what its words are, if nobody changed what is known of it since `unchanged`. Blocks.
    fn put(&self, document: &DocumentId, now: BTreeSet<String>, unchanged: (Bytes, Expected)) -> Result<bool, Refused> {
        let (store, key) = (&self.parts.store, of_document(document.as_str()));
        let stored = records::get::<Indexed>(&**store, &key)?;
        let before = stored.map(|stored| stored.value.words).unwrap_or_default();
        if before == now {
            return Ok(true);
        }
        let mut batch = RecordBatch::new().expect(unchanged.0, unchanged.1);
        for word in before.difference(&now) {
            batch = batch.delete(posting(word, document.as_str()));
        }
        for word in now.difference(&before) {
            batch = batch.put(posting(word, document.as_str()), Bytes::new());
        }
        records::write(&**store, &batch.put(key, records::encode(&Indexed { words: now })?))
    }
}
