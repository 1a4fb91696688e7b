//! Who joins a room: a verified user, what they may do, and the dialect their client speaks.
//! Made by a door, kept by `state` for as long as the connection lasts.

use std::sync::Arc;

use crate::access::{Role, User};
use crate::event::Trace;

/// One client attached to one room. Unique within one run of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u64);

/// The dialect a connection speaks: what it expects as an answer, and what it can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// y-websocket: edits are acknowledged by checkpoints (message 102), if the client asks for it.
    YWebsocket,
    /// y-sweet: the same, and silence after a checkpoint makes its client reconnect.
    YSweet,
    /// Hocuspocus: every message with edits is acknowledged by itself.
    Hocuspocus,
    /// JSON text: requests by number; reads no Yjs updates.
    Json,
    /// One HTTP request, acknowledged like Hocuspocus.
    Request,
    /// Takes part by HTTP requests: is seen by others and hears nothing.
    Rest,
}

impl Dialect {
    /// Whether it makes its user a participant; one that reads or writes once for an HTTP request does not.
    #[must_use]
    pub fn takes_part(self) -> bool {
        self != Dialect::Request
    }

    /// Whether the client has a replica of the document, which may lag behind.
    #[must_use]
    pub fn has_replica(self) -> bool {
        matches!(self, Dialect::YWebsocket | Dialect::YSweet | Dialect::Hocuspocus)
    }

    /// Whether every message with edits is acknowledged by itself.
    #[must_use]
    pub fn counts_messages(self) -> bool {
        matches!(self, Dialect::Hocuspocus | Dialect::Request)
    }
}

/// One connection's user.
#[derive(Debug, Clone)]
pub struct Participant {
    /// Who it is; stamped into presence and the log.
    pub user: Arc<User>,
    /// What they may do now.
    pub role: Role,
    /// How their client speaks.
    pub dialect: Dialect,
    /// Where the connection came from, for what is written down about it.
    pub trace: Option<Arc<Trace>>,
}

impl Participant {
    /// What the log says about the author of an edit: nothing, if nobody vouched for them.
    #[must_use]
    pub fn author(&self) -> Option<Arc<str>> {
        self.user.is_known.then(|| Arc::clone(&self.user.id))
    }
}
