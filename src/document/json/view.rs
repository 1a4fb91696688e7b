//! What a reader of JSON knows of a document, and what others changed since, as JSON Patch. Kept by the room while somebody
//! listens in JSON. Never reads more of the document than the shared types that were written to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use json_patch::PatchOperation;
use json_patch::jsonptr::PointerBuf;
use serde_json::{Map as Object, Value};
use yrs::branch::BranchPtr;
use yrs::{Array as _, Map as _, Out, Transact as _};

use super::compare::compare;
use super::plain::{Overflow, size};
use super::read::{Node, Reader};
use super::{Document, ProjectError};
use crate::document::{Touched, TypePath};

/// A document as JSON, as a reader has it.
#[derive(Debug)]
pub struct View {
    shown: Value,
    /// Bytes of it, roughly.
    bytes: usize,
    limit: usize,
}

/// An update that was applied, and a number for whoever made it.
#[derive(Debug, Clone)]
pub struct Made {
    /// Who.
    pub by: usize,
    /// What.
    pub update: Bytes,
}

/// Is told what stood somewhere before it was read anew; more often than once, if it is read more often.
pub trait Before {
    /// In a root, under a key: nothing, or this. Written to by these.
    fn stood(&mut self, root: &str, key: &str, value: Option<&Value>, by: &BTreeSet<usize>);

    /// In a root that has no keys.
    fn wrote(&mut self, root: &str, by: &BTreeSet<usize>);
}

/// Nobody wants to know.
impl Before for () {
    fn stood(&mut self, _: &str, _: &str, _: Option<&Value>, _: &BTreeSet<usize>) {}

    fn wrote(&mut self, _: &str, _: &BTreeSet<usize>) {}
}

/// What was written to a type.
#[derive(Debug)]
struct Written {
    /// The keys, or `None` where the updates don't say which.
    keys: Option<BTreeSet<String>>,
    by: BTreeSet<usize>,
}

impl View {
    /// The document as it is now.
    ///
    /// # Errors
    /// As [`Document::project`].
    pub fn open(document: &mut Document, limit: usize) -> Result<Self, ProjectError> {
        let shown = document.project(limit)?;
        Ok(Self { bytes: size(&shown), shown, limit })
    }

    /// What its reader has.
    #[must_use]
    pub fn shown(&self) -> &Value {
        &self.shown
    }

    /// Takes in what has changed since, given all updates that were applied since, and nothing else. Costs time in proportion to the
    /// shared types the updates write to. `before` is told what stood in a root under a key before it was read anew. `patch`, if
    /// somebody wants it, gets what leads from what the reader has to what the document is now.
    ///
    /// # Errors
    /// When the document has grown beyond the limit, or can't be read. The view is of no use then; open another.
    pub fn advance(
        &mut self,
        document: &mut Document,
        updates: &[Made],
        before: &mut dyn Before,
        mut patch: Option<&mut Vec<PatchOperation>>,
    ) -> Result<(), ProjectError> {
        let mut written: BTreeMap<TypePath, Written> = BTreeMap::new();
        for Made { by, update } in updates {
            for Touched { path, key } in document.touched(update)? {
                let entry = written.entry(path).or_insert_with(|| Written { keys: Some(BTreeSet::new()), by: BTreeSet::new() });
                entry.by.insert(*by);
                match key {
                    Some(key) => entry.keys.iter_mut().for_each(|keys| keys.extend([key.clone()])),
                    None => entry.keys = None,
                }
            }
        }
        let (replica, expected) = document.readable()?;
        let txn = replica.doc.transact();
        let mut ways = Ways::default();
        let mut outer: Option<&TypePath> = None;
        // In this order a type comes right after those around it.
        for (path, what) in &written {
            if outer.is_some_and(|outer| outer.root == path.root && path.types.starts_with(&outer.types)) {
                continue;
            }
            let mut reader = Reader::new(&txn, &expected, self.limit);
            let mut renewal = Renewal { written: &written, ways: &mut ways, before: &mut *before, patch: patch.as_deref_mut() };
            let renewed = self.renew(path, what, &mut reader, &mut renewal);
            if renewed.map_err(|_| ProjectError::TooLarge { limit: self.limit })? == Renewed::Whole {
                outer = Some(path);
            }
        }
        if self.bytes > self.limit { Err(ProjectError::TooLarge { limit: self.limit }) } else { Ok(()) }
    }

