//! One stream of events: a task that reads the journal and hands over one piece at a time, so that a client which takes nothing has
//! nothing waiting but that. Ends when the right to listen ends or the server does. `server_sent` has what all streams share.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::response::Response;
use tokio::sync::watch;

use crate::app::App;
use crate::event::Event;
use crate::features::events::Place;
use crate::features::events::reader::{Found, Reader};
use crate::http::api::server_sent::{self, Beat, Beats, End, Pieces, RETRY_MS};

/// Events looked at in one step.
const STEP: usize = 64;

/// Bytes of a piece, about: the largest event is larger.
const PIECE: usize = 64 * 1024;

/// Answers with a stream.
pub(super) fn begin(app: &App, reader: Reader, place: Place) -> Response {
    let newest = app.journal.watch();
    server_sent::answer(app, |pieces| Following { newest, pieces, _place: place }.follow(reader))
}

struct Following {
    newest: watch::Receiver<u64>,
    pieces: Pieces,
    _place: Place,
}

impl Following {
    async fn follow(mut self, mut reader: Reader) -> End {
        let mut beats = Beats::default();
        let mut piece = format!("retry: {RETRY_MS}\nid: {}\n\n", reader.cursor());
        loop {
            if !piece.is_empty() {
                if let Err(end) = self.send(std::mem::take(&mut piece), &reader).await {
                    return end;
                }
                beats.said();
            }
            if !reader.is_behind() {
                tokio::select! {
                    end = self.pieces.over() => return end,
                    changed = self.newest.changed() => if changed.is_err() { return End::Shutdown },
                    beat = beats.next() => match beat {
                        Beat::Look => if let Err(denied) = reader.may_stay() { return End::Denied(denied) },
                        // Also says how far the client is where none of the events were for it.
                        Beat::Silence => piece = format!(":\nid: {}\n\n", reader.cursor()),
                    },
                }
                continue;
            }
            let found = tokio::select! {
                () = self.pieces.stopping.cancelled() => return End::Shutdown,
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
        self.pieces.send(piece, || reader.may_stay()).await
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
    use std::time::Duration;

    use axum::body::Bytes;
    use tokio::sync::mpsc;
    use tokio::time::Instant;
    use tokio_util::sync::CancellationToken;
    use yrsa_storage::{Clock, Memory, RecordBatch};

    use super::*;
    use crate::access::{Grants, Identity, Source, User};
    use crate::event::Draft;
    use crate::features::Journal;
    use crate::features::events::Settings;
    use crate::features::events::reader::{Filter, Listener, Types};
    use crate::http::api::server_sent::PATIENCE;
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
        let pieces = Pieces { sender: pieces, stopping: stopping.clone() };
        let following = Following { newest: journal.watch(), pieces: pieces.clone(), _place: place };
        tokio_util::task::TaskTracker::new().spawn(async move { pieces.say_goodbye(following.follow(reader).await).await });
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
        assert_eq!(before.elapsed().as_secs(), 15);
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
        let (step, mut waited) = (Duration::from_millis(500), Duration::ZERO);
        while !running.taken.is_closed() && waited < 2 * PATIENCE {
            tokio::time::advance(step).await;
            waited += step;
            assert!(running.taken.len() <= 1);
        }
        assert!(waited >= PATIENCE && running.taken.is_closed(), "{waited:?}");
    }
}
