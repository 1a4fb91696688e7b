//! The words of events and of the JSON door, as the description has them, against the sources and the documents that say them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use yrsa::protocol::live;

use super::{description, resolved};
use crate::tidy::source::{root, rust};

/// The values that the members `type` of a union's parts have.
fn types(union: &str) -> BTreeSet<String> {
    let described = description();
    let parts = described["components"]["schemas"][union]["oneOf"].as_array().unwrap().clone();
    parts.iter().map(|part| resolved(&described, part)["properties"]["type"]["enum"][0].as_str().unwrap().to_owned()).collect()
}

fn words<const N: usize>(words: [&str; N]) -> BTreeSet<String> {
    words.map(str::to_owned).into()
}

/// What stands in quotes in the sources, outside of comments.
fn literals(folders: &[&str], is_wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in rust(folders) {
        if source.path.starts_with("src/http/api/schemas") {
            continue;
        }
        let end = source.text.find("#[cfg(test)]\nmod ").unwrap_or(source.text.len());
        let lines = source.text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        found.extend(quoted.filter(|text| is_wanted(text)).map(str::to_owned));
    }
    found
}

/// Event types of parts that are not here yet.
const AHEAD: &[&str] = &[];

#[test]
fn every_type_of_event_is_described_and_happens() {
    let is_type = |text: &str| {
        let together = ["lock.", "session.", "comment.", "chat."];
        let families = ["document.", "run.", "member.", "share.", "access.", "account.", "admin.", "audit."];
        let name = together.iter().chain(&families).find_map(|family| text.strip_prefix(family));
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    };
    let happens = literals(&["src"], is_type);
    let described: BTreeSet<String> = types("Event").into_iter().filter(|kind| is_type(kind)).collect();
    let undescribed: Vec<_> = happens.difference(&described).collect();
    assert!(undescribed.is_empty(), "not described: {undescribed:?}");
    let is_ahead = |kind: &&String| AHEAD.iter().any(|ahead| kind.starts_with(ahead));
    let invented: Vec<_> = described.difference(&happens).filter(|kind| !is_ahead(kind)).collect();
    assert!(invented.is_empty(), "described, and nothing says it: {invented:?}");
    assert!(happens.contains("document.updated"), "{happens:?}");
}

#[test]
fn things_have_the_events_of_their_collection() {
    let all = types("Event");
    let of = |noun: &str| -> BTreeSet<String> {
        all.iter().filter_map(|kind| kind.strip_prefix(noun)?.strip_prefix('.')).map(str::to_owned).collect()
    };
    assert_eq!(of("board.card"), words(["assigned", "created", "moved", "removed", "updated"]));
    assert_eq!(of("workflow.edge"), words(["added", "removed", "updated"]));
    assert_eq!(of("report.section"), words(["added", "moved", "removed", "updated"]));
}

/// The words in the first column of the table of the JSON door with this heading.
fn documented(heading: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/PROTOCOL.md")).unwrap();
    let door = text.split("## The JSON door").nth(1).unwrap();
    let table = door.split(&format!("| {heading} | members |")).nth(1).unwrap_or_else(|| panic!("no table {heading}"));
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(1));
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn the_json_doors_messages_are_those_of_the_documentation() {
    assert_eq!(types("LiveRequest"), documented("client to server"));
    assert_eq!(types("LiveMessage"), documented("server to client"));
}

#[test]
fn the_codes_of_errors_are_those_of_the_documentation() {
    let described = description();
    let codes = described["components"]["schemas"]["LiveErrorCode"]["enum"].as_array().unwrap();
    let text = std::fs::read_to_string(root().join("docs/PROTOCOL.md")).unwrap();
    let row = text.lines().find(|line| line.starts_with("| `error` | `id`, `code` (")).unwrap();
    let listed = row.split('(').nth(1).unwrap().split(')').next().unwrap();
    let listed: BTreeSet<&str> = listed.split('`').skip(1).step_by(2).collect();
    assert_eq!(codes.iter().map(|code| code.as_str().unwrap()).collect::<BTreeSet<_>>(), listed);
}

/// A value that fits a schema, with nothing that may be left out.
fn least(described: &Value, schema: &Value) -> Value {
    let schema = resolved(described, schema);
    let first = |list: &Value| list[0].clone();
    if schema["oneOf"].is_array() {
        return least(described, &schema["oneOf"][0]);
    }
    if schema["enum"].is_array() {
        return first(&schema["enum"]);
    }
    match schema["type"].as_str().or(schema["type"][0].as_str()) {
        Some("string") if schema["pattern"] == "^[0-9]+$" => "1".into(),
        Some("string") => "/a".into(),
        Some("integer") => 0.into(),
        Some("boolean") => true.into(),
        Some("array") => Value::Array(vec![least(described, &schema["items"])]),
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let members: Map<String, Value> =
                required.map(|name| (name.to_owned(), least(described, &schema["properties"][name]))).collect();
            members.into()
        }
        _ => json!(1),
    }
}

#[test]
fn requests_are_understood_as_they_are_described() {
    let described = description();
    for request in described["components"]["schemas"]["LiveRequest"]["oneOf"].as_array().unwrap() {
        let whole = least(&described, request);
        live::read(&whole.to_string()).unwrap_or_else(|error| panic!("{whole}: {}", error.message));
        for required in request["required"].as_array().unwrap() {
            let mut part = whole.clone();
            part.as_object_mut().unwrap().remove(required.as_str().unwrap());
            assert!(live::read(&part.to_string()).is_err(), "{part} is understood, so {required} is not required");
        }
        for (name, member) in request["properties"].as_object().unwrap() {
            let mut more = whole.clone();
            more[name] = least(&described, member);
            live::read(&more.to_string()).unwrap_or_else(|error| panic!("{more}: {}", error.message));
        }
    }
}
