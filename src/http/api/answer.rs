//! From a feature's refusal to an answer: which status, and what outsiders may read; and the answer to who made something. Used by
//! all routes and by the doors' handshakes. What somebody may not tell apart gets the same bytes.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use yrsa_storage::ErrorKind;

use crate::access::Denied;
use crate::features::Refused;
use crate::http::problem::Problem;

/// 201, and where the new thing is read.
pub(super) fn created(place: &str, thing: impl Serialize) -> Response {
    let mut answer = (StatusCode::CREATED, Json(thing)).into_response();
    if let Ok(place) = HeaderValue::from_str(place) {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    answer
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        let problem = match denied {
            Denied::Missing => Problem::new(StatusCode::UNAUTHORIZED, "not signed in", denied.to_string())
                .with_header("www-authenticate", "Bearer"),
            // Sent by a client that is late, not by one that guesses.
            Denied::Expired => invalid_token(denied),
            Denied::Invalid | Denied::Revoked => invalid_token(denied).of_wrong_credentials(),
            // A deleted document does not exist.
            Denied::NoRight | Denied::Gone => Problem::new(StatusCode::FORBIDDEN, "no right", Denied::NoRight.to_string()),
            Denied::Throttled { retry_after } => {
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many attempts", denied.to_string()).retry_after(retry_after)
            }
            Denied::Unavailable => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "can't tell now", denied.to_string())
                .retry_after(Duration::from_secs(5)),
        };
        problem.because(denied)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match &refused {
            Refused::Denied(denied) => (*denied).into(),
            Refused::Unknown(_) => Problem::new(StatusCode::NOT_FOUND, "not found", refused.to_string()),
            Refused::Invalid(_) => Problem::new(StatusCode::BAD_REQUEST, "invalid request", refused.to_string()),
            Refused::Conflict(_) => Problem::new(StatusCode::CONFLICT, "conflict", refused.to_string()),
            Refused::Busy(_) => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "try later", refused.to_string())
                .retry_after(Duration::from_secs(1)),
            Refused::Outdated => Problem::new(StatusCode::PRECONDITION_FAILED, "outdated", refused.to_string()),
            Refused::Storage(error) => {
                tracing::error!(%error, "the storage failed");
                if error.kind().is_passing() || error.kind() == ErrorKind::Closed {
                    let detail = "nothing was changed; try again later";
                    return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "can't write now", detail)
                        .retry_after(Duration::from_secs(5));
                }
                internal()
            }
            Refused::Damaged(_) | Refused::Newer(_) | Refused::Broken(_) => {
                tracing::error!(error = %refused, "request failed");
                internal()
            }
        }
    }
}

fn invalid_token(denied: Denied) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "not signed in", denied.to_string())
        .with_header("www-authenticate", "Bearer error=\"invalid_token\"")
}

fn internal() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error", "the operator finds the reason in the log, by x-request-id")
}
