//! From an edit to its acknowledgement, with one writer a document, and how many edits share one sync of the disk. What an
//! acknowledgement promises differs: Yrsa's means synced to disk, Hocuspocus' SyncStatus means applied in memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::connection::{Receiver, Sender};
use super::fanout::clocks;
use super::latency::{Latencies, Schedule};
use super::process::{self, Meter};
use super::report::Report;
use super::target::{Target, within};
use super::typist::{Typist, read_text};
use super::{Failure, Options, PATIENCE};
use crate::admission::StateVector;

const ENTRIES: &str = "yrsa_commit_entries_total";
const BATCHES: &str = "yrsa_commit_batches_total";

/// Runs the workload. Edit `n` is made by writer `n % writers`, whose own edit number `n / writers` it is.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let writers = options.size(options.writers, 1, 5);
    let rate = options.rate.unwrap_or(if writers == 1 { 50 } else { 1_000 });
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(10))?);
    let mut typists: Vec<Typist> = (0..writers).map(Typist::new).collect();
    let syncs = match target.scratch() {
        Some(folder) => {
            let pause = Duration::from_secs(1) / rate.max(1);
            Some(process::time_syncs(folder, if options.check { 10 } else { 200 }, pause)?)
        }
        None => None,
    };

    let documents: Vec<String> = (0..writers).map(|number| target.document(number)).collect();
    let connections = target.join_all(&documents).await?;
    let before = (target.metric(ENTRIES).await, target.metric(BATCHES).await);
    let schedule = schedule.begin();
    let latencies = Arc::new(Latencies::new()?);
    let mut waits = JoinSet::new();
    let mut senders = Vec::new();
    for (number, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        let writer = Writer { number: number as u64, of: writers as u64 };
        waits.spawn(await_acknowledgements(schedule, writer, connection.receiver, Arc::clone(&latencies)));
    }
    let (handle, pid) = (Handle::current(), target.pid());
    let typing = tokio::task::spawn_blocking(move || {
        let meter = type_on_time(&handle, &schedule, &mut typists, &mut senders, pid)?;
        Ok::<_, Failure>((meter, typists, senders))
    });
    let deadline = tokio::time::Instant::now() + schedule.length() + PATIENCE;
    for _ in 0..writers {
        match tokio::time::timeout_at(deadline, waits.join_next()).await {
            Ok(Some(waited)) => waited??,
            _ => return Err("a writer waits for an acknowledgement; does this server acknowledge edits?".into()),
        }
    }
    let (meter, typists, _senders) = within(async { typing.await? }).await?;
    let metered = meter.stop();
    let after = (target.metric(ENTRIES).await, target.metric(BATCHES).await);

    for (typist, document) in typists.iter().zip(&documents) {
        let typed = clocks(typist.text().len() as u64);
        let parts = target.wait_for_state(document, &StateVector::from_iter([(typist.client(), typed)])).await?;
        if read_text(&parts)? != typist.text() {
            return Err(format!("wrong end state: {document} reads otherwise than it was typed").into());
        }
    }

    let mut report = Report::new("ack");
    report.count("writers", writers);
    report.figure("rate", rate.into(), "edits/s");
    report.latencies("acknowledged", &latencies);
    report.cpu("edit", metered, latencies.count());
    if let ((Some(entries), Some(batches)), (Some(entries_before), Some(batches_before))) = (after, before) {
        report.figure("edits_per_sync", (entries - entries_before) / (batches - batches_before).max(1.0), "");
        report.figure("syncs_per_second", (batches - batches_before) / schedule.length().as_secs_f64(), "");
    }
    if let Some(syncs) = syncs {
        report.figure("bare_sync_p50", syncs.quantile(0.5), "ms");
        report.figure("bare_sync_p99", syncs.quantile(0.99), "ms");
    }
    report.checked(format!("each of {} edits was acknowledged; fresh clients read what was typed", schedule.edits));
    Ok(report)
}

#[derive(Debug, Clone, Copy)]
struct Writer {
    number: u64,
    of: u64,
}

/// Reads until the writer's last edit is acknowledged.
async fn await_acknowledgements(
    schedule: Schedule,
    writer: Writer,
    mut receiver: Receiver,
    latencies: Arc<Latencies>,
) -> Result<(), Failure> {
    let own = (schedule.edits + writer.of - 1 - writer.number) / writer.of;
    let mut next = 0;
    while next < own {
        let edit = receiver.next_acknowledged().await?;
        let now = Instant::now();
        if edit != next {
            return Err(format!("acknowledgement {edit} came where {next} was due").into());
        }
        let overall = edit * writer.of + writer.number;
        if overall >= schedule.warm_up {
            latencies.record(now.saturating_duration_since(schedule.due(overall)));
        }
        next += 1;
    }
    Ok(())
}

/// Sends each edit when it is due. The meter runs from the end of the warm-up.
fn type_on_time(
    handle: &Handle,
    schedule: &Schedule,
    typists: &mut [Typist],
    senders: &mut [Sender],
    pid: Option<u32>,
) -> Result<Meter, Failure> {
    let mut meter = Meter::start(pid);
    let rounds = (0..schedule.edits).step_by(typists.len());
    for (round, first) in (0..).zip(rounds) {
        for (number, (typist, sender)) in (first..schedule.edits).zip(typists.iter_mut().zip(senders.iter_mut())) {
            let edit = typist.key();
            schedule.wait_for(number);
            if number == schedule.warm_up {
                meter = Meter::start(pid);
            }
            handle.block_on(sender.send_edit(&edit, round))?;
        }
    }
    Ok(meter)
}
