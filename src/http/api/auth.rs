//! `/api/auth`: built-in accounts. Passwords and tokens pass through here and never into a log. The answer to a wrong password is
//! the one to an unknown user.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Address, Body, By, Caller, Coming, MaybeCaller};
use crate::access::Denied;
use crate::features::Refused;
use crate::features::guard::{Change, Passwords, Registration, SignedIn, Tokens};
use crate::http::problem::Problem;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Registration, example = json!({ "login": "ada@example.com", "password": "correct horse battery", "name": "Ada" }))]
struct Register {
    /// An address or user name without spaces.
    #[schema(min_length = 1, max_length = 256)]
    login: String,
    #[schema(min_length = 8, max_length = 1024)]
    password: String,
    /// How the user is shown; as the login if it is empty.
    #[serde(default)]
    #[schema(max_length = 256)]
    name: String,
}

/// Who logs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Login, example = json!({ "login": "ada@example.com", "password": "correct horse battery" }))]
struct LogIn {
    login: String,
    password: String,
}

/// What a login left to go on with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "refresh_token": "refresh_IzEQWdsrqhNV5CDJdD1mkQ" }))]
struct Refresh {
    refresh_token: String,
}

/// Where to log out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Logout, example = json!({ "everywhere": true }))]
struct LogOut {
    /// All logins of the user, and not just this one.
    #[serde(default)]
    everywhere: bool,
}

/// What to change about one's account; what is missing stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountChange, example = json!({ "name": "Ada Lovelace", "color": "#30bced" }))]
struct Patch {
    /// How the user is shown.
    #[schema(min_length = 1, max_length = 256)]
    name: Option<String>,
    /// `#rrggbb`, or empty for the colour that follows from the id.
    #[schema(pattern = "^(#[0-9a-fA-F]{6})?$")]
    color: Option<String>,
}

/// A new password, and the present one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange, example = json!({ "old": "correct horse battery", "new": "staple correct horse" }))]
struct Password {
    old: String,
    #[schema(min_length = 8, max_length = 1024)]
    new: String,
}

/// A user, as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account, example = json!({
    "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "login": "ada@example.com", "name": "Ada", "color": "#30bced", "admin": false,
}))]
struct Shown {
    id: String,
    /// What they log in with; `null` for users of other issuers.
    #[schema(required)]
    login: Option<String>,
    /// How they are shown.
    #[schema(required)]
    name: Option<String>,
    /// `#rrggbb`
    color: String,
    /// Whether they administrate this server.
    admin: bool,
}

impl From<SignedIn> for Shown {
    fn from(user: SignedIn) -> Self {
        let SignedIn { id, login, name, color, admin } = user;
        Self { id, login, name, color, admin }
    }
}

/// What a login gives.
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens, example = json!({
    "token_type": "Bearer", "access_token": "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl", "expires_in": 900,
    "refresh_token": "refresh_IzEQWdsrqhNV5CDJdD1mkQ",
    "user": { "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "login": "ada@example.com", "name": "Ada", "color": "#30bced", "admin": false },
}))]
struct Given {
    /// Always `Bearer`.
    token_type: &'static str,
    /// For requests and connections.
    access_token: String,
    /// How long the access token lasts, in seconds.
    expires_in: u64,
    /// For the next access token; works once.
    refresh_token: String,
    user: Shown,
}

impl From<Tokens> for Given {
    fn from(tokens: Tokens) -> Self {
        Self {
            token_type: "Bearer",
            access_token: tokens.access.reveal().to_owned(),
            expires_in: tokens.lasts_ms / 1000,
            refresh_token: tokens.refresh.reveal().to_owned(),
            user: tokens.user.into(),
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(register))
        .routes(routes!(log_in))
        .routes(routes!(refresh))
        .routes(routes!(log_out))
        .routes(routes!(me, change))
        .routes(routes!(password))
}

/// Make an account
///
/// Where accounts are on and registering is open, or for administrators.
#[utoipa::path(
    post,
    path = "/api/auth/register",
    tag = "accounts",
    operation_id = "register",
    security((), ("bearer" = []), ("cookie" = []), ("token" = [])),
    request_body = Register,
    responses(
        (status = 201, description = "The account.", body = Shown),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        Refusals,
        BodyRefusals,
    ),
)]
async fn register(
    State(api): State<Api>,
    MaybeCaller(caller): MaybeCaller,
    Address(address): Address,
    Body(body): Body<Register>,
) -> Result<(StatusCode, Json<Shown>), Problem> {
    let registration = Registration { login: body.login, password: body.password, name: body.name };
    let user = api.guard.register(caller.as_deref(), registration, address).await?;
    Ok((StatusCode::CREATED, Json(user.into())))
}

