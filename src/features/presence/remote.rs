//! Participants that have no socket: they join, tell what they do and leave by HTTP requests, and to everybody else they are like
//! all others. Each is a task with a seat in the room, watched by the guard like any connection. Part of `presence`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use crate::access::secret::hex;
use crate::access::{Denied, Identity, Role, Source, User};
use crate::features::guard::Place;
use crate::features::records;
use crate::features::{Guard, Origin, Refused, Watched};
use crate::protocol::{Close, DocumentId, Message, message};
use crate::room::exit::Bell;
use crate::room::outbox::Taken;
use crate::room::participant::{Dialect, Participant};
use crate::room::registry::NotAdmitted;
use crate::room::seat::Attached;
use crate::room::{Rooms, state};

/// How long somebody stays who is not heard of.
pub const STAY: Duration = Duration::from_secs(60);

/// How often presence is renewed for them: clients forget who is not renewed for 30 s.
const RENEWAL: Duration = Duration::from_secs(10);

/// How often it is looked whose time is over.
const LOOK: Duration = Duration::from_secs(1);

/// How long a room may take to let somebody in.
const PATIENCE: Duration = Duration::from_secs(30);

/// The member of a presence state that says that somebody types, and how long it is there after each request that says so.
const TYPING: &str = "typing";
const TYPES: Duration = Duration::from_secs(6);

/// Requests of one participant that wait for their turn.
const WAITING: usize = 8;

/// How participants by HTTP behave.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The most bytes of a presence state: `limits.presence_state`.
    pub state: usize,
    /// When states are forgotten that are not renewed: `presence.expiry`.
    pub expiry: Duration,
}

/// Why somebody did not join, or is no participant.
#[derive(Debug, thiserror::Error)]
pub enum NotThere {
    /// The guard says so, or something failed.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// There is no seat.
    #[error(transparent)]
    NoSeat(#[from] NotAdmitted),
    /// The room ended it.
    #[error("{}", .0.reason)]
    Ended(Close),
    /// It was never there, is somebody else's, or is over.
    #[error("there is no such participant (any more); join again")]
    Unknown,
    /// A presence state above the limit.
    #[error("a presence state has at most {0} bytes")]
    TooLarge(usize),
}

impl From<Denied> for NotThere {
    fn from(denied: Denied) -> Self {
        Self::Refused(denied.into())
    }
}

/// Somebody who joined.
#[derive(Debug)]
pub struct Joined {
    /// Names the participant in later requests; a secret of the one who joined.
    pub participant: String,
    /// The client id in awareness.
    pub client: u64,
}

/// What is to become of a participant's presence.
#[derive(Debug)]
pub enum Change {
    /// All of it is this.
    Whole(Map<String, Value>),
    /// It types, which is shown for some seconds, or does no longer.
    Typing(Typist),
    /// It is still there.
    None,
}

/// Whether somebody types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typist {
    /// From now on.
    Begins,
    /// No longer.
    Ends,
}

/// See the module.
pub(super) struct Remotes {
    pub(super) rooms: Rooms,
    pub(super) guard: Arc<Guard>,
    pub(super) settings: Settings,
    pub(super) stopping: CancellationToken,
    entries: Mutex<HashMap<String, Entry>>,
}

struct Entry {
    document: DocumentId,
    identity: Arc<Identity>,
    requests: mpsc::Sender<Asked>,
}

/// A request, and who waits for its answer.
struct Asked {
    change: Change,
    by: Option<Arc<Identity>>,
    leaves: Leaves,
    done: oneshot::Sender<Result<(), NotThere>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaves {
    No,
    Yes,
}

/// Whether two identities are the same user's. Ids that are made up for each request say nothing: then whoever knows the
/// participant's secret by the same share or mode is taken for the one who joined, or by any token that names nobody: a newer one
/// has nothing in common with the one before it.
fn is_same(one: &Identity, other: &Identity) -> bool {
    if one.is_anonymous() && other.is_anonymous() {
        let is_by_share = one.source == Source::Guest;
        return one.source == other.source && (!is_by_share || one.counted_as() == other.counted_as());
    }
    one.user.id == other.user.id && one.is_anonymous() == other.is_anonymous()
}

impl Remotes {
    pub(super) fn new(rooms: Rooms, guard: Arc<Guard>, settings: Settings, stopping: CancellationToken) -> Arc<Self> {
        Arc::new(Self { rooms, guard, settings, stopping, entries: Mutex::default() })
    }

