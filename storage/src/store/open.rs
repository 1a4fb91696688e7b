//! Opening a data folder: lock, tree, journal replay, leftovers of a crash. Refuses rather than open with less.
//! What the journal says is applied by `replay`; this file finds the parts and judges whether they belong together.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Condvar, Mutex, RwLock};

use bytes::Bytes;

use crate::blobs::Blobs;
use crate::disk::Disk;
use crate::error::{Error, Result};
use crate::journal::frame::Home;
use crate::journal::scan::{Extent, Scanned, scan};
use crate::journal::{HEADER_LEN, Header, HeaderFault, Journal, segment_name, segment_number};
use crate::meta::SnapshotPlace;
use crate::options::{Loss, Options};
use crate::status::{Fault, Health};
use crate::together::Together;
use crate::tree::{Tree, TreeBatch, TreeOptions, keys};

use super::checkpoint::{Checkpoints, Marker};
use super::folder::Folder;
use super::read::decode_meta;
use super::replay::Replay;
use super::{Signal, Store, Totals, Writer};

/// The generation of the tree that is being opened, and its mark.
struct Opened {
    tree: Tree,
    generation: u64,
    marker: Marker,
}

/// A journal segment that was found.
struct Segment {
    number: u64,
    len: u64,
    header: Result<Header, HeaderFault>,
    bytes: Bytes,
}

impl Segment {
    /// Its header never became durable, and there is nothing behind it.
    fn was_never_begun(&self) -> bool {
        self.header == Err(HeaderFault::Short) || (self.header.is_err() && self.len <= HEADER_LEN)
    }
}

impl Store {
    pub(super) fn open(disk: Arc<dyn Disk>, root: &Path, options: Options) -> Result<Self> {
        let folder = Folder::open(disk.as_ref(), root)?;
        let found = list_segments(disk.as_ref(), &folder)?;
        let opened = open_tree(&disk, &folder, &options, !found.is_empty())?;
        let blobs = Blobs::open(Arc::clone(&disk), folder.blobs())?;
        let mut replay = Replay::new(&opened.tree, opened.marker.next_document);
        let segments = Reading { disk: disk.as_ref(), folder: &folder, salt: opened.marker.salt, loss: options.loss }.read(
            &found,
            opened.marker.number,
            &mut replay,
        )?;
        let (overlay, faults) = replay.finish();
        let totals = sum_up(&opened, &blobs, &overlay)?;
        // What interrupted rewrites have left goes only now that the one that counts has proved whole.
        folder.remove_other_trees(disk.as_ref(), opened.generation);
        let Marker { number: checkpoint, salt, .. } = opened.marker;
        let journal = Journal::new(Arc::clone(&disk), folder.journal(), segments, checkpoint, salt, options.clock.clone());
        let journal_bytes = AtomicU64::new(journal.bytes());
        let tree_is_suspect = folder.tree_is_suspect(disk.as_ref());
        let due = journal.bytes() >= options.segment_bytes || tree_is_suspect;
        for fault in &faults {
            tracing::error!(document = fault.document.as_deref(), place = fault.place, what = fault.what, "damage found at open");
        }
        let checkpoints = Checkpoints { marker: opened.marker, generation: opened.generation, tree_is_suspect };
        Ok(Self {
            disk,
            folder,
            blobs,
            tree: RwLock::new(Arc::new(opened.tree)),
            checkpoint: AtomicU64::new(checkpoints.marker.number),
            checkpoints: Mutex::new(checkpoints),
            together: Together::new(super::records::TOGETHER),
            writer: Mutex::new(Writer { journal, health: Health::Healthy }),
            overlay: Mutex::new(overlay),
            totals: Mutex::new(totals),
            faults: Mutex::new(faults),
            checkpoint_health: Mutex::default(),
            moving: RwLock::default(),
            journal_bytes,
            closed: AtomicBool::new(false),
            signal: Mutex::new(Signal { due, stop: false }),
            signalled: Condvar::new(),
            options,
        })
    }
}

fn list_segments(disk: &dyn Disk, folder: &Folder) -> Result<BTreeMap<u64, u64>> {
    let path = folder.journal();
    let files = disk.list(&path).map_err(|source| Error::io(format!("listing {}", path.display()), source))?;
    Ok(files.iter().filter_map(|file| Some((segment_number(&file.name)?, file.len))).collect())
}

