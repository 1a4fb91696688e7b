//! The server without threads, sockets or a clock: rooms as `room::task` runs them and the group commit, over the real storage, guard
//! and rules. Everything happens when the simulation says so; what must hold at every step is checked here.

pub(crate) mod backend;
mod rights;
mod room;
pub(crate) mod sight;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use yrsa::access::{Denied, Identity};
use yrsa::protocol::varint::Malformed;
use yrsa::protocol::{Close, DocumentId, Message, message};
use yrsa::room::ConnectionId;
use yrsa::room::around::{Around as _, Telling, Told};
use yrsa::room::outbox::{FrameKind, Notice, Pushed};
use yrsa::room::state::{Effect, Event, Now, Settings, State, StorageHealth};
use yrsa::room::{Dialect, Participant};
use yrsa_storage::{Append, Snapshot, Storage as _, StoredDocument};

use self::backend::{Machine, Running};
use self::rights::Watch;
use self::room::Room;
use self::sight::Sight;
use super::line::{ClientEnd, Line, Wrote};
use super::random::Random;

pub(crate) struct Server {
    pub(crate) machine: Machine,
    pub(crate) running: Running,
    pub(crate) now: Now,
    pub(crate) lines: BTreeMap<ConnectionId, Line>,
    pub(crate) rooms: BTreeMap<DocumentId, Room>,
    settings: Settings,
    outbox_limit: usize,
    /// Connections that the guard watches.
    pub(crate) watches: BTreeMap<ConnectionId, Watch>,
    /// Documents of which the storage could not say whether it wrote a change of their rules.
    pub(crate) untold: BTreeSet<DocumentId>,
    /// The group commit: writes of all rooms in the order they were handed in.
    writes: VecDeque<Write>,
    installs: Vec<Install>,
    failing: bool,
    connections: u64,
    generations: u64,
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
    pub(crate) fn new(seed: u64, settings: Settings, outbox_limit: usize) -> Self {
        let unix_ms = 1_800_000_000_000;
        let machine = Machine::new(seed, unix_ms);
        let running = machine.start(&mut Random::new(0));
        Self {
            machine,
            running,
            now: Now { uptime: Duration::ZERO, unix_ms },
            lines: BTreeMap::new(),
            rooms: BTreeMap::new(),
            watches: BTreeMap::new(),
            untold: BTreeSet::new(),
            settings,
            outbox_limit,
            writes: VecDeque::new(),
            installs: Vec::new(),
            failing: false,
            connections: 0,
            generations: 0,
        }
    }

    /// Attaches a client, if it may be there.
    pub(crate) fn connect(&mut self, document: &DocumentId, identity: &Arc<Identity>) -> Result<ConnectionId, NotNow> {
        let role = self.running.guard.access(identity, document).map_err(NotNow::Denied)?;
        if !self.rooms.contains_key(document) {
            if self.writes.iter().any(|write| write.document == *document) {
                return Err(NotNow::Later);
            }
            self.open(document);
        }
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        self.lines.insert(connection, Line::new(document.clone(), self.outbox_limit));
        let user = Arc::new(identity.user.clone());
        let participant = Participant { user, role, dialect: Dialect::YWebsocket, trace: None };
        self.room(document).mailbox.push_back(Event::Join { connection, participant });
        let watch = Watch::begin(&self.running.guard, identity, document, role);
        self.watches.insert(connection, watch);
        Ok(connection)
    }

