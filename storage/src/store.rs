//! The storage on disk: a journal that every acknowledgement rests on, the tree (sled) behind it, blobs beside it.
//! This file holds the parts and the locks; each verb has a file of its own. Lock order: checkpoint, writer, overlay, faults.

mod checkpoint;
mod chunks;
mod compact;
mod folder;
mod open;
mod read;
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
use crate::tree::Tree;
use checkpoint::Checkpoints;
use folder::Folder;

/// Faults remembered for the status.
const FAULTS_KEPT: usize = 1_000;
/// How long the checkpointer waits after a failure before it tries again.
const RETRY: Duration = Duration::from_secs(2);

/// Documents and records in a folder: a journal, sled, and files for what is large.
///
/// Dropping it without [`Storage::close`] is like a crash: nothing acknowledged is lost, the next open replays the journal.
pub struct SledStorage {
    store: Arc<Store>,
    checkpointer: Mutex<Option<JoinHandle<()>>>,
}

impl std::fmt::Debug for SledStorage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SledStorage({})", self.store.folder.root().display())
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
        if let Err(Error::Corrupt { document, place, what }) = &result {
            self.report(Fault { document: document.clone(), place: place.clone(), what: what.clone() });
        }
        result
    }

    fn ask_for_checkpoint(&self) {
        lock(&self.signal).due = true;
        self.signalled.notify_all();
    }

    fn run_checkpointer(&self) {
        loop {
            let mut signal = lock(&self.signal);
            while !signal.due && !signal.stop {
                if lock(&self.checkpoint_health).is_healthy() {
                    signal = self.signalled.wait(signal).unwrap_or_else(PoisonError::into_inner);
                } else {
                    signal = self.signalled.wait_timeout(signal, RETRY).unwrap_or_else(PoisonError::into_inner).0;
                    signal.due = true;
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
        Ok(Self { store, checkpointer: Mutex::new(Some(thread)) })
    }

    /// Ends the checkpointer thread.
    fn stop(&self) {
        lock(&self.store.signal).stop = true;
        self.store.signalled.notify_all();
        if let Some(thread) = lock(&self.checkpointer).take()
            && thread.join().is_err()
        {
            tracing::error!("the checkpointer thread panicked");
        }
    }
}

impl Drop for SledStorage {
    fn drop(&mut self) {
        self.stop();
        self.store.closed.store(true, Ordering::Release);
    }
}

impl Storage for SledStorage {
    fn load(&self, document: &str) -> Result<Option<StoredDocument>> {
        self.store.check_open()?;
        self.store.note(self.store.load(document))
    }

    fn append(&self, batch: &[Append]) -> Result<()> {
        self.store.check_open()?;
        self.store.append(batch)
    }

    fn install_snapshot(&self, document: &str, snapshot: &Snapshot) -> Result<()> {
        self.store.check_open()?;
        self.store.install_snapshot(document, snapshot)
    }

    fn log(&self, document: &str, range: Range<u64>) -> Result<Vec<LogEntry>> {
        self.store.check_open()?;
        self.store.note(self.store.log(document, range))
    }

    fn remove(&self, document: &str) -> Result<()> {
        self.store.check_open()?;
        self.store.remove(document)
    }

    fn documents(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<DocumentInfo>> {
        self.store.check_open()?;
        self.store.note(self.store.documents(prefix, after, limit))
    }

    fn get(&self, key: &[u8]) -> Result<Option<Bytes>> {
        self.store.check_open()?;
        self.store.note(self.store.record(key))
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>> {
        self.store.check_open()?;
        self.store.note(self.store.scan(prefix, after, limit))
    }

    fn write(&self, batch: &RecordBatch) -> Result<Written> {
        self.store.check_open()?;
        self.store.write_records(batch)
    }

    fn status(&self) -> StorageStatus {
        self.store.status()
    }

    fn verify(&self, visitor: &mut dyn FnMut(&Fault)) -> Result<Verified> {
        self.store.check_open()?;
        self.store.verify(visitor)
    }

    fn checkpoint(&self) -> Result<()> {
        self.store.check_open()?;
        self.store.make_checkpoint()
    }

    fn compact(&self, scope: Scope<'_>) -> Result<Compacted> {
        self.store.check_open()?;
        self.store.compact(scope)
    }

    fn close(&self) -> Result<()> {
        if self.store.closed.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        self.stop();
        self.store.make_checkpoint()
    }
}
