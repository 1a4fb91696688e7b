//! The JSON dialect of `/live/{document id}`: one JSON object a text message, each with a `type`. What clients say is read here;
//! what they hear is written where it is known. `docs/PROTOCOL.md` lists every message.

mod errands;

use json_patch::PatchOperation;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

pub use self::errands::{Errand, Verb};

/// Bytes of a request's id.
const ID: usize = 128;

/// Characters of an error: it may quote what came.
const WORDS: usize = 256;

/// What a client says, and the number it wants it answered with.
#[derive(Debug)]
pub struct Request {
    /// Any JSON value, repeated in the answer as it came.
    pub id: Option<Box<RawValue>>,
    /// What it wants.
    pub ask: Ask,
}

/// What a client wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Nothing but an answer.
    Heartbeat,
    /// To go on with another token.
    Authenticate(Secret),
    /// To change members of its presence; `null` removes one.
    Presence(Map<String, Value>),
    /// To change the document.
    Edit(Edit),
    /// Something that the REST interface does.
    Errand(Errand),
    /// To hear of the document's events.
    Subscribe(Subscribe),
    /// To hear of them no more.
    Unsubscribe,
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscribe {
    /// Types, with `*` for anything; none means all.
    pub types: Vec<String>,
    /// Those after this one; from now on otherwise.
    pub after: Option<u64>,
}

/// A change to the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// As JSON Patch (RFC 6902).
    Patch(Vec<PatchOperation>),
    /// As JSON merge patch (RFC 7396).
    Merge(Value),
    /// At a place in a text.
    Text(TextChange),
    /// A format on text. No client says this: the server does, for those who may comment and not edit.
    Mark(Mark),
}

/// A format on the text between two relative positions of Yjs, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins.
    pub start: Value,
    /// Where it ends.
    pub end: Value,
    /// The format's name.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// Something in a document that may be there or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// What a JSON pointer leads to.
    At(String),
    /// What stands between two relative positions of Yjs, as JSON.
    Between(Value, Value),
}

/// A change at a place in a text. Positions count UTF-16 code units, as in Yjs and JavaScript.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextChange {
    /// A JSON pointer (RFC 6901) to the text.
    pub path: String,
    /// Where.
    pub index: usize,
    /// How much is taken out there.
    #[serde(default)]
    pub delete: usize,
    /// What is put in there then.
    #[serde(default)]
    pub insert: String,
}

/// A token; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Why a message means nothing, and the id it had.
#[derive(Debug)]
pub struct NotUnderstood {
    /// The request's id, as far as it could be read.
    pub id: Option<Box<RawValue>>,
    /// A word for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// The members of every message, unread.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// Reads a message.
pub fn read(text: &str) -> Result<Request, NotUnderstood> {
    let malformed = |id, message: String| NotUnderstood { id, code: "malformed", message: message.chars().take(WORDS).collect() };
    let envelope: Envelope<'_> = serde_json::from_str(text)
        .map_err(|error| malformed(None, format!("a message is a JSON object with a \"type\": {error}")))?;
    let id = match envelope.id {
        Some(id) if id.get().len() > ID => return Err(malformed(None, format!("an id has at most {ID} bytes"))),
        id => id.map(ToOwned::to_owned),
    };
    let members: Result<Map<String, Value>, _> = serde_json::from_str(text);
    let members = members.map_err(|error| malformed(id.clone(), error.to_string()))?;
    match ask(&envelope.kind, members) {
        Ok(ask) => Ok(Request { id, ask }),
        Err((code, message)) => Err(NotUnderstood { id, code, message: message.chars().take(WORDS).collect() }),
    }
}

fn ask(kind: &str, mut members: Map<String, Value>) -> Result<Ask, (&'static str, String)> {
    let malformed = |message: &str| ("malformed", message.to_owned());
    let one = |members: &mut Map<String, Value>, name: &str| {
        let value = members.remove(name).unwrap_or(Value::Null);
        Ask::Presence(Map::from_iter([(name.to_owned(), value)]))
    };
    match kind {
        "heartbeat" => Ok(Ask::Heartbeat),
        "authenticate" => match members.remove("token") {
            Some(Value::String(token)) => Ok(Ask::Authenticate(Secret(token))),
            _ => Err(malformed("authenticate needs a \"token\"")),
        },
        "presence_update" => match members.remove("presence") {
            Some(Value::Object(presence)) => Ok(Ask::Presence(presence)),
            _ => Err(malformed("presence_update needs \"presence\", an object")),
        },
        "cursor_update" => Ok(one(&mut members, "cursor")),
        "viewport_update" => Ok(one(&mut members, "viewport")),
        "typing" => {
            members.entry("typing").or_insert(Value::Bool(true));
            Ok(one(&mut members, "typing"))
        }
        "content_patch" => {
            let patch = members.remove("patch").ok_or_else(|| malformed("content_patch needs \"patch\", an array (RFC 6902)"))?;
            let patch: Vec<PatchOperation> = serde_json::from_value(patch)
                .map_err(|error| ("malformed", format!("\"patch\" is no JSON Patch (RFC 6902): {error}")))?;
            Ok(Ask::Edit(Edit::Patch(patch)))
        }
        "text_change" => {
            members.remove("type");
            members.remove("id");
            let change = serde_json::from_value(Value::Object(members)).map_err(|error| {
                ("malformed", format!("text_change needs \"path\", \"index\", \"delete\" or \"insert\": {error}"))
            })?;
            Ok(Ask::Edit(Edit::Text(change)))
        }
        "section_update" => section_update(members).map(Ask::Edit).map_err(malformed),
        "subscribe" => subscribe(members).map(Ask::Subscribe).map_err(malformed),
        "unsubscribe" => Ok(Ask::Unsubscribe),
        other => match errands::read(other, members) {
            Some(errand) => errand.map(Ask::Errand),
            None => Err(unknown(other)),
        },
    }
}

fn unknown(kind: &str) -> (&'static str, String) {
    let kind: String = kind.chars().take(64).collect();
    ("unknown_type", format!("there is no message type {kind:?} for clients here"))
}

/// Members of a report's section are set, `null` removes one; `null` for all of them removes the section.
fn section_update(mut members: Map<String, Value>) -> Result<Edit, &'static str> {
    let wrong = "section_update needs \"section\", its id, and \"changes\", an object or null";
    match (members.remove("section"), members.remove("changes")) {
        (Some(Value::String(section)), Some(changes @ (Value::Object(_) | Value::Null))) => {
            let sections = Map::from_iter([(section, changes)]);
            Ok(Edit::Merge(Value::Object(Map::from_iter([("sections".to_owned(), Value::Object(sections))]))))
        }
        _ => Err(wrong),
    }
}

