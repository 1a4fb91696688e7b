//! What the guard tells connections about their rights, on its way to the rooms.

use std::sync::{Arc, Mutex, MutexGuard};

use yrsa::access::{AccessChange, Audience, Identity, Role};
use yrsa::features::guard::{Guard, Watched};
use yrsa::protocol::DocumentId;
use yrsa::room::ConnectionId;
use yrsa::room::state::Event;

use super::Server;
use crate::simulation::random::Random;

/// A connection that the guard watches.
pub(crate) struct Watch {
    pub(crate) watched: Watched,
    /// With what it came, or what it was renewed with.
    pub(crate) identity: Arc<Identity>,
    pub(crate) document: DocumentId,
    ear: Arc<Ear>,
}

/// What a connection was told.
struct Ear(Mutex<Heard>);

struct Heard {
    role: Option<Role>,
    count: u64,
    /// Not delivered to the room yet.
    news: Vec<(u64, AccessChange)>,
}

impl Ear {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().expect("nobody panics with it")
    }
}

impl Audience for Ear {
    fn tell(&self, change: AccessChange) {
        let mut heard = self.heard();
        match change {
            AccessChange::Role(role) => heard.role = Some(role),
            AccessChange::Removed(_) => heard.role = None,
            AccessChange::TokenExpiring => {}
        }
        let number = heard.count;
        heard.count += 1;
        heard.news.push((number, change));
    }
}

impl Watch {
    pub(super) fn begin(guard: &Arc<Guard>, identity: &Arc<Identity>, document: &DocumentId, role: Role) -> Self {
        let ear = Arc::new(Ear(Mutex::new(Heard { role: Some(role), count: 0, news: Vec::new() })));
        let watched = guard.watch(Arc::clone(identity), document, role, Arc::clone(&ear) as Arc<dyn Audience>);
        Self { watched, identity: Arc::clone(identity), document: document.clone(), ear }
    }

    /// The role it was told last; `None` after it was told to go.
    pub(crate) fn told(&self) -> Option<Role> {
        self.ear.heard().role
    }

    fn take_news(&self) -> Vec<(u64, AccessChange)> {
        std::mem::take(&mut self.ear.heard().news)
    }
}

impl Server {
    /// Delivers what the guard told, that of one connection in any order: a full mailbox lets one overtake another.
    pub(crate) fn deliver_news(&mut self, random: &mut Random) -> bool {
        let all: Vec<(ConnectionId, Vec<_>)> = self
            .watches
            .iter()
            .map(|(connection, watch)| (*connection, watch.take_news()))
            .filter(|(_, news)| !news.is_empty())
            .collect();
        for (connection, mut news) in all.iter().cloned() {
            while !news.is_empty() {
                let (number, change) = news.swap_remove(random.below(news.len()));
                self.mail(connection, Event::Access(connection, number, change));
            }
        }
        !all.is_empty()
    }
}
