//! Group commit: one thread takes everything that waits, writes it with one sync, and tells each owner.
//! Rooms submit and never block; while a sync runs the next batch gathers. Writes for which nobody waits yet gather a few
//! milliseconds longer, so that a sync is made for many; as soon as somebody does, nothing is held back.
//! Never drops, never reorders: a batch that failed is written again until it succeeds or the committer is closed.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::contract::{Append, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::options::Clock;
use crate::status::Health;

/// Who is told what became of a submitted write. Called on the committer's thread: hand over and return.
pub trait Completion: Send + Sync {
    /// Everything submitted with this ticket up to and including this batch is durable. `seq` is the newest position of the
    /// document's log in the batch, 0 if the batch held no entry of it (only parked bytes). Called once per batch and ticket.
    fn durable(&self, seq: u64);

    /// The storage will never take this write (it does not continue the log, exceeds a limit, or the document is damaged).
    /// All writes of the document in the same batch are refused with it, each with its own call; later ones are judged anew.
    fn refused(&self, error: &Error);
}

/// Is told when the health changes. Called on the committer's thread.
pub type HealthObserver = Arc<dyn Fn(&Health) + Send + Sync>;

/// Limits of a [`Committer`].
#[derive(Debug, Clone)]
pub struct CommitterLimits {
    /// Bytes that may wait. Default 64 MiB. One write larger than that is taken when nothing else waits.
    pub backlog_bytes: usize,
    /// Writes that may wait. Default 100,000.
    pub backlog_count: usize,
    /// Bytes after which a batch is closed. Default 8 MiB.
    pub batch_bytes: usize,
    /// How long a write may wait for others as long as nobody waits for it ([`Committer::hurry`]). Default 20 ms.
    pub linger: Duration,
    /// Wait before the first retry; it doubles. Default 100 ms.
    pub retry_first: Duration,
    /// The longest wait between retries. Default 2 s.
    pub retry_longest: Duration,
    /// The clock for the health's time. Default: the machine's.
    pub clock: Clock,
}

impl Default for CommitterLimits {
    fn default() -> Self {
        Self {
            backlog_bytes: 64 << 20,
            backlog_count: 100_000,
            batch_bytes: 8 << 20,
            linger: Duration::from_millis(20),
            retry_first: Duration::from_millis(100),
            retry_longest: Duration::from_secs(2),
            clock: Clock::system(),
        }
    }
}

/// Upper bounds, in seconds, of the buckets of [`CommitterCounters::seconds_histogram`]; the last bucket has none.
pub const COMMIT_SECONDS: [f64; 9] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0];

/// What a committer has done since it was started.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CommitterCounters {
    /// Batches written.
    pub batches: u64,
    /// Log entries written.
    pub entries: u64,
    /// Bytes of updates and parked values written.
    pub bytes: u64,
    /// Writes that the storage refused for good.
    pub refused: u64,
    /// Attempts that failed.
    pub failures: u64,
    /// Seconds spent writing and syncing, failures included.
    pub seconds_sum: f64,
    /// The longest single attempt, in seconds.
    pub seconds_max: f64,
    /// Attempts by duration; see [`COMMIT_SECONDS`]. Not cumulative.
    pub seconds_histogram: [u64; COMMIT_SECONDS.len() + 1],
    /// Writes that wait or are being written.
    pub backlog_count: usize,
    /// Bytes that wait or are being written.
    pub backlog_bytes: usize,
}

struct Waiting {
    append: Append,
    ticket: Arc<dyn Completion>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    /// When the first of them came.
    since: Option<Instant>,
    /// Somebody waits for one of them.
    hurry: bool,
    closing: bool,
    health: Health,
    counters: CommitterCounters,
}

struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
    limits: CommitterLimits,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The group commit thread. Dropping it closes it.
pub struct Committer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Committer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Committer").field("health", &self.health()).finish_non_exhaustive()
    }
}

