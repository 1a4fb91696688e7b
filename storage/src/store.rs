//! The storage on disk: a journal that every acknowledgement rests on, the tree (sled) behind it, blobs beside it.
//! This file holds the parts and the locks; each verb has a file of its own. Lock order: checkpoint, together, writer, overlay, faults.

mod checkpoint;
mod chunks;
mod compact;
mod folder;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod open;
mod quiet;
mod read;
mod records;
mod replay;
mod seal;
mod verify;
mod write;

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;

use crate::blobs::Blobs;
use crate::contract::{Append, LogEntry, Snapshot, Storage, StoredDocument};
use crate::disk::{Disk, RealDisk};
use crate::error::{Error, Result};
use crate::journal::Journal;
use crate::options::Options;
use crate::overlay::Overlay;
use crate::records::{Record, RecordBatch, Written};
use crate::status::{Compacted, DocumentInfo, Fault, Health, Scope, StorageStatus, Verified};
use crate::together::Together;
use crate::tree::Tree;
use checkpoint::Checkpoints;
use folder::Folder;
use quiet::Quiet;

/// Faults remembered for the status.
const FAULTS_KEPT: usize = 1_000;
/// How long the checkpointer waits after a failure before it tries again.
const RETRY: Duration = Duration::from_secs(2);

/// Documents and records in a folder: a journal, sled, and files for what is large.
///
/// Dropping it without [`Storage::close`] is like a crash: nothing acknowledged is lost, the next open replays the journal.
pub struct SledStorage {
    /// Gone once closed: the folder is free for another process then.
    store: RwLock<Option<Arc<Store>>>,
    checkpointer: Mutex<Option<JoinHandle<()>>>,
}

impl std::fmt::Debug for SledStorage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.store() {
            Ok(store) => write!(out, "SledStorage({})", store.folder.root().display()),
            Err(_) => write!(out, "SledStorage(closed)"),
        }
    }
}

/// Sums over all documents in the tree.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    documents: u64,
    live: u64,
    history: u64,
    snapshots: u64,
}

#[derive(Debug)]
struct Writer {
    journal: Journal,
    health: Health,
}

/// What a signal to the checkpointer thread says.
#[derive(Debug, Default)]
struct Signal {
    due: bool,
    stop: bool,
}

#[derive(Debug)]
struct Store {
    options: Options,
    disk: Arc<dyn Disk>,
    folder: Folder,
    blobs: Blobs,
    tree: RwLock<Arc<Tree>>,
    checkpoints: Mutex<Checkpoints>,
    /// Record writes that wait for the next frame.
    together: Together<RecordBatch, Result<Written>>,
    writer: Mutex<Writer>,
    overlay: Mutex<Overlay>,
    totals: Mutex<Totals>,
    faults: Mutex<Vec<Fault>>,
    checkpoint_health: Mutex<Health>,
    /// Held for writing while cells and files of documents are replaced or removed; readers that missed something look again
    /// while they hold it.
    moving: RwLock<()>,
    /// The last durable checkpoint.
    checkpoint: AtomicU64,
    journal_bytes: AtomicU64,
    closed: AtomicBool,
    signal: Mutex<Signal>,
    signalled: Condvar,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The damage an error tells of, if it does.
fn fault_of(error: &Error) -> Option<Fault> {
    let Error::Corrupt { document, place, what } = error else { return None };
    Some(Fault { document: document.clone(), place: place.clone(), what: what.clone() })
}

impl Store {
    fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.tree.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn check_open(&self) -> Result<()> {
        if self.closed.load(Ordering::Acquire) { Err(Error::Closed) } else { Ok(()) }
    }

    /// Entries older than this may go once a snapshot contains them.
    fn trim_before_ms(&self) -> u64 {
        let retention = u64::try_from(self.options.retention.as_millis()).unwrap_or(u64::MAX);
        // Entries of this very millisecond are not kept for a retention of zero.
        (self.options.clock.now_ms() + 1).saturating_sub(retention)
    }

    fn report(&self, fault: Fault) {
        let document = fault.document.as_deref().unwrap_or("-");
        tracing::error!(document, place = fault.place, what = fault.what, "stored data is damaged");
        let mut faults = lock(&self.faults);
        if faults.len() < FAULTS_KEPT && !faults.contains(&fault) {
            faults.push(fault);
        }
    }

    /// Remembers damage that a call has run into.
    fn note<T>(&self, result: Result<T>) -> Result<T> {
        result.inspect_err(|error| self.report_error(error))
    }

    /// Remembers the damage an error tells of.
    fn report_error(&self, error: &Error) {
        if let Some(fault) = fault_of(error) {
            self.report(fault);
        }
    }

    fn ask_for_checkpoint(&self) {
        lock(&self.signal).due = true;
        self.signalled.notify_all();
    }

    fn run_checkpointer(&self) {
        let journal = || self.journal_bytes.load(Ordering::Relaxed);
        loop {
            let mut quiet = Quiet::after_a_checkpoint(journal());
            let mut signal = lock(&self.signal);
            while !signal.due && !signal.stop {
                let healthy = lock(&self.checkpoint_health).is_healthy();
                let wait = if healthy { self.options.quiet } else { RETRY };
                let (woken, waited) = self.signalled.wait_timeout(signal, wait).unwrap_or_else(PoisonError::into_inner);
                signal = woken;
                if waited.timed_out() {
                    signal.due = quiet.is_due(journal()) || !healthy;
                }
            }
            if signal.stop {
                return;
            }
            signal.due = false;
            drop(signal);
            if let Err(error) = self.make_checkpoint() {
                tracing::error!(error = %error.story(), "a checkpoint failed; the journal keeps everything and grows");
            }
        }
    }

