//! What a room decides. Pure: no await, no clock, no randomness, no socket, no storage; an event and the time come in,
//! effects go out. Called by `task` (and by the simulation in `tests/`), which carries the effects out.
//!
//! `state/sync.rs` has updates, `receipts.rs` acknowledgements, `rights.rs` what roles allow, `follow.rs` JSON, `events.rs` what is
//! told, `lifetime.rs` beginning and end; here are who is in the room and presence.

mod connection;
mod events;
mod follow;
mod lifetime;
mod receipts;
mod rights;
mod sync;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::{Append, LogEntry, Snapshot, StoredDocument};

use self::connection::{Asked, Connection};
use self::events::Events;
use self::follow::Follow;
use self::receipts::Receipt;
use super::ConnectionId;
use super::around::{About, Seed};
use super::outbox::{Drained, FrameKind, Notice, Outgoing};
use super::participant::{Dialect, Participant};
use super::presence::{self, Presence, Probe};
use crate::access::AccessChange;
use crate::document::{self, Document};
use crate::event::Draft;
use crate::protocol::message::{self, Message};
use crate::protocol::{Close, DocumentId};

/// Clients of y-websocket before 4.0 and of Hocuspocus reconnect when they hear nothing for 30 s.
const HEARTBEAT: Duration = Duration::from_secs(12);

/// The time, as arguments.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Since the server started; never goes back.
    pub uptime: Duration,
    /// Milliseconds since the Unix epoch, for the log.
    pub unix_ms: u64,
}

/// Bounds and times, from the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What a document accepts.
    pub document: document::Limits,
    /// Presence.
    pub presence: presence::Limits,
    /// Bytes of a document as JSON, and of what one patch may move.
    pub json_bytes: usize,
    /// The client id under which the server itself writes: below 2^32, another one at each start, because what it wrote last
    /// before a crash may be known to some clients and not to the disk.
    pub server_client: u64,
    /// A room without connections retires after this time.
    pub idle: Duration,
    /// A snapshot is due when the updates since the last one have this many bytes, and half as many as the document.
    pub snapshot_bytes: usize,
}

/// What happens to a room.
#[derive(Debug)]
pub enum Event {
    /// The room begins.
    Opened,
    /// What is known of the document beside its content has changed.
    About(About),
    /// What happened up to this position of the log is written down.
    Told(u64),
    /// A client is attached.
    Join {
        /// Its connection.
        connection: ConnectionId,
        /// Who it is.
        participant: Participant,
    },
    /// A client is gone, cleanly or not.
    Leave(ConnectionId),
    /// A client says something.
    Message(ConnectionId, Message),
    /// What a client may do has changed; changes of one connection are numbered in their order.
    Access(ConnectionId, u64, AccessChange),
    /// A client's queue overflowed; these updates did not reach it.
    Overflowed(ConnectionId, Vec<Outgoing>),
    /// A client's queue is empty again.
    Drained(ConnectionId, Drained),
    /// A client gave a sign of life that is no message.
    Alive(ConnectionId),
    /// Writes up to this ticket are on disk.
    Durable(u64),
    /// The store can or can't take writes.
    Storage(StorageHealth),
    /// The snapshot up to this entry is on disk, or failed to get there.
    SnapshotInstalled(Result<u64, u64>),
    /// The room wanted to retire, but somebody is about to join.
    Stay,
    /// Time has passed.
    Tick,
    /// The server shuts down.
    Shutdown,
}

/// Whether writes are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageHealth {
    /// Yes.
    Healthy,
    /// No, and nothing is acknowledged meanwhile.
    Failing,
}

