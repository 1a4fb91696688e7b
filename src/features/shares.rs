//! Share links: a secret that gives whoever has it a permission in a document or below a prefix, until it expires, is used up or
//! revoked. The secret is shown once and stored as a hash. Uses are counted one at a time, so a link for ten lets in ten.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yrsa_storage::{Expected, RecordBatch, Storage};

use super::records::{self, Key, Stored};
use super::{Journal, Refused};
use crate::access::secret::{self, Secret};
use crate::access::{Denied, Role, Scope};
use crate::event::{Doer, Draft};

const TAG: &str = "share";
const OF_SCOPE: &str = "share-of";
const USED_BY: &str = "share-used";

/// Attempts to count one use while others count theirs; in one process a lock makes the first succeed.
const ATTEMPTS: usize = 64;

/// How long a chain of shares gets that were each made by who came by the one before.
const DEEPEST: usize = 8;

/// The most shares of one scope that give something.
const MOST: usize = 1000;

/// Shares that are forgotten as one.
const PAGE: usize = 100;

/// What a share lets people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Permission {
    /// Read.
    View,
    /// Comment too.
    Comment,
    /// Edit too.
    Edit,
    /// Make shares of the same scope too.
    Share,
}

impl Permission {
    /// The role it gives.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::View => Role::Viewer,
            Self::Comment => Role::Commenter,
            Self::Edit | Self::Share => Role::Editor,
        }
    }
}

/// A share, as it is stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// What it is about.
    pub scope: Scope,
    /// What it lets people do.
    pub permission: Permission,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since the Unix epoch.
    pub created_ms: u64,
    /// When it ends, in milliseconds since the Unix epoch.
    pub expires_ms: Option<u64>,
    /// How often it can be used.
    pub max_uses: Option<u64>,
    /// How often it was used.
    pub uses: u64,
    /// When last, in milliseconds since the Unix epoch.
    pub last_used_ms: Option<u64>,
    /// When it was revoked, in milliseconds since the Unix epoch.
    pub revoked_ms: Option<u64>,
    /// The share by which its maker may make shares: this one gives nothing without that one.
    #[serde(default)]
    pub parent: Option<String>,
    /// SHA-256 of the secret, in hex.
    hash: String,
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Share").field("scope", &self.scope).field("permission", &self.permission).finish_non_exhaustive()
    }
}

impl Share {
    /// Whether it would still give its permission, as far as it says itself.
    fn own_part_holds(&self, now_ms: u64) -> Result<(), Denied> {
        if self.revoked_ms.is_some() {
            return Err(Denied::Revoked);
        }
        if self.expires_ms.is_some_and(|expires| expires <= now_ms) {
            return Err(Denied::Expired);
        }
        Ok(())
    }
}

/// A share to be made.
#[derive(Debug, Clone)]
pub struct NewShare {
    /// See [`Share`].
    pub scope: Scope,
    /// See [`Share`].
    pub permission: Permission,
    /// See [`Share`].
    pub created_by: String,
    /// See [`Share`].
    pub expires_ms: Option<u64>,
    /// See [`Share`].
    pub max_uses: Option<u64>,
    /// See [`Share`].
    pub parent: Option<String>,
}

/// Who uses a share.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// A user whose first use alone is counted.
    User(&'a str),
    /// Somebody who counts each time.
    Anybody,
}

/// Nothing but a version: its key says it all.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Mark {}

/// All shares.
#[derive(Clone)]
pub struct Shares {
    journal: Arc<Journal>,
    counting: Arc<Mutex<()>>,
}

impl std::fmt::Debug for Shares {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shares")
    }
}

impl Shares {
    /// Shares in the storage of this journal, which is told of what becomes of them.
    #[must_use]
    pub fn new(journal: Arc<Journal>) -> Self {
        Self { journal, counting: Arc::default() }
    }

    fn store(&self) -> &dyn Storage {
        &**self.journal.store()
    }

