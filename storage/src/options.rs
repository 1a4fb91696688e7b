//! Settings of a storage and the clock it reads. Time is an argument here: tests bring their own clock.
//! Filled by the server from its configuration; never reads the environment.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time of day in milliseconds since the Unix epoch.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        Self::from_fn(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }

    /// A clock that asks this function.
    pub fn from_fn(now_ms: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now_ms))
    }

    /// The time, in milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> u64 {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Clock({} ms)", self.now_ms())
    }
}

/// What to do at open when acknowledged bytes are missing that no document can be named for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Loss {
    /// Refuse to open, with an error that says what is missing and what can be done.
    #[default]
    Refuse,
    /// Open with what is there, and report the loss in the status.
    Report,
}

/// Settings of [`crate::SledStorage`].
#[derive(Debug, Clone)]
pub struct Options {
    /// How long entries that a snapshot already contains are kept. Default 30 days.
    pub retention: Duration,
    /// Bytes of journal after which a checkpoint is made. Default 16 MiB, at least 4 KiB.
    pub segment_bytes: u64,
    /// When nothing was written for so long, what waits in the journal is brought into the tree, and its memory goes back, if it is
    /// worth it (256 KiB). Default 4 s.
    pub quiet: Duration,
    /// Bytes of journal at which writing stops because checkpoints do not succeed. Default 512 MiB.
    pub journal_limit: u64,
    /// Cache of the tree, in bytes; expect several times that in resident memory. Default 4 MiB.
    pub tree_cache_bytes: u64,
    /// See [`Loss`]. Default: refuse.
    pub loss: Loss,
    /// The clock. Default: the machine's.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            retention: Duration::from_secs(30 * 24 * 60 * 60),
            segment_bytes: 16 << 20,
            quiet: Duration::from_secs(4),
            journal_limit: 512 << 20,
            tree_cache_bytes: 4 << 20,
            loss: Loss::Refuse,
            clock: Clock::system(),
        }
    }
}
