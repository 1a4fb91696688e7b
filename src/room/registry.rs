//! Finds the room of a document or opens one. A room's handle is inserted under the lock before anything is loaded, so a
//! document is never loaded twice, and a retiring room leaves through the same lock, so none is left while somebody joins.
//! Keeps count of failures: a document that keeps failing is quarantined, all others go on.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::FutureExt as _;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa_storage::{Committer, Storage};

use super::ConnectionId;
use super::around::Around;
use super::quarantine::Failures;
use super::seat::Seat;
use super::state::{Now, Settings, StorageHealth};
use super::stirs::Stirred;
use super::task::{self, Letter, MAILBOX, Mail};
use crate::protocol::DocumentId;
use crate::spare;
use crate::telemetry::metrics as counters;

/// How long a room gets to end; longer only if the disk can't be written.
const CLOSING: Duration = Duration::from_secs(10);

/// Documents that are read from storage at a time, if there are not more cores.
const OPENINGS: usize = 8;

/// How many connections there may be, and how rooms behave.
#[derive(Debug, Clone)]
pub struct RoomLimits {
    /// WebSocket connections in all.
    pub connections: usize,
    /// Connections to one document.
    pub connections_per_document: usize,
    /// Bytes that wait for a slow reader.
    pub outbox: usize,
    /// Failures within ten minutes before a document is quarantined.
    pub failures_before_quarantine: u32,
}

/// Why nobody is let in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    /// `limits.connections` is reached.
    #[error("the server has as many connections as it may have")]
    ServerFull,
    /// `limits.connections_per_document` is reached.
    #[error("the document has as many connections as it may have")]
    DocumentFull,
    /// The document failed again and again, or is damaged on disk.
    #[error("the document is quarantined: {0}")]
    Quarantined(String),
    /// The document is created or removed at this moment.
    #[error("the document is closed for a moment")]
    Closed,
    /// The server is going down.
    #[error("the server is restarting")]
    ShuttingDown,
}

/// How a room ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// Everybody had left, or the server ends.
    Retired,
    /// A panic or an error in the document.
    Failed(String),
    /// What is stored can't be read.
    Damaged(String),
}

/// All rooms of a server. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {
    pub(super) shared: Arc<Shared>,
}

/// What every room needs.
pub(super) struct Shared {
    pub(super) storage: Arc<dyn Storage>,
    pub(super) committer: Arc<Committer>,
    pub(super) around: Arc<dyn Around>,
    pub(super) settings: Arc<Settings>,
    pub(super) started: Instant,
    pub(super) shutdown: CancellationToken,
    /// Nothing reaches the disk any more.
    pub(super) storage_closed: CancellationToken,
    health: watch::Receiver<StorageHealth>,
    pub(super) limits: RoomLimits,
    pub(super) stirred: Arc<Stirred>,
    tracker: TaskTracker,
    runtime: tokio::runtime::Handle,
    /// As many heavy jobs at a time as there are cores, so that sockets keep getting their share.
    heavy: Arc<Semaphore>,
    /// Documents that are read from storage at a time.
    openings: Arc<Semaphore>,
    rooms: Mutex<HashMap<DocumentId, Handle>>,
    /// Documents whose rooms stay closed. Taken only while `rooms` is held, or alone.
    closed: Mutex<HashSet<DocumentId>>,
    pub(super) failures: Failures,
    connections: AtomicUsize,
    next_connection: AtomicU64,
}

#[derive(Debug, Clone)]
pub(super) struct Handle {
    pub(super) mailbox: mpsc::Sender<Mail>,
    pub(super) seats: Arc<AtomicUsize>,
    /// Since when the room is open, in milliseconds since the Unix epoch.
    pub(super) since_ms: u64,
    /// Ends the room.
    ending: CancellationToken,
}

/// The parts that rooms are built from.
pub struct Parts {
    /// Where documents live.
    pub storage: Arc<dyn Storage>,
    /// Group commit over it.
    pub committer: Arc<Committer>,
    /// What is known of documents, and who writes down what happens in them.
    pub around: Arc<dyn Around>,
    /// Whether writes succeed, as the committer reports it.
    pub health: watch::Receiver<StorageHealth>,
    /// How rooms behave.
    pub settings: Settings,
    /// How many there may be.
    pub limits: RoomLimits,
    /// Where rooms run; its threads have large stacks.
    pub runtime: tokio::runtime::Handle,
}

