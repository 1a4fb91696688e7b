//! Group commit: one sync for many documents, in order, told once, retried until it succeeds, bounded.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::{
    Append, Committer, CommitterLimits, Completion, Error, ErrorKind, Failure, Health, LogEntry, Memory, Storage,
};

/// Remembers what it was told, and lets a test wait for it.
#[derive(Default)]
struct Told {
    state: Mutex<(Vec<u64>, Vec<String>)>,
    changed: Condvar,
}

impl Told {
    fn wait(&self, until: impl Fn(&[u64], &[String]) -> bool) {
        let state = self.state.lock().unwrap();
        let patience = Duration::from_secs(20);
        let (_state, timeout) =
            self.changed.wait_timeout_while(state, patience, |(durable, refused)| !until(durable, refused)).unwrap();
        assert!(!timeout.timed_out(), "waited in vain");
    }

    fn wait_for(&self, seq: u64) {
        self.wait(|durable, _| durable.last() == Some(&seq));
    }
}

impl Completion for Told {
    fn durable(&self, seq: u64) {
        self.state.lock().unwrap().0.push(seq);
        self.changed.notify_all();
    }

    fn refused(&self, error: &Error) {
        self.state.lock().unwrap().1.push(error.to_string());
        self.changed.notify_all();
    }
}

fn append(id: &str, seq: u64) -> Append {
    let entry = LogEntry { seq, time_ms: seq, user: None, connection: 1, update: Bytes::from(vec![7; 24]) };
    Append { document: id.into(), entry: Some(entry), parked: None }
}

fn quick() -> CommitterLimits {
    CommitterLimits {
        retry_first: Duration::from_millis(1),
        retry_longest: Duration::from_millis(4),
        linger: Duration::ZERO,
        ..CommitterLimits::default()
    }
}

fn start(memory: &Memory, limits: CommitterLimits) -> Committer {
    Committer::start(Arc::new(memory.clone()), limits).unwrap()
}

#[test]
fn what_gathers_while_a_sync_runs_is_one_batch_and_each_owner_is_told_once() {
    let memory = Memory::new();
    let committer = start(&memory, quick());
    let hold = memory.hold();
    let (a, b) = (Arc::new(Told::default()), Arc::new(Told::default()));
    committer.submit(append("first", 1), Arc::new(Told::default())).unwrap();
    // The first is being written, or will be together with the others: at most two batches either way.
    for seq in 1..=100 {
        committer.submit(append("a", seq), Arc::clone(&a) as _).unwrap();
        committer.submit(append("b", seq), Arc::clone(&b) as _).unwrap();
    }
    assert!(a.state.lock().unwrap().0.is_empty(), "nothing is acknowledged before it is durable");
    drop(hold);
    a.wait_for(100);
    b.wait_for(100);
    assert!(a.state.lock().unwrap().0.len() <= 2, "told once per batch");
    let counters = committer.counters();
    assert!(counters.batches <= 2, "{counters:?}");
    assert_eq!((counters.entries, counters.bytes), (201, 201 * 24));
    assert_eq!(memory.load("a").unwrap().unwrap().head(), 100);
}

#[test]
fn writes_for_which_nobody_waits_gather_until_somebody_does() {
    let memory = Memory::new();
    let limits = CommitterLimits { linger: Duration::from_secs(3_600), ..quick() };
    let committer = start(&memory, limits);
    let told = Arc::new(Told::default());
    for seq in 1..=100 {
        committer.submit(append("a", seq), Arc::clone(&told) as _).unwrap();
    }
    assert_eq!(committer.counters().batches, 0, "no sync for nobody");
    committer.hurry();
    told.wait_for(100);
    assert_eq!(committer.counters().batches, 1);
    // Not for ever: the next gather anew, and closing waits for nothing.
    committer.submit(append("a", 101), Arc::clone(&told) as _).unwrap();
    assert_eq!(committer.counters().batches, 1);
    committer.close();
    told.wait_for(101);
    let soon = start(&memory, CommitterLimits { linger: Duration::from_millis(1), ..quick() });
    soon.submit(append("a", 102), Arc::clone(&told) as _).unwrap();
    told.wait_for(102);
}

/// Parked bytes are written whole with each change. Whoever makes them change often makes the disk write one copy a sync.
#[test]
fn parked_bytes_that_are_replaced_with_the_same_sync_are_written_once() {
    let memory = Memory::new();
    let limits = CommitterLimits { linger: Duration::from_secs(3_600), batch_bytes: 128 << 10, ..quick() };
    let committer = start(&memory, limits);
    let told = Arc::new(Told::default());
    // The commit has this in its hands, or takes it with the rest; by bytes the rest would be a dozen batches.
    let hold = memory.hold();
    for seq in 1..=100 {
        for id in ["a", "b"] {
            let parked = Some(Bytes::from(vec![seq as u8; 8 << 10]));
            committer.submit(Append { parked, ..append(id, seq) }, Arc::clone(&told) as _).unwrap();
            committer.submit(append(id, seq), Arc::clone(&told) as _).unwrap();
        }
    }
    let cleared = Append { document: "b".into(), entry: None, parked: Some(Bytes::new()) };
    committer.submit(cleared, Arc::clone(&told) as _).unwrap();
    committer.hurry();
    drop(hold);
    committer.close();
    let counters = committer.counters();
    assert_eq!((counters.backlog_count, counters.backlog_bytes), (0, 0), "what is spared waits no more");
    let written = counters.bytes - counters.entries * 24;
    assert!(counters.batches <= 4 && written <= counters.batches * 2 * (8 << 10), "{counters:?}");
    let stored = |id: &str| memory.load(id).unwrap().unwrap();
    assert_eq!((stored("a").head(), stored("a").parked), (100, Bytes::from(vec![100; 8 << 10])));
    assert_eq!((stored("b").head(), stored("b").parked), (100, Bytes::new()));
    assert!(told.state.lock().unwrap().1.is_empty());
}

