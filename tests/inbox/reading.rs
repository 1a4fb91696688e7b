//! Reading an inbox: filters, marking, taking out, what a reader may not see, and the stream.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::world::{create, followed, inbox, inbox_of, is, reader, say, whats};
use crate::runs::world::{World, on, request, token};

async fn three_mentions(world: &World) -> Vec<Value> {
    create(world, "acme/plan").await;
    for n in 0..3 {
        say(world, "ada", json!({ "body": format!("m{n}"), "mentions": [{ "user": "bob" }] })).await;
    }
    inbox(world, "bob").await
}

#[test]
fn what_is_read_stays_read_on_all_devices() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        let items = three_mentions(&world).await;
        let read = async |world: &World, body: Value| world.call("POST", "/api/inbox/read", &reader("bob"), body).await;
        assert_eq!(read(&world, json!({ "ids": [items[0]["id"], "nothing"] })).await, json!({ "read": 1, "unread": 2 }));
        assert_eq!(read(&world, json!({ "ids": [items[0]["id"]] })).await, json!({ "read": 0, "unread": 2 }));
        world.restart().await;
        let unread = world.call("GET", "/api/inbox?unread=true", &reader("bob"), Value::Null).await;
        assert_eq!(whats(unread["items"].as_array().unwrap()), [is("mention", "ada", "m1"), is("mention", "ada", "m0")]);
        assert_eq!(read(&world, json!({ "through": items[2]["id"] })).await, json!({ "read": 1, "unread": 1 }));
        assert_eq!(read(&world, json!({ "all": true })).await, json!({ "read": 1, "unread": 0 }));
        let all = inbox(&world, "bob").await;
        assert!(all.len() == 3 && all.iter().all(|item| item["read_at"] == world.now()), "{all:?}");
        for wrong in [json!({}), json!({ "all": false }), json!({ "all": true, "ids": [] }), json!({ "through": "x" })] {
            let (status, _) = world.ask("POST", "/api/inbox/read", &reader("bob"), wrong.clone()).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        }
        world.end().await;
    });
}

#[test]
fn an_inbox_is_its_users_own() {
    on(|runtime| async {
        let world = World::new(runtime);
        let items = three_mentions(&world).await;
        let at = format!("/api/inbox/{}", items[1]["id"].as_str().unwrap());
        assert_eq!(world.ask("DELETE", &at, &reader("eve"), Value::Null).await.0, StatusCode::NOT_FOUND);
        let read = world.call("POST", "/api/inbox/read", &reader("eve"), json!({ "ids": [items[1]["id"]] })).await;
        assert_eq!(read, json!({ "read": 0, "unread": 0 }));
        assert_eq!(inbox(&world, "bob").await, items);
        world.call("DELETE", &at, &reader("bob"), Value::Null).await;
        assert_eq!(whats(&inbox(&world, "bob").await), [is("mention", "ada", "m2"), is("mention", "ada", "m0")]);
        assert_eq!(world.ask("DELETE", &at, &reader("bob"), Value::Null).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.call("GET", "/api/inbox/count", &reader("bob"), Value::Null).await, json!({ "unread": 2 }));
        for path in ["/api/inbox", "/api/inbox/count", "/api/inbox/stream"] {
            assert_eq!(world.ask("GET", path, "", Value::Null).await.0, StatusCode::UNAUTHORIZED);
        }
        world.end().await;
    });
}

