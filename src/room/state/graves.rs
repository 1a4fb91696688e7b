//! What a holder of a lock does to the part they hold while they don't know yet that somebody else's edit of it was undone. Their
//! edit may be about things that this edit deleted and that came back as copies: then it is done to a document where the offence
//! never happened, and the part becomes what it is there. Part of the pure `state`; begins with an offence, ends with its lock.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use super::connection::Asked;
use super::events::By;
use super::locks::fence_of;
use super::{ConnectionId, Effect, State};
use crate::admission::{self, StateVector};
use crate::document::{self, Document, ReceiveError, Received};
use crate::room::around::Lock;

/// Documents remembered as they were before so many offences, and bytes of updates since for each.
const MOST: usize = 16;
const MOST_BYTES: usize = 8 << 20;

/// Answers to SyncStep1 after which a client that has just come has heard of everything before.
const ANSWERS_AFTER_JOINING: usize = 2;

/// The document as it would be without an offence against a lock.
#[derive(Debug)]
struct Grave {
    number: u64,
    lock: Lock,
    /// As it was before the offence; with `since` as far as it was read.
    document: Document,
    /// What was taken in since and was no offence; whether it is the holder's.
    since: Vec<(bool, Bytes)>,
    bytes: usize,
    /// A clock of a client: who has seen it has seen the offence and what undid it, which go everywhere together.
    seen_at: (u64, u32),
    /// How many answers the holder's connections still owe before they have surely seen it.
    unaware: HashMap<ConnectionId, usize>,
}

/// All of them, in the order of the offences.
#[derive(Debug, Default)]
pub(super) struct Graves {
    all: Vec<Grave>,
    next: u64,
}

/// The graves of which the holder's update may reach the part, without knowing what happened there.
#[derive(Debug, Default)]
pub(super) struct Reached(Vec<u64>);

/// Whether a holder's update had to be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resurrected {
    Nothing,
    Something,
}

impl Graves {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Which of them an update concerns that is about to be applied.
    pub(super) fn reached_by(&mut self, by: &By, update: &Bytes) -> Result<Reached, document::Broken> {
        let (mut reached, mut left_behind) = (Vec::new(), Vec::new());
        // Who has not seen one offence has seen none after it: the first counts.
        let mut looked_at: Vec<Arc<str>> = Vec::new();
        for grave in &mut self.all {
            let is_unaware = by.connection.is_some_and(|connection| grave.unaware.contains_key(&connection));
            if !is_unaware || looked_at.contains(&grave.lock.id) {
                continue;
            }
            looked_at.push(Arc::clone(&grave.lock.id));
            if !grave.read()? {
                left_behind.push(grave.number);
            } else if grave.document.may_reach(&fence_of(&grave.lock), update)? {
                reached.push(grave.number);
            }
        }
        self.all.retain(|grave| !left_behind.contains(&grave.number));
        Ok(Reached(reached))
    }

    /// A client of the holder comes; it may have been away when it happened.
    pub(super) fn note_join(&mut self, id: ConnectionId, user: &str) {
        for grave in self.all.iter_mut().filter(|grave| *grave.lock.holder.id == *user) {
            grave.unaware.insert(id, ANSWERS_AFTER_JOINING);
        }
    }

    /// A client says what it has seen.
    pub(super) fn note_seen(&mut self, id: ConnectionId, seen: &StateVector) {
        for grave in self.all.iter_mut().filter(|grave| seen.get(grave.seen_at.0) >= grave.seen_at.1) {
            grave.unaware.remove(&id);
        }
    }

    /// A client has left.
    pub(super) fn note_leave(&mut self, id: ConnectionId) {
        for grave in &mut self.all {
            grave.unaware.remove(&id);
        }
    }

    /// A client has answered a SyncStep1; whether it has to be asked once more.
    pub(super) fn note_answer(&mut self, id: ConnectionId) -> bool {
        let mut again = false;
        for grave in &mut self.all {
            let Some(owed) = grave.unaware.get_mut(&id) else { continue };
            *owed -= 1;
            again |= *owed == 1;
            if *owed == 0 {
                grave.unaware.remove(&id);
            }
        }
        again
    }

    /// Those whose locks have ended are needed no more.
    pub(super) fn keep(&mut self, locks: &[Lock]) {
        self.all.retain(|grave| locks.iter().any(|lock| lock.id == grave.lock.id));
    }

