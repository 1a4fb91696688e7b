//! Places for connections: so many in all, so many that wait for their first answer, and of both so many from one address.
//! Taken by `edge` when a connection arrives, given back when its stream is dropped, also after it became a WebSocket.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::client_address::ClientAddress;

/// Connections of one address beyond its places that still get to hear why they are refused; others are just closed.
const REFUSED_AT_ONCE: usize = 16;

/// One address' part of the connections without an answer: who opens many and says nothing keeps nobody else out.
const PART: usize = 4;

/// But an address may have so many of them.
const LEAST_WAITING: usize = 16;

/// How many connections there may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlaceLimits {
    /// In all.
    pub(super) open: usize,
    /// Without an answer yet.
    pub(super) waiting: usize,
    /// From one address.
    pub(super) per_address: usize,
}

/// All places.
#[derive(Debug)]
pub(super) struct Places {
    open: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    waiting_addresses: Arc<Addresses>,
    addresses: Arc<Addresses>,
}

/// Who is counted against the places of its own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peer {
    /// A client.
    Client,
    /// A trusted proxy: its clients are counted, by the address it names.
    Proxy,
}

/// How a connection is received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reception {
    /// It is served.
    Served,
    /// It is told that its address has too many.
    TooManyOfAddress,
    /// It is told that too many wait for their first answer.
    TooManyWaiting,
}

/// One TCP connection. Its stream and its requests hold it; with the last of them its places are free again.
#[derive(Debug)]
pub(super) struct Arrival {
    /// Who is at the other end, a proxy perhaps.
    pub(super) peer: IpAddr,
    pub(super) reception: Reception,
    waiting: Mutex<Option<Waiting>>,
    of_address: Mutex<Option<AddressPlace>>,
    _open: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(limits: PlaceLimits) -> Self {
        let semaphore = |places: usize| Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS)));
        let addresses = |limit: usize| Arc::new(Addresses { limit, taken: Mutex::default() });
        Self {
            open: semaphore(limits.open),
            waiting: semaphore(limits.waiting),
            waiting_addresses: addresses((limits.waiting / PART).max(LEAST_WAITING)),
            addresses: addresses(limits.per_address),
        }
    }

    /// Receives a connection; `None` if it is to be closed without a word.
    pub(super) fn receive(&self, peer: IpAddr, kind: Peer) -> Option<Arrival> {
        let open = Arc::clone(&self.open).try_acquire_owned().ok()?;
        let mut reception = Reception::Served;
        let of_address = match kind {
            Peer::Proxy => None,
            Peer::Client => {
                let place = self.addresses.take(ClientAddress(peer), REFUSED_AT_ONCE)?;
                if place.is_beyond {
                    reception = Reception::TooManyOfAddress;
                }
                Some(place)
            }
        };
        let waiting = self.wait(peer, kind);
        if waiting.is_none() && reception == Reception::Served {
            reception = Reception::TooManyWaiting;
        }
        Some(Arrival { peer, reception, waiting: Mutex::new(waiting), of_address: Mutex::new(of_address), _open: open })
    }

    /// A place to wait for the first answer, if there is one.
    fn wait(&self, peer: IpAddr, kind: Peer) -> Option<Waiting> {
        let of_address = match kind {
            Peer::Proxy => None,
            Peer::Client => Some(self.waiting_addresses.take(ClientAddress(peer), 0)?),
        };
        Some(Waiting { _all: Arc::clone(&self.waiting).try_acquire_owned().ok()?, _of_address: of_address })
    }

    /// A place for a client behind a proxy.
    pub(super) fn of_address(&self, address: ClientAddress) -> Option<AddressPlace> {
        self.addresses.take(address, 0)
    }
}

impl Arrival {
    /// The connection has had its first answer.
    pub(super) fn answered(&self) {
        *lock(&self.waiting) = None;
    }

    /// The connection is this client's from now on.
    pub(super) fn belongs_to(&self, place: AddressPlace) {
        *lock(&self.of_address) = Some(place);
    }
}

/// A place among those who wait for their first answer; free again when dropped.
#[derive(Debug)]
struct Waiting {
    _all: OwnedSemaphorePermit,
    _of_address: Option<AddressPlace>,
}

#[derive(Debug)]
struct Addresses {
    limit: usize,
    /// Bounded by the places in all: an address without connections is not in it.
    taken: Mutex<HashMap<IpAddr, usize>>,
}

