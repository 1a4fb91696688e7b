//! Many clients join one large document at the same instant, as after a restart or at the start of a meeting: how long until the
//! median and the last have it, how many bytes a second leave the server, and how much memory that takes.

use std::time::Instant;

use tokio::task::JoinSet;

use super::connection::{Address, Connection, LARGE_READS, Parts};
use super::latency::Latencies;
use super::process::{self, Meter};
use super::report::{Report, kilobytes};
use super::target::{Target, within};
use super::{Failure, Options, join};
use crate::admission::{self, StateVector};

/// Clients whose documents are read afterwards. Keeping all of them would cost this program more than sending costs the server.
const KEPT: usize = 10;

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let clients = options.size(options.readers, 150, 10);
    let content = options.content()?;
    let state = admission::state_vector_of(&StateVector::default(), [&content])?;
    let document = target.document(0);
    let keeper = join::upload(target, &document, &content, &state).await?;

    let memory_before = target.pid().and_then(process::memory);
    if let Some(pid) = target.pid() {
        process::forget_peak(pid);
    }
    let latencies = Latencies::new()?;
    let meter = Meter::start(target.pid());
    let began = Instant::now();
    let mut joins = JoinSet::new();
    for client in 0..clients {
        let address = Address { reads: LARGE_READS, ..target.address(&document) };
        joins.spawn(within(async move {
            let mut connection = Connection::open(&address).await?;
            let parts = connection.receive_document().await?;
            Ok((began.elapsed(), parts.bytes(), (client < KEPT).then_some(parts), connection))
        }));
    }
    let mut arrived = Vec::new();
    while let Some(joined) = joins.join_next().await {
        arrived.push(joined??);
    }
    let wall = began.elapsed();
    let metered = meter.stop();
    let peak = target.pid().and_then(process::peak_memory);

    let mut bytes = 0;
    for (latency, received, parts, _) in &arrived {
        latencies.record(*latency);
        if *received != arrived[0].1
            || parts.as_ref().map(Parts::state_vector).transpose()?.is_some_and(|got| !got.covers(&state))
        {
            return Err("wrong end state: a client was told that it is in sync and is not".into());
        }
        bytes += *received as u64;
    }
    keeper.close().await;

    let mut report = Report::new("storm");
    report.count("clients", clients);
    report.figure("document", kilobytes(content.len() as u64), "kB");
    report.latencies("synced", &latencies);
    report.figure("out", kilobytes(bytes) / 1e3 / wall.as_secs_f64(), "MB/s");
    report.cpu("join", metered, clients as u64);
    if let (Some(before), Some(peak)) = (memory_before, peak) {
        report.figure("memory_before", kilobytes(before) / 1e3, "MB");
        report.figure("memory_peak", kilobytes(peak) / 1e3, "MB");
        let documents = kilobytes(peak.saturating_sub(before)) / kilobytes(content.len() as u64);
        report.figure("memory_peak_above_before", documents, "documents");
    }
    report.checked(format!(
        "each of {clients} clients got as many bytes; {} of them were read and hold the whole document",
        clients.min(KEPT)
    ));
    Ok(report)
}
