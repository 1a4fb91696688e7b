//! The description of the REST interface: it is valid OpenAPI 3.1, says enough about every operation, and the router serves
//! what it describes and nothing else. `openapi-3.1.schema.json` is the OpenAPI Initiative's, of 2026-08-03 (Apache-2.0).

mod description;
mod served;
mod words;

use serde_json::Value;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What `/api/openapi.json` says.
fn description() -> Value {
    serde_json::from_str(&yrsa::server::openapi()).unwrap()
}

/// Path, method and description of every operation.
fn operations(description: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = description["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
        })
        .filter(|(_, method, _)| METHODS.contains(method))
        .collect()
}

/// What a reference stands for; itself if it is none.
fn resolved<'a>(description: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => description.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null),
        None => value,
    }
}
