//! The JSON door, `/live/{document id}`: for scripts and tools with nothing but a WebSocket. Presence and cursors are awareness
//! like everybody else's: this file puts it into words and keeps the client's own state alive; the room does the rest.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tokio::time::Interval;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use self::errands::{Done, Errands};
use self::following::{Following, Told};
use self::people::People;
use super::allowance::Allowance;
use super::entrance::{self, Stay};
use super::pump::{self, Conversation, End, Heard};
use super::wire::Wire;
use crate::access::{Denied, Identity, Role};
use crate::app::App;
use crate::features::{Credentials, Guard};
use crate::http::api::inward::{Asker, Inward};
use crate::http::client_address::ClientAddress;
use crate::http::edge::Gatekeeper;
use crate::http::problem::Problem;
use crate::protocol::live::{self, Ask};
use crate::protocol::{Close, DocumentId, Message, message};
use crate::room::ConnectionId;
use crate::room::exit::Way;
use crate::room::outbox::{Notice, Outgoing};
use crate::room::participant::Dialect;

mod errands;
mod following;
mod people;
mod words;

/// Where the door is mounted; the rest of the path is the document id.
pub const PATH: &str = "/live/";

/// How often the client's presence is renewed; others forget it after 30 s.
const RENEWAL: Duration = Duration::from_secs(10);

/// Answers a handshake.
pub async fn open(State(app): State<App>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    let document = entrance::document(request.uri().path().strip_prefix(PATH).unwrap_or_default())?;
    let (upgrade, named) = entrance::handshake(&mut request)?;
    let shown = entrance::shown(&app, &request, Dialect::Json);
    let guest = entrance::admit(&app, &shown, document).await?;
    let (guard, keeper) = (Arc::clone(&app.guard), Gatekeeper::from_request(&request));
    let following = Following::new(Arc::clone(&app.journal));
    let asker = Asker {
        identity: Arc::clone(guest.identity()),
        address: request.extensions().get::<ClientAddress>().copied(),
        door: "live",
    };
    let inward = request.extensions().get::<Inward>().cloned();
    let journal = Arc::clone(&app.journal);
    let largest = usize::try_from(app.config.limits.json.as_u64()).unwrap_or(usize::MAX);
    Ok(entrance::begin(&app, upgrade, named, Allowance::unlimited(), async move |socket, budget| {
        let way = Way::from(Arc::clone(&socket.bell));
        let document = guest.document().clone();
        // What changes from here on is told.
        let newest = journal.head();
        let words = Following::in_words(journal, &document);
        let mut errands = Errands::new(Arc::clone(&guard), inward, asker, document.clone());
        let (session, locks) = errands.together().await;
        let admitted = Box::pin(guest.enter(&guard, Dialect::Json, way)).await;
        let talk = Talk {
            guard,
            keeper,
            largest,
            document,
            shown: shown.credentials,
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
            checks: FuturesUnordered::new(),
            following,
            words,
            errands,
            together: (session, locks),
            newest,
        };
        pump::run(socket, Some(admitted.attached), budget, talk).await;
    }))
}

/// One socket.
struct Talk {
    guard: Arc<Guard>,
    /// Counts wrong tokens.
    keeper: Option<Gatekeeper>,
    /// Bytes of a message: what is read as JSON takes many times as many.
    largest: usize,
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
    /// A token that is being checked, and the request that wants to know.
    checks: FuturesUnordered<BoxFuture<'static, Identified>>,
    /// The events it wants to hear of.
    following: Following,
    /// What it hears of anyway.
    words: Following,
    /// What it wants that is no edit.
    errands: Errands,
    /// The session and the locks, for the first message.
    together: (Value, Value),
    /// The newest event when the connection began.
    newest: u64,
}

/// A request, and who its token says it is from.
type Identified = (Option<Box<RawValue>>, Result<Arc<Identity>, Denied>);

