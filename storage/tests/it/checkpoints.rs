//! When checkpoints are made without anybody asking: after so many bytes (the crash and size tests have that), after so many small
//! records, and when nothing is written any more. Waits for them, never for a while.

use std::time::{Duration, Instant};

use yrsa_storage::{Options, RecordBatch, SledStorage, Storage as _};

/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// No bytes make a checkpoint due.
fn options() -> Options {
    Options { segment_bytes: 1 << 40, journal_limit: 1 << 40, ..Options::default() }
}

/// Waits until there is a checkpoint after this one.
fn wait_for_another(storage: &SledStorage, checkpoint: u64) {
    let since = Instant::now();
    while storage.status().checkpoint == checkpoint {
        assert!(since.elapsed() < PATIENCE, "no checkpoint was made");
        std::thread::yield_now();
    }
}

#[test]
fn when_nothing_is_written_any_more_what_waits_goes_into_the_tree() {
    let folder = tempfile::tempdir().unwrap();
    let storage = SledStorage::open(folder.path(), Options { quiet: Duration::from_millis(1), ..options() }).unwrap();
    let before = storage.status().checkpoint;
    let value = vec![7; 64 << 10];
    for number in 0..16 {
        storage.write(&RecordBatch::new().put(format!("{number}"), value.clone())).unwrap();
    }
    wait_for_another(&storage, before);
    assert!(storage.status().checkpoints.is_healthy());
    assert_eq!(storage.get(b"15").unwrap().unwrap(), value);
}

/// Each of them costs memory beside its few bytes, until it is in the tree.
#[test]
fn many_small_records_make_a_checkpoint_due_however_few_bytes_they_have() {
    let folder = tempfile::tempdir().unwrap();
    let storage = SledStorage::open(folder.path(), Options { quiet: PATIENCE * 60, ..options() }).unwrap();
    let before = storage.status().checkpoint;
    let mut number = 0_u32;
    for _ in 0..34 {
        let batch = (0..1_000).fold(RecordBatch::new(), |batch, _| {
            number += 1;
            batch.put(number.to_be_bytes().to_vec(), "v")
        });
        storage.write(&batch).unwrap();
        if number == 32_000 {
            assert_eq!(storage.status().checkpoint, before, "{number} are few enough");
        }
    }
    wait_for_another(&storage, before);
    assert!(storage.status().sizes.journal < 1 << 20, "by bytes none would be due for long");
}
