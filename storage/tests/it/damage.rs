//! Damaged files: found, isolated, reported; one document's damage is not another's, and nothing is written over it.

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use yrsa_storage::{
    Append, Clock, ErrorKind, Fault, LogEntry, Loss, Options, RecordBatch, Scope, SledStorage, Snapshot, Storage,
};

use crate::random::Random;

fn entry(seq: u64) -> LogEntry {
    let update = Bytes::from(format!("update {seq}"));
    LogEntry { seq, time_ms: 1_790_000_000_000, user: Some("ann".into()), connection: 1, update }
}

fn append(storage: &SledStorage, id: &str, seq: u64) {
    storage.append(&[Append { document: id.into(), entry: Some(entry(seq)), parked: None }]).unwrap();
}

fn options() -> Options {
    Options { clock: Clock::from_fn(|| 1_790_000_000_000), ..Options::default() }
}

fn open(folder: &Path) -> SledStorage {
    SledStorage::open(folder, options()).unwrap()
}

fn segment(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("journal/{number:016}.log"))
}

fn large(seq: u64) -> Snapshot {
    Snapshot { seq, state_vector: Bytes::from_static(b"v"), state: Bytes::from(vec![5; 100_000]) }
}

fn faults_of(storage: &SledStorage) -> Vec<Fault> {
    let mut faults = Vec::new();
    storage.verify(&mut |fault| faults.push(fault.clone())).unwrap();
    faults
}

#[test]
fn a_torn_end_of_the_journal_is_cut_and_is_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    (1..=5).for_each(|seq| append(&storage, "a", seq));
    storage.abandon();
    let path = segment(folder.path(), 1);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
    let storage = open(folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().head(), 4);
    assert_eq!(storage.status().faults, vec![]);
    append(&storage, "a", 5);
    storage.abandon();
    let storage = open(folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().tail, (1..=5).map(entry).collect::<Vec<_>>());
}

#[test]
fn a_segment_whose_header_was_torn_by_a_crash_was_never_begun() {
    for header in [&[][..], &[0; 17], &[0; 40]] {
        let folder = tempfile::tempdir().unwrap();
        let storage = open(folder.path());
        (1..=3).for_each(|seq| append(&storage, "a", seq));
        storage.abandon();
        let path = segment(folder.path(), 1);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
        fs::write(segment(folder.path(), 2), header).unwrap();
        let storage = open(folder.path());
        assert_eq!(storage.status().faults, vec![], "{header:?}");
        append(&storage, "a", 3);
        storage.abandon();
        let storage = open(folder.path());
        assert_eq!(storage.load("a").unwrap().unwrap().tail, (1..=3).map(entry).collect::<Vec<_>>());
    }
}

#[test]
fn frames_are_valid_in_their_own_folder_only() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in &folders {
        let storage = open(folder.path());
        (1..=2).for_each(|seq| append(&storage, "a", seq));
        storage.checkpoint().unwrap();
        append(&storage, "a", 3);
        storage.abandon();
    }
    let [one, other] = folders.each_ref().map(|folder| fs::read(segment(folder.path(), 2)).unwrap());
    assert_eq!((one.len(), &one[..40]), (other.len(), &other[..40]), "the same writes at the same time");
    assert_ne!(one, other, "nobody can tell the checksum of a frame who does not know the folder's salt");
    // Nor does a folder take the other's frames for its own.
    fs::write(segment(folders[0].path(), 2), &other).unwrap();
    let storage = open(folders[0].path());
    assert_eq!(storage.load("a").unwrap().unwrap().head(), 2);
    storage.close().unwrap();
}

