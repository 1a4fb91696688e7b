//! Cases about records: batches, conditions, scans.
//! Run by the suite against every backend; they use the contract and nothing else.

use std::sync::Arc;

use bytes::Bytes;

use super::{Outcome, Setup, Subject, Violation, check_eq, check_kind};
use crate::error::ErrorKind;
use crate::records::{Condition, Expected, RecordBatch, Written};

fn bytes(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

pub(super) fn records_are_written_and_deleted(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let large = Bytes::from(vec![9; 200_000]);
    let batch = RecordBatch::new().put("a", "1").put("b", "2").put("large", large.clone()).put("a", "3").delete("b");
    check_eq(&storage.write(&batch)?, &Written::Committed, "written")?;
    for round in ["at once", "after a checkpoint"] {
        check_eq(&storage.get(b"a")?, &Some(bytes("3")), round)?;
        check_eq(&storage.get(b"b")?, &None, round)?;
        check_eq(&storage.get(b"large")?, &Some(large.clone()), round)?;
        storage.checkpoint()?;
    }
    storage.write(&RecordBatch::new().delete("a").put("large", "small").put("empty", ""))?;
    check_eq(&storage.get(b"a")?, &None, "deleted after a checkpoint")?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&storage.get(b"a")?, &None, "deleted, opened again")?;
    check_eq(&storage.get(b"large")?, &Some(bytes("small")), "replaced, opened again")?;
    storage.checkpoint()?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&storage.get(b"empty")?, &Some(Bytes::new()), "an empty value")?;
    check_eq(&storage.write(&RecordBatch::new())?, &Written::Committed, "an empty batch")
}

pub(super) fn a_failed_condition_writes_nothing(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    storage.write(&RecordBatch::new().put("a", "1"))?;
    for round in 0..2 {
        let conflicts = [("a", Expected::Absent), ("a", Expected::Value(bytes("2"))), ("b", Expected::Present)];
        for (key, expected) in conflicts {
            let batch = RecordBatch::new().expect("a", Expected::Present).expect(key, expected.clone()).put("c", "x");
            let conflict = Written::Conflict(Condition { key: bytes(key), expected });
            check_eq(&storage.write(&batch)?, &conflict, "a condition that fails")?;
        }
        check_eq(&storage.get(b"c")?, &None, &format!("nothing was written in round {round}"))?;
        storage.checkpoint()?;
    }
    let swap = RecordBatch::new().expect("a", Expected::Value(bytes("1"))).expect("b", Expected::Absent).put("a", "2");
    check_eq(&storage.write(&swap)?, &Written::Committed, "conditions that hold")?;
    check_eq(&storage.get(b"a")?, &Some(bytes("2")), "swapped")
}

pub(super) fn scans_go_by_prefix_and_page(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let mut keys: Vec<Bytes> = (0..40u8).map(|at| Bytes::from(vec![b'k', at % 4, 0xff, at])).collect();
    for (at, key) in keys.iter().enumerate() {
        storage.write(&RecordBatch::new().put(key.clone(), format!("value {at}")))?;
        if at == 20 {
            storage.checkpoint()?;
        }
    }
    storage.write(&RecordBatch::new().delete(keys[3].clone()).delete(keys[33].clone()))?;
    let gone = [keys[3].clone(), keys[33].clone()];
    keys.retain(|key| !gone.contains(key));
    keys.sort();
    for (prefix, page) in [(&b"k"[..], 7), (b"k\x01", 3), (b"k\x01\xff\x01", 5), (b"", 100), (b"x", 1)] {
        let expected: Vec<Bytes> = keys.iter().filter(|key| key.starts_with(prefix)).cloned().collect();
        let mut found: Vec<Bytes> = Vec::new();
        loop {
            let records = storage.scan(prefix, found.last().map(AsRef::as_ref), page)?;
            if records.is_empty() {
                break;
            }
            check_eq(&(records.len() <= page), &true, "the size of a page")?;
            found.extend(records.into_iter().map(|record| record.key));
        }
        check_eq(&found, &expected, "keys in order")?;
    }
    Ok(())
}

pub(super) fn records_beyond_the_limits_are_refused(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    check_kind(storage.write(&RecordBatch::new().put("", "x")), ErrorKind::Limit, "an empty key")?;
    check_kind(storage.write(&RecordBatch::new().put(vec![1; 1025], "x")), ErrorKind::Limit, "a long key")?;
    let long = vec![1; (1 << 20) + 1];
    check_kind(storage.write(&RecordBatch::new().put("x", long).put("y", "1")), ErrorKind::Limit, "a long value")?;
    check_eq(&storage.get(b"y")?, &None, "the rest of the batch")?;
    let longest = Bytes::from(vec![1; 1 << 20]);
    storage.write(&RecordBatch::new().put(vec![1; 1024], longest.clone()))?;
    storage.checkpoint()?;
    check_eq(&storage.get(&[1; 1024])?, &Some(longest), "the longest")
}

pub(super) fn of_many_writers_with_one_condition_one_wins(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let winners: Vec<Result<bool, Violation>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let storage = Arc::clone(&storage);
                scope.spawn(move || -> Result<bool, Violation> {
                    let batch = RecordBatch::new().expect("lock", Expected::Absent).put("lock", format!("{thread}"));
                    Ok(storage.write(&batch)? == Written::Committed)
                })
            })
            .collect();
        let failed = || Err(Violation("a thread panicked".into()));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| failed())).collect()
    });
    let winners = winners.into_iter().collect::<Result<Vec<bool>, Violation>>()?;
    check_eq(&winners.iter().filter(|won| **won).count(), &1, "winners")
}
