//! `/api/documents/{scope}`: deleting and restoring. Deleting hides a document and ends its connections; its
//! content stays.

use axum::extract::State;
use axum::http::StatusCode;

use super::Api;
use super::request::{Caller, InScope};
use crate::access::{Action, Denied, Scope};
use crate::features::documents::Deletion;
use crate::features::guard::Matching;
use crate::http::problem::Problem;

/// `DELETE …`: for owners.
pub(super) async fn delete(State(api): State<Api>, Caller(caller): Caller, scope: InScope) -> Result<StatusCode, Problem> {
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

/// `POST …/restore`: for those who own it, deleted or not.
pub(super) async fn restore(State(api): State<Api>, Caller(caller): Caller, scope: InScope) -> Result<StatusCode, Problem> {
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
