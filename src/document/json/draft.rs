//! The document as a patch would leave it, worked out before anything is written: only what the paths lead through is opened,
//! all else stays a reference to what the document has. So a patch that fails halfway has done nothing.
//! Called by `Document::patch`; `write` then writes the difference. Never writes.

use std::collections::BTreeMap;

use json_patch::PatchOperation;
use json_patch::jsonptr::Pointer;
use serde_json::{Map as Object, Value};
use yrs::{Any, Array as _, ArrayRef, Map as _, MapRef, Out, TextRef};

use super::paths::{self, position};
use super::plain::{self, Overflow};
use super::read::{Node, Reader};
use super::write;
use super::xml::{self, Edit};
use super::{PatchOperation as Operation, Reason, RootKind, Shape};
use crate::admission;

/// Something in the document, or what is to be there.
#[derive(Debug, Clone)]
pub(super) enum Draft {
    /// As the document has it.
    Kept(Node),
    /// A map of which some keys may differ.
    Members(Members),
    /// An array with its elements.
    Elements(ArrayRef, Vec<Element>),
    /// A text with its new characters.
    Text(TextRef, String),
    /// XML with the string that will stand for it, and what to do for that.
    Xml { there: Out, now: String, edits: Vec<Edit> },
    /// A plain value, as it was, and as it is to be: still in one piece.
    Plain(Any, Value),
    /// Something new.
    Fresh(Value),
}

/// The keys of a map that were looked at. `None`: removed.
#[derive(Debug, Clone)]
pub(super) struct Members {
    pub(super) home: Home,
    pub(super) entries: BTreeMap<String, Option<Draft>>,
}

/// Whose keys they are.
#[derive(Debug, Clone)]
pub(super) enum Home {
    /// The roots'.
    Document,
    Map(MapRef),
}

/// An element of an array, and where the document has it.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) was: Option<u32>,
    pub(super) draft: Draft,
}

