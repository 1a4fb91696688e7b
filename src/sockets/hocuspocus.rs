//! The Hocuspocus door, `/hocuspocus`: many documents on one socket, each with a token of its own that comes as a message. What
//! is said about a document before its token was checked waits, within bounds, and is then taken in order.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, Interval};

use super::allowance::Allowance;
use super::entrance::{self, Guest, Stay};
use super::pump::{self, Conversation, End, Heard};
use super::wire::Wire;
use crate::access::{Action, Denied, Identity, Role};
use crate::app::App;
use crate::features::Credentials;
use crate::http::edge::Gatekeeper;
use crate::http::problem::Problem;
use crate::http::visits;
use crate::protocol::hocuspocus::{self, Said, Scope, Token};
use crate::protocol::varint::Malformed;
use crate::protocol::{Close, DocumentId, Message};
use crate::room::ConnectionId;
use crate::room::exit::Way;
use crate::room::outbox::{Notice, Outgoing};
use crate::room::participant::Dialect;
use crate::room::registry::NotAdmitted;

/// Bytes and messages that wait for tokens on one socket, and documents that do.
const WAITING_BYTES: usize = 5 * 1024 * 1024;
const WAITING_MESSAGES: usize = 1_000;

/// What WebSocket frames and control messages may add to those bytes.
const FRAMING: u64 = 256 * 1024;

const WAITING_DOCUMENTS: usize = 100;

/// Bytes of a token.
const TOKEN_BYTES: usize = 8 * 1024;

/// Documents of one socket.
const DOCUMENTS: usize = 1_000;

/// A document id, a NUL and a session id.
const ADDRESS_BYTES: usize = 640;

/// Somebody has to be recognised on a new socket within this time.
const AUTHENTICATION: Duration = Duration::from_secs(30);

/// Providers give a socket up on which they hear nothing for 30 s. Documents have heartbeats; this is for sockets without any.
const BEAT: Duration = Duration::from_secs(20);

/// Answers a handshake. Nobody has said who they are yet, so nothing but the handshake can be wrong.
pub async fn open(State(app): State<App>, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
    if app.is_shutting_down() {
        return Err(visits::no_seat(&NotAdmitted::ShuttingDown));
    }
    let (upgrade, named) = entrance::handshake(&mut request)?;
    let allowance = Allowance::of(WAITING_BYTES as u64 + FRAMING);
    let mut talk = Talk::new(app.clone(), entrance::shown(&app, &request, Dialect::Hocuspocus).credentials, allowance.clone());
    talk.keeper = Gatekeeper::from_request(&request);
    Ok(entrance::begin(&app, upgrade, named, allowance, async move |socket, budget| {
        pump::run(socket, None, budget, talk).await;
    }))
}

/// One socket.
struct Talk {
    app: App,
    /// What the URL and headers show, for documents whose token is empty.
    shown: Credentials,
    places: HashMap<Bytes, Place>,
    addresses: HashMap<ConnectionId, Bytes>,
    checks: FuturesUnordered<BoxFuture<'static, Checked>>,
    waiting: Waiting,
    /// Until somebody is recognised.
    deadline: Option<Instant>,
    beat: Interval,
    understands_pings: bool,
    /// Tokens that came.
    attempts: u64,
    /// For reading, until somebody is recognised.
    allowance: Allowance,
    /// Counts wrong tokens.
    keeper: Option<Gatekeeper>,
}

#[derive(Debug, Default)]
struct Waiting {
    documents: usize,
    messages: usize,
    bytes: usize,
}

/// Where a document of this socket stands.
enum Place {
    /// Nobody has said who they are, or it is being checked. What was said meanwhile, with its length.
    Waiting { queue: Vec<(Message, usize)>, attempt: Option<u64>, version: Version },
    /// Attached to its room.
    Open { connection: ConnectionId, stay: Stay, scope: Scope, prefix: Bytes, attempt: Option<u64>, version: Version },
    /// Turned away; nothing is listened to until another token comes.
    Denied,
}

/// What the client of a document understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// It did not tell, so it is older than 4.0: it may throw on messages it does not know.
    Old,
    /// 4.0 or later.
    Four,
}

/// A token that was checked.
struct Checked {
    address: Bytes,
    /// Which of the tokens that came for the address it was; only the newest counts.
    attempt: u64,
    document: DocumentId,
    outcome: Result<(Arc<Identity>, Role), Denied>,
}

/// What goes on beside the socket.
enum News {
    Checked(Checked),
    Late,
    Beat,
}

