//! Writes what a draft has different from the document, in one transaction. Called by `Document::patch`.
//! Never asks whether it may: what can't be written doesn't get into a draft.

use std::sync::Arc;

use serde_json::Value;
use yrs::{
    Any, Array as _, ArrayPrelim, ArrayRef, Map as _, MapPrelim, MapRef, ReadTxn as _, Text as _, TextPrelim, TransactionMut,
    WriteTxn as _, XmlFragmentPrelim, XmlFragmentRef,
};

use super::draft::{Draft, Element, Home, Members};
use super::plain::{self, Allowance};
use super::read::{Node, branch_of};
use super::{RootKind, Shape, text, xml};

/// How many values beside a new one are looked at to see how they are kept.
const NEIGHBOURS: usize = 32;

/// How new values are kept.
#[derive(Debug, Clone, Copy)]
enum Manner<'s> {
    /// Objects and arrays as shared types, so that several can edit one.
    Shared,
    /// In one piece, because those beside them are: whoever reads them expects it.
    Plain,
    /// As the kind of the document says.
    Shaped(&'s Shape),
}

impl<'s> Manner<'s> {
    fn of(shape: Option<&'s Shape>) -> Self {
        shape.map_or(Self::Shared, Self::Shaped)
    }

    /// For what a new object holds.
    fn below(self, key: &str) -> Self {
        match self {
            Self::Shaped(shape) => Self::of(shape.below(key)),
            other => other,
        }
    }

    /// For what a new array holds.
    fn each(self) -> Self {
        match self {
            Self::Shaped(shape) => Self::of(shape.each.as_deref()),
            other => other,
        }
    }

    /// The shared type that a value becomes.
    fn becomes(self, value: &Value) -> Option<RootKind> {
        let kind = match self {
            Self::Plain => return None,
            Self::Shared => None,
            Self::Shaped(shape) => Some(shape.kind?),
        };
        match value {
            Value::String(_) => kind.filter(|kind| matches!(kind, RootKind::Text | RootKind::Xml)),
            Value::Object(_) if plain::is_container(value) => Some(RootKind::Map),
            Value::Array(_) => Some(RootKind::Array),
            _ => None,
        }
    }
}

