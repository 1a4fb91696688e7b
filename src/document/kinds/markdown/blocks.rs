//! Paragraphs, headings, lists, tables and all else that stands on lines of its own. Called by `markdown`.
//! Never indents deeper than a bound, so that what it makes stays in proportion to what it is made of.

use serde_json::Value;

use super::super::outline::{characters, is_named, plain_name};
use super::inline::{inline, longest_ticks};
use crate::document::json::{Element, XmlNode};

/// How deep quotes and lists are shown inside each other.
const DEPTH: usize = 16;

/// A block, and whether it is an item that stands close to the next one.
struct Block {
    text: String,
    is_item: bool,
}

/// Rich text.
pub(super) fn blocks(nodes: &[XmlNode]) -> String {
    joined(&collect(nodes, 0))
}

fn joined(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            out.push_str(if block.is_item && blocks[at - 1].is_item { "\n" } else { "\n\n" });
        }
        out.push_str(&block.text);
    }
    out
}

fn collect(nodes: &[XmlNode], depth: usize) -> Vec<Block> {
    let mut found = Vec::new();
    let mut words: Vec<XmlNode> = Vec::new();
    for node in nodes {
        match node {
            XmlNode::Element(element) if is_block(element) => {
                end_paragraph(&mut words, &mut found);
                block(element, depth, &mut found);
            }
            XmlNode::Fragment(children) => {
                end_paragraph(&mut words, &mut found);
                found.extend(collect(children, depth));
            }
            inline => words.push(inline.clone()),
        }
    }
    end_paragraph(&mut words, &mut found);
    found
}

/// Words that stand beside blocks are a paragraph.
fn end_paragraph(words: &mut Vec<XmlNode>, found: &mut Vec<Block>) {
    push(inline(&std::mem::take(words)), found);
}

fn push(text: String, found: &mut Vec<Block>) {
    if !text.is_empty() {
        found.push(Block { text, is_item: false });
    }
}

/// Whether it stands on lines of its own. What is not known does if it holds anything.
fn is_block(element: &Element) -> bool {
    match plain_name(element).as_str() {
        "hardbreak" | "br" | "mention" | "emoji" => false,
        "image" | "img" | "horizontalrule" | "hr" | "divider" | "codeblock" | "table" => true,
        _ => !element.children().is_empty(),
    }
}

fn block(element: &Element, depth: usize, found: &mut Vec<Block>) {
    let children = element.children();
    // Deeper the words are shown, without what is around them.
    let deeper = depth + 1;
    let name = plain_name(element);
    match name.as_str() {
        "heading" => push_heading(element, found),
        "image" | "img" => push(inline(&[XmlNode::Element(element.clone())]), found),
        "horizontalrule" | "hr" | "divider" => push("---".to_owned(), found),
        "codeblock" => {
            let language = match element.attribute("language").or_else(|| element.attribute("params")) {
                Some(Value::String(language)) => language,
                _ => String::new(),
            };
            push(fenced(&language, &characters(children)), found);
        }
        "table" => push(table(children), found),
        _ if depth >= DEPTH => found.extend(flat(children)),
        "blockquote" | "quote" => {
            let inner = joined(&collect(children, deeper));
            let quoted: Vec<String> =
                inner.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect();
            push(quoted.join("\n"), found);
        }
        "bulletlist" | "ul" | "tasklist" | "orderedlist" | "ol" => {
            let first =
                element.attribute("start").or_else(|| element.attribute("order")).and_then(|start| start.as_u64()).unwrap_or(1);
            let is_ordered = name.starts_with('o');
            let items: Vec<Block> = (first..)
                .zip(children)
                .map(|(number, child)| {
                    let marker = if is_ordered { format!("{number}. ") } else { "- ".to_owned() };
                    let inner = match child {
                        XmlNode::Element(item) => format!("{}{}", task(item), joined(&tight(collect(item.children(), deeper)))),
                        other => joined(&collect(std::slice::from_ref(other), deeper)),
                    };
                    Block { text: item(&marker, &inner), is_item: true }
                })
                .collect();
            push(joined(&items), found);
        }
        // BlockNote's blocks, whose inner blocks stand beside them.
        "bulletlistitem" | "numberedlistitem" | "checklistitem" => {
            let marker = if name.starts_with('n') { "1. " } else { "- " };
            let text = item(marker, &format!("{}{}", task(element), inline(children)));
            found.push(Block { text, is_item: true });
        }
        "blockcontainer" => container(children, deeper, found),
        _ => found.extend(collect(children, depth)),
    }
}

