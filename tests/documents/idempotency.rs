//! Idempotency keys: one effect and one answer, however often and by however many attempts a request is sent.

use serde_json::{Value, json};

use super::world::{Answer, World, admin_token, token, world};

async fn create(world: &World, token: &str, key: &str, body: Value) -> Answer {
    world.send("POST", "/api/documents", token, &[("idempotency-key", key)], body).await
}

#[test]
fn a_request_that_is_sent_again_gets_the_answer_of_the_first_time() {
    world(async |world| {
        let ada = token("ada", &[("a/", "editor")]);
        let first = create(&world, &ada, "k1", json!({ "under": "a/" })).await;
        let second = create(&world, &ada, "k1", json!({ "under": "a/" })).await;
        assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201));
        assert_eq!(first.bytes, second.bytes);
        for name in ["location", "etag", "content-type", "cache-control"] {
            assert_eq!(first.header(name), second.header(name), "{name}");
        }
        assert_eq!((first.header("idempotency-replayed"), second.header("idempotency-replayed")), ("", "true"));
        assert_eq!(world.event_types(), ["document.created"]);
        let other = create(&world, &ada, "k1", json!({ "under": "a/b/" })).await;
        assert_eq!(other.status, 422);
        // Keys are a user's own.
        assert_eq!(create(&world, &token("bob", &[("a/", "editor")]), "k1", json!({ "under": "a/" })).await.status, 201);
        world.pass(25);
        assert_ne!(create(&world, &ada, "k1", json!({ "under": "a/" })).await.bytes, first.bytes);
    });
}

#[test]
fn of_a_hundred_attempts_at_once_one_has_an_effect() {
    world(async |world| {
        let ada = token("ada", &[("a/", "editor")]);
        let attempts = (0..100).map(|_| create(&world, &ada, "k", json!({ "under": "a/" })));
        let answers = futures_util::future::join_all(attempts).await;
        assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status.as_u16())));
        assert!(
            answers
                .iter()
                .filter(|answer| answer.status == 201)
                .all(|answer| answer.bytes == answers[0].bytes || answer.status == 201)
        );
        assert_eq!(world.event_types(), ["document.created"]);
    });
}

#[test]
fn what_is_refused_may_be_sent_again() {
    world(async |world| {
        let ada = token("ada", &[("a/", "viewer")]);
        assert_eq!(create(&world, &ada, "k", json!({ "under": "a/" })).await.status, 403);
        let (status, _) =
            world.ask("PUT", "/api/documents/a%2F/members/ada", &admin_token("root"), json!({ "role": "editor" })).await;
        assert_eq!(status, 200);
        assert_eq!(create(&world, &ada, "k", json!({ "under": "a/" })).await.status, 201);
    });
}

#[test]
fn a_patch_with_a_key_is_applied_once() {
    world(async |world| {
        let ada = token("ada", &[("a/", "owner")]);
        world.ask("POST", "/api/documents", &ada, json!({ "id": "a/x", "content": { "m": { "list": [] } } })).await;
        let headers = [("content-type", "application/json-patch+json"), ("idempotency-key", "k")];
        let patch = json!([{ "op": "add", "path": "/m/list/-", "value": 1 }]);
        for _ in 0..3 {
            let answer = world.send("PATCH", "/api/documents/a%2Fx/content", &ada, &headers, patch.clone()).await;
            assert_eq!(answer.json(), json!({ "version": 2, "changed": true }));
        }
        let (_, content) = world.ask("GET", "/api/documents/a%2Fx/content", &ada, Value::Null).await;
        assert_eq!(content["content"]["m"]["list"], json!([1]));
        let gone = [("idempotency-key", "k2")];
        for _ in 0..2 {
            assert_eq!(world.send("DELETE", "/api/documents/a%2Fx", &ada, &gone, Value::Null).await.status, 204);
        }
    });
}

