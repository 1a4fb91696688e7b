//! How many connections each user has. A place is taken before a handshake is answered and given back when it is dropped.
//! Part of `guard`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Guard;
use crate::access::{Denied, Identity};

/// Connections by user.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    taken: Mutex<HashMap<Arc<str>, usize>>,
}

impl Places {
    pub(super) fn new(most: usize) -> Self {
        Self { most, taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Arc<str>, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
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
        let mut taken = self.places.taken();
        if let Some(count) = taken.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.user);
            }
        }
    }
}

impl Guard {
    /// Takes one of the user's connections. In open mode nobody's name says who it is, so nothing is bounded there.
    pub fn take_place(&self, identity: &Identity) -> Result<Place, Denied> {
        let user = Arc::clone(&identity.user.id);
        let mut taken = self.places.taken();
        let count = taken.entry(Arc::clone(&user)).or_default();
        if *count >= self.places.most && !self.is_open() {
            return Err(Denied::Throttled { retry_after: Duration::from_secs(5) });
        }
        *count += 1;
        drop(taken);
        Ok(Place { places: Arc::clone(&self.places), user })
    }
}
