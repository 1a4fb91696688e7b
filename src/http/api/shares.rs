//! `/api/documents/{scope}/shares` and `/api/shares`: links for people who are no members. Owners make any; who came by a share
//! with the permission `share` makes more of its scope, which last no longer than it. The secret is in the answer to making one, and nowhere else.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::{BodyRefusals, Conflict, Refusals};
use super::request::{Body, By, Caller, Coming, InPath, InScope};
use crate::access::{Action, Denied, Identity, Scope};
use crate::features::Refused;
use crate::features::guard::{Guard, Matching, Sharing};
use crate::features::shares::{NewShare, Permission, Share};
use crate::http::problem::Problem;

/// What a new share is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewShare, example = json!({ "permission": "view", "expires_in": 86400, "max_uses": 10 }))]
struct Creation {
    permission: Permission,
    /// When it ends, in milliseconds since the Unix epoch. In the future.
    expires_at: Option<u64>,
    /// When it ends, in seconds from now. `expires_at` goes before.
    #[schema(minimum = 1)]
    expires_in: Option<u64>,
    /// How often it can be used.
    #[schema(minimum = 1)]
    max_uses: Option<u64>,
}

/// A share link that somebody got.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShareUse, example = json!({ "secret": "share_IzEQWdsrqhNV5CDJdD1mkQ", "name": "Grace" }))]
struct Use {
    /// The secret of the link.
    secret: String,
    /// How the guest is to be shown.
    name: Option<String>,
}

/// A share, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Share, example = json!({
    "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "scope": "acme/board/roadmap", "permission": "view", "created_by": "ada",
    "created_at": 1_700_000_000_000_u64, "expires_at": 1_700_086_400_000_u64, "max_uses": 10, "uses": 0, "last_used_at": null,
    "revoked_at": null,
}))]
struct Shown {
    /// Names it; it opens nothing.
    id: String,
    scope: Scope,
    permission: Permission,
    /// The user who made it.
    created_by: String,
    /// When, in milliseconds since the Unix epoch.
    created_at: u64,
    /// When it ends, in milliseconds since the Unix epoch.
    #[schema(required)]
    expires_at: Option<u64>,
    /// How often it can be used.
    #[schema(required)]
    max_uses: Option<u64>,
    /// How often it was used.
    uses: u64,
    /// When last, in milliseconds since the Unix epoch.
    #[schema(required)]
    last_used_at: Option<u64>,
    /// When it was revoked, in milliseconds since the Unix epoch.
    #[schema(required)]
    revoked_at: Option<u64>,
}

impl Shown {
    fn new(id: String, share: Share) -> Self {
        Self {
            id,
            scope: share.scope,
            permission: share.permission,
            created_by: share.created_by,
            created_at: share.created_ms,
            expires_at: share.expires_ms,
            max_uses: share.max_uses,
            uses: share.uses,
            last_used_at: share.last_used_ms,
            revoked_at: share.revoked_ms,
        }
    }
}

/// A share that was just made.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedShare, example = json!({
    "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "scope": "acme/board/roadmap", "permission": "view", "created_by": "ada",
    "created_at": 1_700_000_000_000_u64, "expires_at": 1_700_086_400_000_u64, "max_uses": 10, "uses": 0, "last_used_at": null,
    "revoked_at": null, "secret": "share_IzEQWdsrqhNV5CDJdD1mkQ",
}))]
struct Created {
    #[serde(flatten)]
    share: Shown,
    /// What opens it. Never shown again.
    secret: String,
}

/// Shares of a scope.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Shares, example = json!({ "shares": [{
    "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "scope": "acme/board/roadmap", "permission": "view", "created_by": "ada",
    "created_at": 1_700_000_000_000_u64, "expires_at": null, "max_uses": null, "uses": 3,
    "last_used_at": 1_700_000_100_000_u64, "revoked_at": null,
}] }))]
struct List {
    shares: Vec<Shown>,
}

/// What a share gave.
#[derive(Serialize, ToSchema)]
#[schema(as = UsedShare, example = json!({
    "token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl", "expires_at": 1_700_043_200_000_u64,
    "share": { "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "scope": "acme/board/roadmap", "permission": "view" },
    "user": { "id": "guest-4f1c", "name": "Grace", "color": "#30bced" },
}))]
struct Used {
    /// For connections and requests; with it nothing is counted.
    token: String,
    /// When the token expires, in milliseconds since the Unix epoch.
    expires_at: u64,
    share: UsedOf,
    user: Guest,
}

