//! The one place that answers who this is, what they may do here, and who is connected. Doors and routes ask it before they do
//! anything for anybody; it tells open connections within a second when their rights change.

mod administration;
mod denied;
mod evaluate;
pub mod hearing;
mod identify;
mod places;
mod sign_in;
mod watchers;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use yrsa_storage::Clock;

pub use self::evaluate::Sharing;
pub use self::places::Place;
use self::places::Places;
pub use self::sign_in::{Change, Passwords, Registration, SharedIn, SignedIn, Tokens};
use self::watchers::Watchers;
pub use self::watchers::{Connection, Kick, Matching, Watched};
use super::accounts::{self, Accounts};
use super::documents::Documents;
use super::keys::{Keys, Published};
use super::members::Members;
use super::records;
use super::revocations::Revocations;
use super::shares::Shares;
use super::{Journal, Origin, Refused};
use crate::access::token::{self, Claims, Own, Rights};
use crate::access::y_sweet::YSweetKey;
use crate::access::{Key, SigningKey};

/// What a client presents. Its Debug shows only what is there.
#[derive(Clone, Default)]
pub struct Credentials {
    /// A JWT, a y-sweet token, or the secret of a share.
    pub token: Option<String>,
    /// The secret of a share.
    pub share: Option<String>,
    /// The name somebody without a token wants to be called.
    pub name: Option<String>,
    /// Where they come from.
    pub origin: Origin,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (token, share) = (self.token.is_some(), self.share.is_some());
        f.debug_struct("Credentials").field("token", &token).field("share", &share).field("name", &self.name).finish()
    }
}

/// How the guard decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether anybody may do everything.
    pub mode: Mode,
    /// What is asked of tokens.
    pub rules: token::Rules,
    /// Tokens of y-sweet.
    pub y_sweet: Option<YSweetKey>,
    /// Built-in accounts.
    pub accounts: Option<accounts::Settings>,
    /// How long before its token expires a client is asked for a new one.
    pub refresh_ahead: Duration,
    /// How long the token lasts that a share is exchanged for, if the share itself does not end earlier.
    pub share_token: Duration,
    /// How many connections one user may have.
    pub connections_per_user: usize,
    /// Requests and handshakes of one user a second, with ten seconds' worth at once.
    pub requests_per_second_per_user: u32,
}

/// Whether anybody may do everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everybody who reaches the server is owner and administrator.
    Open,
    /// A token or a share is needed.
    Guarded,
}

/// What a guard is made of.
pub struct Parts {
    /// Is told of what is changed here; members, shares and accounts are kept in its storage.
    pub journal: Arc<Journal>,
    /// The time.
    pub clock: Clock,
    /// The server's own signing key.
    pub secret: [u8; 32],
    /// Keys of issuers.
    pub keys: Vec<Key>,
    /// Where an issuer publishes more.
    pub published: Option<Published>,
    /// How to decide.
    pub settings: Settings,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// See the module. Shared by all doors.
pub struct Guard {
    clock: Clock,
    settings: Settings,
    keys: Keys,
    signing: SigningKey,
    /// Who is a member where.
    pub members: Members,
    /// Share links.
    pub shares: Shares,
    /// Built-in accounts.
    pub accounts: Accounts,
    /// Tokens withdrawn before their time.
    pub revocations: Revocations,
    /// What is known of documents beside their content.
    pub documents: Documents,
    watchers: Watchers,
    places: Arc<Places>,
    noted: denied::Noted,
    /// Is told of what is changed here.
    pub(super) journal: Arc<Journal>,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("mode", &self.settings.mode).finish_non_exhaustive()
    }
}

impl Guard {
    /// A guard over a storage. Reads the revocations.
    pub fn new(parts: Parts) -> Result<Arc<Self>, Refused> {
        let (signing, own) = SigningKey::own(&parts.secret);
        let keys = std::iter::once(own).chain(parts.keys).collect();
        let keys = Keys::new(keys, parts.published).map_err(|error| {
            tracing::error!(%error, "the system's certificates can't be read");
            Refused::Broken("the system's certificates can't be read; they are needed to fetch the issuer's keys")
        })?;
        let journal = parts.journal;
        Ok(Arc::new(Self {
            members: Members::new(Arc::clone(&journal)),
            shares: Shares::new(Arc::clone(&journal)),
            accounts: Accounts::new(Arc::clone(&journal), parts.settings.accounts.as_ref()),
            revocations: Revocations::load(Arc::clone(&journal), parts.clock.now_ms())?,
            documents: Documents::new(Arc::clone(journal.store())),
            journal,
            watchers: Watchers::default(),
            places: Arc::new(Places::new(parts.settings.connections_per_user, parts.settings.requests_per_second_per_user)),
            noted: denied::Noted::default(),
            clock: parts.clock,
            settings: parts.settings,
            keys,
            signing,
        }))
    }

    /// Whether anybody may do everything.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.settings.mode == Mode::Open
    }

    /// The time, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// A token signed by the server itself.
    pub fn issue(&self, issue: Issue) -> Result<String, Refused> {
        let now = self.now_ms().max(self.revocations.user_before_ms(&issue.subject).saturating_add(1));
        let claims = Claims {
            sub: issue.subject,
            name: issue.name,
            color: issue.color,
            exp: Some(token::numeric_date(issue.expires_ms)),
            iat: token::numeric_date(now),
            jti: uuid::Uuid::now_v7().to_string(),
            yrsa: Rights { grants: issue.grants, admin: false, own: issue.own },
            ..Claims::default()
        };
        self.signing.sign(&claims).map_err(|_| Refused::Broken("the token could not be signed"))
    }

    /// Runs blocking work with the guard on a thread for it.
    pub async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<Self>) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let guard = Arc::clone(self);
        records::blocking(move || work(&guard)).await
    }

    /// Watches the time: ends connections whose token or share expires, asks for new tokens shortly before, keeps the issuer's
    /// keys fresh. Runs until cancelled.
    pub async fn run(self: Arc<Self>, cancel: CancellationToken) {
        let watched = async {
            tokio::select! {
                () = cancel.cancelled() => {}
                () = self.keys.keep_fresh() => {}
                () = self.watch_time() => {}
                () = self.forget_what_expired() => {}
            }
        };
        tokio::join!(watched, self.write_denials(&cancel));
    }

    async fn forget_what_expired(self: &Arc<Self>) {
        loop {
            tokio::time::sleep(Duration::from_secs(60 * 60)).await;
            let forgotten = self.blocking(|guard| {
                guard.revocations.forget_old(guard.now_ms())?;
                guard.accounts.sessions.forget_old(guard.now_ms())
            });
            if let Err(error) = forgotten.await {
                tracing::warn!(%error, "revocations and logins that have expired stay for now");
            }
        }
    }
}

/// A token that the server is to sign.
#[derive(Debug, Clone, Default)]
pub struct Issue {
    /// Whom it is for.
    pub subject: String,
    /// The name to be shown.
    pub name: Option<String>,
    /// The colour to be shown.
    pub color: Option<String>,
    /// When it expires, in milliseconds since the Unix epoch.
    pub expires_ms: u64,
    /// Roles by scope; a document stands for what lies below it, too, unless `own.exact` says otherwise.
    pub grants: std::collections::BTreeMap<String, String>,
    /// What the token stands for.
    pub own: Own,
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
