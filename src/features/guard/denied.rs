//! Who was not allowed something is written down: noted at once in memory, written soon after it, many as one. Part of `guard`;
//! noted by the layer around routes, and by doors for what is refused within a socket.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use yrsa_storage::RecordBatch;

use super::Guard;
use crate::event::Draft;
use crate::features::audit::denials::{Denial, Denials};

/// How soon a refusal is written.
const SOON: Duration = Duration::from_secs(1);

/// Refusals that are to be written.
#[derive(Default)]
pub(super) struct Noted {
    denials: Mutex<Denials>,
    bell: Notify,
}

impl Guard {
    /// Notes that somebody was not allowed something. Never blocks.
    pub fn note_denial(&self, denial: Denial) {
        self.denials().note(self.now_ms(), denial);
        self.noted.bell.notify_one();
    }

    fn denials(&self) -> MutexGuard<'_, Denials> {
        self.noted.denials.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes refusals as they come, until cancelled, and then what is left.
    pub(super) async fn write_denials(self: &Arc<Self>, cancel: &CancellationToken) {
        let mut unwritten = Vec::new();
        while !cancel.is_cancelled() {
            let some = async {
                if unwritten.is_empty() && self.denials().is_empty() {
                    self.noted.bell.notified().await;
                }
                tokio::time::sleep(SOON).await;
            };
            tokio::select! {
                () = cancel.cancelled() => break,
                () = some => {}
            }
            if unwritten.is_empty() {
                unwritten = self.denials().due(self.now_ms());
            }
            unwritten = self.write_them(unwritten).await;
        }
        unwritten.append(&mut self.denials().rest(self.now_ms()));
        self.write_them(unwritten).await;
    }

    /// What could not be written is returned; what comes meanwhile is counted with the rest of its minute.
    async fn write_them(self: &Arc<Self>, drafts: Vec<Draft>) -> Vec<Draft> {
        if drafts.is_empty() {
            return drafts;
        }
        let told = drafts.clone();
        match self.blocking(move |guard| guard.journal.write(RecordBatch::new(), told)).await {
            Ok(_) => Vec::new(),
            Err(error) => {
                tracing::warn!(%error, "refusals can't be written down; it is tried again");
                drafts
            }
        }
    }
}
