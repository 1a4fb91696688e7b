//! Who is in a document, under a prefix, at a place; and nobody sees more than they may read.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::{run, token};

fn users(answer: &Value) -> Vec<String> {
    let present = answer["present"].as_array().unwrap().iter();
    present.map(|one| format!("{} {}", one["document"].as_str().unwrap(), one["user"]["id"].as_str().unwrap())).collect()
}

#[test]
fn a_document_shows_each_user_once_with_what_the_server_knows_and_what_the_clients_say() {
    run(async |world| {
        let reader = token("reader", &[("a", "viewer")]);
        assert_eq!(world.users("a", &reader).await, [""; 0]);
        let _tab = world.enter("a", "ada", json!({ "cursor": { "x": 1 }, "user": { "id": "eve" } })).await;
        let _other = world.enter("a", "ada", json!({ "activity": "reviewing" })).await;
        let _bob = world.enter("a", "bob", json!({ "status": "busy" })).await;
        world
            .until("three states", async |world| {
                let answer = world.call("GET", "/api/documents/a/presence", &reader, Value::Null).await;
                answer["participants"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| one["states"].as_array().unwrap().len())
                    .sum::<usize>()
                    == 3
            })
            .await;
        let answer = world.call("GET", "/api/documents/a/presence", &reader, Value::Null).await;
        let [ada, bob] = &answer["participants"].as_array().unwrap()[..] else { panic!("{answer}") };
        assert_eq!(ada["user"], json!({ "id": "ada", "name": "ada", "color": "#102030" }));
        assert_eq!((&ada["role"], &ada["status"], &ada["activity"]), (&json!("editor"), &json!("active"), &json!("reviewing")));
        assert_eq!((&ada["connections"], ada["states"].as_array().unwrap().len()), (&json!(2), 2));
        assert!(ada["since"].as_u64().unwrap() > 0 && ada["last_active"].as_u64() >= ada["since"].as_u64());
        assert!(ada["states"][0]["state"]["user"]["id"] == "ada", "nobody is somebody else: {ada}");
        assert_eq!(bob["status"], "busy");
        let light = world.call("GET", "/api/documents/a/presence?states=false&status=busy", &reader, Value::Null).await;
        assert_eq!(light["participants"][0]["user"]["id"], "bob");
        assert!(light["participants"][0].get("states").is_none() && light["participants"][1].is_null());
    });
}

#[test]
fn everybody_under_a_prefix_by_pages_and_only_where_the_asker_may_read() {
    run(async |world| {
        let mut there = Vec::new();
        for (id, user) in [("acme/a", "ada"), ("acme/a", "bob"), ("acme/b", "ada"), ("other/c", "eve"), ("acme/a~yrsa", "zoe")] {
            there.push(world.enter(id, user, json!({})).await);
        }
        let all = token("root", &[("/", "owner")]);
        world
            .until("all are there", async |world| users(&world.call("GET", "/api/presence", &all, Value::Null).await).len() == 4)
            .await;
        let under = world.call("GET", "/api/presence?under=acme/", &all, Value::Null).await;
        assert_eq!(users(&under), ["acme/a ada", "acme/a bob", "acme/b ada"]);
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = world.call("GET", &format!("/api/presence?limit=1&cursor={cursor}"), &all, Value::Null).await;
            seen.extend(users(&page));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = next.to_owned();
        }
        assert_eq!(seen, ["acme/a ada", "acme/a bob", "acme/b ada", "other/c eve"]);
        let some = token("some", &[("acme/b", "viewer")]);
        let theirs = world.call("GET", "/api/presence", &some, Value::Null).await;
        assert_eq!(users(&theirs), ["acme/b ada"]);
        assert_eq!(world.ask("GET", "/api/documents/acme%2Fa/presence", &some, Value::Null).await.0, StatusCode::FORBIDDEN);
        let nothing = token("nobody", &[]);
        assert_eq!(users(&world.call("GET", "/api/presence", &nothing, Value::Null).await), [""; 0]);
        for wrong in ["limit=0", "limit=1001", "cursor=x", "under=//", "place=", "status=lazy"] {
            let (status, answer) = world.ask("GET", &format!("/api/presence?{wrong}"), &all, Value::Null).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong} {answer}");
        }
        let companion = world.ask("GET", "/api/documents/acme%2Fa~yrsa/presence", &all, Value::Null).await;
        assert_eq!(companion.0, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn who_is_at_a_place_is_found_by_what_their_client_says() {
    run(async |world| {
        let _there = [
            world.enter("a", "ada", json!({ "editing": "/cards/c1/title" })).await,
            world.enter("a", "bob", json!({ "selection": { "cards": ["c1", "c2"] } })).await,
            world.enter("b", "eve", json!({ "cursor": { "file": "src/main.rs", "line": 3 } })).await,
        ];
        let all = token("root", &[("/", "owner")]);
        let at = async |place: &str| users(&world.call("GET", &format!("/api/presence?place={place}"), &all, Value::Null).await);
        world.until("eve is there", async |_| at("src/main.rs").await == ["b eve"]).await;
        assert_eq!(at("/cards/c1").await, ["a ada", "a bob"]);
        assert_eq!(at("/cards/c2").await, ["a bob"]);
        assert_eq!(at("/cards/c3").await, [""; 0]);
        let of_document = world.call("GET", "/api/documents/a/presence?place=/cards/c2", &all, Value::Null).await;
        assert_eq!(of_document["participants"].as_array().unwrap().len(), 1);
    });
}