impl Talk {
    fn new(app: App, shown: Credentials, allowance: Allowance) -> Self {
        Self {
            app,
            shown,
            places: HashMap::new(),
            addresses: HashMap::new(),
            checks: FuturesUnordered::new(),
            waiting: Waiting::default(),
            deadline: Some(Instant::now() + AUTHENTICATION),
            beat: tokio::time::interval_at(Instant::now() + BEAT, BEAT),
            understands_pings: false,
            attempts: 0,
            allowance,
            keeper: None,
        }
    }

    /// Begins to check a token; what the client says about the document waits for it.
    fn check(&mut self, address: &Bytes, document: DocumentId, token: Token) {
        let version = if token.version.is_some() { Version::Four } else { Version::Old };
        self.understands_pings |= version == Version::Four;
        self.attempts += 1;
        let attempt = self.attempts;
        match self.places.get_mut(address) {
            Some(Place::Waiting { attempt: newest, version: known, .. }) => (*newest, *known) = (Some(attempt), version),
            Some(Place::Open { attempt: newest, .. }) => *newest = Some(attempt),
            Some(Place::Denied) | None => {
                self.waiting.documents += 1;
                self.places.insert(address.clone(), Place::Waiting { queue: Vec::new(), attempt: Some(attempt), version });
            }
        }
        let mut shown = self.shown.clone();
        if !token.token.is_empty() {
            shown.token = Some(token.token);
        }
        let (guard, address, keeper) = (Arc::clone(&self.app.guard), address.clone(), self.keeper.clone());
        self.checks.push(Box::pin(async move {
            let outcome = match entrance::identify(&guard, keeper.as_ref(), &shown).await {
                Ok(identity) => match guard.access(&identity, &document) {
                    Ok(role) => Ok((identity, role)),
                    Err(denied) => {
                        entrance::note_denial(&guard, &shown.origin, Some(&identity), &document, denied);
                        Err(denied)
                    }
                },
                Err(denied) => {
                    entrance::note_denial(&guard, &shown.origin, None, &document, denied);
                    Err(denied)
                }
            };
            Checked { address, attempt, document, outcome }
        }));
    }

    async fn checked(&mut self, checked: Checked, wire: &mut Wire) -> Result<(), End> {
        let Checked { address, attempt, document, outcome } = checked;
        match self.places.get_mut(&address) {
            Some(Place::Waiting { attempt: newest, .. } | Place::Open { attempt: newest, .. }) if *newest == Some(attempt) => {
                *newest = None;
            }
            // Another token came meanwhile, or the client has no need for the document any more.
            _ => return Ok(()),
        }
        let (identity, role) = match outcome {
            Ok(recognised) => recognised,
            Err(denied) => return self.refused(&address, denied, wire),
        };
        let renewed = match self.places.get_mut(&address) {
            Some(Place::Open { stay, .. }) => stay.watched.renew(identity),
            Some(Place::Waiting { .. }) => {
                return Box::pin(self.let_in(&address, document, identity, role, wire)).await;
            }
            Some(Place::Denied) | None => return Ok(()),
        };
        match renewed {
            Ok(_) => Ok(()),
            Err(denied) => self.refused(&address, denied, wire),
        }
    }

    /// A token was not taken. What passes must not end a document for good: an open one goes on with the token it has.
    fn refused(&mut self, address: &Bytes, denied: Denied, wire: &mut Wire) -> Result<(), End> {
        let passing = matches!(denied, Denied::Unavailable | Denied::Throttled { .. });
        match self.places.get(address) {
            Some(Place::Open { .. }) if passing => Ok(()),
            _ if passing => Err(End::Close(Close::try_later(denied.to_string()))),
            _ => {
                self.deny(address, &denied.to_string(), wire);
                Ok(())
            }
        }
    }

