//! The server without threads, sockets or a clock: rooms as `room::task` runs them, the group commit, and a storage that
//! can lose power. Everything happens when the simulation says so; what must hold at every step is checked here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use yrsa::document::Broken;
use yrsa::document::Kind;
use yrsa::protocol::varint::Malformed;
use yrsa::protocol::{Close, DocumentId, Message, message};
use yrsa::room::ConnectionId;
use yrsa::room::around::{About, Seed};
use yrsa::room::outbox::{FrameKind, Notice, Pushed};
use yrsa::room::state::{Effect, Event, Now, Settings, State, StorageHealth};
use yrsa_storage::{Append, Failure, Memory, Snapshot, Storage as _, StoredDocument};

use super::line::{ClientEnd, Line, Wrote};

pub(crate) struct Server {
    pub(crate) memory: Memory,
    pub(crate) now: Now,
    pub(crate) lines: BTreeMap<ConnectionId, Line>,
    pub(crate) rooms: BTreeMap<DocumentId, Room>,
    settings: Settings,
    outbox_limit: usize,
    /// Up to which position of its log each document's events are written down; survives a power failure.
    pub(crate) told: BTreeMap<DocumentId, u64>,
    /// The group commit: writes of all rooms in the order they were handed in.
    writes: VecDeque<Write>,
    installs: Vec<Install>,
    failing: bool,
    connections: u64,
    generations: u64,
}

/// A live room, as its task has it.
pub(crate) struct Room {
    pub(crate) state: State,
    generation: u64,
    /// Whose outboxes the task holds.
    members: BTreeSet<ConnectionId>,
    /// Who has joined and not left, as far as the state was told.
    known: BTreeSet<ConnectionId>,
    mailbox: VecDeque<Event>,
    follow_ups: Vec<Event>,
    tickets: u64,
    durable: u64,
    snapshot: Option<Snapshot>,
    /// What is to be told: after which write, and up to where.
    happened: Option<(u64, u64)>,
    retire: bool,
}

struct Write {
    document: DocumentId,
    generation: u64,
    ticket: u64,
    append: Append,
}

struct Install {
    document: DocumentId,
    generation: u64,
    snapshot: Snapshot,
}

impl Server {
    pub(crate) fn new(settings: Settings, outbox_limit: usize) -> Self {
        Self {
            memory: Memory::new(),
            now: Now { uptime: Duration::ZERO, unix_ms: 1_800_000_000_000 },
            lines: BTreeMap::new(),
            rooms: BTreeMap::new(),
            settings,
            outbox_limit,
            told: BTreeMap::new(),
            writes: VecDeque::new(),
            installs: Vec::new(),
            failing: false,
            connections: 0,
            generations: 0,
        }
    }

    /// Attaches a client; `None` while the last writes of a failed room are still under way.
    pub(crate) fn connect(&mut self, document: &DocumentId) -> Option<ConnectionId> {
        if !self.rooms.contains_key(document) {
            if self.writes.iter().any(|write| write.document == *document) {
                return None;
            }
            self.open(document);
        }
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        self.lines.insert(connection, Line::new(document.clone(), self.outbox_limit));
        self.room(document).mailbox.push_back(Event::Join { connection, participant: crate::room::bench::owner() });
        Some(connection)
    }

    fn open(&mut self, document: &DocumentId) {
        let stored = self.stored(document);
        // Every second document is followed as a board, whatever is written to it.
        let kind =
            if document.as_str().len().is_multiple_of(2) { Kind::default() } else { Kind::named("board").expect("a kind") };
        let told = self.told.get(document).copied().unwrap_or(0);
        let head = stored.head();
        assert!(told <= head, "told what is not on disk");
        assert!(stored.snapshot.as_ref().is_none_or(|snapshot| snapshot.seq <= told), "a snapshot holds what was not told");
        let about = About { is_known: true, kind, seed: Seed::Nothing, told, rules: Default::default() };
        let state =
            State::open(document.clone(), self.settings.clone(), stored, &about, self.now).expect("what is stored can be opened");
        self.generations += 1;
        let room = Room {
            state,
            generation: self.generations,
            members: BTreeSet::new(),
            known: BTreeSet::new(),
            mailbox: VecDeque::from([Event::Opened]),
            follow_ups: Vec::new(),
            tickets: 0,
            durable: 0,
            snapshot: None,
            happened: None,
            retire: false,
        };
        self.rooms.insert(document.clone(), room);
        if self.failing {
            self.room(document).mailbox.push_back(Event::Storage(StorageHealth::Failing));
        }
    }

