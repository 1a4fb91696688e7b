//! What a room has for its clients on its way into their outboxes, and from there to the sockets, once for each batch of events.
//! Updates that go to everybody are gathered into bursts, so that many of them cost a reader little more than one. Part of `task`.

use std::sync::Arc;

use bytes::Bytes;

use super::Task;
use crate::room::ConnectionId;
use crate::room::exit::Burst;
use crate::room::outbox::{AT_ONCE, FrameKind, Outbox, Outgoing, Pushed};
use crate::room::state::Event;
use crate::telemetry::metrics as counters;

/// Readers that one task sends to.
const SHARE: usize = 64;

/// What is under way within a batch.
#[derive(Debug, Default)]
pub(super) struct Sending {
    /// Updates that go to everybody but the same one, in order.
    except: Option<ConnectionId>,
    frames: Vec<Bytes>,
    bytes: usize,
    /// Whose queues were filled.
    departing: Vec<Arc<Outbox>>,
}

impl Task {
    /// Sends an update to everybody but its author, together with those before and after it.
    pub(super) fn relay(&mut self, except: Option<ConnectionId>, frame: Bytes) {
        if self.sending.except != except || self.sending.bytes + frame.len() > AT_ONCE {
            self.send_gathered();
        }
        self.sending.except = except;
        self.sending.bytes += frame.len();
        self.sending.frames.push(frame);
    }

    /// Whatever comes after updates is queued after them.
    fn send_gathered(&mut self) {
        self.sending.bytes = 0;
        let except = self.sending.except;
        match self.sending.frames.len() {
            0 => {}
            1 => {
                let Some(frame) = self.sending.frames.pop() else { return };
                self.push(|outbox| outbox.push(FrameKind::Update, frame.clone()), except, (1, frame.len()));
            }
            many => {
                let burst = Arc::new(Burst::of(std::mem::take(&mut self.sending.frames)));
                self.push(|outbox| outbox.push_burst(&burst), except, (many, burst.len()));
            }
        }
    }

    pub(super) fn send(&mut self, to: ConnectionId, kind: FrameKind, what: Outgoing) {
        self.send_gathered();
        let Some(outbox) = self.outboxes.get(&to) else { return };
        self.traffic.sent(1, what.len());
        match outbox.push(kind, what) {
            Pushed::First => self.sending.departing.push(Arc::clone(outbox)),
            Pushed::Overflowed(dropped) => self.follow_ups.push(Event::Overflowed(to, dropped)),
            Pushed::Queued | Pushed::Skipped => {}
        }
    }

    pub(super) fn broadcast(
        &mut self,
        listens: impl Fn(&Outbox) -> bool,
        except: Option<ConnectionId>,
        kind: FrameKind,
        what: &Outgoing,
    ) {
        self.send_gathered();
        let push = |outbox: &Outbox| if listens(outbox) { outbox.push(kind, what.clone()) } else { Pushed::Skipped };
        self.push(push, except, (1, what.len()));
    }

    fn push(&mut self, push: impl Fn(&Outbox) -> Pushed, except: Option<ConnectionId>, (frames, bytes): (usize, usize)) {
        let mut readers = 0;
        for (to, outbox) in self.outboxes.iter().filter(|(to, _)| Some(**to) != except) {
            readers += 1;
            match push(outbox) {
                Pushed::First => self.sending.departing.push(Arc::clone(outbox)),
                Pushed::Overflowed(dropped) => {
                    counters::outbox_overflowed();
                    self.follow_ups.push(Event::Overflowed(*to, dropped));
                }
                Pushed::Queued => {}
                Pushed::Skipped => readers -= 1,
            }
        }
        self.traffic.sent(readers * frames, readers * bytes);
    }

    pub(super) fn resume(&mut self, to: ConnectionId, frames: Vec<Bytes>) {
        self.send_gathered();
        if let Some(outbox) = self.outboxes.get(&to) {
            self.traffic.sent(frames.len(), frames.iter().map(Bytes::len).sum());
            outbox.resume(frames);
        }
    }

    /// Tells one outbox something, after what was sent before.
    pub(super) fn tell_outbox(&mut self, to: ConnectionId, tell: impl FnOnce(&Outbox)) {
        self.send_gathered();
        if let Some(outbox) = self.outboxes.get(&to) {
            tell(outbox);
        }
    }

    /// Lets what was queued leave. Of many readers each share is sent to by a task of its own, so that all cores send.
    pub(super) fn depart(&mut self) {
        self.send_gathered();
        let departing = &mut self.sending.departing;
        while departing.len() > SHARE {
            let share = departing.split_off(departing.len() - SHARE);
            self.shared.spawn(move || share.iter().for_each(|outbox| outbox.depart()));
        }
        departing.drain(..).for_each(|outbox| outbox.depart());
    }
}
