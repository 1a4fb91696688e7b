//! Writes that come while a sync is under way share the next one: records with each other and with updates. Each is judged alone,
//! nobody is told before the disk has it, and what failed is told to all whom it concerns.

use std::io;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::{Append, ErrorKind, Expected, LogEntry, Options, RecordBatch, Result, SledStorage, Storage, Written};

use super::watched::{Got, WatchedDisk};

const PATIENCE: Duration = Duration::from_secs(30);

/// Lets syncs through, holds them, or fails the next ones.
#[derive(Debug, Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_shut: bool,
    failures: usize,
    /// Syncs that stand before it.
    waiting: usize,
    passed: usize,
}

impl Gate {
    fn pass(&self) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        state.waiting += 1;
        self.changed.notify_all();
        state = self.changed.wait_while(state, |state| state.is_shut).unwrap();
        state.waiting -= 1;
        state.passed += 1;
        if state.failures > 0 {
            state.failures -= 1;
            return Err(io::Error::other("as a test"));
        }
        Ok(())
    }

    fn shut(&self) {
        self.state.lock().unwrap().is_shut = true;
    }

    /// Lets all through, the first so many with an error; how many syncs there were before.
    fn open(&self, failures: usize) -> usize {
        let mut state = self.state.lock().unwrap();
        (state.is_shut, state.failures) = (false, failures);
        self.changed.notify_all();
        state.passed
    }

    fn until_waited(&self) {
        let state = self.state.lock().unwrap();
        let (_state, timeout) = self.changed.wait_timeout_while(state, PATIENCE, |state| state.waiting == 0).unwrap();
        assert!(!timeout.timed_out(), "nobody syncs");
    }

    fn passed(&self) -> usize {
        self.state.lock().unwrap().passed
    }
}

/// A disk whose journal syncs through the gate.
fn gated(gate: &Arc<Gate>) -> Arc<WatchedDisk> {
    let gate = Arc::clone(gate);
    Arc::new(WatchedDisk::new(move |got| if got == Got::Created { gate.pass() } else { Ok(()) }))
}

struct World {
    folder: tempfile::TempDir,
    gate: Arc<Gate>,
    storage: SledStorage,
}

impl World {
    fn new() -> Self {
        let (folder, gate) = (tempfile::tempdir().unwrap(), Arc::new(Gate::default()));
        let storage = SledStorage::open_on(gated(&gate), folder.path(), Options::default()).unwrap();
        // The first write also begins a segment.
        storage.write(&RecordBatch::new().put("before", "x")).unwrap();
        Self { folder, gate, storage }
    }

    /// Lets a write stand before the gate while others come, and opens it when all have; the results of those, and the syncs.
    fn while_one_syncs<T: Send>(&self, others: Vec<Work<'_, T>>, failures: usize) -> (Vec<T>, usize) {
        let count = others.len();
        self.gate.shut();
        std::thread::scope(|scope| {
            let first = scope.spawn(|| self.storage.write(&RecordBatch::new().put("first", "x")));
            self.gate.until_waited();
            let others: Vec<_> = others.into_iter().map(|other| scope.spawn(|| other(&self.storage))).collect();
            while self.storage.waiting() < count {
                std::thread::yield_now();
            }
            let before = self.gate.open(failures);
            let told = others.into_iter().map(|other| other.join().unwrap()).collect();
            first.join().unwrap().ok();
            (told, self.gate.passed() - before)
        })
    }

    /// What is there after a crash.
    fn after_a_crash(self) -> (SledStorage, tempfile::TempDir) {
        self.storage.abandon();
        (SledStorage::open(self.folder.path(), Options::default()).unwrap(), self.folder)
    }
}

type Work<'a, T> = Box<dyn FnOnce(&SledStorage) -> T + Send + 'a>;

fn append(id: &str, seq: u64) -> Append {
    let entry = LogEntry { seq, time_ms: seq, user: None, connection: 1, update: Bytes::from(vec![7; 24]) };
    Append { document: id.into(), entry: Some(entry), parked: None }
}

