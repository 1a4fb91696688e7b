//! What a JSON client wants that the REST interface does: one after the other, in the order it was said, beside the socket. Used by
//! the JSON door only; what is allowed and what comes of it is the REST interface's matter.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::access::Identity;
use crate::features::Guard;
use crate::http::api::inward::{Answer, Asker, Inward};
use crate::protocol::DocumentId;
use crate::protocol::live::{Errand, Verb};

/// Errands that wait.
const WAITING: usize = 64;

/// See the module.
pub(super) struct Errands {
    guard: Arc<Guard>,
    inward: Option<Inward>,
    asker: Asker,
    document: DocumentId,
    waiting: VecDeque<Job>,
    /// The one under way.
    running: FuturesUnordered<BoxFuture<'static, Done>>,
}

enum Job {
    Asked(Option<Box<RawValue>>, Errand),
    Session,
}

/// What came of one.
pub(super) enum Done {
    /// Of the client's, with the id it had, and the place it wanted a lock on.
    Asked(Option<Box<RawValue>>, Answer, Option<Value>),
    /// The session, as it is now.
    Session(Value),
}

impl Errands {
    pub(super) fn new(guard: Arc<Guard>, inward: Option<Inward>, asker: Asker, document: DocumentId) -> Self {
        Self { guard, inward, asker, document, waiting: VecDeque::new(), running: FuturesUnordered::new() }
    }

    /// How people work on the document, and what some have for themselves; as usual, where there is neither.
    pub(super) async fn together(&mut self) -> (Value, Value) {
        let Some(inward) = self.inward.as_ref().filter(|_| !self.document.is_companion()) else { return (usual(), json!([])) };
        let names = |name: &str| vec![name.to_owned()];
        let session = inward.ask(&self.asker, &self.document, (Verb::Get, &names("session")), &Value::Null).await;
        let locks = inward.ask(&self.asker, &self.document, (Verb::Get, &names("locks")), &Value::Null).await;
        let locks = if locks.is_success() { locks.body["locks"].clone() } else { json!([]) };
        (shown(session), locks)
    }

    /// The client goes on with another token.
    pub(super) fn go_on_as(&mut self, identity: Arc<Identity>) {
        self.asker.identity = identity;
    }

    /// One more; it gives the id back if too many wait.
    pub(super) fn take(&mut self, id: Option<Box<RawValue>>, errand: Errand) -> Result<(), Option<Box<RawValue>>> {
        if self.waiting.len() >= WAITING {
            return Err(id);
        }
        self.waiting.push_back(Job::Asked(id, errand));
        self.go_on();
        Ok(())
    }

    /// The session has changed.
    pub(super) fn show_session(&mut self) {
        if !self.waiting.iter().any(|job| matches!(job, Job::Session)) {
            self.waiting.push_back(Job::Session);
            self.go_on();
        }
    }

    /// Waits until one is done. Loses nothing when it is dropped.
    pub(super) async fn done(&mut self) -> Done {
        match self.running.next().await {
            Some(done) => {
                self.go_on();
                done
            }
            None => std::future::pending().await,
        }
    }

    fn go_on(&mut self) {
        if !self.running.is_empty() {
            return;
        }
        let Some(job) = self.waiting.pop_front() else { return };
        let (guard, inward) = (Arc::clone(&self.guard), self.inward.clone());
        let (asker, document) = (self.asker.clone(), self.document.clone());
        self.running.push(Box::pin(async move {
            let Some(inward) = inward else { return nobody(job) };
            match job {
                Job::Session => {
                    let path = ["session".to_owned()];
                    Done::Session(shown(inward.ask(&asker, &document, (Verb::Get, &path), &Value::Null).await))
                }
                Job::Asked(id, errand) => {
                    // Each counts as the request it is.
                    if let Err(denied) = guard.count_request(&asker.identity) {
                        return Done::Asked(id, refused(429, &denied.to_string()), None);
                    }
                    let wanted = lock_wanted(&errand);
                    Done::Asked(id, carry_out(&inward, &asker, &document, errand).await, wanted)
                }
            }
        }));
    }
}

/// Where it wants a lock, if it wants one.
fn lock_wanted(errand: &Errand) -> Option<Value> {
    match errand {
        Errand::Ask { verb: Verb::Post, path, body } if *path == ["locks"] => {
            Some(body.get("path").cloned().unwrap_or_else(|| "".into()))
        }
        _ => None,
    }
}

async fn carry_out(inward: &Inward, asker: &Asker, document: &DocumentId, errand: Errand) -> Answer {
    match errand {
        Errand::Ask { verb, path, body } => inward.ask(asker, document, (verb, &path), &body).await,
        Errand::ReleaseAt(place) => {
            let path = ["locks".to_owned()];
            let all = inward.ask(asker, document, (Verb::Get, &path), &Value::Null).await;
            if !all.is_success() {
                return all;
            }
            let own = |lock: &&Value| lock["path"] == *place && lock["holder"]["id"] == *asker.identity.user.id;
            let lock = all.body["locks"].as_array().and_then(|locks| locks.iter().find(own)?["id"].as_str().map(str::to_owned));
            let Some(lock) = lock else { return refused(404, "you have no lock there") };
            inward.ask(asker, document, (Verb::Delete, &["locks".to_owned(), lock]), &Value::Null).await
        }
    }
}

fn nobody(job: Job) -> Done {
    match job {
        Job::Asked(id, _) => Done::Asked(id, refused(503, "this server does not do that"), None),
        Job::Session => Done::Session(usual()),
    }
}

fn refused(status: u16, detail: &str) -> Answer {
    Answer { status, body: json!({ "detail": detail }) }
}

/// A session that nobody has changed.
fn usual() -> Value {
    json!({ "mode": "parallel" })
}

/// Who is here is said elsewhere. What can't be found out is `null`: whoever believes that all may edit loses what they write.
fn shown(answer: Answer) -> Value {
    if !answer.is_success() {
        return Value::Null;
    }
    let mut session = answer.body;
    session.as_object_mut().map(|session| session.remove("participants"));
    session
}

/// What an answer means, for programs.
pub(super) fn code(answer: &Answer) -> &'static str {
    match answer.status {
        400 => "malformed",
        401 | 403 => "not_allowed",
        404 => "not_found",
        409 if answer.body["title"] == "locked" => "locked",
        409 => "conflict",
        413 => "too_large",
        422 => "refused",
        _ => "unavailable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_cant_be_read_is_not_said_to_be_as_usual() {
        for status in [401, 403, 429, 500, 503] {
            assert_eq!(shown(refused(status, "not now")), Value::Null, "{status}");
        }
        let read = Answer { status: 200, body: json!({ "mode": "locked", "participants": [] }) };
        assert_eq!(shown(read), json!({ "mode": "locked" }));
    }
}
