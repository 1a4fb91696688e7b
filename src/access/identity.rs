//! What the server knows of somebody after it has looked at the token or share link: the user, and what the token itself says.
//! Made by the guard, shared by everything that acts for this user; holds no secret.

use std::sync::Arc;

use super::{Grants, User};

/// Somebody who was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who it is.
    pub user: User,
    /// Where the identity comes from.
    pub source: Source,
    /// Whether the token makes this an administrator. Accounts have that in their record; ask the guard.
    pub admin: bool,
    /// What the token grants.
    pub grants: Grants,
    /// When it ends, the leeway included; `None` for never.
    pub expires_ms: Option<u64>,
    /// When the token was issued, if it says so.
    pub issued_ms: Option<u64>,
    /// The token's `jti`; for a y-sweet token, which has none, a hash of what it says.
    pub token_id: Option<Arc<str>>,
    /// The login that the token belongs to, for tokens of accounts.
    pub session: Option<Arc<str>>,
    /// The ids of the shares it may use.
    pub shares: Vec<Arc<str>>,
}

/// Where an identity comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Nobody asked (open mode): owner of everything.
    Open,
    /// A token of an issuer whose key is configured, or one that the operator made.
    Token,
    /// A token of a built-in account; the user's id is the account's.
    Account,
    /// A y-sweet token, which names no user.
    YSweet,
    /// A share link alone.
    Guest,
}

impl Identity {
    /// Whether the user's id was made up for this identity, so that it says nothing about who it is.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        matches!(self.source, Source::Guest | Source::YSweet) || (self.source == Source::Open && self.user.name.is_none())
    }

    /// Whether the next request with the same credentials comes from the same user's id: not where one is made up each time.
    #[must_use]
    pub fn is_lasting(&self) -> bool {
        match self.source {
            Source::Token | Source::Account => true,
            Source::Open => self.user.is_known,
            // A share's link alone makes up an id each time; the token it is exchanged for keeps one.
            Source::Guest => self.token_id.is_some(),
            Source::YSweet => false,
        }
    }

    /// Against whose limits somebody is counted: the user's; and where the user's id was made up for this identity, those of the
    /// share link or the token, so that nobody has more by coming more often.
    #[must_use]
    pub fn counted_as(&self) -> Arc<str> {
        match (self.source, self.shares.first(), &self.token_id) {
            (Source::Guest, Some(share), _) => format!("share {share}").into(),
            (Source::YSweet, _, Some(token)) => format!("token {token}").into(),
            _ => format!("user {}", self.user.id).into(),
        }
    }
}
