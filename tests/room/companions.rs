//! A companion is written by the server alone, so nobody may know more of it than the disk does: nobody could give it back.

use serde_json::json;
use yrsa::access::Role;
use yrsa::protocol::live::Edit;
use yrsa::protocol::{Message, message};
use yrsa::room::outbox::{FrameKind, Notice, Outgoing};
use yrsa::room::state::{Effect, Event};
use yrsa::room::{ConnectionId, Dialect};

use super::bench::{Bench, checkpoint, heard, relayed, sent, told};
use crate::simulation::awareness;

const WRITER: u64 = 1;
const READER: u64 = 2;

/// A companion with who writes it and who reads it.
fn room() -> Bench {
    let mut room = Bench::of_companion();
    room.join_as(WRITER, Role::Editor, Dialect::Request);
    room.join_as(READER, Role::Viewer, Dialect::YWebsocket);
    room.sync_all();
    room
}

fn write(room: &mut Bench, place: &str) -> Vec<Effect> {
    let patch = serde_json::from_value(json!([{ "op": "add", "path": place, "value": { "resolved": true } }])).unwrap();
    room.tell(Event::Message(ConnectionId(WRITER), Message::Edit { id: None, edit: Edit::Patch(patch), expected: None }))
}

/// Effects by which anybody could learn what is in the document.
fn content(effects: &[Effect]) -> usize {
    let tells = |effect: &&Effect| match effect {
        Effect::Send(_, kind, _) | Effect::Announce { kind, .. } | Effect::Broadcast { kind, .. } => *kind != FrameKind::Presence,
        Effect::Tell(..) | Effect::Resume(..) => true,
        _ => false,
    };
    effects.iter().filter(tells).count()
}

fn is_answer(frame: &bytes::Bytes) -> bool {
    matches!(Message::decode(frame), Ok(Message::SyncStep2(_)))
}

#[test]
fn nobody_is_told_of_it_before_it_is_on_disk() {
    let mut room = room();
    assert_eq!(content(&write(&mut room, "/threads")), 0, "the edit");
    assert_eq!(content(&room.say(READER, &message::sync_step_1(&[0]))), 0, "the answer to who asks");
    assert_eq!(content(&room.join_as(3, Role::Viewer, Dialect::Json)), 0, "the content for who comes");
    assert!(room.state.somebody_waits(), "the disk is asked to hurry");
    let effects = room.sync_all();
    assert_eq!(relayed(&effects).len(), 1);
    assert_eq!(sent(&effects, READER).iter().filter(|frame| is_answer(frame)).count(), 1);
    assert!(told(&effects, 3).iter().any(|notice| matches!(notice, Notice::Content { .. })));
    assert!(told(&effects, WRITER).iter().any(|notice| matches!(notice, Notice::Done(_))));
    assert!(!room.state.somebody_waits());
}

#[test]
fn each_is_told_as_far_as_the_disk_is() {
    let mut room = room();
    write(&mut room, "/one");
    let writes = room.waiting.len();
    write(&mut room, "/two");
    assert_eq!(relayed(&room.sync(writes)).len(), 1, "of the first");
    assert_eq!(relayed(&room.sync_all()).len(), 1, "of the second");
}

#[test]
fn when_all_is_on_disk_nobody_waits() {
    let mut room = room();
    write(&mut room, "/threads");
    room.sync_all();
    let answers = sent(&room.say(READER, &message::sync_step_1(&[0])), READER);
    assert!(answers.iter().any(is_answer));
    assert_eq!(sent(&room.say(READER, &checkpoint(1)), READER), [checkpoint(1)]);
}

#[test]
fn presence_and_what_ends_a_connection_do_not_wait() {
    let mut room = room();
    write(&mut room, "/threads");
    assert_eq!(heard(&room.say(READER, &awareness::frame(&[(9, 1, Some("{}"))]))).len(), 1);
    let effects = room.tell(Event::Shutdown);
    assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::Close(..))).count(), 2);
}

/// What a reader lacks is reckoned from what it was sent, so it must not be said to be behind before it was sent that.
#[test]
fn a_reader_that_is_too_slow_is_held_after_what_came_before() {
    let mut room = room();
    write(&mut room, "/one");
    let dropped: Vec<Outgoing> = Vec::new();
    room.tell(Event::Overflowed(ConnectionId(READER), dropped));
    let effects = room.sync_all();
    let position = |wanted: fn(&Effect) -> bool| effects.iter().position(wanted).unwrap();
    let update = position(|effect| matches!(effect, Effect::Broadcast { kind: FrameKind::Update, .. }));
    assert!(update < position(|effect| matches!(effect, Effect::HoldUpdates(_))));
}