#[test]
fn a_damaged_frame_costs_its_own_document_only_and_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    append(&storage, "a", 1);
    append(&storage, "b", 1);
    let before = fs::metadata(segment(folder.path(), 1)).unwrap().len() as usize;
    append(&storage, "a", 2);
    append(&storage, "b", 2);
    append(&storage, "a", 3);
    storage.abandon();
    let path = segment(folder.path(), 1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[before + 8] ^= 0x10;
    fs::write(&path, &bytes).unwrap();

    let storage = open(folder.path());
    assert_eq!(storage.load("b").unwrap().unwrap().tail, vec![entry(1), entry(2)], "the other document");
    let error = storage.load("a").unwrap_err();
    assert_eq!((error.kind(), error.document().map(AsRef::as_ref)), (ErrorKind::Corrupt, Some("a")));
    let faults = storage.status().faults;
    assert!(faults.iter().any(|fault| fault.place.starts_with("journal/")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.document.as_deref() == Some("a")), "{faults:?}");
    assert_eq!(fs::read(folder.path().join("damaged/0000000000000001.log")).unwrap(), bytes, "a copy is kept");

    // It stays isolated across checkpoints and restarts, the others go on, and a snapshot at its head heals it.
    append(&storage, "b", 3);
    storage.checkpoint().unwrap();
    storage.close().unwrap();
    let storage = open(folder.path());
    assert_eq!(storage.load("a").unwrap_err().kind(), ErrorKind::Corrupt);
    // The segment itself is kept for one more checkpoint, and is still damaged.
    let faults = faults_of(&storage);
    assert!(faults.iter().any(|fault| fault.document.as_deref() == Some("a")), "{faults:?}");
    assert!(faults.iter().all(|fault| fault.document.is_some() || fault.place.starts_with("journal/")), "{faults:?}");
    storage.install_snapshot("a", &large(3)).unwrap();
    assert_eq!(storage.load("a").unwrap().unwrap().snapshot, Some(large(3)));
    append(&storage, "a", 4);
    assert_eq!(storage.load("a").unwrap().unwrap().tail, vec![entry(4)]);
    assert_eq!(storage.load("b").unwrap().unwrap().head(), 3);
}

#[test]
fn every_flipped_byte_of_a_journal_leaves_the_other_document_whole_and_the_damage_told() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    append(&storage, "b", 1);
    append(&storage, "a", 1);
    append(&storage, "b", 2);
    append(&storage, "a", 2);
    append(&storage, "b", 3);
    storage.abandon();
    let path = segment(folder.path(), 1);
    let original = fs::read(&path).unwrap();
    let frame_of_b3 = original.len() - 20;
    // A stride keeps the test quick; the scan itself is tested at every byte.
    for at in (0..frame_of_b3).step_by(3) {
        let mut bytes = original.clone();
        bytes[at] ^= 0x40;
        let copy = tempfile::tempdir().unwrap();
        copy_folder(folder.path(), copy.path());
        fs::write(segment(copy.path(), 1), &bytes).unwrap();
        let storage = open(copy.path());
        assert!(!storage.status().faults.is_empty(), "byte {at} was not noticed");
        let whole = |id: &str, head: u64| {
            storage.load(id).is_ok_and(|found| found.is_some_and(|found| found.tail.into_iter().eq((1..=head).map(entry))))
        };
        assert!(whole("b", 3) || whole("a", 2), "byte {at} cost both documents");
        for id in ["a", "b"] {
            if let Ok(Some(found)) = storage.load(id) {
                let head = found.head();
                assert!(found.tail.into_iter().eq((1..=head).map(entry)), "byte {at} changed {id}");
            }
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap().path();
        let target = to.join(file.file_name().unwrap());
        if file.is_dir() {
            fs::create_dir(&target).unwrap();
            copy_folder(&file, &target);
        } else {
            fs::copy(&file, &target).unwrap();
        }
    }
}

#[test]
fn a_damaged_or_missing_file_isolates_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    for id in ["good", "damaged", "missing"] {
        append(&storage, id, 1);
        storage.install_snapshot(id, &large(1)).unwrap();
    }
    storage.close().unwrap();
    let blob = |number: u64| {
        let files = fs::read_dir(folder.path().join("blobs")).unwrap().map(|file| file.unwrap().path());
        let prefix = format!("{number:016x}-s");
        files.into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(&prefix)).unwrap()
    };
    let (damaged, missing) = (blob(2), blob(3));
    let mut bytes = fs::read(&damaged).unwrap();
    bytes[50_000] ^= 1;
    fs::write(&damaged, &bytes).unwrap();
    fs::remove_file(&missing).unwrap();

    let storage = open(folder.path());
    assert_eq!(storage.load("good").unwrap().unwrap().snapshot, Some(large(1)));
    for id in ["damaged", "missing"] {
        assert_eq!(storage.load(id).unwrap_err().kind(), ErrorKind::Corrupt, "{id}");
        assert_eq!(storage.log(id, 0..9).unwrap(), vec![entry(1)], "the history of {id} is readable");
    }
    let mut named: Vec<_> = faults_of(&storage).into_iter().filter_map(|fault| fault.document).collect();
    named.sort();
    assert_eq!(named, ["damaged".into(), "missing".into()]);
    append(&storage, "good", 2);
    storage.compact(Scope::All).unwrap();
    assert_eq!(fs::read(&damaged).unwrap(), bytes, "nothing was written over it");
    storage.remove("damaged").unwrap();
    assert_eq!(storage.load("damaged").unwrap(), None);
}