    fn open(&mut self, document: &DocumentId) {
        let stored = self.stored(document);
        let about = self.running.around.about(document).expect("what is known of a document can be read");
        let head = stored.head();
        assert!(about.told <= head, "told what is not on disk");
        assert!(stored.snapshot.as_ref().is_none_or(|snapshot| snapshot.seq <= about.told), "a snapshot holds what was not told");
        self.generations += 1;
        // What the server itself wrote last may be known to clients and not to the disk.
        let settings = Settings { server_client: SERVERS + self.generations, ..self.settings.clone() };
        let sight = Sight::new(&about.rules, !stored.parked.is_empty());
        let state = State::open(document.clone(), settings, stored, &about, self.now).expect("what is stored can be opened");
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
            told: about.told,
            sight,
        };
        self.rooms.insert(document.clone(), room);
        if self.failing {
            self.room(document).mailbox.push_back(Event::Storage(StorageHealth::Failing));
        }
    }

    pub(crate) fn stored(&self, document: &DocumentId) -> StoredDocument {
        self.running.storage.load(document.as_str()).expect("what is stored can be read").unwrap_or_default()
    }

    /// What is known of a document beside its content has changed: its room reads it again.
    pub(crate) fn look_again(&mut self, document: &DocumentId) {
        if self.rooms.contains_key(document) {
            let about = self.running.around.about(document).expect("what is known of a document can be read");
            self.post(document, Event::About(about));
        }
    }

    pub(crate) fn room(&mut self, document: &DocumentId) -> &mut Room {
        self.rooms.get_mut(document).expect("the room is open")
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.now.uptime += by;
        self.set_clock(self.now.unix_ms + by.as_millis() as u64);
    }

    /// The clock of the machine shows this time; the guard and the sweeper look at it.
    pub(crate) fn set_clock(&mut self, now_ms: u64) {
        self.now.unix_ms = now_ms;
        self.machine.set_clock(now_ms);
        self.running.guard.look_at_the_time();
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
            let removed = std::mem::take(&mut room.sight.removed);
            self.perform(document, effects);
            let stays =
                |connection: &&ConnectionId| self.lines.get(connection).is_some_and(|line| !line.left && !line.is_closing());
            assert_eq!(removed.iter().find(stays), None, "somebody stays who was to go");
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
                Effect::Happened { after, through, drafts } => {
                    let telling = Telling { document: document.clone(), through, drafts, done: Arc::new(Nobody) };
                    let room = self.room(document);
                    assert!(room.happened.replace((after, telling)).is_none(), "one delivery at a time");
                }
                Effect::Moved(_) | Effect::Undone(_) | Effect::Stirred => {}
            }
        }
        self.tell(document);
        // A snapshot must not be ahead of the log on disk, nor of what was told from it.
        let room = self.room(document);
        let told = room.told;
        if room.durable >= room.tickets
            && room.snapshot.as_ref().is_some_and(|snapshot| snapshot.seq <= told)
            && let Some(snapshot) = room.snapshot.take()
        {
            let generation = room.generation;
            self.installs.push(Install { document: document.clone(), generation, snapshot });
        }
    }

    /// Writes down what happened, once it is on disk.
    fn tell(&mut self, document: &DocumentId) -> bool {
        let Some(room) = self.rooms.get_mut(document) else { return false };
        let durable = room.durable;
        let Some((after, telling)) = room.happened.take_if(|(after, _)| *after <= durable) else { return false };
        let through = telling.through;
        assert!(room.told < through, "told twice");
        match self.running.journal.write_down(&telling) {
            Ok(()) => {
                room.told = through;
                room.mailbox.push_back(Event::Told(through));
            }
            // It is tried again when something moves.
            Err(_) => room.happened = Some((after, telling)),
        }
        true
    }

    /// Tells what could not be told before.
    pub(crate) fn tell_all(&mut self) -> bool {
        let documents: Vec<_> = self.rooms.keys().cloned().collect();
        documents.iter().fold(false, |told, document| self.tell(document) | told)
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
        let now = self.now;
        let room = self.room(document);
        if !room.state.has_ended() {
            return;
        }
        if room.mailbox.is_empty() && room.members.is_empty() {
            assert!(room.durable >= room.tickets, "a room retires before its writes are on disk");
            assert!(room.happened.is_none(), "a room retires before it has told what happened");
            self.rooms.remove(document);
        } else {
            room.state.stay(now);
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
        let failing = match self.running.storage.append(&appends) {
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
        let installed = self.running.storage.install_snapshot(install.document.as_str(), &install.snapshot);
        if let Err(error) = &installed {
            assert!(error.kind().is_passing(), "storage refuses a snapshot: {}", error.story());
        }
        if let Some(room) = self.rooms.get_mut(&install.document).filter(|room| room.generation == install.generation) {
            room.mailbox.push_back(Event::SnapshotInstalled(installed.map(|()| seq).map_err(|_| seq)));
        }
        true
    }

    /// The process ends in the middle of everything, and another one starts. With it goes the power, or not: then the system still
    /// has what the process wrote.
    pub(crate) fn crash(&mut self, power: Power, random: &mut Random) {
        self.rooms.clear();
        self.writes.clear();
        self.installs.clear();
        self.lines.clear();
        self.watches.clear();
        self.untold.clear();
        self.failing = false;
        self.running.journal.close();
        self.running.storage.abandon();
        if power == Power::Fails || self.machine.disk.is_dead() {
            self.machine.lose_power();
        }
        self.machine.disk.heal();
        self.running = self.machine.start(random);
    }

    /// Removes lines that have ended on both sides.
    pub(crate) fn forget_ended(&mut self) {
        self.lines.retain(|_, line| !(line.left && (line.client != ClientEnd::Open)));
        self.watches.retain(|connection, _| self.lines.get(connection).is_some_and(|line| !line.left));
    }

    /// Whether a room may know less about the clocks of presence than a client remembers: it was lost or put away and opened
    /// again, or let go of old removals.
    pub(crate) fn has_forgotten_clocks(&self) -> bool {
        self.generations > self.rooms.len() as u64 || self.now.uptime > Duration::from_secs(60)
    }

    /// The role that a room goes by.
    pub(crate) fn role_in_room(&self, connection: ConnectionId) -> Option<yrsa::access::Role> {
        let line = self.lines.get(&connection)?;
        self.rooms.get(&line.document)?.sight.role(connection)
    }

    /// Whether nothing is under way inside the server.
    pub(crate) fn is_quiet(&self) -> bool {
        self.writes.is_empty() && self.installs.is_empty() && self.rooms.values().all(|room| room.mailbox.is_empty())
    }
}

/// Whether a process ends because the power fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    Fails,
    Stays,
}

/// Why somebody can't connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotNow {
    /// They have no right to.
    Denied(Denied),
    /// The last writes of a failed room are still under way.
    Later,
}

/// Client ids of the server's own edits begin after this one.
pub(crate) const SERVERS: u64 = 4_000_000_000;

/// Waits for no answer: the simulation tells the room itself.
struct Nobody;

impl Told for Nobody {
    fn told(&self, _: u64) {}
}
