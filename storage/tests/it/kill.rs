//! A child process is killed at random moments, and watched by strace: acknowledged means durable, in the real world.
//! The child is this test binary itself, running `the_child` with a folder in its environment.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};

use bytes::Bytes;
use yrsa_storage::{Append, Committer, CommitterLimits, Completion, Error, LogEntry, Options, SledStorage, Snapshot, Storage};

use crate::random::{Random, seeds};

const FOLDER: &str = "YRSA_CHILD_FOLDER";
const ONE_BY_ONE: &str = "YRSA_CHILD_ONE_BY_ONE";

fn entry(id: &str, seq: u64) -> LogEntry {
    let update: Bytes = format!("{id} {seq} {}", "y".repeat((seq % 40) as usize)).into_bytes().into();
    LogEntry { seq, time_ms: 1_790_000_000_000 + seq, user: Some("ann".into()), connection: 3, update }
}

fn options() -> Options {
    let clock = yrsa_storage::Clock::from_fn(|| 1_790_000_000_000);
    Options { segment_bytes: 16 << 10, clock, ..Options::default() }
}

/// Prints each acknowledgement in one write, and remembers the newest.
struct Printer {
    id: String,
    durable: Mutex<u64>,
    changed: Condvar,
}

impl Completion for Printer {
    fn durable(&self, seq: u64) {
        let line = format!("\nack {} {seq}\n", self.id);
        std::io::stdout().write_all(line.as_bytes()).unwrap();
        std::io::stdout().flush().unwrap();
        *self.durable.lock().unwrap() = seq;
        self.changed.notify_all();
    }

    fn refused(&self, error: &Error) {
        panic!("refused: {}", error.story());
    }
}

impl Printer {
    fn wait_for(&self, seq: u64) {
        let durable = self.durable.lock().unwrap();
        drop(self.changed.wait_while(durable, |durable| *durable < seq).unwrap());
    }
}

/// Not a test of its own: does nothing unless it is run as the child.
#[test]
fn the_child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let storage = Arc::new(SledStorage::open(folder.as_ref(), options()).unwrap());
    let committer = Committer::start(Arc::clone(&storage) as Arc<dyn Storage>, CommitterLimits::default()).unwrap();
    let submit = |printer: &Arc<Printer>, seq| {
        let append = Append { document: printer.id.as_str().into(), entry: Some(entry(&printer.id, seq)), parked: None };
        let ticket: Arc<dyn Completion> = Arc::<Printer>::clone(printer);
        committer.submit(append, ticket).unwrap();
    };
    let printer = |id: &str| {
        let head = storage.load(id).unwrap().map_or(0, |document| document.head());
        Arc::new(Printer { id: id.into(), durable: Mutex::new(head), changed: Condvar::new() })
    };
    if let Ok(count) = std::env::var(ONE_BY_ONE) {
        let printer = printer("a");
        for seq in 1..=count.parse().unwrap() {
            submit(&printer, seq);
            printer.wait_for(seq);
        }
        committer.close();
        storage.close().unwrap();
        return;
    }
    let printers = ["a", "b", "c"].map(printer);
    let heads: Vec<u64> = printers.iter().map(|printer| *printer.durable.lock().unwrap()).collect();
    for step in 1.. {
        for (printer, head) in printers.iter().zip(&heads) {
            submit(printer, head + step);
            if step % 50 == 0 {
                printer.wait_for(head + step);
                let state = Bytes::from(vec![step as u8; (step * 100) as usize]);
                let snapshot = Snapshot { seq: head + step, state_vector: Bytes::new(), state };
                storage.install_snapshot(&printer.id, &snapshot).unwrap();
            } else if step > 5 {
                printer.wait_for(head + step - 5);
            }
        }
    }
}

fn child(folder: &std::path::Path) -> Vec<String> {
    let this = std::env::current_exe().unwrap();
    let arguments = ["--exact", "kill::the_child", "--nocapture", "--test-threads=1"];
    let mut command = vec![this.to_str().unwrap().to_owned()];
    command.extend(arguments.map(str::to_owned));
    assert!(folder.is_dir());
    command
}

fn parse(line: &str) -> Option<(String, u64)> {
    let mut words = line.strip_prefix("ack ")?.split(' ');
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

#[test]
fn nothing_acknowledged_is_lost_to_kill_minus_nine() {
    for seed in seeds(1) {
        let mut random = Random::new(seed);
        let folder = tempfile::tempdir().unwrap();
        let mut acknowledged: BTreeMap<String, u64> = BTreeMap::new();
        let rounds = 20;
        for round in 0..rounds {
            let command = child(folder.path());
            let mut process = Command::new(&command[0])
                .args(&command[1..])
                .env(FOLDER, folder.path())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let kill_after = random.below(400);
            let mut seen = 0;
            for line in BufReader::new(process.stdout.take().unwrap()).lines() {
                let Ok(line) = line else { break };
                if let Some((id, seq)) = parse(&line) {
                    acknowledged.insert(id, seq);
                    seen += 1;
                }
                if seen == kill_after {
                    // Lines that were printed before it died are still read: they were acknowledged.
                    process.kill().unwrap();
                }
            }
            process.wait().unwrap();
            let when = format!("seed {seed}, round {round}");
            let storage = SledStorage::open(folder.path(), options()).unwrap();
            assert_eq!(storage.status().faults, vec![], "{when}");
            for (id, acknowledged) in &acknowledged {
                let head = storage.load(id).unwrap().unwrap().head();
                assert!(head >= *acknowledged, "{when}: {id} has {head}, {acknowledged} was acknowledged");
                let log = storage.log(id, 0..u64::MAX).unwrap();
                assert!(log.into_iter().eq((1..=head).map(|seq| entry(id, seq))), "{when}: the log of {id}");
            }
            storage.abandon();
        }
        println!("{rounds} kills, acknowledged {acknowledged:?}");
    }
}

#[test]
fn every_acknowledgement_follows_a_sync_that_the_system_has_seen() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let count = 60;
    let strace = Command::new("strace")
        .args(["-f", "-e", "trace=write,fdatasync,fsync", "-s", "40", "-o", trace.to_str().unwrap()])
        .args(child(&data))
        .env(FOLDER, &data)
        .env(ONE_BY_ONE, count.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match strace {
        Ok(status) if status.success() => {}
        other => {
            println!("SKIPPED: strace cannot be used here ({other:?})");
            return;
        }
    }
    let (mut synced, mut acknowledged) = (0, 0);
    for line in std::fs::read_to_string(&trace).unwrap().lines() {
        let is_sync = line.contains("fdatasync(") || line.contains("fsync(") || line.contains("sync resumed");
        if is_sync && line.trim_end().ends_with("= 0") {
            synced += 1;
        }
        if line.contains("write(1, \"\\nack a ") {
            assert!(synced > 0, "acknowledgement {acknowledged} without a sync since the one before");
            acknowledged += 1;
            synced = 0;
        }
    }
    assert_eq!(acknowledged, count, "acknowledgements in the trace");
}
