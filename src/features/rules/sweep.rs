//! Ends what time ends: locks that expire, turns that are over, and what somebody held who has left. One task, one beat a second over
//! two indexes on disk, so a restart forgets nothing. Whoever asks for a document's rules sees them right by the clock before a
//! beat; this is for the rooms. Nothing ends because the clock went back: what was to end later, ends later.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Clock, RecordBatch};

use super::keys::{self, Hold, Pointer, Watched};
use super::{Rulebook, held, lock};
use crate::features::Refused;
use crate::features::records;
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// How often.
const BEAT: Duration = Duration::from_secs(1);
/// Entries read at a time.
const PAGE: usize = 100;
/// Rooms asked at a time.
const AT_ONCE: usize = 64;
/// How long a holder has to come whom nobody has seen since they got what they hold, or since the server started, in milliseconds.
const TO_COME_MS: u64 = 30_000;

/// See the module.
pub struct Sweep {
    book: Arc<Rulebook>,
    rooms: Rooms,
    clock: Clock,
    seen: HashMap<(DocumentId, String), Seen>,
}

/// When somebody who holds something was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Then, in milliseconds since the Unix epoch.
    At(u64),
    /// Not since then, when they were first looked for.
    NotSince(u64),
}

impl std::fmt::Debug for Sweep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sweep")
    }
}

impl Seen {
    /// A clock that went back lets the time begin anew.
    fn by(self, now: u64) -> Self {
        match self {
            Self::At(at) => Self::At(at.min(now)),
            Self::NotSince(at) => Self::NotSince(at.min(now)),
        }
    }

    /// Whether something that somebody holds is over.
    fn ends(self, hold: &Hold, now: u64) -> bool {
        match self {
            Self::At(at) if at >= hold.since => now.saturating_sub(at) >= hold.grace,
            Self::At(at) | Self::NotSince(at) => now.saturating_sub(at.max(hold.since)) >= hold.grace.max(TO_COME_MS),
        }
    }
}

impl Sweep {
    /// Sweeps these rules, by this clock.
    #[must_use]
    pub fn new(book: Arc<Rulebook>, rooms: Rooms, clock: Clock) -> Self {
        Self { book, rooms, clock, seen: HashMap::new() }
    }

    /// Runs until cancelled.
    pub async fn run(mut self, stopping: CancellationToken) {
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                () = stopping.cancelled() => break,
                () = self.book.denied.notified() => self.tell_denials().await,
                _ = beat.tick() => self.beat().await,
            };
            if let Err(error) = done {
                tracing::warn!(%error, "locks and turns can't be looked after now; it is tried again");
            }
        }
        let book = Arc::clone(&self.book);
        if let Err(error) = records::blocking(move || book.tell_denials().and_then(|()| book.tell_undone())).await {
            tracing::warn!(%error, "what was refused and undone last can't be written down");
        }
    }

    async fn tell_denials(&self) -> Result<(), Refused> {
        let book = Arc::clone(&self.book);
        records::blocking(move || book.tell_denials()).await
    }

    async fn beat(&mut self) -> Result<(), Refused> {
        let now = self.clock.now_ms();
        self.tell_rooms();
        let book = Arc::clone(&self.book);
        let (due, watched) = records::blocking(move || {
            book.tell_denials()?;
            book.tell_undone()?;
            Ok((book.due(now)?, book.watched()?))
        })
        .await?;
        for (document, entry) in due {
            self.end(&document, (Vec::new(), Some(entry)), now).await;
        }
        for (document, left) in self.left(watched, now).await {
            self.end(&document, (left, None), now).await;
        }
        Ok(())
    }

    /// Lets rooms look again at what may have changed. None of them is waited for: one that is busy holds up no other.
    fn tell_rooms(&self) {
        let untold = std::mem::take(&mut *held(&self.book.untold));
        untold.iter().for_each(|document| self.rooms.look_again(document));
    }

    /// Ends what time has ended in a document, and these holds of users who left.
    async fn end(&self, document: &DocumentId, (left, entry): (Vec<Hold>, Option<Bytes>), now: u64) {
        let (book, named) = (Arc::clone(&self.book), document.clone());
        let ended = records::blocking(move || book.end(&named, (left, entry), now));
        if let Err(error) = ended.await {
            tracing::warn!(%document, %error, "what is over in a document can't be ended now; it is tried again");
        }
        self.rooms.look_again(document);
    }

    /// What is held by users who have left for long enough.
    async fn left(&mut self, watched: Vec<(DocumentId, Vec<Hold>)>, now: u64) -> Vec<(DocumentId, Vec<Hold>)> {
        let before = std::mem::take(&mut self.seen);
        let rooms = &self.rooms;
        let asked = futures_util::stream::iter(watched).map(async |(document, holds)| {
            let present = tokio::time::timeout(BEAT, rooms.present(&document)).await;
            (document, holds, present)
        });
        let mut asked = std::pin::pin!(asked.buffer_unordered(AT_ONCE));
        let mut left = Vec::new();
        while let Some((document, holds, present)) = asked.next().await {
            // A room that is busy for longer says nothing, and that ends nothing.
            let is_here = |user: &str| match &present {
                Ok(Some(present)) => present.people.iter().any(|person| *person.user.id == *user),
                Ok(None) => false,
                Err(_) => true,
            };
            let mut over = Vec::new();
            for hold in holds {
                let who = (document.clone(), hold.user.clone());
                let seen = if is_here(&hold.user) {
                    Seen::At(now)
                } else {
                    before.get(&who).copied().unwrap_or(Seen::NotSince(now)).by(now)
                };
                self.seen.insert(who, seen);
                if seen.ends(&hold, now) {
                    over.push(hold);
                }
            }
            if !over.is_empty() {
                left.push((document, over));
            }
        }
        left
    }
}

