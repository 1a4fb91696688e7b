//! What is done for one endpoint: read on in the journal, deliver what it wants, one thing after the other, wait where something
//! failed. Beside that, what its owner has sent out of turn. Run by `run`, one task an endpoint.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::deliveries::Delivery;
use super::hook::{Attempt, Hook, Plan, Turn};
use super::parcel::Parcel;
use super::schedule::{self, Verdict};
use super::sender::{Answer, Message};
use super::{Endpoint, Outcome, Webhooks};
use crate::event::Event;
use crate::features::events::Page;
use crate::features::{Refused, records};
use crate::telemetry::metrics;

/// Events read at a time: they are held in memory, by as many endpoints as have a slot, until the last of them is delivered.
const PAGE: usize = 8;

/// The clock may be set: the time is looked at this often while something waits for it. Also the wait when the storage fails.
const LOOK: Duration = Duration::from_secs(1);

/// How a turn ended.
enum Step {
    /// There is more to do, or something has changed.
    More,
    /// Everything is done with.
    CaughtUp,
}

impl Webhooks {
    /// Serves an endpoint until it is gone.
    pub(super) async fn attend(self: Arc<Self>, hook: Arc<Hook>) {
        loop {
            let wait = match hook.plan(self.clock.now_ms()) {
                Plan::Gone => return,
                Plan::Asleep => None,
                Plan::Later(milliseconds) => Some(Duration::from_millis(milliseconds).min(LOOK)),
                Plan::Now(turn) => match self.take_turn(&hook, &turn).await {
                    Ok(Step::More) => continue,
                    Ok(Step::CaughtUp) => None,
                    Err(error) => {
                        tracing::warn!(%error, webhook = hook.id, "the journal can't be read; it is tried again in a second");
                        Some(LOOK)
                    }
                },
            };
            tokio::select! {
                () = hook.bell.notified() => {}
                () = sleep(wait) => {}
            }
        }
    }

    async fn take_turn(self: &Arc<Self>, hook: &Arc<Hook>, turn: &Turn) -> Result<Step, Refused> {
        let Ok(_slot) = self.slots.acquire().await else { return Ok(Step::CaughtUp) };
        if self.ending.load(Ordering::Acquire) {
            return Ok(Step::CaughtUp);
        }
        let page = self.read(turn.cursor, PAGE).await?;
        if page.gap {
            let through = page.events.first().map_or(page.next, |event| event.id.saturating_sub(1));
            let parcel = Parcel::gap(turn.cursor, through, self.clock.now_ms())?;
            tracing::warn!(
                webhook = hook.id,
                from = turn.cursor,
                through,
                "events were let go of before a webhook could be told"
            );
            if !self.deliver(hook, turn, parcel).await {
                return Ok(Step::More);
            }
        }
        for event in &page.events {
            let wanted = turn.endpoint.wants(event) && !self.blocks(&turn.endpoint, event).await?;
            if wanted && !self.deliver(hook, turn, Parcel::event(event)?).await {
                return Ok(Step::More);
            }
            if turn.endpoint.ends_with(event) {
                let (webhooks, id) = (Arc::clone(self), hook.id.clone());
                records::blocking(move || webhooks.remove(&id)).await?;
                return Ok(Step::More);
            }
            // Others wait for a slot: after each delivery it is their turn, whatever lies in this page.
            if wanted && self.slots.available_permits() == 0 {
                return Ok(Step::More);
            }
        }
        let counts = hook.pass(turn.generation, page.next);
        Ok(if counts && page.next >= self.journal.head() { Step::CaughtUp } else { Step::More })
    }

    async fn blocks(self: &Arc<Self>, endpoint: &Arc<Endpoint>, event: &Arc<Event>) -> Result<bool, Refused> {
        let (webhooks, endpoint, event) = (Arc::clone(self), Arc::clone(endpoint), Arc::clone(event));
        records::blocking(move || webhooks.is_blocked(&endpoint, &event)).await
    }

    /// Reads events after a cursor.
    pub(super) async fn read(&self, cursor: u64, limit: usize) -> Result<Page, Refused> {
        let journal = Arc::clone(&self.journal);
        records::blocking(move || journal.after(cursor, limit)).await
    }

