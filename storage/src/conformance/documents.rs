//! Cases about documents: their log, snapshot, parked bytes, lists.
//! Run by the suite against every backend; they use the contract and nothing else.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::{
    NOW_MS, Outcome, Setup, Subject, Violation, append, appends, check, check_eq, check_kind, entries, entry, park, snapshot,
};
use crate::contract::{Append, LogEntry, Snapshot, Storage, StoredDocument};
use crate::error::ErrorKind;
use crate::options::Clock;
use crate::status::Scope;

fn load(storage: &Arc<dyn Storage>, id: &str) -> Result<StoredDocument, Violation> {
    storage.load(id)?.ok_or_else(|| Violation(format!("{id} is not there")))
}

pub(super) fn an_unknown_document_is_none(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    check_eq(&storage.load("nothing")?, &None, "load")?;
    check_eq(&storage.log("nothing", 0..100)?, &vec![], "log")?;
    storage.remove("nothing")?;
    storage.append(&[])?;
    check_eq(&storage.documents("", None, 10)?, &vec![], "documents")
}

pub(super) fn appended_entries_come_back_whole_and_in_order(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    for seq in 1..=200 {
        storage.append(&[append("a", seq)])?;
    }
    let expected = StoredDocument { tail: entries(1..=200), ..StoredDocument::default() };
    check_eq(&load(&storage, "a")?, &expected, "before opening again")?;
    drop(storage);
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?, &expected, "after opening again")?;
    storage.append(&[append("a", 201)])?;
    storage.close()?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?.tail, &entries(1..=201), "after closing")
}

pub(super) fn a_batch_may_mix_documents(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let mut batch = Vec::new();
    for seq in 1..=50 {
        for id in ["a", "b", "c"] {
            batch.push(append(id, seq));
        }
    }
    batch.push(Append { document: "b".into(), entry: Some(entry(51)), parked: Some(Bytes::from_static(b"waiting")) });
    storage.append(&batch)?;
    drop(storage);
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?.tail, &entries(1..=50), "a")?;
    check_eq(&load(&storage, "b")?.tail, &entries(1..=51), "b")?;
    check_eq(&load(&storage, "b")?.parked, &Bytes::from_static(b"waiting"), "parked")
}

pub(super) fn writing_the_same_batch_again_changes_nothing(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let batch = appends("a", 1..=10);
    storage.append(&batch)?;
    storage.append(&batch)?;
    storage.append(&appends("a", 5..=12))?;
    check_eq(&load(&storage, "a")?.tail, &entries(1..=12), "written again")?;
    let storage = subject.open(&Setup::default())?;
    storage.append(&appends("a", 1..=13))?;
    check_eq(&load(&storage, "a")?.tail, &entries(1..=13), "and after opening again")
}

pub(super) fn a_gap_is_refused_before_anything_is_written(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let batch = [append("b", 1), append("a", 2)];
    let refused = storage.append(&batch);
    let document = refused.as_ref().err().and_then(|error| error.document().cloned());
    check_kind(refused, ErrorKind::Sequence, "beginning at 2")?;
    check_eq(&document.as_deref(), &Some("a"), "the document of the error")?;
    check_eq(&storage.load("b")?, &None, "the rest of the batch")?;
    check_eq(&storage.load("a")?, &None, "the document itself")?;
    check_kind(storage.append(&[append("a", 0)]), ErrorKind::Sequence, "position 0")?;
    storage.append(&appends("a", 1..=3))?;
    check_kind(storage.append(&[append("a", 5)]), ErrorKind::Sequence, "a gap")?;
    check_kind(storage.append(&[append("a", 4), append("a", 6)]), ErrorKind::Sequence, "a gap in the batch")?;
    check_eq(&load(&storage, "a")?.tail, &entries(1..=3), "after refusals")
}

pub(super) fn parked_bytes_are_replaced_and_cleared(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let large = Bytes::from(vec![7; 100_000]);
    storage.append(&[park("a", b"one")])?;
    check_eq(&load(&storage, "a")?.parked, &Bytes::from_static(b"one"), "first")?;
    storage.checkpoint()?;
    storage.append(&[Append { document: "a".into(), entry: None, parked: Some(large.clone()) }])?;
    storage.append(&[append("a", 1)])?;
    storage.checkpoint()?;
    drop(storage);
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?.parked, &large, "a large one, opened again")?;
    storage.append(&[park("a", b"")])?;
    check_eq(&load(&storage, "a")?.parked, &Bytes::new(), "cleared")?;
    storage.checkpoint()?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?.parked, &Bytes::new(), "cleared, opened again")
}

