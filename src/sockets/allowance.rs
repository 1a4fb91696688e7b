//! How much may be read from a socket before somebody is recognised on it: a stream that fails beyond its allowance, so that
//! strangers can't fill the memory with one message that never ends. Put under the WebSocket by `upgrade`.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};

/// Bytes that may still be read.
#[derive(Debug, Clone)]
pub(super) struct Allowance(Arc<AtomicU64>);

/// More than was allowed has come.
#[derive(Debug, thiserror::Error)]
#[error("too much was sent before a token was checked")]
pub(super) struct UsedUp;

impl Allowance {
    /// So many bytes.
    pub(super) fn of(bytes: u64) -> Self {
        Self(Arc::new(AtomicU64::new(bytes)))
    }

    /// As many as the client likes.
    pub(super) fn unlimited() -> Self {
        Self::of(u64::MAX)
    }

    /// From now on as many as the client likes.
    pub(super) fn lift(&self) {
        self.0.store(u64::MAX, Ordering::Relaxed);
    }

    /// Counts bytes that were read.
    fn take(&self, bytes: u64) -> io::Result<()> {
        let left = self.0.load(Ordering::Relaxed);
        if left == u64::MAX {
            return Ok(());
        }
        // Lifting happens on the task that reads, so nothing comes in between.
        self.0.store(left.saturating_sub(bytes), Ordering::Relaxed);
        if bytes > left { Err(io::Error::other(UsedUp)) } else { Ok(()) }
    }
}

/// A stream with an allowance for reading.
#[derive(Debug)]
pub(super) struct Allowed<S> {
    stream: S,
    allowance: Allowance,
}

impl<S> Allowed<S> {
    pub(super) fn new(stream: S, allowance: Allowance) -> Self {
        Self { stream, allowance }
    }

    /// From now on there is no bound.
    pub(super) fn lift(&self) {
        self.allowance.lift();
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Allowed<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        std::task::ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        Poll::Ready(self.allowance.take((buffer.filled().len() - before) as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_beyond_fails_until_it_is_lifted() {
        let allowance = Allowance::of(10);
        assert!(allowance.take(6).is_ok() && allowance.take(4).is_ok());
        assert!(allowance.take(1).is_err());
        allowance.lift();
        assert!(allowance.take(u64::from(u32::MAX)).is_ok());
    }
}
