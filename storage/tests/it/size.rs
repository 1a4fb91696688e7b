//! Bytes on disk: per keystroke while hot, and after a compaction.

use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::{Append, Clock, LogEntry, Options, Scope, SledStorage, Snapshot, Storage};

use crate::random::Random;

const KEYSTROKES: u64 = 20_000;

/// A keystroke of a typist: about 24 bytes of which most follow from the one before, as in Yjs v1 updates.
fn keystroke(random: &mut Random, seq: u64) -> LogEntry {
    let mut update = vec![1, 1, 0xb7, 0xc9, 0x8f, 0xa2, 0x0c];
    update.extend_from_slice(&(seq as u16).to_le_bytes());
    update.extend_from_slice(&[0x84, 0xb7, 0xc9, 0x8f, 0xa2, 0x0c]);
    update.extend_from_slice(&((seq - 1) as u16).to_le_bytes());
    update.extend_from_slice(&[1, b'a' + random.below(26) as u8, 0, 0, 0, 0, 0]);
    assert_eq!(update.len(), 24);
    LogEntry { seq, time_ms: 1_790_000_000_000 + seq * 200, user: Some("ann".into()), connection: 1, update: update.into() }
}

fn write(storage: &SledStorage, keystrokes: u64) {
    let mut random = Random::new(1);
    let log: Vec<LogEntry> = (1..=keystrokes).map(|seq| keystroke(&mut random, seq)).collect();
    for batch in log.chunks(100) {
        let batch: Vec<Append> =
            batch.iter().map(|entry| Append { document: "a".into(), entry: Some(entry.clone()), parked: None }).collect();
        storage.append(&batch).unwrap();
    }
}

fn on_disk(folder: &std::path::Path) -> u64 {
    let mut bytes = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        bytes += if file.path().is_dir() { on_disk(&file.path()) } else { file.metadata().unwrap().len() };
    }
    bytes
}

fn state(len: usize) -> Bytes {
    let mut random = Random::new(9);
    (0..len).map(|_| random.next() as u8).collect::<Vec<u8>>().into()
}

#[test]
fn after_a_compaction_a_document_takes_at_most_half_as_much_again_as_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::from_fn(|| 1_790_100_000_000);
    let options = || Options { retention: Duration::ZERO, clock: clock.clone(), ..Options::default() };
    let storage = SledStorage::open(folder.path(), options()).unwrap();
    write(&storage, KEYSTROKES);
    let snapshot = Snapshot { seq: KEYSTROKES, state_vector: state(9), state: state(311_038) };
    storage.install_snapshot("a", &snapshot).unwrap();
    let compacted = storage.compact(Scope::All).unwrap();
    storage.close().unwrap();
    // Opened once more, because sled fills its file up to a whole segment then.
    SledStorage::open(folder.path(), options()).unwrap().close().unwrap();
    let bytes = on_disk(folder.path());
    println!(
        "{} -> {} bytes, {bytes} after opening again, for a state of {}",
        compacted.before,
        compacted.after,
        snapshot.state.len()
    );
    assert!(bytes * 2 <= snapshot.state.len() as u64 * 3, "{bytes} bytes on disk");
}

#[test]
fn retained_history_is_reported_apart_and_is_a_fraction_of_the_updates() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { clock: Clock::from_fn(|| 1_790_000_000_000), ..Options::default() };
    let storage = SledStorage::open(folder.path(), options).unwrap();
    write(&storage, KEYSTROKES);
    let snapshot = Snapshot { seq: KEYSTROKES, state_vector: state(9), state: state(100_000) };
    storage.install_snapshot("a", &snapshot).unwrap();
    storage.compact(Scope::All).unwrap();
    let sizes = storage.status().sizes;
    println!("{sizes:?}");
    assert!(sizes.history > 0 && sizes.history < KEYSTROKES * 24 / 2, "{sizes:?}");
    assert_eq!(sizes.live, sizes.history + sizes.snapshots);
    assert_eq!(storage.log("a", 1..u64::MAX).unwrap().len() as u64, KEYSTROKES);
}
