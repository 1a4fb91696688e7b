//! The tree: sled, used as an ordered map of checksummed cells, and the one place that knows sled's weak spots.
//! Only the checkpointer writes to it. `flush` does not reach the device in sled 0.34, so `sync` adds a real sync of the file;
//! `flush_async` is never called. Layout of the keys in docs/STORAGE.md, "Keys".

use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::cell::Cell;
use crate::disk::{Disk, DiskFile};
use crate::error::{Error, Result};

/// Keys: a tag, then numbers in big-endian order or one name at the end.
pub(crate) mod keys {
    /// What the tree says about itself: format, checkpoint.
    pub(crate) const SYSTEM: &[u8] = b"s";
    /// Documents by id.
    pub(crate) const DOCUMENT: u8 = b'd';
    /// Chunks of logs by document number and first position.
    pub(crate) const CHUNK: u8 = b'c';
    /// Inline snapshots by document number.
    pub(crate) const SNAPSHOT: u8 = b'i';
    /// Parked bytes by document number.
    pub(crate) const PARKED: u8 = b'p';
    /// Records by their key.
    pub(crate) const RECORD: u8 = b'r';

    pub(crate) fn document(id: &str) -> Vec<u8> {
        named(DOCUMENT, id.as_bytes())
    }

    pub(crate) fn record(key: &[u8]) -> Vec<u8> {
        named(RECORD, key)
    }

    pub(crate) fn chunk(number: u64, first: u64) -> Vec<u8> {
        let mut key = numbered(CHUNK, number);
        key.extend_from_slice(&first.to_be_bytes());
        key
    }

    pub(crate) fn numbered(tag: u8, number: u64) -> Vec<u8> {
        named(tag, &number.to_be_bytes())
    }

    /// The number and first position of a chunk's key.
    pub(crate) fn parse_chunk(key: &[u8]) -> Option<(u64, u64)> {
        let (tag, rest) = key.split_first()?;
        let (number, first) = rest.split_first_chunk::<8>()?;
        let first: &[u8; 8] = first.try_into().ok()?;
        (*tag == CHUNK).then(|| (u64::from_be_bytes(*number), u64::from_be_bytes(*first)))
    }

    fn named(tag: u8, name: &[u8]) -> Vec<u8> {
        let mut key = Vec::with_capacity(1 + name.len());
        key.push(tag);
        key.extend_from_slice(name);
        key
    }
}

/// Changes to the tree that happen together; of two changes of one key the later counts.
#[derive(Debug, Default)]
pub(crate) struct TreeBatch {
    changes: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    bytes: usize,
}

impl TreeBatch {
    pub(crate) fn put(&mut self, key: Vec<u8>, cell: &Cell) {
        let value = cell.encode(&key);
        self.put_encoded(key, value);
    }

    pub(crate) fn put_encoded(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.bytes += key.len() + value.len();
        self.changes.push((key, Some(value)));
    }

    pub(crate) fn remove(&mut self, key: Vec<u8>) {
        self.bytes += key.len();
        self.changes.push((key, None));
    }

    /// Bytes of keys and values so far.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    fn into_sled(self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, value) in self.changes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch
    }
}

/// How a tree is opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TreeOptions {
    pub(crate) cache_bytes: u64,
}

/// sled with checks and a real sync.
pub(crate) struct Tree {
    /// Gone only while it is dropped.
    db: Option<sled::Db>,
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    file: Mutex<Box<dyn DiskFile>>,
    failed: AtomicBool,
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Tree({})", self.folder.display())
    }
}

/// The place of an error that is about the tree as such and not about one of its cells.
pub(crate) const WHOLE: &str = "the tree";

/// The size of sled's own log segments: small, because a tree is never smaller than one of them.
const SEGMENT_BYTES: usize = 128 << 10;
/// The largest content kept inside the tree, in bytes. sled keeps up to 17 values in a leaf and puts leaves above a quarter
/// of a segment into files it neither syncs nor removes in a crash-safe order; with this limit no leaf gets there.
pub(crate) const INLINE_LIMIT: usize = 1536;

