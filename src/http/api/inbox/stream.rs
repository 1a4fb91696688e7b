//! An inbox as server-sent events (WHATWG HTML, section 9.2): what comes into it, and how much is left when something was read. A
//! stream reads at the pace of its reader, and ends within a second when the reader's token does. Part of `inbox`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
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
use crate::http::problem::Problem;

/// How often a stream looks whether its reader's token still holds.
const LOOK: Duration = Duration::from_secs(1);
/// A sign of life for whoever stands between.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When a reader comes back whose stream broke off.
const RETRY: Duration = Duration::from_secs(2);

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
    responses((status = 200, description = "Events.", content((String = "text/event-stream",
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
    let ready = VecDeque::from([sse::Event::default().retry(RETRY).comment("inbox")]);
    let after = resumed.map_or(newest, |number| number.min(newest));
    let following = Following { app, caller, changes, ready, after, unread: None, over: false, _place: place };
    let events = stream::unfold(following, |mut following| async {
        let event = following.next().await?;
        Some((Ok::<_, Infallible>(event), following))
    });
    // nginx would keep events back until it has many.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"))];
    Ok((unbuffered, Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))).into_response())
}

/// A stream under way.
struct Following {
    app: App,
    caller: Arc<Identity>,
    changes: watch::Receiver<u64>,
    ready: VecDeque<sse::Event>,
    /// The newest item that was told.
    after: u64,
    /// How much was unread when that was last told.
    unread: Option<u64>,
    over: bool,
    _place: Place,
}

/// What is new.
struct News {
    items: Vec<inbox::Item>,
    newest: u64,
    unread: u64,
}

impl Following {
    async fn next(&mut self) -> Option<sse::Event> {
        let mut is_due = self.unread.is_none();
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.over {
                return None;
            }
            is_due |= self.changes.has_changed().unwrap_or(false);
            if is_due {
                self.changes.borrow_and_update();
                self.read_on().await;
                is_due = false;
                continue;
            }
            let stopping = self.app.stopping.clone();
            tokio::select! {
                changed = self.changes.changed() => is_due = changed.is_ok(),
                () = tokio::time::sleep(LOOK) => self.look(),
                () = stopping.cancelled() => self.end("shutdown"),
            }
        }
    }

    /// Looks whether the reader still is who they were.
    fn look(&mut self) {
        match self.app.guard.may_stay(&self.caller) {
            Ok(()) | Err(Denied::Unavailable) => {}
            Err(Denied::Expired) => self.end("expired"),
            Err(_) => self.end("revoked"),
        }
    }

    async fn read_on(&mut self) {
        let (caller, after) = (Arc::clone(&self.caller), self.after);
        let read = with_inbox(&self.app, move |inbox| {
            let unread = inbox.count(&caller)?;
            let (items, newest) = inbox.newer(&caller, after)?;
            Ok(News { items, newest, unread })
        });
        let News { items, newest, unread } = match read.await {
            Ok(news) => news,
            // The next change, or the next look, tells more.
            Err(Refused::Denied(Denied::Unavailable) | Refused::Storage(_)) => return,
            Err(Refused::Denied(Denied::Expired)) => return self.end("expired"),
            Err(_) => return self.end("revoked"),
        };
        if self.unread.is_none() {
            // Whoever is cut off before the first item resumes here.
            let begin = numbered::id(self.app.guard.now_ms(), self.after, 0);
            self.ready.push_back(sse::Event::default().event("count").id(begin).data(json!({ "unread": unread }).to_string()));
        }
        let before = self.unread.replace(unread);
        let come = items.iter().filter(|item| item.read_at.is_none()).count() as u64;
        for item in items {
            let event = sse::Event::default().event("item").id(item.id.clone());
            match event.json_data(Item::from(item)) {
                Ok(event) => self.ready.push_back(event),
                Err(error) => tracing::error!(%error, "an item of an inbox can't be sent"),
            }
        }
        // Less than there would be if nothing had been read.
        if before.is_some_and(|before| before + come != unread) {
            self.ready.push_back(sse::Event::default().event("read").data(json!({ "unread": unread }).to_string()));
        }
        self.after = newest;
    }

    fn end(&mut self, reason: &str) {
        self.ready.push_back(sse::Event::default().event("end").data(json!({ "reason": reason }).to_string()));
        self.over = true;
    }
}
