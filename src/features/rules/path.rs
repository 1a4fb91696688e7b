//! Places in a document that somebody can lock: JSON pointers (RFC 6901) with a bounded number of names, the first one a root.
//! Pure; used by `lock` and by whoever reads a request.

use std::fmt;
use std::sync::Arc;

/// The most names.
pub const NAMES: usize = 8;
/// The most bytes of a pointer.
pub const BYTES: usize = 1024;

/// A place; without names the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<Arc<str>>);

/// This names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a path is a JSON pointer such as /cards/c1 (RFC 6901) of at most 8 names and 1024 bytes without control characters, \
     or empty for the whole document"
)]
pub struct InvalidPath;

impl Path {
    /// Reads a pointer.
    pub fn new(pointer: &str) -> Result<Self, InvalidPath> {
        if pointer.is_empty() {
            return Ok(Self::default());
        }
        if pointer.len() > BYTES || pointer.chars().any(char::is_control) {
            return Err(InvalidPath);
        }
        let names = pointer.strip_prefix('/').ok_or(InvalidPath)?.split('/').map(name).collect::<Result<Vec<_>, _>>()?;
        if names.len() > NAMES { Err(InvalidPath) } else { Ok(Self(names)) }
    }

    /// These names, the root first.
    #[must_use]
    pub fn of(names: &[Arc<str>]) -> Self {
        Self(names.to_vec())
    }

    /// The names, the root first.
    #[must_use]
    pub fn names(&self) -> &[Arc<str>] {
        &self.0
    }

    /// Whether one lies in the other, or both are the same.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(mine, theirs)| mine == theirs)
    }
}

/// A name without its escapes.
fn name(escaped: &str) -> Result<Arc<str>, InvalidPath> {
    let lone = |(at, _): (usize, &str)| !matches!(escaped.as_bytes().get(at + 1), Some(b'0' | b'1'));
    if escaped.match_indices('~').any(lone) {
        return Err(InvalidPath);
    }
    Ok(escaped.replace("~1", "/").replace("~0", "~").into())
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|name| write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_read_and_written_the_same() {
        for pointer in ["", "/", "/cards/c1", "/a~1b/~0~01", "//x", "/ü 🎉/0"] {
            assert_eq!(Path::new(pointer).unwrap().to_string(), pointer);
        }
        let names: Vec<String> = Path::new("/a~1b/~01").unwrap().names().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["a/b", "~1"]);
    }

    #[test]
    fn what_is_no_pointer_or_too_long_is_refused() {
        for wrong in ["cards", "/a~", "/a~2", "/a\nb", "#/a", &"/a".repeat(9), &format!("/{}", "x".repeat(1024))] {
            assert_eq!(Path::new(wrong), Err(InvalidPath), "{wrong}");
        }
        assert!(Path::new(&"/a".repeat(8)).is_ok() && Path::new(&format!("/{}", "x".repeat(1023))).is_ok());
    }

    #[test]
    fn places_overlap_by_whole_names() {
        let overlap = |a: &str, b: &str| {
            let (a, b) = (Path::new(a).unwrap(), Path::new(b).unwrap());
            assert_eq!(a.overlaps(&b), b.overlaps(&a));
            a.overlaps(&b)
        };
        assert!(overlap("", "") && overlap("", "/a/b") && overlap("/a", "/a") && overlap("/a", "/a/b"));
        assert!(!overlap("/a", "/ab") && !overlap("/a/b", "/a/c") && !overlap("/a/b", "/b") && !overlap("/", "/a"));
    }
}