/// The share that was used.
#[derive(Serialize, ToSchema)]
#[schema(as = UsedShareOf)]
struct UsedOf {
    id: String,
    scope: Scope,
    permission: Permission,
}

/// Who came by a share.
#[derive(Serialize, ToSchema)]
struct Guest {
    id: String,
    #[schema(required)]
    name: Option<String>,
    /// `#rrggbb`
    color: String,
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(list, create)).routes(routes!(exchange)).routes(routes!(revoke))
}

/// Make a share link
///
/// For owners; guests with the permission `share` make more of its scope, which last no longer than it.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/shares",
    tag = "shares",
    operation_id = "create_share",
    params(InScope),
    request_body = Creation,
    responses(
        (status = 201, description = "The share with its secret.", body = Created),
        (status = 409, response = Conflict),
        Refusals,
        BodyRefusals,
    ),
)]
async fn create(
    State(api): State<Api>,
    By(caller, doer): By,
    InScope(scope): InScope,
    Body(creation): Body<Creation>,
) -> Result<(StatusCode, Json<Created>), Problem> {
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
        let (id, secret, share) = guard.shares.create(&doer, new, now)?;
        Ok(Created { share: Shown::new(id, share), secret: secret.reveal().to_owned() })
    });
    Ok((StatusCode::CREATED, Json(created.await?)))
}

/// The shares of a scope
///
/// All for owners, one's own for those who may share.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/shares",
    tag = "shares",
    operation_id = "list_shares",
    params(InScope),
    responses((status = 200, description = "The shares, also those that ended.", body = List), Refusals),
)]
async fn list(State(api): State<Api>, Caller(caller): Caller, InScope(scope): InScope) -> Result<Json<List>, Problem> {
    let shares = api.guard.blocking(move |guard| {
        guard.may_share(&caller, &scope)?;
        let is_owner = is_owner(guard, &caller, &scope)?;
        let shares = guard.shares.list(&scope)?.into_iter();
        let visible = shares.filter(|(_, share)| is_owner || *share.created_by == *caller.user.id);
        Ok(visible.map(|(id, share)| Shown::new(id, share)).collect())
    });
    Ok(Json(List { shares: shares.await? }))
}

fn is_owner(guard: &Guard, caller: &Identity, scope: &Scope) -> Result<bool, Denied> {
    match guard.access_in(caller, scope) {
        Ok(role) => Ok(role.may(Action::Manage)),
        Err(Denied::NoRight | Denied::Gone) => Ok(false),
        Err(denied) => Err(denied),
    }
}

/// Revoke a share
///
/// For owners of its scope and for who made it. Ends its tokens and connections, and those of shares made by it.
#[utoipa::path(
    delete,
    path = "/api/shares/{id}",
    tag = "shares",
    operation_id = "revoke_share",
    params(("id" = String, Path, description = "The id of the share, not its secret.", example = "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0")),
    responses((status = 204, description = "It opens nothing any more."), Refusals),
)]
async fn revoke(State(api): State<Api>, By(caller, doer): By, InPath(id): InPath<String>) -> Result<StatusCode, Problem> {
    let revoked = api.guard.blocking(move |guard| {
        guard.valid_now(&caller)?;
        let found = guard.shares.get(&id)?;
        let share = found.ok_or(Denied::NoRight)?;
        if *share.created_by != *caller.user.id && !is_owner(guard, &caller, &share.scope)? {
            return Err(Denied::NoRight.into());
        }
        guard.shares.revoke(&doer, &id, guard.now_ms())?;
        // Those who came by shares that were made by it, too.
        guard.reassess(&Matching::Scope(share.scope));
        Ok(())
    });
    revoked.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Use a share link
///
/// Counts one use and gives a token with which connections cost none. For anybody who has the secret.
#[utoipa::path(
    post,
    path = "/api/shares/use",
    tag = "shares",
    operation_id = "use_share",
    security(()),
    request_body = Use,
    responses((status = 200, description = "A token.", body = Used), (status = 409, response = Conflict), Refusals, BodyRefusals),
)]
async fn exchange(State(api): State<Api>, Coming(origin): Coming, Body(usage): Body<Use>) -> Result<Json<Used>, Problem> {
    let used = api.guard.exchange_share(&usage.secret, usage.name.as_deref(), &origin).await?;
    let user = &used.guest.user;
    Ok(Json(Used {
        token: used.token.reveal().to_owned(),
        expires_at: used.expires_ms,
        share: UsedOf { id: used.id, scope: used.share.scope, permission: used.share.permission },
        user: Guest { id: user.id.to_string(), name: user.name.as_deref().map(str::to_owned), color: user.color.to_string() },
    }))
}
