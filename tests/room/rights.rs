//! What roles allow in a room, and what happens when they change while clients are connected.

use bytes::Bytes;
use yrsa::access::{AccessChange, Removal, Role};
use yrsa::protocol::{Message, message};
use yrsa::room::outbox::{FrameKind, Notice};
use yrsa::room::state::{Effect, Event};
use yrsa::room::{ConnectionId, Dialect};

use super::bench::{Author, Bench, appends, checkpoint, closed, entries, heard, relayed, sent, settings, text_of, told};
use crate::simulation::awareness;

const DIALECTS: [Dialect; 4] = [Dialect::YWebsocket, Dialect::YSweet, Dialect::Hocuspocus, Dialect::Request];

fn becomes(room: &mut Bench, connection: u64, change: AccessChange) -> Vec<Effect> {
    room.tell(Event::Access(ConnectionId(connection), 0, change))
}

fn is_ask(frame: &Bytes) -> bool {
    matches!(Message::decode(frame), Ok(Message::SyncStep1(_)))
}

fn everything(author: &Author) -> Bytes {
    use yrs::{ReadTxn as _, Transact as _};
    message::sync_step_2(&author.doc.transact().encode_state_as_update_v1(&yrs::StateVector::default()))
}

fn saved(effects: &[Effect], connection: u64) -> u32 {
    let count = |notice: &Notice| match notice {
        Notice::Saved(count) => *count,
        Notice::Done(_) => 1,
        _ => 0,
    };
    told(effects, connection).iter().map(count).sum()
}

/// Every cell of role, message with edits, and dialect.
#[test]
fn only_editors_and_owners_edit_whatever_message_they_use() {
    for dialect in DIALECTS {
        for role in Role::ALL {
            for step_2 in [false, true] {
                let (mut room, author) = (Bench::new(), Author::new(7));
                room.join_as(1, role, dialect);
                room.join(2);
                let update = author.write("words");
                let frame = if step_2 { message::sync_step_2(&update) } else { message::update(&update) };
                let mut effects = room.say(1, &frame);
                effects.extend(room.sync_all());
                let may = matches!(role, Role::Editor | Role::Owner);
                let case = format!("{role} on {dialect:?}, step 2: {step_2}");
                assert_eq!(appends(&effects) > 0, may, "{case}");
                assert_eq!(relayed(&effects).is_empty(), !may, "{case}");
                assert_eq!(room.text() == "words", may, "{case}");
                assert_eq!(told(&effects, 1).iter().any(|notice| matches!(notice, Notice::Denied(_))), !may, "{case}");
                assert_eq!(told(&effects, 1).contains(&Notice::NotSaved), !may, "{case}");
                let counts = matches!(dialect, Dialect::Hocuspocus | Dialect::Request);
                assert_eq!(saved(&effects, 1), u32::from(counts && may), "{case}");
                assert!(closed(&effects).is_empty(), "who may not edit stays: {case}");
            }
        }
    }
}

#[test]
fn everybody_reads_and_is_seen() {
    for dialect in DIALECTS {
        for role in Role::ALL {
            let (mut room, author) = (Bench::new(), Author::new(7));
            room.join(2);
            room.update(2, &author.write("words"));
            room.join_as(1, role, dialect);
            let answer = sent(&room.say(1, &message::sync_step_1(&[0])), 1);
            assert!(answer.iter().any(|frame| matches!(Message::decode(frame), Ok(Message::SyncStep2(_)))), "{role}");
            let seen = heard(&room.say(1, &awareness::frame(&[(9, 1, Some("{}"))])));
            assert_eq!(seen.len(), 1, "{role} on {dialect:?}");
        }
    }
}

#[test]
fn a_reader_who_says_nothing_new_is_told_that_all_is_well() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(2);
    let update = author.write("words");
    room.update(2, &update);
    room.sync_all();
    room.join_as(1, Role::Viewer, Dialect::Hocuspocus);
    for known in [message::sync_step_2(&[0, 0]), everything(&author), message::update(&update)] {
        assert_eq!(told(&room.say(1, &known), 1), [Notice::Saved(1)]);
    }
}

