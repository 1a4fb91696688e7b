//! Rooms tell: once, in order, whatever the disk does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use yrsa::event::{Author, Draft};
use yrsa::features::Journal;
use yrsa::features::documents::Documents;
use yrsa::features::events::Settings;
use yrsa_storage::{Append, Clock, Failure, LogEntry, Snapshot, Storage as _};

use super::world::{START, World, author, document};

#[test]
fn a_room_hears_when_what_it_told_is_on_disk_and_not_before() {
    let world = World::new();
    let hold = world.storage.hold();
    let answer = world.tell("a", 3, vec![world.change("a", 2), world.change("a", 3)]);
    assert!(!answer.is_there() && world.ids(10).is_empty());
    drop(hold);
    assert_eq!(answer.wait(), 3);
    let world = world.after_a_crash();
    assert_eq!(world.versions("a"), [2, 3]);
    let told = world.journal.told(&document("a")).unwrap().unwrap();
    assert_eq!((told.version, told.time, told.user), (3, world.now(), Some(author("ada"))));
}

#[test]
fn what_many_rooms_tell_at_once_is_written_with_few_syncs() {
    let world = World::new();
    let hold = world.storage.hold();
    let before = world.storage.status().syncs;
    let tell = |at: usize| world.tell(&format!("d{at}"), 1, vec![world.change(&format!("d{at}"), 1)]);
    let answers: Vec<_> = (0..200).map(tell).collect();
    drop(hold);
    answers.iter().for_each(|answer| assert_eq!(answer.wait(), 1));
    let syncs = world.storage.status().syncs - before;
    assert!(syncs <= 3, "{syncs} syncs for 200 rooms");
    assert_eq!(world.ids(64), (1..=200).collect::<Vec<_>>());
}

#[test]
fn a_failing_disk_loses_nothing_and_doubles_nothing() {
    for failure in [Failure::Io, Failure::Full, Failure::IoAfterWriting] {
        let world = World::new();
        for version in 1..=5 {
            world.storage.fail_next(1, failure);
            assert_eq!(world.tell("a", version, vec![world.change("a", version)]).wait(), version);
        }
        assert_eq!(world.versions("a"), [1, 2, 3, 4, 5], "{failure:?}");
        assert_eq!(world.after_a_crash().versions("a"), [1, 2, 3, 4, 5], "{failure:?}");
    }
}

/// The newest part of its log was damaged, and what of it had been told was not.
#[test]
fn a_document_that_goes_on_before_what_was_told_of_it_is_told_from_there() {
    let world = World::new();
    world.tell("a", 60, vec![world.change("a", 60)]).wait();
    for version in [51, 52, 52] {
        assert_eq!(world.tell("a", version, vec![world.change("a", version)]).wait(), version);
    }
    assert_eq!(world.versions("a"), [60, 51, 52]);
}

#[test]
fn what_was_told_before_is_not_told_again() {
    let world = World::new();
    world.tell("a", 2, vec![world.change("a", 1), world.change("a", 2)]).wait();
    // A room that failed and was opened again may tell the same, or the same and more.
    world.tell("a", 2, vec![world.change("a", 1), world.change("a", 2)]).wait();
    world.tell("a", 3, vec![world.change("a", 2), world.change("a", 3)]).wait();
    assert_eq!(world.versions("a"), [1, 2, 3]);
}

#[test]
fn a_document_that_nobody_created_is_noted_with_its_first_telling() {
    let world = World::new();
    let created = Draft { version: None, ..world.draft("document.created", "a") };
    world.tell("a", 1, vec![created.clone(), world.change("a", 1)]).wait();
    world.tell("a", 2, vec![created, world.change("a", 2)]).wait();
    assert_eq!(world.kinds("a"), ["document.created", "document.updated", "document.updated"]);
    let documents = Documents::new(Arc::new(world.storage));
    assert!(documents.is_known(&document("a")).unwrap());
}

#[test]
fn nothing_new_to_see_still_counts_as_told() {
    let world = World::new();
    assert_eq!(world.tell("a", 7, Vec::new()).wait(), 7);
    assert!(world.ids(10).is_empty());
    assert_eq!(world.journal.told(&document("a")).unwrap().unwrap().version, 7);
}

#[test]
fn what_waits_is_written_when_the_journal_closes() {
    let world = World::new();
    let hold = world.storage.hold();
    let answers: Vec<_> = (1..=20).map(|at| world.tell(&format!("d{at}"), 1, vec![world.change(&format!("d{at}"), 1)])).collect();
    drop(hold);
    world.journal.close();
    assert!(answers.iter().all(|answer| answer.is_there()));
    assert_eq!(world.after_a_crash().ids(10).len(), 20);
}