    /// An offence: the document was so before.
    fn dig(&mut self, lock: &Lock, before: &Document, seen_at: (u64, u32), unaware: HashMap<ConnectionId, usize>) {
        if self.all.len() == MOST {
            // Those that nobody here needs are for devices that were away for long.
            let at = self.all.iter().position(|grave| grave.unaware.is_empty()).unwrap_or(0);
            self.all.remove(at);
        }
        self.next += 1;
        let (number, lock, document) = (self.next, lock.clone(), before.fork());
        self.all.push(Grave { number, lock, document, since: Vec::new(), bytes: 0, seen_at, unaware });
    }

    /// Notes an update that is no offence, and what of it was new.
    fn note(&mut self, by: &By, update: &Bytes, received: &Received) {
        for grave in &mut self.all {
            let is_holders = by.author.as_ref().is_some_and(|author| author.id == grave.lock.holder.id);
            // Who has not seen the offence deletes what it deleted, too; who has repeats its deletions among their own.
            let is_unaware = by.connection.is_some_and(|connection| grave.unaware.contains_key(&connection));
            // What waits for a part is noted when it is let in.
            let is_whole = is_unaware && !received.gap;
            if let Some(news) = if is_whole { Some(update) } else { received.admitted.first() } {
                grave.bytes += news.len();
                grave.since.push((is_holders, news.clone()));
            }
        }
        self.all.retain(|grave| grave.bytes <= MOST_BYTES);
    }
}

impl Grave {
    /// Reads what was taken in since; false if the holder has gone on from what the document is now.
    fn read(&mut self) -> Result<bool, document::Broken> {
        for (is_holders, update) in std::mem::take(&mut self.since) {
            match self.document.receive(&update) {
                Ok(received) if received.gap && is_holders => return Ok(false),
                Ok(_) => {}
                Err(ReceiveError::Broken(broken)) => return Err(broken),
                Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }
}

impl State {
    /// Keeps the document as it was `before` an offence, for each lock it was against; and notes what was none.
    pub(super) fn bury(
        &mut self,
        before: Option<Document>,
        undone: &[Option<Lock>],
        by: &By,
        (update, received): (&Bytes, &Received),
    ) -> Result<(), document::Broken> {
        let Some(before) = before.filter(|_| !undone.is_empty()) else {
            self.graves.note(by, update, received);
            return Ok(());
        };
        let had = StateVector::decode(&before.state_vector()).map_err(|error| document::Broken::new(&error))?;
        let has = StateVector::decode(&self.document.state_vector()).map_err(|error| document::Broken::new(&error))?;
        let Some(seen_at) = has.iter().find(|(client, clock)| *clock > had.get(*client)) else { return Ok(()) };
        for lock in undone.iter().flatten() {
            // Who reads JSON writes to what the document is now.
            let of_holder = self.connections.iter().filter(|(_, one)| one.participant.user.id == lock.holder.id);
            let replicas = of_holder.filter(|(_, one)| one.participant.dialect.has_replica());
            let unaware: HashMap<_, _> = replicas.map(|(id, one)| (*id, one.asked.len() + 1)).collect();
            self.asking.extend(unaware.keys());
            self.graves.dig(lock, &before, seen_at, unaware);
        }
        Ok(())
    }

    /// The holder changed a part without knowing what happened to it: it becomes what it would be if nothing had.
    pub(super) fn resurrect(
        &mut self,
        Reached(numbers): Reached,
        received: &mut Received,
    ) -> Result<Resurrected, document::Broken> {
        let mut resurrected = Resurrected::Nothing;
        for number in numbers {
            let Some(at) = self.graves.all.iter().position(|grave| grave.number == number) else { continue };
            let grave = &mut self.graves.all[at];
            let fence = fence_of(&grave.lock);
            if !grave.read()? {
                self.graves.all.remove(at);
                continue;
            }
            let stood = grave.document.stand(&fence)?;
            if let Some(back) = self.document.put_back(&fence, &stood)? {
                // Of what the holder did nothing may be new: it deleted what is deleted already.
                received.admitted.push(back);
                let merged = admission::merge(&received.admitted).map_err(|refusal| document::Broken::new(&refusal))?;
                (received.admitted, received.own) = (vec![merged], 1);
                resurrected = Resurrected::Something;
            }
        }
        Ok(resurrected)
    }

    /// Asks those of whom an answer says that they know.
    pub(super) fn ask_who_may_not_know(&mut self, effects: &mut Vec<Effect>) {
        for id in std::mem::take(&mut self.asking) {
            self.ask(id, Asked::Unprompted, effects);
        }
    }
}
