//! `/api/webhooks` of a whole server, without a socket: who may do what, and what is never shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::access::token::Own;
use yrsa::config::{Config, Sources};
use yrsa::features::guard::Issue;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::Memory;

use super::receiver::Receiver;

struct Api {
    server: Server,
    router: Router,
}

impl Api {
    fn new(runtime: &DocumentRuntime) -> Self {
        let flags = [("auth.required", "true"), ("webhooks.allow_private", "true")];
        let flags = flags.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        let config = Config::load(&Sources { flags, ..Sources::default() }).unwrap();
        let server = Server::over(config, Arc::new(Memory::default()), runtime).unwrap();
        Self { router: server.router(), server }
    }

    /// A token of somebody with these roles.
    fn token(&self, user: &str, grants: &[(&str, &str)]) -> String {
        let grants: BTreeMap<_, _> = grants.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).to_owned())).collect();
        let expires_ms = self.server.app().guard.now_ms() + 3_600_000;
        let issue = Issue { subject: user.to_owned(), grants, expires_ms, own: Own::default(), ..Issue::default() };
        self.server.app().guard.issue(issue).unwrap()
    }

    async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (u16, Value) {
        let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}

fn run(test: impl AsyncFnOnce(&Api)) {
    let runtime = DocumentRuntime::new().unwrap();
    let api = Api::new(&runtime);
    runtime.block_on(async {
        test(&api).await;
        api.server.shut_down().await;
    });
}

#[test]
fn owners_of_the_scope_make_see_change_and_remove_an_endpoint() {
    run(async |api| {
        let receiver = Receiver::with(200).await;
        let owner = api.token("ada", &[("acme/", "owner")]);
        let wanted = json!({ "scope": "acme/board", "url": receiver.url(), "description": "x" });
        let (status, made) = api.ask("POST", "/api/webhooks", &owner, wanted).await;
        assert_eq!(status, 201, "{made}");
        assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
        let path = format!("/api/webhooks/{}", made["id"].as_str().unwrap());
        let (_, shown) = api.ask("GET", &path, &owner, Value::Null).await;
        let expected = json!({
            "id": made["id"], "scope": "acme/board", "url": receiver.url(), "types": ["*"], "description": "x", "enabled": true,
            "state": "ok", "created_at": made["created_at"], "created_by": "ada", "cursor": "0"
        });
        assert_eq!(shown, expected, "no secret");
        let (status, changed) = api.ask("PATCH", &path, &owner, json!({ "enabled": false, "types": ["run.*"] })).await;
        assert_eq!((status, &changed["state"], &changed["types"]), (200, &"disabled".into(), &json!(["run.*"])));
        let (_, rotated) = api.ask("POST", &format!("{path}/rotate"), &owner, Value::Null).await;
        assert_ne!(rotated["secret"], made["secret"]);
        let (status, tested) = api.ask("POST", &format!("{path}/test"), &owner, Value::Null).await;
        assert_eq!((status, &tested["outcome"], &tested["status"]), (200, &"delivered".into(), &200.into()));
        assert_eq!(api.ask("POST", &format!("{path}/test"), &owner, Value::Null).await.0, 200);
        let (_, log) = api.ask("GET", &format!("{path}/deliveries?limit=1"), &owner, Value::Null).await;
        assert_eq!((log["deliveries"].as_array().unwrap().len(), &log["next_cursor"]), (1, &"2".into()));
        let (_, log) = api.ask("GET", &format!("{path}/deliveries?cursor=2"), &owner, Value::Null).await;
        assert_eq!((&log["deliveries"][0]["id"], &log["next_cursor"]), (&tested["id"], &Value::Null));
        for (wrong, status) in [(json!({}), 400), (json!({ "event": "1", "after": "1" }), 400), (json!({ "event": "1" }), 404)] {
            assert_eq!(api.ask("POST", &format!("{path}/redeliver"), &owner, wrong).await.0, status);
        }
        assert_eq!(api.ask("POST", &format!("{path}/redeliver"), &owner, json!({ "after": "0" })).await.1["cursor"], "0");
        let (_, listed) = api.ask("GET", "/api/webhooks?scope=acme%2Fboard", &owner, Value::Null).await;
        assert_eq!(listed["webhooks"][0]["id"], made["id"]);
        assert_eq!(api.ask("GET", "/api/webhooks?scope=acme%2F", &owner, Value::Null).await.1, json!({ "webhooks": [] }));
        assert_eq!(api.ask("DELETE", &path, &owner, Value::Null).await.0, 204);
        assert_eq!(api.ask("GET", "/api/webhooks", &owner, Value::Null).await.1, json!({ "webhooks": [] }));
    });
}

#[test]
fn others_do_nothing_and_do_not_learn_what_is_there() {
    run(async |api| {
        let owner = api.token("ada", &[("acme/", "owner")]);
        let wanted = json!({ "scope": "acme/", "url": "https://example.com/?key=hush" });
        let (_, made) = api.ask("POST", "/api/webhooks", &owner, wanted.clone()).await;
        let id = made["id"].as_str().unwrap();
        for grants in [&[("acme/", "editor")][..], &[("other/", "owner")], &[("acme/board", "owner")], &[]] {
            let other = api.token("eve", grants);
            assert_eq!(api.ask("POST", "/api/webhooks", &other, wanted.clone()).await.0, 403, "{grants:?}");
            assert_eq!(api.ask("GET", "/api/webhooks", &other, Value::Null).await.1, json!({ "webhooks": [] }));
            assert_eq!(api.ask("GET", "/api/webhooks?scope=acme%2F", &other, Value::Null).await.0, 403);
            for (method, rest, body) in [
                ("GET", "", Value::Null),
                ("PATCH", "", json!({ "enabled": false })),
                ("DELETE", "", Value::Null),
                ("POST", "/rotate", Value::Null),
                ("POST", "/test", Value::Null),
                ("GET", "/deliveries", Value::Null),
                ("POST", "/redeliver", json!({ "after": "0" })),
            ] {
                let (status, there) = api.ask(method, &format!("/api/webhooks/{id}{rest}"), &other, body.clone()).await;
                let (_, missing) = api.ask(method, &format!("/api/webhooks/{}{rest}", uuid::Uuid::nil()), &other, body).await;
                assert_eq!((status, there), (403, missing), "{method} {rest}");
            }
        }
        assert_eq!(api.ask("GET", &format!("/api/webhooks/{id}"), "", Value::Null).await.0, 401);
        assert_eq!(api.ask("GET", &format!("/api/webhooks/{id}"), &owner, Value::Null).await.1["enabled"], true);
    });
}

#[test]
fn what_makes_no_sense_is_refused() {
    run(async |api| {
        let owner = api.token("ada", &[("/", "owner")]);
        let url = "https://example.com/";
        for wrong in [
            json!({ "url": url }),
            json!({ "scope": "a" }),
            json!({ "scope": "", "url": url }),
            json!({ "scope": "a", "url": "https://ada:hush@example.com/" }),
            json!({ "scope": "a", "url": "example.com" }),
            json!({ "scope": "a", "url": url, "types": [] }),
            json!({ "scope": "a", "url": url, "types": ["Board"] }),
            json!({ "scope": "a", "url": url, "secret": "whsec_mine" }),
            json!({ "scope": "a", "url": url, "description": "x".repeat(1025) }),
        ] {
            let (status, problem) = api.ask("POST", "/api/webhooks", &owner, wrong.clone()).await;
            assert_eq!(status, 400, "{wrong}");
            assert!(!problem.to_string().contains("hush"), "{problem}");
        }
    });
}
