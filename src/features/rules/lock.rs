//! Locks of one document: who gets one, how long it lasts, who ends it. Pure: time and ids are arguments; `rules` keeps what comes of
//! it. No lock overlaps one that somebody else holds; of one's own any may.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Happened;
use super::path::Path;
use crate::access::Denied;
use crate::event::Author;
use crate::features::Refused;

/// The most locks of a document.
pub const MOST: usize = 256;
/// How long a lock lasts, in seconds, unless somebody says otherwise; and at least and at most.
pub const USUAL_SECONDS: u32 = 30 * 60;
const LEAST_SECONDS: u32 = 10;
const MOST_SECONDS: u32 = 24 * 60 * 60;
/// How long after its holder left a lock may end at the latest, in seconds.
const LONGEST_LEAVE: u32 = 600;
/// The most bytes of a reason.
const REASON: usize = 256;

/// A part of a document that its holder alone may change. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// A UUID that grows with time.
    pub id: String,
    /// A JSON pointer; empty for the whole document.
    pub path: String,
    /// Whose it is.
    pub holder: Author,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When the holder got it.
    pub acquired_at: u64,
    /// When it was last made to last longer.
    pub renewed_at: u64,
    /// When it ends by itself.
    pub expires_at: u64,
    /// How long it lasts after each renewal that says nothing else.
    pub seconds: u32,
    /// Ends so many seconds after its holder left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_on_leave: Option<u32>,
}

/// A lock that somebody wants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewLock {
    /// Where.
    pub path: Path,
    /// Why; kept as it was if it is the caller's already and this says nothing.
    pub reason: Option<String>,
    /// How long, in seconds: 10 to 86,400.
    pub seconds: Option<u32>,
    /// Ends so many seconds after its holder left: 0 to 600. Kept as it was if it is the caller's already and this says nothing.
    pub release_on_leave: Option<u32>,
}

/// What became of a wish for a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acquired {
    /// The caller has it now.
    New(Lock),
    /// The caller had it, and has it longer now.
    Renewed(Lock),
    /// Somebody else has this one, which overlaps.
    Held(Lock),
}

/// How a lock is ended by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// One's own locks only.
    Holder,
    /// Anybody's.
    Owner,
}

impl Lock {
    fn overlaps(&self, path: &Path) -> bool {
        // What is kept was read once: should it be unreadable, it holds everywhere.
        Path::new(&self.path).is_ok_and(|mine| mine.overlaps(path)) || Path::new(&self.path).is_err()
    }

    /// Makes it last so long from now, or as long as before.
    fn prolong(&mut self, seconds: Option<u32>, now: u64) {
        self.seconds = seconds.unwrap_or(self.seconds);
        (self.renewed_at, self.expires_at) = (now, now.saturating_add(u64::from(self.seconds) * 1000));
    }

    /// As events and answers show it.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!({
            "id": self.id, "path": self.path, "holder": self.holder, "reason": self.reason, "acquired_at": self.acquired_at,
            "renewed_at": self.renewed_at, "expires_at": self.expires_at, "release_on_leave": self.release_on_leave,
        })
    }
}

fn check(wanted: &NewLock) -> Result<(), Refused> {
    check_seconds(wanted.seconds)?;
    if wanted.release_on_leave.is_some_and(|seconds| seconds > LONGEST_LEAVE) {
        return Err(Refused::Invalid("release_on_leave is a number of seconds from 0 to 600"));
    }
    if wanted.reason.as_ref().is_some_and(|reason| reason.len() > REASON || reason.chars().any(char::is_control)) {
        return Err(Refused::Invalid("a reason has at most 256 bytes without control characters"));
    }
    Ok(())
}

fn check_seconds(seconds: Option<u32>) -> Result<(), Refused> {
    match seconds {
        Some(seconds) if !(LEAST_SECONDS..=MOST_SECONDS).contains(&seconds) => {
            Err(Refused::Invalid("a lock lasts 10 to 86400 seconds"))
        }
        _ => Ok(()),
    }
}