    /// Makes a share: its id, and the secret that is never shown again. It ends with its parent at the latest.
    pub fn create(&self, by: &Doer, new: NewShare, now_ms: u64) -> Result<(String, Secret, Share), Refused> {
        if new.scope.is_companion() {
            return Err(Refused::Invalid("ids that end in ~yrsa are the server's own; share the document"));
        }
        let above = self.above(new.parent.as_deref())?;
        above.iter().try_for_each(|(_, share)| share.value.own_part_holds(now_ms))?;
        if above.len() >= DEEPEST {
            return Err(Refused::Conflict("a share was passed on too often to be passed on again"));
        }
        let expires_ms = above.iter().map(|(_, share)| share.value.expires_ms).chain([new.expires_ms]).flatten().min();
        self.make_room(&new.scope, now_ms)?;
        let secret = Secret::new(secret::SHARE, &records::random::<32>()?);
        let hash = secret.hash();
        let id = secret::name(&hash).to_owned();
        let share = Share {
            scope: new.scope,
            permission: new.permission,
            created_by: new.created_by,
            created_ms: now_ms,
            expires_ms,
            max_uses: new.max_uses,
            uses: 0,
            last_used_ms: None,
            revoked_ms: None,
            parent: new.parent,
            hash,
        };
        let of_scope = Key::new(OF_SCOPE).under(share.scope.as_str()).name(&id);
        let batch = RecordBatch::new()
            .expect(key(&id), Expected::Absent)
            .put(key(&id), records::encode(&share)?)
            .put(of_scope, records::encode(&Mark {})?);
        let data = json!({
            "share": id, "permission": share.permission, "expires_at": share.expires_ms, "max_uses": share.max_uses,
            "parent": share.parent,
        });
        if !self.journal.write(batch, vec![about("share.created", &share, by, now_ms, data)])? {
            return Err(Refused::Conflict("the share could not be made; try again"));
        }
        Ok((id, secret, share))
    }

    /// A share.
    pub fn get(&self, id: &str) -> Result<Option<Share>, Refused> {
        Ok(self.stored(id)?.map(|stored| stored.value))
    }

    fn stored(&self, id: &str) -> Result<Option<Stored<Share>>, Refused> {
        records::get(self.store(), &key(id))
    }

    /// A share and those above it, the nearest first. One that is gone counts as revoked.
    fn above(&self, parent: Option<&str>) -> Result<Vec<(String, Stored<Share>)>, Refused> {
        let mut above = Vec::new();
        let mut next = parent.map(str::to_owned);
        while let Some(id) = next {
            if above.len() >= DEEPEST {
                return Err(Refused::Damaged("a share has too many above it"));
            }
            let stored = self.stored(&id)?.ok_or(Denied::Revoked)?;
            next = stored.value.parent.clone();
            above.push((id, stored));
        }
        Ok(above)
    }

    /// Whether a share still gives its permission: neither it nor one above it is revoked or has expired.
    pub fn holds(&self, share: &Share, now_ms: u64) -> Result<(), Refused> {
        share.own_part_holds(now_ms)?;
        self.above(share.parent.as_deref())?.iter().try_for_each(|(_, share)| Ok(share.value.own_part_holds(now_ms)?))
    }

    /// Refuses one share too many in a scope, after those are gone that give nothing any more.
    fn make_room(&self, scope: &Scope, now_ms: u64) -> Result<(), Refused> {
        let below = Key::new(OF_SCOPE).under(scope.as_str());
        if !records::has(self.store(), &below, MOST)? {
            return Ok(());
        }
        let mut ended = RecordBatch::new();
        for (id, share) in self.list(scope)? {
            if share.own_part_holds(now_ms).is_err() {
                for (user, Mark {}) in records::list::<Mark>(self.store(), &Key::new(USED_BY).under(&id))? {
                    ended = ended.delete(Key::new(USED_BY).under(&id).name(&user));
                }
                ended = ended.delete(key(&id)).delete(below.clone().name(&id));
            }
        }
        if ended.changes.is_empty() {
            return Err(Refused::Conflict("there are 1000 shares here already; revoke some"));
        }
        records::write(self.store(), &ended).map(|_| ())
    }

    /// The shares of exactly this scope, with their ids.
    pub fn list(&self, scope: &Scope) -> Result<Vec<(String, Share)>, Refused> {
        let ids = records::list::<Mark>(self.store(), &Key::new(OF_SCOPE).under(scope.as_str()))?;
        let shares = ids.into_iter().map(|(id, _)| Ok(self.get(&id)?.map(|share| (id, share))));
        shares.filter_map(Result::transpose).collect()
    }

