//! How far a room is on disk and told: raised by the threads of the committer, of the journal and of snapshots, read by the room's
//! task. Part of `task`.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::Notify;
use yrsa_storage::Completion;

use crate::room::around::Told;

/// Up to which write a room's document is on disk; set by the storage thread, read by the room.
#[derive(Debug, Default)]
pub(super) struct DurableMark {
    ticket: AtomicU64,
    /// The room wants to be woken when a write is on disk. Most writes nobody waits for; the room learns of those when it is awake.
    awaited: AtomicBool,
    /// Up to which position of its log it was told what happened.
    pub(super) told: AtomicU64,
    pub(super) raised: Notify,
    pub(super) refused: OnceLock<String>,
    /// What became of the snapshot that was under way.
    installed: Mutex<Option<Result<u64, u64>>>,
}

impl DurableMark {
    /// The newest write that is on disk.
    pub(super) fn ticket(&self) -> u64 {
        self.ticket.load(Ordering::SeqCst)
    }

    /// Whether the room is woken when a write is on disk, from now on. `known` is what the room knows to be there.
    pub(super) fn wake(&self, awaited: bool, known: u64) {
        if self.awaited.load(Ordering::Relaxed) != awaited {
            self.awaited.store(awaited, Ordering::SeqCst);
            // What came between looking and asking woke nobody.
            if awaited && self.ticket() > known {
                self.raised.notify_one();
            }
        }
    }

    fn is_on_disk(&self, ticket: u64) {
        // In one order with `wake`: either it sees the ticket, or this sees that it is awaited.
        self.ticket.fetch_max(ticket, Ordering::SeqCst);
        if self.awaited.load(Ordering::SeqCst) {
            self.raised.notify_one();
        }
    }

    /// The snapshot up to this entry is on disk, or failed to get there. There is one under way at a time.
    pub(super) fn installed(&self, result: Result<u64, u64>) {
        *self.installed.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        self.raised.notify_one();
    }

    /// What became of it, once.
    pub(super) fn take_installed(&self) -> Option<Result<u64, u64>> {
        self.installed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// One write of a room under way to the disk.
#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) mark: Arc<DurableMark>,
    pub(super) number: u64,
}

impl Completion for Ticket {
    fn durable(&self, _seq: u64) {
        self.mark.is_on_disk(self.number);
    }

    fn refused(&self, error: &yrsa_storage::Error) {
        let _ = self.mark.refused.set(error.to_string());
        self.mark.raised.notify_one();
    }
}

/// What happened in a room under way to the journal.
#[derive(Debug)]
pub(super) struct Teller(pub(super) Arc<DurableMark>);

impl Told for Teller {
    fn told(&self, through: u64) {
        self.0.told.fetch_max(through, Ordering::Release);
        self.0.raised.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn a_sync_wakes_a_room_that_waits_for_it_and_no_other() {
        let mark = Arc::new(DurableMark::default());
        let is_woken = || mark.raised.notified().now_or_never().is_some();
        let write = |number| Ticket { mark: Arc::clone(&mark), number }.durable(0);
        write(1);
        assert!(!is_woken() && mark.ticket() == 1, "nobody waits");
        mark.wake(true, 1);
        assert!(!is_woken(), "that is known");
        write(2);
        assert!(is_woken());
        mark.wake(false, 2);
        write(3);
        assert!(!is_woken());
        mark.wake(true, 2);
        assert!(is_woken(), "it came before the room asked");
    }
}
