//! `/api/admin/rooms`: the documents that are open and what their rooms say of themselves, for administrators. Asking costs a room one
//! short message; one that is busy is listed without an answer.

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::pages;
use super::super::presence::invalid;
use super::super::refusals::Refusals;
use super::super::request::{Caller, InQuery};
use super::super::session::Mode;
use super::allowed;
use crate::access::Scope;
use crate::app::App;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;
use crate::room::interior::{Interior, Stage};
use crate::room::report::{Open, Report};

/// Which rooms.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Of documents in this scope only: a prefix that ends in a slash, or a document.
    #[param(example = "acme/")]
    under: Option<String>,
    /// How many rooms a page has.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<usize>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Messages and their bytes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Traffic, example = json!({ "messages": 1_200, "bytes": 48_000 }))]
pub(super) struct Traffic {
    /// Messages.
    pub(super) messages: u64,
    /// Bytes of what they say.
    pub(super) bytes: u64,
}

/// Where a room is in its life.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = RoomPhase, example = "live")]
enum Phase {
    /// Open for everybody.
    Live,
    /// Left by everybody long ago: it puts itself away.
    Leaving,
    /// It is closed, with the server or for a moment.
    Closing,
    /// It opens, or does something that takes long, and did not answer now.
    Busy,
}

/// What a room says of itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoomReport, example = json!({
    "kind": "board", "mode": "parallel", "participants": 2, "last_activity": 1_700_000_060_000_u64, "version": 412, "snapshot": 400,
    "unsaved": 0, "bytes": 18_234, "parked": 0, "waiting": 0, "locks": 1, "editable": true,
    "received": { "messages": 1_200, "bytes": 48_000 }, "sent": { "messages": 2_400, "bytes": 96_000 },
}))]
struct Said {
    /// What the document is: `workflow`, `report`, `board` or `document`.
    kind: &'static str,
    mode: Mode,
    /// Users here.
    participants: usize,
    /// When one of those who are here did something last; `null` if nobody is here.
    #[schema(required)]
    last_activity: Option<u64>,
    /// The version of the document: it grows by one with each update.
    version: u64,
    /// The version that the newest snapshot holds.
    snapshot: u64,
    /// Updates that are not on disk yet; none of them was acknowledged.
    unsaved: u64,
    /// Bytes of the encoded document.
    bytes: usize,
    /// Bytes of edits that wait for a part that is missing.
    parked: usize,
    /// Bytes that wait for slow readers.
    waiting: usize,
    /// Locks in force.
    locks: usize,
    /// Whether the document is in memory ready to be edited; until somebody edits it, only its bytes are.
    editable: bool,
    /// What clients sent since the room is open.
    received: Traffic,
    /// What was queued for clients since, once for each of them.
    sent: Traffic,
}

/// The room of a document that is open.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Room, example = json!({
    "document": "acme/board/roadmap", "phase": "busy", "since": 1_700_000_000_000_u64, "connections": 3, "failures": 0, "report": null,
}))]
struct Shown {
    /// The document. One that ends in `~yrsa` is a companion, which the server writes.
    document: String,
    phase: Phase,
    /// Since when it is open, in milliseconds since the Unix epoch.
    since: u64,
    /// Connections attached or about to be, requests under way among them.
    connections: usize,
    /// How often a room of this document failed in the last ten minutes.
    failures: usize,
    /// What the room says of itself; `null` if it is busy.
    #[schema(required)]
    report: Option<Said>,
}

/// A page of rooms, in the order of their documents.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rooms, example = json!({ "rooms": [], "open": 0, "next_cursor": null }))]
struct List {
    rooms: Vec<Shown>,
    /// How many rooms are open in all.
    open: usize,
    /// For the next page; null if this was the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl From<Open> for Shown {
    fn from(open: Open) -> Self {
        let stage = open.report.as_ref().map(|report| report.interior.stage);
        Self {
            document: open.document.as_str().to_owned(),
            phase: match stage {
                Some(Stage::Live) => Phase::Live,
                Some(Stage::Leaving) => Phase::Leaving,
                Some(Stage::Closing) => Phase::Closing,
                None => Phase::Busy,
            },
            since: open.since_ms,
            connections: open.connections,
            failures: open.failures,
            report: open.report.map(Said::from),
        }
    }
}

impl From<Report> for Said {
    fn from(Report { interior, traffic, waiting }: Report) -> Self {
        let Interior { kind, mode, participants, active_ms, version, snapshot, unsaved, bytes, parked, locks, is_built, .. } =
            interior;
        Self {
            kind: kind.name(),
            mode: mode.into(),
            participants,
            last_activity: active_ms,
            version,
            snapshot,
            unsaved,
            bytes,
            parked,
            waiting,
            locks,
            editable: is_built,
            received: Traffic { messages: traffic.messages_in, bytes: traffic.bytes_in },
            sent: Traffic { messages: traffic.messages_out, bytes: traffic.bytes_out },
        }
    }
}

impl Wanted {
    fn under(&self) -> Result<Scope, Problem> {
        match self.under.as_deref().filter(|under| !under.is_empty()) {
            None => Ok(Scope::everything()),
            Some(under) => Scope::new(under).map_err(|error| invalid(format!("under: {error}"))),
        }
    }

    /// The last document of the page before.
    fn after(&self) -> Result<Option<String>, Problem> {
        let wrong = || invalid("cursor is next_cursor of the page before");
        let Some(cursor) = self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
        String::from_utf8(bytes).map(Some).map_err(|_| wrong())
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(rooms))
}

/// Which rooms are open
///
/// The documents that are live, in the order of their ids, and what their rooms say of themselves. Counters begin when a room opens:
/// two reads with the same `since` make a rate.
#[utoipa::path(
    get,
    path = "/api/admin/rooms",
    tag = "administration",
    operation_id = "list_rooms",
    params(Wanted),
    responses((status = 200, description = "Some rooms.", body = List), Refusals),
)]
async fn rooms(State(app): State<App>, Caller(caller): Caller, InQuery(wanted): InQuery<Wanted>) -> Result<Json<List>, Problem> {
    allowed(&app.guard, &caller)?;
    let (limit, under, after) = (pages::limit(wanted.limit)?, wanted.under()?, wanted.after()?);
    let mut documents = app.rooms.open_documents();
    let open = documents.len();
    let is_wanted = |document: &DocumentId| {
        under.covers(&Scope::of(document)) && after.as_deref().is_none_or(|after| document.as_str() > after)
    };
    documents.retain(is_wanted);
    documents.sort_unstable();
    let is_last = documents.len() <= limit;
    documents.truncate(limit);
    let last = documents.last().filter(|_| !is_last).map(|last| URL_SAFE_NO_PAD.encode(last.as_str()));
    let rooms = app.rooms.report(documents).await.into_iter().map(Shown::from).collect();
    Ok(Json(List { rooms, open, next_cursor: last }))
}