impl Rooms {
    /// No room is open yet.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            shared: Arc::new(Shared {
                storage: parts.storage,
                committer: parts.committer,
                around: parts.around,
                settings: Arc::new(parts.settings),
                started: Instant::now(),
                shutdown: CancellationToken::new(),
                storage_closed: CancellationToken::new(),
                health: parts.health,
                limits: parts.limits,
                stirred: Arc::default(),
                tracker: TaskTracker::new(),
                runtime: parts.runtime,
                heavy: Arc::new(Semaphore::new(cores)),
                openings: Arc::new(Semaphore::new(OPENINGS.max(cores))),
                rooms: Mutex::default(),
                closed: Mutex::default(),
                failures: Failures::default(),
                connections: AtomicUsize::new(0),
                next_connection: AtomicU64::new(1),
            }),
        }
    }

    /// Takes a place for one more connection, before its handshake is answered.
    pub fn take_seat(&self, document: &DocumentId) -> Result<Seat, NotAdmitted> {
        self.seat(document, self.shared.limits.connections, self.shared.limits.connections_per_document)
    }

    /// A place for the server itself, which no limit of connections keeps out.
    pub fn take_own_seat(&self, document: &DocumentId) -> Result<Seat, NotAdmitted> {
        self.seat(document, usize::MAX, usize::MAX)
    }

    fn seat(&self, document: &DocumentId, on_server: usize, in_document: usize) -> Result<Seat, NotAdmitted> {
        if self.shared.shutdown.is_cancelled() {
            return Err(NotAdmitted::ShuttingDown);
        }
        if let Some(reason) = self.shared.failures.quarantine_reason(document) {
            return Err(NotAdmitted::Quarantined(reason));
        }
        if self.shared.is_closed(document) {
            return Err(NotAdmitted::Closed);
        }
        let connections = Count::take(self.shared.clone(), on_server).ok_or(NotAdmitted::ServerFull)?;
        let handle = self.shared.handle(document);
        if handle.seats.load(Ordering::Relaxed) >= in_document {
            return Err(NotAdmitted::DocumentFull);
        }
        handle.seats.fetch_add(1, Ordering::Relaxed);
        let id = ConnectionId(self.shared.next_connection.fetch_add(1, Ordering::Relaxed));
        Ok(Seat { id, document: document.clone(), seats: handle.seats, connections })
    }

    /// Ends a document's room, if it has one: connections are told to come back, everything reaches the disk. When the answer is
    /// there the room is gone and writes no more, and none opens until the answer is dropped; `None` if that takes too long or
    /// somebody else closed it.
    pub async fn close(&self, document: &DocumentId) -> Option<Closed> {
        if !self.shared.lock_closed().insert(document.clone()) {
            return None;
        }
        let closed = Closed { shared: Arc::clone(&self.shared), document: document.clone() };
        let gone = async {
            while let Some(handle) = self.shared.open_room(document) {
                handle.ending.cancel();
                handle.mailbox.closed().await;
                // A room that failed stays in the map until its last writes are on disk.
                if self.shared.open_room(document).is_some() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        };
        tokio::time::timeout(CLOSING, gone).await.ok().map(|()| closed)
    }

    /// Opens a document's room for a while, so that it tells what was left untold when the server last stopped.
    pub fn wake(&self, document: &DocumentId) {
        if !self.shared.shutdown.is_cancelled() && self.shared.failures.quarantine_reason(document).is_none() {
            self.shared.handle(document);
        }
    }

    /// Whether rooms are being closed for good.
    #[must_use]
    pub fn is_shutting_down(&self) -> bool {
        self.shared.shutdown.is_cancelled()
    }

    /// Rooms that are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.lock_rooms().len()
    }

    /// Whether no room is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Connections attached or about to be.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Tells every room to close its connections and put itself away, and waits until all have done so.
    pub async fn shut_down(&self) {
        self.shared.shutdown.cancel();
        self.shared.tracker.close();
        self.shared.tracker.wait().await;
    }

    /// No write will reach the disk any more; rooms stop waiting for it.
    pub fn storage_closed(&self) {
        self.shared.storage_closed.cancel();
    }

    /// Where tasks that belong to connections hang, so that a shutdown waits for them.
    #[must_use]
    pub fn tracker(&self) -> &TaskTracker {
        &self.shared.tracker
    }

    /// The runtime rooms and sockets run on.
    #[must_use]
    pub fn runtime(&self) -> &tokio::runtime::Handle {
        &self.shared.runtime
    }
}

/// A document whose room stays closed until this is dropped.
#[derive(Debug)]
pub struct Closed {
    shared: Arc<Shared>,
    document: DocumentId,
}

impl Drop for Closed {
    fn drop(&mut self) {
        self.shared.lock_closed().remove(&self.document);
    }
}

/// A counted place on the server.
#[derive(Debug)]
pub(super) struct Count {
    pub(super) shared: Arc<Shared>,
}

impl Count {
    fn take(shared: Arc<Shared>, limit: usize) -> Option<Self> {
        let taken = shared.connections.fetch_add(1, Ordering::Relaxed) + 1;
        counters::connections(taken);
        let count = Self { shared };
        (taken <= limit).then_some(count)
    }
}

impl Drop for Count {
    fn drop(&mut self) {
        let left = self.shared.connections.fetch_sub(1, Ordering::Relaxed) - 1;
        counters::connections(left);
    }
}

impl Shared {
    /// Puts a letter into a mailbox, later if it is full; a room that is gone needs none.
    pub(super) fn deliver(&self, mailbox: mpsc::Sender<Mail>, letter: Letter) {
        if let Err(mpsc::error::TrySendError::Full(letter)) = mailbox.try_send(Box::new(letter)) {
            self.tracker.spawn_on(
                async move {
                    let _ = mailbox.send(letter).await;
                },
                &self.runtime,
            );
        }
    }

