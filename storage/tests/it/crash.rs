//! Power loss and failing devices, played by a simulated disk: what was acknowledged is there, whole, afterwards.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::disk::{Disk, SimulatedDisk, Trouble};
use yrsa_storage::{Append, Clock, ErrorKind, Health, LogEntry, Options, RecordBatch, Scope, SledStorage, Snapshot, Storage};

use crate::random::{Random, seeds};

/// What a document must hold at least (acknowledged), and at most (given to the storage).
#[derive(Default, Clone)]
struct Expected {
    acknowledged: u64,
    given: u64,
    snapshot: u64,
    snapshot_given: u64,
}

struct Play {
    random: Random,
    disk: SimulatedDisk,
    folder: tempfile::TempDir,
    documents: BTreeMap<String, Expected>,
    record: (u64, u64),
}

fn update(id: &str, seq: u64) -> Bytes {
    format!("{id} {seq} {}", "x".repeat((seq % 50) as usize)).into_bytes().into()
}

fn entry(id: &str, seq: u64) -> LogEntry {
    LogEntry { seq, time_ms: 1_790_000_000_000 + seq, user: Some("ann".into()), connection: 1, update: update(id, seq) }
}

fn state(id: &str, seq: u64) -> Snapshot {
    let len = [20, 2_000, 90_000][(seq % 3) as usize];
    let state = format!("{id} {seq} {}", "s".repeat(len)).into_bytes().into();
    Snapshot { seq, state_vector: Bytes::from_static(b"v"), state }
}

fn options() -> Options {
    let clock = Clock::from_fn(|| 1_790_000_000_000);
    Options { segment_bytes: 4 << 10, clock, ..Options::default() }
}

fn open(disk: &SimulatedDisk, folder: &Path) -> SledStorage {
    SledStorage::open_on(Arc::new(disk.clone()), folder, options()).expect("opens after a crash")
}

/// No checkpoint is made unless it is asked for, however long the test takes.
fn open_unhurried(disk: &SimulatedDisk, folder: &Path) -> SledStorage {
    let options = Options { quiet: Duration::from_secs(3600), ..options() };
    SledStorage::open_on(Arc::new(disk.clone()), folder, options).expect("opens after a crash")
}

impl Play {
    fn new(seed: u64) -> Self {
        let names = ["a", "b", "c/d", "e"].map(|id| (id.to_owned(), Expected::default()));
        Self {
            random: Random::new(seed),
            disk: SimulatedDisk::new(seed),
            folder: tempfile::tempdir().unwrap(),
            documents: names.into_iter().collect(),
            record: (0, 0),
        }
    }

    fn id(&mut self) -> String {
        let at = self.random.below(self.documents.len() as u64) as usize;
        self.documents.keys().nth(at).unwrap().clone()
    }

    fn step(&mut self, storage: &SledStorage) {
        match self.random.below(20) {
            0..14 => {
                let mut batch = Vec::new();
                for _ in 0..=self.random.below(4) {
                    let id = self.id();
                    let expected = self.documents.get_mut(&id).unwrap();
                    // After a failure the same entries are given again.
                    let in_batch = batch.iter().filter(|append: &&Append| *append.document == id).count() as u64;
                    let seq = expected.acknowledged + 1 + in_batch;
                    expected.given = expected.given.max(seq);
                    batch.push(Append { document: id.as_str().into(), entry: Some(entry(&id, seq)), parked: None });
                }
                if storage.append(&batch).is_ok() {
                    for append in &batch {
                        let expected = self.documents.get_mut(&*append.document).unwrap();
                        expected.acknowledged += 1;
                    }
                }
            }
            14..16 => {
                let id = self.id();
                let expected = self.documents.get_mut(&id).unwrap();
                if expected.acknowledged > 0 {
                    let seq = expected.acknowledged;
                    expected.snapshot_given = expected.snapshot_given.max(seq);
                    if storage.install_snapshot(&id, &state(&id, seq)).is_ok() {
                        expected.snapshot = seq;
                    }
                }
            }
            16..18 => {
                let next = self.record.1.max(self.record.0) + 1;
                self.record.1 = next;
                if storage.write(&RecordBatch::new().put("counter", next.to_be_bytes().to_vec())).is_ok() {
                    self.record.0 = next;
                }
            }
            18 => {
                let _ = storage.checkpoint();
            }
            _ if self.random.below(4) == 0 => {
                let _ = storage.compact(Scope::All);
            }
            _ => {}
        }
    }