    /// Forgets all shares of exactly this scope.
    pub fn forget(&self, scope: &Scope) -> Result<(), Refused> {
        let of_scope = Key::new(OF_SCOPE).under(scope.as_str());
        loop {
            let page = self.store().scan(of_scope.prefix(), None, PAGE)?;
            if page.is_empty() {
                return Ok(());
            }
            for mark in page {
                // Its key says it all: one whose value is damaged goes like any other.
                let id = mark.key.get(of_scope.prefix().len()..).and_then(|id| std::str::from_utf8(id).ok());
                let mut batch = RecordBatch::new();
                if let Some(id) = id {
                    records::remove_below(self.store(), &Key::new(USED_BY).under(id))?;
                    batch = batch.delete(key(id));
                }
                records::write(self.store(), &batch.delete(mark.key.clone()))?;
            }
        }
    }

    /// Ends a share for all who use it; whether there was one to end.
    pub fn revoke(&self, by: &Doer, id: &str, now_ms: u64) -> Result<bool, Refused> {
        let _counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            let Some(stored) = self.stored(id)?.filter(|stored| stored.value.revoked_ms.is_none()) else { return Ok(false) };
            let revoked = Share { revoked_ms: Some(now_ms), ..stored.value.clone() };
            let batch = RecordBatch::new().expect(key(id), stored.unchanged()).put(key(id), records::encode(&revoked)?);
            let told = about("share.revoked", &stored.value, by, now_ms, json!({ "share": id }));
            if self.journal.write(batch, vec![told])? {
                return Ok(true);
            }
        }
        Err(Refused::Conflict("the share is being changed; try again"))
    }

    /// Uses a share by its secret: counts the use, or refuses it.
    pub fn use_secret(&self, secret: &str, by: By<'_>, doer: &Doer, now_ms: u64) -> Result<(String, Share), Refused> {
        let hash = secret::hash(secret);
        let id = secret::name(&hash).to_owned();
        let _counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            let stored = self.stored(&id)?.filter(|stored| secret::same(&stored.value.hash, &hash)).ok_or(Denied::Invalid)?;
            self.holds(&stored.value, now_ms)?;
            let mut batch = RecordBatch::new();
            if let By::User(user) = by {
                let used = Key::new(USED_BY).under(&id).name(user);
                if self.store().get(&used)?.is_some() {
                    return Ok((id, stored.value));
                }
                batch = batch.expect(used.clone(), Expected::Absent).put(used, records::encode(&Mark {})?);
            }
            // Who is let in by a share that was passed on is let in by those above it, too: a link for ten is for ten in all.
            let above = self.above(stored.value.parent.as_deref())?;
            for (above, stored) in &above {
                batch = used_once(batch, above, stored, now_ms)?.0;
            }
            let (batch, used) = used_once(batch, &id, &stored, now_ms)?;
            let data = json!({ "share": id, "permission": used.permission, "uses": used.uses });
            if self.journal.write(batch, vec![about("share.used", &used, doer, now_ms, data)])? {
                return Ok((id, used));
            }
        }
        Err(Denied::Unavailable.into())
    }
}

/// One use more of a share, if there is one left.
fn used_once(batch: RecordBatch, id: &str, stored: &Stored<Share>, now_ms: u64) -> Result<(RecordBatch, Share), Refused> {
    let share = &stored.value;
    if share.max_uses.is_some_and(|most| share.uses >= most) {
        return Err(Denied::Expired.into());
    }
    let used = Share { uses: share.uses + 1, last_used_ms: Some(now_ms), ..share.clone() };
    Ok((batch.expect(key(id), stored.unchanged()).put(key(id), records::encode(&used)?), used))
}

fn about(kind: &'static str, share: &Share, by: &Doer, now_ms: u64, data: Value) -> Draft {
    Draft::by(kind, share.scope.as_str().into(), now_ms, by, data)
}

fn key(id: &str) -> bytes::Bytes {
    Key::new(TAG).name(id)
}