#[test]
fn what_a_reader_repeats_is_not_called_saved_before_it_is_on_disk() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(2);
    room.join_as(1, Role::Viewer, Dialect::Hocuspocus);
    let update = author.write("words");
    room.update(2, &update);
    assert_eq!(saved(&room.say(1, &message::update(&update)), 1), 0);
    assert_eq!(saved(&room.sync_all(), 1), 1);
}

#[test]
fn what_was_refused_gets_in_once_the_role_allows_it_and_is_acknowledged_then() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join_as(1, Role::Viewer, Dialect::Hocuspocus);
    room.join(2);
    for words in ["one ", "two ", "three"] {
        room.say(1, &message::update(&author.write(words)));
    }
    let effects = becomes(&mut room, 1, AccessChange::Role(Role::Editor));
    assert_eq!(told(&effects, 1), [Notice::Role(Role::Editor)]);
    assert!(sent(&effects, 1).iter().any(is_ask), "the client is asked for what was refused");
    let effects = room.say(1, &everything(&author));
    assert_eq!(saved(&effects, 1), 0, "nothing is acknowledged before it is on disk");
    assert_eq!(saved(&room.sync_all(), 1), 3, "as many as were refused; the client did not ask for the one that repeated them");
    assert_eq!(room.text(), text_of(&author.doc));
}

/// What a client typed before it heard that its role is back builds on what was refused: more of it than may be parked is no
/// fault of the client, which sends all of it again when it is asked.
#[test]
fn what_cannot_wait_comes_again_with_the_missing_part() {
    let mut settings = settings();
    settings.document.gate.parked_updates = 2;
    let (mut room, author) = (Bench::with(settings), Author::new(7));
    room.join_as(1, Role::Viewer, Dialect::Hocuspocus);
    room.say(1, &message::update(&author.write("refused ")));
    becomes(&mut room, 1, AccessChange::Role(Role::Editor));
    for number in 0..10 {
        let effects = room.say(1, &message::update(&author.write(&format!("{number} "))));
        assert!(closed(&effects).is_empty(), "{effects:?}");
    }
    let parked = saved(&room.sync_all(), 1);
    room.say(1, &everything(&author));
    assert_eq!(parked + saved(&room.sync_all(), 1), 11, "each message is acknowledged once");
    assert_eq!(room.text(), text_of(&author.doc));
}

/// What a client wrote while it was away comes as SyncStep2, which nobody acknowledges and which is an edit all the same.
#[test]
fn what_a_reader_wrote_offline_is_never_called_saved_and_asked_for_again() {
    for dialect in [Dialect::YWebsocket, Dialect::YSweet, Dialect::Hocuspocus] {
        let (mut room, author) = (Bench::new(), Author::new(7));
        room.join_as(1, Role::Viewer, dialect);
        author.write("written offline");
        room.say(1, &everything(&author));
        assert!(!sent(&room.say(1, &checkpoint(1)), 1).contains(&checkpoint(1)), "{dialect:?}");
        let effects = becomes(&mut room, 1, AccessChange::Role(Role::Editor));
        assert!(sent(&effects, 1).iter().any(is_ask), "{dialect:?}");
        room.say(1, &everything(&author));
        assert!(sent(&room.sync_all(), 1).contains(&checkpoint(1)), "{dialect:?}");
        assert_eq!(room.text(), text_of(&author.doc));
    }
}

#[test]
fn a_y_sweet_reader_gets_its_checkpoints() {
    let mut room = Bench::new();
    room.join_as(1, Role::Viewer, Dialect::YSweet);
    room.say(1, &checkpoint(1));
    assert_eq!(sent(&room.say(1, &message::sync_step_2(&[0, 0])), 1), [checkpoint(1)]);
}

