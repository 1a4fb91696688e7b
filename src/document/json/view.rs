//! What a reader of JSON knows of a document, and what others changed since, as JSON Patch. Kept by the room while somebody
//! listens in JSON. Never reads more of the document than the shared types that were written to.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use json_patch::PatchOperation;
use json_patch::jsonptr::PointerBuf;
use serde_json::{Map as Object, Value};
use yrs::branch::BranchPtr;
use yrs::{Array as _, Map as _, Transact as _};

use super::compare::compare;
use super::plain::Overflow;
use super::read::{Node, Reader};
use super::{Document, ProjectError};
use crate::document::{Touched, TypePath};

/// A document as JSON, as a reader has it.
#[derive(Debug)]
pub struct View {
    shown: Value,
    limit: usize,
}

impl View {
    /// The document as it is now.
    ///
    /// # Errors
    /// As [`Document::project`].
    pub fn open(document: &mut Document, limit: usize) -> Result<Self, ProjectError> {
        Ok(Self { shown: document.project(limit)?, limit })
    }

    /// What its reader has.
    #[must_use]
    pub fn shown(&self) -> &Value {
        &self.shown
    }

    /// What has changed since, given all updates that were applied since, and nothing else. Applied to what the reader has, the
    /// patch gives what the document is now. Costs time in proportion to the shared types the updates write to.
    ///
    /// # Errors
    /// When one of these types has grown beyond the limit, or the document can't be read. The view is of no use then; open
    /// another.
    ///
    /// `before` is told what stood in a root under a key before it was read anew.
    pub fn advance(
        &mut self,
        document: &mut Document,
        updates: &[Bytes],
        before: &mut dyn Before,
    ) -> Result<Vec<PatchOperation>, ProjectError> {
        // For each type the keys that are written, or `None` where the updates don't say which.
        let mut written: BTreeMap<TypePath, Option<BTreeSet<String>>> = BTreeMap::new();
        for update in updates {
            for Touched { path, key } in document.touched(update)? {
                let keys = written.entry(path).or_insert_with(|| Some(BTreeSet::new()));
                match key {
                    Some(key) => keys.iter_mut().for_each(|keys| keys.extend([key.clone()])),
                    None => *keys = None,
                }
            }
        }
        let (replica, expected) = document.readable()?;
        let txn = replica.doc.transact();
        let mut patch = Vec::new();
        let mut outer: Option<TypePath> = None;
        // In this order a type comes right after those around it.
        for (path, keys) in written {
            if outer.as_ref().is_some_and(|outer| outer.root == path.root && path.types.starts_with(&outer.types)) {
                continue;
            }
            let mut reader = Reader::new(&txn, &expected, self.limit);
            let renewed = self.renew(&path, keys.as_ref(), &mut reader, (&mut *before, &mut patch));
            if renewed.map_err(|_| ProjectError::TooLarge { limit: self.limit })? == Renewed::Whole {
                outer = Some(path);
            }
        }
        Ok(patch)
    }

    /// Reads one type anew, or only some of its keys. Those around it were not written to, but for keys that were read anew
    /// before, so everything on the way is where it was.
    fn renew(
        &mut self,
        path: &TypePath,
        keys: Option<&BTreeSet<String>>,
        reader: &mut Reader<'_>,
        (before, patch): (&mut dyn Before, &mut Vec<PatchOperation>),
    ) -> Result<Renewed, Overflow> {
        let Value::Object(roots) = &mut self.shown else { return Ok(Renewed::Whole) };
        let root = reader.root(&path.root);
        if let (Some(node), Some(shown)) = (&root, roots.get_mut(&*path.root))
            && let Some((node, way)) = walk(node.clone(), &path.types, reader)
        {
            if let Some(key) = way.first() {
                before.stood(&path.root, key, shown.get(key));
            }
            let mut pointer = PointerBuf::from_tokens(std::iter::once(&*path.root).chain(way.iter().map(String::as_str)));
            match (node, way.iter().try_fold(shown, step), keys) {
                (Node::Map(map), Some(Value::Object(members)), Some(keys)) => {
                    for key in keys {
                        if way.is_empty() {
                            before.stood(&path.root, key, members.get(key));
                        }
                        let new = map.get(reader.txn(), key).map(|out| reader.value(&Node::of(out))).transpose()?;
                        exchange(members, key, new, &mut pointer, patch);
                    }
                    return Ok(Renewed::Keys);
                }
                (node, Some(shown), _) if !path.types.is_empty() => {
                    let new = reader.value(&node)?;
                    compare(shown, &new, &mut pointer, patch);
                    *shown = new;
                    return Ok(Renewed::Whole);
                }
                _ => {}
            }
        }
        let new = root.map(|root| reader.value(&root)).transpose()?;
        tell_members(&path.root, roots.get(&*path.root), new.as_ref(), before);
        exchange(roots, &path.root, new, &mut PointerBuf::new(), patch);
        Ok(Renewed::Whole)
    }
}

