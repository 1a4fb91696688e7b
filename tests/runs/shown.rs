//! The companion shows the newest runs as their records are, also after a crash, and events make it no document of its own.

use serde_json::{Value, json};

use super::world::{World, document, on, token};

const FLOW: &str = "/api/documents/acme%2Fflow/runs";

fn editor() -> String {
    token("ada", &[("acme/", "editor")])
}

/// Waits until the companion shows something.
async fn shown(world: &World, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let content = world.content("acme/flow~yrsa").await;
        if wanted(&content) {
            return content;
        }
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_run_is_seen_live_from_its_first_second_to_its_last() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let run = world.call("POST", FLOW, &editor(), json!({ "input": { "n": 1 } })).await;
        let id = run["id"].as_str().unwrap();
        let at = format!("{FLOW}/{id}");
        let content = shown(&world, |content| content["runs"][id]["status"] == "queued").await;
        assert_eq!(content["runs"][id], run, "as the answer has it");
        let claimed = world.call("POST", "/api/runs/claim", &editor(), json!({ "under": "acme/", "executor": "w" })).await;
        let lease = &claimed["lease"]["token"];
        let step = json!({ "lease": lease, "node": "n1", "status": "running" });
        world.call("PUT", &format!("{at}/steps/s1"), &editor(), step).await;
        shown(&world, |content| content["runs"][id]["steps"][0]["status"] == "running").await;
        let content = world.content("acme/flow~yrsa").await.to_string();
        assert!(!content.contains(lease.as_str().unwrap()), "nobody reads the lease");
        let finish = json!({ "lease": lease, "status": "succeeded", "output": "x".repeat(3000) });
        world.call("POST", &format!("{at}/finish"), &editor(), finish).await;
        let content = shown(&world, |content| content["runs"][id]["status"] == "succeeded").await;
        assert_eq!((&content["runs"][id]["output"], &content["runs"][id]["output_omitted"]), (&Value::Null, &json!(3002)));
        assert!(world.told("acme/flow~yrsa").is_empty(), "no event is about the companion");
        world.end().await;
    });
}

#[test]
fn only_the_newest_twenty_are_shown() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        let mut ids = Vec::new();
        for _ in 0..23 {
            ids.push(world.call("POST", FLOW, &editor(), json!({})).await["id"].as_str().unwrap().to_owned());
            world.pass(1);
        }
        let newest = ids.last().unwrap();
        let content = shown(&world, |content| content["runs"].get(newest).is_some()).await;
        let mut shown: Vec<_> = content["runs"].as_object().unwrap().keys().cloned().collect();
        shown.sort();
        assert_eq!(shown, ids[3..]);
        world.end().await;
    });
}

#[test]
fn what_was_changed_before_a_crash_is_shown_after_it() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        world.workflow("acme/flow").await;
        // Written by something that shows nothing, as if the power had failed right after.
        let run = {
            let silent = yrsa::features::Runs::new(
                world.storage(),
                world.app().journal.clone(),
                yrsa::features::Companion::new(world.app().rooms.clone()),
            );
            let by = yrsa::event::Author { id: "ada".into(), name: None };
            let trigger = yrsa::features::runs::Trigger { input: Value::Null, label: None, version: 0 };
            silent.trigger(&document("acme/flow"), &trigger, &by, world.now()).unwrap()
        };
        world.restart().await;
        shown(&world, |content| content["runs"][&run.id]["status"] == "queued").await;
        world.end().await;
    });
}

#[test]
fn a_purge_leaves_nothing_of_runs() {
    on(|runtime| async {
        let world = World::new(runtime);
        world.workflow("acme/flow").await;
        world.workflow("acme/flow2").await;
        let before = world.keys_with("run");
        world.call("POST", FLOW, &editor(), json!({})).await;
        let claimed = world.call("POST", "/api/runs/claim", &editor(), json!({ "under": "acme/", "executor": "w" })).await;
        let at = format!("{FLOW}/{}", claimed["id"].as_str().unwrap());
        let report = json!({ "lease": claimed["lease"]["token"], "lines": [{ "text": "x" }] });
        world.call("POST", &format!("{at}/logs"), &editor(), report).await;
        world.call("POST", FLOW, &editor(), json!({})).await;
        shown(&world, |content| content["runs"].as_object().is_some_and(|runs| runs.len() == 2)).await;
        assert!(world.keys_with("run").len() > before.len());
        let owner = token("boss", &[("acme/", "owner")]);
        world.call("DELETE", "/api/documents/acme%2Fflow", &owner, Value::Null).await;
        world.call("DELETE", "/api/documents/acme%2Fflow?purge=true", &owner, Value::Null).await;
        assert_eq!(world.keys_with("run"), before);
        assert!(world.stored("acme/flow~yrsa").is_none());
        world.end().await;
    });
}