fn subscribe(mut members: Map<String, Value>) -> Result<Subscribe, &'static str> {
    let wrong = "subscribe has \"events\", an array of types such as \"board.*\", or none for all";
    let types = match members.remove("events") {
        None => Vec::new(),
        Some(types) => serde_json::from_value(types).map_err(|_| wrong)?,
    };
    let after = match members.remove("after") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.parse().map_err(|_| "\"after\" is the id of an event")?),
        Some(_) => return Err("\"after\" is the id of an event, a string"),
    };
    Ok(Subscribe { types, after })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_are_read() {
        let read = |text: &str| read(text).unwrap();
        assert_eq!(read(r#"{"type":"heartbeat"}"#).ask, Ask::Heartbeat);
        assert_eq!(read(r#"{"type":"heartbeat","id":{"a": 1.0}}"#).id.unwrap().get(), r#"{"a": 1.0}"#);
        let cursor = read(r#"{"type":"cursor_update","cursor":{"x":1}}"#).ask;
        assert_eq!(cursor, Ask::Presence(Map::from_iter([("cursor".to_owned(), json!({"x": 1}))])));
        let edit = read(r#"{"type":"content_patch","patch":[{"op":"remove","path":"/a"}]}"#).ask;
        assert!(matches!(edit, Ask::Edit(Edit::Patch(patch)) if patch.len() == 1));
        let subscribe = read(r#"{"type":"subscribe","events":["board.*"],"after":"12"}"#).ask;
        assert_eq!(subscribe, Ask::Subscribe(Subscribe { types: vec!["board.*".into()], after: Some(12) }));
        assert_eq!(read(r#"{"type":"subscribe"}"#).ask, Ask::Subscribe(Subscribe::default()));
        let edit = read(r#"{"type":"text_change","id":1,"path":"/a","index":3,"insert":"x"}"#).ask;
        assert_eq!(edit, Ask::Edit(Edit::Text(TextChange { path: "/a".into(), index: 3, delete: 0, insert: "x".into() })));
    }

    #[test]
    fn what_means_nothing_is_answered_with_a_reason_and_its_id() {
        for (text, code) in [
            ("", "malformed"),
            ("[]", "malformed"),
            (r#"{"id":1}"#, "malformed"),
            (r#"{"type":"content_patch","id":1,"patch":[{"op":"jump"}]}"#, "malformed"),
            (r#"{"type":"presence_update","id":1}"#, "malformed"),
            (r#"{"type":"subscribe","id":1,"events":"board.*"}"#, "malformed"),
            (r#"{"type":"subscribe","id":1,"after":12}"#, "malformed"),
            (r#"{"type":"jump","id":1}"#, "unknown_type"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.code, code, "{text}");
            assert_eq!(error.id.is_some(), text.contains("\"id\":1") && text.contains("type"), "{text}");
        }
        assert!(!format!("{:?}", read(r#"{"type":"authenticate","token":"hush"}"#).unwrap()).contains("hush"));
    }
}
