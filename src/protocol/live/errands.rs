//! What clients of the JSON dialect want that concerns no content: words, reactions, comments, locks, turns. Read here into requests
//! of the REST interface, relative to the document, so that both doors do the same. Pure; carried out by the door.

use serde_json::{Map, Value, json};

/// Bytes of an id that is named.
const ID: usize = 256;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// A request.
    Ask {
        /// How.
        verb: Verb,
        /// The names on the way, below the document.
        path: Vec<String>,
        /// What it says.
        body: Value,
    },
    /// To end one's own lock on this place.
    ReleaseAt(String),
}

/// How something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Reads.
    Get,
    /// Makes or does something.
    Post,
    /// Makes something so.
    Put,
    /// Changes a part.
    Patch,
    /// Takes away.
    Delete,
}

type Malformed = (&'static str, String);

fn malformed(message: &str) -> Malformed {
    ("malformed", message.to_owned())
}

fn ask<const N: usize>(verb: Verb, path: [&str; N], body: Value) -> Errand {
    Errand::Ask { verb, path: path.map(str::to_owned).into(), body }
}

/// A member that is an id.
fn id(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Malformed> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) if (1..=ID).contains(&id.len()) => Ok(Some(id)),
        Some(_) => Err(malformed(&format!("{name:?} is a string of 1 to {ID} bytes"))),
    }
}

fn needed(members: &mut Map<String, Value>, name: &str, of: &str) -> Result<String, Malformed> {
    id(members, name)?.ok_or_else(|| malformed(&format!("{of} needs {name:?}")))
}

/// Those of these members that are there.
fn some<const N: usize>(members: &mut Map<String, Value>, names: [&str; N]) -> Map<String, Value> {
    names.into_iter().filter_map(|name| Some((name.to_owned(), members.remove(name)?))).collect()
}

/// Reads a message of this type, if it is one of these.
pub(super) fn read(kind: &str, mut members: Map<String, Value>) -> Option<Result<Errand, Malformed>> {
    members.remove("type");
    members.remove("id");
    Some(match kind {
        "chat_message" => {
            let said = members.contains_key("body") || members.contains_key("references");
            said.then(|| ask(Verb::Post, ["messages"], members.into())).ok_or_else(|| malformed("chat_message needs \"body\""))
        }
        "code_comment" => code_comment(members),
        "reaction" => reaction(members),
        "comment_added" => comment(members),
        "comment_resolved" => resolved(members),
        "lock_acquire" => Ok(ask(Verb::Post, ["locks"], members.into())),
        "lock_release" => released(members),
        "turn_request" => Ok(ask(Verb::Post, ["session", "turn"], json!({}))),
        "turn_pass" => Ok(ask(Verb::Post, ["session", "turn", "pass"], Value::Object(some(&mut members, ["to"])))),
        "session_update" => match members.remove("session") {
            Some(Value::Object(session)) => Ok(ask(Verb::Patch, ["session"], session.into())),
            _ => Err(malformed("session_update needs \"session\", an object")),
        },
        _ => return None,
    })
}

/// A chat message about a place in code.
fn code_comment(mut members: Map<String, Value>) -> Result<Errand, Malformed> {
    needed(&mut members.clone(), "file", "code_comment")?;
    let reference = some(&mut members, ["file", "line", "end_line", "column", "snippet"]);
    members.insert("references".to_owned(), json!([reference]));
    Ok(ask(Verb::Post, ["messages"], members.into()))
}

fn reaction(mut members: Map<String, Value>) -> Result<Errand, Malformed> {
    let emoji = needed(&mut members, "emoji", "reaction")?;
    let takes_back = match members.remove("remove") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(_) => return Err(malformed("\"remove\" is true or false")),
    };
    let (message, thread) = (id(&mut members, "message")?, id(&mut members, "thread")?);
    let comment = id(&mut members, "comment")?;
    match (message, thread, comment, takes_back) {
        (Some(message), None, None, _) => {
            let verb = if takes_back { Verb::Delete } else { Verb::Put };
            Ok(ask(verb, ["messages", &message, "reactions", &emoji], Value::Null))
        }
        (None, Some(thread), Some(comment), false) => {
            Ok(ask(Verb::Post, ["threads", &thread, "comments", &comment, "reactions"], json!({ "emoji": emoji })))
        }
        (None, Some(thread), Some(comment), true) => {
            Ok(ask(Verb::Delete, ["threads", &thread, "comments", &comment, "reactions", &emoji], Value::Null))
        }
        _ => Err(malformed("reaction needs \"message\", or \"thread\" and \"comment\"")),
    }
}

/// A reply, or a new thread.
fn comment(mut members: Map<String, Value>) -> Result<Errand, Malformed> {
    let body = members.remove("body").filter(|body| !body.is_null()).ok_or_else(|| malformed("comment_added needs \"body\""))?;
    let thread = id(&mut members, "thread")?;
    if let Some(thread) = thread {
        let mut words = some(&mut members, ["metadata"]);
        words.insert("body".to_owned(), body);
        let mut said = some(&mut members, ["mentions"]);
        said.insert("comment".to_owned(), words.into());
        return Ok(ask(Verb::Post, ["threads", &thread, "comments"], said.into()));
    }
    let mut begun = some(&mut members, ["anchor", "metadata", "mentions"]);
    begun.insert("initialComment".to_owned(), json!({ "body": body }));
    Ok(ask(Verb::Post, ["threads"], begun.into()))
}

