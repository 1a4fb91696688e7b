//! What an open connection hears when its rights change.
//! The guard decides and tells; rooms and doors carry it out in the way the client's dialect knows.

use super::Role;

/// News about the rights of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessChange {
    /// It goes on with this role.
    Role(Role),
    /// It may stay no longer.
    Removed(Removal),
    /// Its token expires soon: a client that can is asked for a new one.
    TokenExpiring,
}

/// Why somebody may stay no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// The token's time is over (close 4401).
    Expired,
    /// The token, the share or the account was revoked (close 4401).
    Revoked,
    /// No role is left, or an explicit block (close 4403).
    NoRight,
    /// An owner or operator removed the connection (close 4403).
    Kicked,
    /// The document was deleted (close 4404).
    Deleted,
}

/// One open connection, as the guard sees it.
pub trait Audience: Send + Sync {
    /// Passes the news on. Never waits, and never calls the guard: it is called with the guard's lock held, so that news come in order.
    fn tell(&self, change: AccessChange);
}
