//! Rooms as they run: registry, task, outboxes and group commit over a storage in memory, on the runtime that the server has. People in
//! them wait for what comes, never for a while; what is around the rooms fails when it is told to.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;
use yrsa::access::{Role, User};
use yrsa::protocol::message::{self, Message};
use yrsa::protocol::{Close, DocumentId};
use yrsa::room::around::{About, Around, Telling};
use yrsa::room::exit::Bell;
use yrsa::room::outbox::{Notice, Outgoing, Taken};
use yrsa::room::participant::{Dialect, Participant};
use yrsa::room::people::Moved;
use yrsa::room::registry::{NotAdmitted, Parts, RoomLimits, Rooms};
use yrsa::room::seat::Attached;
use yrsa::room::state::{Settings, StorageHealth};
use yrsa_storage::{Committer, CommitterLimits, Memory, Storage};

/// Nothing here takes so long; what does is a finding.
const PATIENCE: Duration = Duration::from_secs(60);

/// What fails in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Finding out about the document, when it is opened and when the room looks again.
    Asking,
    /// Carrying out that somebody came or left.
    Moving,
    /// Handing over what happened.
    Telling,
    /// Nothing, but more was told of the document than its log has.
    Ahead,
}

/// What stands around the rooms: knows nothing of any document, and panics on purpose.
#[derive(Debug, Default)]
struct Unreliable(Mutex<HashMap<DocumentId, Fault>>);

impl Unreliable {
    fn fails(&self, document: &DocumentId, here: Fault) {
        let fails = self.0.lock().unwrap().get(document) == Some(&here);
        assert!(!fails, "a panic on purpose in {document}: {here:?}");
    }
}

impl Around for Unreliable {
    fn about(&self, document: &DocumentId) -> yrsa_storage::Result<About> {
        self.fails(document, Fault::Asking);
        let is_ahead = self.0.lock().unwrap().get(document) == Some(&Fault::Ahead);
        Ok(About { told: if is_ahead { 1_000 } else { 0 }, ..About::nothing() })
    }

    fn tell(&self, Telling { document, through, done, .. }: Telling) {
        self.fails(&document, Fault::Telling);
        done.told(through);
    }

    fn moved(&self, moved: Moved) {
        self.fails(&moved.document, Fault::Moving);
    }
}

/// Rooms over a storage in memory.
pub(super) struct Running {
    pub(super) rooms: Rooms,
    pub(super) committer: Arc<Committer>,
    pub(super) memory: Memory,
    around: Arc<Unreliable>,
    _health: watch::Sender<StorageHealth>,
}

impl Running {
    /// On the runtime that this is called on.
    pub(super) fn start(settings: Settings, limits: CommitterLimits) -> Self {
        let (memory, around) = (Memory::new(), Arc::new(Unreliable::default()));
        let storage: Arc<dyn Storage> = Arc::new(memory.clone());
        let committer = Arc::new(Committer::start(Arc::clone(&storage), limits).unwrap());
        let (keep, health) = watch::channel(StorageHealth::Healthy);
        let limits =
            RoomLimits { connections: 1_000, connections_per_document: 1_000, outbox: 1 << 20, failures_before_quarantine: 5 };
        let rooms = Rooms::new(Parts {
            storage,
            committer: Arc::clone(&committer),
            around: Arc::clone(&around) as _,
            health,
            settings,
            limits,
            runtime: tokio::runtime::Handle::current(),
        });
        Self { rooms, committer, memory, around, _health: keep }
    }

    /// From now on this fails in this document's room, or nothing does any more.
    pub(super) fn fail(&self, document: &DocumentId, fault: impl Into<Option<Fault>>) {
        let mut faults = self.around.0.lock().unwrap();
        match fault.into() {
            Some(fault) => faults.insert(document.clone(), fault),
            None => faults.remove(document),
        };
    }

    /// Somebody comes, if they are let in.
    pub(super) async fn come(&self, document: &DocumentId, name: &str, dialect: Dialect) -> Result<Person, NotAdmitted> {
        let user = User { id: name.into(), name: None, color: "#000000".into(), is_known: true };
        let participant = Participant { user: Arc::new(user), role: Role::Editor, dialect, trace: None };
        let (bell, seat) = (Arc::<Bell>::default(), self.rooms.take_seat(document)?);
        let attached = in_time("joining", seat.join(participant, Arc::clone(&bell).into())).await;
        Ok(Person { attached, bell, heard: VecDeque::new() })
    }

