//! Logs: lines by number, pages and streams of them, and that they are bounded without a word being lost in silence.

use axum::http::{StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::features::runs::{Level, NewLine};

use super::world::{World, document, on, request, token};

const FLOW: &str = "/api/documents/acme%2Fflow/runs";

/// A claimed run: where it is, and its lease.
async fn running(world: &World) -> (String, Value) {
    world.workflow("acme/flow").await;
    let run = world.call("POST", FLOW, &editor(), json!({})).await;
    let claimed = world
        .call("POST", "/api/runs/claim", &editor(), json!({ "under": "acme/", "executor": "w", "lease_seconds": 3600 }))
        .await;
    (format!("{FLOW}/{}", run["id"].as_str().unwrap()), claimed["lease"]["token"].clone())
}

fn editor() -> String {
    token("ada", &[("acme/", "editor")])
}

fn lines(count: usize, text: &str) -> Vec<Value> {
    (0..count).map(|n| json!({ "text": format!("{n} {text}") })).collect()
}

#[test]
fn lines_are_numbered_and_read_by_pages_of_any_size() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        let (at, lease) = running(&world).await;
        let mut last = 0;
        for count in [1, 999, 3, 400, 1000, 7] {
            last += count;
            let report = json!({ "lease": lease, "lines": lines(count, "line") });
            assert_eq!(world.call("POST", &format!("{at}/logs"), &editor(), report).await["last"], last);
        }
        world.restart().await;
        for limit in [1000, 333] {
            let (mut after, mut seen) = (0, Vec::new());
            loop {
                let page = world.call("GET", &format!("{at}/logs?after={after}&limit={limit}"), &editor(), Value::Null).await;
                let found: Vec<_> = page["lines"].as_array().unwrap().iter().map(|line| line["n"].as_u64().unwrap()).collect();
                if found.is_empty() {
                    break;
                }
                seen.extend(found);
                after = page["next"].as_u64().unwrap();
            }
            assert_eq!(seen, (1..=last as u64).collect::<Vec<_>>());
        }
        world.end().await;
    });
}

