//! What the holder of a lock does to the part they hold before they have seen that somebody else's edit of it was undone. It is about
//! the part as it was, maybe about things that came back as copies; so it is done to a document as this client has it, and what that
//! changes there is changed here. Part of the pure `state`; begins with an offence, ends with its lock.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;

use super::connection::Asked;
use super::events::By;
use super::locks::fence_of;
use super::{ConnectionId, Effect, State};
use crate::admission::StateVector;
use crate::document::{self, Document, Fence, ReceiveError, Stood};
use crate::event::Author;
use crate::room::around::Lock;

/// Bytes of updates that are remembered since an offence; beyond, what a holder did without having seen it merges as Yjs merges it.
const MOST_BYTES: usize = 8 << 20;

/// An update that was sent to everybody since the first offence.
#[derive(Debug)]
struct Sent {
    update: Bytes,
    /// A clock of a client: who has it has the update. None if it only deletes.
    seen_at: Option<(u64, u32)>,
    /// Whose it is.
    by: Option<Arc<str>>,
}

/// The document as a client has it.
#[derive(Debug)]
struct Mirror {
    document: Document,
    /// What was sent to it and may not have been read.
    unread: VecDeque<usize>,
    /// Up to which it has read when it answers the next questions.
    asked: VecDeque<usize>,
}

/// What clients of holders have seen.
#[derive(Debug, Default)]
pub(super) struct Mirrors {
    /// The document before the first offence.
    base: Option<Document>,
    sent: Vec<Sent>,
    bytes: usize,
    vector: StateVector,
    /// Locks that were offended, and their holders.
    locks: BTreeMap<Arc<str>, Lock>,
    /// After the last update that put something back.
    amended: usize,
    of: HashMap<ConnectionId, Mirror>,
}

/// What a client has seen of what was sent since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// All that put something back.
    All,
    /// Not all of that.
    Part,
}

/// What a holder changed in a part that was put back meanwhile, as their client saw it.
#[derive(Debug)]
pub(super) struct Intended {
    pub(super) lock: Lock,
    pub(super) fence: Fence,
    pub(super) before: Stood,
    pub(super) after: Stood,
}

impl Mirrors {
    /// Whether nothing has to be remembered.
    pub(super) fn is_empty(&self) -> bool {
        self.base.is_none()
    }

    /// Something is put back in parts that these locks are on; the document was so before.
    pub(super) fn begin(
        &mut self,
        before: &Document,
        locks: &[Lock],
        clients: &[(ConnectionId, usize)],
    ) -> Result<(), document::Broken> {
        if self.base.is_none() {
            self.base = Some(before.fork()?);
            self.vector = StateVector::decode(&before.state_vector()).map_err(|error| document::Broken::new(&error))?;
        }
        self.locks.extend(locks.iter().map(|lock| (Arc::clone(&lock.id), lock.clone())));
        let now = self.sent.len();
        for (id, questions) in clients {
            if let Entry::Vacant(place) = self.of.entry(*id) {
                let asked = std::iter::repeat_n(now, *questions).collect();
                place.insert(Mirror { document: before.fork()?, unread: VecDeque::new(), asked });
            }
        }
        Ok(())
    }

    /// An update was taken in and is sent to everybody.
    pub(super) fn note_sent(&mut self, by: &By, update: &Bytes) -> Result<(), document::Broken> {
        if self.is_empty() {
            return Ok(());
        }
        self.bytes += update.len();
        if self.bytes > MOST_BYTES {
            *self = Self::default();
            return Ok(());
        }
        let has = crate::admission::state_vector_of(&self.vector, [update]).map_err(|error| document::Broken::new(&error))?;
        let seen_at = has.iter().find(|(client, clock)| *clock > self.vector.get(*client));
        self.vector = has;
        let number = self.sent.len();
        self.sent.push(Sent { update: update.clone(), seen_at, by: by.author.as_ref().map(|author| Arc::clone(&author.id)) });
        self.of.values_mut().for_each(|mirror| mirror.unread.push_back(number));
        Ok(())
    }

    /// The last that was sent put something back.
    pub(super) fn note_amended(&mut self) {
        self.amended = self.sent.len();
    }

    /// A client is not sent what was on the way to it: when it answers what it was asked before, it may not have read that.
    pub(super) fn note_overflow(&mut self, id: ConnectionId) {
        if let Some(mirror) = self.of.get_mut(&id) {
            mirror.asked.iter_mut().for_each(|read| *read = 0);
        }
    }

    /// A client is asked what it has; if it is behind, the answer says nothing of what was sent lately.
    pub(super) fn note_asked(&mut self, id: ConnectionId, is_behind: bool) {
        let now = if is_behind { 0 } else { self.sent.len() };
        if let Some(mirror) = self.of.get_mut(&id) {
            mirror.asked.push_back(now);
        }
    }

    /// Whether a client may not have seen all of it.
    pub(super) fn have(&self, id: ConnectionId) -> bool {
        self.of.contains_key(&id)
    }

    /// A client answers: it has read all that was sent before the question.
    pub(super) fn note_answer(&mut self, id: ConnectionId) -> Result<(), document::Broken> {
        let Some(mirror) = self.of.get_mut(&id) else { return Ok(()) };
        let Some(read) = mirror.asked.pop_front() else { return Ok(()) };
        while let Some(number) = mirror.unread.pop_front_if(|number| *number < read) {
            mirror.take_in(&self.sent[number].update)?;
        }
        if read >= self.amended {
            self.of.remove(&id);
        }
        Ok(())
    }

