//! Executors: which run they get, that nobody else gets it, and what becomes of their reports.

use std::sync::Arc;

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::world::{World, on, token};

const FLOW: &str = "/api/documents/acme%2Fflow/runs";

fn editor() -> String {
    token("ada", &[("acme/", "editor")])
}

fn claim(executor: &str) -> Value {
    json!({ "under": "acme/", "executor": executor })
}

#[test]
fn a_run_goes_from_queued_to_succeeded_and_every_step_of_it_is_told() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let ada = editor();
        let run = world.call("POST", FLOW, &ada, json!({ "input": { "n": 3 }, "label": "first" })).await;
        assert_eq!((&run["status"], &run["attempt"], &run["triggered_by"]["id"]), (&json!("queued"), &json!(1), &json!("ada")));
        let claimed = world.call("POST", "/api/runs/claim", &ada, claim("worker")).await;
        assert_eq!((&claimed["id"], &claimed["status"], &claimed["input"]), (&run["id"], &json!("running"), &json!({ "n": 3 })));
        assert_eq!(claimed["lease"]["expires_at"], world.now() + 60_000);
        let (lease, at) = (&claimed["lease"]["token"], format!("{FLOW}/{}", run["id"].as_str().unwrap()));
        assert!(lease.as_str().unwrap().starts_with("1."), "the number of the claim goes before the secret");
        let step = json!({ "lease": lease, "node": "n1", "name": "Fetch", "status": "running" });
        world.call("PUT", &format!("{at}/steps/s1"), &ada, step).await;
        world.pass(1);
        let done = json!({ "lease": lease, "status": "succeeded", "output": { "rows": 2 } });
        world.call("PUT", &format!("{at}/steps/s1"), &ada, done.clone()).await;
        world.call("PUT", &format!("{at}/steps/s1"), &ada, done).await;
        world.call("POST", &format!("{at}/progress"), &ada, json!({ "lease": lease, "fraction": 0.5, "message": "half" })).await;
        let finish = json!({ "lease": lease, "status": "succeeded", "output": 7 });
        let finished = world.call("POST", &format!("{at}/finish"), &ada, finish.clone()).await;
        assert_eq!(world.call("POST", &format!("{at}/finish"), &ada, finish).await, finished, "said twice, done once");
        let read = world.call("GET", &at, &ada, Value::Null).await;
        assert_eq!(read, finished);
        assert_eq!(
            (&read["status"], &read["output"], &read["progress"]["fraction"]),
            (&json!("succeeded"), &json!(7), &json!(0.5))
        );
        let step = &read["steps"][0];
        assert_eq!((&step["id"], &step["node"], &step["name"]), (&json!("s1"), &json!("n1"), &json!("Fetch")));
        assert_eq!((&step["started_at"], &step["finished_at"]), (&json!(world.now() - 1000), &json!(world.now())));
        let told: Vec<_> = world.told("acme/flow").into_iter().filter(|kind| kind.starts_with("run.")).collect();
        assert_eq!(told, ["run.queued", "run.started", "run.step", "run.step", "run.progress", "run.finished"]);
        world.end().await;
    });
}

#[test]
fn of_many_executors_at_once_each_run_is_given_to_one() {
    on(|runtime| async {
        let world = Arc::new(World::new(runtime));
        world.workflow("acme/flow").await;
        let ada = editor();
        let runs = join_all((0..5).map(|_| world.call("POST", FLOW, &ada, json!({})))).await;
        let claims = (0..20).map(|n| {
            let (world, ada) = (Arc::clone(&world), ada.clone());
            async move { world.ask("POST", "/api/runs/claim", &ada, claim(&format!("worker {n}"))).await }
        });
        let answers = join_all(claims).await;
        let mut given: Vec<_> =
            answers.iter().filter(|(status, _)| *status == StatusCode::OK).map(|(_, run)| run["id"].to_string()).collect();
        let mut wanted: Vec<_> = runs.iter().map(|run| run["id"].to_string()).collect();
        given.sort();
        wanted.sort();
        assert_eq!(given, wanted);
        assert_eq!(answers.iter().filter(|(status, _)| *status == StatusCode::NO_CONTENT).count(), 15);
        Arc::into_inner(world).unwrap().end().await;
    });
}

