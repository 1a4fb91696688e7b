//! The one kind of connection all workloads use: a y-websocket or Hocuspocus client without a document, with small buffers.
//! It answers what a client must answer during sync and hands everything else to the workload.
//! Sources: y-protocols `PROTOCOL.md`; Hocuspocus 3.4 `packages/common/src` (address prefix, Auth, SyncStatus).

use std::time::Instant;

use bytes::{BufMut as _, Bytes, BytesMut};
use clap::ValueEnum;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Ws;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::Failure;
use crate::admission::{self, StateVector};
use crate::protocol::{Message, message, varint};

const CHECKPOINT: u8 = 102;
const AUTH: u8 = 2;
const HOCUSPOCUS_SYNC_STATUS: u8 = 8;
/// An update without any edit.
pub(super) const EMPTY_UPDATE: &[u8] = &[0, 0];
/// Stands in a URL for the document's name, where that is not its end.
const DOCUMENT: &str = "{document}";
/// What a client knows that knows nothing.
pub(super) const EMPTY_STATE_VECTOR: &[u8] = &[0];

/// What a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Dialect {
    /// y-websocket: the document's name in the URL; message 102 asks for an acknowledgement
    YWebsocket,
    /// Hocuspocus: the document's name before each message, an auth message first; every edit is acknowledged
    Hocuspocus,
}

/// Where a document is.
#[derive(Debug, Clone)]
pub(super) struct Address {
    /// `ws://host:port/path`, without a slash at the end.
    pub(super) url: String,
    pub(super) dialect: Dialect,
    /// Made of letters, digits and dashes.
    pub(super) document: String,
    /// What the client shows: in the URL (y-websocket), or as its first message (Hocuspocus).
    pub(super) token: Option<Token>,
    /// What the client has already, as an encoded state vector.
    pub(super) known: Bytes,
    /// Bytes read at once.
    pub(super) reads: usize,
}

/// For clients that hear keystrokes, and there may be thousands of them.
pub(super) const SMALL_READS: usize = 4 * 1024;

/// For clients that get whole documents.
pub(super) const LARGE_READS: usize = 128 * 1024;

/// A JSON Web Token, so made of characters that URLs may have. Never printed.
#[derive(Clone)]
pub(super) struct Token(pub(super) String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// The WebSocket of a client.
pub(super) type Socket = WebSocketStream<TcpStream>;

/// A client attached to one document.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) sender: Sender,
    pub(super) receiver: Receiver,
    /// Whether the server's SyncStep1 was answered.
    answered: bool,
}

/// What the client says.
#[derive(Debug)]
pub(super) struct Sender {
    sink: SplitSink<Socket, Ws>,
    /// Comes before each message; empty for y-websocket.
    prefix: Bytes,
    dialect: Dialect,
}

/// What the client hears.
#[derive(Debug)]
pub(super) struct Receiver {
    stream: SplitStream<Socket>,
    prefix: Bytes,
    dialect: Dialect,
    /// SyncStatus has no number: the n-th one answers the n-th thing written.
    statuses: u64,
}

/// What a server says that a workload may want to know.
#[derive(Debug)]
pub(super) enum Event {
    /// An edit, or a part of the document.
    Update(Bytes),
    /// The last part of the document.
    Synced(Bytes),
    /// "Send me what I lack."
    Asked,
    /// What was sent with this number is safe (as safe as the server says).
    Acknowledged(u64),
    /// An awareness update: who is here.
    Presence(Bytes),
    /// Heartbeats, and what servers say to their own clients only.
    Other,
}

/// The parts a server sent until the client had the whole document.
#[derive(Debug, Default)]
pub(super) struct Parts(Vec<Bytes>);

/// Connects, as far as the answer to the handshake; `reads` bytes are read at once.
pub(super) async fn dial(url: String, reads: usize) -> Result<Socket, Failure> {
    let host = url.strip_prefix("ws://").ok_or("--url starts with ws://")?.split('/').next().unwrap_or_default();
    let tcp = TcpStream::connect(host).await.map_err(|error| format!("can't connect to {host}: {error}"))?;
    tcp.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(reads).max_message_size(None).max_frame_size(None);
    Ok(client_async_with_config(url.into_client_request()?, tcp, Some(config)).await?.0)
}

/// The URL that shows the token.
pub(super) fn with_token(url: String, token: Option<&Token>) -> String {
    match token {
        Some(Token(token)) => format!("{url}?token={token}"),
        None => url,
    }
}

