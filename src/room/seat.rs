//! A connection's place: taken before its handshake is answered, then attached to a room, given back when dropped. Made by the
//! `registry`, held by the sockets and by visits; the room hears of its end exactly once, however it comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::ConnectionId;
use super::exit::Way;
use super::outbox::Outbox;
use super::participant::Participant;
use super::registry::{Count, Shared};
use super::state::Event;
use super::task::{Letter, Mail};
use crate::access::{AccessChange, Audience};
use crate::protocol::message::Message;
use crate::protocol::{Close, DocumentId};

/// How long somebody waits for the end of a room that failed, or for a place in the mailbox of one that takes nothing. A failed one
/// ends when its last writes are on disk, which may take as long as the disk fails; and whoever waits may have other documents that go on.
const PATIENCE: Duration = Duration::from_secs(5);

/// A place for one connection to one document; given back when dropped.
#[derive(Debug)]
pub struct Seat {
    /// The connection that will sit here.
    pub id: ConnectionId,
    pub(super) document: DocumentId,
    pub(super) seats: Arc<AtomicUsize>,
    pub(super) connections: Count,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Seat {
    /// Attaches the connection to the document's room, opening it if need be. Whoever can't come in learns why from the outbox.
    pub async fn join(self, participant: Participant, way: Way) -> Attached {
        let shared = self.connections.shared.clone();
        let outbox = Arc::new(Outbox::new(shared.limits.outbox, self.id, participant.dialect, way));
        let late = Instant::now() + PATIENCE;
        let mailbox = loop {
            let handle = shared.handle(&self.document);
            let letter = Letter::Join(self.id, participant.clone(), Arc::clone(&outbox));
            match timeout_at(late, handle.mailbox.send(Box::new(letter))).await {
                Ok(Ok(())) => {
                    // A letter that is put in while a room that ends empties its mailbox for the last time is read by nobody.
                    if handle.mailbox.is_closed() {
                        outbox.close(if shared.shutdown.is_cancelled() { Close::shutdown() } else { Close::room_failed() });
                    }
                    break handle.mailbox;
                }
                // A room that failed stays in the map until its last writes are on disk; then a new one is opened.
                Ok(Err(_)) if Instant::now() < late => tokio::time::sleep(Duration::from_millis(5)).await,
                Ok(Err(_)) => {
                    outbox.close(Close::try_later("what was written last is not on disk yet, try again later"));
                    break nowhere();
                }
                // It is stuck, or so much waits for the disk that it takes nothing more.
                Err(_) => {
                    outbox.close(Close::try_later("the document's room is busy, try again later"));
                    break nowhere();
                }
            }
        };
        Attached { outbox, mailbox, seat: self }
    }
}

/// The mailbox of no room: who did not come in must not wait for one that takes nothing.
fn nowhere() -> mpsc::Sender<Mail> {
    mpsc::channel(1).0
}

/// A connection attached to a room. The room hears of its end exactly once, however it comes.
#[derive(Debug)]
pub struct Attached {
    /// What the room has for the client.
    pub outbox: Arc<Outbox>,
    mailbox: mpsc::Sender<Mail>,
    seat: Seat,
}

/// A reserved place in a room's mailbox.
#[derive(Debug)]
pub struct Place<'a> {
    connection: ConnectionId,
    permit: mpsc::Permit<'a, Mail>,
}

impl Place<'_> {
    /// Hands a message to the room.
    pub fn message(self, message: Message) {
        self.permit.send(Box::new(Letter::Event(Event::Message(self.connection, message))));
    }

    /// Hands any other event about this connection to the room.
    pub fn event(self, event: impl FnOnce(ConnectionId) -> Event) {
        self.permit.send(Box::new(Letter::Event(event(self.connection))));
    }
}

impl Attached {
    /// This connection.
    #[must_use]
    pub fn id(&self) -> ConnectionId {
        self.seat.id
    }

    /// Waits until the room takes one more event; `None` when it is gone (the outbox says why).
    pub async fn place(&self) -> Option<Place<'_>> {
        let permit = self.mailbox.reserve().await.ok()?;
        Some(Place { connection: self.seat.id, permit })
    }

    /// A place for one more event, if there is one now.
    #[must_use]
    pub fn place_now(&self) -> Option<Place<'_>> {
        let permit = self.mailbox.try_reserve().ok()?;
        Some(Place { connection: self.seat.id, permit })
    }

    /// Who tells the room about changed rights of this connection.
    #[must_use]
    pub fn audience(&self) -> Arc<dyn Audience> {
        let shared = self.seat.connections.shared.clone();
        let changes = AtomicU64::new(0);
        Arc::new(Remote { connection: self.seat.id, mailbox: self.mailbox.downgrade(), shared, changes })
    }
}

/// A connection seen from afar; does not keep its room open.
struct Remote {
    connection: ConnectionId,
    mailbox: mpsc::WeakSender<Mail>,
    shared: Arc<Shared>,
    /// Changes told so far.
    changes: AtomicU64,
}

impl Audience for Remote {
    fn tell(&self, change: AccessChange) {
        let Some(mailbox) = self.mailbox.upgrade() else { return };
        let number = self.changes.fetch_add(1, Ordering::Relaxed);
        let letter = Letter::Event(Event::Access(self.connection, number, change));
        self.shared.deliver(mailbox, letter);
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.outbox.shut();
        let letter = Letter::Event(Event::Leave(self.seat.id));
        self.seat.connections.shared.deliver(self.mailbox.clone(), letter);
    }
}
