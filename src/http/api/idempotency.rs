//! `Idempotency-Key`: a layer around all writing routes. A request with a key is carried out once; sent again, it gets the answer of
//! the first time. It is carried out to its end even if its client goes away meanwhile. Format: draft-ietf-httpapi-idempotency-key-header.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::MOST_BODY;
use super::credentials::credentials;
use super::request::{bytes, origin};
use crate::access::{Action, Identity, Source};
use crate::app::App;
use crate::features::idempotency::{Again, Answer, Keyed, Outcome, Running, Verdict};
use crate::features::{Credentials, records};
use crate::http::denials::Seen;
use crate::http::problem::Problem;
use crate::http::visits;
use crate::protocol::DocumentId;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The longest key.
const LONGEST: usize = 255;

/// The largest answer that is kept.
const LARGEST: usize = 256 * 1024;

/// Headers that belong to an answer that is kept.
const KEPT: &[&str] = &["content-type", "location", "etag", "yrsa-version"];

/// In the extensions of an answer: the request may or may not have been carried out.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Uncertain;

/// What to do with answers of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    /// Keep them.
    None,
    /// They hold a secret: it is noted that there was one, and nothing else.
    Answer,
    /// The request itself is about passwords and tokens: keys are ignored.
    Route,
}

fn secrecy(path: &str) -> Secrecy {
    if path.starts_with("/api/auth/") || path == "/api/shares/use" {
        Secrecy::Route
    } else if path.ends_with("/shares")
        || path == "/api/webhooks"
        || path.ends_with("/rotate")
        || path == "/api/runs/claim"
        || path.ends_with("/session/join")
    {
        Secrecy::Answer
    } else {
        Secrecy::None
    }
}

/// Whether keys count at this path, for those requests that write.
pub(super) fn takes_keys(path: &str) -> bool {
    path.starts_with("/api/") && secrecy(path) != Secrecy::Route
}

/// Carrying out a request a second time does no harm if it says how things are to be, and not by how much they change. An update
/// of Yjs is known the second time.
fn again(method: &Method, path: &str, headers: &HeaderMap) -> Again {
    let is_json_patch =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json-patch"));
    let harmless = match *method {
        Method::PUT | Method::DELETE => true,
        Method::PATCH => !is_json_patch,
        _ => path.ends_with("/restore") || path.ends_with("/update") || path.ends_with("/cancel"),
    };
    if harmless { Again::Harmless } else { Again::Harmful }
}

/// The most a body may have here. Large ones are read only from those who may edit the document they are for.
fn most_body(app: &App, caller: &Identity, method: &Method, path: &str) -> Result<usize, Problem> {
    let (json, message) = (app.config.limits.json.as_u64(), app.config.limits.message.as_u64());
    let mut names = path.split('/').skip(1);
    let route = [names.next(), names.next(), names.next(), names.next(), names.next()].map(Option::unwrap_or_default);
    let most = match (method, route) {
        (&Method::POST, ["api", "documents", "", "", ""]) => json,
        (&Method::PATCH, ["api", "documents", document, "content", ""]) => may_edit(app, caller, document).map(|()| json)?,
        (&Method::POST, ["api", "documents", document, "update", ""]) => may_edit(app, caller, document).map(|()| message)?,
        _ => MOST_BODY as u64,
    };
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

fn may_edit(app: &App, caller: &Identity, document: &str) -> Result<(), Problem> {
    let document = DocumentId::from_url_path(document);
    let document = document.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))?;
    visits::role(app, caller, &document, Action::Edit).map(|_| ())
}

fn hex(hash: impl AsRef<[u8]>) -> String {
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Against whose limits keys are counted, and whose they are: who is nobody in particular has those of their token or link, and all
/// who come by one share link have room together.
fn owner(identity: &Identity, shown: &Credentials) -> (String, String) {
    let counted = match identity.source {
        Source::Open if identity.is_anonymous() => "nobody".to_owned(),
        _ => identity.counted_as().to_string(),
    };
    if !identity.is_anonymous() {
        return (counted, String::new());
    }
    let secret = shown.token.as_deref().or(shown.share.as_deref()).unwrap_or_default();
    (counted, hex(Sha256::digest(secret)))
}

/// What makes a request this one and no other. Credentials in the query may change between attempts; what the token grants may not:
/// a kept answer is for who could ask for it.
fn hash(request: &axum::http::request::Parts, body: &[u8], caller: &Identity) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(request.method.as_str().as_bytes());
    part(request.uri.path().as_bytes());
    let is_about_who = |pair: &&str| ["token", "share", "name"].contains(&pair.split('=').next().unwrap_or_default());
    for pair in request.uri.query().unwrap_or_default().split('&').filter(|pair| !is_about_who(pair)) {
        part(pair.as_bytes());
    }
    for name in [header::CONTENT_TYPE, header::IF_MATCH] {
        part(request.headers.get(name).map_or(&[], HeaderValue::as_bytes));
    }
    part(body);
    part(&[u8::from(caller.admin)]);
    for (scope, role) in caller.grants.iter() {
        part(scope.as_str().as_bytes());
        part(role.as_str().as_bytes());
    }
    part(b"shares");
    caller.shares.iter().for_each(|share| part(share.as_bytes()));
    hex(hash.finalize())
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut keys = headers.get_all(KEY).iter();
    let (Some(key), None) = (keys.next(), keys.next()) else {
        return if headers.contains_key(KEY) { Err(invalid()) } else { Ok(None) };
    };
    let key = key.to_str().unwrap_or_default();
    let is_key = (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_key { Ok(Some(key.to_owned())) } else { Err(invalid()) }
}

fn invalid() -> Problem {
    let detail = "an idempotency key has 1 to 255 visible ASCII characters";
    Problem::new(StatusCode::BAD_REQUEST, "invalid idempotency key", detail)
}

/// The layer.
pub(super) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let writes = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH | Method::DELETE);
    if !writes || !request.headers().contains_key(KEY) || secrecy(request.uri().path()) == Secrecy::Route {
        return next.run(request).await;
    }
    answer(app, request, next).await.unwrap_or_else(axum::response::IntoResponse::into_response)
}

