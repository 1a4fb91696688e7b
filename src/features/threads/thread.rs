//! What threads and comments are, and what may be written into them. Pure; called by `threads`, which keeps them, and by those who
//! show them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::event::Author;
use crate::features::mentions::{self, Mention};
use crate::features::{Refused, records};

/// The most bytes of a comment's body, as JSON.
pub(super) const BODY_BYTES: usize = 48 * 1024;
/// The most bytes of metadata, as JSON.
pub(super) const METADATA_BYTES: usize = 4 * 1024;
/// The most levels of arrays and objects in a body or metadata: the companion's clients have to read them.
const VALUE_DEPTH: usize = 40;
/// The most bytes of a name in such a value.
const NAME_BYTES: usize = 256;
/// Names that documents give a meaning of their own.
const RESERVED: &[&str] = &["$binary", "$subdocument"];
/// The most bytes and names of an anchor's path.
const PATH_BYTES: usize = 1024;
const PATH_NAMES: usize = 8;
/// The most bytes of a relative position, as JSON.
const POSITION_BYTES: usize = 4096;
/// The most bytes of an emoji.
const EMOJI_BYTES: usize = 64;
/// The largest client id: what JavaScript counts exactly.
const MOST_CLIENT: u64 = (1 << 53) - 1;
/// The most characters of a comment that events quote.
const QUOTE: usize = 200;
/// What a comment weighs beside what is written into it.
const COMMENT: usize = 256;
/// What a reaction weighs beside its emoji and its user's id.
const REACTION: usize = 64;

/// What a thread is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Anchor {
    /// The document as a whole.
    Document,
    /// Something in it, by a JSON pointer (RFC 6901).
    Path {
        /// The pointer.
        path: String,
    },
    /// A stretch of text, between two relative positions of Yjs.
    Range {
        /// Where it begins.
        start: Value,
        /// Where it ends.
        end: Value,
        /// What the text belongs to, by a JSON pointer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
}

impl Anchor {
    /// The pointer to what it is about, if it says one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Document => None,
            Self::Path { path } => Some(path),
            Self::Range { path, .. } => path.as_deref(),
        }
    }

    /// Whether it is about what a pointer leads to, or something in that.
    #[must_use]
    pub fn lies_in(&self, pointer: &str) -> bool {
        let rest = self.path().and_then(|path| path.strip_prefix(pointer));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Refuses what leads nowhere in any document.
    ///
    /// # Errors
    /// `Invalid`, with what to do.
    pub fn check(&self) -> Result<(), Refused> {
        if let Some(path) = self.path() {
            check_path(path)?;
        }
        match self {
            Self::Path { path } if path.is_empty() => {
                Err(Refused::Invalid("an anchor's path leads to something in the document; without one its type is document"))
            }
            Self::Range { start, end, .. } => [start, end].into_iter().try_for_each(check_position),
            _ => Ok(()),
        }
    }
}

/// A thread of comments. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// A UUID that grows with time.
    pub id: String,
    /// When it was begun.
    pub created_at: u64,
    /// When a comment was last written, changed or deleted.
    pub updated_at: u64,
    /// Who began it.
    pub created_by: Author,
    /// What it is about.
    pub anchor: Anchor,
    /// What applications keep with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Whether it was resolved or reopened last, if either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// When the last of its comments was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<u64>,
}

impl Thread {
    /// Whether it is resolved.
    #[must_use]
    pub fn is_resolved(&self) -> bool {
        self.resolution.as_ref().is_some_and(|resolution| resolution.state == State::Resolved)
    }
}

/// That a thread was resolved or reopened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// Which of both.
    pub state: State,
    /// When.
    pub at: u64,
    /// Who resolved it last.
    pub by: Author,
}

/// Whether a thread is done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is.
    Resolved,
    /// It is not.
    Open,
}

/// A comment. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// A UUID that grows with time.
    pub id: String,
    /// Who wrote it.
    pub author: Author,
    /// When.
    pub created_at: u64,
    /// When it was last changed.
    pub updated_at: u64,
    /// When it was deleted; its place stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<u64>,
    /// What it says; nothing once it is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// What applications keep with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// In the order they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

/// What somebody thinks of a comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    /// In one emoji, or a word.
    pub emoji: String,
    /// Who.
    pub user: Author,
    /// When.
    pub at: u64,
}

/// What somebody wants to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Any JSON but `null`; of BlockNote an array of blocks.
    pub body: Value,
    /// See [`Comment`].
    pub metadata: Option<Value>,
    /// See [`Comment`]; when words are changed and this is missing, those stay that were there.
    pub mentions: Option<Vec<Mention>>,
}

impl Words {
    pub(super) fn check(&self) -> Result<(), Refused> {
        if self.body.is_null() {
            return Err(Refused::Invalid("a comment has a body: a string, an array of blocks or any other JSON"));
        }
        check_value(&self.body)?;
        if weight(&self.body) > BODY_BYTES {
            return Err(Refused::Invalid("a comment's body has at most 48 KiB of JSON"));
        }
        check_metadata(self.metadata.as_ref())?;
        mentions::check(self.mentions.as_deref().unwrap_or_default())
    }

