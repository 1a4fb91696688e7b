//! The journal of events: what happened to documents, in one order, durable before anybody hears of it, with ids that grow. Rooms
//! tell it what changed in content, features write their records and the events about them as one. Streams and webhooks read it,
//! each at its own pace: the newest events are in memory, older ones on disk. It knows neither readers nor their rights.

mod keep;
mod line;
mod places;
pub mod reader;
mod ring;
mod stored;
mod sweep;
mod tell;

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;
use yrsa_storage::{Clock, RecordBatch, Together};

use self::keep::{Doubtful, Weight};
use self::line::{Job, Line};
use self::places::Places;
pub use self::places::{Full, Place};
use self::ring::Ring;
pub use self::sweep::Sweep;
pub use self::tell::ToldRecord;
use self::tell::Waiting;
use super::Refused;
use super::audit::chain;
use super::documents::Documents;
use super::records::{Key, Store};
use crate::access::Identity;
use crate::event::{Draft, Event};
use crate::protocol::DocumentId;
use crate::room::around::Telling;

/// Events by id.
const EVENT: &str = "event";
/// Which events are about a document: its id, then the event's.
const OF_DOCUMENT: &str = "event.document";

/// Events read from disk at a time, and about how many bytes of them are held for one page.
const CHUNK: usize = 16;
const PAGE_BYTES: usize = 512 << 10;

/// How much is kept, and how many may follow it.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// For how long.
    pub keep: Duration,
    /// How many of the newest ids.
    pub most: u64,
    /// About how many bytes of the newest, as they are stored.
    pub bytes: u64,
    /// Streams that are open at a time.
    pub streams: usize,
    /// Those of one user.
    pub streams_per_user: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keep: Duration::from_secs(30 * 24 * 60 * 60),
            most: 1_000_000,
            bytes: 4 << 30,
            streams: 5_000,
            streams_per_user: 100,
        }
    }
}

/// Some events, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The events; fewer than were asked for also where they are large.
    pub events: Vec<Arc<Event>>,
    /// Where to go on. The journal was read to its end if that is its head.
    pub next: u64,
    /// Events after the cursor were let go of, or the cursor lies beyond the newest event (an older backup was restored).
    pub gap: bool,
}

/// See the module. Shared by all that write or read events.
pub struct Journal {
    shared: Arc<Shared>,
    teller: Mutex<Option<JoinHandle<()>>>,
}

/// What the journal and its thread have in common.
struct Shared {
    store: Store,
    documents: Documents,
    clock: Clock,
    settings: Settings,
    /// Writes that wait for the one that is under way, and go together with the next.
    together: Together<Job, Result<bool, Refused>>,
    /// Held while events are written, so that their order on disk is that of their ids.
    line: Mutex<Line>,
    ring: Mutex<Ring>,
    /// Bytes of the events that are kept.
    weight: Weight,
    /// Events up to this id were let go of.
    trimmed: AtomicU64,
    /// Held while events are let go of, with what may have gone or not.
    trimming: Mutex<Option<Doubtful>>,
    newest: watch::Sender<u64>,
    waiting: Waiting,
    places: Arc<Places>,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("head", &self.head()).finish_non_exhaustive()
    }
}

/// The key of an event.
fn key(id: u64) -> Bytes {
    Key::new(EVENT).number(id)
}

/// The id in a key of an event.
fn id_in(key: &[u8]) -> Result<u64, Refused> {
    let last = key.last_chunk().ok_or(Refused::Damaged("the key of an event"))?;
    Ok(u64::from_be_bytes(*last))
}

/// The keys of what happened to a document.
fn of(document: &str) -> Key {
    Key::new(OF_DOCUMENT).under(document)
}

