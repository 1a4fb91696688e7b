//! What owners decide about, what everybody sees of it, and that it outlives a restart.

use serde_json::{Value, json};

use crate::locks::world::{World, editor, on, owner};

const SESSION: &str = "/api/documents/acme%2Fboard/session";

#[test]
fn a_session_is_as_usual_until_an_owner_says_otherwise() {
    on(|runtime| async {
        let mut world = World::new(runtime).await;
        let root = owner("root");
        let usual = json!({
            "document": "acme/board", "mode": "parallel", "max_participants": null, "idle_timeout": null, "turn_timeout": 300,
            "turn": null, "started_at": null, "last_activity": null, "participants": [],
        });
        assert_eq!(world.call("GET", SESSION, &editor("ada"), Value::Null).await, usual);
        let change = json!({ "mode": "sequential", "max_participants": 5, "idle_timeout": 600, "turn_timeout": 60 });
        let changed = world.call("PATCH", SESSION, &root, change).await;
        assert_eq!(
            (&changed["mode"], &changed["max_participants"], &changed["idle_timeout"]),
            (&json!("sequential"), &json!(5), &json!(600))
        );
        assert_eq!(changed["turn"], json!({ "holder": null, "since": null, "expires_at": null, "queue": [] }));
        world.restart().await;
        assert_eq!(world.call("GET", SESSION, &editor("ada"), Value::Null).await["turn_timeout"], 60);
        world.call("PATCH", SESSION, &root, json!({ "max_participants": null })).await;
        let told = world.events("acme/board", "session.changed");
        let data: Vec<&Value> = told.iter().map(|event| &event.draft.data).collect();
        assert_eq!(data[1], &json!({ "old": { "max_participants": 5 }, "new": { "max_participants": null } }));
        assert_eq!(
            data[0]["old"],
            json!({ "mode": "parallel", "max_participants": null, "idle_timeout": null, "turn_timeout": 300 })
        );
        let back = json!({ "mode": "parallel", "idle_timeout": null, "turn_timeout": 300 });
        assert_eq!(world.call("PATCH", SESSION, &root, back.clone()).await, usual);
        assert_eq!(world.records("rules"), 0, "a usual session costs nothing");
        world.call("PATCH", SESSION, &root, back).await;
        assert_eq!(world.told("acme/board", "session.").len(), 3, "what changes nothing is not told");
        world.end().await;
    });
}

#[test]
fn everybody_sees_who_is_here() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let here = [
            world.enter("acme/board", "ada").await,
            world.enter("acme/board", "ada").await,
            world.enter("acme/board", "bob").await,
        ];
        let session = world.call("GET", SESSION, &editor("eve"), Value::Null).await;
        let people: Vec<(&Value, &Value)> =
            session["participants"].as_array().unwrap().iter().map(|one| (&one["id"], &one["connections"])).collect();
        assert_eq!(people, [(&json!("ada"), &json!(2)), (&json!("bob"), &json!(1))]);
        assert!(session["started_at"].is_u64() && session["last_activity"].as_u64() >= session["started_at"].as_u64());
        drop(here);
        world.end().await;
    });
}

#[test]
fn a_session_that_is_no_longer_sequential_has_no_turns() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = owner("root");
        world.call("PATCH", SESSION, &root, json!({ "mode": "sequential" })).await;
        for user in ["ada", "bob"] {
            world.call("POST", &format!("{SESSION}/turn"), &editor(user), Value::Null).await;
        }
        world.call("PATCH", SESSION, &root, json!({ "mode": "locked" })).await;
        let ended = world.events("acme/board", "session.turn_ended");
        assert_eq!(ended[0].draft.data, json!({ "holder": { "id": "ada", "name": "ada" }, "why": "mode" }));
        assert_eq!(world.status("POST", &format!("{SESSION}/turn"), &editor("ada"), Value::Null).await, 409);
        let again = world.call("PATCH", SESSION, &root, json!({ "mode": "sequential" })).await;
        assert_eq!(again["turn"], json!({ "holder": null, "since": null, "expires_at": null, "queue": [] }));
        world.end().await;
    });
}

#[test]
fn what_makes_no_sense_is_refused() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = owner("root");
        for change in [
            json!({ "mode": "chaotic" }),
            json!({ "max_participants": 0 }),
            json!({ "max_participants": 10_001 }),
            json!({ "idle_timeout": 9 }),
            json!({ "turn_timeout": 86_401 }),
            json!({ "turn_timeout": -1 }),
            json!({ "locks": [] }),
        ] {
            assert_eq!(world.status("PATCH", SESSION, &root, change.clone()).await, 400, "{change}");
        }
        let companion = "/api/documents/acme%2Fboard~yrsa/session";
        assert_eq!(world.status("GET", companion, &root, Value::Null).await, 400);
        let nothing = "/api/documents/acme%2Fnothing/session";
        assert_eq!(world.status("PATCH", nothing, &root, json!({ "mode": "locked" })).await, 404);
        assert_eq!(
            world.call("GET", nothing, &root, Value::Null).await["mode"],
            "parallel",
            "somebody may be in it before it is written"
        );
        world.end().await;
    });
}
