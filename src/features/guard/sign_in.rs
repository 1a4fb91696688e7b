//! Signing in: built-in accounts (register, log in, refresh, log out, change) and the token for a share. Part of `guard`, because
//! each of these changes who may do what; the records are in `accounts` and `shares`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::identify::guest;
use super::{Guard, Issue, Matching, milliseconds};
use crate::access::secret::Secret;
use crate::access::token::{Own, is_name};
use crate::access::{Denied, Identity, Source, is_color, stable_color};
use crate::event::{Author, Doer, Draft};
use crate::features::accounts::sessions::Exchanged;
use crate::features::accounts::throttle::Whom;
use crate::features::accounts::{Account, Registering, Settings};
use crate::features::revocations::Revoked;
use crate::features::shares::Share;
use crate::features::{Origin, Refused};

/// Somebody who wants an account.
#[derive(Clone)]
pub struct Registration {
    /// An address or a user name.
    pub login: String,
    /// The password.
    pub password: String,
    /// How to be shown; the login if empty.
    pub name: String,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration").field("login", &self.login).finish_non_exhaustive()
    }
}

/// A change of one's own account.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// A new name.
    pub name: Option<String>,
    /// A new colour; empty for the one that follows from the id.
    pub color: Option<String>,
}

/// A change of one's own password.
#[derive(Clone)]
pub struct Passwords {
    /// The one that counts now.
    pub old: String,
    /// The one that is to count.
    pub new: String,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

/// What a login gives.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The account.
    pub user: SignedIn,
    /// For requests and connections. A secret.
    pub access: Secret,
    /// For the next access token. A secret.
    pub refresh: Secret,
    /// How long the access token lasts, in milliseconds.
    pub lasts_ms: u64,
}

/// An account, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The user's id.
    pub id: String,
    /// What they log in with; `None` for users of other issuers.
    pub login: Option<String>,
    /// How they are shown.
    pub name: Option<String>,
    /// Their colour.
    pub color: String,
    /// Whether they administrate this server.
    pub admin: bool,
}

impl SignedIn {
    fn of(id: &str, account: &Account) -> Self {
        Self {
            id: id.to_owned(),
            login: Some(account.login.clone()),
            name: Some(account.name.clone()),
            color: account.color.clone().unwrap_or_else(|| stable_color(id).to_owned()),
            admin: account.admin,
        }
    }
}

/// In bytes: 1024 characters of four.
const LONGEST_PASSWORD: usize = 4096;

fn checked_password(password: &str) -> Result<(), Refused> {
    match password.chars().count() {
        8..=1024 => Ok(()),
        _ => Err(Refused::Invalid("a password has 8 to 1024 characters")),
    }
}

fn checked_login(login: &str) -> Result<String, Refused> {
    let login = login.trim().to_lowercase();
    if is_name(&login) && !login.contains(char::is_whitespace) {
        Ok(login)
    } else {
        Err(Refused::Invalid("an address or user name has 1 to 256 bytes without spaces"))
    }
}

fn checked_name(name: &str) -> Result<String, Refused> {
    let name = name.trim();
    if is_name(name) {
        Ok(name.to_owned())
    } else {
        Err(Refused::Invalid("a name has 1 to 256 bytes without control characters"))
    }
}

/// Accounts are used over REST only.
fn origin(address: Option<&str>) -> Origin {
    Origin { address: address.map(Into::into), door: "rest" }
}

/// Whose account it is, doing something with it.
fn owner(id: &str, account: &Account, origin: &Origin) -> Doer {
    let author = Author { id: id.into(), name: Some(account.name.as_str().into()) };
    Doer { address: origin.address.clone(), door: Some(origin.door.into()), ..Doer::from(author) }
}

impl Guard {
    /// What is told of accounts and tokens; it is about no document.
    pub(super) fn about_accounts(&self, kind: &'static str, by: &Doer, data: Value) -> Draft {
        Draft::by(kind, "/".into(), self.now_ms(), by, data)
    }

    /// Who may register an account; `None` where there are no accounts.
    #[must_use]
    pub fn registering(&self) -> Option<Registering> {
        self.accounts.settings.as_ref().map(|settings| settings.registering)
    }

    fn account_settings(&self) -> Result<&Settings, Refused> {
        self.accounts.settings.as_ref().ok_or(Refused::Unknown("page; built-in accounts are switched off here (auth.accounts)"))
    }

