//! `/api/documents/{scope}/members`: who has which role, for owners of the scope and administrators.
//! A change reaches open connections before the answer does.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::{BodyRefusals, Refusals};
use super::request::{Body, By, Caller, InPath, InScope};
use crate::access::token::is_name;
use crate::access::{Action, Denied, Identity, Scope};
use crate::features::Refused;
use crate::features::guard::{Guard, Matching};
use crate::features::members::{Member, Standing};
use crate::http::problem::Problem;

/// What a member shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MemberSetting, example = json!({ "role": "editor" }))]
struct Setting {
    role: Standing,
}

/// One member of a scope.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member, example = json!({ "user": "ada", "role": "editor", "changed_by": "grace", "changed_at": 1_700_000_000_000_u64 }))]
struct Shown {
    /// The user's id, as tokens have it.
    user: String,
    role: Standing,
    /// Who decided that.
    changed_by: String,
    /// When, in milliseconds since the Unix epoch.
    changed_at: u64,
}

impl Shown {
    fn new(user: String, member: Member) -> Self {
        Self { user, role: member.role, changed_by: member.changed_by, changed_at: member.changed_ms }
    }
}

/// All members of a scope.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Members, example = json!({ "members": [
    { "user": "ada", "role": "editor", "changed_by": "grace", "changed_at": 1_700_000_000_000_u64 }
] }))]
struct List {
    members: Vec<Shown>,
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(set, remove))
}

/// Owners decide about the members of a scope, and those of a wider one about all below, even where they are blocked themselves:
/// nobody is shut out of what is theirs by those whom they let in. Administrators are owners of everything.
pub(super) fn allowed(guard: &Guard, caller: &Identity, scope: &Scope) -> Result<(), Denied> {
    if guard.is_admin(caller)? {
        return Ok(());
    }
    // A token that itself grants less here than above means it.
    let narrowed = caller.grants.role(scope).is_some_and(|role| !role.may(Action::Manage));
    for wider in scope.with_ancestors().filter(|wider| !narrowed || wider == scope) {
        match guard.access_in(caller, &wider) {
            Ok(role) if role.may(Action::Manage) => return Ok(()),
            Ok(_) | Err(Denied::NoRight) => {}
            Err(denied) => return Err(denied),
        }
    }
    Err(Denied::NoRight)
}

/// The members of a scope
///
/// Those of exactly this document or prefix; members of wider scopes count too and are listed there. For owners.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/members",
    tag = "members",
    operation_id = "list_members",
    params(InScope),
    responses((status = 200, description = "The members, by user.", body = List), Refusals),
)]
async fn list(State(api): State<Api>, Caller(caller): Caller, InScope(scope): InScope) -> Result<Json<List>, Problem> {
    let members = api.guard.blocking(move |guard| {
        allowed(guard, &caller, &scope)?;
        guard.members.list(&scope)
    });
    let members = members.await?.into_iter().map(|(user, member)| Shown::new(user, member)).collect();
    Ok(Json(List { members }))
}

/// Make somebody a member
///
/// Or change what a member is. Open connections have the new role before the answer. For owners.
#[utoipa::path(
    put,
    path = "/api/documents/{scope}/members/{user}",
    tag = "members",
    operation_id = "set_member",
    params(InScope, ("user" = String, Path, description = "The user's id.", min_length = 1, max_length = 256, example = "ada")),
    request_body = Setting,
    responses((status = 200, description = "The member.", body = Shown), Refusals, BodyRefusals),
)]
async fn set(
    State(api): State<Api>,
    By(caller, doer): By,
    InScope(scope): InScope,
    InPath((_, user)): InPath<(String, String)>,
    Body(setting): Body<Setting>,
) -> Result<Json<Shown>, Problem> {
    let member = Member { role: setting.role, changed_by: caller.user.id.to_string(), changed_ms: api.guard.now_ms() };
    let set = api.guard.blocking(move |guard| {
        allowed(guard, &caller, &scope)?;
        check_user(&caller, &user, Some(member.role))?;
        guard.members.set(&doer, &scope, &user, &member)?;
        guard.reassess(&Matching::User(user.clone()));
        Ok(Shown::new(user, member))
    });
    Ok(Json(set.await?))
}

/// Take a member out
///
/// Also answers 204 if there was none. For owners.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/members/{user}",
    tag = "members",
    operation_id = "remove_member",
    params(InScope, ("user" = String, Path, description = "The user's id.", min_length = 1, max_length = 256, example = "ada")),
    responses((status = 204, description = "Nobody by that id is a member any more."), Refusals),
)]
async fn remove(
    State(api): State<Api>,
    By(caller, doer): By,
    InScope(scope): InScope,
    InPath((_, user)): InPath<(String, String)>,
) -> Result<StatusCode, Problem> {
    let removed = api.guard.blocking(move |guard| {
        allowed(guard, &caller, &scope)?;
        check_user(&caller, &user, None)?;
        guard.members.remove(&doer, &scope, &user, guard.now_ms())?;
        guard.reassess(&Matching::User(user));
        Ok(())
    });
    removed.await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_user(caller: &Arc<Identity>, user: &str, standing: Option<Standing>) -> Result<(), Refused> {
    if !is_name(user) {
        return Err(Refused::Invalid("a user's id has 1 to 256 bytes without control characters"));
    }
    if standing == Some(Standing::Blocked) && *caller.user.id == *user {
        return Err(Refused::Invalid("you can't block yourself"));
    }
    Ok(())
}
