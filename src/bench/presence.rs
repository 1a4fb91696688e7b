//! Cursors: half of a document's participants move theirs ten times a second, while people type there and elsewhere. A move has
//! arrived when the last of all other participants has it or a later one of the same user; from when it was due.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::task::JoinSet;

use super::connection::{Connection, Event, Receiver, Sender};
use super::editing::Editing;
use super::latency::{Latencies, Schedule};
use super::pace::pace;
use super::process::Meter;
use super::report::{Report, number};
use super::target::within;
use super::{Failure, Options, PATIENCE, mint};
use crate::protocol::message;

/// Client ids of participants begin here.
pub(super) const FIRST: u64 = 4_000_000_000;

/// Moves of one cursor in a second.
const HZ: usize = 10;

/// What is measured.
struct Moves {
    schedule: Schedule,
    movers: u64,
    /// How many have to have each move.
    others: usize,
    /// How many have it.
    arrived: Vec<AtomicUsize>,
    each: Latencies,
    last: Latencies,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let people = options.size(options.readers, 100, 6).max(2);
    let movers = people / 2;
    let rate = options.rate.unwrap_or(u32::try_from(movers * HZ)?);
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(15))?);
    let (target, mint) = mint::guarded(options).await?;
    let document = target.document(0);
    let editing = Editing::begin(options, &target, &mint, &document).await?;
    let (mut senders, mut receivers) = (Vec::new(), Vec::new());
    for person in 0..people {
        let mut connection = Connection::open(&mint.address(&target, &document, &format!("person-{person}"))?).await?;
        within(connection.sync()).await?;
        let Connection { mut sender, receiver, .. } = connection;
        say(&mut sender, person as u64, 1, None).await?;
        senders.push(Mutex::new(sender));
        receivers.push(receiver);
    }
    let schedule = schedule.begin();
    let moves = Arc::new(Moves {
        schedule,
        movers: movers as u64,
        others: people - 1,
        arrived: (0..schedule.edits).map(|_| AtomicUsize::new(0)).collect(),
        each: Latencies::new()?,
        last: Latencies::new()?,
    });
    let mut watching = JoinSet::new();
    for (person, receiver) in (0..).zip(receivers) {
        watching.spawn(watch(Arc::clone(&moves), person, receiver));
    }
    let (senders, meter) = (Arc::new(senders), Meter::start(target.pid()));
    let speaking = Arc::clone(&senders);
    pace(schedule, movers, move |number| {
        let speaking = Arc::clone(&speaking);
        async move {
            let person = number % movers as u64;
            let mut sender = speaking[usize::try_from(person)?].lock().await;
            say(&mut sender, person, 2 + number / movers as u64, Some(number)).await
        }
    })
    .await?;
    let deadline = tokio::time::Instant::now() + PATIENCE;
    let mut frames = 0;
    for _ in 0..people {
        let Ok(Some(watched)) = tokio::time::timeout_at(deadline, watching.join_next()).await else {
            return Err("wrong end state: a participant waits for the last move of a cursor".into());
        };
        frames += watched??;
    }
    let metered = meter.stop();
    drop(senders);

    let mut report = Report::new("presence");
    report.count("participants", people);
    report.count("cursors", movers);
    report.figure("rate", rate.into(), "moves/s");
    report.latencies("last_has_it", &moves.last);
    report.latencies("each_has_it", &moves.each);
    let count = moves.others as u64 * schedule.edits;
    report.cpu("delivery", metered, count);
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    report.figure("moves_per_frame", count as f64 / number(usize::try_from(frames)?).max(1.0), "");
    report.checked(format!("each of {} moves, or a later one, reached all of {} others", schedule.edits, moves.others));
    editing.end(&target, &mut report).await?;
    Ok(report)
}

/// Announces where somebody is, as an editor does.
pub(super) async fn say(sender: &mut Sender, person: u64, clock: u64, moved: Option<u64>) -> Result<(), Failure> {
    let number = moved.map_or(-1, |number| i64::try_from(number).unwrap_or(i64::MAX));
    let state =
        format!(r##"{{"user":{{"name":"Somebody","color":"#30bced"}},"cursor":{{"x":{},"y":17,"move":{number}}}}}"##, clock * 3);
    sender.send(message::awareness(&message::awareness_update(FIRST + person, clock, &state))).await
}

/// Watches until the last move of everybody else has come; how many messages that took.
async fn watch(moves: Arc<Moves>, person: u64, mut receiver: Receiver) -> Result<u64, Failure> {
    let (edits, movers) = (moves.schedule.edits, moves.movers);
    // The next move of each mover that is still to come; of oneself none.
    let mut next: Vec<u64> = (0..movers).map(|mover| if mover == person { edits + movers } else { mover }).collect();
    let mut waiting = next.iter().filter(|next| **next < edits).count();
    let mut frames = 0;
    while waiting > 0 {
        let Event::Presence(update) = receiver.next().await? else { continue };
        let now = Instant::now();
        frames += 1;
        for (client, state) in message::awareness_states(&update) {
            let Some(mover) = client.checked_sub(FIRST).filter(|mover| *mover < movers && *mover != person) else { continue };
            let Some(moved) = state.and_then(move_of) else { continue };
            let due = &mut next[usize::try_from(mover)?];
            while *due <= moved {
                moves.arrive(*due, now)?;
                *due += movers;
                waiting -= usize::from(*due >= edits);
            }
        }
    }
    Ok(frames)
}

impl Moves {
    fn arrive(&self, number: u64, now: Instant) -> Result<(), Failure> {
        let arrived = self.arrived[usize::try_from(number)?].fetch_add(1, Ordering::Relaxed) + 1;
        if self.schedule.counts(number) {
            let took = now.saturating_duration_since(self.schedule.due(number));
            self.each.record(took);
            if arrived == self.others {
                self.last.record(took);
            }
        }
        Ok(())
    }
}

/// Which move a state shows. Found by its name: reading all of the JSON 50,000 times a second would be the tool's own load.
pub(super) fn move_of(state: &str) -> Option<u64> {
    let (_, after) = state.split_once(r#""move":"#)?;
    let digits = after.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_found_in_a_state_and_nothing_else_is_one() {
        assert_eq!(move_of(r#"{"cursor":{"x":3,"move":417},"user":{"id":"a"}}"#), Some(417));
        assert_eq!(move_of(r#"{"cursor":{"x":3,"move":-1}}"#), None);
        assert_eq!(move_of(r#"{"cursor":{"x":3}}"#), None);
    }
}
