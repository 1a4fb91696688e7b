//! How names and values are written in XML, so that each can be told what it is. Called by `read` (to text) and by `parse` and
//! `write` (back).

use serde_json::Value;
use yrs::Any;

use super::super::plain::{self, Allowance, Overflow};

/// Before the name of a format that isn't [`FORMATS`].
const FORMAT: &str = "format.";

/// Before the name of an element that is called as a format is.
const ELEMENT: &str = "element.";

/// The attribute of a format that isn't an object.
pub(super) const VALUE: &str = "format.value";

/// What no name begins with.
const RESERVED: [&str; 3] = [FORMAT, ELEMENT, "yjs."];

/// The names that formatting goes by in the editors that bind to XML: Tiptap, ProseMirror's schemas, BlockNote, Lexical, and
/// HTML's. These are written as they are, and elements that are called so are marked; with all other names it is the other way round.
const FORMATS: [&str; 37] = [
    "a",
    "b",
    "backgroundColor",
    "background",
    "bold",
    "code",
    "color",
    "comment",
    "del",
    "deletion",
    "em",
    "fontFamily",
    "fontSize",
    "highlight",
    "i",
    "ins",
    "insertion",
    "italic",
    "link",
    "mark",
    "modification",
    "s",
    "small",
    "strike",
    "strikethrough",
    "strong",
    "styles",
    "sub",
    "subscript",
    "sup",
    "superscript",
    "textColor",
    "textStyle",
    "u",
    "underline",
    "ychange",
    "suggestion",
];

/// What a tag is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Element(String),
    Format(String),
    /// The project's own, with what follows `yjs.`.
    Own(String),
}

impl Tag {
    /// What is written in a tag.
    pub(super) fn of(written: &str) -> Self {
        if let Some(name) = written.strip_prefix(FORMAT) {
            return Self::Format(decode(name));
        }
        if let Some(name) = written.strip_prefix(ELEMENT) {
            return Self::Element(decode(name));
        }
        if let Some(name) = written.strip_prefix("yjs.") {
            return Self::Own(name.to_owned());
        }
        let name = decode(written);
        if is_format(&name) { Self::Format(name) } else { Self::Element(name) }
    }
}

impl Tag {
    pub(super) fn name(self) -> String {
        match self {
            Self::Element(name) | Self::Format(name) | Self::Own(name) => name,
        }
    }
}

/// The tag of an element.
pub(super) fn element_tag(name: &str) -> String {
    if is_format(name) { format!("{ELEMENT}{}", encode(name)) } else { attribute_name(name) }
}

/// The tag of a format.
pub(super) fn format_tag(name: &str) -> String {
    if is_format(name) { encode(name) } else { format!("{FORMAT}{}", encode(name)) }
}

/// The name of an attribute as it is written.
pub(super) fn attribute_name(name: &str) -> String {
    let encoded = encode(name);
    if RESERVED.iter().any(|prefix| encoded.starts_with(prefix)) { encoded.replacen('.', "_x002E_", 1) } else { encoded }
}

fn is_format(name: &str) -> bool {
    FORMATS.contains(&base(name))
}

