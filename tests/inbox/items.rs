//! What comes into whose inbox: mentions, replies, comments, assignments, new rights, turns; each once, and nothing of one's own.

use serde_json::{Value, json};

use super::world::{PLAN, create, followed, happens, inbox, inbox_of, is, member, reader, root, say, whats};
use crate::runs::world::{START, World, on, token};

#[test]
fn who_is_mentioned_finds_the_message_in_their_inbox_and_nobody_else_does() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        let mentions = json!([{ "user": "bob" }, { "user": "ada" }, { "user": "bob" }]);
        let id = say(&world, "ada", json!({ "body": "look\n at  this", "mentions": mentions })).await;
        say(&world, "ada", json!({ "body": "no @bob" })).await;
        let items = inbox(&world, "bob").await;
        let expected = json!({
            "id": items[0]["id"], "type": "mention", "document": "acme/plan", "event": items[0]["event"],
            "from": { "id": "ada", "name": "ada" }, "summary": "look at this", "target": { "message": id, "reply_to": null },
            "created_at": START, "read_at": null,
        });
        assert_eq!(items, [expected]);
        assert_eq!(inbox(&world, "ada").await, [Value::Null; 0], "nobody is told what they did themselves");
        assert_eq!(inbox(&world, "eve").await, [Value::Null; 0]);
        world.end().await;
    });
}

#[test]
fn an_answer_comes_to_who_is_answered_and_a_mention_in_it_counts_once() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        let id = say(&world, "ada", json!({ "body": "a" })).await;
        say(&world, "bob", json!({ "body": "b", "reply_to": id })).await;
        say(&world, "bob", json!({ "body": "c", "reply_to": id, "mentions": [{ "user": "ada" }] })).await;
        say(&world, "ada", json!({ "body": "d", "reply_to": id })).await;
        assert_eq!(whats(&inbox(&world, "ada").await), [is("mention", "bob", "c"), is("reply", "bob", "b")]);
        world.end().await;
    });
}

#[test]
fn an_edit_tells_only_those_who_were_not_called_before() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        let id = say(&world, "ada", json!({ "body": "a", "mentions": [{ "user": "bob" }] })).await;
        let edit = json!({ "body": "b", "mentions": [{ "user": "bob" }, { "user": "cid" }] });
        world.call("PATCH", &format!("{PLAN}/{id}"), &reader("ada"), edit).await;
        assert_eq!(whats(&inbox(&world, "bob").await), [is("mention", "ada", "a")]);
        assert_eq!(whats(&inbox(&world, "cid").await), [is("mention", "ada", "b")]);
        world.end().await;
    });
}

#[test]
fn a_role_that_is_mentioned_reaches_members_who_have_exactly_that_role_there() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        for (scope, user, role) in [
            ("acme/", "ed", "editor"),
            ("acme/plan", "fay", "editor"),
            ("acme/", "gus", "viewer"),
            ("acme/", "hal", "editor"),
            ("acme/plan", "hal", "owner"),
            ("other/", "ivy", "editor"),
            ("acme/", "jay", "editor"),
            ("acme/plan", "jay", "blocked"),
        ] {
            member(&world, scope, user, role).await;
        }
        say(&world, "ada", json!({ "body": "all of you", "mentions": [{ "role": "editor" }] })).await;
        followed(&world).await;
        for (user, reached) in [("ed", 1), ("fay", 1), ("gus", 0), ("hal", 0), ("ivy", 0), ("jay", 0)] {
            let mentions = inbox_of(&world, &token(user, &[("acme/", "viewer")])).await;
            let mentions = mentions.iter().filter(|item| item["type"] == "mention").count();
            assert_eq!(mentions, reached, "{user}");
        }
        world.end().await;
    });
}

#[test]
fn a_thread_tells_who_takes_part_in_it() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        create(&world, "acme/plan").await;
        let comment = |text: &str| json!({ "thread": "t", "comment": text, "anchor": {}, "mentions": [], "text": text });
        happens(&world, "comment.thread_created", "acme/plan", Some("ada"), comment("first"));
        happens(&world, "comment.added", "acme/plan", Some("bob"), comment("second"));
        world.restart().await;
        happens(&world, "comment.added", "acme/plan", Some("cid"), comment("third"));
        happens(&world, "comment.resolved", "acme/plan", Some("ada"), json!({ "thread": "t" }));
        happens(&world, "comment.thread_deleted", "acme/plan", Some("ada"), json!({ "thread": "t" }));
        happens(&world, "comment.added", "acme/plan", Some("dee"), comment("into nothing"));
        let ada = inbox(&world, "ada").await;
        assert_eq!(whats(&ada), [is("reply", "cid", "third"), is("reply", "bob", "second")]);
        assert_eq!(ada[0]["target"], json!({ "thread": "t", "comment": "third" }));
        let bob = inbox(&world, "bob").await;
        assert_eq!(whats(&bob), [is("thread_resolved", "ada", ""), is("reply", "cid", "third")]);
        assert_eq!(whats(&inbox(&world, "cid").await), [is("thread_resolved", "ada", "")]);
        world.end().await;
    });
}

