//! `/api/documents/{scope}/content` and `…/update`: what is in a document, read and changed by a short visit in its room, under the
//! rules that hold for every client. What is answered with 2xx is on disk.

mod forms;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use self::forms::Form;
use super::idempotency::Uncertain;
use super::refusals::{
    BodyRefusals, Changed, Conflict, Locked, NotAcceptable, NotFound, Refusals, Refused as CantBeDone, TooLarge, WrongType,
};
use super::request::{Caller, InQuery, InScope, bytes};
use super::schemas::live::PatchOperation;
use crate::access::{Action, Identity};
use crate::app::App;
use crate::document::Kind;
use crate::document::kinds::{self, nesting};
use crate::features::{Refused, records};
use crate::http::problem::Problem;
use crate::http::visits;
use crate::protocol::DocumentId;
use crate::protocol::live::Edit;
use crate::room::outbox::{self, Done};
use crate::room::visit::{Visit, VisitError};

/// The version of the content that an answer shows.
const VERSION: HeaderName = HeaderName::from_static("yrsa-version");

const JSON_PATCH: &str = "application/json-patch+json";
const MERGE_PATCH: &str = "application/merge-patch+json";

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The form; without it `Accept` decides.
    #[param(inline)]
    format: Option<Form>,
    /// What the caller has, as a Yjs state vector in base64url: the update is only what is missing there.
    state_vector: Option<String>,
}

/// Content as JSON.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Content, example = json!({
    "document": "acme/board/roadmap", "version": 42,
    "content": { "columns": { "todo": { "title": "To do", "order": "a0" } }, "cards": {} },
}))]
struct Content {
    /// The document's id.
    document: String,
    /// The position of its update log.
    version: u64,
    /// Its roots; what they are is described with each kind.
    #[schema(value_type = Object)]
    content: Box<RawValue>,
}

/// What does not fit a document's kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContentProblems, example = json!({
    "problems": [{ "path": "/edges/e1/source", "message": "there is no such node" }],
}))]
struct Problems {
    problems: Vec<Oddity>,
}

/// Something that does not fit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContentProblem, example = json!({ "path": "/edges/e1/source", "message": "there is no such node" }))]
struct Oddity {
    /// Where, as a JSON pointer (RFC 6901).
    path: String,
    message: String,
}

/// What became of a change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContentChanged, example = json!({ "version": 43, "changed": true }))]
struct Written {
    /// The version of the document that has it.
    version: u64,
    /// Whether anything had to change for it.
    changed: bool,
}

impl From<Done> for Written {
    fn from(done: Done) -> Self {
        Self { version: done.version, changed: done.change == outbox::Changed::Yes }
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    // Bounded by `limits.json` and `limits.message`.
    OpenApiRouter::default()
        .routes(routes!(read))
        .routes(routes!(problems))
        .routes(routes!(patch).layer(DefaultBodyLimit::disable()))
        .routes(routes!(update).layer(DefaultBodyLimit::disable()))
}

/// A document that exists, with a place in its room: while that is held, the id is no other document's.
struct Found {
    visit: Visit,
    /// When the document was created.
    born: u64,
}

/// Goes into the room of a document that exists.
async fn visit(app: &App, caller: &Identity, document: &DocumentId, action: Action) -> Result<Found, Problem> {
    visits::role(app, caller, document, action)?;
    let (guard, id) = (app.guard.clone(), document.clone());
    if !records::blocking(move || guard.documents.exists(&id)).await? {
        return Err(Refused::Unknown("document").into());
    }
    let visit = visits::begin(app, caller, document, action).await?;
    let (guard, id) = (app.guard.clone(), document.clone());
    let born = records::blocking(move || guard.documents.born(&id)).await?.ok_or(Refused::Unknown("document"))?;
    Ok(Found { visit, born })
}

/// The etag of content: which document of this id, its version, the form. `If-Match` compares the first two.
fn etag(born: u64, version: u64, form: Form) -> String {
    format!("\"{born:x}.{version}.{}\"", form.name())
}

/// The version that an etag of this document names.
fn version_in(tag: &str, born: u64) -> Option<u64> {
    let mut parts = tag.split('.');
    let of = u64::from_str_radix(parts.next()?, 16).ok()?;
    parts.next()?.parse().ok().filter(|_| of == born)
}

/// The content of a document
///
/// As JSON, text, Markdown, Yjs update or state vector. For those who may read it.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/content",
    tag = "content",
    operation_id = "get_content",
    params(
        InScope, Wanted,
        ("if-none-match" = Option<String>, Header, description = "The etag of an answer that the caller has."),
    ),
    responses(
        (status = 200, description = "The content. `etag` and `yrsa-version` are set.", content(
            (Content = "application/json"),
            (String = "text/plain", example = "Roadmap"),
            (String = "text/markdown", example = "# Roadmap"),
            (Vec<u8> = "application/octet-stream"),
        )),
        (status = 304, description = "The caller has it."),
        Refusals, (status = 404, response = NotFound),
        (status = 406, response = NotAcceptable), (status = 413, response = TooLarge),
    ),
)]
async fn read(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InQuery(wanted): InQuery<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let document = scope.document()?;
    let form = wanted.format.map_or_else(|| Form::accepted(&headers), Ok)?;
    let has = state_vector(form, wanted.state_vector.as_deref())?;
    let Found { visit, born } = visit(&app, &caller, &document, Action::Read).await?;
    let vary = (header::VARY, HeaderValue::from_static("accept"));
    // Read before the content: a caller with this version may have more, never less.
    let version = visit.version().await.map_err(visits::refused)?;
    let tag = etag(born, version, form);
    if super::documents::is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [vary], [(header::ETAG, tag)]).into_response());
    }
    let (version, body) = match form {
        Form::Json => {
            let (version, content) = visit.content().await.map_err(visits::refused)?;
            (version, whole(&document, version, &content)?)
        }
        Form::Text | Form::Markdown => {
            let (version, content) = visit.content().await.map_err(visits::refused)?;
            let in_words = if form == Form::Text { kinds::text_of } else { kinds::markdown_of };
            (version, with_content(&app, &document, content, in_words).await?.into())
        }
        Form::StateVector => (version, visit.state_vector().await.map_err(visits::refused)?),
        Form::Update | Form::Diff => (version, visit.read_missing(has).await.map_err(visits::refused)?),
    };
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type())), vary, (VERSION, HeaderValue::from(version))];
    Ok((headers, [(header::ETAG, etag(born, version, form))], Body::from(body)).into_response())
}

