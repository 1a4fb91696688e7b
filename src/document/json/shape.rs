//! What stands where in a document, where its kind says so: roots that are shown without content too, and the shared types that
//! new values become. Made by `kinds`, used by everything under `json`. Knows no kind.

use std::sync::Arc;

/// What a shared type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootKind {
    /// `Y.Map`: an object.
    Map,
    /// `Y.Array`: an array.
    Array,
    /// `Y.Text`: a string.
    Text,
    /// `Y.XmlFragment`: a string of XML.
    Xml,
}

/// A place, and the places below it. The whole document is one, of type `Y.Map`; its members are the roots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// The shared type that a new value becomes here, if it fits; `None`: a plain value in one piece.
    pub kind: Option<RootKind>,
    /// What is known of the places below it, by name.
    pub members: Vec<(Arc<str>, Shape)>,
    /// What is known of all other places below it.
    pub each: Option<Box<Shape>>,
}

impl Shape {
    /// A place of which nothing else is known.
    #[must_use]
    pub fn of(kind: RootKind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    /// A place for plain values.
    #[must_use]
    pub fn plain() -> Self {
        Self::default()
    }

    /// With a place below it.
    #[must_use]
    pub fn with(mut self, name: &str, member: Self) -> Self {
        self.members.push((name.into(), member));
        self
    }

    /// With what all places below it are that have no shape of their own.
    #[must_use]
    pub fn with_each(mut self, each: Self) -> Self {
        self.each = Some(Box::new(each));
        self
    }

    /// What is known of a place below it.
    #[must_use]
    pub fn below(&self, name: &str) -> Option<&Self> {
        let member = self.members.iter().find(|(member, _)| **member == *name).map(|(_, shape)| shape);
        member.or(self.each.as_deref())
    }

    /// The places below it that are there in every document of the kind: in the whole document the roots.
    pub(super) fn roots(&self) -> impl Iterator<Item = (&Arc<str>, RootKind)> {
        self.members.iter().filter_map(|(name, shape)| Some((name, shape.kind?)))
    }
}
