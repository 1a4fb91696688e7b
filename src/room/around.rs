//! What rooms need from what stands around them: what kind of document one is, and somebody who writes down what happened.
//! Implemented by `features`; rooms know no more of it than this.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use yrsa_storage::Result;

use crate::document::Kind;
use crate::document::kinds::changes::escaped;
use crate::event::Draft;
use crate::protocol::DocumentId;
use crate::room::people::Moved;

/// What is known of a document beside its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Somebody created it, or its creation was told.
    pub is_known: bool,
    /// What kind it is.
    pub kind: Kind,
    /// Whether a new one begins with what its kind seeds.
    pub seed: Seed,
    /// Changes up to this position of its update log were written down as events.
    pub told: u64,
    /// How people work on it together; nothing where that is as usual.
    pub rules: Arc<Rules>,
}

/// How people work on a document together, as far as its room has to see to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Who may edit.
    pub mode: Mode,
    /// Users that may be here at the same time, owners apart; `None`: as many as there are seats.
    pub max_participants: Option<u32>,
    /// Who does nothing for so long has to come again.
    pub idle_timeout: Option<Duration>,
    /// Whose turn it is, by the user's id.
    pub turn: Option<Arc<str>>,
    /// What some have for themselves.
    pub locks: Vec<Lock>,
    /// The session as everybody is shown it, a JSON object.
    pub shown: Option<Arc<str>>,
}

/// Who may edit a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// All whose role allows it.
    #[default]
    Parallel,
    /// Of those, the one whose turn it is.
    Sequential,
    /// Of those, everybody what they hold a lock on.
    Locked,
}

/// A part of a document that one user alone may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Its id.
    pub id: Arc<str>,
    /// The names on the way to it, beginning with a root; none: the whole document.
    pub path: Vec<Arc<str>>,
    /// The user's id, and the name if it is known.
    pub holder: crate::event::Author,
    /// When it ends, in milliseconds since the Unix epoch.
    pub until_ms: u64,
    /// Why.
    pub reason: Option<Arc<str>>,
}

impl Lock {
    /// Where it is, as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.path.iter().map(|name| format!("/{}", escaped(name))).collect()
    }

    /// Why what it is on can't be changed, for people; without a lock, because the session lets nobody change what they don't hold.
    #[must_use]
    pub fn why(lock: Option<&Self>) -> String {
        let Some(lock) = lock else {
            return "the session is locked: everybody edits what they hold a lock on; acquire one".to_owned();
        };
        let name = lock.holder.name.as_ref().unwrap_or(&lock.holder.id);
        let place = if lock.path.is_empty() { "the document".to_owned() } else { lock.pointer() };
        let reason = lock.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        format!("{place} is locked by {name}{reason}")
    }
}

impl Undone {
    /// What happened, for whose edit it was.
    #[must_use]
    pub fn why(&self) -> String {
        format!("your edit was undone: {}", Lock::why(self.lock.as_ref()))
    }

    /// The same for programs.
    #[must_use]
    pub fn as_json(&self) -> Value {
        let lock = self.lock.as_ref();
        json!({
            "type": "locked",
            "document": self.document.as_str(),
            "lock": lock.map(|lock| &lock.id),
            "path": lock.map(Lock::pointer),
            "holder": lock.map(|lock| &lock.holder),
            "reason": lock.and_then(|lock| lock.reason.as_ref()),
            "message": self.why(),
        })
    }
}

impl About {
    /// Of a document that nobody keeps track of: free, and nothing about it is written down.
    #[must_use]
    pub fn nothing() -> Self {
        Self { is_known: true, kind: Kind::default(), seed: Seed::Nothing, told: u64::MAX, rules: Arc::default() }
    }
}

/// What a new document begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seed {
    /// What its kind has for it.
    OfKind,
    /// Nothing.
    Nothing,
}

/// What happened in a document, to be written down.
pub struct Telling {
    /// Which document.
    pub document: DocumentId,
    /// All that happened up to this position of its update log is in here or was told before.
    pub through: u64,
    /// What happened, in order.
    pub drafts: Vec<Draft>,
    /// Is told when all this is durable.
    pub done: Arc<dyn Told>,
}

impl Debug for Telling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telling").field("document", &self.document).field("through", &self.through).finish_non_exhaustive()
    }
}

/// Who waits until something is written down. Called on the journal's thread: hand over and return.
pub trait Told: Send + Sync {
    /// Everything up to this position of the update log is written down.
    fn told(&self, through: u64);
}

/// An edit of a part that somebody else has a lock on, which the room took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// Where.
    pub document: DocumentId,
    /// The lock; `None` where the session lets everybody edit only what they hold.
    pub lock: Option<Lock>,
    /// Whose edit it was, if that is known.
    pub by: Option<crate::event::Author>,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: u64,
}

/// What stands around rooms.
pub trait Around: Debug + Send + Sync {
    /// What is known of a document. Blocks on the storage.
    fn about(&self, document: &DocumentId) -> Result<About>;

    /// Takes what happened in a document. Never blocks; a room waits for the answer before it tells more, so no more than one of
    /// these is under way for each room. What can't be written now is tried again until it can.
    fn tell(&self, telling: Telling);

    /// Somebody came or left. Never blocks.
    fn moved(&self, _: Moved) {}

    /// The document is removed for good: what waits to be written down about it is not any more. Never blocks.
    fn forget(&self, _: &DocumentId) {}

    /// Somebody changed what another has a lock on; it is undone already. Never blocks.
    fn undone(&self, _: Undone) {}
}