/// The first message.
#[derive(Serialize)]
struct Connected<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    document: &'a str,
    #[serde(rename = "self")]
    me: Value,
    role: Role,
    session: &'a Value,
    participants: Vec<Value>,
    locks: &'a Value,
    content: &'a RawValue,
    version: u64,
    /// After it a client subscribes that wants to hear of all that happens to this content.
    last_event: String,
}

/// The whole content again.
#[derive(Serialize)]
struct ContentUpdate<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    patch: [Replace<'a>; 1],
    user: Option<Value>,
    version: u64,
}

#[derive(Serialize)]
struct Replace<'a> {
    op: &'a str,
    path: &'a str,
    value: &'a RawValue,
}

/// What goes on beside the socket.
enum News {
    Renewal,
    Events,
    Words,
    Done(Done),
    Identified(Option<Box<RawValue>>, Result<Arc<Identity>, Denied>),
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

    /// Gives the client the whole content: the first time with everything else it has to know.
    fn greet(&mut self, version: u64, content: &Bytes, wire: &mut Wire) {
        let Ok(content) = serde_json::from_slice::<&RawValue>(content) else { return };
        let user = &self.identity.user;
        let user = json!({ "id": user.id, "name": user.name, "color": user.color });
        let message = if self.greeted {
            let patch = [Replace { op: "replace", path: "", value: content }];
            serde_json::to_string(&ContentUpdate { kind: "content_update", patch, user: None, version })
        } else {
            serde_json::to_string(&Connected {
                kind: "connected",
                document: self.document.as_str(),
                me: json!({ "connection": self.connection.0, "client": self.people.own, "user": user, "role": self.role }),
                role: self.role,
                session: &self.together.0,
                participants: self.people.list(),
                locks: &self.together.1,
                content,
                version,
                last_event: self.newest.to_string(),
            })
        };
        self.greeted = true;
        if let Ok(message) = message {
            wire.send_text(message.into());
        }
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
            Ask::Authenticate(_) if !self.checks.is_empty() => {
                refuse(wire, id.as_deref(), "unavailable", "another token is being checked; wait for its answer");
                return Ok(());
            }
            Ask::Authenticate(token) => {
                let shown = Credentials { token: Some(token.0), ..self.shown.clone() };
                let (guard, keeper) = (Arc::clone(&self.guard), self.keeper.clone());
                self.checks.push(Box::pin(async move { (id, entrance::identify(&guard, keeper.as_ref(), &shown).await) }));
                return Ok(());
            }
            Ask::Edit(edit) => {
                let id = id.map(|id| Bytes::from(id.get().to_owned()));
                return wire.hand_over(self.connection, Message::Edit { id, edit, expected: None }).await;
            }
            Ask::Errand(errand) => {
                if let Err(id) = self.errands.take(id, errand) {
                    refuse(wire, id.as_deref(), "unavailable", "too many requests wait; send them more slowly");
                }
                return Ok(());
            }
            Ask::Subscribe(wanted) => {
                if let Err(why) = self.following.begin(&self.document, &wanted.types, wanted.after) {
                    refuse(wire, id.as_deref(), "malformed", &why);
                    return Ok(());
                }
            }
            Ask::Unsubscribe => self.following.end(),
        }
        if let Some(id) = id {
            say(wire, &json!({ "type": "ack", "id": id }));
        }
        Ok(())
    }
}

impl Conversation for Talk {
    type News = News;

    async fn news(&mut self) -> News {
        tokio::select! {
            Some((id, identified)) = self.checks.next(), if !self.checks.is_empty() => News::Identified(id, identified),
            _ = self.renewal.tick() => News::Renewal,
            () = self.following.news() => News::Events,
            () = self.words.news(), if self.greeted => News::Words,
            done = self.errands.done() => News::Done(done),
        }
    }

    fn written(&mut self) {
        self.following.written();
        self.words.written();
    }