/// A format's name, without what y-prosemirror appends where several of a name may overlap: `comment--q0xn3bqL`.
pub(super) fn base(name: &str) -> &str {
    match name.len().checked_sub(10).and_then(|at| name.split_at_checked(at)) {
        Some((base, suffix)) if suffix.starts_with("--") && suffix[2..].bytes().all(is_base64) => base,
        _ => name,
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// A name as XML takes it: what can't be in one is written `_x0020_`, as XML schemas of databases do (ISO 9075-14).
fn encode(name: &str) -> String {
    use std::fmt::Write as _;
    if name.is_empty() {
        return "_x_".to_owned();
    }
    let mut encoded = String::with_capacity(name.len());
    for (at, character) in name.char_indices() {
        let looks_encoded = character == '_' && escaped(&name[at..]).is_some();
        let fits = is_name_start(character) || (at > 0 && is_name_part(character));
        if fits && !looks_encoded {
            encoded.push(character);
        } else {
            let _ = write!(encoded, "_x{:04X}_", u32::from(character));
        }
    }
    encoded
}

pub(super) fn decode(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(character) = rest.chars().next() {
        if let Some(digits) = escaped(rest)
            && let Ok(code) = u32::from_str_radix(if digits.is_empty() { "110000" } else { digits }, 16)
            && (digits.is_empty() || char::from_u32(code).is_some())
        {
            name.extend(char::from_u32(code));
            rest = &rest[digits.len() + 3..];
            continue;
        }
        name.push(character);
        rest = &rest[character.len_utf8()..];
    }
    name
}

/// The digits, if the text begins with `_x`, at most six hexadecimal digits, and `_`.
fn escaped(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("_x")?;
    let end = rest.bytes().take(7).position(|byte| byte == b'_')?;
    rest[..end].bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(&rest[..end])
}

/// NameStartChar of XML 1.0, without the colon, which belongs to namespaces.
fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// What else NameChar has.
fn is_name_part(character: char) -> bool {
    matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// A value as an attribute has it: a string as it is, all else as JSON, and as JSON too a string that looks so.
pub(super) fn value_text(value: &Any, allowance: &mut Allowance) -> Result<String, Overflow> {
    let text = json_text(plain::to_json(value, allowance)?);
    allowance.take(text.len())?;
    Ok(text)
}

fn json_text(value: Value) -> String {
    match value {
        Value::String(text) if !looks_like_json(&text) => text,
        value => value.to_string(),
    }
}

fn looks_like_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// What an attribute says.
pub(super) fn value_json(text: &str) -> Value {
    match serde_json::from_str(text) {
        // Exactly the number, which serde_json takes no trouble for.
        Ok(Value::Number(number)) if number.is_f64() => text.trim().parse::<f64>().map_or(Value::Number(number), Value::from),
        Ok(value) => value,
        Err(_) => Value::String(text.to_owned()),
    }
}

/// A value to be written into the document.
pub(super) fn value_of(text: &str) -> Any {
    let mut value = value_json(text);
    plain::normalize(&mut value);
    plain::from_json(&value)
}

/// The one way to write what an attribute says.
pub(super) fn canonical_value(text: &str) -> String {
    let mut value = value_json(text);
    plain::normalize(&mut value);
    json_text(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_name_can_be_written_and_is_told_what_it_is() {
        let names = [
            "p",
            "bold",
            "my node",
            "",
            "1st",
            "_x0020_",
            "_x_",
            "a_xb",
            "format.x",
            "yjs.text",
            "element.bold",
            "é:ü",
            "😀\u{0}",
        ];
        for name in names.into_iter().chain(["comment--q0xn/bq=", "glossary--q0xn/bq="]) {
            let (element, format) = (element_tag(name), format_tag(name));
            assert_eq!(Tag::of(&element), Tag::Element(name.to_owned()), "{element}");
            assert_eq!(Tag::of(&format), Tag::Format(name.to_owned()), "{format}");
            assert_eq!(decode(&attribute_name(name)), name);
            let is_name = |tag: &str| tag.char_indices().all(|(at, it)| is_name_start(it) || at > 0 && is_name_part(it));
            assert!(is_name(&element) && is_name(&format), "{element} {format}");
        }
        assert_eq!(element_tag("my node"), "my_x0020_node");
        assert_eq!((element_tag("bold").as_str(), format_tag("bold").as_str()), ("element.bold", "bold"));
        assert_eq!((element_tag("glossary").as_str(), format_tag("glossary").as_str()), ("glossary", "format.glossary"));
        assert_eq!(format_tag("comment--q0xn/bq="), "comment--q0xn_x002F_bq_x003D_");
    }

    #[test]
    fn a_value_keeps_its_type() {
        for (value, text) in [
            (json!("left"), "left"),
            (json!("2"), "\"2\""),
            (json!("\"quoted\""), "\"\\\"quoted\\\"\""),
            (json!(2), "2"),
            (json!(0.1), "0.1"),
            (json!(null), "null"),
            (json!(true), "true"),
            (json!("true"), "\"true\""),
            (json!({"a": [1, "x"]}), "{\"a\":[1,\"x\"]}"),
            (json!(""), ""),
        ] {
            assert_eq!(json_text(value.clone()), text);
            assert_eq!(value_json(text), value);
            assert_eq!(canonical_value(text), text);
        }
        assert_eq!(canonical_value(" 2.0 "), "2");
    }
}