/// Opens the tree the pointer names, or creates the first.
fn open_tree(disk: &Arc<dyn Disk>, folder: &Folder, options: &Options, has_journal: bool) -> Result<Opened> {
    let tree_options = TreeOptions { cache_bytes: options.tree_cache_bytes };
    let Some(generation) = folder.generation(disk.as_ref())? else {
        if has_journal {
            return Err(Error::Format {
                story: format!(
                    "{} has a journal but no tree; restore the whole folder from a backup, or move the journal away to begin empty",
                    folder.root().display()
                ),
            });
        }
        return create_tree(disk, folder, tree_options);
    };
    let path = folder.tree(generation);
    if !path.join("db").exists() {
        let story = format!("{} is missing; restore the whole folder from a backup", path.join("db").display());
        return Err(Error::Format { story });
    }
    let tree = Tree::open(Arc::clone(disk), &path, tree_options).map_err(|error| with_advice(error, &path))?;
    let Some(marker) = Marker::read(&tree)? else {
        return Err(Error::Format {
            story: format!(
                "the tree in {} has lost its checkpoint mark, and with it an unknown part; restore the whole folder from a backup",
                path.display()
            ),
        });
    };
    Ok(Opened { tree, generation, marker })
}

fn create_tree(disk: &Arc<dyn Disk>, folder: &Folder, options: TreeOptions) -> Result<Opened> {
    let generation = 1;
    folder.remove_tree(disk.as_ref(), generation);
    let tree = Tree::open(Arc::clone(disk), &folder.tree(generation), options)?;
    let marker = Marker::first()?;
    let mut batch = TreeBatch::default();
    marker.put(&mut batch);
    tree.apply(batch)?;
    tree.sync()?;
    folder.prepare_pointer(disk.as_ref(), generation)?;
    folder.switch_pointer(disk.as_ref())?;
    Ok(Opened { tree, generation, marker })
}

fn with_advice(error: Error, path: &Path) -> Error {
    match error {
        Error::Corrupt { document, place, what } => {
            let what = format!("{what}; nothing was changed in {}: restore the data folder from a backup", path.display());
            Error::Corrupt { document, place, what }
        }
        other => other,
    }
}

/// Reads the journal from the checkpoint on.
struct Reading<'a> {
    disk: &'a dyn Disk,
    folder: &'a Folder,
    salt: u64,
    loss: Loss,
}

impl Reading<'_> {
    /// Returns the durable length of every segment that counts.
    fn read(&self, found: &BTreeMap<u64, u64>, checkpoint: u64, replay: &mut Replay<'_>) -> Result<BTreeMap<u64, u64>> {
        let mut segments: BTreeMap<u64, u64> = found.range(..checkpoint).map(|(number, len)| (*number, *len)).collect();
        let mut reading = Vec::new();
        for (number, len) in found.range(checkpoint..) {
            reading.push(self.segment(*number, *len)?);
        }
        // One that has no whole header yet was begun in the moment of a crash: nothing is written to it before that is durable.
        if reading.last().is_some_and(Segment::was_never_begun) {
            reading.pop();
        }
        self.check_complete(&reading, checkpoint, replay)?;
        for (at, segment) in reading.iter().enumerate() {
            let next = reading.get(at + 1).filter(|next| next.number == segment.number + 1);
            let known = next.and_then(|next| next.header.ok()).map(|header| header.previous_len);
            let extent = known.map_or(Extent::Open, Extent::Known);
            let is_newest = at + 1 == reading.len();
            segments.insert(segment.number, self.replay_segment(segment, extent, is_newest, replay)?);
        }
        Ok(segments)
    }

    fn segment(&self, number: u64, len: u64) -> Result<Segment> {
        let path = self.folder.journal().join(segment_name(number));
        let bytes = self.disk.read(&path).map_err(|source| Error::io(format!("reading {}", path.display()), source))?;
        let header = match Header::decode(&bytes) {
            Ok(header) if header.number != number => Err(HeaderFault::Damaged),
            Err(HeaderFault::Version(version)) => {
                let story = format!(
                    "{} has format {version}, this version reads format 1; use the version that wrote it",
                    path.display()
                );
                return Err(Error::Format { story });
            }
            header => header,
        };
        Ok(Segment { number, len, header, bytes: bytes.into() })
    }

    /// Acknowledged writes must not be missing: the segments from the checkpoint on, without gaps.
    fn check_complete(&self, reading: &[Segment], checkpoint: u64, replay: &mut Replay<'_>) -> Result<()> {
        let mut expected = checkpoint.max(1);
        for segment in reading {
            if segment.number != expected {
                self.lost(expected, replay)?;
            }
            expected = segment.number + 1;
        }
        if checkpoint > 0 && reading.is_empty() {
            self.lost(checkpoint, replay)?;
        }
        Ok(())
    }

    fn lost(&self, segment: u64, replay: &mut Replay<'_>) -> Result<()> {
        let place = format!("journal/{}", segment_name(segment));
        if self.loss == Loss::Refuse {
            return Err(Error::Format {
                story: format!(
                    "{place} is missing in {}, and with it acknowledged writes; restore the whole folder from a backup, \
                     or open with the loss accepted to go on with what is there",
                    self.folder.root().display()
                ),
            });
        }
        replay.fault(Fault { document: None, place, what: "the segment is missing; its writes are lost".into() });
        Ok(())
    }

    /// Applies a segment; returns its durable length.
    fn replay_segment(&self, segment: &Segment, extent: Extent, is_newest: bool, replay: &mut Replay<'_>) -> Result<u64> {
        let name = segment_name(segment.number);
        let place = format!("journal/{name}");
        let home = Home { salt: self.salt, segment: segment.number };
        let scanned = scan(home, &segment.bytes, extent, &mut |operation| replay.apply(operation));
        let scanned = scanned.map_err(|fault| Error::Format {
            story: format!("{place} holds an operation this version cannot read (expected {})", fault.0),
        })?;
        let faults = describe_damage(segment, &scanned, is_newest);
        let touched_broken = replay.take_touched_broken();
        if !faults.is_empty() || touched_broken {
            self.folder.keep_damaged(self.disk, &name, &segment.bytes)?;
        }
        let is_whole = faults.is_empty();
        for what in faults {
            replay.fault(Fault { document: None, place: place.clone(), what });
        }
        if let Some(torn) = scanned.torn.filter(|_| is_newest) {
            tracing::warn!(
                place,
                from = torn.start,
                bytes = torn.end - torn.start,
                "cut the end of the journal, which was never acknowledged"
            );
        }
        if is_newest && is_whole {
            self.renew(segment, scanned.end)?;
        }
        Ok(scanned.end.max(HEADER_LEN))
    }

    /// Writes the newest segment again. Its last frames, or its header, may never have been synced, and if a sync failed before the
    /// crash, a further sync would not tell: only new pages can be trusted.
    fn renew(&self, segment: &Segment, end: u64) -> Result<()> {
        let folder = self.folder.journal();
        let path = folder.join(segment_name(segment.number));
        let next = folder.join("renewed");
        let write = || {
            match self.disk.remove(&next) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = self.disk.create(&next)?;
            file.append(&segment.bytes[..usize::try_from(end).unwrap_or(usize::MAX).min(segment.bytes.len())])?;
            file.sync()?;
            drop(file);
            self.disk.rename(&next, &path)?;
            self.disk.sync_folder(&folder)
        };
        write().map_err(|source| Error::io(format!("renewing {}", path.display()), source))
    }
}

