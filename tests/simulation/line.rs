//! One connection: the server's outbox, its socket, and the network in between, with frames in flight both ways.
//! Keeps a second account of what the outbox holds, to check its bound and its order.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use yrsa::protocol::{Close, DocumentId};
use yrsa::room::exit::Way;
use yrsa::room::outbox::{Drained, FrameKind, Pushed, Taken};
use yrsa::room::{ConnectionId, Dialect, Outbox};

/// Something on its way to the client.
#[derive(Debug, Clone)]
pub(crate) enum Down {
    Frame(Bytes),
    Close(Close),
}

/// The client's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClientEnd {
    Open,
    /// The client has closed it; what it sent before still arrives.
    Closed,
    /// Nobody is there any more, and the server finds out at this time.
    Dead(Duration),
}

#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) document: DocumentId,
    pub(crate) upstream: VecDeque<Bytes>,
    pub(crate) downstream: VecDeque<Down>,
    pub(crate) client: ClientEnd,
    /// The server's side has ended; the room has heard of it.
    pub(crate) left: bool,
    /// A ping was sent, and its answer has not come.
    pub(crate) probed: bool,
    /// Until then nothing goes through, in neither direction.
    pub(crate) stalled_until: Duration,
    outbox: Outbox,
    limit: usize,
    /// Nothing more is queued: only what is there already is written before the goodbye.
    closing: bool,
    held: VecDeque<(FrameKind, usize)>,
    taken: VecDeque<Bytes>,
    drained: Option<Drained>,
}

/// What a turn of the socket found for the room.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wrote {
    Nothing,
    Some,
    Drained(Drained),
    Ended,
}

impl Line {
    pub(crate) fn new(document: DocumentId, limit: usize) -> Self {
        Self {
            document,
            upstream: VecDeque::new(),
            downstream: VecDeque::new(),
            client: ClientEnd::Open,
            left: false,
            probed: false,
            outbox: Outbox::new(limit, ConnectionId(2), Dialect::YWebsocket, Way::default()),
            stalled_until: Duration::ZERO,
            limit,
            closing: false,
            held: VecDeque::new(),
            taken: VecDeque::new(),
            drained: None,
        }
    }

    pub(crate) fn push(&mut self, kind: FrameKind, frame: &Bytes) -> Pushed {
        let pushed = self.outbox.push(kind, frame.clone());
        assert!(!self.closing || matches!(pushed, Pushed::Skipped), "something is queued after the goodbye");
        match &pushed {
            Pushed::First | Pushed::Queued => self.held.push_back((kind, frame.len())),
            Pushed::Skipped => {}
            Pushed::Overflowed(_) => {
                self.held.retain(|(kind, _)| *kind != FrameKind::Update);
                // An outbox that lost everything queues a heartbeat, so that the socket reports that it has drained.
                let rest = self.outbox.bytes() - self.held_bytes(|_| true);
                if rest > 0 {
                    self.held.push_back((FrameKind::Reply, rest));
                }
            }
        }
        self.check();
        pushed
    }

    pub(crate) fn resume(&mut self, frames: Vec<Bytes>) {
        if !self.closing {
            self.held.extend(frames.iter().map(|frame| (FrameKind::Reply, frame.len())));
        }
        self.outbox.resume(frames);
        self.check();
    }

    pub(crate) fn hold_updates(&self) {
        self.outbox.hold_updates();
    }

    pub(crate) fn close(&mut self, close: Close) {
        self.closing = true;
        self.outbox.close(close);
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing
    }

    pub(crate) fn probe(&self) {
        self.outbox.probe();
    }

    /// A turn of the socket: writes one frame if the network takes it, or looks for more when all is written.
    pub(crate) fn write(&mut self, budget: usize, network: usize) -> Wrote {
        if self.left {
            return Wrote::Nothing;
        }
        if let Some(frame) = self.taken.pop_front() {
            if self.downstream.len() >= network {
                self.taken.push_front(frame);
                return Wrote::Nothing;
            }
            self.downstream.push_back(Down::Frame(frame));
            return match self.drained.take_if(|_| self.taken.is_empty()) {
                Some(drained) => Wrote::Drained(drained),
                None => Wrote::Some,
            };
        }
        match self.outbox.take(budget) {
            Taken::Nothing => Wrote::Nothing,
            Taken::Probe => {
                self.probed = true;
                Wrote::Some
            }
            Taken::Frames(frames, drained) => {
                let frames: Vec<Bytes> = frames.into_iter().map(super::frame_of).collect();
                for frame in &frames {
                    let held = self.held.pop_front();
                    assert_eq!(held.map(|(_, len)| len), Some(frame.len()), "the outbox gave other frames than it took");
                }
                self.taken.extend(frames);
                self.drained = drained;
                Wrote::Some
            }
            Taken::Close(close) => {
                self.downstream.push_back(Down::Close(close));
                self.left = true;
                Wrote::Ended
            }
        }
    }

    fn held_bytes(&self, which: impl Fn(FrameKind) -> bool) -> usize {
        self.held.iter().filter(|(kind, _)| which(*kind)).map(|(_, len)| len).sum()
    }

    fn check(&self) {
        assert_eq!(self.outbox.bytes(), self.held_bytes(|_| true), "the outbox miscounts its bytes");
        let bounded = self.held_bytes(|kind| kind != FrameKind::Reply);
        let largest = self.held.iter().map(|(_, len)| *len).max().unwrap_or(0);
        assert!(bounded <= self.limit + largest, "the outbox holds {bounded} bytes, its limit is {}", self.limit);
    }
}
