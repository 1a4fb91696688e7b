//! The audit: who did what, when, from where, and how it ended, as a chain in which every entry holds the hash of the one before it.
//! The journal writes an entry together with the event it is about, so none is missing and none is there twice; this looks things up,
//! verifies, and lets go of what is older than it has to be kept. Blocking; called by `http::api` and run by `server`.

mod canonical;
pub mod chain;
mod cut;
pub mod denials;
pub mod query;
pub mod verify;

use std::fmt;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Clock, RecordBatch};

use self::query::{Entry, Filter, Page};
use self::verify::Verified;
use super::records::{self};
use super::{Journal, Refused};
use crate::event::{Doer, Draft};

/// How often the oldest entries are looked at.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Exports that may be under way at a time.
const EXPORTS: usize = 4;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// See the module.
pub struct Audit {
    journal: Arc<Journal>,
    clock: Clock,
    /// How many days entries are kept; for ever if there is nothing.
    keep_days: Option<u64>,
    /// Held while the chain is verified or cut: one at a time.
    busy: Mutex<()>,
    exports: Arc<Semaphore>,
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").field("keep_days", &self.keep_days).finish_non_exhaustive()
    }
}

impl Audit {
    /// The audit that this journal writes.
    #[must_use]
    pub fn new(journal: Arc<Journal>, clock: Clock, keep_days: Option<u64>) -> Arc<Self> {
        Arc::new(Self { journal, clock, keep_days, busy: Mutex::default(), exports: Arc::new(Semaphore::new(EXPORTS)) })
    }

    /// At most so many entries before one, or the newest, the newest first. Blocks.
    pub fn page(&self, filter: &Filter, before: Option<u64>, limit: usize) -> Result<Page, Refused> {
        query::page(&**self.journal.store(), filter, before, limit)
    }

    /// Begins an export of everything up to now, and tells of it: what to go on with in [`more`](Self::more). Blocks.
    pub fn begin_export(&self, by: &Doer, wanted: Value) -> Result<Export, Refused> {
        let place = Arc::clone(&self.exports).try_acquire_owned();
        let place = place.map_err(|_| Refused::Busy("four exports are under way already; try again later"))?;
        let told = Draft::by("audit.exported", "/".into(), self.clock.now_ms(), by, wanted);
        self.journal.write(RecordBatch::new(), vec![told])?;
        let store = self.journal.store();
        Ok(Export { next: Some(chain::anchor(&**store)?.seq), through: chain::head(&**store)?.seq, _place: place })
    }

    /// The next entries of an export that fit, the oldest first; there may be none while it is not at its end. Blocks.
    pub fn more(&self, filter: &Filter, export: &mut Export) -> Result<Vec<Entry>, Refused> {
        let Some(after) = export.next else { return Ok(Vec::new()) };
        let (entries, next) = query::following(&**self.journal.store(), filter, after, export.through)?;
        export.next = next;
        Ok(entries)
    }

    /// Goes through the whole chain. One at a time. Blocks, for some seconds with a million entries.
    pub fn verify(&self) -> Result<Verified, Refused> {
        let _busy = match self.busy.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Refused::Busy("the audit is being verified or cut; try again later")),
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Ok(busy) => busy,
        };
        verify::verify(&**self.journal.store(), &[])
    }

    /// Lets go of some entries that are no longer to be kept; whether there are more. An entry says so, with the hash of the last
    /// that went: what is left can still be verified. What does not fit stays, to be found by who verifies. Blocks.
    pub fn trim(&self) -> Result<bool, Refused> {
        let Some(days) = self.keep_days else { return Ok(false) };
        let _busy = match self.busy.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(true),
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Ok(busy) => busy,
        };
        let now = self.clock.now_ms();
        let too_old_ms = now.saturating_sub(days.saturating_mul(DAY_MS));
        let Some(cut) = cut::oldest(&**self.journal.store(), too_old_ms)? else { return Ok(false) };
        let data = chain::letting_go(&cut.through, cut.entries);
        let told = Draft::of(chain::TRIMMED, chain::EVERYTHING.into(), now, None, data);
        self.journal.write(cut.batch, vec![told])?;
        Ok(cut.goes_on)
    }

    /// Lets go of what is no longer to be kept until cancelled.
    pub async fn keep(self: Arc<Self>, stopping: CancellationToken) {
        if self.keep_days.is_none() {
            return;
        }
        loop {
            let audit = Arc::clone(&self);
            let wait = match records::blocking(move || audit.trim()).await {
                Ok(true) => Duration::from_secs(1),
                Ok(false) => EVERY,
                Err(error) => {
                    tracing::warn!(%error, "audit entries that need not be kept any more stay for now");
                    EVERY
                }
            };
            if tokio::time::timeout(wait, stopping.cancelled()).await.is_ok() {
                return;
            }
        }
    }
}

/// An export under way.
#[derive(Debug)]
pub struct Export {
    next: Option<u64>,
    through: u64,
    _place: OwnedSemaphorePermit,
}

impl Export {
    /// Whether there is nothing left.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.next.is_none()
    }
}
