//! Moves messages between one socket and the rooms it is attached to: the first and the last room on the path of an update.
//! One task a socket. It reads while it writes, never waits for a room without also writing, never buffers more than one
//! incoming message, and leaves every room whichever way it ends. What messages mean is the conversation's business.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::FusedStream as _;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use tokio::time::{Instant, Interval, MissedTickBehavior};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message as Ws, Utf8Bytes};

use super::allowance::UsedUp;
use super::budget::Budget;
use super::upgrade::{Ends, READ_BUFFER, Socket};
use super::wire::Wire;
use crate::protocol::Close;
use crate::room::ConnectionId;
use crate::room::outbox::{AT_ONCE, Outgoing, Taken};
use crate::room::seat::Attached;
use crate::room::state::Event;
use crate::telemetry::metrics as counters;

/// How often a client is asked for a sign of life; silent for two of these, it is gone.
const PING: Duration = Duration::from_secs(30);

/// Bytes that may wait for a client that is still read. Above what updates alone can fill (they are dropped for a diff).
const MANY_ANSWERS: usize = 4 * 1024 * 1024;

/// Clients of Hocuspocus, and of y-websocket before 3.1, reconnect at once after most closes; those are held back for this long.
const CLOSE_DELAY: Duration = Duration::from_secs(1);

/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(5);

/// A message from a client.
#[derive(Debug)]
pub(super) enum Heard {
    /// A binary message.
    Binary(Bytes),
    /// A text message.
    Text(Utf8Bytes),
}

/// How a socket ends from its own side.
#[derive(Debug)]
pub(super) enum End {
    /// There is nobody to talk to any more.
    Silent,
    /// With a goodbye.
    Close(Close),
}

/// What one socket speaks: turns its messages into those of rooms, and what rooms have for it into its messages.
pub(super) trait Conversation: Send {
    /// Something that went on beside the socket and has come to an end.
    type News: Send;

    /// Waits for news; must lose nothing when it is dropped.
    fn news(&mut self) -> impl Future<Output = Self::News> + Send;

    /// Everything that was said is written; called again and again while that is so.
    fn written(&mut self) {}

    /// Deals with news.
    fn learn(&mut self, news: Self::News, wire: &mut Wire) -> impl Future<Output = Result<(), End>> + Send;

    /// Deals with a message of the client.
    fn hear(&mut self, heard: Heard, wire: &mut Wire) -> impl Future<Output = Result<(), End>> + Send;

    /// Says to the client what a room has for one of its connections.
    fn say(&mut self, connection: ConnectionId, what: Outgoing, wire: &mut Wire);

    /// A room has ended a connection. What is returned ends the socket; `None` lets it go on.
    fn ended(&mut self, connection: ConnectionId, close: Close, wire: &mut Wire) -> Option<Close>;
}

/// Moves messages until one side ends.
pub(super) async fn run<C: Conversation>(socket: Socket, first: Option<Attached>, budget: Budget, conversation: C) {
    let Socket { incoming, line, bell } = socket;
    let mut wire = Wire::new(Arc::clone(&line), bell);
    if let Some(first) = first {
        wire.attach(first);
    }
    let mut pump = Pump { wire, incoming, budget, conversation, started: Instant::now(), rung: Vec::new() };
    let close = pump.run().await;
    // Boxed, as is all that a socket seldom does: it has room for it only while it does it.
    let _ = Box::pin(tokio::time::timeout(GOODBYE, pump.say_goodbye(close))).await;
    // Rooms that have not heard yet that the client is gone hold the line.
    line.end();
}

struct Pump<C> {
    wire: Wire,
    incoming: Box<WebSocketStream<Ends>>,
    budget: Budget,
    conversation: C,
    started: Instant,
    /// Connections whose outboxes were filled; kept for its memory.
    rung: Vec<ConnectionId>,
}

/// Whether something is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Busy {
    No,
    Yes,
    /// So much that the client, who does not take answers, may not ask for more.
    Choked,
}

/// What a turn of the loop found.
enum Turn<N> {
    Arrived(Option<Result<Ws, Error>>),
    Written(io::Result<()>),
    Filled,
    News(N),
    Ping,
    Resume,
}

