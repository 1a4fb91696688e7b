//! Words with their formatting as Markdown: what is typed stays text, whatever it looks like. Called by `markdown` and `blocks`.
//! Never begins or ends a block.

use serde_json::Value;

use super::super::outline;
use crate::document::json::{Format, Piece, XmlNode, XmlText};

/// A line ends here.
const BREAK: &str = "\\\n";

/// What Markdown knows of formatting, from the outside in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Link { href: String, title: String },
    Strong,
    Emphasis,
    Strike,
    Code,
}

impl Mark {
    fn of(format: &Format<'_>) -> Option<Self> {
        let words = |name| match format.attribute(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        Some(match format.name.as_str() {
            "bold" | "strong" | "b" => Self::Strong,
            "italic" | "em" | "i" => Self::Emphasis,
            "strike" | "strikethrough" | "s" | "del" => Self::Strike,
            "code" => Self::Code,
            "link" | "a" if !words("href").is_empty() => Self::Link { href: words("href"), title: words("title") },
            _ => return None,
        })
    }

    fn open(&self) -> &'static str {
        match self {
            Self::Link { .. } => "[",
            Self::Strong => "**",
            Self::Emphasis => "*",
            Self::Strike => "~~",
            Self::Code => "",
        }
    }

    fn close(&self) -> String {
        match self {
            Self::Link { href, title } => format!("]({})", target(href, title)),
            other => other.open().to_owned(),
        }
    }

    /// Whether it holds only where it touches words.
    fn is_delimited(&self) -> bool {
        matches!(self, Self::Strong | Self::Emphasis | Self::Strike)
    }
}

/// A stretch that is formatted alike.
struct Run {
    /// Markdown already, such as an image.
    is_written: bool,
    text: String,
    marks: Vec<Mark>,
}

/// The words of a paragraph, a heading or a cell.
pub(super) fn inline(nodes: &[XmlNode]) -> String {
    let mut runs = Vec::new();
    collect(nodes, &mut runs);
    // At an end a break breaks nothing, and would be a backslash.
    let is_blank = |run: &Run| if run.is_written { run.text == BREAK } else { run.text.trim().is_empty() };
    let Some(last) = runs.iter().rposition(|run| !is_blank(run)) else { return String::new() };
    runs.truncate(last + 1);
    let first = runs.iter().position(|run| !is_blank(run)).unwrap_or(0);
    runs.drain(..first);
    let start = runs.first_mut();
    if let Some(run) = start.filter(|run| !run.is_written) {
        run.text = run.text.trim_start().to_owned();
    }
    at_line_starts(written(&spaced(runs)).trim_end())
}

fn collect(nodes: &[XmlNode], runs: &mut Vec<Run>) {
    for node in nodes {
        match node {
            XmlNode::Text(text) => collect_text(text, runs),
            XmlNode::Fragment(children) => collect(children, runs),
            XmlNode::Element(element) => {
                let written = match outline::plain_name(element).as_str() {
                    "hardbreak" | "br" => BREAK.to_owned(),
                    "image" | "img" => {
                        let words = |name| match element.attribute(name) {
                            Some(Value::String(text)) => text,
                            _ => String::new(),
                        };
                        format!("![{}]({})", escaped(&words("alt")), target(&words("src"), &words("title")))
                    }
                    _ if element.children().is_empty() => {
                        outline::label(element).map(|label| escaped(&label)).unwrap_or_default()
                    }
                    _ => {
                        collect(element.children(), runs);
                        continue;
                    }
                };
                runs.push(Run { is_written: true, text: written, marks: Vec::new() });
            }
        }
    }
}

fn collect_text(text: &XmlText, runs: &mut Vec<Run>) {
    for piece in text.pieces() {
        match piece {
            Piece::Characters(characters, formats) => {
                let mut marks: Vec<Mark> = formats.iter().filter_map(Mark::of).collect();
                marks.sort_unstable();
                marks.dedup();
                runs.push(Run { is_written: false, text: characters.replace(['\r', '\n'], " "), marks });
            }
            Piece::Node(node) => collect(std::slice::from_ref(node), runs),
        }
    }
}

/// With spaces at the ends of emphasis outside of it, where Markdown wants them.
fn spaced(runs: Vec<Run>) -> Vec<Run> {
    let mut spaced = Vec::new();
    for run in runs {
        let is_plain = run.is_written || run.marks.contains(&Mark::Code) || !run.marks.iter().any(Mark::is_delimited);
        if is_plain {
            spaced.push(run);
            continue;
        }
        let core = run.text.trim();
        let start = run.text.len() - run.text.trim_start().len();
        let outside: Vec<Mark> = run.marks.iter().filter(|mark| !mark.is_delimited()).cloned().collect();
        let space = |text: &str| Run { is_written: false, text: text.to_owned(), marks: outside.clone() };
        spaced.push(space(&run.text[..start]));
        spaced.push(Run { is_written: false, text: core.to_owned(), marks: run.marks.clone() });
        spaced.push(space(&run.text[(start + core.len()).min(run.text.len())..]));
    }
    spaced.retain(|run| !run.text.is_empty());
    spaced
}

