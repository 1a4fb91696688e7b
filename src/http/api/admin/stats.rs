//! `/api/admin/stats`: how the server and its disk are, for administrators. Everything is read from what is counted anyway: metrics,
//! storage, committer, `/proc`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yrsa_storage::{COMMIT_SECONDS, CommitterCounters, StorageStatus};

use super::super::refusals::Refusals;
use super::super::request::Caller;
use super::allowed;
use super::rooms::Traffic;
use crate::app::App;
use crate::features::records;
use crate::http::health;
use crate::http::problem::Problem;
use crate::telemetry::process::{self, Process};
use crate::telemetry::totals;

/// This process, as far as the system says it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatsProcess, example = json!({
    "memory": 74_973_184, "cpu_seconds": 12.5, "threads": 9, "descriptors": 58, "most_descriptors": 1_048_576,
}))]
struct ThisProcess {
    /// Resident memory, in bytes.
    #[schema(required)]
    memory: Option<u64>,
    /// User and system time used, in seconds.
    #[schema(required)]
    cpu_seconds: Option<f64>,
    #[schema(required)]
    threads: Option<u64>,
    /// Descriptors that are open: files and sockets.
    #[schema(required)]
    descriptors: Option<u64>,
    /// How many there may be.
    #[schema(required)]
    most_descriptors: Option<u64>,
}

/// What the metrics have counted since the start of the process.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatsTotals, example = json!({
    "received": { "messages": 1_200, "bytes": 48_000 }, "sent": { "messages": 2_400, "bytes": 96_000 }, "outbox_overflows": 0,
    "reading_paused": 0, "connections_closed": { "1012": 3 }, "edge_refusals": { "origin": 1 }, "room_failures": 0, "quarantined": 0,
    "events": 40, "webhook_deliveries": { "delivered": 4 },
}))]
struct Totals {
    /// WebSocket messages received.
    received: Traffic,
    /// Messages queued for clients.
    sent: Traffic,
    /// Times a slow reader's queue was replaced by one merged diff.
    outbox_overflows: u64,
    /// Times a connection was not read because it sent more than its allowance.
    reading_paused: u64,
    /// Connections that rooms closed, by close code.
    connections_closed: BTreeMap<String, u64>,
    /// Requests and connections refused before any handler, by reason.
    edge_refusals: BTreeMap<String, u64>,
    /// Rooms that failed and were opened again from storage.
    room_failures: u64,
    /// Documents put into quarantine.
    quarantined: u64,
    /// Events written to the journal.
    events: u64,
    /// Attempts to deliver something to a webhook, by outcome.
    webhook_deliveries: BTreeMap<String, u64>,
}

/// Bytes on disk, by purpose.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatsDisk, example = json!({
    "journal": 1_048_576, "tree": 524_288, "blobs": 2_097_152, "live": 2_400_000, "history": 400_000, "snapshots": 1_900_000,
    "damaged": 0, "free": 52_000_000_000_u64,
}))]
struct Disk {
    /// The journal, which acknowledgements rest on.
    journal: u64,
    /// The tree (sled) behind it.
    tree: u64,
    /// Files beside the tree.
    blobs: u64,
    /// Of tree and blobs: what is still referred to, history included.
    live: u64,
    /// Of that: entries that a snapshot already contains, kept as history.
    history: u64,
    /// Of that: snapshots.
    snapshots: u64,
    /// Copies of damaged files.
    damaged: u64,
    /// What may still be written to the disk of the data folder; `null` if the system does not say.
    #[schema(required)]
    free: Option<u64>,
}

