//! When a client may be told that its edits are durable: what waits for which write, and how it is said. A message is
//! acknowledged when it is on disk, never earlier, and never at all if it was refused.

use bytes::Bytes;

use super::connection::Edits;
use super::{ConnectionId, Effect, State};
use crate::protocol::{Close, message};
use crate::room::outbox::{Done, FrameKind, Notice};
use crate::room::participant::Dialect;

/// Bytes of a checkpoint; y-sweet's clients send a number.
const CHECKPOINT: usize = 128;

/// Acknowledgements for one client that may wait for the disk.
pub(super) const RECEIPTS: usize = 10_000;

/// An acknowledgement that waits.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Receipt {
    /// Sends a frame back.
    Checkpoint(Bytes),
    /// So many messages with edits.
    Messages(u32),
    /// A request.
    Request(Done),
}

impl State {
    /// Sends an acknowledgement when all that this client has sent so far is durable.
    pub(super) fn acknowledge(&mut self, to: ConnectionId, receipt: Receipt, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get_mut(&to) else { return };
        if connection.last_write <= self.durable {
            effects.push(said(to, receipt));
        } else if connection.receipts >= RECEIPTS {
            self.refuse(to, Close::try_later("too many acknowledgements wait for the disk, try again later"), effects);
        } else {
            connection.receipts += 1;
            self.unacknowledged.entry(connection.last_write).or_default().push((to, receipt));
        }
    }

    /// Whether somebody is to be told when something is durable.
    #[must_use]
    pub fn somebody_waits(&self) -> bool {
        !self.unacknowledged.is_empty() || self.unsaid.as_ref().is_some_and(|unsaid| !unsaid.is_empty())
    }

    /// Whether anything goes on when something is durable.
    #[must_use]
    pub fn waits_for_disk(&self) -> bool {
        self.somebody_waits() || self.is_ending()
    }

    pub(super) fn checkpoint(&mut self, from: ConnectionId, frame: Bytes, effects: &mut Vec<Effect>) {
        if frame.len() > CHECKPOINT {
            let close = Close::malformed(&format_args!("a checkpoint has at most {CHECKPOINT} bytes"));
            self.refuse(from, close, effects);
            return;
        }
        let Some(connection) = self.connections.get_mut(&from) else { return };
        let sweet = connection.participant.dialect == Dialect::YSweet;
        // y-sweet's clients ask before they have sent what they wrote while they were away.
        let held = connection.edits == Edits::Lacking || (sweet && connection.edits == Edits::Unknown);
        // And they reconnect when they hear nothing for three seconds.
        if sweet && (held || connection.last_write > self.durable) {
            effects.push(Effect::Send(from, FrameKind::Reply, message::heartbeat()));
        }
        if held {
            connection.held = Some(frame);
        } else {
            self.acknowledge(from, Receipt::Checkpoint(frame), effects);
        }
    }

    pub(super) fn durable(&mut self, ticket: u64, effects: &mut Vec<Effect>) {
        self.durable = self.durable.max(ticket);
        while let Some(entry) = self.unacknowledged.first_entry().filter(|entry| *entry.key() <= self.durable) {
            for (connection, receipt) in entry.remove() {
                if let Some(connection) = self.connections.get_mut(&connection) {
                    connection.receipts -= 1;
                }
                effects.push(said(connection, receipt));
            }
        }
    }
}

fn said(to: ConnectionId, receipt: Receipt) -> Effect {
    match receipt {
        Receipt::Checkpoint(frame) => Effect::Send(to, FrameKind::Reply, frame),
        Receipt::Messages(count) => Effect::Tell(to, Notice::Saved(count)),
        Receipt::Request(done) => Effect::Tell(to, Notice::Done(done)),
    }
}
