//! How often something may happen: a steady pace with bursts. Pure: the time is an argument, and so is what is remembered.
//! Used for requests by address (`http`) and by user (`features`).

use std::time::Duration;

/// One event per interval on average, `burst` intervals' worth at once (the generic cell rate algorithm, ITU-T I.371).
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    interval: Duration,
    burst: Duration,
}

impl Pace {
    /// So many events within a time, and so many at once.
    #[must_use]
    pub fn new(events: u32, within: Duration, burst: u32) -> Self {
        let interval = within / events.max(1);
        Self { interval, burst: interval.saturating_mul(burst) }
    }

    /// When the next event is due after one now, or how long it is too early. Who comes for the first time is due at zero.
    ///
    /// # Errors
    /// How long to wait.
    pub fn next(self, due: Duration, now: Duration) -> Result<Duration, Duration> {
        let next = due.max(now) + self.interval;
        let early = next.saturating_sub(now + self.burst);
        if early.is_zero() { Ok(next) } else { Err(early) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_one_each_interval() {
        let pace = Pace::new(10, Duration::from_secs(1), 5);
        let now = Duration::from_secs(100);
        let mut due = Duration::ZERO;
        for _ in 0..5 {
            due = pace.next(due, now).unwrap();
        }
        assert_eq!(pace.next(due, now), Err(Duration::from_millis(100)));
        assert!(pace.next(due, now + Duration::from_millis(100)).is_ok());
    }
}