    /// A client of a holder comes and says what it has seen; maybe it was away when something was put back.
    pub(super) fn note_seen(
        &mut self,
        id: ConnectionId,
        (user, seen): (&str, &StateVector),
        questions: usize,
    ) -> Result<Seen, document::Broken> {
        let Some(base) = &self.base else { return Ok(Seen::All) };
        let has = |sent: &Sent| sent.seen_at.map(|(client, clock)| seen.get(client) >= clock);
        let missing = self.sent.iter().position(|sent| has(sent) == Some(false));
        let Some(missing) = missing.filter(|missing| *missing < self.amended) else {
            self.of.remove(&id);
            return Ok(Seen::All);
        };
        let asked = std::iter::repeat_n(missing, questions).collect();
        let mut mirror = Mirror { document: base.fork()?, unread: VecDeque::new(), asked };
        for (number, sent) in self.sent.iter().enumerate() {
            // What it has of later ones is its own.
            if has(sent).unwrap_or(number < missing || sent.by.as_deref() == Some(user)) {
                mirror.take_in(&sent.update)?;
            } else {
                mirror.unread.push_back(number);
            }
        }
        self.of.insert(id, mirror);
        Ok(Seen::Part)
    }

    /// What somebody holds of what was offended.
    pub(super) fn fences_of(&self, user: Option<&Author>) -> Vec<Fence> {
        let held = self.locks.values().filter(|lock| user.is_some_and(|user| user.id == lock.holder.id));
        held.map(fence_of).collect()
    }

    /// Whether somebody holds a lock that was offended.
    pub(super) fn concern(&self, user: &str) -> bool {
        self.locks.values().any(|lock| *lock.holder.id == *user)
    }

    /// A client has left.
    pub(super) fn note_leave(&mut self, id: ConnectionId) {
        self.of.remove(&id);
    }

    /// Nothing is remembered of locks that have ended.
    pub(super) fn keep(&mut self, locks: &[Lock]) {
        let held: HashSet<&Arc<str>> = locks.iter().map(|lock| &lock.id).collect();
        self.locks.retain(|id, _| held.contains(id));
        if self.locks.is_empty() {
            *self = Self::default();
        }
    }

    /// What a holder's update changes in the parts they hold, as their client sees it.
    pub(super) fn look(
        &mut self,
        id: Option<ConnectionId>,
        user: &str,
        update: &Bytes,
    ) -> Result<Vec<Intended>, document::Broken> {
        let Some(mirror) = id.and_then(|id| self.of.get_mut(&id)) else { return Ok(Vec::new()) };
        while mirror.document.lacks_part_of(update)? {
            let Some(number) = mirror.unread.pop_front() else { return Ok(Vec::new()) };
            mirror.take_in(&self.sent[number].update)?;
        }
        let mut intended = Vec::new();
        for lock in self.locks.values().filter(|lock| *lock.holder.id == *user) {
            let fence = fence_of(lock);
            if mirror.document.may_reach(&fence, update)? {
                let before = mirror.document.stand(&fence)?;
                intended.push(Intended { lock: lock.clone(), after: before.clone(), before, fence });
            }
        }
        mirror.take_in(update)?;
        for Intended { fence, after, .. } in &mut intended {
            *after = mirror.document.stand(fence)?;
        }
        intended.retain(|intended| intended.before != intended.after);
        Ok(intended)
    }
}

impl Mirror {
    fn take_in(&mut self, update: &Bytes) -> Result<(), document::Broken> {
        match self.document.receive(update) {
            Err(ReceiveError::Broken(broken)) => Err(broken),
            // The document itself refuses it, too, or is full.
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

impl State {
    /// Remembers what clients of holders have seen, because something is put back in parts they hold.
    pub(super) fn begin_to_mirror(&mut self, before: &Document, locks: &[Lock]) -> Result<(), document::Broken> {
        if locks.is_empty() {
            return Ok(());
        }
        // Who reads JSON writes to what the document is now.
        let is_holders = |user: &str| locks.iter().any(|lock| *lock.holder.id == *user);
        let replicas = self
            .connections
            .iter()
            .filter(|(_, one)| one.participant.dialect.has_replica() && is_holders(&one.participant.user.id) && !one.closing);
        let clients: Vec<_> = replicas.map(|(id, one)| (*id, one.asked.len())).collect();
        self.mirrors.begin(before, locks, &clients)?;
        // Who was asked before is asked again when that is answered: one question at a time, however many offences there are.
        self.asking.extend(clients.into_iter().filter(|(_, questions)| *questions == 0).map(|(id, _)| id));
        Ok(())
    }

    /// A client answers; if it had not seen everything when it was asked, it is asked again.
    pub(super) fn note_answer(&mut self, id: ConnectionId) -> Result<(), document::Broken> {
        self.mirrors.note_answer(id)?;
        let waits = self.connections.get(&id).is_some_and(|one| one.asked.is_empty() && one.behind.is_none() && !one.closing);
        if waits && self.mirrors.have(id) {
            self.asking.push(id);
        }
        Ok(())
    }

    /// Asks clients of holders what they have: their answers say that they have seen what was sent before.
    pub(super) fn ask_what_they_have_seen(&mut self, effects: &mut Vec<Effect>) {
        for id in std::mem::take(&mut self.asking) {
            self.ask(id, Asked::Unprompted, effects);
        }
    }
}