/// Nothing that holds one of these locks leaves anything half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal {
    /// The journal in this storage, with the thread that writes down what rooms tell. Blocks.
    pub fn open(store: Store, clock: Clock, settings: Settings) -> Result<Arc<Self>, Refused> {
        let kept = keep::read(&*store)?;
        let head = last_id(&store, kept.highest)?;
        let weight = Weight::read(&store, &kept, settings.bytes)?;
        let audit = chain::end(&*store)?;
        let shared = Arc::new(Shared {
            documents: Documents::new(Arc::clone(&store)),
            store,
            clock,
            settings,
            together: Together::new(line::TOGETHER),
            line: Mutex::new(Line::after(head, audit)),
            ring: Mutex::new(Ring::after(head)),
            weight,
            trimmed: AtomicU64::new(kept.trimmed),
            trimming: Mutex::default(),
            newest: watch::Sender::new(head),
            waiting: Waiting::default(),
            places: Places::new(settings.streams, settings.streams_per_user),
        });
        let teller =
            tell::start(Arc::clone(&shared)).map_err(|_| Refused::Broken("the journal's thread could not be started"))?;
        Ok(Arc::new(Self { shared, teller: Mutex::new(Some(teller)) }))
    }

    /// Writes records and the events about them as one: all or nothing, durable on return. False: a condition of the batch did
    /// not hold, and nothing was written. Blocks.
    pub fn write(&self, batch: RecordBatch, drafts: Vec<Draft>) -> Result<bool, Refused> {
        self.shared.write(batch, drafts)
    }

    /// How many wait for the write that is under way, to go together with the next.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.together.waiting()
    }

    /// Where it is kept, and the records that are written with it.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    /// Takes what happened in a document; see [`crate::room::around::Around::tell`].
    pub fn tell(&self, telling: Telling) {
        self.shared.waiting.push(telling);
    }

    /// Writes down what happened in a document now, without the journal's thread: for tools and simulations that have none of
    /// their own. What was told before is left out. Blocks; after an error the same may be given again.
    pub fn write_down(&self, telling: &Telling) -> Result<(), Refused> {
        self.shared.try_write_down(std::slice::from_ref(telling))
    }

    /// Up to where changes of a document were told, and by whom the last was. Blocks.
    pub fn told(&self, document: &DocumentId) -> Result<Option<ToldRecord>, Refused> {
        self.shared.told(document.as_str())
    }

    /// The newest event's id; 0 before there is any.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.shared.head()
    }

    /// The cursor before the oldest event that is kept.
    #[must_use]
    pub fn start(&self) -> u64 {
        self.shared.trimmed.load(Ordering::SeqCst)
    }

    /// Follows [`head`](Self::head). An event's id is seen here after the event is durable and can be read.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared.newest.subscribe()
    }

    /// Whether what comes after this cursor is in memory, so that reading it does not block.
    #[must_use]
    pub fn is_recent(&self, cursor: u64) -> bool {
        lock(&self.shared.ring).reaches(cursor)
    }

    /// Streams that are open.
    #[must_use]
    pub fn streams(&self) -> usize {
        self.shared.places.taken()
    }

    /// Takes a place for a stream of this user.
    pub fn take_place(&self, identity: &Identity) -> Result<Place, Full> {
        self.shared.places.take(identity)
    }

    /// At most so many events after a cursor. Blocks, unless [`is_recent`](Self::is_recent).
    pub fn after(&self, cursor: u64, limit: usize) -> Result<Page, Refused> {
        self.shared.page(cursor, limit, None)
    }

    /// As [`after`](Self::after), of one document only.
    pub fn of_document(&self, document: &DocumentId, cursor: u64, limit: usize) -> Result<Page, Refused> {
        self.shared.page(cursor, limit, Some(document.as_str()))
    }

    /// Lets go of all events about a document and of how far its changes were told, as if it had never been. Nobody may be in it.
    /// Blocks.
    pub fn purge(&self, document: &DocumentId) -> Result<(), Refused> {
        self.shared.purge(document.as_str())
    }

    /// Lets go of some events that are no longer to be kept; whether there are more. Blocks.
    pub fn trim(&self) -> Result<bool, Refused> {
        self.shared.trim()
    }

    /// Lets go of what is no longer to be kept until cancelled.
    pub async fn keep(self: Arc<Self>, stopping: tokio_util::sync::CancellationToken) {
        keep::regularly(&self, &stopping).await;
    }

    /// Writes down what rooms have told, if the storage takes it, and ends the journal's thread. Blocks.
    pub fn close(&self) {
        self.shared.waiting.close();
        let teller = lock(&self.teller).take();
        // The last who holds the journal may be that thread itself.
        if let Some(teller) = teller.filter(|teller| teller.thread().id() != std::thread::current().id()) {
            let _ = teller.join();
        }
    }
}

