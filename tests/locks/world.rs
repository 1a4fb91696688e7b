//! A server that asks for tokens, with a clock that tests set, on a storage that outlives it; and people in its rooms.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::access::{Role, User};
use yrsa::app::App;
use yrsa::config::Config;
use yrsa::event::Event;
use yrsa::protocol::DocumentId;
use yrsa::room::exit::Way;
use yrsa::room::participant::{Dialect, Participant};
use yrsa::room::seat::Attached;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Clock, Memory, Storage};

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
    /// With the document `acme/board`.
    pub(crate) async fn new(runtime: Arc<DocumentRuntime>) -> Self {
        let mut config = Config::default();
        config.auth.secret = SECRET.into();
        let world = Self::with(runtime, config);
        world.create("acme/board").await;
        world
    }

    /// That of somebody who configures nothing.
    pub(crate) fn open_mode(runtime: Arc<DocumentRuntime>) -> Self {
        Self::with(runtime, Config::default())
    }

    pub(crate) fn with(runtime: Arc<DocumentRuntime>, config: Config) -> Self {
        let (storage, time) = (Arc::new(Memory::default()), Arc::new(AtomicU64::new(START)));
        let server = open(&runtime, &config, &storage, &time);
        Self { router: server.router(), server: Some(server), runtime, storage, time, config }
    }

    pub(crate) async fn create(&self, id: &str) {
        let root = token("root", &[("/", "owner")]);
        self.call("POST", "/api/documents", &root, json!({ "id": id, "kind": "board" })).await;
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

    pub(crate) fn storage(&self) -> Arc<dyn Storage> {
        Arc::clone(&self.storage) as Arc<dyn Storage>
    }

    /// How many records there are whose keys begin with this.
    pub(crate) fn records(&self, prefix: &str) -> usize {
        self.storage.scan(prefix.as_bytes(), None, 10_000).unwrap().len()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        self.time.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// Sets the clock back.
    pub(crate) fn back(&self, seconds: u64) {
        self.time.fetch_sub(seconds * 1000, Ordering::Relaxed);
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

    /// A request with a JSON body: status and answer.
    pub(crate) async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        self.send(request(method, path, token, &body)).await
    }

    /// Changes what is in a document.
    pub(crate) async fn patch(&self, id: &str, token: &str, change: Value) {
        let mut request = request("PATCH", &format!("/api/documents/{}/content", id.replace('/', "%2F")), token, &change);
        request.headers_mut().insert(header::CONTENT_TYPE, "application/merge-patch+json".parse().unwrap());
        let (status, answer) = self.send(request).await;
        assert!(status.is_success(), "{status} {answer}");
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// The status of a request.
    pub(crate) async fn status(&self, method: &str, path: &str, token: &str, body: Value) -> u16 {
        self.ask(method, path, token, body).await.0.as_u16()
    }

    /// Events about a document whose types begin with this.
    pub(crate) fn events(&self, id: &str, of: &str) -> Vec<Arc<Event>> {
        let page = self.app().journal.of_document(&document(id), 0, 1000).unwrap();
        page.events.into_iter().filter(|event| event.draft.kind.starts_with(of)).collect()
    }

    /// Their types.
    pub(crate) fn told(&self, id: &str, of: &str) -> Vec<String> {
        self.events(id, of).iter().map(|event| event.draft.kind.to_string()).collect()
    }

    /// Waits until an event of this type was told so often.
    pub(crate) async fn until_told(&self, id: &str, kind: &str, times: usize) {
        let mut newest = self.app().journal.watch();
        while self.told(id, kind).len() < times {
            newest.changed().await.unwrap();
        }
    }

    /// Lets somebody come into a document, until what is returned is dropped.
    pub(crate) async fn enter(&self, id: &str, user: &str) -> Attached {
        let user = User { id: user.into(), name: None, color: "#000000".into(), is_known: true };
        let participant = Participant { user: Arc::new(user), role: Role::Editor, dialect: Dialect::YWebsocket, trace: None };
        self.app().rooms.take_seat(&document(id)).unwrap().join(participant, Way::default()).await
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
    with_rights(user, &json!({ "grants": grants }))
}

/// A token of a year for an administrator.
pub(crate) fn administrator(user: &str) -> String {
    with_rights(user, &json!({ "admin": true }))
}

fn with_rights(user: &str, rights: &Value) -> String {
    let start = START / 1000 - 86_400;
    let claims = json!({ "sub": user, "name": user, "iat": start, "exp": start + 31_536_000, "yrsa": rights });
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encode(&json!({ "alg": "HS256", "typ": "JWT" })), encode(&claims));
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

/// A token of an editor of everything below `acme/`.
pub(crate) fn editor(user: &str) -> String {
    token(user, &[("acme/", "editor")])
}

/// A token of an owner of everything below `acme/`.
pub(crate) fn owner(user: &str) -> String {
    token(user, &[("acme/", "owner")])
}
