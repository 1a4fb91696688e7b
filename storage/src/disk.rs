//! The file system as the storage sees it: few operations, so that a simulation can play crashes and failing devices.
//! Used for the journal, the blobs and every sync of the tree; reading and writing inside the tree is the tree's own.

mod real;
mod simulated;

use std::fmt;
use std::io;
use std::path::Path;

pub use real::RealDisk;
pub use simulated::{SimulatedDisk, Trouble};

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name in the folder.
    pub name: String,
    /// Its length in bytes.
    pub len: u64,
}

/// Files by path. All paths lie in the data folder.
pub trait Disk: fmt::Debug + Send + Sync + 'static {
    /// Creates a file that must not exist.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Opens a file that something else writes (the tree's), to sync it.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Reads a whole file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Lists the files (not the folders) of a folder, in no particular order.
    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>>;
    /// Creates a folder and its parents; fine if it exists.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;
    /// Gives a file another name, replacing a file of that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with everything in it.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Cuts a file.
    fn truncate(&self, path: &Path, len: u64) -> io::Result<()>;
    /// Makes created, renamed and removed names of a folder durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Device syncs of files and folders that succeeded so far.
    fn syncs(&self) -> u64;
}

/// A file that is being written.
pub trait DiskFile: fmt::Debug + Send {
    /// Writes all bytes at the end.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes everything written durable.
    fn sync(&mut self) -> io::Result<()>;
}
