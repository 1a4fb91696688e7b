//! `/api/events` and `/api/documents/{scope}/events`: what happened, as pages of JSON or as a stream of server-sent events. Each
//! stream is a task that reads the journal at the pace of its client; everything else about it is in `features`.

mod stream;

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::refusals::Refusals;
use super::request::{Caller, InScope};
use super::server_sent::{self, ServerSentEvent};
use crate::access::{Denied, Identity, Scope};
use crate::app::App;
use crate::event::Event;
use crate::features::events::Full;
use crate::features::events::reader::{Filter, Listener, Reader, Types};
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// Events of a page.
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1_000;

/// Events that are looked at for one page: where a filter leaves little, a page may be empty and the next one not.
const LOOKED_AT: usize = 10_000;

/// Bytes of events of one page, about.
const PAGE_BYTES: usize = 8 << 20;

/// Events looked at in one step.
const STEP: usize = 64;

/// Where a client says what it had last.
const LAST_EVENT_ID: &str = "last-event-id";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(of_document))
}

/// Events in order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventPage, example = json!({
    "events": [{
        "id": "123", "type": "board.card.moved", "document": "acme/board", "time": 1_700_000_000_000_u64,
        "user": { "id": "ada", "name": "Ada" }, "connection": 17, "version": 42,
        "data": { "id": "c1", "changes": [{ "path": "/column", "old": "todo", "new": "done" }] },
    }],
    "next": "123",
    "gap": false,
}))]
struct Page {
    /// The events; there may be more although these are fewer than `limit`.
    #[schema(value_type = Vec<Event>)]
    events: Vec<Arc<Event>>,
    /// Goes into `after` for what follows. The end was reached where it is what was asked with, or no events come.
    next: String,
    /// Events after the one that was asked for are not kept any more.
    gap: bool,
}

/// Which events.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Of documents in this scope only: a prefix that ends in a slash, or a document.
    #[param(example = "acme/")]
    under: Option<String>,
    /// Of these types only, separated by commas; `*` stands for anything. At most 64.
    #[param(example = "board.*,document.deleted")]
    types: Option<String>,
    /// About this document only; may be there up to 256 times.
    document: Vec<String>,
    /// After the event with this id; `start` for all that is kept, `now` for none of those that happened already. Without it a page
    /// begins at the start, a stream now.
    #[param(example = "start")]
    after: Option<String>,
    /// As the header `Last-Event-ID`, where no header can be set. Both come before `after`.
    last_event_id: Option<String>,
    /// At most so many events in a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

fn invalid(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail)
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Problem;

    /// By hand, because a parameter may be there several times.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut wanted = Self::default();
        for (name, value) in url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            let value = value.into_owned();
            match name.as_ref() {
                "under" => wanted.under = Some(value),
                "types" => wanted.types = Some(value),
                "document" => wanted.document.push(value),
                "after" => wanted.after = Some(value),
                "last_event_id" => wanted.last_event_id = Some(value),
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=LARGEST_PAGE).contains(limit));
                    wanted.limit = Some(limit.ok_or_else(|| invalid(format!("limit lies between 1 and {LARGEST_PAGE}")))?);
                }
                // Who it is, which is read elsewhere.
                "token" | "share" | "name" => {}
                other => {
                    let other: String = other.chars().take(64).collect();
                    return Err(invalid(format!("there is no parameter {other:?}; the description of the route lists all")));
                }
            }
        }
        Ok(wanted)
    }
}

impl Wanted {
    fn filter(&self, only: Option<DocumentId>) -> Result<Filter, Problem> {
        let under = self.under.as_deref().filter(|under| !under.is_empty()).map(Scope::new).transpose();
        let under = under.map_err(|error| invalid(format!("under: {error}")))?;
        let types = self.types.as_deref().filter(|types| !types.is_empty()).map(|types| types.split(',').map(str::trim));
        let types = Types::new(types.into_iter().flatten()).map_err(|error| invalid(error.to_string()))?;
        let documents = self.document.iter().map(|id| DocumentId::new(id)).collect::<Result<Vec<_>, _>>();
        let documents = documents.map_err(|error| invalid(format!("document: {error}")))?;
        let documents = match only {
            Some(only) if documents.is_empty() => vec![only],
            Some(_) => return Err(invalid("document: the path names the document already")),
            None => documents,
        };
        Filter::new(under, types, documents).map_err(|error| invalid(error.to_string()))
    }

