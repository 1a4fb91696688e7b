//! Writes what a draft has different from the document, in one transaction. Called by `Document::patch`.
//! Never asks whether it may: what can't be written doesn't get into a draft.

use std::sync::Arc;

use serde_json::Value;
use yrs::{
    Any, Array as _, ArrayPrelim, ArrayRef, Map as _, MapPrelim, MapRef, ReadTxn as _, Text as _, TransactionMut, WriteTxn as _,
};

use super::draft::{Draft, Element, Home, Members};
use super::plain::{self, Allowance};
use super::read::{Node, branch_of};
use super::text;

/// How many values beside a new one are looked at to see how they are kept.
const NEIGHBOURS: usize = 32;

/// How new objects and arrays are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// As shared types, so that several can edit one.
    Shared,
    /// In one piece, because those beside them are: whoever reads them expects it.
    Plain,
}

/// The whole document.
pub(super) fn document(txn: &mut TransactionMut<'_>, draft: &Draft) {
    let Draft::Members(Members { home: Home::Document, entries }) = draft else { return };
    for (name, entry) in entries {
        match entry {
            None => clear(txn, name),
            Some(Draft::Fresh(value)) => root(txn, name, value),
            Some(draft) => change(txn, draft),
        }
    }
}

fn clear(txn: &mut TransactionMut<'_>, name: &str) {
    // A root has either entries or a sequence here; to remove either is to clear it.
    if let Some(map) = txn.get_map(name) {
        map.clear(txn);
    }
    if let Some(text) = txn.get_text(name) {
        let array = ArrayRef::from(branch_of(&text));
        let length = text.len(txn);
        if length > 0 {
            array.remove_range(txn, 0, length);
        }
    }
}

