//! Acts on time: each number of a schedule at its moment, with the precision of the system's clock (tokio's has 1 ms). Whoever
//! is late does not delay others: each lane waits for its own only.

use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::Failure;
use super::latency::Schedule;

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
