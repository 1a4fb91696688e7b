//! Notes who was refused: a layer around all routes and the doors' handshakes, which looks at answers with 401 and 403. So no handler
//! has to think of it. Decides nothing and changes no answer.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::http::{Extensions, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::client_address;
use crate::access::{Denied, Identity};
use crate::app::App;
use crate::features::Origin;
use crate::features::audit::denials::Denial;
use crate::features::origin::author;
use crate::protocol::DocumentId;

/// In the extensions of a request: who it is from, as soon as that was found out.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<OnceLock<Arc<Identity>>>);

impl Seen {
    /// That of a request.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get().cloned().unwrap_or_default()
    }

    /// Notes who the request is from.
    pub fn note(&self, identity: &Arc<Identity>) {
        let _ = self.0.set(Arc::clone(identity));
    }
}

/// The layer.
pub async fn note(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let seen = Seen::default();
    request.extensions_mut().insert(seen.clone());
    let address = client_address::counted(request.extensions());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let why = match (response.status(), response.extensions().get::<Denied>()) {
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, Some(denied)) => denied.word(),
        (StatusCode::UNAUTHORIZED, None) => Denied::Invalid.word(),
        (StatusCode::FORBIDDEN, None) => Denied::NoRight.word(),
        _ => return response,
    };
    let Area { door, about } = area(&path);
    let denial = Denial {
        origin: Origin { address, door },
        user: seen.0.get().map(|identity| author(identity)),
        about,
        asked: format!("{method} {path}"),
        why,
    };
    app.guard.note_denial(denial);
    response
}

/// What a path is about.
struct Area {
    door: &'static str,
    about: Option<Arc<str>>,
}

fn area(path: &str) -> Area {
    let doors = [
        ("/api/documents/", "rest", true),
        ("/y-sweet/doc/", "y-sweet", true),
        ("/y-sweet/d/", "y-sweet", true),
        ("/y-sweet/", "y-sweet", false),
        ("/sync/", "sync", false),
        ("/live/", "live", false),
        ("/hocuspocus", "hocuspocus", false),
    ];
    let found = doors.iter().find_map(|(prefix, door, is_segment)| Some((path.strip_prefix(prefix)?, *door, *is_segment)));
    let Some((rest, door, is_segment)) = found else { return Area { door: "rest", about: None } };
    let named = if is_segment { rest.split('/').next().unwrap_or_default() } else { rest };
    Area { door, about: scope(named) }
}

/// The document, or the prefix with its slash, that a part of a path names.
fn scope(named: &str) -> Option<Arc<str>> {
    match named.strip_suffix("%2F").or_else(|| named.strip_suffix("%2f")) {
        Some("") => Some("/".into()),
        Some(prefix) => Some(format!("{}/", DocumentId::from_url_path(prefix).ok()?.as_str()).into()),
        None => Some(DocumentId::from_url_path(named).ok()?.shared()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_which_document_and_which_door() {
        for (path, door, about) in [
            ("/api/documents/acme%2Fx/members/ada", "rest", Some("acme/x")),
            ("/api/documents/acme%2F/members", "rest", Some("acme/")),
            ("/api/documents/%2F/members", "rest", Some("/")),
            ("/api/audit", "rest", None),
            ("/api/documents/%ff", "rest", None),
            ("/sync/acme/x", "sync", Some("acme/x")),
            ("/live/acme/x", "live", Some("acme/x")),
            ("/y-sweet/d/acme%2Fx/ws/acme%2Fx", "y-sweet", Some("acme/x")),
            ("/hocuspocus", "hocuspocus", None),
        ] {
            let Area { door: found, about: named } = area(path);
            assert_eq!((found, named.as_deref()), (door, about), "{path}");
        }
    }
}
