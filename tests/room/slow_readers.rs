//! A reader that doesn't keep up costs bounded memory and never diverges.

use bytes::Bytes;
use yrsa::protocol::{Close, Message, message};
use yrsa::room::outbox::{Drained, FrameKind, Pushed, Taken};
use yrsa::room::state::{Effect, Event};
use yrsa::room::{ConnectionId, Outbox};

use super::bench::{Author, Bench, outbox, relayed, sent, text_of};
use crate::simulation::edits;

const LIMIT: usize = 200;

/// Carries effects for one reader out, as the room's task does, and returns what they caused.
fn perform(outbox: &Outbox, reader: u64, effects: Vec<Effect>) -> Vec<Event> {
    let mut caused = Vec::new();
    for effect in effects {
        match effect {
            Effect::Broadcast { except, kind, frame } if except != Some(ConnectionId(reader)) => {
                if let Pushed::Overflowed(dropped) = outbox.push(kind, frame) {
                    caused.push(Event::Overflowed(ConnectionId(reader), dropped));
                }
            }
            Effect::Resume(to, frames) if to.0 == reader => outbox.resume(frames),
            Effect::HoldUpdates(to) if to.0 == reader => outbox.hold_updates(),
            _ => {}
        }
    }
    caused
}

fn drain(outbox: &Outbox) -> (Vec<Bytes>, Option<Drained>) {
    match outbox.take(usize::MAX) {
        Taken::Frames(frames, drained) => (frames.into_iter().map(crate::simulation::frame_of).collect(), drained),
        other => panic!("nothing to read: {other:?}"),
    }
}

#[test]
fn overflow_is_made_good_by_one_merged_diff() {
    let (mut room, author, outbox) = (Bench::new(), Author::new(7), outbox(LIMIT));
    room.join(1);
    room.join(2);
    let mut overflows = 0;
    for number in 0..100 {
        let effects = room.update(1, &author.write(&format!("{number} ")));
        for event in perform(&outbox, 2, effects) {
            overflows += 1;
            perform(&outbox, 2, room.tell(event));
        }
        assert!(outbox.bytes() <= LIMIT, "{} bytes wait", outbox.bytes());
    }
    assert_eq!(overflows, 1, "a reader that is behind doesn't overflow again");
    let (_, drained) = drain(&outbox);
    let effects = room.tell(Event::Drained(ConnectionId(2), drained.expect("the room waits for the reader")));
    assert_eq!(sent(&effects, 2).len(), 1, "one diff, not a hundred updates");
    perform(&outbox, 2, effects);
    let updates: Vec<Bytes> = drain(&outbox).0.iter().filter_map(message::update_in).collect();
    assert_eq!(text_of(&edits::doc_of(&updates)), text_of(&author.doc));
}

#[test]
fn what_the_reader_has_is_not_sent_again() {
    let (mut room, author, outbox) = (Bench::new(), Author::new(7), outbox(LIMIT));
    room.join(1);
    room.join(2);
    let long = "x".repeat(150);
    perform(&outbox, 2, room.update(1, &author.write(&long)));
    let (read, _) = drain(&outbox);
    assert_eq!(read.len(), 1);
    for words in [&long, "and more ", &long] {
        let effects = room.update(1, &author.write(words));
        for event in perform(&outbox, 2, effects) {
            perform(&outbox, 2, room.tell(event));
        }
    }
    let (_, drained) = drain(&outbox);
    let effects = room.tell(Event::Drained(ConnectionId(2), drained.unwrap()));
    let diff = message::update_in(&sent(&effects, 2)[0]).unwrap();
    assert!(diff.len() < 2 * 150 + 80, "the diff has {} bytes", diff.len());
}

/// Several updates are decided before the room hears that the first of them overflowed a queue: the others must not be lost.
#[test]
fn updates_decided_before_the_room_hears_of_an_overflow_are_in_the_diff() {
    let (mut room, first, second) = (Bench::new(), Author::new(7), Author::new(8));
    let outbox = outbox(LIMIT);
    (1..=3).for_each(|connection| drop(room.join(connection)));
    let mut batch = room.update(1, &first.write(&"x".repeat(150)));
    batch.extend(room.update(1, &first.write(&"y".repeat(150))));
    batch.extend(room.update(3, &second.write("not to be lost")));
    for event in perform(&outbox, 2, batch) {
        perform(&outbox, 2, room.tell(event));
    }
    let (mut frames, drained) = drain(&outbox);
    perform(&outbox, 2, room.tell(Event::Drained(ConnectionId(2), drained.unwrap())));
    frames.extend(drain(&outbox).0);
    let updates: Vec<Bytes> = frames.iter().filter_map(message::update_in).collect();
    assert!(text_of(&edits::doc_of(&updates)).contains("not to be lost"));
}

