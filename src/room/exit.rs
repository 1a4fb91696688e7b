//! The way from an outbox to its socket: the bell that wakes the socket's task, the exit through which frames leave without it,
//! and bursts, updates of one batch that go to everybody and are encoded once for all.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;

use super::ConnectionId;

/// Updates that go to everybody one after another.
#[derive(Debug)]
pub struct Burst {
    frames: Vec<Bytes>,
    bytes: usize,
    /// As they leave behind this envelope: that of the first who has sent them, and nearly always of all.
    encoded: OnceLock<(Bytes, Bytes)>,
}

impl Burst {
    /// Of these frames.
    #[must_use]
    pub fn of(frames: Vec<Bytes>) -> Self {
        let bytes = frames.iter().map(Bytes::len).sum();
        Self { frames, bytes, encoded: OnceLock::new() }
    }

    /// One by one.
    #[must_use]
    pub fn frames(&self) -> &[Bytes] {
        &self.frames
    }

    /// Bytes of all.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "nothing is empty here")]
    pub fn len(&self) -> usize {
        self.bytes
    }

    /// All of them as they leave behind an envelope, if that is the one for which they were encoded first.
    pub fn encoded(&self, envelope: &Bytes, encode: impl FnOnce(&[Bytes]) -> Bytes) -> Option<&Bytes> {
        let (of, encoded) = self.encoded.get_or_init(|| (envelope.clone(), encode(&self.frames)));
        (of == envelope).then_some(encoded)
    }
}

/// What leaves through an exit.
#[derive(Debug)]
pub enum Leaving {
    /// One frame.
    Frame(Bytes),
    /// Some.
    Burst(Arc<Burst>),
}

/// A socket that lets frames leave at once if it has nothing else to write, without waking its task.
pub trait Exit: Send + Sync + std::fmt::Debug {
    /// Takes frames, one after another, and writes them, each behind the envelope. False if it did not take any, or if they
    /// have not all left: then the task of the socket has to.
    fn leave(&self, envelope: &Bytes, next: &mut dyn FnMut() -> Option<Leaving>) -> bool;
}

/// Rings when one of a socket's connections has something to take.
#[derive(Debug, Default)]
pub struct Bell {
    rung: Mutex<Vec<ConnectionId>>,
    notify: Notify,
    pub(super) exit: Option<Arc<dyn Exit>>,
}

/// How what an outbox holds gets to its socket.
#[derive(Debug, Default)]
pub struct Way {
    /// Wakes the socket's task.
    pub bell: Arc<Bell>,
    /// What stands before each frame, for clients that need nothing else done to them: those may leave straight.
    pub envelope: Option<Bytes>,
}

impl From<Arc<Bell>> for Way {
    fn from(bell: Arc<Bell>) -> Self {
        Self { bell, envelope: None }
    }
}

impl Bell {
    /// Of a socket that can be written to without its task.
    #[must_use]
    pub fn of(exit: Arc<dyn Exit>) -> Self {
        Self { exit: Some(exit), ..Self::default() }
    }

    /// Wakes the socket's task, which has something to do that no connection told it of.
    pub fn wake(&self) {
        self.notify.notify_one();
    }

    /// Waits until it has rung.
    pub async fn rings(&self) {
        self.notify.notified().await;
    }

    /// Which connections may have something; each once, those that rang last at the end. `rung` must be empty and gets them.
    pub fn answer(&self, rung: &mut Vec<ConnectionId>) {
        std::mem::swap(rung, &mut *self.rung.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Says that a connection has something to take.
    pub fn ring(&self, connection: ConnectionId) {
        let mut rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        if !rung.contains(&connection) {
            rung.push(connection);
        }
        drop(rung);
        self.notify.notify_one();
    }
}