/// What the caller has: nothing, unless they say so.
fn state_vector(form: Form, encoded: Option<&str>) -> Result<Bytes, Problem> {
    let invalid = |detail| Problem::new(StatusCode::BAD_REQUEST, "invalid query", detail);
    match (form, encoded) {
        (Form::Diff, None) => Err(invalid("a diff takes state_vector")),
        (Form::Update | Form::Diff, Some(encoded)) => {
            let decoded = URL_SAFE_NO_PAD.decode(encoded.trim_end_matches('='));
            decoded.map(Bytes::from).map_err(|_| invalid("state_vector is a Yjs state vector in base64url"))
        }
        (_, Some(_)) => Err(invalid("state_vector goes with the formats update and diff")),
        // A state vector without clients.
        (_, None) => Ok(Bytes::from_static(&[0])),
    }
}

fn whole(document: &DocumentId, version: u64, content: &Bytes) -> Result<Bytes, Problem> {
    let broken = |_| Problem::from(Refused::Broken("content is no JSON"));
    let content: Box<RawValue> = serde_json::from_slice(content).map_err(broken)?;
    let shown = Content { document: document.as_str().to_owned(), version, content };
    serde_json::to_vec(&shown).map(Bytes::from).map_err(broken)
}

/// What does not fit the kind
///
/// A document is never refused for it: this tells what editors may stumble over. For those who may read it.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/problems",
    tag = "content",
    operation_id = "list_problems",
    params(InScope),
    responses(
        (status = 200, description = "What does not fit, at most 100 of it.", body = Problems),
        Refusals, (status = 404, response = NotFound), (status = 413, response = TooLarge),
    ),
)]
async fn problems(State(app): State<App>, Caller(caller): Caller, scope: InScope) -> Result<Json<Problems>, Problem> {
    let document = scope.document()?;
    let Found { visit, .. } = visit(&app, &caller, &document, Action::Read).await?;
    let (_, content) = visit.content().await.map_err(visits::refused)?;
    let found = with_content(&app, &document, content, Kind::problems).await?;
    let problems = found.into_iter().map(|problem| Oddity { path: problem.path, message: problem.message }).collect();
    Ok(Json(Problems { problems }))
}

/// What is done with content as JSON takes a while if it is large, and a deep stack if it is nested.
async fn with_content<T: Send + 'static>(
    app: &App,
    document: &DocumentId,
    content: Bytes,
    look: impl FnOnce(Kind, &Value) -> T + Send + 'static,
) -> Result<T, Problem> {
    let (guard, id) = (app.guard.clone(), document.clone());
    let looked = app.rooms.runtime().spawn_blocking(move || {
        let kind = guard.documents.entry(&id)?.map_or(Kind::default(), |entry| entry.kind);
        let content = nesting::read(&content).map_err(|_| Refused::Broken("content is no JSON"))?;
        Ok::<_, Refused>(look(kind, &content))
    });
    Ok(looked.await.map_err(|_| Refused::Broken("content could not be looked at"))??)
}

/// The only version that a change is for, if the caller says so.
async fn expected(headers: &HeaderMap, Found { visit, born }: &Found) -> Result<Option<u64>, Problem> {
    let Some(tags) = super::documents::tags_of(headers) else { return Ok(None) };
    let versions: Vec<u64> = tags.iter().filter_map(|tag| version_in(tag, *born)).collect();
    if let [version] = versions[..] {
        return Ok(Some(version));
    }
    let now = visit.version().await.map_err(visits::refused)?;
    if versions.contains(&now) { Ok(Some(now)) } else { Err(Refused::Outdated.into()) }
}

