//! What a room decides. Pure: no await, no clock, no randomness, no socket, no storage; an event and the time come in,
//! effects go out. Called by `task` (and by the simulation in `tests/`), which carries the effects out.
//!
//! `state/sync.rs` has updates, `receipts.rs` acknowledgements, `rights.rs` what roles allow, `follow.rs` JSON, `events.rs` what is
//! told, `companion.rs` what waits for the disk, `lifetime.rs` beginning and end; here are who is in the room and presence.

mod companion;
mod connection;
mod events;
mod follow;
mod interface;
mod lifetime;
mod locks;
mod mirrors;
mod people;
mod receipts;
mod rights;
mod session;
mod sync;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::{LogEntry, StoredDocument};

use self::companion::Unsaid;
use self::connection::{Asked, Connection};
use self::events::Events;
use self::follow::Follow;
pub use self::interface::{Effect, Event, Now, Settings, StorageHealth, Untold};
use self::lifetime::Moment;
use self::mirrors::Mirrors;
pub use self::people::Patience;
use self::people::People;
use self::receipts::Receipt;
use self::sync::Parked;
use super::ConnectionId;
use super::around::{About, Rules, Seed, Undone};
use super::outbox::{FrameKind, Notice};
use super::participant::{Dialect, Participant};
use super::presence::{Heard, Presence, Probe};
use crate::document::{self, Document};
use crate::protocol::message::{self, Message};
use crate::protocol::{Close, DocumentId};

/// Clients of y-websocket before 4.0 and of Hocuspocus reconnect when they hear nothing for 30 s.
const HEARTBEAT: Duration = Duration::from_secs(12);

/// A live document and who is in it.
#[derive(Debug)]
pub struct State {
    id: DocumentId,
    settings: Arc<Settings>,
    document: Document,
    presence: Presence,
    people: People,
    rules: Arc<Rules>,
    mirrors: Mirrors,
    /// Connections to be asked what they have, once all is sent to them.
    asking: Vec<ConnectionId>,
    /// Who was told lately what of theirs was undone; and the last of it, as everybody is shown it.
    told_of_locks: Vec<locks::Told>,
    undone: VecDeque<Undone>,
    /// The document as JSON, while somebody needs it.
    follow: Option<Box<Follow>>,
    /// Connections that read JSON.
    readers: usize,
    events: Events,
    seed: Seed,
    /// Whose edits wait for a missing part.
    parked: Parked,
    /// The last large answer, and the frame that tells it.
    framed: Option<(Bytes, sync::Answer, Bytes)>,
    /// What was logged and not told when the room was opened.
    untold: Vec<LogEntry>,
    connections: HashMap<ConnectionId, Box<Connection>>,
    /// Acknowledgements by the ticket they wait for.
    unacknowledged: BTreeMap<u64, Vec<(ConnectionId, Receipt)>>,
    /// What waits for the disk before clients are told; of companions alone.
    unsaid: Option<Box<Unsaid>>,
    /// The last log entry, and the last one that a snapshot holds or will hold.
    seq: u64,
    snapshot: Progress,
    bytes_since_snapshot: usize,
    /// Writes handed to storage, and those known to be on disk.
    tickets: u64,
    durable: u64,
    health: StorageHealth,
    heartbeat_due: Duration,
    expiry_due: Duration,
    empty_since: Option<Duration>,
    /// When more of the document than its bytes was needed last, as far as heartbeats know.
    used: Duration,
    phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Open for everybody.
    Live,
    /// Left by everybody long ago: puts itself away, unless somebody joins.
    Leaving,
    /// The server shuts down.
    Closing,
    /// Away; brought back by a join that was under way.
    Retired,
    /// Away, because the server shuts down.
    Closed,
}

#[derive(Debug, Clone, Copy)]
struct Progress {
    installed: u64,
    under_way: bool,
    /// When the next is to be made.
    due: Option<Duration>,
}

impl State {
    /// A room over what storage holds.
    pub fn open(
        id: DocumentId,
        settings: impl Into<Arc<Settings>>,
        stored: StoredDocument,
        about: &About,
        now: Now,
    ) -> Result<Self, document::Damaged> {
        Self::open_telling(id, settings, stored, (about, Untold::Tell), now)
    }

