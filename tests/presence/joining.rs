//! Participants without a socket: they are like all others, for as long as they give signs of life and may be there.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use yrsa::access::y_sweet::{Payload, Permission, YSweetKey};
use yrsa::access::{Role, Scope};
use yrsa::config::Config;
use yrsa::features::guard::{Kick, Matching};

use super::world::{World, document, run, token, token_for, with};

const JOIN: &str = "/api/documents/a/session/join";
const BEAT: &str = "/api/documents/a/session/heartbeat";

async fn join(world: &World, token: &str, presence: Value) -> (Value, u64) {
    let joined = world.call("POST", JOIN, token, json!({ "presence": presence })).await;
    assert_eq!(joined["expires_in"], 60);
    (json!({ "participant": joined["participant"] }), joined["client"].as_u64().unwrap())
}

#[test]
fn who_joins_by_http_is_like_all_others_to_yjs_clients_and_lists() {
    run(async |world| {
        let yjs = world.enter("a", "bob", json!({})).await;
        let ada = token("ada", &[("a", "viewer")]);
        let (who, client) = join(world, &ada, json!({ "activity": "reading", "user": { "id": "eve", "name": "Eve" } })).await;
        yjs.hears(client, "ada joined", |state| {
            state.is_some_and(|state| {
                state["user"]["id"] == "ada" && state["user"]["name"] == "ada" && state["activity"] == "reading"
            })
        })
        .await;
        assert_eq!(world.users("a", &ada).await, ["ada", "bob"]);
        let mut body = who.clone();
        body["presence"] = json!({ "cursor": { "x": 5 } });
        world.call("PUT", "/api/documents/a/session/presence", &ada, body).await;
        yjs.hears(client, "ada moved", |state| {
            state.is_some_and(|state| state["cursor"]["x"] == 5 && state.get("activity").is_none())
        })
        .await;
        world.call("POST", "/api/documents/a/session/leave", &ada, who.clone()).await;
        assert_eq!(world.users("a", &ada).await, ["bob"]);
        yjs.hears(client, "ada left", |state| state.is_none()).await;
        assert_eq!(world.ask("POST", BEAT, &ada, who).await.0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn who_is_not_heard_of_for_a_minute_is_gone_and_who_is_stays() {
    run(async |world| {
        let (ada, bob) = (token("ada", &[("a", "viewer")]), token("bob", &[("a", "viewer")]));
        let (silent, _) = join(world, &ada, json!({})).await;
        let (alive, _) = join(world, &bob, json!({})).await;
        world.pass(40);
        world.call("POST", BEAT, &bob, alive.clone()).await;
        world.pass(40);
        world.until("ada is gone", async |world| world.users("a", &bob).await == ["bob"]).await;
        assert_eq!(world.ask("POST", BEAT, &ada, silent).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.call("POST", BEAT, &bob, alive).await, json!({ "role": "viewer", "expires_in": 60 }));
    });
}

#[test]
fn a_participant_is_nobody_elses() {
    run(async |world| {
        let ada = token("ada", &[("a", "viewer"), ("b", "viewer")]);
        let (who, _) = join(world, &ada, json!({})).await;
        let eve = token("eve", &[("a", "owner")]);
        for path in [BEAT, "/api/documents/a/session/leave"] {
            assert_eq!(world.ask("POST", path, &eve, who.clone()).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        let elsewhere = world.ask("POST", "/api/documents/b/session/heartbeat", &ada, who.clone()).await;
        assert_eq!(elsewhere.0, StatusCode::NOT_FOUND, "it is of another document");
        assert_eq!(world.ask("POST", BEAT, &ada, json!({ "participant": "p-00" })).await.0, StatusCode::NOT_FOUND);
        world.call("POST", BEAT, &ada, who).await;
    });
}

#[test]
fn whose_right_ends_is_gone_at_once() {
    run(async |world| {
        let (ada, bob) = (token("ada", &[("a", "viewer")]), token("bob", &[("a", "viewer")]));
        let root = token("root", &[("/", "owner")]);
        let (who, _) = join(world, &ada, json!({})).await;
        let (kicked, _) = join(world, &bob, json!({})).await;
        assert_eq!(world.users("a", &root).await, ["ada", "bob"]);
        world.call("PUT", "/api/documents/a/members/ada", &root, json!({ "role": "blocked" })).await;
        world.app().guard.reassess(&Matching::Scope(Scope::of(&document("a"))));
        world.until("ada is gone", async |world| world.users("a", &root).await == ["bob"]).await;
        assert_eq!(world.ask("POST", BEAT, &ada, who).await.0, StatusCode::FORBIDDEN);
        assert_eq!(world.app().guard.kick(&Kick { user: Some("bob".into()), ..Kick::default() }), 1);
        world.until("bob is gone", async |world| world.users("a", &root).await.is_empty()).await;
        assert_eq!(world.ask("POST", BEAT, &bob, kicked).await.0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_newer_token_keeps_a_participant_and_an_old_one_ends_it() {
    run(async |world| {
        let grants = [("a", "viewer")];
        let root = token("root", &[("/", "owner")]);
        let (renewed, _) = join(world, &token_for("ada", &grants, 30), json!({})).await;
        join(world, &token_for("bob", &grants, 30), json!({})).await;
        world.call("POST", BEAT, &token("ada", &grants), renewed.clone()).await;
        world.pass(50);
        world.until("bob's token is over", async |world| world.users("a", &root).await == ["ada"]).await;
        world.call("POST", BEAT, &token("ada", &grants), renewed).await;
    });
}

#[test]
fn a_guest_with_a_newer_token_of_the_same_link_goes_on_as_the_one_that_others_know() {
    let mut config = Config::default();
    config.auth.share_token = Duration::from_secs(60);
    with(config, async |world| {
        let root = token("root", &[("/", "owner")]);
        world.call("POST", "/api/documents", &root, json!({ "id": "a" })).await;
        let share = world.call("POST", "/api/documents/a/shares", &root, json!({ "permission": "view" })).await;
        let used = async || {
            let used = world.call("POST", "/api/shares/use", "", json!({ "secret": share["secret"] })).await;
            used["token"].as_str().unwrap().to_owned()
        };
        let first = used().await;
        let (renewed, _) = join(world, &first, json!({})).await;
        join(world, &first, json!({})).await;
        let before = world.users("a", &root).await;
        world.pass(40);
        let second = used().await;
        world.call("POST", BEAT, &second, renewed.clone()).await;
        world.pass(40);
        world.until("the first token's other participant is gone", async |world| connections(world, &root).await == 1).await;
        assert_eq!(world.users("a", &root).await, before, "the id that others have seen");
        world.call("POST", BEAT, &second, renewed.clone()).await;
        let other = world.call("POST", "/api/documents/a/shares", &root, json!({ "permission": "edit" })).await;
        let other = world.call("POST", "/api/shares/use", "", json!({ "secret": other["secret"] })).await;
        let stranger = world.ask("POST", BEAT, other["token"].as_str().unwrap(), renewed).await;
        assert_eq!(stranger.0, StatusCode::NOT_FOUND, "by another link it is somebody else");
    });
}

#[test]
fn who_has_tokens_that_name_nobody_goes_on_with_a_newer_one() {
    let key = "aSB1c2UgdGhpcyBmb3IgdGVzdHMgb25seSwgc29ycnk=";
    let mut config = Config::default();
    config.auth.y_sweet_key = key.into();
    with(config, async |world| {
        let root = token("root", &[("/", "owner")]);
        let key = YSweetKey::read(key).unwrap();
        let until = |seconds: u64| {
            let expires_ms = Some(world.app().guard.now_ms() + seconds * 1000);
            key.mint(&Payload { permission: Permission::Document("a".to_owned(), Role::Viewer), expires_ms })
        };
        let first = until(60);
        let (renewed, _) = join(world, &first, json!({})).await;
        let (left, _) = join(world, &first, json!({})).await;
        world.pass(40);
        let second = until(60);
        world.call("POST", BEAT, &second, renewed.clone()).await;
        world.call("POST", BEAT, &first, left).await;
        world.pass(40);
        world.until("the first token is over", async |world| connections(world, &root).await == 1).await;
        world.call("POST", BEAT, &second, renewed).await;
    });
}

/// Connections to the document, of whomever.
async fn connections(world: &World, root: &str) -> u64 {
    let answer = world.call("GET", "/api/documents/a/presence", root, Value::Null).await;
    let all = answer["participants"].as_array().unwrap().iter();
    all.map(|participant| participant["connections"].as_u64().unwrap()).sum()
}

#[test]
fn participants_by_http_count_and_too_much_is_refused() {
    let mut config = Config::default();
    config.limits.connections_per_user = 2;
    config.limits.presence_state = bytesize::ByteSize::kib(4);
    with(config, async |world| {
        let ada = token("ada", &[("a", "viewer")]);
        let (first, _) = join(world, &ada, json!({})).await;
        join(world, &ada, json!({})).await;
        assert_eq!(world.ask("POST", JOIN, &ada, json!({})).await.0, StatusCode::TOO_MANY_REQUESTS);
        world.call("POST", "/api/documents/a/session/leave", &ada, first).await;
        let (who, _) = join(world, &ada, json!({})).await;
        let mut body = who.clone();
        body["presence"] = json!({ "note": "x".repeat(5000) });
        let (status, answer) = world.ask("PUT", "/api/documents/a/session/presence", &ada, body).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{answer}");
        world.call("POST", BEAT, &ada, who).await;
        let (status, _) = world.ask("POST", "/api/documents/a~yrsa/session/join", &ada, json!({})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "nobody takes part in a companion");
        let stranger = token("eve", &[]);
        assert_eq!(world.ask("POST", JOIN, &stranger, json!({})).await.0, StatusCode::FORBIDDEN);
        for wrong in [json!({ "presence": [] }), json!({ "name": "" }), json!({ "other": 1 })] {
            assert_eq!(world.ask("POST", JOIN, &ada, wrong).await.0, StatusCode::BAD_REQUEST);
        }
    });
}