    /// Makes one attempt; whether the next event may follow.
    async fn deliver(&self, hook: &Hook, turn: &Turn, parcel: Parcel) -> bool {
        if self.ending.load(Ordering::Acquire) || !hook.is_current(turn.generation) {
            return false;
        }
        let (number, through, attempt) = (parcel.number, parcel.through, turn.attempt(parcel.number));
        let (sent, at) = (Sent::of(&parcel), self.clock.now_ms());
        let answer = self.send(&turn.endpoint, parcel, at).await;
        let random = (self.random)().ok().and_then(|bytes| bytes.first_chunk().copied()).map_or(0, u64::from_le_bytes);
        let verdict = schedule::judge(answer.status, attempt, &self.settings.retries, random);
        metrics::webhook_attempted(verdict.outcome().name());
        if verdict == Verdict::GiveUp {
            tracing::warn!(webhook = hook.id, scope = %turn.endpoint.scope, attempt, "a webhook is disabled: its receiver is gone");
        }
        let entry = sent.entry(attempt, at, answer, verdict.outcome());
        hook.settle(Attempt { generation: turn.generation, number, through, verdict, entry })
    }

    async fn send(&self, endpoint: &Endpoint, parcel: Parcel, now_ms: u64) -> Answer {
        let failed = |error: &str| Answer { error: Some(error.to_owned()), ..Answer::default() };
        // What is allowed may have changed since somebody wrote it there.
        let url = match self.settings.policy.url(&endpoint.url) {
            Ok(url) => url,
            Err(why) => return failed(why),
        };
        let id = format!("evt_{}", parcel.id);
        let Some(signature) = endpoint.secrets.sign(&id, now_ms, &parcel.body) else {
            return failed("it can't be signed; rotate the secret");
        };
        self.sender.send(&url, Message { id, seconds: now_ms / 1000, signature, body: parcel.body }).await
    }

    /// Sends something to an endpoint at once, whatever else waits for it; what came of it.
    async fn send_aside(&self, hook: &Hook, parcel: Parcel) -> Result<Delivery, Refused> {
        let one = hook.aside.try_acquire();
        let _one = one.map_err(|_| Refused::Conflict("the last test or redelivery is still under way; wait for its answer"))?;
        let _slot = self.slots.acquire().await.map_err(|_| Refused::Broken("webhooks are ended"))?;
        let (sent, at) = (Sent::of(&parcel), self.clock.now_ms());
        let answer = self.send(&hook.webhook().endpoint, parcel, at).await;
        // It is not tried again, but neither does it end anything.
        let delivered = answer.status.is_some_and(|status| (200..300).contains(&status));
        let outcome = if delivered { Outcome::Delivered } else { Outcome::Failed };
        metrics::webhook_attempted(outcome.name());
        Ok(hook.note(sent.entry(1, at, answer, outcome)))
    }

    /// Sends a test to an endpoint, also to a disabled one; what came of it.
    pub async fn test(&self, id: &str) -> Result<Delivery, Refused> {
        let hook = self.hook(id)?;
        let parcel = Parcel::test(id, hook.webhook().endpoint.scope.as_str(), self.clock.now_ms())?;
        self.send_aside(&hook, parcel).await
    }

    /// Sends one event of its scope to an endpoint once more, whatever its type; what came of it.
    pub async fn redeliver(self: &Arc<Self>, id: &str, event: u64) -> Result<Delivery, Refused> {
        let hook = self.hook(id)?;
        let before = event.checked_sub(1).ok_or(Refused::Unknown("event"))?;
        let found = self.read(before, 1).await?.events.into_iter().next();
        let endpoint = hook.webhook().endpoint;
        let found = found.filter(|found| found.id == event && endpoint.may_hear(found));
        let found = found.ok_or(Refused::Unknown("event"))?;
        if self.blocks(&endpoint, &found).await? {
            return Err(Refused::Unknown("event"));
        }
        self.send_aside(&hook, Parcel::event(&found)?).await
    }
}

/// What the log says of a parcel.
struct Sent {
    event: String,
    kind: String,
}

impl Sent {
    fn of(parcel: &Parcel) -> Self {
        Self { event: parcel.id.clone(), kind: parcel.kind.clone() }
    }

    fn entry(self, attempt: u32, at: u64, answer: Answer, outcome: Outcome) -> Delivery {
        let Self { event, kind } = self;
        let Answer { status, error, response, duration_ms } = answer;
        Delivery { id: 0, event, kind, attempt, at, status, error, response, duration_ms, outcome }
    }
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
