//! Who is here: ids belong to connections, nobody stays as a ghost, who returns is seen at once.

use std::time::Duration;

use yrsa::room::ConnectionId;
use yrsa::room::state::{Effect, Event};

use super::bench::{Bench, Heard, closed, entries, heard, sent, settings};
use crate::simulation::awareness::frame;

const TICK: Duration = Duration::from_millis(25);

/// A room with connections 1 and 2, in which 1 has announced client 7 with clock 5; everybody heard of it with clock 6.
fn announced() -> Bench {
    let mut room = Bench::new();
    room.join(1);
    room.join(2);
    assert_eq!(heard(&room.say(1, &frame(&[(7, 5, Some(r#"{"a":1}"#))]))), [(7, 6, Some(r#"{"a":1}"#.to_owned()))]);
    room.wait(TICK);
    room
}

fn said(room: &mut Bench, connection: u64, words: &[(u64, u64, Option<&str>)]) -> Heard {
    let mut effects = room.say(connection, &frame(words));
    effects.extend(room.wait(TICK));
    heard(&effects)
}

fn here(room: &mut Bench) -> Heard {
    let told = sent(&room.join(99), 99);
    room.leave(99);
    told.iter().flat_map(entries).collect()
}

fn gone(client: u64, clock: u64) -> (u64, u64, Option<String>) {
    (client, clock, None)
}

fn with(client: u64, clock: u64, state: &str) -> (u64, u64, Option<String>) {
    (client, clock, Some(state.to_owned()))
}

#[test]
fn nobody_else_can_change_or_remove_a_client() {
    let mut room = announced();
    room.say(2, &frame(&[(8, 0, Some("{}"))]));
    room.wait(TICK);
    for words in [(7, 6, Some("{}")), (7, 99, Some("{}")), (7, 6, None), (7, 99, None)] {
        assert!(said(&mut room, 2, &[words]).is_empty(), "{words:?}");
    }
    assert!(here(&mut room).contains(&with(7, 6, r#"{"a":1}"#)));
}

/// A connection has two ids at most here.
#[test]
fn who_hides_for_long_and_shows_themselves_again_uses_up_nothing() {
    let mut room = Bench::new();
    room.join(1);
    for clock in 0..5 {
        assert!(closed(&room.say(1, &frame(&[(7, 2 * clock, Some("{}"))]))).is_empty(), "shown for the {clock}. time");
        room.say(1, &frame(&[(7, 2 * clock + 1, None)]));
        for _ in 0..7 {
            room.wait(Duration::from_secs(10));
        }
    }
}

#[test]
fn what_one_repeats_of_others_changes_nothing() {
    let mut room = announced();
    let everybody = here(&mut room);
    for connection in [1, 2] {
        assert!(said(&mut room, connection, &[(7, 6, Some(r#"{"a":1}"#))]).is_empty());
    }
    assert_eq!(here(&mut room), everybody);
}

#[test]
fn a_change_goes_to_everybody_with_a_higher_clock() {
    let mut room = announced();
    assert_eq!(said(&mut room, 1, &[(7, 7, Some("{}"))]), [with(7, 7, "{}")]);
    // The server had raised the clock when the client had not heard of it yet.
    assert_eq!(said(&mut room, 1, &[(7, 7, Some(r#"{"b":2}"#))]), [with(7, 8, r#"{"b":2}"#)]);
}

#[test]
fn who_leaves_is_gone_for_everybody_at_once() {
    let mut room = announced();
    let effects = room.leave(1);
    assert_eq!(heard(&effects), [gone(7, 6)]);
    let mut room = announced();
    assert_eq!(said(&mut room, 1, &[(7, 7, None)]), [gone(7, 7)], "or says goodbye");
}

#[test]
fn a_late_repetition_brings_no_ghost_back() {
    let mut room = announced();
    room.say(2, &frame(&[(8, 0, Some("{}"))]));
    room.leave(1);
    room.wait(TICK);
    assert!(said(&mut room, 2, &[(7, 6, Some(r#"{"a":1}"#))]).is_empty());
    assert!(here(&mut room).contains(&gone(7, 6)), "newcomers who remember the client hear that it is gone");
}

#[test]
fn who_returns_with_the_old_clock_is_seen_at_once() {
    let mut room = announced();
    room.leave(1);
    room.wait(TICK);
    room.join(3);
    assert_eq!(said(&mut room, 3, &[(7, 6, Some(r#"{"a":1}"#))]), [with(7, 7, r#"{"a":1}"#)]);
}

/// The server raises clocks, and a client whose connection broke may not have heard of that.
#[test]
fn who_returns_with_a_clock_from_before_it_was_raised_is_seen_at_once() {
    let mut room = announced();
    room.leave(1);
    room.wait(TICK);
    room.join(3);
    assert_eq!(said(&mut room, 3, &[(7, 0, Some(r#"{"a":1}"#))]), [with(7, 7, r#"{"a":1}"#)]);
}

#[test]
fn who_returns_sees_those_who_stayed() {
    let mut room = announced();
    room.say(2, &frame(&[(8, 3, Some("{}"))]));
    room.wait(TICK);
    room.leave(1);
    room.wait(TICK);
    room.join(3);
    // Client 7 has dropped everybody, but remembers client 8 with clock 4.
    let heard = said(&mut room, 3, &[(7, 6, Some("{}"))]);
    assert!(heard.contains(&with(8, 5, "{}")), "{heard:?}");
}

#[test]
fn a_state_that_is_not_renewed_for_30_s_is_removed() {
    let mut room = announced();
    room.wait(Duration::from_secs(20));
    assert!(said(&mut room, 1, &[(7, 6, Some(r#"{"a":1}"#))]).is_empty(), "renewed without a change");
    assert!(heard(&room.wait(Duration::from_secs(20))).is_empty());
    assert_eq!(heard(&room.wait(Duration::from_secs(10))), [gone(7, 6)]);
    assert_eq!(said(&mut room, 1, &[(7, 7, Some("{}"))]), [with(7, 8, "{}")], "and may come back");
}

#[test]
fn a_removal_is_forgotten_in_the_end() {
    let mut room = announced();
    room.leave(1);
    room.wait(Duration::from_secs(59));
    assert_eq!(here(&mut room), [gone(7, 6)]);
    room.wait(Duration::from_secs(2));
    assert!(here(&mut room).is_empty());
}

#[test]
fn changes_within_a_tick_go_out_together() {
    let mut room = announced();
    let first = room.say(1, &frame(&[(7, 7, Some("{}"))]));
    assert_eq!(heard(&first).len(), 1, "the first change after a quiet time goes out at once");
    for clock in 8..20 {
        assert!(heard(&room.say(1, &frame(&[(7, clock, Some(&format!("{{\"n\":{clock}}}")))]))).is_empty());
    }
    assert!(heard(&room.say(2, &frame(&[(8, 0, Some("{}"))]))).is_empty());
    let effects = room.wait(TICK);
    assert_eq!(heard(&effects), [with(7, 19, r#"{"n":19}"#), with(8, 1, "{}")]);
    let frames = effects.iter().filter(|effect| matches!(effect, Effect::Broadcast { .. })).count();
    assert_eq!(frames, 1);
}

#[test]
fn the_more_hear_it_the_longer_a_tick_lasts_up_to_a_limit() {
    for (audience, tick) in [(2, 4), (100, 4), (250, 10), (2_000, 25)] {
        let mut settings = settings();
        settings.presence.tick = Duration::from_millis(4);
        let mut room = Bench::with(settings);
        for connection in 1..=audience {
            room.join(connection);
        }
        room.say(1, &frame(&[(7, 5, Some("{}"))]));
        room.wait(TICK);
        assert_eq!(heard(&room.say(1, &frame(&[(7, 8, Some(r#"{"n":8}"#))]))).len(), 1);
        assert!(heard(&room.say(1, &frame(&[(7, 9, Some(r#"{"n":9}"#))]))).is_empty());
        let moment = Duration::from_micros(1);
        assert!(heard(&room.wait(Duration::from_millis(tick) - moment)).is_empty(), "{audience} wait {tick} ms");
        assert_eq!(heard(&room.wait(moment)).len(), 1, "{audience} wait no longer than {tick} ms");
    }
}

#[test]
fn what_exceeds_the_limits_is_refused_whole() {
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(100));
    let refused: [&[(u64, u64, Option<&str>)]; 4] = [
        &[(8, 0, Some("{}")), (9, 0, Some(&large))],
        &[(8, 0, Some("{}")), (9, 0, Some("{}")), (10, 0, Some("{}"))],
        &[(8, 0, Some("{}")), (9, 0, Some("[]"))],
        &[(8, 0, Some("{}")), (9, 0, Some("{"))],
    ];
    for words in refused {
        let mut room = announced();
        let everybody = here(&mut room);
        let effects = room.say(2, &frame(words));
        assert!(matches!(&closed(&effects)[..], [(2, 4422, _)]), "{words:?}");
        assert_eq!(here(&mut room), everybody, "{words:?}");
    }
}

/// A client changes networks: its old connection is dead, but the server doesn't know yet.
fn claimed() -> Bench {
    let mut room = announced();
    room.join(3);
    let effects = room.say(3, &frame(&[(7, 6, Some(r#"{"a":1}"#))]));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Probe(ConnectionId(1)))));
    room
}

#[test]
fn a_silent_owner_loses_its_id_after_3_s() {
    let mut room = claimed();
    assert!(closed(&room.wait(Duration::from_millis(2_900))).is_empty());
    let effects = room.wait(Duration::from_millis(100));
    assert!(matches!(&closed(&effects)[..], [(1, 1001, _)]));
    assert_eq!(heard(&effects), [with(7, 7, r#"{"a":1}"#)]);
    assert!(heard(&room.leave(1)).is_empty(), "the old connection takes nobody with it");
    room.wait(TICK);
    assert_eq!(heard(&room.leave(3)), [gone(7, 7)]);
}

#[test]
fn an_owner_that_shows_itself_keeps_its_id() {
    let mut room = claimed();
    room.tell(Event::Alive(ConnectionId(1)));
    assert!(closed(&room.wait(Duration::from_secs(10))).is_empty());
    assert_eq!(said(&mut room, 1, &[(7, 7, Some("{}"))]), [with(7, 7, "{}")]);
}

/// The last words of the old connection arrive late and look like a sign of life; then it is gone.
#[test]
fn who_waits_for_an_id_gets_it_when_the_owner_leaves() {
    for (last_words, sees) in [(Some((7, 7, None)), 8), (None, 7)] {
        let mut room = claimed();
        if let Some(words) = last_words {
            room.say(1, &frame(&[words]));
        }
        let mut effects = room.leave(1);
        effects.extend(room.wait(TICK));
        assert_eq!(heard(&effects).last(), Some(&with(7, sees, r#"{"a":1}"#)));
        assert!(closed(&room.wait(Duration::from_secs(5))).is_empty());
        assert_eq!(heard(&room.leave(3)), [gone(7, sees)]);
    }
}

#[test]
fn who_waits_for_an_id_is_seen_as_it_is_by_then() {
    let mut room = claimed();
    room.tell(Event::Alive(ConnectionId(1)));
    room.say(3, &frame(&[(7, 8, Some(r#"{"new":1}"#))]));
    let mut effects = room.leave(1);
    effects.extend(room.wait(TICK));
    assert_eq!(heard(&effects).last(), Some(&with(7, 9, r#"{"new":1}"#)));
}

#[test]
fn of_several_who_claim_an_id_the_last_one_wins_and_no_other_is_closed() {
    let mut room = claimed();
    room.join(4);
    room.say(4, &frame(&[(7, 6, Some(r#"{"a":1}"#))]));
    let effects = room.wait(Duration::from_secs(3));
    assert!(matches!(&closed(&effects)[..], [(1, 1001, _)]));
    assert!(closed(&room.wait(Duration::from_secs(10))).is_empty());
    let mut effects = room.leave(4);
    effects.extend(room.wait(TICK));
    assert!(matches!(heard(&effects).last(), Some((7, _, Some(_)))), "the other one is still here: {:?}", heard(&effects));
}

/// A claim is taken over later, when nobody looks at it any more.
#[test]
fn a_state_that_nobody_could_read_claims_nothing() {
    let large = format!(r#"{{"a":"{}"}}"#, "x".repeat(200));
    for state in [r#"{"a":1~"#, &large] {
        let mut room = announced();
        room.join(3);
        let effects = room.say(3, &frame(&[(7, 6, Some(state))]));
        assert!(matches!(&closed(&effects)[..], [(3, 4422, _)]), "{state}");
        let mut room = claimed();
        let effects = room.say(3, &frame(&[(7, 7, Some(state))]));
        assert!(matches!(&closed(&effects)[..], [(3, 4422, _)]), "{state}");
        let effects = room.wait(Duration::from_secs(4));
        assert!(heard(&effects).iter().all(|(_, _, told)| told.as_deref() != Some(state)), "{state}");
    }
}
