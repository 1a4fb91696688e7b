//! A session of two people who wrote one text, replayed by two clients in each of many documents: what each one's edit takes to
//! reach the other, and whether everybody ends with the text, byte for byte.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::conversation::{self, Step, authors};
use super::follow::{Reading, Script, gather};
use super::latency::{Latencies, Schedule};
use super::pace::{Plan, send_on_time};
use super::report::Report;
use super::target::{Target, within};
use super::typist::read_text;
use super::{Failure, Options};
use crate::admission::StateVector;

/// Edits of a session that is made up, half of them by each.
const MADE_UP: u32 = 10_000;

/// Runs the workload. Number `n` of the schedule is step `n / documents` of document `n % documents`.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let documents = options.size(options.documents, 25, 2);
    let rate = options.rate.unwrap_or(if options.check { 200 } else { 2_500 });
    let warm_up = options.warm_up();
    let wanted = Schedule::new(rate, warm_up, options.duration(Duration::from_secs(6))?);
    let all = conversation::steps(options.trace.as_deref(), if options.check { 300 } else { MADE_UP })?;
    let length = all.len().min(usize::try_from(wanted.edits)? / documents);
    let steps = up_to(&all, length);
    let expected = conversation::read(&steps)?;
    let schedule = wanted.limited_to((steps.len() * documents) as u64);
    let plan: Plan = (0..steps.len() * documents)
        .map(|number| {
            let step = &steps[number / documents];
            (number % documents * 2 + step.author, step.update.clone())
        })
        .collect();

    let names: Vec<String> = (0..documents * 2).map(|client| target.document(client / 2)).collect();
    let connections = target.join_all(&names).await?;
    let schedule = schedule.begin();
    let latencies = Arc::new(Latencies::new()?);
    let (mut reads, mut senders) = (JoinSet::new(), Vec::new());
    for (client, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        let script = Arc::new(script(&steps, (client % 2) ^ 1, client / 2, documents));
        let latencies = Arc::clone(&latencies);
        reads.spawn(Arc::new(Reading { script, schedule, latencies }).read(connection.receiver, false));
    }
    let sending = send_on_time(schedule, Arc::new(plan), senders, target.pid());
    let got = gather(reads, &schedule).await?;
    let (meter, senders) = within(async { sending.await? }).await?;
    let metered = meter.stop();

    let clock = |author| steps.iter().filter(|step| step.author == author).map(|step| step.clock).max().unwrap_or(0);
    let state = StateVector::from_iter([(authors()[0], clock(0)), (authors()[1], clock(1))]);
    for name in names.iter().step_by(2) {
        if read_text(&target.wait_for_state(name, &state).await?)? != expected {
            return Err(format!("wrong end state: {name} does not read as the session does").into());
        }
    }
    drop(senders);

    let mut report = Report::new("replay");
    report.count("documents", documents);
    report.count("edits_of_each", steps.len());
    report.count("edits_of_the_session", all.len());
    report.figure("rate", rate.into(), "edits/s");
    report.latencies("latency", &latencies);
    report.cpu("edit", metered, schedule.edits - schedule.warm_up);
    report.checked(format!(
        "each of {} clients has the other's edits ({} of them with clocks); fresh clients of all documents read the text, {} bytes",
        documents * 2,
        got.delivered,
        expected.len()
    ));
    Ok(report)
}

/// The first edits of a session, without deletions that end what somebody did: no clock would show that they have come.
fn up_to(steps: &[Step], length: usize) -> Vec<Step> {
    let mut steps = steps[..length].to_vec();
    for author in 0..2 {
        let last = steps.iter().rposition(|step| step.author == author && step.inserts).unwrap_or(0);
        let mut at = 0;
        steps.retain(|step| {
            at += 1;
            step.author != author || at <= last + 1
        });
    }
    steps
}

/// What one author's edits are to a reader: those with clocks.
fn script(steps: &[Step], author: usize, document: usize, documents: usize) -> Script {
    let numbered = (0..).zip(steps).filter(|(_, step)| step.author == author && step.inserts);
    let edits = numbered.map(|(at, step)| (step.update.clone(), step.clock, (at * documents + document) as u64));
    Script::among_others(authors()[author], edits)
}
