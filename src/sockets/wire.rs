//! One socket's side of the rooms it is attached to: what is being written, who is attached, which outboxes have something.
//! Used by `pump`, which reads, and by the conversations, which put messages here. Decides nothing.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{BufMut as _, Bytes, BytesMut};
use futures_util::stream::SplitSink;
use futures_util::{FutureExt as _, Sink as _};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message as Ws, Utf8Bytes};

use super::pump::End;
use super::upgrade::Socket;
use crate::protocol::Message;
use crate::room::ConnectionId;
use crate::room::outbox::{Bell, Drained};
use crate::room::seat::Attached;
use crate::room::state::Event;

/// Larger messages go out in fragments of this size, so that a large document is never copied whole for each reader.
const FRAGMENT: usize = 64 * 1024;

/// What is on its way to the client, and where its messages go.
pub(super) struct Wire {
    sink: SplitSink<Socket, Ws>,
    leaving: VecDeque<Ws>,
    unflushed: bool,
    /// Rings when an outbox of this socket has something.
    pub(super) bell: Arc<Bell>,
    /// In the order of their ids, which grow.
    attached: Vec<Attached>,
    /// What to tell rooms once everything is written.
    pub(super) drained: Vec<(ConnectionId, Drained)>,
    /// Whose rooms want to know whether the client is there.
    pub(super) probed: Vec<ConnectionId>,
    /// Bytes that were ever put in the line.
    pub(super) queued: u64,
}

impl Wire {
    pub(super) fn new(sink: SplitSink<Socket, Ws>, bell: Arc<Bell>) -> Self {
        Self {
            sink,
            leaving: VecDeque::new(),
            unflushed: false,
            bell,
            attached: Vec::new(),
            drained: Vec::new(),
            probed: Vec::new(),
            queued: 0,
        }
    }

    /// Whether something is not written yet.
    pub(super) fn is_writing(&self) -> bool {
        !self.leaving.is_empty() || self.unflushed
    }

    /// Puts a binary message in the line, in fragments if it is large (RFC 6455 section 5.4).
    pub(super) fn send(&mut self, message: Bytes) {
        if message.len() <= FRAGMENT {
            self.queue(Ws::Binary(message));
        } else {
            self.send_fragments(Bytes::new(), message);
        }
    }

    /// Puts a binary message in the line that begins with some bytes of this client's own.
    pub(super) fn send_prefixed(&mut self, prefix: &Bytes, message: Bytes) {
        if message.len() <= FRAGMENT {
            let mut whole = BytesMut::with_capacity(prefix.len() + message.len());
            whole.put_slice(prefix);
            whole.put_slice(&message);
            self.queue(Ws::Binary(whole.freeze()));
        } else {
            self.send_fragments(prefix.clone(), message);
        }
    }

    /// Puts a text message in the line.
    pub(super) fn send_text(&mut self, text: Utf8Bytes) {
        self.queue(Ws::Text(text));
    }

    fn queue(&mut self, message: Ws) {
        self.queued += message.len() as u64;
        self.leaving.push_back(message);
    }

    /// Puts a ping in the line.
    pub(super) fn ping(&mut self) {
        self.queue(Ws::Ping(Bytes::new()));
    }

    pub(super) fn send_close(&mut self, close: Ws) {
        self.queue(close);
    }

    fn send_fragments(&mut self, prefix: Bytes, mut message: Bytes) {
        let mut opcode = OpCode::Data(Data::Binary);
        if !prefix.is_empty() {
            self.queue(Ws::Frame(Frame::message(prefix, opcode, false)));
            opcode = OpCode::Data(Data::Continue);
        }
        while !message.is_empty() {
            let part = message.split_to(message.len().min(FRAGMENT));
            self.queue(Ws::Frame(Frame::message(part, opcode, message.is_empty())));
            opcode = OpCode::Data(Data::Continue);
        }
    }

    /// Writes all of the line and flushes. Keeps its place when it is polled again, so it may be dropped in between.
    pub(super) fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut sink = Pin::new(&mut self.sink);
        while !self.leaving.is_empty() {
            std::task::ready!(sink.as_mut().poll_ready(cx))?;
            if let Some(next) = self.leaving.pop_front() {
                sink.as_mut().start_send(next)?;
                self.unflushed = true;
            }
        }
        std::task::ready!(sink.poll_flush(cx))?;
        self.unflushed = false;
        Poll::Ready(Ok(()))
    }

    /// Sends what the WebSocket itself says last, the answer to the client's close. What else was in the line nobody listens to any
    /// more, and nothing can be sent before that answer.
    pub(super) fn poll_answer_close(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.leaving.clear();
        Pin::new(&mut self.sink).poll_flush(cx)
    }

    /// Writes what the network takes at once; the rest is written beside reading.
    pub(super) fn write_now(&mut self) -> Result<(), End> {
        let written = std::future::poll_fn(|cx| self.poll_write(cx)).now_or_never();
        written.unwrap_or(Ok(())).map_err(|_| End::Silent)
    }

    /// A connection of this socket takes part from now on.
    pub(super) fn attach(&mut self, attached: Attached) {
        let at = self.attached.partition_point(|other| other.id() < attached.id());
        self.attached.insert(at, attached);
    }

    /// A connection takes part no longer; its room hears of it.
    pub(super) fn detach(&mut self, connection: ConnectionId) -> Option<Attached> {
        let at = self.attached.binary_search_by_key(&connection, Attached::id).ok()?;
        Some(self.attached.remove(at))
    }

    /// Takes everybody out.
    pub(super) fn detach_all(&mut self) -> Vec<Attached> {
        std::mem::take(&mut self.attached)
    }

    /// One connection.
    pub(super) fn attached(&self, connection: ConnectionId) -> Option<&Attached> {
        let at = self.attached.binary_search_by_key(&connection, Attached::id).ok()?;
        self.attached.get(at)
    }

    /// All connections.
    pub(super) fn everybody(&self) -> impl Iterator<Item = &Attached> {
        self.attached.iter()
    }

    /// Hands a message to the room of a connection. Waits for a place in the room's mailbox, writing meanwhile.
    pub(super) async fn hand_over(&mut self, connection: ConnectionId, message: Message) -> Result<(), End> {
        let mut message = Some(message);
        loop {
            let Ok(at) = self.attached.binary_search_by_key(&connection, Attached::id) else { return Ok(()) };
            if let Some(place) = self.attached[at].place_now() {
                if let Some(message) = message.take() {
                    place.message(message);
                }
                return Ok(());
            }
            let busy = self.is_writing();
            // Taken out of the list for the time of waiting, so that writing can go on beside it.
            let attached = self.attached.remove(at);
            let handed = tokio::select! {
                biased;
                place = attached.place() => Some(place),
                written = std::future::poll_fn(|cx| self.poll_write(cx)), if busy => match written {
                    Ok(()) => None,
                    Err(_) => return Err(End::Silent),
                },
            };
            let done = handed.is_some();
            if let (Some(Some(place)), Some(message)) = (handed, message.take_if(|_| done)) {
                place.message(message);
            }
            self.attached.insert(at, attached);
            // A room that is gone says why through the outbox.
            if done {
                return Ok(());
            }
        }
    }

    /// Tells the room of a connection what happened to it.
    pub(super) async fn tell_room(&self, connection: ConnectionId, event: impl FnOnce(ConnectionId) -> Event) {
        let Some(attached) = self.attached(connection) else { return };
        if let Some(place) = attached.place().await {
            place.event(event);
        }
    }
}
