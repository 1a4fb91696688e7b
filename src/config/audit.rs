//! Settings of section `audit`: how long its entries are kept. Read by `server`; checked here, so that a mistake is told at the
//! start.

use serde::{Deserialize, Serialize};

/// The audit.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audit {
    /// How many days entries are kept; 0 for ever.
    pub keep_days: u64,
}

impl Audit {
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        if self.keep_days > 36_500 {
            return Err("audit.keep_days is at most 36500; 0 keeps entries for ever");
        }
        Ok(())
    }
}
