//! Built-in accounts, for those without an identity provider: records of people and of their logins. The flows (register, log in,
//! refresh, log out) are in `guard::sign_in`; hashing is in `passwords`, slowing down who guesses in `throttle`.

pub mod passwords;
pub mod sessions;
pub mod throttle;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use yrsa_storage::{Expected, RecordBatch, Storage};

use self::passwords::Passwords;
use self::sessions::Sessions;
use self::throttle::Throttle;
use super::records::{self, Key, Stored};
use super::{Journal, Refused};
use crate::access::Denied;
use crate::access::secret::Secret;
use crate::event::Draft;

const TAG: &str = "account";
const LOGIN: &str = "login";
const FIRST: &str = "first-account";

/// Attempts to write an account while others change it.
const ATTEMPTS: usize = 8;

/// How accounts are kept.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who may register.
    pub registering: Registering,
    /// How long an access token lasts.
    pub access_token: Duration,
    /// How long a refresh token lasts.
    pub refresh_token: Duration,
    /// What a guess at a password costs.
    pub cost: passwords::Cost,
}

/// Who may register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registering {
    /// Everybody.
    Open,
    /// Administrators register others.
    Closed,
}

/// A person, as stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What they log in with: an address or a user name, in lower case.
    pub login: String,
    /// How they are shown.
    pub name: String,
    /// Their colour, if they chose one.
    pub color: Option<String>,
    /// Whether they administrate this server.
    pub admin: bool,
    /// When they registered, in milliseconds since the Unix epoch.
    pub created_ms: u64,
    /// How often all logins were ended at once: what was begun before does not count any more.
    #[serde(default)]
    pub(super) endings: u64,
    /// The hash of the password (PHC string).
    pub(super) password: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("login", &self.login).field("admin", &self.admin).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Login {
    account: String,
}

/// All accounts.
pub struct Accounts {
    journal: Arc<Journal>,
    pub(super) settings: Option<Settings>,
    pub(super) passwords: Passwords,
    pub(super) sessions: Sessions,
    pub(super) throttle: Throttle,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Accounts")
    }
}

impl Accounts {
    /// Accounts in the storage of this journal, which is told of what becomes of them; without settings there are none to register
    /// with or log in to.
    #[must_use]
    pub fn new(journal: Arc<Journal>, settings: Option<&Settings>) -> Self {
        let cost = settings.map(|settings| settings.cost).unwrap_or_default();
        Self {
            sessions: Sessions::new(Arc::clone(&journal)),
            journal,
            settings: settings.cloned(),
            passwords: Passwords::new(cost),
            throttle: Throttle::default(),
        }
    }

    fn store(&self) -> &dyn Storage {
        &**self.journal.store()
    }

    /// An account by its id.
    pub fn get(&self, id: &str) -> Result<Option<Account>, Refused> {
        Ok(self.stored(id)?.map(|stored| stored.value))
    }

    fn stored(&self, id: &str) -> Result<Option<Stored<Account>>, Refused> {
        records::get(self.store(), &key(id))
    }

    /// An account by what its owner logs in with.
    pub(super) fn by_login(&self, login: &str) -> Result<Option<(String, Account)>, Refused> {
        let Some(found) = records::get::<Login>(self.store(), &Key::new(LOGIN).name(login))? else { return Ok(None) };
        let id = found.value.account;
        Ok(self.get(&id)?.map(|account| (id, account)))
    }

