//! `/api/admin/stats`: how the server and its disk are, read from what is counted anyway.

use serde_json::{Value, json};
use yrsa::config::Config;
use yrsa::server::{DocumentRuntime, Server};

use crate::locks::world::{World, administrator, on, owner, request};

const STATS: &str = "/api/admin/stats";

#[test]
fn the_server_says_how_it_is() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let ada = world.enter("acme/board", "ada").await;
        world.patch("acme/board", &owner("root"), json!({ "title": "Plan" })).await;
        let stats = world.call("GET", STATS, &administrator("root"), Value::Null).await;
        assert_eq!((&stats["ready"], &stats["reasons"]), (&json!(true), &json!([])));
        assert_eq!((&stats["version"], &stats["started_at"]), (&json!(env!("CARGO_PKG_VERSION")), &json!(world.now())));
        assert!(stats["rooms"].as_u64().unwrap() >= 1 && stats["connections"].as_u64().unwrap() >= 1);
        assert_eq!((&stats["streams"], &stats["quarantined"]), (&json!(0), &json!(0)));
        let commits = &stats["commits"];
        assert!(commits["batches"].as_u64().unwrap() >= 1 && commits["updates"].as_u64().unwrap() >= 2, "{commits}");
        let durations = commits["durations"].as_array().unwrap();
        let counted: u64 = durations.iter().map(|bucket| bucket["count"].as_u64().unwrap()).sum();
        assert!(counted >= commits["batches"].as_u64().unwrap() && durations.last().unwrap()["up_to"].is_null());
        // Another server in this process may have the metrics.
        let totals = &stats["totals"];
        assert!(totals.is_null() || totals["sent"]["messages"].as_u64().unwrap() > 0, "{totals}");
        drop(ada);
        world.end().await;
    });
}

#[test]
fn the_process_and_the_disk_are_told_where_the_system_says_them() {
    let data = tempfile::tempdir().unwrap();
    let runtime = DocumentRuntime::new().unwrap();
    let config = Config { data: data.path().to_owned(), ..Config::default() };
    let server = Server::open(config, &runtime).unwrap();
    let router = server.router();
    runtime.block_on(async {
        let response = tower::ServiceExt::oneshot(router, request("GET", STATS, "", &Value::Null)).await.unwrap();
        let body = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
        let stats: Value = serde_json::from_slice(&body).unwrap();
        if cfg!(target_os = "linux") {
            let process = &stats["process"];
            for member in ["memory", "threads", "descriptors", "most_descriptors"] {
                assert!(process[member].as_u64().unwrap() > 0, "{member}: {process}");
            }
            assert!(process["cpu_seconds"].is_number());
        }
        let disk = &stats["storage"]["disk"];
        assert!(disk["free"].as_u64().unwrap() > 0 && disk["journal"].as_u64().unwrap() > 0, "{disk}");
        server.shut_down().await;
    });
}
