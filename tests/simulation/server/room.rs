//! A live room, as its task has it, and what its decisions must have in common.

use std::collections::{BTreeSet, VecDeque};

use yrsa::document::Broken;
use yrsa::room::ConnectionId;
use yrsa::room::around::Telling;
use yrsa::room::state::{Effect, Event, Now, State};
use yrsa_storage::Snapshot;

use super::sight::Sight;

/// A live room, as its task has it.
pub(crate) struct Room {
    pub(crate) state: State,
    pub(super) generation: u64,
    /// Whose outboxes the task holds.
    pub(super) members: BTreeSet<ConnectionId>,
    /// Who has joined and not left, as far as the state was told.
    pub(super) known: BTreeSet<ConnectionId>,
    pub(super) mailbox: VecDeque<Event>,
    pub(super) follow_ups: Vec<Event>,
    pub(super) tickets: u64,
    pub(super) durable: u64,
    pub(super) snapshot: Option<Snapshot>,
    /// What is to be told, and after which write.
    pub(super) happened: Option<(u64, Telling)>,
    pub(super) told: u64,
    pub(super) sight: Sight,
}

impl Room {
    /// The task registers outboxes as it takes letters, before anything is decided.
    pub(super) fn take_outboxes(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::Join { connection, .. } => drop(self.members.insert(*connection)),
                Event::Leave(connection) => drop(self.members.remove(connection)),
                _ => {}
            }
        }
    }

    pub(super) fn decide(&mut self, now: Now, events: Vec<Event>) -> (Vec<Effect>, Result<(), Broken>) {
        let mut effects = Vec::new();
        for event in events {
            match &event {
                Event::Join { connection, .. } => drop(self.known.insert(*connection)),
                Event::Leave(connection) => drop(self.known.remove(connection)),
                _ => {}
            }
            let tick = matches!(event, Event::Tick);
            let before = effects.len();
            let looked = self.sight.before(now.unix_ms, &event, &mut self.state);
            self.sight.note(&event);
            if let Err(broken) = self.state.handle(now, event, &mut effects) {
                return (effects, Err(broken));
            }
            self.sight.after(looked, &effects[before..], &mut self.state);
            for to in effects[before..].iter().filter_map(addressee) {
                assert!(self.known.contains(&to), "an effect for {to:?}, who is not here");
            }
            assert!(!tick || self.state.next_deadline() > now.uptime, "a tick leaves its deadline behind");
        }
        (effects, Ok(()))
    }
}

fn addressee(effect: &Effect) -> Option<ConnectionId> {
    match effect {
        Effect::Send(to, ..)
        | Effect::Tell(to, _)
        | Effect::Resume(to, _)
        | Effect::HoldUpdates(to)
        | Effect::Probe(to)
        | Effect::Close(to, _) => Some(*to),
        Effect::Announce { .. }
        | Effect::Broadcast { .. }
        | Effect::Append(..)
        | Effect::Snapshot(_)
        | Effect::Happened { .. }
        | Effect::Moved(_)
        | Effect::Undone(_)
        | Effect::Stirred => None,
    }
}
