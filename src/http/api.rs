//! The REST interface of access: members, shares, accounts, revocations, connections. Each route asks the guard first and leaves
//! the work to `features`; the routes are described in `docs/API.md`. Doors take from here how credentials are read.

mod admin;
mod answer;
mod auth;
pub mod credentials;
mod documents;
mod members;
mod request;
mod shares;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{delete, get, post, put};

use super::problem::Problem;
use crate::app::App;
use crate::config::Config;
use crate::config::network::AllowedOrigin;
use crate::features::Guard;

/// The largest body of a request, in bytes.
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

/// All routes below `/api`.
pub fn routes<S: Clone + Send + Sync + 'static>(api: Api) -> Router<S> {
    Router::new()
        .route("/api/documents/{scope}", delete(documents::delete))
        .route("/api/documents/{scope}/restore", post(documents::restore))
        .route("/api/documents/{scope}/access", get(documents::access))
        .route("/api/documents/{scope}/members", get(members::list))
        .route("/api/documents/{scope}/members/{user}", put(members::set).delete(members::remove))
        .route("/api/documents/{scope}/shares", get(shares::list).post(shares::create))
        .route("/api/shares/use", post(shares::exchange))
        .route("/api/shares/{id}", delete(shares::revoke))
        .route("/api/auth/register", post(auth::register))
        .route("/api/auth/login", post(auth::log_in))
        .route("/api/auth/refresh", post(auth::refresh))
        .route("/api/auth/logout", post(auth::log_out))
        .route("/api/auth/me", get(auth::me).patch(auth::change))
        .route("/api/auth/password", post(auth::password))
        .route("/api/admin/connections", get(admin::connections))
        .route("/api/admin/kick", post(admin::kick))
        .route("/api/admin/reassess", post(admin::reassess))
        .route("/api/admin/revocations", post(admin::revoke))
        .route("/api/{*unknown}", axum::routing::any(unknown))
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(axum::middleware::map_response(never_kept))
        .with_state(api)
}

/// Answers hold rights and tokens of the one who asked: no cache may keep them.
async fn never_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no such route", "docs/API.md lists the routes")
}
