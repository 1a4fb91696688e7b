//! Leases: what is reported too late changes nothing, what is lost goes to others, and a restart in between changes neither.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::{World, on, token};

const FLOW: &str = "/api/documents/acme%2Fflow/runs";

fn editor() -> String {
    token("ada", &[("acme/", "editor")])
}

async fn claim(world: &World, seconds: u64) -> Value {
    let wanted = json!({ "under": "acme/", "executor": "w", "lease_seconds": seconds });
    world.call("POST", "/api/runs/claim", &editor(), wanted).await
}

/// Every report there is, with this lease: their statuses.
async fn report_all(world: &World, run: &str, lease: &Value) -> Vec<StatusCode> {
    let at = format!("{FLOW}/{run}");
    let mut statuses = Vec::new();
    for (method, path, rest) in [
        ("POST", "renew", json!({})),
        ("PUT", "steps/s", json!({ "status": "running" })),
        ("POST", "progress", json!({ "fraction": 0.5 })),
        ("POST", "logs", json!({ "lines": [{ "text": "x" }] })),
        ("POST", "finish", json!({ "status": "failed", "error": "late" })),
    ] {
        let mut body = rest;
        body["lease"] = lease.clone();
        statuses.push(world.ask(method, &format!("{at}/{path}"), &editor(), body).await.0);
    }
    statuses
}

#[test]
fn a_lease_that_ended_reports_nothing_even_before_others_have_the_run() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        world.workflow("acme/flow").await;
        let run = world.call("POST", FLOW, &editor(), json!({})).await;
        let (id, at) = (run["id"].as_str().unwrap(), format!("{FLOW}/{}", run["id"].as_str().unwrap()));
        let first = claim(&world, 10).await;
        world.pass(9);
        let renewed = world.call("POST", &format!("{at}/renew"), &editor(), json!({ "lease": first["lease"]["token"] })).await;
        assert_eq!(renewed["expires_at"], world.now() + 10_000);
        world.restart().await;
        world.pass(10);
        assert_eq!(report_all(&world, id, &first["lease"]["token"]).await, [StatusCode::CONFLICT; 5]);
        let read = world.call("GET", &at, &editor(), Value::Null).await;
        assert_eq!((&read["status"], &read["attempt"], &read["executor"]), (&json!("queued"), &json!(2), &Value::Null));
        let second = claim(&world, 10).await;
        assert!(second["lease"]["token"].as_str().unwrap().starts_with("2."));
        assert_eq!(report_all(&world, id, &first["lease"]["token"]).await, [StatusCode::CONFLICT; 5], "now others have it");
        assert_eq!(report_all(&world, id, &second["lease"]["token"]).await, [StatusCode::OK; 5]);
        let told = world.told("acme/flow");
        assert_eq!(told.iter().filter(|kind| *kind == "run.lease_lost").count(), 1);
        world.end().await;
    });
}

#[test]
fn after_three_lost_leases_a_run_is_lost() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        world.workflow("acme/flow").await;
        let run = world.call("POST", FLOW, &editor(), json!({})).await;
        for _ in 0..3 {
            assert_eq!(claim(&world, 5).await["id"], run["id"]);
            world.pass(5);
            world.restart().await;
        }
        let listed = world.call("GET", FLOW, &editor(), Value::Null).await;
        assert_eq!((&listed["runs"][0]["status"], &listed["runs"][0]["attempt"]), (&json!("lost"), &json!(3)));
        let wanted = json!({ "under": "acme/", "executor": "w" });
        assert_eq!(world.ask("POST", "/api/runs/claim", &editor(), wanted).await.0, StatusCode::NO_CONTENT);
        let told: Vec<_> = world.told("acme/flow").into_iter().filter(|kind| kind.starts_with("run.")).collect();
        let round = ["run.started", "run.lease_lost"];
        let expected =
            [vec!["run.queued"], round.to_vec(), vec!["run.queued"], round.to_vec(), vec!["run.queued"], round.to_vec()];
        assert_eq!(told, [expected.concat(), vec!["run.finished"]].concat());
        world.end().await;
    });
}

#[test]
fn a_run_that_was_cancelled_ends_with_its_silent_executors_lease() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let run = world.call("POST", FLOW, &editor(), json!({})).await;
        let at = format!("{FLOW}/{}", run["id"].as_str().unwrap());
        claim(&world, 5).await;
        world.call("POST", &format!("{at}/cancel"), &editor(), Value::Null).await;
        world.pass(5);
        assert_eq!(world.call("GET", &at, &editor(), Value::Null).await["status"], "cancelled");
        world.end().await;
    });
}

#[test]
fn nobody_has_to_ask_for_a_lease_to_end() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        world.call("POST", FLOW, &editor(), json!({})).await;
        claim(&world, 5).await;
        let mut newest = world.app().journal.watch();
        world.pass(6);
        while !world.told("acme/flow").contains(&"run.lease_lost".to_owned()) {
            newest.changed().await.unwrap();
        }
        world.end().await;
    });
}