/// Flips a bit of values in the tree, as failing memory would: sled's own checksums are right.
fn flip(folder: &Path, keys: &[&[u8]]) {
    let tree = sled::Config::new().path(folder.join("tree-1")).segment_size(128 << 10).flush_every_ms(None).open().unwrap();
    for key in keys {
        let mut value = tree.get(key).unwrap().unwrap().to_vec();
        *value.last_mut().unwrap() ^= 1;
        tree.insert(key, value).unwrap();
    }
    tree.flush().unwrap();
}

#[test]
fn a_damaged_record_that_is_written_over_without_being_read_stops_no_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    storage.write(&RecordBatch::new().put("kept", "1").put("replaced", "1").put("deleted", "1")).unwrap();
    storage.close().unwrap();
    flip(folder.path(), &[b"rreplaced", b"rdeleted"]);

    let storage = open(folder.path());
    assert_eq!(storage.get(b"replaced").unwrap_err().kind(), ErrorKind::Corrupt);
    storage.close().unwrap();
    let storage = open(folder.path());
    storage.write(&RecordBatch::new().put("replaced", "2").delete("deleted")).unwrap();
    storage.checkpoint().unwrap();
    let faults = storage.status().faults;
    for key in ["rreplaced", "rdeleted"] {
        assert!(faults.iter().any(|fault| fault.place.ends_with(key)), "{key} is reported: {faults:?}");
    }
    storage.close().unwrap();
    let storage = open(folder.path());
    for (key, value) in [("kept", Some("1")), ("replaced", Some("2")), ("deleted", None)] {
        assert_eq!(storage.get(key.as_bytes()).unwrap(), value.map(Bytes::from), "{key}");
    }
    assert_eq!(faults_of(&storage), vec![], "nothing damaged is left");
}

#[test]
fn a_missing_segment_is_refused_unless_the_loss_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    append(&storage, "a", 1);
    storage.abandon();
    let storage = open(folder.path());
    append(&storage, "a", 2);
    storage.abandon();
    fs::remove_file(segment(folder.path(), 1)).unwrap();
    let error = SledStorage::open(folder.path(), options()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Format);
    assert!(error.to_string().contains("restore"), "it says what to do: {error}");
    let storage = SledStorage::open(folder.path(), Options { loss: Loss::Report, ..options() }).unwrap();
    assert!(!storage.status().faults.is_empty());
    assert_eq!(storage.load("a").unwrap_err().kind(), ErrorKind::Corrupt);
}

#[test]
fn what_is_written_after_an_accepted_loss_of_the_journal_is_there_at_the_next_open() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    for seq in 1..=3 {
        append(&storage, "a", seq);
        storage.checkpoint().unwrap();
    }
    assert!(storage.status().checkpoint > 1);
    storage.close().unwrap();
    for file in fs::read_dir(folder.path().join("journal")).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    assert_eq!(SledStorage::open(folder.path(), options()).unwrap_err().kind(), ErrorKind::Format);
    let storage = SledStorage::open(folder.path(), Options { loss: Loss::Report, ..options() }).unwrap();
    append(&storage, "a", 4);
    storage.install_snapshot("a", &large(3)).unwrap();
    storage.install_snapshot("a", &large(4)).unwrap();
    storage.abandon();
    for checkpoints in 0..3 {
        let storage = open(folder.path());
        assert_eq!(storage.load("a").unwrap().unwrap().snapshot, Some(large(4)), "{checkpoints} checkpoints");
        assert_eq!(storage.log("a", 0..9).unwrap(), (1..=4).map(entry).collect::<Vec<_>>(), "{checkpoints} checkpoints");
        assert_eq!(faults_of(&storage), vec![], "{checkpoints} checkpoints");
        append(&storage, "b", checkpoints + 1);
        storage.checkpoint().unwrap();
        storage.abandon();
    }
}

