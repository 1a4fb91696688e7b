//! What becomes of messages: sending, replying, editing, deleting, reacting, reading pages, and what is counted.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::runs::world::{START, World, document, on, token};

pub(super) const PLAN: &str = "/api/documents/acme%2Fplan/messages";

pub(super) async fn plan(world: &World) {
    let root = token("root", &[("/", "owner")]);
    world.call("POST", "/api/documents", &root, json!({ "id": "acme/plan" })).await;
}

pub(super) fn commenter(user: &str) -> String {
    token(user, &[("acme/", "commenter")])
}

pub(super) async fn say(world: &World, user: &str, body: Value) -> String {
    let message = world.call("POST", PLAN, &commenter(user), body).await;
    message["id"].as_str().unwrap().to_owned()
}

/// The bodies of a page.
fn bodies(page: &Value) -> Vec<&str> {
    page["messages"].as_array().unwrap().iter().map(|message| message["body"].as_str().unwrap()).collect()
}

async fn page(world: &World, query: &str) -> Value {
    world.call("GET", &format!("{PLAN}?{query}"), &commenter("eve"), Value::Null).await
}

#[test]
fn a_message_is_read_as_it_was_sent_with_who_really_wrote_it() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let new = json!({
            "body": "What about **this**?", "mentions": [{ "user": "bob" }, { "role": "host" }],
            "references": [{ "file": "src/main.rs", "line": 3, "snippet": "fn main() {\n" }], "metadata": { "thread": 7 },
        });
        let sent = world.call("POST", PLAN, &commenter("ada"), new).await;
        let id = sent["id"].as_str().unwrap();
        assert_eq!(
            sent,
            json!({
                "id": id, "document": "acme/plan", "author": { "id": "ada", "name": "ada" }, "body": "What about **this**?",
                "reply_to": null, "mentions": [{ "user": "bob" }, { "role": "owner" }],
                "references": [{ "file": "src/main.rs", "line": 3, "snippet": "fn main() {\n" }], "metadata": { "thread": 7 },
                "reactions": {}, "created_at": START, "edited_at": null, "deleted_at": null, "replies": 0,
            })
        );
        assert_eq!(world.call("GET", &format!("{PLAN}/{id}"), &commenter("bob"), Value::Null).await, sent);
        let events = world.app().journal.of_document(&document("acme/plan"), 0, 100).unwrap().events;
        let event = events.last().unwrap();
        assert_eq!((&*event.draft.kind, &event.draft.data["message"]), ("chat.message", &sent));
        assert_eq!(&*event.draft.user.as_ref().unwrap().id, "ada");
        for forged in ["id", "author", "created_at"] {
            let (status, _) = world.ask("POST", PLAN, &commenter("eve"), json!({ "body": "x", forged: "ada" })).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{forged}");
        }
        world.end().await;
    });
}

#[test]
fn nobody_edits_the_words_of_another_and_only_owners_delete_them() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let id = say(&world, "ada", json!({ "body": "mine" })).await;
        let at = format!("{PLAN}/{id}");
        let owner = token("boss", &[("acme/", "owner")]);
        for other in [commenter("bob"), owner.clone()] {
            assert_eq!(world.ask("PATCH", &at, &other, json!({ "body": "forged" })).await.0, StatusCode::FORBIDDEN);
        }
        assert_eq!(world.ask("DELETE", &at, &commenter("bob"), Value::Null).await.0, StatusCode::FORBIDDEN);
        world.pass(5);
        let edited = world.call("PATCH", &at, &commenter("ada"), json!({ "body": "still mine" })).await;
        assert_eq!((&edited["body"], &edited["edited_at"]), (&json!("still mine"), &json!(START + 5000)));
        // Who may no longer comment may no longer change what they said.
        let demoted = token("ada", &[("acme/", "viewer")]);
        assert_eq!(world.ask("PATCH", &at, &demoted, json!({ "body": "x" })).await.0, StatusCode::FORBIDDEN);
        assert_eq!(world.ask("DELETE", &at, &demoted, Value::Null).await.0, StatusCode::FORBIDDEN);
        world.call("DELETE", &at, &owner, Value::Null).await;
        world.call("DELETE", &at, &owner, Value::Null).await;
        let gone = world.call("GET", &at, &commenter("bob"), Value::Null).await;
        assert_eq!(
            (&gone["body"], &gone["deleted_at"], &gone["author"]["id"]),
            (&json!(""), &json!(START + 5000), &json!("ada"))
        );
        assert_eq!(world.ask("PATCH", &at, &commenter("ada"), json!({ "body": "x" })).await.0, StatusCode::CONFLICT);
        assert_eq!(bodies(&page(&world, "").await), [""], "its place stays");
        let told = world.told("acme/plan");
        assert_eq!(told[1..], ["chat.message", "chat.edited", "chat.deleted"], "the second deletion is none");
        world.end().await;
    });
}

