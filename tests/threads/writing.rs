//! What commenting leads to: threads and comments in the order they were said, events about them, bounds.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures_util::future::join_all;
use serde_json::{Value, json};
use yrsa::event::{Author, Doer};
use yrsa::features::Refused;
use yrsa::features::threads::{Anchor, Caller, NewThread, Words};

use super::{PLAN, THREADS, at, begun, comment, first, plan, status, thread};
use crate::runs::world::{World, document, on};

#[test]
fn a_thread_is_begun_replied_to_resolved_and_reopened() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let (status, begun) = world.ask("POST", THREADS, &tokens.ada, thread("Really?")).await;
        assert_eq!(status, StatusCode::CREATED, "{begun}");
        assert_eq!((&begun["type"], &begun["comments"][0]["type"]), (&json!("thread"), &json!("comment")));
        assert_eq!((&begun["resolved"], &begun["createdBy"]["id"]), (&json!(false), &json!("ada")));
        world.pass(60);
        let reply = world.call("POST", &at(&begun, "/comments"), &tokens.bob, comment("Yes.")).await;
        assert_eq!((&reply["userId"], &reply["author"]["name"]), (&json!("bob"), &json!("bob")));
        let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
        assert_eq!(read["comments"], json!([begun["comments"][0], reply]));
        assert_eq!(read["updatedAt"], json!(world.now()));
        let resolved = world.call("POST", &at(&begun, "/resolve"), &tokens.bob, Value::Null).await;
        assert_eq!((&resolved["resolved"], &resolved["resolvedBy"]), (&json!(true), &json!("bob")));
        assert_eq!(resolved["resolvedUpdatedAt"], json!(world.now()));
        world.call("POST", &at(&begun, "/resolve"), &tokens.ada, Value::Null).await;
        let listed = async |query: &str| {
            let page = world.call("GET", &format!("{THREADS}{query}"), &tokens.viewer, Value::Null).await;
            page["threads"].as_array().unwrap().len()
        };
        assert_eq!((listed("").await, listed("?resolved=true").await, listed("?resolved=false").await), (1, 1, 0));
        let reopened = world.call("POST", &at(&begun, "/unresolve"), &tokens.ada, Value::Null).await;
        assert_eq!((&reopened["resolved"], &reopened["resolvedBy"]), (&json!(false), &json!("bob")));
        let told: Vec<_> = world.told(PLAN).into_iter().filter(|kind| kind.starts_with("comment.")).collect();
        assert_eq!(told, ["comment.thread_created", "comment.added", "comment.resolved", "comment.reopened"]);
        world.end().await;
    });
}

#[test]
fn a_comment_is_changed_and_deleted_and_its_place_stays_until_all_of_the_thread_goes() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "teh plan").await;
        let reply = world.call("POST", &at(&begun, "/comments"), &tokens.bob, comment("the")).await;
        world.pass(1);
        let changed = world.call("PUT", &first(&begun, ""), &tokens.ada, comment("the plan")).await;
        assert_eq!(changed["body"], comment("the plan")["comment"]["body"]);
        assert_eq!((&changed["createdAt"], &changed["updatedAt"]), (&begun["createdAt"], &json!(world.now())));
        let gone = world.call("DELETE", &first(&begun, "?soft=true"), &tokens.ada, Value::Null).await;
        assert_eq!(gone, json!({ "left": "place" }));
        let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
        let place = &read["comments"][0];
        assert_eq!((place.get("body"), &place["deletedAt"], &place["userId"]), (None, &json!(world.now()), &json!("ada")));
        assert_eq!(read.get("deletedAt"), None);
        for (method, path) in [("PUT", ""), ("DELETE", ""), ("POST", "/reactions")] {
            let body = if path.is_empty() { comment("again") } else { json!({ "emoji": "👍" }) };
            assert_eq!(status(&world, method, &first(&begun, path), &tokens.ada, body).await, StatusCode::CONFLICT, "{method}");
        }
        let other = at(&begun, &format!("/comments/{}", reply["id"].as_str().unwrap()));
        world.call("DELETE", &other, &tokens.bob, Value::Null).await;
        let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
        assert_eq!(read["deletedAt"], json!(world.now()), "all comments are deleted");
        assert_eq!(status(&world, "POST", &at(&begun, "/comments"), &tokens.ada, comment("x")).await, StatusCode::CONFLICT);
        // Without soft=true nothing stays.
        let short = super::begun(&world, &tokens.ada, "nothing").await;
        let gone = world.call("DELETE", &first(&short, "?soft=false"), &tokens.ada, Value::Null).await;
        assert_eq!(gone, json!({ "left": "nothing" }));
        assert_eq!(status(&world, "GET", &at(&short, ""), &tokens.viewer, Value::Null).await, StatusCode::NOT_FOUND);
        let told = world.told(PLAN);
        assert_eq!(told[told.len() - 2..], ["comment.deleted", "comment.thread_deleted"]);
        world.end().await;
    });
}

