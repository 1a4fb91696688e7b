//! `/api/documents`: creating, listing, naming, deleting, restoring, copying. Handlers read the request and show the answer; the
//! catalogue asks who may and writes.

mod lists;
mod shown;

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

use self::lists::{List, Wanted};
use self::lists::{kind, prefix};
use self::shown::{Fields, Item, Shown, Tagged, etag, expected};
pub(super) use self::shown::{is_known, tags_of};
use super::idempotency::Uncertain;
use super::refusals::{BodyRefusals, Changed, Conflict, NotFound, Refusals, Refused as CantBeDone};
use super::request::{Body, Caller, Coming, InQuery, InScope, bytes, json};
use crate::access::{Action, Identity};
use crate::app::App;
use crate::document::json::{PatchError, Writer};
use crate::document::{self, Document, Kind};
use crate::features::documents::{Change, NewDocument, Owner, Purge};
use crate::features::{self, records};
use crate::http::problem::Problem;
use crate::http::visits;
use crate::protocol::DocumentId;
use crate::protocol::live::Edit;
use crate::room::around::Seed;

/// A document that is to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDocument, example = json!({ "kind": "board", "under": "acme/", "title": "Roadmap", "metadata": { "color": "teal" } }))]
struct New {
    /// `document` (free form), `workflow`, `report` or `board`; `document` unless it is said.
    kind: Option<String>,
    /// Its id, a path of 1 to 512 bytes. Without it one is made.
    #[schema(max_length = 512)]
    id: Option<String>,
    /// Where an id that is made begins; ends in a slash.
    under: Option<String>,
    /// One line of at most 300 characters.
    #[serde(default)]
    #[schema(max_length = 300)]
    title: String,
    /// At most 16 KiB of JSON, 8 levels deep.
    #[serde(default)]
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
    /// What it begins with, as JSON, instead of what its kind begins with; `{}` for nothing.
    #[schema(value_type = Option<Object>)]
    content: Option<Map<String, Value>>,
}

/// What is to change of a document. What is missing stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DocumentChanges, example = json!({ "title": "Roadmap 2027", "metadata": { "color": null } }))]
struct Changes {
    #[schema(max_length = 300)]
    title: Option<String>,
    /// A merge patch (RFC 7396): null removes a member.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Map<String, Value>>,
    /// The id of the user who owns it from now on and becomes a member with the role owner; null for nobody. For owners.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    owner: Option<Option<String>>,
}

/// Null says something else than nothing.
fn present<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

/// A copy that is to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCopy, example = json!({ "under": "acme/drafts/", "title": "Roadmap, second try" }))]
struct Copy {
    /// The id of the copy. Without it one is made.
    #[schema(max_length = 512)]
    id: Option<String>,
    /// Where an id that is made begins; beside the original unless it is said.
    under: Option<String>,
    /// That of the original unless it is said.
    #[schema(max_length = 300)]
    title: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Deleting {
    /// Whether a document that was deleted before is to be gone for good.
    #[serde(default)]
    #[param(default = false)]
    purge: bool,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Showing {
    /// Names of members, separated by commas: the answer has no others.
    #[param(example = "id,title")]
    fields: Option<String>,
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list))
        // Content is bounded by `limits.json`.
        .routes(routes!(create).layer(DefaultBodyLimit::disable()))
        .routes(routes!(show, change, delete))
        .routes(routes!(restore))
        .routes(routes!(duplicate))
}

/// An id that was asked for, or a new one.
fn new_id(id: Option<&str>, under: Option<&str>, beside: &str) -> Result<DocumentId, Problem> {
    let invalid = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", detail);
    let id = match (id, under) {
        (Some(_), Some(_)) => return Err(invalid("say id or under, not both".to_owned())),
        (Some(id), None) => id.to_owned(),
        (None, under) => {
            let under = under.map(prefix).transpose()?;
            let under = under.as_ref().map_or(beside, |under| under.as_str());
            format!("{}{}", if under == "/" { "" } else { under }, uuid::Uuid::now_v7())
        }
    };
    DocumentId::new(&id).map_err(|error| invalid(error.to_string()))
}

/// Documents
///
/// Those that the caller may read, page by page.
#[utoipa::path(
    get,
    path = "/api/documents",
    tag = "documents",
    operation_id = "list_documents",
    params(Wanted),
    responses((status = 200, description = "A page of documents.", body = List), Refusals),
)]
async fn list(State(app): State<App>, Caller(caller): Caller, InQuery(wanted): InQuery<Wanted>) -> Result<Json<List>, Problem> {
    let (mut listing, fields, words) = (wanted.listing()?, wanted.fields()?, wanted.words()?);
    let (catalog, search) = (app.catalog, app.search);
    let listed = records::blocking(move || {
        listing.found = words.map(|words| search.find(&words, &listing.below)).transpose()?;
        Ok((catalog.list(&caller, &listing)?, listing))
    });
    let (page, listing) = listed.await?;
    Ok(Json(List::new(page, &listing, &fields)))
}

