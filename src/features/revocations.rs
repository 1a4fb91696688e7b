//! Tokens that were withdrawn before their time: one by its `jti`, one login of an account, or all that a user got until a time.
//! Loaded at the start, kept in memory, written to disk before they count; let go of when the tokens have expired anyway.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use yrsa_storage::RecordBatch;

use super::records::{self, Key};
use super::{Journal, Refused};
use crate::access::Identity;
use crate::event::Draft;

const TAG: &str = "revoked";

/// What is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Revoked {
    /// The token with this `jti`.
    Token(String),
    /// All tokens of a login.
    Session(String),
    /// All tokens of a user that were issued up to a time, and those that don't say when they were.
    User(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// Tokens issued up to here are meant, in milliseconds since the Unix epoch (for users).
    before_ms: u64,
    /// From here on no token can be meant any more; `None` if that can't be known.
    until_ms: Option<u64>,
}

/// All revocations.
pub struct Revocations {
    journal: Arc<Journal>,
    /// Held from reading an entry until what follows from it is written and known, so that no older one takes its place.
    writing: Mutex<()>,
    /// Never held while something is written: every request asks here.
    entries: RwLock<HashMap<Revoked, Entry>>,
}

impl std::fmt::Debug for Revocations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Revocations")
    }
}

impl Revocations {
    /// Loads them from the storage of this journal, which is told of new ones.
    pub fn load(journal: Arc<Journal>, now_ms: u64) -> Result<Self, Refused> {
        let store = journal.store();
        let mut entries = HashMap::new();
        for kind in ["token", "session", "user"] {
            for (name, entry) in records::list::<Entry>(&**store, &Key::new(TAG).under(kind))? {
                entries.insert(revoked(kind, name), entry);
            }
        }
        let loaded = Self { journal, writing: Mutex::default(), entries: RwLock::new(entries) };
        loaded.forget_old(now_ms)?;
        Ok(loaded)
    }

    /// Withdraws, and tells of it: durable on return, and known to [`is_revoked`](Self::is_revoked).
    pub fn add(&self, what: Revoked, before_ms: u64, until_ms: Option<u64>, told: Vec<Draft>) -> Result<(), Refused> {
        let _one_at_a_time = self.one_at_a_time();
        let known = self.read(&what);
        let before_ms = known.map_or(before_ms, |known| known.before_ms.max(before_ms));
        let until_ms = match known {
            Some(known) => known.until_ms.zip(until_ms).map(|(a, b)| a.max(b)),
            None => until_ms,
        };
        let entry = Entry { before_ms, until_ms };
        self.journal.write(RecordBatch::new().put(key(&what), records::encode(&entry)?), told)?;
        self.entries.write().unwrap_or_else(PoisonError::into_inner).insert(what, entry);
        Ok(())
    }

    /// Whether an identity's token was withdrawn.
    #[must_use]
    pub fn is_revoked(&self, identity: &Identity) -> bool {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        if entries.is_empty() {
            return false;
        }
        let has = |what| entries.contains_key(&what);
        let by_user = entries.get(&Revoked::User(identity.user.id.to_string()));
        identity.token_id.as_ref().is_some_and(|id| has(Revoked::Token(id.to_string())))
            || identity.session.as_ref().is_some_and(|session| has(Revoked::Session(session.to_string())))
            || by_user.is_some_and(|entry| identity.issued_ms.unwrap_or(0) <= entry.before_ms)
    }

    /// Up to when a user's tokens are withdrawn; a new one must be younger.
    #[must_use]
    pub fn user_before_ms(&self, user: &str) -> u64 {
        self.read(&Revoked::User(user.to_owned())).map_or(0, |entry| entry.before_ms)
    }

    fn read(&self, what: &Revoked) -> Option<Entry> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).get(what).copied()
    }

    /// Lets go of those that can't matter any more.
    pub fn forget_old(&self, now_ms: u64) -> Result<(), Refused> {
        let old = |entry: &Entry| entry.until_ms.is_some_and(|until| until <= now_ms);
        let _one_at_a_time = self.one_at_a_time();
        let batch = {
            let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
            entries.iter().filter(|(_, entry)| old(entry)).fold(RecordBatch::new(), |batch, (what, _)| batch.delete(key(what)))
        };
        if !batch.changes.is_empty() {
            records::write(&**self.journal.store(), &batch)?;
            self.entries.write().unwrap_or_else(PoisonError::into_inner).retain(|_, entry| !old(entry));
        }
        Ok(())
    }

    fn one_at_a_time(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn revoked(kind: &str, name: String) -> Revoked {
    match kind {
        "token" => Revoked::Token(name),
        "session" => Revoked::Session(name),
        _ => Revoked::User(name),
    }
}

fn key(what: &Revoked) -> bytes::Bytes {
    let (kind, name) = match what {
        Revoked::Token(name) => ("token", name),
        Revoked::Session(name) => ("session", name),
        Revoked::User(name) => ("user", name),
    };
    Key::new(TAG).under(kind).name(name)
}
