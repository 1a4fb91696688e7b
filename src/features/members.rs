//! Members: who has which role in a document or below a prefix, and who is blocked. One record for each scope and user; a block
//! that covers a document wins over every role. Asked by the guard, changed by `http::api`; decides nothing about who may change it.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;
use yrsa_storage::{Expected, RecordBatch};

use super::records::{self, Key, Stored};
use super::{Journal, Refused};
use crate::access::{Role, Scope};
use crate::event::{Doer, Draft};

const TAG: &str = "member";

/// The most members of one scope.
const MOST: usize = 10_000;

/// Attempts to write a member while others do.
const ATTEMPTS: usize = 16;

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Has no role, whatever else grants one.
    Blocked,
    /// Has this role.
    #[serde(untagged)]
    Member(Role),
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What the member is.
    pub role: Standing,
    /// Who decided that.
    pub changed_by: String,
    /// When, in milliseconds since the Unix epoch.
    pub changed_ms: u64,
}

/// All members.
#[derive(Clone)]
pub struct Members {
    journal: Arc<Journal>,
}

impl std::fmt::Debug for Members {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Members")
    }
}

impl Members {
    /// Members in the storage of this journal, which is told of what changes.
    #[must_use]
    pub fn new(journal: Arc<Journal>) -> Self {
        Self { journal }
    }

    /// What a user is in a scope: blocked if anything that covers it blocks, else the highest role of all that cover it.
    pub fn standing(&self, scope: &Scope, user: &str) -> Result<Option<Standing>, Refused> {
        let mut highest = None;
        for scope in scope.with_ancestors() {
            match self.get(&scope, user)?.map(|member| member.role) {
                Some(Standing::Blocked) => return Ok(Some(Standing::Blocked)),
                Some(Standing::Member(role)) => highest = highest.max(Some(role)),
                None => {}
            }
        }
        Ok(highest.map(Standing::Member))
    }

    /// The entry for exactly this scope.
    pub fn get(&self, scope: &Scope, user: &str) -> Result<Option<Member>, Refused> {
        Ok(self.stored(scope, user)?.map(|stored| stored.value))
    }

    fn stored(&self, scope: &Scope, user: &str) -> Result<Option<Stored<Member>>, Refused> {
        records::get(&**self.journal.store(), &key(scope).name(user))
    }

    /// The members of exactly this scope, with their users' ids.
    pub fn list(&self, scope: &Scope) -> Result<Vec<(String, Member)>, Refused> {
        records::list(&**self.journal.store(), &key(scope))
    }

    /// The same without those whose records can't be read.
    pub fn list_readable(&self, scope: &Scope) -> Result<Vec<(String, Member)>, Refused> {
        records::list_readable(&**self.journal.store(), &key(scope))
    }

    /// Sets what a user is; who did that is told.
    pub fn set(&self, by: &Doer, scope: &Scope, user: &str, member: &Member) -> Result<(), Refused> {
        if scope.is_companion() {
            return Err(Refused::Invalid("ids that end in ~yrsa are the server's own; set members of the document"));
        }
        for _ in 0..ATTEMPTS {
            let stored = self.stored(scope, user)?;
            if stored.is_none() && records::has(&**self.journal.store(), &key(scope), MOST)? {
                return Err(Refused::Conflict("there are 10000 members here already; remove some"));
            }
            let (key, value) = Self::record(scope, user, member)?;
            let unchanged = stored.as_ref().map_or(Expected::Absent, Stored::unchanged);
            let old = stored.map(|stored| stored.value.role);
            let told = changed(by, scope, user, (old, Some(member.role)), member.changed_ms);
            if self.journal.write(RecordBatch::new().expect(key.clone(), unchanged).put(key, value), told)? {
                return Ok(());
            }
        }
        Err(Refused::Busy("the member is being changed; try again"))
    }

