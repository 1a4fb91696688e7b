//! Slows down who guesses passwords, by account and by address: after some attempts without success each further one has to wait
//! twice as long. Guessing at an account from one address makes only that address wait, so that nobody locks others out of
//! their accounts; all addresses together have a wider limit. In memory, bounded; time is an argument.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::access::Denied;

/// Attempts at an account before the address they come from has to wait.
const FREE_FOR_PAIR: u32 = 5;
/// Attempts at an account from anywhere before all have to wait.
const FREE_FOR_ACCOUNT: u32 = 100;
/// Attempts before an address has to wait: many people may share one.
const FREE_FOR_ADDRESS: u32 = 20;
/// Registrations before an address has to wait.
const FREE_REGISTRATIONS: u32 = 20;
/// The longest wait, so that nobody can lock somebody else out for long.
const LONGEST_MS: u64 = 60_000;
/// After this time without an attempt all is forgotten.
const FORGET_MS: u64 = 15 * 60_000;
/// How many accounts and addresses are remembered.
const REMEMBERED: usize = 20_000;

/// What is being guessed at, or from where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Whom {
    /// An account, from one address.
    Pair(String, String),
    /// An account, from anywhere.
    Account(String),
    Address(String),
    /// An address, as far as registrations go.
    Registering(String),
}

impl Whom {
    /// All that an attempt at an account's password counts for. Those whose address is not known share one.
    pub(crate) fn at_account(login: &str, address: Option<String>) -> Vec<Self> {
        let pair = Self::Pair(login.to_owned(), address.clone().unwrap_or_default());
        let all = [Some(pair), Some(Self::Account(login.to_owned())), address.map(Self::Address)];
        all.into_iter().flatten().collect()
    }

    fn free(&self) -> u32 {
        match self {
            Self::Pair(..) => FREE_FOR_PAIR,
            Self::Account(_) => FREE_FOR_ACCOUNT,
            Self::Address(_) => FREE_FOR_ADDRESS,
            Self::Registering(_) => FREE_REGISTRATIONS,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Attempts {
    count: u32,
    last_ms: u64,
    wait_until_ms: u64,
}

/// Attempts so far.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    attempts: Mutex<HashMap<Whom, Attempts>>,
}

impl Throttle {
    /// Counts an attempt before it is made, so that many at once don't slip through; refuses it if it is too early.
    pub(crate) fn attempt(&self, all: &[Whom], now_ms: u64) -> Result<(), Denied> {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = all.iter().filter_map(|whom| attempts.get(whom).map(|found| found.wait_until_ms.saturating_sub(now_ms)));
        if let Some(wait @ 1..) = waits.max() {
            return Err(Denied::Throttled { retry_after: Duration::from_millis(wait) });
        }
        if attempts.len() >= REMEMBERED {
            attempts.retain(|_, found| now_ms.saturating_sub(found.last_ms) < FORGET_MS);
        }
        if attempts.len() >= REMEMBERED {
            // So many at once are an attack: the older half is let go of.
            let mut times: Vec<u64> = attempts.values().map(|found| found.last_ms).collect();
            let (_, median, _) = times.select_nth_unstable(REMEMBERED / 2);
            let median = *median;
            attempts.retain(|_, found| found.last_ms > median);
        }
        for whom in all {
            let found = attempts.entry(whom.clone()).or_default();
            if now_ms.saturating_sub(found.last_ms) >= FORGET_MS {
                *found = Attempts::default();
            }
            found.count += 1;
            found.last_ms = now_ms;
            if let Some(beyond @ 0..) = found.count.checked_sub(whom.free()) {
                found.wait_until_ms = now_ms + (1000_u64 << beyond.min(10)).min(LONGEST_MS);
            }
        }
        Ok(())
    }

    /// The attempt succeeded: from this address the account starts anew; for all that is shared with others this attempt does not
    /// count. Earlier ones do, or an attacker would log in to an account of his own in between.
    pub(crate) fn succeeded(&self, all: &[Whom]) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        for whom in all {
            if let Whom::Pair(..) = whom {
                attempts.remove(whom);
            } else if let Some(found) = attempts.get_mut(whom) {
                found.count = found.count.saturating_sub(1);
                if found.count < whom.free() {
                    found.wait_until_ms = 0;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Whom {
        Whom::Pair("ada".to_owned(), "10.0.0.1".to_owned())
    }

    #[test]
    fn each_further_attempt_waits_twice_as_long() {
        let throttle = Throttle::default();
        let mut now = 1_000_000;
        for _ in 0..FREE_FOR_PAIR {
            assert_eq!(throttle.attempt(&[ada()], now), Ok(()));
        }
        for wait in [1, 2, 4, 8, 16, 32, 60, 60] {
            let retry_after = Duration::from_secs(wait);
            assert_eq!(throttle.attempt(&[ada()], now), Err(Denied::Throttled { retry_after }));
            now += wait * 1000;
            assert_eq!(throttle.attempt(&[ada()], now), Ok(()), "after {wait} s");
        }
        assert!(throttle.attempt(&[ada()], now + 60_000 + FORGET_MS).is_ok());
        assert!(throttle.attempt(&[ada()], now + 60_000 + FORGET_MS).is_ok(), "all was forgotten");
    }

    #[test]
    fn success_clears_the_account_and_others_are_not_concerned() {
        let throttle = Throttle::default();
        let address = Whom::Address("10.0.0.1".to_owned());
        for _ in 0..FREE_FOR_PAIR {
            throttle.attempt(&[ada(), address.clone()], 1).unwrap();
        }
        assert!(throttle.attempt(&[ada(), address.clone()], 1).is_err());
        assert!(throttle.attempt(&[Whom::Pair("bob".to_owned(), String::new()), address.clone()], 1).is_ok());
        throttle.succeeded(&[ada()]);
        assert!(throttle.attempt(&[ada(), address], 1).is_ok());
    }

    #[test]
    fn an_address_where_many_log_in_with_success_never_waits_and_their_failures_add_up() {
        let throttle = Throttle::default();
        let all = |n: u32| [Whom::Account(format!("user {n}")), Whom::Address("10.0.0.1".to_owned())];
        for n in 0..100 {
            throttle.attempt(&all(n), 1).unwrap();
            throttle.succeeded(&all(n));
        }
        for n in 0..FREE_FOR_ADDRESS {
            throttle.attempt(&all(n), 1).unwrap();
        }
        assert!(throttle.attempt(&all(1000), 1).is_err());
        assert!(throttle.attempt(&all(1000)[..1], 1).is_ok());
    }

    #[test]
    fn who_guesses_at_an_account_locks_only_his_own_address_out_until_there_are_very_many() {
        let throttle = Throttle::default();
        let from = |address: u32| Whom::at_account("ada", Some(format!("10.0.0.{address}")));
        for address in 0..19 {
            for _ in 0..FREE_FOR_PAIR {
                throttle.attempt(&from(address), 1).unwrap();
            }
            assert!(throttle.attempt(&from(address), 1).is_err(), "{address}");
        }
        throttle.attempt(&from(100), 1).unwrap();
        throttle.succeeded(&from(100));
        for address in 101..106 {
            throttle.attempt(&from(address), 1).unwrap();
        }
        assert!(throttle.attempt(&from(100), 1).is_err(), "a hundred failures from everywhere");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..REMEMBERED as u64 * 3 {
            let _ = throttle.attempt(&[Whom::Account(number.to_string())], number / 100);
        }
        assert!(throttle.attempts.lock().unwrap().len() <= REMEMBERED);
    }
}
