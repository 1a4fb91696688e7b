//! The y-websocket door, `/sync/{document id}`, and the conversation on it, which y-sweet's clients have too: one document a
//! socket, one message of y-protocols a frame.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use bytes::Bytes;

use super::allowance::Allowance;
use super::entrance::{self, Guest, Stay};
use super::pump::{self, Conversation, End, Heard};
use super::upgrade::Upgrade;
use super::wire::Wire;
use crate::app::App;
use crate::http::problem::Problem;
use crate::http::request_id::RequestId;
use crate::protocol::varint::Malformed;
use crate::protocol::{Close, Message, message};
use crate::room::ConnectionId;
use crate::room::exit::Way;
use crate::room::outbox::{Notice, Outgoing};
use crate::room::participant::Dialect;

/// Where the door is mounted; the rest of the path is the document id.
pub const PATH: &str = "/sync/";

/// Answers a handshake.
pub async fn open(State(app): State<App>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let document = entrance::document(request.uri().path().strip_prefix(PATH).unwrap_or_default())?;
    let (upgrade, named) = entrance::handshake(&mut request)?;
    let guest = entrance::admit(&app, &entrance::shown(&app, &request, Dialect::YWebsocket), document).await?;
    Ok(converse(&app, upgrade, named, guest, Dialect::YWebsocket))
}

/// Answers the handshake and lets the conversation begin.
pub(super) fn converse(app: &App, upgrade: Upgrade, request: RequestId, guest: Guest, dialect: Dialect) -> Response<Body> {
    let guard = Arc::clone(&app.guard);
    entrance::begin(app, upgrade, request, Allowance::unlimited(), async move |socket, budget| {
        // Frames leave as they are.
        let way = Way { bell: Arc::clone(&socket.bell), envelope: Some(Bytes::new()) };
        let admitted = Box::pin(guest.enter(&guard, dialect, way)).await;
        let conversation = Talk { connection: admitted.attached.id(), _stay: admitted.stay };
        pump::run(socket, Some(admitted.attached), budget, conversation).await;
    })
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
                wire.send(&message::denied(&format!("message type {kind} is not known here")));
                Ok(())
            }
            Err(error) => {
                wire.send(&message::denied(&error.to_string()));
                Err(End::Close(Close::malformed(&error)))
            }
        }
    }

    fn say(&mut self, _: ConnectionId, what: Outgoing, wire: &mut Wire) {
        match what {
            Outgoing::Frame(frame) => wire.send(&frame),
            Outgoing::Notice(Notice::Denied(reason)) => wire.send(&message::denied(&reason)),
            Outgoing::Notice(Notice::Role(role)) => wire.send(&message::denied(&format!("your role is {role} now"))),
            Outgoing::Notice(_) => {}
        }
    }

    fn ended(&mut self, _: ConnectionId, close: Close, _: &mut Wire) -> Option<Close> {
        Some(close)
    }
}
