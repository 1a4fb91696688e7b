//! What becomes of an update: admitted, refused with a reason, or parked until the missing part comes.

use bytes::Bytes;
use yrs::Transact as _;
use yrsa::protocol::{Message, message};
use yrsa::room::ConnectionId;
use yrsa::room::around::About;
use yrsa::room::state::{Effect, Event, Now, State};
use yrsa_storage::{Snapshot, Storage as _, StoredDocument};

use super::bench::{Author, Bench, appends, closed, document, owner, relayed, sent, settings, text_of};
use crate::simulation::coverage;
use crate::simulation::edits;

#[test]
fn a_refused_update_changes_nothing_and_its_sender_gets_the_reason() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.join(2);
    room.update(1, &author.write("sound"));
    let hostile: [&[u8]; 4] = [&[1, 1, 1, 0, 0x2a, 0], &[0xff, 0xff, 3], &[1, 1, 2, 0, 2, 1, 1, b'a', 0], &[0, 0, 7]];
    for (number, update) in (10..).zip(hostile) {
        room.join(number);
        let effects = room.update(number, &Bytes::from_static(update));
        assert_eq!((appends(&effects), relayed(&effects).len()), (0, 0), "{update:?}");
        let closes = closed(&effects);
        assert!(matches!(&closes[..], [(to, 4422, _)] if *to == number), "{update:?}: {closes:?}");
        assert_eq!(sent(&effects, number), [message::denied(&closes[0].2)]);
        assert!(relayed(&room.update(number, &author.write("!"))).is_empty(), "a connection that ends is not heard");
    }
    assert_eq!(room.text(), "sound");
    room.sync_all();
    assert_eq!(room.stored().tail.len(), 1);
}

#[test]
fn a_document_that_would_be_too_large_takes_no_more_and_says_so() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    let effects = room.update(1, &author.write(&"x".repeat(2 << 20)));
    assert!(matches!(&closed(&effects)[..], [(1, 4413, reason)] if reason.contains("1048576")));
    assert_eq!(room.text(), "");
}

#[test]
fn what_is_known_already_is_neither_logged_nor_relayed() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    let update = author.write("a");
    room.join(1);
    room.update(1, &update);
    for _ in 0..3 {
        assert!(room.update(1, &update).is_empty());
        assert!(room.say(1, &message::sync_step_2(&update)).is_empty());
    }
}

#[test]
fn a_gap_is_parked_and_asked_for_once() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    let (first, second, third) = (author.write("a"), author.write("b"), author.write("c"));
    room.join(1);
    room.join(2);
    let effects = room.update(1, &second);
    assert!(relayed(&effects).is_empty(), "nothing parked is relayed");
    assert_eq!(sent(&effects, 1), [message::sync_step_1(&[0])]);
    let effects = room.update(1, &third);
    assert!(sent(&effects, 1).is_empty(), "the document is as it was, so the question would be too");
    assert_eq!(room.text(), "");
    let effects = room.update(1, &first);
    assert_eq!(relayed(&effects).len(), 3);
    assert_eq!(room.text(), "abc");
    room.sync_all();
    assert_eq!(room.stored().parked, Bytes::new());
    assert_eq!(room.stored().tail.len(), 3);
}

#[test]
fn what_is_parked_waits_through_a_restart() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    let (first, second) = (author.write("a"), author.write("b"));
    room.join(1);
    room.update(1, &second);
    room.sync_all();
    room.reopen();
    room.join(2);
    assert_eq!(room.text(), "");
    room.update(2, &first);
    assert_eq!(room.text(), "ab");
}

/// Somebody else brings the missing part, and may not have what waited for it.
#[test]
fn who_brings_the_missing_part_gets_what_others_had_parked() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    let (first, second) = (author.write("a"), author.write("b"));
    room.join(1);
    room.join(2);
    room.update(1, &second);
    room.leave(1);
    let effects = room.update(2, &first);
    assert_eq!(relayed(&effects), [(Some(2), first), (None, second)]);
}

#[test]
fn a_parked_update_that_came_in_another_way_is_let_go() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    let (_, second) = (author.write("a"), author.write("b"));
    room.join(1);
    room.update(1, &second);
    let whole = yrs::ReadTxn::encode_diff_v1(&author.doc.transact(), &yrs::StateVector::default());
    room.say(1, &message::sync_step_2(&whole));
    room.sync_all();
    assert!(coverage::parked(&room.stored()).is_empty());
    assert_eq!(room.text(), "ab");
}

fn stored(author: &Author) -> StoredDocument {
    use yrs::updates::encoder::Encode as _;
    use yrs::{ReadTxn as _, StateVector};
    let txn = author.doc.transact();
    let state = txn.encode_diff_v1(&StateVector::default()).into();
    let snapshot = Snapshot { seq: 1, state_vector: txn.state_vector().encode_v1().into(), state };
    StoredDocument { snapshot: Some(snapshot), ..StoredDocument::default() }
}

const NOW: Now = Now { uptime: std::time::Duration::ZERO, unix_ms: 0 };

