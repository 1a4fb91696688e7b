//! `/api/documents/{scope}/members`: who has which role, for owners of the scope and administrators.
//! A change reaches open connections before the answer does.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::request::{Body, Caller, InScope};
use crate::access::token::is_name;
use crate::access::{Action, Denied, Identity, Scope};
use crate::features::Refused;
use crate::features::guard::{Guard, Matching};
use crate::features::members::{Member, Standing};
use crate::http::problem::Problem;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Setting {
    role: Standing,
}

/// Owners decide about the members of a scope, and those of a wider one about all below, even where they are blocked themselves:
/// nobody is shut out of what is theirs by those whom they let in. Administrators are owners of everything.
fn allowed(guard: &Guard, caller: &Identity, scope: &Scope) -> Result<(), Denied> {
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

fn shown(user: &str, member: &Member) -> Value {
    json!({ "user": user, "role": member.role, "changed_by": member.changed_by, "changed_at": member.changed_ms })
}

/// `GET …/members`
pub(super) async fn list(
    State(api): State<Api>,
    Caller(caller): Caller,
    InScope(scope): InScope,
) -> Result<Json<Value>, Problem> {
    let members = api.guard.blocking(move |guard| {
        allowed(guard, &caller, &scope)?;
        guard.members.list(&scope)
    });
    let members: Vec<Value> = members.await?.iter().map(|(user, member)| shown(user, member)).collect();
    Ok(Json(json!({ "members": members })))
}

/// `PUT …/members/{user}`
pub(super) async fn set(
    State(api): State<Api>,
    Caller(caller): Caller,
    InScope(scope): InScope,
    Path((_, user)): Path<(String, String)>,
    Body(setting): Body<Setting>,
) -> Result<Json<Value>, Problem> {
    let member = Member { role: setting.role, changed_by: caller.user.id.to_string(), changed_ms: api.guard.now_ms() };
    let set = api.guard.blocking(move |guard| {
        allowed(guard, &caller, &scope)?;
        check_user(&caller, &user, Some(member.role))?;
        guard.members.set(&scope, &user, &member)?;
        guard.reassess(&Matching::User(user.clone()));
        Ok(shown(&user, &member))
    });
    Ok(Json(set.await?))
}

/// `DELETE …/members/{user}`
pub(super) async fn remove(
    State(api): State<Api>,
    Caller(caller): Caller,
    InScope(scope): InScope,
    Path((_, user)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let removed = api.guard.blocking(move |guard| {
        allowed(guard, &caller, &scope)?;
        check_user(&caller, &user, None)?;
        guard.members.remove(&scope, &user)?;
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
