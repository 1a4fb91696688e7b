//! What one connection still has to receive: a queue between a room and a socket, bounded in bytes. A socket with many
//! connections learns from its bell which of them have something.
//! When updates overflow it they are handed back, and nothing more is queued until the room has made one merged diff of
//! them: a slow reader costs bounded memory and never diverges. Presence that overflows is dropped; the room repeats it.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::ConnectionId;
use super::around::Undone;
use super::exit::{Burst, Leaving, Way};
use super::participant::Dialect;
use crate::access::Role;
use crate::protocol::Close;
use bytes::Bytes;

/// Bytes that leave at a time: what is on its way can't be dropped for a slow reader any more.
pub const AT_ONCE: usize = 64 * 1024;

/// Bytes that a notice counts for.
const NOTICE: usize = 64;

/// What a room has for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// A message of y-protocols, encoded once for everybody.
    Frame(Bytes),
    /// Something that each dialect says in its own way.
    Notice(Notice),
}

/// What each dialect says in its own way, or has no word for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// So many more messages of the client are durable.
    Saved(u32),
    /// A message of the client was refused.
    NotSaved,
    /// Something was refused, and why.
    Denied(Cow<'static, str>),
    /// The connection goes on with this role.
    Role(Role),
    /// The client's token expires soon.
    TokenExpiring,
    /// A message between clients, stamped with its sender.
    Stateless(Bytes),
    /// A message of the JSON door, encoded.
    Json(Bytes),
    /// A request is done, and durable.
    Done(Done),
    /// A request is refused; nothing has changed.
    Failed(Box<Failed>),
    /// An edit of the client was undone.
    Undone(Arc<Undone>),
    /// The version of the document.
    Version(u64),
    /// Of each place that was asked for whether it is there.
    AreThere(Vec<bool>),
    /// The whole document as JSON.
    Content {
        /// The version it shows.
        version: u64,
        /// Encoded.
        content: Bytes,
    },
}

/// A request that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its id, as JSON, if it has one.
    pub request: Option<Bytes>,
    /// The version of the document that has it: the position of the update log.
    pub version: u64,
    /// Whether anything had to change for it.
    pub change: Changed,
}

/// Whether a request changed the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It did.
    Yes,
    /// The document was so already.
    No,
}

/// A request that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Its id, as JSON, if it has one.
    pub request: Option<Bytes>,
    /// Why, for programs.
    pub code: &'static str,
    /// Why, for people.
    pub why: String,
    /// The operation of the patch that is at fault, from 0.
    pub operation: Option<usize>,
}

impl Outgoing {
    /// Bytes it counts for.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "nothing is empty here")]
    pub fn len(&self) -> usize {
        match self {
            Outgoing::Frame(bytes) => bytes.len(),
            Outgoing::Notice(Notice::Stateless(bytes) | Notice::Json(bytes) | Notice::Content { content: bytes, .. }) => {
                NOTICE + bytes.len()
            }
            Outgoing::Notice(_) => NOTICE,
        }
    }
}

impl From<Bytes> for Outgoing {
    fn from(frame: Bytes) -> Self {
        Outgoing::Frame(frame)
    }
}

impl From<Notice> for Outgoing {
    fn from(notice: Notice) -> Self {
        Outgoing::Notice(notice)
    }
}

/// What a frame is, which says what may happen to it when the reader is slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// An edit: replaced by a merged diff on overflow.
    Update,
    /// Presence: dropped on overflow and repeated as a whole later.
    Presence,
    /// An answer that the client asked for or that keeps it alive; bounded by the room, never dropped.
    Reply,
    /// What another client says: can neither be merged nor repeated, so a reader that is too slow for it is closed.
    Message,
}

/// What a push did.
#[derive(Debug, PartialEq, Eq)]
pub enum Pushed {
    /// Queued behind others.
    Queued,
    /// Queued as the first: it leaves when [`Outbox::depart`] is called.
    First,
    /// Not queued, and nothing needs to be done: the reader is behind and will be resynchronised, or it is gone.
    Skipped,
    /// The bound was reached: these frames, the pushed one included, were taken out and have to be replaced by a diff.
    Overflowed(Vec<Outgoing>),
}

