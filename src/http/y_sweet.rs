//! The HTTP side of the y-sweet door, `/y-sweet/...`, for its SDKs: create a document, make a client token, read and write a
//! document as one update. Format: y-sweet `api_types.rs`, `js-pkg/sdk`. The document socket is in `sockets/y_sweet.rs`.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yrsa_storage::Health;

use super::api::credentials::credentials;
use super::api::not_for_that;
use super::api::refusals::{BodyRefusals, NotFound, Refusals, Refused};
use super::api::request::{self, InPath};
use super::paths::segment;
use super::problem::Problem;
use super::visits;
use crate::access::token::{Own, is_name};
use crate::access::{Action, Denied, Identity, Role};
use crate::app::App;
use crate::document::Kind;
use crate::features::guard::Issue;
use crate::features::{Credentials, Origin, documents};
use crate::protocol::DocumentId;

/// How long a client token holds unless the request says otherwise.
const VALID: Duration = Duration::from_secs(3_600);

/// And at most: a year.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3_600);

/// Bytes of a JSON body.
const BODY: usize = 64 * 1024;

/// All routes below `/y-sweet` but the sockets.
pub fn routes() -> Router<App> {
    Router::from(described())
        // SDKs put the id into the path as it is, slashes and all.
        .route("/y-sweet/doc/{*rest}", any(old))
        .method_not_allowed_fallback(async || not_for_that())
        // The edge bounds bodies, by `limits.request_body`.
        .layer(DefaultBodyLimit::disable())
}

fn described() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(ready))
        .routes(routes!(check_store, check_store_too))
        .routes(routes!(read))
        .routes(routes!(write))
}

/// What these routes say about themselves.
pub(super) fn description() -> OpenApi {
    // `old` finds these by the end of the path.
    let of_documents = OpenApiRouter::<App>::default()
        .routes(routes!(new_document))
        .routes(routes!(client_token))
        .routes(routes!(old_read))
        .routes(routes!(old_write));
    described().merge(of_documents).into_openapi()
}

/// That the server answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YSweetReady, example = json!({ "ok": true }))]
struct Ready {
    ok: bool,
}

/// Whether the server is there
#[utoipa::path(
    get,
    path = "/y-sweet/ready",
    tag = "y-sweet",
    operation_id = "y_sweet_ready",
    security(()),
    responses((status = 200, description = "It is.", body = Ready)),
)]
async fn ready() -> Json<Ready> {
    Json(Ready { ok: true })
}

/// Whether documents can be stored.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YSweetStore, example = json!({ "ok": true }))]
struct Store {
    ok: bool,
    /// What is wrong; the reason is in the log and in `/readyz`.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
}

/// Whether documents can be stored
///
/// For administrators: server tokens.
#[utoipa::path(
    get,
    path = "/y-sweet/check_store",
    tag = "y-sweet",
    operation_id = "y_sweet_check_store",
    responses((status = 200, description = "Whether they can.", body = Store), Refusals),
)]
async fn check_store(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Result<Json<Store>, Problem> {
    let caller = caller(&app, &headers, &uri).await?;
    must_be_admin(&app, &caller)?;
    Ok(Json(match app.committer.health() {
        Health::Healthy => Store { ok: true, error: None },
        Health::Failing { .. } => Store { ok: false, error: Some("the store can't be written now") },
    }))
}

/// Whether documents can be stored, as newer SDKs ask
///
/// For administrators: server tokens.
#[utoipa::path(
    post,
    path = "/y-sweet/check_store",
    tag = "y-sweet",
    operation_id = "y_sweet_check_store_post",
    responses((status = 200, description = "Whether they can.", body = Store), Refusals),
)]
async fn check_store_too(state: State<App>, headers: HeaderMap, uri: Uri) -> Result<Json<Store>, Problem> {
    check_store(state, headers, uri).await
}

/// Which document to make.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = YSweetNewDocument, example = json!({ "docId": "acme/notes" }))]
struct NewDocument {
    /// Its id; made up if it is missing.
    #[serde(rename = "docId")]
    #[schema(max_length = 512)]
    document: Option<String>,
}

/// A document that is there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YSweetDocument, example = json!({ "docId": "acme/notes" }))]
struct Made {
    #[serde(rename = "docId")]
    document: String,
}

/// Make a document
///
/// One that is there already stays as it is. For editors.
#[utoipa::path(
    post,
    path = "/y-sweet/doc/new",
    tag = "y-sweet",
    operation_id = "y_sweet_create_document",
    request_body = NewDocument,
    responses((status = 200, description = "It is there.", body = Made), Refusals, BodyRefusals),
)]
async fn new_document(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    create(&app, request).await
}