    /// Attaches a document to its room and takes what has waited.
    async fn let_in(
        &mut self,
        address: &Bytes,
        document: DocumentId,
        identity: Arc<Identity>,
        role: Role,
        wire: &mut Wire,
    ) -> Result<(), End> {
        let seat = match self.app.rooms.take_seat(&document) {
            Ok(seat) => seat,
            Err(NotAdmitted::ShuttingDown) => return Err(End::Close(Close::shutdown())),
            Err(passing @ (NotAdmitted::ServerFull | NotAdmitted::Closed)) => {
                return Err(End::Close(Close::try_later(passing.to_string())));
            }
            Err(refused) => {
                self.deny(address, &visits::outward(&refused), wire);
                return Ok(());
            }
        };
        let guest = match Guest::new(&self.app, (identity, self.shown.origin.clone()), role, document, seat) {
            Ok(guest) => guest,
            Err(denied) => return self.refused(address, denied, wire),
        };
        let Some(Place::Waiting { queue, version, .. }) = self.places.remove(address) else { return Ok(()) };
        self.waiting.documents -= 1;
        let prefix = hocuspocus::prefix(address);
        // Nothing of the document comes before the answer to its token.
        wire.line.hold();
        let way = Way { bell: Arc::clone(&wire.bell), envelope: Some(prefix.clone()) };
        let admitted = guest.enter(&self.app.guard, Dialect::Hocuspocus, way).await;
        let (connection, scope) = (admitted.attached.id(), scope(role));
        wire.send_prefixed(&prefix, &hocuspocus::authenticated(scope));
        wire.line.let_go();
        wire.attach(admitted.attached);
        self.addresses.insert(connection, address.clone());
        let stay = admitted.stay;
        self.places.insert(address.clone(), Place::Open { connection, stay, scope, prefix, attempt: None, version });
        self.deadline = None;
        self.allowance.lift();
        for (message, len) in queue {
            self.waiting.messages -= 1;
            self.waiting.bytes -= len;
            wire.hand_over(connection, message).await?;
        }
        Ok(())
    }

    /// A message about a document whose token was not checked yet.
    fn wait(&mut self, address: &Bytes, message: Message, len: usize) -> Result<(), End> {
        self.waiting.messages += 1;
        self.waiting.bytes += len;
        if self.waiting.messages > WAITING_MESSAGES || self.waiting.bytes > WAITING_BYTES {
            return Err(End::Close(Close::reset("too much was sent before a token was checked")));
        }
        if !self.places.contains_key(address) {
            self.waiting.documents += 1;
            self.places.insert(address.clone(), Place::Waiting { queue: Vec::new(), attempt: None, version: Version::Old });
        }
        if let Some(Place::Waiting { queue, .. }) = self.places.get_mut(address) {
            queue.push((message, len));
        }
        if self.waiting.documents > WAITING_DOCUMENTS {
            return Err(End::Close(Close::reset("too many documents wait for their tokens")));
        }
        Ok(())
    }

    /// Turns a document away, for good until another token comes. The socket and its other documents go on.
    fn deny(&mut self, address: &Bytes, reason: &str, wire: &mut Wire) {
        let version = self.forget(address, wire);
        let prefix = hocuspocus::prefix(address);
        wire.send_prefixed(&prefix, &hocuspocus::permission_denied(reason));
        if version == Some(Version::Four) {
            wire.send_prefixed(&prefix, &hocuspocus::close(reason));
        }
        self.places.insert(address.clone(), Place::Denied);
    }

    /// Leaves a document.
    fn forget(&mut self, address: &Bytes, wire: &mut Wire) -> Option<Version> {
        match self.places.remove(address)? {
            Place::Open { connection, version, .. } => {
                self.addresses.remove(&connection);
                wire.detach(connection);
                Some(version)
            }
            Place::Waiting { queue, version, .. } => {
                self.waiting.documents -= 1;
                self.waiting.messages -= queue.len();
                self.waiting.bytes -= queue.iter().map(|(_, len)| len).sum::<usize>();
                Some(version)
            }
            Place::Denied => None,
        }
    }

    async fn message(&mut self, address: Bytes, message: Message, len: usize, wire: &mut Wire) -> Result<(), End> {
        match self.places.get(&address) {
            Some(Place::Open { connection, .. }) => wire.hand_over(*connection, message).await,
            Some(Place::Denied) => Ok(()),
            Some(Place::Waiting { attempt: Some(_), .. }) => self.wait(&address, message, len),
            // Providers before 3.0 that have no token begin with this; later ones always send a token, even if it is empty.
            _ if matches!(message, Message::SyncStep1(_)) => {
                self.wait(&address, message, len)?;
                self.token(&address, Token { token: String::new(), version: None }, wire);
                Ok(())
            }
            _ => self.wait(&address, message, len),
        }
    }

    fn token(&mut self, address: &Bytes, token: Token, wire: &mut Wire) {
        match document_of(address) {
            Ok(document) => self.check(address, document, token),
            Err(reason) => self.deny(address, &reason, wire),
        }
    }
}

impl Conversation for Talk {
    type News = News;

    async fn news(&mut self) -> News {
        let deadline = self.deadline;
        tokio::select! {
            Some(checked) = self.checks.next(), if !self.checks.is_empty() => News::Checked(checked),
            () = tokio::time::sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => News::Late,
            _ = self.beat.tick() => News::Beat,
        }
    }

    async fn learn(&mut self, news: News, wire: &mut Wire) -> Result<(), End> {
        match news {
            News::Checked(checked) => self.checked(checked, wire).await,
            News::Late => Err(End::Close(Close::timeout("no valid token came in time"))),
            News::Beat => {
                if self.understands_pings && self.addresses.is_empty() {
                    wire.send(&hocuspocus::ping());
                }
                Ok(())
            }
        }
    }