#[test]
fn whose_a_card_becomes_hears_of_it_whatever_editor_gave_it_to_them() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.call("POST", "/api/documents", &root(), json!({ "id": "acme/board", "kind": "board" })).await;
        let editor = token("ada", &[("acme/", "editor")]);
        let card =
            |who: Value| json!({ "cards": { "c1": { "title": "Fix login", "column": "todo", "order": "a0", "assignee": who } } });
        let patch = async |body: Value| {
            let mut request = crate::runs::world::request("PATCH", "/api/documents/acme%2Fboard/content", &editor, &body);
            let kind = axum::http::HeaderValue::from_static("application/merge-patch+json");
            request.headers_mut().insert(axum::http::header::CONTENT_TYPE, kind);
            let (status, answer) = world.send(request).await;
            assert!(status.is_success(), "{}", String::from_utf8_lossy(&answer));
        };
        let come = async |user: &str, count: usize| loop {
            let items = inbox(&world, user).await;
            if items.len() >= count {
                return items;
            }
            // sleeps: between two looks, of which one user may have 200 a second
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        };
        patch(card("bob".into())).await;
        let bob = come("bob", 1).await;
        assert_eq!(whats(&bob), [is("assignment", "ada", "Fix login")]);
        assert_eq!(bob[0]["target"], json!({ "card": "c1" }));
        patch(json!({ "cards": { "c1": { "assignee": "cid" } } })).await;
        assert_eq!(whats(&come("cid", 1).await), [is("assignment", "ada", "")]);
        assert_eq!(inbox(&world, "bob").await.len(), 1);
        world.end().await;
    });
}

#[test]
fn a_new_member_and_who_is_offered_the_turn_hear_of_it() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        happens(&world, "member.added", "acme/", Some("root"), json!({ "user": "bob", "role": "editor" }));
        happens(&world, "session.turn_offered", "acme/plan", None, json!({ "to": { "id": "bob" }, "expires_at": START + 5 }));
        happens(
            &world,
            "session.turn_offered",
            "acme/plan",
            Some("bob"),
            json!({ "to": { "id": "bob" }, "expires_at": START + 5 }),
        );
        let items = inbox(&world, "bob").await;
        assert_eq!(whats(&items), [is("turn", "", ""), is("share", "root", "editor")]);
        assert_eq!((&items[1]["document"], &items[1]["target"]), (&json!("acme/"), &json!({ "role": "editor" })));
        world.end().await;
    });
}

#[test]
fn each_event_leads_to_one_item_however_often_the_server_starts() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        create(&world, "acme/plan").await;
        for n in 0..30 {
            say(&world, "ada", json!({ "body": format!("{n}"), "mentions": [{ "user": "bob" }] })).await;
            if n % 10 == 3 {
                world.restart().await;
            }
        }
        let items = inbox(&world, "bob").await;
        let said: Vec<&str> = items.iter().rev().map(|item| item["summary"].as_str().unwrap()).collect();
        assert_eq!(said, (0..30).map(|n| n.to_string()).collect::<Vec<_>>());
        assert!(items.iter().rev().map(|item| item["id"].as_str().unwrap()).is_sorted());
        let before = items;
        world.restart().await;
        assert_eq!(inbox(&world, "bob").await, before);
        world.end().await;
    });
}

#[test]
fn of_an_inbox_the_newest_thousand_are_kept() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        for n in 0..1030 {
            happens(&world, "member.added", "acme/plan", Some("root"), json!({ "user": "bob", "role": n.to_string() }));
        }
        followed(&world).await;
        assert_eq!(world.call("GET", "/api/inbox/count", &reader("bob"), Value::Null).await["unread"], 1000);
        let keys = |tag: &str| world.keys_with(tag).len();
        assert_eq!((keys("inbox\0"), keys("inbox-unread"), keys("inbox-about")), (1000, 1000, 1000));
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = world.call("GET", &format!("/api/inbox?limit=170{cursor}"), &reader("bob"), Value::Null).await;
            found.extend(page["items"].as_array().unwrap().iter().map(|item| item["summary"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(found, (30..1030).rev().map(|n| n.to_string()).collect::<Vec<_>>());
        world.end().await;
    });
}

#[test]
fn a_purge_takes_what_was_told_of_the_document_out_of_all_inboxes() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        create(&world, "acme/other").await;
        happens(&world, "member.added", "acme/other", Some("root"), json!({ "user": "bob", "role": "editor" }));
        followed(&world).await;
        let others = world.keys_with("inbox");
        for user in ["bob", "cid"] {
            say(&world, "ada", json!({ "body": "x", "mentions": [{ "user": user }] })).await;
        }
        happens(&world, "comment.thread_created", "acme/plan", Some("ada"), json!({ "thread": "t", "text": "x" }));
        assert_eq!(inbox(&world, "bob").await.len(), 2);
        world.call("DELETE", "/api/documents/acme%2Fplan", &root(), Value::Null).await;
        assert_eq!(inbox(&world, "bob").await.len(), 1, "a deleted document is hidden");
        assert_eq!(world.call("GET", "/api/inbox/count", &reader("bob"), Value::Null).await["unread"], 1);
        world.call("DELETE", "/api/documents/acme%2Fplan?purge=true", &root(), Value::Null).await;
        followed(&world).await;
        let left: Vec<_> = world.keys_with("inbox").into_iter().filter(|key| !key.starts_with(b"inbox-head")).collect();
        assert_eq!(left, others.into_iter().filter(|key| !key.starts_with(b"inbox-head")).collect::<Vec<_>>());
        world.end().await;
    });
}
