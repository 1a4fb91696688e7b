//! The JSON door, `/live/{document id}`: for scripts and tools with nothing but a WebSocket. Presence and cursors are awareness
//! like everybody else's: this file puts it into words and keeps the client's own state alive; the room does the rest.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use bytes::Bytes;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tokio::time::Interval;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use self::people::People;
use super::entrance::{self, Stay};
use super::pump::{self, Conversation, End, Heard};
use super::wire::Wire;
use crate::access::{Identity, Role};
use crate::app::App;
use crate::features::{Credentials, Guard};
use crate::http::problem::Problem;
use crate::protocol::live::{self, Ask};
use crate::protocol::{Close, DocumentId, Message, message};
use crate::room::ConnectionId;
use crate::room::outbox::{Notice, Outgoing};
use crate::room::participant::Dialect;

mod people;

/// Where the door is mounted; the rest of the path is the document id.
pub const PATH: &str = "/live/";

/// How often the client's presence is renewed; others forget it after 30 s.
const RENEWAL: Duration = Duration::from_secs(10);

/// Answers a handshake.
pub async fn open(State(app): State<App>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let document = entrance::document(request.uri().path().strip_prefix(PATH).unwrap_or_default())?;
    let (upgrade, named) = entrance::handshake(&mut request)?;
    let shown = entrance::credentials(&app, &request);
    let guest = entrance::admit(&app, &shown, document).await?;
    let guard = Arc::clone(&app.guard);
    Ok(entrance::begin(&app, upgrade, named, async move |socket, budget| {
        let bell = Arc::default();
        let document = guest.document().clone();
        let admitted = guest.enter(&guard, Dialect::Json, Arc::clone(&bell)).await;
        let talk = Talk {
            guard,
            document,
            shown,
            identity: admitted.identity,
            role: admitted.role,
            stay: admitted.stay,
            connection: admitted.attached.id(),
            // Clients of Yjs 13 expect ids below 2^32.
            people: People::new(uuid::Uuid::new_v4().as_u128() as u64 & 0xffff_ffff),
            presence: Map::new(),
            clock: 0,
            greeted: false,
            renewal: tokio::time::interval(RENEWAL),
        };
        pump::run(socket, Some(admitted.attached), bell, budget, talk).await;
    }))
}

/// One socket.
struct Talk {
    guard: Arc<Guard>,
    document: DocumentId,
    shown: Credentials,
    identity: Arc<Identity>,
    role: Role,
    stay: Stay,
    connection: ConnectionId,
    people: People,
    presence: Map<String, Value>,
    /// The awareness clock of the client's own state.
    clock: u64,
    /// The client has got its first content.
    greeted: bool,
    renewal: Interval,
}

impl Talk {
    /// Tells the room the client's own state.
    async fn announce(&mut self, wire: &mut Wire) -> Result<(), End> {
        self.clock += 1;
        let mut state = self.presence.clone();
        let user = &self.identity.user;
        state.insert("user".to_owned(), json!({ "id": user.id, "name": user.name, "color": user.color }));
        let update = message::awareness_update(self.people.own, self.clock, &Value::Object(state).to_string());
        wire.hand_over(self.connection, Message::Awareness(update)).await
    }

    fn greet(&mut self, content: &Bytes, wire: &mut Wire) {
        let content: Value = serde_json::from_slice(content).unwrap_or_default();
        let user = &self.identity.user;
        if self.greeted {
            let whole = json!([{ "op": "replace", "path": "", "value": content["content"] }]);
            say(wire, &json!({ "type": "content_update", "patch": whole, "user": null, "version": content["version"] }));
            return;
        }
        self.greeted = true;
        let me = json!({
            "connection": self.connection.0,
            "client": self.people.own,
            "user": { "id": user.id, "name": user.name, "color": user.color },
            "role": self.role,
        });
        say(
            wire,
            &json!({
                "type": "connected",
                "document": self.document.as_str(),
                "self": me,
                "role": self.role,
                "session": { "mode": "parallel" },
                "participants": self.people.list(),
                "locks": [],
                "content": content["content"],
                "version": content["version"],
            }),
        );
    }

