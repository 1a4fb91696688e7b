//! A server that asks for tokens, with a clock that tests set, and people in its rooms as any door would bring them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime};

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
use yrsa::access::{Grants, Identity, Role, Scope, Source, User};
use yrsa::app::App;
use yrsa::config::Config;
use yrsa::features::Watched;
use yrsa::protocol::{DocumentId, Message, message};
use yrsa::room::exit::Bell;
use yrsa::room::outbox::{Outgoing, Taken};
use yrsa::room::participant::{Dialect, Participant};
use yrsa::room::seat::Attached;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Clock, Memory, Storage as _};

const SECRET: &str = "an issuer's secret of 32 bytes..";
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// When tests begin, in milliseconds since the Unix epoch: now, because rooms go by the clock of the system.
static START: LazyLock<u64> =
    LazyLock::new(|| u64::try_from(SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap() / 1000 * 1000);

pub(super) struct World {
    runtime: Arc<DocumentRuntime>,
    storage: Arc<Memory>,
    time: Arc<AtomicU64>,
    config: Config,
    server: Option<Server>,
    router: Router,
}

/// Runs a test with a world on a runtime for documents.
pub(super) fn with(config: Config, test: impl AsyncFnOnce(&mut World)) {
    let runtime = Arc::new(DocumentRuntime::new().unwrap());
    let mut world = World::new(Arc::clone(&runtime), config);
    runtime.block_on(async {
        test(&mut world).await;
        world.stop().await;
    });
}

pub(super) fn run(test: impl AsyncFnOnce(&mut World)) {
    with(Config::default(), test);
}

impl World {
    fn new(runtime: Arc<DocumentRuntime>, mut config: Config) -> Self {
        config.auth.secret = SECRET.into();
        config.auth.leeway = Duration::ZERO;
        let (storage, time) = (Arc::new(Memory::default()), Arc::new(AtomicU64::new(*START)));
        let server = open(&runtime, &config, &storage, &time);
        Self { router: server.router(), server: Some(server), runtime, storage, time, config }
    }

    async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.shut_down().await;
        }
    }

    /// Ends the server and starts one over what is on disk.
    pub(super) async fn restart(&mut self) {
        self.stop().await;
        self.storage = Arc::new(self.storage.crash());
        let server = open(&self.runtime, &self.config, &self.storage, &self.time);
        self.router = server.router();
        self.server = Some(server);
    }

    pub(super) fn app(&self) -> &App {
        self.server.as_ref().unwrap().app()
    }

    /// Lets time pass, for all that goes by the guard's clock.
    pub(super) fn pass(&self, seconds: u64) {
        self.time.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub(super) fn keys_with(&self, prefix: &str) -> Vec<Bytes> {
        let found = self.storage.scan(prefix.as_bytes(), None, 100_000).unwrap();
        found.into_iter().map(|record| record.key).collect()
    }

    /// Somebody in a document, as a Yjs client would be.
    pub(super) async fn enter(&self, id: &str, user: &str, state: Value) -> Present {
        let seat = self.app().rooms.take_seat(&document(id)).unwrap();
        let user = User { id: user.into(), name: Some(user.into()), color: "#102030".into(), is_known: true };
        let identity = Identity {
            user: user.clone(),
            source: Source::Token,
            admin: false,
            grants: Grants::only(Scope::everything(), Role::Editor),
            expires_ms: None,
            issued_ms: None,
            token_id: None,
            session: None,
            shares: Vec::new(),
        };
        let participant = Participant { user: Arc::new(user), role: Role::Editor, dialect: Dialect::YWebsocket, trace: None };
        let bell: Arc<Bell> = Arc::default();
        let attached = seat.join(participant, Arc::clone(&bell).into()).await;
        let watched = self.app().guard.watch(Arc::new(identity), &document(id), Role::Editor, attached.audience());
        let client = attached.id().0 + 1000;
        let mut present = Present { attached, bell, client, clock: 0, _watched: watched };
        present.say(state).await;
        present
    }

    /// A request that has to succeed: its answer.
    pub(super) async fn call(&self, method: &str, path: &str, token: &str, body: Value) -> Value {
        let (status, answer) = self.ask(method, path, token, body).await;
        assert!(status.is_success(), "{method} {path}: {status} {answer}");
        answer
    }

    /// A request with a JSON body: status and answer.
    pub(super) async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request(method, path, token, &body)).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Who is in a document, by id.
    pub(super) async fn users(&self, id: &str, token: &str) -> Vec<String> {
        let path = format!("/api/documents/{}/presence", id.replace('/', "%2F"));
        let answer = self.call("GET", &path, token, Value::Null).await;
        let users = answer["participants"].as_array().unwrap().iter();
        users.map(|participant| participant["user"]["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until something holds.
    pub(super) async fn until(&self, what: &str, mut holds: impl AsyncFnMut(&Self) -> bool) {
        let waiting = async {
            while !holds(self).await {
                // sleeps: between two looks, as long as it takes.
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "{what}");
    }

    /// Events about a document, as types and users.
    pub(super) fn told(&self, id: &str) -> Vec<String> {
        let page = self.app().journal.of_document(&document(id), 0, 1000).unwrap();
        let told = page.events.iter().filter(|event| event.draft.kind.starts_with("participant."));
        told.map(|event| format!("{} {}", event.draft.kind, event.draft.user.as_ref().unwrap().id)).collect()
    }

    pub(super) async fn stream(&self, path: &str, token: &str) -> Stream {
        let response = self.router.clone().oneshot(request("GET", path, token, &Value::Null)).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        Stream { body: response.into_body(), text: String::new() }
    }
}

/// Somebody in a document.
pub(super) struct Present {
    attached: Attached,
    bell: Arc<Bell>,
    pub(super) client: u64,
    clock: u64,
    _watched: Watched,
}

impl Present {
    pub(super) async fn say(&mut self, state: Value) {
        self.clock += 1;
        let update = message::awareness_update(self.client, self.clock, &state.to_string());
        self.attached.place().await.unwrap().message(Message::Awareness(update));
    }

    /// Waits for a state of this client as Yjs clients get it; `None` when it is gone.
    pub(super) async fn hears(&self, client: u64, what: &str, mut fits: impl FnMut(Option<&Value>) -> bool) {
        let hearing = async {
            loop {
                while let Taken::Frames(frames, _) = self.attached.outbox.take(usize::MAX) {
                    for frame in frames {
                        let Outgoing::Frame(frame) = frame else { continue };
                        let Ok(Message::Awareness(update)) = Message::decode(&frame) else { continue };
                        for (of, state) in message::awareness_states(&update) {
                            let state = state.map(|state| serde_json::from_str::<Value>(state).unwrap());
                            if of == client && fits(state.as_ref()) {
                                return;
                            }
                        }
                    }
                }
                self.bell.rings().await;
                self.bell.answer(&mut Vec::new());
            }
        };
        assert!(tokio::time::timeout(PATIENCE, hearing).await.is_ok(), "{what}");
    }
}

pub(super) struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    /// The next event; `None` at the end.
    pub(super) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let event = line("event: ").zip(line("data: "));
                self.text = rest.to_owned();
                if let Some((kind, data)) = event {
                    return Some((kind, serde_json::from_str(&data).unwrap()));
                }
                continue;
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("nothing came")?;
            self.text.push_str(std::str::from_utf8(frame.unwrap().data_ref().unwrap()).unwrap());
        }
    }

    /// The next event, in short: its type and its user.
    pub(super) async fn short(&mut self) -> String {
        let (kind, data) = self.next().await.expect("the stream ended");
        let user = data["user"]["id"].as_str().or_else(|| data["reason"].as_str()).unwrap_or_default();
        format!("{kind} {user}")
    }
}

fn open(runtime: &DocumentRuntime, config: &Config, storage: &Arc<Memory>, time: &Arc<AtomicU64>) -> Server {
    let (time, storage) = (Arc::clone(time), Arc::clone(storage));
    let clock = Clock::from_fn(move || time.load(Ordering::Relaxed));
    Server::with_clock(config.clone(), storage, clock, runtime).unwrap()
}

fn request(method: &str, path: &str, token: &str, body: &Value) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    request.header(header::CONTENT_TYPE, "application/json").body(body).unwrap()
}

pub(super) fn document(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

/// A token of a year for a user with these grants.
pub(super) fn token(user: &str, grants: &[(&str, &str)]) -> String {
    token_for(user, grants, 31_536_000)
}

/// A token for so many seconds.
pub(super) fn token_for(user: &str, grants: &[(&str, &str)], seconds: u64) -> String {
    let grants: serde_json::Map<String, Value> =
        grants.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).into())).collect();
    let start = *START / 1000;
    let claims = json!({ "sub": user, "name": user, "iat": start, "exp": start + seconds, "yrsa": { "grants": grants } });
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let message = format!("{}.{}", encode(&json!({ "alg": "HS256", "typ": "JWT" })), encode(&claims));
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}
