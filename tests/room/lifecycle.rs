//! How a room begins, rests and ends.

use std::time::Duration;

use yrsa::protocol::{Message, message};
use yrsa::room::ConnectionId;
use yrsa::room::state::{Effect, Event};

use super::bench::{Author, Bench, appends, closed, heard, sent, settings};
use crate::simulation::awareness::frame;

const IDLE: Duration = Duration::from_secs(30);

#[test]
fn a_newcomer_is_asked_what_it_has_and_told_who_is_here() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    assert_eq!(sent(&room.join(1), 1), [message::sync_step_1(&[0])]);
    room.update(1, &author.write("ab"));
    room.say(1, &frame(&[(7, 3, Some("{}"))]));
    let told = sent(&room.join(2), 2);
    assert_eq!(told[0], message::sync_step_1(&[1, 7, 2]));
    assert_eq!(super::bench::entries(&told[1]), [(7, 4, Some("{}".to_owned()))]);
}

#[test]
fn a_room_that_everybody_has_left_retires_when_it_was_idle_and_all_is_on_disk() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.update(1, &author.write("a"));
    room.leave(1);
    assert!(!room.state.has_ended());
    room.wait(IDLE);
    assert!(!room.state.has_ended(), "a write is under way");
    room.sync_all();
    assert!(room.state.has_ended());
}

#[test]
fn a_room_with_connections_never_retires() {
    let mut room = Bench::new();
    room.join(1);
    for _ in 0..10 {
        room.wait(IDLE);
        assert!(!room.state.has_ended());
    }
}

/// A join was under way when the room wanted to retire; it was in the same batch of events.
#[test]
fn who_comes_at_the_last_moment_revives_the_room() {
    let mut room = Bench::new();
    room.wait(IDLE);
    assert!(room.state.has_ended());
    room.join(1);
    room.state.stay(room.now);
    assert!(!room.state.has_ended());
    room.wait(IDLE);
    assert!(!room.state.has_ended());
    room.leave(1);
    assert!(!room.state.has_ended(), "the time of rest begins when the last one leaves");
    room.wait(IDLE);
    assert!(room.state.has_ended());
}

/// All of that may come in together with what made it end.
#[test]
fn who_comes_and_writes_and_goes_at_the_last_moment_is_waited_for() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.wait(IDLE);
    room.join(1);
    room.update(1, &author.write("a"));
    room.leave(1);
    assert!(!room.state.has_ended(), "a write is under way");
    room.sync_all();
    room.wait(IDLE);
    assert!(room.state.has_ended());
}

#[test]
fn a_room_that_has_to_stay_rests_again() {
    let mut room = Bench::new();
    room.wait(IDLE);
    assert!(room.state.has_ended());
    room.state.stay(room.now);
    room.wait(IDLE / 2);
    assert!(!room.state.has_ended());
    room.wait(IDLE / 2);
    assert!(room.state.has_ended());
}

#[test]
fn a_shutdown_closes_everybody_with_1012_and_waits_for_the_disk() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.join(2);
    room.update(1, &author.write("a"));
    let mut codes: Vec<_> = closed(&room.tell(Event::Shutdown)).into_iter().map(|(to, code, _)| (to, code)).collect();
    codes.sort_unstable();
    assert_eq!(codes, [(1, 1012), (2, 1012)]);
    assert!(matches!(&closed(&room.join(3))[..], [(3, 1012, _)]), "nor is anybody let in");
    (1..=3).for_each(|connection| drop(room.leave(connection)));
    assert!(!room.state.has_ended());
    room.sync_all();
    assert!(room.state.has_ended());
}

/// A join was under way when the room was about to go down: it must not come back to life.
#[test]
fn who_comes_at_the_last_moment_of_a_shutdown_is_turned_away() {
    let mut room = Bench::new();
    room.tell(Event::Shutdown);
    assert!(room.state.has_ended());
    room.state.stay(room.now);
    assert!(room.state.has_ended(), "it goes when it has read what is in the mailbox");
    assert!(matches!(&closed(&room.join(1))[..], [(1, 1012, _)]));
    assert!(!room.state.has_ended(), "not before that one has gone");
    room.leave(1);
    assert!(room.state.has_ended());
}

/// It wanted to rest, somebody came, and the server shuts down, all in one batch of events.
#[test]
fn a_shutdown_is_not_forgotten_for_a_late_join() {
    let mut room = Bench::new();
    room.wait(IDLE);
    assert!(room.state.has_ended());
    room.join(1);
    room.tell(Event::Shutdown);
    room.state.stay(room.now);
    assert!(!room.state.has_ended());
    room.leave(1);
    assert!(room.state.has_ended());
}

#[test]
fn everybody_hears_something_at_least_every_12_s() {
    let mut room = Bench::new();
    room.join(1);
    for _ in 0..10 {
        let effects = room.wait(Duration::from_secs(12));
        let beats =
            |effect: &Effect| matches!(effect, Effect::Broadcast { except: None, frame, .. } if *frame == message::heartbeat());
        assert!(effects.iter().any(beats));
        assert!(heard(&effects).is_empty(), "a heartbeat says nothing about anybody");
    }
}

#[test]
fn a_document_that_nobody_works_on_is_its_bytes_alone_and_goes_on_from_them() {
    let (mut room, author) = (Bench::new(), Author::new(7));
    room.join(1);
    room.update(1, &author.write("before"));
    let late = author.write(" lost");
    let early = author.write(" late");
    room.update(1, &early);
    assert!(room.state.document().is_built() && room.state.document().parked_bytes() > 0);
    let vector = room.state.document().state_vector();

    let beats = |room: &mut Bench, seconds: u64| {
        for _ in 0..seconds {
            room.wait(Duration::from_secs(1));
            // Who only moves a cursor needs nothing of the document.
            room.tell(Event::Message(ConnectionId(1), Message::QueryAwareness));
            assert!(room.state.next_deadline() > room.now.uptime);
        }
    };
    beats(&mut room, 59);
    assert!(room.state.document().is_built(), "somebody may still think about the next word");
    beats(&mut room, 24);
    assert!(!room.state.document().is_built());
    assert_eq!(room.state.document().state_vector(), vector);
    assert!(room.state.document().parked_bytes() > 0, "what waits goes on waiting");
    room.join(2);
    assert_eq!(room.text(), "before");
    assert!(!room.state.document().is_built(), "who comes gets the bytes");

    let effects = room.update(1, &late);
    assert_eq!(appends(&effects), 2, "what was missing, and what waited for it");
    assert_eq!(room.text(), "before lost late");
    room.sync_all();
    room.reopen();
    assert_eq!(room.text(), "before lost late");
}

/// Building a large document again takes longer, so more time has to pass before.
#[test]
fn a_large_document_rests_later() {
    let (mut room, author) = (Bench::with(yrsa::room::state::Settings { document: unlimited(), ..settings() }), Author::new(7));
    room.join(1);
    room.update(1, &author.write(&"x".repeat(3 << 20)));
    for _ in 0..12 {
        room.wait(Duration::from_secs(1));
    }
    room.wait(Duration::from_secs(239));
    assert!(room.state.document().is_built());
    room.wait(Duration::from_secs(12));
    assert!(!room.state.document().is_built());
}

fn unlimited() -> yrsa::document::Limits {
    yrsa::document::Limits { encoded_bytes: 16 << 20, ..settings().document }
}
