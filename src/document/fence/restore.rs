//! Makes shared types what they were: maps key by key, in place where both sides are the same kind of type, else by copies.
//! Called by `fence`, within the one transaction of the server's edits.
//! Never touches what is left open, unless what holds it has to be made anew.

use std::sync::Arc;

use yrs::block::{EmbedPrelim, Prelim};
use yrs::branch::{Branch, BranchPtr};
use yrs::types::Attrs;
use yrs::{
    Array as _, ArrayPrelim, ArrayRef, Map as _, MapPrelim, MapRef, Out, Text as _, TextPrelim, TextRef, TransactionMut,
    WriteTxn as _, XmlElementPrelim, XmlFragmentPrelim, XmlTextPrelim,
};

use super::held::{Held, Open};
use super::place::{self, Found};
use super::stood::{Kind, Shared, Standing, Stood, Value};
use super::{read, sequence};

/// Makes the places what they were.
pub(super) fn places(txn: &mut TransactionMut<'_>, places: &[Vec<Arc<str>>], stood: &Stood, held: &Held) {
    for (path, was) in places.iter().zip(&stood.places) {
        let now = place::standing(txn, path, held);
        if now == *was {
            continue;
        }
        match was {
            Standing::Roots(roots) => {
                if let Standing::Roots(now) = now {
                    let nothing = Shared::empty(Kind::Root);
                    now.keys().filter(|name| !roots.contains_key(*name)).for_each(|name| root(txn, name, &nothing, held));
                }
                roots.iter().for_each(|(name, shared)| root(txn, name, shared, held));
            }
            Standing::Nothing => remove(txn, path, held),
            Standing::Something(1, Value::Shared(shared)) => root(txn, &path[0], shared, held),
            Standing::Something(steps, value) => bring_back(txn, &path[..*steps], value, held),
        }
    }
}

fn root_of(txn: &mut TransactionMut<'_>, name: &Arc<str>) -> BranchPtr {
    read::branch_of(&txn.get_or_insert_text(Arc::clone(name)))
}

fn root(txn: &mut TransactionMut<'_>, name: &Arc<str>, was: &Shared, held: &Held) {
    let branch = root_of(txn, name);
    let open = held.open().under(name);
    let now = read::shared(txn, branch, open);
    change(txn, branch, (was, &now), open);
}

/// Removes what stands where nothing stood.
fn remove(txn: &mut TransactionMut<'_>, path: &[Arc<str>], held: &Held) {
    match place::find(txn, path) {
        Found::Nothing => {}
        Found::Root(_) => root(txn, &path[0], &Shared::empty(Kind::Root), held),
        Found::Entry(steps, _) => {
            let Some((key, way)) = path[..steps].split_last() else { return };
            if let Some(map) = map_at(txn, way) {
                remove_entry(txn, &map, key, held.open().at(&path[..steps]));
            }
        }
    }
}

/// The map at the end of a way that is there.
fn map_at(txn: &TransactionMut<'_>, way: &[Arc<str>]) -> Option<MapRef> {
    let (name, keys) = way.split_first()?;
    let root = MapRef::from(place::root_branch(txn, name)?);
    keys.iter().try_fold(root, |map, key| match map.get(txn, key) {
        Some(Out::YMap(inner)) => Some(inner),
        _ => None,
    })
}

/// Puts something at the end of a path, with the maps that lead there.
fn bring_back(txn: &mut TransactionMut<'_>, path: &[Arc<str>], was: &Value, held: &Held) {
    let [name, way @ .., key] = path else { return };
    let mut map = MapRef::from(root_of(txn, name));
    for key in way {
        map = match map.get(txn, key) {
            Some(Out::YMap(inner)) => inner,
            _ => map.insert(txn, Arc::clone(key), MapPrelim::default()),
        };
    }
    entry(txn, &map, key, was, held.open().at(path));
}

fn remove_entry(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, open: Open<'_>) {
    match (open, map.get(txn, key)) {
        (Open::Within(_), Some(Out::YMap(inner))) => {
            let branch = read::branch_of(&inner);
            let now = read::shared(txn, branch, open);
            change(txn, branch, (&Shared::empty(Kind::Map), &now), open);
        }
        _ => drop(map.remove(txn, key)),
    }
}

/// Makes what is under a key what it was.
fn entry(txn: &mut TransactionMut<'_>, map: &MapRef, key: &Arc<str>, was: &Value, open: Open<'_>) {
    let there = map.get(txn, key);
    match (was, there) {
        (Value::Shared(was), Some(out)) if is_alike(was, &out) => {
            if let Some(branch) = out.try_branch().map(BranchPtr::from) {
                let now = read::shared(txn, branch, open);
                change(txn, branch, (was, &now), open);
            }
        }
        (was @ Value::Plain(_), Some(out)) if read::value(txn, &out) == *was => {}
        (Value::Plain(was), _) => drop(map.insert(txn, Arc::clone(key), was.0.clone())),
        (Value::Shared(was), _) => copy(txn, Slot::Key(map, Arc::clone(key)), was),
    }
}

fn is_alike(was: &Shared, out: &Out) -> bool {
    out.try_branch().is_some_and(|branch| read::kind(BranchPtr::from(branch)) == was.kind)
}

/// Makes a type what it was, given what it holds now.
pub(super) fn change(txn: &mut TransactionMut<'_>, branch: BranchPtr, (was, now): (&Shared, &Shared), open: Open<'_>) {
    let map = MapRef::from(branch);
    for key in now.entries.keys().filter(|key| !was.entries.contains_key(*key)) {
        remove_entry(txn, &map, key, open.under(key));
    }
    for (key, value) in &was.entries {
        if now.entries.get(key) != Some(value) {
            entry(txn, &map, key, value, open.under(key));
        }
    }
    if was.pieces != now.pieces || was.hidden != now.hidden {
        sequence::change(txn, branch, was, now);
    }
}

/// Where a new type goes.
pub(super) enum Slot<'s> {
    Key(&'s MapRef, Arc<str>),
    Element(&'s ArrayRef, u32),
    /// Between the characters of a text, with these formats.
    Embedded(&'s TextRef, u32, Attrs),
}

/// A copy of a type.
pub(super) fn copy(txn: &mut TransactionMut<'_>, slot: Slot<'_>, was: &Shared) {
    let branch = match &was.kind {
        Kind::Map | Kind::Root => put(txn, slot, MapPrelim::default()),
        Kind::Array => put(txn, slot, ArrayPrelim::default()),
        Kind::Text => put(txn, slot, TextPrelim::new("")),
        Kind::XmlElement(name) => put(txn, slot, XmlElementPrelim::empty(Arc::clone(name))),
        Kind::XmlFragment => put(txn, slot, XmlFragmentPrelim::default()),
        Kind::XmlText => put(txn, slot, XmlTextPrelim::new("")),
    };
    change(txn, branch, (was, &Shared::empty(was.kind.clone())), Open::Nothing);
}

fn put<P>(txn: &mut TransactionMut<'_>, slot: Slot<'_>, new: P) -> BranchPtr
where
    P: Prelim + Into<EmbedPrelim<P>>,
    P::Return: AsRef<Branch>,
{
    let there = match slot {
        Slot::Key(map, key) => map.insert(txn, key, new),
        Slot::Element(array, at) => array.insert(txn, at, new),
        Slot::Embedded(text, at, formats) => text.insert_embed_with_attributes(txn, at, new, formats),
    };
    BranchPtr::from(AsRef::<Branch>::as_ref(&there))
}
