//! What people who work together do over HTTP beside editing: chat, comments, locks, inbox, presence. Users make each request in
//! turn, at a steady pace all together, while people type in the same document and in others. From when a request was due to its
//! whole answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use serde_json::{Value, json};

use super::connection::Token;
use super::editing::Editing;
use super::latency::{Latencies, Schedule};
use super::pace::pace;
use super::process::Meter;
use super::report::Report;
use super::rest::{Rest, text};
use super::{Failure, Options, mint};

/// Users who make requests.
const USERS: usize = 20;

/// Requests under way at once while the document is furnished.
const AT_ONCE: usize = 16;

/// One request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Say,
    React,
    NoteRead,
    Messages,
    Unread,
    BeginThread,
    Comment,
    Threads,
    Thread,
    Lock,
    Unlock,
    Locks,
    Inbox,
    CountInbox,
    ReadInbox,
    MovePresence,
    Presence,
    Session,
}

use Deed::{
    BeginThread, Comment, CountInbox, Inbox, Lock, Locks, Messages, MovePresence, NoteRead, Presence, React, ReadInbox, Say,
    Session, Thread, Threads, Unlock, Unread,
};

/// In this order; a lock is released before it is taken again.
const DEEDS: [(Deed, &str); 18] = [
    (Say, "write_message"),
    (Messages, "read_messages"),
    (Lock, "write_lock"),
    (Threads, "read_threads"),
    (MovePresence, "write_presence"),
    (Presence, "read_presence"),
    (Comment, "write_comment"),
    (Inbox, "read_inbox"),
    (React, "write_reaction"),
    (Locks, "read_locks"),
    (NoteRead, "write_read_marker"),
    (Unread, "read_unread"),
    (Unlock, "write_unlock"),
    (Thread, "read_thread"),
    (BeginThread, "write_thread"),
    (Session, "read_session"),
    (ReadInbox, "write_inbox_read"),
    (CountInbox, "read_inbox_count"),
];

/// What one user has.
struct User {
    id: String,
    token: Token,
    participant: Value,
    lock: Mutex<Option<String>>,
}

/// What all users share.
struct Working {
    rest: Rest,
    users: Vec<User>,
    messages: Vec<String>,
    threads: Vec<String>,
    path: String,
    schedule: Schedule,
    each: Vec<Latencies>,
    reads: Latencies,
    writes: Latencies,
}

/// Runs the workload.
pub(super) async fn run(options: &Options) -> Result<Report, Failure> {
    let (users, said) = if options.check { (3, 8) } else { (USERS, 500) };
    let rate = options.rate.unwrap_or(if options.check { 60 } else { 200 });
    let schedule = Schedule::new(rate, options.warm_up(), options.duration(Duration::from_secs(30))?);
    let (target, mint) = mint::guarded(options).await?;
    let document = target.document(0);
    let rest = Rest::new(&target);
    // People talk about it before its first edit is written down.
    rest.post(&mint.token("user-0")?, "/api/documents", &json!({ "id": document })).await?;
    let editing = Editing::begin(options, &target, &mint, &document).await?;
    let mut working = Working {
        rest,
        users: Vec::new(),
        messages: Vec::new(),
        threads: Vec::new(),
        path: format!("/api/documents/{document}"),
        schedule,
        each: DEEDS.iter().map(|_| Latencies::new()).collect::<Result<_, _>>()?,
        reads: Latencies::new()?,
        writes: Latencies::new()?,
    };
    let ids: Vec<String> = (0..users).map(|number| format!("user-{number}")).collect();
    for id in ids {
        let token = mint.token(&id)?;
        working.users.push(working.join(id, token).await?);
    }
    working.furnish(said).await?;
    working.schedule = schedule.begin();

    let (working, meter) = (Arc::new(working), Meter::start(target.pid()));
    let acting = Arc::clone(&working);
    pace(working.schedule, users, move |number| {
        let acting = Arc::clone(&acting);
        async move { acting.act(number).await }
    })
    .await?;
    let metered = meter.stop();

    let mut report = Report::new("together");
    report.count("users", users);
    report.count("messages_before", working.messages.len());
    report.count("threads_before", working.threads.len());
    report.figure("rate", rate.into(), "requests/s");
    report.latencies("reads", &working.reads);
    report.latencies("writes", &working.writes);
    for ((_, name), latencies) in DEEDS.iter().zip(&working.each) {
        report.figure(&format!("{name}_p50"), latencies.quantile(0.5), "ms");
        report.figure(&format!("{name}_p95"), latencies.quantile(0.95), "ms");
    }
    report.cpu("request", metered, schedule.edits);
    report.checked(format!("each of {} requests was answered with 2xx", schedule.edits));
    editing.end(&target, &mut report).await?;
    Ok(report)
}

