//! One endpoint while the server runs: what it is to do next, and what is not written down yet. Pure behind a lock; `webhooks` does
//! what it says. What was decided about an endpoint that has been changed meanwhile does not count.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::{Notify, Semaphore};

use super::deliveries::{Delivery, KEPT};
use super::endpoint::{Endpoint, Progress, Trying};
use super::schedule::Verdict;
use super::{Webhook, lock};
use crate::event::Event;
use crate::features::events::Page;

/// See the module.
pub(super) struct Hook {
    pub(super) id: String,
    inner: Mutex<Inner>,
    /// Rung when there is something to do.
    pub(super) bell: Notify,
    /// Held while something is sent out of turn.
    pub(super) aside: Semaphore,
}

struct Inner {
    endpoint: Arc<Endpoint>,
    progress: Progress,
    /// Grows when somebody changes it.
    generation: u64,
    unwritten: Unwritten,
    /// Attempts that are not written down yet.
    entries: VecDeque<Delivery>,
    is_gone: bool,
}

/// How soon progress is to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unwritten {
    /// It is.
    Nothing,
    /// Only events were passed over that are not for this endpoint: all that is lost is the time to pass them again.
    Passed,
    /// Something was sent.
    Sent,
}

/// What to do next.
pub(super) enum Plan {
    /// Nothing any more.
    Gone,
    /// Nothing until the bell rings.
    Asleep,
    /// Something in so many milliseconds.
    Later(u64),
    /// To read on.
    Now(Turn),
}

/// An endpoint as it is when something is done for it.
pub(super) struct Turn {
    pub(super) generation: u64,
    pub(super) endpoint: Arc<Endpoint>,
    pub(super) cursor: u64,
    trying: Option<Trying>,
}

impl Turn {
    /// The number of the next attempt to deliver this.
    pub(super) fn attempt(&self, number: u64) -> u32 {
        self.trying.filter(|trying| trying.number == number).map_or(1, |trying| trying.attempts.saturating_add(1))
    }
}

/// An attempt that is over.
pub(super) struct Attempt {
    pub(super) generation: u64,
    /// See `Parcel`.
    pub(super) number: u64,
    /// See `Parcel`.
    pub(super) through: u64,
    pub(super) verdict: Verdict,
    pub(super) entry: Delivery,
}

/// What is to be written down.
pub(super) struct Notes {
    pub(super) progress: Progress,
    pub(super) entries: VecDeque<Delivery>,
    unwritten: Unwritten,
}

impl Hook {
    pub(super) fn new(id: String, endpoint: Endpoint, progress: Progress) -> Self {
        let inner = Inner {
            endpoint: Arc::new(endpoint),
            progress,
            generation: 0,
            unwritten: Unwritten::Nothing,
            entries: VecDeque::new(),
            is_gone: false,
        };
        Self { id, inner: Mutex::new(inner), bell: Notify::new(), aside: Semaphore::new(1) }
    }

    pub(super) fn webhook(&self) -> Webhook {
        let inner = lock(&self.inner);
        Webhook { id: self.id.clone(), endpoint: Arc::clone(&inner.endpoint), progress: inner.progress.clone() }
    }

    pub(super) fn plan(&self, now_ms: u64) -> Plan {
        let inner = lock(&self.inner);
        if inner.is_gone {
            return Plan::Gone;
        }
        if !inner.progress.enabled {
            return Plan::Asleep;
        }
        match inner.progress.trying {
            Some(trying) if trying.next_ms > now_ms => Plan::Later(trying.next_ms - now_ms),
            trying => Plan::Now(Turn {
                generation: inner.generation,
                endpoint: Arc::clone(&inner.endpoint),
                cursor: inner.progress.cursor,
                trying,
            }),
        }
    }

    /// Whether nothing was changed since a turn began.
    pub(super) fn is_current(&self, generation: u64) -> bool {
        let inner = lock(&self.inner);
        inner.generation == generation && inner.progress.enabled && !inner.is_gone
    }

    /// Notes that everything up to here is done with; whether that counts.
    pub(super) fn pass(&self, generation: u64, through: u64) -> bool {
        let mut inner = lock(&self.inner);
        let counts = inner.generation == generation;
        if counts && inner.progress.cursor != through {
            (inner.progress.cursor, inner.progress.trying) = (through, None);
            inner.unwritten = inner.unwritten.max(Unwritten::Passed);
        }
        counts
    }

