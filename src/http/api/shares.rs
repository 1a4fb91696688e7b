//! `/api/documents/{scope}/shares` and `/api/shares`: links for people who are no members. Owners make any; who came by a share
//! with the permission `share` makes more of its scope, which last no longer than it. The secret is in the answer to making one, and nowhere else.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::request::{Body, Caller, InScope};
use crate::access::{Action, Denied, Identity, Scope};
use crate::features::Refused;
use crate::features::guard::{Guard, Matching, Sharing};
use crate::features::shares::{NewShare, Permission, Share};
use crate::http::problem::Problem;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Creation {
    permission: Permission,
    /// When it ends, in milliseconds since the Unix epoch.
    expires_at: Option<u64>,
    /// When it ends, in seconds from now.
    expires_in: Option<u64>,
    max_uses: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Use {
    secret: String,
    name: Option<String>,
}

fn shown(id: &str, share: &Share) -> Value {
    json!({
        "id": id,
        "scope": share.scope,
        "permission": share.permission,
        "created_by": share.created_by,
        "created_at": share.created_ms,
        "expires_at": share.expires_ms,
        "max_uses": share.max_uses,
        "uses": share.uses,
        "last_used_at": share.last_used_ms,
        "revoked_at": share.revoked_ms,
    })
}

/// `POST …/shares`
pub(super) async fn create(
    State(api): State<Api>,
    Caller(caller): Caller,
    InScope(scope): InScope,
    Body(creation): Body<Creation>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let created = api.guard.blocking(move |guard| {
        let parent = match guard.may_share(&caller, &scope)? {
            Sharing::Owner => None,
            Sharing::Through(share) => Some(share),
        };
        let now = guard.now_ms();
        let expires_ms =
            creation.expires_at.or(creation.expires_in.map(|seconds| now.saturating_add(seconds.saturating_mul(1000))));
        if expires_ms.is_some_and(|expires| expires <= now) || creation.max_uses == Some(0) {
            return Err(Refused::Invalid("a share ends in the future and has at least one use"));
        }
        let created_by = caller.user.id.to_string();
        let (permission, max_uses) = (creation.permission, creation.max_uses);
        let new = NewShare { scope, permission, created_by, expires_ms, max_uses, parent };
        let (id, secret, share) = guard.shares.create(new, now)?;
        let mut answer = shown(&id, &share);
        answer["secret"] = secret.reveal().into();
        Ok(answer)
    });
    Ok((StatusCode::CREATED, Json(created.await?)))
}

/// `GET …/shares`: all for owners, one's own for those who may share.
pub(super) async fn list(
    State(api): State<Api>,
    Caller(caller): Caller,
    InScope(scope): InScope,
) -> Result<Json<Value>, Problem> {
    let shares = api.guard.blocking(move |guard| {
        guard.may_share(&caller, &scope)?;
        let is_owner = is_owner(guard, &caller, &scope)?;
        let shares = guard.shares.list(&scope)?.into_iter();
        let visible = shares.filter(|(_, share)| is_owner || *share.created_by == *caller.user.id);
        Ok(visible.map(|(id, share)| shown(&id, &share)).collect::<Vec<_>>())
    });
    Ok(Json(json!({ "shares": shares.await? })))
}

fn is_owner(guard: &Guard, caller: &Identity, scope: &Scope) -> Result<bool, Denied> {
    match guard.access_in(caller, scope) {
        Ok(role) => Ok(role.may(Action::Manage)),
        Err(Denied::NoRight | Denied::Gone) => Ok(false),
        Err(denied) => Err(denied),
    }
}

/// `DELETE /api/shares/{id}`: for owners of its scope and for who made it. Ends its tokens and connections.
pub(super) async fn revoke(
    State(api): State<Api>,
    Caller(caller): Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let revoked = api.guard.blocking(move |guard| {
        guard.valid_now(&caller)?;
        let found = guard.shares.get(&id)?;
        let share = found.ok_or(Denied::NoRight)?;
        if *share.created_by != *caller.user.id && !is_owner(guard, &caller, &share.scope)? {
            return Err(Denied::NoRight.into());
        }
        guard.shares.revoke(&id, guard.now_ms())?;
        // Those who came by shares that were made by it, too.
        guard.reassess(&Matching::Scope(share.scope));
        Ok(())
    });
    revoked.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/shares/use`: counts one use and gives a token with which connections cost none.
pub(super) async fn exchange(State(api): State<Api>, Body(usage): Body<Use>) -> Result<Json<Value>, Problem> {
    let used = api.guard.exchange_share(&usage.secret, usage.name.as_deref()).await?;
    let user = &used.guest.user;
    Ok(Json(json!({
        "token": used.token.reveal(),
        "expires_at": used.expires_ms,
        "share": { "id": used.id, "scope": used.share.scope, "permission": used.share.permission },
        "user": { "id": user.id, "name": user.name, "color": user.color },
    })))
}