    /// Makes an account. With closed registration only an administrator may. `address` slows down who makes many.
    pub async fn register(
        self: &Arc<Self>,
        by: Option<&Identity>,
        registration: Registration,
        address: Option<String>,
    ) -> Result<SignedIn, Refused> {
        let settings = self.account_settings()?;
        let by_admin = by.map_or(Ok(false), |by| self.is_admin(by))?;
        if settings.registering == Registering::Closed && !by_admin {
            return Err(Denied::NoRight.into());
        }
        let login = checked_login(&registration.login)?;
        let name = if registration.name.trim().is_empty() { login.clone() } else { checked_name(&registration.name)? };
        checked_password(&registration.password)?;
        let origin = origin(address.as_deref());
        if !by_admin {
            let address: Vec<Whom> = address.into_iter().map(Whom::Registering).collect();
            self.accounts.throttle.attempt(&address, self.now_ms())?;
        }
        let password = self.accounts.passwords.hash(registration.password).await?;
        let account = Account { login, name, color: None, admin: !by_admin, created_ms: self.now_ms(), endings: 0, password };
        let by = by.map(|by| origin.doer(by));
        let (id, account) = self
            .blocking(move |guard| {
                guard.accounts.create(&account, |id, account| {
                    let by = by.clone().unwrap_or_else(|| owner(id, account, &origin));
                    guard.about_accounts("account.created", &by, json!({ "user": id, "admin": account.admin }))
                })
            })
            .await?;
        Ok(SignedIn::of(&id, &account))
    }

    /// Logs in. The answer and its time are the same for an unknown user and a wrong password.
    pub async fn log_in(self: &Arc<Self>, login: &str, password: String, address: Option<String>) -> Result<Tokens, Refused> {
        self.account_settings()?;
        // What can be neither a login nor a password is remembered nowhere.
        let login = checked_login(login).map_err(|_| Denied::Invalid)?;
        if password.len() > LONGEST_PASSWORD {
            return Err(Denied::Invalid.into());
        }
        let origin = origin(address.as_deref());
        let all = Whom::at_account(&login, address);
        self.accounts.throttle.attempt(&all, self.now_ms())?;
        let found = self.blocking(move |guard| guard.accounts.by_login(&login)).await?;
        let hash = found.as_ref().map(|(_, account)| account.password.clone());
        let fits = self.accounts.passwords.fits(password, hash).await?;
        let (id, account) = found.filter(|_| fits).ok_or(Denied::Invalid)?;
        self.accounts.throttle.succeeded(&all);
        self.blocking(move |guard| guard.begin_session(&id, &account, &origin)).await
    }

    /// Begins a login, unless the account's password or logins have changed since it was checked.
    fn begin_session(&self, id: &str, checked: &Account, origin: &Origin) -> Result<Tokens, Refused> {
        let now = self.now_ms();
        let expires = now + milliseconds(self.account_settings()?.refresh_token);
        let told = self.about_accounts("account.logged_in", &owner(id, checked, origin), json!({ "user": id }));
        let begun = self.accounts.begin_login(id, checked, (now, expires), &told)?;
        self.tokens(id, &begun.account, begun.session, begun.refresh)
    }

    fn tokens(&self, id: &str, account: &Account, session: String, refresh: Secret) -> Result<Tokens, Refused> {
        let lasts_ms = milliseconds(self.account_settings()?.access_token);
        let access = self.issue(Issue {
            subject: id.to_owned(),
            name: Some(account.name.clone()),
            color: account.color.clone(),
            expires_ms: self.now_ms() + lasts_ms,
            own: Own { session: Some(session), ..Own::default() },
            ..Issue::default()
        })?;
        Ok(Tokens { user: SignedIn::of(id, account), access: Secret::token(access), refresh, lasts_ms })
    }

    /// Exchanges a refresh token for new tokens. A token that was exchanged before ends its login.
    pub async fn refresh(self: &Arc<Self>, refresh: String, origin: Origin) -> Result<Tokens, Refused> {
        let (now, life) = (self.now_ms(), milliseconds(self.account_settings()?.refresh_token));
        self.blocking(move |guard| match guard.accounts.sessions.exchange(&refresh, now, now + life)? {
            Exchanged::Next { account: id, session, refresh } => {
                let account = guard.accounts.get(&id)?.ok_or(Denied::Invalid)?;
                guard.tokens(&id, &account, session, refresh)
            }
            Exchanged::Reused { session } => {
                tracing::warn!("a refresh token was used twice; its login ends");
                let mut told = Draft::of("account.token_reused", "/".into(), now, None, json!({ "login": session }));
                told.trace = origin.trace();
                guard.withdraw_session(session, None, told)?;
                Err(Denied::Revoked.into())
            }
        })
        .await
    }

