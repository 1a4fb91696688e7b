//! An event in words: `moved card "Fix login" from To do to Done`. Keeps the document's content, as the server tells it, to know what
//! things are called. Pure; used by `watch`.

use serde_json::Value;

/// Characters of a name or value that are shown.
const SHOWN: usize = 60;

/// Places of a free document that are named.
const PLACES: usize = 3;

/// What is known of the document.
#[derive(Debug, Default)]
pub(super) struct Words {
    content: Value,
}

impl Words {
    /// Learns from any message of the server.
    pub(super) fn learn(&mut self, message: &Value) {
        match message["type"].as_str() {
            Some("connected") => self.content = message["content"].clone(),
            Some("content_update") => {
                let patch = serde_json::from_value::<json_patch::Patch>(message["patch"].clone());
                // What can't be followed costs names, and nothing else.
                let _ = patch.map(|patch| json_patch::patch(&mut self.content, &patch));
            }
            _ => {}
        }
    }

    /// What an event says that somebody did.
    pub(super) fn tell(&self, event: &Value) -> String {
        let (kind, data) = (event["type"].as_str().unwrap_or_default(), &event["data"]);
        let told = match kind.split_once('.') {
            Some(("document", what)) => document(what, data),
            Some(("run", what)) => run(what, data),
            _ => self.thing(kind, data),
        };
        told.unwrap_or_else(|| format!("{} {}", short(kind), short(&data.to_string())))
    }

    /// Something of a typed document: `board.card.moved`.
    fn thing(&self, kind: &str, data: &Value) -> Option<String> {
        let (noun, verb) = kind.rsplit_once('.')?;
        let noun = noun.rsplit_once('.').map_or(noun, |(_, noun)| noun);
        let id = data["id"].as_str()?;
        let now = &self.content[format!("{noun}s")][id];
        let name = [&data["value"], now].into_iter().find_map(title).unwrap_or(id);
        let named = format!("{noun} {}", quoted(name));
        let column = |id: &Value| id.as_str().map(|id| short(title(&self.content["columns"][id]).unwrap_or(id)));
        let changes = data["changes"].as_array().map_or(&[][..], Vec::as_slice);
        let change = |path: &str| changes.iter().find(|change| change["path"] == path);
        Some(match verb {
            "created" | "added" => match column(&data["value"]["column"]) {
                Some(column) => format!("added {named} to {column}"),
                None => format!("added {named}"),
            },
            "removed" => format!("removed {named}"),
            "moved" => match change("/column").map(|change| (column(&change["old"]), column(&change["new"]))) {
                Some((Some(from), Some(to))) => format!("moved {named} from {from} to {to}"),
                Some((None, Some(to))) => format!("moved {named} to {to}"),
                _ => format!("moved {named}"),
            },
            "assigned" => match change("/assignee").and_then(|change| change["new"].as_str()) {
                Some(user) => format!("assigned {named} to {}", short(user)),
                None => format!("unassigned {named}"),
            },
            "updated" => updated(&named, changes),
            _ => return None,
        })
    }
}

/// What is different about a thing.
fn updated(named: &str, changes: &[Value]) -> String {
    if let [change] = changes {
        let field = field(change);
        let (old, new) = (value(&change["old"]), value(&change["new"]));
        return match (old, new) {
            (Some(old), Some(new)) if field == "title" => format!("renamed {named} from {old} to {new}"),
            (Some(old), Some(new)) => format!("changed {field} of {named} from {old} to {new}"),
            (None, Some(new)) => format!("set {field} of {named} to {new}"),
            (Some(_), None) => format!("cleared {field} of {named}"),
            (None, None) if change.get("splice").is_some() => format!("edited {field} of {named}"),
            (None, None) => format!("changed {field} of {named}"),
        };
    }
    let mut fields: Vec<String> = changes.iter().map(field).collect();
    fields.dedup();
    format!("changed {} of {named}", listed(&fields))
}

fn document(what: &str, data: &Value) -> Option<String> {
    let title = |member: &str| data[member].as_str().filter(|title| !title.is_empty()).map(quoted);
    Some(match what {
        "created" => match (data["kind"].as_str().unwrap_or("document"), title("title")) {
            (kind, Some(title)) => format!("created the {} {title}", short(kind)),
            (kind, None) => format!("created the {}", short(kind)),
        },
        "renamed" => format!("renamed the document to {}", title("title").unwrap_or_else(|| quoted(""))),
        "changed" => {
            let members: Vec<String> = data.as_object()?.keys().map(|name| short(name)).collect();
            format!("changed {} of the document", listed(&members))
        }
        "deleted" => "deleted the document".to_owned(),
        "restored" => "restored the document".to_owned(),
        "purged" => "removed the document for good".to_owned(),
        "duplicated" => format!("copied it from {}", short(data["from"].as_str()?)),
        "updated" => {
            let mut places: Vec<String> = data["paths"].as_array()?.iter().filter_map(Value::as_str).map(short).collect();
            if places.len() > PLACES || data["more"] == true {
                places.truncate(PLACES);
                places.push("more".to_owned());
            }
            format!("edited {}", listed(&places))
        }
        "gap" => "changed something that can't be told any more".to_owned(),
        _ => return None,
    })
}

