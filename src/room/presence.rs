//! Who is here: the awareness states of one room. Pure; called by `state` only. States stay opaque: they are checked when
//! they enter and forwarded as they came, merged into one message per tick for everybody.
//!
//! A client id belongs to the connection that first announced it; nobody else can change or remove it. Clients of y-websocket
//! and of Hocuspocus before 4.5 repeat what they hear about others, so foreign entries are skipped, not punished.
//! The rules of clocks are those of y-protocols' `awareness.js`.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::ConnectionId;
use crate::admission::{self, AwarenessEntry, Refusal};
use crate::protocol::{message, varint};

/// How long a removal is remembered, so that late repetitions don't bring a ghost back and newcomers hear of it.
const REMEMBER_REMOVED: Duration = Duration::from_secs(60);

/// How long the owner of a client id may stay silent when somebody else claims the id, before it counts as dead.
const CLAIM_PATIENCE: Duration = Duration::from_secs(3);

/// Bounds, from the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one state.
    pub state: usize,
    /// Client ids of one connection.
    pub ids: usize,
    /// A state not renewed for this long is removed.
    pub expiry: Duration,
    /// Changes within this time go out together.
    pub tick: Duration,
}

/// The table.
#[derive(Debug)]
pub struct Presence {
    limits: Limits,
    entries: HashMap<u64, Entry>,
    owned: HashMap<ConnectionId, Vec<u64>>,
    heard: HashSet<ConnectionId>,
    changed: Vec<u64>,
    claims: Vec<Claim>,
    flushed: Option<Duration>,
}

#[derive(Debug)]
struct Entry {
    clock: u64,
    /// The JSON as it came; `None` once the client is gone.
    state: Option<Bytes>,
    owner: Option<ConnectionId>,
    touched: Duration,
    in_changed: bool,
}

impl Entry {
    /// The rule of y-protocols: a higher clock, or a removal at the same one.
    fn accepts(&self, clock: u64, state: Option<&str>) -> bool {
        clock > self.clock || (clock == self.clock && state.is_none() && self.state.is_some())
    }
}

#[derive(Debug)]
struct Claim {
    client: u64,
    claimant: ConnectionId,
    deadline: Duration,
}

/// Why a presence message was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not an awareness update, or not JSON.
    #[error(transparent)]
    Malformed(#[from] Refusal),
    /// A state above the limit.
    #[error("a presence state has at most {limit} bytes")]
    StateTooLarge {
        /// `limits.presence_state`.
        limit: usize,
    },
    /// Too many client ids from one connection.
    #[error("one connection announces at most {limit} client ids")]
    TooManyIds {
        /// `limits.presence_ids`.
        limit: usize,
    },
}

/// What has to be told to one connection about its own ids.
#[derive(Debug, PartialEq, Eq)]
pub enum Notice {
    /// Send this frame to the connection that announced: it makes the client announce again with a higher clock, which
    /// everybody accepts who still remembers the client from before.
    Announce(Bytes),
    /// Find out whether this connection is still alive: another one claims its client id.
    Probe(ConnectionId),
}

/// A claim that was not answered: close the silent owner; the claimant has the id now and gets the frame.
#[derive(Debug, PartialEq, Eq)]
pub struct Takeover {
    /// The silent connection.
    pub silent: ConnectionId,
    /// The new owner.
    pub claimant: ConnectionId,
    /// Makes the new owner announce itself.
    pub announce: Bytes,
}

