//! `/api/server`: what a page needs to know before it asks for anything else: which server this is, how one comes in, and who one is
//! already. For everybody; tells nothing about documents, and nothing that is secret.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Api;
use super::refusals::Refusals;
use super::request::MaybeCaller;
use crate::access::{Identity, Source};
use crate::features::accounts::Registering;
use crate::features::guard::{Guard, SignedIn};
use crate::http::problem::Problem;

/// How one comes in.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ServerAccess, example = "tokens")]
enum Access {
    /// Without anything: everybody who reaches the server may do everything, under a name of their choice.
    Open,
    /// With a token, or by a share link.
    Tokens,
}

/// Who may register an account.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ServerRegistration, example = "open")]
enum Registration {
    /// Everybody.
    Open,
    /// Nobody but administrators, for others; also where there are no accounts.
    Closed,
}

/// What makes the caller who they are.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ServerCallerBy, example = "account")]
enum By {
    /// Nothing but the name they gave: the server asks for no token.
    Open,
    /// A token of an issuer that this server trusts, or one that the operator made.
    Token,
    /// A login to an account of this server.
    Account,
    /// A y-sweet token, which names nobody.
    YSweet,
    /// A share link.
    Share,
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServerCaller, example = json!({
    "id": "01941f29-7c00-7aaa-b25c-2d5bb5b2a1f0", "name": "Ada", "color": "#30bced", "admin": false, "by": "account", "guest": false,
}))]
struct You {
    /// The user's id. That of a guest is made up: the next request may get another.
    id: String,
    /// How they are shown; `null` where nobody vouched for a name, and they may choose one.
    #[schema(required)]
    name: Option<String>,
    /// `#rrggbb`, the same for a user everywhere and always.
    color: String,
    /// Whether they administrate this server.
    admin: bool,
    by: By,
    /// Whether nobody knows who this is: without a name in open mode, by a share link, or by a token that names nobody.
    guest: bool,
}

/// This server, and who the caller is to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Server, example = json!({
    "name": "yrsa", "version": "0.1.0", "access": "tokens", "accounts": true, "registration": "open", "you": null,
}))]
struct Shown {
    /// The program: `yrsa`.
    name: &'static str,
    /// Its version.
    version: &'static str,
    access: Access,
    /// Whether there are built-in accounts to log in to (`/api/auth/login`).
    accounts: bool,
    registration: Registration,
    /// Who the request's token, cookie, share link or name makes the caller; `null` where a token is needed and none was given.
    #[schema(required)]
    you: Option<You>,
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::default().routes(routes!(server))
}

/// Which server this is, how one comes in, and who one is
///
/// For everybody. Without credentials `you` says whether any are needed; wrong ones are refused as everywhere. With a share link this is
/// one use of it, as each request is.
#[utoipa::path(
    get,
    path = "/api/server",
    tag = "description",
    operation_id = "get_server",
    security((), ("bearer" = []), ("cookie" = []), ("token" = []), ("share" = [])),
    params(("name" = Option<String>, Query, description = "How somebody without a token is called: in open mode, or by a share link.",
        example = "Ada")),
    responses((status = 200, description = "The server.", body = Shown), Refusals),
)]
async fn server(State(api): State<Api>, MaybeCaller(caller): MaybeCaller) -> Result<Json<Shown>, Problem> {
    let registering = api.guard.registering();
    Ok(Json(Shown {
        name: "yrsa",
        version: env!("CARGO_PKG_VERSION"),
        access: if api.guard.is_open() { Access::Open } else { Access::Tokens },
        accounts: registering.is_some(),
        registration: match registering {
            Some(Registering::Open) => Registration::Open,
            Some(Registering::Closed) | None => Registration::Closed,
        },
        you: caller.map(|caller| you(&api.guard, &caller)).transpose()?,
    }))
}

fn you(guard: &Guard, caller: &Identity) -> Result<You, Problem> {
    let SignedIn { id, name, color, admin, .. } = guard.signed_in(caller)?;
    let by = match caller.source {
        Source::Open => By::Open,
        Source::Token => By::Token,
        Source::Account => By::Account,
        Source::YSweet => By::YSweet,
        Source::Guest => By::Share,
    };
    Ok(You { id, name, color, admin, by, guest: caller.is_anonymous() })
}
