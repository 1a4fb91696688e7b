//! Joining a document that is full of people while some of them type: by WebSocket, from the TCP connect until the client has the
//! document and everybody's presence; and by HTTP, from when the request was due to its answer.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;

use super::connection::{Address, Connection, Event, Token};
use super::editing::Editing;
use super::latency::{Latencies, Schedule};
use super::pace::pace;
use super::process::Meter;
use super::report::Report;
use super::rest::{Rest, text};
use super::target::within;
use super::{Failure, Options, mint};
use crate::protocol::message;

/// Client ids of those who are there begin here.
const FIRST: u64 = 4_000_000_000;

/// Joins under way at once, at most.
const LANES: usize = 16;

/// What those who join share.
struct Joining {
    rest: Rest,
    /// Where everybody comes in by WebSocket; each shows a token of their own.
    address: Address,
    users: Vec<Token>,
    path: String,
    there: usize,
    schedule: Schedule,
    by_socket: Latencies,
    by_http: Latencies,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let there = options.size(options.readers, 50, 4);
    let rate = options.rate.unwrap_or(50);
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(20))?);
    let (target, mint) = mint::guarded(options).await?;
    let document = target.document(0);
    let editing = Editing::begin(options, &target, &mint, &document).await?;
    let mut hearing = JoinSet::new();
    let mut seated = Vec::new();
    for person in 0..there {
        let mut connection = Connection::open(&mint.address(&target, &document, &format!("person-{person}"))?).await?;
        within(connection.sync()).await?;
        let Connection { mut sender, mut receiver, .. } = connection;
        let state = format!(r#"{{"user":{{"name":"Somebody"}},"cursor":{{"x":{person},"y":17}}}}"#);
        let update = message::awareness_update(FIRST + person as u64, 1, &state);
        sender.send(message::awareness(&update)).await?;
        hearing.spawn(async move { while receiver.next().await.is_ok() {} });
        seated.push(sender);
    }
    let joining = Arc::new(Joining {
        rest: Rest::new(&target),
        address: target.address(&document),
        users: mint.tokens("joiner", usize::try_from(schedule.edits)?)?,
        path: format!("/api/documents/{document}/session"),
        there,
        schedule: schedule.begin(),
        by_socket: Latencies::new()?,
        by_http: Latencies::new()?,
    });
    let (acting, meter) = (Arc::clone(&joining), Meter::start(target.pid()));
    pace(joining.schedule, LANES, move |number| {
        let acting = Arc::clone(&acting);
        async move { acting.join(number).await }
    })
    .await?;
    let metered = meter.stop();
    if hearing.try_join_next().is_some() {
        return Err("the server closed the connection of somebody who was there".into());
    }

    let mut report = Report::new("session");
    report.count("participants", there);
    report.figure("rate", rate.into(), "joins/s");
    report.latencies("by_websocket", &joining.by_socket);
    report.latencies("by_http", &joining.by_http);
    report.cpu("join", metered, schedule.edits);
    report.checked(format!("each who came by WebSocket got the document and the presence of all {there} participants"));
    editing.end(&target, &mut report).await?;
    drop(seated);
    Ok(report)
}

impl Joining {
    /// Joins and leaves again: by WebSocket and by HTTP in turns, so that each lane does both.
    async fn join(&self, number: u64) -> Result<(), Failure> {
        let token = &self.users[usize::try_from(number)?];
        let due = self.schedule.due(number);
        let by_socket = (number / LANES as u64).is_multiple_of(2);
        let (joined, latencies) = if by_socket {
            (within(self.by_socket(token)).await?, &self.by_socket)
        } else {
            (self.by_http(token).await?, &self.by_http)
        };
        if self.schedule.counts(number) {
            latencies.record(joined.saturating_duration_since(due));
        }
        Ok(())
    }

    /// When the document and everybody's presence were there.
    async fn by_socket(&self, token: &Token) -> Result<Instant, Failure> {
        let address = Address { token: Some(token.clone()), ..self.address.clone() };
        let mut connection = Connection::open(&address).await?;
        let everybody = FIRST..FIRST + self.there as u64;
        let (mut synced, mut seen) = (false, HashSet::new());
        while !synced || seen.len() < self.there {
            match connection.receiver.next().await? {
                Event::Synced(_) => synced = true,
                Event::Presence(update) => {
                    let present = message::awareness_states(&update).filter(|(_, state)| state.is_some());
                    seen.extend(present.map(|(client, _)| client).filter(|client| everybody.contains(client)));
                }
                _ => {}
            }
        }
        let joined = Instant::now();
        connection.close().await;
        Ok(joined)
    }

    /// When the answer was there.
    async fn by_http(&self, token: &Token) -> Result<Instant, Failure> {
        let presence = json!({ "presence": { "activity": "running" } });
        let answer = self.rest.post(token, &format!("{}/join", self.path), &presence).await?;
        let joined = Instant::now();
        let participant = json!({ "participant": text(&answer, "participant")? });
        self.rest.post(token, &format!("{}/leave", self.path), &participant).await?;
        Ok(joined)
    }
}