/// Create a document
///
/// For those who may edit at its id; they become its owner. An id of a deleted document is taken, too.
#[utoipa::path(
    post,
    path = "/api/documents",
    tag = "documents",
    operation_id = "create_document",
    request_body = New,
    responses(
        (status = 201, description = "It is there. `location` and `etag` are set.", body = Shown),
        Refusals, BodyRefusals,
        (status = 409, response = Conflict), (status = 422, response = CantBeDone),
    ),
)]
async fn create(
    State(app): State<App>,
    Caller(caller): Caller,
    Coming(origin): Coming,
    request: Request,
) -> Result<Response, Problem> {
    let app = App { catalog: app.catalog.coming_from(origin), ..app };
    let most = usize::try_from(app.config.limits.json.as_u64()).unwrap_or(usize::MAX);
    let new: New = json(&bytes(request, most).await?)?;
    let kind = new.kind.as_deref().map_or(Ok(Kind::default()), kind)?;
    let id = new_id(new.id.as_deref(), new.under.as_deref(), "")?;
    let content = new.content.map(Value::Object);
    if let Some(content) = content.clone() {
        check(&app, kind, content).await?;
    }
    let seed = if content.is_some() { Seed::Nothing } else { Seed::OfKind };
    let document = NewDocument { id, kind, seed, title: new.title, metadata: new.metadata, copy_of: None };
    let begins =
        content.filter(|content| content != &Value::Object(Map::new())).map(|content| Begins::With(Edit::Merge(content)));
    make(app, caller, document, begins).await
}

/// Whether JSON can be what a document of a kind begins with.
async fn check(app: &App, kind: Kind, content: Value) -> Result<(), Problem> {
    let limit = usize::try_from(app.config.limits.json.as_u64()).unwrap_or(usize::MAX);
    // On a thread with a stack for documents.
    let checked = app.rooms.runtime().spawn_blocking(move || {
        let mut document = Document::open(document::Limits::default(), yrsa_storage::StoredDocument::default())
            .map_err(|_| PatchError::TooLarge { limit })?;
        document.expect(kind.shape());
        document.merge(&content, Writer { client: 1, limit }).map(|_| ())
    });
    let refused = |why: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "content refused", why);
    match checked.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(refused(error.to_string())),
        Err(_) => Err(refused("no document can be made of this content".to_owned())),
    }
}

/// What a new document begins with.
enum Begins {
    /// An edit.
    With(Edit),
    /// What another one has.
    As(Bytes),
}

/// Creates a document and writes its first content. Goes on when the client goes away: a document that waits for its content would
/// stay without it, and keep the id.
async fn make(app: App, caller: Arc<Identity>, new: NewDocument, begins: Option<Begins>) -> Result<Response, Problem> {
    let (tracker, runtime) = (app.rooms.tracker().clone(), app.rooms.runtime().clone());
    let made = tracker.spawn_on(async move { make_whole(&app, &caller, new, begins).await }, &runtime);
    made.await.unwrap_or_else(|_| Err(features::Refused::Broken("a task ended early").into()))
}

/// A document without the content that it was to have is no document: it is taken back.
async fn make_whole(app: &App, caller: &Arc<Identity>, new: NewDocument, begins: Option<Begins>) -> Result<Response, Problem> {
    let id = new.id.clone();
    let entry = app.catalog.create_in(&app.rooms, caller, new).await?;
    if let Some(begins) = begins
        && let Err(problem) = write(app, caller, &id, begins).await
    {
        let mut response = problem.into_response();
        if let Err(error) = purge_of(app).take_back(&id, entry.created_by).await {
            tracing::warn!(document = %id, %error, "a document whose content could not be written stays for now");
            // It is there and lacks its content: whoever asks again with the same key is to look first.
            response.extensions_mut().insert(Uncertain);
        }
        return Ok(response);
    }
    let (catalog, caller) = (app.catalog.clone(), Arc::clone(caller));
    Ok(Tagged::created(records::blocking(move || catalog.find(&caller, &id)).await?).into_response())
}

async fn write(app: &App, caller: &Identity, id: &DocumentId, begins: Begins) -> Result<(), Problem> {
    let visit = visits::begin(app, caller, id, Action::Edit).await?;
    let written = match begins {
        Begins::With(edit) => visit.edit(edit, None).await,
        Begins::As(update) => visit.write(update).await,
    };
    written.map(|_| ()).map_err(visits::refused)
}

fn purge_of(app: &App) -> Purge {
    Purge::new(app.catalog.clone(), app.rooms.clone(), Arc::clone(&app.storage))
}

/// A document
///
/// For those who may read it. Its content is at `…/content`.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}",
    tag = "documents",
    operation_id = "get_document",
    params(InScope, Showing, ("if-none-match" = Option<String>, Header, description = "The etag of an answer that the caller has.")),
    responses(
        (status = 200, description = "The document. `etag` is set.", body = Item),
        (status = 304, description = "The caller has it."),
        Refusals, (status = 404, response = NotFound),
    ),
)]
async fn show(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InQuery(showing): InQuery<Showing>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (document, fields) = (scope.document()?, Fields::read(showing.fields.as_deref())?);
    let catalog = app.catalog;
    let listed = records::blocking(move || catalog.find(&caller, &document)).await?;
    let etag = etag(&listed);
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    Ok(Tagged { status: StatusCode::OK, listed, fields }.into_response())
}

