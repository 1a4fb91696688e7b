//! Under which keys threads and comments are kept, so that pages and purges are ranges of keys. Called by `threads`; reads and
//! writes nothing.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::features::records::Key;
use crate::protocol::DocumentId;

/// A mark that the companion of a document may not show a thread as its records have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Behind {
    pub(super) document: String,
    pub(super) thread: String,
    /// Another one for each change.
    pub(super) change: String,
}

/// The threads of a document, the newest first.
pub(super) fn threads(document: &DocumentId) -> Key {
    Key::new("thread").under(document.as_str())
}

/// A thread's own key. None: this is no thread's id.
pub(super) fn thread(document: &DocumentId, id: &str) -> Option<Bytes> {
    let number = number(id)?;
    Some(threads(document).name(&format!("{:032x}", !number)))
}

/// The reverse of [`thread`].
pub(super) fn thread_id(document: &DocumentId, key: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(key.get(threads(document).prefix().len()..)?).ok()?;
    let number = u128::from_str_radix(name, 16).ok()?;
    Some(uuid::Uuid::from_u128(!number).hyphenated().to_string())
}

/// The comments of a thread, the oldest first.
pub(super) fn comments(document: &DocumentId, thread: &str) -> Key {
    Key::new("thread-comment").under(document.as_str()).under(thread)
}

/// A comment's own key. None: this is no comment's id.
pub(super) fn comment(document: &DocumentId, thread: &str, id: &str) -> Option<Bytes> {
    number(id).map(|_| comments(document, thread).name(id))
}

/// The comments of all threads of a document.
pub(super) fn all_comments(document: &DocumentId) -> Key {
    Key::new("thread-comment").under(document.as_str())
}

/// How many threads a document has, and how large they are.
pub(super) fn heads() -> Key {
    Key::new("thread-head")
}

/// Threads whose companions may lag behind.
pub(super) fn behind() -> Key {
    Key::new("thread-behind")
}

/// Those of one document.
pub(super) fn behind_of(document: &DocumentId) -> Key {
    behind().under(document.as_str())
}

/// The number that an id stands for. Other spellings of the same number are no ids.
fn number(id: &str) -> Option<u128> {
    let number = uuid::Uuid::try_parse(id).ok()?;
    (number.hyphenated().to_string() == id).then(|| number.as_u128())
}