#[test]
fn of_two_changes_that_overtake_each_other_the_later_one_counts() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join_as(1, Role::Viewer, Dialect::YWebsocket);
    room.tell(Event::Access(ConnectionId(1), 5, AccessChange::Role(Role::Viewer)));
    room.tell(Event::Access(ConnectionId(1), 4, AccessChange::Role(Role::Editor)));
    assert_eq!(appends(&room.say(1, &message::update(&author.write("words")))), 0);
}

#[test]
fn that_a_token_ends_soon_says_nothing_about_the_role_that_it_overtakes() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join_as(1, Role::Editor, Dialect::YWebsocket);
    room.tell(Event::Access(ConnectionId(1), 5, AccessChange::TokenExpiring));
    room.tell(Event::Access(ConnectionId(1), 4, AccessChange::Role(Role::Viewer)));
    assert_eq!(appends(&room.say(1, &message::update(&author.write("words")))), 0);
}

#[test]
fn a_request_over_http_with_a_gap_that_cannot_wait_is_refused() {
    let mut settings = settings();
    settings.document.gate.parked_updates = 1;
    let (mut room, author) = (Bench::with(settings), Author::new(7));
    author.write("missing ");
    room.join(2);
    room.update(2, &author.write("parked "));
    room.join_as(1, Role::Editor, Dialect::Request);
    assert_eq!(closed(&room.update(1, &author.write("too much")))[0].1, 4422);
}

#[test]
fn stateless_messages_have_a_pace() {
    let mut room = Bench::new();
    room.join_as(1, Role::Viewer, Dialect::Hocuspocus);
    let text = Bytes::from(vec![b'x'; 60 * 1024]);
    let say = |room: &mut Bench| closed(&room.tell(Event::Message(ConnectionId(1), Message::Stateless(text.clone()))));
    assert!((0..4).all(|_| say(&mut room).is_empty()));
    room.wait(std::time::Duration::from_secs(1));
    assert!(say(&mut room).is_empty());
    assert_eq!(say(&mut room)[0].1, 4422);
}

#[test]
fn who_may_edit_no_longer_stays_and_reads_on() {
    let (mut room, author, other) = (Bench::new(), Author::new(7), Author::new(8));
    room.join_as(1, Role::Editor, Dialect::YWebsocket);
    room.join(2);
    room.say(1, &message::update(&author.write("mine ")));
    let effects = becomes(&mut room, 1, AccessChange::Role(Role::Viewer));
    assert!(closed(&effects).is_empty());
    assert_eq!(appends(&room.say(1, &message::update(&author.write("more")))), 0);
    assert_eq!(relayed(&room.update(2, &other.write("theirs"))).len(), 1);
    assert!(!room.text().contains("more"));
}

#[test]
fn who_is_removed_is_closed_with_a_code_and_not_listened_to() {
    for (removal, code) in [
        (Removal::Expired, 4401),
        (Removal::Revoked, 4401),
        (Removal::NoRight, 4403),
        (Removal::Kicked, 4403),
        (Removal::Deleted, 4404),
    ] {
        let (mut room, author) = (Bench::new(), Author::new(7));
        room.join_as(1, Role::Owner, Dialect::Hocuspocus);
        let effects = becomes(&mut room, 1, AccessChange::Removed(removal));
        assert_eq!(closed(&effects)[0].1, code);
        let effects = room.say(1, &message::update(&author.write("words")));
        assert!(effects.is_empty(), "{effects:?}");
        assert!(becomes(&mut room, 1, AccessChange::Role(Role::Owner)).is_empty());
    }
}

#[test]
fn a_corrupt_update_is_never_acknowledged() {
    let mut room = Bench::new();
    room.join_as(1, Role::Owner, Dialect::Hocuspocus);
    let mut effects = room.say(1, &message::update(&[1, 2, 3]));
    effects.extend(room.sync_all());
    assert_eq!(saved(&effects, 1), 0);
    assert!(told(&effects, 1).contains(&Notice::NotSaved));
    assert_eq!(closed(&effects)[0].1, 4422);
}

