//! A document as plain text: what somebody who searches, or reads without an editor, wants of it. Called by the REST interface and
//! by the search. Never shows what isn't words: numbers, order keys, formatting.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Kind;
use super::outline::{self, Thing};
use crate::document::Document;
use crate::document::json::{Content, Piece, ProjectError, XmlNode, XmlText};

/// All strings of a document, one a line: things of typed documents in their order with their titles first, blocks of rich text
/// each on lines of their own.
///
/// # Errors
/// As [`Document::project`], with `limit` in bytes of JSON.
pub fn text(document: &mut Document, kind: Kind, limit: usize) -> Result<String, ProjectError> {
    Ok(written(kind, &document.contents(limit)?))
}

/// The same of a document as it was projected. Where its kind doesn't tell what is rich text, a root that is a string beginning with
/// an element is.
#[must_use]
pub fn text_of(kind: Kind, content: &Value) -> String {
    written(kind, &Content::roots_of(content, &kind.shape()))
}

fn written(kind: Kind, roots: &BTreeMap<String, Content>) -> String {
    let mut out = String::new();
    for collection in kind.collections() {
        for Thing { content, .. } in outline::things(collection, roots) {
            match content {
                Content::Object(members) => {
                    // The title first, and not what only says where it is.
                    let is_words = |name: &&String| *name != "title" && !collection.place.contains(&name.as_str());
                    for name in
                        members.get_key_value("title").map(|(name, _)| name).into_iter().chain(members.keys().filter(is_words))
                    {
                        line_up(&members[name], &mut out);
                    }
                }
                other => line_up(other, &mut out),
            }
        }
    }
    for (name, content) in roots {
        if !kind.collections().iter().any(|collection| collection.root == name) {
            line_up(content, &mut out);
        }
    }
    out
}

/// Appends all strings, each with a line of its own.
fn line_up(content: &Content, out: &mut String) {
    match content {
        Content::Text(text) => {
            out.push_str(text.trim_end());
            end_line(out);
        }
        Content::Xml(nodes) => {
            blocks(nodes, out);
            end_line(out);
        }
        Content::Array(elements) => elements.iter().for_each(|element| line_up(element, out)),
        Content::Object(members) => members.values().for_each(|member| line_up(member, out)),
        Content::Other(_) => {}
    }
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// The words of rich text: what stands in different blocks stands on different lines.
fn blocks(nodes: &[XmlNode], out: &mut String) {
    for node in nodes {
        match node {
            XmlNode::Text(text) => characters(text, out),
            XmlNode::Fragment(children) => blocks(children, out),
            XmlNode::Element(element) => {
                let is_break = outline::is_named(element, "hardbreak");
                if is_break || element.children().iter().any(|child| matches!(child, XmlNode::Text(_) | XmlNode::Element(_))) {
                    end_line(out);
                }
                blocks(element.children(), out);
                match outline::label(element) {
                    Some(label) if element.children().is_empty() => out.push_str(&label),
                    _ if !element.children().is_empty() => end_line(out),
                    _ => {}
                }
            }
        }
    }
}

fn characters(text: &XmlText, out: &mut String) {
    for piece in text.pieces() {
        match piece {
            Piece::Characters(characters, _) => out.push_str(characters),
            Piece::Node(node) => blocks(std::slice::from_ref(node), out),
        }
    }
}
