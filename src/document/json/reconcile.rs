//! Turns what is in a document into another value without replacing more than differs, so that edits others make at the same
//! time in what stays the same survive. Called by `draft` when something is replaced.

use std::collections::HashMap;

use serde_json::{Map as Object, Value};
use yrs::Out;

use super::Reason;
use super::draft::{Draft, Element, Home, Members};
use super::plain;
use super::read::{Node, Reader};
use super::sequence::{Exchange, exchanges};
use super::{text, xml};

/// The member by which people tell one object of an array from another.
const IDENTITY: &str = "id";

impl Draft {
    /// Whether the value can take this one's place without a change of type.
    pub(super) fn is_like(&self, value: &Value) -> bool {
        match self {
            Self::Kept(Node::Map(_) | Node::Mixed(..)) | Self::Members(_) => value.is_object(),
            Self::Kept(Node::Array(_)) | Self::Elements(..) => value.is_array(),
            Self::Kept(Node::Text(_) | Node::Xml(_)) | Self::Text(..) | Self::Xml { .. } => value.is_string(),
            Self::Kept(Node::Plain(_)) => true,
            Self::Plain(_, now) | Self::Fresh(now) => std::mem::discriminant(now) == std::mem::discriminant(value),
        }
    }

    /// Makes it `value`.
    pub(super) fn put(&mut self, value: Value, reader: &mut Reader<'_>) -> Result<(), Reason> {
        if self.is_read_only_and_alike(&value, reader)? {
            return Ok(());
        }
        if let Self::Kept(Node::Map(_) | Node::Array(_)) = self
            && self.is_like(&value)
        {
            self.open(reader)?;
        }
        match (&mut *self, value) {
            (Self::Members(members), Value::Object(object)) => members.become_object(object, reader),
            (Self::Members(Members { home: Home::Document, .. }), _) => Err(Reason::RootKind),
            (Self::Elements(_, elements), Value::Array(values)) => become_array(elements, values, reader),
            (Self::Kept(Node::Text(shared)), Value::String(new)) => {
                if reader.text(shared)? != new {
                    if !text::is_countable(reader.txn(), shared) {
                        return Err(Reason::MixedText);
                    }
                    *self = Self::Text(shared.clone(), new);
                }
                Ok(())
            }
            (Self::Kept(Node::Xml(there)) | Self::Xml { there, .. }, Value::String(new)) => {
                *self = xml_as(there.clone(), &new, reader)?;
                Ok(())
            }
            (Self::Text(_, now), Value::String(new)) | (Self::Fresh(Value::String(now)), Value::String(new)) => {
                *now = new;
                Ok(())
            }
            (Self::Kept(Node::Plain(any)), value) => {
                let old = plain::to_json(any, &mut reader.allowance)?;
                if old != value {
                    // What is kept in one piece stays so: whoever made it reads it so.
                    let stays = plain::is_container(&old) && std::mem::discriminant(&old) == std::mem::discriminant(&value);
                    *self = if stays { Self::Plain(any.clone(), value) } else { Self::Fresh(value) };
                }
                Ok(())
            }
            (Self::Plain(_, now), value) if std::mem::discriminant(now) == std::mem::discriminant(&value) => {
                *now = value;
                Ok(())
            }
            (_, value) => {
                *self = Self::Fresh(value);
                Ok(())
            }
        }
    }

    /// Whether it is something a patch can't write, and would not change.
    fn is_read_only_and_alike(&self, value: &Value, reader: &mut Reader<'_>) -> Result<bool, Reason> {
        let Self::Kept(node) = self else { return Ok(false) };
        let reason = match node {
            Node::Mixed(..) => Reason::Mixed,
            Node::Plain(any) if plain::is_subdocument(any) => Reason::Subdocument,
            _ => return Ok(false),
        };
        if reader.value(node)? == *value { Ok(true) } else { Err(reason) }
    }
}

/// XML that is there, as it is to be.
fn xml_as(there: Out, new: &str, reader: &mut Reader<'_>) -> Result<Draft, Reason> {
    let node = Node::Xml(there.clone());
    let old = reader.value(&node)?;
    if old.as_str() == Some(new) {
        return Ok(Draft::Kept(node));
    }
    let target = xml::parse(new)?;
    let now = xml::print(&target);
    if old.as_str() == Some(&now) {
        return Ok(Draft::Kept(node));
    }
    let edits = xml::plan(reader, &there, &target)?;
    Ok(Draft::Xml { there, now, edits })
}

impl Members {
    fn become_object(&mut self, object: Object<String, Value>, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let keys = self.keys(reader);
        reader.work(keys.len())?;
        for key in keys {
            if !object.contains_key(&key) {
                self.remove(&key, reader)?;
            }
        }
        for (key, value) in object {
            self.put(&key, value, reader)?;
        }
        Ok(())
    }
}

fn become_array(elements: &mut Vec<Element>, mut values: Vec<Value>, reader: &mut Reader<'_>) -> Result<(), Reason> {
    let old: Vec<Value> = elements.iter().map(|element| element.draft.value(reader)).collect::<Result<_, _>>()?;
    let mut pool: Vec<Option<Element>> = std::mem::take(elements).into_iter().map(Some).collect();
    let changes = exchanges(&old, &values);
    let mut next = 0;
    for Exchange { old: gone, new: come } in changes {
        elements.extend(pool[next..gone.start].iter_mut().filter_map(Option::take));
        next = gone.end;
        let mut successors = Successors::new(&old, gone);
        for value in values[come].iter_mut().map(Value::take) {
            elements.push(match successors.of(&value).and_then(|at| pool[at].take()) {
                Some(mut element) => {
                    element.draft.put(value, reader)?;
                    element
                }
                None => Element { was: None, draft: Draft::Fresh(value) },
            });
        }
    }
    elements.extend(pool[next..].iter_mut().filter_map(Option::take));
    Ok(())
}

/// The elements that go, as candidates to become those that come, each once and in order.
struct Successors<'v> {
    old: &'v [Value],
    left: std::ops::Range<usize>,
    ids: HashMap<&'v Value, usize>,
}

impl<'v> Successors<'v> {
    fn new(old: &'v [Value], left: std::ops::Range<usize>) -> Self {
        let ids = left.clone().filter_map(|at| Some((old[at].get(IDENTITY)?, at))).collect();
        Self { old, left, ids }
    }

    /// The next container of the same kind that may become `value`: with the same id, if either has one.
    fn of(&mut self, value: &Value) -> Option<usize> {
        if !plain::is_container(value) {
            return None;
        }
        let id = value.get(IDENTITY);
        let is_same = |old: &Value| {
            std::mem::discriminant(old) == std::mem::discriminant(value) && plain::is_container(old) && old.get(IDENTITY) == id
        };
        // One step ahead without an id: what stands at the same place. With an id: wherever it is, and what is passed over goes.
        let found = match id {
            Some(id) => self.ids.get(id).copied(),
            None => Some(self.left.start),
        };
        let found = found.filter(|at| self.left.contains(at) && is_same(&self.old[*at]))?;
        self.left.start = found + 1;
        Some(found)
    }
}
