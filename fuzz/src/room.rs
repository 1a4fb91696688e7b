//! A room without threads, sockets or a clock, as `room::task` runs it: four clients, a disk, and what must hold of everything the room
//! says. Who says what comes from the input.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use yrsa::access::{Role, User};
use yrsa::admission::{self, touched};
use yrsa::document::{Kind, Limits};
use yrsa::protocol::live::{self, Ask};
use yrsa::protocol::{DocumentId, Message, hocuspocus};
use yrsa::room::around::{About, Lock, Rules, Seed};
use yrsa::room::outbox::{FrameKind, Notice};
use yrsa::room::presence;
use yrsa::room::state::{Effect, Event, Now, Patience, Settings, State};
use yrsa::room::{ConnectionId, Dialect, Participant};
use yrsa_storage::{Append, Memory, Snapshot, Storage as _};

const NAME: &str = "plan";

const CLIENTS: [(Dialect, Role, &str); 4] = [
    (Dialect::YWebsocket, Role::Editor, "ada"),
    (Dialect::Hocuspocus, Role::Editor, "bob"),
    (Dialect::Json, Role::Owner, "cyd"),
    (Dialect::YSweet, Role::Viewer, "dan"),
];

/// A room, who is in it, and what is under way to its disk.
pub struct Room {
    state: State,
    memory: Memory,
    now: Now,
    waiting: Vec<(u64, Append)>,
    snapshot: Option<Snapshot>,
    durable: u64,
    happened: Option<(u64, u64)>,
    about: About,
    here: [bool; 4],
}

fn settings() -> Settings {
    Settings {
        document: Limits { encoded_bytes: 1 << 20, gate: admission::Limits::default() },
        presence: presence::Limits { state: 4096, ids: 4, expiry: Duration::from_secs(30), tick: Duration::from_millis(5) },
        json_bytes: 1 << 20,
        server_client: 77,
        patience: Patience { idle: Duration::from_secs(60), away: Duration::from_secs(300) },
        idle: Duration::from_secs(3600),
        rest: Duration::ZERO,
        snapshot_bytes: 4096,
    }
}

fn id() -> DocumentId {
    DocumentId::new(NAME).expect("a name")
}

impl Room {
    /// An empty one with everybody in it. Bits of `how`: a lock that Ada has on the root `map`; a board, whose changes are told.
    pub fn new(how: u8) -> Self {
        let mut about = About::nothing();
        if how & 1 != 0 {
            let holder = yrsa::event::Author { id: "ada".into(), name: None };
            let lock = Lock { id: "l".into(), path: vec!["map".into()], holder, until_ms: u64::MAX, reason: None };
            about.rules = Arc::new(Rules { locks: vec![lock], ..Rules::default() });
        }
        if how & 2 != 0 {
            about = About { kind: Kind::named("board").expect("a kind"), seed: Seed::OfKind, told: 0, ..about };
        }
        let now = Now { uptime: Duration::from_secs(100), unix_ms: 1_800_000_000_000 };
        let state = State::open(id(), settings(), Default::default(), &about, now).expect("an empty room opens");
        let (memory, waiting, here) = (Memory::new(), Vec::new(), [false; 4]);
        let mut room = Self { state, memory, now, waiting, snapshot: None, durable: 0, happened: None, about, here };
        room.tell(Event::Opened);
        (0..CLIENTS.len()).for_each(|client| room.join(client));
        room
    }

    fn join(&mut self, client: usize) {
        let (dialect, role, name) = CLIENTS[client];
        let user = User { id: name.into(), name: Some(name.into()), color: "#112233".into(), is_known: true };
        let participant = Participant { user: user.into(), role, dialect, trace: None };
        self.here[client] = true;
        self.tell(Event::Join { connection: ConnectionId(client as u64 + 1), participant });
    }

    /// A frame of this client, in its own dialect.
    pub fn hear(&mut self, client: usize, frame: &Bytes) {
        let message = match CLIENTS[client].0 {
            Dialect::Hocuspocus => match hocuspocus::decode(frame) {
                Ok((_, hocuspocus::Said::Message(message))) => message,
                _ => return,
            },
            Dialect::Json => {
                let Ok(Ask::Edit(edit)) =
                    std::str::from_utf8(frame).map_or(Ok(Ask::Heartbeat), |text| live::read(text).map(|read| read.ask))
                else {
                    return;
                };
                Message::Edit { id: None, edit, expected: None }
            }
            _ => match Message::decode(frame) {
                Ok(message) => message,
                Err(_) => return,
            },
        };
        if !self.here[client] {
            self.join(client);
        }
        self.tell(Event::Message(ConnectionId(client as u64 + 1), message));
    }