/// Where a path leads: into something shared, or into a value.
enum Place<'d> {
    Draft(&'d mut Draft),
    Value(&'d mut Value),
}

impl From<Overflow> for Reason {
    fn from(_: Overflow) -> Self {
        Self::TooLarge { limit: 0 }
    }
}

/// The document after all of the operations, or the first that fails and why.
pub(super) fn patched(
    operations: &[PatchOperation],
    reader: &mut Reader<'_>,
    limits: admission::Limits,
) -> Result<Draft, (usize, Reason)> {
    let mut draft = Draft::Members(Members { home: Home::Document, entries: BTreeMap::new() });
    for (index, operation) in operations.iter().enumerate() {
        draft.apply(operation, reader, limits).map_err(|reason| (index, reason))?;
    }
    draft.check(reader).map_err(|reason| (operations.len().saturating_sub(1), reason))?;
    Ok(draft)
}

/// The document after a merge patch.
pub(super) fn merged(patch: &Value, reader: &mut Reader<'_>, limits: admission::Limits) -> Result<Draft, Reason> {
    let mut draft = Draft::Members(Members { home: Home::Document, entries: BTreeMap::new() });
    let patch = incoming(patch, Pointer::root(), reader, limits)?;
    draft.merge(patch, reader)?;
    draft.check(reader)?;
    Ok(draft)
}

impl Draft {
    /// Whether it can be written, as a whole.
    fn check(&self, reader: &mut Reader<'_>) -> Result<(), Reason> {
        // As a plain object it would be one no more.
        if self.makes_subdocument() {
            return Err(Reason::Subdocument);
        }
        self.check_shape(Some(reader.shape()))?;
        reader.work(write::steps(self))
    }

    /// Whether what is new can become what the kind of the document says.
    fn check_shape(&self, shape: Option<&Shape>) -> Result<(), Reason> {
        let Some(shape) = shape else { return Ok(()) };
        match self {
            Self::Fresh(value) => check_value(value, shape),
            Self::Members(members) => members
                .entries
                .iter()
                .try_for_each(|(key, draft)| draft.as_ref().map_or(Ok(()), |draft| draft.check_shape(shape.below(key)))),
            Self::Elements(_, elements) => {
                elements.iter().try_for_each(|element| element.draft.check_shape(shape.each.as_deref()))
            }
            Self::Kept(_) | Self::Text(..) | Self::Xml { .. } | Self::Plain(..) => Ok(()),
        }
    }

    /// Bytes of what is new in it, roughly.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Fresh(value) | Self::Plain(_, value) => plain::size(value),
            Self::Text(_, text) => text.len(),
            Self::Xml { edits, .. } => edits.iter().map(Edit::size).sum(),
            Self::Members(members) => {
                members.entries.iter().map(|(key, draft)| draft.as_ref().map_or(0, |draft| key.len() + draft.size())).sum()
            }
            Self::Elements(_, elements) => elements.iter().map(|element| element.draft.size()).sum(),
            Self::Kept(_) => 0,
        }
    }

    fn makes_subdocument(&self) -> bool {
        match self {
            Self::Fresh(value) | Self::Plain(_, value) => plain::shows_subdocument(value),
            Self::Members(members) => members.entries.values().flatten().any(Self::makes_subdocument),
            Self::Elements(_, elements) => elements.iter().any(|element| element.draft.makes_subdocument()),
            Self::Kept(_) | Self::Text(..) | Self::Xml { .. } => false,
        }
    }

    fn merge(&mut self, patch: Value, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let Value::Object(patch) = patch else { return self.put(patch, reader) };
        self.open(reader)?;
        match self {
            Self::Members(members) => patch.into_iter().try_for_each(|(key, value)| members.merge(&key, value, reader)),
            Self::Plain(_, now) | Self::Fresh(now) if now.is_object() => {
                json_patch::merge(now, &Value::Object(patch));
                Ok(())
            }
            _ => self.put(without_nulls(&Value::Object(patch)), reader),
        }
    }

    fn apply(&mut self, operation: &Operation, reader: &mut Reader<'_>, limits: admission::Limits) -> Result<(), Reason> {
        match operation {
            Operation::Add(add) => {
                let value = incoming(&add.value, &add.path, reader, limits)?;
                self.add(&paths::tokens(&add.path), value, reader)
            }
            Operation::Replace(replace) => {
                let value = incoming(&replace.value, &replace.path, reader, limits)?;
                self.replace(&paths::tokens(&replace.path), value, reader)
            }
            Operation::Remove(remove) => self.remove(&paths::tokens(&remove.path), reader),
            Operation::Test(test) => {
                let mut wanted = test.value.clone();
                plain::normalize(&mut wanted);
                let found = self.value_at(&paths::tokens(&test.path), reader)?;
                if found == wanted { Ok(()) } else { Err(Reason::TestFailed) }
            }
            Operation::Copy(copy) => {
                let value = self.value_at(&paths::tokens(&copy.from), reader)?;
                let value = incoming(&value, &copy.path, reader, limits)?;
                self.add(&paths::tokens(&copy.path), value, reader)
            }
            Operation::Move(moved) => {
                let (from, to) = (paths::tokens(&moved.from), paths::tokens(&moved.path));
                if from.is_empty() || (from != to && to.starts_with(&from)) {
                    return Err(Reason::IntoItself);
                }
                let value = self.value_at(&from, reader)?;
                if from == to {
                    return Ok(());
                }
                let value = incoming(&value, &moved.path, reader, limits)?;
                self.remove(&from, reader)?;
                self.add(&to, value, reader)
            }
        }
    }

    fn value_at(&mut self, tokens: &[String], reader: &mut Reader<'_>) -> Result<Value, Reason> {
        match self.at(tokens, reader)? {
            Place::Draft(draft) => Ok(draft.value(reader)?),
            Place::Value(value) => {
                reader.allowance.take_value(value)?;
                Ok(value.clone())
            }
        }
    }

    fn add(&mut self, tokens: &[String], value: Value, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let Some((last, parent)) = tokens.split_last() else { return self.put(value, reader) };
        let draft = match self.at(parent, reader)? {
            Place::Value(parent) => return reader.work(paths::add(parent, last, value)?),
            Place::Draft(draft) => draft,
        };
        draft.open(reader)?;
        match draft {
            Self::Members(members) => members.put(last, value, reader),
            Self::Elements(_, elements) => {
                let at = if last == "-" { elements.len() } else { position(last, elements.len() + 1)? };
                elements.insert(at, Element { was: None, draft: Self::Fresh(value) });
                reader.work(elements.len() - at)
            }
            Self::Plain(_, parent) | Self::Fresh(parent) => reader.work(paths::add(parent, last, value)?),
            Self::Kept(_) | Self::Text(..) | Self::Xml { .. } => Err(Reason::NoSuchPlace),
        }
    }

    fn replace(&mut self, tokens: &[String], value: Value, reader: &mut Reader<'_>) -> Result<(), Reason> {
        if let [root] = tokens
            && let Self::Members(members) = self
        {
            members.look_up(root, reader).ok_or(Reason::NoSuchPlace)?;
            return members.put(root, value, reader);
        }
        match self.at(tokens, reader)? {
            Place::Draft(draft) => draft.put(value, reader),
            Place::Value(place) => {
                *place = value;
                Ok(())
            }
        }
    }

    fn remove(&mut self, tokens: &[String], reader: &mut Reader<'_>) -> Result<(), Reason> {
        let (last, parent) = tokens.split_last().ok_or(Reason::RootKind)?;
        let draft = match self.at(parent, reader)? {
            Place::Value(parent) => return reader.work(paths::remove(parent, last)?),
            Place::Draft(draft) => draft,
        };
        draft.open(reader)?;
        match draft {
            Self::Members(members) => members.remove(last, reader),
            Self::Elements(_, elements) => {
                let at = position(last, elements.len())?;
                elements.remove(at);
                reader.work(elements.len() - at)
            }
            Self::Plain(_, parent) | Self::Fresh(parent) => reader.work(paths::remove(parent, last)?),
            Self::Kept(_) | Self::Text(..) | Self::Xml { .. } => Err(Reason::NoSuchPlace),
        }
    }

    /// Where the tokens lead.
    fn at(&mut self, tokens: &[String], reader: &mut Reader<'_>) -> Result<Place<'_>, Reason> {
        let Some((first, rest)) = tokens.split_first() else { return Ok(Place::Draft(self)) };
        self.open(reader)?;
        match self {
            Self::Members(members) => members.look_up(first, reader).ok_or(Reason::NoSuchPlace)?.at(rest, reader),
            Self::Elements(_, elements) => {
                let at = position(first, elements.len())?;
                elements[at].draft.at(rest, reader)
            }
            Self::Plain(_, value) | Self::Fresh(value) => paths::at(value, tokens).map(Place::Value),
            Self::Kept(_) | Self::Text(..) | Self::Xml { .. } => Err(Reason::NoSuchPlace),
        }
    }

    /// Opens a container that the document has, so that what is in it can be reached one by one.
    pub(super) fn open(&mut self, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let Self::Kept(node) = self else { return Ok(()) };
        *self = match node {
            Node::Map(map) => Self::Members(Members { home: Home::Map(map.clone()), entries: BTreeMap::new() }),
            Node::Array(array) => {
                let kept = |(at, out)| Element { was: Some(at), draft: Self::Kept(Node::of(out)) };
                let elements = (0..).zip(array.iter(reader.txn())).map(kept).collect();
                Self::Elements(array.clone(), elements)
            }
            Node::Plain(any) if plain::is_subdocument(any) => return Err(Reason::Subdocument),
            Node::Plain(any) => Self::Plain(any.clone(), plain::to_json(any, &mut reader.allowance)?),
            Node::Mixed(..) => return Err(Reason::Mixed),
            Node::Text(_) | Node::Xml(_) => return Ok(()),
        };
        Ok(())
    }

    /// What it will be, as JSON.
    pub(super) fn value(&self, reader: &mut Reader<'_>) -> Result<Value, Overflow> {
        match self {
            Self::Kept(node) => reader.value(node),
            Self::Members(members) => members.value(reader),
            Self::Elements(_, elements) => {
                reader.allowance.take(0)?;
                elements.iter().map(|element| element.draft.value(reader)).collect::<Result<_, _>>().map(Value::Array)
            }
            Self::Text(_, text) | Self::Xml { now: text, .. } => {
                reader.allowance.take(text.len())?;
                Ok(Value::String(text.clone()))
            }
            Self::Plain(_, value) | Self::Fresh(value) => {
                reader.allowance.take_value(value)?;
                Ok(value.clone())
            }
        }
    }
}