/// What stands before each message about a document.
pub(super) fn hocuspocus_prefix(document: &str) -> Bytes {
    let mut prefix = BytesMut::new();
    varint::write_bytes(&mut prefix, document.as_bytes());
    prefix.freeze()
}

/// The first message about a document, without its prefix.
pub(super) fn hocuspocus_token(token: Option<&Token>) -> Bytes {
    let mut message = BytesMut::from(&[AUTH, 0][..]);
    varint::write_bytes(&mut message, token.map_or(&[], |Token(token)| token.as_bytes()));
    message.freeze()
}

impl Connection {
    /// Connects, and asks for the document (for what the client lacks of it) in the same breath.
    pub(super) async fn open(address: &Address) -> Result<Connection, Failure> {
        let (url, prefix) = match address.dialect {
            Dialect::YWebsocket => {
                let url = if address.url.contains(DOCUMENT) {
                    address.url.replace(DOCUMENT, &address.document)
                } else {
                    format!("{}/{}", address.url, address.document)
                };
                (with_token(url, address.token.as_ref()), Bytes::new())
            }
            Dialect::Hocuspocus => (address.url.clone(), hocuspocus_prefix(&address.document)),
        };
        let socket = dial(url, address.reads).await?;
        let (sink, stream) = socket.split();
        let dialect = address.dialect;
        let mut sender = Sender { sink, prefix: prefix.clone(), dialect };
        if dialect == Dialect::Hocuspocus {
            sender.feed(hocuspocus_token(address.token.as_ref())).await?;
        }
        sender.send(message::sync_step_1(&address.known)).await?;
        let receiver = Receiver { stream, prefix, dialect, statuses: 0 };
        Ok(Connection { sender, receiver, answered: false })
    }

    /// Receives until the whole document is here.
    pub(super) async fn receive_document(&mut self) -> Result<Parts, Failure> {
        let mut parts = Vec::new();
        loop {
            match self.receiver.next().await? {
                Event::Update(part) => parts.push(part),
                Event::Synced(part) => {
                    parts.push(part);
                    return Ok(Parts(parts));
                }
                Event::Asked => self.answer().await?,
                Event::Acknowledged(_) | Event::Presence(_) | Event::Other => {}
            }
        }
    }

    /// Receives until SyncStep2 and all these edits are here; when that was. Some servers answer before they have loaded the
    /// document, and send it afterwards.
    pub(super) async fn receive_state(&mut self, state: &StateVector) -> Result<(Instant, Parts), Failure> {
        self.receive_rest(&StateVector::default(), state).await
    }

    /// The same, for a client that has a part of it already.
    pub(super) async fn receive_rest(&mut self, had: &StateVector, state: &StateVector) -> Result<(Instant, Parts), Failure> {
        let mut parts = self.receive_document().await?;
        let mut now = Instant::now();
        let mut known = admission::state_vector_of(had, &parts.0)?;
        while !known.covers(state) {
            match self.receiver.next().await? {
                Event::Update(part) | Event::Synced(part) => {
                    now = Instant::now();
                    known = admission::state_vector_of(&known, [&part])?;
                    parts.0.push(part);
                }
                Event::Asked => self.answer().await?,
                Event::Acknowledged(_) | Event::Presence(_) | Event::Other => {}
            }
        }
        Ok((now, parts))
    }

    /// Receives until the whole document is here and the server knows that this client has nothing for it.
    pub(super) async fn sync(&mut self) -> Result<Parts, Failure> {
        let parts = self.receive_document().await?;
        while !self.answered {
            if let Event::Asked = self.receiver.next().await? {
                self.answer().await?;
            }
        }
        Ok(parts)
    }

    /// "I have nothing that you lack."
    async fn answer(&mut self) -> Result<(), Failure> {
        self.answered = true;
        self.sender.send(message::sync_step_2(EMPTY_UPDATE)).await
    }

    /// Says goodbye; the server need not answer.
    pub(super) async fn close(mut self) {
        self.sender.close().await;
    }

    /// Says goodbye and waits until the server has let go.
    pub(super) async fn leave(mut self) {
        self.sender.close().await;
        while self.receiver.next().await.is_ok() {}
    }
}

impl Sender {
    /// Sends an edit as number `number`, and asks to hear when it is safe.
    pub(super) async fn send_edit(&mut self, update: &[u8], number: u64) -> Result<(), Failure> {
        self.feed(message::update(update)).await?;
        self.feed_checkpoint(number).await?;
        Ok(self.sink.flush().await?)
    }