    /// The same, and what becomes of that which a crash left untold.
    pub fn open_telling(
        id: DocumentId,
        settings: impl Into<Arc<Settings>>,
        mut stored: StoredDocument,
        (about, telling): (&About, Untold),
        now: Now,
    ) -> Result<Self, document::Damaged> {
        let settings = settings.into();
        // A backup, or a damaged log, may have less than was told.
        let told = if about.told == u64::MAX { u64::MAX } else { about.told.min(stored.head()) };
        let about = &About { told, ..about.clone() };
        let installed = stored.snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
        let bytes_since_snapshot = stored.tail.iter().map(|entry| entry.update.len()).sum();
        let events = Events::new(about);
        let first_untold = stored.tail.partition_point(|entry| entry.seq <= about.told);
        // Things are compared with what they were, so their document is opened as it was when they were last told.
        let untold = match telling {
            Untold::Skip => Vec::new(),
            Untold::Tell if events.need_view() => stored.tail.split_off(first_untold),
            Untold::Tell => stored.tail[first_untold..].to_vec(),
        };
        let parked = if stored.parked.is_empty() { Parked::Nothing } else { Parked::OfSeveral };
        let seq = stored.tail.last().map_or(installed, |entry| entry.seq);
        let mut document = Document::open(settings.document.clone(), stored)?;
        document.expect(about.kind.shape());
        // Nothing is built yet that this could break.
        let _ = document.write_as(settings.server_client);
        let unsaid = id.is_companion().then(Box::default);
        let mut state = Self {
            id,
            document,
            presence: Presence::new(settings.presence),
            people: People::default(),
            rules: Arc::clone(&about.rules),
            mirrors: Mirrors::default(),
            asking: Vec::new(),
            told_of_locks: Vec::new(),
            undone: VecDeque::new(),
            follow: None,
            readers: 0,
            events,
            seed: about.seed,
            parked,
            framed: None,
            untold,
            settings,
            connections: HashMap::new(),
            unacknowledged: BTreeMap::new(),
            unsaid,
            seq,
            snapshot: Progress { installed, under_way: false, due: None },
            bytes_since_snapshot,
            tickets: 0,
            durable: 0,
            health: StorageHealth::Healthy,
            heartbeat_due: now.uptime + HEARTBEAT,
            expiry_due: now.uptime + Duration::from_secs(1),
            empty_since: Some(now.uptime),
            used: now.uptime,
            phase: Phase::Live,
        };
        if telling == Untold::Skip && about.told < seq {
            state.note_gap(now, seq);
        } else if about.told < installed {
            state.note_gap(now, installed);
        }
        Ok(state)
    }

    /// Decides about one event. An error means that the document can't be trusted any more: drop the room and open it again.
    pub fn handle(&mut self, now: Now, event: Event, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let first = effects.len();
        let decided = self.decide(now, event, effects);
        self.tell_what_is_on_disk(first, effects);
        decided
    }

    fn decide(&mut self, now: Now, event: Event, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let moment = Moment::of(&event);
        match event {
            Event::Opened => self.opened(now, effects)?,
            Event::About(about) => self.about(now, &about, effects)?,
            Event::Told(through) => self.told(through),
            Event::Join { connection, participant } => self.join(now, connection, participant, effects)?,
            Event::Leave(connection) => self.leave(now, connection, effects),
            Event::Message(connection, message) => self.message(now, connection, message, effects)?,
            Event::Access(connection, number, change) => self.access(now, connection, number, change, effects),
            Event::Overflowed(connection, dropped) => self.overflowed(connection, &dropped, effects)?,
            Event::Drained(connection, drained) => self.drained(connection, drained, effects)?,
            Event::Alive(connection) => self.presence.alive(connection),
            Event::Durable(ticket) => self.durable(ticket, effects),
            Event::Storage(health) => self.health = health,
            Event::SnapshotInstalled(result) => {
                self.snapshot.under_way = false;
                if let Ok(seq) = result {
                    self.snapshot.installed = seq;
                }
            }
            Event::Tick => self.tick(now, effects)?,
            Event::Shutdown => self.shutdown(effects)?,
        }
        self.flush_presence(now, effects);
        self.follow(now, effects)?;
        if self.events.deadline().is_some_and(|due| due <= now.uptime) {
            self.tell_events(effects)?;
        }
        self.snapshot_when_due(now, moment, effects)?;
        self.retire_when_done(now, effects)
    }

