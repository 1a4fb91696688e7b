//! How far a room is on disk and told: raised by the threads of the committer, of the journal and of snapshots, read by the room's
//! task. Part of `task`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::Notify;
use yrsa_storage::Completion;

use crate::room::around::Told;

/// Up to which write a room's document is on disk; set by the storage thread, read by the room.
#[derive(Debug, Default)]
pub(super) struct DurableMark {
    pub(super) ticket: AtomicU64,
    /// Up to which position of its log it was told what happened.
    pub(super) told: AtomicU64,
    pub(super) raised: Notify,
    pub(super) refused: OnceLock<String>,
    /// What became of the snapshot that was under way.
    installed: Mutex<Option<Result<u64, u64>>>,
}

impl DurableMark {
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
        self.mark.ticket.fetch_max(self.number, Ordering::Release);
        self.mark.raised.notify_one();
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