    fn status(&self) -> StorageStatus {
        let tree = self.tree();
        let totals = *lock(&self.totals);
        let overlay = lock(&self.overlay);
        let fresh = overlay.documents.values().filter(|pending| pending.base.is_none()).count() as u64;
        let gone = overlay.removed.values().filter(|removed| removed.base.is_some()).count() as u64;
        let open_documents = overlay.documents.len() as u64;
        let open_bytes = overlay.documents.values().map(crate::overlay::Pending::bytes).sum();
        drop(overlay);
        StorageStatus {
            health: lock(&self.writer).health.clone(),
            checkpoints: lock(&self.checkpoint_health).clone(),
            sizes: crate::status::Sizes {
                journal: self.journal_bytes.load(Ordering::Relaxed),
                tree: tree.disk_bytes(),
                blobs: self.blobs.bytes(),
                live: totals.live,
                history: totals.history,
                snapshots: totals.snapshots,
                damaged: self.folder.damaged_bytes(self.disk.as_ref()),
            },
            documents: (totals.documents + fresh).saturating_sub(gone),
            open_documents,
            open_bytes,
            checkpoint: self.checkpoint.load(Ordering::Relaxed),
            syncs: self.disk.syncs(),
            faults: lock(&self.faults).clone(),
        }
    }
}

impl SledStorage {
    /// Opens or creates the storage in a folder.
    ///
    /// # Errors
    /// `Locked` if another process uses the folder, `Format` if it was written by another version or if acknowledged bytes are
    /// missing (see [`crate::Loss`]), `Corrupt` if the tree cannot be opened, `Io` and `Full` from the disk.
    pub fn open(folder: &Path, options: Options) -> Result<Self> {
        Self::open_on(Arc::new(RealDisk::new()), folder, options)
    }

    /// Opens or creates the storage on another [`Disk`], for tests of crashes and faults.
    ///
    /// # Errors
    /// As [`SledStorage::open`].
    pub fn open_on(disk: Arc<dyn Disk>, folder: &Path, options: Options) -> Result<Self> {
        let store = Arc::new(Store::open(disk, folder, options)?);
        let of_thread = Arc::clone(&store);
        let thread = std::thread::Builder::new()
            .name("yrsa-checkpointer".into())
            .spawn(move || of_thread.run_checkpointer())
            .map_err(|source| Error::io("starting the checkpointer thread", source))?;
        Ok(Self { store: RwLock::new(Some(store)), checkpointer: Mutex::new(Some(thread)) })
    }

    fn store(&self) -> Result<Arc<Store>> {
        let store = self.store.read().unwrap_or_else(PoisonError::into_inner);
        store.as_ref().map(Arc::clone).ok_or(Error::Closed)
    }

    /// How many writes of updates and records wait for a sync that is under way, to go together with the next.
    pub fn waiting(&self) -> usize {
        self.store().map_or(0, |store| store.together.waiting())
    }

    /// Lets go of the folder without the checkpoint of [`Storage::close`], as a crash would. For tests.
    pub fn abandon(&self) {
        if let Some(store) = self.end() {
            store.closed.store(true, Ordering::Release);
        }
    }

    /// Ends the checkpointer thread; the first caller gets the store.
    fn end(&self) -> Option<Arc<Store>> {
        let store = self.store.write().unwrap_or_else(PoisonError::into_inner).take()?;
        lock(&store.signal).stop = true;
        store.signalled.notify_all();
        if let Some(thread) = lock(&self.checkpointer).take()
            && thread.join().is_err()
        {
            tracing::error!("the checkpointer thread panicked");
        }
        Some(store)
    }
}

impl Drop for SledStorage {
    fn drop(&mut self) {
        self.abandon();
    }
}

impl Storage for SledStorage {
    fn load(&self, document: &str) -> Result<Option<StoredDocument>> {
        let store = self.store()?;
        store.note(store.load(document))
    }

    fn append(&self, batch: &[Append]) -> Result<()> {
        let store = self.store()?;
        store.append(batch)
    }

    fn install_snapshot(&self, document: &str, snapshot: &Snapshot) -> Result<()> {
        let store = self.store()?;
        store.install_snapshot(document, snapshot)
    }

    fn log(&self, document: &str, range: Range<u64>) -> Result<Vec<LogEntry>> {
        let store = self.store()?;
        store.note(store.log(document, range))
    }

    fn remove(&self, document: &str) -> Result<()> {
        let store = self.store()?;
        store.remove(document)
    }

    fn documents(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<DocumentInfo>> {
        let store = self.store()?;
        store.note(store.documents(prefix, after, limit))
    }

    fn get(&self, key: &[u8]) -> Result<Option<Bytes>> {
        let store = self.store()?;
        store.note(store.record(key))
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>> {
        let store = self.store()?;
        store.note(store.scan(prefix, after, limit))
    }

    fn write(&self, batch: &RecordBatch) -> Result<Written> {
        let store = self.store()?;
        store.write_records(batch)
    }

    fn status(&self) -> StorageStatus {
        self.store().map(|store| store.status()).unwrap_or_default()
    }

    fn verify(&self, visitor: &mut dyn FnMut(&Fault)) -> Result<Verified> {
        let store = self.store()?;
        store.verify(visitor)
    }

    fn checkpoint(&self) -> Result<()> {
        let store = self.store()?;
        store.make_checkpoint()
    }

    fn compact(&self, scope: Scope<'_>) -> Result<Compacted> {
        let store = self.store()?;
        store.compact(scope)
    }

    fn close(&self) -> Result<()> {
        let Some(store) = self.end() else { return Ok(()) };
        let result = store.make_checkpoint();
        store.closed.store(true, Ordering::Release);
        result
    }
}
