//! One of many readers reads a kilobyte a second while somebody writes much more. The others must not notice, the server's memory must
//! not grow with what the slow one lacks, and the slow one either gets everything in the end or is told to come again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::connection::{Event, Receiver};
use super::fanout;
use super::follow::{Follower, Reading, Script, gather};
use super::latency::{Latencies, Schedule};
use super::pace::send_on_time;
use super::process;
use super::report::{Report, kilobytes};
use super::target::{Target, within};
use super::typist::Typist;
use super::{Failure, Options};

/// Characters of each edit: more than sockets hold on the way within a run.
const PASTED: u32 = 2_000;

/// Bytes a second.
const READS: f64 = 1_000.0;

/// How the slow one ended.
enum Slow {
    HasEverything,
    WasClosed,
}

/// One document's readers, with or without a slow one.
struct Round {
    latencies: Arc<Latencies>,
    slow: Option<Slow>,
}

/// Runs the workload: without a slow reader, then with one, each in a document of its own.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let readers = options.size(options.readers, 200, 5);
    let rate = options.rate.unwrap_or(if options.check { 20 } else { 50 });
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(4))?);
    let without = round(target, &schedule, 0, readers, None).await?;
    let before = target.pid().and_then(process::memory);
    let mut report = Report::new("slow");
    let with = round(target, &schedule, 1, readers, Some(&mut report)).await?;
    let peak = target.pid().and_then(process::peak_memory);

    report.count("readers", readers);
    report.figure("written", f64::from(PASTED) * f64::from(rate) / 1e3, "kB/s");
    report.latencies("without", &without.latencies);
    report.latencies("with", &with.latencies);
    report.figure("p99_times", with.latencies.quantile(0.99) / without.latencies.quantile(0.99), "");
    if let (Some(before), Some(peak)) = (before, peak) {
        report.figure("memory_peak_above_before", kilobytes(peak.saturating_sub(before)) / 1e3, "MB");
    }
    let closed = matches!(with.slow, Some(Slow::WasClosed));
    report.count("slow_reader_closed", usize::from(closed));
    let slow = if closed { "the slow one was let go" } else { "so has the slow one, in the end" };
    report.checked(format!("each of {readers} readers has each of {} edits, twice; {slow}", schedule.edits));
    Ok(report)
}

async fn round(
    target: &Target,
    schedule: &Schedule,
    number: usize,
    readers: usize,
    with_slow: Option<&mut Report>,
) -> Result<Round, Failure> {
    let mut typist = Typist::new(number);
    let script = Arc::new(Script::pasted(&mut typist, schedule.edits, PASTED));
    let plan = script.edits.iter().map(|edit| (0, edit.clone())).collect();
    let document = target.document(number);
    let writer = target.join(&document).await?.0;
    let connections = target.join_all(&vec![document.clone(); readers]).await?;
    let slow = if with_slow.is_some() { Some(target.join(&document).await?.0) } else { None };
    if let Some(pid) = target.pid() {
        process::forget_peak(pid);
    }
    let schedule = schedule.begin();
    let latencies = Arc::new(Latencies::new()?);
    let reading = Arc::new(Reading { script: Arc::clone(&script), schedule, latencies: Arc::clone(&latencies) });
    let (mut reads, mut senders, mut hears) = (JoinSet::new(), Vec::new(), JoinSet::new());
    for (number, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        reads.spawn(Arc::clone(&reading).read(connection.receiver, number == 0));
    }
    hears.spawn(fanout::ignore(writer.receiver));
    let (over, is_over) = watch::channel(());
    let mut slows = JoinSet::new();
    if let Some(slow) = slow {
        senders.push(slow.sender);
        slows.spawn(read_slowly(Arc::clone(&script), slow.receiver, is_over));
    }
    let sending = send_on_time(schedule, Arc::new(plan), vec![writer.sender], target.pid());
    let all = gather(reads, &schedule).await?;
    let (meter, writers) = within(async { sending.await? }).await?;
    if let Some(report) = with_slow {
        report.cpu("delivery", meter.stop(), all.delivered);
    }
    over.send_replace(());
    let slow = within(async { slows.join_next().await.transpose()?.transpose() }).await?;
    fanout::check_end(target, &document, &script.state(), &typist.text(), all.kept.as_ref()).await?;
    drop((writers, senders));
    Ok(Round { latencies, slow })
}

/// Reads slowly until told that all others have everything, then as fast as it goes until all edits are there.
async fn read_slowly(script: Arc<Script>, mut receiver: Receiver, mut is_over: watch::Receiver<()>) -> Result<Slow, Failure> {
    let mut follower = Follower::new(&script);
    let (mut rest, mut over) = (Duration::ZERO, false);
    while !follower.is_done() {
        over |= tokio::time::timeout(rest, is_over.changed()).await.is_ok();
        let Ok(event) = receiver.next().await else { return Ok(Slow::WasClosed) };
        let (Event::Update(update) | Event::Synced(update)) = event else { continue };
        follower.take(&update)?;
        #[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
        let slowly = Duration::from_secs_f64(update.len() as f64 / READS);
        rest = if over { Duration::ZERO } else { slowly };
    }
    Ok(Slow::HasEverything)
}
