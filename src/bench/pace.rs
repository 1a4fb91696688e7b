//! Acts on time: each number of a schedule at its moment, with the precision of the system's clock (tokio's has 1 ms). Whoever
//! is late does not delay others: each lane waits for its own only.

use std::sync::Arc;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};

use super::Failure;
use super::connection::Sender;
use super::latency::Schedule;
use super::process::Meter;
use crate::protocol::message;

/// Edits in the order in which they are due, each with its sender.
pub(super) type Plan = Vec<(usize, Bytes)>;

/// A plan under way.
pub(super) type Sending = JoinHandle<Result<(Meter, Vec<Sender>), Failure>>;

/// Sends edit `n` of the plan when number `n` of the schedule is due. The meter runs from the end of the warm-up; the senders
/// come back, because who leaves would be missed.
pub(super) fn send_on_time(schedule: Schedule, plan: Arc<Plan>, mut senders: Vec<Sender>, pid: Option<u32>) -> Sending {
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut meter = Meter::start(pid);
        for (number, (sender, edit)) in (0..).zip(plan.iter()) {
            schedule.wait_for(number);
            if number == schedule.warm_up {
                meter = Meter::start(pid);
            }
            handle.block_on(senders[*sender].send(message::update(edit)))?;
        }
        Ok((meter, senders))
    })
}

/// Does `act` for each number when it is due; number `n` is lane `n % lanes`' own, and a lane does one thing at a time.
pub(super) async fn pace<A, F>(schedule: Schedule, lanes: usize, act: A) -> Result<(), Failure>
where
    A: Fn(u64) -> F + Clone + Send + 'static,
    F: Future<Output = Result<(), Failure>>,
{
    let mut threads = JoinSet::new();
    for lane in 0..lanes {
        let (handle, act) = (Handle::current(), act.clone());
        threads.spawn_blocking(move || {
            for number in (lane as u64..schedule.edits).step_by(lanes) {
                schedule.wait_for(number);
                handle.block_on(act(number))?;
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(done) = threads.join_next().await {
        done??;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use super::*;

    #[tokio::test]
    async fn everything_is_done_once_and_never_early() {
        let schedule = Schedule::new(1_000, Duration::ZERO, Duration::from_millis(20)).begin();
        let done = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&done);
        let act = move |number| {
            assert!(Instant::now() >= schedule.due(number));
            noted.lock().unwrap().push(number);
            std::future::ready(Ok(()))
        };
        pace(schedule, 3, act).await.unwrap();
        let mut done = done.lock().unwrap().clone();
        done.sort_unstable();
        assert_eq!(done, (0..20).collect::<Vec<_>>());
    }
}