#[test]
fn y_sweet_checkpoints_wait_for_what_the_client_has_still_to_send() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join_as(1, Role::Editor, Dialect::YSweet);
    author.write("written offline");
    let effects = room.say(1, &checkpoint(1));
    assert_eq!(sent(&effects, 1), [message::heartbeat()], "something has to come, or the client gives up");
    let effects = room.say(1, &everything(&author));
    assert!(!sent(&effects, 1).contains(&checkpoint(1)));
    assert_eq!(sent(&room.sync_all(), 1), [checkpoint(1)]);
    assert_eq!(sent(&room.say(1, &checkpoint(2)), 1), [checkpoint(2)]);
}

#[test]
fn a_checkpoint_after_a_refused_edit_waits_until_the_edit_was_taken() {
    for dialect in [Dialect::YWebsocket, Dialect::YSweet] {
        let (mut room, author) = (Bench::new(), Author::new(7));
        room.join_as(1, Role::Viewer, dialect);
        room.say(1, &message::sync_step_2(&[0, 0]));
        room.say(1, &message::update(&author.write("words")));
        for number in 1..5 {
            assert!(!sent(&room.say(1, &checkpoint(number)), 1).contains(&checkpoint(number)));
        }
        becomes(&mut room, 1, AccessChange::Role(Role::Editor));
        let effects = room.say(1, &everything(&author));
        assert!(sent(&effects, 1).iter().all(|frame| frame[0] != 102));
        assert_eq!(sent(&room.sync_all(), 1), [checkpoint(4)], "the last one stands for those before it");
    }
}

#[test]
fn presence_says_who_somebody_really_is() {
    let mut room = Bench::new();
    room.join_as(1, Role::Viewer, Dialect::YWebsocket);
    let lie = r##"{"user":{"id":"eve","name":"Eve","color":"url(x)"},"cursor":1}"##;
    let seen = heard(&room.say(1, &awareness::frame(&[(9, 1, Some(lie))])));
    assert_eq!(
        seen[0].2.as_deref(),
        Some(r##"{"cursor":1,"user":{"id":"ada","name":"Ada","color":"#112233","role":"viewer","status":"active"}}"##)
    );
}

#[test]
fn nobody_changes_or_removes_the_presence_of_others() {
    let mut room = Bench::new();
    room.join_as(1, Role::Owner, Dialect::YWebsocket);
    room.join_as(2, Role::Owner, Dialect::Hocuspocus);
    room.say(1, &awareness::frame(&[(9, 1, Some("{}"))]));
    room.say(2, &awareness::frame(&[(10, 1, Some("{}"))]));
    room.wait(std::time::Duration::from_secs(1));
    let forged = heard(&room.say(2, &awareness::frame(&[(9, 50, Some(r#"{"forged":1}"#)), (9, 60, None)])));
    assert!(forged.iter().all(|(client, ..)| *client != 9), "{forged:?}");
    let everybody = room.say(2, &Bytes::from_static(&[3]));
    assert!(entries(&sent(&everybody, 2)[0]).iter().any(|(client, _, state)| *client == 9 && state.is_some()));
}

#[test]
fn a_stateless_message_goes_to_those_who_know_it_with_its_sender() {
    let mut room = Bench::new();
    room.join_as(1, Role::Viewer, Dialect::Hocuspocus);
    room.join(2);
    let effects = room.tell(Event::Message(ConnectionId(1), Message::Stateless(Bytes::from_static(b"hi"))));
    let said = r#"{"message":"hi","sender":{"id":"ada","name":"Ada"}}"#;
    assert!(matches!(
        &effects[..],
        [Effect::Announce { to: Dialect::Hocuspocus, except: None, kind: FrameKind::Message, notice: Notice::Stateless(text) }]
            if text[..] == *said.as_bytes()
    ));
    let long = Bytes::from(vec![b'x'; 64 * 1024 + 1]);
    assert_eq!(closed(&room.tell(Event::Message(ConnectionId(1), Message::Stateless(long))))[0].1, 4413);
}