impl Members {
    /// What a key holds, if anything.
    pub(super) fn look_up(&mut self, key: &str, reader: &Reader<'_>) -> Option<&mut Draft> {
        if !self.entries.contains_key(key) {
            let node = self.home.get(key, reader)?;
            self.entries.insert(key.to_owned(), Some(Draft::Kept(node)));
        }
        self.entries.get_mut(key)?.as_mut()
    }

    /// Sets a key. Edits what is there, if it can become the new value; a root must.
    pub(super) fn put(&mut self, key: &str, value: Value, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let is_root = matches!(self.home, Home::Document);
        if is_root && !(plain::is_container(&value) || value.is_string()) {
            return Err(Reason::RootScalar);
        }
        if is_root && matches!(self.entries.get(key), Some(None)) {
            reader.work(reader.length(key))?;
        }
        let there = match self.look_up(key, reader) {
            Some(draft) => Some(draft),
            // A root that this patch removed still has its type.
            None if is_root => self.home.get(key, reader).and_then(|node| {
                self.entries.insert(key.to_owned(), Some(Draft::Kept(node)));
                self.entries.get_mut(key)?.as_mut()
            }),
            None => None,
        };
        let Some(draft) = there else {
            self.entries.insert(key.to_owned(), Some(Draft::Fresh(value)));
            return Ok(());
        };
        if is_root && !draft.is_like(&value) {
            return Err(Reason::RootKind);
        }
        draft.put(value, reader)
    }

