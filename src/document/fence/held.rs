//! The places that a fence leaves open, as a tree of names. Called by all that reads or writes fenced places.
//! Knows no document.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What is left open at and below a place.
#[derive(Debug, Default)]
pub(super) struct Held {
    is_all: bool,
    below: BTreeMap<Arc<str>, Held>,
}

/// What a fence leaves open of something.
#[derive(Debug, Clone, Copy)]
pub(super) enum Open<'h> {
    /// Nothing of it.
    Nothing,
    /// Something in it.
    Within(&'h Held),
    /// All of it.
    All,
}

impl Held {
    pub(super) fn new(paths: &[Vec<Arc<str>>]) -> Self {
        let mut held = Self::default();
        for path in paths {
            let place = path.iter().fold(&mut held, |held, name| held.below.entry(Arc::clone(name)).or_default());
            place.is_all = true;
        }
        held
    }

    pub(super) fn open(&self) -> Open<'_> {
        match self {
            Self { is_all: true, .. } => Open::All,
            held if held.below.is_empty() => Open::Nothing,
            held => Open::Within(held),
        }
    }
}

impl<'h> Open<'h> {
    /// What is left open under a name.
    pub(super) fn under(self, name: &str) -> Self {
        match self {
            Self::Within(held) => held.below.get(name).map_or(Self::Nothing, Held::open),
            other => other,
        }
    }

    /// What is left open at the end of a path.
    pub(super) fn at(self, path: &[Arc<str>]) -> Self {
        path.iter().fold(self, |open, name| open.under(name))
    }
}
