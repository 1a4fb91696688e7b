//! What can't be read or leads nowhere stops nobody else: not the leases of other runs, not those who claim, list or purge.

use axum::http::StatusCode;
use bytes::Bytes;
use serde_json::{Value, json};
use yrsa_storage::RecordBatch;

use super::world::{World, on, request, token};

const FLOW: &str = "/api/documents/acme%2Fflow/runs";
const BAD: &str = "/api/documents/acme%2Fbad/runs";

fn owner() -> String {
    token("ada", &[("acme/", "owner")])
}

async fn claim(world: &World, under: &str) -> (StatusCode, Value) {
    let wanted = json!({ "under": under, "executor": "w", "lease_seconds": 8 });
    world.ask("POST", "/api/runs/claim", &owner(), wanted).await
}

/// Keys of all that runs leave below a document.
fn left(world: &World, id: &str) -> Vec<Bytes> {
    let names = |key: &Bytes| key.windows(id.len()).any(|part| part == id.as_bytes());
    world.keys_with("run").into_iter().filter(names).collect()
}

/// Makes the records of a document's runs what nobody can read.
fn damage(world: &World, id: &str) {
    let batch = world.keys_with("run\0").into_iter().filter(|key| left(world, id).contains(key));
    let batch = batch.fold(RecordBatch::new(), |batch, key| batch.put(key, Bytes::from_static(b"no record")));
    world.storage().write(&batch).unwrap();
}

#[test]
fn an_output_that_nests_too_deep_is_refused_and_ends_runs_for_nobody() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        world.workflow("acme/flow").await;
        let run = world.call("POST", FLOW, &owner(), json!({})).await;
        let at = format!("{FLOW}/{}", run["id"].as_str().unwrap());
        let (_, claimed) = claim(&world, "acme/").await;
        let lease = &claimed["lease"]["token"];
        for levels in [33, 122, 124] {
            let deep = (0..levels).fold(json!(1), |inner, _| json!([inner]));
            let step = json!({ "lease": lease, "status": "succeeded", "output": deep });
            let (status, problem) = world.ask("PUT", &format!("{at}/steps/s"), &owner(), step.clone()).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{levels} levels: {problem}");
            let (status, problem) = world.ask("POST", &format!("{at}/finish"), &owner(), step).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{levels} levels: {problem}");
        }
        world.pass(9);
        world.restart().await;
        assert_eq!(world.call("GET", &at, &owner(), Value::Null).await["status"], "queued");
        assert_eq!(claim(&world, "acme/").await.1["id"], run["id"]);
        world.end().await;
    });
}

#[test]
fn runs_that_cant_be_read_stop_no_others_and_can_be_purged() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        world.workflow("acme/bad").await;
        world.workflow("acme/flow").await;
        world.call("POST", BAD, &owner(), json!({})).await;
        world.call("POST", BAD, &owner(), json!({})).await;
        let (_, claimed) = claim(&world, "acme/").await;
        let logs = format!("{BAD}/{}/logs", claimed["id"].as_str().unwrap());
        let lines = json!({ "lease": claimed["lease"]["token"], "lines": [{ "text": "x" }] });
        world.call("POST", &logs, &owner(), lines).await;
        let good = world.call("POST", FLOW, &owner(), json!({})).await;
        damage(&world, "acme/bad");
        world.restart().await;
        world.pass(9);
        let read = world.call("GET", &format!("{FLOW}/{}", good["id"].as_str().unwrap()), &owner(), Value::Null).await;
        assert_eq!(read["status"], "queued", "the lease of another that can't be read is in nobody's way");
        assert_eq!(world.call("GET", BAD, &owner(), Value::Null).await["runs"], json!([]));
        assert_eq!(claim(&world, "acme/").await.1["id"], good["id"]);
        world.pass(9);
        assert_eq!(claim(&world, "acme/").await.1["attempt"], 2, "leases still end");
        world.call("DELETE", "/api/documents/acme%2Fbad", &owner(), Value::Null).await;
        world.call("DELETE", "/api/documents/acme%2Fbad?purge=true", &owner(), Value::Null).await;
        assert_eq!(left(&world, "acme/bad"), Vec::<Bytes>::new());
        world.end().await;
    });
}

