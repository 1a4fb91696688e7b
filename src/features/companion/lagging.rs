//! Which documents' companions lag behind what the records say: noted by a feature with each change, taken by the task that shows
//! them. Used by `runs` and `threads`; knows no records.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::protocol::DocumentId;

/// Documents remembered in memory; the marks on disk remember all.
const REMEMBERED: usize = 10_000;

/// Documents whose companions lag behind.
pub struct Lagging {
    state: Mutex<State>,
    noted: Notify,
}

#[derive(Default)]
struct State {
    documents: BTreeSet<DocumentId>,
    /// Being shown: one at a time for each document, or older records could be written over newer ones.
    under_way: BTreeSet<DocumentId>,
    /// There may be marks on disk of more than those: at the start, and when there were too many.
    more: bool,
}

impl Default for Lagging {
    fn default() -> Self {
        Self { state: Mutex::new(State { more: true, ..State::default() }), noted: Notify::new() }
    }
}

impl std::fmt::Debug for Lagging {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lagging")
    }
}

impl Lagging {
    /// Something about a document has changed that its companion is to show.
    pub fn note(&self, document: &DocumentId) {
        let mut state = self.state();
        if state.documents.len() < REMEMBERED {
            state.documents.insert(document.clone());
        } else {
            state.more = true;
        }
        drop(state);
        self.noted.notify_one();
    }

    /// Returns when there is something to be taken.
    pub async fn noted(&self) {
        self.noted.notified().await;
    }

    /// Those that nobody shows yet, and whether the marks on disk have to be looked through.
    pub fn take(&self) -> (Vec<DocumentId>, bool) {
        let mut state = self.state();
        let State { documents, under_way, more } = &mut *state;
        let (later, taken): (BTreeSet<_>, BTreeSet<_>) =
            std::mem::take(documents).into_iter().partition(|document| under_way.contains(document));
        under_way.extend(taken.iter().cloned());
        *documents = later;
        (taken.into_iter().collect(), std::mem::take(more))
    }

    /// One that was taken was shown, or could not be.
    pub fn shown(&self, document: &DocumentId) {
        let mut state = self.state();
        state.under_way.remove(document);
        let again = state.documents.contains(document);
        drop(state);
        if again {
            self.noted.notify_one();
        }
    }

    /// The marks on disk are looked through at the next beat.
    pub fn look_again(&self) {
        self.state().more = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
