//! A storage in memory whose reads fail for a while: lists of documents, or scans of what begins with some bytes.
//! Used by tests of those who read on in the background.

use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use yrsa_storage::{Error, Memory, Record, Result, Storage as _};

use crate::watched::{Watched, Watcher};

/// See the module.
#[derive(Default)]
pub(crate) struct Flaky {
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
    /// So many lists fail.
    pub(crate) fn over(memory: Memory, lists: u32) -> Watched<Self> {
        Watched { memory, watcher: Self { lists: lists.into(), ..Self::default() } }
    }

    /// These records can't be read.
    pub(crate) fn with_damage(memory: Memory, damaged: Vec<Bytes>) -> Watched<Self> {
        Watched { memory, watcher: Self { damaged, ..Self::default() } }
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

impl Watcher for Flaky {
    fn documents(&self, limit: usize) -> Result<()> {
        if limit > 1 { fail(&self.lists) } else { Ok(()) }
    }

    fn get(&self, key: &[u8], memory: &Memory) -> Result<()> {
        let is_damaged = self.damaged.iter().any(|damaged| damaged == key) && memory.get(key)?.is_some();
        if is_damaged { Err(damaged()) } else { Ok(()) }
    }

    fn scan(&self, prefix: &[u8]) -> Result<()> {
        if prefix == b"event\0" { fail(&self.scans) } else { Ok(()) }
    }

    fn found(&self, records: &[Record]) -> Result<()> {
        if records.iter().any(|record| self.damaged.contains(&record.key)) { Err(damaged()) } else { Ok(()) }
    }
}
