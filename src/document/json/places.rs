//! Where in a document an update wrote, as JSON pointers: for events of documents whose layout nobody knows. Called by rooms, once
//! for many updates of one author.

use std::collections::BTreeSet;

use yrs::{Any, Array as _, Map as _, Transact as _};

use super::Document;
use super::read::{Node, Reader};
use super::view::Ways;
use crate::document::kinds::changes::escaped;
use crate::document::{Broken, Touched};

/// How deep the pointers go.
const DEPTH: usize = 4;

impl Document {
    /// The places an applied update wrote to, as JSON pointers of at most four steps. Places that are gone by now are left out.
    ///
    /// # Errors
    /// When the document can't be read at all.
    pub fn places(&mut self, update: &[u8]) -> Result<BTreeSet<String>, Broken> {
        let touched = self.touched(update)?;
        let (replica, expected) = self.readable()?;
        let txn = replica.doc.transact();
        let reader = Reader::new(&txn, &expected, usize::MAX);
        let mut ways = Ways::default();
        let mut places = BTreeSet::new();
        for Touched { path, key } in touched {
            let found = if path.types.is_empty() {
                None
            } else {
                reader.root(&path.root).and_then(|root| ways.walk(root, &path, &reader))
            };
            // Where the way can't be told, the root can.
            let (way, key) = match (found, path.types.is_empty()) {
                (Some((_, way)), _) => (way, key),
                (None, true) => (Vec::new(), key),
                (None, false) => (Vec::new(), None),
            };
            let steps = std::iter::once(&*path.root).chain(way.iter().map(String::as_str)).chain(key.as_deref());
            places.insert(steps.take(DEPTH).map(|step| format!("/{}", escaped(step))).collect());
        }
        Ok(places)
    }

    /// Whether a JSON pointer leads to something. Costs time in proportion to its length and the arrays on its way.
    ///
    /// # Errors
    /// When the document can't be read at all.
    pub fn has(&mut self, pointer: &str) -> Result<bool, Broken> {
        let (replica, expected) = self.readable()?;
        let txn = replica.doc.transact();
        let reader = Reader::new(&txn, &expected, usize::MAX);
        let mut names = pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~"));
        let Some(root) = names.next() else { return Ok(true) };
        let mut node = reader.root(&root);
        for name in names {
            node = node.and_then(|node| below(&node, &name, &reader));
        }
        Ok(node.is_some())
    }
}

/// What a name leads to.
fn below(node: &Node, name: &str, reader: &Reader<'_>) -> Option<Node> {
    let index = || name.parse().ok().filter(|index: &u32| index.to_string() == name);
    match node {
        Node::Map(map) | Node::Mixed(map, _) => map.get(reader.txn(), name).map(Node::of),
        Node::Array(array) => array.get(reader.txn(), index()?).map(Node::of),
        Node::Plain(Any::Map(members)) => members.get(name).cloned().map(Node::Plain),
        Node::Plain(Any::Array(values)) => values.get(index()? as usize).cloned().map(Node::Plain),
        Node::Text(_) | Node::Xml(_) | Node::Plain(_) => None,
    }
}
