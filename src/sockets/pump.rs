//! Moves frames between one socket and one room: the first and the last room on the path of an update.
//! One task a connection. It reads while it writes, never waits for the room without also writing, never buffers more than one
//! incoming message, and leaves the room whichever way it ends.

use std::collections::VecDeque;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{Sink as _, SinkExt as _, StreamExt as _};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message as Ws};

use super::budget::Budget;
use super::upgrade::Socket;
use crate::protocol::varint::Malformed;
use crate::protocol::{Close, Message, message};
use crate::room::outbox::{Drained, Taken};
use crate::room::registry::Attached;
use crate::room::state::Event;
use crate::telemetry::metrics as counters;

/// How often a client is asked for a sign of life; silent for two of these, it is gone.
const PING: Duration = Duration::from_secs(30);

/// Bytes taken from the outbox at a time: what is here already can't be dropped for a slow reader any more.
const TAKE: usize = 64 * 1024;

/// Bytes that may wait for a client that is still read. Above what updates alone can fill (they are dropped for a diff).
const MANY_ANSWERS: usize = 4 * 1024 * 1024;

/// Larger messages go out in fragments of this size, so that a large document is never copied whole for each reader.
const FRAGMENT: usize = 64 * 1024;

/// Clients before y-websocket 3.1 reconnect at once after any close; a final one is held back for this long.
const FINAL_CLOSE_DELAY: Duration = Duration::from_secs(1);

/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(5);

/// Moves frames until one side ends.
pub async fn run(socket: Socket, attached: Attached, budget: Budget) {
    let (sink, stream) = socket.split();
    let mut pump = Pump {
        sink,
        stream,
        attached,
        budget,
        leaving: VecDeque::new(),
        drained: None,
        unflushed: false,
        started: Instant::now(),
    };
    let close = pump.run().await;
    let _ = tokio::time::timeout(GOODBYE, pump.say_goodbye(close)).await;
}

struct Pump {
    sink: SplitSink<Socket, Ws>,
    stream: SplitStream<Socket>,
    attached: Attached,
    budget: Budget,
    leaving: VecDeque<Ws>,
    drained: Option<Drained>,
    unflushed: bool,
    started: Instant,
}

/// What a turn of the loop found.
enum Turn {
    Arrived(Option<Result<Ws, Error>>),
    Written(Result<(), Error>),
    Filled,
    Ping,
    Resume,
}