#[test]
fn reactions_come_and_go_once_however_often_they_are_sent() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "hi").await;
        let react = first(&begun, "/reactions");
        for token in [&tokens.ada, &tokens.ada, &tokens.bob] {
            world.call("POST", &react, token, json!({ "emoji": "👍" })).await;
        }
        let both = world.call("POST", &react, &tokens.bob, json!({ "emoji": ":tada:" })).await;
        let now = world.now();
        assert_eq!(
            both["reactions"],
            json!([
                { "emoji": "👍", "createdAt": now, "userIds": ["ada", "bob"] },
                { "emoji": ":tada:", "createdAt": now, "userIds": ["bob"] },
            ])
        );
        // As browsers send it, and as it is.
        let encoded = world.call("DELETE", &format!("{react}/%F0%9F%91%8D"), &tokens.ada, Value::Null).await;
        assert_eq!(encoded["reactions"][0]["userIds"], json!(["bob"]));
        let raw = Request::delete(axum::http::Uri::from_maybe_shared(format!("{react}/👍").into_bytes()).unwrap());
        let raw = raw.header(header::AUTHORIZATION, format!("Bearer {}", tokens.bob)).header(header::HOST, "localhost");
        let (status, answer) = world.send(raw.body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer));
        let again = world.call("DELETE", &format!("{react}/%F0%9F%91%8D"), &tokens.bob, Value::Null).await;
        assert_eq!(again["reactions"].as_array().unwrap().len(), 1);
        let told = world.told(PLAN).into_iter().filter(|kind| kind == "comment.reaction").count();
        assert_eq!(told, 5, "what changes nothing tells nothing");
        world.end().await;
    });
}

#[test]
fn reactions_toggled_in_parallel_end_as_they_were_said_last() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "hi").await;
        let users: Vec<String> = (0..20).map(|n| format!("user{n}")).collect();
        let react = first(&begun, "/reactions");
        let all = users.iter().map(|user| {
            let token = crate::runs::world::token(user, &[(PLAN, "commenter")]);
            let (world, react) = (&world, &react);
            async move {
                for _ in 0..3 {
                    world.call("POST", react, &token, json!({ "emoji": "👍" })).await;
                    world.call("DELETE", &format!("{react}/%F0%9F%91%8D"), &token, Value::Null).await;
                }
                world.call("POST", react, &token, json!({ "emoji": "👍" })).await;
            }
        });
        join_all(all).await;
        let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
        let reactions = read["comments"][0]["reactions"].as_array().unwrap();
        assert_eq!(reactions.len(), 1);
        let mut reacted: Vec<_> = reactions[0]["userIds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let mut users: Vec<_> = users.iter().map(String::as_str).collect();
        reacted.sort_unstable();
        users.sort_unstable();
        assert_eq!(reacted, users);
        world.end().await;
    });
}

#[test]
fn replies_at_the_same_time_are_all_kept_and_stand_in_the_order_of_their_events() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "go").await;
        let replies = join_all((0..50).map(|n| {
            let (world, path, token) = (&world, at(&begun, "/comments"), &tokens.bob);
            async move { world.call("POST", &path, token, comment(&n.to_string())).await["id"].clone() }
        }))
        .await;
        let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
        let ids: Vec<_> = read["comments"].as_array().unwrap().iter().skip(1).map(|comment| comment["id"].clone()).collect();
        let page = world.app().journal.of_document(&document(PLAN), 0, 1000).unwrap();
        let told = page.events.iter().filter(|event| event.draft.kind == "comment.added");
        assert_eq!(ids, told.map(|event| event.draft.data["comment"].clone()).collect::<Vec<_>>());
        assert_eq!(ids.len(), replies.len());
        assert!(replies.iter().all(|id| ids.contains(id)));
        world.end().await;
    });
}

#[test]
fn threads_are_found_by_what_they_are_about_page_by_page() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let mut ids = Vec::new();
        for anchor in [
            json!({ "type": "document" }),
            json!({ "type": "path", "path": "/cards/c1" }),
            json!({ "type": "path", "path": "/cards/c10" }),
            json!({ "type": "range", "start": { "tname": "body" }, "end": { "tname": "body" }, "path": "/cards/c1/body" }),
        ] {
            let mut new = thread("about");
            new["anchor"] = anchor.clone();
            let begun = world.call("POST", THREADS, &tokens.ada, new).await;
            assert_eq!(begun["anchor"], anchor);
            ids.insert(0, begun["id"].clone());
            world.pass(1);
        }
        let find = async |query: &str| {
            let page = world.call("GET", &format!("{THREADS}{query}"), &tokens.viewer, Value::Null).await;
            let ids: Vec<_> = page["threads"].as_array().unwrap().iter().map(|thread| thread["id"].clone()).collect();
            (ids, page["next_cursor"].clone())
        };
        assert_eq!(find("").await, (ids.clone(), Value::Null), "the newest first");
        assert_eq!(find("?anchor=/cards/c1").await.0, [ids[0].clone(), ids[2].clone()]);
        assert_eq!(find("?anchor=/cards").await.0, ids[..3]);
        let (page, cursor) = find("?limit=3").await;
        assert_eq!(page, ids[..3]);
        assert_eq!(find(&format!("?limit=3&cursor={}", cursor.as_str().unwrap())).await, (ids[3..].to_vec(), Value::Null));
        assert_eq!(status(&world, "GET", &format!("{THREADS}?cursor=x"), &tokens.viewer, Value::Null).await, 400);
        world.end().await;
    });
}