    async fn learn(&mut self, news: News, wire: &mut Wire) -> Result<(), End> {
        match news {
            News::Renewal => self.announce(wire).await,
            News::Events => {
                self.following.tell(wire).await;
                Ok(())
            }
            News::Words => {
                if self.words.tell(wire).await == Told::Session {
                    self.errands.show_session();
                }
                Ok(())
            }
            News::Done(done) => {
                answer(done, wire);
                Ok(())
            }
            News::Identified(id, identified) => {
                let renewed = identified.and_then(|identity| {
                    let (identity, _) = self.stay.watched.renew(identity)?;
                    self.errands.go_on_as(identity);
                    Ok(())
                });
                if let Err(denied) = &renewed {
                    entrance::note_denial(&self.guard, &self.shown.origin, None, &self.document, *denied);
                }
                match (renewed, id) {
                    (Err(denied), id) => refuse(wire, id.as_deref(), "not_allowed", &denied.to_string()),
                    (Ok(()), Some(id)) => say(wire, &json!({ "type": "ack", "id": id })),
                    (Ok(()), None) => {}
                }
                Ok(())
            }
        }
    }

    async fn hear(&mut self, heard: Heard, wire: &mut Wire) -> Result<(), End> {
        let Heard::Text(text) = heard else {
            return Err(End::Close(Close::binary_frame()));
        };
        if text.len() > self.largest {
            return Err(End::Close(Close::too_large(format!("a JSON message has at most {} bytes", self.largest))));
        }
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
            Outgoing::Notice(Notice::Content { version, content }) => self.greet(version, &content, wire),
            // What changed before the client came is in its first content.
            Outgoing::Notice(Notice::Json(_)) if !self.greeted => {}
            Outgoing::Notice(Notice::Json(text)) => {
                if let Ok(text) = Utf8Bytes::try_from(text) {
                    wire.send_text(text);
                }
            }
            Outgoing::Notice(Notice::Done(done)) => {
                let id: Value = done.request.and_then(|id| serde_json::from_slice(&id).ok()).unwrap_or_default();
                say(wire, &json!({ "type": "ack", "id": id, "version": done.version }));
            }
            Outgoing::Notice(Notice::Failed(failed)) => {
                let id: Value = failed.request.and_then(|id| serde_json::from_slice(&id).ok()).unwrap_or_default();
                say(wire, &json!({ "type": "error", "id": id, "code": failed.code, "message": failed.why }));
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
            Outgoing::Notice(Notice::Undone(undone)) => {
                let mut error = undone.as_json();
                (error["type"], error["code"], error["id"]) = ("error".into(), "locked".into(), Value::Null);
                say(wire, &error);
            }
            Outgoing::Notice(
                Notice::Saved(_) | Notice::NotSaved | Notice::Stateless(_) | Notice::Version(_) | Notice::AreThere(_),
            ) => {}
        }
    }

    fn ended(&mut self, _: ConnectionId, close: Close, wire: &mut Wire) -> Option<Close> {
        refuse(wire, None, "closed", &close.reason);
        Some(close)
    }
}

/// Says what came of an errand.
fn answer(done: Done, wire: &mut Wire) {
    match done {
        Done::Session(session) => say(wire, &json!({ "type": "session_update", "session": session })),
        Done::Asked(Some(id), answer, _) if answer.is_success() && answer.body.is_null() => {
            say(wire, &json!({ "type": "ack", "id": id }));
        }
        Done::Asked(Some(id), answer, _) if answer.is_success() => {
            say(wire, &json!({ "type": "ack", "id": id, "answer": answer.body }));
        }
        Done::Asked(None, answer, _) if answer.is_success() => {}
        Done::Asked(id, answer, wanted) => {
            let code = errands::code(&answer);
            if let Some(path) = wanted.filter(|_| code == "locked") {
                say(wire, &json!({ "type": "lock_denied", "path": path, "lock": answer.body["lock"] }));
            }
            let why = answer.body["detail"].as_str().unwrap_or("it could not be done; try again later");
            refuse(wire, id.as_deref(), code, why);
        }
    }
}

fn say(wire: &mut Wire, message: &Value) {
    wire.send_text(message.to_string().into());
}

fn refuse(wire: &mut Wire, id: Option<&RawValue>, code: &str, why: &str) {
    say(wire, &json!({ "type": "error", "id": id, "code": code, "message": why }));
}
