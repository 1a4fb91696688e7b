//! `/api/admin`: who is connected, ending connections, withdrawing tokens; for administrators.
//! What takes effect here takes effect before the answer. How rooms and the server are stands in the files below.

mod quarantine;
mod rooms;
mod stats;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::{BodyRefusals, Refusals};
use super::request::{Body, By, Caller};
use crate::access::{Denied, Identity, Role};
use crate::app::App;
use crate::features::Refused;
use crate::features::guard::{Connection, Guard, Kick};
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// Whom to kick. At least one member; all that are given must fit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Kick, example = json!({ "document": "acme/board/roadmap", "user": "ada" }))]
struct KickBody {
    /// Connections to this document.
    document: Option<String>,
    /// Connections of this user.
    user: Option<String>,
    /// The connection of this number.
    connection: Option<u64>,
}

/// How many were kicked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "kicked": 1 }))]
struct Kicked {
    /// Connections that were ended.
    kicked: usize,
}

/// What to withdraw: one token (`jti`, and `expires_at` if it is known), or all of a user (`user`, and `before` if not all until now).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "user": "ada" }))]
struct Revocation {
    /// One token.
    #[schema(min_length = 1, max_length = 512)]
    jti: Option<String>,
    /// When that token expires, in milliseconds since the Unix epoch, if it is known.
    expires_at: Option<u64>,
    /// All tokens of a user.
    #[schema(min_length = 1, max_length = 256)]
    user: Option<String>,
    /// Issued up to this time, in milliseconds since the Unix epoch; up to now if it is missing.
    before: Option<u64>,
}

/// Has no members.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
struct Nothing {}

/// One open connection.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Connection)]
struct Shown {
    /// Its number, unique within one run of the server.
    id: u64,
    /// The user's id.
    user: String,
    /// How the user is shown.
    #[schema(required)]
    name: Option<String>,
    /// The document it is attached to.
    document: String,
    role: Role,
    /// Since when, in milliseconds since the Unix epoch.
    since: u64,
    /// The door it came through: `sync`, `hocuspocus`, `y-sweet`, `live`, or `rest` for who takes part by requests.
    #[schema(required)]
    door: Option<String>,
    /// The address it came from, as limits count it, if it is known.
    #[schema(required)]
    address: Option<String>,
}

/// All open connections.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Connections, example = json!({ "connections": [
    { "id": 17, "user": "ada", "name": "Ada", "document": "acme/board/roadmap", "role": "editor", "since": 1_700_000_000_000_u64,
      "door": "sync", "address": "192.0.2.17" }
] }))]
struct List {
    connections: Vec<Shown>,
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(connections)).routes(routes!(kick)).routes(routes!(reassess)).routes(routes!(revoke))
}

/// What needs the rooms, too.
pub(super) fn routes_of_rooms() -> OpenApiRouter<App> {
    OpenApiRouter::default().merge(rooms::routes()).merge(stats::routes()).merge(quarantine::routes())
}

fn allowed(guard: &Guard, caller: &Identity) -> Result<(), Denied> {
    if guard.is_admin(caller)? { Ok(()) } else { Err(Denied::NoRight) }
}

/// Who is connected
///
/// All connections of this server, at all documents.
#[utoipa::path(
    get,
    path = "/api/admin/connections",
    tag = "administration",
    operation_id = "list_connections",
    responses((status = 200, description = "The connections.", body = List), Refusals),
)]
async fn connections(State(api): State<Api>, Caller(caller): Caller) -> Result<Json<List>, Problem> {
    allowed(&api.guard, &caller)?;
    let shown = |connection: Connection| Shown {
        id: connection.id,
        user: connection.identity.user.id.to_string(),
        name: connection.identity.user.name.as_deref().map(str::to_owned),
        document: connection.document.as_str().to_owned(),
        role: connection.role,
        since: connection.since_ms,
        door: Some(connection.origin.door).filter(|door| !door.is_empty()).map(str::to_owned),
        address: connection.origin.address.as_deref().map(str::to_owned),
    };
    Ok(Json(List { connections: api.guard.connections().into_iter().map(shown).collect() }))
}

/// End connections
///
/// They may come back at once; withdraw tokens or rights to keep somebody out.
#[utoipa::path(
    post,
    path = "/api/admin/kick",
    tag = "administration",
    operation_id = "kick",
    request_body = KickBody,
    responses((status = 200, description = "How many were ended.", body = Kicked), Refusals, BodyRefusals),
)]
async fn kick(State(api): State<Api>, By(caller, doer): By, Body(body): Body<KickBody>) -> Result<Json<Kicked>, Problem> {
    allowed(&api.guard, &caller)?;
    let document = body.document.as_deref().map(DocumentId::new).transpose();
    let document = document.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))?;
    if document.is_none() && body.user.is_none() && body.connection.is_none() {
        return Err(Refused::Invalid("say whom to kick: document, user or connection").into());
    }
    let kick = Kick { document, user: body.user, connection: body.connection };
    let kicked = api.guard.blocking(move |guard| guard.kick_by(&doer, &kick)).await?;
    Ok(Json(Kicked { kicked }))
}

/// Compute all rights anew
///
/// Of every connection, at once. For when something changed that the server can't see.
#[utoipa::path(
    post,
    path = "/api/admin/reassess",
    tag = "administration",
    operation_id = "reassess",
    request_body = Nothing,
    responses((status = 204, description = "Every connection has the rights it should have."), Refusals, BodyRefusals),
)]
async fn reassess(State(api): State<Api>, By(caller, doer): By, Body(Nothing {}): Body<Nothing>) -> Result<StatusCode, Problem> {
    allowed(&api.guard, &caller)?;
    let reassessed = api.guard.blocking(move |guard| guard.reassess_by(&doer));
    reassessed.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Withdraw tokens
///
/// Ends the connections that were made with them.
#[utoipa::path(
    post,
    path = "/api/admin/revocations",
    tag = "administration",
    operation_id = "revoke_tokens",
    request_body = Revocation,
    responses((status = 204, description = "They are worth nothing any more."), Refusals, BodyRefusals),
)]
async fn revoke(State(api): State<Api>, By(caller, doer): By, Body(body): Body<Revocation>) -> Result<StatusCode, Problem> {
    allowed(&api.guard, &caller)?;
    let withdrawn = api.guard.blocking(move |guard| match (body.jti, body.user) {
        (Some(jti), None) if body.before.is_none() && !jti.is_empty() && jti.len() <= 512 => {
            guard.withdraw_token(&doer, jti, body.expires_at)
        }
        (None, Some(user)) if body.expires_at.is_none() && crate::access::token::is_name(&user) => {
            guard.withdraw_user(&doer, &user, body.before)
        }
        _ => Err(Refused::Invalid("say what to revoke: jti (and expires_at), or user (and before)")),
    });
    withdrawn.await?;
    Ok(StatusCode::NO_CONTENT)
}