#[test]
fn a_cold_document_is_served_as_it_was_stored() {
    let author = Author::new(7);
    author.write("cold");
    let stored = stored(&author);
    let state = stored.snapshot.clone().unwrap().state;
    let mut room = State::open(document(), settings(), stored, &About::nothing(), NOW).unwrap();
    let mut effects = Vec::new();
    let client = ConnectionId(1);
    room.handle(NOW, Event::Join { connection: client, participant: owner() }, &mut effects).unwrap();
    room.handle(NOW, Event::Message(client, Message::SyncStep1(Bytes::from_static(&[0]))), &mut effects).unwrap();
    room.handle(NOW, Event::Message(client, Message::SyncStep2(Bytes::from_static(&[0, 0]))), &mut effects).unwrap();
    assert_eq!(sent(&effects, 1).last(), Some(&message::sync_step_2(&state)), "the very bytes");
    assert!(!room.document().is_built());
    room.handle(NOW, Event::Message(client, Message::SyncStep2(author.write("!"))), &mut effects).unwrap();
    assert!(room.document().is_built());
}

#[test]
fn damage_that_shows_late_ends_the_room_and_overwrites_nothing() {
    let author = Author::new(7);
    author.write("damaged");
    let mut stored = stored(&author);
    let snapshot = stored.snapshot.as_mut().unwrap();
    snapshot.state = snapshot.state.slice(..snapshot.state.len() - 3);
    let mut room = State::open(document(), settings(), stored, &About::nothing(), NOW).unwrap();
    let mut effects = Vec::new();
    let client = ConnectionId(1);
    room.handle(NOW, Event::Join { connection: client, participant: owner() }, &mut effects).unwrap();
    effects.clear();
    let update = Event::Message(client, Message::SyncStep2(Author::new(8).write("x")));
    assert!(room.handle(NOW, update, &mut effects).is_err());
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Append(..) | Effect::Snapshot(_) | Effect::Broadcast { .. })));
}

#[test]
fn a_snapshot_holds_the_whole_document_and_is_tried_again_when_it_fails() {
    let mut room = Bench::with(yrsa::room::state::Settings { snapshot_bytes: 100, ..settings() });
    let author = Author::new(7);
    room.join(1);
    room.update(1, &author.write(&"x".repeat(120)));
    let first = snapshots(room.wait(SOON));
    assert_eq!(text_of(&edits::doc_of([&first[0].state])), text_of(&author.doc));
    room.update(1, &author.write(&"y".repeat(500)));
    assert!(snapshots(room.wait(SOON)).is_empty(), "one is under way");
    room.sync_all();
    room.tell(Event::SnapshotInstalled(Err(1)));
    let after_failure = snapshots(room.wait(SOON));
    assert_eq!(after_failure.len(), 1, "enough has come since to try again");
    room.memory.install_snapshot("board", &after_failure[0]).unwrap();
    room.tell(Event::SnapshotInstalled(Ok(after_failure[0].seq)));
    room.reopen();
    assert_eq!(room.text(), text_of(&author.doc));
}

/// Readers waited for as long as it took to write the whole document anew, each time enough had come.
#[test]
fn nobody_waits_for_a_snapshot() {
    let mut room = Bench::with(yrsa::room::state::Settings { snapshot_bytes: 100, ..settings() });
    let author = Author::new(7);
    room.join(1);
    for _ in 0..3 {
        let update = author.write(&"x".repeat(120));
        let effects = room.update(1, &update);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Broadcast { .. })));
        assert!(snapshots(effects).is_empty());
    }
    assert!(room.state.next_deadline() <= room.now.uptime + SOON, "it is not forgotten");
    assert_eq!(snapshots(room.wait(SOON)).len(), 1);
}

/// What was logged and never made smaller was made so before the first who asked for it got anything.
#[test]
fn who_opens_a_document_gets_it_as_it_was_logged_and_a_snapshot_comes_later() {
    let author = Author::new(7);
    let update = author.write(&"long ago ".repeat(20_000));
    let entry = yrsa_storage::LogEntry { seq: 1, time_ms: 1, user: None, connection: 0, update: update.clone() };
    let stored = StoredDocument { tail: vec![entry], ..StoredDocument::default() };
    let mut room = State::open(
        document(),
        yrsa::room::state::Settings { snapshot_bytes: 100, ..settings() },
        stored,
        &About::nothing(),
        NOW,
    )
    .unwrap();
    let mut effects = Vec::new();
    let client = ConnectionId(1);
    room.handle(NOW, Event::Opened, &mut effects).unwrap();
    room.handle(NOW, Event::Join { connection: client, participant: owner() }, &mut effects).unwrap();
    let asks = Event::Message(client, Message::SyncStep1(Bytes::from_static(&[0])));
    assert!(!room.is_heavy(NOW.uptime, &asks), "copying is not");
    room.handle(NOW, asks, &mut effects).unwrap();
    assert_eq!(sent(&effects, 1).last(), Some(&message::sync_step_2(&update)), "the very bytes");
    assert!(!room.document().is_built() && snapshots(effects).is_empty());
    let later = Now { uptime: room.next_deadline(), ..NOW };
    assert!(later.uptime > NOW.uptime && room.is_heavy(later.uptime, &Event::Tick));
    let mut effects = Vec::new();
    room.handle(later, Event::Tick, &mut effects).unwrap();
    assert_eq!(snapshots(effects).len(), 1);
}

/// Long enough for a snapshot that is due.
const SOON: std::time::Duration = std::time::Duration::from_secs(1);

fn snapshots(effects: Vec<Effect>) -> Vec<Snapshot> {
    let snapshot = |effect| if let Effect::Snapshot(snapshot) = effect { Some(snapshot) } else { None };
    effects.into_iter().filter_map(snapshot).collect()
}