#[test]
fn secrets_are_not_kept() {
    world(async |world| {
        let ada = token("ada", &[("a/", "owner")]);
        let headers = [("idempotency-key", "k")];
        let share = async || {
            let body = json!({ "permission": "view" });
            world.send("POST", "/api/documents/a%2Fx/shares", &ada, &headers, body).await
        };
        let first = share().await;
        assert_eq!(first.status, 201);
        let again = share().await;
        assert_eq!(again.status, 409, "{}", again.json());
        let secret = first.json()["secret"].as_str().unwrap().to_owned();
        let everything = world.storage.scan(b"", None, 500).unwrap();
        assert!(everything.iter().all(|record| !String::from_utf8_lossy(&record.value).contains(&secret)));
        let (_, shares) = world.ask("GET", "/api/documents/a%2Fx/shares", &ada, Value::Null).await;
        assert_eq!(shares["shares"].as_array().unwrap().len(), 1);
        // Where passwords and tokens are exchanged keys count for nothing.
        let account = json!({ "login": "grace", "password": "correct horse" });
        for status in [201, 409] {
            let answer = world.send("POST", "/api/auth/register", "", &headers, account.clone()).await;
            assert_eq!(answer.status, status, "{}", answer.json());
        }
    });
}

#[test]
fn a_share_link_counts_one_use_for_a_request_with_a_key() {
    world(async |world| {
        let root = admin_token("root");
        let share = json!({ "permission": "edit", "max_uses": 2 });
        world.ask("POST", "/api/documents", &root, json!({ "id": "a/x" })).await;
        let (_, share) = world.ask("POST", "/api/documents/a%2Fx/shares", &root, share).await;
        let path = format!("/api/documents/a%2Fx?share={}", share["secret"].as_str().unwrap());
        for replayed in ["", "true"] {
            let answer = world.send("PATCH", &path, "", &[("idempotency-key", "k")], json!({ "title": "X" })).await;
            assert_eq!((answer.status.as_u16(), answer.header("idempotency-replayed")), (200, replayed), "{}", answer.json());
        }
    });
}

#[test]
fn a_key_is_visible_ascii() {
    world(async |world| {
        let ada = token("ada", &[("a/", "editor")]);
        for key in ["", "with space", &"x".repeat(256)] {
            assert_eq!(create(&world, &ada, key, json!({ "under": "a/" })).await.status, 400, "{key:?}");
        }
        assert_eq!(create(&world, &ada, &"x".repeat(255), json!({ "under": "a/" })).await.status, 201);
        assert_eq!(create(&world, "", "k", json!({ "under": "a/" })).await.status, 401);
    });
}

#[test]
fn a_kept_answer_is_for_tokens_that_grant_the_same() {
    world(async |world| {
        let body = json!({ "under": "a/", "title": "secret" });
        assert_eq!(create(&world, &token("ada", &[("a/", "editor")]), "k", body.clone()).await.status, 201);
        let less = create(&world, &token("ada", &[]), "k", body.clone()).await;
        assert_eq!((less.status.as_u16(), less.header("idempotency-replayed")), (422, ""), "{}", less.json());
        assert_eq!(create(&world, &token("ada", &[("a/", "editor")]), "k", body).await.status, 201);
    });
}

#[test]
fn a_large_body_is_read_only_from_who_may_write_it() {
    world(async |world| {
        let (ada, bob) = (token("ada", &[("a/", "editor")]), token("bob", &[]));
        let large = vec![b' '; 1024 * 1024];
        let headers = [("idempotency-key", "k"), ("content-type", "application/merge-patch+json")];
        let send = async |method, path, token| world.send_bytes(method, path, token, &headers, large.clone()).await.status;
        assert_eq!(send("PATCH", "/api/documents/a%2Fx/content", &bob).await, 403);
        assert_ne!(send("PATCH", "/api/documents/a%2Fx/content", &ada).await, 413);
        for path in ["/api/other/update", "/api/documents/a%2Fx/locks/update", "/api/webhooks/content"] {
            assert_eq!(send("POST", path, &ada).await, 413, "{path}");
        }
    });
}