    /// This client goes.
    pub fn leave(&mut self, client: usize) {
        if std::mem::take(&mut self.here[client]) {
            self.tell(Event::Leave(ConnectionId(client as u64 + 1)));
        }
    }

    /// Time passes.
    pub fn wait(&mut self, by: Duration) {
        self.now.uptime += by;
        self.now.unix_ms += u64::try_from(by.as_millis()).unwrap_or_default();
        self.tell(Event::Tick);
    }

    /// The disk takes all that waits.
    pub fn sync(&mut self) {
        while !self.waiting.is_empty() {
            let written = std::mem::take(&mut self.waiting);
            let appends: Vec<Append> = written.iter().map(|(_, append)| append.clone()).collect();
            self.memory.append(&appends).expect("memory takes what the room logs");
            self.durable = written.last().map_or(self.durable, |(ticket, _)| *ticket);
            self.tell(Event::Durable(self.durable));
        }
        while let Some((_, through)) = self.happened.take_if(|(after, _)| *after <= self.durable) {
            self.about.told = through;
            self.tell(Event::Told(through));
        }
        if let Some(snapshot) = self.snapshot.take_if(|snapshot| snapshot.seq <= self.about.told) {
            self.memory.install_snapshot(NAME, &snapshot).expect("memory takes a snapshot");
            self.tell(Event::SnapshotInstalled(Ok(snapshot.seq)));
        }
    }

    /// Everything reaches the disk; the room that is opened from there must be this one.
    pub fn settle(mut self) {
        for _ in 0..8 {
            self.wait(Duration::from_secs(2));
            self.sync();
        }
        let stored = self.memory.load(NAME).expect("memory reads").unwrap_or_default();
        let mut again = State::open(id(), settings(), stored, &self.about, self.now).expect("what was stored opens");
        assert_eq!(again.document().state_vector(), self.state.document().state_vector(), "the disk has another document");
        let whole = |state: &mut State| state.document().project(4 << 20).ok();
        assert_eq!(whole(&mut again), whole(&mut self.state), "the disk shows another document");
    }

    fn tell(&mut self, event: Event) {
        let mut effects = Vec::new();
        if let Err(broken) = self.state.handle(self.now, event, &mut effects) {
            panic!("a client broke the room: {broken}");
        }
        let mut ended = Vec::new();
        for effect in effects {
            match effect {
                Effect::Send(_, kind, frame) | Effect::Broadcast { kind, frame, .. } => check(kind, &frame),
                Effect::Resume(_, frames) => frames.iter().for_each(|frame| check(FrameKind::Update, frame)),
                Effect::Tell(_, notice) | Effect::Announce { notice, .. } => {
                    if let Notice::Json(text) | Notice::Content { content: text, .. } = notice {
                        assert!(serde_json::from_slice::<serde_json::Value>(&text).is_ok(), "a reader of JSON gets none");
                    }
                }
                Effect::Append(ticket, append) => self.waiting.push((ticket, append)),
                Effect::Snapshot(snapshot) => self.snapshot = Some(snapshot),
                Effect::Happened { after, through, .. } => {
                    assert_eq!(self.happened.replace((after, through)), None, "one delivery at a time");
                }
                Effect::Close(ConnectionId(connection), _) => ended.push(connection as usize - 1),
                Effect::HoldUpdates(_) | Effect::Probe(_) | Effect::Moved(_) | Effect::Undone(_) | Effect::Stirred => {}
            }
        }
        ended.into_iter().for_each(|client| self.leave(client));
    }
}

/// What is sent is what clients can read.
fn check(kind: FrameKind, frame: &Bytes) {
    match Message::decode(frame) {
        Ok(Message::Update(update)) => assert!(touched(&update.update).is_ok(), "an update nobody can read is relayed"),
        Ok(Message::SyncStep2(update)) => assert!(touched(&update).is_ok(), "an update nobody can read is sent"),
        Ok(Message::Awareness(update)) => {
            let mut entries = admission::awareness(&update).expect("presence that nobody can read is sent");
            assert!(entries.all(|entry| entry.check_state().is_ok()), "a state that nobody can read is sent");
        }
        Ok(_) => {}
        Err(error) => panic!("a frame that nobody can read is sent as {kind:?}: {error}"),
    }
}
