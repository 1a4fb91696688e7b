//! A document as Markdown (CommonMark with the tables, task lists and strikethrough of GitHub): a report as its sections, a board as
//! lists, a workflow as what leads where. Called by the REST interface. Never lets what people wrote act as Markdown.

mod blocks;
mod inline;

use std::collections::BTreeMap;

use serde_json::Value;

use self::inline::{code, escaped, paragraphs};
use super::outline::{self, Thing};
use super::{Collection, Kind};
use crate::document::Document;
use crate::document::json::{Content, ProjectError};

/// A document as Markdown; its title, if it has one, is not part of it.
///
/// # Errors
/// As [`Document::project`], with `limit` in bytes of JSON.
pub fn markdown(document: &mut Document, kind: Kind, limit: usize) -> Result<String, ProjectError> {
    Ok(written(kind, &document.contents(limit)?))
}

/// The same of a document as it was projected. Where its kind doesn't tell what is rich text, a root that is a string beginning with
/// an element is.
#[must_use]
pub fn markdown_of(kind: Kind, content: &Value) -> String {
    written(kind, &Content::roots_of(content, &kind.shape()))
}

fn written(kind: Kind, roots: &BTreeMap<String, Content>) -> String {
    let things = |root: &str| {
        let collection = kind.collections().iter().find(|collection| collection.root == root);
        collection.map(|collection: &Collection| outline::things(collection, roots)).unwrap_or_default()
    };
    let mut parts = match kind.name() {
        "report" => report(&things("sections")),
        "board" => board(&things("columns"), &things("cards")),
        "workflow" => workflow(&things("nodes"), &things("edges")),
        _ => Vec::new(),
    };
    let rest: Vec<_> = roots.iter().filter(|(name, _)| !kind.collections().iter().any(|it| it.root == **name)).collect();
    let needs_names = rest.len() > 1 || !parts.is_empty();
    for (name, content) in rest {
        parts.extend(needs_names.then(|| format!("## {}", line(name))));
        parts.push(anything(content));
    }
    parts.retain(|part| !part.is_empty());
    let mut whole = parts.join("\n\n");
    if !whole.is_empty() {
        whole.push('\n');
    }
    whole
}

/// What a title, a label or a name is on one line.
fn line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn titled(thing: &Thing<'_>) -> String {
    let title = thing.string("title").map(line).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| line(thing.id))
}

fn report(sections: &[Thing<'_>]) -> Vec<String> {
    let section = |section: &Thing<'_>| {
        let body = section.member("body").map(anything).unwrap_or_default();
        [format!("## {}", titled(section)), body]
    };
    sections.iter().flat_map(section).collect()
}

fn board(columns: &[Thing<'_>], cards: &[Thing<'_>]) -> Vec<String> {
    let mut parts = Vec::new();
    for column in columns {
        parts.push(format!("## {}", titled(column)));
        parts.push(list(cards.iter().filter(|card| card.string("column") == Some(column.id))));
    }
    let is_lost = |card: &&Thing<'_>| !columns.iter().any(|column| card.string("column") == Some(column.id));
    let lost = list(cards.iter().filter(is_lost));
    if !lost.is_empty() {
        parts.extend(["## Without a column".to_owned(), lost]);
    }
    parts
}

fn list<'t>(cards: impl Iterator<Item = &'t Thing<'t>>) -> String {
    let card = |card: &Thing<'_>| {
        let assignee = card.string("assignee").map(|assignee| format!(" ({})", line(assignee))).unwrap_or_default();
        let description = card.member("description").map(anything).unwrap_or_default();
        let head = format!("{}{assignee}", titled(card));
        let all = if description.is_empty() { head } else { format!("{head}\n\n{description}") };
        blocks::item("- ", &all)
    };
    cards.map(card).collect::<Vec<_>>().join("\n")
}

fn workflow(nodes: &[Thing<'_>], edges: &[Thing<'_>]) -> Vec<String> {
    let label = |thing: &Thing<'_>| {
        let data = match thing.member("data") {
            Some(Content::Object(data)) => data.get("label").or_else(|| data.get("title")).and_then(outline::string),
            _ => None,
        };
        data.or_else(|| thing.string("label")).map(line).filter(|label| !label.is_empty())
    };
    let named = |id: Option<&str>| {
        let node = id.and_then(|id| nodes.iter().find(|node| node.id == id));
        node.and_then(label).unwrap_or_else(|| code(id.unwrap_or("?")))
    };
    let node = |node: &Thing<'_>| {
        let kind = node.string("type").map(|kind| format!(", {}", line(kind))).unwrap_or_default();
        match label(node) {
            Some(label) => format!("- {label} ({}{kind})", code(node.id)),
            None => format!("- {}{kind}", code(node.id)),
        }
    };
    let edge = |edge: &Thing<'_>| {
        let label = label(edge).map(|label| format!(": {label}")).unwrap_or_default();
        format!("- {} → {}{label}", named(edge.string("source")), named(edge.string("target")))
    };
    let mut parts = Vec::new();
    for (heading, lines) in
        [("## Nodes", nodes.iter().map(node).collect::<Vec<_>>()), ("## Edges", edges.iter().map(edge).collect::<Vec<_>>())]
    {
        if !lines.is_empty() {
            parts.extend([heading.to_owned(), lines.join("\n")]);
        }
    }
    parts
}

/// Whatever a document holds: rich text as what it is, text as paragraphs, all else as JSON.
fn anything(content: &Content) -> String {
    match content {
        Content::Xml(nodes) => blocks::blocks(nodes),
        Content::Text(text) => paragraphs(text),
        Content::Other(Value::Null) => String::new(),
        Content::Object(members) if members.is_empty() => String::new(),
        Content::Array(elements) if elements.is_empty() => String::new(),
        other => blocks::fenced("json", &serde_json::to_string_pretty(&json(other)).unwrap_or_default()),
    }
}

fn json(content: &Content) -> Value {
    match content {
        Content::Other(value) => value.clone(),
        Content::Text(text) => Value::String(text.clone()),
        Content::Xml(nodes) => Value::String(outline::characters(nodes)),
        Content::Array(elements) => elements.iter().map(json).collect(),
        Content::Object(members) => Value::Object(members.iter().map(|(name, member)| (name.clone(), json(member))).collect()),
    }
}
