//! Names of documents. An id is a path: 1-512 bytes of UTF-8, `/` separates segments, no control characters, no empty, `.`
//! or `..` segment. The `/sync/` door takes it from the rest of the URL path, percent-decoded once and leniently.

use std::fmt;
use std::sync::Arc;

/// A valid document id. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(Arc<str>);

/// The longest id, in bytes.
pub const MAX_BYTES: usize = 512;

/// Why a string names no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDocumentId {
    /// Nothing there.
    #[error("a document id needs at least one character")]
    Empty,
    /// Longer than [`MAX_BYTES`].
    #[error("a document id has at most {MAX_BYTES} bytes")]
    TooLong,
    /// Not UTF-8 after percent-decoding.
    #[error("a document id is UTF-8")]
    NotUtf8,
    /// A control character.
    #[error("a document id has no control characters")]
    ControlCharacter,
    /// `//`, a slash at either end, `.` or `..`.
    #[error("a document id has no empty, `.` or `..` segment")]
    Segment,
}

impl DocumentId {
    /// Takes an id as it is.
    pub fn new(id: &str) -> Result<Self, InvalidDocumentId> {
        if id.is_empty() {
            return Err(InvalidDocumentId::Empty);
        }
        if id.len() > MAX_BYTES {
            return Err(InvalidDocumentId::TooLong);
        }
        if id.chars().any(char::is_control) {
            return Err(InvalidDocumentId::ControlCharacter);
        }
        if id.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
            return Err(InvalidDocumentId::Segment);
        }
        Ok(Self(id.into()))
    }

    /// Takes an id from a raw URL path: decodes percent escapes once; an escape that is none (`100%`) stays as it is, because
    /// y-websocket puts room names into the URL unescaped.
    pub fn from_url_path(path: &str) -> Result<Self, InvalidDocumentId> {
        let mut bytes = Vec::with_capacity(path.len());
        let mut rest = path.as_bytes();
        while let [first, tail @ ..] = rest {
            match (first, tail) {
                (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    bytes.push(hex(*high) << 4 | hex(*low));
                    rest = after;
                }
                _ => {
                    bytes.push(*first);
                    rest = tail;
                }
            }
        }
        Self::new(std::str::from_utf8(&bytes).map_err(|_| InvalidDocumentId::NotUtf8)?)
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_path_is_decoded_once_and_leniently() {
        for (path, id) in [
            ("acme/board/roadmap", "acme/board/roadmap"),
            ("with%20space", "with space"),
            ("100%", "100%"),
            ("100%25", "100%"),
            ("a%252Fb", "a%2Fb"),
            ("a%2Fb", "a/b"),
            ("%E6%97%A5%E6%9C%AC", "日本"),
            ("50%zz", "50%zz"),
        ] {
            assert_eq!(DocumentId::from_url_path(path).unwrap().as_str(), id);
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        use InvalidDocumentId::{ControlCharacter, Empty, NotUtf8, Segment, TooLong};
        for (path, error) in [
            ("", Empty),
            ("/", Segment),
            ("a//b", Segment),
            ("a/", Segment),
            ("a/../b", Segment),
            ("%2e%2e", Segment),
            ("a%00b", ControlCharacter),
            ("%ff", NotUtf8),
        ] {
            assert_eq!(DocumentId::from_url_path(path), Err(error), "{path}");
        }
        assert_eq!(DocumentId::new(&"a".repeat(513)), Err(TooLong));
        assert!(DocumentId::new(&["a"; 256].join("/")).is_ok());
    }
}
