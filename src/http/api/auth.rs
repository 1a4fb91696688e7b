//! `/api/auth`: built-in accounts. Passwords and tokens pass through here and never into a log. The answer to a wrong password is
//! the one to an unknown user.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Api;
use super::request::{Address, Body, Caller, MaybeCaller};
use crate::access::Denied;
use crate::features::Refused;
use crate::features::guard::{Change, Passwords, Registration, SignedIn, Tokens};
use crate::http::problem::Problem;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    login: String,
    password: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogIn {
    login: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    refresh_token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogOut {
    #[serde(default)]
    everywhere: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Patch {
    name: Option<String>,
    color: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Password {
    old: String,
    new: String,
}

fn shown(user: &SignedIn) -> Value {
    json!({ "id": user.id, "login": user.login, "name": user.name, "color": user.color, "admin": user.admin })
}

fn tokens(tokens: &Tokens) -> Json<Value> {
    Json(json!({
        "token_type": "Bearer",
        "access_token": tokens.access.reveal(),
        "expires_in": tokens.lasts_ms / 1000,
        "refresh_token": tokens.refresh.reveal(),
        "user": shown(&tokens.user),
    }))
}

/// `POST …/register`
pub(super) async fn register(
    State(api): State<Api>,
    MaybeCaller(caller): MaybeCaller,
    Address(address): Address,
    Body(body): Body<Register>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let registration = Registration { login: body.login, password: body.password, name: body.name };
    let user = api.guard.register(caller.as_deref(), registration, address).await?;
    Ok((StatusCode::CREATED, Json(shown(&user))))
}

/// `POST …/login`
pub(super) async fn log_in(
    State(api): State<Api>,
    Address(address): Address,
    Body(body): Body<LogIn>,
) -> Result<Json<Value>, Problem> {
    let logged_in = api.guard.log_in(&body.login, body.password, address).await;
    logged_in.map(|logged_in| tokens(&logged_in)).map_err(wrong_password)
}

/// `POST …/refresh`
pub(super) async fn refresh(State(api): State<Api>, Body(body): Body<Refresh>) -> Result<Json<Value>, Problem> {
    Ok(tokens(&api.guard.refresh(body.refresh_token).await?))
}

/// `POST …/logout`
pub(super) async fn log_out(
    State(api): State<Api>,
    Caller(caller): Caller,
    Body(body): Body<LogOut>,
) -> Result<StatusCode, Problem> {
    if body.everywhere {
        api.guard.log_out_everywhere(caller).await?;
    } else {
        api.guard.log_out(caller).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET …/me`
pub(super) async fn me(State(api): State<Api>, Caller(caller): Caller) -> Result<Json<Value>, Problem> {
    Ok(Json(shown(&api.guard.signed_in(&caller)?)))
}

/// `PATCH …/me`
pub(super) async fn change(
    State(api): State<Api>,
    Caller(caller): Caller,
    Body(patch): Body<Patch>,
) -> Result<Json<Value>, Problem> {
    let change = Change { name: patch.name, color: patch.color };
    Ok(Json(shown(&api.guard.change_account(&caller, change).await?)))
}

/// `POST …/password`
pub(super) async fn password(
    State(api): State<Api>,
    Caller(caller): Caller,
    Address(address): Address,
    Body(body): Body<Password>,
) -> Result<Json<Value>, Problem> {
    let changed = api.guard.change_password(&caller, Passwords { old: body.old, new: body.new }, address).await;
    changed.map(|changed| tokens(&changed)).map_err(wrong_password)
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
