//! What a keystroke costs: appends per second, bytes per keystroke, CPU per append, and the restart with 1,000 documents.
//! `cargo run --release -p yrsa-storage --example journal_bench [folder]`; the figures in docs/STORAGE.md come from here.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints its figures and ends at the first error")]

use std::hint::black_box;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use yrsa_storage::disk::{Disk, DiskFile, Listed, RealDisk};
use yrsa_storage::{Append, Committer, CommitterLimits, Completion, Error, LogEntry, Options, SledStorage, Snapshot, Storage};

fn append(id: &Arc<str>, seq: u64) -> Append {
    let update = Bytes::from((0..24u64).map(|at| (at * 11 + seq) as u8).collect::<Vec<u8>>());
    let time_ms = 1_790_000_000_000 + seq * 150;
    let entry = LogEntry { seq, time_ms, user: Some("ann@example.org".into()), connection: 1, update };
    Append { document: Arc::clone(id), entry: Some(entry), parked: None }
}

fn fresh(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}

#[derive(Default)]
struct Newest {
    seq: Mutex<u64>,
    changed: Condvar,
}

impl Completion for Newest {
    fn durable(&self, seq: u64) {
        let mut newest = self.seq.lock().unwrap();
        *newest = seq.max(*newest);
        self.changed.notify_all();
    }

    fn refused(&self, error: &Error) {
        println!("refused: {}", error.story());
    }
}

impl Newest {
    fn wait_for(&self, seq: u64) {
        drop(self.changed.wait_while(self.seq.lock().unwrap(), |newest| *newest < seq).unwrap());
    }
}

/// A disk whose files take everything and keep nothing, to time the code alone.
#[derive(Debug, Default)]
struct Sink {
    real: RealDisk,
}

#[derive(Debug)]
struct SinkFile;