impl<C: Conversation> Pump<C> {
    /// Runs until the socket ends (`None`) or there is something to say goodbye with.
    async fn run(&mut self) -> Option<Close> {
        let mut ping = tokio::time::interval_at(Instant::now() + PING, PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        let mut turned = heard;
        let mut written = heard;
        let mut paused_until: Option<Instant> = None;
        // Bytes of answers that the conversation itself gave since all was written.
        let mut own_answers = 0;
        loop {
            let busy = self.busy(own_answers);
            if busy == Busy::No {
                self.conversation.written();
                for (connection, drained) in std::mem::take(&mut self.wire.drained) {
                    self.wire.tell_room(connection, |connection| Event::Drained(connection, drained)).await;
                }
            }
            // A client that was not read, because a room had no place or because it has sent too much, was not silent.
            heard += turned.elapsed();
            let turn = self.turn(busy, paused_until, &mut ping).await;
            turned = Instant::now();
            if paused_until.is_some() {
                heard = turned;
            }
            let queued = self.wire.line.queued();
            let answers = matches!(turn, Turn::Arrived(_) | Turn::News(_));
            let done = match turn {
                Turn::Resume => {
                    paused_until = None;
                    Ok(())
                }
                Turn::Written(Ok(())) => {
                    written = Instant::now();
                    own_answers = 0;
                    self.fill()
                }
                Turn::Filled => self.fill(),
                // Who is not read can't be heard, but takes what is written, however slowly.
                Turn::Ping if busy == Busy::Choked && written.elapsed() <= 4 * PING => {
                    heard = turned;
                    Ok(())
                }
                Turn::Ping if heard.elapsed() >= 2 * PING => Err(End::Close(Close::gone())),
                Turn::Ping => {
                    self.wire.ping();
                    if heard.elapsed() > PING {
                        // The next regular turn would come up to a period too late.
                        ping.reset_at(heard + 2 * PING);
                    }
                    Ok(())
                }
                Turn::Written(Err(_)) | Turn::Arrived(None) => Err(End::Silent),
                Turn::News(news) => self.conversation.learn(news, &mut self.wire).await,
                Turn::Arrived(Some(Ok(arrived))) => {
                    heard = turned;
                    self.arrived(arrived).await.map(|pause| paused_until = pause.map(|pause| turned + pause))
                }
                Turn::Arrived(Some(Err(error))) => return closing_error(&error),
            };
            if answers {
                own_answers += self.wire.line.queued() - queued;
            }
            match done {
                Ok(()) => {}
                Err(End::Silent) => return None,
                Err(End::Close(close)) => return Some(close),
            }
        }
    }

    fn busy(&self, own_answers: u64) -> Busy {
        let waiting = || self.wire.everybody().map(|attached| attached.outbox.bytes()).sum::<usize>();
        if self.wire.line.is_idle() {
            Busy::No
        } else if own_answers > MANY_ANSWERS as u64 || waiting() > MANY_ANSWERS {
            Busy::Choked
        } else {
            Busy::Yes
        }
    }

    /// Waits for what comes next. Not biased: a client that gets much must still be heard, and one that sends much must still get.
    async fn turn(&mut self, busy: Busy, paused_until: Option<Instant>, ping: &mut Interval) -> Turn<C::News> {
        let Self { wire, incoming, conversation, .. } = self;
        let bell = Arc::clone(&wire.bell);
        tokio::select! {
            done = std::future::poll_fn(|cx| wire.poll_write(cx)), if busy != Busy::No => Turn::Written(done),
            () = bell.rings(), if busy == Busy::No => Turn::Filled,
            arrived = incoming.next(), if paused_until.is_none() && busy != Busy::Choked => Turn::Arrived(arrived),
            news = conversation.news() => Turn::News(news),
            () = tokio::time::sleep_until(paused_until.unwrap_or_else(Instant::now)), if paused_until.is_some() => Turn::Resume,
            _ = ping.tick() => Turn::Ping,
        }
    }

    /// Takes what rooms have for the client and lets it leave, once everything taken before is written.
    fn fill(&mut self) -> Result<(), End> {
        if !self.wire.line.is_idle() {
            // A room has written meanwhile, and not all of it went; what rang is asked when that is done.
            return Ok(());
        }
        self.wire.line.hold();
        let ended = self.take();
        self.wire.line.let_go();
        match ended {
            Some(close) => Err(End::Close(close)),
            None => self.wire.write_now(),
        }
    }

    fn take(&mut self) -> Option<Close> {
        let mut left = AT_ONCE;
        let mut rung = std::mem::take(&mut self.rung);
        self.wire.bell.answer(&mut rung);
        for connection in rung.drain(..) {
            let Some(outbox) = self.wire.attached(connection).map(|attached| Arc::clone(&attached.outbox)) else { continue };
            if left == 0 {
                self.wire.bell.ring(connection);
                continue;
            }
            match outbox.take(left) {
                Taken::Nothing => {}
                Taken::Probe => {
                    self.wire.probed.push(connection);
                    self.wire.ping();
                }
                Taken::Close(close) => {
                    if let Some(close) = self.conversation.ended(connection, close, &mut self.wire) {
                        return Some(close);
                    }
                    self.wire.detach(connection);
                }
                Taken::Frames(frames, drained) => {
                    left = left.saturating_sub(frames.iter().map(Outgoing::len).sum());
                    self.wire.drained.extend(drained.map(|drained| (connection, drained)));
                    for frame in frames {
                        self.conversation.say(connection, frame, &mut self.wire);
                    }
                }
            }
        }
        self.rung = rung;
        None
    }

    /// Handles what came in; says how long not to read after it.
    async fn arrived(&mut self, arrived: Ws) -> Result<Option<Duration>, End> {
        let heard = match arrived {
            Ws::Binary(frame) => Heard::Binary(alone(frame)),
            Ws::Text(text) => Heard::Text(text),
            Ws::Ping(_) | Ws::Pong(_) => {
                for connection in std::mem::take(&mut self.wire.probed) {
                    self.wire.tell_room(connection, Event::Alive).await;
                }
                return Ok(self.budget.take(self.started.elapsed(), 0));
            }
            Ws::Close(_) | Ws::Frame(_) => {
                self.wire.line.hold();
                return Err(End::Silent);
            }
        };
        let len = match &heard {
            Heard::Binary(frame) => frame.len(),
            Heard::Text(text) => text.len(),
        };
        counters::frame_in(len);
        let pause = self.budget.take(self.started.elapsed(), len);
        if pause.is_some() {
            counters::reading_paused();
        }
        self.conversation.hear(heard, &mut self.wire).await?;
        // What has come to an end by now comes before the next message: otherwise a client that says much at once, such as one
        // that is back with all its documents, waits in line behind itself.
        while let Some(news) = self.conversation.news().now_or_never() {
            self.conversation.learn(news, &mut self.wire).await?;
        }
        Ok(pause)
    }

    /// Leaves the rooms, writes what is left, then the close frame, and waits for the other side; or answers the client's close.
    async fn say_goodbye(mut self, close: Option<Close>) {
        self.wire.line.hold();
        for attached in self.wire.detach_all() {
            loop {
                match attached.outbox.take(AT_ONCE) {
                    Taken::Frames(frames, _) => {
                        for frame in frames {
                            self.conversation.say(attached.id(), frame, &mut self.wire);
                        }
                    }
                    Taken::Probe => {}
                    Taken::Nothing | Taken::Close(_) => break,
                }
            }
        }
        let Self { mut wire, mut incoming, conversation, .. } = self;
        drop(conversation);
        let Some(close) = close else {
            // The answer to a close of the client's is made already, but finds no room behind much that waits.
            let _ = std::future::poll_fn(|cx| wire.poll_write(cx)).await;
            let _ = incoming.flush().await;
            let _ = std::future::poll_fn(|cx| wire.poll_write(cx)).await;
            return;
        };
        counters::connection_closed(close.code);
        if std::future::poll_fn(|cx| wire.poll_write(cx)).await.is_err() {
            return;
        }
        if !matches!(close.code, 1001 | 1002 | 1007 | 1012) {
            tokio::time::sleep(CLOSE_DELAY).await;
        }
        tracing::debug!(code = close.code, reason = %close.reason, "closing");
        let frame = CloseFrame { code: close.code.into(), reason: close.wire_reason().to_owned().into() };
        let _ = incoming.send(Ws::Close(Some(frame))).await;
        if std::future::poll_fn(|cx| wire.poll_write(cx)).await.is_err() {
            return;
        }
        // After an error nothing is read as messages any more; but the system answers what nobody has read with a reset, which
        // may take the goodbye with it.
        if incoming.is_terminated() {
            incoming.get_mut().drain().await;
        }
        while let Some(Ok(_)) = incoming.next().await {}
    }
}

/// A small message lies in the read buffer, all of which it would hold for as long as it is kept: in queues, in documents.
fn alone(message: Bytes) -> Bytes {
    if message.len() < READ_BUFFER { Bytes::copy_from_slice(&message) } else { message }
}

/// What a read error means for the client.
fn closing_error(error: &Error) -> Option<Close> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { max_size, .. }) => {
            Some(Close::too_large(format!("a message has at most {max_size} bytes")))
        }
        Error::Capacity(_) => Some(Close::too_large("message too large")),
        Error::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<UsedUp>()) => Some(Close::reset(UsedUp.to_string())),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) | Error::Io(_) | Error::ConnectionClosed => None,
        Error::Protocol(broken) => Some(Close::protocol_error(broken)),
        Error::Utf8(_) => Some(Close::no_utf8()),
        other => Some(Close::malformed(other)),
    }
}

#[cfg(test)]
mod tests;