fn content_type(request: &Request) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase()
}

fn wrong_type(detail: &'static str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong content type", detail)
}

/// Change the content by JSON
///
/// By JSON Patch (RFC 6902) or merge patch (RFC 7396), as the fewest edits: what others write at the same time stays. All of it
/// happens or nothing. For editors.
#[utoipa::path(
    patch,
    path = "/api/documents/{scope}/content",
    tag = "content",
    operation_id = "change_content",
    params(InScope, ("if-match" = Option<String>, Header, description = "The version that is to be changed, as an etag.")),
    request_body(
        content(
            (Vec<PatchOperation> = "application/json-patch+json",
                example = json!([{ "op": "replace", "path": "/cards/c1/title", "value": "Fix login" }])),
            (Object = "application/merge-patch+json", example = json!({ "cards": { "c1": { "title": "Fix login" } } })),
        ),
    ),
    responses(
        (status = 200, description = "It is on disk. `etag` and `yrsa-version` are set.", body = Written),
        Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict), (status = 412, response = Changed),
        (status = 415, response = WrongType), (status = 422, response = CantBeDone), (status = 423, response = Locked),
    ),
)]
async fn patch(State(app): State<App>, Caller(caller): Caller, scope: InScope, request: Request) -> Result<Response, Problem> {
    let document = scope.document()?;
    // No body is read from who may not write, and no place in the room is taken while it comes.
    visits::role(&app, &caller, &document, Action::Edit)?;
    let (kind, headers) = (content_type(&request), request.headers().clone());
    let most = usize::try_from(app.config.limits.json.as_u64()).unwrap_or(usize::MAX);
    let edit = match &*kind {
        JSON_PATCH => {
            let body = bytes(request, most).await?;
            super::request::refuse_deep(&body)?;
            serde_json::from_slice(&body).map(Edit::Patch).map_err(|error| {
                // serde's text would repeat values.
                let detail = format!("the body is no JSON Patch (line {}, column {})", error.line(), error.column());
                Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail)
            })?
        }
        MERGE_PATCH => match super::request::json(&bytes(request, most).await?)? {
            patch @ Value::Object(_) => Edit::Merge(patch),
            _ => {
                return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid request", "a merge patch of a document is an object"));
            }
        },
        _ => {
            let accepted = "application/json-patch+json, application/merge-patch+json";
            return Err(wrong_type("a change is application/json-patch+json or application/merge-patch+json")
                .with_header("accept-patch", accepted));
        }
    };
    let found = visit(&app, &caller, &document, Action::Edit).await?;
    let expected = expected(&headers, &found).await?;
    written(found.visit.edit(edit, expected).await, found.born)
}

/// Write a Yjs update
///
/// What is known already changes nothing. An update that depends on one that is missing waits for it. For editors;
/// `If-Match` is refused.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/update",
    tag = "content",
    operation_id = "write_update",
    params(InScope),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "A Yjs update, version 1."),
    responses(
        (status = 200, description = "It is on disk. `etag` and `yrsa-version` are set.", body = Written),
        Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 415, response = WrongType), (status = 422, response = CantBeDone),
    ),
)]
async fn update(State(app): State<App>, Caller(caller): Caller, scope: InScope, request: Request) -> Result<Response, Problem> {
    let document = scope.document()?;
    visits::role(&app, &caller, &document, Action::Edit)?;
    if content_type(&request) != "application/octet-stream" {
        return Err(wrong_type("a Yjs update is application/octet-stream"));
    }
    // It would be promised what is not looked at.
    if super::documents::tags_of(request.headers()).is_some() {
        let detail = "an update is merged with whatever is there; if-match is for PATCH of the content";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail));
    }
    let most = usize::try_from(app.config.limits.message.as_u64()).unwrap_or(usize::MAX);
    let update = bytes(request, most).await?;
    let Found { visit, born } = visit(&app, &caller, &document, Action::Edit).await?;
    written(visit.write(update).await, born)
}

/// How a change went. If the room ended meanwhile, nobody knows.
fn written(result: Result<Done, VisitError>, born: u64) -> Result<Response, Problem> {
    let done = match result {
        Ok(done) => done,
        Err(error @ VisitError::Ended(_)) => {
            let mut response = visits::refused(error).into_response();
            if response.status() == StatusCode::SERVICE_UNAVAILABLE {
                response.extensions_mut().insert(Uncertain);
            }
            return Ok(response);
        }
        Err(error) => return Err(visits::refused(error)),
    };
    let (tag, version) = (etag(born, done.version, Form::Json), HeaderValue::from(done.version));
    Ok(([(header::ETAG, tag)], [(VERSION, version)], Json(Written::from(done))).into_response())
}
