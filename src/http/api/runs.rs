//! `/api/documents/{scope}/runs` and `/api/runs/claim`: runs of workflows, for people who want and watch them and for the executors
//! that carry them out. Readers of the document read its runs, editors do all else. The work is `features::runs`'.

mod executor;
mod logs;
mod shapes;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::shapes::{List, Run, Trigger, Wanted};
use super::answer::created;
use super::entered::entered;
use super::pages;
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, Caller, InPath, InQuery, InScope};
use crate::access::{Action, Identity};
use crate::app::App;
use crate::event::Author;
use crate::features::{Refused, Runs, runs};
use crate::http::problem::Problem;
use crate::http::{paths, visits};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list, trigger))
        .routes(routes!(read))
        .routes(routes!(cancel))
        .merge(executor::routes())
        .merge(logs::routes())
}

/// Who asks, as events and runs name them.
fn author(caller: &Identity) -> Author {
    Author { id: Arc::clone(&caller.user.id), name: caller.user.name.clone() }
}

/// Lets blocking work be done with the runs, at the guard's time.
async fn with_runs<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Runs, u64) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    pages::with(app, &app.runs, work).await
}

/// Start a run of a workflow
///
/// It waits until an executor claims it. At most 1,000 runs of a document wait or are under way; of those that are over the newest
/// 1,000 are kept. For editors of workflow documents.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/runs",
    tag = "runs",
    operation_id = "trigger_run",
    params(InScope),
    request_body = Trigger,
    responses((status = 201, description = "The run; `location` says where it is read.", body = Run), Refusals, BodyRefusals,
        (status = 409, response = Conflict)),
)]
async fn trigger(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    Body(wanted): Body<Trigger>,
) -> Result<Response, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let visit = visits::begin(&app, &caller, &document, Action::Edit).await?;
    let version = visit.version().await.map_err(visits::refused)?;
    drop(visit);
    let (named, by) = (document.clone(), author(&caller));
    let new = runs::Trigger { input: wanted.input, label: wanted.label, version };
    let run = with_runs(&app, move |runs, now| runs.trigger(&named, &new, &by, now)).await?;
    let place = format!("/api/documents/{}/runs/{}", paths::segment(document.as_str()), run.id);
    Ok(created(&place, Run::from(run)))
}

/// The runs of a document
///
/// The newest first. A page ends early when it is large, and with `status` it may be empty while `next_cursor` goes on. For readers of
/// the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/runs",
    tag = "runs",
    operation_id = "list_runs",
    params(InScope, Wanted),
    responses((status = 200, description = "Some runs.", body = List), Refusals, (status = 404, response = NotFound)),
)]
async fn list(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InQuery(wanted): InQuery<Wanted>,
) -> Result<Json<List>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let limit = pages::limit(wanted.limit)?;
    let wanted = runs::Wanted { status: wanted.status.map(Into::into), after: wanted.cursor, limit };
    let page = with_runs(&app, move |runs, now| runs.list(&document, &wanted, now)).await?;
    Ok(Json(List { runs: page.runs.into_iter().map(Into::into).collect(), next_cursor: page.next }))
}

/// A run
///
/// For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/runs/{run}",
    tag = "runs",
    operation_id = "read_run",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "The run.", body = Run), Refusals, (status = 404, response = NotFound)),
)]
async fn read(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
) -> Result<Json<Run>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let run = with_runs(&app, move |runs, now| runs.get(&document, &run, now)).await?;
    Ok(Json(run.into()))
}

/// Cancel a run
///
/// One that waits ends at once. One under way ends when its executor hears of it, or when its lease ends. Cancelling again changes
/// nothing; a run that ended otherwise can't be cancelled. For editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/runs/{run}/cancel",
    tag = "runs",
    operation_id = "cancel_run",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "The run.", body = Run), Refusals, (status = 404, response = NotFound),
        (status = 409, response = Conflict)),
)]
async fn cancel(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
) -> Result<Json<Run>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let by = author(&caller);
    let run = with_runs(&app, move |runs, now| runs.cancel(&document, &run, &by, now)).await?;
    Ok(Json(run.into()))
}