    /// Withdraws the access tokens of a login that is over. One that is known may last longer than those that are made now.
    fn withdraw_session(&self, session: String, expires_ms: Option<u64>, told: Draft) -> Result<(), Refused> {
        let until = self.now_ms() + milliseconds(self.account_settings()?.access_token) + self.settings.rules.leeway_ms;
        let until = until.max(expires_ms.unwrap_or(0));
        self.revocations.add(Revoked::Session(session.clone()), 0, Some(until), vec![told])?;
        self.reassess(&Matching::Session(session));
        Ok(())
    }

    /// Withdraws all tokens of a user that were issued up to now, or up to `before_ms`; of an account it ends all logins, since each
    /// would get it new ones.
    pub fn withdraw_user(&self, by: &Doer, user: &str, before_ms: Option<u64>) -> Result<(), Refused> {
        if self.accounts.get(user)?.is_some() {
            self.end_logins(user, &[], |_| Ok(()))?;
        }
        let told = self.about_accounts("admin.tokens_revoked", by, json!({ "user": user, "before": before_ms }));
        self.withdraw_tokens_of(user, before_ms, vec![told])
    }

    fn withdraw_tokens_of(&self, user: &str, before_ms: Option<u64>, told: Vec<Draft>) -> Result<(), Refused> {
        let before = before_ms.unwrap_or_else(|| self.now_ms()).min(self.now_ms());
        self.revocations.add(Revoked::User(user.to_owned()), before, None, told)?;
        self.reassess(&Matching::User(user.to_owned()));
        Ok(())
    }

    /// Withdraws one token, by its `jti`; kept until the token expires, or for ever if that is not known.
    pub fn withdraw_token(&self, by: &Doer, token_id: String, expires_ms: Option<u64>) -> Result<(), Refused> {
        let until = expires_ms.map(|expires| expires.saturating_add(self.settings.rules.leeway_ms));
        let told = self.about_accounts("admin.tokens_revoked", by, json!({ "token": token_id }));
        self.revocations.add(Revoked::Token(token_id), 0, until, vec![told])?;
        self.reassess(&Matching::All);
        Ok(())
    }

    /// Ends the login that a token belongs to.
    pub async fn log_out(self: &Arc<Self>, identity: Arc<Identity>, by: Doer) -> Result<(), Refused> {
        let session = identity.session.clone().ok_or(Refused::Invalid("this token does not belong to a login"))?;
        self.blocking(move |guard| {
            guard.accounts.sessions.end(&identity.user.id, &session)?;
            let data = json!({ "user": identity.user.id, "everywhere": false });
            let told = guard.about_accounts("account.logged_out", &by, data);
            guard.withdraw_session(session.to_string(), identity.expires_ms, told)
        })
        .await
    }

    /// Ends all logins of an account.
    pub async fn log_out_everywhere(self: &Arc<Self>, identity: Arc<Identity>, by: Doer) -> Result<(), Refused> {
        if identity.source != Source::Account {
            return Err(Refused::Invalid("this token does not belong to a login"));
        }
        self.blocking(move |guard| {
            let data = json!({ "user": identity.user.id, "everywhere": true });
            let told = guard.about_accounts("account.logged_out", &by, data);
            guard.end_logins(&identity.user.id, &[told], |_| Ok(())).map(|_| ())
        })
        .await
    }

    /// Changes an account and ends all its logins, also one that is beginning now and checked the password before.
    fn end_logins(
        &self,
        id: &str,
        told: &[Draft],
        change: impl Fn(&mut Account) -> Result<(), Refused>,
    ) -> Result<Account, Refused> {
        let account = self.accounts.change(id, told, |account| {
            change(account)?;
            account.endings += 1;
            Ok(())
        })?;
        self.accounts.sessions.end_all(id)?;
        self.withdraw_tokens_of(id, None, Vec::new())?;
        Ok(account)
    }

    /// Who somebody is, as the account says now.
    pub fn signed_in(&self, identity: &Identity) -> Result<SignedIn, Refused> {
        if identity.source == Source::Account {
            let account = self.accounts.get(&identity.user.id)?.ok_or(Denied::Revoked)?;
            return Ok(SignedIn::of(&identity.user.id, &account));
        }
        Ok(SignedIn {
            id: identity.user.id.to_string(),
            login: None,
            name: identity.user.name.as_ref().map(ToString::to_string),
            color: identity.user.color.to_string(),
            admin: self.is_admin(identity)?,
        })
    }

