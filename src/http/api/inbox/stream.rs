//! An inbox as server-sent events (WHATWG HTML, section 9.2): what comes into it, and how much is left when something was read. A
//! stream reads at the pace of its reader, and ends within a second when the reader's token does. Part of `inbox`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::Item;
use super::with_inbox;
use crate::access::{Denied, Identity};
use crate::app::App;
use crate::features::guard::Place;
use crate::features::{Refused, inbox, numbered};
use crate::http::api::refusals::Refusals;
use crate::http::api::request::{Caller, InQuery};
use crate::http::api::server_sent::{self, Beat, Beats, End, Pieces, RETRY_MS, ServerSentEvent};
use crate::http::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(follow))
}

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct From {
    /// As the header, for clients that can't send it.
    last_event_id: Option<String>,
}

/// Follow the caller's inbox
///
/// Server-sent events: `count` at the beginning, `item` for each new item with its id, `read` with how much is left when something was
/// read or taken out, `end` when the stream has to end. Resume with `Last-Event-ID`; without it a stream begins with what comes next.
/// It counts as one of the caller's connections.
#[utoipa::path(
    get,
    path = "/api/inbox/stream",
    tag = "inbox",
    operation_id = "follow_inbox",
    params(From, ("last-event-id" = Option<String>, Header, description = "The last item that was heard of.")),
    responses((status = 200, description = "Events.", content((ServerSentEvent = "text/event-stream",
        example = "event: count\ndata: {\"unread\":3}\n\nevent: read\ndata: {\"unread\":2}\n\n"))), Refusals),
)]
async fn follow(
    State(app): State<App>,
    Caller(caller): Caller,
    InQuery(from): InQuery<From>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let place = app.guard.take_place(&caller)?;
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let resumed =
        header.or(from.last_event_id).map(|id| numbered::number(&id).ok_or(Refused::Invalid("this is the id of no item")));
    let resumed = resumed.transpose()?;
    // Before anything is read, so that nothing is missed.
    let changes = app.inbox.listen(&caller.user.id);
    let user = Arc::clone(&caller.user.id);
    let newest = with_inbox(&app, move |inbox| inbox.newest(&user)).await?;
    let after = resumed.map_or(newest, |number| number.min(newest));
    let of = app.clone();
    Ok(server_sent::answer(&app, |pieces| {
        Following { app: of, caller, changes, pieces, after, unread: None, _place: place }.follow()
    }))
}

/// A stream under way.
struct Following {
    app: App,
    caller: Arc<Identity>,
    changes: watch::Receiver<u64>,
    pieces: Pieces,
    /// The newest item that was told.
    after: u64,
    /// How much was unread when that was last told.
    unread: Option<u64>,
    _place: Place,
}

/// What is new.
struct News {
    items: Vec<inbox::Item>,
    newest: u64,
    unread: u64,
}

impl Following {
    async fn follow(mut self) -> End {
        match self.run().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn run(&mut self) -> Result<Infallible, End> {
        self.send(format!("retry: {RETRY_MS}\n\n")).await?;
        let (mut beats, mut is_behind) = (Beats::default(), !self.read_on().await?);
        loop {
            let is_due = tokio::select! {
                end = self.pieces.over() => return Err(end),
                changed = self.changes.changed() => changed.is_ok(),
                beat = beats.next() => match beat {
                    Beat::Look => {
                        self.may_stay().map_err(End::Denied)?;
                        // What could not be read is tried again.
                        is_behind
                    }
                    Beat::Silence => {
                        self.send(":\n\n".to_owned()).await?;
                        false
                    }
                },
            };
            if is_due {
                is_behind = !self.read_on().await?;
                beats.said();
            }
        }
    }

    /// Whether the reader still is who they were. What nobody can tell now is no reason to end.
    fn may_stay(&self) -> Result<(), Denied> {
        self.app.guard.may_stay(&self.caller).or_else(|denied| if denied == Denied::Unavailable { Ok(()) } else { Err(denied) })
    }

    async fn send(&self, piece: String) -> Result<(), End> {
        self.pieces.send(piece, || self.may_stay()).await
    }

    /// Tells what is new; whether it could be read.
    async fn read_on(&mut self) -> Result<bool, End> {
        self.changes.borrow_and_update();
        let (caller, after) = (Arc::clone(&self.caller), self.after);
        let read = with_inbox(&self.app, move |inbox| {
            let unread = inbox.count(&caller)?;
            let (items, newest) = inbox.newer(&caller, after)?;
            Ok(News { items, newest, unread })
        });
        let News { items, newest, unread } = match read.await {
            Ok(news) => news,
            Err(Refused::Denied(Denied::Unavailable) | Refused::Storage(_)) => return Ok(false),
            Err(Refused::Denied(denied)) => return Err(End::Denied(denied)),
            Err(error) => {
                tracing::error!(%error, "an inbox can't be followed");
                return Err(End::Denied(Denied::Unavailable));
            }
        };
        if self.unread.is_none() {
            // Whoever is cut off before the first item resumes here.
            let begin = numbered::id(self.app.guard.now_ms(), self.after, 0);
            self.send(format!("event: count\nid: {begin}\ndata: {}\n\n", json!({ "unread": unread }))).await?;
        }
        let before = self.unread.replace(unread);
        let come = items.iter().filter(|item| item.read_at.is_none()).count() as u64;
        for item in items {
            let (id, item) = (item.id.clone(), json!(Item::from(item)));
            self.send(format!("event: item\nid: {id}\ndata: {item}\n\n")).await?;
        }
        // Less than there would be if nothing had been read.
        if before.is_some_and(|before| before + come != unread) {
            self.send(format!("event: read\ndata: {}\n\n", json!({ "unread": unread }))).await?;
        }
        self.after = newest;
        Ok(true)
    }
}