pub(super) fn a_snapshot_takes_the_place_of_the_log_before_it(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    storage.append(&appends("a", 1..=20))?;
    storage.install_snapshot("a", &snapshot(12, 300))?;
    let expected = StoredDocument { snapshot: Some(snapshot(12, 300)), tail: entries(13..=20), ..StoredDocument::default() };
    check_eq(&load(&storage, "a")?, &expected, "at once")?;
    check_eq(&storage.log("a", 0..100)?, &entries(1..=20), "history")?;
    storage.checkpoint()?;
    check_eq(&load(&storage, "a")?, &expected, "after a checkpoint")?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?, &expected, "opened again")?;
    storage.install_snapshot("a", &snapshot(20, 10))?;
    check_eq(&load(&storage, "a")?.snapshot, &Some(snapshot(20, 10)), "the next")?;
    check_eq(&load(&storage, "a")?.tail, &vec![], "the next's tail")?;
    storage.append(&[append("a", 21)])?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?.tail, &entries(21..=21), "goes on")?;
    check_eq(&storage.log("a", 1..22)?, &entries(1..=21), "history to the end")
}

pub(super) fn an_older_snapshot_is_ignored_and_one_beyond_the_log_refused(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    storage.append(&appends("a", 1..=20))?;
    storage.install_snapshot("a", &snapshot(10, 50))?;
    storage.install_snapshot("a", &snapshot(5, 50))?;
    check_eq(&load(&storage, "a")?.snapshot, &Some(snapshot(10, 50)), "older")?;
    check_kind(storage.install_snapshot("a", &snapshot(21, 50)), ErrorKind::Sequence, "beyond the log")?;
    storage.install_snapshot("a", &snapshot(10, 60))?;
    check_eq(&load(&storage, "a")?.snapshot, &Some(snapshot(10, 60)), "of the same position")
}

pub(super) fn a_document_can_begin_with_a_snapshot(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    storage.install_snapshot("a", &snapshot(500, 3_000))?;
    storage.install_snapshot("zero", &snapshot(0, 30))?;
    storage.append(&appends("zero", 1..=1))?;
    check_kind(storage.append(&[append("a", 1), append("a", 502)]), ErrorKind::Sequence, "a gap after it")?;
    storage.append(&appends("a", 501..=510))?;
    for round in ["at once", "after a checkpoint"] {
        check_eq(&load(&storage, "a")?.snapshot, &Some(snapshot(500, 3_000)), round)?;
        check_eq(&load(&storage, "a")?.tail, &entries(501..=510), round)?;
        check_eq(&storage.log("a", 0..1_000)?, &entries(501..=510), round)?;
        check_eq(&load(&storage, "zero")?.snapshot, &Some(snapshot(0, 30)), round)?;
        check_eq(&load(&storage, "zero")?.tail, &entries(1..=1), round)?;
        storage.checkpoint()?;
    }
    let storage = subject.open(&Setup::default())?;
    storage.append(&[append("a", 511)])?;
    check_eq(&load(&storage, "a")?.tail, &entries(501..=511), "opened again")
}

pub(super) fn history_is_kept_for_the_retention_and_no_longer(subject: &mut dyn Subject) -> Outcome {
    let now_ms = Arc::new(std::sync::atomic::AtomicU64::new(NOW_MS));
    let clock = {
        let now_ms = Arc::clone(&now_ms);
        Clock::from_fn(move || now_ms.load(std::sync::atomic::Ordering::Relaxed))
    };
    let setup = Setup { retention: Duration::from_secs(60), clock };
    let storage = subject.open(&setup)?;
    storage.append(&appends("a", 1..=100))?;
    storage.append(&appends("b", 1..=100))?;
    storage.install_snapshot("a", &snapshot(100, 40))?;
    storage.install_snapshot("b", &snapshot(40, 40))?;
    storage.checkpoint()?;
    check_eq(&storage.log("a", 0..1_000)?.len(), &100, "within the retention")?;
    now_ms.store(NOW_MS + 120_000, std::sync::atomic::Ordering::Relaxed);
    storage.compact(Scope::All)?;
    check_eq(&storage.log("a", 0..1_000)?, &vec![], "after the retention")?;
    check_eq(&load(&storage, "a")?.snapshot, &Some(snapshot(100, 40)), "the snapshot stays")?;
    check_eq(&load(&storage, "b")?.tail, &entries(41..=100), "what no snapshot contains stays")?;
    storage.append(&[append("a", 101)])?;
    let storage = subject.open(&setup)?;
    check_eq(&storage.log("a", 0..1_000)?, &entries(101..=101), "and goes on")?;
    check_eq(&load(&storage, "b")?.tail, &entries(41..=100), "opened again")
}

