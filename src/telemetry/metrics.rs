//! Every metric in one place: its name, its meaning, and the one function that moves it.
//! Counters are looked up once and then cost one atomic addition.

use std::sync::LazyLock;

use metrics::{Counter, Unit, counter, describe_counter, describe_gauge, gauge};
use yrsa_storage::{CommitterCounters, StorageStatus};

static FRAMES_IN: LazyLock<Counter> = LazyLock::new(|| counter!("yrsa_frames_received_total"));
static BYTES_IN: LazyLock<Counter> = LazyLock::new(|| counter!("yrsa_bytes_received_total"));
static FRAMES_OUT: LazyLock<Counter> = LazyLock::new(|| counter!("yrsa_frames_sent_total"));
static BYTES_OUT: LazyLock<Counter> = LazyLock::new(|| counter!("yrsa_bytes_sent_total"));

/// Gives every metric its help text.
pub(super) fn describe() {
    describe_counter!("yrsa_frames_received_total", "WebSocket messages received");
    describe_counter!("yrsa_bytes_received_total", Unit::Bytes, "Bytes of WebSocket messages received");
    describe_counter!("yrsa_frames_sent_total", "Messages queued for clients");
    describe_counter!("yrsa_bytes_sent_total", Unit::Bytes, "Bytes of messages queued for clients");
    describe_counter!("yrsa_outbox_overflows_total", "Times a slow reader's queue was replaced by one merged diff");
    describe_counter!("yrsa_reading_paused_total", "Times a connection was not read because it sent more than its allowance");
    describe_counter!("yrsa_connections_closed_total", "Connections the server closed, by code");
    describe_counter!("yrsa_edge_refusals_total", "Requests and connections refused before any handler saw them, by reason");
    describe_counter!("yrsa_room_failures_total", "Rooms that failed and were opened again from storage");
    describe_counter!("yrsa_documents_quarantined_total", "Documents put into quarantine");
    describe_counter!("yrsa_events_written_total", "Events written to the journal");
    describe_gauge!("yrsa_event_streams", "Streams of events that are open");
    describe_counter!("yrsa_webhook_deliveries_total", "Attempts to deliver something to a webhook, by outcome");
    describe_gauge!("yrsa_webhooks_failing", "Webhooks whose last attempt failed and is repeated");
    describe_gauge!("yrsa_connections", "WebSocket connections");
    describe_gauge!("yrsa_rooms", "Documents that are open");
    describe_gauge!("yrsa_storage_healthy", "1 while writes succeed, 0 while they fail and nothing is acknowledged");
    describe_gauge!("yrsa_storage_bytes", Unit::Bytes, "Bytes on disk, by purpose");
    describe_gauge!("yrsa_storage_faults", "Damage found since the start");
    describe_gauge!("yrsa_commit_backlog_bytes", Unit::Bytes, "Bytes that wait for the disk");
    describe_counter!("yrsa_commit_batches_total", "Group commits, each with one sync of the disk");
    describe_counter!("yrsa_commit_entries_total", "Updates made durable");
    describe_gauge!("yrsa_commit_seconds_sum", Unit::Seconds, "Time spent writing and syncing");
    describe_gauge!("yrsa_commit_seconds_max", Unit::Seconds, "The longest commit");
}

pub(crate) fn frame_in(bytes: usize) {
    FRAMES_IN.increment(1);
    BYTES_IN.increment(bytes as u64);
}

pub(crate) fn frames_out(frames: u64, bytes: u64) {
    FRAMES_OUT.increment(frames);
    BYTES_OUT.increment(bytes);
}

pub(crate) fn outbox_overflowed() {
    counter!("yrsa_outbox_overflows_total").increment(1);
}

pub(crate) fn reading_paused() {
    counter!("yrsa_reading_paused_total").increment(1);
}

pub(crate) fn connection_closed(code: u16) {
    counter!("yrsa_connections_closed_total", "code" => code.to_string()).increment(1);
}

pub(crate) fn refused_at_edge(reason: &'static str) {
    counter!("yrsa_edge_refusals_total", "reason" => reason).increment(1);
}

pub(crate) fn room_failed() {
    counter!("yrsa_room_failures_total").increment(1);
}

pub(crate) fn quarantined() {
    counter!("yrsa_documents_quarantined_total").increment(1);
}

pub(crate) fn events_written(events: u64) {
    counter!("yrsa_events_written_total").increment(events);
}

pub(crate) fn webhook_attempted(outcome: &'static str) {
    counter!("yrsa_webhook_deliveries_total", "outcome" => outcome).increment(1);
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(crate) fn webhooks_failing(failing: usize) {
    gauge!("yrsa_webhooks_failing").set(failing as f64);
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(crate) fn event_streams(streams: usize) {
    gauge!("yrsa_event_streams").set(streams as f64);
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(crate) fn connections(connections: usize) {
    gauge!("yrsa_connections").set(connections as f64);
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(crate) fn rooms(rooms: usize) {
    gauge!("yrsa_rooms").set(rooms as f64);
}

/// Copies what storage says about itself; called for each scrape.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float")]
pub(crate) fn storage(status: &StorageStatus, commits: &CommitterCounters, healthy: f64) {
    gauge!("yrsa_storage_healthy").set(healthy);
    let sizes = &status.sizes;
    for (purpose, bytes) in [
        ("journal", sizes.journal),
        ("tree", sizes.tree),
        ("blobs", sizes.blobs),
        ("live", sizes.live),
        ("history", sizes.history),
        ("snapshots", sizes.snapshots),
        ("damaged", sizes.damaged),
    ] {
        gauge!("yrsa_storage_bytes", "purpose" => purpose).set(bytes as f64);
    }
    gauge!("yrsa_storage_faults").set(status.faults.len() as f64);
    gauge!("yrsa_commit_backlog_bytes").set(commits.backlog_bytes as f64);
    counter!("yrsa_commit_batches_total").absolute(commits.batches);
    counter!("yrsa_commit_entries_total").absolute(commits.entries);
    gauge!("yrsa_commit_seconds_sum").set(commits.seconds_sum);
    gauge!("yrsa_commit_seconds_max").set(commits.seconds_max);
}
