//! Turns: asked for, waited for in order, passed, given up, taken, over by time or because somebody left.

use serde_json::{Value, json};

use crate::locks::world::{World, editor, on, owner};

const SESSION: &str = "/api/documents/acme%2Fboard/session";
const TURN: &str = "/api/documents/acme%2Fboard/session/turn";

async fn sequential(world: &World, seconds: u32) {
    world.call("PATCH", SESSION, &owner("root"), json!({ "mode": "sequential", "turn_timeout": seconds })).await;
}

async fn request(world: &World, user: &str) -> Value {
    world.call("POST", TURN, &editor(user), Value::Null).await
}

/// Whose turn it is, then who waits.
fn order(turn: &Value) -> Vec<&str> {
    let holder = turn["holder"]["id"].as_str().unwrap_or("nobody");
    let queue = turn["queue"].as_array().unwrap().iter().map(|waiting| waiting["id"].as_str().unwrap());
    std::iter::once(holder).chain(queue).collect()
}

async fn now(world: &World) -> Value {
    world.call("GET", SESSION, &editor("eve"), Value::Null).await["turn"].clone()
}

#[test]
fn a_turn_goes_round_in_the_order_of_asking() {
    on(|runtime| async {
        let mut world = World::new(runtime).await;
        sequential(&world, 60).await;
        assert_eq!(order(&request(&world, "ada").await), ["ada"]);
        request(&world, "bob").await;
        request(&world, "cid").await;
        assert_eq!(order(&request(&world, "bob").await), ["ada", "bob", "cid"], "asking twice changes nothing");
        world.restart().await;
        assert_eq!(order(&now(&world).await), ["ada", "bob", "cid"]);
        assert_eq!(world.status("POST", &format!("{TURN}/pass"), &editor("bob"), json!({})).await, 409, "it is not his");
        assert_eq!(
            world.status("POST", &format!("{TURN}/pass"), &editor("ada"), json!({ "to": "eve" })).await,
            409,
            "she did not ask"
        );
        let passed = world.call("POST", &format!("{TURN}/pass"), &editor("ada"), json!({ "to": "cid" })).await;
        assert_eq!(order(&passed), ["cid", "bob"]);
        let given = world.call("DELETE", TURN, &editor("cid"), Value::Null).await;
        assert_eq!(order(&given), ["bob"]);
        let passed = world.call("POST", &format!("{TURN}/pass"), &editor("bob"), json!({})).await;
        assert_eq!(order(&passed), ["nobody"]);
        let told = world.told("acme/board", "session.turn");
        let kinds: Vec<&str> = told.iter().map(|kind| kind.trim_start_matches("session.turn_")).collect();
        let expected = ["offered", "requested", "requested", "passed", "offered", "ended", "offered", "ended"];
        assert_eq!(kinds, expected);
        world.end().await;
    });
}

#[test]
fn who_no_longer_waits_is_passed_over() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        sequential(&world, 60).await;
        for user in ["ada", "bob", "cid"] {
            request(&world, user).await;
        }
        assert_eq!(order(&world.call("DELETE", TURN, &editor("bob"), Value::Null).await), ["ada", "cid"]);
        assert_eq!(world.status("DELETE", TURN, &editor("bob"), Value::Null).await, 409);
        assert_eq!(order(&world.call("DELETE", TURN, &editor("ada"), Value::Null).await), ["cid"]);
        assert_eq!(world.told("acme/board", "session.turn_withdrawn").len(), 1);
        world.end().await;
    });
}

#[test]
fn a_turn_that_is_over_is_the_next_ones_and_nobodys_loss_while_nobody_waits() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        sequential(&world, 60).await;
        let here = world.enter("acme/board", "ada").await;
        request(&world, "ada").await;
        world.pass(600);
        assert_eq!(order(&now(&world).await), ["ada"], "nobody waits");
        request(&world, "ada").await;
        world.pass(59);
        assert_eq!(order(&request(&world, "bob").await), ["ada", "bob"]);
        world.pass(1);
        assert_eq!(order(&now(&world).await), ["bob"], "to the second, for who asks");
        world.until_told("acme/board", "session.turn_ended", 1).await;
        let ended = &world.events("acme/board", "session.turn_ended")[0];
        assert_eq!((&ended.draft.data["why"], &ended.draft.user), (&json!("timeout"), &None));
        world.pass(3600);
        assert_eq!(order(&request(&world, "cid").await), ["cid"], "it was over, and nobody waited before him");
        drop(here);
        world.end().await;
    });
}

