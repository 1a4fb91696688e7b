//! Who is at a place: which members of a presence state say where somebody is, and what it means to be there. Pure; called by
//! `participant`. `docs/PRESENCE.md` has the same table.

use serde_json::Value;

/// Bytes of a place.
const LONGEST: usize = 1024;

/// Places that one member may list.
const MOST: usize = 256;

/// Members that say where somebody is: a place, several, or an object with `path`, `paths` or `file`.
const MEMBERS: [&str; 8] = ["place", "viewing", "editing", "selection", "cursor", "viewport", "focus", "file"];

/// Members of those objects.
const INSIDE: [&str; 3] = ["path", "paths", "file"];

/// Members that name a thing by its id, alone or several, and where such things lie. They may also stand inside `selection` and the like.
const THINGS: [(&str, &str, &str); 5] = [
    ("node", "nodes", "/nodes/"),
    ("edge", "edges", "/edges/"),
    ("card", "cards", "/cards/"),
    ("column", "columns", "/columns/"),
    ("section", "sections", "/sections/"),
];

/// A part of a document, or a file: a JSON pointer such as `/cards/c1`, or any other path with slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(String);

/// A text is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a place is a path such as /cards/c1, of 1 to {LONGEST} bytes")]
pub struct InvalidPlace;

impl Place {
    /// Reads a place.
    pub fn new(text: &str) -> Result<Self, InvalidPlace> {
        let text = text.strip_suffix('/').unwrap_or(text);
        if text.is_empty() || text.len() > LONGEST {
            return Err(InvalidPlace);
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether a state says that somebody is there, or at something in there.
    #[must_use]
    pub fn is_in(&self, state: &Value) -> bool {
        MEMBERS.iter().any(|member| state.get(member).is_some_and(|value| self.is_said_by(value))) || self.is_thing_of(state)
    }

    fn is_said_by(&self, value: &Value) -> bool {
        match value {
            Value::String(at) => self.holds(at),
            Value::Array(several) => several.iter().take(MOST).any(|one| match one {
                Value::String(at) => self.holds(at),
                one => self.is_in_object(one),
            }),
            one => self.is_in_object(one),
        }
    }

    fn is_in_object(&self, value: &Value) -> bool {
        let said = |inside: &&str| match value.get(inside) {
            Some(Value::String(at)) => self.holds(at),
            Some(Value::Array(several)) => several.iter().take(MOST).any(|at| at.as_str().is_some_and(|at| self.holds(at))),
            _ => false,
        };
        INSIDE.iter().any(said) || self.is_thing_of(value)
    }

    fn is_thing_of(&self, value: &Value) -> bool {
        THINGS.iter().any(|(one, several, root)| {
            let Some(named) = self.0.strip_prefix(root) else { return false };
            let is_it = |id: &Value| id.as_str().or_else(|| id.get("id")?.as_str()).is_some_and(|id| escaped_eq(named, id));
            value.get(one).is_some_and(is_it)
                || value.get(several).and_then(Value::as_array).is_some_and(|ids| ids.iter().take(MOST).any(is_it))
        })
    }

    /// Whether this path is the place or lies in it.
    fn holds(&self, at: &str) -> bool {
        at.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Whether a name in a JSON pointer (RFC 6901) is this id.
fn escaped_eq(name: &str, id: &str) -> bool {
    if name == id && !id.contains(['~', '/']) {
        return true;
    }
    name.replace("~1", "/").replace("~0", "~") == id && !name.contains('/')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn who_is_at_a_place_or_in_it_is_there() {
        for (state, place, there) in [
            (json!({ "place": "/cards/c1" }), "/cards/c1", true),
            (json!({ "place": "/cards/c1/title" }), "/cards/c1", true),
            (json!({ "place": "/cards/c1" }), "/cards", true),
            (json!({ "place": "/cards" }), "/cards/c1", false),
            (json!({ "place": "/cards/c10" }), "/cards/c1", false),
            (json!({ "editing": ["/a", "/b"] }), "/b", true),
            (json!({ "viewing": { "path": "/a/b" } }), "/a", true),
            (json!({ "selection": { "paths": ["/x", "/y"] } }), "/y", true),
            (json!({ "cursor": { "file": "src/main.rs", "line": 3 } }), "src/main.rs", true),
            (json!({ "cursor": { "file": "src/main.rs", "line": 3 } }), "src/", true),
            (json!({ "file": "src/main.rs" }), "src/main", false),
            (json!({ "selection": { "nodes": ["n1", "n2"] } }), "/nodes/n2", true),
            (json!({ "node": "n1" }), "/nodes/n1", true),
            (json!({ "selection": { "card": { "id": "a/b" } } }), "/cards/a~1b", true),
            (json!({ "section": "s" }), "/cards/s", false),
            (json!({ "name": "/cards/c1" }), "/cards/c1", false),
            (json!({ "cursor": { "anchor": 1 } }), "/cards/c1", false),
            (json!(null), "/a", false),
        ] {
            assert_eq!(Place::new(place).unwrap().is_in(&state), there, "{place} in {state}");
        }
    }

    #[test]
    fn a_place_has_a_length() {
        assert!(Place::new("").is_err() && Place::new("/").is_err() && Place::new(&"x".repeat(1025)).is_err());
        assert!(Place::new(&"x".repeat(1024)).is_ok());
    }
}
