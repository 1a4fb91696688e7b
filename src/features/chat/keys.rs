//! Under which keys messages are kept. The messages of a document are numbered from 1 without holes, and a message's id holds its
//! number (`numbered`): so any page is a range of keys. Called by `chat`; reads and writes nothing.

use bytes::Bytes;

use crate::features::records::Key;
use crate::protocol::DocumentId;

/// The messages of a document, the oldest first.
pub(super) fn messages(document: &DocumentId) -> Key {
    Key::new("chat").under(document.as_str())
}

/// The message with this number.
pub(super) fn message(document: &DocumentId, number: u64) -> Bytes {
    messages(document).number(number)
}

/// Who wrote each message of a document: what is unread is counted here, without reading the messages.
pub(super) fn authors(document: &DocumentId) -> Key {
    Key::new("chat-author").under(document.as_str())
}

/// The replies to all messages of a document.
pub(super) fn all_replies(document: &DocumentId) -> Key {
    Key::new("chat-reply").under(document.as_str())
}

/// The numbers of the replies to a message, the oldest first.
pub(super) fn replies(document: &DocumentId, parent: u64) -> Key {
    all_replies(document).under(&format!("{parent:016x}"))
}

/// What is counted of a document's messages.
pub(super) fn counts(document: &DocumentId) -> Bytes {
    Key::new("chat-counts").name(document.as_str())
}

/// How many messages each user wrote.
pub(super) fn senders(document: &DocumentId) -> Key {
    Key::new("chat-sender").under(document.as_str())
}

/// Up to where each user has read.
pub(super) fn readers(document: &DocumentId) -> Key {
    Key::new("chat-read").under(document.as_str())
}

/// The number at the end of a key.
pub(super) fn number_in(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}
