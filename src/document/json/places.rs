//! Where in a document an update wrote, as JSON pointers: for events of documents whose layout nobody knows. Called by rooms, once
//! for many updates of one author.

use std::collections::BTreeSet;

use yrs::Transact as _;

use super::Document;
use super::read::Reader;
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
}
