//! `/api/documents/{scope}/locks`: parts of a document that somebody has for themselves. Readers see them, editors take them, owners
//! break anybody's. The work is `features::locks`'; `session.rs` takes from here who acts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, By, InPath, InScope};
use crate::access::{Action, Identity};
use crate::app::App;
use crate::event::Author;
use crate::features::locks::{Acquired, NewLock, Path};
use crate::features::rules::Act;
use crate::features::{locks, records};
use crate::http::paths;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// A lock that somebody wants.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLock, example = json!({ "path": "/cards/c1", "reason": "rewriting the description", "seconds": 600 }))]
struct Wanted {
    /// A JSON pointer, the root first; empty for the whole document.
    #[serde(default)]
    #[schema(max_length = 1024)]
    path: String,
    /// Why.
    #[schema(max_length = 256)]
    reason: Option<String>,
    /// How long it lasts; 1800 if missing.
    #[schema(minimum = 10, maximum = 86400)]
    seconds: Option<u32>,
    /// Ends so many seconds after its holder left the document.
    #[schema(minimum = 0, maximum = 600)]
    release_on_leave: Option<u32>,
}

/// How much longer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LockRenewal, example = json!({ "seconds": 600 }))]
struct Renewal {
    /// How long it lasts from now; as long as before if missing.
    #[schema(minimum = 10, maximum = 86400)]
    seconds: Option<u32>,
}

/// A part of a document that its holder alone may change. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Lock, example = json!({
    "id": "018bcfe5-6800-7000-8000-000000000000", "document": "acme/board", "path": "/cards/c1",
    "holder": { "id": "ada", "name": "Ada" }, "reason": "rewriting the description", "acquired_at": 1_700_000_000_000_u64,
    "renewed_at": 1_700_000_000_000_u64, "expires_at": 1_700_000_600_000_u64, "release_on_leave": null,
}))]
struct Shown {
    /// A UUID that grows with time.
    id: String,
    document: String,
    /// A JSON pointer; empty for the whole document.
    path: String,
    holder: Author,
    #[schema(required)]
    reason: Option<String>,
    acquired_at: u64,
    /// When it was last made to last longer.
    renewed_at: u64,
    /// When it ends by itself.
    expires_at: u64,
    /// Ends so many seconds after its holder left; `null`: leaving ends nothing.
    #[schema(required)]
    release_on_leave: Option<u32>,
}

/// Locks of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Locks, example = json!({ "locks": [] }))]
struct List {
    /// The oldest first.
    locks: Vec<Shown>,
}

impl Shown {
    fn new(document: &DocumentId, lock: locks::Lock) -> Self {
        Self {
            id: lock.id,
            document: document.as_str().to_owned(),
            path: lock.path,
            holder: lock.holder,
            reason: lock.reason,
            acquired_at: lock.acquired_at,
            renewed_at: lock.renewed_at,
            expires_at: lock.expires_at,
            release_on_leave: lock.release_on_leave,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list, acquire)).routes(routes!(read, end)).routes(routes!(renew))
}

/// The document of a request, and who acts there, if the caller may do that.
pub(super) async fn entered(
    app: &App,
    (scope, By(caller, doer)): (&InScope, &By),
    action: Action,
) -> Result<(DocumentId, Act), Problem> {
    let (document, role) = super::entered::entered(app, caller, scope, action).await?;
    Ok((document, Act { by: doer.clone(), role, now: app.guard.now_ms() }))
}

/// What somebody has for themselves has to be theirs with the next request, too.
pub(super) fn must_be_somebody(caller: &Identity) -> Result<(), Problem> {
    if caller.is_lasting() {
        return Ok(());
    }
    let detail = "nobody would know you again with the next request: give a name (?name=), sign in, or exchange the share link \
        for a token first (POST /api/shares/use)";
    Err(Problem::new(StatusCode::CONFLICT, "give a name", detail))
}

fn held_by_another(document: &DocumentId, lock: locks::Lock) -> Problem {
    let shown = serde_json::to_value(Shown::new(document, lock)).unwrap_or_default();
    let detail = "somebody else has this, or a part of it, for themselves; the member `lock` says who and until when";
    Problem::new(StatusCode::CONFLICT, "locked", detail).with_member("lock", shown)
}

