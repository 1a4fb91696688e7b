//! What typing costs the server in documents in which something else is locked, beside documents without locks: CPU for each
//! durable edit, in turns on the same server, so that both see the same machine.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use super::connection::{Connection, Sender, Token};
use super::fanout::clocks;
use super::latency::Schedule;
use super::mint::Mint;
use super::pace::pace;
use super::process::Meter;
use super::report::Report;
use super::rest::Rest;
use super::target::Target;
use super::typist::Typist;
use super::{Failure, Options, mint};
use crate::admission::StateVector;

/// How often each kind has its turn.
const TURNS: usize = 3;

/// How often a lock is tried to be taken, and the pause before the next try.
const TRIES: usize = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// Somebody who types in a document of their own.
struct Writer {
    document: String,
    typist: Typist,
    sender: Sender,
    keys: u64,
}

/// Everybody who types in documents of one kind.
struct Side {
    writers: Arc<Vec<Mutex<Writer>>>,
    /// Take what the server says.
    hearing: JoinSet<()>,
    /// CPU for an edit in each turn, in µs.
    costs: Vec<f64>,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let count = options.size(options.writers, 10, 2);
    let rate = options.rate.unwrap_or(1_000);
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(5))?);
    let (target, mint) = mint::guarded(options).await?;
    let mut free = Side::seat(&target, &mint, 0..count).await?;
    let mut locked = Side::seat(&target, &mint, count..2 * count).await?;
    let rest = Rest::new(&target);
    for number in count..2 * count {
        let path = format!("/api/documents/{}/locks", target.document(number));
        lock(&rest, &mint.token("holder")?, &path).await?;
    }
    let meter = Meter::start(target.pid());
    for _ in 0..TURNS {
        free.turn(&target, schedule).await?;
        locked.turn(&target, schedule).await?;
    }
    let metered = meter.stop();
    let keys = free.check(&target).await? + locked.check(&target).await?;

    let mut report = Report::new("locked");
    report.count("writers", count);
    report.figure("rate", rate.into(), "edits/s");
    let (without, with) = (median(&mut free.costs), median(&mut locked.costs));
    report.figure_if_known("without_locks", without, "us");
    report.figure_if_known("with_a_lock_elsewhere", with, "us");
    report.figure_if_known("ratio", without.zip(with).map(|(without, with)| with / without), "");
    report.cpu("edit", metered, keys);
    report.checked(format!("fresh clients got each of {keys} keys; the documents of one kind had a lock each"));
    Ok(report)
}

/// Takes a lock. What was typed first is shown before it is on disk, and until then there is no such document.
async fn lock(rest: &Rest, holder: &Token, path: &str) -> Result<(), Failure> {
    for _ in 0..TRIES {
        if rest.post(holder, path, &json!({ "path": "/cards/c1" })).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    rest.post(holder, path, &json!({ "path": "/cards/c1" })).await.map(|_| ())
}

impl Side {
    async fn seat(target: &Target, mint: &Mint, numbers: std::ops::Range<usize>) -> Result<Self, Failure> {
        let (mut writers, mut hearing) = (Vec::new(), JoinSet::new());
        for number in numbers {
            let document = target.document(number);
            let mut connection = Connection::open(&mint.address(target, &document, &format!("typist-{number}"))?).await?;
            connection.sync().await?;
            let Connection { sender, mut receiver, .. } = connection;
            hearing.spawn(async move { while receiver.next().await.is_ok() {} });
            let mut writer = Writer { document, typist: Typist::new(number), sender, keys: 0 };
            writer.key().await?;
            target.wait_for_state(&writer.document, &writer.state()).await?;
            writers.push(Mutex::new(writer));
        }
        Ok(Self { writers: Arc::new(writers), hearing, costs: Vec::new() })
    }

    /// Types for a while, and notes what it cost.
    async fn turn(&mut self, target: &Target, schedule: Schedule) -> Result<(), Failure> {
        let (writers, lanes) = (Arc::clone(&self.writers), self.writers.len());
        let meter = Meter::start(target.pid());
        pace(schedule.begin(), lanes, move |number| {
            let writers = Arc::clone(&writers);
            async move { writers[usize::try_from(number)? % lanes].lock().await.key().await }
        })
        .await?;
        let cost = meter.stop().server;
        self.costs.extend(cost.map(|cpu| cpu.as_secs_f64() * 1e6 / f64::from(clocks(schedule.edits))));
        Ok(())
    }

    /// Waits until all that was typed has arrived; how much that was. Fails if somebody was sent away.
    async fn check(&mut self, target: &Target) -> Result<u64, Failure> {
        let mut keys = 0;
        for writer in self.writers.iter() {
            let writer = writer.lock().await;
            target.wait_for_state(&writer.document, &writer.state()).await?;
            keys += writer.keys;
        }
        if self.hearing.try_join_next().is_some() {
            return Err("the server closed the connection of somebody who typed".into());
        }
        Ok(keys)
    }
}

impl Writer {
    async fn key(&mut self) -> Result<(), Failure> {
        self.keys += 1;
        let edit = self.typist.key();
        self.sender.send_edit(&edit, self.keys).await
    }

    fn state(&self) -> StateVector {
        StateVector::from_iter([(self.typist.client(), clocks(self.keys))])
    }
}

fn median(costs: &mut [f64]) -> Option<f64> {
    costs.sort_by(f64::total_cmp);
    costs.get(costs.len() / 2).copied()
}
