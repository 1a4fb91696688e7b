//! What an open room says of itself to operators: sizes, positions and counts, nothing of what its document holds. Answered by the
//! room's task between two events; whoever asks goes on without an answer that takes long, and nobody in the room waits.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::oneshot;

use super::interior::Interior;
use super::questions::Question;
use super::registry::{Handle, Rooms};
use super::task::Task;
use crate::protocol::{DocumentId, Message};
use crate::telemetry::metrics as counters;

/// How long rooms get to answer. One that opens or does heavy work answers later.
const PATIENCE: Duration = Duration::from_millis(500);

/// What went in and out since a room is open. Two reads make a rate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Messages of clients.
    pub messages_in: u64,
    /// Bytes of updates and presence in them.
    pub bytes_in: u64,
    /// Messages queued for clients, once for each of them.
    pub messages_out: u64,
    /// Their bytes.
    pub bytes_out: u64,
}

impl Traffic {
    pub(super) fn received(&mut self, message: &Message) {
        let bytes = match message {
            Message::Update(update) => update.update.len(),
            Message::SyncStep1(bytes) | Message::SyncStep2(bytes) | Message::Awareness(bytes) => bytes.len(),
            _ => 0,
        };
        self.messages_in += 1;
        self.bytes_in += bytes as u64;
    }

    /// Counts frames and their bytes, each as often as somebody gets it, for the room and for the server.
    pub(super) fn sent(&mut self, frames: usize, bytes: usize) {
        let (frames, bytes) = (frames as u64, bytes as u64);
        self.messages_out += frames;
        self.bytes_out += bytes;
        counters::frames_out(frames, bytes);
    }
}

/// What a room says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What its deciding part knows.
    pub interior: Interior,
    /// What went in and out.
    pub traffic: Traffic,
    /// Bytes that wait for slow readers.
    pub waiting: usize,
}

/// A room that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its document.
    pub document: DocumentId,
    /// Since when, in milliseconds since the Unix epoch.
    pub since_ms: u64,
    /// Connections attached or about to be.
    pub connections: usize,
    /// How often a room of this document failed lately.
    pub failures: usize,
    /// What it says of itself; `None` if it did not answer in time.
    pub report: Option<Report>,
}

impl Rooms {
    /// What the open rooms of these documents say of themselves, in the same order; nothing of those that are not open.
    pub async fn report(&self, documents: Vec<DocumentId>) -> Vec<Open> {
        let asked = documents.into_iter().filter_map(|document| {
            let Handle { seats, since_ms, .. } = self.shared.open_room(&document)?;
            let (tell, told) = oneshot::channel();
            self.ask(&document, Question::Report(tell));
            Some(async move {
                let report = tokio::time::timeout(PATIENCE, told).await.ok().and_then(Result::ok);
                let failures = self.shared.failures.lately(&document);
                Open { document, since_ms, connections: seats.load(Ordering::Relaxed), failures, report }
            })
        });
        join_all(asked.collect::<Vec<_>>()).await
    }

    /// Since when rooms can be opened.
    #[must_use]
    pub fn uptime(&self) -> Duration {
        self.shared.started.elapsed()
    }
}

impl Task {
    /// What this room says of itself.
    pub(super) fn report(&self, interior: Interior) -> Report {
        let waiting = self.outboxes.values().map(|outbox| outbox.bytes()).sum();
        Report { interior, traffic: self.traffic, waiting }
    }
}