#[test]
fn a_failure_acknowledges_nothing_is_seen_and_is_retried_until_it_succeeds() {
    for failure in [Failure::Io, Failure::Full, Failure::IoAfterWriting] {
        let memory = Memory::new();
        let seen: Arc<Mutex<Vec<bool>>> = Arc::default();
        let observer = {
            let seen = Arc::clone(&seen);
            Arc::new(move |health: &Health| seen.lock().unwrap().push(health.is_healthy()))
        };
        let committer = Committer::start_observed(Arc::new(memory.clone()), quick(), observer).unwrap();
        memory.fail_next(u32::MAX, failure);
        let told = Arc::new(Told::default());
        for seq in 1..=5 {
            committer.submit(append("a", seq), Arc::clone(&told) as _).unwrap();
        }
        while committer.counters().failures < 3 {
            std::thread::yield_now();
        }
        assert!(matches!(committer.health(), Health::Failing { .. }));
        assert!(told.state.lock().unwrap().0.is_empty());
        memory.heal();
        told.wait_for(5);
        assert_eq!(committer.health(), Health::Healthy);
        assert_eq!(*seen.lock().unwrap(), [false, true], "{failure:?}");
        assert_eq!(memory.load("a").unwrap().unwrap().tail.len(), 5);
    }
}

#[test]
fn the_queue_is_bounded_and_full_means_nothing_was_taken() {
    let memory = Memory::new();
    let limits = CommitterLimits { backlog_bytes: 20_000, ..quick() };
    let committer = start(&memory, limits);
    let hold = memory.hold();
    let told = Arc::new(Told::default());
    let mut taken = 0;
    let refusal = loop {
        match committer.submit(append("a", taken + 1), Arc::clone(&told) as _) {
            Ok(()) => taken += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(refusal.kind(), ErrorKind::Backlog);
    assert!(!committer.has_room());
    assert!(committer.backlog_bytes() <= 20_000);
    drop(hold);
    told.wait_for(taken);
    while committer.backlog_bytes() > 0 {
        std::thread::yield_now();
    }
    assert!(committer.has_room());
    let large = Append { parked: Some(Bytes::from(vec![0; 50_000])), entry: None, document: "a".into() };
    committer.submit(large, Arc::clone(&told) as _).unwrap();
    told.wait(|durable, _| durable.last() == Some(&0));
}

#[test]
fn a_write_that_can_never_succeed_is_refused_and_the_others_go_on() {
    let memory = Memory::new();
    let committer = start(&memory, quick());
    let hold = memory.hold();
    let (good, bad) = (Arc::new(Told::default()), Arc::new(Told::default()));
    committer.submit(append("good", 1), Arc::clone(&good) as _).unwrap();
    committer.submit(append("bad", 7), Arc::clone(&bad) as _).unwrap();
    committer.submit(append("good", 2), Arc::clone(&good) as _).unwrap();
    drop(hold);
    good.wait_for(2);
    bad.wait(|_, refused| refused.len() == 1);
    assert_eq!(committer.counters().refused, 1);
    assert!(memory.load("bad").unwrap().is_none());
    assert!(committer.health().is_healthy(), "a refusal is no failure of the storage");
}

#[test]
fn an_owner_that_panics_harms_nobody_else() {
    struct Panics;
    impl Completion for Panics {
        fn durable(&self, _seq: u64) {
            panic!("an owner panics");
        }
        fn refused(&self, _error: &Error) {}
    }
    let memory = Memory::new();
    let committer = start(&memory, quick());
    committer.submit(append("a", 1), Arc::new(Panics)).unwrap();
    let told = Arc::new(Told::default());
    committer.submit(append("b", 1), Arc::clone(&told) as _).unwrap();
    told.wait_for(1);
}

#[test]
fn closing_writes_what_waits_and_a_failing_storage_does_not_hold_it_up() {
    let memory = Memory::new();
    let committer = start(&memory, quick());
    let told = Arc::new(Told::default());
    for seq in 1..=50 {
        committer.submit(append("a", seq), Arc::clone(&told) as _).unwrap();
    }
    committer.close();
    assert_eq!(told.state.lock().unwrap().0.last(), Some(&50));
    assert_eq!(committer.submit(append("a", 51), Arc::clone(&told) as _).unwrap_err().kind(), ErrorKind::Closed);

    let limits = CommitterLimits { retry_first: Duration::from_secs(3600), retry_longest: Duration::from_secs(3600), ..quick() };
    let committer = start(&memory, limits);
    memory.fail_next(u32::MAX, Failure::Io);
    let told = Arc::new(Told::default());
    committer.submit(append("a", 51), Arc::clone(&told) as _).unwrap();
    while committer.counters().failures == 0 {
        std::thread::yield_now();
    }
    committer.close();
    assert!(told.state.lock().unwrap().0.is_empty(), "nothing was acknowledged");
}
