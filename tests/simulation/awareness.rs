//! The awareness of one client, as y-protocols and y-websocket have it: clocks, removals, renewals, and the habit of
//! repeating everything one hears. Format and rules: y-protocols `awareness.js`, y-websocket `y-websocket.js`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use yrsa::admission;
use yrsa::protocol::{message, varint};

/// A state that is not renewed for this long is outdated.
const OUTDATED: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
struct Meta {
    clock: u64,
    updated: Duration,
}

#[derive(Debug, Clone)]
pub(crate) struct Awareness {
    id: u64,
    states: BTreeMap<u64, String>,
    meta: BTreeMap<u64, Meta>,
}

impl Awareness {
    pub(crate) fn new(id: u64) -> Self {
        Self { id, states: BTreeMap::new(), meta: BTreeMap::new() }
    }

    pub(crate) fn states(&self) -> &BTreeMap<u64, String> {
        &self.states
    }

    pub(crate) fn own(&self) -> Option<&String> {
        self.states.get(&self.id)
    }

    /// The clock at which a client was heard of last.
    pub(crate) fn clock(&self, client: u64) -> Option<u64> {
        self.meta.get(&client).map(|meta| meta.clock)
    }

    /// Changes one's own state, which raises the clock; `None` says goodbye. Returns the frame that says so.
    pub(crate) fn set_own(&mut self, now: Duration, state: Option<String>) -> Bytes {
        let clock = self.meta.get(&self.id).map_or(0, |meta| meta.clock + 1);
        self.meta.insert(self.id, Meta { clock, updated: now });
        match state {
            Some(state) => self.states.insert(self.id, state),
            None => self.states.remove(&self.id),
        };
        self.frame([self.id])
    }

    /// What a client says first on a new connection.
    pub(crate) fn hello(&self) -> Option<Bytes> {
        self.own().map(|_| self.frame([self.id]))
    }

    /// Takes in what the server says and returns the repetition that y-websocket sends of every change.
    pub(crate) fn apply(&mut self, now: Duration, update: &[u8]) -> Option<Bytes> {
        let mut changed = BTreeSet::new();
        for entry in admission::awareness(update).expect("the server sends well-formed presence") {
            let known = self.meta.get(&entry.client).map(|meta| meta.clock);
            let clock = known.unwrap_or(0);
            let removal = entry.state.is_none() && self.states.contains_key(&entry.client);
            if !(clock < entry.clock || (clock == entry.clock && removal)) {
                continue;
            }
            let mut clock = entry.clock;
            match entry.state {
                Some(state) => drop(self.states.insert(entry.client, state.to_owned())),
                // Somebody says that this client is gone: it knows better, and says so with a higher clock.
                None if entry.client == self.id && self.own().is_some() => clock += 1,
                None => drop(self.states.remove(&entry.client)),
            }
            self.meta.insert(entry.client, Meta { clock, updated: now });
            if entry.state.is_some() || known.is_some() {
                changed.insert(entry.client);
            }
        }
        (!changed.is_empty()).then(|| self.frame(changed))
    }

    /// Renews one's own state and forgets silent clients; y-protocols does so every 3 s.
    pub(crate) fn check(&mut self, now: Duration) -> Vec<Bytes> {
        let mut frames = Vec::new();
        let old = |meta: &Meta, age: Duration| now.saturating_sub(meta.updated) >= age;
        if self.own().is_some() && self.meta.get(&self.id).is_some_and(|meta| old(meta, OUTDATED / 2)) {
            let state = self.own().cloned();
            frames.push(self.set_own(now, state));
        }
        let outdated = |client: &u64| self.meta.get(client).is_some_and(|meta| old(meta, OUTDATED));
        let silent: Vec<u64> = self.states.keys().copied().filter(|id| *id != self.id && outdated(id)).collect();
        if !silent.is_empty() {
            self.states.retain(|client, _| !silent.contains(client));
            frames.push(self.frame(silent));
        }
        frames
    }

    /// The connection is gone: so is everybody else, but not the memory of their clocks.
    pub(crate) fn disconnected(&mut self) {
        let id = self.id;
        self.states.retain(|client, _| *client == id);
    }

    fn frame(&self, clients: impl IntoIterator<Item = u64>) -> Bytes {
        let entries = clients.into_iter().map(|client| {
            let clock = self.meta.get(&client).map_or(0, |meta| meta.clock);
            (client, clock, self.states.get(&client).map(String::as_str))
        });
        frame(&entries.collect::<Vec<_>>())
    }
}

/// An awareness message about these clients, clocks and states.
pub(crate) fn frame(entries: &[(u64, u64, Option<&str>)]) -> Bytes {
    let mut update = BytesMut::new();
    varint::write(&mut update, entries.len() as u64);
    for (client, clock, state) in entries {
        varint::write(&mut update, *client);
        varint::write(&mut update, *clock);
        varint::write_bytes(&mut update, state.unwrap_or("null").as_bytes());
    }
    message::awareness(&update)
}