#[test]
fn an_edit_calls_those_who_were_not_called_before() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let id = say(&world, "ada", json!({ "body": "x", "mentions": [{ "user": "bob" }], "metadata": { "a": 1 } })).await;
        let edit = json!({ "mentions": [{ "user": "bob" }, { "user": "cid" }], "metadata": null });
        let edited = world.call("PATCH", &format!("{PLAN}/{id}"), &commenter("ada"), edit.clone()).await;
        assert_eq!((&edited["body"], edited.get("metadata")), (&json!("x"), None));
        world.call("PATCH", &format!("{PLAN}/{id}"), &commenter("ada"), edit).await;
        let events = world.app().journal.of_document(&document("acme/plan"), 0, 100).unwrap().events;
        let edits: Vec<_> = events.iter().filter(|event| event.draft.kind == "chat.edited").collect();
        assert_eq!(edits.len(), 1, "an edit that changes nothing is none");
        assert_eq!(edits[0].draft.data["mentioned"], json!([{ "user": "cid" }]));
        world.end().await;
    });
}

#[test]
fn pages_go_both_ways_and_around_a_message() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let mut ids = Vec::new();
        for n in 0..10 {
            ids.push(say(&world, "ada", json!({ "body": format!("m{n}") })).await);
        }
        assert!(ids.is_sorted(), "within one millisecond, too");
        let newest = page(&world, "limit=4").await;
        assert_eq!(bodies(&newest), ["m6", "m7", "m8", "m9"]);
        assert_eq!((&newest["older"], &newest["newer"]), (&json!(ids[6]), &Value::Null));
        let older = page(&world, &format!("limit=4&before={}", ids[6])).await;
        assert_eq!(bodies(&older), ["m2", "m3", "m4", "m5"]);
        assert_eq!(older["newer"], json!(ids[5]));
        let oldest = page(&world, &format!("limit=4&before={}", ids[2])).await;
        assert_eq!((bodies(&oldest), &oldest["older"]), (vec!["m0", "m1"], &Value::Null));
        assert_eq!(bodies(&page(&world, &format!("limit=3&after={}", ids[1])).await), ["m2", "m3", "m4"]);
        assert_eq!(bodies(&page(&world, &format!("after={}", ids[9])).await), [""; 0]);
        assert_eq!(bodies(&page(&world, &format!("limit=5&around={}", ids[5])).await), ["m3", "m4", "m5", "m6", "m7"]);
        assert_eq!(bodies(&page(&world, &format!("limit=5&around={}", ids[0])).await), ["m0", "m1", "m2", "m3", "m4"]);
        assert_eq!(bodies(&page(&world, &format!("limit=5&around={}", ids[9])).await), ["m5", "m6", "m7", "m8", "m9"]);
        assert_eq!(bodies(&page(&world, &format!("limit=1&around={}", ids[4])).await), ["m4"]);
        for (query, status) in [
            (format!("before={}&after={}", ids[1], ids[2]), 400),
            ("limit=0".to_owned(), 400),
            ("limit=201".to_owned(), 400),
            ("before=x".to_owned(), 404),
            ("reply_to=018bcfe5-6800-7000-8000-004000000000".to_owned(), 404),
        ] {
            let (got, answer) = world.ask("GET", &format!("{PLAN}?{query}"), &commenter("eve"), Value::Null).await;
            assert_eq!(got.as_u16(), status, "{query}: {answer}");
        }
        world.end().await;
    });
}

