//! A writer that never waits for the clock: so many edits are under way, and the next goes out when one of them is acknowledged or,
//! where nothing is, when a reader has it. What a delivered edit costs then, merged or not, and whether memory stays flat.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::connection::{Event, Receiver, Sender};
use super::fanout::{self, clocks};
use super::follow::{Follower, Got, Script};
use super::process::{self, Meter, Metered};
use super::report::{Report, kilobytes, millis, number};
use super::target::{Acknowledgements, Target, within};
use super::typist::Typist;
use super::{Failure, Options, PATIENCE};
use crate::admission::StateVector;

/// More than any server delivers in the time of a run.
const EDITS: u64 = 400_000;

/// What lets the next edit go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PacedBy {
    /// Its acknowledgement
    Acknowledgements,
    /// A reader that has it
    Reader,
}

/// Between writer and readers.
#[derive(Debug)]
struct Flood {
    script: Arc<Script>,
    /// Edits that were sent when the measuring began; those before it were the warm-up.
    began_at: AtomicU64,
    ended: AtomicBool,
    /// Edits sent in all; of use once `ended`.
    sent: watch::Sender<u64>,
}

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let readers = options.size(options.readers, 100, 5);
    let window = options.window.unwrap_or(500).max(1);
    let duration = options.duration(Duration::from_secs(5))?;
    let mut typist = Typist::new(0);
    let script = Arc::new(Script::typed(&mut typist, if options.check { 20_000 } else { EDITS }));
    let paced_by = match (options.paced_by, target.acknowledgements().await) {
        (Some(chosen), _) => chosen,
        (None, Acknowledgements::Expected) => PacedBy::Acknowledgements,
        (None, Acknowledgements::Unknown) => PacedBy::Reader,
    };

    let document = target.document(0);
    let writer = target.join(&document).await?.0;
    let connections = target.join_all(&vec![document.clone(); readers]).await?;
    let flood = Arc::new(Flood {
        script: Arc::clone(&script),
        began_at: AtomicU64::new(u64::MAX),
        ended: AtomicBool::new(false),
        sent: watch::Sender::new(0),
    });
    let (progress, seen) = watch::channel(0);
    let mut reads = JoinSet::new();
    let mut senders = Vec::new();
    for (number, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        let progress = (number == 0 && paced_by == PacedBy::Reader).then(|| progress.clone());
        reads.spawn(read(Arc::clone(&flood), connection.receiver, number == 0, progress));
    }
    let mut listening = JoinSet::new();
    let acknowledged = (paced_by == PacedBy::Acknowledgements).then_some(progress);
    listening.spawn(listen(writer.receiver, acknowledged));

    let pid = target.pid();
    let memory_before = pid.and_then(process::memory);
    let flooding = Flooding { sender: writer.sender, seen, window, paced_by, pid };
    let flooded = flooding.send(&flood, options.warm_up(), duration).await?;
    let mut all = Got::default();
    let deadline = tokio::time::Instant::now() + PATIENCE;
    for _ in 0..readers {
        let Ok(Some(got)) = tokio::time::timeout_at(deadline, reads.join_next()).await else {
            return Err("wrong end state: a reader waits for edits".into());
        };
        all += got??;
    }
    let caught_up = flooded.ended.elapsed();
    let metered = flooded.meter.stop();
    let memory = pid.and_then(|pid| Some((memory_before?, process::peak_memory(pid)?, process::memory(pid)?)));
    drop(senders);

    let sent = flooded.sent;
    let text: String = typist.text().chars().take(usize::try_from(sent)?).collect();
    fanout::check_end(target, &document, &StateVector::from_iter([(script.client, clocks(sent))]), &text, all.kept.as_ref())
        .await?;

    let mut report = report(&flooded, &all, metered, memory);
    report.count("readers", readers);
    report.count("window", usize::try_from(window)?);
    report.figure("last_reader_after", millis(caught_up), "ms");
    let pace = match paced_by {
        PacedBy::Acknowledgements => "acknowledgements",
        PacedBy::Reader => "a reader",
    };
    report.checked(format!("paced by {pace}; each of {readers} readers has each of {sent} edits, and one reads the typed text"));
    Ok(report)
}

