//! Looks at who is in documents, for all who ask at the same time as one: a hundred streams over one document ask its room once.
//! Part of `presence`; asks the rooms, keeps nothing longer than somebody waits for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::participant::Shown;
use crate::protocol::DocumentId;
use crate::room::Rooms;
use crate::room::people::Present;

/// How long a room may take to say who is there; then nobody is known to be.
const PATIENCE: Duration = Duration::from_secs(5);

/// Documents looked at a moment ago that are remembered; above it those are forgotten that nobody waits for.
const REMEMBERED: usize = 1_024;

/// Who is in a document.
pub type People = Arc<[Arc<Shown>]>;

/// See the module.
#[derive(Debug)]
pub(super) struct Looks {
    rooms: Rooms,
    documents: Mutex<HashMap<DocumentId, Arc<Look>>>,
}

/// The newest answer about a document. Locked while the room is asked, so that all others wait for that answer.
#[derive(Debug, Default)]
struct Look(tokio::sync::Mutex<Option<(Instant, People)>>);

impl Looks {
    pub(super) fn new(rooms: Rooms) -> Self {
        Self { rooms, documents: Mutex::default() }
    }

    /// Who is in a document now or was after `since`, each user once, in the order of their ids.
    pub(super) async fn at(&self, document: &DocumentId, since: Instant) -> People {
        let look = self.of(document);
        let mut newest = look.0.lock().await;
        if let Some((asked, people)) = &*newest
            && *asked >= since
        {
            return Arc::clone(people);
        }
        // Before the question: what comes while it is under way may not be in the answer.
        let asked = Instant::now();
        let Some(present) = self.ask(document).await else {
            *newest = None;
            return Arc::default();
        };
        let people: People =
            present.people.iter().map(|person| Arc::new(Shown::new(document, person, &present.states))).collect();
        *newest = Some((asked, Arc::clone(&people)));
        people
    }

    async fn ask(&self, document: &DocumentId) -> Option<Present> {
        match tokio::time::timeout(PATIENCE, self.rooms.present(document)).await {
            Ok(present) => present,
            Err(_) => {
                tracing::warn!(%document, "its room does not say who is there");
                None
            }
        }
    }

    fn of(&self, document: &DocumentId) -> Arc<Look> {
        let mut documents = self.lock();
        if documents.len() >= REMEMBERED {
            documents.retain(|_, look| Arc::strong_count(look) > 1);
        }
        Arc::clone(documents.entry(document.clone()).or_default())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DocumentId, Arc<Look>>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
