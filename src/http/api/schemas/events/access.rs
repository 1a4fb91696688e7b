//! OpenAPI schemas of events about who may come in: members and shares, which owners hear of, and what administrators hear of.
//! Part of `events`, whose table has them beside those of documents.

use utoipa::ToSchema;

use super::{Told, told as about};
use crate::features::members::Standing;
use crate::features::shares::Permission;

/// Somebody has a role in the scope.
#[derive(ToSchema)]
#[schema(example = json!({ "user": "ada", "role": "editor" }))]
struct MemberAdded {
    /// The user's id.
    user: String,
    role: Standing,
}

/// Somebody has another role, or is not blocked any more.
#[derive(ToSchema)]
struct MemberChanged {
    /// The user's id.
    user: String,
    role: Standing,
    /// What the user was before.
    old: Standing,
}

/// Somebody has none of the roles that this scope gives.
#[derive(ToSchema)]
struct MemberRemoved {
    /// The user's id.
    user: String,
    /// What the user was before.
    old: Standing,
}

/// Somebody is blocked.
#[derive(ToSchema)]
struct MemberBlocked {
    /// The user's id.
    user: String,
    /// What the user was before, if anything.
    #[schema(nullable = false)]
    old: Option<Standing>,
}

/// A share link was made.
#[derive(ToSchema)]
struct ShareCreated {
    /// Its id; it opens nothing.
    share: String,
    permission: Permission,
    /// When it ends, in milliseconds since the Unix epoch.
    #[schema(required)]
    expires_at: Option<u64>,
    #[schema(required)]
    max_uses: Option<u64>,
    /// The share by which its maker could make it.
    #[schema(required)]
    parent: Option<String>,
}

/// A share opens nothing any more.
#[derive(ToSchema)]
struct ShareRevoked {
    /// Its id.
    share: String,
}

/// Somebody came by a share.
#[derive(ToSchema)]
struct ShareUsed {
    /// Its id.
    share: String,
    permission: Permission,
    /// How often it was used until now.
    uses: u64,
}

/// Somebody was refused, once or several times within a minute.
#[derive(ToSchema)]
#[schema(example = json!({ "reason": "no_right", "asked": "GET /api/documents/acme%2Fplan", "count": 1, "first_at": 1_700_000_000_000_u64, "last_at": 1_700_000_000_000_u64 }))]
struct AccessDenied {
    /// `missing`, `invalid`, `expired`, `revoked`, `no_right`, `deleted`, or `many` for those who were too many to be told apart.
    reason: String,
    /// What the first of them asked for; `token` within a socket, `many` where one asked for one thing after the other.
    asked: String,
    /// How often.
    count: u64,
    /// The first time, in milliseconds since the Unix epoch.
    first_at: u64,
    /// The last time, in milliseconds since the Unix epoch.
    last_at: u64,
}

/// Somebody has an account.
#[derive(ToSchema)]
struct AccountCreated {
    /// The account's id, which is the user's.
    user: String,
    /// Whether it administrates this server.
    admin: bool,
}

/// Something about an account.
#[derive(ToSchema)]
struct AccountTold {
    /// The account's id, which is the user's.
    user: String,
}

/// Somebody has another name or colour.
#[derive(ToSchema)]
struct AccountChanged {
    /// The account's id, which is the user's.
    user: String,
    /// `name`, `color`.
    changed: Vec<String>,
}

/// Logins are over.
#[derive(ToSchema)]
struct AccountLoggedOut {
    /// The account's id, which is the user's.
    user: String,
    /// All of them, and not just one.
    everywhere: bool,
}

/// A refresh token came a second time: it was stolen from somebody, or by somebody.
#[derive(ToSchema)]
struct TokenReused {
    /// The id of the login, which is over.
    login: String,
}

/// Connections were ended.
#[derive(ToSchema)]
struct AdminKicked {
    /// Those of this user.
    #[schema(required)]
    user: Option<String>,
    /// The connection of this number.
    #[schema(required)]
    connection: Option<u64>,
    /// How many.
    kicked: u64,
}

/// Tokens are worth nothing any more: one, or all of a user that were issued up to a time.
#[derive(ToSchema)]
struct TokensRevoked {
    /// The `jti` of one.
    #[schema(nullable = false)]
    token: Option<String>,
    /// Whose.
    #[schema(nullable = false)]
    user: Option<String>,
    /// Issued up to then, in milliseconds since the Unix epoch; null for up to now.
    before: Option<u64>,
}

/// There is nothing more to say.
#[derive(ToSchema)]
#[schema(as = NoMore)]
struct Nothing {}

/// What was asked for, as parameters of the route.
#[derive(ToSchema)]
struct AuditExported {
    #[schema(nullable = false)]
    under: Option<String>,
    #[schema(nullable = false)]
    document: Option<String>,
    #[schema(nullable = false)]
    user: Option<String>,
    #[schema(nullable = false)]
    action: Option<String>,
    #[schema(nullable = false)]
    outcome: Option<String>,
    #[schema(nullable = false)]
    since: Option<u64>,
    #[schema(nullable = false)]
    until: Option<u64>,
}

/// Entries of the audit were let go of.
#[derive(ToSchema)]
struct AuditTrimmed {
    /// Up to this one.
    through: u64,
    /// Its hash.
    hash: String,
    /// How many.
    entries: u64,
}

pub(super) fn told() -> Vec<Told> {
    vec![
        about::<MemberAdded>("member.added", "Somebody has a role. For owners."),
        about::<MemberChanged>("member.changed", "Somebody has another role. For owners."),
        about::<MemberRemoved>("member.removed", "Somebody is no member any more. For owners."),
        about::<MemberBlocked>("member.blocked", "Somebody is blocked. For owners."),
        about::<ShareCreated>("share.created", "There is a share link. For owners."),
        about::<ShareRevoked>("share.revoked", "A share link was revoked. For owners."),
        about::<ShareUsed>("share.used", "Somebody came by a share link. For owners."),
        about::<AccessDenied>("access.denied", "Somebody was refused. For administrators."),
        about::<AccountCreated>("account.created", "There is a new account. For administrators."),
        about::<AccountTold>("account.logged_in", "Somebody logged in. For administrators."),
        about::<AccountLoggedOut>("account.logged_out", "Somebody logged out. For administrators."),
        about::<AccountChanged>("account.changed", "Somebody changed their account. For administrators."),
        about::<AccountTold>("account.password_changed", "Somebody has another password. For administrators."),
        about::<TokenReused>("account.token_reused", "A refresh token was used twice. For administrators."),
        about::<AdminKicked>("admin.kicked", "Connections were ended. For administrators."),
        about::<Nothing>("admin.reassessed", "All rights were computed anew. For administrators."),
        about::<Nothing>("admin.released", "A document was released from quarantine. For administrators."),
        about::<TokensRevoked>("admin.tokens_revoked", "Tokens were withdrawn. For administrators."),
        about::<AuditExported>("audit.exported", "The audit was exported. For administrators."),
        about::<AuditTrimmed>("audit.trimmed", "Old entries of the audit were let go of. For administrators."),
    ]
}
