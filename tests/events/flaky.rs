//! A storage in memory whose reads fail for a while: lists of documents, or scans of what begins with some bytes.
//! Used by tests of those who read on in the background.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use yrsa_storage::{
    Append, Compacted, DocumentInfo, Error, Fault, LogEntry, Memory, Record, RecordBatch, Scope, Snapshot, Storage,
    StorageStatus, StoredDocument, Verified, Written,
};

type Result<T> = std::result::Result<T, Error>;

/// See the module.
pub(crate) struct Flaky {
    memory: Memory,
    /// So many lists of many documents fail.
    lists: AtomicU32,
    /// So many scans of events fail.
    scans: AtomicU32,
    /// Records that are damaged on disk.
    damaged: Vec<Bytes>,
}

fn damaged() -> Error {
    Error::Corrupt { document: None, place: "a record".into(), what: "it was damaged on purpose".into() }
}

fn fail(left: &AtomicU32) -> Result<()> {
    let fails = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
    if fails { Err(Error::Backlog { bytes: 0 }) } else { Ok(()) }
}

impl Flaky {
    pub(crate) fn new(memory: Memory, lists: u32) -> Self {
        Self { memory, lists: AtomicU32::new(lists), scans: AtomicU32::new(0), damaged: Vec::new() }
    }

    /// These records can't be read.
    pub(crate) fn with_damage(memory: Memory, damaged: Vec<Bytes>) -> Self {
        Self { damaged, ..Self::new(memory, 0) }
    }

    /// Lists that are still to fail.
    pub(crate) fn left(&self) -> u32 {
        self.lists.load(Ordering::SeqCst)
    }

    /// Lets the next so many scans of events fail.
    pub(crate) fn fail_scans(&self, count: u32) {
        self.scans.store(count, Ordering::SeqCst);
    }

    /// Scans of events that are still to fail.
    pub(crate) fn scans_left(&self) -> u32 {
        self.scans.load(Ordering::SeqCst)
    }
}

impl Storage for Flaky {
    fn load(&self, document: &str) -> Result<Option<StoredDocument>> {
        self.memory.load(document)
    }

    fn append(&self, batch: &[Append]) -> Result<()> {
        self.memory.append(batch)
    }

    fn install_snapshot(&self, document: &str, snapshot: &Snapshot) -> Result<()> {
        self.memory.install_snapshot(document, snapshot)
    }

    fn log(&self, document: &str, range: Range<u64>) -> Result<Vec<LogEntry>> {
        self.memory.log(document, range)
    }

    fn remove(&self, document: &str) -> Result<()> {
        self.memory.remove(document)
    }

    fn documents(&self, prefix: &str, after: Option<&str>, limit: usize) -> Result<Vec<DocumentInfo>> {
        if limit > 1 {
            fail(&self.lists)?;
        }
        self.memory.documents(prefix, after, limit)
    }

    fn get(&self, key: &[u8]) -> Result<Option<Bytes>> {
        if self.damaged.iter().any(|damaged| damaged == key) && self.memory.get(key)?.is_some() {
            return Err(damaged());
        }
        self.memory.get(key)
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>> {
        if prefix == b"event\0" {
            fail(&self.scans)?;
        }
        let found = self.memory.scan(prefix, after, limit)?;
        if found.iter().any(|record| self.damaged.contains(&record.key)) { Err(damaged()) } else { Ok(found) }
    }

    fn write(&self, batch: &RecordBatch) -> Result<Written> {
        self.memory.write(batch)
    }

    fn status(&self) -> StorageStatus {
        self.memory.status()
    }

    fn verify(&self, visitor: &mut dyn FnMut(&Fault)) -> Result<Verified> {
        self.memory.verify(visitor)
    }

    fn checkpoint(&self) -> Result<()> {
        self.memory.checkpoint()
    }

    fn compact(&self, scope: Scope<'_>) -> Result<Compacted> {
        self.memory.compact(scope)
    }

    fn close(&self) -> Result<()> {
        self.memory.close()
    }
}
