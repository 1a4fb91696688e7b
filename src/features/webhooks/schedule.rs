//! What follows from the answer to a delivery: done, again later, or given up. Pure: the randomness of the jitter is an argument.
//! Used by `webhooks` only.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Waits between attempts: after the last one nothing more is tried. `docs/WEBHOOKS.md` has the table.
pub const RETRIES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 60 * 60),
    Duration::from_secs(5 * 60 * 60),
    Duration::from_secs(10 * 60 * 60),
    Duration::from_secs(14 * 60 * 60),
    Duration::from_secs(20 * 60 * 60),
    Duration::from_secs(24 * 60 * 60),
];

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The receiver has it.
    Delivered,
    /// It is tried again.
    Failed,
    /// It is not tried again; the endpoint is disabled.
    GivenUp,
}

impl Outcome {
    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
        }
    }
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Go on with the next event.
    Delivered,
    /// Try again after so many milliseconds.
    Again(u64),
    /// Disable the endpoint.
    GiveUp,
}

impl Verdict {
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Delivered => Outcome::Delivered,
            Self::Again(_) => Outcome::Failed,
            Self::GiveUp => Outcome::GivenUp,
        }
    }
}

/// Judges the attempt with this number (from 1) by the status of the answer, if there was one.
pub(super) fn judge(status: Option<u16>, attempt: u32, retries: &[Duration], random: u64) -> Verdict {
    match status {
        Some(200..=299) => Verdict::Delivered,
        Some(410) => Verdict::GiveUp,
        _ => {
            let wait = usize::try_from(attempt).ok().and_then(|attempt| retries.get(attempt.checked_sub(1)?));
            wait.map_or(Verdict::GiveUp, |wait| Verdict::Again(jitter(*wait, random)))
        }
    }
}

/// A wait between 80 % and 120 % of this one, in milliseconds: many endpoints of one receiver don't come back all at once.
fn jitter(wait: Duration, random: u64) -> u64 {
    let wait = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX / 2);
    let fifth = wait / 5;
    wait - fifth + random % (2 * fifth + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_retries_then_it_is_given_up() {
        for (attempt, wait) in (1..).zip(RETRIES) {
            let wait = u64::try_from(wait.as_millis()).unwrap();
            for random in [0, 1, 12_345, u64::MAX] {
                let Verdict::Again(after) = judge(Some(500), attempt, &RETRIES, random) else { panic!("attempt {attempt}") };
                assert!(after >= wait / 5 * 4 && after <= wait / 5 * 6, "{after} of {wait}");
            }
        }
        assert_eq!(judge(None, 10, &RETRIES, 0), Verdict::GiveUp);
    }

    #[test]
    fn only_2xx_counts_as_delivered_and_gone_ends_it_at_once() {
        assert_eq!(judge(Some(204), 10, &RETRIES, 0), Verdict::Delivered);
        assert_eq!(judge(Some(410), 1, &RETRIES, 0), Verdict::GiveUp);
        for status in [Some(199), Some(301), Some(404), Some(500), None] {
            assert_eq!(judge(status, 1, &RETRIES, 0), Verdict::Again(4000), "{status:?}");
        }
    }

    #[test]
    fn the_jitter_reaches_both_ends() {
        let wait = Duration::from_millis(1000);
        assert_eq!((jitter(wait, 0), jitter(wait, 400), jitter(wait, 401)), (800, 1200, 800));
        assert_eq!(jitter(Duration::ZERO, 7), 0);
    }
}
