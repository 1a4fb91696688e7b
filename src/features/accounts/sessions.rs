//! Logins of accounts. Each has one refresh token at a time, which is exchanged for the next one; whoever presents an older one
//! has stolen it or was stolen from, and the login ends. Stored as hashes.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use yrsa_storage::{Expected, RecordBatch, Storage};

use crate::access::Denied;
use crate::access::secret::{self, Secret, hex};
use crate::event::Draft;
use crate::features::records::{self, Key};
use crate::features::{Journal, Refused};

const TAG: &str = "session";
const OF_ACCOUNT: &str = "session-of";

#[derive(Clone, Serialize, Deserialize)]
struct Session {
    account: String,
    created_ms: u64,
    expires_ms: u64,
    /// SHA-256 of the refresh token that counts now.
    hash: String,
}

#[derive(Serialize, Deserialize)]
struct Mark {}

/// All logins.
pub(crate) struct Sessions {
    journal: Arc<Journal>,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

/// What a refresh token was exchanged for.
pub(crate) enum Exchanged {
    /// The next one.
    Next { account: String, session: String, refresh: Secret },
    /// Nothing: it was used before, and the login it belonged to is over.
    Reused { session: String },
}

/// A refresh token: which login, and which of its tokens.
fn make(login: &[u8; 16]) -> Result<Secret, Refused> {
    let random = records::random::<32>()?;
    Ok(Secret::new(secret::REFRESH, &[&login[..], &random].concat()))
}

fn login_of(refresh: &str) -> Option<[u8; 16]> {
    let encoded = refresh.strip_prefix(secret::REFRESH).filter(|encoded| encoded.len() == 64)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).ok()?;
    bytes.get(..16)?.try_into().ok()
}

/// The id that access tokens carry. A hash, so that who reads one can't make a refresh token that looks like one of the login's.
fn id_of(login: &[u8; 16]) -> String {
    secret::name(&secret::hash(&hex(login))).to_owned()
}

impl Sessions {
    pub(super) fn new(journal: Arc<Journal>) -> Self {
        Self { journal }
    }

    fn store(&self) -> &dyn Storage {
        &**self.journal.store()
    }

    /// Begins a login: its id and its first refresh token; nothing if what `only_if` expects does not hold.
    pub(super) fn begin(
        &self,
        only_if: RecordBatch,
        account: &str,
        (now_ms, expires_ms): (u64, u64),
        told: &Draft,
    ) -> Result<Option<(String, Secret)>, Refused> {
        let login = records::random::<16>()?;
        let (id, refresh) = (id_of(&login), make(&login)?);
        let session = Session { account: account.to_owned(), created_ms: now_ms, expires_ms, hash: refresh.hash() };
        let batch = only_if
            .expect(key(&id), Expected::Absent)
            .put(key(&id), records::encode(&session)?)
            .put(of_account(account).name(&id), records::encode(&Mark {})?);
        Ok(self.journal.write(batch, vec![told.clone()])?.then_some((id, refresh)))
    }

    /// Exchanges a refresh token for the next one.
    pub(crate) fn exchange(&self, refresh: &str, now_ms: u64, expires_ms: u64) -> Result<Exchanged, Refused> {
        let login = login_of(refresh).ok_or(Denied::Invalid)?;
        let id = id_of(&login);
        let stored = records::get::<Session>(self.store(), &key(&id))?.ok_or(Denied::Invalid)?;
        if stored.value.expires_ms <= now_ms {
            self.end(&stored.value.account, &id)?;
            return Err(Denied::Expired.into());
        }
        let next = make(&login)?;
        let session = Session { hash: next.hash(), expires_ms, ..stored.value.clone() };
        let batch = RecordBatch::new().expect(key(&id), stored.unchanged()).put(key(&id), records::encode(&session)?);
        let current = secret::same(&stored.value.hash, &secret::hash(refresh));
        if current && records::write(self.store(), &batch)? {
            return Ok(Exchanged::Next { account: session.account, session: id, refresh: next });
        }
        // Used before, or by somebody else at this moment.
        self.end(&stored.value.account, &id)?;
        Ok(Exchanged::Reused { session: id })
    }

    /// Ends a login.
    pub(crate) fn end(&self, account: &str, id: &str) -> Result<(), Refused> {
        let batch = RecordBatch::new().delete(key(id)).delete(of_account(account).name(id));
        records::write(self.store(), &batch).map(|_| ())
    }

    /// Whether a login goes on.
    pub(crate) fn goes_on(&self, id: &str) -> Result<bool, Refused> {
        Ok(self.store().get(&key(id))?.is_some())
    }

    /// Lets go of logins whose refresh token has expired.
    pub(crate) fn forget_old(&self, now_ms: u64) -> Result<(), Refused> {
        let all = records::list::<Session>(self.store(), &Key::new(TAG))?;
        for (id, _) in all.into_iter().filter(|(_, session)| session.expires_ms <= now_ms) {
            // Read again: meanwhile it may have been renewed, and may be until it is deleted.
            let stored = records::get::<Session>(self.store(), &key(&id))?;
            let Some(old) = stored.filter(|stored| stored.value.expires_ms <= now_ms) else { continue };
            let batch = RecordBatch::new().expect(key(&id), old.unchanged()).delete(key(&id));
            records::write(self.store(), &batch.delete(of_account(&old.value.account).name(&id)))?;
        }
        Ok(())
    }

    /// Ends all logins of an account.
    pub(crate) fn end_all(&self, account: &str) -> Result<(), Refused> {
        let ids = records::list::<Mark>(self.store(), &of_account(account))?;
        ids.iter().try_for_each(|(id, _)| self.end(account, id))
    }
}

fn key(id: &str) -> bytes::Bytes {
    Key::new(TAG).name(id)
}

fn of_account(account: &str) -> Key {
    Key::new(OF_ACCOUNT).under(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Arc<Journal> {
        Journal::in_memory()
    }

    fn told() -> Draft {
        Draft::of("account.logged_in", "/".into(), 0, None, serde_json::json!({}))
    }

    #[test]
    fn whoever_knows_a_logins_id_can_neither_refresh_nor_end_it() {
        let sessions = Sessions::new(journal());
        let (id, refresh) = sessions.begin(RecordBatch::new(), "ada", (0, 10), &told()).unwrap().unwrap();
        let known: [u8; 16] = std::array::from_fn(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).unwrap());
        let forged = make(&known).unwrap();
        assert!(matches!(sessions.exchange(forged.reveal(), 1, 10), Err(Refused::Denied(Denied::Invalid))));
        assert!(matches!(sessions.exchange(refresh.reveal(), 1, 10), Ok(Exchanged::Next { .. })));
    }

    #[test]
    fn only_logins_that_are_over_are_forgotten() {
        let sessions = Sessions::new(journal());
        let (old, _) = sessions.begin(RecordBatch::new(), "ada", (0, 10), &told()).unwrap().unwrap();
        let (new, _) = sessions.begin(RecordBatch::new(), "ada", (0, 11), &told()).unwrap().unwrap();
        sessions.forget_old(10).unwrap();
        assert_eq!((sessions.goes_on(&old).unwrap(), sessions.goes_on(&new).unwrap()), (false, true));
    }
}
