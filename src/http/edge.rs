//! What happens to a request before any handler sees it: who is it from, does it come too often, may this page ask, is its body
//! within bounds. A layer around all routes, and the host of arriving connections; knows no documents and reads no credentials.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::api::credentials::{COOKIE, SUBPROTOCOL};
use super::body::{BodyLimits, Crossed, Outcome, bounded};
use super::client_address::{ClientAddress, TrustedProxies};
use super::cors;
use super::origin::{Exposure, OriginPolicy, Verdict};
use super::places::{Arrival, Peer, PlaceLimits, Places, Reception};
use super::problem::{Problem, WrongCredentials};
use super::rates::Rates;
use crate::config::Config;
use crate::telemetry::metrics;

/// When to come again if nothing better is known.
const LATER: Duration = Duration::from_secs(5);

/// The network edge. In the extensions of every request, beside its [`ClientAddress`]. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Edge(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    origins: OriginPolicy,
    proxies: TrustedProxies,
    places: Places,
    rates: Mutex<Rates>,
    body: BodyLimits,
    started: Instant,
    proxy_suspected: AtomicBool,
}

/// Which part of the server a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    /// REST doors: pages of other origins may use them if they are allowed.
    Rest,
    /// Asked by orchestrators, which end a process that says 429.
    Health,
    Other,
}

impl Area {
    fn of(path: &str) -> Self {
        let lies_under = |prefix| path.strip_prefix(prefix).is_some_and(|rest: &str| rest.is_empty() || rest.starts_with('/'));
        match path {
            "/healthz" | "/readyz" => Self::Health,
            _ if lies_under("/api") || lies_under("/y-sweet") => Self::Rest,
            _ => Self::Other,
        }
    }
}

impl Edge {
    /// An edge as configured.
    #[must_use]
    pub fn new(config: &Config, exposure: Exposure) -> Self {
        let (limits, http) = (&config.limits, &config.http);
        let ranges = http.trusted_proxies.iter().map(|network| network.range()).collect();
        let places = PlaceLimits {
            open: limits.connections.saturating_add(limits.handshakes),
            waiting: limits.handshakes,
            per_address: limits.connections_per_address,
        };
        Self(Arc::new(Inner {
            origins: OriginPolicy::new(http.allowed_origins.clone(), exposure),
            proxies: TrustedProxies::new(ranges, http.forwarded_header),
            places: Places::new(places),
            rates: Mutex::new(Rates::new(limits.requests_per_second_per_address, limits.failed_logins_per_minute)),
            body: BodyLimits { bytes: limits.request_body.as_u64(), time: limits.request_body_time },
            started: Instant::now(),
            proxy_suspected: AtomicBool::new(false),
        }))
    }

    /// Which web pages may come.
    #[must_use]
    pub fn origins(&self) -> &OriginPolicy {
        &self.0.origins
    }

    /// Counts credentials that turned out wrong.
    fn note_failure(&self, address: ClientAddress) {
        self.rates(|rates, now| rates.failure(address.counted_as(), now));
    }

    /// Whether credentials of this address are looked at now.
    fn may_log_in(&self, address: ClientAddress) -> Result<(), Problem> {
        self.may_try(address).map_err(|wait| {
            too_many("too many failed logins", "credentials from this address were wrong too often; wait and check them", wait)
        })
    }

    fn may_try(&self, address: ClientAddress) -> Result<(), Duration> {
        let allowed = self.rates(|rates, now| rates.may_fail(address.counted_as(), now));
        allowed.inspect_err(|_| metrics::refused_at_edge("failed_logins"))
    }

    /// Receives a connection; `None` if it is to be closed without a word.
    pub(super) fn receive(&self, peer: IpAddr) -> Option<Arrival> {
        let kind = if self.0.proxies.contain(peer) { Peer::Proxy } else { Peer::Client };
        let arrival = self.0.places.receive(peer, kind);
        if arrival.is_none() {
            metrics::refused_at_edge("closed");
        }
        arrival
    }

    fn rates<T>(&self, ask: impl FnOnce(&mut Rates, Duration) -> T) -> T {
        ask(&mut self.0.rates.lock().unwrap_or_else(PoisonError::into_inner), self.0.started.elapsed())
    }