    /// Where to begin.
    fn cursor(&self, app: &App, headers: &HeaderMap, shape: Shape) -> Result<u64, Problem> {
        let in_header = headers.get(LAST_EVENT_ID).map(|value| value.to_str().unwrap_or("?"));
        let last = in_header.or(self.last_event_id.as_deref()).filter(|id| !id.is_empty());
        match (last.or(self.after.as_deref()), shape) {
            (Some("start"), _) | (None, Shape::Page) => Ok(app.journal.start()),
            (Some("now"), _) | (None, Shape::Stream) => Ok(app.journal.head()),
            (Some(id), _) => id.parse().map_err(|_| invalid("after and Last-Event-ID are ids of events, or start, or now")),
        }
    }
}

/// What the client takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Page,
    Stream,
}

impl Shape {
    fn of(headers: &HeaderMap) -> Self {
        if server_sent::is_wanted(headers) { Self::Stream } else { Self::Page }
    }
}

/// What happened
///
/// In all documents that the caller may read, in order: a page, or a stream with `Accept: text/event-stream`. A stream goes on until
/// the token expires or the server restarts; its event `end` says why.
#[utoipa::path(
    get,
    path = "/api/events",
    tag = "events",
    operation_id = "list_events",
    params(Wanted, ("last-event-id" = Option<String>, Header, description = "Go on after this event.")),
    responses(
        (status = 200, description = "The events.", content((Page = "application/json"), (ServerSentEvent = "text/event-stream"))),
        Refusals,
    ),
)]
async fn list(State(app): State<App>, Caller(caller): Caller, wanted: Wanted, headers: HeaderMap) -> Result<Response, Problem> {
    let filter = wanted.filter(None)?;
    answer(app, caller, &wanted, filter, &headers).await
}

/// What happened to a document
///
/// As for all documents, for one that the caller may read.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/events",
    tag = "events",
    operation_id = "list_document_events",
    params(InScope, Wanted, ("last-event-id" = Option<String>, Header, description = "Go on after this event.")),
    responses(
        (status = 200, description = "The events.", content((Page = "application/json"), (ServerSentEvent = "text/event-stream"))),
        Refusals,
    ),
)]
async fn of_document(
    State(app): State<App>,
    Caller(caller): Caller,
    InScope(scope): InScope,
    wanted: Wanted,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let document = scope.document().ok_or_else(|| invalid("events of a prefix are at /api/events?under="))?;
    app.guard.access(&caller, &document)?;
    let filter = wanted.filter(Some(document))?;
    answer(app, caller, &wanted, filter, &headers).await
}

async fn answer(
    app: App,
    caller: Arc<Identity>,
    wanted: &Wanted,
    filter: Filter,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let shape = Shape::of(headers);
    let cursor = wanted.cursor(&app, headers, shape)?;
    let listener = Listener::Somebody(Arc::clone(&app.guard), Arc::clone(&caller));
    let reader = Reader::new(Arc::clone(&app.journal), listener, filter, cursor);
    if shape == Shape::Page {
        let limit = wanted.limit.unwrap_or(PAGE);
        return Ok(Json(page(reader, limit).await?).into_response());
    }
    let place = app.journal.take_place(&caller).map_err(no_place)?;
    Ok(stream::begin(&app, reader, place))
}

pub(super) fn no_place(full: Full) -> Problem {
    let (status, title) = match full {
        Full::Server => (StatusCode::SERVICE_UNAVAILABLE, "too many streams"),
        Full::User => (StatusCode::TOO_MANY_REQUESTS, "too many streams"),
    };
    Problem::new(status, title, full.to_string()).retry_after(std::time::Duration::from_secs(5))
}

/// Reads until the page is full, the journal at its end, or much was looked at in vain.
async fn page(mut reader: Reader, limit: usize) -> Result<Page, Denied> {
    let mut page = Page { events: Vec::new(), next: String::new(), gap: false };
    let (mut looked_at, mut bytes) = (0, 0);
    while page.events.len() < limit && reader.is_behind() && looked_at < LOOKED_AT && bytes < PAGE_BYTES {
        let step = STEP.min(limit - page.events.len());
        let found;
        (reader, found) = reader.step(step).await?;
        looked_at += step;
        page.gap |= found.gap.is_some();
        bytes += found.events.iter().map(|event| weight(event)).sum::<usize>();
        page.events.extend(found.events);
    }
    page.next = reader.cursor().to_string();
    Ok(page)
}

/// About the size of an event.
fn weight(event: &Event) -> usize {
    serde_json::to_vec(&event.draft.data).map_or(0, |data| data.len()) + 256
}