    /// Somebody comes back until they are let in, as clients do, and reads what is there.
    pub(super) async fn come_back(&self, document: &DocumentId, name: &str, dialect: Dialect) -> (Person, String) {
        loop {
            let mut person = self.come(document, name, dialect).await.unwrap();
            match in_time("reading", person.read()).await {
                Ok(text) => return (person, text),
                Err(close) => assert_eq!(close.code, 1011),
            }
        }
    }

    /// Writes that the document's room knows not to be on disk yet, once it has dealt with all that it was sent.
    pub(super) async fn unsaved(&self, document: &DocumentId) -> u64 {
        let open = in_time("a report", self.rooms.report(vec![document.clone()])).await;
        open[0].report.as_ref().expect("the room answers").interior.unsaved
    }

    /// Lets all rooms end.
    pub(super) async fn shut_down(self) {
        in_time("shutting down", self.rooms.shut_down()).await;
        self.committer.close();
    }
}

/// Somebody in a room.
pub(super) struct Person {
    attached: Attached,
    bell: Arc<Bell>,
    heard: VecDeque<Outgoing>,
}

impl Person {
    /// Says something; a room that is gone hears nothing.
    pub(super) async fn say(&self, frame: &Bytes) {
        if let Some(place) = in_time("a place in the mailbox", self.attached.place()).await {
            place.message(Message::decode(frame).unwrap());
        }
    }

    /// Whether the room's mailbox takes something now.
    pub(super) fn has_place(&self) -> bool {
        self.attached.place_now().is_some()
    }

    pub(super) async fn write(&self, update: &Bytes) {
        self.say(&message::update(update)).await;
    }

    /// What comes next, or how it ends.
    pub(super) async fn next(&mut self) -> Result<Outgoing, Close> {
        loop {
            if let Some(next) = self.heard.pop_front() {
                return Ok(next);
            }
            match self.attached.outbox.take(usize::MAX) {
                Taken::Frames(frames, _) => self.heard.extend(frames),
                Taken::Close(close) => return Err(close),
                Taken::Probe => {}
                Taken::Nothing => {
                    self.bell.rings().await;
                    self.bell.answer(&mut Vec::new());
                }
            }
        }
    }

    /// Reads until this comes; panics if the room ends before it.
    pub(super) async fn hear(&mut self, what: impl Fn(&Outgoing) -> bool) {
        // In all: rooms say something every 12 s.
        in_time("hearing from the room", async { while !what(&self.next().await.expect("the room goes on")) {} }).await;
    }

    /// Reads until this frame comes.
    pub(super) async fn hear_frame(&mut self, expected: &Bytes) {
        self.hear(|what| matches!(what, Outgoing::Frame(frame) if frame == expected)).await;
    }

    /// Reads until a message of theirs is acknowledged, on a dialect that acknowledges each.
    pub(super) async fn saved(&mut self) {
        self.hear(|what| matches!(what, Outgoing::Notice(Notice::Saved(1)))).await;
    }

    /// The code that their connection ends with.
    pub(super) async fn end(&mut self) -> u16 {
        let end = async {
            loop {
                if let Err(close) = self.next().await {
                    return close.code;
                }
            }
        };
        in_time("the end of a connection", end).await
    }

    /// Everything that the room has for somebody who knows nothing, as text.
    pub(super) async fn text(&mut self) -> String {
        in_time("reading", self.read()).await.expect("the room goes on")
    }

    async fn read(&mut self) -> Result<String, Close> {
        self.say(&message::sync_step_1(&[0])).await;
        loop {
            let Outgoing::Frame(frame) = self.next().await? else { continue };
            if let Ok(Message::SyncStep2(update)) = Message::decode(&frame) {
                return Ok(super::bench::text_of(&crate::simulation::edits::doc_of(&[update])));
            }
        }
    }
}

/// What a future leads to; panics if it leads to nothing.
pub(super) async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// Runs a test on a runtime like the server's.
pub(super) fn on_a_runtime(test: impl Future<Output = ()>) {
    yrsa::server::DocumentRuntime::new().unwrap().block_on(test);
}
