//! `/api/presence` and `/api/documents/{scope}/presence`: who is where, for those who may read there; as lists and as a stream. And
//! `/api/documents/{scope}/session/join` and its like, for participants without a socket. The work is `features::presence`'s.

mod joining;
mod shapes;
mod stream;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use futures_util::stream::{self as futures, StreamExt as _};
use serde_json::value::RawValue;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use self::shapes::invalid;
use self::shapes::{Filter, InDocument, List, OfDocument, Streamed, Wanted, Whereabouts};
use super::entered::entered;
use super::events::no_place;
use super::refusals::Refusals;
use super::request::{Caller, InPath, InQuery, InScope};
use super::server_sent::ServerSentEvent;
use crate::access::{Action, Scope};
use crate::app::App;
use crate::features::Refused;
use crate::features::presence::{Detail, Followed, MOST_SEEN, Participant, Shown, Status};
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// Participants on a page, unless the request says otherwise, and at most.
const PAGE: usize = 100;
const MOST: usize = 1_000;

/// Bytes of a page, about: it ends early when it is large.
const PAGE_BYTES: usize = 8 << 20;

/// Documents that are looked at for one page, at a time, and as one.
const LOOKED_AT: usize = 5_000;
const AT_A_TIME: usize = 64;
const AT_ONCE: usize = 16;

/// Documents in which one user was seen.
const SEEN: usize = 100;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(of_document))
        .routes(routes!(list))
        .routes(routes!(of_user))
        .routes(routes!(follow))
        .merge(joining::routes())
}

/// A list that grows until it is full.
#[derive(Default)]
struct Listed {
    participants: Vec<Box<RawValue>>,
    bytes: usize,
}

impl Listed {
    fn push(&mut self, json: &str) {
        if let Ok(raw) = RawValue::from_string(json.to_owned()) {
            self.bytes += json.len();
            self.participants.push(raw);
        }
    }

    fn is_full(&self, limit: usize) -> bool {
        self.participants.len() >= limit || self.bytes >= PAGE_BYTES
    }
}

/// Who is in a document
///
/// Each user once, in the order of their ids, at most 1,000; with `offline=true` also those who were there, those seen last first. For
/// readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/presence",
    tag = "presence",
    operation_id = "list_document_presence",
    params(InScope, InDocument),
    responses((status = 200, description = "The participants.", body = OfDocument), Refusals),
)]
async fn of_document(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InQuery(wanted): InQuery<InDocument>,
) -> Result<Json<OfDocument>, Problem> {
    let (filter, detail) = (wanted.filter()?, wanted.detail());
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let people = app.presence.people(&document).await;
    let people = people.ok_or(Refused::Busy("the document's room does not say who is there; try again"))?;
    let (mut listed, mut truncated) = (Listed::default(), false);
    for shown in people.iter().filter(|shown| filter.fits(shown)) {
        if listed.is_full(MOST) {
            truncated = true;
            break;
        }
        listed.push(shown.json(detail));
    }
    if wanted.offline.unwrap_or(false) {
        for participant in app.presence.offline(&document, &people, MOST_SEEN).await? {
            let shown = Shown::from(participant);
            if filter.fits(&shown) {
                listed.push(shown.json(detail));
            }
        }
    }
    Ok(Json(OfDocument { participants: listed.participants, truncated }))
}

/// Who is where
///
/// In all documents that the caller may read and somebody is in, in the order of documents and users. A page ends early when it is
/// large or much was looked at in vain; `next_cursor` goes on.
#[utoipa::path(
    get,
    path = "/api/presence",
    tag = "presence",
    operation_id = "list_presence",
    params(Wanted),
    responses((status = 200, description = "Some participants.", body = List), Refusals),
)]
async fn list(State(app): State<App>, Caller(caller): Caller, InQuery(wanted): InQuery<Wanted>) -> Result<Json<List>, Problem> {
    let (filter, under, detail) = (wanted.filter()?, wanted.under()?, wanted.detail());
    let limit = wanted.limit.unwrap_or(PAGE);
    if !(1..=MOST).contains(&limit) {
        return Err(invalid("limit lies between 1 and 1000"));
    }
    let after = wanted.after()?;
    let mut open = app.presence.open_documents(&under, after.as_ref().map(|(document, _)| document.as_str()));
    if let Some(user) = filter.user.as_deref() {
        let connected = where_connected(&app, user);
        open.retain(|document| connected.contains(document));
    }
    let mut listed = Listed::default();
    for (looked_at, documents) in open.chunks(AT_A_TIME).enumerate() {
        if looked_at * AT_A_TIME >= LOOKED_AT
            && let Some(next) = documents.first()
        {
            return Ok(Json(List { present: listed.participants, next_cursor: Some(shapes::cursor(next.as_str(), "")) }));
        }
        let readable = app.presence.readable(&caller, documents.to_vec()).await?;
        let presence = &app.presence;
        let mut looking =
            futures::iter(readable).map(|document| async move { (presence.people(&document).await, document) }).buffered(AT_ONCE);
        while let Some((people, document)) = looking.next().await {
            // A room that is stuck does not hide who is elsewhere.
            for shown in people.iter().flat_map(|people| people.iter()).filter(|shown| filter.fits(shown)) {
                let user = &*shown.participant.user.id;
                if after.as_ref().is_some_and(|(of, last)| of == document.as_str() && user <= last.as_str()) {
                    continue;
                }
                listed.push(shown.json(detail));
                if listed.is_full(limit) {
                    let next = shapes::cursor(document.as_str(), user);
                    return Ok(Json(List { present: listed.participants, next_cursor: Some(next) }));
                }
            }
        }
    }
    Ok(Json(List { present: listed.participants, next_cursor: None }))
}

