//! The storage in memory: the reference behaviour, and the storage of tests and simulations.
//! Its crash model: `crash` keeps what was durable; `fail_next` and `hold` make appends fail or wait.
//! Never touches a disk.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use crate::contract::{Append, LogEntry, Snapshot, Storage, StoredDocument};
use crate::error::{Error, Result};
use crate::limits;
use crate::options::Clock;
use crate::records::{Change, Record, RecordBatch, Written};
use crate::status::{Compacted, DocumentInfo, Fault, Health, Scope, Sizes, StorageStatus, Verified};

/// Settings of [`Memory`].
#[derive(Debug, Clone)]
pub struct MemoryOptions {
    /// How long entries that a snapshot already contains are kept. Default 30 days.
    pub retention: Duration,
    /// The clock. Default: the machine's.
    pub clock: Clock,
}

impl Default for MemoryOptions {
    fn default() -> Self {
        Self { retention: Duration::from_secs(30 * 24 * 60 * 60), clock: Clock::system() }
    }
}

/// How an injected failure behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing is written, the device reports an error.
    Io,
    /// Nothing is written, the device is full.
    Full,
    /// Everything is written, and the device reports an error all the same: the hard case of a retry.
    IoAfterWriting,
}

#[derive(Debug, Clone, Default)]
struct Document {
    snapshot: Option<Snapshot>,
    entries: Vec<LogEntry>,
    parked: Bytes,
    created_ms: u64,
    updated_ms: u64,
}

impl Document {
    fn snapshot_seq(&self) -> u64 {
        self.snapshot.as_ref().map_or(0, |snapshot| snapshot.seq)
    }

    fn head(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq).max(self.snapshot_seq())
    }

    fn trim(&mut self, older_than_ms: u64) {
        let snapshot = self.snapshot_seq();
        let keep_from = self.entries.iter().position(|entry| entry.seq > snapshot || entry.time_ms >= older_than_ms);
        self.entries.drain(..keep_from.unwrap_or(self.entries.len()));
    }
}

#[derive(Debug, Clone, Default)]
struct Durable {
    documents: BTreeMap<Arc<str>, Document>,
    records: BTreeMap<Bytes, Bytes>,
    syncs: u64,
}

#[derive(Debug, Default)]
struct State {
    durable: Durable,
    failures: Option<(Failure, u32)>,
    holds: u32,
    health: Health,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// Documents and records in memory. Cloning gives a second handle to the same storage.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    shared: Arc<Shared>,
    options: MemoryOptions,
}

/// While it lives, writes wait and nothing becomes durable.
#[derive(Debug)]
pub struct Hold {
    shared: Arc<Shared>,
}

impl Drop for Hold {
    fn drop(&mut self) {
        lock(&self.shared.state).holds -= 1;
        self.shared.changed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    /// An empty storage.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty storage with settings.
    pub fn with(options: MemoryOptions) -> Self {
        Self { shared: Arc::default(), options }
    }

    /// The power fails: what was durable lives on in the returned storage; this handle and its clones fail with kind
    /// `Closed`, waiting writes included.
    #[must_use]
    pub fn crash(&self) -> Self {
        let mut state = lock(&self.shared.state);
        state.closed = true;
        let durable = state.durable.clone();
        drop(state);
        self.shared.changed.notify_all();
        let state = State { durable, ..State::default() };
        let shared = Shared { state: Mutex::new(state), changed: Condvar::new() };
        Self { shared: Arc::new(shared), options: self.options.clone() }
    }

    /// The next `count` writes fail this way; `u32::MAX` means until [`Memory::heal`].
    pub fn fail_next(&self, count: u32, failure: Failure) {
        lock(&self.shared.state).failures = Some((failure, count));
    }

    /// Ends injected failures.
    pub fn heal(&self) {
        lock(&self.shared.state).failures = None;
    }

    /// Makes writes wait until the returned guard is dropped: a slow disk.
    #[must_use]
    pub fn hold(&self) -> Hold {
        lock(&self.shared.state).holds += 1;
        Hold { shared: Arc::clone(&self.shared) }
    }

    fn read(&self) -> Result<MutexGuard<'_, State>> {
        let state = lock(&self.shared.state);
        if state.closed { Err(Error::Closed) } else { Ok(state) }
    }

    fn trim_before_ms(&self) -> u64 {
        let retention = u64::try_from(self.options.retention.as_millis()).unwrap_or(u64::MAX);
        self.options.clock.now_ms().saturating_sub(retention)
    }

