//! Writes XML into a document: new types, and the edits of a plan. Called by `json::write`, in its transaction.
//! Never asks whether it may: what can't be written doesn't get this far.

use std::collections::HashMap;
use std::sync::Arc;

use yrs::branch::BranchPtr;
use yrs::types::Attrs;
use yrs::types::xml::XmlIn;
use yrs::{
    Any, Map as _, MapRef, Text as _, TextRef, TransactionMut, XmlElementPrelim, XmlFragment as _, XmlFragmentPrelim,
    XmlFragmentRef, XmlTextPrelim,
};

use super::super::read::branch_of;
use super::names::{self, Tag};
use super::plan::Edit;
use super::{Attributes, Content, Element, Formats, Node, Span, Text, runs};

/// Fills an empty fragment.
pub(in super::super) fn fill(txn: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, nodes: &[Node]) {
    // From the last on, always at the same place: yrs looks for each place from the start.
    for node in nodes.iter().rev() {
        insert(txn, fragment, 0, node);
    }
}

/// Does what was planned.
pub(in super::super) fn apply(txn: &mut TransactionMut<'_>, edit: &Edit) {
    match edit {
        Edit::Attribute(map, name, Some(value)) => drop(map.insert(txn, name.as_str(), value.clone())),
        Edit::Attribute(map, name, None) => drop(map.remove(txn, name)),
        Edit::Remove(parent, at, count) => parent.remove_range(txn, *at, *count),
        Edit::Insert(parent, at, node) => insert(txn, parent, *at, node),
        Edit::Rewrite(texts, new) => runs::rewrite(txn, texts, new),
    }
}

fn insert(txn: &mut TransactionMut<'_>, parent: &XmlFragmentRef, at: u32, node: &Node) {
    match node {
        Node::Element(element) => {
            let there = parent.insert(txn, at, XmlElementPrelim::empty(element_name(element)));
            fill_element(txn, branch_of(&there), element);
        }
        Node::Text(text) => {
            let there = parent.insert(txn, at, XmlTextPrelim::new(""));
            fill_text(txn, branch_of(&there), text);
        }
        Node::Fragment(children) => {
            let there = parent.insert(txn, at, XmlIn::Fragment(XmlFragmentPrelim::default()));
            fill(txn, &XmlFragmentRef::from(there.as_ptr()), children);
        }
    }
}

fn element_name(element: &Element) -> String {
    Tag::of(&element.tag).name()
}

fn fill_element(txn: &mut TransactionMut<'_>, branch: BranchPtr, element: &Element) {
    set_attributes(txn, branch, &element.attributes);
    fill(txn, &XmlFragmentRef::from(branch), &element.children);
}

fn fill_text(txn: &mut TransactionMut<'_>, branch: BranchPtr, text: &Text) {
    set_attributes(txn, branch, &text.attributes);
    insert_spans(txn, &TextRef::from(branch), 0, &text.spans);
}

fn set_attributes(txn: &mut TransactionMut<'_>, branch: BranchPtr, attributes: &Attributes) {
    let map = MapRef::from(branch);
    for (name, value) in attributes {
        map.insert(txn, names::decode(name), names::value_of(value));
    }
}

/// Inserts formatted text at a place, with the formats it has and no others.
pub(super) fn insert_spans(txn: &mut TransactionMut<'_>, text: &TextRef, at: u32, spans: &[Span]) {
    for Span { content, formats } in spans.iter().rev() {
        let formats: Attrs = formats.iter().map(|(tag, attributes)| format_of(tag, attributes)).collect();
        match content {
            Content::Characters(characters) => text.insert_with_attributes(txn, at, characters, formats),
            Content::Node(node) => match &**node {
                Node::Element(element) => {
                    let prelim = XmlElementPrelim::empty(element_name(element));
                    let there = text.insert_embed_with_attributes(txn, at, prelim, formats);
                    fill_element(txn, branch_of(&there), element);
                }
                Node::Text(inner) => {
                    let there = text.insert_embed_with_attributes(txn, at, XmlTextPrelim::new(""), formats);
                    fill_text(txn, branch_of(&there), inner);
                }
                Node::Fragment(children) => {
                    let there = text.insert_embed_with_attributes(txn, at, XmlFragmentPrelim::default(), formats);
                    fill(txn, &there, children);
                }
            },
        }
    }
}

/// A format's name and value.
pub(super) fn format_of(tag: &str, attributes: &Attributes) -> (Arc<str>, Any) {
    let name = Tag::of(tag).name();
    let value = match attributes.get(names::VALUE) {
        Some(value) => names::value_of(value),
        None => {
            let members = attributes.iter().map(|(name, value)| (names::decode(name), names::value_of(value)));
            Any::Map(Arc::new(members.collect::<HashMap<_, _>>()))
        }
    };
    (name.into(), value)
}

/// The formats to set and to remove so that one set of formats becomes another.
pub(super) fn changes(old: &Formats, new: &Formats) -> Attrs {
    let gone = old.keys().filter(|tag| !new.contains_key(*tag)).map(|tag| (format_of(tag, &Attributes::new()).0, Any::Null));
    let come = new.iter().filter(|(tag, attributes)| old.get(*tag) != Some(attributes));
    gone.chain(come.map(|(tag, attributes)| format_of(tag, attributes))).collect()
}
