//! Where in a document an update wrote, as JSON pointers: for events of documents whose layout nobody knows. Called by rooms, once
//! for many updates of one author.

use std::collections::BTreeSet;

use yrs::Transact as _;

use super::Document;
use super::read::Reader;
use super::view::walk;
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
        let mut places = BTreeSet::new();
        for Touched { path, key } in touched {
            let way = match path.types.as_slice() {
                [] => Vec::new(),
                types => {
                    let root = reader.root(&path.root).and_then(|root| walk(root, types, &reader));
                    let Some((_, way)) = root else { continue };
                    way
                }
            };
            let steps = std::iter::once(&*path.root).chain(way.iter().map(String::as_str)).chain(key.as_deref());
            places.insert(steps.take(DEPTH).map(|step| format!("/{}", escaped(step))).collect());
        }
        Ok(places)
    }
}
