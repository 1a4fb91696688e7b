//! The way in, the same for every door: what a request shows (token, share link, name), who that is, what they may do with the
//! document, and a seat in its room. Refuses before the handshake is answered: a refused upgrade makes clients back off, an
//! accepted and closed one makes old clients hammer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Query;
use axum::http::{Request, Response, StatusCode};
use serde::Deserialize;

use super::allowance::Allowance;
use super::budget::Budget;
use super::upgrade::{Limits, Socket, Upgrade};
use crate::access::{Action, Denied, Identity, Role};
use crate::app::App;
use crate::features::audit::denials::Denial;
use crate::features::documents::NewDocument;
use crate::features::guard::Place;
use crate::features::origin::author;
use crate::features::{Credentials, Guard, Origin, Watched};
use crate::http::api::credentials;
use crate::http::client_address;
use crate::http::denials::Seen;
use crate::http::edge::Gatekeeper;
use crate::http::problem::Problem;
use crate::http::request_id::RequestId;
use crate::http::visits;
use crate::protocol::DocumentId;
use crate::room::exit::Way;
use crate::room::participant::{Dialect, Participant};
use crate::room::seat::{Attached, Seat};

/// Somebody who may come in.
pub(super) struct Guest {
    identity: Arc<Identity>,
    role: Role,
    document: DocumentId,
    seat: Seat,
    place: Place,
    origin: Origin,
}

/// Somebody who is in.
pub(super) struct Admitted {
    pub(super) attached: Attached,
    pub(super) role: Role,
    pub(super) identity: Arc<Identity>,
    pub(super) stay: Stay,
}

/// Keeping this keeps a connection informed about its rights, and counted as its user's.
pub(super) struct Stay {
    pub(super) watched: Watched,
    _place: Place,
}

/// Reads a WebSocket handshake, and the name of its request.
pub(super) fn handshake(request: &mut Request<Body>) -> Result<(Upgrade, RequestId), Problem> {
    let named = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let upgrade = Upgrade::read(request).map_err(|why| {
        let problem = Problem::new(StatusCode::UPGRADE_REQUIRED, "WebSocket expected", why);
        // RFC 6455 section 4.4: whoever speaks another version is told which one is spoken here.
        problem.with_header("upgrade", "websocket").with_header("sec-websocket-version", "13")
    })?;
    Ok((upgrade, named))
}

/// The document that the rest of a path names.
pub(super) fn document(path: &str) -> Result<DocumentId, Problem> {
    DocumentId::from_url_path(path)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))
}

/// Answers a handshake and lets a conversation run on its socket, as a task that a shutdown waits for.
pub(super) fn begin<F>(
    app: &App,
    upgrade: Upgrade,
    request: RequestId,
    allowance: Allowance,
    converse: impl FnOnce(Socket, Budget) -> F + Send + 'static,
) -> Response<Body>
where
    F: Future<Output = ()> + Send,
{
    let limits = &app.config.limits;
    let bytes = |size: bytesize::ByteSize| usize::try_from(size.as_u64()).unwrap_or(usize::MAX);
    let budget = Budget::new(limits.messages_per_second, limits.bytes_per_second.as_u64(), Duration::ZERO);
    let (response, socket) = upgrade.accept(Limits { message: bytes(limits.message), frame: bytes(limits.frame) }, allowance);
    let task = async move {
        match Box::pin(socket).await {
            Ok(socket) => {
                tracing::debug!(%request, "socket opened");
                converse(socket, budget).await;
                tracing::debug!(%request, "socket closed");
            }
            Err(error) => tracing::debug!(%request, %error, "handshake not completed"),
        }
    };
    app.rooms.tracker().spawn_on(task, app.rooms.runtime());
    response
}