fn resolved(mut members: Map<String, Value>) -> Result<Errand, Malformed> {
    let thread = needed(&mut members, "thread", "comment_resolved")?;
    match members.remove("resolved") {
        None | Some(Value::Bool(true)) => Ok(ask(Verb::Post, ["threads", &thread, "resolve"], json!({}))),
        Some(Value::Bool(false)) => Ok(ask(Verb::Post, ["threads", &thread, "unresolve"], json!({}))),
        Some(_) => Err(malformed("\"resolved\" is true or false")),
    }
}

fn released(mut members: Map<String, Value>) -> Result<Errand, Malformed> {
    match (id(&mut members, "lock")?, members.remove("path")) {
        (Some(lock), None) => Ok(ask(Verb::Delete, ["locks", &lock], Value::Null)),
        (None, None) => Ok(Errand::ReleaseAt(String::new())),
        (None, Some(Value::String(path))) => Ok(Errand::ReleaseAt(path)),
        _ => Err(malformed("lock_release has \"lock\", an id, or \"path\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(message: Value) -> Result<Errand, Malformed> {
        let Value::Object(members) = message else { panic!("no object") };
        let kind = members["type"].as_str().unwrap().to_owned();
        super::read(&kind, members).unwrap()
    }

    #[test]
    fn messages_are_requests_of_the_rest_interface() {
        let errand = read(json!({ "type": "chat_message", "id": 1, "body": "hi", "mentions": [{ "user": "bob" }] })).unwrap();
        assert_eq!(errand, ask(Verb::Post, ["messages"], json!({ "body": "hi", "mentions": [{ "user": "bob" }] })));
        let errand = read(json!({ "type": "code_comment", "file": "a.rs", "line": 3, "body": "why?" })).unwrap();
        let body = json!({ "body": "why?", "references": [{ "file": "a.rs", "line": 3 }] });
        assert_eq!(errand, ask(Verb::Post, ["messages"], body));
        let errand = read(json!({ "type": "reaction", "message": "m", "emoji": "👍", "remove": true })).unwrap();
        assert_eq!(errand, ask(Verb::Delete, ["messages", "m", "reactions", "👍"], Value::Null));
        let errand = read(json!({ "type": "reaction", "thread": "t", "comment": "c", "emoji": "👍" })).unwrap();
        assert_eq!(errand, ask(Verb::Post, ["threads", "t", "comments", "c", "reactions"], json!({ "emoji": "👍" })));
        let errand = read(json!({ "type": "comment_added", "thread": "t", "body": "yes" })).unwrap();
        assert_eq!(errand, ask(Verb::Post, ["threads", "t", "comments"], json!({ "comment": { "body": "yes" } })));
        let anchor = json!({ "type": "path", "path": "/a" });
        let errand = read(json!({ "type": "comment_added", "body": "no", "anchor": anchor })).unwrap();
        assert_eq!(errand, ask(Verb::Post, ["threads"], json!({ "initialComment": { "body": "no" }, "anchor": anchor })));
        let errand = read(json!({ "type": "comment_resolved", "thread": "t", "resolved": false })).unwrap();
        assert_eq!(errand, ask(Verb::Post, ["threads", "t", "unresolve"], json!({})));
        let errand = read(json!({ "type": "lock_acquire", "path": "/cards/c1", "seconds": 60 })).unwrap();
        assert_eq!(errand, ask(Verb::Post, ["locks"], json!({ "path": "/cards/c1", "seconds": 60 })));
        assert_eq!(read(json!({ "type": "lock_release", "path": "/a" })).unwrap(), Errand::ReleaseAt("/a".into()));
        let errand = read(json!({ "type": "session_update", "session": { "mode": "locked" } })).unwrap();
        assert_eq!(errand, ask(Verb::Patch, ["session"], json!({ "mode": "locked" })));
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_refused() {
        for message in [
            json!({ "type": "chat_message" }),
            json!({ "type": "code_comment", "line": 3 }),
            json!({ "type": "reaction", "message": "m" }),
            json!({ "type": "reaction", "emoji": "x" }),
            json!({ "type": "reaction", "emoji": "x", "message": "m", "thread": "t", "comment": "c" }),
            json!({ "type": "reaction", "emoji": "x", "message": "" }),
            json!({ "type": "comment_added", "thread": "t" }),
            json!({ "type": "comment_resolved", "resolved": true }),
            json!({ "type": "comment_resolved", "thread": "t", "resolved": 1 }),
            json!({ "type": "lock_release", "lock": "l", "path": "/a" }),
            json!({ "type": "session_update", "session": "locked" }),
        ] {
            assert_eq!(read(message.clone()).unwrap_err().0, "malformed", "{message}");
        }
        assert!(super::read("cursor_update", Map::new()).is_none());
    }
}