    /// Everything acknowledged is there, and nothing that was never given; what was not acknowledged may be there.
    fn check(&mut self, storage: &SledStorage, when: &str) {
        for (id, expected) in &mut self.documents {
            let Some(document) = storage.load(id).unwrap_or_else(|error| panic!("{when}: {id}: {}", error.story())) else {
                assert_eq!(expected.acknowledged, 0, "{when}: {id} is gone");
                continue;
            };
            let head = document.head();
            assert!((expected.acknowledged..=expected.given).contains(&head), "{when}: {id} ends at {head}");
            let snapshot = document.snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
            assert!((expected.snapshot..=expected.snapshot_given).contains(&snapshot), "{when}: {id} has {snapshot}");
            if let Some(found) = &document.snapshot {
                assert_eq!(*found, state(id, snapshot), "{when}: {id}");
            }
            let log = storage.log(id, 0..u64::MAX).unwrap();
            assert!(log.iter().cloned().eq((1..=head).map(|seq| entry(id, seq))), "{when}: {id}: {} of {head}", log.len());
            // What survived counts from now on, as it would for a room that loads the document.
            expected.acknowledged = head;
            expected.given = head;
            expected.snapshot = snapshot;
            expected.snapshot_given = snapshot;
        }
        let record = storage.get(b"counter").unwrap().map_or(0, |value| u64::from_be_bytes(value[..].try_into().unwrap()));
        assert!((self.record.0..=self.record.1).contains(&record), "{when}: the record is {record}, not {:?}", self.record);
        self.record = (record, record);
    }

    /// The power fails; or just the process dies, and the next one finds what the system still has in memory.
    fn crash(&mut self, storage: &SledStorage) {
        storage.abandon();
        self.disk.heal();
        if self.random.below(3) > 0 {
            self.disk.crash().unwrap();
        }
    }
}

#[test]
fn acknowledged_survives_power_loss_at_any_moment() {
    for seed in seeds(12) {
        let mut play = Play::new(seed);
        for round in 0..6 {
            let storage = open(&play.disk, play.folder.path());
            play.check(&storage, &format!("seed {seed}, round {round}"));
            assert_eq!(storage.status().faults, vec![], "seed {seed}, round {round}");
            for _ in 0..play.random.below(120) {
                play.step(&storage);
            }
            play.crash(&storage);
        }
    }
}

#[test]
fn acknowledged_survives_failing_syncs_and_full_disks_and_a_crash_after_them() {
    for seed in seeds(12) {
        let mut play = Play::new(seed);
        for round in 0..6 {
            let storage = open(&play.disk, play.folder.path());
            let when = format!("seed {seed}, round {round}");
            play.check(&storage, &when);
            for step in 0..play.random.below(100) {
                if step % 25 == 10 {
                    let after = play.random.below(6);
                    let times = 1 + play.random.below(4);
                    play.disk.trouble(match play.random.below(2) {
                        0 => Trouble::FullAfter(after),
                        _ => Trouble::SyncFails { after, times },
                    });
                }
                if step % 25 == 20 {
                    play.disk.heal();
                }
                play.step(&storage);
            }
            if play.random.below(2) == 0 {
                play.disk.heal();
                for _ in 0..10 {
                    play.step(&storage);
                }
                play.check(&storage, &format!("{when}, healed"));
                assert!(storage.status().health.is_healthy(), "{when}");
            }
            play.crash(&storage);
        }
    }
}

#[test]
fn a_full_disk_stops_acknowledging_says_so_and_recovers_without_restart() {
    let disk = SimulatedDisk::new(1);
    let folder = tempfile::tempdir().unwrap();
    let storage = open(&disk, folder.path());
    let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
    storage.append(&one(1)).unwrap();
    disk.trouble(Trouble::FullAfter(0));
    for _ in 0..3 {
        assert_eq!(storage.append(&one(2)).unwrap_err().kind(), ErrorKind::Full);
    }
    assert!(matches!(storage.status().health, Health::Failing { .. }));
    assert_eq!(storage.load("a").unwrap().unwrap().head(), 1, "reads go on");
    disk.heal();
    storage.append(&one(2)).unwrap();
    assert_eq!(storage.status().health, Health::Healthy);
    storage.abandon();
    disk.crash().unwrap();
    let storage = open(&disk, folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().tail, vec![entry("a", 1), entry("a", 2)]);
    assert_eq!(storage.status().faults, vec![]);
}

#[test]
fn after_a_failed_sync_the_same_segment_is_never_believed_again() {
    let disk = SimulatedDisk::new(2);
    let folder = tempfile::tempdir().unwrap();
    let storage = open(&disk, folder.path());
    let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
    storage.append(&one(1)).unwrap();
    disk.trouble(Trouble::SyncFails { after: 0, times: 1 });
    assert_eq!(storage.append(&one(2)).unwrap_err().kind(), ErrorKind::Io);
    storage.append(&one(2)).unwrap();
    assert!(disk.image(&folder.path().join("journal/0000000000000002.log")).is_some(), "a new segment was begun");
    storage.abandon();
    disk.crash().unwrap();
    let storage = open(&disk, folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().tail, vec![entry("a", 1), entry("a", 2)]);
}

