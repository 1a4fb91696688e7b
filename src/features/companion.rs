//! What the server itself writes beside a document: a Yrs document of its own (`acme/plan~yrsa`), live for every client and written
//! by nobody else. A feature keeps the truth in records and shows it here under a root of its own, so a root can be written anew
//! from records at any time. Nothing here decides who may read it (the guard does), and no event tells of it.

pub mod lagging;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::Refused;
use crate::access::{Role, User, stable_color};
use crate::document::json::PatchOperation;
use crate::protocol::live::Edit;
use crate::protocol::{Close, DocumentId};
use crate::room::Rooms;
use crate::room::registry::NotAdmitted;
use crate::room::visit::{Visit, VisitError};

/// The author of what the server writes.
const SELF: &str = "yrsa";

/// How long a write is tried again while the room fails, ends or can't reach the disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// The waits between attempts.
const FIRST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// The document's id leaves no room for the suffix, or it is reserved itself.
    #[error("this document has no companion: its id is longer than 507 bytes or reserved")]
    NoCompanion,
    /// The patch can't be applied, now or later.
    #[error("the companion does not take the patch: {0}")]
    Refused(String),
    /// Not now: the disk fails, or the server ends.
    #[error("the companion can't be written now: {0}")]
    NotNow(String),
    /// The document is being created or removed, or the companion is in quarantine: look again whether there is anything to write.
    #[error("the document is closed for a moment")]
    Closed,
}

/// The companions of all documents. Shared by the features that write to them.
pub struct Companion {
    rooms: Rooms,
    /// Whose turn it is in each companion that is being written.
    turns: Mutex<HashMap<DocumentId, Weak<tokio::sync::Mutex<()>>>>,
}

impl fmt::Debug for Companion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Companion")
    }
}

impl Companion {
    /// Companions in these rooms.
    #[must_use]
    pub fn new(rooms: Rooms) -> Arc<Self> {
        Arc::new(Self { rooms, turns: Mutex::default() })
    }

    /// Applies a JSON Patch to the companion of `document`; durable on return. Writes to one companion are done one after the other,
    /// in the order they came. A room that is closing or failing, or a disk that can't be written, is tried again for ten seconds.
    pub async fn write(&self, document: &DocumentId, patch: Vec<PatchOperation>) -> Result<(), NotWritten> {
        self.write_from(document, || std::future::ready(Ok(Some(((), patch.clone()))))).await.map(|_| ())
    }

    /// Makes a root of the companion what the records say, by the fewest edits that lead there: right whatever it was before.
    pub async fn rebuild(&self, document: &DocumentId, root: &str, value: Value) -> Result<(), NotWritten> {
        self.rebuild_from(document, root, || std::future::ready(Ok(Some(((), value.clone()))))).await.map(|_| ())
    }

    /// Like [`Companion::rebuild`], with records that are read while the companion is open: whoever removes it waits or closes it
    /// first, so what was removed is not written again. Nothing is written if nothing is to be shown.
    pub async fn rebuild_from<T, R>(
        &self,
        document: &DocumentId,
        root: &str,
        read: impl Fn() -> R,
    ) -> Result<Option<T>, NotWritten>
    where
        R: Future<Output = Result<Option<(T, Value)>, Refused>>,
    {
        let patch = async || {
            let read = read().await.map_err(|error| NotWritten::NotNow(error.to_string()))?;
            let Some((answer, value)) = read else { return Ok(None) };
            let operation = json!({ "op": "add", "path": format!("/{root}"), "value": value });
            let operation = serde_json::from_value(operation).map_err(|error| NotWritten::Refused(error.to_string()))?;
            Ok(Some((answer, vec![operation])))
        };
        self.write_from(document, patch).await
    }

    /// Applies a patch that is made while the companion is open, for what [`Companion::rebuild_from`] says of records. Nothing is
    /// written if none is made.
    pub async fn write_from<T, R>(&self, document: &DocumentId, patch: impl Fn() -> R) -> Result<Option<T>, NotWritten>
    where
        R: Future<Output = Result<Option<(T, Vec<PatchOperation>)>, NotWritten>>,
    {
        let companion = document.companion().ok_or(NotWritten::NoCompanion)?;
        let turn = self.turn(&companion);
        let _mine = turn.lock().await;
        let (until, mut wait) = (Instant::now() + PATIENCE, FIRST_WAIT);
        loop {
            let why = match self.attempt(&companion, &patch).await {
                Err(NotWritten::NotNow(why)) => why,
                done => return done,
            };
            if Instant::now() + wait > until || self.rooms.is_shutting_down() {
                return Err(NotWritten::NotNow(why));
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    async fn attempt<T, R>(&self, companion: &DocumentId, patch: &impl Fn() -> R) -> Result<Option<T>, NotWritten>
    where
        R: Future<Output = Result<Option<(T, Vec<PatchOperation>)>, NotWritten>>,
    {
        let seat = self.rooms.take_own_seat(companion).map_err(|refused| match refused {
            // One in quarantine is let in again: what it should show is not forgotten meanwhile.
            NotAdmitted::Closed | NotAdmitted::Quarantined(_) => NotWritten::Closed,
            other => NotWritten::NotNow(other.to_string()),
        })?;
        // No client has this way in: for those a companion is read-only, whatever their role.
        let visit = Visit::begin(seat, author(), Role::Editor).await;
        let Some((answer, patch)) = patch().await? else { return Ok(None) };
        visit.edit(Edit::Patch(patch), None).await.map(|_| Some(answer)).map_err(|error| match error {
            VisitError::Failed(failed) if failed.code == "unavailable" => NotWritten::NotNow(failed.why),
            VisitError::Ended(Close { code: 1000..1100, reason }) => NotWritten::NotNow(reason.into_owned()),
            other => NotWritten::Refused(other.to_string()),
        })
    }

    fn turn(&self, companion: &DocumentId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(companion).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(companion.clone(), Arc::downgrade(&turn));
        turn
    }
}

fn author() -> User {
    User { id: SELF.into(), name: Some("Yrsa".into()), color: stable_color(SELF).into(), is_known: true }
}
