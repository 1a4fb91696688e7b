//! The person or program behind a connection, as the server knows it: never what the client says of itself.
//! Stamped into presence, events and the log.

use std::sync::Arc;

/// A user. Cheap to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Unique and stable: the token's `sub`, an account's id, or one made up for a guest.
    pub id: Arc<str>,
    /// To be shown to others; `None` when nobody vouched for one (open mode without a name, y-sweet's tokens): then a client may
    /// choose its own.
    pub name: Option<Arc<str>>,
    /// `#rrggbb`, the same for a user everywhere and always.
    pub color: Arc<str>,
    /// Whether somebody vouched for the id: everybody but guests of open mode that gave no name.
    pub is_known: bool,
}
