//! What became of one thing of a typed document (a card, a node, a section), given how it was and how it is as JSON: which events
//! tell it, with the fields that really changed. Pure; called by rooms. Replayed in order the events give the things again.

use serde_json::{Map, Value, json};

use super::{Collection, nesting};
use crate::document::json::size;

/// What is larger than this, as JSON, is not carried by an event.
pub const LARGEST_VALUE: usize = 256 * 1024;

/// What was there before is shown up to this size, as JSON.
pub const LARGEST_OLD: usize = 4 * 1024;

/// What nests deeper than this is not carried by an event: many who read JSON stop at 128 levels, and events put some around it.
pub const DEEPEST_VALUE: usize = 64;

/// Texts from this length on are told by what was put in and taken out.
const LONG: usize = 64;

/// One event, without who and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What happened, such as `board.card.moved`.
    pub kind: String,
    /// The thing, and what about it.
    pub data: Value,
}

/// What happened to a thing that was `old` and is `new`.
#[must_use]
pub fn changes(collection: &Collection, id: &str, old: Option<&Value>, new: Option<&Value>) -> Vec<Change> {
    let event = |verb: &str, data: Value| Change { kind: format!("{}.{verb}", collection.noun), data };
    match (old, new) {
        (None, None) => Vec::new(),
        (None, Some(new)) => {
            let mut data = Map::from_iter([("id".to_owned(), id.into())]);
            carry(&mut data, ("value", "omitted"), new, LARGEST_VALUE);
            vec![event(collection.added, Value::Object(data))]
        }
        (Some(old), None) => {
            let mut data = Map::from_iter([("id".to_owned(), id.into())]);
            if fits(old, LARGEST_OLD) {
                data.insert("value".to_owned(), old.clone());
            }
            vec![event("removed", Value::Object(data))]
        }
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let (mut moved, mut assigned, mut updated) = (Vec::new(), Vec::new(), Vec::new());
            for (field, was, is) in members(old, new) {
                let told = if collection.place.contains(&field.as_str()) {
                    &mut moved
                } else if collection.assignee == Some(field.as_str()) {
                    &mut assigned
                } else {
                    &mut updated
                };
                differences(&format!("/{}", escaped(field)), was, is, told);
            }
            let told = [("moved", moved), ("assigned", assigned), ("updated", updated)];
            let told = told.into_iter().filter(|(_, changes)| !changes.is_empty());
            told.map(|(verb, changes)| event(verb, json!({ "id": id, "changes": changes }))).collect()
        }
        (Some(old), Some(new)) => {
            let mut updated = Vec::new();
            differences("", Some(old), Some(new), &mut updated);
            if updated.is_empty() { Vec::new() } else { vec![event("updated", json!({ "id": id, "changes": updated }))] }
        }
    }
}

/// The members of either object, with what they were and are, in order of their names.
fn members<'v>(
    old: &'v Map<String, Value>,
    new: &'v Map<String, Value>,
) -> impl Iterator<Item = (&'v String, Option<&'v Value>, Option<&'v Value>)> {
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names.into_iter().map(|name| (name, old.get(name), new.get(name)))
}

fn differences(path: &str, old: Option<&Value>, new: Option<&Value>, changes: &mut Vec<Value>) {
    match (old, new) {
        (old, new) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            for (name, old, new) in members(old, new) {
                differences(&format!("{path}/{}", escaped(name)), old, new, changes);
            }
        }
        (Some(Value::String(old)), Some(Value::String(new))) if old.len().max(new.len()) >= LONG => {
            changes.push(splice(path, old, new));
        }
        (old, new) => {
            let mut change = Map::from_iter([("path".to_owned(), path.into())]);
            if let Some(old) = old {
                carry(&mut change, ("old", "old_omitted"), old, LARGEST_OLD);
            }
            if let Some(new) = new {
                carry(&mut change, ("new", "omitted"), new, LARGEST_VALUE);
            }
            changes.push(Value::Object(change));
        }
    }
}

