//! What goes into a room's decisions and what comes out of them: the time, settings, events, effects. Used by `task`, which carries
//! the effects out, and by the simulation.

use std::time::Duration;

use bytes::Bytes;
use yrsa_storage::{Append, Snapshot};

use super::Patience;
use crate::access::AccessChange;
use crate::document;
use crate::event::Draft;
use crate::protocol::{Close, Message};
use crate::room::ConnectionId;
use crate::room::around::{About, Undone};
use crate::room::outbox::{Drained, FrameKind, Notice, Outgoing};
use crate::room::participant::{Dialect, Participant};
use crate::room::people::Moved;
use crate::room::presence;

/// The time, as arguments.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// Since the server started; never goes back.
    pub uptime: Duration,
    /// Milliseconds since the Unix epoch, for the log.
    pub unix_ms: u64,
}

/// Bounds and times, from the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What a document accepts.
    pub document: document::Limits,
    /// Presence.
    pub presence: presence::Limits,
    /// When somebody counts as idle and as away.
    pub patience: Patience,
    /// Bytes of a document as JSON, and of what one patch may move.
    pub json_bytes: usize,
    /// The client id under which the server itself writes: below 2^32, another one at each start, because what it wrote last
    /// before a crash may be known to some clients and not to the disk.
    pub server_client: u64,
    /// A room without connections retires after this time.
    pub idle: Duration,
    /// For how long nobody must have needed more of a document than its bytes, until what was built from them is let go of. Once more
    /// for each MiB of it: then building it again is little beside the pause before.
    pub rest: Duration,
    /// A snapshot is due when the updates since the last one have this many bytes, and half as many as the document.
    pub snapshot_bytes: usize,
}

/// What becomes of that which was logged and not told when the room opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untold {
    /// It is told from the log.
    Tell,
    /// Telling it has failed before: only that there is a gap.
    Skip,
}

/// What happens to a room.
#[derive(Debug)]
pub enum Event {
    /// The room begins.
    Opened,
    /// What is known of the document beside its content has changed.
    About(About),
    /// What happened up to this position of the log is written down.
    Told(u64),
    /// A client is attached.
    Join {
        /// Its connection.
        connection: ConnectionId,
        /// Who it is.
        participant: Participant,
    },
    /// A client is gone, cleanly or not.
    Leave(ConnectionId),
    /// A client says something.
    Message(ConnectionId, Message),
    /// What a client may do has changed; changes of one connection are numbered in their order.
    Access(ConnectionId, u64, AccessChange),
    /// A client's queue overflowed; these updates did not reach it.
    Overflowed(ConnectionId, Vec<Outgoing>),
    /// A client's queue is empty again.
    Drained(ConnectionId, Drained),
    /// A client gave a sign of life that is no message.
    Alive(ConnectionId),
    /// Writes up to this ticket are on disk.
    Durable(u64),
    /// The store can or can't take writes.
    Storage(StorageHealth),
    /// The snapshot up to this entry is on disk, or failed to get there.
    SnapshotInstalled(Result<u64, u64>),
    /// Time has passed.
    Tick,
    /// The server shuts down.
    Shutdown,
}

/// Whether writes are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageHealth {
    /// Yes.
    Healthy,
    /// No, and nothing is acknowledged meanwhile.
    Failing,
}

/// What a room wants done.
#[derive(Debug)]
pub enum Effect {
    /// Queue a frame for one connection.
    Send(ConnectionId, FrameKind, Bytes),
    /// Queue something for one connection that its dialect has its own words for.
    Tell(ConnectionId, Notice),
    /// Queue the same for everybody who speaks a dialect.
    Announce {
        /// The dialect.
        to: Dialect,
        /// Who needs it not.
        except: Option<ConnectionId>,
        /// What it is.
        kind: FrameKind,
        /// The same for all.
        notice: Notice,
    },
    /// Queue a frame for everybody but one.
    Broadcast {
        /// Who has it already.
        except: Option<ConnectionId>,
        /// What it is.
        kind: FrameKind,
        /// The frame, encoded once.
        frame: Bytes,
    },
    /// Queue the answer to a SyncStep1 and let updates flow after it.
    Resume(ConnectionId, Vec<Bytes>),
    /// Queue no updates for this connection until its answer has been made.
    HoldUpdates(ConnectionId),
    /// Look whether this client is still there.
    Probe(ConnectionId),
    /// Log a write; `Event::Durable` with at least this ticket follows.
    Append(u64, Append),
    /// Store a snapshot once everything in it is durable and told.
    Snapshot(Snapshot),
    /// Write down what happened once it is durable; `Event::Told` follows.
    Happened {
        /// The ticket of the last write it is about.
        after: u64,
        /// All up to this position of the log is in it, or was told before.
        through: u64,
        /// What happened.
        drafts: Vec<Draft>,
    },
    /// Somebody came or left.
    Moved(Moved),
    /// An edit was undone, because somebody else has a lock on what it changed.
    Undone(Undone),
    /// Who is here, or what they say of themselves, has changed.
    Stirred,
    /// End a connection after what is queued for it.
    Close(ConnectionId, Close),
}
