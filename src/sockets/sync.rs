//! The y-websocket door, `/sync/{document id}`, and the conversation on it, which y-sweet's clients have too: one document a
//! socket, one message of y-protocols a frame.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};

use super::entrance::{self, Guest, Stay};
use super::pump::{self, Conversation, End, Heard};
use super::upgrade::Upgrade;
use super::wire::Wire;
use crate::app::App;
use crate::http::problem::Problem;
use crate::http::request_id::RequestId;
use crate::protocol::varint::Malformed;
use crate::protocol::{Close, DocumentId, Message, message};
use crate::room::ConnectionId;
use crate::room::outbox::{Notice, Outgoing};
use crate::room::participant::Dialect;

/// Where the door is mounted; the rest of the path is the document id.
pub const PATH: &str = "/sync/";

/// Answers a handshake.
pub async fn open(State(app): State<App>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let path = request.uri().path();
    let document = DocumentId::from_url_path(path.strip_prefix(PATH).unwrap_or_default())
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid document id", error.to_string()))?;
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let upgrade = entrance::handshake(&mut request)?;
    let guest = entrance::admit(&app, &entrance::credentials(&app, &request), document).await?;
    Ok(converse(app, upgrade, guest, Dialect::YWebsocket, request_id))
}

/// Completes the handshake and lets the conversation begin.
pub(super) fn converse(app: App, upgrade: Upgrade, guest: Guest, dialect: Dialect, request: RequestId) -> Response<Body> {
    let (response, socket) = upgrade.accept(entrance::bounds(&app));
    let budget = entrance::budget(&app);
    let (tracker, runtime) = (app.rooms.tracker().clone(), app.rooms.runtime().clone());
    let task = async move {
        let connection = guest.connection();
        match socket.await {
            Ok(socket) => {
                tracing::debug!(connection, %request, "connected");
                let bell = Arc::default();
                let admitted = guest.enter(&app.guard, dialect, Arc::clone(&bell)).await;
                let conversation = Talk { connection: admitted.attached.id(), _stay: admitted.stay };
                pump::run(socket, Some(admitted.attached), bell, budget, conversation).await;
                tracing::debug!(connection, "disconnected");
            }
            Err(error) => tracing::debug!(connection, %request, %error, "handshake not completed"),
        }
    };
    tracker.spawn_on(task, &runtime);
    response
}

/// One document on one socket.
struct Talk {
    connection: ConnectionId,
    _stay: Stay,
}

impl Conversation for Talk {
    type News = std::convert::Infallible;

    async fn news(&mut self) -> Self::News {
        std::future::pending().await
    }

    async fn learn(&mut self, news: Self::News, _: &mut Wire) -> Result<(), End> {
        match news {}
    }

    async fn hear(&mut self, heard: Heard, wire: &mut Wire) -> Result<(), End> {
        let Heard::Binary(frame) = heard else { return Err(End::Close(Close::text_frame())) };
        match Message::decode(&frame) {
            Ok(decoded) => wire.hand_over(self.connection, decoded).await,
            Err(Malformed::UnknownType(kind)) => {
                wire.send(message::denied(&format!("message type {kind} is not known here")));
                Ok(())
            }
            Err(error) => {
                wire.send(message::denied(&error.to_string()));
                Err(End::Close(Close::malformed(&error)))
            }
        }
    }

    fn say(&mut self, _: ConnectionId, what: Outgoing, wire: &mut Wire) {
        match what {
            Outgoing::Frame(frame) => wire.send(frame),
            Outgoing::Notice(Notice::Denied(reason)) => wire.send(message::denied(&reason)),
            Outgoing::Notice(Notice::Role(role)) => wire.send(message::denied(&format!("your role is {role} now"))),
            Outgoing::Notice(_) => {}
        }
    }

    fn ended(&mut self, _: ConnectionId, close: Close, _: &mut Wire) -> Option<Close> {
        Some(close)
    }
}
