//! Whether a typed document is as its kind says: its JSON Schema, and what no schema can say (ends of edges, columns of cards, orders).
//! Called by the REST interface. Never refuses anything: it names problems, and editors go on.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::{Collection, Kind};

/// As many problems are named.
pub const PROBLEMS: usize = 100;

/// As long may a message be, in characters.
const LONGEST: usize = 200;

/// Something about a document that its kind doesn't provide for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a JSON pointer.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl Kind {
    /// Its JSON Schema (2020-12), as text.
    #[must_use]
    pub fn schema(self) -> &'static str {
        self.0.schema
    }

    /// What about this document, as it was projected, isn't as its kind says; at most [`PROBLEMS`].
    #[must_use]
    pub fn problems(self, content: &Value) -> Vec<Problem> {
        let mut found = Problems(Vec::new());
        if let Some(validator) = self.validator() {
            for error in validator.iter_errors(content) {
                // Without the value, which may be long.
                found.add(error.instance_path.to_string(), &error.masked().to_string());
                if found.are_enough() {
                    return found.0;
                }
            }
        }
        match self.name() {
            "workflow" => workflow(content, &mut found),
            "board" => board(content, &mut found),
            _ => {}
        }
        for collection in self.collections().iter().filter(|collection| collection.place.contains(&"order")) {
            orders(collection, content, &mut found);
        }
        found.0
    }

    fn validator(self) -> Option<&'static Validator> {
        static VALIDATORS: OnceLock<BTreeMap<&'static str, Validator>> = OnceLock::new();
        let made = VALIDATORS.get_or_init(|| {
            let validator = |kind: Self| {
                let schema = serde_json::from_str(kind.schema()).ok()?;
                Some((kind.name(), jsonschema::draft202012::new(&schema).ok()?))
            };
            Self::all().filter_map(validator).collect()
        });
        made.get(self.name())
    }
}

struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, path: String, message: &str) {
        if !self.are_enough() {
            self.0.push(Problem { path, message: message.chars().take(LONGEST).collect() });
        }
    }

    fn at(&mut self, path: [&str; 3], message: &str) {
        let steps = path.iter().filter(|step| !step.is_empty());
        self.add(steps.map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect(), message);
    }

    fn are_enough(&self) -> bool {
        self.0.len() >= PROBLEMS
    }
}

/// The things of a root; an empty object if there are none.
fn things<'v>(content: &'v Value, root: &str) -> &'v Map<String, Value> {
    static NONE: OnceLock<Map<String, Value>> = OnceLock::new();
    content.get(root).and_then(Value::as_object).unwrap_or_else(|| NONE.get_or_init(Map::new))
}

fn string<'v>(thing: &'v Value, name: &str) -> Option<&'v str> {
    thing.get(name).and_then(Value::as_str)
}

/// An id in a message.
fn shown(id: &str) -> String {
    let start: String = id.chars().take(40).collect();
    if start.len() < id.len() { format!("\"{start}…\"") } else { format!("\"{start}\"") }
}

fn workflow(content: &Value, found: &mut Problems) {
    let (nodes, edges) = (things(content, "nodes"), things(content, "edges"));
    for (id, edge) in edges {
        for end in ["source", "target"] {
            if let Some(node) = string(edge, end).filter(|node| !nodes.contains_key(*node)) {
                found.at(["edges", id, end], &format!("there is no node {}", shown(node)));
            }
        }
    }
    let mut followed: HashSet<&str> = HashSet::new();
    for (id, node) in nodes {
        if let Some(parent) = string(node, "parentId").filter(|parent| !nodes.contains_key(*parent)) {
            found.at(["nodes", id, "parentId"], &format!("there is no node {}", shown(parent)));
        }
        // Each is followed once, however many lie in each other.
        let (mut way, mut next) = (Vec::new(), Some(id.as_str()));
        while let Some(at) = next.filter(|at| followed.insert(at)) {
            way.push(at);
            next = nodes.get(at).and_then(|node| string(node, "parentId"));
        }
        if let Some(start) = next.and_then(|at| way.iter().position(|passed| *passed == at)) {
            way[start..].iter().for_each(|at| found.at(["nodes", at, "parentId"], "the node lies in itself"));
        }
    }
}

fn board(content: &Value, found: &mut Problems) {
    let columns = things(content, "columns");
    for (id, card) in things(content, "cards") {
        if let Some(column) = string(card, "column").filter(|column| !columns.contains_key(*column)) {
            found.at(["cards", id, "column"], &format!("there is no column {}", shown(column)));
        }
    }
}

