//! How often one address may come: a pace of requests and one of wrong credentials, for a bounded number of addresses.
//! Used by `edge`; pure, and never waits: what comes too often is told when to come again.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::access::Pace;

/// Addresses remembered; the longest unseen are forgotten first.
const ADDRESSES: usize = 65_536;

/// When an address' next request and next failure are due; the past for who is within its pace.
#[derive(Debug, Clone, Copy, Default)]
struct Due {
    request: Duration,
    failure: Duration,
}

/// What addresses did lately.
#[derive(Debug)]
pub(super) struct Rates {
    requests: Pace,
    failures: Pace,
    /// Two generations: who was seen since they last changed places, and who was seen before that. When the first is full the
    /// second is forgotten, which costs nothing per request and keeps at least the last half of all addresses.
    recent: HashMap<IpAddr, Due>,
    earlier: HashMap<IpAddr, Due>,
    generation: usize,
}

impl Rates {
    /// Bursts are ten seconds' worth of requests, and a minute's worth of failures.
    pub(super) fn new(requests_per_second: u32, failures_per_minute: u32) -> Self {
        Self {
            requests: Pace::new(requests_per_second, Duration::from_secs(1), requests_per_second.saturating_mul(10)),
            failures: Pace::new(failures_per_minute, Duration::from_secs(60), failures_per_minute),
            recent: HashMap::new(),
            earlier: HashMap::new(),
            generation: ADDRESSES / 2,
        }
    }

    /// Counts a request; the error is how long to stay away.
    pub(super) fn request(&mut self, address: IpAddr, now: Duration) -> Result<(), Duration> {
        let pace = self.requests;
        let due = self.due(address);
        due.request = pace.next(due.request, now)?;
        Ok(())
    }

    /// Counts wrong credentials.
    pub(super) fn failure(&mut self, address: IpAddr, now: Duration) {
        let pace = self.failures;
        let due = self.due(address);
        // What is tried although there is nothing left is refused elsewhere and costs nothing more.
        due.failure = pace.next(due.failure, now).unwrap_or(due.failure);
    }

    /// Whether credentials from this address are looked at; the error is how long to stay away.
    pub(super) fn may_fail(&mut self, address: IpAddr, now: Duration) -> Result<(), Duration> {
        let seen = self.recent.get(&address).or_else(|| self.earlier.get(&address));
        seen.map_or(Ok(()), |due| self.failures.next(due.failure, now).map(|_| ()))
    }

    fn due(&mut self, address: IpAddr) -> &mut Due {
        if !self.recent.contains_key(&address) && self.recent.len() >= self.generation {
            self.earlier = std::mem::take(&mut self.recent);
        }
        let earlier = &mut self.earlier;
        self.recent.entry(address).or_insert_with(|| earlier.remove(&address).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const ONE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
    const START: Duration = Duration::from_secs(5);

    #[test]
    fn a_burst_passes_and_the_rest_is_told_when_to_come() {
        let mut rates = Rates::new(2, 1);
        assert!((0..20).all(|_| rates.request(ONE, START).is_ok()));
        assert_eq!(rates.request(ONE, START), Err(Duration::from_millis(500)));
        assert_eq!(rates.request(OTHER, START), Ok(()));
        assert_eq!(rates.request(ONE, START + Duration::from_millis(500)), Ok(()));
        assert!(rates.request(ONE, START + Duration::from_millis(500)).is_err());
    }

    #[test]
    fn failures_beyond_their_number_close_the_door_for_one_interval() {
        let mut rates = Rates::new(100, 3);
        for _ in 0..3 {
            assert_eq!(rates.may_fail(ONE, START), Ok(()));
            rates.failure(ONE, START);
        }
        rates.failure(ONE, START);
        assert_eq!(rates.may_fail(ONE, START), Err(Duration::from_secs(20)));
        assert_eq!(rates.may_fail(OTHER, START), Ok(()));
        assert_eq!(rates.may_fail(ONE, START + Duration::from_secs(20)), Ok(()));
    }

    #[test]
    fn only_so_many_addresses_are_remembered_and_who_comes_again_stays() {
        let mut rates = Rates::new(100, 1);
        rates.failure(ONE, START);
        for number in 0..200_000_u32 {
            let _ = rates.request(IpAddr::V4(Ipv4Addr::from(number)), START);
            if number % 10_000 == 0 {
                let _ = rates.request(ONE, START);
            }
            assert!(rates.recent.len() + rates.earlier.len() <= ADDRESSES);
        }
        assert!(rates.may_fail(ONE, START).is_err());
    }
}
