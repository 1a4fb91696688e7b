//! The document socket of the y-sweet door, `/y-sweet/d/{id}/ws/{id}`: y-websocket's messages, and message 102 that is answered
//! when everything before it is durable. The HTTP side is in `http/y_sweet.rs`, the conversation in `sync`.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, Response, StatusCode};

use super::{entrance, sync};
use crate::app::App;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;
use crate::room::participant::Dialect;

/// Answers a handshake at the address that a client token names.
pub async fn open(
    State(app): State<App>,
    Path((named, document)): Path<(String, String)>,
    request: Request<Body>,
) -> Result<Response<Body>, Problem> {
    if named != document {
        let detail = "the address names two different documents; ask for a new client token";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "two documents", detail));
    }
    enter(app, &document, request).await
}

/// Answers a handshake at the address that old clients use.
pub async fn open_old(
    State(app): State<App>,
    Path(document): Path<String>,
    request: Request<Body>,
) -> Result<Response<Body>, Problem> {
    enter(app, &document, request).await
}

async fn enter(app: App, document: &str, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let document = DocumentId::new(document)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))?;
    let (upgrade, named) = entrance::handshake(&mut request)?;
    let guest = entrance::admit(&app, &entrance::shown(&app, &request, Dialect::YSweet), document).await?;
    Ok(sync::converse(&app, upgrade, named, guest, Dialect::YSweet))
}
