//! The companion shows every thread before an answer says that it was written, and whatever happens in between it ends as the
//! records say.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use yrsa::access::Role;
use yrsa::event::{Author, Doer};
use yrsa::features::threads::{Anchor, Caller, NewThread, Words};
use yrsa::features::{Companion, Threads};

use super::{PLAN, THREADS, at, begun, comment, first, plan, thread};
use crate::runs::world::{World, document, on};

/// The threads in the companion.
async fn shown(world: &World) -> Value {
    world.content("acme/plan~yrsa").await["threads"].clone()
}

/// Waits until the companion shows this.
async fn until(world: &World, what: &str, holds: impl Fn(&Value) -> bool) {
    for _ in 0..2000 {
        if holds(&shown(world).await) {
            return;
        }
        // sleeps: the companion is polled until it shows something; it follows by itself.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the companion never shows {what}: {}", shown(world).await);
}

#[test]
fn what_an_answer_says_is_in_the_companion_already() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let mut new = thread("one");
        new["metadata"] = json!({ "colour": "red" });
        new["mentions"] = json!([{ "user": "bob" }]);
        let begun = world.call("POST", THREADS, &tokens.ada, new).await;
        let (id, now) = (begun["id"].as_str().unwrap(), world.now());
        let body = comment("one")["comment"]["body"].clone();
        assert_eq!(
            shown(&world).await,
            json!({ id: {
                "id": id, "createdAt": now, "updatedAt": now, "createdBy": "ada", "resolved": false,
                "metadata": { "colour": "red" }, "anchor": { "type": "document" }, "comments": [{
                    "id": begun["comments"][0]["id"], "userId": "ada", "author": { "id": "ada", "name": "ada" }, "createdAt": now,
                    "updatedAt": now, "reactionsByUser": {}, "body": body, "mentions": [{ "user": "bob" }],
                }],
            } })
        );
        world.call("POST", &at(&begun, "/comments"), &tokens.bob, comment("two")).await;
        assert_eq!(shown(&world).await[id]["comments"][1]["userId"], "bob");
        world.call("PUT", &first(&begun, ""), &tokens.ada, comment("changed")).await;
        assert_eq!(shown(&world).await[id]["comments"][0]["body"], comment("changed")["comment"]["body"]);
        world.call("POST", &first(&begun, "/reactions"), &tokens.bob, json!({ "emoji": "👍/~" })).await;
        let reactions = json!({ "bob-👍/~": { "emoji": "👍/~", "createdAt": now, "userId": "bob" } });
        assert_eq!(shown(&world).await[id]["comments"][0]["reactionsByUser"], reactions);
        world.call("DELETE", &first(&begun, "/reactions/%F0%9F%91%8D%2F~"), &tokens.bob, Value::Null).await;
        assert_eq!(shown(&world).await[id]["comments"][0]["reactionsByUser"], json!({}));
        world.call("POST", &at(&begun, "/resolve"), &tokens.bob, Value::Null).await;
        assert_eq!((&shown(&world).await[id]["resolved"], &shown(&world).await[id]["resolvedBy"]), (&json!(true), &json!("bob")));
        world.call("DELETE", &first(&begun, ""), &tokens.ada, Value::Null).await;
        let place = shown(&world).await[id]["comments"][0].clone();
        assert_eq!((place.get("body"), &place["deletedAt"]), (None, &json!(now)));
        world.call("DELETE", &at(&begun, ""), &tokens.owner, Value::Null).await;
        assert_eq!(shown(&world).await, json!({}));
        assert!(world.keys_with("thread-behind").is_empty());
        world.end().await;
    });
}

#[test]
fn what_a_crash_kept_from_the_companion_is_shown_after_it() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        let tokens = plan(&world).await;
        let kept = begun(&world, &tokens.ada, "kept").await;
        let gone = begun(&world, &tokens.ada, "gone").await;
        // Written, and the server is no more before anybody sees it, unless it looks for what lags behind just then.
        let doer = Doer::from(Author { id: "root".into(), name: None });
        let root = Caller { doer, role: Role::Owner };
        let words = |text: &str| Words { body: json!(text), metadata: None, mentions: None };
        let (plan, now) = (document(PLAN), world.now());
        let companion = Companion::new(world.app().rooms.clone());
        let cut = Threads::new(world.storage(), Arc::clone(&world.app().journal), companion);
        let id = |thread: &Value| thread["id"].as_str().unwrap().to_owned();
        let new = NewThread { words: words("new"), metadata: None, anchor: Anchor::Document };
        let new = cut.create(&plan, &new, &root, now).unwrap().answer.thread.id;
        cut.reply((&plan, &id(&kept)), &words("late"), &root, now).unwrap();
        cut.delete(&plan, &id(&gone), &root, now).unwrap();
        world.restart().await;
        until(&world, "all of it", |shown| {
            let late = &shown[&id(&kept)]["comments"][1]["body"];
            shown[&new]["comments"][0]["body"] == "new" && late == "late" && shown.get(id(&gone)).is_none()
        })
        .await;
        world.end().await;
    });
}

#[test]
fn many_who_comment_at_once_are_all_answered_and_the_companion_has_the_same() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let threads = join_all((0..30).map(|n| {
            let (world, token) = (&world, if n % 2 == 0 { &tokens.ada } else { &tokens.bob });
            async move {
                let begun = begun(world, token, &n.to_string()).await;
                let path = at(&begun, "/comments");
                join_all((0..4).map(|_| world.call("POST", &path, token, comment("more")))).await;
                begun
            }
        }))
        .await;
        let shown = shown(&world).await;
        for begun in threads {
            let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
            let ids = |comments: &Value| -> Vec<Value> {
                comments.as_array().unwrap().iter().map(|comment| comment["id"].clone()).collect()
            };
            assert_eq!(ids(&read["comments"]), ids(&shown[read["id"].as_str().unwrap()]["comments"]));
            assert_eq!(ids(&read["comments"]).len(), 5);
        }
        world.end().await;
    });
}
