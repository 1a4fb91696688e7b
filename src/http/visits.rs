//! Short stays in rooms on behalf of HTTP requests, with refusals as answers. Used by routes that read or write documents, and by
//! the doors for what they have in common with them; decides nothing itself.

use std::time::Duration;

use axum::http::StatusCode;

use super::problem::Problem;
use crate::access::{Action, Denied, Identity, Role};
use crate::app::App;
use crate::protocol::{Close, DocumentId};
use crate::room::outbox::Failed;
use crate::room::registry::NotAdmitted;
use crate::room::visit::{Visit, VisitError};

/// The caller's role in a document, if they may do that there.
pub(super) fn role(app: &App, caller: &Identity, document: &DocumentId, action: Action) -> Result<Role, Problem> {
    let role = app.guard.access(caller, document)?;
    if !role.may(action) {
        if document.is_companion() {
            let detail = "ids that end in ~yrsa are the server's own: such a document can be read only";
            return Err(Problem::new(StatusCode::FORBIDDEN, "read only", detail));
        }
        return Err(Denied::NoRight.into());
    }
    Ok(role)
}

/// Goes into a document's room, if the caller may do that there.
pub(super) async fn begin(app: &App, caller: &Identity, document: &DocumentId, action: Action) -> Result<Visit, Problem> {
    let role = role(app, caller, document, action)?;
    let seat = app.rooms.take_seat(document).map_err(|refused| no_seat(&refused))?;
    Ok(Visit::begin(seat, caller.user.clone(), role).await)
}

/// Why there is no place in the room.
pub fn no_seat(refused: &NotAdmitted) -> Problem {
    let title = match refused {
        NotAdmitted::ServerFull | NotAdmitted::DocumentFull => "too many connections",
        NotAdmitted::Quarantined(_) => "document quarantined",
        NotAdmitted::Closed => "document closed",
        NotAdmitted::ShuttingDown => "restarting",
    };
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, title, outward(refused)).retry_after(Duration::from_secs(5))
}

/// The same in words that outsiders may hear: what went wrong inside is for the operator's log.
#[must_use]
pub fn outward(refused: &NotAdmitted) -> String {
    match refused {
        NotAdmitted::Quarantined(_) => "the document failed repeatedly and is let rest; ask the operator".to_owned(),
        other => other.to_string(),
    }
}

/// Why a visit came to nothing.
pub(super) fn refused(error: VisitError) -> Problem {
    match error {
        VisitError::NotAllowed(reason) => Problem::new(StatusCode::FORBIDDEN, "not allowed", reason),
        VisitError::Failed(Failed { code, why, operation, .. }) => {
            let (status, title) = match code {
                "not_allowed" => (StatusCode::FORBIDDEN, "not allowed"),
                "unavailable" => (StatusCode::SERVICE_UNAVAILABLE, "can't write now"),
                "version_mismatch" => (StatusCode::PRECONDITION_FAILED, "changed meanwhile"),
                "test_failed" => (StatusCode::CONFLICT, "test failed"),
                "locked" => (StatusCode::LOCKED, "locked"),
                "too_large" => (StatusCode::PAYLOAD_TOO_LARGE, "too large"),
                _ => (StatusCode::UNPROCESSABLE_ENTITY, "patch failed"),
            };
            let problem = Problem::new(status, title, why);
            let problem = if code == "unavailable" { problem.retry_after(Duration::from_secs(5)) } else { problem };
            operation.into_iter().fold(problem, |problem, operation| problem.with_member("operation", operation))
        }
        VisitError::Ended(Close { code, reason }) => {
            let (status, title) = match code {
                4400 => (StatusCode::BAD_REQUEST, "malformed"),
                4401 => (StatusCode::UNAUTHORIZED, "not signed in"),
                4403 | 4404 => (StatusCode::FORBIDDEN, "no right"),
                4413 => (StatusCode::PAYLOAD_TOO_LARGE, "too large"),
                4422 => (StatusCode::UNPROCESSABLE_ENTITY, "update refused"),
                4429 => (StatusCode::CONFLICT, "session full"),
                _ => {
                    return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "try later", reason.into_owned())
                        .retry_after(Duration::from_secs(5));
                }
            };
            Problem::new(status, title, reason.into_owned())
        }
    }
}
