//! What stands in fenced places, in all detail that editors see: keys, elements, characters with their formatting, embedded things.
//! Made by `read`, compared and written again by `restore`. Compared by content: which element holds a type is only a hint.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use yrs::{Any, Number};

use crate::admission::Id;

/// What stands in the places of a fence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stood {
    pub(super) places: Vec<Standing>,
}

/// What stands in one place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Standing {
    /// The whole document: its roots, as far as they hold something.
    Roots(BTreeMap<Arc<str>, Shared>),
    /// Nothing is there.
    Nothing,
    /// So many names along the path.
    Something(usize, Value),
}

/// Something under a key or in a sequence.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Plain(Plain),
    Shared(Box<Shared>),
}

/// A shared type with all it holds. Any may have keys and a sequence, whoever put them there.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) kind: Kind,
    /// The element that holds it; `None` for a root.
    pub(super) id: Option<Id>,
    pub(super) entries: BTreeMap<Arc<str>, Value>,
    pub(super) pieces: Vec<Piece>,
    /// Elements that nobody sees: plain values in a text with characters beyond the basic multilingual plane, which yrs can't read.
    pub(super) hidden: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Array,
    Map,
    Text,
    XmlElement(Arc<str>),
    XmlFragment,
    XmlText,
}

/// A stretch of a sequence that is formatted alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) content: Content,
    pub(super) formats: Formats,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Characters(String),
    /// Something embedded in a text.
    Embedded(Plain),
    /// An element of an array, or what doesn't belong where it is.
    Element(Value),
}

pub(super) type Formats = BTreeMap<Arc<str>, Plain>;

/// A plain value. Equal to what others can't tell from it: NaN is NaN.
#[derive(Debug, Clone)]
pub(super) struct Plain(pub(super) Any);

impl Shared {
    pub(super) fn empty(kind: Kind) -> Self {
        Self { kind, id: None, entries: BTreeMap::new(), pieces: Vec::new(), hidden: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.pieces.is_empty() && self.hidden == 0
    }
}

impl Plain {
    /// Whether it stands for a subdocument (`admission/subdocuments.rs`).
    pub(super) fn is_subdocument(&self) -> bool {
        matches!(&self.0, Any::Map(members) if matches!(members.get("$subdocument"), Some(Any::String(_))))
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.hidden == other.hidden && self.entries == other.entries && self.pieces == other.pieces
    }
}

impl PartialEq for Plain {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

fn same(one: &Any, other: &Any) -> bool {
    match (one, other) {
        (Any::Number(one), Any::Number(other)) => same_number(*one, *other),
        (Any::Array(one), Any::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| same(one, other))
        }
        (Any::Map(one), Any::Map(other)) => same_members(one, other),
        (one, other) => one == other,
    }
}

fn same_members(one: &HashMap<String, Any>, other: &HashMap<String, Any>) -> bool {
    one.len() == other.len() && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
}

/// As JavaScript's `===`, but NaN is NaN.
#[expect(clippy::cast_precision_loss, reason = "an integer that loses some is none of the numbers JavaScript writes as a float")]
#[expect(clippy::float_cmp, reason = "the same number is wanted, not one nearby")]
fn same_number(one: Number, other: Number) -> bool {
    match (one, other) {
        (Number::Int(one), Number::Int(other)) => one == other,
        (Number::Float(one), Number::Float(other)) => one == other || (one.is_nan() && other.is_nan()),
        (Number::Int(int), Number::Float(float)) | (Number::Float(float), Number::Int(int)) => int as f64 == float,
    }
}
