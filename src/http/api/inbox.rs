//! `/api/inbox`: what the caller is to know, such as mentions and replies. Everybody has their own and sees no other. The work is
//! `features::inbox`'.

mod shapes;
mod stream;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::shapes::{Count, HasRead, List, Reading, Wanted};
use super::pages;
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, Caller, InPath, InQuery};
use crate::app::App;
use crate::features::inbox::{self, Show, Which};
use crate::features::{Inbox, Refused};
use crate::http::problem::Problem;

/// Ids that are marked as read at a time.
const IDS: usize = 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(count))
        .routes(routes!(mark_read))
        .routes(routes!(remove))
        .merge(stream::routes())
}

/// Lets blocking work be done with inboxes.
async fn with_inbox<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Inbox) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    pages::with(app, &app.inbox, move |inbox, _| work(inbox)).await
}

/// The caller's inbox
///
/// The newest first. What is about documents that the caller may not read any more is left out. Of each inbox the newest 1,000 items
/// are kept.
#[utoipa::path(
    get,
    path = "/api/inbox",
    tag = "inbox",
    operation_id = "list_inbox",
    params(Wanted),
    responses((status = 200, description = "Some items.", body = List), Refusals),
)]
async fn list(State(app): State<App>, Caller(caller): Caller, InQuery(wanted): InQuery<Wanted>) -> Result<Json<List>, Problem> {
    let limit = pages::limit(wanted.limit)?;
    let show = if wanted.unread { Show::Unread } else { Show::All };
    let wanted = inbox::Wanted { show, kind: wanted.kind.map(Into::into), after: wanted.cursor, limit };
    Ok(Json(with_inbox(&app, move |inbox| inbox.list(&caller, &wanted)).await?.into()))
}

/// How much the caller has not read
#[utoipa::path(
    get,
    path = "/api/inbox/count",
    tag = "inbox",
    operation_id = "count_inbox",
    responses((status = 200, description = "How much.", body = Count), Refusals),
)]
async fn count(State(app): State<App>, Caller(caller): Caller) -> Result<Json<Count>, Problem> {
    Ok(Json(Count { unread: with_inbox(&app, move |inbox| inbox.count(&caller)).await? }))
}

/// Mark items as read
///
/// Those with these ids, all up to one, or all. What is read stays read.
#[utoipa::path(
    post,
    path = "/api/inbox/read",
    tag = "inbox",
    operation_id = "mark_inbox_read",
    request_body = Reading,
    responses((status = 200, description = "They are read.", body = HasRead), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn mark_read(
    State(app): State<App>,
    Caller(caller): Caller,
    Body(reading): Body<Reading>,
) -> Result<Json<HasRead>, Problem> {
    let which = match (reading.ids, reading.through, reading.all) {
        (Some(ids), None, None) if ids.len() <= IDS => Which::Ids(ids),
        (None, Some(id), None) => Which::Through(id),
        (None, None, Some(true)) => Which::All,
        _ => return Err(Refused::Invalid("say one of ids (at most 1000), through, or all: true").into()),
    };
    let now = app.guard.now_ms();
    let marked = with_inbox(&app, move |inbox| {
        let read = inbox.mark_read(&caller.user.id, &which, now)?;
        Ok(HasRead { read, unread: inbox.count(&caller)? })
    });
    Ok(Json(marked.await?))
}

/// Take an item out of the inbox
#[utoipa::path(
    delete,
    path = "/api/inbox/{id}",
    tag = "inbox",
    operation_id = "remove_from_inbox",
    params(("id" = String, Path, description = "The item's id.", example = "018bcfe5-6800-7000-8000-004000000000")),
    responses((status = 204, description = "It is gone."), Refusals, (status = 404, response = NotFound)),
)]
async fn remove(State(app): State<App>, Caller(caller): Caller, InPath(id): InPath<String>) -> Result<StatusCode, Problem> {
    with_inbox(&app, move |inbox| inbox.remove(&caller.user.id, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
