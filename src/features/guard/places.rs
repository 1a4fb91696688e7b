//! How many connections each user has, and how often each user comes; all who come by one share link count as one user. A place is taken before a handshake is answered and given
//! back when it is dropped. Part of `guard`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Guard;
use crate::access::{Denied, Identity, Pace};
use crate::spare;

/// Users remembered for their pace alone; above it those within their pace are forgotten.
const REMEMBERED: usize = 65_536;

/// Connections and requests by user.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    pace: Pace,
    /// Times are counted from here: the clock of the system may be set back, and then nobody would be let in for a while.
    start: Instant,
    users: Mutex<HashMap<Arc<str>, Presence>>,
}

/// What one user has and does.
#[derive(Debug, Default)]
struct Presence {
    connections: usize,
    /// When the next request is due; the past for who is within the pace.
    due: Duration,
}

impl Places {
    /// Bursts are ten seconds' worth of requests.
    pub(super) fn new(most: usize, requests_per_second: u32) -> Self {
        let pace = Pace::new(requests_per_second, Duration::from_secs(1), requests_per_second.saturating_mul(10));
        Self { most, pace, start: Instant::now(), users: Mutex::default() }
    }

    fn users(&self) -> MutexGuard<'_, HashMap<Arc<str>, Presence>> {
        self.users.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request.
    fn come(&self, user: &Arc<str>) -> Result<(), Denied> {
        let now = self.start.elapsed();
        let mut users = self.users();
        if users.len() >= REMEMBERED && !users.contains_key(user) {
            users.retain(|_, presence| presence.connections > 0 || presence.due > now);
        }
        let presence = users.entry(Arc::clone(user)).or_default();
        presence.due = self.pace.next(presence.due, now).map_err(|retry_after| Denied::Throttled { retry_after })?;
        Ok(())
    }
}

/// The right to one connection; dropping it gives it back.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    user: Arc<str>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let now = self.places.start.elapsed();
        let mut users = self.places.users();
        let Some(presence) = users.get_mut(&self.user) else { return };
        presence.connections -= 1;
        // Whose pace counts is forgotten later.
        if presence.connections == 0 && presence.due <= now {
            users.remove(&self.user);
            spare::shrink(&mut users);
        }
    }
}

impl Guard {
    /// Counts a request or a handshake of a user. In open mode nobody's name says who it is, so nothing is bounded there.
    pub fn count_request(&self, identity: &Identity) -> Result<(), Denied> {
        if self.is_open() { Ok(()) } else { self.places.come(&identity.counted_as()) }
    }

    /// Takes one of the user's connections.
    pub fn take_place(&self, identity: &Identity) -> Result<Place, Denied> {
        self.count_request(identity)?;
        let user = identity.counted_as();
        let mut users = self.places.users();
        let presence = users.entry(Arc::clone(&user)).or_default();
        if presence.connections >= self.places.most && !self.is_open() {
            return Err(Denied::Throttled { retry_after: Duration::from_secs(5) });
        }
        presence.connections += 1;
        drop(users);
        Ok(Place { places: Arc::clone(&self.places), user })
    }
}
