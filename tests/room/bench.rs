//! A room on the bench: a state over a storage in memory, with a hand on the clock and on the disk, and authors who write.
//! Also the questions that tests ask of effects.

use std::time::Duration;

use bytes::Bytes;
use yrs::{Doc, Text as _, Transact as _};
use yrsa::access::{Role, User};
use yrsa::admission;
use yrsa::document::{self, Kind};
use yrsa::protocol::message::Update;
use yrsa::protocol::{DocumentId, Message, message};
use yrsa::room::ConnectionId;
use yrsa::room::around::{About, Rules};
use yrsa::room::exit::Way;
use yrsa::room::outbox::{FrameKind, Notice, Outbox};
use yrsa::room::presence;
use yrsa::room::state::{Effect, Event, Now, Settings, State, Untold};
use yrsa::room::{Dialect, Participant};
use yrsa_storage::{Append, Memory, Storage as _, StoredDocument};

use crate::simulation::edits;

pub(super) struct Bench {
    pub(super) state: State,
    pub(super) memory: Memory,
    pub(super) now: Now,
    /// Writes that are not on disk yet.
    pub(super) waiting: Vec<(u64, Append)>,
    written: u64,
    /// What is known of the document when it is opened the next time.
    pub(super) about: About,
}

pub(super) fn settings() -> Settings {
    Settings {
        document: document::Limits { encoded_bytes: 1 << 20, gate: admission::Limits::default() },
        presence: presence::Limits { state: 100, ids: 2, expiry: Duration::from_secs(30), tick: Duration::from_millis(25) },
        json_bytes: 1 << 20,
        server_client: 77,
        patience: yrsa::room::state::Patience { idle: Duration::from_secs(60), away: Duration::from_secs(300) },
        idle: Duration::from_secs(30),
        rest: Duration::from_secs(60),
        snapshot_bytes: 1 << 20,
    }
}

pub(super) fn document() -> DocumentId {
    DocumentId::new("board").unwrap()
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(settings())
    }

    pub(super) fn with(settings: Settings) -> Self {
        Self::about(settings, About::nothing())
    }

    /// A document of which this is known.
    pub(super) fn about(settings: Settings, about: About) -> Self {
        Self::of(document(), settings, about)
    }

    /// The companion of the document.
    pub(super) fn of_companion() -> Self {
        Self::of(document().companion().unwrap(), settings(), About { kind: Kind::companion(), ..About::nothing() })
    }

    fn of(document: DocumentId, settings: Settings, about: About) -> Self {
        let now = Now { uptime: Duration::from_secs(100), unix_ms: 1_800_000_000_000 };
        let state = State::open(document, settings, StoredDocument::default(), &about, now).unwrap();
        let mut bench = Self { state, memory: Memory::new(), now, waiting: Vec::new(), about, written: 0 };
        bench.tell(Event::Opened);
        bench
    }

    /// Ends the room and opens the document again as it lies on disk.
    pub(super) fn reopen(&mut self) -> Vec<Effect> {
        self.reopen_with(Untold::Tell)
    }

    /// The same after it has failed again and again.
    pub(super) fn reopen_with(&mut self, untold: Untold) -> Vec<Effect> {
        self.waiting.clear();
        self.written = 0;
        let stored = self.stored();
        self.state = State::open_telling(document(), settings(), stored, (&self.about, untold), self.now).unwrap();
        self.tell(Event::Opened)
    }

    pub(super) fn stored(&self) -> StoredDocument {
        self.memory.load("board").unwrap().unwrap_or_default()
    }

    pub(super) fn tell(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.state.handle(self.now, event, &mut effects).expect("the document is sound");
        for effect in &effects {
            if let Effect::Append(ticket, append) = effect {
                self.waiting.push((*ticket, append.clone()));
            }
        }
        effects
    }

    pub(super) fn join(&mut self, connection: u64) -> Vec<Effect> {
        self.tell(Event::Join { connection: ConnectionId(connection), participant: owner() })
    }

    /// Somebody with a name, in a role, on a dialect.
    pub(super) fn join_as(&mut self, connection: u64, role: Role, dialect: Dialect) -> Vec<Effect> {
        let user = User { id: "ada".into(), name: Some("Ada".into()), color: "#112233".into(), is_known: true };
        let participant = Participant { user: user.into(), role, dialect, trace: None };
        self.tell(Event::Join { connection: ConnectionId(connection), participant })
    }

    /// The same with a name of their own.
    pub(super) fn join_called(&mut self, connection: u64, name: &str, dialect: Dialect) -> Vec<Effect> {
        let user = User { id: name.into(), name: Some(name.into()), color: "#112233".into(), is_known: true };
        let participant = Participant { user: user.into(), role: Role::Editor, dialect, trace: None };
        self.tell(Event::Join { connection: ConnectionId(connection), participant })
    }

    /// The document's session and locks become these.
    pub(super) fn rule(&mut self, rules: Rules) -> Vec<Effect> {
        self.about.rules = rules.into();
        self.tell(Event::About(self.about.clone()))
    }

    pub(super) fn leave(&mut self, connection: u64) -> Vec<Effect> {
        self.tell(Event::Leave(ConnectionId(connection)))
    }

    pub(super) fn say(&mut self, connection: u64, frame: &Bytes) -> Vec<Effect> {
        let message = Message::decode(frame).unwrap();
        self.tell(Event::Message(ConnectionId(connection), message))
    }

    pub(super) fn update(&mut self, connection: u64, update: &Bytes) -> Vec<Effect> {
        self.tell(Event::Message(ConnectionId(connection), Message::Update(Update { update: update.clone(), frame: None })))
    }

    /// The disk takes the next `count` writes and the room hears of it.
    pub(super) fn sync(&mut self, count: usize) -> Vec<Effect> {
        let written: Vec<_> = self.waiting.drain(..count).collect();
        let appends: Vec<Append> = written.iter().map(|(_, append)| append.clone()).collect();
        self.memory.append(&appends).unwrap();
        self.written = written.last().map_or(self.written, |(ticket, _)| *ticket);
        self.tell(Event::Durable(written.last().map_or(0, |(ticket, _)| *ticket)))
    }

    /// The last write that is on disk.
    pub(super) fn durable(&self) -> u64 {
        self.written
    }

    pub(super) fn sync_all(&mut self) -> Vec<Effect> {
        self.sync(self.waiting.len())
    }

    /// Time passes, in one go.
    pub(super) fn wait(&mut self, time: Duration) -> Vec<Effect> {
        self.now.uptime += time;
        self.tell(Event::Tick)
    }

    /// What a newcomer would read.
    pub(super) fn text(&mut self) -> String {
        let updates = self.state.document().missing_for(&admission::StateVector::default()).unwrap();
        text_of(&edits::doc_of(&updates))
    }
}

