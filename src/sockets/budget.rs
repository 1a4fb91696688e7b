//! How much one connection may send: a bucket of messages and one of bytes, refilled with time.
//! Above it the socket is not read for a while; nothing is lost, TCP makes the sender wait.

use std::time::Duration;

/// Seconds of sending that may come at once.
const BURST: f64 = 10.0;

/// What is left of a connection's allowance.
#[derive(Debug)]
pub struct Budget {
    messages_per_second: f64,
    bytes_per_second: f64,
    messages: f64,
    bytes: f64,
    refilled: Duration,
}

impl Budget {
    /// A full allowance.
    #[must_use]
    pub fn new(messages_per_second: u32, bytes_per_second: u64, now: Duration) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "rates lie far below 2^52")]
        let bytes_per_second = bytes_per_second as f64;
        let messages_per_second = f64::from(messages_per_second);
        Self {
            messages_per_second,
            bytes_per_second,
            messages: messages_per_second * BURST,
            bytes: bytes_per_second * BURST,
            refilled: now,
        }
    }

    /// Takes one message of `len` bytes; says how long not to read after it.
    pub fn take(&mut self, now: Duration, len: usize) -> Option<Duration> {
        let elapsed = now.saturating_sub(self.refilled).as_secs_f64();
        self.refilled = now;
        self.messages = (self.messages + elapsed * self.messages_per_second).min(self.messages_per_second * BURST);
        self.bytes = (self.bytes + elapsed * self.bytes_per_second).min(self.bytes_per_second * BURST);
        self.messages -= 1.0;
        #[expect(clippy::cast_precision_loss, reason = "message sizes lie far below 2^52")]
        let len = len as f64;
        self.bytes -= len;
        let wait = (-self.messages / self.messages_per_second).max(-self.bytes / self.bytes_per_second);
        (wait > 0.0).then(|| Duration::from_secs_f64(wait))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_the_rest_waits_for_its_time() {
        let mut budget = Budget::new(10, 1_000_000, Duration::ZERO);
        assert!((0..100).all(|_| budget.take(Duration::ZERO, 1).is_none()));
        assert_eq!(budget.take(Duration::ZERO, 1), Some(Duration::from_millis(100)));
        assert_eq!(budget.take(Duration::from_secs(60), 1), None);
    }

    #[test]
    fn one_large_message_is_paid_for_afterwards() {
        let mut budget = Budget::new(1_000, 1_000, Duration::ZERO);
        assert_eq!(budget.take(Duration::ZERO, 12_000), Some(Duration::from_secs(2)));
    }
}