#[test]
fn replies_are_counted_and_have_pages_of_their_own() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let (first, second) =
            (say(&world, "ada", json!({ "body": "a" })).await, say(&world, "ada", json!({ "body": "b" })).await);
        let mut replies = Vec::new();
        for n in 0..5 {
            replies.push(say(&world, "bob", json!({ "body": format!("a{n}"), "reply_to": first })).await);
            say(&world, "bob", json!({ "body": format!("b{n}"), "reply_to": second })).await;
        }
        assert_eq!(world.call("GET", &format!("{PLAN}/{first}"), &commenter("eve"), Value::Null).await["replies"], 5);
        let newest = page(&world, &format!("reply_to={first}&limit=2")).await;
        assert_eq!((bodies(&newest), &newest["older"]), (vec!["a3", "a4"], &json!(replies[3])));
        let older = page(&world, &format!("reply_to={first}&limit=9&before={}", replies[3])).await;
        assert_eq!((bodies(&older), &older["older"]), (vec!["a0", "a1", "a2"], &Value::Null));
        assert_eq!(bodies(&page(&world, &format!("reply_to={first}&after={}", replies[3])).await), ["a4"]);
        let stranger = format!("{PLAN}?reply_to={second}&after={}", replies[3]);
        assert_eq!(world.ask("GET", &stranger, &commenter("eve"), Value::Null).await.0, StatusCode::BAD_REQUEST);
        let (status, _) = world.ask("POST", PLAN, &commenter("bob"), json!({ "body": "x", "reply_to": "nothing" })).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        world.end().await;
    });
}

#[test]
fn what_is_unread_is_what_others_said_behind_the_place_that_was_read() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        plan(&world).await;
        let (bob, unread) = (commenter("bob"), format!("{PLAN}/unread"));
        let mut ids = Vec::new();
        for n in 0..4 {
            ids.push(say(&world, "ada", json!({ "body": format!("m{n}") })).await);
        }
        ids.push(say(&world, "bob", json!({ "body": "mine" })).await);
        let all = json!({ "unread": 4, "more": false, "last_read": null });
        assert_eq!(world.call("GET", &unread, &bob, Value::Null).await, all);
        let read = |id: &str| json!({ "message": id });
        assert_eq!(world.call("PUT", &format!("{PLAN}/read"), &bob, read(&ids[1])).await, json!({ "last_read": ids[1] }));
        // It does not go back by itself.
        assert_eq!(world.call("PUT", &format!("{PLAN}/read"), &bob, read(&ids[0])).await, json!({ "last_read": ids[1] }));
        world.restart().await;
        let rest = json!({ "unread": 2, "more": false, "last_read": ids[1] });
        assert_eq!(world.call("GET", &unread, &bob, Value::Null).await, rest);
        world.call("DELETE", &format!("{PLAN}/{}", ids[3]), &commenter("ada"), Value::Null).await;
        assert_eq!(world.call("GET", &unread, &bob, Value::Null).await["unread"], 1);
        let back = json!({ "message": ids[0], "force": true });
        assert_eq!(world.call("PUT", &format!("{PLAN}/read"), &bob, back).await, json!({ "last_read": ids[0] }));
        assert_eq!(world.call("GET", &unread, &bob, Value::Null).await["unread"], 2);
        world.end().await;
    });
}

