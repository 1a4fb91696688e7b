//! One socket's side of the rooms it is attached to: what is being written, who is attached, which outboxes have something.
//! Used by `pump`, which reads, and by the conversations, which put messages here. Decides nothing.

use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::line::{Kind, Line};
use super::pump::End;
use crate::protocol::Message;
use crate::room::ConnectionId;
use crate::room::exit::Bell;
use crate::room::outbox::Drained;
use crate::room::seat::Attached;
use crate::room::state::Event;

/// What is on its way to the client, and where its messages go.
pub(super) struct Wire {
    pub(super) line: Arc<Line>,
    /// Rings when an outbox of this socket has something.
    pub(super) bell: Arc<Bell>,
    /// In the order of their ids, which grow.
    attached: Vec<Attached>,
    /// What to tell rooms once everything is written.
    pub(super) drained: Vec<(ConnectionId, Drained)>,
    /// Whose rooms want to know whether the client is there.
    pub(super) probed: Vec<ConnectionId>,
}

impl Wire {
    pub(super) fn new(line: Arc<Line>, bell: Arc<Bell>) -> Self {
        Self { line, bell, attached: Vec::new(), drained: Vec::new(), probed: Vec::new() }
    }

    /// Puts a binary message in the line.
    pub(super) fn send(&mut self, message: &Bytes) {
        self.line.put(Kind::Binary, &[], message);
    }

    /// Puts a binary message in the line that begins with some bytes of this client's own.
    pub(super) fn send_prefixed(&mut self, prefix: &Bytes, message: &Bytes) {
        self.line.put(Kind::Binary, prefix, message);
    }

    /// Puts a text message in the line.
    pub(super) fn send_text(&mut self, text: Utf8Bytes) {
        self.line.put(Kind::Text, &[], &text.into());
    }

    /// Puts a ping in the line.
    pub(super) fn ping(&mut self) {
        self.line.put(Kind::Ping, &[], &Bytes::new());
    }

    /// Writes what the network takes at once; the rest is written beside reading.
    pub(super) fn write_now(&mut self) -> Result<(), End> {
        self.line.write_now().map_err(|_| End::Silent)
    }

    /// Writes until nothing waits. Keeps its place, so it may be dropped in between.
    pub(super) fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.line.poll_write(cx)
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
        let Some(attached) = self.attached(connection) else { return Ok(()) };
        if let Some(place) = attached.place_now() {
            place.message(message);
            return Ok(());
        }
        Box::pin(self.wait_for_place(connection, message)).await
    }

    async fn wait_for_place(&mut self, connection: ConnectionId, message: Message) -> Result<(), End> {
        let mut message = Some(message);
        loop {
            let Ok(at) = self.attached.binary_search_by_key(&connection, Attached::id) else { return Ok(()) };
            let busy = !self.line.is_idle();
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