    /// Who sent it, if the listener or the embedding program said who is at the other end.
    fn client(&self, request: &Request) -> Option<ClientAddress> {
        let arrival = request.extensions().get::<Arc<Arrival>>().map(|arrival| arrival.peer);
        let told = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = arrival.or_else(told)?;
        if names_client(request.headers()) && is_private(peer) && !self.0.proxies.contain(peer) {
            self.suspect_proxy(peer);
        }
        Some(self.0.proxies.client(peer, request.headers()))
    }

    /// Once: whoever sends such a header decides how often it comes.
    fn suspect_proxy(&self, peer: IpAddr) {
        if !self.0.proxy_suspected.swap(true, Ordering::Relaxed) {
            tracing::warn!(%peer, "this looks like a proxy that is not in http.trusted_proxies; all its clients count as one address");
        }
    }

    /// What is asked of every request, in the order of what it costs.
    fn examine(&self, request: &Request, asked: &Asked) -> Result<(), Problem> {
        match asked.arrival.as_ref().map(|arrival| arrival.reception) {
            None | Some(Reception::Served) => {}
            Some(Reception::TooManyOfAddress) => return Err(too_many_connections()),
            Some(Reception::TooManyWaiting) => {
                metrics::refused_at_edge("handshakes");
                let detail = "too many connections wait for an answer; try again later";
                return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many handshakes", detail).retry_after(LATER));
            }
        }
        if let Some(address) = asked.address.filter(|_| asked.area != Area::Health) {
            self.rates(|rates, now| rates.request(address.counted_as(), now)).map_err(|wait| {
                metrics::refused_at_edge("requests");
                too_many("too many requests", "this address sends too many requests; slow down", wait)
            })?;
            if asked.credentials {
                self.may_log_in(address)?;
            }
        }
        let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        match asked.verdict {
            Verdict::ForeignHost => {
                metrics::refused_at_edge("host");
                let detail = "the server is open to this machine only and does not go by that name; use localhost, or list the name's \
                              origin in http.allowed_origins";
                Err(Problem::new(StatusCode::FORBIDDEN, "unknown host", detail))
            }
            Verdict::Foreign if changes || asked.upgrades => {
                metrics::refused_at_edge("origin");
                let detail = "web pages of this origin may not connect; the operator can list it in http.allowed_origins";
                Err(Problem::new(StatusCode::FORBIDDEN, "origin not allowed", detail))
            }
            _ => Ok(()),
        }
    }

    async fn answer(&self, mut request: Request, next: Next, asked: &Asked) -> Result<Response, Problem> {
        self.examine(&request, asked)?;
        if asked.area == Area::Rest && cors::is_preflight(&request) {
            return Ok(cors::preflight(asked.verdict));
        }
        // Behind a proxy a place is taken by each WebSocket, for the client that the proxy names.
        let behind_proxy = asked.address.filter(|_| asked.upgrades).zip(asked.arrival.as_ref());
        let place = match behind_proxy.filter(|(address, arrival)| address.0 != arrival.peer.to_canonical()) {
            Some((address, _)) => Some(self.0.places.of_address(address).ok_or_else(too_many_connections)?),
            None => None,
        };
        if content_length(request.headers()).is_some_and(|length| length > self.0.body.bytes) {
            return Err(self.crossed(Crossed::Size));
        }
        request.extensions_mut().insert(self.clone());
        if let Some(address) = asked.address {
            request.extensions_mut().insert(address);
        }
        let mut outcome = Outcome::default();
        let request = request.map(|body| {
            let (body, observed) = bounded(body, self.0.body);
            outcome = observed;
            body
        });
        let response = next.run(request).await;
        let status = response.status();
        if outcome.crossed() != Crossed::None && !status.is_success() {
            return Err(self.crossed(outcome.crossed()));
        }
        if let Some(address) = asked.address.filter(|_| response.extensions().get::<WrongCredentials>().is_some()) {
            self.note_failure(address);
        }
        if let (StatusCode::SWITCHING_PROTOCOLS, Some(place), Some(arrival)) = (status, place, &asked.arrival) {
            arrival.belongs_to(place);
        }
        Ok(response)
    }

