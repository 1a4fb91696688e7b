//! What the description must have: it fits its own standard, refers to nothing that is missing, and explains itself.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{description, operations, resolved};

#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn it_is_valid_openapi() {
    let standard: Value = serde_json::from_str(include_str!("openapi-3.1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&standard).unwrap();
    let described = description();
    let wrong: Vec<String> =
        validator.iter_errors(&described).map(|error| format!("{}: {error}", error.instance_path)).take(20).collect();
    assert_none(&wrong);
    let mut broken = described;
    broken["paths"]["/api/docs"]["get"]["responses"] = Value::Null;
    assert!(!validator.is_valid(&broken), "the schema finds nothing wrong anywhere");
}

#[test]
fn its_schemas_are_valid_json_schema() {
    let described = description();
    let schemas = described["components"]["schemas"].as_object().unwrap();
    let wrong: Vec<String> = schemas
        .iter()
        .filter_map(|(name, schema)| jsonschema::meta::validate(schema).err().map(|error| format!("{name}: {error}")))
        .collect();
    assert_none(&wrong);
}

/// Every value of the description with the path to it.
fn every_value<'a>(value: &'a Value, path: &str, visit: &mut dyn FnMut(&str, &'a Value)) {
    visit(path, value);
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| every_value(member, &format!("{path}/{name}"), visit)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| every_value(item, &format!("{path}/{at}"), visit)),
        _ => {}
    }
}

#[test]
fn every_reference_resolves_and_every_component_is_referred_to() {
    let described = description();
    let (mut references, mut wrong) = (BTreeSet::new(), Vec::new());
    every_value(&described, "", &mut |path, value| {
        if let Some(reference) = value["$ref"].as_str() {
            references.insert(reference.to_owned());
            if described.pointer(reference.trim_start_matches('#')).is_none() {
                wrong.push(format!("{path} refers to {reference}"));
            }
        }
    });
    for (name, _) in described["components"]["responses"].as_object().unwrap() {
        let reference = format!("#/components/responses/{name}");
        if !references.contains(&reference) && !AHEAD.contains(&name.as_str()) {
            wrong.push(format!("nothing refers to {reference}"));
        }
    }
    assert_none(&wrong);
    assert!(references.len() > 20, "there are references at all");
}

/// Refusals that no route answers yet.
const AHEAD: &[&str] = &["Changed", "WrongType"];

#[test]
fn every_operation_explains_itself() {
    let described = description();
    let (mut ids, mut wrong) = (BTreeSet::new(), Vec::new());
    let tags: BTreeSet<&str> = described["tags"].as_array().unwrap().iter().filter_map(|tag| tag["name"].as_str()).collect();
    for (path, method, operation) in operations(&described) {
        let name = format!("{method} {path}");
        let text = |member: &str| operation[member].as_str().unwrap_or_default();
        if text("summary").is_empty() || text("summary").ends_with('.') {
            wrong.push(format!("{name} has no summary, or one with a full stop"));
        }
        let id = text("operationId");
        let is_word = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !is_word || !ids.insert(id) {
            wrong.push(format!("{name} has no operationId of its own in snake case: {id}"));
        }
        let own: Vec<&str> = operation["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if own.len() != 1 || !tags.contains(own[0]) {
            wrong.push(format!("{name} has not one of the tags {tags:?}: {own:?}"));
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["description"].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{name} does not describe {}", parameter["name"]));
            }
            if parameter["in"] == "path" && parameter["example"].is_null() {
                wrong.push(format!("{name} has no example of {}", parameter["name"]));
            }
        }
        let in_path = path.matches('{').count();
        let described = operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "path").count();
        if in_path != described {
            wrong.push(format!("{name} describes {described} of {in_path} names in its path"));
        }
    }
    assert_none(&wrong);
}

fn has_example(described: &Value, content: &Value) -> bool {
    let schema = resolved(described, &content["schema"]);
    let members = [&content["example"], &content["examples"], &schema["example"], &schema["examples"]];
    members.iter().any(|example| !example.is_null())
}

/// The JSON bodies and answers of all operations.
fn json_contents(described: &Value) -> Vec<(String, &Value)> {
    let mut contents = Vec::new();
    for (path, method, operation) in operations(described) {
        let answers = operation["responses"].as_object().unwrap();
        let named = answers.iter().map(|(status, answer)| (status.as_str(), resolved(described, answer)));
        for (what, holder) in named.chain([("body", &operation["requestBody"])]) {
            for (content_type, content) in holder["content"].as_object().into_iter().flatten() {
                if content_type.ends_with("json") {
                    contents.push((format!("{method} {path} {what} {content_type}"), content));
                }
            }
        }
    }
    contents
}

#[test]
fn every_json_body_and_answer_has_an_example() {
    let described = description();
    let without = json_contents(&described).into_iter().filter(|(_, content)| !has_example(&described, content));
    assert_none(&without.map(|(name, _)| name).collect::<Vec<_>>());
}

#[test]
fn examples_are_what_they_are_examples_of() {
    let described = description();
    let mut wrong = Vec::new();
    let mut check = |name: &str, schema: &Value, example: &Value| {
        // The schema may refer to others: it is looked at inside of the whole.
        let mut whole = serde_json::json!({ "components": described["components"] });
        whole["allOf"] = Value::Array(vec![schema.clone()]);
        let validator = jsonschema::validator_for(&whole).unwrap();
        wrong.extend(validator.iter_errors(example).map(|error| format!("{name}{}: {error}", error.instance_path)));
    };
    for (name, schema) in described["components"]["schemas"].as_object().unwrap() {
        let examples = schema["examples"].as_array().into_iter().flatten();
        examples.chain(schema.get("example")).for_each(|example| check(name, schema, example));
    }
    for (name, content) in json_contents(&described) {
        let examples = content["examples"].as_object().into_iter().flatten().map(|(_, example)| &example["value"]);
        examples.chain(content.get("example")).for_each(|example| check(&name, &content["schema"], example));
    }
    assert_none(&wrong);
}

#[test]
fn errors_are_problems_everywhere() {
    let described = description();
    let mut wrong = Vec::new();
    for (path, method, operation) in operations(&described) {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let content = &resolved(&described, answer)["content"];
            let types: Vec<&String> = content.as_object().into_iter().flatten().map(|(name, _)| name).collect();
            let is_error = status.starts_with(['4', '5']);
            if is_error && types != ["application/problem+json"] {
                wrong.push(format!("{method} {path} answers {status} with {types:?}"));
            }
            if is_error && content["application/problem+json"]["schema"]["$ref"] != "#/components/schemas/Problem" {
                wrong.push(format!("{method} {path} answers {status} with something else than a problem"));
            }
        }
    }
    assert_none(&wrong);
}