impl Rulebook {
    /// Ends what time has ended by now, in a hundred documents at most; those whose rooms have to look again. [`Sweep`] does so by
    /// itself; this is for who has no tasks. Blocks.
    pub fn end_what_is_over(&self, now: u64) -> Result<Vec<DocumentId>, Refused> {
        let due = self.due(now)?;
        due.into_iter().map(|(document, entry)| self.end(&document, (Vec::new(), Some(entry)), now).map(|_| document)).collect()
    }

    /// Ends what time has ended in a document, and these holds of users who left.
    fn end(&self, document: &DocumentId, (left, entry): (Vec<Hold>, Option<Bytes>), now: u64) -> Result<((), bool), Refused> {
        let locks: Vec<(String, u64)> = left.iter().filter_map(|hold| Some((hold.lock.clone()?, hold.since))).collect();
        let turn = left.into_iter().find(|hold| hold.lock.is_none());
        let ended = self.change(document, (None, now), move |record| {
            let mut happened = lock::leave(&mut record.locks, &locks);
            happened.extend(turn.as_ref().map(|turn| record.session.left(turn, now)).unwrap_or_default());
            Ok((happened, ()))
        });
        self.let_go(document, entry.as_ref(), ended)
    }

    /// Documents where time ends something by now, with the entries that say so.
    fn due(&self, now: u64) -> Result<Vec<(DocumentId, Bytes)>, Refused> {
        let entries = self.store.scan(keys::due().prefix(), None, PAGE)?;
        let is_due = |key: &Bytes| keys::due_at(key).is_none_or(|at| at <= now);
        let mut due = Vec::new();
        for entry in entries.into_iter().take_while(|entry| is_due(&entry.key)) {
            let pointer = records::decode::<Pointer>(&entry.value).ok();
            match pointer.and_then(|Pointer { document }| DocumentId::new(&document).ok()) {
                Some(document) => due.push((document, entry.key)),
                None => self.delete(&entry.key)?,
            }
        }
        Ok(due)
    }

    /// What is held everywhere that ends when its holder has left.
    fn watched(&self) -> Result<Vec<(DocumentId, Vec<Hold>)>, Refused> {
        let (below, mut from, mut all) = (keys::watched(), None::<Bytes>, Vec::new());
        loop {
            let page = self.store.scan(below.prefix(), from.as_deref(), PAGE)?;
            from = page.last().map(|last| last.key.clone());
            let is_last = page.len() < PAGE;
            for entry in page {
                let watched = records::decode::<Watched>(&entry.value).ok();
                match watched.and_then(|Watched { document, holds }| Some((DocumentId::new(&document).ok()?, holds))) {
                    Some(watched) => all.push(watched),
                    None => self.delete(&entry.key)?,
                }
            }
            if is_last {
                return Ok(all);
            }
        }
    }

    /// Lets go of an entry that led to nothing: a document that is gone, or whose record can't be read. It is not met again.
    fn let_go(
        &self,
        document: &DocumentId,
        entry: Option<&Bytes>,
        ended: Result<((), bool), Refused>,
    ) -> Result<((), bool), Refused> {
        match ended {
            Err(Refused::Unknown(_)) => keys::purge(&self.store, document)?,
            // By the clock it ends nevertheless, for whoever asks and for the room; nobody is told.
            Err(error) if error.is_unreadable() => {
                tracing::error!(%document, %error, "what ends in a document can't be written down: its records can't be read");
                self.delete(&keys::watched().name(document.as_str()))?;
            }
            Ok(((), false)) => {}
            other => return other,
        }
        entry.map(|entry| self.delete(entry)).transpose()?;
        Ok(((), false))
    }

    fn delete(&self, entry: &Bytes) -> Result<(), Refused> {
        records::write(&*self.store, &RecordBatch::new().delete(entry.clone())).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(since: u64, grace: u64) -> Hold {
        Hold { lock: None, user: "ada".into(), since, grace }
    }

    #[test]
    fn who_was_seen_has_the_grace_and_who_was_not_has_time_to_come() {
        assert!(!Seen::At(1000).ends(&hold(500, 5000), 5999));
        assert!(Seen::At(1000).ends(&hold(500, 5000), 6000));
        assert!(Seen::At(1000).ends(&hold(1000, 0), 1000));
        assert!(!Seen::At(1000).ends(&hold(1001, 0), 31_000), "not seen since they got it");
        assert!(Seen::At(1000).ends(&hold(1001, 0), 31_001));
        assert!(!Seen::NotSince(1000).ends(&hold(500, 0), 30_999));
        assert!(Seen::NotSince(1000).ends(&hold(500, 0), 31_000));
        assert!(!Seen::NotSince(1000).ends(&hold(500, 600_000), 600_999));
    }

    #[test]
    fn a_clock_that_goes_back_ends_nothing_early() {
        let seen = Seen::At(100_000).by(40_000);
        assert_eq!(seen, Seen::At(40_000));
        assert!(!seen.ends(&hold(90_000, 5000), 44_999), "got by the old clock");
        assert!(!seen.ends(&hold(10_000, 5000), 44_999));
        assert!(seen.ends(&hold(10_000, 5000), 45_000));
    }
}
