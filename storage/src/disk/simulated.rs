//! A disk that forgets: files in memory with a durable and a volatile image, seeded, for crash and fault tests.
//! A crash keeps what was synced and an arbitrary part of the rest; files the tree writes itself are real, and a crash
//! puts back their image of the last sync.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Disk, DiskFile, Listed};

/// A fault to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// After so many more writes the device is full: a part of the write may be done, then writes fail until healed.
    FullAfter(u64),
    /// After so many more syncs, this many fail; what they should have synced is then lost in a crash, although later syncs
    /// of the same file succeed (as Linux does it). Until healed, files cannot be cut either.
    SyncFails {
        /// Syncs that succeed before.
        after: u64,
        /// Syncs that fail.
        times: u64,
    },
    /// After so many more operations that change something the power is gone: a part of a write may be done, nothing after it, and
    /// everything fails until the [crash](SimulatedDisk::crash).
    DiesAfter(u64),
}

#[derive(Debug)]
enum Change {
    Append { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

#[derive(Debug, Default)]
struct Inode {
    live: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Debug)]
enum Rename {
    Set(PathBuf, u64),
    /// A file gets another name. It is that file and no other, also where the name it had is another file's by then.
    Move {
        inode: u64,
        from: PathBuf,
        to: PathBuf,
    },
    Unset(PathBuf),
}

impl Rename {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Set(path, _) | Self::Unset(path) | Self::Move { to: path, .. } => path.parent(),
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, u64>) {
        match self {
            Self::Set(path, inode) => {
                names.insert(path.clone(), *inode);
            }
            Self::Move { inode, from, to } => {
                if names.get(from) == Some(inode) {
                    names.remove(from);
                }
                names.insert(to.clone(), *inode);
            }
            Self::Unset(path) => {
                names.remove(path);
            }
        }
    }
}

#[derive(Debug, Default)]
struct State {
    random: u64,
    next_inode: u64,
    inodes: BTreeMap<u64, Inode>,
    names: BTreeMap<PathBuf, u64>,
    durable_names: BTreeMap<PathBuf, u64>,
    pending_names: Vec<Rename>,
    tree_images: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<u8>>>,
    /// Folders of trees of which a sync failed: what it should have written never will be, and a tree is read up to its first hole.
    torn_trees: BTreeSet<PathBuf>,
    trouble: Option<Trouble>,
    syncs: u64,
    writes: u64,
}

