//! Settings of section `webhooks`: where events may be sent to, and how many endpoints there may be. Read by `server`; checked here, so
//! that a mistake is told at the start.

use serde::{Deserialize, Serialize};

/// Webhooks.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// Lets webhooks reach this machine and private networks, over plain HTTP, too. For development and closed networks.
    pub allow_private: bool,
    /// Lets webhooks reach public addresses over plain HTTP.
    pub allow_http: bool,
    /// The most endpoints in all (HTTP 409).
    pub endpoints: usize,
    /// The most deliveries that are under way at once; the others wait.
    pub at_once: usize,
}

impl Default for Webhooks {
    fn default() -> Self {
        Self { allow_private: false, allow_http: false, endpoints: 1000, at_once: 64 }
    }
}

impl Webhooks {
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.at_once == 0 || self.at_once > 10_000 {
            return Err("webhooks.at_once lies between 1 and 10000");
        }
        Ok(())
    }
}
