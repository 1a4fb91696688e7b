//! Many small documents with two typists each, all at a steady pace: what one update costs a server that has no crowd to share it
//! with. Each typist is the other's reader.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::task::JoinSet;

use super::follow::{Reading, Script, gather};
use super::latency::{Latencies, Schedule};
use super::pace::{Plan, send_on_time};
use super::report::Report;
use super::target::{Target, within};
use super::typist::{Typist, read_text};
use super::{Failure, Options};
use crate::admission::StateVector;

/// People in each document.
const PAIR: usize = 2;

/// Fresh clients at work at once when the end state is checked.
const CHECKS: usize = 32;

/// Runs the workload. Edit `n` is typist `n % typists`' own number `n / typists`.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let documents = options.size(options.documents, 300, 4);
    let typists = documents * PAIR;
    let rate = options.rate.unwrap_or(u32::try_from(typists)?);
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(6))?);
    let scripts: Vec<Arc<Script>> = (0..typists).map(|typist| script(typist, typists, &schedule)).collect();
    let plan: Plan = (0..usize::try_from(schedule.edits)?)
        .map(|number| (number % typists, scripts[number % typists].edits[number / typists].clone()))
        .collect();

    let names: Vec<String> = (0..typists).map(|typist| target.document(typist / PAIR)).collect();
    let connections = target.join_all(&names).await?;
    let schedule = schedule.begin();
    let latencies = Arc::new(Latencies::new()?);
    let (mut reads, mut senders) = (JoinSet::new(), Vec::new());
    for (typist, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        let (script, latencies) = (Arc::clone(&scripts[typist ^ 1]), Arc::clone(&latencies));
        reads.spawn(Arc::new(Reading { script, schedule, latencies }).read(connection.receiver, false));
    }
    let sending = send_on_time(schedule, Arc::new(plan), senders, target.pid());
    let all = gather(reads, &schedule).await?;
    let (meter, senders) = within(async { sending.await? }).await?;
    let metered = meter.stop();

    if target.keeps_documents() {
        let checks = stream::iter(scripts.chunks(PAIR).zip(names.chunks(PAIR)));
        let checks = checks.map(|(pair, names)| check(target, &names[0], pair));
        checks.buffer_unordered(CHECKS).try_collect::<()>().await?;
    }
    drop(senders);

    let mut report = Report::new("rooms");
    report.count("documents", documents);
    report.count("typists", typists);
    report.figure("rate", rate.into(), "edits/s");
    report.latencies("latency", &latencies);
    report.cpu("update", metered, all.delivered);
    let read = if target.keeps_documents() { "; fresh clients of all documents read as many keys" } else { "" };
    report.checked(format!("each of {typists} typists has each of the other's edits, {} in all{read}", schedule.edits));
    Ok(report)
}

/// What one of the typists types, and when.
fn script(typist: usize, typists: usize, schedule: &Schedule) -> Arc<Script> {
    let numbers = (typist as u64..schedule.edits).step_by(typists);
    let mut person = Typist::new(typist);
    let edits: Vec<_> = (1..).zip(numbers).map(|(end, number)| (person.key(), end, number)).collect();
    Arc::new(Script::among_others(person.client(), edits))
}

/// A fresh client gets what both typed.
async fn check(target: &Target, document: &str, pair: &[Arc<Script>]) -> Result<(), Failure> {
    let clocks: Vec<(u64, u32)> = pair.iter().map(|script| (script.client, script.clock(script.edits.len()))).collect();
    let keys: u32 = clocks.iter().map(|(_, clock)| clock).sum();
    let parts = target.wait_for_state(document, &StateVector::from_iter(clocks)).await?;
    if read_text(&parts)?.len() != usize::try_from(keys)? {
        return Err(format!("wrong end state: {document} does not read as many keys as were typed").into());
    }
    Ok(())
}