    pub(super) fn comment(self, id: String, author: Author, now: u64) -> Comment {
        let Self { body, metadata, mentions } = self;
        Comment {
            id,
            author,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            body: Some(body),
            metadata: metadata.filter(|metadata| !metadata.is_null()),
            mentions: mentions.unwrap_or_default(),
            reactions: Vec::new(),
        }
    }
}

impl Comment {
    /// Bytes that count against the limits of a thread.
    pub(super) fn weight(&self) -> usize {
        let said = self.body.as_ref().map_or(0, weight) + self.metadata.as_ref().map_or(0, weight);
        let reacted: usize =
            self.reactions.iter().map(|reaction| REACTION + 2 * (reaction.emoji.len() + reaction.user.id.len())).sum();
        COMMENT + said + weight(&self.mentions) + reacted
    }

    /// The beginning of what it says, as text.
    #[must_use]
    pub fn quote(&self) -> String {
        let mut text = String::new();
        if let Some(body) = &self.body {
            add_text(body, &mut text);
        }
        text.trim().chars().take(QUOTE).collect()
    }
}

/// Adds the text of a string, of a BlockNote document, or of anything built like one: what stands under `text`, blocks and what lies
/// in them separated by spaces.
fn add_text(value: &Value, text: &mut String) {
    // Nobody quotes more, even of what is all spaces.
    if text.len() > QUOTE * 8 {
        return;
    }
    match value {
        Value::String(said) => text.push_str(said),
        Value::Array(values) => {
            for value in values {
                let is_block = value.get("content").is_some();
                if is_block && !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
                add_text(value, text);
            }
        }
        Value::Object(members) => {
            for name in ["text", "content", "children", "rows", "cells"] {
                if let Some(inner) = members.get(name) {
                    add_text(inner, text);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

pub(super) fn check_metadata(metadata: Option<&Value>) -> Result<(), Refused> {
    let Some(metadata) = metadata else { return Ok(()) };
    check_value(metadata)?;
    if weight(metadata) > METADATA_BYTES {
        return Err(Refused::Invalid("metadata has at most 4 KiB of JSON"));
    }
    Ok(())
}

/// Whether it is an emoji, a word, or anything else so short.
pub(super) fn check_emoji(emoji: &str) -> Result<(), Refused> {
    let fits = (1..=EMOJI_BYTES).contains(&emoji.len()) && !emoji.chars().any(char::is_control);
    if fits { Ok(()) } else { Err(Refused::Invalid("an emoji has 1 to 64 bytes without control characters")) }
}

/// Whether the companion takes it as it is, and everybody can read it.
fn check_value(value: &Value) -> Result<(), Refused> {
    fn fits(value: &Value, depth: usize) -> Result<(), &'static str> {
        if depth > VALUE_DEPTH {
            return Err("bodies and metadata nest at most 40 levels");
        }
        match value {
            Value::Array(values) => values.iter().try_for_each(|value| fits(value, depth + 1)),
            Value::Object(members) => {
                if members.keys().any(|name| name.len() > NAME_BYTES || RESERVED.contains(&name.as_str())) {
                    return Err("names in bodies and metadata have at most 256 bytes and are neither $binary nor $subdocument");
                }
                members.values().try_for_each(|value| fits(value, depth + 1))
            }
            _ => Ok(()),
        }
    }
    fits(value, 0).map_err(Refused::Invalid)
}

fn check_path(path: &str) -> Result<(), Refused> {
    let is_escaped = |name: &str| name.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    let fits = path.is_empty()
        || (path.len() <= PATH_BYTES
            && path.starts_with('/')
            && path.matches('/').count() <= PATH_NAMES
            && path.split('/').all(is_escaped));
    if fits { Ok(()) } else { Err(Refused::Invalid("a path is a JSON pointer (RFC 6901) of at most 8 names and 1024 bytes")) }
}

/// Whether it is a relative position as Yjs writes it (`Y.relativePositionToJSON`, or the object itself).
pub(super) fn check_position(position: &Value) -> Result<(), Refused> {
    fn is_position(members: &Map<String, Value>) -> bool {
        let is_id = |id: &Value| {
            let number = |name: &str, most: u64| id.get(name).and_then(Value::as_u64).is_some_and(|number| number <= most);
            number("client", MOST_CLIENT) && number("clock", u64::from(u32::MAX))
        };
        let known = members.iter().all(|(name, value)| match name.as_str() {
            "item" | "type" => value.is_null() || is_id(value),
            "tname" => value.is_null() || value.is_string(),
            "assoc" => value.is_null() || value.is_i64(),
            _ => false,
        });
        known && ["item", "type", "tname"].iter().any(|name| members.get(*name).is_some_and(|value| !value.is_null()))
    }
    let fits = position.as_object().is_some_and(is_position) && weight(position) <= POSITION_BYTES;
    if fits { Ok(()) } else { Err(Refused::Invalid("a position is a relative position of Yjs, as JSON")) }
}

/// Bytes as JSON.
pub(super) fn weight(value: &impl Serialize) -> usize {
    serde_json::to_vec(value).map_or(usize::MAX, |json| json.len())
}

/// An id that comes after another, and the time that is in it: comments stand in the order of their ids.
pub(super) fn id_after(last_ms: u64, now: u64) -> Result<(String, u64), Refused> {
    let time = now.max(last_ms + 1);
    Ok((records::new_id(time)?, time))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(body: Value) -> Words {
        Words { body, metadata: None, mentions: None }
    }

    #[test]
    fn a_quote_is_the_text_of_what_was_said() {
        let quote = |body| words(body).comment("c".to_owned(), Author { id: "ada".into(), name: None }, 1).quote();
        assert_eq!(quote(json!("plain")), "plain");
        let text = |text: &str| json!({ "type": "text", "text": text, "styles": { "bold": true } });
        let blocks = json!([
            { "id": "1", "type": "heading", "props": { "level": 2 }, "content": [text("Why"), text(" not?")], "children": [] },
            { "id": "2", "type": "paragraph", "content": [{ "type": "link", "href": "/x", "content": [text("here")] }], "children": [
                { "id": "3", "type": "paragraph", "content": "inside" },
            ] },
        ]);
        assert_eq!(quote(blocks), "Why not? here inside");
        assert_eq!(quote(json!("ü".repeat(1000))).chars().count(), QUOTE);
    }

    #[test]
    fn what_is_too_large_too_deep_or_means_something_else_is_refused() {
        let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        assert!(words(nested(VALUE_DEPTH)).check().is_ok() && words(nested(VALUE_DEPTH + 1)).check().is_err());
        assert!(words(json!("x".repeat(BODY_BYTES - 2))).check().is_ok());
        for wrong in
            [json!(null), json!("x".repeat(BODY_BYTES)), json!([{ "$binary": "" }]), json!({ "a": { "$subdocument": 1 } })]
        {
            assert!(words(wrong).check().is_err());
        }
        let metadata = |value| Words { metadata: Some(value), ..words(json!("a")) };
        assert!(metadata(json!({ "a": "x".repeat(METADATA_BYTES) })).check().is_err());
        assert!(metadata(json!({ "a": 1 })).check().is_ok());
    }

    #[test]
    fn anchors_are_pointers_or_positions() {
        let anchor = |value: Value| {
            serde_json::from_value::<Anchor>(value).map_err(|_| ()).and_then(|anchor| anchor.check().map_err(|_| ()))
        };
        let item = json!({ "item": { "client": 1_u64 << 40, "clock": 3 }, "assoc": -1 });
        let yjs = json!({ "type": { "client": 1, "clock": 0 }, "tname": null, "item": null, "assoc": 0 });
        for right in [
            json!({ "type": "document" }),
            json!({ "type": "path", "path": "/cards/a~1b~0" }),
            json!({ "type": "range", "start": item, "end": yjs }),
            json!({ "type": "range", "start": { "tname": "prosemirror" }, "end": item, "path": "/sections/s1/body" }),
        ] {
            assert!(anchor(right.clone()).is_ok(), "{right}");
        }
        for wrong in [
            json!({ "type": "path", "path": "" }),
            json!({ "type": "path", "path": "cards" }),
            json!({ "type": "path", "path": "/a~2" }),
            json!({ "type": "path", "path": "/a".repeat(9) }),
            json!({ "type": "path", "path": format!("/{}", "a".repeat(1024)) }),
            json!({ "type": "range", "start": {}, "end": item }),
            json!({ "type": "range", "start": { "item": { "client": -1, "clock": 3 } }, "end": item }),
            json!({ "type": "range", "start": { "tname": "a", "more": 1 }, "end": item }),
            json!({ "type": "range", "start": { "tname": "a".repeat(5000) }, "end": item }),
            json!({ "type": "elsewhere" }),
        ] {
            assert!(anchor(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_anchor_lies_in_what_its_path_leads_through() {
        let anchor = Anchor::Path { path: "/cards/c1/title".to_owned() };
        for (pointer, lies) in
            [("", true), ("/cards", true), ("/cards/c1", true), ("/cards/c", false), ("/cards/c1/title/x", false)]
        {
            assert_eq!(anchor.lies_in(pointer), lies, "{pointer}");
        }
        assert!(!Anchor::Document.lies_in("/cards"));
    }

    #[test]
    fn ids_grow_even_if_time_does_not() {
        let (mut last, mut before) = (0, String::new());
        for now in [5, 5, 4, 3, 9] {
            let (id, time) = id_after(last, now).unwrap();
            assert!(id > before && time > last);
            (last, before) = (time, id);
        }
    }
}
