//! Names of documents. An id is a path: 1-512 bytes of UTF-8, `/` separates segments, no control characters, no empty, `.`
//! or `..` segment. The `/sync/` door takes it from the rest of the URL path, percent-decoded once and leniently.

use std::fmt;
use std::sync::Arc;

/// A valid document id. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(Arc<str>);

/// The longest id, in bytes.
pub const MAX_BYTES: usize = 512;

/// How the ids of companions end: what the server itself writes beside a document (its runs) is the document with this id. No user's
/// document has such an id.
pub const COMPANION: &str = "~yrsa";

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

    /// The document that the server writes beside this one. None for a companion itself, and for an id that is longer than
    /// [`MAX_BYTES`] less the five of the suffix: such a document has no companion.
    #[must_use]
    pub fn companion(&self) -> Option<Self> {
        if self.is_companion() { None } else { Self::new(&format!("{self}{COMPANION}")).ok() }
    }

    /// Whether this id is one of the server's own: nobody else creates it, writes to it or decides who may read it.
    #[must_use]
    pub fn is_companion(&self) -> bool {
        self.0.ends_with(COMPANION)
    }

    /// The document that a companion belongs to. None for documents that are no companions, and for reserved ids that belong to
    /// nothing, such as the suffix alone: nobody has a right there.
    #[must_use]
    pub fn main(&self) -> Option<Self> {
        let main = Self::new(self.0.strip_suffix(COMPANION)?).ok()?;
        (!main.is_companion()).then_some(main)
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

    #[test]
    fn a_companion_belongs_to_exactly_one_document() {
        let id = |text: &str| DocumentId::new(text).unwrap();
        let companion = id("acme/plan").companion().unwrap();
        assert_eq!(companion.as_str(), "acme/plan~yrsa");
        assert!(companion.is_companion());
        assert_eq!(companion.main(), Some(id("acme/plan")));
        assert_eq!(companion.companion(), None, "a companion has none");
        for (text, reserved) in
            [("a", false), ("a~yrsa/b", false), ("a~Yrsa", false), ("~yrsa", true), ("a/~yrsa", true), ("a~yrsa~yrsa", true)]
        {
            assert_eq!((id(text).is_companion(), id(text).main()), (reserved, None), "{text}");
        }
        assert!(id(&"a".repeat(507)).companion().is_some());
        assert_eq!(id(&"a".repeat(508)).companion(), None, "there is no room for the suffix");
    }
}