    /// Hears of new events: those after `from`. If it has all before them and none of them is for it, it passes them; otherwise
    /// the bell rings.
    pub(super) fn hear(&self, from: u64, page: &Page) {
        let mut inner = lock(&self.inner);
        let cursor = inner.progress.cursor;
        let is_idle = inner.progress.enabled && inner.progress.trying.is_none() && cursor >= from && !page.gap;
        let endpoint = &inner.endpoint;
        let concerns = |event: &Event| event.id > cursor && (endpoint.wants(event) || endpoint.ends_with(event));
        if is_idle && !page.events.iter().any(|event| concerns(event)) {
            if page.next > cursor {
                inner.progress.cursor = page.next;
                inner.unwritten = inner.unwritten.max(Unwritten::Passed);
            }
            return;
        }
        drop(inner);
        self.bell.notify_one();
    }

    /// Notes an attempt; whether the next event may follow.
    pub(super) fn settle(&self, attempt: Attempt) -> bool {
        let mut inner = lock(&self.inner);
        let (at, attempts) = (attempt.entry.at, attempt.entry.attempt);
        inner.note(attempt.entry);
        if inner.generation != attempt.generation {
            return false;
        }
        let progress = &mut inner.progress;
        match attempt.verdict {
            Verdict::Delivered => {
                (progress.cursor, progress.trying, progress.failing_since_ms) = (attempt.through, None, None);
                return true;
            }
            Verdict::Again(after) => {
                progress.trying = Some(Trying { number: attempt.number, attempts, next_ms: at.saturating_add(after) });
            }
            Verdict::GiveUp => (progress.enabled, progress.trying) = (false, None),
        }
        progress.failing_since_ms.get_or_insert(at);
        false
    }

    /// Notes an attempt that was made out of turn.
    pub(super) fn note(&self, entry: Delivery) -> Delivery {
        lock(&self.inner).note(entry)
    }

    /// Lets a change count that is written down already.
    pub(super) fn replace(&self, endpoint: Endpoint, change: impl FnOnce(&mut Endpoint, &mut Progress)) {
        let mut inner = lock(&self.inner);
        let mut changed = endpoint.clone();
        // Once more, because something may have been delivered meanwhile.
        change(&mut changed, &mut inner.progress);
        inner.endpoint = Arc::new(endpoint);
        inner.generation += 1;
        inner.unwritten = Unwritten::Sent;
        drop(inner);
        self.bell.notify_one();
    }

    pub(super) fn end(&self) {
        let mut inner = lock(&self.inner);
        inner.is_gone = true;
        inner.generation += 1;
        inner.entries.clear();
        drop(inner);
        self.bell.notify_one();
    }

    /// Takes what is to be written down, if it is at least so urgent.
    pub(super) fn take_notes(&self, at_least: Unwritten) -> Option<Notes> {
        let mut inner = lock(&self.inner);
        if inner.is_gone || inner.unwritten == Unwritten::Nothing || inner.unwritten < at_least {
            return None;
        }
        let unwritten = std::mem::replace(&mut inner.unwritten, Unwritten::Nothing);
        Some(Notes { progress: inner.progress.clone(), entries: std::mem::take(&mut inner.entries), unwritten })
    }

    /// Takes back what could not be written down.
    pub(super) fn return_notes(&self, notes: Notes) {
        let mut inner = lock(&self.inner);
        inner.unwritten = inner.unwritten.max(notes.unwritten);
        for entry in notes.entries.into_iter().rev() {
            inner.entries.push_front(entry);
        }
        inner.keep_the_newest();
    }
}

impl Inner {
    /// Gives an entry of the log its number and keeps it until it is written down.
    fn note(&mut self, mut entry: Delivery) -> Delivery {
        self.progress.logged += 1;
        entry.id = self.progress.logged;
        if !self.is_gone {
            self.entries.push_back(entry.clone());
            self.keep_the_newest();
        }
        self.unwritten = Unwritten::Sent;
        entry
    }

    fn keep_the_newest(&mut self) {
        let excess = self.entries.len().saturating_sub(KEPT);
        self.entries.drain(..excess);
    }
}