#[test]
fn what_a_restart_has_shown_is_durable_although_its_sync_had_failed() {
    let disk = SimulatedDisk::new(5);
    let folder = tempfile::tempdir().unwrap();
    let storage = open(&disk, folder.path());
    let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
    storage.append(&one(1)).unwrap();
    disk.trouble(Trouble::SyncFails { after: 0, times: 1 });
    storage.append(&one(2)).unwrap_err();
    // The process dies, the machine does not: the frame is still in the system's memory, and will never be synced from there.
    storage.abandon();
    disk.heal();
    let storage = open(&disk, folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().head(), 2);
    storage.abandon();
    disk.crash().unwrap();
    assert_eq!(open(&disk, folder.path()).load("a").unwrap().unwrap().head(), 2);
}

#[test]
fn the_tree_is_written_anew_after_its_sync_failed() {
    let disk = SimulatedDisk::new(3);
    let folder = tempfile::tempdir().unwrap();
    let storage = open(&disk, folder.path());
    let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
    storage.append(&one(1)).unwrap();
    storage.checkpoint().unwrap();
    storage.append(&one(2)).unwrap();
    // The new segment takes two syncs; the next is the tree's.
    disk.trouble(Trouble::SyncFails { after: 2, times: 1 });
    assert_eq!(storage.checkpoint().unwrap_err().kind(), ErrorKind::Io);
    assert!(!storage.status().checkpoints.is_healthy());
    storage.append(&one(3)).unwrap();
    storage.checkpoint().unwrap();
    assert!(storage.status().checkpoints.is_healthy());
    assert!(folder.path().join("tree-2").exists() && !folder.path().join("tree-1").exists());
    storage.abandon();
    disk.crash().unwrap();
    let storage = open(&disk, folder.path());
    assert_eq!(storage.log("a", 0..9).unwrap(), (1..=3).map(|seq| entry("a", seq)).collect::<Vec<_>>());
}

#[test]
fn a_tree_whose_sync_failed_is_not_believed_by_the_next_process_either() {
    // The new segment takes two syncs; then come the tree's file and folder, and both again for the mark.
    for after in 2..6 {
        let disk = SimulatedDisk::new(after);
        let folder = tempfile::tempdir().unwrap();
        let storage = open_unhurried(&disk, folder.path());
        let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
        storage.append(&one(1)).unwrap();
        storage.checkpoint().unwrap();
        storage.append(&one(2)).unwrap();
        disk.trouble(Trouble::SyncFails { after, times: 1 });
        assert_eq!(storage.checkpoint().unwrap_err().kind(), ErrorKind::Io);
        // The process dies, the machine does not: what was not synced is still in the system's memory, and never will be.
        storage.abandon();
        disk.heal();
        let storage = open(&disk, folder.path());
        for seq in 3..=5 {
            storage.append(&one(seq)).unwrap();
            storage.checkpoint().unwrap();
        }
        assert!(folder.path().join("tree-2").exists() && !folder.path().join("tree-3").exists(), "written anew, once");
        storage.abandon();
        disk.crash().unwrap();
        let storage = open(&disk, folder.path());
        assert_eq!(storage.load("a").unwrap().unwrap().tail, (1..=5).map(|seq| entry("a", seq)).collect::<Vec<_>>());
        assert_eq!(storage.status().faults, vec![], "sync {after}");
    }
}

/// The generations of the tree that take space.
fn trees(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("tree-")).collect()
}

#[test]
fn a_rewrite_that_fails_leaves_no_partial_copy() {
    let disk = SimulatedDisk::new(6);
    let folder = tempfile::tempdir().unwrap();
    let storage = open_unhurried(&disk, folder.path());
    let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
    storage.append(&one(1)).unwrap();
    disk.trouble(Trouble::SyncFails { after: 2, times: 1 });
    assert_eq!(storage.checkpoint().unwrap_err().kind(), ErrorKind::Io);
    // Each attempt begins a segment: two syncs, two writes. Then the copy and its syncs, then the pointer.
    let syncs = (2..6).map(|after| Trouble::SyncFails { after, times: 1 });
    for trouble in syncs.chain([Trouble::FullAfter(2), Trouble::FullAfter(3)]) {
        disk.trouble(trouble);
        storage.checkpoint().unwrap_err();
        disk.heal();
        assert_eq!(trees(folder.path()), ["tree-1"], "{trouble:?}");
    }
    // Now the pointer may name the copy or not.
    disk.trouble(Trouble::SyncFails { after: 6, times: 1 });
    assert_eq!(storage.checkpoint().unwrap_err().kind(), ErrorKind::Io);
    disk.heal();
    assert_eq!(trees(folder.path()).len(), 2, "both are kept");
    storage.append(&one(2)).unwrap();
    storage.checkpoint().unwrap();
    assert_eq!(trees(folder.path()).len(), 1);
    storage.abandon();
    disk.crash().unwrap();
    let storage = open(&disk, folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().tail, vec![entry("a", 1), entry("a", 2)]);
}