#[test]
fn an_entry_that_leads_to_no_run_is_met_once() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        world.call("POST", FLOW, &owner(), json!({})).await;
        let batch = world.keys_with("run\0").into_iter().fold(RecordBatch::new(), RecordBatch::delete);
        world.storage().write(&batch).unwrap();
        let before = world.keys_with("run-queued\0").len();
        for under in ["acme/", "acme/flow", "/"] {
            assert_eq!(claim(&world, under).await.0, StatusCode::NO_CONTENT);
        }
        assert_eq!((before, world.keys_with("run-queued\0").len()), (3, 0));
        world.end().await;
    });
}

#[test]
fn a_page_ends_when_much_was_read_to_find_little() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let first = world.call("POST", FLOW, &owner(), json!({})).await;
        world.call("POST", &format!("{FLOW}/{}/cancel", first["id"].as_str().unwrap()), &owner(), Value::Null).await;
        let large = "x".repeat(47 * 1024);
        for _ in 0..100 {
            world.pass(1);
            world.call("POST", FLOW, &owner(), json!({ "input": large })).await;
        }
        let page = world.call("GET", &format!("{FLOW}?status=cancelled"), &owner(), Value::Null).await;
        assert_eq!(page["runs"], json!([]), "it ends after some megabytes");
        let cursor = page["next_cursor"].as_str().unwrap();
        let page = world.call("GET", &format!("{FLOW}?status=cancelled&cursor={cursor}"), &owner(), Value::Null).await;
        assert_eq!((&page["runs"][0]["id"], &page["next_cursor"]), (&first["id"], &Value::Null));
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = world.call("GET", &format!("{FLOW}?limit=30{cursor}"), &owner(), Value::Null).await;
            seen.extend(page["runs"].as_array().unwrap().iter().map(|run| run["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let mut sorted = seen.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        sorted.dedup();
        assert_eq!((seen.len(), seen), (101, sorted), "pages miss none and repeat none");
        world.end().await;
    });
}

#[test]
fn who_reads_a_log_from_behind_its_end_is_at_its_end() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let run = world.call("POST", FLOW, &owner(), json!({})).await;
        let at = format!("{FLOW}/{}", run["id"].as_str().unwrap());
        let (_, claimed) = claim(&world, "acme/").await;
        let lease = &claimed["lease"]["token"];
        let lines = json!({ "lease": lease, "lines": [{ "text": "1" }, { "text": "2" }] });
        world.call("POST", &format!("{at}/logs"), &owner(), lines).await;
        for after in [2, 3, u64::MAX] {
            let page = world.call("GET", &format!("{at}/logs?after={after}"), &owner(), Value::Null).await;
            assert_eq!((&page["lines"], &page["next"]), (&json!([]), &json!(2)), "after {after}");
        }
        world.call("POST", &format!("{at}/finish"), &owner(), json!({ "lease": lease, "status": "succeeded" })).await;
        let mut stream = request("GET", &format!("{at}/logs?after={}", u64::MAX), &owner(), &Value::Null);
        stream.headers_mut().insert("accept", "text/event-stream".parse().unwrap());
        let (status, bytes) = world.send(stream).await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(status.is_success() && text.contains("event: end") && !text.contains("event: gap"), "{text}");
        world.end().await;
    });
}

#[test]
fn a_claim_is_carried_out_once_and_its_lease_is_written_down_nowhere() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        world.call("POST", FLOW, &owner(), json!({})).await;
        let claim = || {
            let mut claim = request("POST", "/api/runs/claim", &owner(), &json!({ "under": "acme/", "executor": "w" }));
            claim.headers_mut().insert("idempotency-key", "k".parse().unwrap());
            claim
        };
        let (status, bytes) = world.send(claim()).await;
        assert_eq!(status, StatusCode::OK);
        let claimed: Value = serde_json::from_slice(&bytes).unwrap();
        let secret = claimed["lease"]["token"].as_str().unwrap().to_owned();
        assert_eq!(world.send(claim()).await.0, StatusCode::CONFLICT);
        let records = world.storage().scan(b"", None, 10_000).unwrap();
        assert!(records.iter().any(|record| record.key.starts_with(b"idempotency")));
        let lies = |value: &[u8]| value.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!records.iter().any(|record| lies(&record.value)));
        world.end().await;
    });
}
