//! What executors do: claim a run, keep its lease, report steps and progress, and say how it ended. Each report carries the lease's
//! token; one with a lease that has ended changes nothing. Part of `runs`, for editors of the document.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tokio::time::Instant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::entered::entered;
use super::shapes::{Claim, Finish, ProgressReport, Renewal, Renewed, Reported, Run, StepReport, WithLease};
use super::{author, with_runs};
use crate::access::{Action, Scope};
use crate::app::App;
use crate::features::{Refused, runs};
use crate::http::api::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use crate::http::api::request::{Body, Caller, InPath, InScope};
use crate::http::problem::Problem;

/// The longest wait for a run, in seconds.
const LONGEST_WAIT: u32 = 30;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(claim))
        .routes(routes!(renew))
        .routes(routes!(step))
        .routes(routes!(progress))
        .routes(routes!(finish))
}

/// Claim a run
///
/// The one that waits longest, of those under the prefix whose documents the caller may edit. Two executors never get the same run: it
/// belongs to one until its lease ends. Then others may claim it; after three attempts it is `lost`. An answer that gets lost costs
/// the run a lease, not more.
#[utoipa::path(
    post,
    path = "/api/runs/claim",
    tag = "runs",
    operation_id = "claim_run",
    request_body = Claim,
    responses((status = 200, description = "The run, and the lease to report with.", body = WithLease),
        (status = 204, description = "No run waits, also after `wait_seconds`."), Refusals, BodyRefusals),
)]
async fn claim(State(app): State<App>, Caller(caller): Caller, Body(wanted): Body<Claim>) -> Result<Response, Problem> {
    let under =
        Scope::new(&wanted.under).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid scope", error.to_string()))?;
    if wanted.wait_seconds > LONGEST_WAIT {
        return Err(Refused::Invalid("wait_seconds is a number from 0 to 30").into());
    }
    let until = Instant::now() + Duration::from_secs(wanted.wait_seconds.into());
    let new = runs::Claim { executor: wanted.executor, lease_seconds: wanted.lease_seconds };
    // Who waits counts as connected.
    let _place = if wanted.wait_seconds > 0 { Some(app.guard.take_place(&caller)?) } else { None };
    let mut queue = app.runs.watch_queue();
    loop {
        queue.borrow_and_update();
        let (guard, caller, under, new) = (app.guard.clone(), caller.clone(), under.clone(), new.clone());
        let claimed = with_runs(&app, move |runs, now| {
            guard.valid_now(&caller)?;
            let may_edit = |document: &_| runs::may_edit(guard.access(&caller, document));
            runs.claim(&under, &new, &author(&caller), may_edit, now)
        });
        if let Some(claimed) = claimed.await? {
            return Ok(Json(WithLease::from(claimed)).into_response());
        }
        tokio::select! {
            _ = queue.changed() => {}
            () = tokio::time::sleep_until(until) => return Ok(StatusCode::NO_CONTENT.into_response()),
            () = app.stopping.cancelled() => return Ok(StatusCode::NO_CONTENT.into_response()),
        }
    }
}

/// Keep a lease
///
/// It lasts as long again as it was claimed for. 409: it has ended; stop working on the run. For editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/runs/{run}/renew",
    tag = "runs",
    operation_id = "renew_run",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = Renewal,
    responses((status = 200, description = "Until when.", body = Renewed), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn renew(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
    Body(renewal): Body<Renewal>,
) -> Result<Json<Renewed>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let (expires_at, cancel_requested) =
        with_runs(&app, move |runs, now| runs.renew(&document, &run, &renewal.lease, now)).await?;
    Ok(Json(Renewed { expires_at, cancel_requested }))
}

/// Report a step
///
/// New or known: what is missing of its name and node stays. At most 256 steps, together 384 KiB of JSON. Saying the same again changes
/// nothing. For editors.
#[utoipa::path(
    put,
    path = "/api/documents/{scope}/runs/{run}/steps/{step}",
    tag = "runs",
    operation_id = "report_step",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000"),
        ("step" = String, Path, description = "The step's id.", min_length = 1, max_length = 256, example = "n1")),
    request_body = StepReport,
    responses((status = 200, description = "It is noted.", body = Reported), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn step(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run, step)): InPath<(String, String, String)>,
    Body(report): Body<StepReport>,
) -> Result<Json<Reported>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let by = author(&caller);
    let StepReport { lease, node, name, status, output, error } = report;
    let report = runs::StepReport { node, name, status: status.into(), output, error };
    let run = with_runs(&app, move |runs, now| runs.report_step((&document, &run, &step), &lease, &report, (&by, now)));
    Ok(Json(Reported { cancel_requested: run.await?.cancel_requested }))
}

/// Report progress
///
/// For editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/runs/{run}/progress",
    tag = "runs",
    operation_id = "report_progress",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = ProgressReport,
    responses((status = 200, description = "It is noted.", body = Reported), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn progress(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
    Body(report): Body<ProgressReport>,
) -> Result<Json<Reported>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let by = author(&caller);
    let progress = runs::Progress { fraction: report.fraction, message: report.message };
    let run = with_runs(&app, move |runs, now| runs.report_progress((&document, &run), &report.lease, &progress, (&by, now)));
    Ok(Json(Reported { cancel_requested: run.await?.cancel_requested }))
}

/// Finish a run
///
/// Its lease ends with it. Saying the same again changes nothing. For editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/runs/{run}/finish",
    tag = "runs",
    operation_id = "finish_run",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = Finish,
    responses((status = 200, description = "The run.", body = Run), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn finish(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
    Body(report): Body<Finish>,
) -> Result<Json<Run>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let by = author(&caller);
    let Finish { lease, status, output, error } = report;
    let finish = runs::Finish { ending: status.into(), output, error };
    let run = with_runs(&app, move |runs, now| runs.finish((&document, &run), &lease, &finish, (&by, now)));
    Ok(Json(run.await?.into()))
}
