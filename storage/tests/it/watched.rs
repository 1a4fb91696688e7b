//! A disk that asks a test before it syncs: the test holds the sync, fails it or panics. All else is the real disk.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use yrsa_storage::disk::{Disk, DiskFile, Listed, RealDisk};

/// How a file that is synced was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Got {
    /// Made new, as those of the journal.
    Created,
    /// Opened as it lay there, as those of the tree.
    Opened,
}

type BeforeSync = Arc<dyn Fn(Got) -> io::Result<()> + Send + Sync>;

/// The real disk, and who is asked before each sync of a file.
#[derive(Clone)]
pub(crate) struct WatchedDisk {
    disk: RealDisk,
    before_sync: BeforeSync,
}

impl WatchedDisk {
    pub(crate) fn new(before_sync: impl Fn(Got) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self { disk: RealDisk::new(), before_sync: Arc::new(before_sync) }
    }

    fn watched(&self, file: Box<dyn DiskFile>, got: Got) -> Box<dyn DiskFile> {
        Box::new(File { file, got, before_sync: Arc::clone(&self.before_sync) })
    }
}

impl fmt::Debug for WatchedDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchedDisk")
    }
}

struct File {
    file: Box<dyn DiskFile>,
    got: Got,
    before_sync: BeforeSync,
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.file.fmt(f)
    }
}

impl DiskFile for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        (self.before_sync)(self.got)?;
        self.file.sync()
    }
}

impl Disk for WatchedDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.watched(self.disk.create(path)?, Got::Created))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.watched(self.disk.open(path)?, Got::Opened))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.disk.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        self.disk.list(folder)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.create_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.remove_folder(folder)
    }

    fn truncate(&self, path: &Path, len: u64) -> io::Result<()> {
        self.disk.truncate(path, len)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.sync_folder(folder)
    }

    fn syncs(&self) -> u64 {
        self.disk.syncs()
    }
}
