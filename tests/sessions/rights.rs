//! Who may do what with sessions: every route against every role.

use serde_json::{Value, json};

use crate::locks::world::{World, on, owner, token};

const SESSION: &str = "/api/documents/acme%2Fboard/session";

#[test]
fn readers_see_editors_take_turns_owners_decide_and_strangers_do_nothing() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = owner("root");
        // Who may at least (1: readers, 2: editors, 3: owners), and what is answered to those.
        let routes = [
            ("GET", "", Value::Null, 1, 200),
            ("PATCH", "", json!({ "turn_timeout": 60 }), 3, 200),
            ("POST", "/turn", Value::Null, 2, 200),
            ("POST", "/turn/pass", json!({}), 2, 200),
            ("DELETE", "/turn", Value::Null, 2, 200),
            ("POST", "/turn/take", Value::Null, 3, 200),
        ];
        let mut cells = 0;
        for (method, path, body, least, answer) in routes {
            for (role, rank) in [("nobody", 0), ("stranger", 0), ("viewer", 1), ("commenter", 1), ("editor", 2), ("owner", 3)] {
                let who = match role {
                    "nobody" => String::new(),
                    "stranger" => token("stranger", &[("other/", "owner")]),
                    role => token(role, &[("acme/board", role)]),
                };
                // A turn that is the caller's to pass or to give up, and somebody else's to take.
                world.call("PATCH", SESSION, &root, json!({ "mode": "parallel" })).await;
                world.call("PATCH", SESSION, &root, json!({ "mode": "sequential" })).await;
                let first = if path == "/turn/take" || rank < 2 { &root } else { &who };
                world.call("POST", &format!("{SESSION}/turn"), first, Value::Null).await;
                let (status, got) = world.ask(method, &format!("{SESSION}{path}"), &who, body.clone()).await;
                let expected = match role {
                    "nobody" => 401,
                    _ if rank >= least => answer,
                    // They may, were it theirs; somebody else has it.
                    "viewer" | "commenter" if method == "DELETE" => 409,
                    "editor" if path == "/turn/take" => 409,
                    _ => 403,
                };
                assert_eq!(status.as_u16(), expected, "{role}: {method} {path}: {got}");
                cells += 1;
            }
        }
        assert_eq!(cells, 36);
        world.end().await;
    });
}

#[test]
fn who_would_not_be_known_again_is_asked_for_a_name() {
    on(|runtime| async {
        let world = World::open_mode(runtime);
        world.call("POST", "/api/documents", "", json!({ "id": "plan" })).await;
        world.call("PATCH", "/api/documents/plan/session", "", json!({ "mode": "sequential" })).await;
        let (status, refused) = world.ask("POST", "/api/documents/plan/session/turn", "", Value::Null).await;
        assert_eq!((status.as_u16(), &refused["title"]), (409, &json!("give a name")));
        let turn = world.call("POST", "/api/documents/plan/session/turn?name=Ada", "", Value::Null).await;
        assert_eq!(turn["holder"]["id"], "Ada");
        world.end().await;
    });
}

#[test]
fn a_purge_leaves_no_session() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let root = owner("root");
        world.call("PATCH", SESSION, &root, json!({ "mode": "sequential" })).await;
        world.call("POST", &format!("{SESSION}/turn"), &root, Value::Null).await;
        world.call("DELETE", "/api/documents/acme%2Fboard", &root, Value::Null).await;
        assert_eq!(world.status("GET", SESSION, &root, Value::Null).await, 403);
        world.call("DELETE", "/api/documents/acme%2Fboard?purge=true", &root, Value::Null).await;
        assert_eq!(world.records("rules"), 0);
        world.end().await;
    });
}
