//! The router against the description, in both directions, and what the two routes of the description answer.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;
use yrsa::config::Config;
use yrsa::server::{DocumentRuntime, Server};

use super::{METHODS, description, operations};
use crate::tidy::source::rust;

/// Asks a server in this process.
fn with_router(ask: impl AsyncFnOnce(Router)) {
    let data = tempfile::tempdir().unwrap();
    let runtime = DocumentRuntime::new().unwrap();
    let config = Config { data: data.path().join("data"), ..Config::default() };
    let server = Server::open(config, &runtime).unwrap();
    runtime.block_on(async {
        ask(server.router()).await;
        server.shut_down().await;
    });
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method.to_uppercase().as_str()).uri(path).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    // A stream has no end.
    let body = tokio::time::timeout(Duration::from_secs(1), response.into_body().collect()).await;
    let body = body.map_or(Vec::new(), |body| body.unwrap().to_bytes().to_vec());
    Answer { status, headers, body }
}

/// The path with an example for each name in it.
fn example_of(path: &str, operation: &Value) -> String {
    let mut filled = path.to_owned();
    for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "path") {
        let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
        let example = parameter["example"].as_str().map_or_else(|| parameter["example"].to_string(), str::to_owned);
        filled = filled.replace(&name, &example.replace('/', "%2F"));
    }
    filled
}

#[test]
fn what_is_described_is_served_and_other_methods_are_not() {
    let described = description();
    with_router(async |router| {
        let mut wrong = Vec::new();
        let paths: BTreeSet<&str> = operations(&described).iter().map(|(path, ..)| *path).collect();
        for path in paths {
            let of_path: Vec<_> = operations(&described).into_iter().filter(|(other, ..)| *other == path).collect();
            for method in METHODS {
                let is_described = of_path.iter().any(|(_, described, _)| *described == method);
                let answer = ask(&router, method, &example_of(path, of_path[0].2), &[]).await;
                let title = serde_json::from_slice::<Value>(&answer.body).unwrap_or_default()["title"].clone();
                let is_served = answer.status != StatusCode::METHOD_NOT_ALLOWED && title != "no such route";
                if is_served != is_described {
                    wrong.push(format!("{method} {path}: described {is_described}, answers {} {title}", answer.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

/// What is not described can't be found by asking, so it must not be possible to make it.
#[test]
fn a_route_of_the_rest_interface_comes_with_its_description() {
    let ways = [".route(", ".route_service(", ".nest(", ".nest_service(", ".fallback(", ".fallback_service("];
    let mut wrong = Vec::new();
    for source in rust(&["src/http"]).iter().filter(|source| source.path.starts_with("src/http/api")) {
        let undescribed: usize = ways.iter().map(|way| source.code().matches(way).count()).sum();
        // The one that answers to everything else.
        let lawful = usize::from(source.path == "src/http/api.rs");
        if undescribed != lawful {
            wrong.push(format!("{} has {undescribed} routes without a description", source.path));
        }
    }
    for source in rust(&["src"]).iter().filter(|source| !source.path.starts_with("src/http/api")) {
        if source.text.contains("route(\"/api") {
            wrong.push(format!("{} has a route below /api", source.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_description_is_sent_once_and_then_only_its_name() {
    with_router(async |router| {
        let first = ask(&router, "get", "/api/openapi.json", &[]).await;
        assert_eq!((first.status.as_u16(), first.header("content-type")), (200, "application/json"));
        assert_eq!(serde_json::from_slice::<Value>(&first.body).unwrap(), description());
        assert_eq!(first.header("cache-control"), "no-cache");
        let etag = first.header("etag");
        for known in [etag.to_owned(), format!("\"other\", W/{etag}"), "*".to_owned()] {
            let again = ask(&router, "get", "/api/openapi.json", &[("if-none-match", &known)]).await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{known}");
            assert_eq!(again.header("etag"), etag);
        }
        let other = ask(&router, "get", "/api/openapi.json", &[("if-none-match", "\"other\"")]).await;
        assert_eq!(other.status, 200);
    });
}

#[test]
fn the_page_has_all_its_files_and_nothing_inline_or_from_elsewhere() {
    with_router(async |router| {
        let page = ask(&router, "get", "/api/docs", &[]).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        let html = String::from_utf8(page.body.clone()).unwrap();
        assert!(!html.contains("<style") && !html.contains("style=") && !html.contains("onload") && !html.contains("//"));
        let files: Vec<&str> = html.split(['"']).filter(|text| text.starts_with("docs/")).collect();
        assert_eq!(files.len(), 6, "{files:?}");
        for file in files {
            let answer = ask(&router, "get", &format!("/api/{file}"), &[]).await;
            assert!(answer.status == 200 && answer.body.len() > 100, "{file}");
            assert_eq!(answer.header("content-security-policy"), policy, "{file}");
        }
        for script in html.split("<script ").skip(1) {
            assert!(script.starts_with("src=\"docs/") && script.contains("\"></script>"), "{script}");
        }
        let start = ask(&router, "get", "/api/docs/swagger-initializer.js", &[]).await;
        let start = String::from_utf8(start.body).unwrap();
        assert!(start.contains("\"url\": \"openapi.json\"") && start.contains("\"validatorUrl\": \"none\""), "{start}");
    });
}

/// Where two types have one name, one of them is described and the other is not.
#[test]
fn no_two_schemas_have_one_name() {
    let (mut names, mut wrong) = (BTreeSet::new(), Vec::new());
    for source in rust(&["src/http"]) {
        for derived in source.text.split("ToSchema)]").skip(1) {
            let declared =
                derived.split_inclusive(['{', '(', ';']).find(|part| part.contains("struct ") || part.contains("enum "));
            let head = &derived[..derived.find(declared.unwrap()).unwrap() + declared.unwrap().len()];
            let own = head.rsplit(['\n']).next().unwrap().split("struct ").flat_map(|part| part.split("enum ")).nth(1);
            let named = head.split("(as = ").nth(1).or(own).unwrap_or_default();
            let name: String = named.chars().take_while(|character| character.is_alphanumeric()).collect();
            if !names.insert(name.clone()) {
                wrong.push(format!("{} has another {name}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(names.contains("Member") && names.contains("Problem") && names.contains("Nothing"), "{names:?}");
}
