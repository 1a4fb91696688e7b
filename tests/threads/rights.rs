//! Who may comment, and whose words are whose.

use axum::http::StatusCode;
use serde_json::{Value, json};
use yrsa::access::{Denied, Role};
use yrsa::event::{Author, Doer};
use yrsa::features::Refused;
use yrsa::features::threads::{Caller, State};

use super::{PLAN, THREADS, at, begun, comment, first, plan, status, thread};
use crate::runs::world::{World, document, on, token};

#[test]
fn viewers_read_and_commenters_write_without_a_right_to_the_content() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "hi").await;
        for (method, path, body) in [
            ("POST", THREADS.to_owned(), thread("no")),
            ("POST", at(&begun, "/comments"), comment("no")),
            ("PUT", first(&begun, ""), comment("no")),
            ("DELETE", first(&begun, ""), Value::Null),
            ("DELETE", at(&begun, ""), Value::Null),
            ("POST", at(&begun, "/resolve"), Value::Null),
            ("POST", at(&begun, "/unresolve"), Value::Null),
            ("POST", first(&begun, "/reactions"), json!({ "emoji": "👍" })),
            ("DELETE", first(&begun, "/reactions/x"), Value::Null),
        ] {
            assert_eq!(status(&world, method, &path, &tokens.viewer, body).await, StatusCode::FORBIDDEN, "{method} {path}");
        }
        let stranger = token("mallory", &[("acme/other", "owner"), ("acme/plan~yrsa", "owner")]);
        for (path, token) in [(THREADS, &tokens.viewer), (THREADS, &tokens.ada)] {
            assert_eq!(status(&world, "GET", path, token, Value::Null).await, StatusCode::OK);
        }
        assert_eq!(status(&world, "GET", THREADS, &stranger, Value::Null).await, StatusCode::FORBIDDEN);
        let patch = json!({ "cards": null });
        let content = format!("/api/documents/{}/content", PLAN.replace('/', "%2F"));
        assert_eq!(status(&world, "PATCH", &content, &tokens.ada, patch).await, StatusCode::FORBIDDEN);
        world.end().await;
    });
}

#[test]
fn nobody_changes_anothers_words_and_owners_alone_delete_them() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "mine").await;
        for token in [&tokens.bob, &tokens.editor, &tokens.owner] {
            assert_eq!(status(&world, "PUT", &first(&begun, ""), token, comment("forged")).await, StatusCode::FORBIDDEN);
        }
        for token in [&tokens.bob, &tokens.editor] {
            assert_eq!(status(&world, "DELETE", &first(&begun, ""), token, Value::Null).await, StatusCode::FORBIDDEN);
            assert_eq!(status(&world, "DELETE", &at(&begun, ""), token, Value::Null).await, StatusCode::FORBIDDEN);
        }
        let read = world.call("GET", &at(&begun, ""), &tokens.viewer, Value::Null).await;
        assert_eq!(read, begun, "nothing has changed");
        world.call("POST", &at(&begun, "/comments"), &tokens.bob, comment("mine")).await;
        let refused = status(&world, "DELETE", &at(&begun, ""), &tokens.ada, Value::Null).await;
        assert_eq!(refused, StatusCode::FORBIDDEN, "bob's words are in it");
        world.call("DELETE", &first(&begun, ""), &tokens.owner, Value::Null).await;
        world.call("DELETE", &at(&begun, ""), &tokens.owner, Value::Null).await;
        let alone = super::begun(&world, &tokens.ada, "a slip").await;
        world.call("DELETE", &at(&alone, ""), &tokens.ada, Value::Null).await;
        let left = world.call("GET", THREADS, &tokens.viewer, Value::Null).await;
        assert_eq!(left["threads"], json!([]));
        world.end().await;
    });
}

#[test]
fn authors_are_who_the_token_says_whatever_the_request_says() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let mut new = thread("hi");
        new["userId"] = "root".into();
        new["createdBy"] = json!({ "id": "root" });
        new["initialComment"]["userId"] = "root".into();
        let begun = world.call("POST", THREADS, &tokens.ada, new).await;
        assert_eq!((&begun["createdBy"]["id"], &begun["comments"][0]["userId"]), (&json!("ada"), &json!("ada")));
        world.end().await;
    });
}

#[test]
fn companions_and_documents_that_are_not_there_have_no_threads() {
    on(|runtime| async {
        let world = World::new(runtime);
        let owner = token("root", &[("/", "owner")]);
        let at = |id: &str| format!("/api/documents/{id}/threads");
        let (refused, problem) = world.ask("POST", &at("acme%2Fplan~yrsa"), &owner, thread("hi")).await;
        assert_eq!(refused, StatusCode::BAD_REQUEST);
        assert!(problem["detail"].as_str().unwrap().contains("~yrsa"), "{problem}");
        assert_eq!(status(&world, "POST", &at("acme%2Fnowhere"), &owner, thread("hi")).await, StatusCode::NOT_FOUND);
        assert_eq!(status(&world, "GET", &at("acme%2Fnowhere"), &owner, Value::Null).await, StatusCode::NOT_FOUND);
        assert_eq!(status(&world, "GET", &at("acme%2F"), &owner, Value::Null).await, StatusCode::BAD_REQUEST);
        world.end().await;
    });
}

#[test]
fn a_deleted_document_hides_its_threads_and_a_purged_one_has_none() {
    on(|runtime| async {
        let world = World::new(runtime);
        let tokens = plan(&world).await;
        let begun = begun(&world, &tokens.ada, "hi").await;
        let path = "/api/documents/acme%2Fplan";
        world.call("DELETE", path, &tokens.owner, Value::Null).await;
        assert!(status(&world, "GET", &at(&begun, ""), &tokens.ada, Value::Null).await.is_client_error());
        assert!(status(&world, "POST", &at(&begun, "/comments"), &tokens.ada, comment("no")).await.is_client_error());
        // Somebody who was asked before it was deleted whether they may.
        let doer = Doer::from(Author { id: "ada".into(), name: None });
        let (ada, thread) = (Caller { doer, role: Role::Commenter }, begun["id"].as_str().unwrap());
        let (threads, id) = (&world.app().threads, document(PLAN));
        let resolved = threads.resolve((&id, thread), State::Resolved, &ada, world.now());
        assert!(matches!(resolved, Err(Refused::Denied(Denied::Gone))));
        world.call("POST", &format!("{path}/restore"), &tokens.owner, Value::Null).await;
        assert_eq!(world.call("GET", &at(&begun, ""), &tokens.ada, Value::Null).await, begun);
        world.call("DELETE", path, &tokens.owner, Value::Null).await;
        assert!(!world.keys_with("thread").is_empty());
        world.call("DELETE", &format!("{path}?purge=true"), &tokens.owner, Value::Null).await;
        let left = world.keys_with("thread");
        assert!(left.is_empty(), "{left:?}");
        assert!(world.stored("acme/plan~yrsa").is_none_or(|stored| stored.head() == 0));
        world.end().await;
    });
}