#[test]
fn what_others_have_under_the_same_number_is_not_read_by_its_id() {
    on(|runtime| async {
        let world = World::new(runtime);
        let theirs = three_mentions(&world).await;
        say(&world, "ada", json!({ "body": "you, too", "mentions": [{ "user": "eve" }] })).await;
        let [own] = &inbox(&world, "eve").await[..] else { panic!("one item") };
        for item in &theirs {
            let read = world.call("POST", "/api/inbox/read", &reader("eve"), json!({ "ids": [item["id"]] })).await;
            assert_eq!(read, json!({ "read": 0, "unread": 1 }));
            let (status, _) = world.ask("POST", "/api/inbox/read", &reader("eve"), json!({ "through": item["id"] })).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        assert_eq!(inbox(&world, "eve").await, std::slice::from_ref(own));
        assert_eq!(inbox(&world, "bob").await, theirs);
        let read = world.call("POST", "/api/inbox/read", &reader("eve"), json!({ "through": own["id"] })).await;
        assert_eq!(read, json!({ "read": 1, "unread": 0 }));
        // What was taken out still says how far somebody has read.
        world.call("DELETE", &format!("/api/inbox/{}", theirs[1]["id"].as_str().unwrap()), &reader("bob"), Value::Null).await;
        let read = world.call("POST", "/api/inbox/read", &reader("bob"), json!({ "through": theirs[1]["id"] })).await;
        assert_eq!(read, json!({ "read": 1, "unread": 1 }));
        world.end().await;
    });
}

#[test]
fn what_somebody_may_not_read_any_more_is_neither_shown_nor_counted() {
    on(|runtime| async {
        let world = World::new(runtime);
        three_mentions(&world).await;
        let stranger = token("bob", &[("other/", "owner")]);
        assert_eq!(inbox_of(&world, &stranger).await, [Value::Null; 0]);
        assert_eq!(world.call("GET", "/api/inbox/count", &stranger, Value::Null).await, json!({ "unread": 0 }));
        assert_eq!(inbox(&world, "bob").await.len(), 3, "with the right it is there");
        world.end().await;
    });
}

#[test]
fn pages_and_types_go_together() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        let id = say(&world, "bob", json!({ "body": "x" })).await;
        for n in 0..5 {
            say(&world, "ada", json!({ "body": format!("m{n}"), "mentions": [{ "user": "bob" }] })).await;
            say(&world, "ada", json!({ "body": format!("r{n}"), "reply_to": id })).await;
        }
        followed(&world).await;
        let page = async |query: &str| world.call("GET", &format!("/api/inbox?{query}"), &reader("bob"), Value::Null).await;
        let first = page("type=reply&limit=3").await;
        let summaries = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|item| item["summary"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(summaries(&first), ["r4", "r3", "r2"]);
        let second = page(&format!("type=reply&limit=3&cursor={}", first["next_cursor"].as_str().unwrap())).await;
        assert_eq!((summaries(&second), &second["next_cursor"]), (vec!["r1".to_owned(), "r0".to_owned()], &Value::Null));
        for wrong in ["limit=0", "limit=201", "type=gossip", "cursor=x"] {
            let (status, _) = world.ask("GET", &format!("/api/inbox?{wrong}"), &reader("bob"), Value::Null).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        }
        world.end().await;
    });
}

/// What a stream has sent, until it has this.
async fn heard(body: &mut Body, wanted: &str) -> String {
    let mut heard = String::new();
    while !heard.contains(wanted) {
        let frame = tokio::time::timeout(Duration::from_secs(20), body.frame()).await;
        let frame = frame.unwrap_or_else(|_| panic!("no {wanted} in {heard}")).unwrap().unwrap();
        heard.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    heard
}

async fn stream(world: &World, query: &str) -> Body {
    let response =
        world.router().oneshot(request("GET", &format!("/api/inbox/stream{query}"), &reader("bob"), &Value::Null)).await;
    let response = response.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body()
}

#[test]
fn a_stream_tells_what_comes_and_what_is_read_and_resumes() {
    on(|runtime| async {
        let world = World::new(runtime);
        let items = three_mentions(&world).await;
        let mut body = stream(&world, "").await;
        let begun = heard(&mut body, "{\"unread\":3}").await;
        assert!(begun.contains("event: count") && !begun.contains("event: item"), "{begun}");
        say(&world, "ada", json!({ "body": "m3", "mentions": [{ "user": "bob" }] })).await;
        let come = heard(&mut body, "\"summary\":\"m3\"").await;
        assert!(come.contains("event: item"), "{come}");
        world.call("POST", "/api/inbox/read", &reader("bob"), json!({ "ids": [items[0]["id"]] })).await;
        let read = heard(&mut body, "{\"unread\":3}").await;
        assert!(read.contains("event: read"), "{read}");
        let mut resumed = stream(&world, &format!("?last_event_id={}", items[1]["id"].as_str().unwrap())).await;
        let again = heard(&mut resumed, "\"summary\":\"m3\"").await;
        assert!(again.contains("\"summary\":\"m2\"") && !again.contains("\"summary\":\"m1\""), "{again}");
        drop((body, resumed));
        world.end().await;
    });
}

#[test]
fn a_stream_ends_with_the_token_it_was_opened_with() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        let mut body = stream(&world, "").await;
        heard(&mut body, "event: count").await;
        world.pass(32_000_000);
        assert!(heard(&mut body, "event: end").await.contains("expired"));
        drop(body);
        world.end().await;
    });
}