impl Working {
    async fn join(&self, id: String, token: Token) -> Result<User, Failure> {
        let joined = self.rest.post(&token, &format!("{}/session/join", self.path), &json!({})).await?;
        Ok(User { id, token, participant: joined["participant"].clone(), lock: Mutex::new(None) })
    }

    /// Messages, a tenth as many threads, and by their mentions something in each inbox.
    async fn furnish(&mut self, said: usize) -> Result<(), Failure> {
        let (before, threads) = (&*self, said.div_ceil(10));
        let saying = stream::iter(0..said).map(|number| before.say(number));
        let messages = saying.buffered(AT_ONCE).try_collect().await?;
        let beginning = stream::iter(0..threads).map(|number| before.begin(number));
        let threads = beginning.buffered(AT_ONCE).try_collect().await?;
        (self.messages, self.threads) = (messages, threads);
        Ok(())
    }

    async fn say(&self, number: usize) -> Result<String, Failure> {
        let (by, called) = (self.user(number), self.user(number + 1));
        let message = json!({ "body": "Is this card still needed?", "mentions": [{ "user": called.id }] });
        text(&self.rest.post(&by.token, &format!("{}/messages", self.path), &message).await?, "id")
    }

    async fn begin(&self, number: usize) -> Result<String, Failure> {
        let thread = json!({ "initialComment": { "body": "What about this?" } });
        text(&self.rest.post(&self.user(number).token, &format!("{}/threads", self.path), &thread).await?, "id")
    }

    fn user(&self, number: usize) -> &User {
        &self.users[number % self.users.len()]
    }

    /// A user's next deed. Users begin at different places of the list.
    async fn act(&self, number: u64) -> Result<(), Failure> {
        let number_of_all = usize::try_from(number)?;
        let user = self.user(number_of_all);
        let at = (number_of_all / self.users.len() + number_of_all % self.users.len()) % DEEDS.len();
        let (deed, name) = DEEDS[at];
        if !self.do_it(deed, user, number_of_all).await? {
            return Ok(());
        }
        if self.schedule.counts(number) {
            let took = Instant::now().saturating_duration_since(self.schedule.due(number));
            self.each[at].record(took);
            if name.starts_with("read") { &self.reads } else { &self.writes }.record(took);
        }
        Ok(())
    }

    /// Whether there was anything to do: only who has a lock can release it.
    async fn do_it(&self, deed: Deed, user: &User, number: usize) -> Result<bool, Failure> {
        let (rest, token, at) = (&self.rest, &user.token, &self.path);
        let (message, thread) = (&self.messages[number % self.messages.len()], &self.threads[number % self.threads.len()]);
        match deed {
            Say => drop(self.say(number).await?),
            React => {
                let reaction = format!("{at}/messages/{message}/reactions/:{}:", number % 30);
                rest.ask(Method::PUT, token, &reaction, None).await?;
            }
            NoteRead => {
                let read = json!({ "message": message, "force": true });
                rest.ask(Method::PUT, token, &format!("{at}/messages/read"), Some(&read)).await?;
            }
            Messages => drop(rest.get(token, &format!("{at}/messages")).await?),
            Unread => drop(rest.get(token, &format!("{at}/messages/unread")).await?),
            BeginThread => drop(self.begin(number).await?),
            Comment => {
                let comment = json!({ "comment": { "body": "Done." } });
                rest.post(token, &format!("{at}/threads/{thread}/comments"), &comment).await?;
            }
            Threads => drop(rest.get(token, &format!("{at}/threads")).await?),
            Thread => drop(rest.get(token, &format!("{at}/threads/{thread}")).await?),
            Lock => {
                let wanted = json!({ "path": format!("/cards/{}", user.id) });
                let lock = text(&rest.post(token, &format!("{at}/locks"), &wanted).await?, "id")?;
                *held(user) = Some(lock);
            }
            Unlock => {
                let Some(lock) = held(user).take() else { return Ok(false) };
                rest.ask(Method::DELETE, token, &format!("{at}/locks/{lock}"), None).await?;
            }
            Locks => drop(rest.get(token, &format!("{at}/locks")).await?),
            Inbox => drop(rest.get(token, "/api/inbox").await?),
            CountInbox => drop(rest.get(token, "/api/inbox/count").await?),
            ReadInbox => drop(rest.post(token, "/api/inbox/read", &json!({ "all": true })).await?),
            MovePresence => {
                let presence =
                    json!({ "participant": user.participant, "presence": { "card": "c1", "cursor": { "x": number } } });
                rest.ask(Method::PUT, token, &format!("{at}/session/presence"), Some(&presence)).await?;
            }
            Presence => drop(rest.get(token, &format!("{at}/presence")).await?),
            Session => drop(rest.get(token, &format!("{at}/session")).await?),
        }
        Ok(true)
    }
}

/// The lock that a user holds.
fn held(user: &User) -> MutexGuard<'_, Option<String>> {
    user.lock.lock().unwrap_or_else(PoisonError::into_inner)
}