#[test]
fn statistics_say_who_wrote_how_much() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let statistics = format!("{PLAN}/statistics");
        let empty = json!({ "messages": 0, "deleted": 0, "reactions": 0, "first_at": null, "last_at": null, "by_user": [] });
        assert_eq!(world.call("GET", &statistics, &commenter("eve"), Value::Null).await, empty);
        let first = say(&world, "ada", json!({ "body": "a" })).await;
        world.pass(60);
        for _ in 0..2 {
            say(&world, "bob", json!({ "body": "b" })).await;
        }
        for user in ["bob", "cid"] {
            world.call("PUT", &format!("{PLAN}/{first}/reactions/%F0%9F%91%8D"), &commenter(user), Value::Null).await;
        }
        let by_user = json!([{ "user": { "id": "bob", "name": "bob" }, "messages": 2 }, { "user": { "id": "ada", "name": "ada" }, "messages": 1 }]);
        let told = world.call("GET", &statistics, &commenter("eve"), Value::Null).await;
        let expected = json!({
            "messages": 3, "deleted": 0, "reactions": 2, "first_at": START, "last_at": START + 60_000, "by_user": by_user,
        });
        assert_eq!(told, expected);
        world.call("DELETE", &format!("{PLAN}/{first}"), &commenter("ada"), Value::Null).await;
        let told = world.call("GET", &statistics, &commenter("eve"), Value::Null).await;
        assert_eq!((&told["messages"], &told["deleted"], &told["reactions"]), (&json!(2), &json!(1), &json!(0)));
        assert_eq!(told["by_user"], by_user);
        world.end().await;
    });
}

#[test]
fn a_reaction_is_there_once_however_often_it_is_set() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        plan(&world).await;
        let id = say(&world, "ada", json!({ "body": "a" })).await;
        let thumb = format!("{PLAN}/{id}/reactions/%F0%9F%91%8D");
        for _ in 0..2 {
            world.call("PUT", &thumb, &commenter("bob"), Value::Null).await;
        }
        world.call("PUT", &format!("{PLAN}/{id}/reactions/:tada:"), &commenter("bob"), Value::Null).await;
        world.restart().await;
        let message = world.call("GET", &format!("{PLAN}/{id}"), &commenter("eve"), Value::Null).await;
        let by_bob = json!([{ "user": { "id": "bob", "name": "bob" }, "at": START }]);
        assert_eq!(message["reactions"], json!({ "👍": by_bob, ":tada:": by_bob }));
        let after = world.call("DELETE", &thumb, &commenter("ada"), Value::Null).await;
        assert_eq!(after["reactions"]["👍"], by_bob, "nobody takes back the reaction of another");
        for _ in 0..2 {
            let after = world.call("DELETE", &thumb, &commenter("bob"), Value::Null).await;
            assert_eq!(after["reactions"], json!({ ":tada:": by_bob }));
        }
        let wrong = format!("{PLAN}/{id}/reactions/{}", "x".repeat(65));
        assert_eq!(world.ask("PUT", &wrong, &commenter("bob"), Value::Null).await.0, StatusCode::BAD_REQUEST);
        let events = world.app().journal.of_document(&document("acme/plan"), 0, 100).unwrap().events;
        let reacted: Vec<_> = events.iter().filter(|event| event.draft.kind == "chat.reaction").map(|e| &e.draft.data).collect();
        let told = |emoji: &str, added: bool| json!({ "id": id, "emoji": emoji, "user": { "id": "bob", "name": "bob" }, "added": added });
        assert_eq!(reacted, [&told("👍", true), &told(":tada:", true), &told("👍", false)]);
        world.end().await;
    });
}

#[test]
fn times_and_ids_stay_in_order_when_the_clock_is_set_back() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let chat = &world.app().chat;
        let by = yrsa::event::Doer::from(yrsa::event::Author { id: "ada".into(), name: None });
        let new = yrsa::features::chat::NewMessage { body: "x".to_owned(), ..Default::default() };
        let at = |now: u64| chat.send(&document("acme/plan"), &new, &by, now).unwrap();
        let sent = [at(START), at(START - 3_600_000), at(START), at(START + 1)];
        assert!(sent.iter().map(|message| &message.id).is_sorted());
        assert!(sent.iter().map(|message| message.created_at).is_sorted());
        world.end().await;
    });
}
