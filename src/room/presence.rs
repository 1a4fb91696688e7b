//! Who is here: the awareness states of one room. Pure; called by `state` only. States are checked and stamped with their user
//! when they enter, and merged into one message per tick for everybody.
//!
//! A client id belongs to the connection that first announced it; nobody else can change or remove it. Clients of y-websocket
//! and of Hocuspocus before 4.5 repeat what they hear about others, so foreign entries are skipped, not punished.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::ConnectionId;
use super::stamp::{self, Stamp};
use crate::admission::{self, AwarenessEntry, Refusal};
use crate::protocol::{message, varint};

/// How long a removal is remembered, so that late repetitions don't bring a ghost back and newcomers hear of it.
const REMEMBER_REMOVED: Duration = Duration::from_secs(60);

/// Owner of what the server itself says: nobody's connection, so nobody can claim it.
const SERVER: ConnectionId = ConnectionId(0);

/// How long the owner of a client id may stay silent when somebody else claims the id, before it counts as dead.
const CLAIM_PATIENCE: Duration = Duration::from_secs(3);

/// The clock of what the server itself says grows at most so fast on average, or it is lost when the room is opened again.
const CLOCK_STEP: Duration = Duration::from_millis(100);

/// Bounds, from the configuration.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one state.
    pub state: usize,
    /// Client ids of one connection.
    pub ids: usize,
    /// A state not renewed for this long is removed.
    pub expiry: Duration,
    /// Changes within this time go out together; in large rooms within a longer one.
    pub tick: Duration,
}

/// What a frame may take from the time of all, for each connection that hears it: several times what sending it costs, so that
/// cursors leave most of a core to everything else.
const SHARE: Duration = Duration::from_micros(40);

/// No change waits longer because the room is large.
const LONGEST_TICK: Duration = Duration::from_millis(25);

/// The table.
///
/// Clients ignore a state whose clock they have seen (y-protocols `awareness.js`), also of somebody who left and came back, or
/// whom they dropped when they were away themselves. So the server raises the clock of whoever is announced anew, and of
/// whoever a returning client may remember; everybody gets that, the owner too, who counts on from there.
#[derive(Debug)]
pub struct Presence {
    limits: Limits,
    entries: HashMap<u64, Entry>,
    owned: HashMap<ConnectionId, Vec<u64>>,
    heard: HashSet<ConnectionId>,
    changed: Vec<u64>,
    claims: Vec<Claim>,
    /// The client id under which the server itself says something.
    own: Option<u64>,
    flushed: Option<Duration>,
}

#[derive(Debug)]
struct Entry {
    clock: u64,
    /// The JSON as it came; `None` once the client is gone.
    state: Option<Bytes>,
    owner: Option<ConnectionId>,
    /// When its owner was last heard of it, or when it was removed.
    touched: Duration,
    /// When its clock last grew.
    raised: Duration,
    in_changed: bool,
}

impl Entry {
    /// Just changed: goes out with the next frame.
    fn new(now: Duration, clock: u64, state: Option<Bytes>, owner: Option<ConnectionId>) -> Self {
        Self { clock, state, owner, touched: now, raised: now, in_changed: true }
    }
}

