//! Who came and who went, between the rooms, which never wait, and the task that writes it down. Made by `server`, filled through
//! `around`. Holds so many and no more: what is beyond is counted and logged, while the disk can't be written.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::protocol::DocumentId;
use crate::room::people::Moved;

/// Moves that wait for the disk.
const MOST: usize = 65_536;

/// See the module.
#[derive(Default)]
pub struct Moves {
    queue: Mutex<Queue>,
    some: Notify,
}

#[derive(Default)]
struct Queue {
    moves: VecDeque<Moved>,
    lost: u64,
}

impl std::fmt::Debug for Moves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Moves").field("waiting", &self.lock().moves.len()).finish()
    }
}

impl Moves {
    /// Somebody came or went. Never waits.
    pub fn note(&self, moved: Moved) {
        // Companions are read beside their document: who is in one says nothing that the document does not.
        if moved.document.is_companion() {
            return;
        }
        let mut queue = self.lock();
        if queue.moves.len() >= MOST {
            queue.lost += 1;
            return;
        }
        queue.moves.push_back(moved);
        drop(queue);
        self.some.notify_one();
    }

    /// Lets go of what waits about a document.
    pub(in crate::features) fn forget(&self, document: &DocumentId) {
        self.lock().moves.retain(|moved| moved.document != *document);
    }

    /// Waits until there is something.
    pub(super) async fn some(&self) {
        self.some.notified().await;
    }

    /// The oldest, so many.
    pub(super) fn take(&self, most: usize) -> Vec<Moved> {
        let mut queue = self.lock();
        if queue.lost > 0 {
            tracing::error!(
                lost = queue.lost,
                "so many joins and leaves were not written down while the disk could not be written"
            );
            queue.lost = 0;
        }
        let most = most.min(queue.moves.len());
        queue.moves.drain(..most).collect()
    }

    /// Puts back what could not be written.
    pub(super) fn put_back(&self, moves: Vec<Moved>) {
        let mut queue = self.lock();
        for moved in moves.into_iter().rev() {
            queue.moves.push_front(moved);
        }
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().moves.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