impl Pump {
    /// Runs until the socket ends (`None`) or there is something to say goodbye with.
    async fn run(&mut self) -> Option<Close> {
        let mut ping = tokio::time::interval_at(Instant::now() + PING, PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        let mut written = Instant::now();
        let mut paused_until: Option<Instant> = None;
        loop {
            let busy = self.is_writing();
            if !busy && let Some(drained) = self.drained.take() {
                self.tell_room(|connection| Event::Drained(connection, drained)).await;
            }
            // Who does not take answers may not ask for more.
            let choked = busy && self.attached.outbox.bytes() > MANY_ANSWERS;
            let Self { sink, stream, attached, leaving, unflushed, .. } = self;
            // Not biased: a client that gets much must still be heard, and one that sends much must still get.
            let turn = tokio::select! {
                done = std::future::poll_fn(|cx| poll_write(sink, leaving, unflushed, cx)), if busy => Turn::Written(done),
                () = attached.outbox.filled(), if !busy => Turn::Filled,
                arrived = stream.next(), if paused_until.is_none() && !choked => Turn::Arrived(arrived),
                () = tokio::time::sleep_until(paused_until.unwrap_or_else(Instant::now)), if paused_until.is_some() => Turn::Resume,
                _ = ping.tick() => Turn::Ping,
            };
            match turn {
                Turn::Resume => paused_until = None,
                Turn::Written(Ok(())) => written = Instant::now(),
                Turn::Filled => {
                    if let Some(close) = self.fill() {
                        return Some(close);
                    }
                }
                // Who is not read can't be heard, but takes what is written, however slowly.
                Turn::Ping if choked && written.elapsed() <= 4 * PING => heard = Instant::now(),
                Turn::Ping if heard.elapsed() > 2 * PING => return Some(Close::gone()),
                Turn::Ping => self.leaving.push_back(Ws::Ping(Bytes::new())),
                Turn::Written(Err(_)) | Turn::Arrived(None) => return None,
                Turn::Arrived(Some(Ok(arrived))) => {
                    heard = Instant::now();
                    match self.arrived(arrived).await {
                        Ok(pause) => paused_until = pause.map(|pause| heard + pause),
                        Err(End::Silent) => return None,
                        Err(End::Close(close)) => return Some(close),
                    }
                }
                Turn::Arrived(Some(Err(error))) => return closing_error(&error),
            }
        }
    }

    fn is_writing(&self) -> bool {
        !self.leaving.is_empty() || self.unflushed
    }

    /// Takes what the room has for the client; called when everything taken before is written and reported.
    fn fill(&mut self) -> Option<Close> {
        match self.attached.outbox.take(TAKE) {
            Taken::Nothing => {}
            Taken::Probe => self.leaving.push_back(Ws::Ping(Bytes::new())),
            Taken::Close(close) => return Some(close),
            Taken::Frames(frames, drained) => {
                self.drained = drained;
                for frame in frames {
                    push_message(&mut self.leaving, frame);
                }
            }
        }
        None
    }

    /// Handles what came in; says how long not to read after it.
    async fn arrived(&mut self, arrived: Ws) -> Result<Option<Duration>, End> {
        let frame = match arrived {
            Ws::Binary(frame) => frame,
            Ws::Text(_) => return Err(End::Close(Close::text_frame())),
            Ws::Ping(_) | Ws::Pong(_) => {
                self.tell_room(Event::Alive).await;
                return Ok(None);
            }
            Ws::Close(_) | Ws::Frame(_) => return Err(End::Silent),
        };
        counters::frame_in(frame.len());
        let pause = self.budget.take(self.started.elapsed(), frame.len());
        if pause.is_some() {
            counters::reading_paused();
        }
        match Message::decode(&frame) {
            Ok(decoded) => self.hand_over(decoded).await?,
            Err(Malformed::UnknownType(kind)) => {
                push_message(&mut self.leaving, message::denied(&format!("message type {kind} is not known here")));
            }
            Err(error) => {
                push_message(&mut self.leaving, message::denied(&error.to_string()));
                return Err(End::Close(Close::malformed(&error)));
            }
        }
        Ok(pause)
    }

    /// Waits for a place in the room's mailbox, writing meanwhile.
    async fn hand_over(&mut self, message: Message) -> Result<(), End> {
        loop {
            let busy = self.is_writing();
            let Self { sink, attached, leaving, unflushed, .. } = self;
            tokio::select! {
                biased;
                place = attached.place() => {
                    // A room that is gone says why through the outbox.
                    if let Some(place) = place {
                        place.message(message);
                    }
                    return Ok(());
                }
                written = std::future::poll_fn(|cx| poll_write(sink, leaving, unflushed, cx)), if busy => {
                    written.map_err(|_| End::Silent)?;
                }
            }
        }
    }

    async fn tell_room(&self, event: impl FnOnce(crate::room::ConnectionId) -> Event) {
        if let Some(place) = self.attached.place().await {
            place.event(event);
        }
    }

    /// Leaves the room, writes what is left, then the close frame (or the answer to the client's), and waits for the other side.
    async fn say_goodbye(self, close: Option<Close>) {
        let Self { mut sink, mut stream, attached, mut leaving, mut unflushed, .. } = self;
        while let Taken::Frames(frames, _) = attached.outbox.take(TAKE) {
            for frame in frames {
                push_message(&mut leaving, frame);
            }
        }
        let connection = attached.id().0;
        drop(attached);
        let Some(close) = close else {
            let _ = sink.close().await;
            return;
        };
        if std::future::poll_fn(|cx| poll_write(&mut sink, &mut leaving, &mut unflushed, cx)).await.is_err() {
            return;
        }
        if close.is_final() {
            tokio::time::sleep(FINAL_CLOSE_DELAY).await;
        }
        tracing::debug!(connection, code = close.code, reason = %close.reason, "closing");
        let frame = CloseFrame { code: close.code.into(), reason: close.wire_reason().to_owned().into() };
        if sink.send(Ws::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = stream.next().await {}
        }
    }
}

/// How a connection ends from its own side.
enum End {
    Silent,
    Close(Close),
}

/// Puts a message in the line, in fragments if it is large (RFC 6455 section 5.4).
fn push_message(leaving: &mut VecDeque<Ws>, mut message: Bytes) {
    if message.len() <= FRAGMENT {
        leaving.push_back(Ws::Binary(message));
        return;
    }
    let mut opcode = OpCode::Data(Data::Binary);
    while !message.is_empty() {
        let part = message.split_to(message.len().min(FRAGMENT));
        leaving.push_back(Ws::Frame(Frame::message(part, opcode, message.is_empty())));
        opcode = OpCode::Data(Data::Continue);
    }
}

/// Writes all of the line and flushes. Keeps its place when it is polled again, so it may be dropped in between.
fn poll_write(
    sink: &mut SplitSink<Socket, Ws>,
    leaving: &mut VecDeque<Ws>,
    unflushed: &mut bool,
    cx: &mut Context<'_>,
) -> Poll<Result<(), Error>> {
    let mut sink = std::pin::Pin::new(sink);
    while !leaving.is_empty() {
        std::task::ready!(sink.as_mut().poll_ready(cx))?;
        if let Some(next) = leaving.pop_front() {
            sink.as_mut().start_send(next)?;
            *unflushed = true;
        }
    }
    std::task::ready!(sink.poll_flush(cx))?;
    *unflushed = false;
    Poll::Ready(Ok(()))
}

/// What a read error means for the client.
fn closing_error(error: &Error) -> Option<Close> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { max_size, .. }) => {
            Some(Close::too_large(format!("a message has at most {max_size} bytes")))
        }
        Error::Capacity(_) => Some(Close::too_large("message too large")),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) | Error::Io(_) | Error::ConnectionClosed => None,
        other => Some(Close::malformed(other)),
    }
}
