//! What a session allows: how many may be here, whose turn it is, how long somebody may do nothing; and how everybody sees it.

use std::time::Duration;

use serde_json::{Value, json};
use yrs::Text as _;
use yrsa::access::Role;
use yrsa::protocol::message;
use yrsa::room::Dialect;
use yrsa::room::around::{Mode, Rules};
use yrsa::room::people::{Move, Status};
use yrsa::room::state::Effect;

use super::bench::{Author, Bench, closed, heard, sent, told};
use super::replicas::Replicas;
use crate::simulation::awareness;

fn write(replicas: &mut Replicas, connection: u64, words: &str) {
    replicas.write(connection, |txn| {
        use yrs::WriteTxn as _;
        let text = txn.get_or_insert_text("text");
        text.push(txn, words);
    });
}

fn text(replicas: &mut Replicas) -> String {
    replicas.room.text()
}

fn turn_of(user: &str) -> Rules {
    Rules { mode: Mode::Sequential, turn: Some(user.into()), ..Rules::default() }
}

#[test]
fn a_full_session_refuses_with_its_own_code_and_lets_owners_and_those_who_are_here_in() {
    let mut room = Bench::new();
    room.rule(Rules { max_participants: Some(2), ..Rules::default() });
    assert!(closed(&room.join_called(1, "ada", Dialect::YWebsocket)).is_empty());
    assert!(closed(&room.join_called(2, "bob", Dialect::Hocuspocus)).is_empty());
    for (connection, dialect) in [(3, Dialect::YWebsocket), (4, Dialect::Json), (5, Dialect::Rest), (6, Dialect::Hocuspocus)] {
        let refused = room.join_called(connection, "eve", dialect);
        assert_eq!(closed(&refused)[0].1, 4429, "{dialect:?}");
        room.leave(connection);
    }
    assert!(closed(&room.join_called(7, "ada", Dialect::Json)).is_empty(), "a second tab takes no place");
    assert!(closed(&room.join_called(8, "eve", Dialect::Request)).is_empty(), "a request takes no place");
    assert!(closed(&room.join(9)).is_empty(), "owners get in");
    room.leave(2);
    room.leave(9);
    assert!(closed(&room.join_called(10, "eve", Dialect::YWebsocket)).is_empty(), "somebody has left");
}

#[test]
fn whose_turn_it_is_not_is_asked_for_their_edits_when_it_is() {
    let mut replicas = Replicas::of(&["ada", "bob"]);
    replicas.rule(turn_of("ada"));
    write(&mut replicas, 1, "a");
    write(&mut replicas, 2, "b");
    replicas.settle();
    assert_eq!(text(&mut replicas), "a");
    let denied = replicas.effects.iter().any(|effect| matches!(effect, Effect::Tell(to, _) if to.0 == 2));
    assert!(denied, "the author is told why");
    replicas.rule(turn_of("bob"));
    replicas.settle();
    replicas.all_agree("bob's turn");
    assert_eq!(text(&mut replicas).len(), 2);
    write(&mut replicas, 1, "c");
    replicas.settle();
    assert_eq!(text(&mut replicas).len(), 2);
    replicas.rule(Rules::default());
    replicas.settle();
    replicas.all_agree("everybody's turn");
    assert_eq!(text(&mut replicas).len(), 3);
}

#[test]
fn who_does_nothing_for_longer_than_the_session_allows_has_to_go() {
    let mut room = Bench::new();
    let author = Author::new(7);
    room.join_called(1, "ada", Dialect::YWebsocket);
    room.join_called(2, "bob", Dialect::YWebsocket);
    room.rule(Rules { idle_timeout: Some(Duration::from_secs(600)), ..Rules::default() });
    room.wait(Duration::from_secs(500));
    room.update(1, &author.write("words"));
    let effects = room.wait(Duration::from_secs(100));
    assert_eq!(closed(&effects).iter().map(|(to, code, _)| (*to, *code)).collect::<Vec<_>>(), [(2, 4440)]);
    assert_eq!(closed(&room.wait(Duration::from_secs(500)))[0].0, 1);
}