    /// Lets somebody in who may read the document; returns when the room has taken them.
    pub(super) async fn join(
        self: &Arc<Self>,
        (identity, origin): (Arc<Identity>, &Origin),
        document: &DocumentId,
        role: Role,
        presence: Map<String, Value>,
    ) -> Result<Joined, NotThere> {
        self.check(&identity.user, &presence)?;
        let id = format!("p-{}", hex(&records::random::<24>()?));
        let seat = self.rooms.take_seat(document)?;
        let place = self.guard.take_place(&identity)?;
        let bell: Arc<Bell> = Arc::default();
        let participant = Participant {
            user: Arc::new(identity.user.clone()),
            role,
            dialect: Dialect::Rest,
            trace: origin.trace().map(Arc::from),
        };
        let attached = seat.join(participant, Arc::clone(&bell).into()).await;
        let watched = self.guard.watch(Arc::clone(&identity), document, role, attached.audience()).coming_from(origin);
        // Clients of Yjs 13 expect ids below 2^32.
        let client = uuid::Uuid::new_v4().as_u128() as u64 & 0xffff_ffff;
        let (requests, asked) = mpsc::channel(WAITING);
        let stay = Stay {
            remotes: Arc::clone(self),
            document: document.clone(),
            identity: Arc::clone(&identity),
            attached,
            bell,
            watched,
            client,
            clock: 0,
            presence: Map::new(),
            types_until: None,
            heard: (Instant::now(), self.guard.now_ms()),
            _place: place,
        };
        let entry = Entry { document: document.clone(), identity, requests: requests.clone() };
        self.lock().insert(id.clone(), entry);
        let (remotes, named) = (Arc::clone(self), id.clone());
        let task = async move {
            stay.run(asked).await;
            remotes.lock().remove(&named);
        };
        self.rooms.tracker().spawn_on(task, self.rooms.runtime());
        ask(&requests, Change::Whole(presence), None, Leaves::No).await?;
        Ok(Joined { participant: id, client })
    }

    /// A sign of life, maybe with other presence; returns when the room has it.
    pub(super) async fn heartbeat(&self, by: &Arc<Identity>, named: (&DocumentId, &str), change: Change) -> Result<(), NotThere> {
        if let Change::Whole(presence) = &change {
            self.check(&by.user, presence)?;
        }
        let requests = self.requests(by, named)?;
        ask(&requests, change, Some(Arc::clone(by)), Leaves::No).await
    }

    /// Returns when the room knows.
    pub(super) async fn leave(&self, by: &Arc<Identity>, named: (&DocumentId, &str)) -> Result<(), NotThere> {
        let requests = self.requests(by, named)?;
        ask(&requests, Change::None, None, Leaves::Yes).await
    }

    /// Says whether all participants of a document that are this user's type; whether there are any.
    pub(super) async fn typing(&self, by: &Identity, document: &DocumentId, typist: Typist) -> bool {
        let own = |entry: &&Entry| entry.document == *document && !by.is_anonymous() && is_same(&entry.identity, by);
        let requests: Vec<_> = self.lock().values().filter(own).map(|entry| entry.requests.clone()).collect();
        let mut any = false;
        for requests in requests {
            any |= ask(&requests, Change::Typing(typist), None, Leaves::No).await.is_ok();
        }
        any
    }

    fn requests(&self, by: &Identity, (document, id): (&DocumentId, &str)) -> Result<mpsc::Sender<Asked>, NotThere> {
        let entries = self.lock();
        let entry = entries.get(id).filter(|entry| entry.document == *document && is_same(&entry.identity, by));
        Ok(entry.ok_or(NotThere::Unknown)?.requests.clone())
    }