/// The whole document.
pub(super) fn document(txn: &mut TransactionMut<'_>, draft: &Draft, shape: &Shape) {
    let Draft::Members(Members { home: Home::Document, entries }) = draft else { return };
    for (name, entry) in entries {
        match entry {
            None => clear(txn, name),
            Some(Draft::Fresh(value)) => root(txn, name, value, Manner::of(shape.below(name))),
            Some(draft) => change(txn, draft, shape.below(name)),
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

fn root(txn: &mut TransactionMut<'_>, name: &str, value: &Value, manner: Manner<'_>) {
    match value {
        Value::Object(members) => {
            let map = txn.get_or_insert_map(name);
            for (key, value) in members {
                set(txn, &map, key, value, manner.below(key));
            }
        }
        Value::Array(values) => {
            let array = txn.get_or_insert_array(name);
            insert(txn, &array, 0, values.iter(), manner.each());
        }
        Value::String(string) => {
            let text = txn.get_or_insert_text(name);
            text.insert(txn, 0, string);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Changes what is there.
fn change(txn: &mut TransactionMut<'_>, draft: &Draft, shape: Option<&Shape>) {
    match draft {
        Draft::Members(Members { home: Home::Map(map), entries }) => {
            let beside = manner(map.values(txn).flatten().map(Node::of));
            for (key, entry) in entries {
                let inner = shape.and_then(|shape| shape.below(key));
                match entry {
                    None => drop(map.remove(txn, key)),
                    Some(Draft::Fresh(value)) => set(txn, map, key, value, inner.map_or(beside, Manner::Shaped)),
                    Some(Draft::Plain(was, now)) => {
                        if differs(was, now) {
                            map.insert(txn, key.as_str(), plain::from_json(now));
                        }
                    }
                    Some(draft) => change(txn, draft, inner),
                }
            }
        }
        Draft::Elements(array, elements) => change_array(txn, array, elements, shape.and_then(|shape| shape.each.as_deref())),
        Draft::Text(shared, new) => text::rewrite(txn, shared, new),
        Draft::Xml { edits, .. } => edits.iter().for_each(|edit| xml::apply(txn, edit)),
        // Kept as it is; the rest is written by whoever holds it.
        Draft::Kept(_) | Draft::Plain(..) | Draft::Fresh(_) | Draft::Members(_) => {}
    }
}

fn change_array(txn: &mut TransactionMut<'_>, array: &ArrayRef, elements: &[Element], each: Option<&Shape>) {
    let length = array.len(txn);
    let manner = each.map_or_else(|| manner(array.iter(txn).map(Node::of)), Manner::Shaped);
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
                    draft => change(txn, draft, each),
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
        Draft::Kept(_) | Draft::Text(..) | Draft::Xml { .. } | Draft::Plain(..) | Draft::Fresh(_) => 0,
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
    manner: Manner<'_>,
) -> u32 {
    let mut count = 0;
    let mut run: Vec<Any> = Vec::new();
    // From the last on, always at the same place: yrs looks for each place from the start of the array.
    for value in values.rev() {
        count += 1;
        let Some(kind) = manner.becomes(value) else {
            run.push(plain::from_json(value));
            continue;
        };
        flush(txn, array, at, &mut run);
        match kind {
            RootKind::Map => fill_map(&array.insert(txn, at, MapPrelim::default()), txn, value, manner),
            RootKind::Array => fill_array(&array.insert(txn, at, ArrayPrelim::default()), txn, value, manner),
            RootKind::Text => drop(array.insert(txn, at, TextPrelim::new(value.as_str().unwrap_or_default()))),
            RootKind::Xml => fill_xml(&array.insert(txn, at, XmlFragmentPrelim::default()), txn, value),
        }
    }
    flush(txn, array, at, &mut run);
    count
}

fn flush(txn: &mut TransactionMut<'_>, array: &ArrayRef, at: u32, run: &mut Vec<Any>) {
    array.insert_range(txn, at, run.drain(..).rev());
}

fn set(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, value: &Value, manner: Manner<'_>) {
    let key: Arc<str> = key.into();
    match manner.becomes(value) {
        None => drop(map.insert(txn, key, plain::from_json(value))),
        Some(RootKind::Map) => fill_map(&map.insert(txn, key, MapPrelim::default()), txn, value, manner),
        Some(RootKind::Array) => fill_array(&map.insert(txn, key, ArrayPrelim::default()), txn, value, manner),
        Some(RootKind::Text) => drop(map.insert(txn, key, TextPrelim::new(value.as_str().unwrap_or_default()))),
        Some(RootKind::Xml) => fill_xml(&map.insert(txn, key, XmlFragmentPrelim::default()), txn, value),
    }
}

fn fill_map(map: &MapRef, txn: &mut TransactionMut<'_>, value: &Value, manner: Manner<'_>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        set(txn, map, key, value, manner.below(key));
    }
}

fn fill_array(array: &ArrayRef, txn: &mut TransactionMut<'_>, value: &Value, manner: Manner<'_>) {
    insert(txn, array, 0, value.as_array().map(Vec::as_slice).unwrap_or_default().iter(), manner.each());
}

fn fill_xml(fragment: &XmlFragmentRef, txn: &mut TransactionMut<'_>, value: &Value) {
    // A string that is none doesn't get into a draft.
    let nodes = value.as_str().and_then(|text| xml::parse(text).ok()).unwrap_or_default();
    xml::fill(txn, fragment, &nodes);
}

/// As the neighbours are kept: in one piece if some of them are and none is shared.
fn manner(neighbours: impl Iterator<Item = Node>) -> Manner<'static> {
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