#[cfg(test)]
impl Journal {
    /// An empty one.
    pub(crate) fn in_memory() -> Arc<Self> {
        let store = Arc::new(yrsa_storage::Memory::default());
        Self::open(store, Clock::system(), Settings::default()).unwrap()
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.shared.waiting.close();
    }
}

impl Shared {
    fn head(&self) -> u64 {
        *self.newest.borrow()
    }

    fn page(&self, cursor: u64, limit: usize, document: Option<&str>) -> Result<Page, Refused> {
        // Nothing beyond the head is shown: a cursor there would be taken for one from another time.
        let head = self.head();
        if cursor > head {
            return Ok(Page { events: Vec::new(), next: head, gap: true });
        }
        let is_wanted = |event: &Event| document.is_none_or(|document| *event.draft.document == *document);
        let recent = lock(&self.ring).read(cursor..head, limit, is_wanted);
        let (events, is_whole) = match (recent, document) {
            (Some(events), _) => {
                let is_whole = events.len() < limit;
                (events, is_whole)
            }
            (None, None) => self.read(cursor..head, limit)?,
            (None, Some(document)) => self.read_of(document, cursor..head, limit)?,
        };
        let next = if is_whole { head } else { events.last().map_or(cursor, |event| event.id) };
        // Looked at last: what was let go of meanwhile is missing above.
        let gap = cursor < self.trimmed.load(Ordering::SeqCst);
        Ok(Page { events, next, gap })
    }

    /// Reads events after the start of the range, up to its end; whether these are all.
    fn read(&self, range: Range<u64>, limit: usize) -> Result<(Vec<Arc<Event>>, bool), Refused> {
        let mut reading = Reading::new(limit);
        let mut after = range.start;
        while reading.has_room() {
            let chunk = stored::behind(&self.store, after, reading.chunk())?;
            if chunk.is_empty() {
                return Ok((reading.events, true));
            }
            for record in chunk {
                after = id_in(&record.key)?;
                if after > range.end {
                    return Ok((reading.events, true));
                }
                if !reading.has_room() {
                    return Ok((reading.events, false));
                }
                reading.take(after, &record.value);
            }
        }
        Ok((reading.events, after >= range.end))
    }

    fn read_of(&self, document: &str, range: Range<u64>, limit: usize) -> Result<(Vec<Arc<Event>>, bool), Refused> {
        let below = of(document);
        let mut reading = Reading::new(limit);
        let mut after = range.start;
        while reading.has_room() {
            let chunk = self.store.scan(below.prefix(), Some(&below.clone().number(after)), reading.chunk())?;
            if chunk.is_empty() {
                return Ok((reading.events, true));
            }
            for record in chunk {
                let id = id_in(&record.key)?;
                if id > range.end {
                    return Ok((reading.events, true));
                }
                if !reading.has_room() {
                    return Ok((reading.events, false));
                }
                after = id;
                // One that is not there is being let go of.
                if let Some(raw) = stored::bytes(&self.store, id)? {
                    reading.take(id, &raw);
                }
            }
        }
        Ok((reading.events, after >= range.end))
    }
}

/// A page while it is read.
struct Reading {
    events: Vec<Arc<Event>>,
    limit: usize,
    bytes: usize,
}

impl Reading {
    fn new(limit: usize) -> Self {
        Self { events: Vec::new(), limit, bytes: 0 }
    }

    fn has_room(&self) -> bool {
        self.events.len() < self.limit && self.bytes < PAGE_BYTES
    }

    fn chunk(&self) -> usize {
        CHUNK.min(self.limit - self.events.len())
    }

    fn take(&mut self, id: u64, raw: &Bytes) {
        if let Some(event) = stored::decode(id, raw) {
            self.bytes += raw.len();
            self.events.push(event);
        }
    }
}

/// The id of the newest event, at least this one. Records can be read forwards only, so it is searched for.
fn last_id(store: &Store, at_least: u64) -> Result<u64, Refused> {
    let beyond = |id: u64| -> Result<Option<u64>, Refused> {
        let found = stored::behind(store, id, 1)?;
        found.first().map(|record| id_in(&record.key)).transpose()
    };
    let (mut last, mut step) = (at_least, 0_u64);
    loop {
        match beyond(last.saturating_add(step))? {
            Some(found) => (last, step) = (found, step * 2 + 1),
            None if step == 0 => return Ok(last),
            None => step /= 2,
        }
    }
}