#[test]
fn who_waits_longest_is_first_under_every_prefix_and_documents_one_may_not_edit_are_passed_over() {
    on(|runtime| async {
        let world = World::new(runtime);
        let root = token("root", &[("/", "owner")]);
        for id in ["acme/b/deep/x", "acme/a", "other/y", "acme/secret"] {
            world.workflow(id).await;
            world.call("POST", &format!("/api/documents/{}/runs", id.replace('/', "%2F")), &root, json!({ "label": id })).await;
            world.pass(1);
        }
        let worker = token("worker", &[("/", "editor"), ("acme/secret", "viewer")]);
        let next = async |under: &str| {
            let (status, run) = world.ask("POST", "/api/runs/claim", &worker, json!({ "under": under, "executor": "w" })).await;
            (status == StatusCode::OK).then(|| run["label"].as_str().unwrap().to_owned())
        };
        assert_eq!(next("acme/b/").await.as_deref(), Some("acme/b/deep/x"));
        assert_eq!(next("acme/b/").await, None);
        assert_eq!(next("acme/a").await.as_deref(), Some("acme/a"), "a prefix may be one document");
        assert_eq!(next("/").await.as_deref(), Some("other/y"));
        assert_eq!(next("/").await, None, "what only others may edit stays for them");
        world.end().await;
    });
}

#[test]
fn who_waits_for_a_run_gets_it_when_it_is_triggered() {
    on(|runtime| async {
        let world = Arc::new(World::new(runtime));
        world.workflow("acme/flow").await;
        let ada = editor();
        let waiting =
            world.ask("POST", "/api/runs/claim", &ada, json!({ "under": "acme/", "executor": "w", "wait_seconds": 30 }));
        let triggered = async {
            // The claim has looked in vain by then: it holds a receiver of the queue.
            while world.app().runs.waiting() == 0 {
                tokio::task::yield_now().await;
            }
            world.call("POST", FLOW, &ada, json!({})).await
        };
        let ((status, claimed), run) = tokio::join!(waiting, triggered);
        assert_eq!((status, &claimed["id"]), (StatusCode::OK, &run["id"]));
        let (status, _) =
            world.ask("POST", "/api/runs/claim", &ada, json!({ "under": "acme/", "executor": "w", "wait_seconds": 31 })).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        Arc::into_inner(world).unwrap().end().await;
    });
}

#[test]
fn a_cancelled_run_is_not_claimed_and_one_under_way_tells_its_executor() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let ada = editor();
        let at = |run: &Value| format!("{FLOW}/{}", run["id"].as_str().unwrap());
        let waiting = world.call("POST", FLOW, &ada, json!({})).await;
        let cancelled = world.call("POST", &format!("{}/cancel", at(&waiting)), &ada, Value::Null).await;
        assert_eq!(cancelled["status"], "cancelled");
        assert_eq!(world.ask("POST", "/api/runs/claim", &ada, claim("w")).await.0, StatusCode::NO_CONTENT);
        let run = world.call("POST", FLOW, &ada, json!({})).await;
        let claimed = world.call("POST", "/api/runs/claim", &ada, claim("w")).await;
        let lease = json!({ "lease": claimed["lease"]["token"] });
        assert_eq!(world.call("POST", &format!("{}/renew", at(&run)), &ada, lease.clone()).await["cancel_requested"], false);
        assert_eq!(world.call("POST", &format!("{}/cancel", at(&run)), &ada, Value::Null).await["status"], "running");
        assert_eq!(world.call("POST", &format!("{}/renew", at(&run)), &ada, lease.clone()).await["cancel_requested"], true);
        let finish = json!({ "lease": lease["lease"], "status": "cancelled" });
        world.call("POST", &format!("{}/finish", at(&run)), &ada, finish).await;
        assert_eq!(world.call("POST", &format!("{}/cancel", at(&run)), &ada, Value::Null).await["status"], "cancelled");
        world.end().await;
    });
}

#[test]
fn lists_show_the_newest_first_by_pages_and_by_status() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let ada = editor();
        let mut all = Vec::new();
        for n in 0..7 {
            all.insert(0, world.call("POST", FLOW, &ada, json!({ "label": format!("{n}") })).await["label"].clone());
            world.pass(1);
        }
        world.call("POST", "/api/runs/claim", &ada, claim("w")).await;
        let (mut seen, mut path) = (Vec::new(), format!("{FLOW}?limit=3"));
        loop {
            let page = world.call("GET", &path, &ada, Value::Null).await;
            seen.extend(page["runs"].as_array().unwrap().iter().map(|run| run["label"].clone()));
            // What comes meanwhile is newer than all of them.
            world.call("POST", FLOW, &ada, json!({ "label": "meanwhile" })).await;
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("{FLOW}?limit=3&cursor={cursor}");
        }
        assert_eq!(seen, all);
        let running = world.call("GET", &format!("{FLOW}?status=running"), &ada, Value::Null).await;
        assert_eq!((running["runs"].as_array().unwrap().len(), &running["runs"][0]["label"]), (1, &json!("0")));
        for wrong in ["limit=0", "limit=201", "status=odd", "cursor=odd"] {
            assert_eq!(
                world.ask("GET", &format!("{FLOW}?{wrong}"), &ada, Value::Null).await.0,
                StatusCode::BAD_REQUEST,
                "{wrong}"
            );
        }
        world.end().await;
    });
}
