//! One writer types at a steady pace, many readers follow. An edit has arrived when its clock is in a reader's hands, whatever
//! the server merged on the way; latency counts from when the edit was due.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::connection::{Parts, Receiver, Sender};
use super::follow::{Reading, Script, gather};
use super::latency::{Latencies, Schedule};
use super::process::Meter;
use super::report::Report;
use super::target::{Target, within};
use super::typist::{Typist, read_text};
use super::{Failure, Options};
use crate::admission::StateVector;

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let readers = options.size(options.readers, 100, 5);
    let rate = options.rate.unwrap_or(50);
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(10))?);
    let mut typist = Typist::new(0);
    let script = Arc::new(Script::typed(&mut typist, schedule.edits));

    let document = target.document(0);
    let writer = target.join(&document).await?.0;
    let connections = target.join_all(&vec![document.clone(); readers]).await?;
    let schedule = schedule.begin();
    let latencies = Arc::new(Latencies::new()?);
    let reading = Arc::new(Reading { script: Arc::clone(&script), schedule, latencies: Arc::clone(&latencies) });
    let mut reads = JoinSet::new();
    let mut senders = Vec::new();
    for (number, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        reads.spawn(Arc::clone(&reading).read(connection.receiver, number == 0));
    }
    let mut echoes = JoinSet::new();
    echoes.spawn(ignore(writer.receiver));

    let pid = target.pid();
    let (handle, lateness) = (Handle::current(), Arc::new(Latencies::new()?));
    let (late, typed) = (Arc::clone(&lateness), Arc::clone(&script));
    let typing = tokio::task::spawn_blocking(move || type_on_time(&handle, &schedule, writer.sender, &typed.edits, pid, &late));
    let all = gather(reads, &schedule).await?;
    let (writer, meter) = within(async { typing.await? }).await?;
    let metered = meter.stop();

    check_end(target, &document, &script.state(), &typist.text(), all.kept.as_ref()).await?;
    drop((writer, senders));

    let deliveries = latencies.count();
    let mut report = Report::new("fanout");
    report.count("readers", readers);
    report.figure("rate", rate.into(), "edits/s");
    report.figure("edits", f64::from(clocks(schedule.edits - schedule.warm_up)), "");
    report.latencies("latency", &latencies);
    report.cpu("delivery", metered, deliveries);
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    {
        report.figure("edits_per_frame", all.delivered as f64 / all.frames.max(1) as f64, "");
        report.figure("bytes_per_delivery", all.bytes as f64 / all.delivered.max(1) as f64, "B");
    }
    report.figure("sent_late_p99", lateness.quantile(0.99), "ms");
    report.checked(format!("each of {readers} readers has each of {} edits; one of them reads the typed text", schedule.edits));
    Ok(report)
}

/// A reader that kept what it got, and a fresh client if the server keeps documents, read what was typed.
pub(super) async fn check_end(
    target: &Target,
    document: &str,
    state: &StateVector,
    text: &str,
    kept: Option<&Parts>,
) -> Result<(), Failure> {
    if read_text(kept.ok_or("wrong end state: no reader kept what it got")?)? != text {
        return Err("wrong end state: a reader reads another text than was typed".into());
    }
    if target.keeps_documents() {
        let parts = target.wait_for_state(document, state).await?;
        if read_text(&parts)? != text {
            return Err("wrong end state: a fresh client reads another text than was typed".into());
        }
    }
    Ok(())
}

/// Some servers send a writer its own edits; somebody has to take them.
pub(super) async fn ignore(mut receiver: Receiver) {
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
