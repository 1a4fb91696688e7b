//! How locks end: given back, broken, by time, with their holder's departure, with the document; never by a clock that went back.

use serde_json::{Value, json};

use super::world::{World, editor, on, owner, token};

const LOCKS: &str = "/api/documents/acme%2Fboard/locks";

async fn acquire(world: &World, token: &str, body: Value) -> String {
    let lock = world.call("POST", LOCKS, token, body).await;
    format!("{LOCKS}/{}", lock["id"].as_str().unwrap())
}

#[test]
fn the_holder_releases_an_owner_breaks_and_others_may_not() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let (ada, bob, root) = (editor("ada"), editor("bob"), owner("root"));
        let lock = acquire(&world, &ada, json!({})).await;
        assert_eq!(world.status("DELETE", &lock, &bob, Value::Null).await, 403);
        assert_eq!(world.status("DELETE", &lock, &ada, Value::Null).await, 204);
        assert_eq!(world.status("DELETE", &lock, &ada, Value::Null).await, 404);
        let lock = acquire(&world, &ada, json!({})).await;
        assert_eq!(world.status("DELETE", &lock, &root, Value::Null).await, 204);
        let told = world.events("acme/board", "lock.");
        let kinds: Vec<&str> = told.iter().map(|event| &*event.draft.kind).collect();
        assert_eq!(kinds, ["lock.acquired", "lock.released", "lock.acquired", "lock.broken"]);
        assert_eq!(told[1].draft.data["why"], "released");
        let broken = &told[3].draft;
        assert_eq!((&broken.data["by"]["id"], &broken.data["lock"]["holder"]["id"]), (&json!("root"), &json!("ada")));
        world.end().await;
    });
}

#[test]
fn who_may_no_longer_edit_still_gives_back_what_they_hold() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let lock = acquire(&world, &editor("ada"), json!({})).await;
        let viewer = token("ada", &[("acme/", "viewer")]);
        assert_eq!(world.status("POST", &format!("{lock}/renew"), &viewer, json!({})).await, 403);
        assert_eq!(world.status("DELETE", &lock, &viewer, Value::Null).await, 204);
        world.end().await;
    });
}

#[test]
fn a_lock_ends_by_itself_to_the_millisecond_and_is_somebody_elses_at_once() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let (ada, bob) = (editor("ada"), editor("bob"));
        let lock = acquire(&world, &ada, json!({ "seconds": 10 })).await;
        world.pass(9);
        assert_eq!(world.status("POST", LOCKS, &bob, json!({})).await, 409);
        world.pass(1);
        assert_eq!(world.status("GET", &lock, &ada, Value::Null).await, 404);
        assert_eq!(world.status("POST", LOCKS, &bob, json!({})).await, 201);
        assert_eq!(world.status("POST", &format!("{lock}/renew"), &ada, json!({})).await, 404, "it is too late");
        let told: Vec<_> = world.told("acme/board", "lock.").into_iter().filter(|kind| kind != "lock.denied").collect();
        assert_eq!(told, ["lock.acquired", "lock.expired", "lock.acquired"]);
        world.end().await;
    });
}

#[test]
fn nobody_has_to_ask_for_a_lock_to_end_also_after_a_restart() {
    on(|runtime| async {
        let mut world = World::new(runtime).await;
        acquire(&world, &editor("ada"), json!({ "path": "/a", "seconds": 10 })).await;
        acquire(&world, &editor("ada"), json!({ "path": "/b", "seconds": 100 })).await;
        world.pass(10);
        world.until_told("acme/board", "lock.expired", 1).await;
        world.restart().await;
        world.pass(90);
        world.until_told("acme/board", "lock.expired", 2).await;
        assert!(world.events("acme/board", "lock.expired").iter().all(|event| event.draft.user.is_none()));
        assert_eq!(world.records("rules"), 0, "nothing is left of them");
        world.end().await;
    });
}

