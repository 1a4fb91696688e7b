//! Locks over HTTP: each of many users takes one in the same document, each at a place of their own, holds it for a while and
//! releases it, while people type in that document and in others. From when a request was due to its answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Method;
use serde_json::json;

use super::connection::Token;
use super::editing::Editing;
use super::latency::{Latencies, Schedule};
use super::pace::pace;
use super::process::Meter;
use super::report::Report;
use super::rest::{Rest, text};
use super::{Failure, Options, mint};

/// Users who lock.
const USERS: usize = 50;

/// What all users share.
struct Locking {
    rest: Rest,
    users: Vec<Token>,
    /// The lock that a user holds.
    held: Vec<Mutex<Option<String>>>,
    path: String,
    schedule: Schedule,
    taken: Latencies,
    released: Latencies,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let users = options.size(options.readers, USERS, 5);
    let rate = options.rate.unwrap_or(if options.check { 20 } else { 100 });
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(20))?);
    let (target, mint) = mint::guarded(options).await?;
    let document = target.document(0);
    let editing = Editing::begin(options, &target, &mint, &document).await?;
    let mut report = Report::new("locks");
    let locking = Arc::new(Locking {
        rest: Rest::new(&target),
        users: mint.tokens("user", users)?,
        held: (0..users).map(|_| Mutex::new(None)).collect(),
        path: format!("/api/documents/{document}/locks"),
        schedule: schedule.begin(),
        taken: Latencies::new()?,
        released: Latencies::new()?,
    });
    let meter = Meter::start(target.pid());
    let acting = Arc::clone(&locking);
    pace(locking.schedule, users, move |number| {
        let acting = Arc::clone(&acting);
        async move { acting.act(number).await }
    })
    .await?;
    let metered = meter.stop();
    let held = locking.held.iter().filter(|held| held.lock().unwrap_or_else(PoisonError::into_inner).is_some()).count();
    let listed = locking.rest.get(&locking.users[0], &locking.path).await?;
    if listed["locks"].as_array().map(Vec::len) != Some(held) {
        return Err(format!("wrong end state: {held} locks are held, and the server lists {listed}").into());
    }

    report.count("users", users);
    report.figure("rate", rate.into(), "requests/s");
    report.latencies("acquire", &locking.taken);
    report.latencies("release", &locking.released);
    report.cpu("request", metered, schedule.edits);
    report.checked(format!("every request was granted; the {held} locks still held are those that the server lists"));
    editing.end(&target, &mut report).await?;
    Ok(report)
}

impl Locking {
    /// A user's next request: a lock if they have none, else its release.
    async fn act(&self, number: u64) -> Result<(), Failure> {
        let user = usize::try_from(number)? % self.users.len();
        let (token, slot) = (&self.users[user], &self.held[user]);
        let held = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let latencies = match held {
            None => {
                let wanted = json!({ "path": format!("/cards/c{user}"), "reason": "rewriting it", "release_on_leave": 600 });
                let lock = text(&self.rest.post(token, &self.path, &wanted).await?, "id")?;
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(lock);
                &self.taken
            }
            Some(lock) => {
                self.rest.ask(Method::DELETE, token, &format!("{}/{lock}", self.path), None).await?;
                &self.released
            }
        };
        if self.schedule.counts(number) {
            latencies.record(Instant::now().saturating_duration_since(self.schedule.due(number)));
        }
        Ok(())
    }
}