/// Log in
///
/// The same answer to a wrong password and to an unknown user.
#[utoipa::path(
    post,
    path = "/api/auth/login",
    tag = "accounts",
    operation_id = "log_in",
    security(()),
    request_body = LogIn,
    responses(
        (status = 200, description = "Tokens.", body = Given),
        (status = 404, response = NotFound),
        Refusals,
        BodyRefusals,
    ),
)]
async fn log_in(State(api): State<Api>, Address(address): Address, Body(body): Body<LogIn>) -> Result<Json<Given>, Problem> {
    let logged_in = api.guard.log_in(&body.login, body.password, address).await;
    logged_in.map(|logged_in| Json(logged_in.into())).map_err(wrong_password)
}

/// Get the next access token
///
/// Each refresh token works once; one that comes twice ends the login it belongs to.
#[utoipa::path(
    post,
    path = "/api/auth/refresh",
    tag = "accounts",
    operation_id = "refresh",
    security(()),
    request_body = Refresh,
    responses(
        (status = 200, description = "Tokens.", body = Given),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        Refusals,
        BodyRefusals,
    ),
)]
async fn refresh(State(api): State<Api>, Coming(origin): Coming, Body(body): Body<Refresh>) -> Result<Json<Given>, Problem> {
    Ok(Json(api.guard.refresh(body.refresh_token, origin).await?.into()))
}

/// Log out
///
/// Ends the connections of that login, or of all.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    tag = "accounts",
    operation_id = "log_out",
    request_body = LogOut,
    responses(
        (status = 204, description = "The tokens are worth nothing any more."),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        Refusals,
        BodyRefusals,
    ),
)]
async fn log_out(State(api): State<Api>, By(caller, doer): By, Body(body): Body<LogOut>) -> Result<StatusCode, Problem> {
    if body.everywhere {
        api.guard.log_out_everywhere(caller, doer).await?;
    } else {
        api.guard.log_out(caller, doer).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Who one is
///
/// Also for tokens of other issuers.
#[utoipa::path(
    get,
    path = "/api/auth/me",
    tag = "accounts",
    operation_id = "get_me",
    responses(
        (status = 200, description = "The user.", body = Shown),
        (status = 404, response = NotFound),
        Refusals,
    ),
)]
async fn me(State(api): State<Api>, Caller(caller): Caller) -> Result<Json<Shown>, Problem> {
    Ok(Json(api.guard.signed_in(&caller)?.into()))
}

/// Change how one is shown
///
/// Only for those who have an account here.
#[utoipa::path(
    patch,
    path = "/api/auth/me",
    tag = "accounts",
    operation_id = "change_me",
    request_body = Patch,
    responses(
        (status = 200, description = "The user.", body = Shown),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        Refusals,
        BodyRefusals,
    ),
)]
async fn change(State(api): State<Api>, By(caller, doer): By, Body(patch): Body<Patch>) -> Result<Json<Shown>, Problem> {
    let change = Change { name: patch.name, color: patch.color };
    Ok(Json(api.guard.change_account(&caller, change, doer).await?.into()))
}

/// Change the password
///
/// All other logins end.
#[utoipa::path(
    post,
    path = "/api/auth/password",
    tag = "accounts",
    operation_id = "change_password",
    request_body = Password,
    responses(
        (status = 200, description = "New tokens.", body = Given),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        Refusals,
        BodyRefusals,
    ),
)]
async fn password(
    State(api): State<Api>,
    Caller(caller): Caller,
    Address(address): Address,
    Body(body): Body<Password>,
) -> Result<Json<Given>, Problem> {
    let changed = api.guard.change_password(&caller, Passwords { old: body.old, new: body.new }, address).await;
    changed.map(|changed| Json(changed.into())).map_err(wrong_password)
}

fn wrong_password(refused: Refused) -> Problem {
    match refused {
        Refused::Denied(Denied::Invalid) => {
            Problem::new(StatusCode::UNAUTHORIZED, "not signed in", "the user name or the password is wrong")
                .with_header("www-authenticate", "Bearer")
                .of_wrong_credentials()
        }
        other => other.into(),
    }
}
