//! Who may do what with runs: every route against every role.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::{World, on, token};

const FLOW: &str = "/api/documents/acme%2Fflow/runs";

/// Each route with a body that makes sense; whether readers may use it; what it answers to those who may.
fn every_route() -> Vec<(&'static str, String, Value, bool, u16)> {
    let at = |rest: &str| format!("{FLOW}/RUN{rest}");
    vec![
        ("GET", FLOW.to_owned(), Value::Null, true, 200),
        ("GET", at(""), Value::Null, true, 200),
        ("GET", at("/logs"), Value::Null, true, 200),
        ("POST", FLOW.to_owned(), json!({}), false, 201),
        ("POST", at("/cancel"), Value::Null, false, 200),
        ("POST", at("/renew"), json!({ "lease": "LEASE" }), false, 200),
        ("PUT", at("/steps/s"), json!({ "lease": "LEASE", "status": "running" }), false, 200),
        ("POST", at("/logs"), json!({ "lease": "LEASE", "lines": [{ "text": "x" }] }), false, 200),
        ("POST", at("/progress"), json!({ "lease": "LEASE", "fraction": 1 }), false, 200),
        ("POST", at("/finish"), json!({ "lease": "LEASE", "status": "succeeded" }), false, 200),
    ]
}

#[test]
fn readers_read_editors_do_the_rest_and_strangers_nothing() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let root = token("root", &[("/", "owner")]);
        let mut cells = 0;
        for (method, path, body, for_readers, answer) in every_route() {
            for (role, rank) in [("nobody", 0), ("stranger", 1), ("viewer", 2), ("commenter", 2), ("editor", 3), ("owner", 3)] {
                // A run of its own, with a lease whose token an outsider got to know.
                let run = world.call("POST", FLOW, &root, json!({})).await;
                let claimed = world.call("POST", "/api/runs/claim", &root, json!({ "under": "/", "executor": "w" })).await;
                assert_eq!(claimed["id"], run["id"]);
                let fill = |text: &str| {
                    let text = text.replace("RUN", run["id"].as_str().unwrap());
                    text.replace("LEASE", claimed["lease"]["token"].as_str().unwrap())
                };
                let who = match role {
                    "nobody" => String::new(),
                    "stranger" => token("eve", &[("other/", "owner")]),
                    role => token(role, &[("acme/flow", role)]),
                };
                let body = if body.is_null() { Value::Null } else { serde_json::from_str(&fill(&body.to_string())).unwrap() };
                let (status, got) = world.ask(method, &fill(&path), &who, body).await;
                let expected = match rank {
                    0 => 401,
                    2 if for_readers => answer,
                    3 => answer,
                    _ => 403,
                };
                assert_eq!(status.as_u16(), expected, "{role}: {method} {path}: {got}");
                cells += 1;
                let finish = json!({ "lease": claimed["lease"]["token"], "status": "succeeded" });
                world.call("POST", &fill(&format!("{FLOW}/RUN/finish")), &root, finish).await;
                // What was triggered on the way is not to be claimed by the next.
                for run in
                    world.call("GET", &format!("{FLOW}?status=queued"), &root, Value::Null).await["runs"].as_array().unwrap()
                {
                    world.call("POST", &format!("{FLOW}/{}/cancel", run["id"].as_str().unwrap()), &root, Value::Null).await;
                }
            }
        }
        assert_eq!(cells, 60);
        world.end().await;
    });
}

#[test]
fn a_deleted_documents_runs_are_given_to_nobody_until_it_is_restored() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let owner = token("ada", &[("acme/", "owner")]);
        let run = world.call("POST", FLOW, &owner, json!({})).await;
        world.call("DELETE", "/api/documents/acme%2Fflow", &owner, Value::Null).await;
        let wanted = json!({ "under": "acme/", "executor": "w" });
        assert_eq!(world.ask("POST", "/api/runs/claim", &owner, wanted.clone()).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.ask("GET", FLOW, &owner, Value::Null).await.0, StatusCode::FORBIDDEN);
        world.call("POST", "/api/documents/acme%2Fflow/restore", &owner, Value::Null).await;
        assert_eq!(world.call("POST", "/api/runs/claim", &owner, wanted).await["id"], run["id"]);
        world.end().await;
    });
}

#[test]
fn runs_of_other_documents_are_not_found_and_ids_have_one_spelling() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        world.workflow("acme/other").await;
        let ada = token("ada", &[("acme/", "editor")]);
        let run = world.call("POST", FLOW, &ada, json!({})).await;
        let id = run["id"].as_str().unwrap();
        for path in [
            format!("/api/documents/acme%2Fother/runs/{id}"),
            format!("{FLOW}/{}", id.to_uppercase()),
            format!("{FLOW}/{}", id.replace('-', "")),
            format!("{FLOW}/x"),
        ] {
            assert_eq!(world.ask("GET", &path, &ada, Value::Null).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        let companion = world.ask("POST", "/api/documents/acme%2Fflow~yrsa/runs", &ada, json!({})).await;
        assert_eq!(companion.0, StatusCode::BAD_REQUEST);
        world.end().await;
    });
}

#[test]
fn only_workflows_are_run() {
    on(|runtime| async {
        let world = World::new(runtime);
        let ada = token("ada", &[("acme/", "editor")]);
        world.call("POST", "/api/documents", &ada, json!({ "id": "acme/board", "kind": "board" })).await;
        for id in ["board", "nothing"] {
            let path = format!("/api/documents/acme%2F{id}/runs");
            assert_eq!(world.ask("POST", &path, &ada, json!({})).await.0, StatusCode::CONFLICT, "{id}");
        }
        assert_eq!(world.call("GET", "/api/documents/acme%2Fboard/runs", &ada, Value::Null).await["runs"], json!([]));
        let (status, _) = world.ask("GET", "/api/documents/acme%2Fnothing/runs", &ada, Value::Null).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "a document that does not exist has no list");
        world.end().await;
    });
}

#[test]
fn what_is_too_large_or_makes_no_sense_is_refused() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let ada = token("ada", &[("acme/", "editor")]);
        let large = "x".repeat(49 * 1024);
        let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        world.call("POST", FLOW, &ada, json!({ "input": nested(32) })).await;
        let many_segments = "acme".to_owned() + &"/a".repeat(64);
        world.workflow(&many_segments).await;
        let runs = |id: &str| format!("/api/documents/{}/runs", id.replace('/', "%2F"));
        let (many_segments, enough) = (runs(&many_segments), many_segments.trim_end_matches("/a").to_owned() + &"/a".repeat(63));
        world.workflow(&enough).await;
        world.call("POST", &runs(&enough), &ada, json!({})).await;
        for (path, body) in [
            (FLOW, json!({ "input": large })),
            (FLOW, json!({ "input": nested(33) })),
            (FLOW, json!({ "input": nested(124) })),
            (&many_segments, json!({})),
            (FLOW, json!({ "label": "" })),
            (FLOW, json!({ "label": "x".repeat(257) })),
            (FLOW, json!({ "unknown": 1 })),
            ("/api/runs/claim", json!({ "under": "acme//", "executor": "w" })),
            ("/api/runs/claim", json!({ "under": "acme/", "executor": "" })),
            ("/api/runs/claim", json!({ "under": "acme/", "executor": "w", "lease_seconds": 0 })),
            ("/api/runs/claim", json!({ "under": "acme/", "executor": "w", "lease_seconds": 3601 })),
        ] {
            assert_eq!(world.ask("POST", path, &ada, body.clone()).await.0, StatusCode::BAD_REQUEST, "{path} {body}");
        }
        world.end().await;
    });
}
