//! Who gets a lock: one of any number who want it at once, for as long as it lasts, also over a restart.

use std::sync::Arc;

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use yrsa::room::around::Around as _;

use super::world::{World, document, editor, on, owner};

const LOCKS: &str = "/api/documents/acme%2Fboard/locks";

#[test]
fn of_a_hundred_who_want_a_lock_at_once_one_gets_it() {
    on(|runtime| async {
        let mut world = World::new(runtime).await;
        let tokens: Vec<String> = (0..100).map(|n| editor(&format!("user{n}"))).collect();
        let asked = tokens.iter().map(|token| world.ask("POST", LOCKS, token, json!({ "path": "/cards/c1" })));
        let answers = join_all(asked).await;
        let won: Vec<&Value> =
            answers.iter().filter(|(status, _)| *status == StatusCode::CREATED).map(|(_, lock)| lock).collect();
        assert_eq!(won.len(), 1);
        for (status, refused) in answers.iter().filter(|(status, _)| *status != StatusCode::CREATED) {
            assert_eq!((*status, &refused["title"]), (StatusCode::CONFLICT, &json!("locked")));
            assert_eq!(&refused["lock"], won[0], "who is refused is told by whom");
        }
        assert_eq!(world.told("acme/board", "lock.acquired").len(), 1);
        world.until_told("acme/board", "lock.denied", 99).await;
        world.restart().await;
        assert_eq!(world.call("GET", LOCKS, &tokens[0], Value::Null).await["locks"], json!([won[0]]));
        world.end().await;
    });
}

#[test]
fn a_hundred_who_want_different_locks_at_once_all_get_them() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let tokens: Vec<String> = (0..100).map(|n| editor(&format!("user{n}"))).collect();
        let wanted = |n: usize| json!({ "path": format!("/cards/c{n}") });
        let asked = tokens.iter().enumerate().map(|(n, token)| world.ask("POST", LOCKS, token, wanted(n)));
        let answers = join_all(asked).await;
        assert!(answers.iter().all(|(status, _)| *status == StatusCode::CREATED), "{answers:?}");
        assert_eq!(world.call("GET", LOCKS, &tokens[0], Value::Null).await["locks"].as_array().unwrap().len(), 100);
        world.end().await;
    });
}

#[test]
fn the_holder_renews_by_asking_again_and_nobody_else_does() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let (ada, bob) = (editor("ada"), editor("bob"));
        let body = json!({ "path": "/cards/c1", "reason": "mine", "seconds": 60, "release_on_leave": 5 });
        let lock = world.call("POST", LOCKS, &ada, body).await;
        assert_eq!((&lock["expires_at"], &lock["holder"]["id"]), (&json!(world.now() + 60_000), &json!("ada")));
        world.pass(50);
        let (status, again) = world.ask("POST", LOCKS, &ada, json!({ "path": "/cards/c1" })).await;
        assert_eq!((status, &again["id"], &again["reason"]), (StatusCode::OK, &lock["id"], &json!("mine")));
        assert_eq!(again["expires_at"], world.now() + 60_000, "as long as it was taken for");
        let renew = format!("{LOCKS}/{}/renew", lock["id"].as_str().unwrap());
        assert_eq!(world.status("POST", &renew, &bob, json!({})).await, 403);
        let renewed = world.call("POST", &renew, &ada, json!({ "seconds": 600 })).await;
        assert_eq!((&renewed["expires_at"], &renewed["acquired_at"]), (&json!(world.now() + 600_000), &lock["acquired_at"]));
        assert_eq!(world.told("acme/board", "lock."), ["lock.acquired"], "renewals are no events");
        world.end().await;
    });
}

#[test]
fn what_is_refused_is_told_once_a_minute_for_each_user_and_lock() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let (ada, bob, eve) = (editor("ada"), editor("bob"), editor("eve"));
        world.call("POST", LOCKS, &ada, json!({})).await;
        for _ in 0..10 {
            assert_eq!(world.status("POST", LOCKS, &bob, json!({ "path": "/cards" })).await, 409);
        }
        assert_eq!(world.status("POST", LOCKS, &eve, json!({})).await, 409);
        world.pass(60);
        assert_eq!(world.status("POST", LOCKS, &bob, json!({ "path": "/cards" })).await, 409);
        world.until_told("acme/board", "lock.denied", 3).await;
        let denied = world.events("acme/board", "lock.denied");
        let by: Vec<&str> = denied.iter().map(|event| &*event.draft.user.as_ref().unwrap().id).collect();
        assert_eq!(by, ["bob", "eve", "bob"]);
        assert_eq!(
            (&denied[0].draft.data["path"], &denied[0].draft.data["lock"]["holder"]["id"]),
            (&json!("/cards"), &json!("ada"))
        );
        world.end().await;
    });
}

/// The rules as a room has them that opens now.
fn rules(world: &World) -> Arc<yrsa::room::around::Rules> {
    let journal = Arc::clone(&world.app().journal);
    let book = yrsa::features::Rulebook::new(world.storage(), Arc::clone(&journal));
    let around = yrsa::features::Surroundings::new(world.app().guard.documents.clone(), journal, book);
    around.about(&document("acme/board")).unwrap().rules
}

#[test]
fn rooms_go_by_what_was_answered_and_by_nothing_where_nothing_is() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let ada = editor("ada");
        assert_eq!(*rules(&world), yrsa::room::around::Rules::default());
        let lock = world.call("POST", LOCKS, &ada, json!({ "path": "/cards/c~11", "reason": "why" })).await;
        let now = rules(&world);
        let path: Vec<&str> = now.locks[0].path.iter().map(|name| &**name).collect();
        assert_eq!((path, now.locks[0].until_ms), (vec!["cards", "c/1"], lock["expires_at"].as_u64().unwrap()));
        let shown: Value = serde_json::from_str(now.shown.as_deref().unwrap()).unwrap();
        assert_eq!((&shown["mode"], &shown["more_locks"]), (&json!("parallel"), &json!(0)));
        assert_eq!(shown["locks"][0]["path"], "/cards/c~11");
        let at = format!("{LOCKS}/{}", lock["id"].as_str().unwrap());
        world.call("DELETE", &at, &ada, Value::Null).await;
        assert_eq!(*rules(&world), yrsa::room::around::Rules::default());
        assert_eq!(world.records("rules"), 0, "a document without locks costs nothing");
        world.end().await;
    });
}

#[test]
fn everybody_in_a_room_is_shown_a_bounded_list() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let ada = owner("ada");
        let reason = "x".repeat(256);
        let asked = (0..256).map(|n| {
            let path = format!("/cards/{n}{}", "y".repeat(900));
            world.call("POST", LOCKS, &ada, json!({ "path": path, "reason": reason }))
        });
        let all: Vec<_> = asked.collect();
        for one in all {
            one.await;
        }
        let (status, refused) = world.ask("POST", LOCKS, &ada, json!({ "path": "/one/more" })).await;
        assert_eq!(status, StatusCode::CONFLICT, "{refused}");
        let shown = rules(&world).shown.clone().unwrap();
        assert!(shown.len() < 34_000, "{}", shown.len());
        let shown: Value = serde_json::from_str(&shown).unwrap();
        let listed = shown["locks"].as_array().unwrap().len();
        assert_eq!(shown["more_locks"], 256 - listed);
        assert_eq!(rules(&world).locks.len(), 256, "what is not shown is enforced");
        world.end().await;
    });
}