#[test]
fn a_tree_is_not_suspect_because_a_file_beside_it_could_not_be_written() {
    let disk = SimulatedDisk::new(7);
    let folder = tempfile::tempdir().unwrap();
    let storage = open_unhurried(&disk, folder.path());
    let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
    storage.append(&one(1)).unwrap();
    // It goes through the journal, and into a file with the checkpoint.
    storage.install_snapshot("a", &state("a", 1)).unwrap();
    for writes in 2..5 {
        disk.trouble(Trouble::FullAfter(writes));
        assert_eq!(storage.checkpoint().unwrap_err().kind(), ErrorKind::Full);
        assert!(!storage.status().checkpoints.is_healthy());
        disk.heal();
    }
    storage.checkpoint().unwrap();
    assert_eq!(trees(folder.path()), ["tree-1"], "there was no reason to write it anew");
    storage.abandon();
    disk.crash().unwrap();
    let storage = open(&disk, folder.path());
    assert_eq!(storage.load("a").unwrap().unwrap().snapshot, Some(state("a", 1)));
}

#[test]
fn a_compaction_that_fails_on_a_full_disk_costs_no_history() {
    for writes in 2..5 {
        let disk = SimulatedDisk::new(8);
        let folder = tempfile::tempdir().unwrap();
        let storage = open_unhurried(&disk, folder.path());
        // Too large for the tree, too large to be joined with what follows before a compaction does it.
        let bulky = |seq| {
            let mut random = Random::new(seq);
            LogEntry { update: (0..10_000).map(|_| random.next() as u8).collect::<Vec<u8>>().into(), ..entry("a", seq) }
        };
        for seq in 1..=2 {
            storage.append(&[Append { document: "a".into(), entry: Some(bulky(seq)), parked: None }]).unwrap();
            storage.checkpoint().unwrap();
        }
        storage.install_snapshot("a", &state("a", 2)).unwrap();
        storage.checkpoint().unwrap();
        // A segment takes two writes; the next are those of the joined file.
        disk.trouble(Trouble::FullAfter(writes));
        assert_eq!(storage.compact(Scope::All).unwrap_err().kind(), ErrorKind::Full);
        disk.heal();
        for checkpoints in 0..4 {
            assert_eq!(storage.log("a", 0..9).unwrap(), vec![bulky(1), bulky(2)], "{writes} writes, {checkpoints} checkpoints");
            storage.write(&RecordBatch::new().put("counter", vec![checkpoints])).unwrap();
            storage.checkpoint().unwrap();
        }
        storage.compact(Scope::All).unwrap();
        assert_eq!(storage.log("a", 0..9).unwrap(), vec![bulky(1), bulky(2)]);
    }
}

#[test]
fn a_rewrite_that_fails_again_and_again_loses_nothing_in_a_crash() {
    for failures in 1..=12 {
        let disk = SimulatedDisk::new(failures);
        let folder = tempfile::tempdir().unwrap();
        let storage = open(&disk, folder.path());
        let one = |seq| [Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }];
        storage.append(&one(1)).unwrap();
        storage.checkpoint().unwrap();
        storage.append(&one(2)).unwrap();
        // One failure for the tree, then in each attempt to write it anew one step further.
        for after in (0..failures).map(|at| at + 2) {
            disk.trouble(Trouble::SyncFails { after, times: 1 });
            let _ = storage.checkpoint();
        }
        disk.heal();
        storage.append(&one(3)).unwrap();
        if failures % 2 == 0 {
            storage.checkpoint().unwrap();
        }
        storage.abandon();
        disk.crash().unwrap();
        let storage = open(&disk, folder.path());
        assert_eq!(storage.load("a").unwrap().unwrap().tail, (1..=3).map(|seq| entry("a", seq)).collect::<Vec<_>>());
        assert_eq!(storage.status().faults, vec![], "{failures} failures");
    }
}

#[test]
fn every_acknowledged_append_had_a_sync_of_its_own() {
    let disk = SimulatedDisk::new(4);
    let folder = tempfile::tempdir().unwrap();
    let storage = open(&disk, folder.path());
    for seq in 1..=100 {
        let before = disk.syncs();
        storage.append(&[Append { document: "a".into(), entry: Some(entry("a", seq)), parked: None }]).unwrap();
        assert!(disk.syncs() > before, "entry {seq} was acknowledged without a sync");
    }
    assert_eq!(storage.status().syncs, disk.syncs());
}
