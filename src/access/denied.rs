//! Why somebody is not let in, as outsiders learn it: one of a few kinds with a fixed text. The precise reason goes to the debug
//! log at the place where it is found, and never holds the token.

use std::time::Duration;

/// A refusal. What it says is the same for everything that an outsider must not tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No token and no share link came with the request.
    #[error("a token or share link is needed")]
    Missing,
    /// The token or share link is not one this server accepts.
    #[error("the token or share link is not valid")]
    Invalid,
    /// Its time is over.
    #[error("the token or share link has expired; get a new one")]
    Expired,
    /// It was withdrawn.
    #[error("the token or share link was revoked")]
    Revoked,
    /// The user has no role here, or one that does not suffice; or there is nothing here.
    #[error("no such document, or no right to it")]
    NoRight,
    /// The document was deleted. Only those learn it who would have a role in it.
    #[error("the document was deleted")]
    Gone,
    /// Too many attempts or connections.
    #[error("too many attempts; try again later")]
    Throttled {
        /// When it makes sense to try again.
        retry_after: Duration,
    },
    /// The server can't tell now: its storage or the issuer's keys can't be reached.
    #[error("access can't be checked now; try again later")]
    Unavailable,
}

impl Denied {
    /// The same in a word, for what is written down about it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::NoRight => "no_right",
            Self::Gone => "deleted",
            Self::Throttled { .. } => "throttled",
            Self::Unavailable => "unavailable",
        }
    }

    /// Whether a new token could help.
    #[must_use]
    pub fn is_about_the_token(self) -> bool {
        matches!(self, Self::Missing | Self::Invalid | Self::Expired | Self::Revoked)
    }
}
