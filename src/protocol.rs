//! The languages spoken at the doors: bytes to messages and back, names of documents, close codes.
//! Pure: no sockets, no rooms, no state. Formats: y-protocols `PROTOCOL.md` and lib0's variable-length integers.

pub mod close;
pub mod document_id;
pub mod hocuspocus;
pub mod live;
pub mod message;
pub mod varint;

pub use close::Close;
pub use document_id::DocumentId;
pub use message::Message;
