//! `/api/admin/quarantine`: documents that are let rest because they fail or are damaged on disk, and letting people into them again.
//! For administrators.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::refusals::{NotFound, Refusals};
use super::super::request::{By, Caller, InScope};
use super::allowed;
use crate::app::App;
use crate::features::Refused;
use crate::http::problem::Problem;
use crate::room::quarantine::Quarantined;

/// A document that is let rest.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuarantinedDocument, example = json!({
    "document": "acme/board/roadmap", "reason": "the stored document can't be read: a checksum is wrong", "since": 1_700_000_000_000_u64,
}))]
struct Shown {
    document: String,
    /// Why, for the operator: as the log says it.
    reason: String,
    /// Since when, in milliseconds since the Unix epoch.
    since: u64,
}

/// The documents that are let rest, in the order of their ids.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Quarantine, example = json!({ "documents": [] }))]
struct List {
    documents: Vec<Shown>,
}

impl From<Quarantined> for Shown {
    fn from(Quarantined { document, reason, since_ms }: Quarantined) -> Self {
        Self { document: document.as_str().to_owned(), reason, since: since_ms }
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(quarantine)).routes(routes!(release))
}

/// Which documents are in quarantine
///
/// Nobody is let into them until they are released or the server is restarted: they failed again and again, or are damaged on disk.
#[utoipa::path(
    get,
    path = "/api/admin/quarantine",
    tag = "administration",
    operation_id = "list_quarantine",
    responses((status = 200, description = "The documents.", body = List), Refusals),
)]
async fn quarantine(State(app): State<App>, Caller(caller): Caller) -> Result<Json<List>, Problem> {
    allowed(&app.guard, &caller)?;
    Ok(Json(List { documents: app.rooms.quarantined().into_iter().map(Shown::from).collect() }))
}

/// Release a document from quarantine
///
/// People may come in again. What is still damaged on disk, or fails again, is quarantined again.
#[utoipa::path(
    post,
    path = "/api/admin/quarantine/{scope}/release",
    tag = "administration",
    operation_id = "release_from_quarantine",
    params(InScope),
    responses((status = 204, description = "It is released."), (status = 404, response = NotFound), Refusals),
)]
async fn release(State(app): State<App>, By(caller, doer): By, scope: InScope) -> Result<StatusCode, Problem> {
    allowed(&app.guard, &caller)?;
    let document = scope.document()?;
    if !app.rooms.release(&document) {
        return Err(Refused::Unknown("document in quarantine").into());
    }
    app.guard.blocking(move |guard| guard.note_release(&doer, &document)).await?;
    Ok(StatusCode::NO_CONTENT)
}
