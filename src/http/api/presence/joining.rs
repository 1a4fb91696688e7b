//! Taking part without a socket: join, give signs of life, say what one does, leave. Part of `presence`; whoever may read a document
//! may take part in it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{Announcement, Join, JoinedShape, SignOfLife, StillThere, invalid};
use crate::access::Action;
use crate::app::App;
use crate::features::presence::{NewPresence, NotThere, STAY};
use crate::http::api::entered::entered;
use crate::http::api::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use crate::http::api::request::{Body, Caller, Coming, InScope};
use crate::http::problem::Problem;
use crate::http::visits;
use crate::protocol::Close;
use crate::room::visit::VisitError;

/// Bytes of a name.
const NAME: usize = 256;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(join)).routes(routes!(heartbeat)).routes(routes!(announce)).routes(routes!(leave))
}

impl From<NotThere> for Problem {
    fn from(not_there: NotThere) -> Self {
        let detail = not_there.to_string();
        match not_there {
            NotThere::Refused(refused) => refused.into(),
            NotThere::NoSeat(refused) => visits::no_seat(&refused),
            NotThere::Unknown => Self::new(StatusCode::NOT_FOUND, "not found", detail),
            NotThere::TooLarge(_) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too large", detail),
            NotThere::Ended(close) if close.code == Close::idle().code => Self::new(StatusCode::NOT_FOUND, "not found", detail),
            NotThere::Ended(close) => visits::refused(VisitError::Ended(close)),
        }
    }
}

/// Take part
///
/// The caller is a participant like those with a socket: others see the presence in awareness, and it counts as one of the caller's
/// connections. Whoever is not heard of for 60 s is gone. For readers of the document.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/session/join",
    tag = "presence",
    operation_id = "join_session",
    params(InScope),
    request_body = Join,
    responses(
        (status = 201, description = "The participant.", body = JoinedShape),
        Refusals,
        BodyRefusals,
        (status = 409, response = Conflict),
    ),
)]
async fn join(
    State(app): State<App>,
    Caller(caller): Caller,
    Coming(origin): Coming,
    scope: InScope,
    Body(Join { name, mut presence }): Body<Join>,
) -> Result<Response, Problem> {
    let (document, role) = entered(&app, &caller, &scope, Action::PublishPresence).await?;
    if let Some(name) = name {
        if name.is_empty() || name.len() > NAME || name.chars().any(char::is_control) {
            return Err(invalid("a name has 1 to 256 bytes without control characters"));
        }
        presence.insert("user".to_owned(), json!({ "name": name }));
    }
    let joined = app.presence.join((caller, &origin), &document, role, presence).await?;
    let shape = JoinedShape { participant: joined.participant, client: joined.client, role, expires_in: STAY.as_secs() };
    Ok((StatusCode::CREATED, Json(shape)).into_response())
}

/// Stay
///
/// A sign of life of a participant that joined by HTTP; good for 60 s. It is not activity: who does nothing else becomes idle. 404: it
/// is gone; join again.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/session/heartbeat",
    tag = "presence",
    operation_id = "stay_in_session",
    params(InScope),
    request_body = SignOfLife,
    responses((status = 200, description = "It goes on.", body = StillThere), Refusals, BodyRefusals,
        (status = 404, response = NotFound)),
)]
async fn heartbeat(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    Body(SignOfLife { participant }): Body<SignOfLife>,
) -> Result<Json<StillThere>, Problem> {
    let (document, role) = entered(&app, &caller, &scope, Action::PublishPresence).await?;
    app.presence.heartbeat(&caller, (&document, &participant), NewPresence::None).await?;
    Ok(Json(StillThere { role, expires_in: STAY.as_secs() }))
}

/// Say what one does
///
/// Replaces the presence of a participant that joined by HTTP; also a sign of life.
#[utoipa::path(
    put,
    path = "/api/documents/{scope}/session/presence",
    tag = "presence",
    operation_id = "set_session_presence",
    params(InScope),
    request_body = Announcement,
    responses((status = 200, description = "Others have it.", body = StillThere), Refusals, BodyRefusals,
        (status = 404, response = NotFound)),
)]
async fn announce(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    Body(Announcement { participant, presence }): Body<Announcement>,
) -> Result<Json<StillThere>, Problem> {
    let (document, role) = entered(&app, &caller, &scope, Action::PublishPresence).await?;
    app.presence.heartbeat(&caller, (&document, &participant), NewPresence::Whole(presence)).await?;
    Ok(Json(StillThere { role, expires_in: STAY.as_secs() }))
}

/// Leave
///
/// A participant that joined by HTTP is gone for everybody at once.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/session/leave",
    tag = "presence",
    operation_id = "leave_session",
    params(InScope),
    request_body = SignOfLife,
    responses((status = 204, description = "It is gone."), Refusals, BodyRefusals, (status = 404, response = NotFound)),
)]
async fn leave(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    Body(SignOfLife { participant }): Body<SignOfLife>,
) -> Result<StatusCode, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::PublishPresence).await?;
    app.presence.leave(&caller, (&document, &participant)).await?;
    Ok(StatusCode::NO_CONTENT)
}
