//! Bounds of a request's body: how many bytes, how long. Put around every body by `edge`; tells it which bound was crossed, so
//! that the answer says so whatever a handler makes of the broken body.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// The slowest sender that gets more time: a second for this many bytes.
const BYTES_PER_SECOND: u64 = 64 * 1024;

/// How much, and how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimits {
    /// Bytes.
    pub(super) bytes: u64,
    /// Time, beside one second for every 64 KiB.
    pub(super) time: Duration,
}

/// Which bound was crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crossed {
    None,
    Size,
    Time,
}

/// What happened to a body, for who made it bounded.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome(Arc<AtomicU8>);

impl Outcome {
    pub(super) fn crossed(&self) -> Crossed {
        match self.0.load(Ordering::Relaxed) {
            1 => Crossed::Size,
            2 => Crossed::Time,
            _ => Crossed::None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("the body is too large")]
    Size,
    #[error("the body took too long")]
    Time,
}

/// A body within bounds.
pub(super) fn bounded(body: Body, limits: BodyLimits) -> (Body, Outcome) {
    let outcome = Outcome::default();
    if body.is_end_stream() {
        return (body, outcome);
    }
    let until = Box::pin(tokio::time::sleep(limits.time));
    let bounded = Bounded { body, limits, began: Instant::now(), read: 0, until, outcome: outcome.clone() };
    (Body::new(bounded), outcome)
}

struct Bounded {
    body: Body,
    limits: BodyLimits,
    began: Instant,
    read: u64,
    until: Pin<Box<Sleep>>,
    outcome: Outcome,
}

impl HttpBody for Bounded {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if self.until.as_mut().poll(context).is_ready() {
            self.outcome.0.store(2, Ordering::Relaxed);
            return Poll::Ready(Some(Err(Error::new(Refused::Time))));
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(data) = frame.data_ref()
        {
            self.read = self.read.saturating_add(data.len() as u64);
            if self.read > self.limits.bytes {
                self.outcome.0.store(1, Ordering::Relaxed);
                return Poll::Ready(Some(Err(Error::new(Refused::Size))));
            }
            let deadline = self.began + self.limits.time + Duration::from_secs(self.read / BYTES_PER_SECOND);
            self.until.as_mut().reset(deadline);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