    /// The record of a member, and its key, for those who write it together with other records.
    pub fn record(scope: &Scope, user: &str, member: &Member) -> Result<(Bytes, Bytes), Refused> {
        Ok((key(scope).name(user), records::encode(member)?))
    }

    /// Forgets all members of exactly this scope.
    pub fn forget(&self, scope: &Scope) -> Result<(), Refused> {
        records::remove_below(&**self.journal.store(), &key(scope))
    }

    /// Removes a member, and tells who did that; whether there was one.
    pub fn remove(&self, by: &Doer, scope: &Scope, user: &str, now_ms: u64) -> Result<bool, Refused> {
        for _ in 0..ATTEMPTS {
            let Some(stored) = self.stored(scope, user)? else { return Ok(false) };
            let key = key(scope).name(user);
            let told = changed(by, scope, user, (Some(stored.value.role), None), now_ms);
            if self.journal.write(RecordBatch::new().expect(key.clone(), stored.unchanged()).delete(key), told)? {
                return Ok(true);
            }
        }
        Err(Refused::Busy("the member is being changed; try again"))
    }
}

/// What is told of a user who was one thing and is another; nothing if that is the same.
#[must_use]
pub fn changed(
    by: &Doer,
    scope: &Scope,
    user: &str,
    (old, new): (Option<Standing>, Option<Standing>),
    now_ms: u64,
) -> Vec<Draft> {
    let (kind, data) = match (old, new) {
        (old, new) if old == new => return Vec::new(),
        (old, None) => ("member.removed", json!({ "user": user, "old": old })),
        (None, Some(Standing::Blocked)) => ("member.blocked", json!({ "user": user })),
        (Some(old), Some(Standing::Blocked)) => ("member.blocked", json!({ "user": user, "old": old })),
        (None, Some(role)) => ("member.added", json!({ "user": user, "role": role })),
        (Some(old), Some(role)) => ("member.changed", json!({ "user": user, "role": role, "old": old })),
    };
    vec![Draft::by(kind, scope.as_str().into(), now_ms, by, data)]
}

fn key(scope: &Scope) -> Key {
    Key::new(TAG).under(scope.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Author;

    #[test]
    fn a_standing_is_written_as_one_word() {
        for (standing, word) in [(Standing::Member(Role::Editor), "\"editor\""), (Standing::Blocked, "\"blocked\"")] {
            assert_eq!(serde_json::to_string(&standing).unwrap(), word);
            assert_eq!(serde_json::from_str::<Standing>(word).unwrap(), standing);
        }
        assert_eq!(serde_json::from_str::<Standing>("\"host\"").unwrap(), Standing::Member(Role::Owner));
        assert!(serde_json::from_str::<Standing>("\"boss\"").is_err());
    }

    #[test]
    fn the_highest_role_counts_and_a_block_beats_it() {
        let members = Members::new(Journal::in_memory());
        let doer = Doer::from(Author { id: "x".into(), name: None });
        let scope = |text: &str| Scope::new(text).unwrap();
        let set = |at: &str, role| {
            let member = Member { role, changed_by: "x".to_owned(), changed_ms: 0 };
            members.set(&doer, &scope(at), "ada", &member).unwrap();
        };
        set("a/", Standing::Member(Role::Owner));
        set("a/b", Standing::Member(Role::Viewer));
        assert_eq!(members.standing(&scope("a/b"), "ada").unwrap(), Some(Standing::Member(Role::Owner)));
        assert_eq!(members.standing(&scope("a"), "ada").unwrap(), None);
        assert_eq!(members.standing(&scope("a/b"), "bob").unwrap(), None);
        set("/", Standing::Blocked);
        assert_eq!(members.standing(&scope("a/b"), "ada").unwrap(), Some(Standing::Blocked));
        assert!(members.remove(&doer, &scope("/"), "ada", 0).unwrap());
        assert!(!members.remove(&doer, &scope("/"), "ada", 0).unwrap());
        assert_eq!(members.list(&scope("a/")).unwrap().len(), 1);
    }
}