pub(super) fn large_updates_and_snapshots_come_back(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let large = |seq: u64, len: usize| LogEntry { update: snapshot(seq, len).state, ..entry(seq) };
    let log = vec![large(1, 10), large(2, 300_000), large(3, 70_000), large(4, 1)];
    for entry in &log {
        storage.append(&[Append { document: "a".into(), entry: Some(entry.clone()), parked: None }])?;
    }
    storage.checkpoint()?;
    check_eq(&load(&storage, "a")?.tail, &log, "updates")?;
    for (at, len) in [0, 1, 1_500, 1_600, 60_000, 70_000, 2_000_000].into_iter().enumerate() {
        let id = format!("snapshot of {len}");
        let snapshot = snapshot(at as u64, len);
        storage.install_snapshot(&id, &snapshot)?;
        check_eq(&load(&storage, &id)?.snapshot, &Some(snapshot), &id)?;
    }
    storage.checkpoint()?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?.tail, &log, "updates, opened again")?;
    for (at, len) in [0, 1, 1_500, 1_600, 60_000, 70_000, 2_000_000].into_iter().enumerate() {
        let id = format!("snapshot of {len}");
        check_eq(&load(&storage, &id)?.snapshot, &Some(snapshot(at as u64, len)), "snapshot, opened again")?;
    }
    Ok(())
}

pub(super) fn a_removed_document_is_gone_and_its_id_free(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    for checkpoint_between in [false, true] {
        storage.append(&appends("a", 1..=10))?;
        storage.install_snapshot("a", &snapshot(5, 100_000))?;
        storage.append(&[park("a", b"waiting")])?;
        storage.append(&appends("ab", 1..=2))?;
        if checkpoint_between {
            storage.checkpoint()?;
        }
        storage.remove("a")?;
        check_eq(&storage.load("a")?, &None, "removed")?;
        check_eq(&storage.log("a", 0..100)?, &vec![], "its log")?;
        check_eq(&storage.documents("a", None, 10)?.len(), &1, "its neighbour in the list")?;
    }
    storage.append(&appends("a", 1..=3))?;
    let expected = StoredDocument { tail: entries(1..=3), ..StoredDocument::default() };
    check_eq(&load(&storage, "a")?, &expected, "a new one of the same id")?;
    storage.checkpoint()?;
    check_eq(&load(&storage, "a")?, &expected, "after a checkpoint")?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&load(&storage, "a")?, &expected, "opened again")?;
    check_eq(&load(&storage, "ab")?.tail, &entries(1..=2), "its neighbour")?;
    storage.remove("a")?;
    let storage = subject.open(&Setup::default())?;
    check_eq(&storage.load("a")?, &None, "removed, opened again")
}

pub(super) fn ids_are_never_mixed_up(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let longest = "x".repeat(512);
    let ids = ["a", "a/", "a/b", "a%2Fb", "a\\b", "A", "ä", "a\u{308}", "🙂", " a", "a ", "..", "d", "dd", "\u{0}", &longest];
    for (at, id) in ids.iter().enumerate() {
        storage.append(&appends(id, 1..=at as u64 + 1))?;
    }
    storage.checkpoint()?;
    for (at, id) in ids.iter().enumerate() {
        storage.append(&[append(id, at as u64 + 2)])?;
    }
    let storage = subject.open(&Setup::default())?;
    for (at, id) in ids.iter().enumerate() {
        check_eq(&load(&storage, id)?.tail, &entries(1..=at as u64 + 2), id)?;
    }
    check_eq(&storage.documents("", None, 100)?.len(), &ids.len(), "listed")
}

pub(super) fn ids_beyond_the_limit_are_refused(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    check_kind(storage.append(&[append("", 1)]), ErrorKind::Limit, "an empty id")?;
    check_kind(storage.append(&[append(&"x".repeat(513), 1)]), ErrorKind::Limit, "an id of 513 bytes")?;
    check_kind(storage.install_snapshot("", &snapshot(0, 1)), ErrorKind::Limit, "a snapshot of an empty id")?;
    check_eq(&storage.load(&"x".repeat(513))?, &None, "loading one")
}

