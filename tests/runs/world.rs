//! A server that asks for tokens, with a clock that tests set, on a storage that outlives it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::access::{Role, User};
use yrsa::app::App;
use yrsa::config::Config;
use yrsa::protocol::DocumentId;
use yrsa::room::visit::Visit;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Clock, Memory, Storage, StoredDocument};

const SECRET: &str = "an issuer's secret of 32 bytes..";

/// When tests begin, in milliseconds since the Unix epoch.
pub(crate) const START: u64 = 1_800_000_000_000;

/// Runs a test on a runtime for documents.
pub(crate) fn on<F: Future>(test: impl FnOnce(Arc<DocumentRuntime>) -> F) -> F::Output {
    let runtime = Arc::new(DocumentRuntime::new().unwrap());
    let running = test(Arc::clone(&runtime));
    runtime.block_on(running)
}

pub(crate) struct World {
    runtime: Arc<DocumentRuntime>,
    storage: Arc<Memory>,
    time: Arc<AtomicU64>,
    config: Config,
    server: Option<Server>,
    router: Router,
}

impl World {
    pub(crate) fn new(runtime: Arc<DocumentRuntime>) -> Self {
        Self::with(runtime, Config::default())
    }

    pub(crate) fn with(runtime: Arc<DocumentRuntime>, mut config: Config) -> Self {
        config.auth.secret = SECRET.into();
        let (storage, time) = (Arc::new(Memory::default()), Arc::new(AtomicU64::new(START)));
        let server = open(&runtime, &config, &storage, &time);
        Self { router: server.router(), server: Some(server), runtime, storage, time, config }
    }

    /// Ends the server and starts one over what is on disk.
    pub(crate) async fn restart(&mut self) {
        if let Some(server) = self.server.take() {
            server.shut_down().await;
        }
        self.storage = Arc::new(self.storage.crash());
        let server = open(&self.runtime, &self.config, &self.storage, &self.time);
        self.router = server.router();
        self.server = Some(server);
    }

    pub(crate) async fn end(mut self) {
        if let Some(server) = self.server.take() {
            server.shut_down().await;
        }
    }

    pub(crate) fn app(&self) -> &App {
        self.server.as_ref().unwrap().app()
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) fn storage(&self) -> Arc<dyn Storage> {
        Arc::clone(&self.storage) as Arc<dyn Storage>
    }

    /// Keys of records that begin with this.
    pub(crate) fn keys_with(&self, prefix: &str) -> Vec<Bytes> {
        let found = self.storage.scan(prefix.as_bytes(), None, 10_000).unwrap();
        found.into_iter().map(|record| record.key).collect()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        self.time.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> u64 {
        self.time.load(Ordering::Relaxed)
    }

    /// A request that has to succeed: its answer.
    pub(crate) async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> Value {
        let (status, answer) = self.ask(method, path, token, body).await;
        assert!(status.is_success(), "{method} {path}: {status} {answer}");
        answer
    }

    /// A workflow without content.
    pub(crate) async fn workflow(&self, id: &str) {
        let root = token("root", &[("/", "owner")]);
        self.call("POST", "/api/documents", &root, json!({ "id": id, "kind": "workflow", "content": {} })).await;
    }

    /// Events about a document, as types.
    pub(crate) fn told(&self, id: &str) -> Vec<String> {
        let page = self.app().journal.of_document(&document(id), 0, 1000).unwrap();
        page.events.iter().map(|event| event.draft.kind.to_string()).collect()
    }

    /// A request with a JSON body: status and answer.
    pub(crate) async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let (status, bytes) = self.send(request(method, path, token, &body)).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> (StatusCode, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    /// What the storage holds of a document.
    pub(crate) fn stored(&self, id: &str) -> Option<StoredDocument> {
        self.storage.load(id).unwrap()
    }

    /// The content of a document as JSON, as somebody with this role reads it.
    pub(crate) async fn content(&self, id: &str) -> Value {
        let user = User { id: "reader".into(), name: None, color: "#000000".into(), is_known: true };
        let visit = Visit::begin(self.app().rooms.take_seat(&document(id)).unwrap(), user, Role::Viewer).await;
        serde_json::from_slice(&visit.content().await.unwrap().1).unwrap()
    }
}

fn open(runtime: &DocumentRuntime, config: &Config, storage: &Arc<Memory>, time: &Arc<AtomicU64>) -> Server {
    let (time, storage) = (Arc::clone(time), Arc::clone(storage));
    let clock = Clock::from_fn(move || time.load(Ordering::Relaxed));
    Server::with_clock(config.clone(), storage, clock, runtime).unwrap()
}

pub(crate) fn request(method: &str, path: &str, token: &str, body: &Value) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap()
}

pub(crate) fn document(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

/// A token of a year for a user with these grants.
pub(crate) fn token(user: &str, grants: &[(&str, &str)]) -> String {
    let grants: serde_json::Map<String, Value> =
        grants.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).into())).collect();
    let start = START / 1000;
    let claims = json!({ "sub": user, "name": user, "iat": start, "exp": start + 31_536_000, "yrsa": { "grants": grants } });
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encode(&json!({ "alg": "HS256", "typ": "JWT" })), encode(&claims));
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}