    fn merge(&mut self, key: &str, patch: Value, reader: &mut Reader<'_>) -> Result<(), Reason> {
        match self.look_up(key, reader) {
            Some(_) if patch.is_null() => self.remove(key, reader),
            None if patch.is_null() => Ok(()),
            Some(draft) if patch.is_object() && draft.is_like(&patch) => draft.merge(patch, reader),
            _ => self.put(key, without_nulls(&patch), reader),
        }
    }

    pub(super) fn remove(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let is_root = matches!(self.home, Home::Document);
        match self.look_up(key, reader) {
            None => return Err(Reason::NoSuchPlace),
            Some(_) if is_root && reader.expected(key).is_some() => return Err(Reason::RootKind),
            Some(Draft::Kept(Node::Mixed(..))) => return Err(Reason::Mixed),
            Some(_) => {}
        }
        self.entries.insert(key.to_owned(), None);
        Ok(())
    }

    /// All keys there will be.
    pub(super) fn keys(&self, reader: &Reader<'_>) -> Vec<String> {
        let kept = self.home.keys(reader).into_iter().filter(|key| !self.entries.contains_key(key));
        let opened = self.entries.iter().filter(|(_, draft)| draft.is_some()).map(|(key, _)| key.clone());
        kept.chain(opened).collect()
    }

    fn value(&self, reader: &mut Reader<'_>) -> Result<Value, Overflow> {
        reader.allowance.take(0)?;
        let mut object = Object::new();
        for key in self.keys(reader) {
            reader.allowance.take(key.len())?;
            let value = match self.entries.get(&key) {
                Some(Some(draft)) => draft.value(reader)?,
                _ => match self.home.get(&key, reader) {
                    Some(node) => reader.value(&node)?,
                    None => continue,
                },
            };
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

impl Home {
    fn get(&self, key: &str, reader: &Reader<'_>) -> Option<Node> {
        match self {
            Self::Document => reader.root(key),
            Self::Map(map) => map.get(reader.txn(), key).map(Node::of),
        }
    }

    fn keys(&self, reader: &Reader<'_>) -> Vec<String> {
        match self {
            Self::Document => reader.roots().into_iter().filter(|name| reader.root(name).is_some()).collect(),
            Self::Map(map) => map.keys(reader.txn()).map(str::to_owned).collect(),
        }
    }
}

/// Whether a new value can become what its place says, and all in it.
fn check_value(value: &Value, shape: &Shape) -> Result<(), Reason> {
    match (shape.kind, value) {
        (Some(RootKind::Xml), Value::String(text)) => xml::parse(text).map(drop),
        (_, Value::Object(members)) => {
            members.iter().try_for_each(|(key, value)| shape.below(key).map_or(Ok(()), |shape| check_value(value, shape)))
        }
        (_, Value::Array(values)) => {
            values.iter().try_for_each(|value| shape.each.as_ref().map_or(Ok(()), |shape| check_value(value, shape)))
        }
        _ => Ok(()),
    }
}

/// What a merge patch makes of nothing.
fn without_nulls(patch: &Value) -> Value {
    let mut value = Value::Null;
    json_patch::merge(&mut value, patch);
    value
}

/// A value from outside on its way to a path: in the form the document gives it back, and within the limits of the gate.
fn incoming(value: &Value, path: &Pointer, reader: &mut Reader<'_>, limits: admission::Limits) -> Result<Value, Reason> {
    reader.allowance.take_value(value)?;
    let limit = usize::from(limits.nesting).min(admission::MAX_VALUE_DEPTH);
    if path.count() + plain::depth(value) > limit {
        return Err(Reason::TooDeep { limit });
    }
    let longest = path.tokens().map(|token| token.decoded().len()).max().unwrap_or(0);
    if longest.max(plain::longest_key(value)) > limits.name_bytes {
        return Err(Reason::NameTooLong { limit: limits.name_bytes });
    }
    let mut value = value.clone();
    plain::normalize(&mut value);
    Ok(value)
}
