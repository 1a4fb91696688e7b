//! A string of XML as a tree. Called when somebody writes XML, before anything changes.
//! Never recurses: what is open is a list, and it is bounded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::super::Reason;
use super::names::{self, Tag};
use super::{Attributes, Content, Element, FRAGMENT, Formats, Node, TEXT, Text, is_space};

/// How deep elements and formats may nest in what is written.
const DEPTH: usize = 64;

/// Something that was opened and not yet closed.
struct Open {
    what: What,
    children: Vec<Node>,
    /// The text at the end of it.
    run: Text,
    /// Whether there is more in that than spaces between tags.
    is_visible: bool,
}

enum What {
    /// All of it, or a fragment in it.
    Fragment,
    Element(String, Attributes),
    Text(Attributes),
    Format(String, Attributes),
}

/// What the string stands for.
pub(in super::super) fn parse(xml: &str) -> Result<Vec<Node>, Reason> {
    let mut reader = Reader::from_str(xml);
    let mut parser = Parser { open: vec![Open::new(What::Fragment)] };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let malformed = |problem: &str| Reason::Malformed { at, problem: problem.to_owned() };
        match reader.read_event().map_err(|error| malformed(&error.to_string()))? {
            Event::Start(tag) => parser.start(&tag).map_err(|problem| problem.at(at))?,
            Event::Empty(tag) => {
                parser.start(&tag).map_err(|problem| problem.at(at))?;
                parser.end();
            }
            Event::End(_) => parser.end(),
            Event::Text(text) => parser.characters(text.decode().map_err(|_| malformed("this is no text"))?, Written::Plainly),
            Event::CData(text) => parser.characters(text.decode().map_err(|_| malformed("this is no text"))?, Written::Marked),
            Event::GeneralRef(reference) => {
                let character = referred(&reference).ok_or_else(|| malformed("this reference is not known"))?;
                parser.characters(String::from(character).into(), Written::Marked);
            }
            Event::Comment(_) => {}
            Event::PI(_) | Event::Decl(_) | Event::DocType(_) => return Err(malformed("only elements and text can be written")),
            Event::Eof if parser.open.len() > 1 => return Err(malformed("an element is not closed")),
            Event::Eof => break,
        }
    }
    let mut all = parser.open.pop().unwrap_or_else(|| Open::new(What::Fragment));
    all.flush();
    Ok(all.children)
}

/// Whether spaces may stand there only to be pretty.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Plainly,
    Marked,
}

enum Problem {
    Deep,
    Malformed(String),
}

impl Problem {
    fn new(problem: impl Into<String>) -> Self {
        Self::Malformed(problem.into())
    }

    fn at(self, at: usize) -> Reason {
        match self {
            Self::Deep => Reason::TooDeep { limit: DEPTH },
            Self::Malformed(problem) => Reason::Malformed { at, problem },
        }
    }
}

struct Parser {
    open: Vec<Open>,
}

