//! One writer types at a steady pace, many readers follow. An edit has arrived when its clock is in a reader's hands, whatever
//! the server merged on the way; latency counts from when the edit was due.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::connection::{Event, Parts, Receiver, Sender};
use super::follow::{Follower, Script};
use super::latency::{Latencies, Schedule};
use super::process::Meter;
use super::report::Report;
use super::target::{Target, within};
use super::typist::{Typist, read_text};
use super::{Failure, Options, PATIENCE};
use crate::admission::StateVector;

/// What all readers measure by.
#[derive(Debug)]
struct Reading {
    script: Arc<Script>,
    schedule: Schedule,
    latencies: Latencies,
}

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let readers = options.size(options.readers, 100, 5);
    let rate = options.rate.unwrap_or(50);
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(10))?);
    let mut typist = Typist::new(0);
    let edits = typist.keys(schedule.edits);
    let script = Arc::new(Script { client: typist.client(), edits });

    let document = target.document(0);
    let writer = target.join(&document).await?.0;
    let connections = target.join_all(&vec![document.clone(); readers]).await?;
    let schedule = schedule.begin();
    let reading = Arc::new(Reading { script: Arc::clone(&script), schedule, latencies: Latencies::new()? });
    let mut reads = JoinSet::new();
    let mut senders = Vec::new();
    for (number, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        reads.spawn(follow(Arc::clone(&reading), connection.receiver, number == 0));
    }
    let mut echoes = JoinSet::new();
    echoes.spawn(ignore(writer.receiver));

    let pid = target.pid();
    let (handle, lateness) = (Handle::current(), Arc::new(Latencies::new()?));
    let late = Arc::clone(&lateness);
    let typing = tokio::task::spawn_blocking(move || type_on_time(&handle, &schedule, writer.sender, &script.edits, pid, &late));
    let (mut frames, mut bytes, mut kept) = (0, 0, None);
    let deadline = tokio::time::Instant::now() + schedule.length() + PATIENCE;
    for _ in 0..readers {
        let read = tokio::time::timeout_at(deadline, reads.join_next()).await;
        let Ok(Some(read)) = read else {
            return Err(
                format!("wrong end state: a reader waits for edits; {} of all were received", reading.latencies.count()).into()
            );
        };
        let received = read??;
        frames += received.0;
        bytes += received.1;
        kept = kept.or(received.2);
    }
    let (writer, meter) = within(async { typing.await? }).await?;
    let metered = meter.stop();

    check_end(target, &document, (typist.client(), clocks(schedule.edits)), &typist.text(), kept.as_ref()).await?;
    drop((writer, senders));

    let deliveries = reading.latencies.count();
    let mut report = Report::new("fanout");
    report.count("readers", readers);
    report.figure("rate", rate.into(), "edits/s");
    report.figure("edits", f64::from(clocks(schedule.edits - schedule.warm_up)), "");
    report.latencies("latency", &reading.latencies);
    report.cpu("delivery", metered, deliveries);
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    {
        report.figure("edits_per_frame", schedule.edits as f64 * readers as f64 / frames.max(1) as f64, "");
        report.figure("bytes_per_delivery", bytes as f64 / (schedule.edits as f64 * readers as f64), "B");
    }
    report.figure("sent_late_p99", lateness.quantile(0.99), "ms");
    report.checked(format!("each of {readers} readers has each of {} edits; one of them reads the typed text", schedule.edits));
    Ok(report)
}

/// A reader that kept what it got, and a fresh client if the server keeps documents, read what was typed.
pub(super) async fn check_end(
    target: &Target,
    document: &str,
    (client, clock): (u64, u32),
    text: &str,
    kept: Option<&Parts>,
) -> Result<(), Failure> {
    if read_text(kept.ok_or("wrong end state: no reader kept what it got")?)? != text {
        return Err("wrong end state: a reader reads another text than was typed".into());
    }
    if target.keeps_documents() {
        let parts = target.wait_for_state(document, &StateVector::from_iter([(client, clock)])).await?;
        if read_text(&parts)? != text {
            return Err("wrong end state: a fresh client reads another text than was typed".into());
        }
    }
    Ok(())
}

/// Reads until all edits are there; messages and bytes that took, and what they said if that was to be kept.
async fn follow(reading: Arc<Reading>, mut receiver: Receiver, keep: bool) -> Result<(u64, u64, Option<Parts>), Failure> {
    let before = receiver.received();
    let schedule = &reading.schedule;
    let mut follower = Follower::new(&reading.script);
    if keep {
        follower = follower.keep();
    }
    while follower.have() < schedule.edits {
        let (Event::Update(update) | Event::Synced(update)) = receiver.next().await? else { continue };
        let now = Instant::now();
        for edit in follower.take(&update)?.filter(|edit| schedule.counts(*edit)) {
            reading.latencies.record(now.saturating_duration_since(schedule.due(edit)));
        }
    }
    let after = receiver.received();
    Ok((after.0 - before.0, after.1 - before.1, follower.into_kept().map(Parts::of)))
}

/// Some servers send a writer its own edits; somebody has to take them.
async fn ignore(mut receiver: Receiver) {
    while receiver.next().await.is_ok() {}
}

/// Sends each edit when it is due. The meter runs from the end of the warm-up.
fn type_on_time(
    handle: &Handle,
    schedule: &Schedule,
    mut writer: Sender,
    edits: &[Bytes],
    pid: Option<u32>,
    lateness: &Latencies,
) -> Result<(Sender, Meter), Failure> {
    let mut meter = Meter::start(pid);
    for (number, edit) in (0..).zip(edits) {
        schedule.wait_for(number);
        if number == schedule.warm_up {
            meter = Meter::start(pid);
        }
        lateness.record(Instant::now().saturating_duration_since(schedule.due(number)));
        handle.block_on(writer.send(crate::protocol::message::update(edit)))?;
    }
    Ok((writer, meter))
}

/// A number of edits as a clock.
pub(super) fn clocks(edits: u64) -> u32 {
    u32::try_from(edits).unwrap_or(u32::MAX)
}