/// Lets somebody in, or says why not.
pub(super) async fn admit(app: &App, shown: &Shown, document: DocumentId) -> Result<Guest, Problem> {
    let identity = app.guard.identify(&shown.credentials).await.map_err(Problem::from)?;
    shown.seen.note(&identity);
    let mut role = app.guard.access(&identity, &document).map_err(Problem::from)?;
    if let Some(kind) = &shown.kind {
        let detail = "a document that is opened as a new one of a kind names one of those in docs/KINDS.md";
        let unknown = || Problem::new(StatusCode::BAD_REQUEST, "unknown kind", detail);
        let new = NewDocument::named(document.clone(), kind).ok_or_else(unknown)?;
        // Who may only read finds it as it is: there, or not.
        if role.may(Action::Edit) {
            let catalog = app.catalog.clone().coming_from(shown.credentials.origin.clone());
            catalog.ensure(&app.rooms, &identity, new).await?;
            // Who created it owns it.
            role = app.guard.access(&identity, &document).map_err(Problem::from)?;
        }
    }
    let seat = app.rooms.take_seat(&document).map_err(|refused| visits::no_seat(&refused))?;
    Guest::new(app, (identity, shown.credentials.origin.clone()), role, document, seat).map_err(Problem::from)
}

/// Who it is that shows something within a socket. Wrong credentials count against the client's address, as those of requests do.
pub(super) async fn identify(guard: &Guard, keeper: Option<&Gatekeeper>, shown: &Credentials) -> Result<Arc<Identity>, Denied> {
    if let Some(keeper) = keeper {
        keeper.may_try().map_err(|retry_after| Denied::Throttled { retry_after })?;
    }
    let identified = guard.identify(shown).await;
    if let (Some(keeper), Err(Denied::Invalid | Denied::Revoked)) = (keeper, &identified) {
        keeper.failed();
    }
    identified
}

/// Writes down that somebody within a socket was refused a document; not what passes.
pub(super) fn note_denial(
    guard: &Guard,
    origin: &Origin,
    identity: Option<&Arc<Identity>>,
    document: &DocumentId,
    denied: Denied,
) {
    if !matches!(denied, Denied::Unavailable | Denied::Throttled { .. }) {
        let (user, about) = (identity.map(|identity| author(identity)), Some(document.shared()));
        guard.note_denial(Denial { origin: origin.clone(), user, about, asked: "token".to_owned(), why: denied.word() });
    }
}

impl Guest {
    /// A guest whose seat was taken elsewhere.
    pub(super) fn new(
        app: &App,
        (identity, origin): (Arc<Identity>, Origin),
        role: Role,
        document: DocumentId,
        seat: Seat,
    ) -> Result<Self, Denied> {
        let place = app.guard.take_place(&identity)?;
        Ok(Self { identity, role, document, seat, place, origin })
    }

    /// Who it is.
    pub(super) fn identity(&self) -> &Arc<Identity> {
        &self.identity
    }

    /// The document it is about.
    pub(super) fn document(&self) -> &DocumentId {
        &self.document
    }

    /// Attaches the connection to its room.
    pub(super) async fn enter(self, guard: &Arc<Guard>, dialect: Dialect, way: Way) -> Admitted {
        let Self { identity, role, document, seat, place, origin } = self;
        let participant =
            Participant { user: Arc::new(identity.user.clone()), role, dialect, trace: origin.trace().map(Arc::from) };
        let attached = seat.join(participant, way).await;
        let watched = guard.watch(Arc::clone(&identity), &document, role, attached.audience());
        let watched = watched.coming_from(&origin);
        Admitted { attached, role, identity, stay: Stay { watched, _place: place } }
    }
}

/// What a door is called where it is written down through which one somebody came.
fn door(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::YWebsocket => "sync",
        Dialect::YSweet => "y-sweet",
        Dialect::Hocuspocus => "hocuspocus",
        Dialect::Json => "live",
        Dialect::Request | Dialect::Rest => "rest",
    }
}

/// What a request shows.
pub(super) struct Shown {
    pub(super) credentials: Credentials,
    /// Is told who it is.
    seen: Seen,
    /// The kind that the document is to be of if it is a new one.
    kind: Option<String>,
}

#[derive(Default, Deserialize)]
struct InQuery {
    kind: Option<String>,
}

/// What a request shows.
pub(super) fn shown(app: &App, request: &Request<Body>, dialect: Dialect) -> Shown {
    let credentials = credentials::credentials(request.headers(), request.uri(), &app.config.http.allowed_origins);
    let query = Query::<InQuery>::try_from_uri(request.uri()).map(|Query(query)| query).unwrap_or_default();
    let origin = Origin { address: client_address::counted(request.extensions()), door: door(dialect) };
    Shown { credentials: Credentials { origin, ..credentials }, seen: Seen::of(request.extensions()), kind: query.kind }
}
