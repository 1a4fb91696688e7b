//! Locks, enforced on the document itself: an edit of what somebody else holds is taken in and undone in one step, so everybody gets
//! both and nobody drifts apart. Part of the pure `state`, which calls it; without locks nothing of it runs.
//!
//! What the holder does meanwhile, not knowing of the offence yet, is done as if it had not happened: see `mirrors.rs`.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use json_patch::PatchOperation;
use json_patch::jsonptr::Pointer;
use serde_json::Value;

use super::events::By;
use super::mirrors::Intended;
use super::{ConnectionId, Effect, Now, State};
use crate::admission;
use crate::document::{self, Document, Fence, ReceiveError, Received, Stood};
use crate::event::Author;
use crate::protocol::live::Edit;
use crate::room::around::{self, Lock, Mode};
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
    pub(super) undone: Undone,
    /// The same of what was parked.
    undone_of_parked: Vec<Option<Lock>>,
}

/// What was undone of an update.
#[derive(Debug)]
pub(super) struct Undone {
    /// The locks it offended.
    locks: Vec<Option<Lock>>,
    /// Something was put back, for them or for their holder.
    pub(super) is_amended: bool,
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
        let is_of = |lock: &&Lock| is_of(lock, author);
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
            return Ok(Amended {
                received,
                undone: Undone { locks: Vec::new(), is_amended: false },
                undone_of_parked: Vec::new(),
            });
        }
        let mut watched = Vec::new();
        for forbidden in self.forbidden_to(now, by.author.as_ref()) {
            if self.document.may_reach(&forbidden.fence, update)? {
                watched.push(self.watch(forbidden)?);
            }
        }
        let parked_by = self.parked.clone().by(now);
        let intended = self.intended(now, by, update)?;
        let before = (!watched.is_empty() || !intended.is_empty()).then(|| self.document.fork()).transpose()?;
        let mut received = self.document.receive_alone(update)?;
        let undone = self.settle(&watched, intended, before, (by, update, &mut received))?;
        let parked = self.document.parked_changes();
        let mut undone_of_parked = Vec::new();
        while self.document.can_release()? {
            // What is let in is known only after it is.
            let forbidden = self.forbidden_to(now, parked_by.author.as_ref());
            let watched = forbidden.into_iter().map(|forbidden| self.watch(forbidden)).collect::<Result<Vec<_>, _>>()?;
            let before = (!watched.is_empty() || !self.mirrors.is_empty()).then(|| self.document.fork()).transpose()?;
            let mut now_there = Vec::new();
            for fence in self.mirrors.fences_of(parked_by.author.as_ref()) {
                now_there.push((self.document.stand(&fence)?, fence));
            }
            let Some(released) = self.document.release()? else { break };
            let intended = match &parked_by.author {
                Some(author) => self.mirrors.look(parked_by.connection, &author.id, &released)?,
                None => Vec::new(),
            };
            let intended = self.of_those_who_may(now, intended);
            let was_there =
                |one: &Intended| now_there.iter().find(|(_, fence)| *fence == one.fence).map(|(stood, _)| stood.clone());
            let intended = intended.into_iter().filter_map(|one| was_there(&one).map(|stood| (one, stood))).collect();
            let mut alone = Received { admitted: vec![released.clone()], own: 1, ..Received::default() };
            let undone = self.settle(&watched, intended, before, (&parked_by, &released, &mut alone))?;
            undone_of_parked.extend(undone.locks);
            received.admitted.append(&mut alone.admitted);
        }
        if self.document.parked_changes() != parked {
            received.parked = Some(self.document.parked());
        }
        Ok(Amended { received, undone, undone_of_parked })
    }

    /// What the holder of a lock means to change where something was put back that they have not seen.
    fn intended(&mut self, now: Now, by: &By, update: &Bytes) -> Result<Vec<(Intended, Stood)>, document::Broken> {
        let Some(author) = by.author.as_ref().filter(|_| !self.mirrors.is_empty()) else { return Ok(Vec::new()) };
        // What waits for a part is looked at when it is let in.
        if self.document.lacks_part_of(update)? {
            return Ok(Vec::new());
        }
        let intended = self.mirrors.look(by.connection, &author.id, update)?;
        let intended = self.of_those_who_may(now, intended);
        intended.into_iter().map(|one| self.document.stand(&one.fence).map(|stood| (one, stood))).collect()
    }

    /// Where nobody changes what they have no lock on, nothing is done for a lock that has expired, though the room was not told yet.
    fn of_those_who_may(&self, now: Now, mut intended: Vec<Intended>) -> Vec<Intended> {
        let holds = |lock: &Lock| self.rules.locks.iter().any(|held| held.id == lock.id && held.until_ms > now.unix_ms);
        intended.retain(|one| self.rules.mode != Mode::Locked || holds(&one.lock));
        intended
    }

    fn watch(&mut self, forbidden: Forbidden) -> Result<Watched, document::Broken> {
        Ok(Watched { stood: self.document.stand(&forbidden.fence)?, forbidden })
    }

    /// Undoes what an applied update changed where it must not, and does what a holder meant it to do; the update is then one with
    /// that.
    fn settle(
        &mut self,
        watched: &[Watched],
        intended: Vec<(Intended, Stood)>,
        before: Option<Document>,
        (by, came, received): (&By, &Bytes, &mut Received),
    ) -> Result<Undone, document::Broken> {
        let mut undone = Undone { locks: Vec::new(), is_amended: false };
        let parts = received.admitted.len();
        let mut held = Vec::new();
        for Watched { forbidden, stood } in watched.iter().filter(|_| parts > 0) {
            if let Some(back) = self.document.put_back(&forbidden.fence, stood)? {
                received.admitted.push(back);
                match &forbidden.lock {
                    Some(lock) => held.push(lock.clone()),
                    None => held.extend(self.rules.locks.iter().filter(|lock| !is_of(lock, by.author.as_ref())).cloned()),
                }
                undone.locks.push(forbidden.lock.clone());
            }
        }
        for (Intended { fence, before, after, lock }, now) in intended {
            // Of what the holder did nothing may be new: it deleted what is deleted already.
            if let Some(meant) = self.document.put_back(&fence, &now.with_changes(&before, &after))? {
                received.admitted.push(meant);
                held.push(lock);
            }
        }
        if received.admitted.len() > parts {
            let merged = admission::merge(&received.admitted).map_err(|refusal| document::Broken::new(&refusal))?;
            if let Some(before) = before {
                self.begin_to_mirror(&before, &held)?;
            }
            let put_back = received.admitted.split_off(parts);
            (received.admitted, received.own, undone.is_amended) = (vec![merged], 1, true);
            self.note_sent(by, came, received, put_back)?;
            self.mirrors.note_amended();
        } else {
            self.note_sent(by, came, received, Vec::new())?;
        }
        Ok(undone)
    }

    /// Remembers what goes to everybody, as those who are about to get it may lack it.
    fn note_sent(&mut self, by: &By, came: &Bytes, received: &Received, put_back: Vec<Bytes>) -> Result<(), document::Broken> {
        let is_holders = by.connection.is_some_and(|id| self.mirrors.have(id));
        if is_holders && !received.gap {
            // It deletes also what is deleted here already.
            self.mirrors.note_sent(by, came)?;
            for put_back in put_back {
                self.mirrors.note_sent(&By::nobody(by.unix_ms), &put_back)?;
            }
            return Ok(());
        }
        // Nobody but its author ever has an offence without what undoes it.
        received.admitted.iter().try_for_each(|update| self.mirrors.note_sent(by, update))
    }

    /// Tells the author, and those who write it down, what was undone.
    pub(super) fn tell_undone(&mut self, now: Now, by: &By, amended: &Amended, effects: &mut Vec<Effect>) {
        for lock in &amended.undone.locks {
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
        let undone = around::Undone { document: self.id.clone(), lock: lock.cloned(), by: author.cloned(), at_ms: now.unix_ms };
        if let Some(connection) = connection.filter(|connection| self.connections.contains_key(connection)) {
            effects.push(Effect::Tell(connection, Notice::Undone(Arc::new(undone.clone()))));
        }
        effects.push(Effect::Undone(undone.clone()));
        self.show_undone(now, undone);
    }

    /// What forbids an edit by JSON: that says where it writes before it is done, so nothing has to be undone.
    pub(super) fn lock_on(
        &mut self,
        now: Now,
        author: Option<&Author>,
        edit: &Edit,
    ) -> Result<Option<Forbidden>, document::Broken> {
        if !self.anything_is_forbidden() {
            return Ok(None);
        }
        let written = places(edit);
        for forbidden in self.forbidden_to(now, author) {
            let Fence { places, except } = &forbidden.fence;
            let places = places.iter().map(|place| self.document.way(place)).collect::<Result<Vec<_>, _>>()?;
            let except = except.iter().map(|held| self.document.way(held)).collect::<Result<Vec<_>, _>>()?;
            let is_forbidden = |path: &Vec<String>| {
                let meets = |place: &[Arc<str>]| place.iter().zip(path).all(|(one, other)| **one == **other);
                let holds = |held: &[Arc<str>]| held.len() <= path.len() && meets(held);
                places.iter().any(|place| meets(place)) && !except.iter().any(|held| holds(held))
            };
            if written.iter().any(is_forbidden) {
                return Ok(Some(forbidden));
            }
        }
        Ok(None)
    }
}

impl Forbidden {
    /// Why not, for people.
    pub(super) fn why(&self) -> String {
        Lock::why(self.lock.as_ref())
    }
}

fn is_of(lock: &Lock, author: Option<&Author>) -> bool {
    author.is_some_and(|author| author.id == lock.holder.id)
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
        Edit::Mark(_) => {}
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