    /// The room's handle; opens the room if there is none.
    pub(super) fn handle(self: &Arc<Self>, document: &DocumentId) -> Handle {
        let mut rooms = self.lock_rooms();
        if let Some(handle) = rooms.get(document) {
            return handle.clone();
        }
        let (mailbox, letters) = mpsc::channel(MAILBOX);
        let since_ms = self.now().unix_ms;
        let handle = Handle { mailbox, seats: Arc::default(), since_ms, ending: self.shutdown.child_token() };
        if self.is_closed(document) {
            handle.ending.cancel();
        }
        let (shared, id, sender) = (Arc::clone(self), document.clone(), handle.mailbox.clone());
        let ending_token = handle.ending.clone();
        rooms.insert(document.clone(), handle.clone());
        counters::rooms(rooms.len());
        self.tracker.spawn_on(
            async move {
                let running = AssertUnwindSafe(task::run(id.clone(), Arc::clone(&shared), letters, ending_token)).catch_unwind();
                let ending = running.await.unwrap_or_else(|_| Ending::Failed("the room's task panicked".to_owned()));
                shared.ended(&id, &sender, ending);
            },
            &self.runtime,
        );
        handle
    }

    /// Takes a room out of the map if nobody is about to join it.
    pub(super) fn may_leave(&self, document: &DocumentId, mailbox: &mut mpsc::Receiver<Mail>) -> bool {
        let mut rooms = self.lock_rooms();
        // When the server or the room is ended nobody is waited for: who still comes is turned away by a room that only does that.
        let expected = |handle: &Handle| handle.seats.load(Ordering::Relaxed) > 0 && !handle.ending.is_cancelled();
        if !mailbox.is_empty() || rooms.get(document).is_some_and(expected) {
            return false;
        }
        mailbox.close();
        rooms.remove(document);
        spare::shrink(&mut rooms);
        counters::rooms(rooms.len());
        true
    }

    fn ended(&self, document: &DocumentId, mailbox: &mpsc::Sender<Mail>, ending: Ending) {
        let reason = match ending {
            Ending::Retired => None,
            Ending::Failed(reason) => {
                let most = self.limits.failures_before_quarantine as usize;
                (self.failures.count(document) > most).then_some(reason)
            }
            Ending::Damaged(reason) => Some(reason),
        };
        if let Some(reason) = reason {
            tracing::error!(%document, reason, "document quarantined");
            counters::quarantined();
            self.failures.quarantine(document, reason, self.now().unix_ms);
        }
        let mut rooms = self.lock_rooms();
        if rooms.get(document).is_some_and(|handle| handle.mailbox.same_channel(mailbox)) {
            rooms.remove(document);
        }
        counters::rooms(rooms.len());
    }

    fn is_closed(&self, document: &DocumentId) -> bool {
        self.lock_closed().contains(document)
    }

    fn lock_closed(&self) -> std::sync::MutexGuard<'_, HashSet<DocumentId>> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn open_room(&self, document: &DocumentId) -> Option<Handle> {
        self.lock_rooms().get(document).cloned()
    }

    pub(super) fn lock_rooms(&self) -> std::sync::MutexGuard<'_, HashMap<DocumentId, Handle>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Now {
        let unix_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        Now { uptime: self.started.elapsed(), unix_ms: u64::try_from(unix_ms).unwrap_or(u64::MAX) }
    }

    pub(super) fn storage_health(&self) -> watch::Receiver<StorageHealth> {
        self.health.clone()
    }

    pub(super) fn storage_failing(&self) -> bool {
        *self.health.borrow() == StorageHealth::Failing
    }

    /// Waits a little, and until the backlog of writes has room again.
    pub(super) async fn committer_has_room(&self) {
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
            if self.committer.has_room() {
                return;
            }
        }
    }

    /// Runs heavy work on a thread of its own; `None` if it panicked.
    pub(super) async fn heavy<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        self.in_turn(&self.heavy, work).await
    }

    /// Reads a document from storage; never behind what is heavy, because it costs no more than copying.
    pub(super) async fn opening<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        self.in_turn(&self.openings, work).await
    }

    async fn in_turn<T: Send + 'static>(&self, places: &Arc<Semaphore>, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let permit = Arc::clone(places).acquire_owned().await.ok()?;
        let job = self.runtime.spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        job.await.ok()
    }

    /// Does something on another of the threads that serve sockets.
    pub(super) fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        self.tracker.spawn_on(async { work() }, &self.runtime);
    }

    /// Runs blocking work that nobody waits for except a shutdown.
    pub(super) fn spawn_blocking(&self, work: impl FnOnce() + Send + 'static) {
        self.tracker.spawn_blocking_on(work, &self.runtime);
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("rooms", &self.lock_rooms().len()).finish_non_exhaustive()
    }
}
