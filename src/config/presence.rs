//! Settings of presence, section `presence`: when states are forgotten, how often changes go out, when somebody counts as idle and as
//! away. Checked here, so that a mistake is told at the start.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Presence (awareness).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Presence {
    /// A state not renewed for this long is removed. Yjs clients renew every 15 s.
    #[serde(with = "humantime_serde")]
    pub expiry: Duration,
    /// Changes within this time go out as one message.
    #[serde(with = "humantime_serde")]
    pub tick: Duration,
    /// Who did nothing for so long is idle.
    #[serde(with = "humantime_serde")]
    pub idle_after: Duration,
    /// Who did nothing for so long is away.
    #[serde(with = "humantime_serde")]
    pub away_after: Duration,
}

impl Default for Presence {
    fn default() -> Self {
        Self {
            expiry: Duration::from_secs(30),
            tick: Duration::from_millis(4),
            idle_after: Duration::from_secs(60),
            away_after: Duration::from_secs(300),
        }
    }
}

impl Presence {
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.tick.is_zero() || self.expiry < Duration::from_secs(1) {
            return Err("presence.tick is above zero and presence.expiry at least 1 s");
        }
        if self.idle_after < Duration::from_millis(100) || self.away_after <= self.idle_after {
            return Err("presence.idle_after is at least 100 ms, and presence.away_after longer");
        }
        Ok(())
    }
}