async fn create(app: &App, request: Request) -> Result<Response, Problem> {
    let caller = caller(app, request.headers(), request.uri()).await?;
    let NewDocument { document } = json_body(request).await?;
    let document = document_id(&document.unwrap_or_else(|| uuid::Uuid::now_v7().to_string()))?;
    if document.is_companion() {
        let detail = "ids that end in ~yrsa are the server's own; choose another";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "reserved document id", detail));
    }
    if !app.guard.access(&caller, &document)?.may(Action::Edit) {
        return Err(Denied::NoRight.into());
    }
    let named = document.clone();
    app.catalog.ensure(&app.rooms, &caller, documents::NewDocument::of_kind(named, Kind::default())).await?;
    Ok(Json(Made { document: document.as_str().to_owned() }).into_response())
}

/// What a client token is to be.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = YSweetTokenRequest, example = json!({ "authorization": "full", "userId": "ada", "validForSeconds": 3600 }))]
struct TokenRequest {
    /// `full` if it is missing.
    authorization: Option<Authorization>,
    /// In whose name; a guest's if it is missing.
    #[schema(min_length = 1, max_length = 256)]
    user_id: Option<String>,
    /// An hour if it is missing, a year at most.
    valid_for_seconds: Option<u64>,
}

/// What a client token allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = YSweetAuthorization)]
enum Authorization {
    /// Reading and writing.
    #[default]
    Full,
    /// Reading.
    ReadOnly,
}

/// What a client needs to connect.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = YSweetClientToken, example = json!({
    "url": "wss://yrsa.example.com/y-sweet/d/acme%2Fnotes/ws", "baseUrl": "https://yrsa.example.com/y-sweet/d/acme%2Fnotes",
    "docId": "acme/notes", "authorization": "full", "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl",
}))]
struct ClientToken {
    /// Of its socket.
    url: String,
    /// Of its HTTP routes.
    base_url: String,
    doc_id: String,
    authorization: Authorization,
    /// Missing in open mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// Make a client token
///
/// For one document. Whoever may do that decides in whose name, so it takes an administrator: a server token.
#[utoipa::path(
    post,
    path = "/y-sweet/doc/{document}/auth",
    tag = "y-sweet",
    operation_id = "y_sweet_client_token",
    params(("document" = String, Path, description = "The document's id.", min_length = 1, max_length = 512, example = "acme/notes")),
    request_body = TokenRequest,
    responses(
        (status = 200, description = "The token, and where to connect.", body = ClientToken),
        (status = 404, response = NotFound),
        Refusals,
        BodyRefusals,
    ),
)]
async fn client_token(State(app): State<App>, InPath(document): InPath<String>, request: Request) -> Result<Response, Problem> {
    authorize(&app, request, &document).await
}

async fn authorize(app: &App, request: Request, document: &str) -> Result<Response, Problem> {
    let caller = caller(app, request.headers(), request.uri()).await?;
    must_be_admin(app, &caller)?;
    let base = base_url(app, request.headers());
    let request: TokenRequest = json_body(request).await?;
    let document = document_id(document)?;
    if request.user_id.as_ref().is_some_and(|user| !is_name(user)) {
        let detail = "a user's id has 1 to 256 bytes without control characters";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail));
    }
    if !app.guard.documents.exists(&document)? {
        let detail = "there is no such document; create it with doc/new";
        return Err(Problem::new(StatusCode::NOT_FOUND, "no such document", detail));
    }
    let authorization = request.authorization.unwrap_or_default();
    let role = match authorization {
        Authorization::Full => Role::Editor,
        Authorization::ReadOnly => Role::Viewer,
    };
    let segment = segment(document.as_str());
    let mut answer = ClientToken {
        url: format!("{}/y-sweet/d/{segment}/ws", base.replacen("http", "ws", 1)),
        base_url: format!("{base}/y-sweet/d/{segment}"),
        doc_id: document.as_str().to_owned(),
        authorization,
        token: None,
    };
    if !app.guard.is_open() {
        let valid = request.valid_for_seconds.map_or(VALID, Duration::from_secs).min(LONGEST);
        let token = app.guard.issue(Issue {
            subject: request.user_id.unwrap_or_else(|| format!("guest-{}", uuid::Uuid::new_v4().simple())),
            expires_ms: app.guard.now_ms() + u64::try_from(valid.as_millis()).unwrap_or(u64::MAX),
            grants: [(document.as_str().to_owned(), role.as_str().to_owned())].into(),
            own: Own { exact: true, ..Own::default() },
            ..Issue::default()
        })?;
        answer.token = Some(token);
    }
    Ok(Json(answer).into_response())
}

