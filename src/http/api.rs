//! The REST interface: everything below `/api`. Each route asks the guard first and leaves the work to `features`; the routes
//! describe themselves, and `/api/openapi.json` is made of that. Doors take from here how credentials are read.

mod access;
mod admin;
mod answer;
mod audit;
mod auth;
mod content;
pub mod credentials;
mod documents;
mod entered;
mod events;
mod idempotency;
mod inbox;
pub mod inward;
mod locks;
mod members;
mod messages;
mod openapi;
mod pages;
mod presence;
pub(super) mod refusals;
pub(super) mod request;
mod runs;
mod schemas;
mod server;
mod server_sent;
mod session;
mod shares;
mod threads;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;

use super::problem::Problem;
use super::y_sweet;
use crate::app::App;
use crate::config::Config;
use crate::config::network::AllowedOrigin;
use crate::features::Guard;

/// The largest body of a request, in bytes, where a route says nothing else.
const MOST_BODY: usize = 64 * 1024;

/// What the routes of access need. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Api {
    guard: Arc<Guard>,
    config: Arc<Config>,
}

impl Api {
    /// Routes that ask this guard.
    #[must_use]
    pub fn new(guard: Arc<Guard>, config: Arc<Config>) -> Self {
        Self { guard, config }
    }
}

/// What a request needs to find out who makes it.
pub trait Asks: Send + Sync {
    /// Who decides.
    fn guard(&self) -> &Arc<Guard>;
    /// Origins whose cookies count, beside the server's own.
    fn allowed_origins(&self) -> &[AllowedOrigin];
}

impl Asks for Api {
    fn guard(&self) -> &Arc<Guard> {
        &self.guard
    }

    fn allowed_origins(&self) -> &[AllowedOrigin] {
        &self.config.http.allowed_origins
    }
}

impl Asks for App {
    fn guard(&self) -> &Arc<Guard> {
        &self.guard
    }

    fn allowed_origins(&self) -> &[AllowedOrigin] {
        &self.config.http.allowed_origins
    }
}

// A subject is a file here with `routes()`, and one line in `subjects`. A route exists only with its description:
//
//     pub(super) fn routes() -> OpenApiRouter<App> {
//         OpenApiRouter::default()
//             .routes(routes!(list, create)) // handlers of one path
//             .routes(routes!(write).layer(DefaultBodyLimit::max(bytes))) // a body larger than MOST_BODY
//     }
//
//     /// The things of a document               <- summary
//     ///
//     /// For those who may read it.             <- description
//     #[utoipa::path(
//         get, path = "/api/documents/{scope}/things", tag = "things", operation_id = "list_things", params(InScope, Wanted),
//         responses((status = 200, description = "…", body = Things), Refusals, (status = 404, response = NotFound)),
//     )]
//     async fn list(
//         State(app): State<App>, Caller(caller): Caller, InScope(scope): InScope, InQuery(wanted): InQuery<Wanted>,
//     ) -> Result<Json<Things>, Problem>
//
// The rest of a path is `InPath`. Bodies and answers are structs with `ToSchema` and `#[schema(example = json!({…}))]`, queries with `IntoParams`
// (`#[into_params(parameter_in = Query)]`). A handler with a body adds `BodyRefusals`; one whom anybody may ask says `security(())`.
// `members.rs` is the one to copy; what a subject is called in the description stands in `TAGS`, in `openapi.rs`.

/// What needs the whole server.
fn subjects() -> OpenApiRouter<App> {
    let subjects =
        [documents::routes(), content::routes(), events::routes(), runs::routes(), webhooks::routes(), openapi::routes()];
    let talk = [threads::routes(), messages::routes(), inbox::routes(), audit::routes()];
    let together = [locks::routes(), session::routes(), presence::routes(), admin::routes_of_rooms()];
    subjects.into_iter().chain(together).chain(talk).fold(OpenApiRouter::default(), OpenApiRouter::merge)
}

/// What needs the guard and nothing else.
fn access_subjects() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .merge(access::routes())
        .merge(members::routes())
        .merge(shares::routes())
        .merge(auth::routes())
        .merge(admin::routes())
        .merge(server::routes())
}

/// All routes below `/api`.
pub fn routes(app: &App) -> Router<App> {
    let api = Api::new(Arc::clone(&app.guard), Arc::clone(&app.config));
    let once = axum::middleware::from_fn_with_state(app.clone(), idempotency::keep);
    bounded(subjects().merge(access_subjects().with_state(api))).layer(once)
}

/// The routes of access alone, for those who have a guard and no rooms.
pub fn access_routes(api: Api) -> Router {
    bounded(access_subjects().with_state(api))
}

/// What `/api/openapi.json` says.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    let mut described = subjects().into_openapi();
    described.merge(access_subjects().into_openapi());
    described.merge(y_sweet::description());
    openapi::complete(described)
}

/// That, as it is sent.
#[must_use]
pub fn openapi_json() -> String {
    openapi::text()
}

fn bounded<S: Clone + Send + Sync + 'static>(routes: OpenApiRouter<S>) -> Router<S> {
    Router::from(routes)
        .route("/api/{*unknown}", axum::routing::any(unknown))
        .method_not_allowed_fallback(async || not_for_that())
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(axum::middleware::map_response(never_kept))
}

/// Answers hold rights and tokens of the one who asked: no cache may keep them, unless a handler knows better.
async fn never_kept(mut response: Response) -> Response {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no such route", "docs/API.md lists the routes")
}

pub(super) fn not_for_that() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "no such method", "the header allow lists what this route takes")
}