/// Two things at one place show in an order that nobody chose.
fn orders(collection: &Collection, content: &Value, found: &mut Problems) {
    let mut taken: BTreeMap<(Option<&str>, &str), &str> = BTreeMap::new();
    for (id, thing) in things(content, collection.root) {
        let Some(order) = string(thing, "order") else { continue };
        let among = collection.place.contains(&"column").then(|| string(thing, "column")).flatten();
        match taken.get(&(among, order)) {
            Some(first) => found.at([collection.root, id, "order"], &format!("{} has the same order", shown(first))),
            None => drop(taken.insert((among, order), id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(kind: &str, content: &Value) -> Vec<(String, String)> {
        let found = Kind::named(kind).unwrap().problems(content);
        found.into_iter().map(|problem| (problem.path, problem.message)).collect()
    }

    fn paths(kind: &str, content: &Value) -> Vec<String> {
        problems(kind, content).into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn a_new_document_has_no_problems() {
        for kind in Kind::all() {
            let schema: Value = serde_json::from_str(kind.schema()).unwrap();
            assert!(jsonschema::meta::is_valid(&schema), "{kind}");
            assert_eq!(schema["$id"], format!("urn:yrsa:kind:{kind}"));
            assert!(kind.validator().is_some());
            let seed = kind.0.seed.map_or_else(|| json!({}), |seed| serde_json::from_str(seed.json).unwrap());
            assert_eq!(kind.problems(&seed), [], "{kind}");
            for collection in kind.collections() {
                assert!(schema["properties"].get(collection.root).is_some(), "{kind} {}", collection.root);
            }
        }
    }

    #[test]
    fn what_points_to_nothing_is_named() {
        let node = |more: Value| {
            let mut node = json!({"position": {"x": 0, "y": 0}, "data": {}});
            node.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            node
        };
        let workflow = json!({
            "nodes": {"a": node(json!({"parentId": "b"})), "b": node(json!({"parentId": "a"})), "c": node(json!({"parentId": "a"})), "d~/": node(json!({"parentId": "x"}))},
            "edges": {"e": {"source": "a", "target": "gone"}, "f": {"source": "a"}},
        });
        assert_eq!(
            problems("workflow", &workflow),
            [
                ("/edges/f".to_owned(), "\"target\" is a required property".to_owned()),
                ("/edges/e/target".to_owned(), "there is no node \"gone\"".to_owned()),
                ("/nodes/a/parentId".to_owned(), "the node lies in itself".to_owned()),
                ("/nodes/b/parentId".to_owned(), "the node lies in itself".to_owned()),
                ("/nodes/d~0~1/parentId".to_owned(), "there is no node \"x\"".to_owned()),
            ]
        );
        let board = json!({
            "columns": {"x": {"title": "X", "order": "a0"}, "y": {"title": "Y", "order": "a0"}, "z": {"title": 1, "order": ""}},
            "cards": {
                "1": {"title": "a", "column": "x", "order": "a0"},
                "2": {"title": "b", "column": "y", "order": "a0"},
                "3": {"title": "c", "column": "x", "order": "a0", "description": "d", "assignee": null},
                "4": {"title": "c", "column": "gone", "order": "a0"},
            },
        });
        assert_eq!(
            paths("board", &board),
            ["/columns/z/order", "/columns/z/title", "/cards/4/column", "/columns/y/order", "/cards/3/order"]
        );
        assert_eq!(
            paths("report", &json!({"sections": {"s": {"title": "S", "order": "a", "body": 1}, "t": 5}})),
            ["/sections/s/body", "/sections/t"]
        );
    }

    #[test]
    fn problems_are_few_and_short() {
        let long = "x".repeat(5000);
        let cards: Map<String, Value> =
            (0..500).map(|at| (at.to_string(), json!({"title": [&long], "column": &long, "order": at.to_string()}))).collect();
        let found = problems("board", &json!({"cards": cards}));
        assert_eq!(found.len(), PROBLEMS);
        assert!(found.iter().all(|(path, message)| path.len() < 100 && message.chars().count() <= LONGEST));
    }

    #[test]
    fn long_chains_of_nodes_are_followed_once() {
        let node = |at: u32| json!({"position": {"x": 0, "y": 0}, "data": {}, "parentId": (at + 1).to_string()});
        let nodes: Map<String, Value> = (0..20_000).map(|at| (at.to_string(), node(at))).collect();
        assert_eq!(paths("workflow", &json!({"nodes": nodes})), ["/nodes/19999/parentId"]);
    }
}
