//! Clients that typed for long without a connection come back, each with all of it as one update, while somebody types: how long
//! until every reader has it, and whether the typing of others stalls meanwhile.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::task::JoinSet;

use super::connection::{Event, Receiver};
use super::fanout;
use super::follow::{Follower, Got, Reading, Script, gather};
use super::latency::{Latencies, Schedule};
use super::pace::send_on_time;
use super::report::{Report, kilobytes, number};
use super::target::{Target, within};
use super::typist::{self, Typist, read_text};
use super::{Failure, Options};
use crate::admission::{self, StateVector};
use crate::protocol::message;

/// Keys in a second of who types meanwhile.
const KEYS: u32 = 50;

/// Who comes back, one after the other.
const RETURNING: usize = 3;

/// Keys are smaller, what is brought back is larger.
const LARGE: usize = 512;

/// One client's work.
struct Upload {
    state: (u64, u32),
    bytes: Bytes,
    sent: Mutex<Option<Instant>>,
    /// How the server passes it on: all of it and nothing else.
    known_as: Mutex<Option<Bytes>>,
}

/// What all readers measure by.
struct Coming {
    typing: Arc<Reading>,
    uploads: Vec<Upload>,
    merged: Latencies,
}

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let readers = options.size(options.readers, 20, 3);
    let edits = u32::try_from(options.size(options.edits, 20_000, 500))?;
    let uploads: Vec<Upload> = (1..=RETURNING).map(|number| Upload::typed(number, edits)).collect::<Result<_, _>>()?;
    let schedule = Schedule::new(KEYS, options.warm_up(), options.duration(Duration::from_secs(6))?);
    let mut typist = Typist::new(0);
    let script = Arc::new(Script::typed(&mut typist, schedule.edits));
    let plan = script.edits.iter().map(|edit| (0, edit.clone())).collect();

    let document = target.document(0);
    let writer = target.join(&document).await?.0;
    let mut returning = target.join_all(&vec![document.clone(); RETURNING]).await?;
    let connections = target.join_all(&vec![document.clone(); readers]).await?;
    let schedule = schedule.begin();
    let latencies = Arc::new(Latencies::new()?);
    let typing = Arc::new(Reading { script: Arc::clone(&script), schedule, latencies: Arc::clone(&latencies) });
    let coming = Arc::new(Coming { typing, uploads, merged: Latencies::new()? });
    let (mut reads, mut senders, mut hears) = (JoinSet::new(), Vec::new(), JoinSet::new());
    for (number, connection) in connections.into_iter().enumerate() {
        senders.push(connection.sender);
        reads.spawn(Arc::clone(&coming).watch(connection.receiver, number == 0));
    }
    hears.spawn(fanout::ignore(writer.receiver));
    let sending = send_on_time(schedule, Arc::new(plan), vec![writer.sender], target.pid());
    for (number, (upload, client)) in (1..).zip(coming.uploads.iter().zip(&mut returning)) {
        let after = schedule.warm_up + (schedule.edits - schedule.warm_up) * number / (RETURNING as u64 + 1);
        tokio::time::sleep_until(schedule.due(after).into()).await;
        *lock(&upload.sent) = Some(Instant::now());
        within(client.sender.send(message::update(&upload.bytes))).await?;
    }
    let all = gather(reads, &schedule).await?;
    let (meter, writers) = within(async { sending.await? }).await?;
    let metered = meter.stop();
    let typed = script.state();
    let clocks = coming.uploads.iter().map(|upload| upload.state).chain(typed.iter());
    let parts = target.wait_for_state(&document, &StateVector::from_iter(clocks)).await?;
    if read_text(&parts)? != read_text(all.kept.as_ref().ok_or("wrong end state: no reader kept what it got")?)? {
        return Err("wrong end state: a fresh client reads another text than a reader".into());
    }
    drop((writers, senders, returning));

    let mut report = Report::new("mergeback");
    report.count("readers", readers);
    report.figure("edits_brought_back", edits.into(), "each time");
    let bytes: usize = coming.uploads.iter().map(|upload| upload.bytes.len()).sum();
    report.figure("update", kilobytes(bytes as u64) / number(RETURNING), "kB");
    report.latencies("merged", &coming.merged);
    report.latencies("typing", &latencies);
    report.cpu("delivery", metered, all.delivered);
    report.checked(format!(
        "each of {readers} readers has all that {RETURNING} clients brought back, and each of {} keys; texts are equal",
        schedule.edits
    ));
    Ok(report)
}

impl Upload {
    fn typed(number: usize, edits: u32) -> Result<Self, Failure> {
        let mut typist = Typist::new(number);
        for patch in typist::keystrokes(edits) {
            typist.patch(&patch);
        }
        let bytes = typist.document();
        let clock = admission::state_vector_of(&StateVector::default(), [&bytes])?.get(typist.client());
        let known_as = Mutex::new(None);
        Ok(Self { state: (typist.client(), clock), bytes, sent: Mutex::new(None), known_as })
    }
}

impl Coming {
    /// Reads until everything that is typed or brought back is there.
    async fn watch(self: Arc<Self>, mut receiver: Receiver, keep: bool) -> Result<Got, Failure> {
        let mut follower = Follower::new(&self.typing.script);
        if keep {
            follower = follower.keep();
        }
        let (mut got, mut known) = (Got::default(), StateVector::default());
        let mut waiting: Vec<usize> = (0..self.uploads.len()).collect();
        while !(waiting.is_empty() && follower.is_done()) {
            let (Event::Update(update) | Event::Synced(update)) = receiver.next().await? else { continue };
            let now = Instant::now();
            let is_known = |number: &usize| lock(&self.uploads[*number].known_as).as_ref() == Some(&update);
            if update.len() < LARGE {
                self.typing.take(&mut follower, &update, &mut got)?;
            } else if let Some(same) = waiting.iter().position(is_known) {
                self.arrived(waiting.swap_remove(same), now);
                follower.only_keep(&update);
            } else {
                self.typing.take(&mut follower, &update, &mut got)?;
                known = admission::state_vector_of(&known, [&update])?;
                waiting.retain(|number| {
                    let is_missing = known.get(self.uploads[*number].state.0) < self.uploads[*number].state.1;
                    if !is_missing {
                        self.arrived(*number, now);
                    }
                    is_missing
                });
                self.recognize(&update)?;
            }
        }
        got.kept = follower.into_kept();
        Ok(got)
    }

    /// One reader takes a message apart, the others compare: the tool shares the machine.
    fn recognize(&self, update: &Bytes) -> Result<(), Failure> {
        let alone = admission::state_vector_of(&StateVector::default(), [update])?;
        let holds = |upload: &&Upload| alone.iter().eq([upload.state]);
        if let Some(upload) = self.uploads.iter().find(holds) {
            *lock(&upload.known_as) = Some(update.clone());
        }
        Ok(())
    }

    fn arrived(&self, number: usize, now: Instant) {
        if let Some(sent) = *lock(&self.uploads[number].sent) {
            self.merged.record(now.saturating_duration_since(sent));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