impl Addresses {
    fn take(self: &Arc<Self>, address: ClientAddress, beyond: usize) -> Option<AddressPlace> {
        let counted = address.counted_as();
        let mut addresses = lock(&self.taken);
        let taken = addresses.get(&counted).copied().unwrap_or_default();
        if taken >= self.limit.saturating_add(beyond) {
            return None;
        }
        addresses.insert(counted, taken + 1);
        drop(addresses);
        Some(AddressPlace { is_beyond: taken >= self.limit, counted, addresses: Arc::clone(self) })
    }
}

/// A place of one address; free again when dropped.
#[derive(Debug)]
pub(super) struct AddressPlace {
    is_beyond: bool,
    counted: IpAddr,
    addresses: Arc<Addresses>,
}

impl Drop for AddressPlace {
    fn drop(&mut self) {
        let mut addresses = lock(&self.addresses.taken);
        if let Some(taken) = addresses.get_mut(&self.counted) {
            *taken -= 1;
            if *taken == 0 {
                addresses.remove(&self.counted);
            }
        }
    }
}

/// Nothing in here can panic while it holds a lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: PlaceLimits = PlaceLimits { open: 100, waiting: 50, per_address: 2 };

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_beyond_its_places_hears_why_and_then_nothing() {
        let places = Places::new(LIMITS);
        let arrivals: Vec<_> = (0..30).filter_map(|_| places.receive(address("192.0.2.1"), Peer::Client)).collect();
        let served = arrivals.iter().filter(|arrival| arrival.reception == Reception::Served).count();
        assert_eq!((served, arrivals.len()), (2, 2 + REFUSED_AT_ONCE));
        assert_eq!(places.receive(address("192.0.2.2"), Peer::Client).unwrap().reception, Reception::Served);
        drop(arrivals);
        assert!(lock(&places.addresses.taken).is_empty());
        assert_eq!(places.receive(address("192.0.2.1"), Peer::Client).unwrap().reception, Reception::Served);
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let places = Places::new(LIMITS);
        let of = |text: &str| places.of_address(ClientAddress(address(text)));
        let held = (of("2001:db8::1"), of("2001:db8::2"));
        assert!(held.0.is_some() && held.1.is_some());
        assert!(of("2001:db8::3").is_none());
        assert!(of("2001:db8:0:1::3").is_some());
    }

    #[test]
    fn a_proxy_has_more_places_than_an_address() {
        let places = Places::new(LIMITS);
        let arrivals: Vec<_> = (0..40).filter_map(|_| places.receive(address("10.0.0.1"), Peer::Proxy)).collect();
        assert!(arrivals.len() == 40 && arrivals.iter().all(|arrival| arrival.reception == Reception::Served));
    }

    #[test]
    fn who_has_had_an_answer_waits_no_more() {
        let places = Places::new(LIMITS);
        let arrivals: Vec<_> = (0..51).filter_map(|_| places.receive(address("10.0.0.1"), Peer::Proxy)).collect();
        assert_eq!(arrivals[50].reception, Reception::TooManyWaiting);
        arrivals[0].answered();
        assert_eq!(places.receive(address("10.0.0.1"), Peer::Proxy).unwrap().reception, Reception::Served);
    }

    #[test]
    fn one_address_that_says_nothing_keeps_nobody_else_waiting() {
        let places = Places::new(PlaceLimits { open: 1000, waiting: 400, per_address: 900 });
        let receive = |text: &str, kind| places.receive(address(text), kind).unwrap();
        let silent: Vec<_> = (0..800).map(|_| receive("192.0.2.1", Peer::Client)).collect();
        let served = silent.iter().filter(|arrival| arrival.reception == Reception::Served).count();
        assert_eq!((served, silent[799].reception), (100, Reception::TooManyWaiting));
        assert_eq!(receive("192.0.2.2", Peer::Client).reception, Reception::Served);
        silent[0].answered();
        assert_eq!(receive("192.0.2.1", Peer::Client).reception, Reception::Served);
        let behind_a_proxy: Vec<_> = (0..100).map(|_| receive("10.0.0.1", Peer::Proxy)).collect();
        assert!(behind_a_proxy.iter().all(|arrival| arrival.reception == Reception::Served));
        drop(silent);
        assert!(lock(&places.waiting_addresses.taken).is_empty());
    }

    #[test]
    fn the_server_has_so_many_places_and_no_more() {
        let places = Places::new(LIMITS);
        let arrivals: Vec<_> = (0..200).filter_map(|_| places.receive(address("10.0.0.1"), Peer::Proxy)).collect();
        assert_eq!(arrivals.len(), 100);
    }
}
