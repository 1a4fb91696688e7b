//! What all streams of server-sent events have in common (WHATWG HTML, section 9.2): a task hands over one piece at a time, so that a
//! client which takes nothing has nothing waiting but that; it ends with the right to listen, with the server, or with the client.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::mpsc;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use crate::access::Denied;
use crate::app::App;

/// How often a stream with nothing to say says that it is there.
const BEAT: Duration = Duration::from_secs(15);

/// How often the right to listen is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How long a client may take nothing.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// How long the last word may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// What a client waits before it comes again, in milliseconds.
pub(super) const RETRY_MS: u64 = 2_000;

/// One event of a stream, as a client reads it.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its schema is used; streams write events as text")]
pub(super) struct ServerSentEvent {
    /// What it is.
    #[schema(nullable = false)]
    event: Option<String>,
    /// Where to go on, in `Last-Event-ID`.
    #[schema(nullable = false)]
    id: Option<String>,
    /// JSON.
    #[schema(nullable = false)]
    data: Option<String>,
}

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Shutdown,
    Denied(Denied),
    /// The client has gone, or takes nothing.
    Silent,
}

impl End {
    fn reason(self) -> &'static str {
        match self {
            Self::Shutdown => "shutdown",
            Self::Denied(Denied::Expired) => "expired",
            Self::Denied(Denied::Unavailable) => "unavailable",
            Self::Denied(_) => "revoked",
            Self::Silent => "slow",
        }
    }
}

/// Whether the client wants a stream.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/event-stream"))
}

/// Answers with what a task tells.
pub(super) fn answer<F>(app: &App, tell: impl FnOnce(Pieces) -> F) -> Response
where
    F: Future<Output = End> + Send + 'static,
{
    let (sender, mut taken) = mpsc::channel::<Bytes>(1);
    let pieces = Pieces { sender, stopping: app.stopping.clone() };
    let (last, telling) = (pieces.clone(), tell(pieces));
    app.rooms.tracker().spawn_on(async move { last.say_goodbye(telling.await).await }, app.rooms.runtime());
    let body = stream::poll_fn(move |context| taken.poll_recv(context).map(|piece| piece.map(Ok::<_, Infallible>)));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")),
        // nginx would keep events back until it has many.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// The way to the client.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    pub(super) sender: mpsc::Sender<Bytes>,
    pub(super) stopping: CancellationToken,
}

/// What makes a stream look up.
#[derive(Debug)]
pub(super) struct Beats {
    beat: Interval,
    look: Interval,
}

/// Why it looks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beat {
    /// Nothing was said for a while.
    Silence,
    /// It is time to look at the right to listen.
    Look,
}

impl Default for Beats {
    fn default() -> Self {
        let [beat, look] = [BEAT, LOOK].map(every);
        Self { beat, look }
    }
}

impl Beats {
    /// Something was said.
    pub(super) fn said(&mut self) {
        self.beat.reset();
    }

    /// Waits for the next. Loses nothing when it is dropped.
    pub(super) async fn next(&mut self) -> Beat {
        tokio::select! {
            _ = self.look.tick() => Beat::Look,
            _ = self.beat.tick() => Beat::Silence,
        }
    }
}

fn every(time: Duration) -> Interval {
    let mut interval = interval_at(Instant::now() + time, time);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

impl Pieces {
    /// Hands a piece over when the client takes it, as long as it may listen.
    pub(super) async fn send(&self, piece: String, may_stay: impl Fn() -> Result<(), Denied>) -> Result<(), End> {
        let mut look = every(LOOK);
        let mut sending = std::pin::pin!(tokio::time::timeout(PATIENCE, self.sender.reserve()));
        loop {
            tokio::select! {
                () = self.stopping.cancelled() => return Err(End::Shutdown),
                place = &mut sending => {
                    let Ok(Ok(place)) = place else { return Err(End::Silent) };
                    place.send(piece.into());
                    return Ok(());
                }
                _ = look.tick() => may_stay().map_err(End::Denied)?,
            }
        }
    }

    /// Waits until there is no reason to go on.
    pub(super) async fn over(&self) -> End {
        tokio::select! {
            () = self.stopping.cancelled() => End::Shutdown,
            () = self.sender.closed() => End::Silent,
        }
    }

    pub(super) async fn say_goodbye(&self, end: End) {
        let reason = end.reason();
        if end != End::Silent {
            let last = format!("event: end\ndata: {{\"reason\":\"{reason}\"}}\n\n");
            let _ = self.sender.send_timeout(last.into(), GOODBYE).await;
        }
        tracing::debug!(reason, "stream ended");
    }
}