#[test]
fn closing_does_not_wait_for_a_disk_that_fails() {
    let world = World::new();
    world.storage.fail_next(u32::MAX, Failure::Full);
    let answer = world.tell("a", 1, vec![world.change("a", 1)]);
    world.journal.close();
    assert!(!answer.is_there());
    let world = world.after_a_crash();
    assert_eq!(world.journal.told(&document("a")).unwrap(), None);
}

/// The thread that writes ended without a word, and every room waited for ever.
#[test]
fn a_panic_while_something_is_written_down_is_a_gap_and_nothing_more() {
    let panics = Arc::new(AtomicU32::new(0));
    let clock = {
        let panics = Arc::clone(&panics);
        Clock::from_fn(move || {
            let left = panics.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            assert!(left.is_err(), "the clock stopped");
            START
        })
    };
    let mut world = World::new();
    let journal = Journal::open(Arc::new(world.storage.clone()), clock, Settings::default()).unwrap();
    world.journal = journal;
    panics.store(1, Ordering::Relaxed);
    assert_eq!(world.tell("a", 3, vec![world.change("a", 3)]).wait(), 3);
    assert_eq!(world.tell("b", 1, vec![world.change("b", 1)]).wait(), 1);
    assert_eq!((world.kinds("a"), world.versions("b")), (vec!["document.gap".to_owned()], vec![1]));
}

fn entry(document: &str, seq: u64, user: Option<&str>) -> Append {
    let (time_ms, user) = (START - 1000 + seq, user.map(Into::into));
    let entry = LogEntry { seq, time_ms, user, connection: 1, update: Bytes::from_static(&[0, 0]) };
    Append { document: document.into(), entry: Some(entry), parked: None }
}

/// What the catalogue knows of a document, and who is said to have created it when.
fn known(world: &World, id: &str) -> (Option<String>, u64, Option<String>, u64) {
    let documents = Documents::new(Arc::new(world.storage.clone()));
    let entry = documents.entry(&document(id)).unwrap().unwrap();
    let page = world.journal.of_document(&document(id), 0, 1).unwrap();
    let Draft { kind, user, time, .. } = &page.events[0].draft;
    assert_eq!(kind, "document.created");
    let name = |author: &Option<Author>| author.as_ref().map(|author| author.id.to_string());
    (name(&entry.owner), entry.created_ms, name(user), *time)
}

#[test]
fn a_document_from_before_the_journal_belongs_to_whoever_began_it() {
    let world = World::new();
    let created =
        |id: &str, user: Option<&str>, time: u64| Draft { user: user.map(author), time, ..world.draft("document.created", id) };
    let snapshot = |seq: u64| Snapshot { seq, state_vector: Bytes::from_static(&[0]), state: Bytes::from_static(&[0, 0]) };
    // Nothing is left of the log but its end, or not even that.
    world.storage.append(&[entry("imported", 1, Some("ada")), entry("imported", 2, Some("ada"))]).unwrap();
    world.storage.install_snapshot("imported", &snapshot(2)).unwrap();
    world.storage.append(&[entry("imported", 3, Some("bob"))]).unwrap();
    world.tell("imported", 3, vec![created("imported", Some("bob"), START)]).wait();
    let (owner, created_ms, user, time) = known(&world, "imported");
    assert_ne!((&owner, &user), (&Some("bob".to_owned()), &Some("bob".to_owned())), "who wrote later did not create it");
    assert_eq!((owner, time), (user, created_ms));
    assert_eq!(created_ms, world.storage.documents("imported", None, 1).unwrap()[0].created_ms);
    // No edit is known, and no time.
    world.storage.append(&[entry("quiet", 1, None)]).unwrap();
    world.tell("quiet", 1, vec![created("quiet", None, 0)]).wait();
    let created_ms = world.storage.documents("quiet", None, 1).unwrap()[0].created_ms;
    assert!(created_ms > 0);
    assert_eq!(known(&world, "quiet"), (None, created_ms, None, created_ms));
    // The whole log is there: the room knows best.
    world.storage.append(&[entry("new", 1, Some("ada"))]).unwrap();
    world.tell("new", 1, vec![created("new", Some("ada"), START)]).wait();
    assert_eq!(known(&world, "new"), (Some("ada".to_owned()), START, Some("ada".to_owned()), START));
}
