//! The session of one document: who may edit, how many may be here, and in a sequential one whose turn it is and who waits. Pure:
//! time is an argument; `rules` keeps what comes of it. Turns go round in the order in which they were asked for.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::keys::Hold;
use super::lock::Power;
use super::{Happened, Whose};
use crate::event::Author;
use crate::features::Refused;
use crate::room::around::Mode;

/// How long a turn lasts while others wait, in seconds, unless somebody says otherwise.
pub const USUAL_TURN: u32 = 300;
/// The most who wait for their turn.
pub const MOST_WAITING: usize = 100;
/// Least and most seconds of timeouts.
const TIMEOUTS: std::ops::RangeInclusive<u32> = 10..=86_400;
/// The most participants that can be asked for.
const MOST_PARTICIPANTS: u32 = 10_000;
/// How long whoever has the turn may be away, in milliseconds.
const AWAY_MS: u64 = 10_000;

/// How people work on a document together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who may edit.
    #[serde(with = "mode_word")]
    pub mode: Mode,
    /// How many users may be here, owners apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_participants: Option<u32>,
    /// After how many seconds without doing anything one has to come again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_timeout: Option<u32>,
    /// How many seconds a turn lasts while others wait.
    pub turn_timeout: u32,
    /// Whose turn it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<Turn>,
    /// Who waits for it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queue: Vec<Waiting>,
}

/// Somebody's turn. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Whose.
    pub holder: Author,
    /// Since when.
    pub since: u64,
    /// When it goes to the next one, if somebody waits.
    pub expires_at: u64,
}

/// Somebody who waits for their turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Who.
    #[serde(flatten)]
    pub user: Author,
    /// Since when, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// What an owner changes; what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Who may edit.
    pub mode: Option<Mode>,
    /// How many users may be here, owners apart: 1 to 10,000, or any number.
    pub max_participants: Option<Option<u32>>,
    /// After how many seconds without doing anything one has to come again: 10 to 86,400, or never.
    pub idle_timeout: Option<Option<u32>>,
    /// How many seconds a turn lasts while others wait: 10 to 86,400.
    pub turn_timeout: Option<u32>,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            mode: Mode::Parallel,
            max_participants: None,
            idle_timeout: None,
            turn_timeout: USUAL_TURN,
            turn: None,
            queue: Vec::new(),
        }
    }
}

impl Session {
    /// Whether nobody said anything about it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// When time ends something here: a turn, while somebody waits.
    pub(super) fn ends_at(&self) -> Option<u64> {
        self.turn.as_ref().filter(|_| !self.queue.is_empty()).map(|turn| turn.expires_at)
    }

    /// What ends when its holder leaves.
    pub(super) fn hold(&self) -> Option<Hold> {
        let turn = self.turn.as_ref()?;
        Some(Hold { lock: None, user: turn.holder.id.to_string(), since: turn.since, grace: AWAY_MS })
    }

    /// As everybody is shown it, but for the locks.
    pub(super) fn shown(&self) -> Value {
        let is_sequential = self.mode == Mode::Sequential;
        let turn = is_sequential.then(|| {
            json!({
                "holder": self.turn.as_ref().map(|turn| &turn.holder), "since": self.turn.as_ref().map(|turn| turn.since),
                "expires_at": self.turn.as_ref().map(|turn| turn.expires_at), "queue": self.queue,
            })
        });
        let mut shown = self.settings();
        shown.insert("turn".to_owned(), turn.into());
        shown.into()
    }

