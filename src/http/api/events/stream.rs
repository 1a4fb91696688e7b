//! One stream of server-sent events (WHATWG HTML, section 9.2): a task that reads the journal and hands over one piece at a time, so
//! that a client which takes nothing has nothing waiting but that. Ends when the right to listen ends or the server does.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

use crate::access::Denied;
use crate::app::App;
use crate::event::Event;
use crate::features::events::Place;
use crate::features::events::reader::{Found, Reader};

/// How often a stream without events says that it is there.
const BEAT: Duration = Duration::from_secs(15);

/// How often the right to listen is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// How long a client may take nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long the last word may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// Events looked at in one step.
const STEP: usize = 64;

/// Bytes of a piece, about: the largest event is larger.
const PIECE: usize = 64 * 1024;

/// What a client waits before it comes again, in milliseconds.
const RETRY_MS: u64 = 2_000;

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
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

/// Answers with a stream.
pub(super) fn begin(app: &App, reader: Reader, place: Place) -> Response {
    let (pieces, mut taken) = mpsc::channel::<Bytes>(1);
    let following = Following { newest: app.journal.watch(), stopping: app.stopping.clone(), pieces, _place: place };
    app.rooms.tracker().spawn_on(following.run(reader), app.rooms.runtime());
    let body = stream::poll_fn(move |context| taken.poll_recv(context).map(|piece| piece.map(Ok::<_, std::convert::Infallible>)));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")),
        // nginx would keep events back until it has many.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(body)).into_response()
}

struct Following {
    newest: watch::Receiver<u64>,
    stopping: CancellationToken,
    pieces: mpsc::Sender<Bytes>,
    _place: Place,
}

impl Following {
    async fn run(mut self, reader: Reader) {
        let end = self.follow(reader).await;
        if end != End::Silent {
            let reason = end.reason();
            let last = format!("event: end\ndata: {{\"reason\":\"{reason}\"}}\n\n");
            let _ = self.pieces.send_timeout(last.into(), GOODBYE).await;
        }
        tracing::debug!(reason = end.reason(), "stream of events ended");
    }

    async fn follow(&mut self, mut reader: Reader) -> End {
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        let mut look = interval_at(Instant::now() + LOOK, LOOK);
        for interval in [&mut beat, &mut look] {
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        let mut piece = format!("retry: {RETRY_MS}\nid: {}\n\n", reader.cursor());
        loop {
            if !piece.is_empty() {
                if let Err(end) = self.send(std::mem::take(&mut piece), &reader).await {
                    return end;
                }
                beat.reset();
            }
            if !reader.is_behind() {
                tokio::select! {
                    () = self.stopping.cancelled() => return End::Shutdown,
                    () = self.pieces.closed() => return End::Silent,
                    changed = self.newest.changed() => if changed.is_err() { return End::Shutdown },
                    _ = look.tick() => if let Err(denied) = reader.may_stay() { return End::Denied(denied) },
                    // Also says how far the client is where none of the events were for it.
                    _ = beat.tick() => piece = format!(":\nid: {}\n\n", reader.cursor()),
                }
                continue;
            }
            let found = tokio::select! {
                () = self.stopping.cancelled() => return End::Shutdown,
                stepped = reader.step(STEP) => match stepped {
                    Ok((back, found)) => {
                        reader = back;
                        found
                    }
                    Err(denied) => return End::Denied(denied),
                },
            };
            match self.tell(found, &reader).await {
                Ok(rest) => piece = rest,
                Err(end) => return end,
            }
            tokio::task::yield_now().await;
        }
    }

    /// Sends what was found in pieces; what is left for the last.
    async fn tell(&self, found: Found, reader: &Reader) -> Result<String, End> {
        let mut piece = String::new();
        if let Some(gap) = found.gap {
            let _ = write!(piece, "event: gap\ndata: {{\"from\":\"{}\",\"to\":\"{}\"}}\n\n", gap.from, gap.to);
        }
        for event in found.events {
            if piece.len() >= PIECE {
                self.send(std::mem::take(&mut piece), reader).await?;
            }
            frame(&event, &mut piece);
        }
        Ok(piece)
    }

    async fn send(&self, piece: String, reader: &Reader) -> Result<(), End> {
        let mut look = interval_at(Instant::now() + LOOK, LOOK);
        let mut sending = std::pin::pin!(tokio::time::timeout(PATIENCE, self.pieces.reserve()));
        loop {
            tokio::select! {
                () = self.stopping.cancelled() => return Err(End::Shutdown),
                place = &mut sending => {
                    let Ok(Ok(place)) = place else { return Err(End::Silent) };
                    place.send(piece.into());
                    return Ok(());
                }
                _ = look.tick() => reader.may_stay().map_err(End::Denied)?,
            }
        }
    }
}

/// An event as it is sent. JSON has no line breaks of its own.
fn frame(event: &Arc<Event>, piece: &mut String) {
    if let Ok(data) = serde_json::to_string(event) {
        let _ = write!(piece, "id: {}\nevent: {}\ndata: {data}\n\n", event.id, event.draft.kind);
    }
}

#[cfg(test)]
mod tests {
    use yrsa_storage::{Clock, Memory, RecordBatch};