/// What a room wants done.
#[derive(Debug)]
pub enum Effect {
    /// Queue a frame for one connection.
    Send(ConnectionId, FrameKind, Bytes),
    /// Queue something for one connection that its dialect has its own words for.
    Tell(ConnectionId, Notice),
    /// Queue the same for everybody who speaks a dialect.
    Announce {
        /// The dialect.
        to: Dialect,
        /// Who needs it not.
        except: Option<ConnectionId>,
        /// What it is.
        kind: FrameKind,
        /// The same for all.
        notice: Notice,
    },
    /// Queue a frame for everybody but one.
    Broadcast {
        /// Who has it already.
        except: Option<ConnectionId>,
        /// What it is.
        kind: FrameKind,
        /// The frame, encoded once.
        frame: Bytes,
    },
    /// Queue the answer to a SyncStep1 and let updates flow after it.
    Resume(ConnectionId, Vec<Bytes>),
    /// Queue no updates for this connection until its answer has been made.
    HoldUpdates(ConnectionId),
    /// Look whether this client is still there.
    Probe(ConnectionId),
    /// Log a write; `Event::Durable` with at least this ticket follows.
    Append(u64, Append),
    /// Store a snapshot once everything in it is durable and told.
    Snapshot(Snapshot),
    /// Write down what happened once it is durable; `Event::Told` follows.
    Happened {
        /// The ticket of the last write it is about.
        after: u64,
        /// All up to this position of the log is in it, or was told before.
        through: u64,
        /// What happened.
        drafts: Vec<Draft>,
    },
    /// End a connection after what is queued for it.
    Close(ConnectionId, Close),
    /// The room has nothing left to do.
    Retire,
}

/// A live document and who is in it.
#[derive(Debug)]
pub struct State {
    id: DocumentId,
    settings: Settings,
    document: Document,
    presence: Presence,
    /// The document as JSON, while somebody needs it.
    follow: Option<Follow>,
    /// Connections that read JSON.
    readers: usize,
    events: Events,
    seed: Seed,
    /// What was logged and not told when the room was opened.
    untold: Vec<LogEntry>,
    connections: HashMap<ConnectionId, Connection>,
    /// Acknowledgements by the ticket they wait for.
    unacknowledged: BTreeMap<u64, Vec<(ConnectionId, Receipt)>>,
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
}

impl State {
    /// A room over what storage holds.
    pub fn open(
        id: DocumentId,
        settings: Settings,
        mut stored: StoredDocument,
        about: &About,
        now: Now,
    ) -> Result<Self, document::Damaged> {
        let installed = stored.snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
        let bytes_since_snapshot = stored.tail.iter().map(|entry| entry.update.len()).sum();
        let events = Events::new(about);
        let first_untold = stored.tail.partition_point(|entry| entry.seq <= about.told);
        // Things are compared with what they were, so their document is opened as it was when they were last told.
        let untold = if events.need_view() { stored.tail.split_off(first_untold) } else { stored.tail[first_untold..].to_vec() };
        let seq = stored.tail.last().map_or(installed, |entry| entry.seq);
        let mut document = Document::open(settings.document.clone(), stored)?;
        document.expect(about.kind.shape());
        // Nothing is built yet that this could break.
        let _ = document.write_as(settings.server_client);
        let mut state = Self {
            id,
            document,
            presence: Presence::new(settings.presence),
            follow: None,
            readers: 0,
            events,
            seed: about.seed,
            untold,
            settings,
            connections: HashMap::new(),
            unacknowledged: BTreeMap::new(),
            seq,
            snapshot: Progress { installed, under_way: false },
            bytes_since_snapshot,
            tickets: 0,
            durable: 0,
            health: StorageHealth::Healthy,
            heartbeat_due: now.uptime + HEARTBEAT,
            expiry_due: now.uptime + Duration::from_secs(1),
            empty_since: Some(now.uptime),
            phase: Phase::Live,
        };
        if about.told < installed {
            state.note_gap(now, installed);
        }
        Ok(state)
    }

    /// Decides about one event. An error means that the document can't be trusted any more: drop the room and open it again.
    pub fn handle(&mut self, now: Now, event: Event, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        match event {
            Event::Opened => self.opened(now, effects)?,
            Event::About(about) => self.about(now, &about, effects)?,
            Event::Told(through) => self.told(through),
            Event::Join { connection, participant } => self.join(now, connection, participant, effects)?,
            Event::Leave(connection) => self.leave(now, connection),
            Event::Message(connection, message) => self.message(now, connection, message, effects)?,
            Event::Access(connection, number, change) => self.access(connection, number, change, effects),
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
            Event::Stay if matches!(self.phase, Phase::Closing | Phase::Closed) => {
                // What made the room stay is in its mailbox, and is refused like all else by now; then it tries again.
                self.phase = Phase::Closing;
                return Ok(());
            }
            Event::Stay => {
                self.phase = Phase::Live;
                self.empty_since = self.connections.is_empty().then_some(now.uptime);
            }
            Event::Tick => self.tick(now, effects),
            Event::Shutdown => self.shutdown(effects)?,
        }
        self.flush_presence(now, effects);
        self.follow(now, effects)?;
        if self.events.deadline().is_some_and(|due| due <= now.uptime) {
            self.tell_events(effects)?;
        }
        self.snapshot_when_due(effects)?;
        self.retire_when_done(now, effects)
    }

