//! Locks, enforced on the document itself: an edit of what somebody else holds is taken in and undone in one step, so everybody gets
//! both and nobody drifts apart. Part of the pure `state`, which calls it; without locks nothing of it runs.
//!
//! What the holder does meanwhile, not knowing of the offence yet, is done as if it had not happened: see `Grave` in `graves.rs`.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use json_patch::PatchOperation;
use json_patch::jsonptr::Pointer;
use serde_json::Value;

use super::events::By;
use super::graves::Resurrected;
use super::{ConnectionId, Effect, Now, State};
use crate::admission;
use crate::document::{self, ReceiveError, Received};
use crate::document::{Fence, Stood};
use crate::event::Author;
use crate::protocol::live::Edit;
use crate::room::around::{Lock, Mode, Undone};
use crate::room::outbox::Notice;

/// An author is told of one lock not more often than this, and so is the journal.
const TOLD_AGAIN: Duration = Duration::from_secs(1);

/// Authors and locks of which it is remembered when they were told.
const REMEMBERED: usize = 256;

/// A part of the document that an author must not change.
#[derive(Debug)]
pub(super) struct Forbidden {
    /// The lock on it; `None` where nobody changes what they have no lock on.
    lock: Option<Lock>,
    fence: Fence,
}

/// What stands in a forbidden part before an update is applied that may reach it.
#[derive(Debug)]
struct Watched {
    forbidden: Forbidden,
    stood: Stood,
}

/// What was taken in, as it is logged.
#[derive(Debug)]
pub(super) struct Amended {
    pub(super) received: Received,
    /// Locks that the first of it offended, if it is the author's own: it has been undone.
    undone: Vec<Option<Lock>>,
    resurrected: Resurrected,
    /// The same of what was parked.
    undone_of_parked: Vec<Option<Lock>>,
}

impl Amended {
    /// Whether what was taken in is not what its author sent.
    pub(super) fn is_amended(&self) -> bool {
        !self.undone.is_empty() || self.resurrected == Resurrected::Something
    }
}

/// When who was told of which lock.
#[derive(Debug)]
pub(super) struct Told {
    user: Option<Arc<str>>,
    lock: Option<Arc<str>>,
    at: Duration,
}

impl State {
    /// What an author must not change now.
    fn forbidden_to(&self, now: Now, author: Option<&Author>) -> Vec<Forbidden> {
        let is_of = |lock: &&Lock| author.is_some_and(|author| author.id == lock.holder.id);
        let locks = self.rules.locks.iter().filter(|lock| lock.until_ms > now.unix_ms);
        if self.rules.mode == Mode::Locked {
            let except = locks.filter(is_of).map(|lock| lock.path.clone()).collect();
            return vec![Forbidden { lock: None, fence: Fence { places: vec![Vec::new()], except } }];
        }
        let of_others = locks.filter(|lock| !is_of(lock));
        let forbidden = |lock: &Lock| Forbidden { lock: Some(lock.clone()), fence: fence_of(lock) };
        of_others.map(forbidden).collect()
    }

    /// Whether somebody must not change some part.
    pub(super) fn anything_is_forbidden(&self) -> bool {
        self.rules.mode == Mode::Locked || !self.rules.locks.is_empty()
    }

    /// Takes in an update, and what waited for it, except for what locks forbid.
    pub(super) fn receive(&mut self, now: Now, by: &By, update: &Bytes) -> Result<Amended, ReceiveError> {
        if !self.anything_is_forbidden() {
            let received = self.document.receive(update)?;
            return Ok(Amended { received, undone: Vec::new(), resurrected: Resurrected::Nothing, undone_of_parked: Vec::new() });
        }
        let mut watched = Vec::new();
        for forbidden in self.forbidden_to(now, by.author.as_ref()) {
            if self.document.may_reach(&forbidden.fence, update)? {
                watched.push(self.watch(forbidden)?);
            }
        }
        let parked_by = self.parked.clone().by(now);
        let before = (!watched.is_empty()).then(|| self.document.fork());
        let reached = self.graves.reached_by(by, update)?;
        let mut received = self.document.receive_alone(update)?;
        let (mut undone, mut resurrected) = (Vec::new(), Resurrected::Nothing);
        if let Some(own) = received.admitted.first_mut() {
            undone = self.undo(&watched, own)?;
        }
        self.bury(before, &undone, by, (update, &received))?;
        if undone.is_empty() {
            resurrected = self.resurrect(reached, &mut received)?;
        }
        let parked = self.document.parked_bytes();
        let mut undone_of_parked = Vec::new();
        while self.document.parked_bytes() > 0 {
            // What is let in is known only after it is.
            let forbidden = self.forbidden_to(now, parked_by.author.as_ref());
            let watched = forbidden.into_iter().map(|forbidden| self.watch(forbidden)).collect::<Result<Vec<_>, _>>()?;
            let Some(mut released) = self.document.release()? else { break };
            let undone = self.undo(&watched, &mut released)?;
            let reached = self.graves.reached_by(&parked_by, &released)?;
            let mut alone = Received { admitted: vec![released.clone()], own: 1, ..Received::default() };
            if undone.is_empty() {
                self.bury(None, &[], &parked_by, (&released, &alone))?;
                self.resurrect(reached, &mut alone)?;
            }
            undone_of_parked.extend(undone);
            received.admitted.append(&mut alone.admitted);
        }
        if self.document.parked_bytes() != parked {
            received.parked = Some(self.document.parked());
        }
        Ok(Amended { received, undone, resurrected, undone_of_parked })
    }