    /// Waits for holds, plays injected failures, and runs `change` where a device would have synced.
    fn commit<T>(&self, change: impl FnOnce(&mut Durable) -> Result<T>) -> Result<T> {
        let mut state = self.read()?;
        while state.holds > 0 && !state.closed {
            state = self.shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return Err(Error::Closed);
        }
        let failure = match &mut state.failures {
            Some((failure, count)) if *count > 0 => {
                *count -= u32::from(*count != u32::MAX);
                Some(*failure)
            }
            _ => None,
        };
        let Some(failure) = failure else {
            let value = change(&mut state.durable)?;
            state.durable.syncs += 1;
            state.health = Health::Healthy;
            return Ok(value);
        };
        if failure == Failure::IoAfterWriting {
            change(&mut state.durable)?;
        }
        let kind = match failure {
            Failure::Full => std::io::ErrorKind::StorageFull,
            Failure::Io | Failure::IoAfterWriting => std::io::ErrorKind::Other,
        };
        let error = Error::io("writing to memory", std::io::Error::new(kind, "injected failure"));
        let since_ms = match state.health {
            Health::Failing { since_ms, .. } => since_ms,
            Health::Healthy => self.options.clock.now_ms(),
        };
        state.health = Health::Failing { since_ms, reason: error.story().into() };
        Err(error)
    }
}

/// Checks the whole batch before anything of it is written.
fn check_batch(durable: &Durable, batch: &[Append]) -> Result<()> {
    let mut heads: BTreeMap<&str, u64> = BTreeMap::new();
    for append in batch {
        limits::check_append(append)?;
        let Some(entry) = &append.entry else { continue };
        let stored = || durable.documents.get(&append.document).map_or(0, Document::head);
        let head = heads.entry(&append.document).or_insert_with(stored);
        if entry.seq > *head + 1 {
            return Err(Error::Sequence { document: Arc::clone(&append.document), expected: *head + 1, found: entry.seq });
        }
        *head = (*head).max(entry.seq);
    }
    Ok(())
}

impl Storage for Memory {
    fn load(&self, document: &str) -> Result<Option<StoredDocument>> {
        let state = self.read()?;
        Ok(state.durable.documents.get(document).map(|found| {
            let snapshot = found.snapshot_seq();
            let tail = found.entries.iter().filter(|entry| entry.seq > snapshot).cloned().collect();
            StoredDocument { snapshot: found.snapshot.clone(), tail, parked: found.parked.clone() }
        }))
    }

    fn append(&self, batch: &[Append]) -> Result<()> {
        check_batch(&self.read()?.durable, batch)?;
        if batch.is_empty() {
            return Ok(());
        }
        let now_ms = self.options.clock.now_ms();
        self.commit(|durable| {
            check_batch(durable, batch)?;
            for append in batch {
                let fresh = || Document { created_ms: now_ms, updated_ms: now_ms, ..Document::default() };
                let document = durable.documents.entry(Arc::clone(&append.document)).or_insert_with(fresh);
                if let Some(entry) = append.entry.as_ref().filter(|entry| entry.seq > document.head()) {
                    document.updated_ms = entry.time_ms;
                    document.entries.push(entry.clone());
                }
                if let Some(parked) = &append.parked {
                    document.parked = parked.clone();
                }
            }
            Ok(())
        })
    }

    fn install_snapshot(&self, document: &str, snapshot: &Snapshot) -> Result<()> {
        limits::check_document(document)?;
        limits::check_snapshot(document, snapshot)?;
        let now_ms = self.options.clock.now_ms();
        let trim_before_ms = self.trim_before_ms();
        self.commit(|durable| {
            let id: Arc<str> = document.into();
            let head = durable.documents.get(document).map_or(0, Document::head);
            if head > 0 && snapshot.seq > head {
                return Err(Error::Sequence { document: id, expected: head, found: snapshot.seq });
            }
            let fresh = || Document { created_ms: now_ms, updated_ms: now_ms, ..Document::default() };
            let found = durable.documents.entry(id).or_insert_with(fresh);
            if found.snapshot.is_none() || snapshot.seq >= found.snapshot_seq() {
                found.snapshot = Some(snapshot.clone());
                found.trim(trim_before_ms);
            }
            Ok(())
        })
    }

    fn log(&self, document: &str, range: Range<u64>) -> Result<Vec<LogEntry>> {
        let state = self.read()?;
        let Some(found) = state.durable.documents.get(document) else { return Ok(Vec::new()) };
        Ok(found.entries.iter().filter(|entry| range.contains(&entry.seq)).cloned().collect())
    }

    fn remove(&self, document: &str) -> Result<()> {
        self.commit(|durable| {
            durable.documents.remove(document);
            Ok(())
        })
    }