/// Is told what stood somewhere before it was read anew; more often than once, if it is read more often.
pub trait Before {
    /// In a root, under a key: nothing, or this.
    fn stood(&mut self, root: &str, key: &str, value: Option<&Value>);
}

/// Nobody wants to know.
impl Before for () {
    fn stood(&mut self, _: &str, _: &str, _: Option<&Value>) {}
}

/// The members of a root that is read anew as a whole, as far as they differ.
fn tell_members(root: &str, old: Option<&Value>, new: Option<&Value>, before: &mut dyn Before) {
    let nothing = Object::new();
    let old = old.and_then(Value::as_object).unwrap_or(&nothing);
    let new = new.and_then(Value::as_object).unwrap_or(&nothing);
    for (key, value) in old.iter().filter(|(key, value)| new.get(*key) != Some(value)) {
        before.stood(root, key, Some(value));
    }
    for key in new.keys().filter(|key| !old.contains_key(*key)) {
        before.stood(root, key, None);
    }
}

/// How much of a type was read anew.
#[derive(Debug, PartialEq, Eq)]
enum Renewed {
    Keys,
    Whole,
}

/// Sets or removes a member of an object that stands at `path`, and notes what that changes.
fn exchange(
    members: &mut Object<String, Value>,
    key: &str,
    new: Option<Value>,
    path: &mut PointerBuf,
    patch: &mut Vec<PatchOperation>,
) {
    let holding = |value: Option<Value>| Value::Object(Object::from_iter(value.map(|value| (key.to_owned(), value))));
    let old = holding(members.remove(key));
    members.extend(new.clone().map(|new| (key.to_owned(), new)));
    compare(&old, &holding(new), path, patch);
}

/// Goes from a type down to one of those inside it, and tells the way: keys and places. Stops at what is shown in one piece, such
/// as XML. `None` when the way can't be found.
pub(super) fn walk(mut node: Node, types: &[(u64, u32)], reader: &Reader<'_>) -> Option<(Node, Vec<String>)> {
    let mut way = Vec::new();
    for holder in types {
        let (token, inner) = match &node {
            Node::Map(map) => map.iter(reader.txn()).find_map(|(key, out)| {
                let inner = Node::of(out);
                inner.is_held_by(*holder).then(|| (key.to_owned(), inner))
            })?,
            Node::Array(array) => array.iter(reader.txn()).enumerate().find_map(|(at, out)| {
                let inner = Node::of(out);
                inner.is_held_by(*holder).then(|| (at.to_string(), inner))
            })?,
            Node::Xml(_) | Node::Text(_) => break,
            Node::Mixed(..) | Node::Plain(_) => return None,
        };
        way.push(token);
        node = inner;
    }
    Some((node, way))
}

/// One step of such a way, in what is shown.
fn step<'v>(shown: &'v mut Value, token: &String) -> Option<&'v mut Value> {
    match shown {
        Value::Object(members) => members.get_mut(token),
        Value::Array(values) => values.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    }
}

impl Node {
    fn is_held_by(&self, (client, clock): (u64, u32)) -> bool {
        let id = self.branch().map(|branch: BranchPtr| branch.id());
        matches!(id, Some(yrs::BranchID::Nested(id)) if id.client.get() == client && id.clock == clock)
    }
}
