//! The log of an endpoint's deliveries: the newest attempts, as records with growing numbers. Written by `run` together with how far
//! the endpoint has come, read for its owner.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::Webhooks;
use super::schedule::Outcome;
use crate::features::Refused;
use crate::features::records::{self, Key};

/// Attempts by endpoint and number.
const TAG: &str = "webhook.delivery";

/// How many attempts are kept for each endpoint.
pub const KEPT: usize = 1000;

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number, from 1, unique for its endpoint.
    #[serde(default)]
    pub id: u64,
    /// What was sent: `webhook-id` without its `evt_`, which for an event is its id.
    pub event: String,
    /// The type of what was sent.
    #[serde(rename = "type")]
    pub kind: String,
    /// The how manyeth attempt it was.
    pub attempt: u32,
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// What went wrong, in words.
    pub error: Option<String>,
    /// The beginning of the answer's body.
    #[serde(default)]
    pub response: String,
    /// How long it took.
    pub duration_ms: u64,
    /// What became of it.
    pub outcome: Outcome,
}

fn below(endpoint: &str) -> Key {
    Key::new(TAG).under(endpoint)
}

pub(super) fn key(endpoint: &str, number: u64) -> Bytes {
    below(endpoint).name(&format!("{number:020}"))
}

/// The key of what is let go of when this one is written.
pub(super) fn outdated(endpoint: &str, number: u64) -> Option<Bytes> {
    let outdated = number.checked_sub(KEPT as u64).filter(|number| *number > 0)?;
    Some(key(endpoint, outdated))
}

/// The keys of all that may be there when so many were ever noted.
pub(super) fn all(endpoint: &str, logged: u64) -> impl Iterator<Item = Bytes> {
    let first = logged.saturating_sub(KEPT as u64).max(1);
    (first..=logged).map(move |number| key(endpoint, number))
}

impl Webhooks {
    /// Attempts of an endpoint, the newest first: at most so many, before this number. Blocks.
    pub fn deliveries(&self, id: &str, before: Option<u64>, limit: usize) -> Result<Vec<Delivery>, Refused> {
        self.write_down(super::hook::Unwritten::Sent)?;
        let logged = self.get(id)?.progress.logged;
        let end = before.map_or(logged, |before| before.saturating_sub(1)).min(logged);
        let oldest = logged.saturating_sub(KEPT as u64);
        let mut found = Vec::new();
        for number in (oldest + 1..=end).rev().take(limit) {
            // One that is missing was let go of before it was written.
            let stored = records::get::<Delivery>(&*self.store, &key(id, number))?;
            found.extend(stored.map(|stored| stored.value));
        }
        Ok(found)
    }
}
