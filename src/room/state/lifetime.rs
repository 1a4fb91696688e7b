//! How a room begins, is kept on disk, and ends: what a new document begins with, snapshots, shutdown, retirement. Part of the pure
//! `state`, which calls it.

use std::time::Duration;

use yrsa_storage::Snapshot;

use super::events::By;
use super::sync::Relay;
use super::{Effect, Event, Now, Phase, State};
use crate::document::{self, kinds};
use crate::protocol::Close;
use crate::room::around::{About, Seed};

/// Fewer updates than this don't make a room write a snapshot when everybody has left.
const SNAPSHOT_ON_LEAVING: u64 = 100;

/// How long after there is enough for a snapshot it is made.
const SNAPSHOT_AFTER: Duration = Duration::from_millis(200);
const SNAPSHOT_AFTER_OPENING: Duration = Duration::from_secs(2);

/// What the state was told just now, as far as it matters to what can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Opened,
    Tick,
    Other,
}

impl Moment {
    pub(super) fn of(event: &Event) -> Self {
        match event {
            Event::Opened => Self::Opened,
            Event::Tick => Self::Tick,
            _ => Self::Other,
        }
    }
}

impl State {
    /// Takes in what the document begins with, and what was not told yet.
    pub(super) fn opened(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let untold = std::mem::take(&mut self.untold);
        self.show_rules(now);
        self.catch_up(now, untold, effects)?;
        self.sow(now, effects)
    }

    /// The document was created, or is of another kind than was known.
    pub(super) fn about(&mut self, now: Now, about: &About, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let known = self.events.kind();
        if about.kind != known {
            self.tell_what_changed(effects)?;
            self.document.expect(about.kind.shape());
            // As a document of its kind it looks different: roots without content are shown. Nothing waits to be compared with
            // the view that is let go of: only free documents become another kind.
            self.follow = None;
        }
        self.events.learn(about);
        self.follow_rules(now, &about.rules, effects);
        self.seed = about.seed;
        if about.kind != known {
            self.show_again(now, effects)?;
        }
        self.sow(now, effects)
    }

    /// A document begins with what its kind seeds, whoever opens it first; never a second time, whatever became of it.
    pub(super) fn sow(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if self.seed == Seed::Nothing || self.document.knows_client(kinds::SEED_CLIENT)? {
            return Ok(());
        }
        let Some(seed) = kinds::seed(self.events.kind()) else { return Ok(()) };
        let by = By::server(now);
        self.before_change(now, &by, effects)?;
        let received = self.document.receive(&seed).map_err(|error| document::Broken::new(&error))?;
        for update in &received.admitted {
            self.mirrors.note_sent(&by, update)?;
        }
        self.record(now, &by, received, Relay::Made, effects);
        Ok(())
    }

    /// With a heartbeat: lets go of what was built from the document's bytes when nobody has needed it for a while.
    pub(super) fn rest_when_unused(&mut self, now: Now) -> Result<(), document::Broken> {
        let is_due = self.may_rest_at(now.uptime);
        if self.document.take_used() || self.follow.is_some() || !self.mirrors.is_empty() {
            self.used = now.uptime;
        }
        if is_due { self.document.rest() } else { Ok(()) }
    }

    /// Whether that happens at this time, and takes long for a large document.
    pub(super) fn rests_with_heartbeat(&self, now: Duration) -> bool {
        now >= self.heartbeat_due && self.document.is_built() && self.may_rest_at(now)
    }

    fn may_rest_at(&self, now: Duration) -> bool {
        let mebibytes = u32::try_from(self.document.encoded_len() >> 20).unwrap_or(u32::MAX);
        let rest = self.settings.rest.saturating_mul(mebibytes.saturating_add(1));
        let is_needed = self.document.was_used() || self.follow.is_some() || !self.mirrors.is_empty();
        !is_needed && now >= self.used.saturating_add(rest)
    }

    /// Makes a snapshot when there is much that none holds, but never in front of anything: what came in goes out first, and who
    /// made the room open is served first.
    pub(super) fn snapshot_when_due(
        &mut self,
        now: Now,
        moment: Moment,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let enough = self.settings.snapshot_bytes.max(self.document.state_len() / 2);
        if self.bytes_since_snapshot < enough || self.snapshot.under_way || self.seq == self.snapshot.installed {
            self.snapshot.due = None;
            return Ok(());
        }
        let wait = if moment == Moment::Opened { SNAPSHOT_AFTER_OPENING } else { SNAPSHOT_AFTER };
        let due = *self.snapshot.due.get_or_insert(now.uptime + wait);
        if moment == Moment::Tick && due <= now.uptime {
            self.snapshot.due = None;
            self.take_snapshot(effects)?;
        }
        Ok(())
    }

    pub(super) fn take_snapshot(&mut self, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if self.snapshot.under_way || self.seq == self.snapshot.installed {
            return Ok(());
        }
        // A snapshot takes the place of the log that events are made from.
        self.tell_events(effects)?;
        let state = self.document.encode()?;
        self.bytes_since_snapshot = 0;
        self.snapshot.under_way = true;
        effects.push(Effect::Snapshot(Snapshot { seq: self.seq, state_vector: self.document.state_vector(), state }));
        Ok(())
    }

    pub(super) fn shutdown(&mut self, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if !matches!(self.phase, Phase::Closing | Phase::Closed) {
            self.phase = Phase::Closing;
            for id in self.connections.keys() {
                effects.push(Effect::Close(*id, Close::shutdown()));
            }
            self.snapshot_on_leaving(effects)?;
        }
        Ok(())
    }

    pub(super) fn snapshot_on_leaving(&mut self, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let enough = self.snapshot.due.is_some() || self.seq - self.snapshot.installed >= SNAPSHOT_ON_LEAVING;
        if enough { self.take_snapshot(effects) } else { Ok(()) }
    }

    /// Whether the room goes away as soon as all is on disk.
    pub(super) fn is_ending(&self) -> bool {
        matches!(self.phase, Phase::Leaving | Phase::Closing)
    }

    pub(super) fn retire_when_done(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let idle = self.empty_since.is_some_and(|since| now.uptime >= since + self.settings.idle);
        if self.phase == Phase::Live && idle {
            self.phase = Phase::Leaving;
            self.snapshot_on_leaving(effects)?;
        }
        let ending = self.is_ending();
        if ending && self.connections.is_empty() {
            self.tell_events(effects)?;
        }
        let may_go = self.is_settled() && (self.mirrors.is_empty() || self.phase == Phase::Closing);
        if ending && self.connections.is_empty() && may_go {
            self.phase = if self.phase == Phase::Closing { Phase::Closed } else { Phase::Retired };
        }
        Ok(())
    }

    /// Whether the room has nothing left to do. Asked when all that came in together was decided: after what made it end, somebody may
    /// have come, written and gone.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.phase, Phase::Retired | Phase::Closed) && self.is_settled()
    }

    /// Up to which position of its log it was told what happened.
    #[must_use]
    pub fn told_through(&self) -> u64 {
        self.events.told()
    }

    /// It may not go yet: something is in its mailbox, or somebody is about to come. A room that is closed goes as soon as it has read
    /// what is there; any other one waits again as if it had just been left.
    pub fn stay(&mut self, now: Now) {
        if self.phase == Phase::Retired {
            self.phase = Phase::Live;
            self.empty_since = self.connections.is_empty().then_some(now.uptime);
        }
    }

    fn is_settled(&self) -> bool {
        self.all_durable() && self.events.all_told(self.seq) && !self.snapshot.under_way
    }
}