#[test]
fn a_lock_that_was_never_to_end_early_outlives_a_clock_that_goes_back() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let (ada, bob) = (editor("ada"), editor("bob"));
        let here = world.enter("acme/board", "ada").await;
        let lock = acquire(&world, &ada, json!({ "seconds": 60, "release_on_leave": 5 })).await;
        // Another lock's end shows that the sweeper looked by the new clock.
        world.create("acme/other").await;
        world.back(3600);
        world.call("POST", "/api/documents/acme%2Fother/locks", &bob, json!({ "seconds": 10 })).await;
        world.pass(10);
        world.until_told("acme/other", "lock.expired", 1).await;
        assert_eq!(world.status("GET", &lock, &bob, Value::Null).await, 200);
        assert_eq!(world.status("POST", LOCKS, &bob, json!({})).await, 409);
        drop(here);
        world.end().await;
    });
}

#[test]
fn a_lock_ends_so_long_after_its_holder_left() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let (ada, first, second) =
            (editor("ada"), world.enter("acme/board", "ada").await, world.enter("acme/board", "ada").await);
        acquire(&world, &ada, json!({ "path": "/stays" })).await;
        world.pass(1);
        acquire(&world, &ada, json!({ "path": "/goes", "release_on_leave": 5 })).await;
        world.pass(100);
        // The sweeper has looked since: another lock's end says so.
        world.call("POST", LOCKS, &editor("bob"), json!({ "path": "/b", "seconds": 10 })).await;
        world.pass(10);
        world.until_told("acme/board", "lock.expired", 1).await;
        drop(first);
        world.call("POST", LOCKS, &editor("bob"), json!({ "path": "/b", "seconds": 10 })).await;
        world.pass(10);
        world.until_told("acme/board", "lock.expired", 2).await;
        assert_eq!(world.told("acme/board", "lock.released").len(), 0, "the other tab is still there");
        drop(second);
        let mut stirred = 0;
        while world.told("acme/board", "lock.released").is_empty() {
            world.pass(1);
            stirred += 1;
            assert!(stirred < 600, "never released");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await; // sleeps: the sweeper's beat is real time
        }
        let released = world.events("acme/board", "lock.released");
        assert_eq!((&released[0].draft.data["why"], &released[0].draft.user), (&json!("left"), &None));
        let left = world.call("GET", LOCKS, &ada, Value::Null).await;
        assert_eq!(left["locks"].as_array().unwrap().iter().map(|lock| &lock["path"]).collect::<Vec<_>>(), ["/stays"]);
        world.end().await;
    });
}

#[test]
fn a_holder_who_never_came_has_half_a_minute() {
    on(|runtime| async {
        let mut world = World::new(runtime).await;
        acquire(&world, &editor("ada"), json!({ "release_on_leave": 0 })).await;
        world.restart().await;
        // The sweeper begins to count when it first looks: that is seen by what else it ends.
        world.call("POST", LOCKS, &editor("ada"), json!({ "path": "/b", "seconds": 10 })).await;
        world.pass(10);
        world.until_told("acme/board", "lock.expired", 1).await;
        assert_eq!(world.told("acme/board", "lock.released").len(), 0);
        world.pass(30);
        world.until_told("acme/board", "lock.released", 1).await;
        world.end().await;
    });
}

#[test]
fn a_deleted_documents_locks_are_hidden_and_a_purge_leaves_none() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = owner("root");
        acquire(&world, &root, json!({ "release_on_leave": 600 })).await;
        world.call("DELETE", "/api/documents/acme%2Fboard", &root, Value::Null).await;
        assert_eq!(world.status("GET", LOCKS, &root, Value::Null).await, 403);
        assert_eq!(world.status("POST", LOCKS, &root, json!({})).await, 403);
        world.call("POST", "/api/documents/acme%2Fboard/restore", &root, Value::Null).await;
        assert_eq!(world.call("GET", LOCKS, &root, Value::Null).await["locks"].as_array().unwrap().len(), 1);
        world.call("DELETE", "/api/documents/acme%2Fboard", &root, Value::Null).await;
        world.call("DELETE", "/api/documents/acme%2Fboard?purge=true", &root, Value::Null).await;
        assert_eq!(world.records("rules"), 0);
        world.create("acme/board").await;
        assert_eq!(world.call("GET", LOCKS, &root, Value::Null).await["locks"], json!([]));
        world.end().await;
    });
}
