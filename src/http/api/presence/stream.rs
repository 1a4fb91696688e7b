//! One stream of presence: who is where at first, then what changes, so much at a time. A task that asks rooms in which something
//! stirred, and asks the guard about each of their documents each time; `server_sent` has what all streams share.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use crate::access::{Denied, Identity, Scope};
use crate::app::App;
use crate::features::Refused;
use crate::features::events::Place;
use crate::features::presence::{Change, Detail, Followed, People};
use crate::http::api::server_sent::{self, Beat, Beats, End, Pieces, RETRY_MS};
use crate::protocol::DocumentId;
use crate::room::stirs::Stir;

/// Changes within this time are told as one.
const TOGETHER: Duration = Duration::from_millis(250);

/// How often it is looked whether those who were told of may still be seen.
const AGAIN: Duration = Duration::from_secs(5);

/// Documents the guard is asked about as one.
const AT_A_TIME: usize = 64;

/// Bytes of participants in a snapshot, about, and of other pieces.
const SNAPSHOT: usize = 4 << 20;
const PIECE: usize = 64 * 1024;

/// Answers with a stream.
pub(super) fn begin(
    app: &App,
    identity: Arc<Identity>,
    scope: Scope,
    followed: Followed,
    (detail, place): (Detail, Place),
) -> Response {
    let of = app.clone();
    server_sent::answer(app, |pieces| {
        Following { app: of, identity, only: scope.document(), scope, followed, detail, pieces, _place: place }.follow()
    })
}

struct Following {
    app: App,
    identity: Arc<Identity>,
    scope: Scope,
    /// The one document it is about: it ends when that may not be read any more.
    only: Option<DocumentId>,
    followed: Followed,
    detail: Detail,
    pieces: Pieces,
    _place: Place,
}

impl Following {
    async fn follow(mut self) -> End {
        match self.run().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn run(&mut self) -> Result<Infallible, End> {
        // Listening begins before the first look, so that nothing falls between.
        let mut stirs = self.app.presence.stirs();
        self.tell_snapshot().await?;
        let mut beats = Beats::default();
        let mut again = interval_at(Instant::now() + AGAIN, AGAIN);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told = Instant::now();
        loop {
            let stirred = tokio::select! {
                end = self.pieces.over() => return Err(end),
                stir = stirs.next() => Some(stir),
                _ = again.tick() => None,
                beat = beats.next() => {
                    match beat {
                        Beat::Look => self.may_stay().map_err(End::Denied)?,
                        Beat::Silence => self.send(":\n\n".to_owned()).await?,
                    }
                    continue;
                }
            };
            tokio::select! {
                end = self.pieces.over() => return Err(end),
                () = sleep_until(told + TOGETHER) => {}
            }
            told = Instant::now();
            if self.tell_changes(self.documents(stirred)).await? {
                beats.said();
            }
        }
    }

    /// The documents to look at.
    fn documents(&self, stirred: Option<Stir>) -> Vec<DocumentId> {
        match stirred {
            // Those who were told of may not be seen any more, and rooms that did not say who is there may do so now.
            None => self.followed.documents(),
            Some(Stir::In(documents)) => {
                let ours = |document: &DocumentId| self.scope.holds(document.as_str()) && !document.is_companion();
                documents.into_iter().filter(ours).collect()
            }
            Some(Stir::Anywhere) => {
                let open = self.app.presence.open_documents(&self.scope, None);
                open.into_iter().chain(self.followed.documents()).collect::<BTreeSet<_>>().into_iter().collect()
            }
        }
    }

    async fn tell_snapshot(&mut self) -> Result<(), End> {
        let (mut present, mut truncated) = (String::new(), false);
        let open = self.app.presence.open_documents(&self.scope, None);
        'all: for documents in open.chunks(AT_A_TIME) {
            for document in self.readable(documents.to_vec()).await? {
                if self.followed.is_full() || present.len() >= SNAPSHOT {
                    truncated = true;
                    break 'all;
                }
                let people = self.app.presence.people(&document).await;
                let joined = self.followed.take(&document, people.as_deref());
                truncated |= people.is_some_and(|people| joined.len() < people.len());
                for change in &joined {
                    if let Change::Joined(shown) | Change::Changed(shown) = change {
                        present.push_str(if present.is_empty() { "" } else { "," });
                        present.push_str(shown.json(self.detail));
                    }
                }
            }
        }
        let snapshot = format!("event: snapshot\ndata: {{\"present\":[{present}],\"truncated\":{truncated}}}\n\n");
        self.send(format!("retry: {RETRY_MS}\n\n{snapshot}")).await
    }

    /// Whether there was anything to tell.
    async fn tell_changes(&mut self, documents: Vec<DocumentId>) -> Result<bool, End> {
        let (mut piece, mut any) = (String::new(), false);
        let since = Instant::now();
        for documents in documents.chunks(AT_A_TIME) {
            let readable: BTreeSet<DocumentId> = self.readable(documents.to_vec()).await?.into_iter().collect();
            for document in documents {
                let people = match readable.contains(document) {
                    true => self.app.presence.people_since(document, since).await,
                    false if self.only.as_ref() == Some(document) => return Err(End::Denied(Denied::NoRight)),
                    false => Some(People::default()),
                };
                for change in self.followed.take(document, people.as_deref()) {
                    any = true;
                    self.frame(document, &change, &mut piece);
                    if piece.len() >= PIECE {
                        self.send(std::mem::take(&mut piece)).await?;
                    }
                }
            }
        }
        if !piece.is_empty() {
            self.send(piece).await?;
        }
        Ok(any)
    }

    fn frame(&self, document: &DocumentId, change: &Change, piece: &mut String) {
        let _ = match change {
            Change::Joined(shown) => write!(piece, "event: joined\ndata: {}\n\n", shown.json(self.detail)),
            Change::Changed(shown) => write!(piece, "event: changed\ndata: {}\n\n", shown.json(self.detail)),
            Change::Left(user) => {
                let data = serde_json::json!({ "document": document.as_str(), "user": user });
                write!(piece, "event: left\ndata: {data}\n\n")
            }
        };
    }

    async fn readable(&self, documents: Vec<DocumentId>) -> Result<Vec<DocumentId>, End> {
        self.app.presence.readable(&self.identity, documents).await.map_err(|error| match error {
            Refused::Denied(denied) => End::Denied(denied),
            error => {
                tracing::error!(%error, "presence can't be told now");
                End::Denied(Denied::Unavailable)
            }
        })
    }

    fn may_stay(&self) -> Result<(), Denied> {
        self.app.guard.may_stay(&self.identity)
    }

    async fn send(&self, piece: String) -> Result<(), End> {
        self.pieces.send(piece, || self.may_stay()).await
    }
}
