//! The REST interface from inside: a door of sockets asks it on behalf of somebody it has let in, so that what both do is done, allowed
//! and described in one place. Made by `server`, used by the JSON door; no byte of it crosses a network.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::request::{Door, Identified, origin};
use crate::access::{Denied, Identity};
use crate::app::App;
use crate::features::audit::denials::Denial;
use crate::features::origin::author;
use crate::features::{Guard, Origin};
use crate::http::client_address::ClientAddress;
use crate::http::paths;
use crate::protocol::DocumentId;
use crate::protocol::live::Verb;

/// Bytes of an answer.
const MOST: usize = 16 << 20;

/// The routes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Inward {
    routes: Router,
    /// Is told who was refused.
    guard: Arc<Guard>,
}

/// Who asks, and from where.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Somebody a door has let in. What they may do is asked again each time.
    pub identity: Arc<Identity>,
    /// Their address, if it is known.
    pub address: Option<ClientAddress>,
    /// The door they came through.
    pub door: &'static str,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// As over HTTP.
    pub status: u16,
    /// JSON; `null` for none.
    pub body: Value,
}

impl Answer {
    /// Whether it was done.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Inward {
    /// The interface of this server.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self { routes: super::routes(app).with_state(app.clone()), guard: Arc::clone(&app.guard) }
    }

    /// Asks for something of a document; the path goes on below it.
    pub async fn ask(&self, asker: &Asker, document: &DocumentId, (verb, path): (Verb, &[String]), body: &Value) -> Answer {
        let mut uri = format!("/api/documents/{}", paths::segment(document.as_str()));
        for name in path {
            uri.push('/');
            uri.push_str(&paths::segment(name));
        }
        let method = match verb {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
            Verb::Patch => "PATCH",
            Verb::Delete => "DELETE",
        };
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let asked = format!("{method} {uri}");
        let request = Request::builder().method(method).uri(uri).header(header::CONTENT_TYPE, "application/json").body(body);
        let Ok(mut request) = request else { return failed("the request can't be made") };
        let extensions = request.extensions_mut();
        extensions.insert(Identified(Arc::clone(&asker.identity)));
        extensions.insert(Door(asker.door));
        asker.address.map(|address| extensions.insert(address));
        let from = origin(request.extensions());
        let Ok(response) = self.routes.clone().oneshot(request).await;
        self.note_refused((asker, from), document, asked, &response);
        let status = response.status().as_u16();
        match axum::body::to_bytes(response.into_body(), MOST).await {
            Ok(bytes) if bytes.is_empty() => Answer { status, body: Value::Null },
            Ok(bytes) => Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default() },
            Err(_) => failed("the answer is too large"),
        }
    }

    /// As the layer around the network's routes does it, which is not around these.
    fn note_refused(&self, (asker, origin): (&Asker, Origin), document: &DocumentId, asked: String, response: &Response) {
        if !matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            return;
        }
        let (user, about) = (Some(author(&asker.identity)), Some(document.shared()));
        let why = response.extensions().get::<Denied>().copied().unwrap_or(Denied::NoRight).word();
        self.guard.note_denial(Denial { origin, user, about, asked, why });
    }
}

fn failed(why: &str) -> Answer {
    tracing::error!(why, "an errand of a socket could not be carried out");
    Answer { status: 500, body: json!({ "title": "internal error", "detail": why }) }
}