/// A long text, as the one piece in it that changed. Positions count UTF-16 code units.
fn splice(path: &str, old: &str, new: &str) -> Value {
    let same = |(one, other): &(char, char)| one == other;
    let before: usize = old.chars().zip(new.chars()).take_while(same).map(|(one, _)| one.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after: usize = old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(same).map(|(one, _)| one.len_utf8()).sum();
    let (deleted, inserted) = (&old_rest[..old_rest.len() - after], &new_rest[..new_rest.len() - after]);
    if inserted.len() > LARGEST_VALUE {
        return json!({ "path": path, "omitted": new.len() });
    }
    json!({ "path": path, "splice": { "index": units(&old[..before]), "delete": units(deleted), "insert": inserted } })
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Puts a value into an event, or its size if it is too large or nests too deep.
fn carry(event: &mut Map<String, Value>, (name, omitted): (&str, &str), value: &Value, limit: usize) {
    if fits(value, limit) {
        event.insert(name.to_owned(), value.clone());
    } else {
        event.insert(omitted.to_owned(), size(value).into());
    }
}

fn fits(value: &Value, limit: usize) -> bool {
    size(value) <= limit && nesting::depth(value) <= DEEPEST_VALUE
}

/// A member's name in a JSON pointer (RFC 6901).
#[must_use]
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    fn cards() -> &'static Collection {
        &Kind::named("board").unwrap().collections()[1]
    }

    fn told(old: &Value, new: &Value) -> Vec<(String, Value)> {
        let there = |value: &Value| (!value.is_null()).then(|| value.clone());
        let changes = changes(cards(), "c", there(old).as_ref(), there(new).as_ref());
        changes.into_iter().map(|change| (change.kind, change.data)).collect()
    }

    #[test]
    fn each_kind_of_change_has_its_event_and_names_only_what_changed() {
        let card = json!({"title": "a", "column": "todo", "order": "a0", "assignee": null});
        let mut moved = card.clone();
        moved["column"] = "done".into();
        assert_eq!(told(&Value::Null, &card), [("board.card.created".into(), json!({"id": "c", "value": card}))]);
        let change = json!({"id": "c", "changes": [{"path": "/column", "old": "todo", "new": "done"}]});
        assert_eq!(told(&card, &moved), [("board.card.moved".into(), change)]);
        assert_eq!(told(&moved, &Value::Null), [("board.card.removed".into(), json!({"id": "c", "value": moved}))]);
        assert_eq!(told(&card, &card), []);
        let both = json!({"title": "b", "column": "todo", "order": "a0", "assignee": "ada"});
        let kinds: Vec<String> = told(&card, &both).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["board.card.assigned", "board.card.updated"]);
    }

    #[test]
    fn long_texts_are_told_by_the_piece_that_changed() {
        let long = "x".repeat(80);
        let (old, new) = (format!("{long}🙂 words {long}"), format!("{long}🙃 more words {long}"));
        let told = told(&json!({"description": old}), &json!({"description": new}));
        let splice = &told[0].1["changes"][0]["splice"];
        assert_eq!(splice, &json!({"index": 80, "delete": 2, "insert": "🙃 more"}));
    }

    #[test]
    fn what_is_too_large_is_named_by_its_size() {
        let large = "x".repeat(LARGEST_VALUE + 1);
        let told = told(&json!({"title": 1}), &json!({"title": large}));
        assert_eq!(told[0].1["changes"][0]["omitted"], size(&json!(large)));
        assert_eq!(told[0].1["changes"][0].get("new"), None);
    }

    /// Deeper events were written and could not be read again, by nobody and for no document.
    #[test]
    fn what_nests_too_deep_is_named_by_its_size() {
        let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "x": inner }));
        let fits = json!({ "f": nested(DEEPEST_VALUE - 1) });
        let deep = json!({ "f": nested(DEEPEST_VALUE) });
        assert_eq!(told(&Value::Null, &fits)[0].1["value"], fits);
        let data = told(&Value::Null, &deep)[0].1.clone();
        assert!(data.get("value").is_none() && data["omitted"].as_u64().unwrap() > 64, "{data}");
        assert_eq!(told(&deep, &Value::Null)[0].1, json!({ "id": "c" }));
        let (set, cleared) = (told(&json!({ "f": 1 }), &deep), told(&deep, &json!({ "f": 1 })));
        assert_eq!(set[0].1["changes"][0]["new"], nested(DEEPEST_VALUE), "the field's value itself may be so deep");
        assert_eq!(cleared[0].1["changes"][0]["old"], nested(DEEPEST_VALUE));
        let deeper = json!({ "f": nested(DEEPEST_VALUE + 1) });
        let (set, cleared) = (told(&json!({ "f": 1 }), &deeper), told(&deeper, &json!({ "f": 1 })));
        assert!(set[0].1["changes"][0].get("new").is_none() && set[0].1["changes"][0]["omitted"].is_u64());
        assert!(cleared[0].1["changes"][0].get("old").is_none() && cleared[0].1["changes"][0]["old_omitted"].is_u64());
    }
}
