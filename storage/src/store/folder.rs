//! The data folder: its names, its lock, and the pointer to the tree's generation.
//! Knows where things lie, not what they hold.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::disk::Disk;
use crate::error::{Error, Result};

/// A data folder, locked for as long as this lives.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    _lock: File,
}

const POINTER: &str = "tree";
const NEXT_POINTER: &str = "tree.next";
/// There while a write or sync of the tree or of the pointer has failed and no new generation has taken its place. For a process
/// that comes after this one: after a power loss nothing is read that is not durable, so it is not synced.
const SUSPECT: &str = "tree.suspect";

impl Folder {
    /// Creates the folder if need be, and locks it.
    pub(super) fn open(disk: &dyn Disk, root: &Path) -> Result<Self> {
        let fail = |source| Error::io(format!("opening {}", root.display()), source);
        for folder in ["", "journal", "blobs"] {
            disk.create_folder(&root.join(folder)).map_err(fail)?;
        }
        disk.sync_folder(root).map_err(fail)?;
        if let Some(parent) = root.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            disk.sync_folder(parent).map_err(fail)?;
        }
        let file = OpenOptions::new().create(true).append(true).open(root.join("lock")).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { root: root.to_owned(), _lock: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked { folder: root.display().to_string() }),
            Err(TryLockError::Error(source)) => Err(fail(source)),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(super) fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    pub(super) fn damaged(&self) -> PathBuf {
        self.root.join("damaged")
    }

    pub(super) fn tree(&self, generation: u64) -> PathBuf {
        self.root.join(format!("tree-{generation}"))
    }

    /// Bytes of copies of damaged files.
    pub(super) fn damaged_bytes(&self, disk: &dyn Disk) -> u64 {
        disk.list(&self.damaged()).map_or(0, |files| files.iter().map(|file| file.len).sum())
    }

    /// Which generation of the tree counts; `None` if there is none yet.
    pub(super) fn generation(&self, disk: &dyn Disk) -> Result<Option<u64>> {
        let path = self.root.join(POINTER);
        let bytes = match disk.read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(format!("reading {}", path.display()), error)),
        };
        let damaged = || Error::corrupt(path.display().to_string(), "it should name the tree's generation");
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        let generation = text.strip_prefix("tree-").and_then(|text| text.strip_suffix('\n'));
        generation.and_then(|digits| digits.parse().ok()).map(Some).ok_or_else(damaged)
    }

    /// Writes what [`Folder::switch_pointer`] will make the pointer. Until that is called no generation but the old one can count.
    pub(super) fn prepare_pointer(&self, disk: &dyn Disk, generation: u64) -> Result<()> {
        let next = self.root.join(NEXT_POINTER);
        let write = || {
            match disk.remove(&next) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = disk.create(&next)?;
            file.append(format!("tree-{generation}\n").as_bytes())?;
            file.sync()
        };
        write().map_err(|source| Error::io(format!("writing {}", next.display()), source))
    }

    /// Makes the prepared generation the one that counts, atomically and durably. After an error it may count or not.
    pub(super) fn switch_pointer(&self, disk: &dyn Disk) -> Result<()> {
        let path = self.root.join(POINTER);
        let switched = disk.rename(&self.root.join(NEXT_POINTER), &path).and_then(|()| disk.sync_folder(&self.root));
        switched.map_err(|source| Error::io(format!("writing {}", path.display()), source))
    }

    /// Whether a process before this one had reason not to believe the tree. One that cannot tell does not believe it.
    pub(super) fn tree_is_suspect(&self, disk: &dyn Disk) -> bool {
        !matches!(disk.read(&self.root.join(SUSPECT)), Err(error) if error.kind() == std::io::ErrorKind::NotFound)
    }

    /// Tells processes that come after this one whether to believe the tree.
    pub(super) fn note_suspicion(&self, disk: &dyn Disk, is_suspect: bool) {
        let path = self.root.join(SUSPECT);
        let (noted, done) = if is_suspect {
            (disk.create(&path).map(drop), std::io::ErrorKind::AlreadyExists)
        } else {
            (disk.remove(&path), std::io::ErrorKind::NotFound)
        };
        if let Err(error) = noted
            && error.kind() != done
        {
            tracing::warn!(%error, path = %path.display(), is_suspect, "whether the tree is to be believed could not be noted");
        }
    }

    /// Removes a generation that does not count. Its absence is fine; a failure is only untidy.
    pub(super) fn remove_tree(&self, disk: &dyn Disk, generation: u64) {
        let path = self.tree(generation);
        match disk.remove_folder(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, path = %path.display(), "an old tree could not be removed; the next open tries again");
            }
            _ => {}
        }
    }

    /// Removes every generation but the one that counts.
    pub(super) fn remove_other_trees(&self, disk: &dyn Disk, generation: u64) {
        let Ok(entries) = std::fs::read_dir(&self.root) else { return };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let found = names.filter_map(|name| name.strip_prefix("tree-")?.parse::<u64>().ok());
        for other in found.filter(|other| *other != generation) {
            self.remove_tree(disk, other);
        }
    }

    /// Keeps a copy of a damaged file for inspection.
    pub(super) fn keep_damaged(&self, disk: &dyn Disk, name: &str, bytes: &[u8]) -> Result<()> {
        let folder = self.damaged();
        let path = folder.join(name);
        let keep = || {
            disk.create_folder(&folder)?;
            disk.sync_folder(&self.root)?;
            if disk.read(&path).is_ok_and(|kept| kept == bytes) {
                return Ok(());
            }
            let _ = disk.remove(&path);
            let mut file = disk.create(&path)?;
            file.append(bytes)?;
            file.sync()?;
            disk.sync_folder(&folder)
        };
        keep().map_err(|source| Error::io(format!("keeping a copy as {}", path.display()), source))
    }
}
