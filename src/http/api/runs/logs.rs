//! Logs of runs: executors add lines, readers of the document read them by pages or as server-sent events that end with the run.
//! A stream reads at the pace of its reader, and ends within a second when the reader's right does. Part of `runs`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::entered::entered;
use super::shapes::{Line, Lines, LogPage, LogReport, LogReported};
use super::with_runs;
use crate::access::{Action, Denied, Identity};
use crate::app::App;
use crate::features::guard::Place;
use crate::features::{Refused, runs};
use crate::http::api::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use crate::http::api::request::{Body, Caller, InPath, InQuery, InScope};
use crate::http::api::server_sent::ServerSentEvent;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// Lines on a page, unless the request says otherwise.
const PAGE: usize = 200;
/// How often a stream looks whether its reader may still read.
const LOOK: Duration = Duration::from_secs(1);
/// A sign of life for whoever stands between.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// When a reader comes back whose stream broke off.
const RETRY: Duration = Duration::from_secs(2);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(read, add))
}

/// Add lines to a run's log
///
/// At most 1,000 at once, of 16 KiB each. Of a run the newest 100,000 lines and 16 MiB are kept. For editors, with the run's lease.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/runs/{run}/logs",
    tag = "runs",
    operation_id = "add_log_lines",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = LogReport,
    responses((status = 200, description = "They are kept.", body = LogReported), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn add(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
    Body(report): Body<LogReport>,
) -> Result<Json<LogReported>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Edit).await?;
    let lines: Vec<runs::NewLine> = report.lines.into_iter().map(Into::into).collect();
    let added = with_runs(&app, move |runs, now| runs.add_lines(&document, &run, &report.lease, &lines, now));
    let (last, cancel_requested) = added.await?;
    Ok(Json(LogReported { last, cancel_requested }))
}

/// The log of a run
///
/// A page, or with `Accept: text/event-stream` a stream: an event `line` for each line with its number as id, `gap` where lines were let
/// go of, `end` when the run is over or the stream has to end. Resume with `Last-Event-ID`. For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/runs/{run}/logs",
    tag = "runs",
    operation_id = "read_log",
    params(InScope, ("run" = String, Path, description = "The run's id.", example = "018bcfe5-6800-7000-8000-000000000000"), Lines,
        ("last-event-id" = Option<u64>, Header, description = "For streams: the number of the last line that was read.")),
    responses((status = 200, description = "Lines.", content((LogPage = "application/json"), (ServerSentEvent = "text/event-stream",
        example = "event: line\nid: 17\ndata: {\"n\":17,\"time\":1700000001500,\"level\":\"info\",\"step\":\"n1\",\"text\":\"3 rows\"}\n\n"))),
        Refusals, (status = 404, response = NotFound)),
)]
async fn read(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, run)): InPath<(String, String)>,
    InQuery(wanted): InQuery<Lines>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::ACCEPT).is_some_and(|accepted| accepted.contains("text/event-stream")) {
        let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
        let after = resumed.or(wanted.last_event_id).or(wanted.after).unwrap_or(0);
        let reading = Reading { app, caller, document, run, after };
        return follow(reading).await;
    }
    let limit = wanted.limit.unwrap_or(PAGE);
    if !(1..=runs::LINES_AT_ONCE).contains(&limit) {
        return Err(Refused::Invalid("limit is a number from 1 to 1000").into());
    }
    let reading = Reading { app, caller, document, run, after: wanted.after.unwrap_or(0) };
    let (page, ended, _) = reading.lines(limit).await?;
    // Who asks for lines behind the end gets those that come next.
    let next = page.lines.last().map_or(reading.after.min(page.last), |line| line.n);
    let lines = page.lines.into_iter().map(Line::from).collect();
    Ok(Json(LogPage { lines, next, first: page.first, ended: ended && next >= page.last }).into_response())
}

/// Somebody who reads a log.
struct Reading {
    app: App,
    caller: Arc<Identity>,
    document: DocumentId,
    run: String,
    /// The last line that was read.
    after: u64,
}

impl Reading {
    /// Lines after the last one, whether the run is over, and where it is. Asks the guard again.
    async fn lines(&self, limit: usize) -> Result<(runs::LogPage, bool, runs::Status), Refused> {
        let (guard, caller) = (Arc::clone(&self.app.guard), Arc::clone(&self.caller));
        let (document, run, after) = (self.document.clone(), self.run.clone(), self.after);
        let read = with_runs(&self.app, move |runs, now| {
            guard.access(&caller, &document)?;
            // First the run: nothing is added to one that is over.
            let status = runs.get(&document, &run, now)?.status;
            Ok((runs.lines(&document, &run, after, limit)?, status.is_over(), status))
        });
        read.await
    }
}

/// A stream under way.
struct Following {
    reading: Reading,
    changes: watch::Receiver<u64>,
    ready: VecDeque<sse::Event>,
    over: bool,
    _place: Place,
}

async fn follow(mut reading: Reading) -> Result<Response, Problem> {
    let place = reading.app.guard.take_place(&reading.caller)?;
    // What is wrong is better said by a status than by a stream. Nobody listens to what is no run.
    let (page, ..) = reading.lines(1).await?;
    reading.after = reading.after.min(page.last);
    let changes = reading.app.runs.listen(&reading.run);
    let ready = VecDeque::from([sse::Event::default().retry(RETRY).comment("log")]);
    let following = Following { reading, changes, ready, over: false, _place: place };
    let events = stream::unfold(following, |mut following| async {
        let event = following.next().await?;
        Some((Ok::<_, Infallible>(event), following))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}

impl Following {
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.over {
                return None;
            }
            self.changes.borrow_and_update();
            self.read_on().await;
            if self.ready.is_empty() {
                let stopping = self.reading.app.stopping.clone();
                tokio::select! {
                    _ = self.changes.changed() => {}
                    () = tokio::time::sleep(LOOK) => {}
                    () = stopping.cancelled() => self.end(&json!({ "reason": "the server is restarting" })),
                }
            }
        }
    }

    async fn read_on(&mut self) {
        let (page, over, status) = match self.reading.lines(runs::LINES_AT_ONCE).await {
            Ok(read) => read,
            Err(Refused::Denied(Denied::Unavailable) | Refused::Storage(_)) => return,
            Err(Refused::Denied(denied)) => return self.end(&json!({ "reason": denied.to_string() })),
            Err(refused) => return self.end(&json!({ "reason": refused.to_string() })),
        };
        let after = self.reading.after;
        if page.first > after.saturating_add(1) {
            let gap = json!({ "from": after + 1, "to": page.first - 1 });
            self.ready.push_back(sse::Event::default().event("gap").data(gap.to_string()));
            self.reading.after = page.first - 1;
        }
        for line in page.lines {
            self.reading.after = line.n;
            let event = sse::Event::default().event("line").id(line.n.to_string());
            match event.json_data(Line::from(line)) {
                Ok(event) => self.ready.push_back(event),
                Err(error) => tracing::error!(%error, "a line of a log can't be sent"),
            }
        }
        if over && self.reading.after >= page.last {
            self.end(&json!({ "status": status }));
        }
    }

    fn end(&mut self, why: &serde_json::Value) {
        self.ready.push_back(sse::Event::default().event("end").data(why.to_string()));
        self.over = true;
    }
}