    /// Changes one's own account. New tokens carry the change; connections keep the name they came with.
    pub async fn change_account(self: &Arc<Self>, identity: &Identity, change: Change, by: Doer) -> Result<SignedIn, Refused> {
        if identity.source != Source::Account {
            return Err(Refused::Invalid("this token does not belong to an account"));
        }
        let name = change.name.as_deref().map(checked_name).transpose()?;
        if change.color.as_ref().is_some_and(|color| !color.is_empty() && !is_color(color)) {
            return Err(Refused::Invalid("a colour is #rrggbb"));
        }
        let id = identity.user.id.to_string();
        self.blocking(move |guard| {
            let what = [change.name.as_ref().map(|_| "name"), change.color.as_ref().map(|_| "color")];
            let what: Vec<_> = what.into_iter().flatten().collect();
            let told = guard.about_accounts("account.changed", &by, json!({ "user": id, "changed": what }));
            let account = guard.accounts.change(&id, &[told], |account| {
                account.name = name.clone().unwrap_or_else(|| account.name.clone());
                if let Some(color) = &change.color {
                    account.color = Some(color.clone()).filter(|color| !color.is_empty());
                }
                Ok(())
            })?;
            Ok(SignedIn::of(&id, &account))
        })
        .await
    }

    /// Changes the password and ends all other logins; the tokens of a new one.
    pub async fn change_password(
        self: &Arc<Self>,
        identity: &Arc<Identity>,
        passwords: Passwords,
        address: Option<String>,
    ) -> Result<Tokens, Refused> {
        if identity.source != Source::Account {
            return Err(Refused::Invalid("this token does not belong to an account"));
        }
        let Passwords { old, new } = passwords;
        checked_password(&new)?;
        if old.len() > LONGEST_PASSWORD {
            return Err(Denied::Invalid.into());
        }
        let id = identity.user.id.to_string();
        let account = self.accounts.get(&id)?.ok_or(Denied::Revoked)?;
        let origin = origin(address.as_deref());
        let all = Whom::at_account(&account.login, address);
        self.accounts.throttle.attempt(&all, self.now_ms())?;
        if !self.accounts.passwords.fits(old, Some(account.password.clone())).await? {
            return Err(Denied::Invalid.into());
        }
        self.accounts.throttle.succeeded(&all);
        let hash = self.accounts.passwords.hash(new).await?;
        self.blocking(move |guard| {
            let told = guard.about_accounts("account.password_changed", &owner(&id, &account, &origin), json!({ "user": id }));
            let changed = guard.end_logins(&id, &[told], |now| {
                // Of two changes at once the second one knew a password that is none any more.
                let same = now.password == account.password;
                now.password.clone_from(&hash);
                if same { Ok(()) } else { Err(Denied::Invalid.into()) }
            })?;
            guard.begin_session(&id, &changed, &origin)
        })
        .await
    }

    /// Exchanges a share's secret for a token of a guest: counts one use now, and none for connections with that token.
    pub async fn exchange_share(
        self: &Arc<Self>,
        secret: &str,
        name: Option<&str>,
        origin: &Origin,
    ) -> Result<SharedIn, Refused> {
        let guest = guest(name)?;
        let id = self.use_share(secret, &guest, origin).await?;
        let share = self.shares.get(&id)?.ok_or(Denied::Invalid)?;
        let longest = self.now_ms() + milliseconds(self.settings.share_token);
        let expires_ms = share.expires_ms.map_or(longest, |expires| expires.min(longest));
        let token = self.issue(Issue {
            subject: guest.user.id.to_string(),
            name: guest.user.name.as_ref().map(ToString::to_string),
            expires_ms,
            own: Own { share: Some(id.to_string()), ..Own::default() },
            ..Issue::default()
        })?;
        Ok(SharedIn { token: Secret::token(token), expires_ms, id: id.to_string(), share, guest })
    }
}

/// What a share was exchanged for.
#[derive(Debug, Clone)]
pub struct SharedIn {
    /// For requests and connections. A secret.
    pub token: Secret,
    /// When it expires, in milliseconds since the Unix epoch.
    pub expires_ms: u64,
    /// The share's id.
    pub id: String,
    /// The share.
    pub share: Share,
    /// Who its user is.
    pub guest: Identity,
}