impl Committer {
    /// Starts the thread.
    ///
    /// # Errors
    /// `Io` if the system gives no thread.
    pub fn start(storage: Arc<dyn Storage>, limits: CommitterLimits) -> Result<Self> {
        Self::start_observed(storage, limits, Arc::new(|_: &Health| {}))
    }

    /// Starts the thread; `observer` is told of every change of the health.
    ///
    /// # Errors
    /// `Io` if the system gives no thread.
    pub fn start_observed(storage: Arc<dyn Storage>, limits: CommitterLimits, observer: HealthObserver) -> Result<Self> {
        let shared = Arc::new(Shared { queue: Mutex::default(), wake: Condvar::new(), limits });
        let writer = Writer { shared: Arc::clone(&shared), storage, observer };
        let thread = std::thread::Builder::new()
            .name("yrsa-committer".into())
            .spawn(move || writer.run())
            .map_err(|source| Error::io("starting the committer thread", source))?;
        Ok(Self { shared, thread: Mutex::new(Some(thread)) })
    }

    /// Queues a write for which nobody waits yet; its ticket is told once it is durable. Never blocks on the disk.
    ///
    /// # Errors
    /// `Backlog` if the queue is full (nothing was taken), `Closed` after [`Committer::close`].
    pub fn submit(&self, append: Append, ticket: Arc<dyn Completion>) -> Result<()> {
        self.queue(append, ticket, false)
    }

    /// Queues a write for which somebody waits: what [`Committer::submit`] and [`Committer::hurry`] do, as one.
    ///
    /// # Errors
    /// As [`Committer::submit`].
    pub fn submit_in_a_hurry(&self, append: Append, ticket: Arc<dyn Completion>) -> Result<()> {
        self.queue(append, ticket, true)
    }

    fn queue(&self, append: Append, ticket: Arc<dyn Completion>, hurry: bool) -> Result<()> {
        let weight = append.weight();
        let mut queue = self.shared.lock();
        if queue.closing {
            return Err(Error::Closed);
        }
        let limits = &self.shared.limits;
        let counters = &queue.counters;
        let full = counters.backlog_count >= limits.backlog_count || counters.backlog_bytes + weight > limits.backlog_bytes;
        if full && counters.backlog_count > 0 {
            return Err(Error::Backlog { bytes: counters.backlog_bytes });
        }
        queue.counters.backlog_bytes += weight;
        queue.counters.backlog_count += 1;
        queue.waiting.push_back(Waiting { append, ticket });
        let first = queue.since.is_none();
        if first {
            queue.since = Some(Instant::now());
        }
        let enough = queue.counters.backlog_bytes >= limits.batch_bytes;
        let hurries = hurry && !queue.hurry;
        queue.hurry |= hurry;
        drop(queue);
        if first || enough || hurries {
            self.shared.wake.notify_all();
        }
        Ok(())
    }

    /// Somebody waits for what was submitted: the next batch begins as soon as the one under way is over.
    pub fn hurry(&self) {
        let mut queue = self.shared.lock();
        if queue.hurry || queue.waiting.is_empty() {
            return;
        }
        queue.hurry = true;
        drop(queue);
        self.shared.wake.notify_all();
    }

    /// Whether a write of a few kilobytes would be taken now.
    pub fn has_room(&self) -> bool {
        let queue = self.shared.lock();
        let limits = &self.shared.limits;
        let spare = limits.backlog_bytes / 16;
        !queue.closing
            && queue.counters.backlog_count < limits.backlog_count
            && queue.counters.backlog_bytes + spare <= limits.backlog_bytes
    }

    /// Bytes that wait or are being written.
    pub fn backlog_bytes(&self) -> usize {
        self.shared.lock().counters.backlog_bytes
    }

    /// Whether the last attempt succeeded.
    pub fn health(&self) -> Health {
        self.shared.lock().health.clone()
    }

    /// What was done so far.
    pub fn counters(&self) -> CommitterCounters {
        self.shared.lock().counters.clone()
    }