    /// What would be there after a power failure.
    pub(crate) fn stored(&self, document: &DocumentId) -> StoredDocument {
        self.memory.load(document.as_str()).expect("memory can be read").unwrap_or_default()
    }

    pub(crate) fn room(&mut self, document: &DocumentId) -> &mut Room {
        self.rooms.get_mut(document).expect("the room is open")
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.now.uptime += by;
        self.now.unix_ms += by.as_millis() as u64;
    }

    /// The socket reads one frame, or notices that nobody is there.
    pub(crate) fn read(&mut self, connection: ConnectionId) -> bool {
        let now = self.now.uptime;
        let Some(line) = self.lines.get_mut(&connection).filter(|line| !line.left) else { return false };
        if std::mem::take(&mut line.probed) && line.client == ClientEnd::Open {
            self.mail(connection, Event::Alive(connection));
            return true;
        }
        let Some(frame) = line.upstream.pop_front() else {
            let ended = line.client == ClientEnd::Closed || matches!(line.client, ClientEnd::Dead(noticed) if noticed <= now);
            if ended {
                line.left = true;
                self.mail(connection, Event::Leave(connection));
            }
            return ended;
        };
        match Message::decode(&frame) {
            Ok(message) => self.mail(connection, Event::Message(connection, message)),
            Err(Malformed::UnknownType(_)) => drop(line.push(FrameKind::Reply, &message::denied("unknown"))),
            Err(error) => line.close(Close::malformed(&error)),
        }
        true
    }

    /// The socket writes.
    pub(crate) fn write(&mut self, connection: ConnectionId, budget: usize, network: usize) -> bool {
        let Some(line) = self.lines.get_mut(&connection) else { return false };
        let wrote = line.write(budget, network);
        match wrote {
            Wrote::Nothing => return false,
            Wrote::Some => {}
            Wrote::Drained(drained) => self.mail(connection, Event::Drained(connection, drained)),
            Wrote::Ended => self.mail(connection, Event::Leave(connection)),
        }
        true
    }

    fn mail(&mut self, connection: ConnectionId, event: Event) {
        let Some(line) = self.lines.get(&connection) else { return };
        // A room that has ended takes no letters; nor does its successor take those of connections it never met.
        let met = |room: &&mut Room| {
            let joins = |event: &Event| matches!(event, Event::Join { connection: joining, .. } if *joining == connection);
            room.members.contains(&connection) || room.mailbox.iter().any(joins)
        };
        if let Some(room) = self.rooms.get_mut(&line.document).filter(met) {
            room.mailbox.push_back(event);
        }
    }

    pub(crate) fn post(&mut self, document: &DocumentId, event: Event) {
        self.room(document).mailbox.push_back(event);
    }

    /// Lets a room decide about up to `batch` events, then performs their effects, then what these have caused.
    pub(crate) fn run(&mut self, document: &DocumentId, batch: usize) -> bool {
        let Some(room) = self.rooms.get_mut(document) else { return false };
        let mut events: Vec<Event> = room.mailbox.drain(..batch.min(room.mailbox.len())).collect();
        if room.state.next_deadline() <= self.now.uptime && events.len() < batch {
            events.push(Event::Tick);
        }
        if events.is_empty() {
            return false;
        }
        while !events.is_empty() {
            let Some(room) = self.rooms.get_mut(document) else { break };
            room.take_outboxes(&events);
            let (effects, decided) = room.decide(self.now, events);
            self.perform(document, effects);
            if decided.is_err() {
                self.fail(document);
                break;
            }
            self.leave_if_done(document);
            events = self.rooms.get_mut(document).map(|room| std::mem::take(&mut room.follow_ups)).unwrap_or_default();
        }
        true
    }