/// sled takes note of which pages were read only after so many reads in one of its parts, and lets go of what is beyond its bound
/// only then (`Lru` in sled 0.34.7, which has 256 parts). Otherwise a tree of some thousand pages stays in memory for ever,
/// however small its cache is meant to be.
const READS_NOTICED: usize = 64;

/// How often, and after which wait, an open is tried again while sled still holds its own lock.
const LOCK_ATTEMPTS: u32 = 500;
const LOCK_WAIT: Duration = Duration::from_millis(10);

impl Tree {
    /// Opens or creates a tree. A damaged sled snapshot file is set aside once: sled rebuilds it from its log.
    pub(crate) fn open(disk: Arc<dyn Disk>, folder: &Path, options: TreeOptions) -> Result<Self> {
        let is_new = !folder.join("conf").exists();
        let db = match open_sled(folder, options) {
            Ok(db) => db,
            Err(error) if error.kind() == crate::ErrorKind::Corrupt && set_aside_snapshots(folder) => {
                tracing::warn!(error = %error.story(), "the tree's own snapshot was set aside; opening again");
                open_sled(folder, options)?
            }
            Err(error) => return Err(error),
        };
        let open = |name: &str| {
            let path = folder.join(name);
            disk.open(&path).map_err(|source| Error::io(format!("opening {}", path.display()), source))
        };
        if is_new {
            // sled writes its settings once and never syncs them; torn, they keep the whole tree from opening.
            open("conf")?.sync().map_err(|source| Error::io(format!("syncing the settings of {}", folder.display()), source))?;
        }
        let file = open("db")?;
        Ok(Self { db: Some(db), folder: folder.to_owned(), disk, file: Mutex::new(file), failed: AtomicBool::new(false) })
    }

    fn db(&self) -> Result<&sled::Db> {
        self.db.as_ref().ok_or(Error::Closed)
    }

    /// Reads a cell.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Cell>> {
        let value = self.db()?.get(key).map_err(|error| failed("reading the tree", error))?;
        value.map(|value| decode(key, &value)).transpose()
    }

    /// Has sled's cache shrink to its bound, by reading some of what was just written: keys in many pages reach all its parts.
    /// Takes less than a microsecond a read.
    pub(crate) fn shrink_cache(&self, keys: impl Iterator<Item = Vec<u8>>) -> Result<()> {
        for key in keys {
            for _ in 0..READS_NOTICED {
                self.db()?.get(&key).map_err(|error| failed("reading the tree", error))?;
            }
        }
        Ok(())
    }

    /// Walks cells in key order from a bound on, under a prefix.
    pub(crate) fn walk(
        &self,
        prefix: Vec<u8>,
        from: Bound<Vec<u8>>,
    ) -> impl Iterator<Item = Result<(sled::IVec, Result<Cell>)>> + use<> {
        let from = match from {
            Bound::Unbounded => Bound::Included(prefix.clone()),
            bound => bound,
        };
        let range = self.db.as_ref().map(|db| db.range((from, Bound::Unbounded)));
        range.into_iter().flatten().map_while(move |item| match item {
            Ok((key, value)) => key.starts_with(&prefix).then(|| {
                let cell = decode(&key, &value);
                Ok((key, cell))
            }),
            Err(error) => Some(Err(failed("walking the tree", error))),
        })
    }

    /// The last cell under a prefix whose key is not after this one.
    pub(crate) fn last_until(&self, prefix: &[u8], key: Vec<u8>) -> Result<Option<sled::IVec>> {
        let last = self.db()?.range(..=key).next_back().transpose().map_err(|error| failed("reading the tree", error))?;
        Ok(last.map(|(key, _)| key).filter(|key| key.starts_with(prefix)))
    }

    /// All keys and values as they are, for a rewrite.
    pub(crate) fn everything(&self) -> impl Iterator<Item = Result<(sled::IVec, sled::IVec)>> + use<> {
        let items = self.db.as_ref().map(|db| db.iter());
        items.into_iter().flatten().map(|item| item.map_err(|error| failed("walking the tree", error)))
    }

    /// Applies a batch. Not durable before [`Tree::sync`].
    pub(crate) fn apply(&self, batch: TreeBatch) -> Result<()> {
        let db = self.db()?;
        self.noted(guarded("writing to the tree", || db.apply_batch(batch.into_sled())))
    }

    /// Makes everything applied durable: flush, then a sync of the file itself, then of its folder.
    pub(crate) fn sync(&self) -> Result<()> {
        let fail = |source| Error::io(format!("syncing {}", self.folder.display()), source);
        let db = self.db()?;
        let flushed = guarded("flushing the tree", || db.flush());
        let synced = flushed.and_then(|_| self.file.lock().unwrap_or_else(PoisonError::into_inner).sync().map_err(fail));
        self.noted(synced.and_then(|()| self.disk.sync_folder(&self.folder).map_err(fail)))
    }

    /// Whether a write or sync of it ever failed: what its file holds is not known since then.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    fn noted(&self, result: Result<()>) -> Result<()> {
        result.inspect_err(|_| self.failed.store(true, Ordering::Release))
    }

    /// Bytes of the tree's files.
    pub(crate) fn disk_bytes(&self) -> u64 {
        self.db.as_ref().and_then(|db| db.size_on_disk().ok()).unwrap_or_default()
    }
}

