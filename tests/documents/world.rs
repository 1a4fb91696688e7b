//! A whole server over a storage in memory, asked without a socket, with tokens for anybody.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::access::Identity;
use yrsa::app::App;
use yrsa::config::Config;
use yrsa::features::Credentials;
use yrsa::protocol::DocumentId;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Clock, Memory, Storage};

const SECRET: &str = "an issuer's secret of 32 bytes..";

/// A server that tests ask.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) storage: Arc<dyn Storage>,
    /// Milliseconds by which the server's clock goes ahead.
    ahead: Arc<AtomicU64>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Runs a test against a server that is taken down in order afterwards.
pub(crate) fn world<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    over(Arc::new(Memory::default()), test);
}

/// The same over a storage that may hold something already.
pub(crate) fn over<F: Future<Output = ()>>(storage: Arc<dyn Storage>, test: impl FnOnce(World) -> F) {
    let mut config = Config::default();
    config.auth.secret = SECRET.into();
    config.auth.accounts = true;
    config.limits.requests_per_second_per_user = 1_000_000;
    let runtime = DocumentRuntime::new().unwrap();
    let ahead = Arc::new(AtomicU64::new(0));
    let clock = {
        let ahead = Arc::clone(&ahead);
        Clock::from_fn(move || now() * 1000 + ahead.load(Ordering::Relaxed))
    };
    runtime.block_on(async {
        let server = Server::with_clock(config, Arc::clone(&storage), clock, &runtime).unwrap();
        test(World { app: server.app().clone(), router: server.router(), storage, ahead }).await;
        server.shut_down().await;
    });
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

impl World {
    /// Lets hours pass.
    pub(crate) fn pass(&self, hours: u64) {
        self.ahead.fetch_add(hours * 60 * 60 * 1000, Ordering::Relaxed);
    }

    /// A request with a JSON body: status and answer.
    pub(crate) async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (u16, Value) {
        let answer = self.send(method, path, token, &[], body).await;
        (answer.status.as_u16(), answer.json())
    }

    /// A request with headers and a JSON body.
    pub(crate) async fn send(&self, method: &str, path: &str, token: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.send_bytes(method, path, token, headers, body).await
    }

    pub(crate) async fn send_bytes(
        &self,
        method: &str,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer { status, headers, bytes }
    }

    pub(crate) async fn person(&self, token: &str) -> Arc<Identity> {
        self.app.guard.identify(&Credentials { token: Some(token.to_owned()), ..Credentials::default() }).await.unwrap()
    }

    /// All events so far, oldest first, as (type, document, data).
    pub(crate) fn events(&self) -> Vec<(String, String, Value)> {
        let mut events = Vec::new();
        let mut after = None;
        loop {
            let page = self.storage.scan(b"event\0", after.as_deref(), 500).unwrap();
            let Some(last) = page.last() else { return events };
            after = Some(last.key.clone());
            for record in page {
                let event: Value = serde_json::from_slice(&record.value).unwrap();
                let text = |name: &str| event[name].as_str().unwrap().to_owned();
                events.push((text("type"), text("document"), event["data"].clone()));
            }
        }
    }

    /// Types of all events so far.
    pub(crate) fn event_types(&self) -> Vec<String> {
        self.events().into_iter().map(|(kind, ..)| kind).collect()
    }
}

pub(crate) fn id(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

/// A token of a week with these grants.
pub(crate) fn token(user: &str, grants: &[(&str, &str)]) -> String {
    let grants: serde_json::Map<String, Value> =
        grants.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).into())).collect();
    token_with(user, &json!({ "grants": grants }))
}

pub(crate) fn admin_token(user: &str) -> String {
    token_with(user, &json!({ "admin": true }))
}

fn token_with(user: &str, rights: &Value) -> String {
    let (now, name) = (now(), format!("{user}'s name"));
    let claims = json!({ "sub": user, "name": name, "iat": now - 5, "exp": now + 7 * 24 * 3600, "yrsa": rights });
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap()
}