    async fn asked(&mut self, id: Option<Box<RawValue>>, ask: Ask, wire: &mut Wire) -> Result<(), End> {
        match ask {
            Ask::Heartbeat => {}
            Ask::Presence(changes) => {
                for (name, value) in changes {
                    if value.is_null() {
                        self.presence.remove(&name);
                    } else if name != "user" {
                        self.presence.insert(name, value);
                    }
                }
                self.announce(wire).await?;
            }
            Ask::Authenticate(token) => {
                let shown = Credentials { token: Some(token.0), ..self.shown.clone() };
                let identified = self.guard.identify(&shown).await;
                match identified.and_then(|identity| self.stay.watched.renew(Arc::clone(&identity)).map(|_| identity)) {
                    Ok(identity) => self.identity = identity,
                    Err(denied) => {
                        refuse(wire, id.as_deref(), "not_allowed", &denied.to_string());
                        return Ok(());
                    }
                }
            }
            Ask::Edit(edit) => {
                let id = id.map(|id| Bytes::from(id.get().to_owned()));
                return wire.hand_over(self.connection, Message::Edit { id, edit }).await;
            }
        }
        if let Some(id) = id {
            say(wire, &json!({ "type": "ack", "id": id }));
        }
        Ok(())
    }
}

impl Conversation for Talk {
    type News = ();

    async fn news(&mut self) {
        self.renewal.tick().await;
    }

    async fn learn(&mut self, (): (), wire: &mut Wire) -> Result<(), End> {
        self.announce(wire).await
    }

    async fn hear(&mut self, heard: Heard, wire: &mut Wire) -> Result<(), End> {
        let Heard::Text(text) = heard else {
            return Err(End::Close(Close::binary_frame()));
        };
        match live::read(&text) {
            Ok(request) => self.asked(request.id, request.ask, wire).await,
            Err(error) => {
                refuse(wire, error.id.as_deref(), error.code, &error.message);
                Ok(())
            }
        }
    }

    fn say(&mut self, _: ConnectionId, what: Outgoing, wire: &mut Wire) {
        match what {
            Outgoing::Frame(frame) => {
                for event in self.people.hear(&frame) {
                    // Whoever is here when the client comes is in its first message.
                    if self.greeted {
                        say(wire, &event);
                    }
                }
            }
            Outgoing::Notice(Notice::Content(content)) => self.greet(&content, wire),
            // What changed before the client came is in its first content.
            Outgoing::Notice(Notice::Json(_)) if !self.greeted => {}
            Outgoing::Notice(Notice::Json(text)) => {
                if let Ok(text) = Utf8Bytes::try_from(text) {
                    wire.send_text(text);
                }
            }
            Outgoing::Notice(Notice::Denied(why)) => refuse(wire, None, "refused", &why),
            Outgoing::Notice(Notice::Role(role)) => {
                self.role = role;
                say(wire, &json!({ "type": "session_update", "self": { "role": role } }));
            }
            Outgoing::Notice(Notice::TokenExpiring) => {
                let why = "your token expires soon; send authenticate with a new one";
                say(wire, &json!({ "type": "session_update", "self": { "token": "expiring" }, "message": why }));
            }
            Outgoing::Notice(Notice::Saved(_) | Notice::NotSaved | Notice::Stateless(_)) => {}
        }
    }

    fn ended(&mut self, _: ConnectionId, close: Close, wire: &mut Wire) -> Option<Close> {
        refuse(wire, None, "closed", &close.reason);
        Some(close)
    }
}

fn say(wire: &mut Wire, message: &Value) {
    wire.send_text(message.to_string().into());
}

fn refuse(wire: &mut Wire, id: Option<&RawValue>, code: &str, why: &str) {
    say(wire, &json!({ "type": "error", "id": id, "code": code, "message": why }));
}