    /// Takes no more writes, writes what waits, and ends the thread. While the storage fails, what waits gets one last
    /// attempt and its tickets are then left without an answer: nothing was acknowledged. Closing twice is fine.
    pub fn close(&self) {
        self.shared.lock().closing = true;
        self.shared.wake.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the committer thread panicked");
        }
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.close();
    }
}

/// The thread's side.
struct Writer {
    shared: Arc<Shared>,
    storage: Arc<dyn Storage>,
    observer: HealthObserver,
}

impl Writer {
    fn run(&self) {
        while let Some(batch) = self.gather() {
            let weight: usize = batch.iter().map(|waiting| waiting.append.weight()).sum();
            let count = batch.len();
            let written = self.write(batch);
            let mut queue = self.shared.lock();
            queue.counters.backlog_bytes -= weight;
            queue.counters.backlog_count -= count;
            if written == Outcome::GivenUp {
                let left = std::mem::take(&mut queue.waiting);
                tracing::error!(
                    writes = count + left.len(),
                    "closed while the storage fails; these writes were never acknowledged"
                );
                queue.counters.backlog_bytes = 0;
                queue.counters.backlog_count = 0;
                return;
            }
        }
    }

    /// Waits for work; `None` when closing and drained.
    fn gather(&self) -> Option<Vec<Waiting>> {
        let mut queue = self.shared.lock();
        while queue.waiting.is_empty() {
            if queue.closing {
                return None;
            }
            queue = self.shared.wake.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        while !queue.hurry && !queue.closing && queue.counters.backlog_bytes < self.shared.limits.batch_bytes {
            let waited = queue.since.map_or(Duration::MAX, |since| since.elapsed());
            let Some(left) = self.shared.limits.linger.checked_sub(waited).filter(|left| !left.is_zero()) else { break };
            queue = self.shared.wake.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let mut batch: Vec<Waiting> = Vec::with_capacity(queue.waiting.len());
        let mut parked: HashMap<Arc<str>, usize> = HashMap::new();
        let mut bytes = 0;
        while bytes < self.shared.limits.batch_bytes {
            let Some(next) = queue.waiting.pop_front() else { break };
            bytes += next.append.weight();
            // What would be replaced with the same sync need not be written: all of the batch is durable, or none of it is told.
            if next.append.parked.is_some()
                && let Some(before) = parked.insert(Arc::clone(&next.append.document), batch.len())
            {
                let spared = batch[before].append.parked.take().map_or(0, |parked| parked.len());
                bytes -= spared;
                queue.counters.backlog_bytes -= spared;
            }
            batch.push(next);
        }
        if queue.waiting.is_empty() {
            (queue.since, queue.hurry) = (None, false);
        }
        Some(batch)
    }

    fn write(&self, batch: Vec<Waiting>) -> Outcome {
        let (mut appends, mut tickets): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.append, waiting.ticket)).unzip();
        let mut wait = self.shared.limits.retry_first;
        while !appends.is_empty() {
            match self.attempt(&appends) {
                Ok(()) => {
                    self.succeed(&appends);
                    acknowledge(&appends, &tickets);
                    return Outcome::Done;
                }
                Err(error) if is_final(&error) => self.refuse(&mut appends, &mut tickets, &error),
                Err(error) => {
                    self.fail(&error);
                    if error.kind() == ErrorKind::Closed || !self.sleep(wait) {
                        return Outcome::GivenUp;
                    }
                    wait = (wait * 2).min(self.shared.limits.retry_longest);
                }
            }
        }
        Outcome::Done
    }