fn written(runs: &[Run]) -> String {
    let mut out = String::new();
    let mut open: Vec<&Mark> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let wanted: Vec<&Mark> = run.marks.iter().filter(|mark| **mark != Mark::Code).collect();
        let same = open.iter().zip(&wanted).take_while(|(open, wanted)| open == wanted).count();
        let mut closes = String::new();
        for mark in open.drain(same..).rev() {
            closes.push_str(&mark.close());
        }
        let opens: String = wanted[same..].iter().map(|mark| mark.open()).collect();
        out.push_str(&closes);
        if closes.ends_with(['*', '~']) && opens.starts_with(['*', '~']) {
            // Or the two would be read as one.
            out.push_str("<!-- -->");
        }
        if out.ends_with('!') && opens.starts_with('[') {
            // Or the link would be an image.
            out.pop();
            out.push_str("\\!");
        }
        out.push_str(&opens);
        open.extend(&wanted[same..]);
        let edges =
            Edges { before: before(runs, at), after: after(runs, at), opened: !opens.is_empty(), closed: !closes.is_empty() };
        out.push_str(&text(run, &edges));
    }
    for mark in open.iter().rev() {
        out.push_str(&mark.close());
    }
    out
}

/// What stands beside a run.
#[derive(Clone, Copy)]
struct Edges {
    before: Option<(char, usize)>,
    after: Option<(char, usize)>,
    opened: bool,
    closed: bool,
}

fn delimited(run: &Run) -> usize {
    run.marks.iter().filter(|mark| mark.is_delimited()).count()
}

fn before(runs: &[Run], at: usize) -> Option<(char, usize)> {
    let run = runs.get(at.checked_sub(1)?)?;
    run.text.chars().next_back().map(|character| (character, delimited(run)))
}

fn after(runs: &[Run], at: usize) -> Option<(char, usize)> {
    let run = runs.get(at + 1)?;
    run.text.chars().next().map(|character| (character, delimited(run)))
}

/// A run's characters. Where emphasis ends in punctuation and a letter follows, or begins with it and a letter precedes, that
/// letter is written as a reference: Markdown would not take the emphasis for such otherwise.
fn text(run: &Run, edges: &Edges) -> String {
    if run.is_written {
        return run.text.clone();
    }
    if run.marks.contains(&Mark::Code) {
        return code(&run.text);
    }
    let count = delimited(run);
    let is_letter = |character: char| !character.is_whitespace() && !is_punctuation(character);
    let (mut first, mut last) = (None, None);
    let mut characters = run.text.chars();
    if let Some((before, theirs)) = edges.before
        && (edges.closed || edges.opened)
        && theirs > count
        && is_punctuation(before)
    {
        first = characters.clone().next().filter(|character| is_letter(*character));
    }
    if let Some((after, theirs)) = edges.after
        && theirs > count
        && is_punctuation(after)
    {
        last = characters.clone().next_back().filter(|character| is_letter(*character));
    }
    let mut out = String::new();
    if let Some(character) = first {
        characters.next();
        out.push_str(&reference(character));
    }
    if last.is_some() && characters.next_back().is_none() {
        last = None;
    }
    out.push_str(&escaped(characters.as_str()));
    out.extend(last.map(reference));
    out
}

fn is_punctuation(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_whitespace()
}

fn reference(character: char) -> String {
    format!("&#{};", u32::from(character))
}

/// Text that stands for itself, within a line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// With what would begin a heading, a list or a line where it begins a line, so that it doesn't.
fn at_line_starts(text: &str) -> String {
    text.split('\n').map(at_line_start).collect::<Vec<_>>().join("\n")
}

fn at_line_start(line: &str) -> String {
    let rest = line.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if rest.starts_with(['#', '+', '-', '=']) {
        return format!("\\{rest}");
    }
    if digits > 0 && rest[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &rest[..digits], &rest[digits..]);
    }
    rest.to_owned()
}

/// Plain text as paragraphs; lines stay lines.
pub(super) fn paragraphs(text: &str) -> String {
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            paragraphs.push(Vec::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.push(at_line_start(&escaped(line.trim())));
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.iter().map(|lines| lines.join("\\\n")).collect::<Vec<_>>().join("\n\n")
}

/// Code within a line.
pub(super) fn code(text: &str) -> String {
    let fence = "`".repeat(1 + longest_ticks(text));
    let is_edged = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    if is_edged { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// How many backticks stand beside each other, at most.
pub(super) fn longest_ticks(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

/// Where a link leads.
fn target(href: &str, title: &str) -> String {
    let href: String = href.chars().filter(|character| !character.is_control()).collect();
    let needs_brackets = href.is_empty() || href.contains([' ', '(', ')', '<', '>', '\\']);
    let href = href.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace('&', "\\&").replace('|', "%7C");
    let href = if needs_brackets { format!("<{href}>") } else { href };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { href } else { format!("{href} \"{}\"", escaped(&title).replace('"', "\\\"")) }
}
