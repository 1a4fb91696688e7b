//! What titles and metadata may be, and what a merge patch changes in metadata.
//! Pure; asked by the catalogue before it writes.

use serde_json::{Map, Value};

use crate::features::Refused;

/// Members of an object.
pub(super) type Members = Map<String, Value>;

/// Characters of a title.
const TITLE: usize = 300;

/// Bytes of metadata, as JSON.
const METADATA: usize = 16 * 1024;

/// How deep metadata nest; the object itself is the first level.
const DEEPEST: usize = 8;

/// A title is one line.
pub(super) fn title(title: &str) -> Result<(), Refused> {
    if title.chars().count() > TITLE || title.chars().any(char::is_control) {
        return Err(Refused::Invalid("a title has at most 300 characters and no control characters"));
    }
    Ok(())
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Metadata with a merge patch (RFC 7396), and which members that changes: their new values, null for those that are gone.
pub(super) fn merged(metadata: &Members, patch: &Members) -> Result<(Members, Members), Refused> {
    let mut merged = Value::Object(metadata.clone());
    json_patch::merge(&mut merged, &Value::Object(patch.clone()));
    let Value::Object(merged) = merged else { return Err(Refused::Invalid("metadata is an object")) };
    if depth(&Value::Object(merged.clone())) > DEEPEST {
        return Err(Refused::Invalid("metadata nests at most 8 levels deep"));
    }
    if Value::Object(merged.clone()).to_string().len() > METADATA {
        return Err(Refused::Invalid("metadata has at most 16384 bytes as JSON"));
    }
    let names = patch.keys().filter(|name| metadata.get(*name) != merged.get(*name));
    let changed = names.map(|name| (name.clone(), merged.get(name).cloned().unwrap_or(Value::Null))).collect();
    Ok((merged, changed))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: impl std::borrow::Borrow<Value>) -> Members {
        value.borrow().as_object().unwrap().clone()
    }

    #[test]
    fn a_merge_says_what_it_changed() {
        let before = object(json!({ "a": 1, "b": { "c": 2, "d": 3 }, "e": 4 }));
        let patch = object(json!({ "a": 1, "b": { "c": null }, "e": null, "f": null, "g": "new" }));
        let (after, changed) = merged(&before, &patch).unwrap();
        assert_eq!(Value::Object(after), json!({ "a": 1, "b": { "d": 3 }, "g": "new" }));
        assert_eq!(Value::Object(changed), json!({ "b": { "d": 3 }, "e": null, "g": "new" }));
    }

    #[test]
    fn metadata_are_bounded_in_size_and_depth() {
        let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "x": inner }));
        let fits = |value: Value| merged(&Members::new(), &object(value)).is_ok();
        assert!(fits(nested(8)));
        assert!(!fits(nested(9)));
        assert!(fits(json!({ "x": "y".repeat(16 * 1024 - 8) })));
        assert!(!fits(json!({ "x": "y".repeat(16 * 1024 - 7) })));
    }

    #[test]
    fn a_title_is_a_line_of_300_characters() {
        assert!(title("").is_ok());
        assert!(title(&"ü".repeat(300)).is_ok());
        assert!(title(&"ü".repeat(301)).is_err());
        assert!(title("two\nlines").is_err());
    }
}
