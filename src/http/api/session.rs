//! `/api/documents/{scope}/session`: how people work on a document together, who is there, and whose turn it is. Readers see it, editors
//! take turns, owners decide. The work is `features::sessions`'; joining by HTTP is `presence.rs`'.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::locks::{entered, must_be_somebody};
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, By, InScope};
use crate::access::{Action, Role};
use crate::app::App;
use crate::event::Author;
use crate::features::{records, sessions};
use crate::http::problem::Problem;
use crate::protocol::DocumentId;
use crate::room::around;
use crate::room::people::Person;

/// Who may edit, of those whose role allows it: everybody, whose turn it is, or everybody what they hold a lock on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = SessionMode, example = "sequential")]
pub(super) enum Mode {
    Parallel,
    Sequential,
    Locked,
}

/// Whose turn it is, in a sequential session. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionTurn, example = json!({
    "holder": { "id": "ada", "name": "Ada" }, "since": 1_700_000_000_000_u64, "expires_at": 1_700_000_300_000_u64,
    "queue": [{ "id": "bob", "name": "Bob", "at": 1_700_000_100_000_u64 }],
}))]
struct Turn {
    /// `null`: nobody's; whoever asks for it has it.
    #[schema(required)]
    holder: Option<Author>,
    #[schema(required)]
    since: Option<u64>,
    /// From then on it is the next one's, if somebody waits.
    #[schema(required)]
    expires_at: Option<u64>,
    /// Who waits, in order.
    queue: Vec<Waiting>,
}

/// Somebody who waits for their turn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionWaiting)]
struct Waiting {
    /// The user's id.
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Since when.
    at: u64,
}

/// Somebody who is in the document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionParticipant)]
struct Participant {
    /// The user's id.
    id: String,
    #[schema(required)]
    name: Option<String>,
    /// `#rrggbb`, the same for a user always.
    color: String,
    role: Role,
    /// `active`, `busy`, `idle` or `away`.
    status: String,
    /// Since when they are here.
    since: u64,
    /// When they last did something.
    last_active: u64,
    /// How many connections they have here.
    connections: u32,
}

/// How people work on a document together. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session, example = json!({
    "document": "acme/board", "mode": "parallel", "max_participants": null, "idle_timeout": null, "turn_timeout": 300, "turn": null,
    "started_at": null, "last_activity": null, "participants": [],
}))]
struct Shown {
    document: String,
    mode: Mode,
    /// How many users may be here, owners apart; `null`: any number.
    #[schema(required)]
    max_participants: Option<u32>,
    /// Who does nothing for so many seconds has to come again; `null`: nobody.
    #[schema(required)]
    idle_timeout: Option<u32>,
    /// How many seconds a turn lasts while others wait.
    turn_timeout: u32,
    /// Only in a sequential session.
    #[schema(required)]
    turn: Option<Turn>,
    /// Since when the one is here who is here longest; `null` while nobody is.
    #[schema(required)]
    started_at: Option<u64>,
    /// When somebody who is here last did something.
    #[schema(required)]
    last_activity: Option<u64>,
    /// Who is here, each user once.
    participants: Vec<Participant>,
}

/// What is to change; what is missing stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SessionChange, example = json!({ "mode": "sequential", "turn_timeout": 120, "max_participants": null }))]
struct Change {
    mode: Option<Mode>,
    /// `null`: any number.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 10000)]
    max_participants: Option<Option<u32>>,
    /// In seconds; `null`: nobody has to go.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>, minimum = 10, maximum = 86400)]
    idle_timeout: Option<Option<u32>>,
    /// In seconds.
    #[schema(minimum = 10, maximum = 86400)]
    turn_timeout: Option<u32>,
}

/// Whose turn is next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TurnPassing, example = json!({ "to": "bob" }))]
struct Passing {
    /// The id of a user who waits for it; the next one if missing.
    to: Option<String>,
}

/// `null` is something else than nothing.
fn said<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl From<Mode> for around::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Parallel => Self::Parallel,
            Mode::Sequential => Self::Sequential,
            Mode::Locked => Self::Locked,
        }
    }
}

impl From<around::Mode> for Mode {
    fn from(mode: around::Mode) -> Self {
        match mode {
            around::Mode::Parallel => Self::Parallel,
            around::Mode::Sequential => Self::Sequential,
            around::Mode::Locked => Self::Locked,
        }
    }
}

impl From<sessions::Session> for Turn {
    fn from(session: sessions::Session) -> Self {
        let waiting = |waiting: sessions::Waiting| Waiting {
            id: waiting.user.id.to_string(),
            name: waiting.user.name.map(|name| name.to_string()),
            at: waiting.at,
        };
        let queue = session.queue.into_iter().map(waiting).collect();
        match session.turn {
            None => Self { holder: None, since: None, expires_at: None, queue },
            Some(sessions::Turn { holder, since, expires_at }) => {
                Self { holder: Some(holder), since: Some(since), expires_at: Some(expires_at), queue }
            }
        }
    }
}