/// The queue of one connection.
#[derive(Debug)]
pub struct Outbox {
    connection: ConnectionId,
    dialect: Dialect,
    limit: usize,
    queue: Mutex<Queue>,
    way: Way,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<(FrameKind, Queued)>,
    bytes: usize,
    updates: Updates,
    presence_behind: bool,
    tell_when_drained: bool,
    close: Option<Close>,
    probe: bool,
}

#[derive(Debug)]
enum Queued {
    One(Outgoing),
    Burst(Arc<Burst>),
}

impl Queued {
    fn len(&self) -> usize {
        match self {
            Queued::One(what) => what.len(),
            Queued::Burst(burst) => burst.len(),
        }
    }

    fn unpack(self, into: &mut Vec<Outgoing>) {
        match self {
            Queued::One(what) => into.push(what),
            Queued::Burst(burst) => into.extend(burst.frames().iter().cloned().map(Outgoing::Frame)),
        }
    }
}

/// Whether updates are queued.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Updates {
    #[default]
    Flow,
    /// The room has not heard of the overflow yet: what it sends meanwhile has to be in the diff too, and is handed back.
    HandedBack,
    /// The room knows that the reader is behind and will send a diff.
    Held,
}

/// What the socket finds when it looks.
#[derive(Debug)]
pub enum Taken {
    /// Nothing to do now.
    Nothing,
    /// Frames to write, in order, and what to tell the room when they are written.
    Frames(Vec<Outgoing>, Option<Drained>),
    /// Everything is written; say goodbye with this.
    Close(Close),
    /// The room wants to know whether anybody is there: send a ping.
    Probe,
}

/// The queue of a reader that the room waits for is empty again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Presence was dropped on the way and has to be repeated.
    pub presence_behind: bool,
}

impl Outbox {
    /// An empty queue that holds at most `limit` bytes of updates and presence.
    #[must_use]
    pub fn new(limit: usize, connection: ConnectionId, dialect: Dialect, way: Way) -> Self {
        Self { connection, dialect, limit, queue: Mutex::default(), way }
    }

    /// The dialect of who reads this.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Queues something, if the reader keeps up.
    pub fn push(&self, kind: FrameKind, frame: impl Into<Outgoing>) -> Pushed {
        self.enqueue(kind, Queued::One(frame.into()))
    }

    /// Queues updates, if the reader keeps up.
    pub fn push_burst(&self, burst: &Arc<Burst>) -> Pushed {
        self.enqueue(FrameKind::Update, Queued::Burst(Arc::clone(burst)))
    }

    fn enqueue(&self, kind: FrameKind, frame: Queued) -> Pushed {
        let is_deaf = match self.dialect {
            Dialect::Json => kind == FrameKind::Update && !matches!(frame, Queued::One(Outgoing::Notice(_))),
            Dialect::Rest => true,
            _ => false,
        };
        if is_deaf {
            return Pushed::Skipped;
        }
        let mut queue = self.lock();
        if queue.close.is_some() {
            return Pushed::Skipped;
        }
        let over = queue.bytes + frame.len() > self.limit && !queue.frames.is_empty();
        match kind {
            FrameKind::Update if queue.updates == Updates::Held => return Pushed::Skipped,
            FrameKind::Update if queue.updates == Updates::HandedBack => {
                let mut back = Vec::new();
                frame.unpack(&mut back);
                return Pushed::Overflowed(back);
            }
            FrameKind::Presence if queue.presence_behind => return Pushed::Skipped,
            FrameKind::Update if over => return Pushed::Overflowed(queue.overflow(frame)),
            FrameKind::Presence if over => {
                queue.presence_behind = true;
                return Pushed::Skipped;
            }
            FrameKind::Message if over => {
                queue.close = Some(Close::try_later("messages arrive faster than you read them, reconnect"));
                drop(queue);
                self.way.bell.ring(self.connection);
                return Pushed::Skipped;
            }
            _ => {}
        }
        queue.bytes += frame.len();
        queue.frames.push_back((kind, frame));
        if queue.frames.len() == 1 { Pushed::First } else { Pushed::Queued }
    }