    /// Reads one type anew, or only some of its keys. Those around it were not written to, but for keys that were read anew
    /// before, so everything on the way is where it was.
    fn renew(
        &mut self,
        path: &TypePath,
        what: &Written,
        reader: &mut Reader<'_>,
        renewal: &mut Renewal<'_>,
    ) -> Result<Renewed, Overflow> {
        let Value::Object(roots) = &mut self.shown else { return Ok(Renewed::Whole) };
        let root = reader.root(&path.root);
        if let (Some(node), Some(shown)) = (&root, roots.get_mut(&*path.root))
            && let Some((node, way)) = renewal.ways.walk(node.clone(), path, reader)
        {
            let by = match (&node, &what.keys) {
                (Node::Map(_), Some(_)) => what.by.clone(),
                _ => renewal.by_inside(path),
            };
            match (way.first(), shown.is_object()) {
                (Some(key), true) => renewal.before.stood(&path.root, key, shown.get(key), &by),
                (Some(_), false) => renewal.before.wrote(&path.root, &by),
                (None, _) => {}
            }
            let mut pointer = PointerBuf::from_tokens(std::iter::once(&*path.root).chain(way.iter().map(String::as_str)));
            match (node, way.iter().try_fold(shown, step), &what.keys) {
                (Node::Map(map), Some(Value::Object(members)), Some(keys)) => {
                    let inside = if way.is_empty() { renewal.inside(&path.root, root.as_ref(), reader) } else { BTreeMap::new() };
                    for key in keys {
                        if way.is_empty() {
                            let by = inside.get(key).map_or_else(|| by.clone(), |inside| by.union(inside).copied().collect());
                            renewal.before.stood(&path.root, key, members.get(key), &by);
                        }
                        let new = map.get(reader.txn(), key).map(|out| reader.value(&Node::of(out))).transpose()?;
                        exchange(members, (key, new), &mut pointer, &mut renewal.patch, &mut self.bytes);
                    }
                    return Ok(Renewed::Keys);
                }
                (node, Some(shown), _) if !path.types.is_empty() => {
                    let new = reader.value(&node)?;
                    if let Some(patch) = &mut renewal.patch {
                        compare(shown, &new, &mut pointer, patch);
                    }
                    self.bytes = (self.bytes + size(&new)).saturating_sub(size(shown));
                    *shown = new;
                    return Ok(Renewed::Whole);
                }
                _ => {}
            }
        }
        let new = root.as_ref().map(|root| reader.value(root)).transpose()?;
        renewal.tell_members((&path.root, root.as_ref()), roots.get(&*path.root), new.as_ref(), (&what.by, reader));
        exchange(roots, (&path.root, new), &mut PointerBuf::new(), &mut renewal.patch, &mut self.bytes);
        Ok(Renewed::Whole)
    }
}

/// What goes along while types are read anew.
struct Renewal<'r> {
    written: &'r BTreeMap<TypePath, Written>,
    ways: &'r mut Ways,
    before: &'r mut dyn Before,
    patch: Option<&'r mut Vec<PatchOperation>>,
}