impl Presence {
    /// An empty table.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, entries: HashMap::new(), owned: HashMap::new(), heard: HashSet::new(), changed: Vec::new(), claims: Vec::new(), flushed: None }
    }

    /// Takes an awareness update from a connection. All of it is checked before anything changes.
    pub fn receive(&mut self, now: Duration, from: ConnectionId, update: &[u8]) -> Result<Option<Notice>, Refused> {
        let entries = self.check(from, update)?;
        let first_words = self.heard.insert(from);
        let alone = entries.len() == 1;
        let mut notice = None;
        for entry in entries {
            let (client, clock) = (entry.client, entry.clock);
            match self.entries.get(&client) {
                Some(Entry { owner: Some(owner), .. }) if *owner != from => {
                    if first_words && alone && entry.state.is_some() {
                        notice = Some(Notice::Probe(*owner));
                        self.claim(now, client, from);
                    }
                }
                Some(known) if known.owner == Some(from) => {
                    if known.accepts(clock, entry.state) {
                        self.set(now, client, clock, entry.state, Some(from));
                    } else if clock == known.clock && entry.state.is_some() {
                        self.touch(now, client);
                    }
                }
                // Nobody owns it: the client is new here, or it left and comes back. A repetition of old news takes nothing.
                known => {
                    let stale = known.is_some_and(|known| clock < known.clock || (clock == known.clock && !first_words));
                    if entry.state.is_none() || stale {
                        continue;
                    }
                    let highest = known.map_or(clock, |known| known.clock.max(clock));
                    let heard_of = known.is_some_and(|known| clock <= known.clock);
                    self.own(now, client, from);
                    if !heard_of {
                        self.set(now, client, clock, entry.state, Some(from));
                    }
                    notice = Some(Notice::Announce(announce_again(client, highest)));
                }
            }
        }
        Ok(notice)
    }

    /// A connection has left: its states go, at the clock that everybody knows.
    pub fn leave(&mut self, now: Duration, connection: ConnectionId) {
        for client in self.owned.remove(&connection).unwrap_or_default() {
            self.remove(now, client);
        }
        self.heard.remove(&connection);
        self.claims.retain(|claim| claim.claimant != connection);
    }

    /// A connection gave a sign of life: claims against it are void.
    pub fn alive(&mut self, connection: ConnectionId) {
        if !self.claims.is_empty() {
            self.claims.retain(|claim| self.entries.get(&claim.client).and_then(|entry| entry.owner) != Some(connection));
        }
    }

    /// Claims whose owner stayed silent.
    pub fn takeovers(&mut self, now: Duration) -> Vec<Takeover> {
        let mut takeovers = Vec::new();
        let (due, waiting) = std::mem::take(&mut self.claims).into_iter().partition(|claim| claim.deadline <= now);
        self.claims = waiting;
        for Claim { client, claimant, .. } in due {
            let Some(entry) = self.entries.get_mut(&client) else { continue };
            let Some(silent) = entry.owner.replace(claimant) else { continue };
            if let Some(ids) = self.owned.get_mut(&silent) {
                ids.retain(|id| *id != client);
            }
            self.owned.entry(claimant).or_default().push(client);
            takeovers.push(Takeover { silent, claimant, announce: announce_again(client, entry.clock) });
        }
        takeovers
    }

    /// Removes what was not renewed, forgets old removals.
    pub fn expire(&mut self, now: Duration) {
        let expiry = self.limits.expiry;
        let silent: Vec<u64> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.state.is_some() && now >= entry.touched + expiry)
            .map(|(client, _)| *client)
            .collect();
        for client in silent {
            if let Some(owner) = self.entries.get(&client).and_then(|entry| entry.owner)
                && let Some(ids) = self.owned.get_mut(&owner)
            {
                ids.retain(|id| *id != client);
            }
            self.remove(now, client);
        }
        self.entries.retain(|_, entry| entry.state.is_some() || entry.in_changed || now < entry.touched + REMEMBER_REMOVED);
    }

    /// The frame with everything that changed since the last one, if its time has come.
    pub fn flush(&mut self, now: Duration) -> Option<Bytes> {
        if self.changed.is_empty() || self.flushed.is_some_and(|last| now < last + self.limits.tick) {
            return None;
        }
        self.flushed = Some(now);
        let changed = std::mem::take(&mut self.changed);
        for client in &changed {
            if let Some(entry) = self.entries.get_mut(client) {
                entry.in_changed = false;
            }
        }
        let frame = self.frame(changed.iter().filter_map(|client| Some((*client, self.entries.get(client)?))));
        self.changed = changed;
        self.changed.clear();
        Some(frame)
    }

    /// The frame with everybody, recent removals included; `None` if there was nobody.
    #[must_use]
    pub fn everybody(&self) -> Option<Bytes> {
        (!self.entries.is_empty()).then(|| self.frame(self.entries.iter().map(|(client, entry)| (*client, entry))))
    }

    /// When something has to happen next without a message.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Duration> {
        let flush = (!self.changed.is_empty()).then(|| self.flushed.map_or(Duration::ZERO, |last| last + self.limits.tick));
        let claim = self.claims.iter().map(|claim| claim.deadline).min();
        [flush, claim].into_iter().flatten().min()
    }

    /// States present.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().filter(|entry| entry.state.is_some()).count()
    }

    /// Whether nobody is present.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn check<'a>(&self, from: ConnectionId, update: &'a [u8]) -> Result<Vec<AwarenessEntry<'a>>, Refused> {
        let mut entries = Vec::new();
        let mut ids = self.owned.get(&from).map_or(0, Vec::len);
        for entry in admission::awareness(update)? {
            let owner = self.entries.get(&entry.client).and_then(|known| known.owner);
            let repeated = owner.is_some_and(|owner| owner != from);
            if !repeated && let Some(state) = entry.state {
                if state.len() > self.limits.state {
                    return Err(Refused::StateTooLarge { limit: self.limits.state });
                }
                ids += usize::from(owner.is_none());
            }
            entries.push(entry);
        }
        if ids > self.limits.ids {
            return Err(Refused::TooManyIds { limit: self.limits.ids });
        }
        Ok(entries)
    }

    fn claim(&mut self, now: Duration, client: u64, claimant: ConnectionId) {
        self.claims.retain(|claim| claim.client != client);
        self.claims.push(Claim { client, claimant, deadline: now + CLAIM_PATIENCE });
    }

    fn remove(&mut self, now: Duration, client: u64) {
        if let Some(clock) = self.entries.get(&client).filter(|entry| entry.state.is_some()).map(|entry| entry.clock) {
            self.set(now, client, clock, None, None);
        } else if let Some(entry) = self.entries.get_mut(&client) {
            entry.owner = None;
        }
    }

    fn own(&mut self, now: Duration, client: u64, connection: ConnectionId) {
        self.owned.entry(connection).or_default().push(client);
        if let Some(entry) = self.entries.get_mut(&client) {
            entry.owner = Some(connection);
            entry.touched = now;
        }
    }

    fn touch(&mut self, now: Duration, client: u64) {
        if let Some(entry) = self.entries.get_mut(&client) {
            entry.touched = now;
        }
    }

    fn set(&mut self, now: Duration, client: u64, clock: u64, state: Option<&str>, owner: Option<ConnectionId>) {
        if !self.entries.get(&client).is_some_and(|entry| entry.in_changed) {
            self.changed.push(client);
        }
        let state = state.map(|json| Bytes::copy_from_slice(json.as_bytes()));
        self.entries.insert(client, Entry { clock, state, owner, touched: now, in_changed: true });
    }

    fn frame<'a>(&self, entries: impl Iterator<Item = (u64, &'a Entry)>) -> Bytes {
        let mut body = BytesMut::new();
        let mut count = 0;
        for (client, entry) in entries {
            count += 1;
            varint::write(&mut body, client);
            varint::write(&mut body, entry.clock);
            varint::write_bytes(&mut body, entry.state.as_deref().unwrap_or(b"null"));
        }
        let mut update = BytesMut::with_capacity(body.len() + 4);
        varint::write(&mut update, count);
        update.extend_from_slice(&body);
        message::awareness(&update)
    }
}

/// A removal of the client at the clock it announced, for itself alone: it raises its clock and announces again, and that is
/// news even to those who remember it from before (y-protocols `awareness.js`, `applyAwarenessUpdate`).
fn announce_again(client: u64, clock: u64) -> Bytes {
    let mut update = BytesMut::with_capacity(24);
    varint::write(&mut update, 1);
    varint::write(&mut update, client);
    varint::write(&mut update, clock);
    varint::write_bytes(&mut update, b"null");
    message::awareness(&update)
}