    use super::*;
    use crate::access::{Grants, Identity, Source, User};
    use crate::event::Draft;
    use crate::features::Journal;
    use crate::features::events::Settings;
    use crate::features::events::reader::{Filter, Listener, Types};
    use crate::protocol::DocumentId;

    struct Running {
        journal: Arc<Journal>,
        stopping: CancellationToken,
        taken: mpsc::Receiver<Bytes>,
    }

    /// A stream of cards of one document.
    fn start() -> Running {
        let journal = Journal::open(Arc::new(Memory::new()), Clock::system(), Settings::default()).unwrap();
        let identity = Identity {
            user: User { id: "ada".into(), name: None, color: "#000000".into(), is_known: true },
            source: Source::Token,
            admin: false,
            grants: Grants::default(),
            expires_ms: None,
            issued_ms: None,
            token_id: None,
            session: None,
            shares: Vec::new(),
        };
        let filter = Filter::new(None, Types::new(["board.*"]).unwrap(), vec![DocumentId::new("a").unwrap()]).unwrap();
        let reader = Reader::new(Arc::clone(&journal), Listener::OfRoom, filter, 0);
        let (pieces, taken) = mpsc::channel(1);
        let stopping = CancellationToken::new();
        let place = journal.take_place(&identity).unwrap();
        let following = Following { newest: journal.watch(), stopping: stopping.clone(), pieces, _place: place };
        tokio_util::task::TaskTracker::new().spawn(following.run(reader));
        Running { journal, stopping, taken }
    }

    impl Running {
        fn write(&self, kind: &'static str, count: usize) {
            let data = serde_json::json!({ "text": "x".repeat(1000) });
            let draft = Draft {
                kind: kind.into(),
                document: "a".into(),
                time: 1,
                user: None,
                connection: None,
                version: None,
                data,
                trace: None,
            };
            assert!(self.journal.write(RecordBatch::new(), vec![draft; count]).unwrap());
        }

        async fn piece(&mut self) -> Option<String> {
            let piece = self.taken.recv().await?;
            Some(String::from_utf8(piece.to_vec()).unwrap())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_stream_says_how_far_it_is() {
        let mut running = start();
        assert_eq!(running.piece().await.unwrap(), "retry: 2000\nid: 0\n\n");
        running.write("document.renamed", 3);
        let before = Instant::now();
        assert_eq!(running.piece().await.unwrap(), ":\nid: 3\n\n");
        assert_eq!(before.elapsed().as_secs(), BEAT.as_secs());
        running.write("board.card.moved", 1);
        assert!(running.piece().await.unwrap().starts_with("id: 4\nevent: board.card.moved\ndata: {\"id\":\"4\","));
        running.stopping.cancel();
        assert_eq!(running.piece().await.unwrap(), "event: end\ndata: {\"reason\":\"shutdown\"}\n\n");
        assert_eq!(running.piece().await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_has_one_piece_waiting_and_is_let_go() {
        let running = start();
        running.write("board.card.moved", 1_000);
        let mut waited = Duration::ZERO;
        while !running.taken.is_closed() && waited < 2 * PATIENCE {
            tokio::time::advance(LOOK).await;
            waited += LOOK;
            assert!(running.taken.len() <= 1);
        }
        assert!(waited >= PATIENCE && running.taken.is_closed(), "{waited:?}");
    }
}