    /// When the next `Tick` is due.
    #[must_use]
    pub fn next_deadline(&self) -> Duration {
        let idle = self.empty_since.filter(|_| self.phase == Phase::Live).map(|since| since + self.settings.idle);
        let beat = (!self.connections.is_empty()).then_some(self.heartbeat_due);
        let expiry = (!self.presence.is_empty()).then_some(self.expiry_due);
        [idle, beat, expiry, self.presence.next_deadline(), self.follow_deadline(), self.events.deadline()]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(Duration::MAX)
    }

    /// Whether an event takes so long that it must not run where sockets are served.
    #[must_use]
    pub fn is_heavy(&self, event: &Event) -> bool {
        match event {
            Event::Opened => !self.untold.is_empty(),
            Event::Message(_, Message::Update(message::Update { update, .. }) | Message::SyncStep2(update)) => {
                let works = self.must_be_read() || self.snapshot_is_due_after(update.len());
                (works && self.document.encoding_is_heavy()) || self.document.receiving_is_heavy(update)
            }
            Event::Message(_, Message::SyncStep1(_) | Message::Edit { .. } | Message::Content)
            | Event::Drained(..)
            | Event::About(_)
            | Event::Shutdown => self.document.encoding_is_heavy(),
            Event::Join { participant, .. } => participant.dialect == Dialect::Json && self.document.encoding_is_heavy(),
            Event::Tick => {
                let tells = self.follow_deadline().is_some() || self.events.deadline().is_some();
                (self.connections.is_empty() || tells) && self.document.encoding_is_heavy()
            }
            _ => false,
        }
    }

    /// Whether the next edit makes the room read the document as JSON: from the start, or what somebody else changed before.
    fn must_be_read(&self) -> bool {
        self.follow_deadline().is_some_and(|_| self.readers > 0) || (self.follow.is_none() && self.events.need_view())
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
        self.connections.insert(id, Connection::new(participant, self.tickets));
        self.empty_since = None;
        if matches!(self.phase, Phase::Closing | Phase::Closed) {
            self.phase = Phase::Closing;
            effects.push(Effect::Close(id, Close::shutdown()));
            return Ok(());
        }
        self.phase = Phase::Live;
        // Hocuspocus clients are asked whenever they ask: they count one acknowledgement for each of their own questions.
        if matches!(dialect, Dialect::YWebsocket | Dialect::YSweet) {
            self.ask(id, Asked::Unprompted, effects);
        }
        if let Some(frame) = self.presence.everybody() {
            effects.push(Effect::Send(id, FrameKind::Presence, frame));
        }
        if dialect == Dialect::Json { self.welcome(now, id, effects) } else { Ok(()) }
    }

    fn leave(&mut self, now: Now, id: ConnectionId) {
        let left = self.connections.remove(&id);
        for waiting in self.unacknowledged.values_mut() {
            waiting.retain(|(connection, _)| *connection != id);
        }
        self.presence.leave(now.uptime, id);
        if left.is_some_and(|left| left.participant.dialect == Dialect::Json) {
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
            Message::Stateless(text) => {
                self.stateless(now, from, &text, effects);
                Ok(())
            }
            Message::Ignored => Ok(()),
        }
    }

    fn awareness(&mut self, now: Now, from: ConnectionId, update: &Bytes, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get(&from) else { return };
        match self.presence.receive(now.uptime, from, &connection.participant.user, update) {
            Ok(None) => {}
            Ok(Some(Probe(owner))) => effects.push(Effect::Probe(owner)),
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

    fn tick(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if now.uptime >= self.heartbeat_due {
            self.heartbeat_due = now.uptime + HEARTBEAT;
            effects.push(Effect::Broadcast { except: None, kind: FrameKind::Presence, frame: message::heartbeat() });
        }
        if now.uptime >= self.expiry_due {
            self.expiry_due = now.uptime + Duration::from_secs(1);
            self.presence.expire(now.uptime);
        }
        for silent in self.presence.take_over(now.uptime) {
            effects.push(Effect::Close(silent, Close::gone()));
        }
    }

    fn flush_presence(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if let Some(frame) = self.presence.flush(now.uptime) {
            effects.push(Effect::Broadcast { except: None, kind: FrameKind::Presence, frame });
        }
    }
}
