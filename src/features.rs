//! What stands around the documents, each in one file over the storage's records: who may come in, members, shares, accounts.
//! Only the companion touches a document, nothing a client's socket; the guard is what the doors and routes ask.

pub mod accounts;
pub mod around;
pub mod audit;
pub mod companion;
pub mod documents;
pub mod events;
pub mod guard;
pub mod idempotency;
pub mod keys;
pub mod locks;
pub mod members;
pub mod origin;
mod outgoing;
pub mod records;
pub mod refused;
pub mod revocations;
pub mod rules;
pub mod runs;
pub mod search;
pub mod shares;
pub mod webhooks;

pub use around::Surroundings;
pub use audit::Audit;
pub use companion::Companion;
pub use documents::Catalog;
pub use events::Journal;
pub use guard::{Credentials, Guard, Watched};
pub use idempotency::Idempotency;
pub use locks::Locks;
pub use origin::Origin;
pub use refused::Refused;
pub use rules::Rulebook;
pub use runs::Runs;
pub use search::Search;
pub use webhooks::Webhooks;