impl Parser {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        if self.open.len() > DEPTH {
            return Err(Problem::Deep);
        }
        let name = tag.name();
        let written = std::str::from_utf8(name.as_ref()).map_err(|_| Problem::new("this is no text"))?;
        let attributes = attributes(tag)?;
        let what = match Tag::of(written) {
            Tag::Format(name) => What::Format(names::format_tag(&name), format(attributes)?),
            Tag::Element(name) => What::Element(names::element_tag(&name), element(attributes)),
            Tag::Own(_) if written == TEXT => What::Text(element(attributes)),
            Tag::Own(_) if written == FRAGMENT && attributes.is_empty() => What::Fragment,
            Tag::Own(_) => return Err(Problem::new(format!("<{written}> is not known"))),
        };
        if !matches!(what, What::Format(..)) {
            let is_formatted = matches!(self.open.last(), Some(Open { what: What::Format(..), .. }));
            let holder = self.holder();
            let in_text = matches!(holder.what, What::Text(_));
            if is_formatted && !in_text && !matches!(what, What::Text(_)) {
                return Err(Problem::new(format!("formatting holds text only: close it before <{written}>")));
            }
            if is_formatted && !in_text {
                return Err(Problem::new(format!("formatting stands inside <{written}>, not around it")));
            }
            // A text without need of its tag goes on with what is before.
            if !in_text && !matches!(what, What::Text(_)) {
                holder.flush();
            }
        }
        self.open.push(Open::new(what));
        Ok(())
    }

    fn end(&mut self) {
        let Some(mut closed) = self.open.pop() else { return };
        if matches!(closed.what, What::Format(..)) {
            return;
        }
        let formats = self.formats();
        let holder = self.holder();
        let in_text = matches!(holder.what, What::Text(_));
        if !matches!(closed.what, What::Text(_)) {
            closed.flush();
        }
        let node = match closed.what {
            What::Text(attributes) => {
                let text = Text { attributes, ..closed.run };
                if text.is_plain() && !in_text {
                    holder.is_visible |= !text.spans.is_empty();
                    holder.run.append(text);
                    return;
                }
                Node::Text(text)
            }
            What::Element(tag, attributes) => Node::Element(Element { tag, attributes, children: closed.children }),
            What::Fragment | What::Format(..) => Node::Fragment(closed.children),
        };
        if in_text {
            holder.run.push(Content::Node(Box::new(node)), formats);
        } else {
            holder.flush();
            holder.children.push(node);
        }
    }

    fn characters(&mut self, characters: Cow<'_, str>, written: Written) {
        let formats = self.formats();
        let holder = self.holder();
        // As every reader of XML does with line ends.
        let characters = match written {
            Written::Plainly if characters.contains('\r') => characters.replace("\r\n", "\n").replace('\r', "\n"),
            _ => characters.into_owned(),
        };
        holder.is_visible |= !characters.is_empty() && (written == Written::Marked || !characters.bytes().all(is_space));
        holder.run.push(Content::Characters(characters), formats);
    }

    /// What holds text and elements here.
    fn holder(&mut self) -> &mut Open {
        let at = self.open.iter().rposition(|open| !matches!(open.what, What::Format(..))).unwrap_or(0);
        &mut self.open[at]
    }

    /// The formats that hold here.
    fn formats(&self) -> Formats {
        let open = self.open.iter().rev().map_while(|open| match &open.what {
            What::Format(tag, attributes) => Some((tag.clone(), attributes.clone())),
            _ => None,
        });
        // Of two with the same tag the inner one counts.
        open.collect::<Vec<_>>().into_iter().rev().collect()
    }
}

impl Open {
    fn new(what: What) -> Self {
        Self { what, children: Vec::new(), run: Text::default(), is_visible: false }
    }

    /// The text at the end becomes a child, unless it is there only to be pretty.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if std::mem::take(&mut self.is_visible) && !run.spans.is_empty() {
            self.children.push(Node::Text(run));
        }
    }
}

/// Attributes as they are written, values unescaped.
fn attributes(tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, Problem> {
    let mut found = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| Problem::new(error.to_string()))?;
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Problem::new("this is no text"));
        let (name, value) = (text(attribute.key.as_ref())?, text(&attribute.value)?);
        if value.contains('<') {
            return Err(Problem::new("in an attribute < is written &lt;"));
        }
        let value = value.replace(|character: char| character.is_ascii() && is_space(character as u8), " ");
        let value = unescape(&value).map_err(|error| Problem::new(error.to_string()))?;
        found.push((name.to_owned(), value.into_owned()));
    }
    Ok(found)
}

fn element(attributes: Vec<(String, String)>) -> Attributes {
    let written =
        |(name, value): (String, String)| (names::attribute_name(&names::decode(&name)), names::canonical_value(&value));
    attributes.into_iter().map(written).collect()
}

fn format(attributes: Vec<(String, String)>) -> Result<Attributes, Problem> {
    match attributes.as_slice() {
        [(name, value)] if name == names::VALUE => {
            let value = names::canonical_value(value);
            let is_other = value.starts_with('{') || value == "null";
            if is_other {
                return Err(Problem::new("a format's value is neither an object nor null"));
            }
            Ok(Attributes::from([(names::VALUE.to_owned(), value)]))
        }
        all if all.iter().any(|(name, _)| name == names::VALUE) => Err(Problem::new("format.value stands alone")),
        _ => Ok(element(attributes)),
    }
}

/// The character that `&name;` stands for.
fn referred(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        _ => None,
    }
}
