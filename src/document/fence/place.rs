//! Finds places: along names through maps, up to the first thing that is no map. Called by `fence`, `reach` and `restore`.
//! Never writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use yrs::branch::BranchPtr;
use yrs::{Map as _, MapRef, Out, ReadTxn};

use super::held::{Held, Open};
use super::read;
use super::stood::{Shared, Standing, Stood, Value};

/// What a path leads to.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    /// So many names along the path.
    Root(BranchPtr),
    /// So many names along the path.
    Entry(usize, Out),
}

/// What stands in the places, without what is left open.
pub(super) fn stand<T: ReadTxn>(txn: &T, places: &[Vec<Arc<str>>], held: &Held) -> Stood {
    Stood { places: places.iter().map(|path| standing(txn, path, held)).collect() }
}

pub(super) fn standing<T: ReadTxn>(txn: &T, path: &[Arc<str>], held: &Held) -> Standing {
    if path.is_empty() {
        return Standing::Roots(roots(txn, held));
    }
    let found = match find(txn, path) {
        Found::Nothing => None,
        Found::Root(branch) => root(txn, branch, held.open().at(&path[..1])).map(|shared| (1, Value::Shared(Box::new(shared)))),
        Found::Entry(steps, out) => read::entry(txn, &out, held.open().at(&path[..steps])).map(|value| (steps, value)),
    };
    found.map_or(Standing::Nothing, |(steps, value)| Standing::Something(steps, value))
}

fn roots<T: ReadTxn>(txn: &T, held: &Held) -> BTreeMap<Arc<str>, Shared> {
    let names: Vec<Arc<str>> = txn.root_refs().map(|(name, _)| Arc::from(name)).collect();
    let mut roots = BTreeMap::new();
    for name in names {
        if let Some(branch) = root_branch(txn, &name)
            && let Some(shared) = root(txn, branch, held.open().under(&name))
        {
            roots.insert(name, shared);
        }
    }
    roots
}

/// A root, unless it holds nothing or what it holds is left open.
fn root<T: ReadTxn>(txn: &T, branch: BranchPtr, open: Open<'_>) -> Option<Shared> {
    match open {
        Open::All => None,
        Open::Within(_) if !is_map_root(txn, branch) => None,
        open => Some(read::shared(txn, branch, open)).filter(|shared| !shared.is_empty()),
    }
}

pub(super) fn root_branch<T: ReadTxn>(txn: &T, name: &str) -> Option<BranchPtr> {
    txn.get_text(name).map(|text| read::branch_of(&text))
}

/// Whether a way may lead through a root. What a root is nobody says; one that has nothing but a sequence is no map.
pub(super) fn is_map_root<T: ReadTxn>(txn: &T, branch: BranchPtr) -> bool {
    branch.content_len() == 0 || MapRef::from(branch).iter(txn).next().is_some()
}

/// Where a path of at least one name leads.
pub(super) fn find<T: ReadTxn>(txn: &T, path: &[Arc<str>]) -> Found {
    let Some((name, keys)) = path.split_first() else { return Found::Nothing };
    let Some(branch) = root_branch(txn, name) else { return Found::Nothing };
    if keys.is_empty() || !is_map_root(txn, branch) {
        return Found::Root(branch);
    }
    let mut map = MapRef::from(branch);
    for (steps, key) in (2..).zip(keys) {
        match map.get(txn, key) {
            None => return Found::Nothing,
            Some(Out::YMap(inner)) if steps < path.len() => map = inner,
            Some(out) => return Found::Entry(steps, out),
        }
    }
    Found::Nothing
}
