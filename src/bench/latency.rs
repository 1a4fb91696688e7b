//! The open-loop schedule, and the one histogram. Latency counts from when an edit was due, not from when it was sent: a stall
//! of server or tool shows in every edit that was due meanwhile (no coordinated omission).

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::Failure;

/// Between setting up and the first edit, so that everybody listens.
const HEAD_START: Duration = Duration::from_millis(200);

/// When each edit is due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    start: Instant,
    interval: Duration,
    /// Edits before this one are not measured.
    pub(super) warm_up: u64,
    /// Edits in all.
    pub(super) edits: u64,
}

impl Schedule {
    /// `rate` edits a second from shortly after now, measured for `duration` after a warm-up.
    pub(super) fn new(rate: u32, warm_up: Duration, duration: Duration) -> Self {
        let rate = rate.max(1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of edits, above zero")]
        let count = |time: Duration| (time.as_secs_f64() * f64::from(rate)).ceil() as u64;
        let warm_up = count(warm_up);
        Self {
            start: Instant::now() + HEAD_START,
            interval: Duration::from_secs(1) / rate,
            warm_up,
            edits: warm_up + count(duration).max(1),
        }
    }

    /// The same schedule, from shortly after now.
    pub(super) fn begin(self) -> Self {
        Self { start: Instant::now() + HEAD_START, ..self }
    }

    /// The same schedule with so many edits in all, if it has more.
    pub(super) fn limited_to(self, edits: u64) -> Self {
        let edits = self.edits.min(edits);
        Self { edits, warm_up: self.warm_up.min(edits / 2), ..self }
    }

    /// When an edit is due.
    pub(super) fn due(&self, edit: u64) -> Instant {
        self.start + Duration::from_nanos(u64::try_from(self.interval.as_nanos()).unwrap_or(u64::MAX).saturating_mul(edit))
    }

    /// Waits for an edit's time with the precision of the system's clock (tokio's has 1 ms). Blocks the thread.
    pub(super) fn wait_for(&self, edit: u64) {
        std::thread::sleep(self.due(edit).saturating_duration_since(Instant::now()));
    }

    /// Whether an edit is after the warm-up.
    pub(super) fn counts(&self, edit: u64) -> bool {
        edit >= self.warm_up
    }

    /// How long the whole schedule takes.
    pub(super) fn length(&self) -> Duration {
        self.due(self.edits).saturating_duration_since(self.start)
    }
}

/// Durations from 1 µs to 10 minutes to three digits. Shared by all clients of a workload.
#[derive(Debug)]
pub(super) struct Latencies(Mutex<Histogram<u64>>);

impl Latencies {
    /// None yet.
    pub(super) fn new() -> Result<Self, Failure> {
        Ok(Self(Mutex::new(Histogram::new_with_bounds(1, 600_000_000, 3)?)))
    }

    /// Adds one.
    pub(super) fn record(&self, latency: Duration) {
        self.record_many(latency, 1);
    }

    /// Adds several of the same length: edits that came in one message.
    pub(super) fn record_many(&self, latency: Duration, count: u64) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX).max(1);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).saturating_record_n(micros, count);
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The quantile (0 to 1) in milliseconds.
    #[expect(clippy::cast_precision_loss, reason = "microseconds far below 2^52")]
    pub(super) fn quantile(&self, quantile: f64) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).value_at_quantile(quantile) as f64 / 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_due_at_equal_distances_and_the_warm_up_comes_on_top() {
        let schedule = Schedule::new(200, Duration::from_secs(1), Duration::from_secs(2));
        assert_eq!((schedule.warm_up, schedule.edits), (200, 600));
        assert_eq!(schedule.due(400) - schedule.due(200), Duration::from_secs(1));
        assert_eq!(schedule.length(), Duration::from_secs(3));
    }

    #[test]
    fn edits_of_one_message_count_one_by_one() {
        let latencies = Latencies::new().unwrap();
        latencies.record_many(Duration::from_millis(10), 99);
        latencies.record(Duration::from_secs(1));
        assert_eq!(latencies.count(), 100);
        assert!((latencies.quantile(0.5) - 10.0).abs() < 0.1);
        assert!((latencies.quantile(1.0) - 1000.0).abs() < 1.0);
    }
}