impl Drop for Tree {
    /// sled syncs its file once more when it is let go of, and panics if that fails. Nothing rests on that sync.
    fn drop(&mut self) {
        let db = self.db.take();
        let closed = guarded("closing the tree", || {
            drop(db);
            Ok(())
        });
        if closed.is_err() {
            tracing::warn!(folder = %self.folder.display(), "a tree could not be synced once more when it was let go of");
        }
    }
}

fn decode(key: &[u8], value: &[u8]) -> Result<Cell> {
    Cell::decode(key, value).map_err(|fault| Error::corrupt(place(key), format!("expected {}", fault.0)))
}

/// A key for the reader of an error.
pub(crate) fn place(key: &[u8]) -> String {
    match keys::parse_chunk(key) {
        Some((number, first)) => format!("tree: log of document number {number} from {first}"),
        None => format!("tree: {}", key.escape_ascii()),
    }
}

fn open_sled(folder: &Path, options: TreeOptions) -> Result<sled::Db> {
    let config =
        sled::Config::new().path(folder).cache_capacity(options.cache_bytes).segment_size(SEGMENT_BYTES).flush_every_ms(None);
    let mut attempts = 0;
    loop {
        match guarded("opening the tree", || config.open()) {
            // sled frees its lock on a thread of its own some time after the last handle was dropped; our own lock on the
            // data folder tells other processes apart.
            Err(Error::Io { source, .. }) if attempts < LOCK_ATTEMPTS && source.to_string().contains("acquire lock") => {
                attempts += 1;
                std::thread::sleep(LOCK_WAIT);
            }
            result => return result,
        }
    }
}

/// Runs a call into sled. sled panics where others return errors; neither may end a thread of ours.
fn guarded<T>(doing: &str, call: impl FnOnce() -> sled::Result<T>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => result.map_err(|error| failed(doing, error)),
        Err(_) => Err(Error::corrupt(WHOLE, format!("sled panicked while {doing}"))),
    }
}

fn failed(doing: &str, error: sled::Error) -> Error {
    match error {
        sled::Error::Io(source) => Error::io(doing, source),
        other => Error::corrupt(WHOLE, format!("{doing}: {other}")),
    }
}

/// Renames sled's snapshot files (a cache of its log) so that it does without. False if there are none.
fn set_aside_snapshots(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let mut found = false;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("snap.") {
            found |= std::fs::rename(entry.path(), folder.join(format!("set-aside.{name}"))).is_ok();
        }
    }
    found
}