/// Gives a lock to somebody, if nobody else has one that overlaps. What expired is taken out before.
pub fn acquire(locks: &mut Vec<Lock>, wanted: &NewLock, (id, holder): (&str, &Author), now: u64) -> Result<Acquired, Refused> {
    check(wanted)?;
    let others = |lock: &&Lock| lock.holder.id != holder.id && lock.overlaps(&wanted.path);
    if let Some(other) = locks.iter().find(others) {
        return Ok(Acquired::Held(other.clone()));
    }
    let path = wanted.path.to_string();
    if let Some(mine) = locks.iter_mut().find(|lock| lock.holder.id == holder.id && lock.path == path) {
        mine.prolong(wanted.seconds, now);
        mine.holder = holder.clone();
        mine.reason = wanted.reason.clone().or(mine.reason.take());
        mine.release_on_leave = wanted.release_on_leave.or(mine.release_on_leave);
        return Ok(Acquired::Renewed(mine.clone()));
    }
    if locks.len() >= MOST {
        return Err(Refused::Conflict("there are 256 locks on this document; release some"));
    }
    let mut lock = Lock {
        id: id.to_owned(),
        path,
        holder: holder.clone(),
        reason: wanted.reason.clone(),
        acquired_at: now,
        renewed_at: now,
        expires_at: now,
        seconds: USUAL_SECONDS,
        release_on_leave: wanted.release_on_leave,
    };
    lock.prolong(wanted.seconds, now);
    locks.push(lock.clone());
    Ok(Acquired::New(lock))
}

/// That there is a new one.
pub(in crate::features) fn told(lock: &Lock) -> Happened {
    Happened::by_caller("lock.acquired", json!({ "lock": lock.shown() }))
}

/// Makes one's own lock last longer.
pub fn renew(locks: &mut [Lock], id: &str, by: &Author, seconds: Option<u32>, now: u64) -> Result<Lock, Refused> {
    check_seconds(seconds)?;
    let lock = locks.iter_mut().find(|lock| lock.id == id).ok_or(Refused::Unknown("lock"))?;
    if lock.holder.id != by.id {
        return Err(Denied::NoRight.into());
    }
    lock.prolong(seconds, now);
    Ok(lock.clone())
}

/// Ends a lock: one's own, or as owner anybody's.
pub(in crate::features) fn end(locks: &mut Vec<Lock>, id: &str, (by, power): (&Author, Power)) -> Result<Happened, Refused> {
    let at = locks.iter().position(|lock| lock.id == id).ok_or(Refused::Unknown("lock"))?;
    let is_mine = locks.get(at).is_some_and(|lock| lock.holder.id == by.id);
    if !is_mine && power == Power::Holder {
        return Err(Denied::NoRight.into());
    }
    let lock = locks.remove(at);
    Ok(if is_mine {
        Happened::by_caller("lock.released", json!({ "lock": lock.shown(), "why": "released" }))
    } else {
        Happened::by_caller("lock.broken", json!({ "lock": lock.shown(), "by": by }))
    })
}

/// Ends the locks with these ids, because their holders left, unless they were renewed after that.
pub(super) fn leave(locks: &mut Vec<Lock>, left: &[(String, u64)]) -> Vec<Happened> {
    let has_left = |lock: &mut Lock| left.iter().any(|(id, renewed_at)| lock.id == *id && lock.renewed_at == *renewed_at);
    let gone = locks.extract_if(.., has_left);
    gone.map(|lock| Happened::of_time("lock.released", json!({ "lock": lock.shown(), "why": "left" }))).collect()
}

/// Takes out what has expired.
pub fn expire(locks: &mut Vec<Lock>, now: u64) -> Vec<Lock> {
    locks.extract_if(.., |lock| lock.expires_at <= now).collect()
}
