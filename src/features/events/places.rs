//! How many streams of events are open, in all and of each user; all who come by one share link count as one user. A place is given back when it is dropped. Part of `events`;
//! taken by routes before they answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::lock;
use crate::access::{Identity, Source};
use crate::telemetry::metrics;

/// All places.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    most_of_user: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    /// No more users than places; one without is not in it.
    users: HashMap<Arc<str>, usize>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    /// `events.streams` is reached.
    #[error("the server has as many streams of events as it may have; try again later")]
    Server,
    /// `events.streams_per_user` is reached.
    #[error("you have as many streams of events as you may have; close some")]
    User,
}

/// The right to one stream.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    user: Option<Arc<str>>,
}

impl Places {
    pub(super) fn new(most: usize, most_of_user: usize) -> Arc<Self> {
        Arc::new(Self { most, most_of_user, taken: Mutex::default() })
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        lock(&self.taken).all
    }

    pub(super) fn take(self: &Arc<Self>, identity: &Identity) -> Result<Place, Full> {
        // In open mode nobody's name says who it is.
        let user = (identity.source != Source::Open).then(|| identity.counted_as());
        let mut taken = lock(&self.taken);
        if taken.all >= self.most {
            return Err(Full::Server);
        }
        if let Some(user) = &user {
            let of_user = taken.users.get(user).copied().unwrap_or_default();
            if of_user >= self.most_of_user {
                return Err(Full::User);
            }
            taken.users.insert(Arc::clone(user), of_user + 1);
        }
        taken.all += 1;
        metrics::event_streams(taken.all);
        drop(taken);
        Ok(Place { places: Arc::clone(self), user })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.places.taken);
        taken.all -= 1;
        metrics::event_streams(taken.all);
        let Some(user) = &self.user else { return };
        if let Some(of_user) = taken.users.get_mut(user) {
            *of_user -= 1;
            if *of_user == 0 {
                taken.users.remove(user);
            }
        }
    }
}
