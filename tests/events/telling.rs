//! Rooms tell: once, in order, whatever the disk does.

use yrsa::event::Draft;
use yrsa_storage::{Failure, Storage as _};

use super::world::{World, author, document};

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
    let documents = yrsa::features::documents::Documents::new(std::sync::Arc::new(world.storage));
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