    fn documents(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<DocumentInfo>> {
        let state = self.read()?;
        let after = after.filter(|after| *after >= prefix);
        let from = state.durable.documents.range::<str, _>((
            after.map_or(std::ops::Bound::Included(prefix), std::ops::Bound::Excluded),
            std::ops::Bound::Unbounded,
        ));
        let listed = from.take_while(|(id, _)| id.starts_with(prefix)).take(limit);
        Ok(listed.map(|(id, found)| describe(id, found)).collect())
    }

    fn get(&self, key: &[u8]) -> Result<Option<Bytes>> {
        Ok(self.read()?.durable.records.get(key).cloned())
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>> {
        let state = self.read()?;
        let after = after.filter(|after| *after >= prefix);
        let from = state.durable.records.range::<[u8], _>((
            after.map_or(std::ops::Bound::Included(prefix), std::ops::Bound::Excluded),
            std::ops::Bound::Unbounded,
        ));
        let listed = from.take_while(|(key, _)| key.starts_with(prefix)).take(limit);
        Ok(listed.map(|(key, value)| Record { key: key.clone(), value: value.clone() }).collect())
    }

    fn write(&self, batch: &RecordBatch) -> Result<Written> {
        limits::check_records(batch)?;
        let conflict = |durable: &Durable| {
            let fails = |condition: &&crate::Condition| !condition.expected.holds(durable.records.get(&condition.key));
            batch.conditions.iter().find(fails).cloned()
        };
        if let Some(condition) = conflict(&self.read()?.durable) {
            return Ok(Written::Conflict(condition));
        }
        self.commit(|durable| {
            if let Some(condition) = conflict(durable) {
                return Ok(Written::Conflict(condition));
            }
            for change in &batch.changes {
                match change {
                    Change::Put(record) => durable.records.insert(record.key.clone(), record.value.clone()),
                    Change::Delete(key) => durable.records.remove(key),
                };
            }
            Ok(Written::Committed)
        })
    }

    fn status(&self) -> StorageStatus {
        let state = lock(&self.shared.state);
        let mut sizes = Sizes::default();
        for (id, document) in &state.durable.documents {
            let info = describe(id, document);
            sizes.snapshots += info.snapshot_bytes;
            sizes.history += info.history_bytes;
            sizes.live += info.snapshot_bytes + info.tail_bytes + info.history_bytes + document.parked.len() as u64;
        }
        StorageStatus {
            health: state.health.clone(),
            sizes,
            documents: state.durable.documents.len() as u64,
            syncs: state.durable.syncs,
            ..StorageStatus::default()
        }
    }

    fn verify(&self, _visitor: &mut dyn FnMut(&Fault)) -> Result<Verified> {
        let state = self.read()?;
        let documents = &state.durable.documents;
        Ok(Verified {
            documents: documents.len() as u64,
            entries: documents.values().map(|document| document.entries.len() as u64).sum(),
            records: state.durable.records.len() as u64,
            ..Verified::default()
        })
    }

    fn checkpoint(&self) -> Result<()> {
        self.read().map(drop)
    }

    fn compact(&self, scope: Scope<'_>) -> Result<Compacted> {
        let trim_before_ms = self.trim_before_ms();
        let before = self.status().sizes.live;
        let mut state = self.read()?;
        let mut documents = 0;
        for (id, document) in &mut state.durable.documents {
            if scope == Scope::All || scope == Scope::Document(id) {
                document.trim(trim_before_ms);
                documents += 1;
            }
        }
        drop(state);
        Ok(Compacted { documents, before, after: self.status().sizes.live })
    }

    fn close(&self) -> Result<()> {
        lock(&self.shared.state).closed = true;
        self.shared.changed.notify_all();
        Ok(())
    }
}

fn describe(id: &Arc<str>, document: &Document) -> DocumentInfo {
    let snapshot_seq = document.snapshot_seq();
    let bytes = |tail: bool| -> u64 {
        let side = document.entries.iter().filter(|entry| (entry.seq > snapshot_seq) == tail);
        side.map(|entry| entry.update.len() as u64).sum()
    };
    let head_seq = document.head();
    DocumentInfo {
        id: Arc::clone(id),
        head_seq,
        snapshot_seq,
        first_seq: document.entries.first().map_or(head_seq + 1, |entry| entry.seq),
        snapshot_bytes: document.snapshot.as_ref().map_or(0, |s| (s.state.len() + s.state_vector.len()) as u64),
        tail_bytes: bytes(true),
        history_bytes: bytes(false),
        created_ms: document.created_ms,
        updated_ms: document.updated_ms,
    }
}
