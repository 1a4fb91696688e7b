//! Settings of the network edge, section `http`: which web pages may come.
//! Read by `http`; the configuration itself decides nothing.

use serde::{Deserialize, Serialize};

/// Browsers and proxies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Origins of web pages that may connect, beside those of this server: `https://app.example.com`, exactly.
    pub allowed_origins: Vec<String>,
}
