//! Why a feature did not do what it was asked to: a kind for the handler, a sentence for the reader.
//! Returned by everything in `features`; `http::api` turns it into an answer.

use yrsa_storage::ErrorKind;

use crate::access::Denied;

/// A request that was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is not allowed.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such thing, or none that may be seen.
    #[error("there is no such {0}")]
    Unknown(&'static str),
    /// What was asked for makes no sense.
    #[error("{0}")]
    Invalid(&'static str),
    /// It does not go together with what is there.
    #[error("{0}")]
    Conflict(&'static str),
    /// Not now: something else is under way.
    #[error("{0}")]
    Busy(&'static str),
    /// It has changed since the caller read it.
    #[error("it has changed since you read it; read it again")]
    Outdated,
    /// The storage failed.
    #[error("the storage failed")]
    Storage(#[from] yrsa_storage::Error),
    /// A stored record can't be read.
    #[error("a stored record is damaged: {0}")]
    Damaged(&'static str),
    /// A newer server wrote it.
    #[error("{0}")]
    Newer(&'static str),
    /// The system has no random bytes, or a background task failed.
    #[error("{0}")]
    Broken(&'static str),
}

impl Refused {
    /// The same once more, for another who waited for the same write.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Denied(denied) => Self::Denied(*denied),
            Self::Unknown(what) => Self::Unknown(what),
            Self::Invalid(why) => Self::Invalid(why),
            Self::Conflict(why) => Self::Conflict(why),
            Self::Busy(why) => Self::Busy(why),
            Self::Outdated => Self::Outdated,
            Self::Storage(error) => Self::Storage(error.again()),
            Self::Damaged(what) => Self::Damaged(what),
            Self::Newer(why) => Self::Newer(why),
            Self::Broken(why) => Self::Broken(why),
        }
    }

    /// Whether a record is what nobody here can read, so that trying again leads nowhere.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        match self {
            Self::Damaged(_) | Self::Newer(_) => true,
            Self::Storage(error) => error.kind() == ErrorKind::Corrupt,
            _ => false,
        }
    }

    /// As the doors see it.
    #[must_use]
    pub fn denied(&self) -> Denied {
        match self {
            Self::Denied(denied) => *denied,
            Self::Unknown(_) => Denied::NoRight,
            Self::Invalid(_) | Self::Conflict(_) | Self::Outdated => Denied::Invalid,
            Self::Busy(_) | Self::Storage(_) | Self::Damaged(_) | Self::Newer(_) | Self::Broken(_) => Denied::Unavailable,
        }
    }
}