    fn attempt(&self, appends: &[Append]) -> Result<()> {
        let started = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| self.storage.append(appends)))
            .unwrap_or_else(|_| Err(Error::io("appending a batch", std::io::Error::other("the storage panicked"))));
        let seconds = started.elapsed().as_secs_f64();
        let bucket = COMMIT_SECONDS.iter().position(|bound| seconds <= *bound).unwrap_or(COMMIT_SECONDS.len());
        let counters = &mut self.shared.lock().counters;
        counters.seconds_sum += seconds;
        counters.seconds_max = counters.seconds_max.max(seconds);
        counters.seconds_histogram[bucket] += 1;
        result
    }

    fn succeed(&self, appends: &[Append]) {
        let mut queue = self.shared.lock();
        queue.counters.batches += 1;
        for append in appends {
            queue.counters.entries += u64::from(append.entry.is_some());
            queue.counters.bytes += append.entry.as_ref().map_or(0, |entry| entry.update.len() as u64);
            queue.counters.bytes += append.parked.as_ref().map_or(0, |parked| parked.len() as u64);
        }
        let recovered = !queue.health.is_healthy();
        queue.health = Health::Healthy;
        drop(queue);
        if recovered {
            tracing::info!("the storage takes writes again");
            (self.observer)(&Health::Healthy);
        }
    }

    fn fail(&self, error: &Error) {
        let mut queue = self.shared.lock();
        queue.counters.failures += 1;
        let reason: Arc<str> = error.story().into();
        let since_ms = match &queue.health {
            Health::Failing { since_ms, .. } => *since_ms,
            Health::Healthy => self.shared.limits.clock.now_ms(),
        };
        let health = Health::Failing { since_ms, reason };
        let news = queue.health != health;
        queue.health = health.clone();
        drop(queue);
        if news {
            tracing::error!(error = %error.story(), "the storage fails; nothing is acknowledged until it recovers");
            (self.observer)(&health);
        }
    }

    /// Takes the writes of the document the error names out of the batch, from the first offending one on.
    fn refuse(&self, appends: &mut Vec<Append>, tickets: &mut Vec<Arc<dyn Completion>>, error: &Error) {
        let named = error.document().map(Arc::clone);
        let offends = |append: &Append| named.as_ref().is_none_or(|name| *name == append.document);
        tracing::error!(error = %error.story(), "the storage refuses a write");
        let (mut kept, mut kept_tickets) = (Vec::new(), Vec::new());
        let mut refused = 0;
        for (append, ticket) in appends.drain(..).zip(tickets.drain(..)) {
            if offends(&append) {
                refused += 1;
                quietly(|| ticket.refused(error));
            } else {
                kept.push(append);
                kept_tickets.push(ticket);
            }
        }
        *appends = kept;
        *tickets = kept_tickets;
        self.shared.lock().counters.refused += refused;
    }

    /// Waits before a retry; false if the committer is closing.
    fn sleep(&self, wait: Duration) -> bool {
        let queue = self.shared.lock();
        let (queue, _) =
            self.shared.wake.wait_timeout_while(queue, wait, |queue| !queue.closing).unwrap_or_else(PoisonError::into_inner);
        !queue.closing
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    GivenUp,
}

fn is_final(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Sequence | ErrorKind::Limit)
        || (error.kind() == ErrorKind::Corrupt && error.document().is_some())
}

/// Tells each ticket once, with the newest position of its document in the batch.
fn acknowledge(appends: &[Append], tickets: &[Arc<dyn Completion>]) {
    let mut newest: HashMap<&Arc<str>, u64> = HashMap::new();
    for append in appends {
        let seq = append.entry.as_ref().map_or(0, |entry| entry.seq);
        let known = newest.entry(&append.document).or_default();
        *known = (*known).max(seq);
    }
    let mut told: HashMap<*const (), ()> = HashMap::with_capacity(newest.len());
    for (append, ticket) in appends.iter().zip(tickets) {
        if told.insert(Arc::as_ptr(ticket).cast(), ()).is_none() {
            let seq = newest.get(&append.document).copied().unwrap_or_default();
            quietly(|| ticket.durable(seq));
        }
    }
}

/// An owner that panics must not take the commits of all others with it.
fn quietly(tell: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(tell)).is_err() {
        tracing::error!("an owner of a write panicked while it was told");
    }
}