    /// Sends edits in one go; `number` is the last one's, if its acknowledgement is wanted.
    pub(super) async fn send_burst(&mut self, updates: &[Bytes], number: Option<u64>) -> Result<(), Failure> {
        for update in updates {
            self.feed(message::update(update)).await?;
        }
        if let Some(number) = number {
            self.feed_checkpoint(number).await?;
        }
        Ok(self.sink.flush().await?)
    }

    /// Sends one message.
    pub(super) async fn send(&mut self, frame: Bytes) -> Result<(), Failure> {
        self.feed(frame).await?;
        Ok(self.sink.flush().await?)
    }

    /// Says goodbye.
    pub(super) async fn close(&mut self) {
        let _ = self.sink.close().await;
    }

    /// Hocuspocus acknowledges unasked.
    async fn feed_checkpoint(&mut self, number: u64) -> Result<(), Failure> {
        if self.dialect == Dialect::Hocuspocus {
            return Ok(());
        }
        let (mut checkpoint, mut payload) = (BytesMut::new(), Vec::new());
        varint::write(&mut payload, number);
        checkpoint.put_u8(CHECKPOINT);
        varint::write_bytes(&mut checkpoint, &payload);
        self.feed(checkpoint.freeze()).await
    }

    async fn feed(&mut self, frame: Bytes) -> Result<(), Failure> {
        let frame = if self.prefix.is_empty() { frame } else { [&self.prefix[..], &frame].concat().into() };
        Ok(self.sink.feed(Ws::Binary(frame)).await?)
    }
}

impl Receiver {
    /// The next thing the server says.
    pub(super) async fn next(&mut self) -> Result<Event, Failure> {
        loop {
            let frame = match self.stream.next().await {
                Some(Ok(Ws::Binary(frame))) => frame,
                Some(Ok(Ws::Close(reason))) => return Err(format!("the server closed a connection: {reason:?}").into()),
                Some(Ok(_)) => continue,
                Some(Err(error)) => return Err(format!("a connection broke: {error}").into()),
                None => return Err("the server ended a connection".into()),
            };
            if frame.starts_with(&self.prefix) {
                return self.read(&frame.slice(self.prefix.len()..));
            }
        }
    }

    /// Waits until something is acknowledged; its number.
    pub(super) async fn next_acknowledged(&mut self) -> Result<u64, Failure> {
        loop {
            if let Event::Acknowledged(number) = self.next().await? {
                return Ok(number);
            }
        }
    }

    fn read(&mut self, frame: &Bytes) -> Result<Event, Failure> {
        if let [AUTH, reason @ ..] = &frame[..]
            && self.is_refusal(reason)
        {
            return Err(format!("the server refused: {}", String::from_utf8_lossy(reason.get(2..).unwrap_or_default())).into());
        }
        if self.dialect == Dialect::Hocuspocus && matches!(frame.first(), Some(2..)) {
            return Ok(if frame.first() == Some(&HOCUSPOCUS_SYNC_STATUS) { self.status() } else { Event::Other });
        }
        Ok(match Message::decode(frame)? {
            Message::SyncStep1(_) => Event::Asked,
            Message::SyncStep2(update) => Event::Synced(update),
            Message::Update(edit) => Event::Update(edit.update),
            Message::Checkpoint(frame) => {
                let mut at = 1;
                let payload = varint::read_bytes(&frame, &mut at)?;
                Event::Acknowledged(varint::read(&payload, &mut 0)?)
            }
            Message::Awareness(update) => Event::Presence(update),
            _ => Event::Other,
        })
    }

    fn is_refusal(&self, auth: &[u8]) -> bool {
        match self.dialect {
            Dialect::YWebsocket => auth.first() == Some(&0),
            Dialect::Hocuspocus => auth.first() == Some(&1),
        }
    }

    /// The first status answers the SyncStep2 that every client sends, the others edits.
    fn status(&mut self) -> Event {
        self.statuses += 1;
        if self.statuses == 1 { Event::Other } else { Event::Acknowledged(self.statuses - 2) }
    }
}

impl Parts {
    /// What came one after the other.
    pub(super) fn of(updates: Vec<Bytes>) -> Self {
        Self(updates)
    }

    /// The bytes of all parts.
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(Bytes::len).sum()
    }

    /// Which edits are in them.
    pub(super) fn state_vector(&self) -> Result<StateVector, Failure> {
        Ok(admission::state_vector_of(&StateVector::default(), &self.0)?)
    }

    /// The parts in the order in which they came.
    pub(super) fn updates(&self) -> &[Bytes] {
        &self.0
    }
}