impl Renewal<'_> {
    /// Who wrote to a type or to those inside it.
    fn by_inside(&self, path: &TypePath) -> BTreeSet<usize> {
        let inside = |other: &TypePath| other.root == path.root && other.types.starts_with(&path.types);
        let written = self.written.range(path..).take_while(|(other, _)| inside(other));
        written.flat_map(|(_, what)| &what.by).copied().collect()
    }

    /// Who wrote inside the members of a root.
    fn inside(&mut self, name: &Arc<str>, root: Option<&Node>, reader: &Reader<'_>) -> BTreeMap<String, BTreeSet<usize>> {
        let mut inside: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let first = TypePath { root: Arc::clone(name), types: Vec::new() };
        for (path, what) in
            self.written.range(first..).filter(|(path, _)| !path.types.is_empty()).take_while(|(path, _)| path.root == *name)
        {
            let around = TypePath { root: Arc::clone(name), types: path.types[..1].to_vec() };
            let way = root.and_then(|root| self.ways.walk(root.clone(), &around, reader));
            if let Some(key) = way.and_then(|(_, way)| way.into_iter().next()) {
                inside.entry(key).or_default().extend(&what.by);
            }
        }
        inside
    }

    /// The members of a root that is read anew as a whole, as far as they differ. Who wrote inside one changed it; the others were
    /// changed by whoever wrote to the root.
    fn tell_members(
        &mut self,
        (name, root): (&Arc<str>, Option<&Node>),
        old: Option<&Value>,
        new: Option<&Value>,
        (by, reader): (&BTreeSet<usize>, &Reader<'_>),
    ) {
        let no_object = |value: Option<&Value>| value.is_some_and(|value| !value.is_object());
        if no_object(old) || no_object(new) {
            self.before.wrote(name, by);
            return;
        }
        let inside = self.inside(name, root, reader);
        let nothing = Object::new();
        let old = old.and_then(Value::as_object).unwrap_or(&nothing);
        let new = new.and_then(Value::as_object).unwrap_or(&nothing);
        for (key, value) in old.iter().filter(|(key, value)| new.get(*key) != Some(value)) {
            self.before.stood(name, key, Some(value), inside.get(key).unwrap_or(by));
        }
        for key in new.keys().filter(|key| !old.contains_key(*key)) {
            self.before.stood(name, key, None, inside.get(key).unwrap_or(by));
        }
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
    (key, new): (&str, Option<Value>),
    path: &mut PointerBuf,
    patch: &mut Option<&mut Vec<PatchOperation>>,
    bytes: &mut usize,
) {
    let old = members.remove(key);
    *bytes = (*bytes + new.as_ref().map_or(0, size)).saturating_sub(old.as_ref().map_or(0, size));
    members.extend(new.clone().map(|new| (key.to_owned(), new)));
    if let Some(patch) = patch {
        let holding = |value: Option<Value>| Value::Object(Object::from_iter(value.map(|value| (key.to_owned(), value))));
        compare(&holding(old), &holding(new), path, patch);
    }
}

/// Where types lie in those around them: found out once for each of those, however many types are looked for.
#[derive(Debug, Default)]
pub(super) struct Ways(HashMap<TypePath, HashMap<(u64, u32), String>>);

impl Ways {
    /// Goes from a root down to a type inside it, and tells the way: keys and places. Stops at what is shown in one piece, such as
    /// XML. `None` when the way can't be found.
    pub(super) fn walk(&mut self, mut node: Node, path: &TypePath, reader: &Reader<'_>) -> Option<(Node, Vec<String>)> {
        let mut way = Vec::new();
        for (depth, holder) in path.types.iter().enumerate() {
            if matches!(node, Node::Xml(_) | Node::Text(_)) {
                break;
            }
            let around = TypePath { root: Arc::clone(&path.root), types: path.types[..depth].to_vec() };
            let inside = self.0.entry(around).or_insert_with(|| holders(&node, reader));
            let token = inside.get(holder)?.clone();
            node = match &node {
                Node::Map(map) => Node::of(map.get(reader.txn(), &token)?),
                Node::Array(array) => Node::of(array.get(reader.txn(), token.parse().ok()?)?),
                _ => return None,
            };
            way.push(token);
        }
        Some((node, way))
    }
}

/// The elements of a type that hold types, with where they are.
fn holders(node: &Node, reader: &Reader<'_>) -> HashMap<(u64, u32), String> {
    let holder = |out: Out| match Node::of(out).branch().map(|branch: BranchPtr| branch.id()) {
        Some(yrs::BranchID::Nested(id)) => Some((id.client.get(), id.clock)),
        _ => None,
    };
    match node {
        Node::Map(map) => map.iter(reader.txn()).filter_map(|(key, out)| Some((holder(out)?, key.to_owned()))).collect(),
        Node::Array(array) => {
            array.iter(reader.txn()).enumerate().filter_map(|(at, out)| Some((holder(out)?, at.to_string()))).collect()
        }
        _ => HashMap::new(),
    }
}

/// One step of such a way, in what is shown.
fn step<'v>(shown: &'v mut Value, token: &String) -> Option<&'v mut Value> {
    match shown {
        Value::Object(members) => members.get_mut(token),
        Value::Array(values) => values.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    }
}