pub(super) fn lists_go_by_prefix_and_page(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let ids: Vec<String> = (0..30).map(|at| format!("{}/{:02}", ["acme", "acme-2", "beta"][at % 3], at)).collect();
    for (at, id) in ids.iter().enumerate() {
        storage.append(&appends(id, 1..=5))?;
        storage.install_snapshot(id, &snapshot(3, 100))?;
        if at == 12 {
            storage.checkpoint()?;
        }
    }
    let mut sorted = ids;
    sorted.sort();
    for (prefix, page) in [("", 7), ("acme/", 3), ("acme", 100), ("beta/2", 1), ("c", 5)] {
        let expected: Vec<String> = sorted.iter().filter(|id| id.starts_with(prefix)).cloned().collect();
        let mut found: Vec<String> = Vec::new();
        loop {
            let listed = storage.documents(prefix, found.last().map(String::as_str), page)?;
            if listed.is_empty() {
                break;
            }
            check(listed.len() <= page, || format!("a page of {page} has {}", listed.len()))?;
            found.extend(listed.iter().map(|info| info.id.to_string()));
        }
        check_eq(&found, &expected, prefix)?;
    }
    let all = storage.documents("", None, 100)?;
    for info in &all {
        let positions = (info.head_seq, info.snapshot_seq, info.first_seq);
        check_eq(&positions, &(5, 3, 1), &format!("positions of {}", info.id))?;
        check(info.snapshot_bytes >= 100 && info.tail_bytes > 0, || format!("sizes of {info:?}"))?;
        check_eq(&info.updated_ms, &(NOW_MS + 200), "the time of the newest entry")?;
    }
    Ok(())
}

pub(super) fn ranges_of_the_log_are_half_open(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    for last in (100..=3_000).step_by(100) {
        storage.append(&appends("a", last - 99..=last))?;
        if last % 700 == 0 {
            storage.checkpoint()?;
        }
    }
    for (from, to) in [(0, 1), (1, 2), (1, 3_001), (650, 750), (699, 702), (2_999, 9_000), (3_000, 3_001), (3_001, 3_002), (5, 5)]
    {
        let expected: Vec<LogEntry> = (from.max(1)..to.min(3_001)).map(entry).collect();
        check_eq(&storage.log("a", from..to)?, &expected, &format!("{from}..{to}"))?;
    }
    check_eq(&storage.log("a", 0..u64::MAX)?.len(), &3_000, "everything")
}

pub(super) fn a_checkpoint_and_a_compaction_change_nothing_visible(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let mut expected: Option<StoredDocument> = None;
    for round in 0..6u64 {
        storage.append(&appends("a", round * 300 + 1..=round * 300 + 300))?;
        if round % 2 == 1 {
            storage.install_snapshot("a", &snapshot(round * 300, 5_000))?;
        }
        let before = load(&storage, "a")?;
        storage.checkpoint()?;
        check_eq(&load(&storage, "a")?, &before, "after a checkpoint")?;
        storage.compact(Scope::Document("a"))?;
        check_eq(&load(&storage, "a")?, &before, "after a compaction of the document")?;
        storage.compact(Scope::All)?;
        check_eq(&load(&storage, "a")?, &before, "after a compaction of all")?;
        check_eq(&storage.log("a", 1..5_000)?, &entries(1..=round * 300 + 300), "the history")?;
        let mut faults = Vec::new();
        storage.verify(&mut |fault| faults.push(fault.clone()))?;
        check_eq(&faults, &vec![], "verify")?;
        expected = Some(before);
    }
    let storage = subject.open(&Setup::default())?;
    check_eq(&storage.load("a")?, &expected, "opened again")
}

pub(super) fn many_threads_may_write(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    let done: Vec<Outcome> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let storage = Arc::clone(&storage);
                scope.spawn(move || -> Outcome {
                    let id = format!("document {thread}");
                    for seq in 1..=40 {
                        storage.append(&[append(&id, seq)])?;
                        if seq % 10 == 0 {
                            let at = Snapshot { seq: seq - 5, ..snapshot(seq, 2_000) };
                            storage.install_snapshot(&id, &at)?;
                        }
                        if seq == 20 {
                            storage.checkpoint()?;
                        }
                        check_eq(&load(&storage, &id)?.head(), &seq, "own writes are seen")?;
                    }
                    Ok(())
                })
            })
            .collect();
        let failed = || Err(Violation("a thread panicked".into()));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| failed())).collect()
    });
    done.into_iter().collect::<Outcome>()?;
    let storage = subject.open(&Setup::default())?;
    for thread in 0..8 {
        check_eq(&storage.log(&format!("document {thread}"), 0..100)?, &entries(1..=40), "opened again")?;
    }
    Ok(())
}

pub(super) fn a_closed_storage_says_so(subject: &mut dyn Subject) -> Outcome {
    let storage = subject.open(&Setup::default())?;
    storage.append(&[append("a", 1)])?;
    storage.close()?;
    storage.close()?;
    check_kind(storage.load("a"), ErrorKind::Closed, "load")?;
    check_kind(storage.append(&[append("a", 2)]), ErrorKind::Closed, "append")
}