#[test]
fn mentions_and_the_beginning_of_what_was_said_are_told() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let mut new = thread("Really?");
        new["mentions"] = json!([{ "user": "bob" }, { "role": "owner" }]);
        let begun = world.call("POST", THREADS, &tokens.ada, new).await;
        assert_eq!(begun["comments"][0]["mentions"], json!([{ "user": "bob" }, { "role": "owner" }]));
        let mut changed = comment("Really, you?");
        changed["mentions"] = json!([{ "user": "bob" }, { "user": "eve" }]);
        world.call("PUT", &first(&begun, ""), &tokens.ada, changed).await;
        let kept = world.call("PUT", &first(&begun, ""), &tokens.ada, comment("Really, you two?")).await;
        assert_eq!(kept["mentions"], json!([{ "user": "bob" }, { "user": "eve" }]), "who says nothing of mentions keeps them");
        let page = world.app().journal.of_document(&document(PLAN), 0, 1000).unwrap();
        let data: Vec<_> =
            page.events.iter().filter(|event| event.draft.kind.starts_with("comment.")).map(|event| &event.draft.data).collect();
        assert_eq!(
            *data[0],
            json!({
                "thread": begun["id"], "comment": begun["comments"][0]["id"], "anchor": { "type": "document" }, "text": "Really?",
                "mentions": [{ "user": "bob" }, { "role": "owner" }],
            })
        );
        assert_eq!(data[1]["mentioned"], json!([{ "user": "eve" }]));
        assert_eq!(data[2]["mentioned"], json!([]));
        world.end().await;
    });
}

#[test]
fn what_is_no_comment_is_refused_with_a_reason() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let deep = (0..45).fold(json!(1), |inner, _| json!([inner]));
        let body = |body: Value| json!({ "initialComment": { "body": body } });
        let with = |name: &str, value: Value| {
            let mut new = thread("x");
            new[name] = value;
            new
        };
        for (wrong, why) in [
            (json!({}), "a field is missing"),
            (body(Value::Null), "has a body"),
            (body(deep), "40 levels"),
            (body(json!("x".repeat(50_000))), "48 KiB"),
            (body(json!({ "$subdocument": "a" })), "$subdocument"),
            (with("metadata", json!("x".repeat(5000))), "4 KiB"),
            (with("mentions", json!(vec![json!({ "user": "ada" }); 33])), "32 mentions"),
            (with("anchor", json!({ "type": "path", "path": "cards" })), "JSON pointer"),
            (with("anchor", json!({ "type": "range", "start": {}, "end": {} })), "relative position"),
        ] {
            let (status, problem) = world.ask("POST", THREADS, &tokens.ada, wrong).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
            assert!(problem["detail"].as_str().unwrap().contains(why), "{problem}");
        }
        let begun = begun(&world, &tokens.ada, "hi").await;
        let react = first(&begun, "/reactions");
        for wrong in ["", "\n", &"x".repeat(65)] {
            assert_eq!(status(&world, "POST", &react, &tokens.ada, json!({ "emoji": wrong })).await, 400);
        }
        for n in 0..32 {
            world.call("POST", &react, &tokens.ada, json!({ "emoji": format!("e{n}") })).await;
        }
        assert_eq!(status(&world, "POST", &react, &tokens.ada, json!({ "emoji": "more" })).await, StatusCode::CONFLICT);
        assert_eq!(status(&world, "POST", &react, &tokens.bob, json!({ "emoji": "e0" })).await, StatusCode::OK);
        assert_eq!(status(&world, "GET", &format!("{THREADS}/x"), &tokens.viewer, Value::Null).await, StatusCode::NOT_FOUND);
        world.end().await;
    });
}

#[test]
fn a_document_has_a_thousand_threads_and_room_again_when_one_goes() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let (threads, id) = (&world.app().threads, document(PLAN));
        let doer = Doer::from(Author { id: "root".into(), name: None });
        let root = Caller { doer, role: yrsa::access::Role::Owner };
        let words = Words { body: json!("x"), metadata: None, mentions: None };
        let new = NewThread { words, metadata: None, anchor: Anchor::Document };
        let first = threads.create(&id, &new, &root, world.now()).unwrap().answer.thread.id;
        for _ in 1..1000 {
            threads.create(&id, &new, &root, world.now()).unwrap();
        }
        let refused = threads.create(&id, &new, &root, world.now()).unwrap_err();
        assert!(matches!(refused, Refused::Conflict(why) if why.contains("1000 threads")), "{refused}");
        threads.delete(&id, &first, &root, world.now()).unwrap();
        threads.create(&id, &new, &root, world.now()).unwrap();
        world.end().await;
    });
}
