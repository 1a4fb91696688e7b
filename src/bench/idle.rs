//! What an idle connection and an idle open document cost in memory, and how much of it comes back when everybody has left.
//! Clients have synced and say nothing; in rooms of their own each has typed one character.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::connection::{Connection, Sender};
use super::process;
use super::report::{Report, kilobytes, number};
use super::target::{Target, within};
use super::typist::Typist;
use super::{Failure, Options};

/// Yrsa keeps a document for 30 s after the last client has left; then its memory should come back within seconds.
const GOES_AFTER: Duration = Duration::from_secs(40);

/// Memory that moves less than this within a [`MOMENT`] has settled.
const SETTLED: u64 = 64 * 1024;

const MOMENT: Duration = Duration::from_millis(1_000);

/// Runs the workload. The second part gets a fresh process: memory that an allocator or a garbage collector kept from the first
/// would otherwise hide what the second one needs.
pub(super) async fn run(options: &Options, target: &mut Target) -> Result<Report, Failure> {
    let clients = options.size(options.readers, 1_000, 20);
    let pid = target.pid().ok_or(NO_PROCESS)?;
    let base = base_memory(target, pid).await?;
    let one_room = Crowd::join(target, &vec![target.document(1); clients]).await?;
    let with_one_room = settled_memory(pid).await?;
    one_room.leave().await?;

    if !target.can_restart() {
        return Err("memory is compared between fresh processes: use --start".into());
    }
    target.stop().await?;
    target.start_again().await?;
    let pid = target.pid().ok_or(NO_PROCESS)?;
    let own_base = base_memory(target, pid).await?;
    let documents: Vec<String> = (0..clients).map(|number| target.document(2 + number)).collect();
    let mut own_rooms = Crowd::join(target, &documents).await?;
    for (number, sender) in own_rooms.senders.iter_mut().enumerate() {
        sender.send(crate::protocol::message::update(&Typist::new(number).key())).await?;
    }
    let with_own_rooms = settled_memory(pid).await?;
    own_rooms.leave().await?;
    let began = Instant::now();
    let mut least = process::memory(pid).ok_or(GONE)?;
    let wait = options.duration(GOES_AFTER)?;
    while !options.check && began.elapsed() < wait {
        tokio::time::sleep(MOMENT).await;
        least = least.min(process::memory(pid).ok_or(GONE)?);
    }

    let each = |after: u64, before: u64| (kilobytes(after) - kilobytes(before)) / number(clients);
    let (connection, own) = (each(with_one_room, base), each(with_own_rooms, own_base));
    let grown = kilobytes(with_own_rooms) - kilobytes(own_base);
    let mut report = Report::new("idle");
    report.count("clients", clients);
    report.figure("memory_base", kilobytes(base) / 1e3, "MB");
    report.figure("per_connection_in_one_room", connection, "kB");
    report.figure("per_connection_in_own_room", own, "kB");
    report.figure("per_idle_room", own - connection, "kB");
    report.figure("memory_highest", kilobytes(with_own_rooms) / 1e3, "MB");
    report.figure("memory_after_leaving", kilobytes(least) / 1e3, "MB");
    report.figure("memory_returned", (kilobytes(with_own_rooms) - kilobytes(least)) * 100.0 / grown.max(1.0), "%");
    report.checked(format!("{clients} clients were in sync at once, twice"));
    Ok(report)
}

/// Clients that listen, so that pings are answered.
struct Crowd {
    senders: Vec<Sender>,
    listening: JoinSet<()>,
}

impl Crowd {
    async fn join(target: &Target, documents: &[String]) -> Result<Self, Failure> {
        let mut crowd = Self { senders: Vec::new(), listening: JoinSet::new() };
        for Connection { sender, mut receiver, .. } in target.join_all(documents).await? {
            crowd.senders.push(sender);
            crowd.listening.spawn(async move { while receiver.next().await.is_ok() {} });
        }
        Ok(crowd)
    }

    /// Says goodbye; fails if somebody was not there any more.
    async fn leave(mut self) -> Result<(), Failure> {
        if self.listening.try_join_next().is_some() {
            return Err("the server closed an idle connection".into());
        }
        for sender in &mut self.senders {
            sender.close().await;
        }
        // Ends when the server has answered each goodbye.
        let all_gone = async {
            while self.listening.join_next().await.is_some() {}
            Ok(())
        };
        within(all_gone).await
    }
}

/// Memory after some clients came and went: whatever a server sets up once should not count.
async fn base_memory(target: &Target, pid: u32) -> Result<u64, Failure> {
    Crowd::join(target, &vec![target.document(0); 20]).await?.leave().await?;
    settled_memory(pid).await
}

/// Memory can't be read.
pub(super) const NO_PROCESS: &str = "memory is read from /proc: use --start";

/// Waits until memory moves no more, ten seconds at most.
pub(super) async fn settled_memory(pid: u32) -> Result<u64, Failure> {
    let mut memory = process::memory(pid).ok_or(GONE)?;
    for _ in 0..10 {
        tokio::time::sleep(MOMENT).await;
        let now = process::memory(pid).ok_or(GONE)?;
        if now.abs_diff(memory) < SETTLED {
            return Ok(now);
        }
        memory = now;
    }
    Ok(memory)
}

const GONE: &str = "the server's process has no memory figure in /proc";
