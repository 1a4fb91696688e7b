//! The document for those who read JSON: what they get, what they are told, how their patches get in.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use yrsa::access::Role;
use yrsa::protocol::Message;
use yrsa::protocol::live::{self, Ask};
use yrsa::room::outbox::{Drained, Notice, Outgoing};
use yrsa::room::state::{Effect, Event};
use yrsa::room::{ConnectionId, Dialect};

use super::bench::{Author, Bench, appends, relayed, told};

fn content(effects: &[Effect], connection: u64) -> Value {
    let content = told(effects, connection).into_iter().find_map(|notice| match notice {
        Notice::Content { version, content } => {
            Some(json!({ "version": version, "content": serde_json::from_slice::<Value>(&content).unwrap() }))
        }
        _ => None,
    });
    content.expect("content")
}

fn answers(effects: &[Effect], connection: u64) -> Vec<Value> {
    let id = |request: Option<Bytes>| request.map_or(Value::Null, |id| serde_json::from_slice(&id).unwrap());
    let answer = |notice| match notice {
        Notice::Done(done) => Some(json!({ "type": "ack", "id": id(done.request), "version": done.version })),
        Notice::Failed(no) => Some(json!({ "type": "error", "id": id(no.request), "code": no.code, "message": no.why })),
        _ => None,
    };
    told(effects, connection).into_iter().filter_map(answer).collect()
}

/// What JSON readers are told, and who is not.
fn changes(effects: &[Effect]) -> Vec<(Option<u64>, Value)> {
    let change = |effect: &Effect| match effect {
        Effect::Announce { to: Dialect::Json, except, notice: Notice::Json(text), .. } => {
            Some((except.map(|except| except.0), serde_json::from_slice(text).unwrap()))
        }
        _ => None,
    };
    effects.iter().filter_map(change).collect()
}

fn ask(room: &mut Bench, connection: u64, message: &Value) -> Vec<Effect> {
    let request = live::read(&message.to_string()).unwrap();
    let Ask::Edit(edit) = request.ask else { panic!("no edit") };
    let id = request.id.map(|id| Bytes::from(id.get().to_owned()));
    room.tell(Event::Message(ConnectionId(connection), Message::Edit { id, edit, expected: None }))
}

fn patch(room: &mut Bench, connection: u64, id: u64, patch: &Value) -> Vec<Effect> {
    ask(room, connection, &json!({ "type": "content_patch", "id": id, "patch": patch }))
}

#[test]
fn a_patch_is_an_edit_like_any_other_and_acknowledged_when_durable() {
    let mut room = Bench::new();
    room.join(1);
    assert_eq!(content(&room.join_as(2, Role::Editor, Dialect::Json), 2), json!({ "version": 0, "content": {} }));
    room.join_as(3, Role::Viewer, Dialect::Json);
    let effects = patch(&mut room, 2, 7, &json!([{ "op": "add", "path": "/text", "value": "words" }]));
    assert_eq!((appends(&effects), relayed(&effects).len()), (1, 1));
    assert!(answers(&effects, 2).is_empty(), "nothing is acknowledged before it is on disk");
    let told = changes(&effects);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, Some(2), "who did it knows");
    assert_eq!(told[0].1["patch"], json!([{ "op": "add", "path": "/text", "value": "words" }]));
    assert_eq!(told[0].1["user"], json!({ "id": "ada", "name": "Ada" }));
    assert_eq!(answers(&room.sync_all(), 2), [json!({ "type": "ack", "id": 7, "version": 1 })]);
    assert_eq!(room.text(), "words");
}

#[test]
fn json_readers_hear_what_yjs_clients_do_each_author_apart() {
    let (mut room, first, second) = (Bench::new(), Author::new(7), Author::new(8));
    room.join_as(1, Role::Editor, Dialect::YWebsocket);
    room.join(2);
    room.join_as(3, Role::Viewer, Dialect::Json);
    assert!(changes(&room.update(1, &first.write("one "))).is_empty(), "those of one author within a tick go together");
    assert!(changes(&room.update(1, &first.write("two "))).is_empty());
    let told = changes(&room.update(2, &second.write("three")));
    assert_eq!(told[0].1["patch"], json!([{ "op": "add", "path": "/text", "value": "one two " }]));
    assert_eq!(told[0].1["user"]["id"], "ada");
    let told = changes(&room.wait(Duration::from_millis(25)));
    assert_eq!((told[0].1["connection"].as_u64(), told[0].1["version"].as_u64()), (Some(2), Some(3)));
}

#[test]
fn what_can_not_be_done_is_answered_with_its_id_and_changes_nothing() {
    let mut room = Bench::new();
    room.join_as(1, Role::Editor, Dialect::Json);
    room.join_as(2, Role::Commenter, Dialect::Json);
    patch(&mut room, 1, 1, &json!([{ "op": "add", "path": "/text", "value": "words" }]));
    for (connection, operation, code) in [
        (1, json!({ "op": "test", "path": "/text", "value": "other" }), "test_failed"),
        (1, json!({ "op": "remove", "path": "/nothing" }), "patch_failed"),
        (2, json!({ "op": "remove", "path": "/text" }), "not_allowed"),
    ] {
        let effects = patch(&mut room, connection, 9, &json!([{ "op": "add", "path": "/new", "value": {} }, operation]));
        assert_eq!(appends(&effects), 0);
        let answers = answers(&effects, connection);
        assert_eq!((answers[0]["code"].as_str(), answers[0]["id"].as_u64()), (Some(code), Some(9)));
    }
    assert_eq!(content(&room.join_as(3, Role::Viewer, Dialect::Json), 3)["content"], json!({ "text": "words" }));
}

#[test]
fn a_text_is_changed_at_a_place_without_touching_the_rest() {
    let mut room = Bench::new();
    room.join_as(1, Role::Editor, Dialect::Json);
    patch(&mut room, 1, 1, &json!([{ "op": "add", "path": "/text", "value": "a 😀 c" }]));
    for (index, delete, insert, expected) in [(4, 0, " b", Ok("a 😀 b c")), (3, 1, "", Err(())), (0, 99, "", Err(()))] {
        let change =
            json!({ "type": "text_change", "id": 2, "path": "/text", "index": index, "delete": delete, "insert": insert });
        let effects = ask(&mut room, 1, &change);
        match expected {
            Ok(text) => assert_eq!(room.text(), text),
            Err(()) => assert_eq!(answers(&effects, 1)[0]["type"], "error"),
        }
    }
}

#[test]
fn a_reader_that_is_too_slow_gets_the_whole_content_again() {
    let mut room = Bench::new();
    room.join_as(1, Role::Editor, Dialect::Json);
    room.join_as(2, Role::Viewer, Dialect::Json);
    patch(&mut room, 1, 1, &json!([{ "op": "add", "path": "/text", "value": "words" }]));
    let dropped = vec![Outgoing::Notice(Notice::Json(Bytes::from_static(b"{}")))];
    room.tell(Event::Overflowed(ConnectionId(2), dropped));
    let effects = room.tell(Event::Drained(ConnectionId(2), Drained { presence_behind: false }));
    assert_eq!(content(&effects, 2), json!({ "version": 1, "content": { "text": "words" } }));
}

#[test]
fn a_json_reader_that_comes_while_the_server_shuts_down_leaves_like_any_other() {
    let mut room = Bench::new();
    room.join(1);
    room.tell(Event::Shutdown);
    room.join_as(2, Role::Viewer, Dialect::Json);
    room.leave(2);
    room.leave(1);
}
