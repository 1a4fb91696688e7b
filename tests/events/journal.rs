//! Writing and reading: order, durability, pages, what is let go of.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use yrsa::event::Draft;
use yrsa::features::events::{Page, Settings};
use yrsa::features::{Journal, Refused};
use yrsa_storage::{Clock, Expected, Failure, RecordBatch, Storage as _};

use super::flaky::Flaky;
use super::world::{World, document};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[test]
fn ids_grow_in_the_order_of_writing_and_go_on_after_a_restart() {
    let world = World::new();
    world.fill("a", 3);
    assert_eq!((world.ids(2), world.journal.head()), (vec![1, 2, 3], 3));
    let world = world.after_a_crash();
    world.fill("b", 2);
    assert_eq!(world.ids(2), [1, 2, 3, 4, 5]);
    assert_eq!(world.journal.of_document(&document("b"), 0, 10).unwrap().events.len(), 2);
}

#[test]
fn concurrent_writers_lose_nothing_and_readers_see_every_event_once_in_order() {
    let world = World::new();
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let world = world.clone();
            std::thread::spawn(move || {
                let (mut cursor, mut seen) = (0, Vec::new());
                while cursor < 800 {
                    let page = world.journal.after(cursor, 7).unwrap();
                    seen.extend(page.events.iter().map(|event| event.id));
                    cursor = page.next;
                }
                seen
            })
        })
        .collect();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let world = world.clone();
            std::thread::spawn(move || {
                for _ in 0..50 {
                    let name = format!("document {writer}");
                    assert!(world.write(vec![world.draft("document.renamed", &name), world.draft("document.changed", &name)]));
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    let all: Vec<u64> = (1..=800).collect();
    for reader in readers {
        let seen = reader.join().unwrap();
        assert!(seen == all, "{} events seen", seen.len());
    }
    assert_eq!(world.after_a_crash().ids(64), all);
}

/// Lets these be written while the disk holds still, until all but one of them wait; what became of them, and the syncs it took.
fn at_once(world: &World, writes: Vec<(RecordBatch, Vec<Draft>)>) -> (Vec<Result<bool, Refused>>, u64) {
    let (before, count) = (world.storage.status().syncs, writes.len());
    let hold = world.storage.hold();
    let told = std::thread::scope(|scope| {
        let journal = &world.journal;
        let threads: Vec<_> = writes.into_iter().map(|(batch, drafts)| scope.spawn(|| journal.write(batch, drafts))).collect();
        while journal.waiting() < count - 1 {
            std::thread::yield_now();
        }
        drop(hold);
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    (told, world.storage.status().syncs - before)
}

#[test]
fn what_is_written_while_a_write_is_under_way_goes_together_with_the_next() {
    let world = World::new();
    let write = |n: usize| (RecordBatch::new().put(format!("r{n}"), "x"), vec![world.draft("member.added", &format!("d{n}"))]);
    let (told, syncs) = at_once(&world, (0..16).map(write).collect());
    assert!(told.iter().all(|told| matches!(told, Ok(true))) && syncs == 2, "{syncs} {told:?}");
    let world = world.after_a_crash();
    assert_eq!(world.ids(100), (1..=16).collect::<Vec<_>>(), "what was answered is on disk, in one order");
    assert_eq!(world.storage.scan(b"r", None, 100).unwrap().len(), 16);
}

#[test]
fn each_that_goes_together_is_judged_alone() {
    let world = World::new();
    let take = |n: usize| {
        let batch = RecordBatch::new().expect("one", Expected::Absent).put("one", n.to_string());
        (batch, vec![world.draft("document.renamed", &format!("d{n}"))])
    };
    let broken = (RecordBatch::new().put("", "x"), vec![world.draft("document.renamed", "broken")]);
    let (told, _) = at_once(&world, (0..8).map(take).chain([broken]).collect());
    let won = told.iter().filter(|told| matches!(told, Ok(true))).count();
    let lost = told.iter().filter(|told| matches!(told, Ok(false))).count();
    assert_eq!((won, lost), (1, 7), "{told:?}");
    assert!(told[8].is_err(), "a key has a byte");
    assert_eq!(world.ids(10).len(), 1, "what was not written is not told");
}

#[test]
fn a_write_that_fails_fails_for_all_that_went_together() {
    let world = World::new();
    world.storage.fail_next(2, Failure::IoAfterWriting);
    let write =
        |n: usize| (RecordBatch::new().put(format!("r{n}"), "x"), vec![world.draft("document.renamed", &format!("d{n}"))]);
    let (told, _) = at_once(&world, (0..8).map(write).collect());
    assert!(told.iter().all(Result::is_err), "nobody knows: {told:?}");
    world.fill("later", 1);
    assert_eq!(world.ids(100), (1..=9).collect::<Vec<_>>(), "what the disk took nevertheless is shown, and no id is given twice");
}

#[test]
fn a_condition_that_does_not_hold_writes_no_event() {
    let world = World::new();
    let batch = RecordBatch::new().expect("key", Expected::Present).put("key", "value");
    assert!(!world.journal.write(batch, vec![world.draft("document.renamed", "a")]).unwrap());
    assert!(world.ids(10).is_empty() && world.storage.get(b"key").unwrap().is_none());
    let batch = RecordBatch::new().expect("key", Expected::Absent).put("key", "value");
    assert!(world.journal.write(batch, vec![world.draft("document.renamed", "a")]).unwrap());
    assert_eq!((world.ids(10), world.storage.get(b"key").unwrap().is_some()), (vec![1], true));
}

#[test]
fn nobody_hears_of_an_event_that_is_not_on_disk() {
    let world = World::new();
    let newest = world.journal.watch();
    world.storage.fail_next(1, Failure::Io);
    assert!(world.journal.write(RecordBatch::new(), vec![world.draft("document.renamed", "a")]).is_err());
    assert!(!newest.has_changed().unwrap() && world.ids(10).is_empty());
    world.fill("b", 1);
    assert!(newest.has_changed().unwrap());
    assert_eq!((world.kinds("a").len(), world.kinds("b").len(), world.ids(10)), (0, 1, vec![1]));
}

/// The device may have written what it says it has not: then the event happened, and its id is taken.
#[test]
fn an_event_whose_writing_failed_after_all_was_written_keeps_its_id() {
    let world = World::new();
    world.fill("a", 1);
    world.storage.fail_next(1, Failure::IoAfterWriting);
    let drafts = vec![world.draft("document.renamed", "b"), world.draft("document.changed", "b")];
    assert!(world.journal.write(RecordBatch::new(), drafts).is_err());
    world.fill("c", 1);
    assert_eq!(world.ids(10), [1, 2, 3, 4]);
    assert_eq!(world.kinds("b"), ["document.renamed", "document.changed"]);
    assert_eq!(world.after_a_crash().ids(10), [1, 2, 3, 4]);
}

#[test]
fn what_is_older_or_more_than_is_kept_goes_and_late_readers_are_told() {
    let world = World::with(Settings { keep: DAY, most: 100, ..Settings::default() });
    world.fill("old", 150);
    world.pass(DAY / 2);
    world.fill("new", 50);
    while world.journal.trim().unwrap() {}
    assert_eq!(world.journal.start(), 100);
    assert_eq!(world.ids(64), (101..=200).collect::<Vec<_>>());
    let late = world.journal.after(99, 1000).unwrap();
    assert!(late.gap && late.events.len() == 100);
    assert!(!world.journal.after(100, 1000).unwrap().gap);
    world.pass(DAY / 2 + Duration::from_secs(1));
    while world.journal.trim().unwrap() {}
    assert_eq!(world.ids(64), (151..=200).collect::<Vec<_>>());
    assert_eq!((world.kinds("old").len(), world.kinds("new").len()), (0, 50));
}

/// Bytes of the events on disk.
fn on_disk(world: &World) -> u64 {
    let events = world.storage.scan(b"event\0", None, 10_000).unwrap();
    events.iter().map(|record| record.value.len() as u64).sum()
}

/// A million events of up to 960 KiB would have filled any disk.
#[test]
fn more_bytes_than_are_kept_go_however_few_the_events_are_and_a_restart_counts_the_same() {
    let world = World::with(Settings { bytes: 100_000, ..Settings::default() });
    let large = |id: &str| Draft { data: json!({ "text": "x".repeat(9_500) }), ..world.draft("document.changed", id) };
    for number in 0..30 {
        world.write(vec![large(if number % 3 == 0 { "b" } else { "a" })]);
    }
    while world.journal.trim().unwrap() {}
    assert!((90_000..=100_000).contains(&on_disk(&world)), "{}", on_disk(&world));
    assert_eq!(world.ids(64).last(), Some(&30));
    let oldest = world.journal.start();
    assert!(world.journal.after(oldest - 1, 10).unwrap().gap);
    // What is purged counts no more, also after a crash; what came after the last count is counted at the start.
    world.journal.purge(&document("b")).unwrap();
    let left = on_disk(&world);
    let world = world.after_a_crash();
    while 100_000 - on_disk(&world) > 9_900 {
        world.write(vec![large("c")]);
        while world.journal.trim().unwrap() {}
        assert_eq!(world.journal.start(), oldest, "{} bytes were left and {} are there", left, on_disk(&world));
    }
    let world = world.after_a_crash();
    world.write(vec![large("c"), large("c")]);
    while world.journal.trim().unwrap() {}
    assert!(world.journal.start() > oldest && on_disk(&world) <= 100_000);
}

/// One bit of one event, and nobody heard of those behind it, nor did any go.
#[test]
fn an_event_that_is_damaged_on_disk_keeps_nobody_from_those_behind_it() {
    let world = World::new();
    world.fill("a", 20);
    let key = |id: u64| Bytes::from([b"event\0".as_slice(), &id.to_be_bytes()].concat());
    let settings = Settings { most: 5, ..Settings::default() };
    for damaged in [vec![7], vec![1, 2, 3], vec![20], (4..=18).collect()] {
        let storage = world.storage.crash();
        let flaky = Flaky::with_damage(storage.clone(), damaged.iter().map(|id| key(*id)).collect());
        let journal = Journal::open(Arc::new(flaky), Clock::system(), settings).unwrap();
        let whole: Vec<u64> = (1..=20).filter(|id| !damaged.contains(id)).collect();
        assert_eq!(journal.head(), 20, "{damaged:?}");
        let ids = |page: Page| page.events.iter().map(|event| event.id).collect::<Vec<_>>();
        assert_eq!(ids(journal.after(0, 100).unwrap()), whole, "{damaged:?}");
        assert_eq!(ids(journal.of_document(&document("a"), 0, 100).unwrap()), whole, "{damaged:?}");
        while journal.trim().unwrap() {}
        let kept: Vec<u64> = whole.into_iter().filter(|id| *id > 15).collect();
        assert_eq!(ids(journal.after(journal.start(), 100).unwrap()), kept, "{damaged:?}");
        assert!(journal.start() >= 15 && storage.scan(b"event\0", None, 100).unwrap().len() <= 5, "{damaged:?}");
        journal.purge(&document("a")).unwrap();
        assert!(storage.scan(b"event\0", None, 100).unwrap().is_empty(), "{damaged:?}");
    }
}

/// It was said to be gone and stayed for ever, or went and was counted for ever.
#[test]
fn what_could_not_be_let_go_of_goes_the_next_time_and_is_counted_once() {
    for failure in [Failure::Io, Failure::IoAfterWriting] {
        let world = World::with(Settings { most: 100, ..Settings::default() });
        world.fill("a", 300);
        world.storage.fail_next(1, failure);
        assert!(world.journal.trim().is_err());
        let there = |world: &World| world.storage.scan(b"event\0", None, 1000).unwrap().len();
        assert_eq!(world.ids(64).len(), there(&world), "{failure:?}: readers find what is there");
        assert!(!world.journal.after(world.journal.start(), 10).unwrap().gap);
        while world.journal.trim().unwrap() {}
        assert_eq!((world.journal.start(), there(&world)), (200, 100), "{failure:?}");
        assert_eq!(world.ids(64), (201..=300).collect::<Vec<_>>());
        let world = world.after_a_crash();
        assert_eq!((world.journal.start(), world.ids(64).len()), (200, 100), "{failure:?}");

        let world = World::with(Settings { bytes: 100_000, ..Settings::default() });
        let large = |id: &str| Draft { data: json!({ "text": "x".repeat(9_500) }), ..world.draft("document.changed", id) };
        (0..60).for_each(|number| assert!(world.write(vec![large(if number < 30 { "b" } else { "a" })])));
        world.storage.fail_next(1, failure);
        assert!(world.journal.purge(&document("b")).is_err());
        world.journal.purge(&document("b")).unwrap();
        world.storage.fail_next(1, failure);
        assert!(world.journal.trim().is_err());
        while world.journal.trim().unwrap() {}
        assert!((90_000..=100_000).contains(&on_disk(&world)), "{failure:?}: {}", on_disk(&world));
    }
}

#[test]
fn ids_go_on_growing_when_nothing_is_left() {
    let world = World::with(Settings { keep: DAY, most: 1000, ..Settings::default() });
    world.fill("a", 70);
    world.pass(DAY * 2);
    while world.journal.trim().unwrap() {}
    assert!(world.ids(10).is_empty());
    let world = world.after_a_crash();
    assert_eq!((world.journal.head(), world.journal.start()), (70, 70));
    assert!(world.journal.after(3, 10).unwrap().gap);
    world.fill("a", 1);
    assert_eq!(world.ids(10), [71]);
    assert!(world.storage.scan(b"event", None, 100).unwrap().len() <= 3, "an event, its index, what is remembered");
}

#[test]
fn a_reader_from_beyond_the_journal_is_told_and_goes_on_at_its_end() {
    let world = World::new();
    world.fill("a", 5);
    let page = world.journal.after(500, 10).unwrap();
    assert_eq!((page.gap, page.next, page.events.len()), (true, 5, 0));
}

#[test]
fn a_purged_document_leaves_nothing_and_others_stay() {
    let world = World::new();
    for _ in 0..100 {
        world.fill("acme/secret", 1);
        world.fill("acme/secret2", 1);
    }
    world.tell("acme/secret", 1, vec![world.change("acme/secret", 1)]).wait();
    world.journal.purge(&document("acme/secret")).unwrap();
    assert_eq!((world.kinds("acme/secret").len(), world.kinds("acme/secret2").len()), (0, 100));
    assert_eq!(world.journal.told(&document("acme/secret")).unwrap(), None);
    let world = world.after_a_crash();
    assert_eq!((world.ids(64).len(), world.journal.head()), (100, 201));
    let everything = world.storage.scan(b"", None, 10_000).unwrap();
    let names = |bytes: &[u8]| bytes.windows(12).any(|window| window == b"acme/secret\"" || window == b"acme/secret\0");
    assert!(!everything.iter().any(|record| names(&record.key) || names(&record.value)));
}

#[test]
fn an_event_too_large_for_a_record_is_written_without_its_data() {
    let world = World::new();
    let data = json!({ "value": "x".repeat(2 << 20) });
    assert!(world.write(vec![Draft { data, ..world.draft("document.changed", "a") }]));
    let page = world.after_a_crash().journal.after(0, 1).unwrap();
    assert!(page.events[0].draft.data["omitted"].as_u64().unwrap() > 2 << 20);
}

#[test]
fn what_is_read_from_memory_and_from_disk_is_the_same() {
    let world = World::new();
    for at in 0..300_u64 {
        let draft =
            Draft { data: json!({ "at": at, "text": "ü\u{1F600}", "v": 1.5 }), ..world.change(&format!("d{}", at % 7), at + 1) };
        world.write(vec![draft]);
    }
    let again = world.after_a_crash();
    assert!(world.journal.is_recent(0) && !again.journal.is_recent(0) && again.journal.is_recent(300));
    for (cursor, limit) in [(0, 1000), (0, 65), (17, 64), (100, 1), (299, 10), (300, 10)] {
        let (memory, disk) = (world.journal.after(cursor, limit).unwrap(), again.journal.after(cursor, limit).unwrap());
        assert_eq!(memory, disk, "{limit} after {cursor}");
        let of = |world: &World| world.journal.of_document(&document("d3"), cursor, limit).unwrap();
        let recent = Arc::new(of(&world));
        assert_eq!(*recent, of(&again), "{limit} of a document after {cursor}");
    }
}

fn nested(levels: usize) -> serde_json::Value {
    (1..levels).fold(json!({}), |inner, _| json!({ "x": inner }))
}

/// Nobody could read it back: the journal was unreadable from there on, for everybody.
#[test]
fn an_event_nested_too_deep_is_written_without_its_data() {
    let world = World::new();
    for levels in [90, 101, 150, 356] {
        assert!(world.write(vec![Draft { data: nested(levels), ..world.draft("document.changed", "deep") }]));
    }
    world.fill("other", 1);
    let again = world.after_a_crash();
    assert_eq!(again.ids(2), [1, 2, 3, 4, 5]);
    let events = again.journal.after(0, 10).unwrap().events;
    assert_eq!(events[0].draft.data, nested(90));
    assert!(events[1..4].iter().all(|event| event.draft.data["omitted"].as_u64().unwrap() > 100));
    assert_eq!(world.journal.after(0, 10).unwrap().events, events);
}

#[test]
fn an_event_that_cant_be_read_is_told_as_a_gap_and_keeps_nobody_from_the_others() {
    let world = World::new();
    world.fill("a", 5);
    // As an older server wrote it, as a newer one might, and damage.
    let deep =
        json!({ "id": "2", "type": "board.card.created", "document": "a", "time": 7, "version": 3, "data": nested(150), "v": 1 });
    let newer = json!({ "id": "3", "type": "x", "document": "a", "time": 8, "v": 2 });
    let key = |id: u64| [b"event\0".as_slice(), &id.to_be_bytes()].concat();
    let batch = RecordBatch::new().put(key(2), deep.to_string()).put(key(3), newer.to_string()).put(key(4), "damage");
    world.storage.write(&batch).unwrap();
    let world = world.after_a_crash();
    for page in [1, 2, 10] {
        assert_eq!(world.ids(page), [1, 2, 3, 5], "by {page}");
    }
    assert_eq!(world.kinds("a"), ["document.renamed", "document.gap", "document.gap", "document.renamed"]);
    let gap = &world.journal.after(1, 1).unwrap().events[0];
    assert_eq!((gap.id, gap.draft.time, gap.draft.version, &*gap.draft.document), (2, 7, Some(3), "a"));
}

/// The journal could not find out any more what became of the events whose writing had failed, and took none again.
#[test]
fn what_was_written_after_all_and_cant_be_read_does_not_end_the_journal() {
    for value in [json!({ "document": "a", "v": 2 }).to_string(), "damage".to_owned()] {
        let world = World::new();
        world.fill("a", 1);
        world.storage.fail_next(1, Failure::IoAfterWriting);
        let drafts = vec![world.draft("document.changed", "a"), world.draft("document.renamed", "a")];
        assert!(world.journal.write(RecordBatch::new(), drafts).is_err());
        let key = [b"event\0".as_slice(), &3_u64.to_be_bytes()].concat();
        world.storage.write(&RecordBatch::new().put(key, value)).unwrap();
        world.fill("b", 1);
        assert_eq!((world.journal.head(), world.ids(10).last()), (4, Some(&4)));
        assert_eq!(world.after_a_crash().ids(10), world.ids(10));
    }
}

#[test]
fn a_page_of_large_events_is_short() {
    let world = World::new();
    for _ in 0..6 {
        let data = json!({ "value": "x".repeat(300 << 10) });
        assert!(world.write(vec![Draft { data, ..world.draft("document.changed", "a") }]));
    }
    let world = world.after_a_crash();
    for page in [world.journal.after(0, 100).unwrap(), world.journal.of_document(&document("a"), 0, 100).unwrap()] {
        assert_eq!((page.events.len(), page.next), (2, 2), "512 KiB are reached with the second");
    }
    assert_eq!(world.ids(100), [1, 2, 3, 4, 5, 6]);
}