#[derive(Debug)]
struct Claim {
    client: u64,
    claimant: ConnectionId,
    clock: u64,
    state: Bytes,
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

/// What became of a presence message.
#[derive(Debug, PartialEq, Eq)]
pub struct Heard {
    /// Somebody else has to show that they are alive.
    pub probe: Option<Probe>,
    /// It says something that was not known.
    pub is_news: bool,
}

/// Somebody else's connection has to show that it is alive: another one claims its client id.
#[derive(Debug, PartialEq, Eq)]
pub struct Probe(pub ConnectionId);

impl Presence {
    /// An empty table.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            entries: HashMap::new(),
            owned: HashMap::new(),
            heard: HashSet::new(),
            changed: Vec::new(),
            claims: Vec::new(),
            own: None,
            flushed: None,
        }
    }

    /// Takes an awareness update from a connection. All of it is checked before anything changes.
    pub fn receive(&mut self, now: Duration, from: ConnectionId, stamp: &Stamp<'_>, update: &[u8]) -> Result<Heard, Refused> {
        let entries = self.check(from, update)?;
        let first_words = self.heard.insert(from);
        let own_words = first_words && entries.len() == 1;
        let mut heard = Heard { probe: None, is_news: false };
        for AwarenessEntry { client, clock, state } in entries {
            let known = self.entries.get(&client);
            match known.and_then(|known| known.owner) {
                Some(owner) if owner == from => {
                    let state = state.map(|state| stamp::presence(state, stamp));
                    heard.is_news |= self.renew(now, client, clock, state);
                }
                Some(SERVER) => {}
                Some(owner) => {
                    let Some(state) = state else { continue };
                    let waiting = self.claims.iter_mut().find(|claim| claim.client == client && claim.claimant == from);
                    if let Some(claim) = waiting {
                        (claim.clock, claim.state) = (clock, stamp::presence(state, stamp));
                    } else if own_words {
                        let state = stamp::presence(state, stamp);
                        self.claim(Claim { client, claimant: from, clock, state, deadline: now + CLAIM_PATIENCE });
                        heard.probe = Some(Probe(owner));
                    }
                }
                // Nobody owns it: the client is new here, or it left and comes back, maybe with a clock from before the server
                // raised it. A repetition of old news takes nothing.
                None => {
                    let old_news = !own_words && known.is_some_and(|known| clock <= known.clock);
                    if let Some(state) = state.filter(|_| !old_news) {
                        self.announce(now, from, client, clock, stamp::presence(state, stamp));
                        heard.is_news = true;
                    }
                }
            }
        }
        Ok(heard)
    }

    /// What the server says of a connection's user has changed: everybody sees it in all its states.
    pub fn stamp_again(&mut self, now: Duration, connection: ConnectionId, stamp: &Stamp<'_>) {
        for client in self.owned.get(&connection).cloned().unwrap_or_default() {
            let Some(Entry { clock, state: Some(state), touched, .. }) = self.entries.get(&client) else { continue };
            let stamped = std::str::from_utf8(state).map_or_else(|_| state.clone(), |state| stamp::presence(state, stamp));
            if stamped != *state {
                let (clock, touched) = (clock + 1, *touched);
                self.set(client, Entry { touched, ..Entry::new(now, clock, Some(stamped), Some(connection)) });
            }
        }
    }

    /// What the server itself says, under a client id of its own; `None`: nothing any more.
    pub fn say(&mut self, now: Duration, client: u64, state: Option<Bytes>) {
        let known = self.entries.get(&client);
        if known.and_then(|known| known.state.as_ref()) == state.as_ref() {
            return;
        }
        // Clients remember the clock longer than it is remembered here: it never begins below what it can have been.
        let begin = u64::try_from(now.as_millis() / CLOCK_STEP.as_millis()).unwrap_or_default();
        let clock = known.map_or(0, |known| known.clock).max(begin) + 1;
        // Whoever took the id before it was needed.
        if let Some(owner) = known.and_then(|known| known.owner).filter(|owner| *owner != SERVER) {
            self.disown(owner, client);
        }
        self.claims.retain(|claim| claim.client != client);
        self.own = state.is_some().then_some(client);
        self.set(client, Entry::new(now, clock, state, Some(SERVER)));
    }

    /// Repeats what the server itself says, because clients forget whom they don't hear of for 30 s.
    pub fn say_again(&mut self, now: Duration) {
        if let Some((client, known)) = self.own.and_then(|client| Some((client, self.entries.get(&client)?))) {
            let (clock, state) = (known.clock + 1, known.state.clone());
            self.set(client, Entry::new(now, clock, state, Some(SERVER)));
        }
    }

    /// The states of a connection.
    pub fn of(&self, connection: ConnectionId) -> impl Iterator<Item = (u64, Bytes)> {
        let owned = self.owned.get(&connection).into_iter().flatten();
        owned.filter_map(|client| Some((*client, self.entries.get(client)?.state.clone()?)))
    }

    /// A connection has left: its states go, at the clock that everybody knows.
    pub fn leave(&mut self, now: Duration, connection: ConnectionId) {
        self.heard.remove(&connection);
        self.claims.retain(|claim| claim.claimant != connection);
        for client in self.owned.remove(&connection).unwrap_or_default() {
            self.remove(now, client);
        }
    }

    /// A connection gave a sign of life: claims against it wait until it leaves. That may be at once, if its last words arrived
    /// only now; so they are not forgotten.
    pub fn alive(&mut self, connection: ConnectionId) {
        for claim in &mut self.claims {
            if self.entries.get(&claim.client).and_then(|entry| entry.owner) == Some(connection) {
                claim.deadline = Duration::MAX;
            }
        }
    }

    /// Hands ids whose owner stayed silent to those who claim them; returns the silent connections.
    pub fn take_over(&mut self, now: Duration) -> Vec<ConnectionId> {
        let (due, waiting) = std::mem::take(&mut self.claims).into_iter().partition(|claim| claim.deadline <= now);
        self.claims = waiting;
        let mut silent = Vec::new();
        let mut taken = HashSet::new();
        for claim in due.into_iter().rev() {
            if !taken.insert(claim.client) {
                // The newest claim has won; this one waits until the winner leaves.
                self.claims.push(Claim { deadline: Duration::MAX, ..claim });
                continue;
            }
            let Claim { client, claimant, clock, state, .. } = claim;
            if let Some(owner) = self.entries.get_mut(&client).and_then(|entry| entry.owner.take()) {
                self.disown(owner, client);
                silent.push(owner);
            }
            self.announce(now, claimant, client, clock, state);
        }
        silent
    }

    /// Removes what was not renewed, forgets old removals.
    pub fn expire(&mut self, now: Duration) {
        let expiry = self.limits.expiry;
        let silent: Vec<u64> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.state.is_some() && entry.owner != Some(SERVER) && now >= entry.touched + expiry)
            .map(|(client, _)| *client)
            .collect();
        for client in silent {
            if let Some(owner) = self.entries.get(&client).and_then(|entry| entry.owner) {
                self.disown(owner, client);
            }
            self.remove(now, client);
        }
        let owned = &mut self.owned;
        self.entries.retain(|client, entry| {
            let is_kept = entry.state.is_some() || entry.in_changed || now < entry.touched + REMEMBER_REMOVED;
            // Who shows the same client again later does not have it twice.
            if !is_kept && let Some(ids) = entry.owner.and_then(|owner| owned.get_mut(&owner)) {
                ids.retain(|id| id != client);
            }
            is_kept
        });
    }

    /// The frame with everything that changed since the last one, for so many connections, if its time has come.
    pub fn flush(&mut self, now: Duration, audience: usize) -> Option<Bytes> {
        if self.changed.is_empty() || self.flushed.is_some_and(|last| now < last + self.tick(audience)) {
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

    /// From one frame to the next, if so many hear it.
    fn tick(&self, audience: usize) -> Duration {
        let share = SHARE.saturating_mul(u32::try_from(audience).unwrap_or(u32::MAX));
        self.limits.tick.max(share.min(LONGEST_TICK))
    }

    /// When something has to happen next without a message.
    #[must_use]
    pub fn next_deadline(&self, audience: usize) -> Option<Duration> {
        let flush = (!self.changed.is_empty()).then(|| self.flushed.map_or(Duration::ZERO, |last| last + self.tick(audience)));
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
        let all = admission::awareness(update)?;
        let own_words = all.len() == 1 && !self.heard.contains(&from);
        for entry in all {
            let owner = self.entries.get(&entry.client).and_then(|known| known.owner);
            let of_another = owner.is_some_and(|owner| owner != from);
            let waits = || self.claims.iter().any(|claim| (claim.client, claim.claimant) == (entry.client, from));
            // What another said is a repetition and leads to nothing, unless it is a claim.
            let repeated = of_another && !own_words && !waits();
            if !repeated && let Some(state) = entry.state {
                if state.len() > self.limits.state {
                    return Err(Refused::StateTooLarge { limit: self.limits.state });
                }
                entry.check_state()?;
                ids += usize::from(owner.is_none());
            }
            entries.push(entry);
        }
        if ids > self.limits.ids {
            return Err(Refused::TooManyIds { limit: self.limits.ids });
        }
        Ok(entries)
    }

    fn claim(&mut self, claim: Claim) {
        self.claims.retain(|other| (other.client, other.claimant) != (claim.client, claim.claimant));
        self.claims.push(claim);
    }

    /// A client that nobody owned belongs to this connection from now on.
    fn announce(&mut self, now: Duration, connection: ConnectionId, client: u64, clock: u64, state: Bytes) {
        let left = self.entries.get(&client).filter(|known| known.state.is_none()).map(|known| known.touched);
        if let Some(left) = left {
            self.raise_what_was_seen_until(now, left);
        }
        let clock = self.entries.get(&client).map_or(clock, |known| known.clock.max(clock)) + 1;
        self.owned.entry(connection).or_default().push(client);
        self.set(client, Entry::new(now, clock, Some(state), Some(connection)));
    }

    /// Somebody is back who left at this time and has dropped the others meanwhile, but not their clocks.
    fn raise_what_was_seen_until(&mut self, now: Duration, left: Duration) {
        for (client, entry) in &mut self.entries {
            if entry.state.is_some() && entry.raised <= left {
                entry.clock += 1;
                entry.raised = now;
                if !std::mem::replace(&mut entry.in_changed, true) {
                    self.changed.push(*client);
                }
            }
        }
    }

    /// Its owner speaks, in order. The server may have raised the clock meanwhile; what is new is new all the same. Whether it says
    /// anything else than before.
    fn renew(&mut self, now: Duration, client: u64, clock: u64, state: Option<Bytes>) -> bool {
        let Some(known) = self.entries.get_mut(&client) else { return false };
        let is_news = known.state != state;
        if clock <= known.clock && !is_news {
            known.touched = now;
            return false;
        }
        let owner = known.owner;
        let clock = if state.is_some() { clock.max(known.clock + 1) } else { clock.max(known.clock) };
        self.set(client, Entry::new(now, clock, state, owner));
        is_news
    }

    fn remove(&mut self, now: Duration, client: u64) {
        let Some(entry) = self.entries.get_mut(&client) else { return };
        entry.owner = None;
        if entry.state.is_some() {
            let gone = Entry::new(now, entry.clock, None, None);
            self.set(client, gone);
        }
        if let Some(position) = self.claims.iter().rposition(|claim| claim.client == client) {
            let Claim { claimant, clock, state, .. } = self.claims.remove(position);
            self.announce(now, claimant, client, clock, state);
        }
    }

    fn disown(&mut self, owner: ConnectionId, client: u64) {
        if let Some(ids) = self.owned.get_mut(&owner) {
            ids.retain(|id| *id != client);
        }
    }

    fn set(&mut self, client: u64, entry: Entry) {
        if !self.entries.get(&client).is_some_and(|entry| entry.in_changed) {
            self.changed.push(client);
        }
        self.entries.insert(client, entry);
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
