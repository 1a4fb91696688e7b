//! A crowd with cursors in one document of any server, and somebody who types among them: what one state costs that reached one
//! other, how old it is then, and whether edits wait behind cursors. `presence` does more of it with what only Yrsa has.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::connection::{Event, Receiver, Sender};
use super::fanout;
use super::follow::{Follower, Got, Reading, Script, gather};
use super::latency::{Latencies, Schedule};
use super::pace::send_on_time;
use super::presence::{FIRST, move_of, say};
use super::process::Meter;
use super::report::{Report, number};
use super::target::{Target, within};
use super::typist::Typist;
use super::{Failure, Options};
use crate::protocol::message;

/// Keys of the typist in a second.
const KEYS: u32 = 20;

/// What everybody measures by.
struct Crowd {
    people: u64,
    /// Move `n` is person `n % people`'s.
    moves: Schedule,
    states: Latencies,
    typing: Arc<Reading>,
}

/// Runs the workload.
pub(super) async fn run(options: &Options, target: &Target) -> Result<Report, Failure> {
    let people = options.size(options.readers, 50, 5).max(2);
    let rate = options.rate.unwrap_or(u32::try_from(people)? * 10);
    let (warm_up, duration) = (options.warm_up(), options.duration(Duration::from_secs(6))?);
    let (moves, keys) = (Schedule::new(rate, warm_up, duration), Schedule::new(KEYS, warm_up, duration));
    let mut typist = Typist::new(0);
    let script = Arc::new(Script::typed(&mut typist, keys.edits));
    let plan = script.edits.iter().map(|edit| (0, edit.clone())).collect();

    let document = target.document(0);
    let writer = target.join(&document).await?.0;
    let connections = target.join_all(&vec![document.clone(); people]).await?;
    let (moves, schedule) = (moves.begin(), keys.begin());
    let latencies = Arc::new(Latencies::new()?);
    let typing = Arc::new(Reading { script: Arc::clone(&script), schedule, latencies: Arc::clone(&latencies) });
    let crowd = Arc::new(Crowd { people: people as u64, moves, states: Latencies::new()?, typing });
    let (mut reads, mut senders, mut hears) = (JoinSet::new(), Vec::new(), JoinSet::new());
    for (person, connection) in (0..).zip(connections) {
        senders.push(connection.sender);
        reads.spawn(Arc::clone(&crowd).watch(person, connection.receiver));
    }
    hears.spawn(fanout::ignore(writer.receiver));
    let (handle, pid) = (Handle::current(), target.pid());
    let moving = tokio::task::spawn_blocking(move || move_on_time(&handle, &moves, senders, pid));
    let sending = send_on_time(schedule, Arc::new(plan), vec![writer.sender], None);
    let all = gather(reads, &moves).await?;
    let (meter, senders) = within(async { moving.await? }).await?;
    let metered = meter.stop();
    let typed = within(async { sending.await? }).await?;
    fanout::check_end(target, &document, &script.state(), &typist.text(), all.kept.as_ref()).await?;
    drop((typed, senders));

    let delivered = (crowd.people - 1) * (moves.edits - moves.warm_up);
    let mut report = Report::new("cursors");
    report.count("people", people);
    report.figure("rate", rate.into(), "moves/s");
    report.latencies("state", &crowd.states);
    report.latencies("typing", &latencies);
    report.cpu("state", metered, delivered);
    let states = number(usize::try_from(delivered)?);
    report.figure("states_per_frame", states / number(usize::try_from(all.frames)?).max(1.0), "");
    report.figure("bytes_per_state", number(usize::try_from(all.bytes)?) / states, "B");
    report.checked(format!(
        "each of {people} people has the last state of everybody else, and each of {} keys; one of them reads the typed text",
        schedule.edits
    ));
    Ok(report)
}

impl Crowd {
    /// Watches until the last move of everybody else and the last key have come.
    async fn watch(self: Arc<Self>, person: u64, mut receiver: Receiver) -> Result<Got, Failure> {
        let mut follower = Follower::new(&self.typing.script);
        if person == 0 {
            follower = follower.keep();
        }
        let mut got = Got::default();
        // The next move of each that is still to come; of oneself none.
        let none = self.moves.edits + self.people;
        let mut next: Vec<u64> = (0..self.people).map(|other| if other == person { none } else { other }).collect();
        let mut waiting = next.iter().filter(|next| **next < self.moves.edits).count();
        let (mut frames, mut bytes) = (0, 0);
        while waiting > 0 || !follower.is_done() {
            match receiver.next().await? {
                Event::Update(update) | Event::Synced(update) => self.typing.take(&mut follower, &update, &mut got)?,
                Event::Presence(update) => {
                    let (now, mut counts) = (Instant::now(), false);
                    for (client, state) in message::awareness_states(&update) {
                        let other = client.checked_sub(FIRST).filter(|other| *other < self.people && *other != person);
                        let Some((other, moved)) = other.zip(state.and_then(move_of)) else { continue };
                        let due = &mut next[usize::try_from(other)?];
                        while *due <= moved {
                            counts |= self.arrived(*due, now);
                            *due += self.people;
                            waiting -= usize::from(*due >= self.moves.edits);
                        }
                    }
                    frames += u64::from(counts);
                    bytes += if counts { update.len() as u64 } else { 0 };
                }
                _ => {}
            }
        }
        Ok(Got { frames, bytes, kept: follower.into_kept(), ..got })
    }

    /// Notes an arrival; whether it was one to measure.
    fn arrived(&self, number: u64, now: Instant) -> bool {
        let counts = self.moves.counts(number);
        if counts {
            self.states.record(now.saturating_duration_since(self.moves.due(number)));
        }
        counts
    }
}

/// Moves each cursor when it is due. The meter runs from the end of the warm-up.
fn move_on_time(
    handle: &Handle,
    moves: &Schedule,
    mut senders: Vec<Sender>,
    pid: Option<u32>,
) -> Result<(Meter, Vec<Sender>), Failure> {
    let (people, mut meter) = (senders.len() as u64, Meter::start(pid));
    for number in 0..moves.edits {
        moves.wait_for(number);
        if number == moves.warm_up {
            meter = Meter::start(pid);
        }
        let person = number % people;
        let sender = &mut senders[usize::try_from(person)?];
        handle.block_on(say(sender, person, 1 + number / people, Some(number)))?;
    }
    Ok((meter, senders))
}