/// The figures; memory is before, at its peak, and at the end.
fn report(flooded: &Flooded, all: &Got, metered: Metered, memory: Option<(u64, u64, u64)>) -> Report {
    let mut report = Report::new("flood");
    report.figure("sent", f64::from(clocks(flooded.measured)) / flooded.took.as_secs_f64(), "edits/s");
    let each = |count: u64| number(usize::try_from(count).unwrap_or(usize::MAX)) / metered.wall.as_secs_f64();
    report.figure("delivered", each(all.delivered), "edits/s");
    report.cpu("delivery", metered, all.delivered);
    report.server_cpu("server_cpu_per_edit", metered, usize::try_from(flooded.measured).unwrap_or(usize::MAX));
    report.figure("edits_per_frame", each(all.delivered) / each(all.frames.max(1)), "");
    report.figure("bytes_per_delivery", each(all.bytes) / each(all.delivered.max(1)), "B");
    if let Some((before, peak, after)) = memory {
        report.figure("memory_before", kilobytes(before) / 1e3, "MB");
        report.figure("memory_peak", kilobytes(peak) / 1e3, "MB");
        report.figure("memory_after", kilobytes(after) / 1e3, "MB");
    }
    report
}

/// Who sends, and what it waits for.
struct Flooding {
    sender: Sender,
    seen: watch::Receiver<u64>,
    window: u64,
    paced_by: PacedBy,
    pid: Option<u32>,
}

/// What was sent.
struct Flooded {
    meter: Meter,
    sent: u64,
    measured: u64,
    took: Duration,
    ended: Instant,
    /// Open until the readers have everything.
    _sender: Sender,
}

impl Flooding {
    /// Keeps the window full until the time is over.
    async fn send(mut self, flood: &Flood, warm_up: Duration, duration: Duration) -> Result<Flooded, Failure> {
        let edits = &flood.script.edits;
        let began = Instant::now();
        let (mut sent, mut meter, mut began_at) = (0, Meter::start(self.pid), 0);
        while began.elapsed() < warm_up + duration && sent < edits.len() as u64 {
            if began_at == 0 && began.elapsed() >= warm_up {
                if let Some(pid) = self.pid {
                    process::forget_peak(pid);
                }
                began_at = sent.max(1);
                flood.began_at.store(sent, Ordering::Relaxed);
                meter = Meter::start(self.pid);
            }
            let window = self.window;
            let seen = within(async { Ok(*self.seen.wait_for(|seen| sent < seen + window).await?) }).await?;
            let until = (seen + window).min(edits.len() as u64);
            let burst = &edits[usize::try_from(sent)?..usize::try_from(until)?];
            sent = until;
            // Asked for with the last of a burst: an acknowledgement covers all before it.
            let number = (self.paced_by == PacedBy::Acknowledgements).then_some(until - 1);
            self.sender.send_burst(burst, number).await?;
        }
        let (ended, took) = (Instant::now(), began.elapsed().saturating_sub(warm_up));
        flood.sent.send_replace(sent);
        flood.ended.store(true, Ordering::Release);
        if began_at == 0 {
            return Err("the edits were all sent before the warm-up was over".into());
        }
        Ok(Flooded { meter, sent, measured: sent - began_at, took, ended, _sender: self.sender })
    }
}

/// Reads until the writer has ended and all its edits are there.
async fn read(
    flood: Arc<Flood>,
    mut receiver: Receiver,
    keep: bool,
    progress: Option<watch::Sender<u64>>,
) -> Result<Got, Failure> {
    let mut follower = Follower::new(&flood.script);
    if keep {
        follower = follower.keep();
    }
    let mut got = Got::default();
    let mut sent = flood.sent.subscribe();
    loop {
        if flood.ended.load(Ordering::Acquire) && follower.have() >= *sent.borrow() {
            break;
        }
        let event = tokio::select! {
            biased;
            event = receiver.next() => event?,
            _ = sent.changed() => continue,
        };
        let (Event::Update(update) | Event::Synced(update)) = event else { continue };
        let came = follower.take(&update)?;
        if let Some(progress) = &progress {
            progress.send_replace(follower.have());
        }
        let began_at = usize::try_from(flood.began_at.load(Ordering::Relaxed))?;
        let counted = came.end.saturating_sub(came.start.max(began_at)) as u64;
        got.delivered += counted;
        got.frames += u64::from(counted > 0);
        got.bytes += if counted > 0 { update.len() as u64 } else { 0 };
    }
    got.kept = follower.into_kept();
    Ok(got)
}

/// Takes what the server tells the writer: acknowledgements, or its own edits.
async fn listen(mut receiver: Receiver, acknowledged: Option<watch::Sender<u64>>) {
    while let Ok(event) = receiver.next().await {
        if let (Event::Acknowledged(edit), Some(acknowledged)) = (event, &acknowledged) {
            acknowledged.send_replace(edit + 1);
        }
    }
}