    /// Lets what is queued leave: straight, if the socket has nothing else to do, or by its task.
    pub fn depart(&self) {
        let mut queue = self.lock();
        let plain = queue.updates == Updates::Flow && !queue.presence_behind && !queue.tell_when_drained && !queue.probe;
        if let (Some(envelope), Some(exit), true) = (&self.way.envelope, &self.way.bell.exit, plain) {
            let mut taken = 0;
            let queue = &mut *queue;
            let left = exit.leave(envelope, &mut || {
                if taken >= AT_ONCE || matches!(queue.frames.front(), Some((_, Queued::One(Outgoing::Notice(_))))) {
                    return None;
                }
                let (_, next) = queue.frames.pop_front()?;
                taken += next.len();
                match next {
                    Queued::One(Outgoing::Frame(frame)) => Some(Leaving::Frame(frame)),
                    Queued::One(Outgoing::Notice(_)) => None,
                    Queued::Burst(burst) => Some(Leaving::Burst(burst)),
                }
            });
            queue.bytes -= taken;
            if left && queue.frames.is_empty() && queue.close.is_none() {
                return;
            }
        } else if queue.frames.is_empty() {
            return;
        }
        drop(queue);
        self.way.bell.ring(self.connection);
    }

    /// Queues the frames that bring a reader up to date again and lets updates flow after them. The room is told when they
    /// are written, so that it never has two such answers under way.
    pub fn resume<T: Into<Outgoing>>(&self, frames: impl IntoIterator<Item = T>) {
        let mut queue = self.lock();
        if queue.close.is_some() {
            return;
        }
        queue.updates = Updates::Flow;
        queue.tell_when_drained = true;
        for frame in frames {
            let frame = frame.into();
            queue.bytes += frame.len();
            queue.frames.push_back((FrameKind::Reply, Queued::One(frame)));
        }
        drop(queue);
        self.way.bell.ring(self.connection);
    }

    /// Stops updates until [`Outbox::resume`]: the room knows that the reader is behind.
    pub fn hold_updates(&self) {
        self.lock().updates = Updates::Held;
    }

    /// Ends the connection after what is queued. The first close wins.
    pub fn close(&self, close: Close) {
        self.lock().close.get_or_insert(close);
        self.way.bell.ring(self.connection);
    }

    /// Nobody takes anything any more.
    pub(super) fn shut(&self) {
        let mut queue = self.lock();
        queue.close.get_or_insert_with(Close::gone);
        (queue.frames, queue.bytes) = (VecDeque::new(), 0);
    }

    /// Asks the socket for a sign of life.
    pub fn probe(&self) {
        self.lock().probe = true;
        self.way.bell.ring(self.connection);
    }

    /// Takes about `budget` bytes of frames, at least one if there is one.
    pub fn take(&self, budget: usize) -> Taken {
        let mut queue = self.lock();
        if std::mem::take(&mut queue.probe) {
            self.way.bell.ring(self.connection);
            return Taken::Probe;
        }
        if queue.frames.is_empty() {
            return queue.close.clone().map_or(Taken::Nothing, Taken::Close);
        }
        let mut frames = Vec::with_capacity(queue.frames.len().min(32));
        let mut taken = 0;
        while taken < budget
            && let Some((_, frame)) = queue.frames.pop_front()
        {
            taken += frame.len();
            frame.unpack(&mut frames);
        }
        queue.bytes -= taken;
        let empty = queue.frames.is_empty();
        let waits = queue.updates != Updates::Flow || queue.presence_behind || queue.tell_when_drained;
        let drained = (empty && waits).then(|| {
            queue.tell_when_drained = false;
            Drained { presence_behind: std::mem::take(&mut queue.presence_behind) }
        });
        if !empty || queue.close.is_some() {
            self.way.bell.ring(self.connection);
        }
        Taken::Frames(frames, drained)
    }

    /// Bytes that wait.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lock().bytes
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn overflow(&mut self, last: Queued) -> Vec<Outgoing> {
        self.updates = Updates::HandedBack;
        let mut dropped = Vec::new();
        let (updates, others) = std::mem::take(&mut self.frames).into_iter().partition(|(kind, _)| *kind == FrameKind::Update);
        self.frames = others;
        let updates: VecDeque<_> = updates;
        updates.into_iter().for_each(|(_, update)| update.unpack(&mut dropped));
        self.bytes -= dropped.iter().map(Outgoing::len).sum::<usize>();
        if self.frames.is_empty() {
            // Nothing is left that would make the socket look again and report that it has drained.
            let heartbeat = Outgoing::Frame(crate::protocol::message::heartbeat());
            self.bytes += heartbeat.len();
            self.frames.push_back((FrameKind::Reply, Queued::One(heartbeat)));
        }
        last.unpack(&mut dropped);
        dropped
    }
}
