//! What a right is about: one document, everything below a prefix, or everything. Matching happens at segment borders only:
//! `acme/` holds `acme/x` and `acme/x/y`, neither `acme` itself nor `acme2/x`.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::protocol::DocumentId;

/// A document id, a prefix that ends in `/`, or `/` for everything. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope(Arc<str>);

/// A string names no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a scope is a document id, a prefix that ends in a slash, or / for everything")]
pub struct InvalidScope;

impl Scope {
    /// Reads a scope.
    pub fn new(text: &str) -> Result<Self, InvalidScope> {
        if text != "/" {
            DocumentId::new(text.strip_suffix('/').unwrap_or(text)).map_err(|_| InvalidScope)?;
        }
        Ok(Self(text.into()))
    }

    /// Everything.
    #[must_use]
    pub fn everything() -> Self {
        Self("/".into())
    }

    /// Just this document.
    #[must_use]
    pub fn of(document: &DocumentId) -> Self {
        Self(document.shared())
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it names one document.
    #[must_use]
    pub fn document(&self) -> Option<DocumentId> {
        if self.0.ends_with('/') { None } else { DocumentId::new(&self.0).ok() }
    }

    /// Whether it is one document that the server writes itself; its document's members and shares count there.
    #[must_use]
    pub fn is_companion(&self) -> bool {
        self.document().is_some_and(|document| document.is_companion())
    }

    /// Whether everything of `other` lies in this one; a scope covers itself.
    #[must_use]
    pub fn covers(&self, other: &Scope) -> bool {
        *self.0 == *other.0 || *self.0 == *"/" || (self.0.ends_with('/') && other.0.starts_with(&*self.0))
    }

    /// Whether the document with this id lies in it.
    #[must_use]
    pub fn holds(&self, document: &str) -> bool {
        *self.0 == *document || *self.0 == *"/" || (self.0.ends_with('/') && document.starts_with(&*self.0))
    }

    /// As [`covers`](Self::covers), and a document covers what lies below it, too: `acme/plan` covers `acme/plan/comments`.
    #[must_use]
    pub fn covers_with_below(&self, other: &Scope) -> bool {
        let below = || other.0.strip_prefix(&*self.0).is_some_and(|rest| rest.starts_with('/'));
        self.covers(other) || (!self.0.ends_with('/') && below())
    }

    /// This scope and all that cover it, the widest first: `/`, `acme/`, `acme/board/`, `acme/board/roadmap`.
    pub fn with_ancestors(&self) -> impl Iterator<Item = Scope> + '_ {
        let inner = if *self.0 == *"/" { "" } else { &*self.0 };
        let prefixes = inner.match_indices('/').map(|(at, _)| Scope(inner[..=at].into()));
        let itself = (!self.0.ends_with('/')).then(|| self.clone());
        std::iter::once(Self::everything()).chain(prefixes).chain(itself)
    }
}

impl TryFrom<String> for Scope {
    type Error = InvalidScope;

    fn try_from(text: String) -> Result<Self, InvalidScope> {
        Self::new(&text)
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.0.as_ref().to_owned()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(text: &str) -> Scope {
        Scope::new(text).unwrap()
    }

    #[test]
    fn a_scope_covers_at_segment_borders_only() {
        for (wide, narrow, covers, with_below) in [
            ("/", "acme", true, true),
            ("/", "acme/", true, true),
            ("/", "/", true, true),
            ("acme/", "acme/x", true, true),
            ("acme/", "acme/x/y", true, true),
            ("acme/", "acme/x/", true, true),
            ("acme/", "acme", false, false),
            ("acme/", "acme2/x", false, false),
            ("acme/x", "acme/x", true, true),
            ("acme/x", "acme/x/y", false, true),
            ("acme/x", "acme/x/", false, true),
            ("acme/x", "acme/xy", false, false),
            ("acme/x/", "acme/", false, false),
            ("acme/", "/", false, false),
            ("acme", "/", false, false),
            ("acmé/", "acmé/x", true, true),
        ] {
            assert_eq!(scope(wide).covers(&scope(narrow)), covers, "{wide} covers {narrow}");
            let holds = scope(narrow).document().map(|_| scope(wide).holds(narrow));
            assert_eq!(holds.unwrap_or(covers), covers, "{wide} holds {narrow}");
            assert_eq!(scope(wide).covers_with_below(&scope(narrow)), with_below, "{wide} covers {narrow} and below");
        }
    }

    #[test]
    fn ancestors_are_exactly_the_scopes_that_cover() {
        let of = |text: &str| scope(text).with_ancestors().map(String::from).collect::<Vec<_>>();
        assert_eq!(of("/"), ["/"]);
        assert_eq!(of("acme/"), ["/", "acme/"]);
        assert_eq!(of("acme"), ["/", "acme"]);
        assert_eq!(of("a/b/c"), ["/", "a/", "a/b/", "a/b/c"]);
        assert!(scope("a/b/").with_ancestors().all(|ancestor| ancestor.covers(&scope("a/b/"))));
    }

    #[test]
    fn what_is_no_path_is_no_scope() {
        for wrong in ["", "//", "a//", "/a", "a/../", "..", "a\0"] {
            assert_eq!(Scope::new(wrong), Err(InvalidScope), "{wrong:?}");
        }
    }
}
