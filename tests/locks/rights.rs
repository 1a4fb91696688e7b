//! Who may do what with locks: every route against every role; and what makes no sense.

use serde_json::{Value, json};

use super::world::{World, editor, on, owner, token};

const LOCKS: &str = "/api/documents/acme%2Fboard/locks";

/// Each route, who may use it at least (1: readers, 2: editors, 3: owners), and what it answers to those who may.
fn every_route() -> Vec<(&'static str, &'static str, Value, u8, u16)> {
    vec![
        ("GET", "", Value::Null, 1, 200),
        ("GET", "/LOCK", Value::Null, 1, 200),
        ("POST", "", json!({ "path": "/free" }), 2, 201),
        ("POST", "/MINE/renew", json!({}), 2, 200),
        ("DELETE", "/MINE", Value::Null, 2, 204),
        ("DELETE", "/LOCK", Value::Null, 3, 204),
    ]
}

#[test]
fn readers_see_editors_take_owners_break_and_strangers_do_nothing() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let mut cells = 0;
        for (method, path, body, least, answer) in every_route() {
            for (role, rank) in [("nobody", 0), ("stranger", 0), ("viewer", 1), ("commenter", 1), ("editor", 2), ("owner", 3)] {
                let who = match role {
                    "nobody" => String::new(),
                    "stranger" => token("stranger", &[("other/", "owner")]),
                    role => token(role, &[("acme/board", role)]),
                };
                let lock = world.call("POST", LOCKS, &owner("root"), json!({ "path": "/cards" })).await;
                let mine =
                    if rank >= 2 { world.call("POST", LOCKS, &who, json!({ "path": "/mine" })).await } else { lock.clone() };
                let path = path.replace("LOCK", lock["id"].as_str().unwrap()).replace("MINE", mine["id"].as_str().unwrap());
                let (status, got) = world.ask(method, &format!("{LOCKS}{path}"), &who, body.clone()).await;
                let expected = match role {
                    "nobody" => 401,
                    _ if rank >= least => answer,
                    _ => 403,
                };
                assert_eq!(status.as_u16(), expected, "{role}: {method} {path}: {got}");
                cells += 1;
                let all = world.call("GET", LOCKS, &owner("root"), Value::Null).await;
                for lock in all["locks"].as_array().unwrap() {
                    world.call("DELETE", &format!("{LOCKS}/{}", lock["id"].as_str().unwrap()), &owner("root"), Value::Null).await;
                }
            }
        }
        assert_eq!(cells, 36);
        world.end().await;
    });
}

#[test]
fn what_makes_no_sense_is_refused() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let ada = editor("ada");
        for body in [
            json!({ "path": "cards" }),
            json!({ "path": "/a~2" }),
            json!({ "path": "/a".repeat(9) }),
            json!({ "path": format!("/{}", "x".repeat(1024)) }),
            json!({ "path": "/a\u{7}" }),
            json!({ "seconds": 9 }),
            json!({ "seconds": 86_401 }),
            json!({ "seconds": -1 }),
            json!({ "release_on_leave": 601 }),
            json!({ "reason": "x".repeat(257) }),
            json!({ "reason": "a\nb" }),
            json!({ "unknown": 1 }),
        ] {
            assert_eq!(world.status("POST", LOCKS, &ada, body.clone()).await, 400, "{body}");
        }
        let companion = "/api/documents/acme%2Fboard~yrsa/locks";
        assert_eq!(world.status("POST", companion, &ada, json!({})).await, 400);
        assert_eq!(world.status("GET", companion, &ada, Value::Null).await, 400);
        assert_eq!(world.status("POST", "/api/documents/acme%2Fnothing/locks", &ada, json!({})).await, 404);
        assert_eq!(world.status("GET", "/api/documents/acme%2F/locks", &ada, Value::Null).await, 400);
        for id in ["x", "018bcfe5-6800-7000-8000-000000000000"] {
            assert_eq!(world.status("GET", &format!("{LOCKS}/{id}"), &ada, Value::Null).await, 404);
            assert_eq!(world.status("POST", &format!("{LOCKS}/{id}/renew"), &ada, json!({})).await, 404);
            assert_eq!(world.status("DELETE", &format!("{LOCKS}/{id}"), &ada, Value::Null).await, 404);
        }
        world.end().await;
    });
}

#[test]
fn who_would_not_be_known_again_is_asked_for_a_name() {
    on(|runtime| async {
        let world = World::open_mode(runtime);
        world.call("POST", "/api/documents", "", json!({ "id": "plan" })).await;
        let (status, refused) = world.ask("POST", "/api/documents/plan/locks", "", json!({})).await;
        assert_eq!((status.as_u16(), &refused["title"]), (409, &json!("give a name")));
        let lock = world.call("POST", "/api/documents/plan/locks?name=Ada", "", json!({})).await;
        assert_eq!(lock["holder"], json!({ "id": "Ada", "name": "Ada" }));
        let again = world.ask("POST", "/api/documents/plan/locks?name=Ada", "", json!({})).await;
        assert_eq!((again.0.as_u16(), &again.1["id"]), (200, &lock["id"]));
        assert_eq!(world.status("POST", "/api/documents/plan/locks?name=Bob", "", json!({})).await, 409);
        world.end().await;
    });
}

#[test]
fn who_came_by_a_link_exchanges_it_first() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let share = json!({ "permission": "edit" });
        let share = world.call("POST", "/api/documents/acme%2Fboard/shares", &owner("root"), share).await;
        let secret = share["secret"].as_str().unwrap();
        let (status, refused) = world.ask("POST", &format!("{LOCKS}?share={secret}"), "", json!({})).await;
        assert_eq!((status.as_u16(), &refused["title"]), (409, &json!("give a name")));
        let used = world.call("POST", "/api/shares/use", "", json!({ "secret": secret, "name": "Grace" })).await;
        let guest = used["token"].as_str().unwrap();
        let lock = world.call("POST", LOCKS, guest, json!({})).await;
        assert_eq!((&lock["holder"]["id"], &lock["holder"]["name"]), (&used["user"]["id"], &json!("Grace")));
        assert_eq!(world.status("POST", LOCKS, guest, json!({})).await, 200);
        world.end().await;
    });
}
