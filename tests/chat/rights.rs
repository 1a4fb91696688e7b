//! Who may do what with messages: every route against every role; and what is left when a document goes.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::messages::{PLAN, commenter, plan, say};
use crate::runs::world::{World, on, token};

/// Each route with a body that makes sense; whether readers may use it; what it answers to those who may.
fn every_route() -> Vec<(&'static str, String, Value, bool, u16)> {
    let at = |rest: &str| format!("{PLAN}{rest}");
    vec![
        ("GET", at(""), Value::Null, true, 200),
        ("GET", at("/ID"), Value::Null, true, 200),
        ("GET", at("/unread"), Value::Null, true, 200),
        ("PUT", at("/read"), json!({ "message": "ID" }), true, 200),
        ("GET", at("/statistics"), Value::Null, true, 200),
        ("POST", at(""), json!({ "body": "x" }), false, 201),
        ("POST", at("/typing"), Value::Null, false, 204),
        ("PUT", at("/ID/reactions/:tada:"), Value::Null, false, 200),
        ("DELETE", at("/ID/reactions/:tada:"), Value::Null, false, 200),
        ("PATCH", at("/ID"), json!({ "body": "y" }), false, 200),
        ("DELETE", at("/ID"), Value::Null, false, 204),
    ]
}

#[test]
fn readers_read_commenters_talk_and_strangers_do_neither() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let mut cells = 0;
        for (method, path, body, for_readers, answer) in every_route() {
            for (role, rank) in [("nobody", 0), ("stranger", 1), ("viewer", 2), ("commenter", 3), ("editor", 3), ("owner", 3)] {
                // Words of their own; who may not talk now could once.
                let id = say(&world, role, json!({ "body": "x" })).await;
                let who = match role {
                    "nobody" => String::new(),
                    "stranger" => token(role, &[("other/", "owner")]),
                    role => token(role, &[("acme/plan", role)]),
                };
                let body = if body["message"] == "ID" { json!({ "message": id }) } else { body.clone() };
                let (status, got) = world.ask(method, &path.replace("ID", &id), &who, body).await;
                let expected = match rank {
                    0 => 401,
                    2 if for_readers => answer,
                    3 => answer,
                    _ => 403,
                };
                assert_eq!(status.as_u16(), expected, "{role}: {method} {path}: {got}");
                cells += 1;
            }
        }
        assert_eq!(cells, 66);
        world.end().await;
    });
}

#[test]
fn there_is_no_chat_where_there_is_no_document_of_ones_own() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        for (document, status) in [("acme%2Fnothing", 404), ("acme%2Fplan~yrsa", 400), ("acme%2F", 400)] {
            let at = format!("/api/documents/{document}/messages");
            let (got, _) = world.ask("POST", &at, &commenter("ada"), json!({ "body": "x" })).await;
            assert_eq!(got.as_u16(), status, "writing to {document}");
            assert_eq!(world.ask("GET", &at, &commenter("ada"), Value::Null).await.0.as_u16(), status, "reading {document}");
        }
        world.end().await;
    });
}

#[test]
fn a_deleted_document_hides_its_messages_until_it_is_restored_and_a_purge_leaves_none() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let root = token("root", &[("/", "owner")]);
        world.call("POST", "/api/documents", &root, json!({ "id": "acme/plan2" })).await;
        let beside = "/api/documents/acme%2Fplan2/messages";
        world.call("POST", beside, &commenter("ada"), json!({ "body": "stays" })).await;
        let others = world.keys_with("chat");
        let id = say(&world, "ada", json!({ "body": "x" })).await;
        say(&world, "bob", json!({ "body": "y", "reply_to": id })).await;
        world.call("PUT", &format!("{PLAN}/read"), &commenter("bob"), json!({ "message": id })).await;
        world.call("PUT", &format!("{PLAN}/{id}/reactions/:x:"), &commenter("bob"), Value::Null).await;
        world.call("DELETE", "/api/documents/acme%2Fplan", &root, Value::Null).await;
        for (method, path) in [("GET", PLAN.to_owned()), ("GET", format!("{PLAN}/{id}")), ("POST", PLAN.to_owned())] {
            let (status, _) = world.ask(method, &path, &commenter("ada"), json!({ "body": "z" })).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{method} {path}");
        }
        world.call("POST", "/api/documents/acme%2Fplan/restore", &root, Value::Null).await;
        assert_eq!(world.call("GET", PLAN, &commenter("ada"), Value::Null).await["messages"].as_array().unwrap().len(), 2);
        world.call("DELETE", "/api/documents/acme%2Fplan", &root, Value::Null).await;
        world.call("DELETE", "/api/documents/acme%2Fplan?purge=true", &root, Value::Null).await;
        assert_eq!(world.keys_with("chat"), others);
        world.end().await;
    });
}

#[test]
fn a_guest_talks_by_a_share_link_and_has_no_place_to_come_back_to() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let root = token("root", &[("/", "owner")]);
        let share = json!({ "permission": "comment" });
        let share = world.call("POST", "/api/documents/acme%2Fplan/shares", &root, share).await;
        let at = |path: &str| format!("{path}?share={}", share["secret"].as_str().unwrap());
        let said = world.call("POST", &at(PLAN), "", json!({ "body": "hello" })).await;
        assert!(said["author"]["id"].as_str().unwrap().starts_with("guest-"));
        let (status, _) = world.ask("PUT", &at(&format!("{PLAN}/read")), "", json!({ "message": said["id"] })).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        // With the token that the link is exchanged for the guest has an id that lasts.
        let kept = world.call("POST", "/api/shares/use", "", json!({ "secret": share["secret"] })).await;
        let kept = kept["token"].as_str().unwrap().to_owned();
        let read = world.call("PUT", &format!("{PLAN}/read"), &kept, json!({ "message": said["id"] })).await;
        assert_eq!(read["last_read"], said["id"]);
        let unread = world.call("GET", &format!("{PLAN}/unread"), &kept, Value::Null).await;
        assert_eq!(unread["last_read"], said["id"]);
        world.end().await;
    });
}