fn root(txn: &mut TransactionMut<'_>, name: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            let map = txn.get_or_insert_map(name);
            for (key, value) in members {
                set(txn, &map, key, value, Manner::Shared);
            }
        }
        Value::Array(values) => {
            let array = txn.get_or_insert_array(name);
            insert(txn, &array, 0, values.iter(), Manner::Shared);
        }
        Value::String(string) => {
            let text = txn.get_or_insert_text(name);
            text.insert(txn, 0, string);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Changes what is there.
fn change(txn: &mut TransactionMut<'_>, draft: &Draft) {
    match draft {
        Draft::Members(Members { home: Home::Map(map), entries }) => {
            let manner = manner(map.values(txn).flatten().map(Node::of));
            for (key, entry) in entries {
                match entry {
                    None => drop(map.remove(txn, key)),
                    Some(Draft::Fresh(value)) => set(txn, map, key, value, manner),
                    Some(Draft::Plain(was, now)) => {
                        if differs(was, now) {
                            map.insert(txn, key.as_str(), plain::from_json(now));
                        }
                    }
                    Some(draft) => change(txn, draft),
                }
            }
        }
        Draft::Elements(array, elements) => change_array(txn, array, elements),
        Draft::Text(shared, new) => text::rewrite(txn, shared, new),
        // Kept as it is; the rest is written by whoever holds it.
        Draft::Kept(_) | Draft::Plain(..) | Draft::Fresh(_) | Draft::Members(_) => {}
    }
}

fn change_array(txn: &mut TransactionMut<'_>, array: &ArrayRef, elements: &[Element]) {
    let length = array.len(txn);
    let manner = manner(array.iter(txn).map(Node::of));
    // Where the next element goes, and the next one that the document had there.
    let (mut at, mut old) = (0, 0);
    let mut elements = elements.iter().peekable();
    while let Some(element) = elements.next() {
        match (element.was, &element.draft) {
            (Some(was), draft) => {
                remove(txn, array, at, was - old);
                old = was + 1;
                match draft {
                    Draft::Fresh(value) => {
                        array.remove(txn, at);
                        insert(txn, array, at, std::iter::once(value), manner);
                    }
                    Draft::Plain(was, now) => {
                        if differs(was, now) {
                            array.remove(txn, at);
                            array.insert(txn, at, plain::from_json(now));
                        }
                    }
                    draft => change(txn, draft),
                }
                at += 1;
            }
            (None, Draft::Fresh(value)) => {
                let mut values = vec![value];
                while let Some(Element { was: None, draft: Draft::Fresh(value) }) = elements.peek() {
                    values.push(value);
                    elements.next();
                }
                at += insert(txn, array, at, values.into_iter(), manner);
            }
            (None, _) => {}
        }
    }
    remove(txn, array, at, length - old);
}

/// How many steps through arrays it will take, at most: yrs looks for each place from the start of the array.
pub(super) fn steps(draft: &Draft) -> usize {
    match draft {
        Draft::Members(Members { entries, .. }) => entries.values().flatten().map(steps).sum(),
        Draft::Elements(_, elements) => array_steps(elements),
        Draft::Kept(_) | Draft::Text(..) | Draft::Plain(..) | Draft::Fresh(_) => 0,
    }
}

fn array_steps(elements: &[Element]) -> usize {
    let (mut total, mut next, mut in_run) = (0, 0, false);
    for (at, element) in elements.iter().enumerate() {
        if element.was.is_some_and(|was| was != next) {
            // What was between is removed.
            total += at;
        }
        next = element.was.map_or(next, |was| was + 1);
        let joins = element.was.is_none() && matches!(&element.draft, Draft::Fresh(value) if !plain::is_container(value));
        total += match &element.draft {
            Draft::Kept(_) => 0,
            Draft::Fresh(_) | Draft::Plain(..) if joins && in_run => 0,
            Draft::Fresh(_) | Draft::Plain(..) => 2 * at,
            inner => steps(inner),
        };
        in_run = joins;
    }
    total
}

fn remove(txn: &mut TransactionMut<'_>, array: &ArrayRef, at: u32, count: u32) {
    if count > 0 {
        array.remove_range(txn, at, count);
    }
}

/// Inserts values into an array, plain ones beside each other as one piece, and says how many.
fn insert<'v>(
    txn: &mut TransactionMut<'_>,
    array: &ArrayRef,
    at: u32,
    values: impl DoubleEndedIterator<Item = &'v Value>,
    manner: Manner,
) -> u32 {
    let mut count = 0;
    let mut run: Vec<Any> = Vec::new();
    // From the last on, always at the same place: yrs looks for each place from the start of the array.
    for value in values.rev() {
        count += 1;
        match value {
            Value::Object(members) if is_shared(value, manner) => {
                flush(txn, array, at, &mut run);
                let map = array.insert(txn, at, MapPrelim::default());
                for (key, value) in members {
                    set(txn, &map, key, value, Manner::Shared);
                }
            }
            Value::Array(values) if is_shared(value, manner) => {
                flush(txn, array, at, &mut run);
                let nested = array.insert(txn, at, ArrayPrelim::default());
                insert(txn, &nested, 0, values.iter(), Manner::Shared);
            }
            value => run.push(plain::from_json(value)),
        }
    }
    flush(txn, array, at, &mut run);
    count
}

fn flush(txn: &mut TransactionMut<'_>, array: &ArrayRef, at: u32, run: &mut Vec<Any>) {
    array.insert_range(txn, at, run.drain(..).rev());
}

fn set(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, value: &Value, manner: Manner) {
    let key: Arc<str> = key.into();
    match value {
        Value::Object(members) if is_shared(value, manner) => {
            let nested = map.insert(txn, key, MapPrelim::default());
            for (key, value) in members {
                set(txn, &nested, key, value, Manner::Shared);
            }
        }
        Value::Array(values) if is_shared(value, manner) => {
            let nested = map.insert(txn, key, ArrayPrelim::default());
            insert(txn, &nested, 0, values.iter(), Manner::Shared);
        }
        value => drop(map.insert(txn, key, plain::from_json(value))),
    }
}

fn is_shared(value: &Value, manner: Manner) -> bool {
    manner == Manner::Shared && plain::is_container(value)
}

/// As the neighbours are kept: in one piece if some of them are and none is shared.
fn manner(neighbours: impl Iterator<Item = Node>) -> Manner {
    let mut manner = Manner::Shared;
    for neighbour in neighbours.take(NEIGHBOURS) {
        match neighbour {
            Node::Plain(Any::Map(_) | Any::Array(_)) => manner = Manner::Plain,
            Node::Plain(_) => {}
            _ => return Manner::Shared,
        }
    }
    manner
}

/// Whether a plain value was changed, and not only looked at.
fn differs(was: &Any, now: &Value) -> bool {
    plain::to_json(was, &mut Allowance(usize::MAX)).ok().as_ref() != Some(now)
}
