//! One error for the whole crate: a kind for the handler, a story for the reader.
//! Every module returns it; it never carries document content.

use std::io;
use std::sync::Arc;

/// The result of a storage call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, for code that decides what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The disk or the file system failed; try again later.
    Io,
    /// No space is left; try again later.
    Full,
    /// Stored bytes are damaged; the error names the document or the place.
    Corrupt,
    /// Another process uses the data folder.
    Locked,
    /// The data folder was written by another version, or is not one.
    Format,
    /// An entry or a snapshot does not continue the document's log: a fault of the caller.
    Sequence,
    /// A stated limit was exceeded; nothing was written.
    Limit,
    /// A queue is full; nothing was taken.
    Backlog,
    /// The storage or the committer was closed.
    Closed,
}

impl ErrorKind {
    /// Whether the same call can succeed later without anybody changing it.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Io | Self::Full | Self::Backlog)
    }
}

/// An error of a storage call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The disk or the file system failed.
    #[error("{doing} failed")]
    Io {
        /// What was being done, with the path.
        doing: String,
        /// What the system said.
        source: io::Error,
    },
    /// No space is left on the device, or in the quota.
    #[error("no space left: {doing} failed")]
    Full {
        /// What was being done, with the path.
        doing: String,
        /// What the system said.
        source: io::Error,
    },
    /// Stored bytes are damaged.
    #[error("{}{place} is damaged: {what}", of_whom(.document))]
    Corrupt {
        /// The document it concerns, if one can be named.
        document: Option<Arc<str>>,
        /// Where the damage lies.
        place: String,
        /// What was found.
        what: String,
    },
    /// Another process holds the data folder.
    #[error("{folder} is in use by another process; one data folder serves one server")]
    Locked {
        /// The data folder.
        folder: String,
    },
    /// The folder does not hold what this version can read.
    #[error("{story}")]
    Format {
        /// What was found and what to do about it.
        story: String,
    },
    /// The write does not continue the log.
    #[error("document {document} continues at {expected}, but {found} was given")]
    Sequence {
        /// The document.
        document: Arc<str>,
        /// The position the log continues at (for a snapshot: the newest position it may have).
        expected: u64,
        /// The position that was given.
        found: u64,
    },
    /// A limit was exceeded.
    #[error("{what} of {subject} is {found}, the limit is {limit}")]
    Limit {
        /// The document or record key, shortened.
        subject: Arc<str>,
        /// What is limited.
        what: &'static str,
        /// The limit, in the unit of `what`.
        limit: u64,
        /// What was given.
        found: u64,
    },
    /// The queue is full.
    #[error("the queue of writes is full ({bytes} bytes wait)")]
    Backlog {
        /// Bytes that wait.
        bytes: usize,
    },
    /// The storage is closed.
    #[error("the storage is closed")]
    Closed,
}

fn of_whom(document: &Option<Arc<str>>) -> String {
    document.as_ref().map_or_else(String::new, |document| format!("document {document}: "))
}

impl Error {
    /// What kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { .. } => ErrorKind::Io,
            Self::Full { .. } => ErrorKind::Full,
            Self::Corrupt { .. } => ErrorKind::Corrupt,
            Self::Locked { .. } => ErrorKind::Locked,
            Self::Format { .. } => ErrorKind::Format,
            Self::Sequence { .. } => ErrorKind::Sequence,
            Self::Limit { .. } => ErrorKind::Limit,
            Self::Backlog { .. } => ErrorKind::Backlog,
            Self::Closed => ErrorKind::Closed,
        }
    }

    /// The one document this error is about, if it is about one.
    pub fn document(&self) -> Option<&Arc<str>> {
        match self {
            Self::Corrupt { document, .. } => document.as_ref(),
            Self::Sequence { document, .. } => Some(document),
            Self::Limit { subject, .. } => Some(subject),
            _ => None,
        }
    }

    /// The message with all its causes, for logs and operators.
    pub fn story(&self) -> String {
        let mut story = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(next) = cause {
            story.push_str(": ");
            story.push_str(&next.to_string());
            cause = next.source();
        }
        story
    }

    /// The same once more, for another who waited for the same write. What the system said is kept as its kind and its words.
    #[must_use]
    pub fn again(&self) -> Self {
        let said = |source: &io::Error| io::Error::new(source.kind(), source.to_string());
        match self {
            Self::Io { doing, source } => Self::Io { doing: doing.clone(), source: said(source) },
            Self::Full { doing, source } => Self::Full { doing: doing.clone(), source: said(source) },
            Self::Corrupt { document, place, what } => {
                Self::Corrupt { document: document.clone(), place: place.clone(), what: what.clone() }
            }
            Self::Locked { folder } => Self::Locked { folder: folder.clone() },
            Self::Format { story } => Self::Format { story: story.clone() },
            Self::Sequence { document, expected, found } => {
                Self::Sequence { document: Arc::clone(document), expected: *expected, found: *found }
            }
            Self::Limit { subject, what, limit, found } => {
                Self::Limit { subject: Arc::clone(subject), what, limit: *limit, found: *found }
            }
            Self::Backlog { bytes } => Self::Backlog { bytes: *bytes },
            Self::Closed => Self::Closed,
        }
    }

    pub(crate) fn io(doing: impl Into<String>, source: io::Error) -> Self {
        let doing = doing.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { doing, source },
            _ => Self::Io { doing, source },
        }
    }

    pub(crate) fn corrupt(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Corrupt { document: None, place: place.into(), what: what.into() }
    }

    pub(crate) fn of_document(self, name: &Arc<str>) -> Self {
        match self {
            Self::Corrupt { document: None, place, what } => Self::Corrupt { document: Some(Arc::clone(name)), place, what },
            other => other,
        }
    }
}