async fn answer(app: App, request: Request, next: Next) -> Result<Response, Problem> {
    let Some(key) = key(request.headers())? else { return Ok(next.run(request).await) };
    let shown = credentials(request.headers(), request.uri(), &app.config.http.allowed_origins);
    let shown = Credentials { origin: origin(request.extensions()), ..shown };
    let caller = app.guard.identify(&shown).await?;
    Seen::of(request.extensions()).note(&caller);
    app.guard.count_request(&caller)?;
    let path = request.uri().path().to_owned();
    let (mut parts, body) = request.into_parts();
    let most = most_body(&app, &caller, &parts.method, &path)?;
    let body = bytes(Request::new(body), most).await?;
    let (user, holder) = owner(&caller, &shown);
    let keyed =
        Keyed { user, holder, key, hash: hash(&parts, &body, &caller), again: again(&parts.method, &path, &parts.headers) };
    let (all, now_ms) = (Arc::clone(&app.idempotency), app.guard.now_ms());
    // The handler does not identify the caller again: with a share that would count twice.
    parts.extensions.insert(super::request::Identified(caller));
    let request = Request::from_parts(parts, Body::from(body));
    let once = async move {
        match records::blocking(move || all.begin(keyed, now_ms)).await? {
            Verdict::Go(running) => Ok(carry_out(running, request, next, secrecy(&path)).await),
            verdict => refused(verdict),
        }
    };
    // Goes on when the client goes away, so that what was noted as begun is carried out, and what was done is known.
    let answered = app.rooms.tracker().spawn_on(once, app.rooms.runtime()).await;
    answered.unwrap_or_else(|_| {
        Err(Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal error",
            "the operator finds the reason in the log, by x-request-id",
        ))
    })
}

async fn carry_out(running: Running, request: Request, next: Next, secrecy: Secrecy) -> Response {
    let (mut parts, body) = next.run(request).await.into_parts();
    let status = parts.status;
    // What does not fit is answered and not kept.
    let (body, kept) = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => (bytes.clone(), Some(bytes).filter(|bytes| bytes.len() <= LARGEST)),
        Err(_) => (Bytes::new(), None),
    };
    let outcome = if status.is_success() {
        let body = kept.filter(|_| secrecy == Secrecy::None).and_then(|body| String::from_utf8(body.into()).ok());
        body.map_or(Outcome::DoneInSilence, |body| Outcome::Done(kept_answer(status, &parts.headers, body)))
    } else if status == StatusCode::INTERNAL_SERVER_ERROR || parts.extensions.remove::<Uncertain>().is_some() {
        Outcome::Unknown
    } else {
        Outcome::Nothing
    };
    if let Err(error) = records::blocking(move || running.finish(outcome)).await {
        tracing::warn!(%error, "the answer to a request with an idempotency key is not kept");
    }
    Response::from_parts(parts, Body::from(body))
}

fn kept_answer(status: StatusCode, headers: &HeaderMap, body: String) -> Answer {
    let kept = KEPT.iter().filter_map(|name| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.to_owned())));
    Answer { status: status.as_u16(), headers: kept.collect(), body }
}

/// The answer to a request that is not carried out.
fn refused(verdict: Verdict) -> Result<Response, Problem> {
    let conflict = |detail| Problem::new(StatusCode::CONFLICT, "idempotency key in use", detail);
    Err(match verdict {
        Verdict::Go(_) => return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        Verdict::Repeat(answer) => {
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
            let mut response = (status, answer.body).into_response();
            response.headers_mut().remove(header::CONTENT_TYPE);
            for (name, value) in answer.headers {
                if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                    response.headers_mut().insert(name, value);
                }
            }
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
            return Ok(response);
        }
        Verdict::Silence => {
            conflict("the request was carried out before; its answer held a secret or was large, and was not kept")
        }
        Verdict::UnderWay => conflict("the request is being carried out; try again later").retry_after(Duration::from_secs(1)),
        Verdict::CutOff => {
            conflict("the request was cut off and may have been carried out; look, and send it with another key if it was not")
        }
        Verdict::Other => {
            let detail = "this key was sent with another request, or by a token that grants something else; use a key for one request only";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency key reused", detail)
        }
        Verdict::TooMany => {
            let detail = "100000 keys or 64 MiB of answers are kept for you already; those of a day ago are let go of";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many idempotency keys", detail)
                .retry_after(Duration::from_secs(3600))
        }
    })
}