/// What is stored, and what of it waits in memory for the next checkpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatsStorage, example = json!({
    "documents": 120, "in_memory": 4, "in_memory_bytes": 65_536, "checkpoint": 17, "syncs": 2_048, "faults": 0,
    "disk": {
        "journal": 1_048_576, "tree": 524_288, "blobs": 2_097_152, "live": 2_400_000, "history": 400_000, "snapshots": 1_900_000,
        "damaged": 0, "free": 52_000_000_000_u64,
    },
}))]
struct Stored {
    /// Documents stored.
    documents: u64,
    /// Of those: with updates that lie in the journal and in memory only.
    in_memory: u64,
    /// Bytes of memory held for them.
    in_memory_bytes: u64,
    /// The last checkpoint: the segment of the journal that a restart reads from.
    checkpoint: u64,
    /// Syncs of the disk since the start.
    syncs: u64,
    /// Damage found since the start.
    faults: usize,
    disk: Disk,
}

/// How many took so long.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatsCommitBucket, example = json!({ "up_to": 0.001, "count": 40 }))]
struct Bucket {
    /// Longer than the one before, and at most so many seconds; `null`: longer than all others.
    #[schema(required)]
    up_to: Option<f64>,
    count: u64,
}

/// Group commits: updates written together with one sync.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StatsCommits, example = json!({
    "batches": 300, "updates": 1_100, "bytes": 44_000, "failures": 0, "refused": 0, "waiting": 0, "waiting_bytes": 0, "seconds": 0.42,
    "longest": 0.0071, "durations": [{ "up_to": 0.0005, "count": 12 }, { "up_to": null, "count": 0 }],
}))]
struct Commits {
    /// Group commits, one sync each.
    batches: u64,
    /// Updates made durable.
    updates: u64,
    /// Their bytes.
    bytes: u64,
    /// Attempts that failed and were repeated.
    failures: u64,
    /// Writes that storage will never take.
    refused: u64,
    /// Writes that wait for the disk.
    waiting: usize,
    /// Their bytes.
    waiting_bytes: usize,
    /// Time spent writing and syncing, in seconds.
    seconds: f64,
    /// The longest of them, in seconds.
    longest: f64,
    /// How many took how long, from short to long.
    durations: Vec<Bucket>,
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stats, example = json!({
    "version": "0.1.0", "started_at": 1_700_000_000_000_u64, "uptime": 3_600, "ready": true, "reasons": [], "rooms": 12,
    "connections": 40, "streams": 3, "quarantined": 0,
    "process": { "memory": 74_973_184, "cpu_seconds": 12.5, "threads": 9, "descriptors": 58, "most_descriptors": 1_048_576 },
    "totals": null,
    "storage": {
        "documents": 120, "in_memory": 4, "in_memory_bytes": 65_536, "checkpoint": 17, "syncs": 2_048, "faults": 0,
        "disk": {
            "journal": 1_048_576, "tree": 524_288, "blobs": 2_097_152, "live": 2_400_000, "history": 400_000, "snapshots": 1_900_000,
            "damaged": 0, "free": 52_000_000_000_u64,
        },
    },
    "commits": {
        "batches": 300, "updates": 1_100, "bytes": 44_000, "failures": 0, "refused": 0, "waiting": 0, "waiting_bytes": 0,
        "seconds": 0.42, "longest": 0.0071, "durations": [{ "up_to": 0.0005, "count": 12 }, { "up_to": null, "count": 0 }],
    },
}))]
struct Shown {
    /// The version of the program.
    version: &'static str,
    /// When the server started, in milliseconds since the Unix epoch.
    started_at: u64,
    /// For how long it runs, in seconds.
    uptime: u64,
    /// Whether edits can be taken and kept, as `/readyz` says it.
    ready: bool,
    /// Why not.
    reasons: Vec<String>,
    /// Documents that are open.
    rooms: usize,
    /// Connections to them, requests under way among them.
    connections: usize,
    /// Streams of events and of presence that are open.
    streams: usize,
    /// Documents in quarantine.
    quarantined: usize,
    process: ThisProcess,
    /// `null` where a program that embeds the server collects the metrics.
    #[schema(required)]
    totals: Option<Totals>,
    storage: Stored,
    commits: Commits,
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(stats))
}