#[test]
fn dropped_presence_is_repeated_as_a_whole() {
    let mut room = Bench::new();
    let outbox = outbox(50);
    let presence = message::awareness(&[0; 40]);
    assert_eq!(outbox.push(FrameKind::Presence, presence.clone()), Pushed::First);
    assert_eq!(outbox.push(FrameKind::Presence, presence), Pushed::Skipped);
    let (_, drained) = drain(&outbox);
    assert_eq!(drained, Some(Drained { presence_behind: true }));
    room.join(1);
    room.join(2);
    room.say(1, &crate::simulation::awareness::frame(&[(7, 0, Some("{}"))]));
    let effects = room.tell(Event::Drained(ConnectionId(2), drained.unwrap()));
    assert!(matches!(Message::decode(&sent(&effects, 2)[0]), Ok(Message::Awareness(_))));
}

#[test]
fn answers_are_never_dropped() {
    let outbox = outbox(10);
    let frame = Bytes::from_static(&[0; 8]);
    for _ in 0..3 {
        assert!(matches!(outbox.push(FrameKind::Reply, frame.clone()), Pushed::First | Pushed::Queued));
    }
    assert!(matches!(outbox.push(FrameKind::Update, frame), Pushed::Overflowed(dropped) if dropped.len() == 1));
    assert_eq!(drain(&outbox).0.len(), 3);
}

#[test]
fn one_frame_larger_than_the_limit_still_gets_through() {
    let outbox = outbox(10);
    assert_eq!(outbox.push(FrameKind::Update, Bytes::from_static(&[0; 100])), Pushed::First);
    assert_eq!(drain(&outbox).0.len(), 1);
}

#[test]
fn a_connection_that_ends_gets_what_was_queued_and_nothing_more() {
    let outbox = outbox(LIMIT);
    let frame = Bytes::from_static(&[0; 8]);
    outbox.push(FrameKind::Update, frame.clone());
    outbox.close(Close::shutdown());
    outbox.close(Close::gone());
    outbox.push(FrameKind::Update, frame.clone());
    outbox.push(FrameKind::Reply, frame.clone());
    outbox.resume([frame.clone()]);
    assert_eq!(drain(&outbox).0, [frame]);
    assert!(matches!(outbox.take(1), Taken::Close(close) if close == Close::shutdown()), "the first close wins");
}

#[test]
fn one_large_answer_at_a_time() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.join(2);
    room.update(1, &author.write(&"x".repeat(100_000)));
    let ask = message::sync_step_1(&[0]);
    assert_eq!(sent(&room.say(2, &ask), 2).len(), 1);
    for _ in 0..10 {
        let effects = room.say(2, &ask);
        assert!(sent(&effects, 2).is_empty(), "a second answer while the first is under way");
        assert!(matches!(effects[..], [Effect::HoldUpdates(ConnectionId(2))]));
    }
    let drained = Event::Drained(ConnectionId(2), Drained { presence_behind: false });
    let effects = room.tell(drained);
    assert_eq!(sent(&effects, 2).len(), 1, "ten questions, one more answer");
    assert!(relayed(&effects).is_empty());
}

#[test]
fn all_who_ask_for_the_same_large_answer_get_the_same_memory() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    (1..=3).for_each(|connection| drop(room.join(connection)));
    room.update(1, &author.write(&"x".repeat(100_000)));
    let mut answer = |to: u64, have: &[u8]| sent(&room.say(to, &message::sync_step_1(have)), to)[0].clone();
    let (two, three) = (answer(2, &[0]), answer(3, &[0]));
    assert!(two.len() > 100_000 && two.as_ptr() == three.as_ptr(), "each gets a copy of their own");
    room.update(1, &author.write("more"));
    let later = sent(&room.say(1, &message::sync_step_1(&[0])), 1);
    let updates: Vec<Bytes> = later.iter().filter_map(message::update_in).collect();
    assert_eq!(text_of(&edits::doc_of(&updates)), text_of(&author.doc), "what is kept goes with the first edit after it");
}

/// y-websocket reports itself synced at the first SyncStep2, and editors fill an empty document then. A diff that only makes
/// good an overflow must not look like the answer to a question that is still on its way.
#[test]
fn a_client_is_not_told_that_it_is_synced_before_it_has_asked() {
    let (mut room, author, outbox) = (Bench::new(), Author::new(7), outbox(LIMIT));
    room.join(1);
    room.update(1, &author.write("before "));
    room.join(2);
    for words in ["x".repeat(150), "y".repeat(150)] {
        for event in perform(&outbox, 2, room.update(1, &author.write(&words))) {
            perform(&outbox, 2, room.tell(event));
        }
    }
    let (_, drained) = drain(&outbox);
    let effects = room.tell(Event::Drained(ConnectionId(2), drained.unwrap()));
    let is_answer = |frame: &Bytes| matches!(Message::decode(frame), Ok(Message::SyncStep2(_)));
    assert!(!sent(&effects, 2).iter().any(is_answer));
}

#[test]
fn who_never_reads_cannot_pile_up_checkpoints() {
    let (mut room, outbox) = (Bench::new(), outbox(LIMIT));
    room.join(1);
    let mut frame = vec![102, 0x80, 0x08];
    frame.resize(3 + 1024, 0);
    for _ in 0..1_000 {
        for frame in sent(&room.say(1, &frame.clone().into()), 1) {
            outbox.push(FrameKind::Reply, frame);
        }
    }
    assert!(outbox.bytes() < 100 * 1024, "{} bytes wait", outbox.bytes());
}
