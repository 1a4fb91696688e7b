//! A storage in memory that asks a watcher before it reads or writes: it may count, wait, or say that it fails.
//! The one such wrapper of the tests; what a watcher does not care about goes on.

use std::ops::Range;

use bytes::Bytes;
use yrsa_storage::{
    Append, Compacted, DocumentInfo, Fault, LogEntry, Memory, Record, RecordBatch, Result, Scope, Snapshot, Storage,
    StorageStatus, StoredDocument, Verified, Written,
};

/// Who is asked. An error is what the caller gets.
pub(crate) trait Watcher: Send + Sync + 'static {
    fn load(&self, _document: &str) -> Result<()> {
        Ok(())
    }

    /// At most so many documents are to be listed.
    fn documents(&self, _limit: usize) -> Result<()> {
        Ok(())
    }

    /// A record is to be read, of this storage.
    fn get(&self, _key: &[u8], _memory: &Memory) -> Result<()> {
        Ok(())
    }

    /// Records that begin like this are to be read.
    fn scan(&self, _prefix: &[u8]) -> Result<()> {
        Ok(())
    }

    /// These were found.
    fn found(&self, _records: &[Record]) -> Result<()> {
        Ok(())
    }

    fn write(&self, _batch: &RecordBatch) -> Result<()> {
        Ok(())
    }
}

/// See the module.
#[derive(Default)]
pub(crate) struct Watched<W> {
    pub(crate) memory: Memory,
    pub(crate) watcher: W,
}

impl<W: Watcher> Storage for Watched<W> {
    fn load(&self, document: &str) -> Result<Option<StoredDocument>> {
        self.watcher.load(document)?;
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
        self.watcher.documents(limit)?;
        self.memory.documents(prefix, after, limit)
    }

    fn get(&self, key: &[u8]) -> Result<Option<Bytes>> {
        self.watcher.get(key, &self.memory)?;
        self.memory.get(key)
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Record>> {
        self.watcher.scan(prefix)?;
        let found = self.memory.scan(prefix, after, limit)?;
        self.watcher.found(&found)?;
        Ok(found)
    }

    fn write(&self, batch: &RecordBatch) -> Result<Written> {
        self.watcher.write(batch)?;
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