    fn perform(&mut self, document: &DocumentId, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(to, kind, frame) => self.push(document, to, kind, &frame),
                Effect::Tell(to, Notice::Denied(reason)) => self.push(document, to, FrameKind::Reply, &message::denied(&reason)),
                // y-websocket has no words for the others.
                Effect::Tell(..) | Effect::Announce { .. } => {}
                Effect::Broadcast { except, kind, frame } => {
                    let members: Vec<_> = self.room(document).members.iter().copied().collect();
                    for to in members.into_iter().filter(|to| Some(*to) != except) {
                        self.push(document, to, kind, &frame);
                    }
                }
                Effect::Resume(to, frames) => self.with_line(document, to, |line| line.resume(frames)),
                Effect::HoldUpdates(to) => self.with_line(document, to, |line| line.hold_updates()),
                Effect::Probe(to) => self.with_line(document, to, |line| line.probe()),
                Effect::Close(to, close) => self.with_line(document, to, |line| line.close(close)),
                Effect::Append(ticket, append) => {
                    let room = self.room(document);
                    assert_eq!(ticket, room.tickets + 1, "tickets have a gap");
                    room.tickets = ticket;
                    let generation = room.generation;
                    self.writes.push_back(Write { document: document.clone(), generation, ticket, append });
                }
                Effect::Snapshot(snapshot) => self.room(document).snapshot = Some(snapshot),
                Effect::Happened { after, through, .. } => {
                    let room = self.room(document);
                    assert_eq!(room.happened.replace((after, through)), None, "one delivery at a time");
                }
                Effect::Moved(_) | Effect::Undone(_) | Effect::Stirred => {}
                Effect::Retire => self.room(document).retire = true,
            }
        }
        self.tell(document);
        // A snapshot must not be ahead of the log on disk, nor of what was told from it.
        let told = self.told.get(document).copied().unwrap_or(0);
        let room = self.room(document);
        if room.durable >= room.tickets
            && room.snapshot.as_ref().is_some_and(|snapshot| snapshot.seq <= told)
            && let Some(snapshot) = room.snapshot.take()
        {
            let generation = room.generation;
            self.installs.push(Install { document: document.clone(), generation, snapshot });
        }
    }

    /// Writes down what happened, once it is on disk.
    fn tell(&mut self, document: &DocumentId) {
        let Some(room) = self.rooms.get_mut(document) else { return };
        let durable = room.durable;
        if let Some((_, through)) = room.happened.take_if(|(after, _)| *after <= durable) {
            let told = self.told.insert(document.clone(), through).unwrap_or(0);
            assert!(told < through, "told twice");
            room.mailbox.push_back(Event::Told(through));
        }
    }

    fn push(&mut self, document: &DocumentId, to: ConnectionId, kind: FrameKind, frame: &Bytes) {
        if !self.room(document).members.contains(&to) {
            return;
        }
        let Some(line) = self.lines.get_mut(&to) else { return };
        if let Pushed::Overflowed(dropped) = line.push(kind, frame) {
            self.room(document).follow_ups.push(Event::Overflowed(to, dropped));
        }
    }

    fn with_line(&mut self, document: &DocumentId, to: ConnectionId, act: impl FnOnce(&mut Line)) {
        if self.room(document).members.contains(&to)
            && let Some(line) = self.lines.get_mut(&to)
        {
            act(line);
        }
    }

    fn leave_if_done(&mut self, document: &DocumentId) {
        let room = self.room(document);
        if !std::mem::take(&mut room.retire) {
            return;
        }
        if room.mailbox.is_empty() && room.members.is_empty() {
            assert!(room.durable >= room.tickets, "a room retires before its writes are on disk");
            assert!(room.happened.is_none(), "a room retires before it has told what happened");
            self.rooms.remove(document);
        } else {
            room.follow_ups.push(Event::Stay);
        }
    }

    /// The room is lost, as by a panic: its connections are closed, what it has logged is still written.
    pub(crate) fn fail(&mut self, document: &DocumentId) {
        let Some(room) = self.rooms.remove(document) else { return };
        let joining = room.mailbox.iter().filter_map(|event| match event {
            Event::Join { connection, .. } => Some(*connection),
            _ => None,
        });
        for connection in room.members.iter().copied().chain(joining) {
            if let Some(line) = self.lines.get_mut(&connection) {
                line.close(Close::room_failed());
            }
        }
    }

    /// One group commit of up to `batch` writes.
    pub(crate) fn commit(&mut self, batch: usize) -> bool {
        if self.writes.is_empty() {
            return false;
        }
        let count = batch.clamp(1, self.writes.len());
        let appends: Vec<Append> = self.writes.iter().take(count).map(|write| write.append.clone()).collect();
        let failing = match self.memory.append(&appends) {
            Ok(()) => {
                let written: Vec<Write> = self.writes.drain(..count).collect();
                for write in &written {
                    if let Some(room) = self.rooms.get_mut(&write.document).filter(|room| room.generation == write.generation) {
                        room.durable = write.ticket;
                        room.mailbox.push_back(Event::Durable(write.ticket));
                    }
                    self.tell(&write.document);
                }
                false
            }
            Err(error) => {
                assert!(error.kind().is_passing(), "storage refuses a write: {}", error.story());
                true
            }
        };
        if failing != std::mem::replace(&mut self.failing, failing) {
            for room in self.rooms.values_mut() {
                let health = if failing { StorageHealth::Failing } else { StorageHealth::Healthy };
                room.mailbox.push_back(Event::Storage(health));
            }
        }
        true
    }

    /// Puts one snapshot on the disk; it may belong to a room that is no more.
    pub(crate) fn install(&mut self) -> bool {
        let Some(install) = self.installs.pop() else { return false };
        let seq = install.snapshot.seq;
        let installed = self.memory.install_snapshot(install.document.as_str(), &install.snapshot);
        if let Err(error) = &installed {
            assert!(error.kind().is_passing(), "storage refuses a snapshot: {}", error.story());
        }
        if let Some(room) = self.rooms.get_mut(&install.document).filter(|room| room.generation == install.generation) {
            room.mailbox.push_back(Event::SnapshotInstalled(installed.map(|()| seq).map_err(|_| seq)));
        }
        true
    }

    pub(crate) fn fail_writes(&self, count: u32, failure: Failure) {
        self.memory.fail_next(count, failure);
    }

    /// The power fails: what was not durable is gone, and so are all connections.
    pub(crate) fn crash(&mut self) {
        self.memory = self.memory.crash();
        self.rooms.clear();
        self.writes.clear();
        self.installs.clear();
        self.lines.clear();
        self.failing = false;
    }

    /// Removes lines that have ended on both sides.
    pub(crate) fn forget_ended(&mut self) {
        self.lines.retain(|_, line| !(line.left && (line.client != ClientEnd::Open)));
    }

    /// Whether a room may know less about the clocks of presence than a client remembers: it was lost or put away and opened
    /// again, or let go of old removals.
    pub(crate) fn has_forgotten_clocks(&self) -> bool {
        self.generations > self.rooms.len() as u64 || self.now.uptime > Duration::from_secs(60)
    }

    /// Whether nothing is under way inside the server.
    pub(crate) fn is_quiet(&self) -> bool {
        self.writes.is_empty() && self.installs.is_empty() && self.rooms.values().all(|room| room.mailbox.is_empty())
    }
}

impl Room {
    /// The task registers outboxes as it takes letters, before anything is decided.
    fn take_outboxes(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::Join { connection, .. } => drop(self.members.insert(*connection)),
                Event::Leave(connection) => drop(self.members.remove(connection)),
                _ => {}
            }
        }
    }

    fn decide(&mut self, now: Now, events: Vec<Event>) -> (Vec<Effect>, Result<(), Broken>) {
        let mut effects = Vec::new();
        for event in events {
            match &event {
                Event::Join { connection, .. } => drop(self.known.insert(*connection)),
                Event::Leave(connection) => drop(self.known.remove(connection)),
                _ => {}
            }
            let tick = matches!(event, Event::Tick);
            let before = effects.len();
            if let Err(broken) = self.state.handle(now, event, &mut effects) {
                return (effects, Err(broken));
            }
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
        | Effect::Stirred
        | Effect::Retire => None,
    }
}