    /// Stores a new account, and what is told of it; only the first one of all becomes administrator, if it is to be one. Its id.
    pub(super) fn create(&self, account: &Account, tell: impl Fn(&str, &Account) -> Draft) -> Result<(String, Account), Refused> {
        let id = uuid::Uuid::now_v7().to_string();
        let first = Key::new(FIRST).name("");
        let login = Key::new(LOGIN).name(&account.login);
        let is_first = self.store().get(&first)?.is_none();
        for is_first in [is_first, false] {
            let account = Account { admin: account.admin && is_first, ..account.clone() };
            let mut batch = RecordBatch::new()
                .expect(login.clone(), Expected::Absent)
                .put(login.clone(), records::encode(&Login { account: id.clone() })?)
                .put(key(&id), records::encode(&account)?);
            if is_first {
                let mark = records::encode(&Login { account: id.clone() })?;
                batch = batch.expect(first.clone(), Expected::Absent).put(first.clone(), mark);
            }
            if self.journal.write(batch, vec![tell(&id, &account)])? {
                return Ok((id, account));
            }
        }
        Err(Refused::Conflict("this name or address is taken"))
    }

    /// Changes an account, and tells of it; what it is then.
    pub(super) fn change(
        &self,
        id: &str,
        told: &[Draft],
        change: impl Fn(&mut Account) -> Result<(), Refused>,
    ) -> Result<Account, Refused> {
        for _ in 0..ATTEMPTS {
            let stored = self.stored(id)?.ok_or(Refused::Unknown("account"))?;
            let mut account = stored.value.clone();
            change(&mut account)?;
            let batch = RecordBatch::new().expect(key(id), stored.unchanged()).put(key(id), records::encode(&account)?);
            if self.journal.write(batch, told.to_vec())? {
                return Ok(account);
            }
        }
        Err(Refused::Conflict("the account is being changed; try again"))
    }

    /// Begins a login of an account whose password was checked before: refused if the password was changed or all logins were
    /// ended since then.
    pub(super) fn begin_login(
        &self,
        id: &str,
        checked: &Account,
        (now_ms, expires_ms): (u64, u64),
        told: &Draft,
    ) -> Result<Begun, Refused> {
        for _ in 0..ATTEMPTS {
            let stored = self.stored(id)?.ok_or(Denied::Invalid)?;
            if stored.value.password != checked.password || stored.value.endings != checked.endings {
                return Err(Denied::Invalid.into());
            }
            let only_if = RecordBatch::new().expect(key(id), stored.unchanged());
            if let Some((session, refresh)) = self.sessions.begin(only_if, id, (now_ms, expires_ms), told)? {
                return Ok(Begun { account: stored.value, session, refresh });
            }
        }
        Err(Refused::Conflict("the account is being changed; try again"))
    }
}

/// A login that has begun.
pub(super) struct Begun {
    /// The account as it was then.
    pub(super) account: Account,
    /// The login's id.
    pub(super) session: String,
    /// Its first refresh token.
    pub(super) refresh: Secret,
}

fn key(id: &str) -> bytes::Bytes {
    Key::new(TAG).name(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_that_began_before_all_were_ended_is_refused_and_one_beside_another_change_is_not() {
        let accounts = Accounts::new(Journal::in_memory(), None);
        let told = || Draft::of("account.changed", "/".into(), 0, None, serde_json::json!({}));
        let password = "hash".to_owned();
        let (login, name) = ("ada".to_owned(), "Ada".to_owned());
        let account = Account { login, name, color: None, admin: false, created_ms: 0, endings: 0, password };
        let (id, checked) = accounts.create(&account, |_, _| told()).unwrap();
        let renamed = accounts.change(&id, &[told()], |account| {
            account.name = "Countess".to_owned();
            Ok(())
        });
        let renamed = renamed.unwrap();
        let begun = accounts.begin_login(&id, &checked, (1, 2), &told()).unwrap();
        assert_eq!(begun.account, renamed);
        for (password, endings) in [("hash", 1), ("new", 1)] {
            let (_, checked) = accounts.by_login("ada").unwrap().unwrap();
            let changed = accounts.change(&id, &[told()], |account| {
                (account.password, account.endings) = (password.to_owned(), endings);
                Ok(())
            });
            changed.unwrap();
            assert!(matches!(accounts.begin_login(&id, &checked, (1, 2), &told()), Err(Refused::Denied(Denied::Invalid))));
        }
    }
}
