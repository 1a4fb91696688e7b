//! Settings of the journal of events and its streams, section `events`. Read by `server` and `http`.
//! Checked here, so that a mistake is told at the start.

use std::time::Duration;

use bytesize::ByteSize;
use serde::{Deserialize, Serialize};

/// The journal of events and its streams.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Events {
    /// How long events are kept.
    #[serde(with = "humantime_serde")]
    pub keep: Duration,
    /// How many of the newest are kept at most.
    pub most: u64,
    /// About how many bytes of the newest are kept at most, as they are stored, without keys.
    pub bytes: ByteSize,
    /// Streams that are open at a time (HTTP 503).
    pub streams: usize,
    /// Streams of one user that are open at a time (HTTP 429); not counted in open mode.
    pub streams_per_user: usize,
}

impl Default for Events {
    fn default() -> Self {
        let day = Duration::from_secs(24 * 60 * 60);
        Self { keep: 30 * day, most: 1_000_000, bytes: ByteSize::gib(4), streams: 5_000, streams_per_user: 100 }
    }
}

impl Events {
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.keep < Duration::from_secs(1) || self.most == 0 {
            return Err("events.keep is at least 1 s and events.most at least 1");
        }
        if self.bytes < ByteSize::mib(1) {
            return Err("events.bytes is at least 1 MiB");
        }
        if self.streams == 0 || self.streams_per_user == 0 {
            return Err("events.streams and events.streams_per_user are at least 1");
        }
        Ok(())
    }
}
