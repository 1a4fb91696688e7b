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
use crate::admission;
use crate::document::{self, Document, ReceiveError, Received};
use crate::room::around::Lock;

/// Documents remembered as they were, for so many locks; and bytes of updates since.
const MOST: usize = 4;
const MOST_BYTES: usize = 8 << 20;

/// Answers to SyncStep1 after which a client that has just come has heard of everything before.
const ANSWERS_AFTER_JOINING: usize = 2;

/// The document as it would be without an offence against a lock.
#[derive(Debug)]
struct Grave {
    lock: Lock,
    /// As it was before the offence; with `since` as far as it was read.
    document: Document,
    /// What was taken in since and was no offence; whether it is the holder's.
    since: Vec<(bool, Bytes)>,
    bytes: usize,
    /// How many answers the holder's connections still owe before they have surely heard of the offence.
    unaware: HashMap<ConnectionId, usize>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Graves(Vec<Grave>);

/// Whether a holder's update had to be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resurrected {
    Nothing,
    Something,
}

/// Locks whose part the holder's update may reach without knowing what happened there.
#[derive(Debug, Default)]
pub(super) struct Reached(Vec<Arc<str>>);

impl Graves {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which of them an update concerns that is about to be applied.
    pub(super) fn reached_by(&mut self, by: &By, update: &Bytes) -> Result<Reached, document::Broken> {
        let mut reached = Vec::new();
        let mut left_behind = Vec::new();
        for (at, grave) in self.0.iter_mut().enumerate() {
            if !by.connection.is_some_and(|connection| grave.unaware.contains_key(&connection)) {
                continue;
            }
            if !grave.read()? {
                left_behind.push(at);
            } else if grave.document.may_reach(&fence_of(&grave.lock), update)? {
                reached.push(Arc::clone(&grave.lock.id));
            }
        }
        for at in left_behind.into_iter().rev() {
            self.0.remove(at);
        }
        Ok(Reached(reached))
    }

    /// A client of the holder comes; it may have been away when it happened.
    pub(super) fn note_join(&mut self, id: ConnectionId, user: &str) {
        for grave in self.0.iter_mut().filter(|grave| *grave.lock.holder.id == *user) {
            grave.unaware.insert(id, ANSWERS_AFTER_JOINING);
        }
    }

    /// A client has left.
    pub(super) fn note_leave(&mut self, id: ConnectionId) {
        for grave in &mut self.0 {
            grave.unaware.remove(&id);
        }
    }

    /// A client has answered a SyncStep1; whether it has to be asked once more.
    pub(super) fn note_answer(&mut self, id: ConnectionId) -> bool {
        let mut again = false;
        for grave in &mut self.0 {
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
        self.0.retain(|grave| locks.iter().any(|lock| lock.id == grave.lock.id));
    }

    /// Notes an update that is no offence.
    fn note(&mut self, update: &Bytes, by: &By) {
        for grave in &mut self.0 {
            let is_holders = by.author.as_ref().is_some_and(|author| author.id == grave.lock.holder.id);
            grave.bytes += update.len();
            grave.since.push((is_holders, update.clone()));
        }
        self.0.retain(|grave| grave.bytes <= MOST_BYTES);
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
    pub(super) fn bury(&mut self, before: Option<Document>, undone: &[Option<Lock>], update: &Bytes, by: &By) {
        let Some(before) = before.filter(|_| !undone.is_empty()) else { return self.graves.note(update, by) };
        for lock in undone.iter().flatten() {
            if self.graves.0.iter().any(|grave| grave.lock.id == lock.id) {
                continue;
            }
            if self.graves.0.len() == MOST {
                self.graves.0.remove(0);
            }
            // Who reads JSON writes to what the document is now.
            let of_holder = self.connections.iter().filter(|(_, one)| one.participant.user.id == lock.holder.id);
            let replicas = of_holder.filter(|(_, one)| one.participant.dialect.has_replica());
            let unaware: HashMap<_, _> = replicas.map(|(id, one)| (*id, one.asked.len() + 1)).collect();
            self.asking.extend(unaware.keys());
            self.graves.0.push(Grave { lock: lock.clone(), document: before.fork(), since: Vec::new(), bytes: 0, unaware });
        }
    }

    /// The holder changed a part without knowing what happened to it: it becomes what it would be if nothing had.
    pub(super) fn resurrect(&mut self, Reached(locks): Reached, received: &mut Received) -> Result<Resurrected, document::Broken> {
        let mut resurrected = Resurrected::Nothing;
        for id in locks {
            let Some(at) = self.graves.0.iter().position(|grave| grave.lock.id == id) else { continue };
            let grave = &mut self.graves.0[at];
            let fence = fence_of(&grave.lock);
            if !grave.read()? {
                self.graves.0.remove(at);
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