fn describe_damage(segment: &Segment, scanned: &Scanned, is_newest: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if segment.header.is_err() {
        faults.push("its header is damaged; its frames were read nevertheless".to_owned());
    }
    for range in &scanned.damage {
        faults.push(format!("bytes {} to {} are damaged; the writes in them are lost, a copy is kept", range.start, range.end));
    }
    if let Some(torn) = scanned.torn.as_ref().filter(|_| !is_newest) {
        faults.push(format!("it ends in {} bytes that cannot be read; a copy is kept", torn.end - torn.start));
    }
    if scanned.orphans > 0 {
        faults.push(format!("{} entries lost their document to the damage; a copy is kept", scanned.orphans));
    }
    faults
}

/// Adds up what the tree holds, and lets go of files that nothing refers to.
fn sum_up(opened: &Opened, blobs: &Blobs, overlay: &crate::overlay::Overlay) -> Result<Totals> {
    let tree = &opened.tree;
    let mut totals = Totals::default();
    let mut referenced: HashSet<String> = HashSet::new();
    let mut is_certain = true;
    for item in tree.walk(vec![keys::DOCUMENT], std::ops::Bound::Unbounded) {
        let (key, cell) = item?;
        let Ok(meta) = cell.and_then(|cell| decode_meta(&key, &cell)) else {
            // Its files cannot be told: nothing is removed then.
            is_certain = false;
            continue;
        };
        totals.add(&meta);
        if let Some(SnapshotPlace::Blob(blob)) = meta.snapshot.map(|snapshot| snapshot.place) {
            referenced.insert(blob.name());
        }
    }
    if blobs.bytes() == 0 {
        return Ok(totals);
    }
    for tag in [keys::CHUNK, keys::PARKED, keys::RECORD] {
        for item in tree.walk(vec![tag], std::ops::Bound::Unbounded) {
            match item?.1 {
                Ok(cell) => referenced.extend(cell.content.blob().map(|blob| blob.name())),
                Err(_) => is_certain = false,
            }
        }
    }
    referenced.extend(overlay.blobs().map(|blob| blob.name()));
    if is_certain {
        // The next checkpoint makes durable that nothing refers to them.
        blobs.sweep(&referenced, opened.marker.number + 1)?;
    }
    Ok(totals)
}
