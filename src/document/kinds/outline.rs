//! Typed documents as their readers see them: things in their order, and what elements of rich text are by the names that Tiptap,
//! ProseMirror and BlockNote give them. Called by `text` and `markdown`. Never changes anything.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Collection;
use crate::document::json::{Content, Element, Piece, XmlNode};

/// One thing of a collection.
#[derive(Debug)]
pub(super) struct Thing<'c> {
    pub(super) id: &'c str,
    pub(super) content: &'c Content,
}

impl<'c> Thing<'c> {
    pub(super) fn member(&self, name: &str) -> Option<&'c Content> {
        match self.content {
            Content::Object(members) => members.get(name),
            _ => None,
        }
    }

    /// A member that is a string.
    pub(super) fn string(&self, name: &str) -> Option<&'c str> {
        self.member(name).and_then(string)
    }
}

pub(super) fn string(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

/// The things of a collection by their order keys, and where these are the same or missing by their ids.
pub(super) fn things<'c>(collection: &Collection, roots: &'c BTreeMap<String, Content>) -> Vec<Thing<'c>> {
    let Some(Content::Object(members)) = roots.get(collection.root) else { return Vec::new() };
    let mut things: Vec<_> = members.iter().map(|(id, content)| Thing { id, content }).collect();
    // What has no order comes last.
    things.sort_by_cached_key(|thing| {
        let order = thing.string("order").map(str::to_owned);
        (order.is_none(), order, thing.id.to_owned())
    });
    things
}

/// An element's name as all editors would write it: `codeBlock` and `code_block` are one.
pub(super) fn plain_name(element: &Element) -> String {
    element.name().chars().filter(|character| !matches!(character, '_' | '-')).flat_map(char::to_lowercase).collect()
}

pub(super) fn is_named(element: &Element, name: &str) -> bool {
    plain_name(element) == name
}

/// What stands for an element without content: a mention's label, an image's description.
pub(super) fn label(element: &Element) -> Option<String> {
    let words = |name| match element.attribute(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    match plain_name(element).as_str() {
        "mention" => words("label").or_else(|| words("id")).map(|label| format!("@{label}")),
        "emoji" => words("emoji").or_else(|| words("name")),
        _ => words("alt").or_else(|| words("label")).or_else(|| words("title")),
    }
}

/// All characters inside, one after the other.
pub(super) fn characters(nodes: &[XmlNode]) -> String {
    let mut out = String::new();
    collect(nodes, &mut out);
    out
}

fn collect(nodes: &[XmlNode], out: &mut String) {
    for node in nodes {
        match node {
            XmlNode::Element(element) if is_named(element, "hardbreak") => out.push('\n'),
            XmlNode::Element(element) => collect(element.children(), out),
            XmlNode::Fragment(children) => collect(children, out),
            XmlNode::Text(text) => text.pieces().for_each(|piece| match piece {
                Piece::Characters(characters, _) => out.push_str(characters),
                Piece::Node(node) => collect(std::slice::from_ref(node), out),
            }),
        }
    }
}