    /// When the next `Tick` is due.
    #[must_use]
    pub fn next_deadline(&self) -> Duration {
        let idle = self.empty_since.filter(|_| self.phase == Phase::Live).map(|since| since + self.settings.idle);
        let beat = (!self.connections.is_empty()).then_some(self.heartbeat_due);
        let expiry = (!self.presence.is_empty()).then_some(self.expiry_due);
        let people = self.people.deadline();
        [
            idle,
            beat,
            expiry,
            people,
            self.presence.next_deadline(self.connections.len()),
            self.follow_deadline(),
            self.events.deadline(),
            self.snapshot.due,
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(Duration::MAX)
    }

    /// Whether an event takes so long that it must not run where sockets are served.
    #[must_use]
    pub fn is_heavy(&self, now: Duration, event: &Event) -> bool {
        let due = |deadline: Option<Duration>| deadline.is_some_and(|due| due <= now);
        let large = self.document.encoding_is_heavy();
        match event {
            Event::Opened => !self.untold.is_empty(),
            Event::Message(from, Message::Update(message::Update { update, .. }) | Message::SyncStep2(update)) => {
                let reads = self.must_be_opened()
                    || self.anything_is_forbidden()
                    || self.follow.as_ref().is_some_and(|follow| follow.waits_for(now, *from));
                (large && reads) || self.document.receiving_is_heavy(update)
            }
            Event::Message(_, Message::SyncStep1(theirs)) if document::knows_nothing(theirs) => self.document.copying_is_heavy(),
            Event::Message(_, Message::SyncStep1(_) | Message::Edit { .. } | Message::Content | Message::AreThere(_))
            | Event::Drained(..)
            | Event::About(_)
            | Event::Shutdown => large,
            Event::Join { participant, .. } => large && participant.dialect == Dialect::Json,
            Event::Told(_) | Event::SnapshotInstalled(_) => large && self.events.wait(),
            Event::Tick => {
                let ends = self.connections.is_empty();
                let is_due = due(self.follow_deadline()) || due(self.events.deadline()) || due(self.snapshot.due);
                large && (ends || is_due || self.rests_with_heartbeat(now))
            }
            _ => false,
        }
    }

    /// Whether the next edit makes the room read the whole document as JSON.
    fn must_be_opened(&self) -> bool {
        self.follow.is_none() && self.events.need_view()
    }

    /// Connections attached.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// Whether everything that was accepted is on disk.
    #[must_use]
    pub fn all_durable(&self) -> bool {
        self.durable >= self.tickets
    }

    /// The document, for tests and inspection.
    pub fn document(&mut self) -> &mut Document {
        &mut self.document
    }

    fn join(
        &mut self,
        now: Now,
        id: ConnectionId,
        participant: Participant,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let dialect = participant.dialect;
        self.readers += usize::from(dialect == Dialect::Json);
        self.empty_since = None;
        let full = self.is_full_for(&participant);
        if full.is_none() {
            self.arrived(now, &participant, effects);
        }
        let connection = Connection::new(participant, self.tickets, now);
        self.connections.insert(id, Box::new(Connection { is_let_in: full.is_none(), ..connection }));
        if matches!(self.phase, Phase::Closing | Phase::Closed) {
            self.phase = Phase::Closing;
            effects.push(Effect::Close(id, Close::shutdown()));
            return Ok(());
        }
        self.phase = Phase::Live;
        if let Some(close) = full {
            self.refuse(id, close, effects);
            return Ok(());
        }
        // Hocuspocus clients are asked whenever they ask: they count one acknowledgement for each of their own questions.
        if matches!(dialect, Dialect::YWebsocket | Dialect::YSweet) {
            self.ask(id, Asked::Unprompted, effects);
        }
        if let Some(frame) = self.presence.everybody() {
            effects.push(Effect::Send(id, FrameKind::Presence, frame));
        }
        if dialect == Dialect::Json { self.welcome(now, id, effects) } else { Ok(()) }
    }

    fn leave(&mut self, now: Now, id: ConnectionId, effects: &mut Vec<Effect>) {
        let Some(gone) = self.connections.remove(&id) else { return };
        let Connection { participant: left, is_let_in, .. } = *gone;
        for waiting in self.unacknowledged.values_mut() {
            waiting.retain(|(connection, _)| *connection != id);
        }
        self.presence.leave(now.uptime, id);
        self.mirrors.note_leave(id);
        if is_let_in {
            self.departed(now, &left, effects);
        }
        if left.dialect == Dialect::Json {
            self.readers -= 1;
            if self.readers == 0 && !self.events.need_view() {
                self.follow = None;
            }
        }
        if self.connections.is_empty() {
            self.empty_since = Some(now.uptime);
        }
    }

    fn message(
        &mut self,
        now: Now,
        from: ConnectionId,
        message: Message,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        self.presence.alive(from);
        if self.connections.get(&from).is_none_or(|connection| connection.closing) {
            return Ok(());
        }
        if matches!(message, Message::Update(_) | Message::Edit { .. }) {
            self.active(now, from);
        }
        match message {
            Message::SyncStep1(state_vector) => self.sync_step_1(from, &state_vector, effects),
            Message::SyncStep2(update) => self.step_2(now, from, &update, effects),
            Message::Update(update) => self.write(now, from, &update.update, update.frame, effects),
            Message::Awareness(update) => {
                self.awareness(now, from, &update, effects);
                Ok(())
            }
            Message::QueryAwareness => {
                let frame = self.presence.everybody().unwrap_or_else(message::heartbeat);
                effects.push(Effect::Send(from, FrameKind::Presence, frame));
                Ok(())
            }
            Message::Checkpoint(frame) => {
                self.checkpoint(from, frame, effects);
                Ok(())
            }
            Message::Edit { id, edit, expected } => self.edit(now, from, follow::Request { id, expected }, edit, effects),
            Message::Content => self.read(from, effects),
            Message::Version => {
                effects.push(Effect::Tell(from, Notice::Version(self.seq)));
                Ok(())
            }
            Message::AreThere(places) => self.look_for(from, &places, effects),
            Message::Stateless(text) => {
                self.stateless(now, from, &text, effects);
                Ok(())
            }
            Message::Ignored => Ok(()),
        }
    }

    fn awareness(&mut self, now: Now, from: ConnectionId, update: &Bytes, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get(&from) else { return };
        match self.presence.receive(now.uptime, from, &connection.stamp(), update) {
            Ok(Heard { probe, is_news }) => {
                if let Some(Probe(owner)) = probe {
                    effects.push(Effect::Probe(owner));
                }
                if is_news {
                    self.active(now, from);
                }
            }
            Err(reason) => self.refuse(from, Close::refused(&reason), effects),
        }
    }

    /// The client did what it must not: it is told, and its connection ends.
    fn refuse(&mut self, connection: ConnectionId, close: Close, effects: &mut Vec<Effect>) {
        effects.push(Effect::Tell(connection, Notice::Denied(close.reason.clone())));
        self.end(connection, close, effects);
    }

    /// The connection ends; nothing it still says is listened to.
    fn end(&mut self, id: ConnectionId, close: Close, effects: &mut Vec<Effect>) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.closing = true;
        }
        effects.push(Effect::Close(id, close));
    }

    fn tick(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        self.look_who_is_idle(now, effects);
        if now.uptime >= self.heartbeat_due {
            self.heartbeat_due = now.uptime + HEARTBEAT;
            self.presence.say_again(now.uptime);
            self.framed = None;
            self.document.forget_answers();
            self.rest_when_unused(now)?;
            effects.push(Effect::Broadcast { except: None, kind: FrameKind::Presence, frame: message::heartbeat() });
        }
        if now.uptime >= self.expiry_due {
            self.expiry_due = now.uptime + Duration::from_secs(1);
            self.presence.expire(now.uptime);
        }
        for silent in self.presence.take_over(now.uptime) {
            effects.push(Effect::Close(silent, Close::gone()));
        }
        Ok(())
    }

    fn flush_presence(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if let Some(frame) = self.presence.flush(now.uptime, self.connections.len()) {
            effects.push(Effect::Broadcast { except: None, kind: FrameKind::Presence, frame });
            effects.push(Effect::Stirred);
        }
    }
}
