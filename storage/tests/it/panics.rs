//! sled panics where others return errors. A disk whose syncs of the tree panic plays it: checkpoints fail, are told of and made again.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use yrsa_storage::disk::{Disk, DiskFile, Listed, RealDisk};
use yrsa_storage::{Health, Options, RecordBatch, Scope, SledStorage, Storage, StorageStatus};

/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A disk with this many panics left in the syncs of the tree's files.
#[derive(Debug, Clone, Default)]
struct Panicking(RealDisk, Arc<AtomicUsize>);

#[derive(Debug)]
struct File(Box<dyn DiskFile>, Panicking);

impl DiskFile for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        let left = &self.1.1;
        let spent = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        assert!(spent.is_err(), "a panic that the test wants");
        self.0.sync()
    }
}

impl Disk for Panicking {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.create(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(File(self.0.open(path)?, self.clone())))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        self.0.list(folder)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.create_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.remove_folder(folder)
    }

    fn truncate(&self, path: &Path, len: u64) -> io::Result<()> {
        self.0.truncate(path, len)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.sync_folder(folder)
    }

    fn syncs(&self) -> u64 {
        self.0.syncs()
    }
}

impl Panicking {
    fn panics(&self, left: usize) {
        self.1.store(left, Ordering::SeqCst);
    }

    /// Checkpoints are made after 4 KiB, and not because nothing is written.
    fn storage(&self, folder: &Path) -> SledStorage {
        let options = Options { segment_bytes: 4 << 10, quiet: PATIENCE * 60, ..Options::default() };
        SledStorage::open_on(Arc::new(self.clone()), folder, options).unwrap()
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
    let (disk, folder) = (Panicking::default(), tempfile::tempdir().unwrap());
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
    let (disk, folder) = (Panicking::default(), tempfile::tempdir().unwrap());
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