impl From<Person> for Participant {
    fn from(person: Person) -> Self {
        Self {
            id: person.user.id.to_string(),
            name: person.user.name.as_ref().map(ToString::to_string),
            color: person.user.color.to_string(),
            role: person.role,
            status: person.status.name().to_owned(),
            since: person.since_ms,
            last_active: person.active_ms,
            connections: person.connections,
        }
    }
}

impl Shown {
    fn new(document: &DocumentId, session: sessions::Session, people: Vec<Person>) -> Self {
        let is_sequential = session.mode == around::Mode::Sequential;
        Self {
            document: document.as_str().to_owned(),
            mode: session.mode.into(),
            max_participants: session.max_participants,
            idle_timeout: session.idle_timeout,
            turn_timeout: session.turn_timeout,
            started_at: people.iter().map(|person| person.since_ms).min(),
            last_activity: people.iter().map(|person| person.active_ms).max(),
            participants: people.into_iter().map(Into::into).collect(),
            turn: is_sequential.then(|| session.into()),
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(read, change))
        .routes(routes!(request, give_up))
        .routes(routes!(pass))
        .routes(routes!(take))
}

async fn shown(app: &App, document: &DocumentId, session: sessions::Session) -> Json<Shown> {
    let present = app.rooms.present(document).await;
    Json(Shown::new(document, session, present.map(|present| present.people).unwrap_or_default()))
}

/// The session of a document
///
/// How people work on it together, who is here, and whose turn it is. For readers.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/session",
    tag = "sessions",
    operation_id = "read_session",
    params(InScope),
    responses((status = 200, description = "The session.", body = Shown), Refusals),
)]
async fn read(State(app): State<App>, by: By, scope: InScope) -> Result<Json<Shown>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Read).await?;
    let (all, asked) = (Arc::clone(&app.sessions), document.clone());
    let session = records::blocking(move || all.get(&asked, act.now)).await?;
    Ok(shown(&app, &document, session).await)
}

/// Change the session of a document
///
/// Everybody in the document goes by it before the answer. A session that is no longer sequential has no turns: who waited does no
/// longer. For owners.
#[utoipa::path(
    patch,
    path = "/api/documents/{scope}/session",
    tag = "sessions",
    operation_id = "change_session",
    params(InScope),
    request_body = Change,
    responses((status = 200, description = "The session.", body = Shown), Refusals, BodyRefusals,
        (status = 404, response = NotFound)),
)]
async fn change(State(app): State<App>, by: By, scope: InScope, Body(wanted): Body<Change>) -> Result<Json<Shown>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Manage).await?;
    let Change { mode, max_participants, idle_timeout, turn_timeout } = wanted;
    let change = sessions::Change { mode: mode.map(Into::into), max_participants, idle_timeout, turn_timeout };
    let session = app.sessions.change(&document, change, act).await?;
    Ok(shown(&app, &document, session).await)
}

/// Request the turn
///
/// It is the caller's at once if it is nobody's, or if it is over and nobody waits; otherwise the caller waits, in the order of asking.
/// Whoever has it keeps it longer by this, as long as nobody waits. Only in a sequential session. For editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/session/turn",
    tag = "sessions",
    operation_id = "request_turn",
    params(InScope),
    responses((status = 200, description = "Whose turn it is, and who waits.", body = Turn), Refusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn request(State(app): State<App>, by: By, scope: InScope) -> Result<Json<Turn>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Edit).await?;
    must_be_somebody(&by.0)?;
    Ok(Json(app.sessions.request(&document, act).await?.into()))
}

/// Give up the turn
///
/// One's own, or one's place among those who wait for it. It is the next one's then.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/session/turn",
    tag = "sessions",
    operation_id = "give_up_turn",
    params(InScope),
    responses((status = 200, description = "Whose turn it is, and who waits.", body = Turn), Refusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn give_up(State(app): State<App>, by: By, scope: InScope) -> Result<Json<Turn>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Read).await?;
    Ok(Json(app.sessions.give_up(&document, act).await?.into()))
}

/// Pass the turn on
///
/// To somebody who waits for it; without `to` to the next one, or to nobody if nobody waits. For whoever has the turn.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/session/turn/pass",
    tag = "sessions",
    operation_id = "pass_turn",
    params(InScope),
    request_body = Passing,
    responses((status = 200, description = "Whose turn it is, and who waits.", body = Turn), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn pass(State(app): State<App>, by: By, scope: InScope, Body(passing): Body<Passing>) -> Result<Json<Turn>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Edit).await?;
    Ok(Json(app.sessions.pass(&document, passing.to, act).await?.into()))
}

/// Take the turn
///
/// From whoever has it: an owner at any time; another editor when it is over and nobody waits before them.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/session/turn/take",
    tag = "sessions",
    operation_id = "take_turn",
    params(InScope),
    responses((status = 200, description = "Whose turn it is, and who waits.", body = Turn), Refusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn take(State(app): State<App>, by: By, scope: InScope) -> Result<Json<Turn>, Problem> {
    let (document, act) = entered(&app, (&scope, &by), Action::Edit).await?;
    must_be_somebody(&by.0)?;
    Ok(Json(app.sessions.take(&document, act).await?.into()))
}