#[test]
fn nobody_has_to_ask_for_a_turn_to_go_on_also_after_a_restart() {
    on(|runtime| async {
        let mut world = World::new(runtime).await;
        sequential(&world, 60).await;
        request(&world, "ada").await;
        request(&world, "bob").await;
        world.restart().await;
        let here = [world.enter("acme/board", "ada").await, world.enter("acme/board", "bob").await];
        world.pass(60);
        world.until_told("acme/board", "session.turn_offered", 2).await;
        assert_eq!(order(&now(&world).await), ["bob"]);
        drop(here);
        world.end().await;
    });
}

#[test]
fn who_leaves_loses_the_turn_soon_after() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        sequential(&world, 3600).await;
        request(&world, "ada").await;
        request(&world, "bob").await;
        // Ada never came: half a minute after the sweeper looked for her first it is Bob's.
        let here = world.enter("acme/board", "bob").await;
        let mut beats = 0;
        while world.told("acme/board", "session.turn_ended").is_empty() {
            world.pass(1);
            beats += 1;
            assert!(beats < 600, "the turn never ended");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await; // sleeps: the sweeper's beat is real time
        }
        assert_eq!(world.events("acme/board", "session.turn_ended")[0].draft.data["why"], "left");
        assert_eq!(order(&now(&world).await), ["bob"]);
        world.pass(100);
        assert_eq!(order(&now(&world).await), ["bob"], "he is here");
        drop(here);
        world.end().await;
    });
}

#[test]
fn owners_take_a_turn_at_any_time_and_others_when_it_is_over() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        sequential(&world, 60).await;
        let take = format!("{TURN}/take");
        request(&world, "ada").await;
        request(&world, "bob").await;
        assert_eq!(world.status("POST", &take, &editor("bob"), Value::Null).await, 409);
        let taken = world.call("POST", &take, &owner("root"), Value::Null).await;
        assert_eq!(order(&taken), ["root", "bob"]);
        let ended = &world.events("acme/board", "session.turn_ended")[0].draft;
        assert_eq!(
            (&ended.data["why"], &ended.data["holder"]["id"], &*ended.user.as_ref().unwrap().id),
            (&json!("taken"), &json!("ada"), "root")
        );
        assert_eq!(world.status("POST", &take, &editor("cid"), Value::Null).await, 409, "bob is next");
        world.pass(60);
        assert_eq!(order(&world.call("POST", &take, &editor("bob"), Value::Null).await), ["bob"]);
        world.pass(60);
        assert_eq!(order(&world.call("POST", &take, &editor("cid"), Value::Null).await), ["cid"], "over, and nobody waits");
        world.end().await;
    });
}

#[test]
fn a_turn_outlives_a_clock_that_goes_back() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        sequential(&world, 60).await;
        let here = world.enter("acme/board", "ada").await;
        request(&world, "ada").await;
        request(&world, "bob").await;
        world.back(3600);
        world.create("acme/other").await;
        world.call("POST", "/api/documents/acme%2Fother/locks", &editor("bob"), json!({ "seconds": 10 })).await;
        world.pass(10);
        world.until_told("acme/other", "lock.expired", 1).await;
        assert_eq!(order(&now(&world).await), ["ada", "bob"]);
        drop(here);
        world.end().await;
    });
}

#[test]
fn so_many_wait_and_no_more() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        sequential(&world, 60).await;
        for n in 0..101 {
            request(&world, &format!("user{n}")).await;
        }
        assert_eq!(world.status("POST", TURN, &editor("late"), Value::Null).await, 409);
        assert_eq!(now(&world).await["queue"].as_array().unwrap().len(), 100);
        world.end().await;
    });
}