    fn watch(&mut self, forbidden: Forbidden) -> Result<Watched, document::Broken> {
        Ok(Watched { stood: self.document.stand(&forbidden.fence)?, forbidden })
    }

    /// Undoes what an applied update changed where it must not; the update is then one with what undoes it.
    fn undo(&mut self, watched: &[Watched], update: &mut Bytes) -> Result<Vec<Option<Lock>>, document::Broken> {
        let mut undone = Vec::new();
        let mut parts = vec![update.clone()];
        for Watched { forbidden, stood } in watched {
            if let Some(back) = self.document.put_back(&forbidden.fence, stood)? {
                parts.push(back);
                undone.push(forbidden.lock.clone());
            }
        }
        if parts.len() > 1 {
            *update = admission::merge(&parts).map_err(|refusal| document::Broken::new(&refusal))?;
        }
        Ok(undone)
    }

    /// Tells the author, and those who write it down, what was undone.
    pub(super) fn tell_undone(&mut self, now: Now, by: &By, amended: &Amended, effects: &mut Vec<Effect>) {
        for lock in &amended.undone {
            self.tell_undone_once(now, (by.connection, by.author.as_ref()), lock.as_ref(), effects);
        }
        let parked_by = self.parked.clone().by(now);
        for lock in &amended.undone_of_parked {
            self.tell_undone_once(now, (parked_by.connection, parked_by.author.as_ref()), lock.as_ref(), effects);
        }
    }

    fn tell_undone_once(
        &mut self,
        now: Now,
        (connection, author): (Option<ConnectionId>, Option<&Author>),
        lock: Option<&Lock>,
        effects: &mut Vec<Effect>,
    ) {
        let (user, id) = (author.map(|author| &author.id), lock.map(|lock| &lock.id));
        self.told_of_locks.retain(|told| now.uptime < told.at + TOLD_AGAIN);
        if self.told_of_locks.iter().any(|told| told.user.as_ref() == user && told.lock.as_ref() == id) {
            return;
        }
        if self.told_of_locks.len() < REMEMBERED {
            self.told_of_locks.push(Told { user: user.cloned(), lock: id.cloned(), at: now.uptime });
        }
        let undone = Undone { document: self.id.clone(), lock: lock.cloned(), by: author.cloned(), at_ms: now.unix_ms };
        if let Some(connection) = connection.filter(|connection| self.connections.contains_key(connection)) {
            effects.push(Effect::Tell(connection, Notice::Undone(Arc::new(undone.clone()))));
        }
        effects.push(Effect::Undone(undone.clone()));
        self.show_undone(now, undone);
    }

    /// What forbids an edit by JSON: that says where it writes before it is done, so nothing has to be undone.
    pub(super) fn lock_on(&self, now: Now, author: Option<&Author>, edit: &Edit) -> Option<Forbidden> {
        if !self.anything_is_forbidden() {
            return None;
        }
        let written = places(edit);
        self.forbidden_to(now, author).into_iter().find(|Forbidden { fence, .. }| {
            written.iter().any(|path| {
                let meets = |place: &[Arc<str>]| place.iter().zip(path).all(|(one, other)| **one == **other);
                let holds = |held: &[Arc<str>]| held.len() <= path.len() && meets(held);
                fence.places.iter().any(|place| meets(place)) && !fence.except.iter().any(|held| holds(held))
            })
        })
    }
}

impl Forbidden {
    /// Why not, for people.
    pub(super) fn why(&self) -> String {
        Lock::why(self.lock.as_ref())
    }
}

/// What a lock keeps others from.
pub(super) fn fence_of(lock: &Lock) -> Fence {
    Fence { places: vec![lock.path.clone()], except: Vec::new() }
}

/// Where an edit writes: the names on the way to each place.
fn places(edit: &Edit) -> Vec<Vec<String>> {
    let mut places = Vec::new();
    match edit {
        Edit::Patch(operations) => {
            for operation in operations {
                match operation {
                    PatchOperation::Test(_) => {}
                    PatchOperation::Move(moved) => places.extend([names(&moved.from), names(&moved.path)]),
                    other => places.push(names(other.path())),
                }
            }
        }
        Edit::Merge(patch) => leaves(patch, &mut Vec::new(), &mut places),
        Edit::Text(change) => places.extend(Pointer::parse(&change.path).ok().map(names)),
    }
    places
}

fn names(path: &Pointer) -> Vec<String> {
    path.tokens().map(|token| token.decoded().into_owned()).collect()
}

/// What a merge patch sets; a body nests no deeper than it was let in.
fn leaves(patch: &Value, way: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    match patch {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                way.push(name.clone());
                leaves(value, way, places);
                way.pop();
            }
        }
        _ => places.push(way.clone()),
    }
}