impl State {
    /// SplitMix64 (Steele, Lea, Flood 2014).
    fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.random() % (bound as u64 + 1)).unwrap_or_default()
    }

    fn inode(&mut self, path: &Path) -> io::Result<&mut Inode> {
        let id = *self.names.get(path).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        self.inodes.get_mut(&id).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn rename(&mut self, change: Rename) {
        change.apply(&mut self.names);
        self.pending_names.push(change);
    }

    /// Counts an operation; an error if the power is gone.
    fn operate(&mut self) -> io::Result<()> {
        match &mut self.trouble {
            Some(Trouble::DiesAfter(0)) => Err(io::Error::other("the power is gone")),
            Some(Trouble::DiesAfter(left)) => {
                *left -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Counts a write; an error if the device is full.
    fn write(&mut self) -> io::Result<()> {
        self.operate()?;
        self.writes += 1;
        match &mut self.trouble {
            Some(Trouble::FullAfter(0)) => Err(io::Error::from(io::ErrorKind::StorageFull)),
            Some(Trouble::FullAfter(left)) => {
                *left -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Counts a sync; an error if it is one that fails.
    fn sync(&mut self) -> io::Result<()> {
        if let Some(Trouble::SyncFails { after, times }) = &mut self.trouble {
            if *after > 0 {
                *after -= 1;
            } else if *times > 0 {
                *times -= 1;
                return Err(io::Error::other("injected sync failure"));
            }
        }
        self.syncs += 1;
        Ok(())
    }

    /// What the crash leaves of a file: its durable image and an arbitrary part of the writes since.
    fn survive(&mut self, inode: Inode) -> Inode {
        let mut image = inode.durable;
        for change in inode.pending {
            if self.random() & 1 == 0 {
                continue;
            }
            match change {
                Change::Truncate(len) => image.truncate(len),
                Change::Append { at, bytes } => {
                    let kept = if self.random() & 1 == 0 { bytes.len() } else { self.below(bytes.len()) };
                    image.resize(image.len().max(at + kept), 0);
                    image[at..at + kept].copy_from_slice(&bytes[..kept]);
                }
            }
        }
        Inode { live: image.clone(), durable: image, pending: Vec::new() }
    }
}

/// A simulated disk. Cloning gives a second handle to the same disk.
#[derive(Debug, Clone)]
pub struct SimulatedDisk {
    state: Arc<Mutex<State>>,
}

impl SimulatedDisk {
    /// An empty disk whose crashes follow from the seed.
    pub fn new(seed: u64) -> Self {
        Self { state: Arc::new(Mutex::new(State { random: seed, ..State::default() })) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Plays a fault from now on.
    pub fn trouble(&self, trouble: Trouble) {
        self.lock().trouble = Some(trouble);
    }

    /// Ends faults.
    pub fn heal(&self) {
        self.lock().trouble = None;
    }

    /// Writes and syncs that were asked for so far; for placing faults.
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    /// Whether the power is gone, see [`Trouble::DiesAfter`].
    pub fn is_dead(&self) -> bool {
        self.lock().trouble == Some(Trouble::DiesAfter(0))
    }

    /// The bytes of a file as a reader sees them.
    pub fn image(&self, path: &Path) -> Option<Vec<u8>> {
        self.lock().inode(path).ok().map(|inode| inode.live.clone())
    }

    /// Replaces the bytes of a file, durably: for playing damage.
    pub fn damage(&self, path: &Path, bytes: &[u8]) {
        if let Ok(inode) = self.lock().inode(path) {
            *inode = Inode { live: bytes.to_vec(), durable: bytes.to_vec(), pending: Vec::new() };
        }
    }

    /// The power fails. The storage that used the disk must have been dropped before; its open files are dead.
    ///
    /// # Errors
    /// Only if the real files of the tree cannot be put back.
    pub fn crash(&self) -> io::Result<()> {
        let mut state = self.lock();
        state.trouble = None;
        state.torn_trees.clear();
        // File systems with a journal keep names in order, others any of them.
        let pending = std::mem::take(&mut state.pending_names);
        let kept = if state.random() & 1 == 0 { Some(state.below(pending.len())) } else { None };
        let mut names = std::mem::take(&mut state.durable_names);
        for (at, change) in pending.into_iter().enumerate() {
            if kept.map_or_else(|| state.random() & 1 == 0, |kept| at < kept) {
                change.apply(&mut names);
            }
        }
        let mut inodes = std::mem::take(&mut state.inodes);
        let mut survived = BTreeMap::new();
        for inode in names.values_mut() {
            let Some(found) = inodes.remove(inode) else { continue };
            state.next_inode += 1;
            *inode = state.next_inode;
            let image = state.survive(found);
            survived.insert(*inode, image);
        }
        state.inodes = survived;
        state.names = names.clone();
        state.durable_names = names;
        for (folder, files) in &state.tree_images {
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
            for (path, bytes) in files {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(path, bytes)?;
            }
        }
        Ok(())
    }
}

#[derive(Debug)]
struct SimulatedFile {
    disk: SimulatedDisk,
    inode: u64,
}

impl DiskFile for SimulatedFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        let (done, failure) = match state.write() {
            Ok(()) => (bytes.len(), None),
            Err(error) => (state.below(bytes.len().saturating_sub(1)), Some(error)),
        };
        let inode = state.inodes.get_mut(&self.inode).ok_or_else(|| io::Error::other("the machine crashed"))?;
        inode.pending.push(Change::Append { at: inode.live.len(), bytes: bytes[..done].to_vec() });
        inode.live.extend_from_slice(&bytes[..done]);
        failure.map_or(Ok(()), Err)
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operate()?;
        let synced = state.sync();
        let inode = state.inodes.get_mut(&self.inode).ok_or_else(|| io::Error::other("the machine crashed"))?;
        inode.pending.clear();
        synced?;
        inode.durable.clone_from(&inode.live);
        Ok(())
    }
}

/// A file of the tree, which lies on the real disk.
#[derive(Debug)]
struct TreeFile {
    disk: SimulatedDisk,
    folder: PathBuf,
}

impl DiskFile for TreeFile {
    fn append(&mut self, _bytes: &[u8]) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.operate()?;
        if let Err(error) = state.sync() {
            state.torn_trees.insert(self.folder.clone());
            return Err(error);
        }
        if state.torn_trees.contains(&self.folder) {
            return Ok(());
        }
        let mut files = BTreeMap::new();
        collect(&self.folder, &mut files)?;
        state.tree_images.insert(self.folder.clone(), files);
        Ok(())
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.insert(path.clone(), fs::read(&path)?);
        }
    }
    Ok(())
}

impl Disk for SimulatedDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.lock();
        if state.names.contains_key(path) {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        state.write()?;
        state.next_inode += 1;
        let inode = state.next_inode;
        state.inodes.insert(inode, Inode::default());
        state.rename(Rename::Set(path.to_owned(), inode));
        Ok(Box::new(SimulatedFile { disk: self.clone(), inode }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let folder = path.parent().unwrap_or(path).to_owned();
        // Until its first sync, a crash leaves nothing of the folder.
        self.lock().tree_images.entry(folder.clone()).or_default();
        Ok(Box::new(TreeFile { disk: self.clone(), folder }))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.lock().inode(path).map(|inode| inode.live.clone())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let state = self.lock();
        let in_folder = state.names.iter().filter(|(path, _)| path.parent() == Some(folder));
        Ok(in_folder
            .filter_map(|(path, inode)| {
                let name = path.file_name()?.to_str()?.to_owned();
                Some(Listed { name, len: state.inodes.get(inode)?.live.len() as u64 })
            })
            .collect())
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.lock();
        let inode = *state.names.get(from).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        state.operate()?;
        state.rename(Rename::Move { inode, from: from.to_owned(), to: to.to_owned() });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.lock();
        if !state.names.contains_key(path) {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        state.operate()?;
        state.rename(Rename::Unset(path.to_owned()));
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.lock();
        state.operate()?;
        state.tree_images.remove(folder);
        state.torn_trees.remove(folder);
        drop(state);
        fs::remove_dir_all(folder)
    }

    fn truncate(&self, path: &Path, len: u64) -> io::Result<()> {
        let mut state = self.lock();
        if matches!(state.trouble, Some(Trouble::SyncFails { .. })) {
            return Err(io::Error::other("injected failure"));
        }
        state.operate()?;
        let inode = state.inode(path)?;
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        inode.live.truncate(len);
        inode.pending.push(Change::Truncate(len));
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.lock();
        state.operate()?;
        state.sync()?;
        let pending = std::mem::take(&mut state.pending_names);
        for change in pending {
            if change.folder() == Some(folder) {
                change.apply(&mut state.durable_names);
            } else {
                state.pending_names.push(change);
            }
        }
        Ok(())
    }

    fn syncs(&self) -> u64 {
        self.lock().syncs
    }
}
