//! Where in the document an update writes: for each place the root and the nested types on the way to it.
//! Called after the update was applied, and only if somebody wants to know. The gate alone knows the way: looking for it in yrs
//! would cost time in proportion to the sequences on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Broken, Document, Replica};
use crate::admission::{self, ClockRange, Gate, Id, Touch, TypeAddress};

/// A shared type: its root, and the elements that hold the nested types down to it, from the root on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypePath {
    /// The name of the root.
    pub root: Arc<str>,
    /// The elements (client, clock) that hold the nested types.
    pub types: Vec<(u64, u32)>,
}

/// A shared type that an update writes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touched {
    /// The type.
    pub path: TypePath,
    /// The map key or attribute, where the update names it.
    pub key: Option<String>,
}

impl Document {
    /// The shared types that an applied update writes to, each once. Places that are gone by now (inside deleted types) are left
    /// out. Costs time in proportion to the update.
    pub fn touched(&mut self, update: &[u8]) -> Result<Vec<Touched>, Broken> {
        let Replica { gate, .. } = self.replica()?;
        let mut found = BTreeSet::new();
        for touch in admission::touched(update).map_err(|refusal| Broken::new(&refusal))? {
            let (path, key) = match touch {
                Touch::Root { name, key } => (Some(TypePath { root: name.into(), types: Vec::new() }), key),
                Touch::Nested { parent, key } => (path_of(gate, TypeAddress::Nested(parent)), key),
                Touch::Beside { id } => (path_to_holder(gate, id), None),
                Touch::Deleted { client, clock, length } => {
                    let range = ClockRange { client, start: clock, end: clock.saturating_add(length) };
                    let paths = gate.stretches(range).filter_map(|id| path_to_holder(gate, id));
                    found.extend(paths.map(|path| Touched { path, key: None }));
                    continue;
                }
            };
            found.extend(path.map(|path| Touched { path, key: key.map(str::to_owned) }));
        }
        Ok(found.into_iter().collect())
    }
}

/// The type that holds an element.
fn path_to_holder(gate: &Gate, id: Id) -> Option<TypePath> {
    path_of(gate, gate.parent_of(id)?)
}

/// The way to a type; `None` if it, or one it lies in, is deleted.
pub(super) fn path_of<'g>(gate: &'g Gate, mut address: TypeAddress<'g>) -> Option<TypePath> {
    let mut types = Vec::new();
    loop {
        match address {
            TypeAddress::Root(root) => {
                types.reverse();
                return Some(TypePath { root: root.into(), types });
            }
            TypeAddress::Nested(id) if gate.is_deleted(id) => return None,
            TypeAddress::Nested(id) => {
                types.push((id.client, id.clock));
                address = gate.parent_of(id)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use yrs::{Array as _, Doc, Map as _, MapPrelim, Text as _, TextPrelim, Transact as _, WriteTxn as _};

    use super::*;
    use crate::document::Limits;

    #[test]
    fn an_update_tells_which_types_it_writes_to() {
        let author = Doc::with_client_id(7);
        let mut document = Document::open(Limits::default(), Default::default()).unwrap();
        let mut txn = author.transact_mut();
        let cards = txn.get_or_insert_array("cards");
        let card = cards.push_back(&mut txn, MapPrelim::default());
        let body = card.insert(&mut txn, "body", TextPrelim::new("hello"));
        let first = Bytes::from(txn.encode_update_v1());
        drop(txn);
        document.receive(&first).unwrap();
        let cards_path = TypePath { root: "cards".into(), types: vec![] };
        let card_path = TypePath { root: "cards".into(), types: vec![(7, 0)] };
        let body_path = TypePath { root: "cards".into(), types: vec![(7, 0), (7, 1)] };
        let of = |path: &TypePath, key: Option<&str>| Touched { path: path.clone(), key: key.map(str::to_owned) };
        assert_eq!(
            document.touched(&first).unwrap(),
            [of(&cards_path, None), of(&card_path, Some("body")), of(&body_path, None)]
        );

        let mut txn = author.transact_mut();
        body.insert(&mut txn, 5, " world");
        let second = Bytes::from(txn.encode_update_v1());
        drop(txn);
        document.receive(&second).unwrap();
        assert_eq!(document.touched(&second).unwrap(), [of(&body_path, None)]);
    }
}