/// The locks of a document
///
/// Those that hold now, the oldest first; at most 256. For readers.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/locks",
    tag = "locks",
    operation_id = "list_locks",
    params(InScope),
    responses((status = 200, description = "All of them.", body = List), Refusals),
)]
async fn list(State(app): State<App>, by: By, scope: InScope) -> Result<Json<List>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Read).await?;
    let (all, asked) = (Arc::clone(&app.locks), document.clone());
    let locks = records::blocking(move || all.list(&asked, act.now)).await?;
    Ok(Json(List { locks: locks.into_iter().map(|lock| Shown::new(&document, lock)).collect() }))
}

/// Take a lock
///
/// Nobody else changes then what lies at the path, until the lock ends. The caller's own lock on the same path is renewed. A lock of
/// somebody else on the path, above it or below it is a conflict: `title` is `locked`, and the member `lock` is the other lock. For
/// editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/locks",
    tag = "locks",
    operation_id = "acquire_lock",
    params(InScope),
    request_body = Wanted,
    responses((status = 201, description = "The lock; `location` says where it is read.", body = Shown),
        (status = 200, description = "The caller's own lock, renewed.", body = Shown), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn acquire(State(app): State<App>, by: By, scope: InScope, Body(wanted): Body<Wanted>) -> Result<Response, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Edit).await?;
    must_be_somebody(&by.0)?;
    let path =
        Path::new(&wanted.path).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid request", error.to_string()))?;
    let Wanted { reason, seconds, release_on_leave, .. } = wanted;
    let wanted = NewLock { path, reason, seconds, release_on_leave };
    match app.locks.acquire(&document, wanted, act).await? {
        Acquired::Renewed(lock) => Ok(Json(Shown::new(&document, lock)).into_response()),
        Acquired::Held(other) => Err(held_by_another(&document, other)),
        Acquired::New(lock) => {
            let place = format!("/api/documents/{}/locks/{}", paths::segment(document.as_str()), lock.id);
            let mut answer = (StatusCode::CREATED, Json(Shown::new(&document, lock))).into_response();
            if let Ok(place) = HeaderValue::from_str(&place) {
                answer.headers_mut().insert(header::LOCATION, place);
            }
            Ok(answer)
        }
    }
}

/// A lock
///
/// For readers of the document. One that has ended is not found.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/locks/{lock}",
    tag = "locks",
    operation_id = "read_lock",
    params(InScope, ("lock" = String, Path, description = "The lock's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "The lock.", body = Shown), Refusals, (status = 404, response = NotFound)),
)]
async fn read(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, lock)): InPath<(String, String)>,
) -> Result<Json<Shown>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Read).await?;
    let (all, asked) = (Arc::clone(&app.locks), document.clone());
    let lock = records::blocking(move || all.get(&asked, &lock, act.now)).await?;
    Ok(Json(Shown::new(&document, lock)))
}

/// Make a lock last longer
///
/// From now on as long as it was taken for, or as the request says. For its holder; one that has ended is not found.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/locks/{lock}/renew",
    tag = "locks",
    operation_id = "renew_lock",
    params(InScope, ("lock" = String, Path, description = "The lock's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = Renewal,
    responses((status = 200, description = "The lock.", body = Shown), Refusals, BodyRefusals, (status = 404, response = NotFound)),
)]
async fn renew(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, lock)): InPath<(String, String)>,
    Body(wanted): Body<Renewal>,
) -> Result<Json<Shown>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Edit).await?;
    let renewed = app.locks.renew(&document, &lock, wanted.seconds, act).await?;
    Ok(Json(Shown::new(&document, renewed)))
}

/// End a lock
///
/// Its holder releases it; an owner of the document breaks it, whosever it is. For anybody else it is forbidden.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/locks/{lock}",
    tag = "locks",
    operation_id = "end_lock",
    params(InScope, ("lock" = String, Path, description = "The lock's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 204, description = "It is no more."), Refusals, (status = 404, response = NotFound)),
)]
async fn end(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, lock)): InPath<(String, String)>,
) -> Result<StatusCode, Problem> {
    // Who may no longer edit still gives back what they hold.
    let (document, act) = entered(&app, (&scope, &by), Action::Read).await?;
    app.locks.end(&document, &lock, act).await?;
    Ok(StatusCode::NO_CONTENT)
}