fn run(what: &str, data: &Value) -> Option<String> {
    let text = |member: &str| data[member].as_str().filter(|text| !text.is_empty());
    let label = text("label").or_else(|| text("run")).map(quoted)?;
    Some(match what {
        "queued" => format!("queued run {label}"),
        "started" => format!("started run {label} on {}", short(text("executor")?)),
        "step" => {
            let step = &data["step"];
            let name = [&step["name"], &step["node"], &step["id"]].into_iter().find_map(Value::as_str)?;
            format!("step {} of run {label}: {}", quoted(name), short(step["status"].as_str()?))
        }
        "progress" => format!("run {label}: {:.0} %", data["fraction"].as_f64()? * 100.0),
        "finished" => format!("run {label} {}", short(text("status")?)),
        "cancel_requested" => format!("asked run {label} to end"),
        "lease_lost" => format!("run {label} was lost by {}", short(text("executor")?)),
        _ => return None,
    })
}

/// What a thing is called, if it is called anything.
fn title(thing: &Value) -> Option<&str> {
    let names = [&thing["title"], &thing["data"]["label"], &thing["label"], &thing["name"]];
    names.into_iter().filter_map(Value::as_str).find(|name| !name.is_empty())
}

/// The field that a change is about: the first part of its path.
fn field(change: &Value) -> String {
    let path = change["path"].as_str().unwrap_or_default();
    let first = path.split('/').nth(1).unwrap_or("everything");
    short(&first.replace("~1", "/").replace("~0", "~"))
}

/// A value that fits on a line.
fn value(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        Value::String(text) => Some(quoted(text)),
        other => Some(other.to_string()),
    }
}

fn listed(words: &[String]) -> String {
    match words {
        [] => "something".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", short(text))
}

/// Text for a terminal: nothing in it moves the cursor or changes a colour, or is longer than a line takes.
pub(super) fn short(text: &str) -> String {
    let tame = |character: char| if is_tame(character) { character } else { ' ' };
    let mut shown: String = text.chars().take(SHOWN).map(tame).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Neither a control character nor one that turns the direction of writing.
fn is_tame(character: char) -> bool {
    !character.is_control() && !matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words() -> Words {
        let mut words = Words::default();
        let content = json!({
            "columns": { "todo": { "title": "To do" }, "done": { "title": "Done" } },
            "cards": { "c": { "title": "Fix log", "column": "todo" } },
            "nodes": { "n": { "data": { "label": "Start" } } },
        });
        words.learn(&json!({ "type": "connected", "content": content }));
        let patch = json!([{ "op": "replace", "path": "/cards/c/title", "value": "Fix login" }]);
        words.learn(&json!({ "type": "content_update", "patch": patch }));
        words
    }

    #[test]
    fn events_are_told_in_words() {
        let words = words();
        for (kind, data, told) in [
            (
                "board.card.moved",
                json!({ "id": "c", "changes": [{ "path": "/column", "old": "todo", "new": "done" }, { "path": "/order", "new": "a" }] }),
                "moved card \"Fix login\" from To do to Done",
            ),
            ("board.card.moved", json!({ "id": "c", "changes": [{ "path": "/order", "new": "a" }] }), "moved card \"Fix login\""),
            (
                "board.card.created",
                json!({ "id": "d", "value": { "title": "New", "column": "todo" } }),
                "added card \"New\" to To do",
            ),
            ("board.card.removed", json!({ "id": "gone", "value": { "title": "Old" } }), "removed card \"Old\""),
            ("board.card.removed", json!({ "id": "gone" }), "removed card \"gone\""),
            (
                "board.card.assigned",
                json!({ "id": "c", "changes": [{ "path": "/assignee", "new": "bob" }] }),
                "assigned card \"Fix login\" to bob",
            ),
            (
                "board.column.updated",
                json!({ "id": "todo", "changes": [{ "path": "/title", "old": "Later", "new": "To do" }] }),
                "renamed column \"To do\" from \"Later\" to \"To do\"",
            ),
            (
                "board.card.updated",
                json!({ "id": "c", "changes": [{ "path": "/description", "splice": { "index": 0, "delete": 0, "insert": "x" } }] }),
                "edited description of card \"Fix login\"",
            ),
            (
                "workflow.node.updated",
                json!({ "id": "n", "changes": [{ "path": "/data/a", "new": 1 }, { "path": "/data/b", "new": 2 }, { "path": "/type" }] }),
                "changed data and type of node \"Start\"",
            ),
            ("document.created", json!({ "kind": "board", "title": "" }), "created the board"),
            ("document.updated", json!({ "paths": ["/a", "/b"], "more": true }), "edited /a, /b and more"),
            ("document.renamed", json!({ "title": "B", "old": "A" }), "renamed the document to \"B\""),
            ("run.step", json!({ "run": "r", "step": { "id": "s", "status": "failed" } }), "step \"s\" of run \"r\": failed"),
            ("something.new", json!({ "a": 1 }), "something.new {\"a\":1}"),
            ("", json!(null), " null"),
        ] {
            assert_eq!(words.tell(&json!({ "type": kind, "data": data })), told);
        }
    }

    #[test]
    fn nothing_that_others_wrote_commands_the_terminal() {
        let words = words();
        let data = json!({ "id": "d", "value": { "title": format!("a\u{1b}[2J\u{202e}\n{}", "x".repeat(100)) } });
        let told = words.tell(&json!({ "type": "board.card.created", "data": data }));
        assert!(told.starts_with("added card \"a [2J  xxx") && told.ends_with("…\""), "{told}");
        assert!(!words.tell(&json!({ "type": "\u{1b}c", "data": {} })).contains('\u{1b}'), "an unknown type neither");
    }
}