#[test]
fn what_is_no_line_is_refused() {
    on(|runtime| async {
        let world = World::new(runtime);
        let (at, lease) = running(&world).await;
        for wrong in [
            json!([]),
            json!(lines(1001, "")),
            json!([{ "text": "x".repeat(16 * 1024 + 1) }]),
            json!([{ "text": "x", "level": "loud" }]),
        ] {
            let report = json!({ "lease": lease, "lines": wrong });
            let (status, problem) = world.ask("POST", &format!("{at}/logs"), &editor(), report).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
        }
        let large = json!({ "lease": lease, "lines": lines(70, &"x".repeat(1024)) });
        assert_eq!(world.ask("POST", &format!("{at}/logs"), &editor(), large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(world.call("GET", &format!("{at}/logs"), &editor(), Value::Null).await["lines"], json!([]));
        world.end().await;
    });
}

/// Adds lines as fast as can be.
fn fill(world: &World, at: &str, lease: &Value, (reports, count): (usize, usize), text: &str) {
    let line = NewLine { time: None, level: Level::Info, step: None, text: text.to_owned() };
    let lines = vec![line; count];
    for _ in 0..reports {
        let run = at.rsplit('/').next().unwrap();
        let runs = &world.app().runs;
        runs.add_lines(&document("acme/flow"), run, lease.as_str().unwrap(), &lines, world.now()).unwrap();
    }
}

#[test]
fn the_oldest_lines_go_when_there_are_too_many() {
    on(|runtime| async {
        let world = World::new(runtime);
        let (at, lease) = running(&world).await;
        fill(&world, &at, &lease, (103, 1000), "");
        let page = world.call("GET", &format!("{at}/logs?limit=1"), &editor(), Value::Null).await;
        let first = page["first"].as_u64().unwrap();
        assert_eq!(page["lines"][0]["n"], first);
        assert!((3001..=4001).contains(&first), "{first}");
        world.end().await;
    });
}

#[test]
fn the_oldest_lines_go_when_they_are_too_large_and_streams_tell() {
    on(|runtime| async {
        let world = World::new(runtime);
        let (at, lease) = running(&world).await;
        // 18 MiB, in pieces of 192 KiB.
        fill(&world, &at, &lease, (96, 12), &"x".repeat(16 * 1024));
        let page = world.call("GET", &format!("{at}/logs?limit=1"), &editor(), Value::Null).await;
        let first = page["first"].as_u64().unwrap();
        assert!((129..=141).contains(&first), "{first}");
        let stream = stream(&world, &format!("{at}/logs"), &lease, &at).await;
        assert!(stream.contains(&format!("event: gap\ndata: {{\"from\":1,\"to\":{}}}", first - 1)), "{}", &stream[..200]);
        assert!(stream.contains("id: 1152\n") && !stream.contains(&format!("id: {}\n", first - 1)));
        world.end().await;
    });
}

/// A whole stream, of a run that is finished meanwhile.
async fn stream(world: &World, path: &str, lease: &Value, at: &str) -> String {
    world.call("POST", &format!("{at}/finish"), &editor(), json!({ "lease": lease, "status": "succeeded" })).await;
    let mut asked = request("GET", path, &editor(), &Value::Null);
    asked.headers_mut().insert(header::ACCEPT, "text/event-stream".parse().unwrap());
    let (status, bytes) = world.send(asked).await;
    assert_eq!(status, StatusCode::OK);
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_stream_tells_lines_as_they_come_resumes_after_one_and_ends_with_the_run() {
    on(|runtime| async {
        let world = World::new(runtime);
        let (at, lease) = running(&world).await;
        let add = async |text: &str| {
            let report = json!({ "lease": lease, "lines": [{ "text": text, "level": "warn", "step": "s1" }] });
            world.call("POST", &format!("{at}/logs"), &editor(), report).await;
        };
        add("one").await;
        let viewer = token("eve", &[("acme/flow", "viewer")]);
        let mut asked = request("GET", &format!("{at}/logs"), &viewer, &Value::Null);
        asked.headers_mut().insert(header::ACCEPT, "text/event-stream".parse().unwrap());
        let mut body = world.router().oneshot(asked).await.unwrap().into_body();
        let mut text = String::new();
        for wanted in ["one", "two", "three"] {
            if wanted != "one" {
                add(wanted).await;
            }
            while !text.contains(wanted) {
                text += std::str::from_utf8(&body.frame().await.unwrap().unwrap().into_data().unwrap()).unwrap();
            }
        }
        assert!(text.contains("event: line\nid: 2\ndata: {\"n\":2,"), "{text}");
        world.call("POST", &format!("{at}/finish"), &editor(), json!({ "lease": lease, "status": "failed" })).await;
        text += std::str::from_utf8(&body.collect().await.unwrap().to_bytes()).unwrap();
        assert!(text.ends_with("event: end\ndata: {\"status\":\"failed\"}\n\n"), "{text}");
        let mut resumed = request("GET", &format!("{at}/logs"), &viewer, &Value::Null);
        resumed.headers_mut().insert(header::ACCEPT, "text/event-stream".parse().unwrap());
        resumed.headers_mut().insert("last-event-id", "2".parse().unwrap());
        let rest = String::from_utf8(world.send(resumed).await.1).unwrap();
        assert!(rest.contains("three") && !rest.contains("two"), "{rest}");
        world.end().await;
    });
}

#[test]
fn a_stream_ends_when_its_reader_may_read_no_more() {
    on(|runtime| async {
        let world = World::new(runtime);
        let (at, _) = running(&world).await;
        let owner = token("boss", &[("acme/", "owner")]);
        world.call("PUT", "/api/documents/acme%2Fflow/members/eve", &owner, json!({ "role": "viewer" })).await;
        let mut asked = request("GET", &format!("{at}/logs"), &token("eve", &[]), &Value::Null);
        asked.headers_mut().insert(header::ACCEPT, "text/event-stream".parse().unwrap());
        let body = world.router().oneshot(asked).await.unwrap().into_body();
        world.call("DELETE", "/api/documents/acme%2Fflow/members/eve", &owner, Value::Null).await;
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        assert!(text.contains("event: end\ndata: {\"reason\":"), "{text}");
        world.end().await;
    });
}