impl DiskFile for SinkFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        black_box(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for Sink {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        if path.extension().is_some_and(|extension| extension == "log") {
            return Ok(Box::new(SinkFile));
        }
        self.real.create(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.real.open(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.real.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        self.real.list(folder)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.real.create_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.real.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.real.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.real.remove_folder(folder)
    }

    fn truncate(&self, path: &Path, len: u64) -> io::Result<()> {
        self.real.truncate(path, len)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.real.sync_folder(folder)
    }

    fn syncs(&self) -> u64 {
        self.real.syncs()
    }
}

/// The code path alone, without write and sync.
fn cpu_per_append(folder: &Path) {
    let options = Options { segment_bytes: 256 << 20, ..Options::default() };
    let storage = SledStorage::open_on(Arc::new(Sink::default()), &fresh(folder, "cpu"), options).unwrap();
    let id: Arc<str> = "acme/board/roadmap".into();
    for (name, size) in [("one by one", 1), ("in batches of 100", 100)] {
        let from = storage.load(&id).unwrap().map_or(0, |document| document.head());
        let count = 200_000;
        let appends: Vec<Append> = (from + 1..=from + count).map(|seq| append(&id, seq)).collect();
        let started = Instant::now();
        for batch in appends.chunks(size) {
            storage.append(batch).unwrap();
        }
        let each = started.elapsed().as_secs_f64() / count as f64;
        println!("cpu per append without the system's part, {name}: {:.2} us", each * 1e6);
    }
    storage.abandon();
}

fn bytes_per_keystroke(folder: &Path) {
    for (name, size) in [("one frame each", 1), ("ten per frame", 10)] {
        let storage = SledStorage::open(&fresh(folder, "bytes"), Options::default()).unwrap();
        let id: Arc<str> = "acme/board/roadmap".into();
        let count = 2_000;
        let appends: Vec<Append> = (1..=count).map(|seq| append(&id, seq)).collect();
        appends.chunks(size).for_each(|batch| storage.append(batch).unwrap());
        let bytes = storage.status().sizes.journal as f64 / count as f64;
        println!("journal bytes per keystroke of 24 bytes, {name}: {bytes:.1}");
        storage.abandon();
    }
}

fn durable_appends(folder: &Path, writers: u64) {
    let storage = Arc::new(SledStorage::open(&fresh(folder, "durable"), Options::default()).unwrap());
    let committer = Committer::start(Arc::clone(&storage) as Arc<dyn Storage>, CommitterLimits::default()).unwrap();
    let period = Duration::from_secs(3);
    let started = Instant::now();
    let mut latencies: Vec<Duration> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..writers)
            .map(|writer| {
                let committer = &committer;
                scope.spawn(move || {
                    let id: Arc<str> = format!("document/{writer}").into();
                    let newest = Arc::new(Newest::default());
                    let mut latencies = Vec::new();
                    let mut seq = 0;
                    while started.elapsed() < period {
                        seq += 1;
                        let asked = Instant::now();
                        committer.submit(append(&id, seq), Arc::clone(&newest) as Arc<dyn Completion>).unwrap();
                        committer.hurry();
                        newest.wait_for(seq);
                        latencies.push(asked.elapsed());
                    }
                    latencies
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    latencies.sort();
    let counters = committer.counters();
    println!(
        "durable appends, {writers} writers: {:.0}/s, p50 {:.2} ms, p99 {:.2} ms, {:.1} per sync",
        latencies.len() as f64 / started.elapsed().as_secs_f64(),
        latencies[latencies.len() / 2].as_secs_f64() * 1e3,
        latencies[latencies.len() * 99 / 100].as_secs_f64() * 1e3,
        counters.entries as f64 / counters.batches as f64,
    );
    committer.close();
    storage.abandon();
}

fn restart(folder: &Path) {
    let path = fresh(folder, "restart");
    let ids: Vec<Arc<str>> = (0..1_000).map(|at| Arc::from(format!("acme/project-{}/document-{at}", at % 10))).collect();
    let storage = SledStorage::open(&path, Options::default()).unwrap();
    let mut seq = 0;
    let mut round = |rounds: u64| {
        for _ in 0..rounds {
            seq += 1;
            let batch: Vec<Append> = ids.iter().map(|id| append(id, seq)).collect();
            storage.append(&batch).unwrap();
        }
        seq
    };
    let snapshot_seq = round(100);
    let state = Bytes::from((0..20_000u32).map(|at| at.wrapping_mul(2_654_435_761) as u8).collect::<Vec<u8>>());
    for id in &ids {
        let snapshot = Snapshot { seq: snapshot_seq, state_vector: Bytes::from_static(b"vector"), state: state.clone() };
        storage.install_snapshot(id, &snapshot).unwrap();
    }
    let started = Instant::now();
    storage.checkpoint().unwrap();
    println!("checkpoint of 1,000 documents with snapshots: {:.2} s", started.elapsed().as_secs_f64());
    let head = round(300);
    println!("sizes before the crash: {:?}", storage.status().sizes);
    storage.abandon();
    let started = Instant::now();
    let storage = SledStorage::open(&path, Options::default()).unwrap();
    let opened = started.elapsed();
    let mut bytes = 0;
    for id in &ids {
        let document = storage.load(id).unwrap().unwrap();
        assert_eq!(document.head(), head);
        bytes += document.snapshot.unwrap().state.len() + document.tail.len() * 24;
    }
    println!(
        "restart after a crash, 1,000 documents, 300,000 entries to replay: open {:.0} ms, load all {:.0} ms ({} MB)",
        opened.as_secs_f64() * 1e3,
        (started.elapsed() - opened).as_secs_f64() * 1e3,
        bytes / 1_000_000,
    );
    storage.close().unwrap();
}

fn main() {
    let folder = std::env::args().nth(1).map_or_else(|| std::env::temp_dir().join("yrsa-journal-bench"), PathBuf::from);
    cpu_per_append(&folder);
    bytes_per_keystroke(&folder);
    for writers in [1, 64, 200] {
        durable_appends(&folder, writers);
    }
    restart(&folder);
    let _ = std::fs::remove_dir_all(&folder);
}
