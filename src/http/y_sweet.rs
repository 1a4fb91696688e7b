//! The HTTP side of the y-sweet door, `/y-sweet/...`, for its SDKs: create a document, make a client token, read and write a
//! document as one update. Format: y-sweet `api_types.rs`, `js-pkg/sdk`. The document socket is in `sockets/y_sweet.rs`.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;
use yrsa_storage::Health;

use super::api::credentials::credentials;
use super::problem::Problem;
use super::visits;
use crate::access::token::Own;
use crate::access::{Action, Denied, Identity, Role};
use crate::app::App;
use crate::features::documents::Creation;
use crate::features::guard::Issue;
use crate::protocol::DocumentId;

/// How long a client token holds unless the request says otherwise.
const VALID: Duration = Duration::from_secs(3_600);

/// And at most: a year.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3_600);

/// Bytes of a JSON body.
const BODY: usize = 64 * 1024;

/// All routes below `/y-sweet` but the sockets.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/y-sweet/ready", get(ready))
        .route("/y-sweet/check_store", get(check_store).post(check_store))
        .route("/y-sweet/d/{document}/as-update", get(read))
        .route("/y-sweet/d/{document}/update", post(write))
        // SDKs put the id into the path as it is, slashes and all.
        .route("/y-sweet/doc/{*rest}", get(old_get).post(old_post))
        // The edge bounds bodies, by `limits.request_body`.
        .layer(DefaultBodyLimit::disable())
}

async fn ready() -> Json<serde_json::Value> {
    Json(json!({ "ok": true }))
}

async fn check_store(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    let caller = caller(&app, &headers, &uri).await?;
    must_be_admin(&app, &caller)?;
    Ok(match app.committer.health() {
        Health::Healthy => Json(json!({ "ok": true })),
        // The reason is in the log and in /readyz.
        Health::Failing { .. } => Json(json!({ "ok": false, "error": "the store can't be written now" })),
    }
    .into_response())
}

#[derive(Default, Deserialize)]
struct NewDocument {
    #[serde(rename = "docId")]
    document: Option<String>,
}

async fn create(app: &App, request: Request) -> Result<Response, Problem> {
    let caller = caller(app, request.headers(), request.uri()).await?;
    let NewDocument { document } = json_body(request).await?;
    let document = document_id(&document.unwrap_or_else(|| uuid::Uuid::now_v7().to_string()))?;
    if !app.guard.access(&caller, &document)?.may(Action::Edit) {
        return Err(Denied::NoRight.into());
    }
    let named = document.clone();
    app.guard
        .blocking(move |guard| {
            let creation = Creation { created_ms: guard.now_ms(), created_by: caller.user.id.to_string() };
            guard.documents.create(&named, &creation)
        })
        .await?;
    Ok(Json(json!({ "docId": document.as_str() })).into_response())
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TokenRequest {
    authorization: Option<Authorization>,
    user_id: Option<String>,
    valid_for_seconds: Option<u64>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Authorization {
    #[default]
    Full,
    ReadOnly,
}

/// Makes a client token. Whoever may do that decides in whose name, so it takes an administrator: a server token.
async fn authorize(app: &App, request: Request, document: &str) -> Result<Response, Problem> {
    let caller = caller(app, request.headers(), request.uri()).await?;
    must_be_admin(app, &caller)?;
    let base = base_url(app, request.headers());
    let request: TokenRequest = json_body(request).await?;
    let document = document_id(document)?;
    if !app.guard.documents.exists(&document)? {
        let detail = "there is no such document; create it with doc/new";
        return Err(Problem::new(StatusCode::NOT_FOUND, "no such document", detail));
    }
    let authorization = request.authorization.unwrap_or_default();
    let (role, word) = match authorization {
        Authorization::Full => (Role::Editor, "full"),
        Authorization::ReadOnly => (Role::Viewer, "read-only"),
    };
    let segment = segment(document.as_str());
    let mut answer = json!({
        "url": format!("{}/y-sweet/d/{segment}/ws", base.replacen("http", "ws", 1)),
        "baseUrl": format!("{base}/y-sweet/d/{segment}"),
        "docId": document.as_str(),
        "authorization": word,
    });
    if !app.guard.is_open() {
        let valid = request.valid_for_seconds.map_or(VALID, Duration::from_secs).min(LONGEST);
        let token = app.guard.issue(Issue {
            subject: request.user_id.unwrap_or_else(|| format!("guest-{}", uuid::Uuid::new_v4().simple())),
            expires_ms: app.guard.now_ms() + u64::try_from(valid.as_millis()).unwrap_or(u64::MAX),
            grants: [(document.as_str().to_owned(), role.as_str().to_owned())].into(),
            own: Own { exact: true, ..Own::default() },
            ..Issue::default()
        })?;
        answer["token"] = token.into();
    }
    Ok(Json(answer).into_response())
}

async fn read(State(app): State<App>, Path(document): Path<String>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    as_update(&app, &headers, &uri, &document).await
}

async fn write(State(app): State<App>, Path(document): Path<String>, request: Request) -> Result<Response, Problem> {
    update(&app, request, &document).await
}

async fn old_get(State(app): State<App>, Path(rest): Path<String>, headers: HeaderMap, uri: Uri) -> Result<Response, Problem> {
    match rest.strip_suffix("/as-update") {
        Some(document) => as_update(&app, &headers, &uri, document).await,
        None => Err(no_route()),
    }
}

async fn old_post(State(app): State<App>, Path(rest): Path<String>, request: Request) -> Result<Response, Problem> {
    if rest == "new" {
        return create(&app, request).await;
    }
    match (rest.strip_suffix("/auth"), rest.strip_suffix("/update")) {
        (Some(document), _) => authorize(&app, request, document).await,
        (_, Some(document)) => update(&app, request, document).await,
        _ => Err(no_route()),
    }
}

/// The whole document as one update.
async fn as_update(app: &App, headers: &HeaderMap, uri: &Uri, document: &str) -> Result<Response, Problem> {
    let caller = caller(app, headers, uri).await?;
    let document = document_id(document)?;
    let visit = visits::begin(app, &caller, &document, Action::Read).await?;
    let whole = visit.read_whole().await.map_err(visits::refused)?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], whole).into_response())
}