/// How the server is
///
/// Counters begin when the process starts: two reads make a rate.
#[utoipa::path(
    get,
    path = "/api/admin/stats",
    tag = "administration",
    operation_id = "get_stats",
    responses((status = 200, description = "How it is.", body = Shown), Refusals),
)]
async fn stats(State(app): State<App>, Caller(caller): Caller) -> Result<Json<Shown>, Problem> {
    allowed(&app.guard, &caller)?;
    // The system may take its time to say how the disk is.
    let shown = records::blocking(move || Ok(Shown::of(&app)));
    Ok(Json(shown.await?))
}

impl Shown {
    fn of(app: &App) -> Self {
        let reasons = health::reasons(app);
        Self {
            version: env!("CARGO_PKG_VERSION"),
            started_at: app.started_ms,
            uptime: app.rooms.uptime().as_secs(),
            ready: reasons.is_empty(),
            reasons,
            rooms: app.rooms.len(),
            connections: app.rooms.connections(),
            streams: app.journal.streams(),
            quarantined: app.rooms.quarantined().len(),
            process: Process::look().into(),
            totals: app.metrics.as_ref().map(|metrics| totals::Totals::read(metrics).into()),
            storage: Stored::new(&app.storage.status(), process::free_bytes(&app.config.data)),
            commits: app.committer.counters().into(),
        }
    }
}

impl From<Process> for ThisProcess {
    fn from(process: Process) -> Self {
        let Process { memory, cpu_seconds, threads, descriptors, most_descriptors } = process;
        Self { memory, cpu_seconds, threads, descriptors, most_descriptors }
    }
}

impl From<totals::Totals> for Totals {
    fn from(totals: totals::Totals) -> Self {
        let traffic = |messages, bytes| Traffic { messages: totals.of_counter(messages), bytes: totals.of_counter(bytes) };
        Self {
            received: traffic("yrsa_frames_received_total", "yrsa_bytes_received_total"),
            sent: traffic("yrsa_frames_sent_total", "yrsa_bytes_sent_total"),
            outbox_overflows: totals.of_counter("yrsa_outbox_overflows_total"),
            reading_paused: totals.of_counter("yrsa_reading_paused_total"),
            connections_closed: totals.by_label("yrsa_connections_closed_total"),
            edge_refusals: totals.by_label("yrsa_edge_refusals_total"),
            room_failures: totals.of_counter("yrsa_room_failures_total"),
            quarantined: totals.of_counter("yrsa_documents_quarantined_total"),
            events: totals.of_counter("yrsa_events_written_total"),
            webhook_deliveries: totals.by_label("yrsa_webhook_deliveries_total"),
        }
    }
}

impl Stored {
    fn new(status: &StorageStatus, free: Option<u64>) -> Self {
        let sizes = status.sizes;
        Self {
            documents: status.documents,
            in_memory: status.open_documents,
            in_memory_bytes: status.open_bytes,
            checkpoint: status.checkpoint,
            syncs: status.syncs,
            faults: status.faults.len(),
            disk: Disk {
                journal: sizes.journal,
                tree: sizes.tree,
                blobs: sizes.blobs,
                live: sizes.live,
                history: sizes.history,
                snapshots: sizes.snapshots,
                damaged: sizes.damaged,
                free,
            },
        }
    }
}

impl From<CommitterCounters> for Commits {
    fn from(counters: CommitterCounters) -> Self {
        let bounds = COMMIT_SECONDS.into_iter().map(Some).chain([None]);
        let durations = bounds.zip(counters.seconds_histogram).map(|(up_to, count)| Bucket { up_to, count }).collect();
        Self {
            batches: counters.batches,
            updates: counters.entries,
            bytes: counters.bytes,
            failures: counters.failures,
            refused: counters.refused,
            waiting: counters.backlog_count,
            waiting_bytes: counters.backlog_bytes,
            seconds: counters.seconds_sum,
            longest: counters.seconds_max,
            durations,
        }
    }
}
