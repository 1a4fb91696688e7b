//! `/api/documents/{scope}`: deleting and restoring. Deleting hides a document and ends its connections; its
//! content stays.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::Refusals;
use super::request::{Caller, InScope};
use crate::access::{Action, Denied, Scope};
use crate::features::documents::Deletion;
use crate::features::guard::Matching;
use crate::http::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(delete)).routes(routes!(restore))
}

/// Delete a document
///
/// Hides it and ends its connections; its content stays. For owners.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}",
    tag = "documents",
    operation_id = "delete_document",
    params(InScope),
    responses((status = 204, description = "It is deleted."), Refusals),
)]
async fn delete(State(api): State<Api>, Caller(caller): Caller, scope: InScope) -> Result<StatusCode, Problem> {
    let document = scope.document()?;
    api.guard
        .blocking(move |guard| {
            if !guard.access(&caller, &document)?.may(Action::Manage) {
                return Err(Denied::NoRight.into());
            }
            let deletion = Deletion { deleted_ms: guard.now_ms(), deleted_by: caller.user.id.to_string() };
            guard.documents.delete(&document, &deletion)?;
            guard.reassess(&Matching::Scope(Scope::of(&document)));
            Ok(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring a deleted document back
///
/// For those who own it, deleted or not.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/restore",
    tag = "documents",
    operation_id = "restore_document",
    params(InScope),
    responses((status = 204, description = "It is there."), Refusals),
)]
async fn restore(State(api): State<Api>, Caller(caller): Caller, scope: InScope) -> Result<StatusCode, Problem> {
    let document = scope.document()?;
    api.guard
        .blocking(move |guard| {
            if !guard.access_to_deleted(&caller, &Scope::of(&document))?.may(Action::Manage) {
                return Err(Denied::NoRight.into());
            }
            guard.documents.restore(&document).map(|_| ())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
