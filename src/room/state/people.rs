//! Who is in the room as users: who comes first and leaves last, what they do, when they were last seen doing it. Part of the pure
//! `state`, which calls it; connections that read or write once for an HTTP request are nobody here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::{ConnectionId, Effect, Now, Phase, State};
use crate::protocol::Close;
use crate::room::interior::{Interior, Stage};
use crate::room::participant::Participant;
use crate::room::people::{Move, Moved, Person, PersonState, Present, Status};

/// It is not looked more often who is idle.
const LOOK: Duration = Duration::from_secs(1);

/// When somebody counts as idle and as away.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// After so long without doing anything.
    pub idle: Duration,
    /// And after so long.
    pub away: Duration,
}

/// The users that are here.
#[derive(Debug, Default)]
pub(super) struct People {
    /// How many connections each has, by the user's id.
    connections: HashMap<Arc<str>, u32>,
    /// When somebody's status may change without a sign of them.
    due: Option<Duration>,
}

/// What one connection does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doing {
    since_ms: u64,
    last: Duration,
    last_ms: u64,
    pub(super) status: Status,
}

impl Doing {
    pub(super) fn now(now: Now) -> Self {
        Self { since_ms: now.unix_ms, last: now.uptime, last_ms: now.unix_ms, status: Status::Active }
    }
}

impl People {
    /// Users here.
    pub(super) fn count(&self) -> usize {
        self.connections.len()
    }

    pub(super) fn has(&self, user: &str) -> bool {
        self.connections.contains_key(user)
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        self.due
    }

    /// Something may be due earlier than was known.
    pub(super) fn look_by(&mut self, due: Duration) {
        self.due = Some(self.due.map_or(due, |known| known.min(due)));
    }
}

impl State {
    /// Notes that somebody has come.
    pub(super) fn arrived(&mut self, now: Now, participant: &Participant, effects: &mut Vec<Effect>) {
        if !participant.dialect.takes_part() {
            return;
        }
        let count = self.people.connections.entry(Arc::clone(&participant.user.id)).or_default();
        *count += 1;
        let is_first = *count == 1;
        let wait = self.rules.idle_timeout.unwrap_or(Duration::MAX).min(self.settings.patience.idle);
        self.people.look_by(now.uptime.saturating_add(wait));
        if is_first {
            self.moved(now, participant, Move::Joined, effects);
        }
        effects.push(Effect::Stirred);
    }

    /// Notes that somebody has left.
    pub(super) fn departed(&mut self, now: Now, participant: &Participant, effects: &mut Vec<Effect>) {
        let Some(count) = self.people.connections.get_mut(&participant.user.id).filter(|_| participant.dialect.takes_part())
        else {
            return;
        };
        *count -= 1;
        if *count == 0 {
            self.people.connections.remove(&participant.user.id);
            self.moved(now, participant, Move::Left, effects);
        }
        effects.push(Effect::Stirred);
    }

    fn moved(&self, now: Now, participant: &Participant, what: Move, effects: &mut Vec<Effect>) {
        let (user, role) = (Arc::clone(&participant.user), participant.role);
        effects.push(Effect::Moved(Moved {
            document: self.id.clone(),
            user,
            role,
            what,
            at_ms: now.unix_ms,
            trace: participant.trace.clone(),
        }));
    }

