//! What kinds of documents there are, as one table: each kind is a file in `kinds/`. A kind says which roots its documents have,
//! which of them hold things by id (nodes, cards, sections), and what a new document begins with. `docs/KINDS.md` describes them.

mod board;
pub mod changes;
mod companion;
mod markdown;
pub mod nesting;
mod outline;
mod report;
mod schema;
mod seed;
mod text;
mod workflow;

use std::fmt;
use std::sync::Arc;

pub use self::markdown::{markdown, markdown_of};
pub use self::schema::{PROBLEMS, Problem};
pub use self::seed::{SEED_CLIENT, seed};
pub use self::text::{text, text_of};
use super::json::{RootKind, Shape};

/// All kinds. The first is what a document is unless somebody says otherwise.
static KINDS: &[&Layout] = &[&FREE, &workflow::LAYOUT, &report::LAYOUT, &board::LAYOUT];

/// Free form: whatever its editors make of it.
static FREE: Layout =
    Layout { name: "document", collections: &[], seed: None, schema: include_str!("kinds/schemas/document.json") };

/// What kind of document one is. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Kind(&'static Layout);

/// A kind's file has one of these.
#[derive(Debug)]
pub struct Layout {
    /// Its name, as in `GET /api/documents`.
    pub name: &'static str,
    /// Its roots.
    pub collections: &'static [Collection],
    /// What a new one begins with.
    pub seed: Option<Seed>,
    /// What they look like as JSON: a JSON Schema (2020-12).
    pub schema: &'static str,
}

/// What a new document begins with.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// As JSON, merged into the empty document.
    pub json: &'static str,
    /// What that became, for ever.
    pub update: &'static [u8],
}

/// A root `Y.Map` that holds things by their id, each a `Y.Map`.
#[derive(Debug)]
pub struct Collection {
    /// The root's name.
    pub root: &'static str,
    /// What one of them is called in events: `board.card`.
    pub noun: &'static str,
    /// The event of a new one: `created` or `added`.
    pub added: &'static str,
    /// Fields that say where it is: a change of these is `moved`.
    pub place: &'static [&'static str],
    /// The field that says whose it is: a change of it is `assigned`.
    pub assignee: Option<&'static str>,
    /// Fields that are shared types of their own, where tools that write JSON would get a plain value otherwise.
    pub shared: &'static [(&'static str, RootKind)],
}

impl Kind {
    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|layout| layout.name == name).map(|layout| Self(layout))
    }

    /// What companions are. No document is given this kind, and it is none of [`Kind::all`].
    #[must_use]
    pub fn companion() -> Self {
        Self(&companion::LAYOUT)
    }

    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|layout| Self(layout))
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Its collections; none for free documents.
    #[must_use]
    pub fn collections(self) -> &'static [Collection] {
        self.0.collections
    }

    /// What documents of it look like to readers and writers of JSON: for [`Document::expect`](super::Document::expect).
    #[must_use]
    pub fn shape(self) -> Arc<Shape> {
        if self == Self::companion() {
            return Arc::new(companion::shape());
        }
        let roots = self.0.collections.iter();
        Arc::new(roots.fold(Shape::of(RootKind::Map), |shape, root| shape.with(root.root, root.shape())))
    }
}

impl Collection {
    /// Things by their id, each a map. What says where one is moves in one piece.
    fn shape(&self) -> Shape {
        let thing = self.place.iter().fold(Shape::of(RootKind::Map), |shape, field| shape.with(field, Shape::plain()));
        let thing = self.shared.iter().fold(thing, |shape, (field, kind)| shape.with(field, Shape::of(*kind)));
        Shape::of(RootKind::Map).with_each(thing)
    }
}

impl Default for Kind {
    fn default() -> Self {
        Self(&FREE)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}
