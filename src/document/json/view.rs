//! What a reader of JSON knows of a document, and what others changed since, as JSON Patch. Kept by the room while somebody
//! listens in JSON. Never reads more of the document than the shared types that were written to.

use std::collections::BTreeSet;

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
use crate::document::TypePath;

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
    pub fn advance(&mut self, document: &mut Document, updates: &[Bytes]) -> Result<Vec<PatchOperation>, ProjectError> {
        let mut touched = BTreeSet::new();
        for update in updates {
            touched.extend(document.touched(update)?.into_iter().map(|touched| touched.path));
        }
        let (replica, expected) = document.readable()?;
        let txn = replica.doc.transact();
        let mut patch = Vec::new();
        let mut outer: Option<TypePath> = None;
        // In this order a type comes right after those around it.
        for path in touched {
            if outer.as_ref().is_some_and(|outer| outer.root == path.root && path.types.starts_with(&outer.types)) {
                continue;
            }
            let mut reader = Reader::new(&txn, &expected, self.limit);
            self.renew(&path, &mut reader, &mut patch).map_err(|_| ProjectError::TooLarge { limit: self.limit })?;
            outer = Some(path);
        }
        Ok(patch)
    }

    /// Reads one type anew. Those around it were not written to, so everything on the way is where it was.
    fn renew(&mut self, path: &TypePath, reader: &mut Reader<'_>, patch: &mut Vec<PatchOperation>) -> Result<(), Overflow> {
        let Value::Object(roots) = &mut self.shown else { return Ok(()) };
        let root = reader.root(&path.root);
        let at_root = PointerBuf::from_tokens([&*path.root]);
        if let (Some(node), Some(shown)) = (&root, roots.get_mut(&*path.root))
            && !path.types.is_empty()
        {
            let mut pointer = at_root;
            if let Some((node, shown)) = follow(node.clone(), shown, &path.types, reader, &mut pointer) {
                let new = reader.value(&node)?;
                compare(shown, &new, &mut pointer, patch);
                *shown = new;
                return Ok(());
            }
        }
        self.renew_root(&path.root, root, reader, patch)
    }

    fn renew_root(
        &mut self,
        name: &str,
        root: Option<Node>,
        reader: &mut Reader<'_>,
        patch: &mut Vec<PatchOperation>,
    ) -> Result<(), Overflow> {
        let Value::Object(roots) = &mut self.shown else { return Ok(()) };
        let holding = |value: Option<Value>| Value::Object(Object::from_iter(value.map(|value| (name.to_owned(), value))));
        let new = root.map(|root| reader.value(&root)).transpose()?;
        let old = holding(roots.remove(name));
        if let Some(new) = &new {
            roots.insert(name.to_owned(), new.clone());
        }
        compare(&old, &holding(new), &mut PointerBuf::new(), patch);
        Ok(())
    }
}

/// Goes from a type down to one of those inside it, in the document and in what is shown alike. Stops at what is shown in one
/// piece, such as XML. `None` when the way can't be found.
fn follow<'v>(
    mut node: Node,
    mut shown: &'v mut Value,
    types: &[(u64, u32)],
    reader: &Reader<'_>,
    pointer: &mut PointerBuf,
) -> Option<(Node, &'v mut Value)> {
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
            Node::Xml(_) | Node::Text(_) => return Some((node, shown)),
            Node::Mixed(..) | Node::Plain(_) => return None,
        };
        shown = match shown {
            Value::Object(members) => members.get_mut(&token)?,
            Value::Array(values) => values.get_mut(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
        pointer.push_back(token);
        node = inner;
    }
    Some((node, shown))
}

impl Node {
    fn is_held_by(&self, (client, clock): (u64, u32)) -> bool {
        let id = self.branch().map(|branch: BranchPtr| branch.id());
        matches!(id, Some(yrs::BranchID::Nested(id)) if id.client.get() == client && id.clock == clock)
    }
}
