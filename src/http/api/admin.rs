//! `/api/admin`: who is connected, ending connections, withdrawing tokens; for administrators.
//! What takes effect here takes effect before the answer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::request::{Body, Caller};
use crate::access::{Denied, Identity};
use crate::features::Refused;
use crate::features::guard::{Guard, Kick, Matching};
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KickBody {
    document: Option<String>,
    user: Option<String>,
    connection: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revocation {
    /// One token.
    jti: Option<String>,
    /// When that token expires, in milliseconds since the Unix epoch, if it is known.
    expires_at: Option<u64>,
    /// All tokens of a user.
    user: Option<String>,
    /// Issued up to this time, in milliseconds since the Unix epoch; up to now if it is missing.
    before: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

fn allowed(guard: &Guard, caller: &Identity) -> Result<(), Denied> {
    if guard.is_admin(caller)? { Ok(()) } else { Err(Denied::NoRight) }
}

/// `GET …/connections`
pub(super) async fn connections(State(api): State<Api>, Caller(caller): Caller) -> Result<Json<Value>, Problem> {
    allowed(&api.guard, &caller)?;
    let connections = api.guard.connections();
    let shown: Vec<Value> = connections
        .iter()
        .map(|connection| {
            let user = &connection.identity.user;
            json!({
                "id": connection.id,
                "user": user.id,
                "name": user.name,
                "document": connection.document.as_str(),
                "role": connection.role,
                "since": connection.since_ms,
            })
        })
        .collect();
    Ok(Json(json!({ "connections": shown })))
}

/// `POST …/kick`
pub(super) async fn kick(
    State(api): State<Api>,
    Caller(caller): Caller,
    Body(body): Body<KickBody>,
) -> Result<Json<Value>, Problem> {
    allowed(&api.guard, &caller)?;
    let document = body.document.as_deref().map(DocumentId::new).transpose();
    let document = document.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))?;
    if document.is_none() && body.user.is_none() && body.connection.is_none() {
        return Err(Refused::Invalid("say whom to kick: document, user or connection").into());
    }
    let kicked = api.guard.kick(&Kick { document, user: body.user, connection: body.connection });
    Ok(Json(json!({ "kicked": kicked })))
}

/// `POST …/reassess`
pub(super) async fn reassess(
    State(api): State<Api>,
    Caller(caller): Caller,
    Body(Nothing {}): Body<Nothing>,
) -> Result<StatusCode, Problem> {
    allowed(&api.guard, &caller)?;
    let reassessed = api.guard.blocking(|guard| {
        guard.reassess(&Matching::All);
        Ok(())
    });
    reassessed.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST …/revocations`
pub(super) async fn revoke(
    State(api): State<Api>,
    Caller(caller): Caller,
    Body(body): Body<Revocation>,
) -> Result<StatusCode, Problem> {
    allowed(&api.guard, &caller)?;
    let withdrawn = api.guard.blocking(move |guard| match (body.jti, body.user) {
        (Some(jti), None) if body.before.is_none() && !jti.is_empty() && jti.len() <= 512 => {
            guard.withdraw_token(jti, body.expires_at)
        }
        (None, Some(user)) if body.expires_at.is_none() && crate::access::token::is_name(&user) => {
            guard.withdraw_user(&user, body.before)
        }
        _ => Err(Refused::Invalid("say what to revoke: jti (and expires_at), or user (and before)")),
    });
    withdrawn.await?;
    Ok(StatusCode::NO_CONTENT)
}