    /// The room would end the participant for it.
    fn check(&self, user: &User, presence: &Map<String, Value>) -> Result<(), NotThere> {
        let most = self.settings.state;
        if state_of(user, presence).len() > most { Err(NotThere::TooLarge(most)) } else { Ok(()) }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The awareness state of somebody. The room stamps the user again, but not for those whom nobody vouched for.
fn state_of(user: &User, presence: &Map<String, Value>) -> String {
    let mut shown = Map::new();
    shown.insert("id".to_owned(), json!(user.id));
    if let Some(name) = user.name.as_deref().or_else(|| presence.get("user")?.get("name")?.as_str()) {
        shown.insert("name".to_owned(), name.into());
    }
    shown.insert("color".to_owned(), json!(user.color));
    let mut state = presence.clone();
    state.insert("user".to_owned(), Value::Object(shown));
    Value::Object(state).to_string()
}

async fn ask(requests: &mpsc::Sender<Asked>, change: Change, by: Option<Arc<Identity>>, leaves: Leaves) -> Result<(), NotThere> {
    let (done, answer) = oneshot::channel();
    let asked = Asked { change, by, leaves, done };
    let answered = async {
        requests.send(asked).await.map_err(|_| NotThere::Unknown)?;
        answer.await.unwrap_or(Err(NotThere::Unknown))
    };
    let late = || NotThere::Refused(Refused::Busy("the document's room is busy; try again"));
    tokio::time::timeout(PATIENCE, answered).await.unwrap_or_else(|_| Err(late()))
}

/// One participant.
struct Stay {
    remotes: Arc<Remotes>,
    document: DocumentId,
    identity: Arc<Identity>,
    attached: Attached,
    bell: Arc<Bell>,
    watched: Watched,
    client: u64,
    clock: u64,
    presence: Map<String, Value>,
    /// Until when it is shown to type, if it did not say so in its presence.
    types_until: Option<Instant>,
    /// When it was last heard of, by two clocks: of which one may be set.
    heard: (Instant, u64),
    _place: Place,
}

impl Stay {
    async fn run(mut self, mut asked: mpsc::Receiver<Asked>) {
        let mut look = interval_at(Instant::now() + LOOK, LOOK);
        let renewal = RENEWAL.min(self.remotes.settings.expiry / 3);
        let mut renew = interval_at(Instant::now() + renewal, renewal);
        for interval in [&mut look, &mut renew] {
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        let stopping = self.remotes.stopping.clone();
        let leaving = loop {
            tokio::select! {
                () = stopping.cancelled() => break None,
                () = self.bell.rings() => {
                    self.bell.answer(&mut Vec::new());
                    if self.closed().is_some() {
                        break None;
                    }
                }
                request = asked.recv() => {
                    let Some(Asked { change, by, leaves, done }) = request else { break None };
                    if leaves == Leaves::Yes {
                        break Some(done);
                    }
                    let answer = self.take(change, by).await;
                    let is_over = matches!(answer, Err(NotThere::Ended(_)));
                    let _ = done.send(answer);
                    if is_over {
                        break None;
                    }
                }
                _ = renew.tick() => self.announce().await,
                _ = look.tick() => {
                    if self.is_late() {
                        break None;
                    }
                    self.stop_typing().await;
                }
            }
        };
        let Self { remotes, document, attached, watched, .. } = self;
        drop((watched, attached));
        if let Some(done) = leaving {
            remotes.rooms.present(&document).await;
            let _ = done.send(Ok(()));
        }
    }

    /// Typing ends by itself.
    async fn stop_typing(&mut self) {
        if self.types_until.is_some_and(|until| until <= Instant::now()) {
            self.types_until = None;
            if self.presence.remove(TYPING).is_some() {
                self.announce().await;
            }
        }
    }

    fn is_late(&self) -> bool {
        let (at, at_ms) = self.heard;
        let by_clock = self.remotes.guard.now_ms().saturating_sub(at_ms);
        at.elapsed() >= STAY || u128::from(by_clock) >= STAY.as_millis()
    }

    async fn take(&mut self, change: Change, by: Option<Arc<Identity>>) -> Result<(), NotThere> {
        if let Some(by) = by {
            self.heard = (Instant::now(), self.remotes.guard.now_ms());
            // A newer token of the same user counts from now on, also of one whom nobody knows: their ids are made up each time.
            let is_new = Identity { user: self.identity.user.clone(), ..(*by).clone() } != *self.identity;
            if is_new || (by.user != self.identity.user && !by.is_anonymous()) {
                let renewed = self.watched.renew(by);
                (self.identity, _) = renewed.map_err(|denied| self.closed().map_or(denied.into(), NotThere::Ended))?;
            }
        }
        match change {
            Change::None => {}
            Change::Whole(presence) => {
                (self.presence, self.types_until) = (presence, None);
                self.announce().await;
            }
            Change::Typing(Typist::Ends) => {
                self.types_until = None;
                if self.presence.remove(TYPING).is_some() {
                    self.announce().await;
                }
            }
            Change::Typing(Typist::Begins) => {
                let mut presence = self.presence.clone();
                presence.insert(TYPING.to_owned(), true.into());
                self.remotes.check(&self.identity.user, &presence)?;
                self.presence = presence;
                self.types_until = Some(Instant::now() + TYPES);
                self.announce().await;
            }
        }
        // The room answers after it has decided about what came before.
        self.remotes.rooms.present(&self.document).await;
        self.closed().map_or(Ok(()), |close| Err(NotThere::Ended(close)))
    }

    /// Tells the room what the participant does.
    async fn announce(&mut self) {
        self.clock += 1;
        let state = state_of(&self.identity.user, &self.presence);
        let update = message::awareness_update(self.client, self.clock, &state);
        if let Some(place) = self.attached.place().await {
            place.message(Message::Awareness(update));
        }
    }

    /// Whether the room has ended it; there is nothing else that is heard.
    fn closed(&self) -> Option<Close> {
        loop {
            match self.attached.outbox.take(usize::MAX) {
                Taken::Frames(..) => {}
                Taken::Probe => {
                    if let Some(place) = self.attached.place_now() {
                        place.event(state::Event::Alive);
                    }
                }
                Taken::Close(close) => return Some(close),
                Taken::Nothing => return None,
            }
        }
    }
}
