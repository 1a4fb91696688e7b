//! Share links: a secret that gives whoever has it a permission in a document or below a prefix, until it expires, is used up or
//! revoked. The secret is shown once and stored as a hash. Uses are counted one at a time, so a link for ten lets in ten.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use yrsa_storage::{Expected, RecordBatch};

use super::Refused;
use super::records::{self, Key, Store, Stored};
use crate::access::secret::{self, Secret};
use crate::access::{Denied, Role, Scope};

const TAG: &str = "share";
const OF_SCOPE: &str = "share-of";
const USED_BY: &str = "share-used";

/// Attempts to count one use while others count theirs; in one process a lock makes the first succeed.
const ATTEMPTS: usize = 64;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// SHA-256 of the secret, in hex.
    hash: String,
}

impl Share {
    /// Whether it still gives its permission.
    pub fn holds(&self, now_ms: u64) -> Result<(), Denied> {
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
    store: Store,
    counting: Arc<Mutex<()>>,
}

impl std::fmt::Debug for Shares {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shares")
    }
}

impl Shares {
    /// Shares in this storage.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, counting: Arc::default() }
    }

    /// Makes a share: its id, and the secret that is never shown again.
    pub fn create(&self, new: NewShare, now_ms: u64) -> Result<(String, Secret, Share), Refused> {
        let secret = Secret::new(secret::SHARE, &records::random::<32>()?);
        let hash = secret.hash();
        let id = secret::name(&hash).to_owned();
        let share = Share {
            scope: new.scope,
            permission: new.permission,
            created_by: new.created_by,
            created_ms: now_ms,
            expires_ms: new.expires_ms,
            max_uses: new.max_uses,
            uses: 0,
            last_used_ms: None,
            revoked_ms: None,
            hash,
        };
        let of_scope = Key::new(OF_SCOPE).under(share.scope.as_str()).name(&id);
        let batch = RecordBatch::new()
            .expect(key(&id), Expected::Absent)
            .put(key(&id), records::encode(&share)?)
            .put(of_scope, records::encode(&Mark {})?);
        if !records::write(&*self.store, &batch)? {
            return Err(Refused::Conflict("the share could not be made; try again"));
        }
        Ok((id, secret, share))
    }

    /// A share.
    pub fn get(&self, id: &str) -> Result<Option<Share>, Refused> {
        Ok(self.stored(id)?.map(|stored| stored.value))
    }

    fn stored(&self, id: &str) -> Result<Option<Stored<Share>>, Refused> {
        records::get(&*self.store, &key(id))
    }

    /// The shares of exactly this scope, with their ids.
    pub fn list(&self, scope: &Scope) -> Result<Vec<(String, Share)>, Refused> {
        let ids = records::list::<Mark>(&*self.store, &Key::new(OF_SCOPE).under(scope.as_str()))?;
        let shares = ids.into_iter().map(|(id, _)| Ok(self.get(&id)?.map(|share| (id, share))));
        shares.filter_map(Result::transpose).collect()
    }

    /// Ends a share for all who use it; whether there was one to end.
    pub fn revoke(&self, id: &str, now_ms: u64) -> Result<bool, Refused> {
        let _counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            let Some(stored) = self.stored(id)?.filter(|stored| stored.value.revoked_ms.is_none()) else { return Ok(false) };
            let revoked = Share { revoked_ms: Some(now_ms), ..stored.value.clone() };
            let batch = RecordBatch::new().expect(key(id), stored.unchanged()).put(key(id), records::encode(&revoked)?);
            if records::write(&*self.store, &batch)? {
                return Ok(true);
            }
        }
        Err(Refused::Conflict("the share is being changed; try again"))
    }

    /// Uses a share by its secret: counts the use, or refuses it.
    pub fn use_secret(&self, secret: &str, by: By<'_>, now_ms: u64) -> Result<(String, Share), Refused> {
        let hash = secret::hash(secret);
        let id = secret::name(&hash).to_owned();
        let _counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            let stored = self.stored(&id)?.filter(|stored| secret::same(&stored.value.hash, &hash)).ok_or(Denied::Invalid)?;
            stored.value.holds(now_ms)?;
            let mut batch = RecordBatch::new();
            if let By::User(user) = by {
                let used = Key::new(USED_BY).under(&id).name(user);
                if self.store.get(&used)?.is_some() {
                    return Ok((id, stored.value));
                }
                batch = batch.expect(used.clone(), Expected::Absent).put(used, records::encode(&Mark {})?);
            }
            if stored.value.max_uses.is_some_and(|most| stored.value.uses >= most) {
                return Err(Denied::Expired.into());
            }
            let used = Share { uses: stored.value.uses + 1, last_used_ms: Some(now_ms), ..stored.value.clone() };
            batch = batch.expect(key(&id), stored.unchanged()).put(key(&id), records::encode(&used)?);
            if records::write(&*self.store, &batch)? {
                return Ok((id, used));
            }
        }
        Err(Denied::Unavailable.into())
    }
}

fn key(id: &str) -> bytes::Bytes {
    Key::new(TAG).name(id)
}
