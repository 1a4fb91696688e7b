//! What the fuzz targets share: inputs that are a row of messages, a bound on memory, small documents to start from, and the
//! replica, the generator and the Yjs oracle of the admission tests.
//! Panics are findings here; whatever a target asserts is a promise of the server.

mod admission;
mod documents;
mod memory;
mod parts;
mod room;

pub use self::admission::{Trial, Yjs, generated};
pub use self::documents::{JSON_LIMIT, SERVER, empty_document, samples};
pub use self::memory::bounded;
pub use self::parts::{join, mutate, mutate_text, split};
pub use self::room::Room;