    fn crossed(&self, bound: Crossed) -> Problem {
        let bytes = self.0.body.bytes;
        let problem = match bound {
            Crossed::Time => {
                metrics::refused_at_edge("body_time");
                Problem::new(StatusCode::REQUEST_TIMEOUT, "body too slow", "the body of the request took too long; send it again")
            }
            Crossed::Size | Crossed::None => {
                metrics::refused_at_edge("body_size");
                let detail = format!("the body of a request has at most {bytes} bytes; send less at a time");
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body too large", detail)
            }
        };
        // What is left of the body is not read, so the connection can't be used again.
        problem.with_header("connection", "close")
    }
}

/// Counts wrong credentials that come later than the request, within a WebSocket; they have one count with those of requests,
/// whose answers are marked as [`WrongCredentials`].
#[derive(Debug, Clone)]
pub struct Gatekeeper {
    edge: Edge,
    address: ClientAddress,
}

impl Gatekeeper {
    /// The one for the client of this request; `None` if nobody said what its address is.
    #[must_use]
    pub fn from_request<B>(request: &axum::http::Request<B>) -> Option<Self> {
        let extensions = request.extensions();
        Some(Self { edge: extensions.get::<Edge>()?.clone(), address: *extensions.get::<ClientAddress>()? })
    }

    /// Whether credentials of this client are looked at now; the error is how long to stay away.
    pub fn may_try(&self) -> Result<(), Duration> {
        self.edge.may_try(self.address)
    }

    /// They were wrong.
    pub fn failed(&self) {
        self.edge.note_failure(self.address);
    }
}

/// What is known about a request before it is handled.
#[derive(Debug)]
struct Asked {
    arrival: Option<Arc<Arrival>>,
    address: Option<ClientAddress>,
    verdict: Verdict,
    area: Area,
    upgrades: bool,
    credentials: bool,
}

/// The layer.
pub async fn keep(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let asked = Asked {
        arrival: request.extensions().get::<Arc<Arrival>>().cloned(),
        address: edge.client(&request),
        verdict: edge.0.origins.judge(headers),
        area: Area::of(request.uri().path()),
        upgrades: headers.contains_key(header::UPGRADE),
        credentials: carries_credentials(&request),
    };
    let origin = headers.get(header::ORIGIN).cloned();
    let answered = edge.answer(request, next, &asked).await;
    let is_refused = asked.arrival.as_ref().is_some_and(|arrival| arrival.reception != Reception::Served);
    let mut response = answered.unwrap_or_else(IntoResponse::into_response);
    let headers = response.headers_mut();
    if is_refused {
        headers.insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    }
    if asked.area == Area::Rest {
        cors::open_to(origin, asked.verdict, headers);
        cors::keep_private(headers);
    }
    cors::take_at_its_word(headers);
    if let Some(arrival) = &asked.arrival {
        arrival.answered();
    }
    response
}

/// Whether somebody may be trying credentials. Looks at names only.
fn carries_credentials(request: &Request) -> bool {
    let headers = request.headers();
    let named = |name, credential| {
        let values = headers.get_all(name).iter().filter_map(|value: &header::HeaderValue| value.to_str().ok());
        values.into_iter().any(|value| value.contains(credential))
    };
    let query = request.uri().query().unwrap_or_default();
    let names = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")).0);
    // A name that is escaped may be anything once it is decoded.
    let in_query = names.into_iter().any(|name| name == "token" || name == "share" || name.contains('%'));
    let in_headers = headers.contains_key(header::AUTHORIZATION)
        || named(header::COOKIE, COOKIE)
        || named(header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
    let path = request.uri().path();
    in_query || in_headers || path.starts_with("/api/auth/") || path == "/api/shares/use"
}

fn names_client(headers: &HeaderMap) -> bool {
    headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED)
}

/// Whether an address is of this machine or of a network beside it, where proxies stand.
fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_many_connections() -> Problem {
    metrics::refused_at_edge("connections");
    too_many("too many connections", "this address has too many connections; close some", LATER)
}

fn too_many(title: &'static str, detail: &'static str, wait: Duration) -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, title, detail).retry_after(wait)
}