    async fn hear(&mut self, heard: Heard, wire: &mut Wire) -> Result<(), End> {
        let Heard::Binary(frame) = heard else {
            return Err(End::Close(Close::unauthorized("this door takes binary frames only")));
        };
        let (address, said) = match hocuspocus::decode(&frame) {
            Ok(decoded) => decoded,
            Err(Malformed::UnknownType(_)) => return Ok(()),
            Err(error) => return Err(End::Close(Close::unauthorized(format!("malformed message: {error}")))),
        };
        if matches!(said, Said::Ignored) {
            return Ok(());
        }
        if address.len() > ADDRESS_BYTES {
            return Err(End::Close(Close::reset(format!("an address has at most {ADDRESS_BYTES} bytes"))));
        }
        if !self.places.contains_key(&address) && self.places.len() >= DOCUMENTS {
            return Err(End::Close(Close::reset(format!("a socket has at most {DOCUMENTS} documents"))));
        }
        match said {
            Said::Token(token) => {
                if self.checks.len() >= WAITING_DOCUMENTS {
                    return Err(End::Close(Close::reset("too many tokens wait to be checked")));
                }
                if token.token.len() > TOKEN_BYTES {
                    // No key has to be asked, and it must not wait in memory.
                    self.deny(&address, &Denied::Invalid.to_string(), wire);
                    return Ok(());
                }
                self.token(&address, token, wire);
                Ok(())
            }
            Said::Message(message) => self.message(address, message, frame.len(), wire).await,
            Said::Close => {
                if self.forget(&address, wire) == Some(Version::Four) {
                    wire.send_prefixed(&hocuspocus::prefix(&address), &hocuspocus::close("provider_initiated"));
                }
                Ok(())
            }
            Said::Forbidden => {
                self.deny(&address, "this message is not for clients", wire);
                Ok(())
            }
            Said::Ignored => Ok(()),
        }
    }

    fn say(&mut self, connection: ConnectionId, what: Outgoing, wire: &mut Wire) {
        let Some(address) = self.addresses.get(&connection) else { return };
        let Some(Place::Open { prefix, scope: told, .. }) = self.places.get_mut(address) else { return };
        match what {
            Outgoing::Frame(frame) => wire.send_prefixed(prefix, &frame),
            Outgoing::Notice(Notice::Saved(count)) => {
                for _ in 0..count {
                    wire.send_prefixed(prefix, &hocuspocus::saved());
                }
            }
            Outgoing::Notice(Notice::NotSaved) => wire.send_prefixed(prefix, &hocuspocus::not_saved()),
            Outgoing::Notice(Notice::Role(role)) => {
                if std::mem::replace(told, scope(role)) != scope(role) {
                    wire.send_prefixed(prefix, &hocuspocus::authenticated(scope(role)));
                }
            }
            Outgoing::Notice(Notice::TokenExpiring) => wire.send_prefixed(prefix, &hocuspocus::token_request()),
            Outgoing::Notice(Notice::Undone(undone)) => {
                wire.send_prefixed(prefix, &hocuspocus::stateless(undone.as_json().to_string().as_bytes()));
            }
            Outgoing::Notice(Notice::Stateless(payload)) => wire.send_prefixed(prefix, &hocuspocus::stateless(&payload)),
            Outgoing::Notice(
                Notice::Denied(_)
                | Notice::Json(_)
                | Notice::Content { .. }
                | Notice::Done(_)
                | Notice::Failed(_)
                | Notice::Version(_)
                | Notice::AreThere(_),
            ) => {}
        }
    }

    fn ended(&mut self, connection: ConnectionId, close: Close, wire: &mut Wire) -> Option<Close> {
        // Only a new socket makes providers sync again; what is final concerns one document.
        if !close.is_final() {
            return Some(close);
        }
        let address = self.addresses.get(&connection).cloned()?;
        self.deny(&address, &close.reason, wire);
        None
    }
}

fn scope(role: Role) -> Scope {
    if role.may(Action::Edit) { Scope::ReadWrite } else { Scope::ReadOnly }
}

/// The document of an address; the rest is the session of one of several providers for it.
fn document_of(address: &Bytes) -> Result<DocumentId, String> {
    let name = address.split(|byte| *byte == 0).next().unwrap_or_default();
    let name = std::str::from_utf8(name).map_err(|_| "a document id is UTF-8".to_owned())?;
    DocumentId::new(name).map_err(|error| error.to_string())
}
