//! XML as a string: what it looks like, both ways. Called by `read` and `draft`; `docs/JSON.md` describes the form.
//! One string stands for one tree, so what was read can be written again: formatting, elements and the types of attributes are
//! told apart by how they are written, never by a guess.

mod names;
mod parse;
mod plan;
mod read;
mod runs;
mod write;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

pub(super) use self::parse::parse;
pub(super) use self::plan::{Edit, plan};
pub(super) use self::read::nodes;
pub(super) use self::write::{apply, fill};

/// Names with what they hold, both as they are written (but for `&lt;` and the like).
type Attributes = BTreeMap<String, String>;

/// Formats by their tags, each with its attributes.
type Formats = BTreeMap<String, Attributes>;

/// The tag around a text that could not be told from what is beside it.
const TEXT: &str = "yjs.text";

/// The tag around a fragment inside another type.
const FRAGMENT: &str = "yjs.fragment";

/// What XML consists of. Texts beside each other are one, unless they have attributes or hold elements.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::document) enum Node {
    Element(Element),
    Text(Text),
    /// A fragment inside another type.
    Fragment(Vec<Node>),
}

/// An element with its tag as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::document) struct Element {
    tag: String,
    attributes: Attributes,
    children: Vec<Node>,
}

/// Characters and their formatting; some editors put elements between them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(in crate::document) struct Text {
    attributes: Attributes,
    spans: Vec<Span>,
}

/// A stretch of a text that is formatted alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Span {
    content: Content,
    formats: Formats,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Content {
    Characters(String),
    Node(Box<Node>),
}

/// A stretch of text for who turns XML into something else.
#[derive(Debug)]
pub(in crate::document) enum Piece<'x> {
    /// Characters with the names of their formats and the attributes of these.
    Characters(&'x str, Vec<Format<'x>>),
    /// Something between them.
    Node(&'x Node),
}

/// A format that holds for a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Format<'x> {
    /// Its name, without what y-prosemirror appends.
    pub(in crate::document) name: String,
    attributes: &'x Attributes,
}

impl Format<'_> {
    pub(in crate::document) fn attribute(&self, name: &str) -> Option<Value> {
        self.attributes.get(&names::attribute_name(name)).map(|text| names::value_json(text))
    }
}

impl Element {
    /// Its name in the document.
    pub(in crate::document) fn name(&self) -> String {
        names::Tag::of(&self.tag).name()
    }

    pub(in crate::document) fn attribute(&self, name: &str) -> Option<Value> {
        self.attributes.get(&names::attribute_name(name)).map(|text| names::value_json(text))
    }

    pub(in crate::document) fn children(&self) -> &[Node] {
        &self.children
    }
}

impl Text {
    /// What it consists of, in order.
    pub(in crate::document) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.spans.iter().map(|span| match &span.content {
            Content::Node(node) => Piece::Node(node),
            Content::Characters(text) => {
                let format = |(tag, attributes): (&String, _)| Format {
                    name: names::base(&names::Tag::of(tag).name()).to_owned(),
                    attributes,
                };
                Piece::Characters(text, span.formats.iter().map(format).collect())
            }
        })
    }
}

impl Text {
    /// Whether it consists of characters and nothing else, so that it needs no tag of its own.
    fn is_plain(&self) -> bool {
        self.attributes.is_empty() && !self.holds_nodes()
    }

    fn holds_nodes(&self) -> bool {
        self.spans.iter().any(|span| matches!(span.content, Content::Node(_)))
    }

    fn push(&mut self, content: Content, formats: Formats) {
        match (&content, self.spans.last_mut()) {
            (Content::Characters(more), _) if more.is_empty() => {}
            (Content::Characters(more), Some(Span { content: Content::Characters(text), formats: before }))
                if *before == formats =>
            {
                text.push_str(more);
            }
            _ => self.spans.push(Span { content, formats }),
        }
    }

    /// What another text has, behind what this one has.
    fn append(&mut self, other: Self) {
        for Span { content, formats } in other.spans {
            self.push(content, formats);
        }
    }

    fn characters(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().filter_map(|span| match &span.content {
            Content::Characters(text) => Some(text.as_str()),
            Content::Node(_) => None,
        })
    }
}

/// The string that stands for them.
pub(super) fn print(nodes: &[Node]) -> String {
    let mut out = String::new();
    nodes.iter().for_each(|node| print_node(node, &mut out));
    out
}

fn print_node(node: &Node, out: &mut String) {
    match node {
        Node::Element(Element { tag, attributes, children }) => {
            open(tag, attributes, out);
            children.iter().for_each(|child| print_node(child, out));
            close(tag, out);
        }
        Node::Fragment(children) => {
            open(FRAGMENT, &Attributes::new(), out);
            children.iter().for_each(|child| print_node(child, out));
            close(FRAGMENT, out);
        }
        Node::Text(text) if text.is_plain() => {
            let is_blank = text.characters().all(|text| text.bytes().all(is_space));
            print_spans(text, is_blank, out);
        }
        Node::Text(text) => print_marked(text, out),
    }
}

fn print_marked(text: &Text, out: &mut String) {
    open(TEXT, &text.attributes, out);
    print_spans(text, false, out);
    close(TEXT, out);
}

/// `is_blank`: nothing but spaces, which readers of XML pass over unless one of them is written as a reference.
fn print_spans(text: &Text, mut is_blank: bool, out: &mut String) {
    for Span { content, formats } in &text.spans {
        for (tag, attributes) in formats {
            open(tag, attributes, out);
        }
        match content {
            Content::Characters(text) => {
                let written = if std::mem::take(&mut is_blank) { 1 } else { 0 };
                for space in text[..written].chars() {
                    let _ = write!(out, "&#{};", u32::from(space));
                }
                escape(&text[written..], Within::Text, out);
            }
            Content::Node(node) => match &**node {
                // Only so it can be told from the text around it.
                Node::Text(text) => print_marked(text, out),
                node => print_node(node, out),
            },
        }
        for tag in formats.keys().rev() {
            close(tag, out);
        }
    }
}

fn open(tag: &str, attributes: &Attributes, out: &mut String) {
    out.push('<');
    out.push_str(tag);
    for (name, value) in attributes {
        let _ = write!(out, " {name}=\"");
        escape(value, Within::Attribute, out);
        out.push('"');
    }
    out.push('>');
}

fn close(tag: &str, out: &mut String) {
    let _ = write!(out, "</{tag}>");
}

/// What XML takes for a space.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Text,
    Attribute,
}

fn escape(text: &str, within: Within, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Readers of XML make a line feed of it, and spaces of all these in attributes.
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if within == Within::Attribute => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
}