/// The whole document
///
/// As one Yjs update (v1).
#[utoipa::path(
    get,
    path = "/y-sweet/d/{document}/as-update",
    tag = "y-sweet",
    operation_id = "y_sweet_read",
    params(("document" = String, Path, description = "The document's id.", min_length = 1, max_length = 512, example = "acme/notes")),
    responses(
        (status = 200, description = "The update.", body = Vec<u8>, content_type = "application/octet-stream"),
        Refusals,
    ),
)]
async fn read(
    State(app): State<App>,
    InPath(document): InPath<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    as_update(&app, &headers, &uri, &document).await
}

/// Change the document
///
/// By one Yjs update (v1). Answered when it is on disk.
#[utoipa::path(
    post,
    path = "/y-sweet/d/{document}/update",
    tag = "y-sweet",
    operation_id = "y_sweet_write",
    params(("document" = String, Path, description = "The document's id.", min_length = 1, max_length = 512, example = "acme/notes")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The update."),
    responses(
        (status = 200, description = "It is in the document, and stored."),
        (status = 422, response = Refused),
        Refusals,
        BodyRefusals,
    ),
)]
async fn write(State(app): State<App>, InPath(document): InPath<String>, request: Request) -> Result<Response, Problem> {
    update(&app, request, &document).await
}

/// The whole document, as older SDKs ask
///
/// As one Yjs update (v1).
#[utoipa::path(
    get,
    path = "/y-sweet/doc/{document}/as-update",
    tag = "y-sweet",
    operation_id = "y_sweet_read_old",
    params(("document" = String, Path, description = "The document's id.", min_length = 1, max_length = 512, example = "acme/notes")),
    responses(
        (status = 200, description = "The update.", body = Vec<u8>, content_type = "application/octet-stream"),
        Refusals,
    ),
)]
async fn old_read(
    State(app): State<App>,
    InPath(document): InPath<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    as_update(&app, &headers, &uri, &document).await
}

/// Change the document, as older SDKs ask
///
/// By one Yjs update (v1). Answered when it is on disk.
#[utoipa::path(
    post,
    path = "/y-sweet/doc/{document}/update",
    tag = "y-sweet",
    operation_id = "y_sweet_write_old",
    params(("document" = String, Path, description = "The document's id.", min_length = 1, max_length = 512, example = "acme/notes")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The update."),
    responses(
        (status = 200, description = "It is in the document, and stored."),
        (status = 422, response = Refused),
        Refusals,
        BodyRefusals,
    ),
)]
async fn old_write(State(app): State<App>, InPath(document): InPath<String>, request: Request) -> Result<Response, Problem> {
    update(&app, request, &document).await
}

/// The older routes, by the end of the path.
async fn old(State(app): State<App>, InPath(rest): InPath<String>, request: Request) -> Result<Response, Problem> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_post = request.method() == Method::POST;
    if rest == "new" {
        return if is_post { create(&app, request).await } else { Err(not_for_that().with_header("allow", "POST")) };
    }
    match (rest.strip_suffix("/as-update"), rest.strip_suffix("/auth"), rest.strip_suffix("/update")) {
        (Some(document), ..) if is_read => as_update(&app, request.headers(), request.uri(), document).await,
        (_, Some(document), _) if is_post => authorize(&app, request, document).await,
        (.., Some(document)) if is_post => update(&app, request, document).await,
        (Some(_), ..) => Err(not_for_that().with_header("allow", "GET,HEAD")),
        (None, None, None) => Err(no_route()),
        _ => Err(not_for_that().with_header("allow", "POST")),
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
    visits::role(app, &caller, &document, Action::Edit)?;
    let body = body(request, DefaultBodyLimit::disable()).await?;
    let visit = visits::begin(app, &caller, &document, Action::Edit).await?;
    visit.write(body).await.map_err(visits::refused)?;
    Ok(StatusCode::OK.into_response())
}

async fn caller(app: &App, headers: &HeaderMap, uri: &Uri) -> Result<Arc<Identity>, Problem> {
    let shown = credentials(headers, uri, &app.config.http.allowed_origins);
    let shown = Credentials { origin: Origin { address: None, door: "y-sweet" }, ..shown };
    let caller = app.guard.identify(&shown).await?;
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
    request::json(&body)
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

fn no_route() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no such route", "see docs/PROTOCOL.md for what y-sweet clients find here")
}