/// The documents that a user has connections to.
fn where_connected(app: &App, user: &str) -> std::collections::HashSet<DocumentId> {
    let connections = app.guard.connections().into_iter();
    connections.filter(|connection| *connection.identity.user.id == *user).map(|connection| connection.document).collect()
}

/// Where a user is
///
/// As far as the caller may read there: where they are now, and where and when they were last seen. Somebody who was never seen by
/// the caller's leave is offline.
#[utoipa::path(
    get,
    path = "/api/presence/users/{user}",
    tag = "presence",
    operation_id = "read_user_presence",
    params(("user" = String, Path, description = "The user's id.", example = "ada")),
    responses((status = 200, description = "Where they are and were.", body = Whereabouts), Refusals),
)]
async fn of_user(
    State(app): State<App>,
    Caller(caller): Caller,
    InPath(user): InPath<String>,
) -> Result<Json<Whereabouts>, Problem> {
    let mut documents: Vec<_> = where_connected(&app, &user).into_iter().filter(|document| !document.is_companion()).collect();
    documents.sort_unstable();
    documents.truncate(LOOKED_AT);
    let mut present: Vec<Arc<Shown>> = Vec::new();
    let mut listed = Listed::default();
    for document in app.presence.readable(&caller, documents).await? {
        if listed.is_full(MOST) {
            break;
        }
        let people = app.presence.people(&document).await.unwrap_or_default();
        if let Some(shown) = people.iter().find(|shown| *shown.participant.user.id == *user) {
            listed.push(shown.json(Detail::Whole));
            present.push(Arc::clone(shown));
        }
    }
    let here = |seen: &Participant| present.iter().any(|shown| shown.participant.document == seen.document);
    let mut seen = app.presence.seen(&caller, &user, SEEN).await?;
    let known = present.iter().map(|shown| &shown.participant).chain(&seen);
    let last_seen = known.clone().map(|participant| participant.last_active).max();
    let who = known.max_by_key(|participant| participant.last_active).map(|participant| participant.user.clone());
    let liveliest = [Status::Busy, Status::Active, Status::Idle, Status::Away];
    let status = liveliest.into_iter().find(|status| present.iter().any(|shown| shown.participant.status == *status));
    seen.retain(|seen| !here(seen));
    let mut were = Listed::default();
    seen.into_iter().for_each(|seen| were.push(Shown::from(seen).json(Detail::Light)));
    Ok(Json(Whereabouts {
        user: who,
        status: status.unwrap_or(Status::Offline),
        last_seen,
        present: listed.participants,
        seen: were.participants,
    }))
}

/// Follow who is where
///
/// Server-sent events: `snapshot` first, `{"present", "truncated"}`; then `joined` and `changed` with a participant and `left` with
/// `{"document", "user"}`, changes within a quarter of a second as one. At most 1,000 participants are followed; `truncated` says that
/// there are more, of whom some come when others leave. Ends with `end` when the right to listen does, or the server restarts.
#[utoipa::path(
    get,
    path = "/api/presence/stream",
    tag = "presence",
    operation_id = "follow_presence",
    params(Streamed),
    responses((status = 200, description = "The stream.", content((ServerSentEvent = "text/event-stream",
        example = "event: snapshot\ndata: {\"present\":[],\"truncated\":false}\n\n"))), Refusals),
)]
async fn follow(State(app): State<App>, Caller(caller): Caller, InQuery(wanted): InQuery<Streamed>) -> Result<Response, Problem> {
    let (scope, detail) = (wanted.scope()?, wanted.detail());
    if let Some(document) = scope.document() {
        entered(&app, &caller, &InScope(Scope::of(&document)), Action::Read).await?;
    }
    let place = app.journal.take_place(&caller).map_err(no_place)?;
    Ok(stream::begin(&app, caller, scope, Followed::new(MOST, detail), (detail, place)))
}

impl Filter {
    fn fits(&self, shown: &Shown) -> bool {
        let participant = &shown.participant;
        self.user.as_ref().is_none_or(|user| *participant.user.id == **user)
            && self.status.is_none_or(|status| status == participant.status)
            && self.place.as_ref().is_none_or(|place| shown.is_at(place))
    }
}
