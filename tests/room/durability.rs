//! An acknowledgement means durable.

use yrsa::protocol::message;
use yrsa::room::state::{Event, StorageHealth};

use super::bench::{Author, Bench, appends, checkpoint, closed, relayed, sent};
use crate::simulation::coverage;

#[test]
fn a_checkpoint_comes_back_when_all_before_it_is_on_disk() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.update(1, &author.write("a"));
    assert!(sent(&room.say(1, &checkpoint(1)), 1).is_empty());
    room.update(1, &author.write("b"));
    assert!(sent(&room.say(1, &checkpoint(2)), 1).is_empty());
    assert!(sent(&room.say(1, &checkpoint(3)), 1).is_empty());
    assert_eq!(sent(&room.sync(1), 1), [checkpoint(1)]);
    assert_eq!(sent(&room.sync(1), 1), [checkpoint(2), checkpoint(3)]);
    assert_eq!(sent(&room.say(1, &checkpoint(4)), 1), [checkpoint(4)], "nothing is under way");
}

#[test]
fn nobody_waits_for_the_writes_of_others() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.join(2);
    room.update(1, &author.write("a"));
    assert_eq!(sent(&room.say(2, &checkpoint(1)), 2), [checkpoint(1)]);
}

/// The server has the edit, so the client doesn't send it again; but if it isn't on disk, "saved" would be a lie.
#[test]
fn after_a_reconnect_a_checkpoint_waits_for_what_the_document_had_already() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.update(1, &author.write("a"));
    room.leave(1);
    room.join(2);
    room.say(2, &message::sync_step_2(&[0, 0]));
    assert!(sent(&room.say(2, &checkpoint(1)), 2).is_empty());
    assert_eq!(sent(&room.sync_all(), 2), [checkpoint(1)]);
}

#[test]
fn who_has_left_is_sent_no_acknowledgement() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.update(1, &author.write("a"));
    room.say(1, &checkpoint(1));
    room.leave(1);
    assert!(sent(&room.sync_all(), 1).is_empty());
}

#[test]
fn updates_are_relayed_before_they_are_on_disk() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    let update = author.write("a");
    let effects = room.update(1, &update);
    assert_eq!(relayed(&effects), [(Some(1), update)]);
    assert_eq!(appends(&effects), 1);
}

#[test]
fn while_the_disk_fails_writers_are_told_to_try_later_and_readers_stay() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    (1..=3).for_each(|connection| drop(room.join(connection)));
    room.tell(Event::Storage(StorageHealth::Failing));
    let update = author.write("a");
    let effects = room.update(1, &update);
    assert!(matches!(&closed(&effects)[..], [(1, 1013, _)]));
    assert_eq!((appends(&effects), relayed(&effects).len()), (0, 0));
    assert!(closed(&room.say(2, &message::sync_step_1(&[0]))).is_empty());
    room.tell(Event::Storage(StorageHealth::Healthy));
    assert_eq!(relayed(&room.update(3, &update)).len(), 1);
}

/// What was parked leaves the parking with the last of the entries it has become, not with the first.
#[test]
fn a_crash_between_two_entries_doesn_t_lose_what_was_parked() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    let updates = ["a", "b", "c"].map(|words| author.write(words));
    room.join(1);
    room.update(1, &updates[1]);
    room.update(1, &updates[2]);
    room.say(1, &checkpoint(1));
    assert_eq!(sent(&room.sync_all(), 1), [checkpoint(1)], "what is parked durably is acknowledged");
    room.update(1, &updates[0]);
    for _ in 0..room.waiting.len() {
        let stored = coverage::Coverage::of_stored(&room.stored());
        for update in &updates[1..] {
            assert_eq!(stored.lacks(&coverage::Coverage::of(update)), None);
        }
        room.sync(1);
    }
    assert!(coverage::parked(&room.stored()).is_empty());
    assert_eq!(room.text(), "abc");
}