#[test]
fn records_and_updates_that_come_during_a_sync_share_the_next_one() {
    let world = World::new();
    let records = (0..16).map(|n| -> Work<'_, Result<()>> {
        Box::new(move |storage| {
            let batch = RecordBatch::new().expect(format!("r{n}"), Expected::Absent).put(format!("r{n}"), "x");
            storage.write(&batch).map(|written| assert_eq!(written, Written::Committed))
        })
    });
    let updates = [Box::new(|storage: &SledStorage| storage.append(&[append("a", 1), append("b", 1)])) as Work<'_, Result<()>>];
    let (told, syncs) = world.while_one_syncs(records.chain(updates).collect(), 0);
    assert!(told.iter().all(Result::is_ok));
    assert_eq!(syncs, 2, "the one under way, and one for all others");
    let (storage, _folder) = world.after_a_crash();
    assert_eq!(storage.scan(b"r", None, 100).unwrap().len(), 16, "what was answered is on disk");
    assert_eq!(storage.load("a").unwrap().unwrap().tail.len() + storage.load("b").unwrap().unwrap().tail.len(), 2);
}

#[test]
fn of_those_who_want_the_same_in_one_sync_one_gets_it() {
    let world = World::new();
    let take = |n: usize| -> Work<'_, Written> {
        Box::new(move |storage| {
            storage.write(&RecordBatch::new().expect("one", Expected::Absent).put("one", format!("{n}"))).unwrap()
        })
    };
    let (told, _) = world.while_one_syncs((0..8).map(take).collect(), 0);
    let winners: Vec<usize> = (0..8).filter(|n| told[*n] == Written::Committed).collect();
    assert_eq!(winners.len(), 1, "{told:?}");
    let (storage, _folder) = world.after_a_crash();
    assert_eq!(storage.get(b"one").unwrap().unwrap(), format!("{}", winners[0]));
}

#[test]
fn a_sync_that_fails_fails_for_all_who_shared_it_and_leaves_nothing() {
    let world = World::new();
    let take = |n: usize| -> Work<'_, ErrorKind> {
        Box::new(move |storage| {
            let batch = RecordBatch::new().expect("one", Expected::Absent).put("one", format!("{n}"));
            // Whoever lost to one that came to nothing is not told that it lost.
            storage.write(&batch).unwrap_err().kind()
        })
    };
    // Both the one under way and the shared one fail, and so do the beginnings of new segments.
    let (told, _) = world.while_one_syncs((0..8).map(take).collect(), 4);
    assert!(told.iter().all(|kind| *kind == ErrorKind::Io), "{told:?}");
    world.gate.open(0);
    assert_eq!(world.storage.get(b"one").unwrap(), None);
    let batch = RecordBatch::new().expect("one", Expected::Absent).put("one", "later");
    assert_eq!(world.storage.write(&batch).unwrap(), Written::Committed);
    let (storage, _folder) = world.after_a_crash();
    assert_eq!(storage.get(b"one").unwrap().unwrap(), "later");
    assert_eq!(storage.status().faults, vec![]);
}

#[test]
fn an_update_that_does_not_continue_its_log_does_not_touch_records_beside_it() {
    let world = World::new();
    let wrong: Work<'_, bool> = Box::new(|storage| storage.append(&[append("a", 9)]).unwrap_err().kind() == ErrorKind::Sequence);
    let right: Work<'_, bool> =
        Box::new(|storage| storage.write(&RecordBatch::new().put("beside", "x")).unwrap() == Written::Committed);
    let (told, _) = world.while_one_syncs(vec![wrong, right], 0);
    assert_eq!(told, [true, true]);
    assert!(world.storage.get(b"beside").unwrap().is_some());
}

/// Everybody adds to one number by compare-and-swap, some of them while others write; nothing is added twice or lost.
#[test]
fn loops_of_compare_and_swap_lose_nothing() {
    let (threads, times) = (8, 25);
    let world = World::new();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..times {
                    loop {
                        let before = world.storage.get(b"count").unwrap();
                        let next = before.as_ref().map_or(0, |raw| std::str::from_utf8(raw).unwrap().parse::<u32>().unwrap()) + 1;
                        let expected = before.map_or(Expected::Absent, Expected::Value);
                        let batch = RecordBatch::new().expect("count", expected).put("count", next.to_string());
                        if world.storage.write(&batch).unwrap() == Written::Committed {
                            break;
                        }
                    }
                }
            });
        }
    });
    let (storage, _folder) = world.after_a_crash();
    assert_eq!(storage.get(b"count").unwrap().unwrap(), (threads * times).to_string());
}
