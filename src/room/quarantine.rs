//! Documents whose rooms fail: how often lately, and which of them are let rest. Kept by the `registry`, in memory: a start of the
//! server forgets it, and an operator may release a document before that.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::registry::Rooms;
use crate::protocol::DocumentId;

/// Failures longer ago than this don't count towards a quarantine.
const WINDOW: Duration = Duration::from_secs(600);

/// A document in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Which.
    pub document: DocumentId,
    /// Why.
    pub reason: String,
    /// Since when, in milliseconds since the Unix epoch.
    pub since_ms: u64,
}

/// All documents that have failed in this run of the server.
#[derive(Debug, Default)]
pub(super) struct Failures(Mutex<HashMap<DocumentId, Failed>>);

#[derive(Debug, Default)]
struct Failed {
    at: Vec<Instant>,
    /// Why it rests, and since when.
    resting: Option<(String, u64)>,
}

impl Failures {
    /// Notes a failure; how many there were lately.
    pub(super) fn count(&self, document: &DocumentId) -> usize {
        let mut all = self.lock();
        let failed = all.entry(document.clone()).or_default();
        failed.at.retain(|at| at.elapsed() < WINDOW);
        failed.at.push(Instant::now());
        failed.at.len()
    }

    /// Lets a document rest.
    pub(super) fn quarantine(&self, document: &DocumentId, reason: String, now_ms: u64) {
        self.lock().entry(document.clone()).or_default().resting = Some((reason, now_ms));
    }

    /// Whether a room of this document has failed in this run of the server.
    pub(super) fn has_failed(&self, document: &DocumentId) -> bool {
        self.lock().contains_key(document)
    }

    /// How often a room of this document has failed lately.
    pub(super) fn lately(&self, document: &DocumentId) -> usize {
        self.lock().get(document).map_or(0, |failed| failed.at.len())
    }

    /// Why a document rests, if it does.
    pub(super) fn quarantine_reason(&self, document: &DocumentId) -> Option<String> {
        self.lock().get(document)?.resting.as_ref().map(|(reason, _)| reason.clone())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DocumentId, Failed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rooms {
    /// Documents that are let rest because they failed again and again or are damaged on disk, in the order of their ids.
    #[must_use]
    pub fn quarantined(&self) -> Vec<Quarantined> {
        let all = self.shared.failures.lock();
        let resting = all.iter().filter_map(|(document, failed)| {
            let (reason, since_ms) = failed.resting.clone()?;
            Some(Quarantined { document: document.clone(), reason, since_ms })
        });
        let mut listed: Vec<_> = resting.collect();
        drop(all);
        listed.sort_unstable_by(|one, other| one.document.cmp(&other.document));
        listed
    }

    /// Lets people into a document again; whether it was in quarantine. Its failures are counted from the beginning, and what is
    /// damaged on disk puts it there again when it is opened.
    #[must_use]
    pub fn release(&self, document: &DocumentId) -> bool {
        let mut all = self.shared.failures.lock();
        let Some(failed) = all.get_mut(document).filter(|failed| failed.resting.is_some()) else { return false };
        // That it failed stays known: the server writes to it under another client id since.
        (failed.resting, failed.at) = (None, Vec::new());
        true
    }
}
