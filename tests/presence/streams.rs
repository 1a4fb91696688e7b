//! Presence as a stream: a snapshot, then what changes, together with what changes at the same time; and only what may be seen.

use std::time::Instant;

use axum::http::StatusCode;
use serde_json::{Value, json};
use yrsa::features::guard::Matching;

use super::world::{run, token, token_for};

#[test]
fn a_stream_begins_with_who_is_there_and_goes_on_with_who_comes_changes_and_goes() {
    run(async |world| {
        let ada = world.enter("acme/a", "ada", json!({ "cursor": 1 })).await;
        let _elsewhere = world.enter("other", "eve", json!({})).await;
        let root = token("root", &[("/", "owner")]);
        world.until("ada is there", async |world| world.users("acme/a", &root).await == ["ada"]).await;
        let mut stream = world.stream("/api/presence/stream?under=acme/", &root).await;
        let (kind, snapshot) = stream.next().await.unwrap();
        assert_eq!((kind.as_str(), &snapshot["truncated"]), ("snapshot", &json!(false)));
        let [present] = &snapshot["present"].as_array().unwrap()[..] else { panic!("{snapshot}") };
        assert_eq!((&present["document"], &present["user"]["id"]), (&json!("acme/a"), &json!("ada")));
        let mut bob = world.enter("acme/b", "bob", json!({})).await;
        assert_eq!(stream.short().await, "joined bob");
        bob.say(json!({ "activity": "running" })).await;
        let (kind, changed) = loop {
            let (kind, data) = stream.next().await.unwrap();
            if data["activity"] == "running" {
                break (kind, data);
            }
        };
        assert_eq!((kind.as_str(), &changed["document"]), ("changed", &json!("acme/b")));
        drop(ada);
        let (kind, left) = stream.next().await.unwrap();
        assert_eq!((kind.as_str(), &left["document"], &left["user"]["id"]), ("left", &json!("acme/a"), &json!("ada")));
        assert!(left.get("states").is_none());
    });
}

#[test]
fn lively_cursors_are_told_a_few_times_a_second_and_the_last_one_for_sure() {
    run(async |world| {
        let mut ada = world.enter("a", "ada", json!({ "cursor": 0 })).await;
        let reader = token("reader", &[("a", "viewer")]);
        world.until("ada is there", async |world| world.users("a", &reader).await == ["ada"]).await;
        let mut stream = world.stream("/api/presence/stream?document=a", &reader).await;
        stream.next().await.unwrap();
        let mut light = world.stream("/api/presence/stream?document=a&states=false", &reader).await;
        light.next().await.unwrap();
        let began = Instant::now();
        for at in 1..=300 {
            ada.say(json!({ "cursor": at })).await;
            tokio::task::yield_now().await;
        }
        let mut told = 0;
        loop {
            let (kind, data) = stream.next().await.unwrap();
            assert_eq!(kind, "changed");
            told += 1;
            if data["states"][0]["state"]["cursor"] == 300 {
                break;
            }
        }
        let most = began.elapsed().as_millis() / 250 + 2;
        assert!(told <= most, "300 moves were told {told} times, at most {most} are lawful");
        drop(ada);
        assert_eq!(light.short().await, "left ada", "cursors are nothing to tell without states");
    });
}

#[test]
fn a_stream_shows_no_document_that_its_listener_may_not_read() {
    run(async |world| {
        let root = token("root", &[("/", "owner")]);
        let some = token("some", &[("b", "viewer")]);
        let _ada = world.enter("a", "ada", json!({})).await;
        let mut stream = world.stream("/api/presence/stream", &some).await;
        assert_eq!(stream.next().await.unwrap().1["present"], json!([]));
        let refused = world.ask("GET", "/api/presence/stream?document=a", &some, Value::Null).await;
        assert_eq!(refused.0, StatusCode::FORBIDDEN);
        let _bob = world.enter("a", "bob", json!({})).await;
        let _eve = world.enter("b", "eve", json!({})).await;
        assert_eq!(stream.short().await, "joined eve");
        let mut only = world.stream("/api/presence/stream?document=b", &some).await;
        assert_eq!(only.next().await.unwrap().1["present"][0]["user"]["id"], "eve");
        world.call("PUT", "/api/documents/b/members/some", &root, json!({ "role": "blocked" })).await;
        world.app().guard.reassess(&Matching::All);
        assert_eq!(stream.short().await, "left eve", "what may not be seen any more is gone");
        assert_eq!(only.short().await, "end revoked");
        assert!(only.next().await.is_none());
    });
}

#[test]
fn a_stream_ends_with_its_token_and_says_why() {
    run(async |world| {
        let mut stream = world.stream("/api/presence/stream", &token_for("ada", &[("/", "viewer")], 30)).await;
        stream.next().await.unwrap();
        world.pass(60);
        assert_eq!(stream.short().await, "end expired");
        let ada = token("ada", &[("/", "viewer")]);
        let both = world.ask("GET", "/api/presence/stream?document=a&under=a/", &ada, Value::Null).await;
        assert_eq!(both.0, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn more_than_a_thousand_are_not_followed_and_the_stream_says_so() {
    run(async |world| {
        let root = token("root", &[("/", "owner")]);
        let mut crowd = Vec::new();
        for at in 0..1005 {
            crowd.push(world.enter(&format!("d{}", at % 20), &format!("u{at:04}"), json!({})).await);
        }
        world.until("all are there", async |world| world.users("d0", &root).await.len() >= 50).await;
        let mut stream = world.stream("/api/presence/stream?states=false", &root).await;
        let (_, snapshot) = stream.next().await.unwrap();
        assert_eq!((snapshot["present"].as_array().unwrap().len(), &snapshot["truncated"]), (1000, &json!(true)));
    });
}
