//! A guard with its routes, a clock that tests set, tokens of any kind, and audiences that write down what they hear.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use yrsa::access::token::{Expiry, Rules};
use yrsa::access::{AccessChange, Audience, Identity, Key, Role};
use yrsa::config::Config;
use yrsa::event::{Author, Doer};
use yrsa::features::accounts::{self, Registering, passwords::Cost};
use yrsa::features::guard::{Guard, Mode, Parts, Settings, Watched};
use yrsa::features::{Catalog, Credentials, Guard as _Guard, Journal, events};
use yrsa::http::api::{Api, access_routes};
use yrsa::protocol::DocumentId;
use yrsa_storage::{Clock, Memory, Storage};

/// The secret of the issuer, and the server's own.
pub(super) const SECRET: &[u8] = b"an issuer's secret of 32 bytes..";
const OWN: [u8; 32] = [7; 32];

/// When tests begin, in milliseconds since the Unix epoch.
pub(super) const START: u64 = 1_800_000_000_000;

#[derive(Clone)]
pub(super) struct World {
    pub(super) guard: Arc<Guard>,
    pub(super) catalog: Catalog,
    pub(super) router: Router,
    time: Arc<AtomicU64>,
}

/// Settings as the configuration has them by default, with accounts, cheap passwords and a key.
pub(super) fn settings() -> Settings {
    Settings {
        mode: Mode::Guarded,
        rules: Rules { leeway_ms: 30_000, expiry: Expiry::Required, audience: Vec::new(), issuer: Vec::new() },
        y_sweet: None,
        accounts: Some(accounts::Settings {
            registering: Registering::Open,
            access_token: Duration::from_secs(15 * 60),
            refresh_token: Duration::from_secs(30 * 24 * 60 * 60),
            cost: Cost { memory_kib: 8, passes: 1 },
        }),
        refresh_ahead: Duration::from_secs(20),
        share_token: Duration::from_secs(12 * 60 * 60),
        connections_per_user: 200,
        requests_per_second_per_user: 10_000,
    }
}

pub(super) fn issuer_key() -> Key {
    Key::secret(Some("issuer"), Algorithm::HS256, SECRET).unwrap()
}

pub(super) fn parts(settings: Settings, clock: Clock) -> Parts {
    parts_over(Arc::new(Memory::default()), settings, clock)
}

/// The same over a storage.
pub(super) fn parts_over(store: Arc<dyn Storage>, settings: Settings, clock: Clock) -> Parts {
    let journal = Journal::open(store, clock.clone(), events::Settings::default()).unwrap();
    Parts { journal, clock, secret: OWN, keys: vec![issuer_key()], published: None, settings }
}

/// Somebody who does something.
pub(super) fn doer(id: &str) -> Doer {
    Doer::from(Author { id: id.into(), name: None })
}

pub(super) fn router(guard: &Arc<_Guard>) -> Router {
    let mut config = Config::default();
    config.http.allowed_origins = vec!["https://app.example.com".parse().unwrap()];
    access_routes(Api::new(Arc::clone(guard), Arc::new(config)))
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(settings())
    }

    pub(super) fn with(settings: Settings) -> Self {
        Self::of(|clock| parts(settings, clock))
    }

    pub(super) fn of(parts: impl FnOnce(Clock) -> Parts) -> Self {
        let time = Arc::new(AtomicU64::new(START));
        let clock = {
            let time = Arc::clone(&time);
            Clock::from_fn(move || time.load(Ordering::Relaxed))
        };
        let parts = parts(clock);
        let journal = Arc::clone(&parts.journal);
        let guard = Guard::new(parts).unwrap();
        Self { router: router(&guard), catalog: Catalog::new(Arc::clone(&guard), journal), guard, time }
    }

    /// Lets time pass.
    pub(super) fn pass(&self, seconds: u64) {
        self.time.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub(super) fn now(&self) -> u64 {
        self.guard.now_ms()
    }

    pub(super) async fn identify(&self, token: &str) -> Result<Arc<Identity>, yrsa::access::Denied> {
        self.guard.identify(&Credentials { token: Some(token.to_owned()), ..Credentials::default() }).await
    }

    /// Somebody with these grants.
    pub(super) async fn person(&self, user: &str, grants: &[(&str, &str)]) -> Arc<Identity> {
        self.identify(&token(user, grants)).await.unwrap()
    }

    /// Joins a document; what the connection hears is written down.
    pub(super) fn join(&self, identity: &Arc<Identity>, id: &str) -> (Watched, Arc<Ears>) {
        let ears = Arc::new(Ears::default());
        let role = self.guard.access(identity, &document(id)).unwrap();
        let watched = self.guard.watch(Arc::clone(identity), &document(id), role, Arc::clone(&ears) as Arc<dyn Audience>);
        (watched, ears)
    }

    /// A request with a JSON body: status and answer.
    pub(super) async fn ask(&self, method: &str, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let (status, _, bytes) = self.send(request.body(body).unwrap()).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    pub(super) async fn send(&self, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }
}

pub(super) fn document(id: &str) -> DocumentId {
    DocumentId::new(id).unwrap()
}

/// An audience that remembers.
#[derive(Default)]
pub(super) struct Ears(Mutex<Vec<AccessChange>>);

impl Audience for Ears {
    fn tell(&self, change: AccessChange) {
        self.0.lock().unwrap().push(change);
    }
}

impl Ears {
    /// What was heard since the last time.
    pub(super) fn heard(&self) -> Vec<AccessChange> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Claims of an hour for a user.
pub(super) fn claims(user: &str, grants: &[(&str, &str)]) -> Value {
    let grants: serde_json::Map<String, Value> =
        grants.iter().map(|(scope, role)| ((*scope).to_owned(), (*role).into())).collect();
    json!({ "sub": user, "iat": START / 1000, "exp": START / 1000 + 3600, "jti": format!("token of {user}"), "yrsa": { "grants": grants } })
}

/// A token of the issuer.
pub(super) fn token(user: &str, grants: &[(&str, &str)]) -> String {
    issued(&claims(user, grants))
}

pub(super) fn admin_token(user: &str) -> String {
    let mut claims = claims(user, &[]);
    claims["yrsa"]["admin"] = true.into();
    issued(&claims)
}

pub(super) fn issued(claims: &Value) -> String {
    signed(&json!({ "alg": "HS256", "kid": "issuer" }), claims, Algorithm::HS256, &EncodingKey::from_secret(SECRET))
}

/// A token with any header, signed in any way.
pub(super) fn signed(head: &Value, claims: &Value, algorithm: Algorithm, key: &EncodingKey) -> String {
    raw(&head.to_string(), &claims.to_string(), algorithm, key)
}

pub(super) fn raw(head: &str, claims: &str, algorithm: Algorithm, key: &EncodingKey) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(claims));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, algorithm).unwrap();
    format!("{message}.{signature}")
}

pub(super) const ROLES: [Role; 4] = Role::ALL;