    /// What owners decide about.
    pub(super) fn settings(&self) -> Map<String, Value> {
        let mode = mode_word::word(self.mode);
        [
            ("mode", json!(mode)),
            ("max_participants", json!(self.max_participants)),
            ("idle_timeout", json!(self.idle_timeout)),
            ("turn_timeout", json!(self.turn_timeout)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
    }

    /// Changes what owners decide about.
    pub(in crate::features) fn change(&mut self, change: &Change) -> Result<Vec<Happened>, Refused> {
        let timeouts = [change.idle_timeout.flatten(), change.turn_timeout];
        if timeouts.into_iter().flatten().any(|seconds| !TIMEOUTS.contains(&seconds)) {
            return Err(Refused::Invalid("a timeout is a number of seconds from 10 to 86400"));
        }
        if change.max_participants.flatten().is_some_and(|most| !(1..=MOST_PARTICIPANTS).contains(&most)) {
            return Err(Refused::Invalid("max_participants is a number from 1 to 10000"));
        }
        let before = self.settings();
        self.mode = change.mode.unwrap_or(self.mode);
        self.max_participants = change.max_participants.unwrap_or(self.max_participants);
        self.idle_timeout = change.idle_timeout.unwrap_or(self.idle_timeout);
        self.turn_timeout = change.turn_timeout.unwrap_or(self.turn_timeout);
        let after = self.settings();
        let differing = |of: &Map<String, Value>, from: &Map<String, Value>| -> Map<String, Value> {
            of.iter()
                .filter(|(name, value)| from.get(*name) != Some(*value))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect()
        };
        if before == after {
            return Ok(Vec::new());
        }
        let data = json!({ "old": differing(&before, &after), "new": differing(&after, &before) });
        let mut happened = vec![Happened::by_caller("session.changed", data)];
        if self.mode != Mode::Sequential {
            self.queue.clear();
            happened.extend(self.turn.take().map(|turn| turn.ended(("mode", Whose::Caller))));
        }
        Ok(happened)
    }

    /// Somebody wants to edit: at once if nobody does, else when it is their turn. Whoever has the turn keeps it longer, as long as
    /// nobody waits.
    pub(in crate::features) fn request(&mut self, who: &Author, now: u64) -> Result<Vec<Happened>, Refused> {
        self.must_be_sequential()?;
        let lasts = u64::from(self.turn_timeout) * 1000;
        let Some(turn) = &mut self.turn else { return Ok(vec![self.offer(who.clone(), Whose::Caller, now)]) };
        if turn.holder.id == who.id {
            if self.queue.is_empty() {
                turn.expires_at = now.saturating_add(lasts);
            }
            return Ok(Vec::new());
        }
        if self.queue.iter().any(|waiting| waiting.user.id == who.id) {
            return Ok(Vec::new());
        }
        if self.queue.len() >= MOST_WAITING {
            return Err(Refused::Conflict("100 wait for their turn already; try again later"));
        }
        let is_over = turn.expires_at <= now;
        self.queue.push(Waiting { user: who.clone(), at: now });
        if is_over {
            return Ok(self.end_turn(("timeout", Whose::Server), now));
        }
        Ok(vec![Happened::by_caller("session.turn_requested", json!({ "position": self.queue.len() }))])
    }

    /// Whoever has the turn gives it to somebody who waits, the next one if it is not said whom.
    pub(in crate::features) fn pass(&mut self, who: &Author, to: Option<&str>, now: u64) -> Result<Vec<Happened>, Refused> {
        self.must_be_sequential()?;
        if self.turn.as_ref().is_none_or(|turn| turn.holder.id != who.id) {
            return Err(Refused::Conflict("it is not your turn"));
        }
        let waits = |to: &str| self.queue.iter().position(|waiting| *waiting.user.id == *to);
        let at = match to {
            Some(to) => waits(to).ok_or(Refused::Conflict("a turn is passed to somebody who waits for it"))?,
            None if self.queue.is_empty() => return Ok(self.end_turn(("given_up", Whose::Caller), now)),
            None => 0,
        };
        let to = self.queue.remove(at).user;
        let passed = Happened::by_caller("session.turn_passed", json!({ "to": to }));
        Ok(vec![passed, self.offer(to, Whose::Caller, now)])
    }

    /// Somebody no longer wants their turn, or no longer waits for it.
    pub(in crate::features) fn give_up(&mut self, who: &Author, now: u64) -> Result<Vec<Happened>, Refused> {
        self.must_be_sequential()?;
        if self.turn.as_ref().is_some_and(|turn| turn.holder.id == who.id) {
            return Ok(self.end_turn(("given_up", Whose::Caller), now));
        }
        let before = self.queue.len();
        self.queue.retain(|waiting| waiting.user.id != who.id);
        if self.queue.len() == before {
            return Err(Refused::Conflict("it is not your turn, and you don't wait for it"));
        }
        Ok(vec![Happened::by_caller("session.turn_withdrawn", json!({}))])
    }

    /// Takes the turn from whoever has it: owners at any time, others when it is over and nobody waits before them.
    pub(in crate::features) fn take(&mut self, who: &Author, power: Power, now: u64) -> Result<Vec<Happened>, Refused> {
        self.must_be_sequential()?;
        if self.turn.as_ref().is_some_and(|turn| turn.holder.id == who.id) {
            return Ok(Vec::new());
        }
        let is_over = self.turn.as_ref().is_none_or(|turn| turn.expires_at <= now);
        let is_next = self.queue.first().is_none_or(|first| first.user.id == who.id);
        if power == Power::Holder && !(is_over && is_next) {
            return Err(Refused::Conflict(
                "owners take a turn at any time, others when it is over and they are next; request it",
            ));
        }
        let ended = self.turn.take().map(|turn| turn.ended(("taken", Whose::Caller)));
        Ok(ended.into_iter().chain([self.offer(who.clone(), Whose::Caller, now)]).collect())
    }

    fn must_be_sequential(&self) -> Result<(), Refused> {
        if self.mode == Mode::Sequential { Ok(()) } else { Err(Refused::Conflict("there are turns in sequential sessions only")) }
    }

    /// Gives the turn to the next one, if it is over and somebody waits.
    pub(super) fn pass_time(&mut self, now: u64) -> Vec<Happened> {
        if self.ends_at().is_none_or(|at| at > now) {
            return Vec::new();
        }
        self.end_turn(("timeout", Whose::Server), now)
    }

    /// Gives the turn to the next one, because its holder left, unless they got it anew after that.
    pub(super) fn left(&mut self, hold: &Hold, now: u64) -> Vec<Happened> {
        let is_same = |turn: &Turn| *turn.holder.id == *hold.user && turn.since == hold.since;
        if self.turn.as_ref().is_some_and(is_same) { self.end_turn(("left", Whose::Server), now) } else { Vec::new() }
    }

    /// Ends the turn; it is the next one's, if somebody waits.
    fn end_turn(&mut self, (why, whose): (&'static str, Whose), now: u64) -> Vec<Happened> {
        let Some(turn) = self.turn.take() else { return Vec::new() };
        let ended = turn.ended((why, whose));
        let next = if self.queue.is_empty() { None } else { Some(self.queue.remove(0).user) };
        std::iter::once(ended).chain(next.map(|next| self.offer(next, whose, now))).collect()
    }

    /// Gives somebody the turn.
    fn offer(&mut self, to: Author, whose: Whose, now: u64) -> Happened {
        self.queue.retain(|waiting| waiting.user.id != to.id);
        let expires_at = now.saturating_add(u64::from(self.turn_timeout) * 1000);
        let data = json!({ "to": to, "expires_at": expires_at });
        self.turn = Some(Turn { holder: to, since: now, expires_at });
        Happened { kind: "session.turn_offered", data, whose }
    }
}

impl Turn {
    fn ended(self, (why, whose): (&'static str, Whose)) -> Happened {
        let data = json!({ "holder": self.holder, "why": why });
        Happened { kind: "session.turn_ended", data, whose }
    }
}

/// The modes as they are written.
pub mod mode_word {
    use std::borrow::Cow;

    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::room::around::Mode;

    /// How a mode is written.
    #[must_use]
    pub fn word(mode: Mode) -> &'static str {
        match mode {
            Mode::Parallel => "parallel",
            Mode::Sequential => "sequential",
            Mode::Locked => "locked",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(mode: &Mode, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(word(*mode))
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Mode, D::Error> {
        let name = Cow::<'d, str>::deserialize(from)?;
        let named = [Mode::Parallel, Mode::Sequential, Mode::Locked].into_iter().find(|mode| word(*mode) == name);
        named.ok_or_else(|| D::Error::custom("no such mode"))
    }
}