#[test]
fn a_tree_that_lost_its_newest_part_is_repaired_from_the_journal() {
    for opens in [0, 1, 3] {
        let folder = tempfile::tempdir().unwrap();
        let storage = open(folder.path());
        // Large enough for a file of its own, small enough to be joined with what follows, which replaces the file.
        let bulky = |seq: u64| {
            let mut random = Random::new(seq);
            LogEntry { update: (0..2_000).map(|_| random.next() as u8).collect::<Vec<u8>>().into(), ..entry(seq) }
        };
        let append_bulky = |storage: &SledStorage, seq| {
            storage.append(&[Append { document: "a".into(), entry: Some(bulky(seq)), parked: None }]).unwrap();
        };
        append_bulky(&storage, 1);
        storage.checkpoint().unwrap();
        storage.close().unwrap();
        let kept = tempfile::tempdir().unwrap();
        copy_folder(&folder.path().join("tree-1"), kept.path());
        let storage = open(folder.path());
        append_bulky(&storage, 2);
        append(&storage, "new", 1);
        storage.close().unwrap();
        // Whoever opens now finds the newer tree, in which nothing refers to the file that was replaced.
        for _ in 0..opens {
            let storage = open(folder.path());
            assert_eq!(storage.load("a").unwrap().unwrap().tail, vec![bulky(1), bulky(2)]);
            storage.abandon();
        }
        // The tree as it was one checkpoint ago.
        fs::remove_dir_all(folder.path().join("tree-1")).unwrap();
        fs::create_dir(folder.path().join("tree-1")).unwrap();
        copy_folder(kept.path(), &folder.path().join("tree-1"));
        let storage = open(folder.path());
        assert_eq!(storage.load("a").unwrap().unwrap().tail, vec![bulky(1), bulky(2)], "{opens} opens between");
        assert_eq!(storage.load("new").unwrap().unwrap().tail, vec![entry(1)]);
        assert_eq!(storage.status().faults, vec![]);
    }
}

#[test]
fn a_file_that_nothing_refers_to_goes_with_the_second_checkpoint_after_an_open() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    append(&storage, "a", 1);
    storage.close().unwrap();
    let blobs = folder.path().join("blobs");
    let stray = blobs.join("0000000000000009-s0000000000000001-00000000-1");
    fs::write(&stray, b"stray").unwrap();
    fs::write(blobs.join("temporary-0"), b"half a write").unwrap();

    let storage = open(folder.path());
    assert!(!blobs.join("temporary-0").exists(), "nothing can refer to it");
    for (seq, is_there) in [(2, true), (3, false)] {
        append(&storage, "a", seq);
        storage.checkpoint().unwrap();
        assert_eq!(stray.exists(), is_there, "entry {seq}");
    }
    assert_eq!(storage.status().sizes.blobs, 0);
}

#[test]
fn a_broken_snapshot_file_of_sled_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    (1..=3).for_each(|seq| append(&storage, "a", seq));
    storage.close().unwrap();
    drop(open(folder.path()));
    let mut emptied = 0;
    for file in fs::read_dir(folder.path().join("tree-1")).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("snap.") {
            fs::write(&path, b"").unwrap();
            emptied += 1;
        }
    }
    assert!(emptied > 0);
    assert_eq!(open(folder.path()).load("a").unwrap().unwrap().head(), 3);
}

#[test]
fn a_second_opener_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    let error = SledStorage::open(folder.path(), options()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert!(error.to_string().contains("in use by another process"));
    storage.close().unwrap();
    assert_eq!(open(folder.path()).load("a").unwrap(), None, "free again once closed");
}

#[test]
fn a_segment_of_a_newer_format_is_refused_with_its_version() {
    let folder = tempfile::tempdir().unwrap();
    let storage = open(folder.path());
    append(&storage, "a", 1);
    storage.abandon();
    let path = segment(folder.path(), 1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[8] = 9;
    let crc = crc32fast::hash(&bytes[..36]).to_le_bytes();
    bytes[36..40].copy_from_slice(&crc);
    fs::write(&path, bytes).unwrap();
    let error = SledStorage::open(folder.path(), options()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Format);
    assert!(error.to_string().contains("format 9"), "{error}");
}
