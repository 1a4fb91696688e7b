//! sled panics where others return errors. A disk whose syncs of the tree panic plays it: checkpoints fail, are told of and made again.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use yrsa_storage::disk::Disk;
use yrsa_storage::{Health, Options, RecordBatch, Scope, SledStorage, Storage, StorageStatus};

use super::watched::{Got, WatchedDisk};

/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A disk with so many panics left in the syncs of the tree's files.
struct Panicking {
    left: Arc<AtomicUsize>,
    disk: Arc<WatchedDisk>,
}

impl Panicking {
    fn new() -> Self {
        let left = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&left);
        let disk = WatchedDisk::new(move |got| {
            let spend = || counted.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
            assert!(got == Got::Created || spend().is_err(), "a panic that the test wants");
            Ok(())
        });
        Self { left, disk: Arc::new(disk) }
    }

    fn panics(&self, left: usize) {
        self.left.store(left, Ordering::SeqCst);
    }

    /// Checkpoints are made after 4 KiB, and not because nothing is written.
    fn storage(&self, folder: &Path) -> SledStorage {
        let options = Options { segment_bytes: 4 << 10, quiet: PATIENCE * 60, ..Options::default() };
        SledStorage::open_on(Arc::clone(&self.disk) as Arc<dyn Disk>, folder, options).unwrap()
    }
}

fn write(storage: &SledStorage, key: &'static str, bytes: usize) {
    storage.write(&RecordBatch::new().put(key, vec![7; bytes])).unwrap();
}

fn until(storage: &SledStorage, what: &str, holds: impl Fn(&StorageStatus) -> bool) {
    let since = Instant::now();
    while !holds(&storage.status()) {
        assert!(since.elapsed() < PATIENCE, "never {what}");
        std::thread::yield_now();
    }
}

/// The generations of the tree that take space.
fn trees(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("tree-")).count()
}

#[test]
fn a_panic_in_a_checkpoint_ends_neither_its_thread_nor_the_next_checkpoint() {
    let (disk, folder) = (Panicking::new(), tempfile::tempdir().unwrap());
    let storage = disk.storage(folder.path());
    let before = storage.status().checkpoint;
    disk.panics(usize::MAX);
    write(&storage, "first", 5_000);
    until(&storage, "failing", |status| !status.checkpoints.is_healthy());
    let Health::Failing { reason, .. } = storage.status().checkpoints else { panic!("it was failing") };
    assert!(reason.contains("panic"), "{reason}");
    write(&storage, "second", 1);
    disk.panics(0);
    until(&storage, "healthy again", |status| status.checkpoints.is_healthy());
    assert!(storage.status().checkpoint > before);
    assert!(!folder.path().join("tree-1").exists(), "it was written anew");
    // The thread goes on as if nothing had been.
    let before = storage.status().checkpoint;
    write(&storage, "third", 5_000);
    until(&storage, "a further checkpoint", |status| status.checkpoint > before);
    storage.abandon();
    let storage = disk.storage(folder.path());
    for (key, bytes) in [("first", 5_000), ("second", 1), ("third", 5_000)] {
        assert_eq!(storage.get(key.as_bytes()).unwrap().unwrap().len(), bytes, "{key}");
    }
}

#[test]
fn panics_while_the_tree_is_written_anew_leave_no_copy_and_are_errors_to_who_asked() {
    let (disk, folder) = (Panicking::new(), tempfile::tempdir().unwrap());
    let storage = disk.storage(folder.path());
    write(&storage, "first", 5);
    // One for the tree, then one for each copy.
    for attempt in 0..4 {
        disk.panics(1);
        let result = if attempt == 2 { storage.compact(Scope::All).map(drop) } else { storage.checkpoint() };
        result.unwrap_err();
        assert_eq!(trees(folder.path()), 1, "attempt {attempt}");
    }
    // The process after this one knows of it, too.
    storage.abandon();
    let storage = disk.storage(folder.path());
    storage.close().unwrap();
    assert!(!folder.path().join("tree-1").exists());
    assert_eq!(disk.storage(folder.path()).get(b"first").unwrap().unwrap().len(), 5);
}