    /// Somebody did something.
    pub(super) fn active(&mut self, now: Now, id: ConnectionId) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        let doing = &mut connection.doing;
        (doing.last, doing.last_ms) = (now.uptime, now.unix_ms);
        if std::mem::replace(&mut doing.status, Status::Active) != Status::Active {
            let wait = self.settings.patience.idle;
            self.people.look_by(now.uptime.saturating_add(wait));
            self.presence.stamp_again(now.uptime, id, &connection.stamp());
        }
    }

    /// Notes who has done nothing for long; whoever has done nothing for too long has to go.
    pub(super) fn look_who_is_idle(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if self.people.due.is_none_or(|due| now.uptime < due) {
            return;
        }
        let (patience, timeout) = (self.settings.patience, self.rules.idle_timeout);
        let mut next = None;
        let mut gone = Vec::new();
        for (id, connection) in &mut self.connections {
            if !connection.participant.dialect.takes_part() || connection.closing {
                continue;
            }
            let last = connection.doing.last;
            let since = |wait: Duration| last.saturating_add(wait);
            let status = match now.uptime {
                now if now >= since(patience.away) => Status::Away,
                now if now >= since(patience.idle) => Status::Idle,
                _ => Status::Active,
            };
            if std::mem::replace(&mut connection.doing.status, status) != status {
                self.presence.stamp_again(now.uptime, *id, &connection.stamp());
                effects.push(Effect::Stirred);
            }
            if timeout.is_some_and(|timeout| now.uptime >= since(timeout)) {
                gone.push(*id);
            }
            let later = [Some(patience.idle), Some(patience.away), timeout].into_iter().flatten().map(since);
            next = later.filter(|due| *due > now.uptime).chain(next).min();
        }
        // All connections are looked at: not for each of them at its own moment.
        self.people.due = next.map(|due| due.max(now.uptime + LOOK));
        for id in gone {
            self.end(id, Close::idle(), effects);
        }
    }

    /// What operators are told of this room.
    #[must_use]
    pub fn interior(&self) -> Interior {
        let here = self.connections.values().filter(|one| one.is_let_in && one.participant.dialect.takes_part());
        Interior {
            stage: match self.phase {
                Phase::Live => Stage::Live,
                Phase::Leaving | Phase::Retired => Stage::Leaving,
                Phase::Closing | Phase::Closed => Stage::Closing,
            },
            kind: self.events.kind(),
            mode: self.rules.mode,
            locks: self.rules.locks.len(),
            participants: self.people.count(),
            active_ms: here.map(|one| one.doing.last_ms).max(),
            version: self.seq,
            snapshot: self.snapshot.installed,
            unsaved: self.tickets.saturating_sub(self.durable),
            bytes: self.document.encoded_len(),
            parked: self.document.parked_bytes(),
            is_built: self.document.is_built(),
        }
    }

    /// Who is here.
    #[must_use]
    pub fn present(&self) -> Present {
        let mut people: BTreeMap<&str, Person> = BTreeMap::new();
        let mut states = Vec::new();
        for (id, connection) in self.connections.iter().filter(|(_, one)| one.is_let_in && one.participant.dialect.takes_part()) {
            let Participant { user, role, .. } = &connection.participant;
            let doing = connection.doing;
            let person = people.entry(&*user.id).or_insert_with(|| Person {
                user: Arc::clone(user),
                role: *role,
                status: Status::Away,
                since_ms: doing.since_ms,
                active_ms: 0,
                connections: 0,
                clients: Vec::new(),
            });
            person.role = person.role.max(*role);
            person.since_ms = person.since_ms.min(doing.since_ms);
            person.active_ms = person.active_ms.max(doing.last_ms);
            person.connections += 1;
            let mut busy = false;
            for (client, state) in self.presence.of(*id) {
                busy |= crate::room::stamp::is_busy(&state);
                person.clients.push(client);
                states.push(PersonState { client, user: Arc::clone(user), state });
            }
            person.status = if busy { Status::Busy } else { liveliest(person.status, doing.status) };
        }
        states.sort_by_key(|state| state.client);
        let mut people: Vec<Person> = people.into_values().collect();
        people.iter_mut().for_each(|person| person.clients.sort_unstable());
        Present { people, states }
    }
}

fn liveliest(one: Status, other: Status) -> Status {
    match (one, other) {
        (Status::Busy, _) | (_, Status::Busy) => Status::Busy,
        (Status::Active, _) | (_, Status::Active) => Status::Active,
        (Status::Idle, _) | (_, Status::Idle) => Status::Idle,
        (Status::Away, Status::Away) => Status::Away,
    }
}
