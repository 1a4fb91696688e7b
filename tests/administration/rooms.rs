//! `/api/admin/rooms`: administrators see what is open, page by page, and how much goes through it.

use serde_json::{Value, json};
use yrsa::protocol::{Message, message};

use crate::locks::world::{World, administrator, document, on, owner};

const ROOMS: &str = "/api/admin/rooms";

/// The room of a document, as the list has it.
async fn room(world: &World, id: &str) -> Value {
    let list = world.call("GET", &format!("{ROOMS}?under={id}"), &administrator("root"), Value::Null).await;
    assert_eq!(list["rooms"].as_array().unwrap().len(), 1, "{list}");
    list["rooms"][0].clone()
}

#[test]
fn only_administrators_see_rooms() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        for path in [ROOMS, "/api/admin/stats", "/api/admin/quarantine"] {
            assert_eq!(world.status("GET", path, "", Value::Null).await, 401, "{path}");
            assert_eq!(world.status("GET", path, &owner("ada"), Value::Null).await, 403, "{path}");
            assert_eq!(world.status("GET", path, &administrator("root"), Value::Null).await, 200, "{path}");
        }
        world.end().await;
    });
}

#[test]
fn a_room_says_who_is_there_and_how_large_it_is() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let ada = [world.enter("acme/board", "ada").await, world.enter("acme/board", "ada").await];
        world.call("POST", "/api/documents/acme%2Fboard/locks", &owner("root"), json!({ "path": "/cards/c1" })).await;
        let room = room(&world, "acme/board").await;
        let report = &room["report"];
        assert_eq!((&room["document"], &room["phase"], &room["failures"]), (&json!("acme/board"), &json!("live"), &json!(0)));
        assert_eq!((&room["connections"], &report["participants"]), (&json!(2), &json!(1)));
        assert_eq!((&report["kind"], &report["mode"], &report["locks"]), (&json!("board"), &json!("parallel"), &json!(1)));
        assert!(room["since"].is_u64() && report["last_activity"].as_u64() >= room["since"].as_u64());
        assert!(report["bytes"].as_u64().unwrap() > 0, "a board begins with something");
        assert_eq!(report["version"], 1);
        assert_eq!((&report["parked"], &report["waiting"].is_u64()), (&json!(0), &true));
        drop(ada);
        world.end().await;
    });
}

#[test]
fn counters_grow_with_what_goes_through() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let ada = world.enter("acme/board", "ada").await;
        let bob = world.enter("acme/board", "bob").await;
        let before = room(&world, "acme/board").await["report"].clone();
        let update = message::awareness_update(7, 1, "{\"cursor\":1}");
        ada.place().await.unwrap().message(Message::Awareness(update));
        world.patch("acme/board", &owner("root"), json!({ "title": "Plan" })).await;
        let after = room(&world, "acme/board").await["report"].clone();
        let grew = |member: &str, what: &str| after[member][what].as_u64().unwrap() - before[member][what].as_u64().unwrap();
        assert!(grew("received", "messages") >= 2 && grew("received", "bytes") > 0, "{before} {after}");
        assert!(grew("sent", "messages") >= 2 && grew("sent", "bytes") > 0, "{before} {after}");
        assert_eq!(after["version"].as_u64().unwrap(), before["version"].as_u64().unwrap() + 1);
        assert_eq!(after["unsaved"], 0, "the change was acknowledged");
        assert_eq!(after["editable"], true);
        drop((ada, bob));
        world.end().await;
    });
}

#[test]
fn rooms_come_in_pages_in_the_order_of_their_documents() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = administrator("root");
        let mut there = Vec::new();
        for id in ["acme/c", "acme/a", "other/x", "acme/b"] {
            there.push(world.enter(id, "ada").await);
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = world.call("GET", &format!("{ROOMS}?under=acme/&limit=2{cursor}"), &root, Value::Null).await;
            assert!(page["open"].as_u64().unwrap() >= 4);
            seen.extend(page["rooms"].as_array().unwrap().iter().map(|room| room["document"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        seen.retain(|id| id.len() == "acme/a".len());
        assert_eq!(seen, ["acme/a", "acme/b", "acme/c"]);
        for wrong in ["limit=0", "limit=201", "cursor=%21", "under=a%2F%2Fb"] {
            assert_eq!(world.status("GET", &format!("{ROOMS}?{wrong}"), &root, Value::Null).await, 400, "{wrong}");
        }
        drop(there);
        world.end().await;
    });
}

#[test]
fn what_is_not_open_is_not_asked_and_not_opened() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let open = world.app().rooms.len();
        assert!(world.app().rooms.report(vec![document("acme/never")]).await.is_empty());
        assert_eq!(world.app().rooms.len(), open);
        world.end().await;
    });
}