/// Change title, metadata or owner
///
/// For editors; the owner is changed by owners.
#[utoipa::path(
    patch,
    path = "/api/documents/{scope}",
    tag = "documents",
    operation_id = "change_document",
    params(InScope, ("if-match" = Option<String>, Header, description = "The etag of the answer that the change is based on.")),
    request_body = Changes,
    responses(
        (status = 200, description = "The document as it is now. `etag` is set.", body = Shown),
        Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict), (status = 412, response = Changed),
    ),
)]
async fn change(
    State(app): State<App>,
    Caller(caller): Caller,
    Coming(origin): Coming,
    scope: InScope,
    headers: HeaderMap,
    Body(changes): Body<Changes>,
) -> Result<Tagged, Problem> {
    let app = App { catalog: app.catalog.coming_from(origin), ..app };
    let document = scope.document()?;
    let change = Change {
        title: changes.title,
        metadata: changes.metadata,
        owner: changes.owner.map(|owner| owner.map_or(Owner::Nobody, Owner::User)),
        read: expected(&headers),
    };
    let catalog = app.catalog;
    let changed = records::blocking(move || {
        catalog.change(&caller, &document, &change)?;
        catalog.find(&caller, &document)
    });
    Ok(Tagged::whole(changed.await?))
}

/// Delete a document
///
/// Hides it and ends its connections; its content stays until it is purged. With `purge=true` a document that was deleted before is
/// gone for good, with its events, members and shares. For owners.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}",
    tag = "documents",
    operation_id = "delete_document",
    params(
        InScope, Deleting,
        ("if-match" = Option<String>, Header, description = "The etag of the answer that the caller has read."),
    ),
    responses(
        (status = 204, description = "It is deleted, or gone."),
        Refusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict), (status = 412, response = Changed),
    ),
)]
async fn delete(
    State(app): State<App>,
    Caller(caller): Caller,
    Coming(origin): Coming,
    scope: InScope,
    InQuery(deleting): InQuery<Deleting>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let app = App { catalog: app.catalog.coming_from(origin), ..app };
    let (document, read) = (scope.document()?, expected(&headers));
    if deleting.purge {
        purge_of(&app).purge(caller, &document, read).await?;
    } else {
        let catalog = app.catalog;
        records::blocking(move || catalog.delete(&caller, &document, read.as_deref())).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Bring a deleted document back
///
/// For its owners.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/restore",
    tag = "documents",
    operation_id = "restore_document",
    params(InScope),
    responses(
        (status = 200, description = "The document. `etag` is set.", body = Shown),
        Refusals, (status = 404, response = NotFound), (status = 409, response = Conflict),
    ),
)]
async fn restore(
    State(app): State<App>,
    Caller(caller): Caller,
    Coming(origin): Coming,
    scope: InScope,
) -> Result<Tagged, Problem> {
    let app = App { catalog: app.catalog.coming_from(origin), ..app };
    let document = scope.document()?;
    let catalog = app.catalog;
    let restored = records::blocking(move || {
        catalog.restore(&caller, &document)?;
        catalog.find(&caller, &document)
    });
    Ok(Tagged::whole(restored.await?))
}

/// Copy a document
///
/// Its content as it is now, kind, title and metadata; not its members, shares, events and history. For those who may read it and
/// edit at the id of the copy.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/duplicate",
    tag = "documents",
    operation_id = "duplicate_document",
    params(InScope),
    request_body = Copy,
    responses(
        (status = 201, description = "The copy. `location` and `etag` are set.", body = Shown),
        Refusals, BodyRefusals, (status = 404, response = NotFound), (status = 409, response = Conflict),
    ),
)]
async fn duplicate(
    State(app): State<App>,
    Caller(caller): Caller,
    Coming(origin): Coming,
    scope: InScope,
    Body(copy): Body<Copy>,
) -> Result<Response, Problem> {
    let app = App { catalog: app.catalog.coming_from(origin), ..app };
    let original = scope.document()?;
    let folder = original.as_str().rfind('/').map_or("", |end| &original.as_str()[..=end]);
    let id = new_id(copy.id.as_deref(), copy.under.as_deref(), folder)?;
    let (catalog, by, of) = (app.catalog.clone(), Arc::clone(&caller), original.clone());
    let entry = records::blocking(move || catalog.find(&by, &of)).await?.entry;
    let content = visits::begin(&app, &caller, &original, Action::Read).await?.read_whole().await.map_err(visits::refused)?;
    let new = NewDocument {
        id,
        kind: entry.kind,
        seed: Seed::Nothing,
        title: copy.title.unwrap_or(entry.title),
        metadata: entry.metadata,
        copy_of: Some(original),
    };
    let begins = Some(content).filter(|content| !document::is_empty(content)).map(Begins::As);
    make(app, caller, new, begins).await
}