/// Takes an update; answered when it is durable. Nothing is read from who may not write, and no place in the
/// room is taken while the body comes.
async fn update(app: &App, request: Request, document: &str) -> Result<Response, Problem> {
    let caller = caller(app, request.headers(), request.uri()).await?;
    let document = document_id(document)?;
    if !app.guard.access(&caller, &document)?.may(Action::Edit) {
        return Err(Denied::NoRight.into());
    }
    let body = body(request, DefaultBodyLimit::disable()).await?;
    let visit = visits::begin(app, &caller, &document, Action::Edit).await?;
    visit.write(body).await.map_err(visits::refused)?;
    Ok(StatusCode::OK.into_response())
}

async fn caller(app: &App, headers: &HeaderMap, uri: &Uri) -> Result<Arc<Identity>, Problem> {
    let caller = app.guard.identify(&credentials(headers, uri, &app.config.http.allowed_origins)).await?;
    app.guard.count_request(&caller)?;
    Ok(caller)
}

fn must_be_admin(app: &App, caller: &Identity) -> Result<(), Problem> {
    if app.guard.is_admin(caller)? { Ok(()) } else { Err(Denied::NoRight.into()) }
}

fn document_id(id: &str) -> Result<DocumentId, Problem> {
    DocumentId::new(id).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))
}

async fn body(mut request: Request, limit: DefaultBodyLimit) -> Result<Bytes, Problem> {
    limit.apply(&mut request);
    Bytes::from_request(request, &()).await.map_err(|refused| {
        if refused.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body too large", "a body has at most 64 KiB here")
        } else {
            Problem::new(StatusCode::BAD_REQUEST, "invalid request", "the body could not be read")
        }
    })
}

async fn json_body<T: Default + for<'de> Deserialize<'de>>(request: Request) -> Result<T, Problem> {
    let body = body(request, DefaultBodyLimit::max(BODY)).await?;
    if body.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(&body).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid request", error.to_string()))
}

/// Where clients reach this server: as configured, or as this one did.
fn base_url(app: &App, headers: &HeaderMap) -> String {
    let configured = app.config.http.public_url.trim_end_matches('/');
    if !configured.is_empty() {
        return configured.to_owned();
    }
    let scheme = if app.config.tls.is_on() { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}", host.map_or_else(|| app.config.listen.to_string(), str::to_owned))
}

/// An id as one segment of a path.
fn segment(id: &str) -> String {
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => segment.push(char::from(byte)),
            other => segment.push_str(&format!("%{other:02X}")),
        }
    }
    segment
}

fn no_route() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no such route", "see docs/PROTOCOL.md for what y-sweet clients find here")
}