/// All blocks inside, however deep, one below the other. Only headings and words are told apart.
fn flat(nodes: &[XmlNode]) -> Vec<Block> {
    let text = characters(nodes);
    let mut found = Vec::new();
    push(super::inline::paragraphs(&text), &mut found);
    found
}

fn push_heading(element: &Element, found: &mut Vec<Block>) {
    let level = element.attribute("level").and_then(|level| level.as_u64()).unwrap_or(1).clamp(1, 6);
    // It has one line.
    let words = inline(element.children()).replace("\\\n", " ").replace('\n', " ");
    if !words.is_empty() {
        found.push(Block { text: format!("{} {words}", "#".repeat(usize::try_from(level).unwrap_or(1))), is_item: false });
    }
}

/// A block of BlockNote with those that are indented below it.
fn container(children: &[XmlNode], depth: usize, found: &mut Vec<Block>) {
    let Some((first, inner)) = children.split_first() else { return };
    let mut blocks = collect(std::slice::from_ref(first), depth);
    let inner = joined(&collect(inner, depth));
    match blocks.last_mut() {
        Some(block) if block.is_item && !inner.is_empty() => {
            let indent = if block.text.starts_with("1.") { 3 } else { 2 };
            block.text = format!("{}\n{}", block.text, indented(&inner, indent));
        }
        _ => push(inner, &mut blocks),
    }
    found.extend(blocks);
}

/// A paragraph and the list below it belong together.
fn tight(mut blocks: Vec<Block>) -> Vec<Block> {
    if let [_, list] = blocks.as_slice()
        && list.text.starts_with(['-', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    {
        blocks.iter_mut().for_each(|block| block.is_item = true);
    }
    blocks
}

fn task(element: &Element) -> &'static str {
    match (plain_name(element).as_str(), element.attribute("checked")) {
        (_, Some(Value::Bool(true))) => "[x] ",
        ("taskitem" | "checklistitem", _) => "[ ] ",
        _ => "",
    }
}

/// An item of a list, with all its lines below its beginning.
pub(super) fn item(marker: &str, text: &str) -> String {
    let rest = indented(text, marker.len());
    format!("{marker}{}", rest.trim_start()).trim_end().to_owned()
}

fn indented(text: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    text.lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Code on lines of its own.
pub(super) fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_ticks(text).max(2) + 1);
    let language: String =
        language.chars().filter(|character| character.is_alphanumeric() || "+-#._".contains(*character)).collect();
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn table(rows: &[XmlNode]) -> String {
    let rows: Vec<Vec<String>> =
        elements(rows).filter(|row| is_named(row, "tablerow") || is_named(row, "tr")).map(cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |cells: &[String]| {
        let cells = (0..width).map(|at| cells.get(at).map(String::as_str).unwrap_or_default());
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
    if width > 0 {
        lines.insert(1, line(&vec!["---".to_owned(); width]));
    }
    lines.join("\n")
}

fn cells(row: &Element) -> Vec<String> {
    let cell = |cell: &Element| {
        // A cell has one line.
        let blocks: Vec<String> = elements(cell.children()).map(|block| inline(block.children())).collect();
        let words = if blocks.is_empty() { inline(cell.children()) } else { blocks.join("<br>") };
        closed(&words.replace("\\\n", "<br>").replace('\n', " "))
    };
    elements(row.children()).map(cell).collect()
}

/// Without bars that would end a cell, also in code.
fn closed(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for character in cell.chars() {
        if character == '|' && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

fn elements(nodes: &[XmlNode]) -> impl Iterator<Item = &Element> {
    nodes.iter().filter_map(|node| match node {
        XmlNode::Element(element) => Some(element),
        _ => None,
    })
}