/// Somebody without a name who may do everything, on y-websocket.
pub(super) fn owner() -> Participant {
    let user = User { id: "guest".into(), name: None, color: "#30bced".into(), is_known: false };
    Participant { user: user.into(), role: Role::Owner, dialect: Dialect::YWebsocket, trace: None }
}

/// An outbox of such a client.
pub(super) fn outbox(limit: usize) -> Outbox {
    Outbox::new(limit, ConnectionId(2), Dialect::YWebsocket, Way::default())
}

pub(super) fn text_of(doc: &Doc) -> String {
    yrs::GetString::get_string(&doc.get_or_insert_text("text"), &doc.transact())
}

/// Somebody who writes into a document of their own and gives away the updates.
pub(super) struct Author {
    pub(super) doc: Doc,
}

impl Author {
    pub(super) fn new(client: u64) -> Self {
        Self { doc: edits::new_doc(client) }
    }

    pub(super) fn write(&self, words: &str) -> Bytes {
        let text = self.doc.get_or_insert_text("text");
        let mut txn = self.doc.transact_mut();
        text.push(&mut txn, words);
        txn.commit();
        txn.encode_update_v1().into()
    }
}

pub(super) fn checkpoint(number: u8) -> Bytes {
    Bytes::from(vec![102, 1, number])
}

/// Frames sent to one connection alone, in order.
pub(super) fn sent(effects: &[Effect], connection: u64) -> Vec<Bytes> {
    let to_it = |effect: &Effect| match effect {
        Effect::Send(to, _, frame) if to.0 == connection => Some(vec![frame.clone()]),
        Effect::Resume(to, frames) if to.0 == connection => Some(frames.clone()),
        Effect::Tell(to, Notice::Denied(reason)) if to.0 == connection => Some(vec![message::denied(reason)]),
        _ => None,
    };
    effects.iter().filter_map(to_it).flatten().collect()
}

/// What one connection is told that each dialect says in its own way.
pub(super) fn told(effects: &[Effect], connection: u64) -> Vec<Notice> {
    let to_it = |effect: &Effect| match effect {
        Effect::Tell(to, notice) if to.0 == connection => Some(notice.clone()),
        _ => None,
    };
    effects.iter().filter_map(to_it).collect()
}

/// Updates sent to everybody but the given connection.
pub(super) fn relayed(effects: &[Effect]) -> Vec<(Option<u64>, Bytes)> {
    let update = |effect: &Effect| match effect {
        Effect::Broadcast { except, kind: FrameKind::Update, frame } => {
            Some((except.map(|except| except.0), message::update_in(frame).unwrap()))
        }
        _ => None,
    };
    effects.iter().filter_map(update).collect()
}

/// Connections that are closed, with code and reason.
pub(super) fn closed(effects: &[Effect]) -> Vec<(u64, u16, String)> {
    let close = |effect: &Effect| match effect {
        Effect::Close(to, close) => Some((to.0, close.code, close.reason.to_string())),
        _ => None,
    };
    effects.iter().filter_map(close).collect()
}

/// What everybody is told about presence: client, clock, state.
pub(super) type Heard = Vec<(u64, u64, Option<String>)>;

pub(super) fn heard(effects: &[Effect]) -> Heard {
    let frames = effects.iter().filter_map(|effect| match effect {
        Effect::Broadcast { kind: FrameKind::Presence, frame, .. } => Some(frame),
        _ => None,
    });
    frames.flat_map(entries).collect()
}

/// The entries of an awareness frame, in order of clients.
pub(super) fn entries(frame: &Bytes) -> Heard {
    let Ok(Message::Awareness(update)) = Message::decode(frame) else { return Vec::new() };
    let entries = admission::awareness(&update).unwrap();
    let mut heard: Heard = entries.map(|entry| (entry.client, entry.clock, entry.state.map(str::to_owned))).collect();
    heard.sort();
    heard
}

pub(super) fn appends(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Append(..))).count()
}
