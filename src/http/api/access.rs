//! `/api/documents/{scope}/access`: what the caller may do there. Asked by clients before they offer anything; decides
//! nothing and changes nothing.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::Refusals;
use super::request::{Caller, InScope};
use crate::access::{Role, Scope};
use crate::http::problem::Problem;

/// What the caller may do in a scope.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Access, example = json!({ "scope": "acme/board/roadmap", "role": "editor", "may_share": false, "user": "ada" }))]
struct Shown {
    scope: Scope,
    role: Role,
    /// Whether the caller may make share links.
    may_share: bool,
    /// The caller's own id.
    user: String,
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(access))
}

/// One's own role
///
/// For anybody who has one.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/access",
    tag = "members",
    operation_id = "get_access",
    params(InScope),
    responses((status = 200, description = "What the caller may do.", body = Shown), Refusals),
)]
async fn access(State(api): State<Api>, Caller(caller): Caller, InScope(scope): InScope) -> Result<Json<Shown>, Problem> {
    let role = api.guard.access_in(&caller, &scope)?;
    let may_share = api.guard.may_share(&caller, &scope).is_ok();
    Ok(Json(Shown { scope, role, may_share, user: caller.user.id.to_string() }))
}