fn status(effects: &[Effect], client: u64) -> Option<String> {
    let mut states = heard(effects).into_iter().filter(|(id, ..)| *id == client).filter_map(|(.., state)| state);
    let state: Value = serde_json::from_str(&states.next_back()?).unwrap();
    Some(state["user"]["status"].as_str()?.to_owned())
}

#[test]
fn status_comes_from_what_somebody_does_and_everybody_sees_it() {
    let mut room = Bench::new();
    let author = Author::new(7);
    room.join_called(1, "ada", Dialect::YWebsocket);
    let said = room.say(1, &awareness::frame(&[(9, 1, Some(r#"{"cursor":1}"#))]));
    assert_eq!(status(&said, 9).as_deref(), Some("active"));
    let mut effects = Vec::new();
    for _ in 0..4 {
        effects.extend(room.wait(Duration::from_secs(15)));
        // As Yjs does, without anything new: with what it was told of itself.
        let own = r##"{"cursor":1,"user":{"id":"ada","name":"ada","color":"#112233","role":"editor","status":"active"}}"##;
        effects.extend(room.say(1, &awareness::frame(&[(9, 100 + room.now.uptime.as_secs(), Some(own))])));
    }
    effects.extend(room.wait(Duration::from_secs(1)));
    assert_eq!(status(&effects, 9).as_deref(), Some("idle"), "renewing a state is doing nothing");
    assert_eq!(room.state.present().people[0].status, Status::Idle);
    let mut edited = room.update(1, &author.write("words"));
    edited.extend(room.wait(Duration::from_millis(25)));
    assert_eq!(status(&edited, 9).as_deref(), Some("active"));
    let mut busy = room.say(1, &awareness::frame(&[(9, 1000, Some(r#"{"status":"busy"}"#))]));
    busy.extend(room.wait(Duration::from_millis(25)));
    assert_eq!(status(&busy, 9).as_deref(), Some("busy"));
    assert_eq!(room.state.present().people[0].status, Status::Busy);
}

#[test]
fn a_user_comes_once_and_leaves_once_however_many_connections_they_have() {
    let mut room = Bench::new();
    let moves = |effects: &[Effect]| -> Vec<Move> {
        effects.iter().filter_map(|effect| if let Effect::Moved(moved) = effect { Some(moved.what) } else { None }).collect()
    };
    assert_eq!(moves(&room.join_called(1, "ada", Dialect::YWebsocket)), [Move::Joined]);
    assert_eq!(moves(&room.join_called(2, "ada", Dialect::Rest)), []);
    assert_eq!(moves(&room.join_called(3, "ada", Dialect::Request)), []);
    let present = room.state.present();
    assert_eq!((present.people.len(), present.people[0].connections, present.people[0].role), (1, 2, Role::Editor));
    assert_eq!(moves(&room.leave(1)), []);
    assert_eq!(moves(&room.leave(2)), [Move::Left]);
    assert_eq!(moves(&room.leave(3)), []);
}

#[test]
fn everybody_sees_the_session_as_a_state_of_the_server() {
    let mut room = Bench::new();
    room.join_called(1, "ada", Dialect::YWebsocket);
    let shown = Rules { shown: Some(json!({"mode": "sequential"}).to_string().into()), ..turn_of("ada") };
    let mut effects = room.rule(shown);
    effects.extend(room.wait(Duration::from_millis(25)));
    assert_eq!(heard(&effects)[0].2.as_deref(), Some(r#"{"yrsa":{"mode":"sequential"}}"#));
    let (server, clock, _) = heard(&effects)[0].clone();
    // Whoever says they are the server is not believed.
    room.join_called(2, "eve", Dialect::YWebsocket);
    room.say(2, &awareness::frame(&[(server, clock + 5, Some(r#"{"yrsa":{"mode":"mine"}}"#))]));
    let later: Vec<_> = (0..4).flat_map(|_| heard(&room.wait(Duration::from_secs(10)))).collect();
    assert!(later.iter().any(|(client, ..)| *client == server), "it is repeated before clients forget it");
    assert!(later.iter().all(|(_, _, state)| state.as_deref() != Some(r#"{"yrsa":{"mode":"mine"}}"#)));
    let newcomer = room.join_called(3, "bob", Dialect::YWebsocket);
    assert!(sent(&newcomer, 3).iter().any(|frame| String::from_utf8_lossy(frame).contains("sequential")));
    let mut effects = room.rule(Rules::default());
    effects.extend(room.wait(Duration::from_millis(25)));
    assert!(heard(&effects).iter().any(|(client, _, state)| *client == server && state.is_none()));
    assert!(told(&effects, 1).is_empty() && !message::heartbeat().is_empty());
}

/// Somebody who was refused and is not gone yet is nobody here.
#[test]
fn who_was_kept_out_takes_no_place_and_opens_no_door() {
    let mut room = Bench::new();
    room.rule(Rules { max_participants: Some(1), ..Rules::default() });
    room.join_called(1, "ada", Dialect::YWebsocket);
    let refused = room.join_called(2, "eve", Dialect::YWebsocket);
    assert_eq!(closed(&refused)[0].1, 4429);
    assert!(!refused.iter().any(|effect| matches!(effect, Effect::Moved(_))), "nobody has come");
    assert_eq!(closed(&room.join_called(3, "eve", Dialect::YWebsocket))[0].1, 4429, "a second try beside the first");
    assert_eq!(room.state.present().people.len(), 1);
    room.leave(1);
    assert!(closed(&room.join_called(4, "bob", Dialect::YWebsocket)).is_empty(), "the place is free");
    let left = room.leave(2);
    assert!(!left.iter().any(|effect| matches!(effect, Effect::Moved(_))), "nobody has left");
    assert_eq!(room.state.present().people[0].user.id, "bob".into());
}

fn clock(effects: &[Effect], client: u64) -> Option<u64> {
    heard(effects).iter().find(|(id, _, _)| *id == client).map(|(_, clock, _)| *clock)
}

/// Clients remember the clock of whom they have heard of, and ignore what comes with a lower one.
#[test]
fn a_session_that_is_shown_again_is_shown_with_a_higher_clock_whatever_was_forgotten_meanwhile() {
    let shown = || Rules { shown: Some(r#"{"mode":"locked"}"#.into()), ..Rules::default() };
    let mut room = Bench::new();
    room.join_called(1, "ada", Dialect::YWebsocket);
    room.rule(shown());
    let mut last = 0;
    for _ in 0..20 {
        last = clock(&room.wait(Duration::from_secs(12)), 77).unwrap_or(last);
    }
    assert!(last > 0);
    room.rule(Rules::default());
    for _ in 0..3 {
        room.wait(Duration::from_secs(61));
    }
    let mut effects = room.rule(shown());
    effects.extend(room.wait(Duration::from_secs(1)));
    assert!(clock(&effects, 77).unwrap() > last, "after it was forgotten");
    let last = clock(&effects, 77).unwrap();
    room.now.uptime += Duration::from_secs(60);
    let mut effects = room.reopen();
    effects.extend(room.wait(Duration::from_secs(1)));
    assert!(clock(&effects, 77).unwrap() > last, "after the room was put away");
}

#[test]
fn nobody_but_the_server_shows_a_session_and_nobody_takes_its_place() {
    let mut room = Bench::new();
    room.join_called(1, "eve", Dialect::YWebsocket);
    room.join(2);
    for (connection, client) in [(1, 7), (2, 8)] {
        let forged = r#"{"\u0079rsa":{"locks":[]},"a":1}"#;
        let mut effects = room.say(connection, &awareness::frame(&[(client, 1, Some(forged))]));
        effects.extend(room.wait(Duration::from_secs(1)));
        let (_, _, state) = heard(&effects).into_iter().find(|(id, _, _)| *id == client).unwrap();
        let state: Value = serde_json::from_str(&state.unwrap()).unwrap();
        assert_eq!((state.get("yrsa"), &state["a"]), (None, &json!(1)));
    }
    // The id under which the server writes can be read in documents.
    room.say(1, &awareness::frame(&[(77, 1, Some("{}"))]));
    room.rule(Rules { shown: Some(r#"{"mode":"locked"}"#.into()), ..Rules::default() });
    room.leave(1);
    let told = sent(&room.join_called(3, "bob", Dialect::YWebsocket), 3);
    let everybody: Vec<_> = told.iter().flat_map(super::bench::entries).collect();
    let session = everybody.into_iter().find(|(id, _, _)| *id == 77).unwrap().2.expect("it is still shown");
    assert!(session.contains("locked"));
}
