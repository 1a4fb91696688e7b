//! Patches do what RFC 6902 says, as few edits, and all or nothing.

use bytes::Bytes;
use json_patch::PatchOperation;
use json_patch::jsonptr::PointerBuf;
use serde_json::{Value, json};
use yrs::{GetString as _, Map as _, Text as _, Transact as _, WriteTxn as _};
use yrsa::document::Document;
use yrsa::document::json::{PatchError, Reason, RootKind, Shape, Writer};

use super::author::Author;
use super::{LIMIT, SERVER, document_of, empty_document, patch, shown, shown_anew};
use crate::admission::oracle::Oracle;
use crate::admission::shared::{Random, setting};

fn refused(document: &mut Document, operations: &Value) -> Reason {
    let before = shown(document);
    let state_vector = document.state_vector();
    match patch(document, operations) {
        Err(PatchError::Operation { reason, .. }) => {
            assert_eq!((shown(document), document.state_vector()), (before, state_vector), "a refused patch has done something");
            reason
        }
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn roots_are_made_from_objects_arrays_and_strings() {
    let roots = json!({"map": {"a": {"b": [1, {"c": null}]}}, "list": [1, "x", [true]], "text": "hello 😀"});
    let mut document = document_of(&roots);
    assert_eq!(shown(&mut document), roots);
    assert_eq!(shown_anew(&mut document), roots);
    for scalar in [json!(1), json!(null), json!(true), json!({"$binary": "AAA="})] {
        assert_eq!(refused(&mut document, &json!([{"op": "add", "path": "/new", "value": scalar}])), Reason::RootScalar);
    }
    assert_eq!(refused(&mut document, &json!([{"op": "replace", "path": "/map", "value": []}])), Reason::RootKind);
    assert_eq!(
        refused(&mut document, &json!([{"op": "remove", "path": "/map"}, {"op": "add", "path": "/map", "value": []}])),
        Reason::RootKind
    );
    assert_eq!(refused(&mut document, &json!([{"op": "remove", "path": ""}])), Reason::RootKind);
    assert_eq!(refused(&mut document, &json!([{"op": "add", "path": "", "value": "x"}])), Reason::RootKind);
}

#[test]
fn a_patch_is_all_or_nothing() {
    let mut document = document_of(&json!({"map": {"a": 1}, "list": [1, 2]}));
    let operations = json!([
        {"op": "replace", "path": "/map/a", "value": 2},
        {"op": "add", "path": "/list/-", "value": 3},
        {"op": "test", "path": "/map/a", "value": 1},
    ]);
    assert_eq!(refused(&mut document, &operations), Reason::TestFailed);
    for (operations, reason) in [
        (json!([{"op": "remove", "path": "/map/b"}]), Reason::NoSuchPlace),
        (json!([{"op": "replace", "path": "/nothing", "value": {}}]), Reason::NoSuchPlace),
        (json!([{"op": "add", "path": "/map/a/b", "value": 1}]), Reason::NoSuchPlace),
        (json!([{"op": "add", "path": "/list/3", "value": 1}]), Reason::BadIndex),
        (json!([{"op": "replace", "path": "/list/-", "value": 1}]), Reason::BadIndex),
        (json!([{"op": "move", "from": "/map", "path": "/map/a"}]), Reason::IntoItself),
    ] {
        assert_eq!(refused(&mut document, &operations), reason, "{operations}");
    }
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let mut document = document_of(&json!({"map": {"a": 1, "b": {"c": [1, 2]}}, "text": "hello"}));
    let operations = json!([
        {"op": "replace", "path": "/map/a", "value": 1.0},
        {"op": "replace", "path": "/map/b", "value": {"c": [1, 2]}},
        {"op": "replace", "path": "/text", "value": "hello"},
        {"op": "add", "path": "/map/new", "value": 1},
        {"op": "remove", "path": "/map/new"},
    ]);
    assert!(patch(&mut document, &operations).unwrap().update.is_none());
}

#[test]
fn typing_at_the_same_time_survives_a_patch() {
    let (document, typist) = (&mut empty_document(), Author::new(7));
    let first = typist.write(|txn| {
        let text = txn.get_or_insert_text("notes");
        text.push(txn, "the quick brown fox jumps 😀 over the lazy dog");
    });
    document.receive(&first).unwrap();
    // Typed before the patch is known.
    let typed = typist.write(|txn| {
        let text = txn.get_or_insert_text("notes");
        text.insert(txn, 15, " little");
        text.push(txn, "!");
    });
    let new = "the slow brown fox jumps 😀 over a sleeping dog";
    let patched = patch(document, &json!([{"op": "replace", "path": "/notes", "value": new}])).unwrap();
    document.receive(&typed).unwrap();
    typist.receive(&patched.update.unwrap());
    let both = "the slow brown little fox jumps 😀 over a sleeping dog!";
    assert_eq!(shown(document), json!({"notes": both}));
    let text = typist.doc.transact_mut().get_or_insert_text("notes");
    assert_eq!(text.get_string(&typist.doc.transact()), both);
}

#[test]
fn edits_inside_a_replaced_object_survive() {
    let (document, editor) =
        (&mut document_of(&json!({"cards": [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]})), Author::new(7));
    editor.receive(&document.encode().unwrap());
    let edited = editor.write(|txn| {
        let cards = txn.get_or_insert_array("cards");
        let yrs::Out::YMap(card) = yrs::Array::get(&cards, txn, 1).unwrap() else { panic!("objects are shared maps") };
        card.insert(txn, "colour", "red");
    });
    // Both written anew, the first one gone, the second with another title.
    patch(document, &json!([{"op": "replace", "path": "/cards", "value": [{"id": 2, "title": "c"}, {"id": 3}]}])).unwrap();
    document.receive(&edited).unwrap();
    assert_eq!(shown(document), json!({"cards": [{"id": 2, "title": "c", "colour": "red"}, {"id": 3}]}));
}

#[test]
fn what_is_kept_in_one_piece_stays_so() {
    let (document, editor) = (&mut empty_document(), Author::new(7));
    let node = |x: i32| yrs::Any::from_json(&format!("{{\"position\":{{\"x\":{x}}}}}")).unwrap();
    let first = editor.write(|txn| {
        txn.get_or_insert_map("nodes").insert(txn, "n1", node(1));
    });
    document.receive(&first).unwrap();
    let operations = json!([
        {"op": "replace", "path": "/nodes/n1/position/x", "value": 2},
        {"op": "add", "path": "/nodes/n2", "value": {"position": {"x": 3}}},
    ]);
    let patched = patch(document, &operations).unwrap();
    editor.receive(&patched.update.unwrap());
    let nodes = editor.doc.transact_mut().get_or_insert_map("nodes");
    let txn = editor.doc.transact();
    assert_eq!(nodes.get(&txn, "n1"), Some(yrs::Out::Any(node(2))));
    assert_eq!(nodes.get(&txn, "n2"), Some(yrs::Out::Any(node(3))));
}

#[test]
fn subdocuments_are_not_written_but_removed() {
    let (document, editor) = (&mut empty_document(), Author::new(7));
    let first = editor.write(|txn| {
        let map = txn.get_or_insert_map("map");
        map.insert(txn, "page", yrs::XmlTextPrelim::new("a < b"));
        map.insert(
            txn,
            "inner",
            yrs::Doc::with_options(yrs::Options::with_guid_and_client_id("guid".into(), yrs::block::ClientID::new(9))),
        );
    });
    document.receive(&first).unwrap();
    let before = shown(document);
    assert_eq!(before["map"]["page"], "a &lt; b");
    assert_eq!(before["map"]["inner"]["$subdocument"], "guid");
    assert_eq!(refused(document, &json!([{"op": "replace", "path": "/map/inner", "value": {}}])), Reason::Subdocument);
    assert_eq!(refused(document, &json!([{"op": "add", "path": "/map/inner/x", "value": 1}])), Reason::Subdocument);
    assert_eq!(refused(document, &json!([{"op": "move", "from": "/map/inner", "path": "/map/moved"}])), Reason::Subdocument);
    // As a whole with the same in it: nothing to write.
    assert!(patch(document, &json!([{"op": "replace", "path": "", "value": before}])).unwrap().update.is_none());
    patch(document, &json!([{"op": "remove", "path": "/map/page"}, {"op": "remove", "path": "/map/inner"}, {"op": "add", "path": "/map/x", "value": 1}])).unwrap();
    assert_eq!(shown(document), json!({"map": {"x": 1}}));
}

#[test]
fn a_patch_moves_no_more_than_its_limit() {
    let mut document = document_of(&json!({"map": {"a": "x".repeat(400)}}));
    let double: Vec<Value> = (0..20).map(|at| json!({"op": "copy", "from": "/map", "path": format!("/map/{at}")})).collect();
    assert!(matches!(refused(&mut document, &Value::Array(double)), Reason::TooLarge { limit: LIMIT }));
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    assert!(matches!(
        refused(&mut document, &json!([{"op": "add", "path": "/map/deep", "value": deep}])),
        Reason::TooDeep { .. }
    ));
    let long = "k".repeat(5000);
    assert!(matches!(
        refused(&mut document, &json!([{"op": "add", "path": format!("/{long}"), "value": {}}])),
        Reason::NameTooLong { .. }
    ));
}

/// A document that several authors and the server edited, and the authors.
pub(super) fn random_document(random: &mut Random, edits: u64) -> Document {
    let mut document = empty_document();
    let authors = [Author::new(1), Author::new(2), Author::new(3)];
    for _ in 0..edits {
        let author = &authors[random.below(3) as usize];
        let update = author.edit(random);
        document.receive(&update).unwrap();
        if random.chance(40) {
            let whole = document.encode().unwrap();
            authors[random.below(3) as usize].receive(&whole);
        }
    }
    document
}

/// All pointers into a value, the value's own first.
fn pointers(value: &Value, at: &PointerBuf, found: &mut Vec<PointerBuf>) {
    found.push(at.clone());
    let mut go = |token: String, inner| {
        let mut at = at.clone();
        at.push_back(token);
        pointers(inner, &at, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, inner)| go(key.clone(), inner)),
        Value::Array(values) => values.iter().enumerate().for_each(|(at, inner)| go(at.to_string(), inner)),
        _ => {}
    }
}

fn random_value(random: &mut Random, depth: u64) -> Value {
    match random.below(if depth > 2 { 5 } else { 8 }) {
        0 => json!(null),
        1 => json!(random.below(5)),
        2 => json!(random.pick(&["one two", "x😀", "", "two three"])),
        3 => json!(-7),
        4 => json!(0.5),
        5 => (0..random.below(4)).map(|_| random_value(random, depth + 1)).collect(),
        _ => {
            let member = |random: &mut Random| (random.pick(&["a", "b", "id", "~/"]).to_owned(), random_value(random, depth + 1));
            Value::Object((0..random.below(4)).map(|_| member(random)).collect())
        }
    }
}

pub(super) fn random_patch(random: &mut Random, before: &Value) -> Vec<PatchOperation> {
    let mut after = before.clone();
    // `json_patch::patch` may panic when it undoes what it did.
    let mut operations = Vec::new();
    for _ in 0..1 + random.below(4) {
        let mut places = Vec::new();
        pointers(&after, &PointerBuf::new(), &mut places);
        let place = |random: &mut Random| {
            let mut place = places[random.below(places.len() as u64) as usize].clone();
            if random.chance(25) {
                place.push_back(random.pick(&["a", "new", "0", "1", "-", "01"]));
            }
            place.to_string()
        };
        let (path, from) = (place(random), place(random));
        let operation = match random.below(7) {
            0..=1 => json!({"op": "add", "path": path, "value": random_value(random, 0)}),
            2 => json!({"op": "remove", "path": path}),
            3 => json!({"op": "replace", "path": path, "value": random_value(random, 0)}),
            4 => json!({"op": "move", "from": from, "path": path}),
            5 => json!({"op": "copy", "from": from, "path": path}),
            _ => {
                let there = after.pointer(&path).cloned().unwrap_or_default();
                json!({"op": "test", "path": path, "value": there})
            }
        };
        let operation: PatchOperation = serde_json::from_value(operation).unwrap();
        // Mostly patches that can be done.
        if json_patch::patch_unsafe(&mut after, std::slice::from_ref(&operation)).is_ok() || random.chance(3) {
            operations.push(operation);
        }
    }
    operations
}

/// What Yjs clients show must be what readers of JSON see, also after patches.
#[test]
fn yjs_shows_the_same() {
    let Some(mut yjs) = Oracle::start() else { return };
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 200));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let edits = random.below(30);
        let mut document = random_document(random, edits);
        let mut updates = vec![document.encode().unwrap()];
        for _ in 0..4 {
            let operations = random_patch(random, &shown(&mut document));
            if let Ok(patched) = document.patch(&operations, Writer { client: SERVER, limit: LIMIT }) {
                updates.extend(patched.update);
            }
        }
        let theirs: Value = serde_json::from_str(&yjs.json(&updates)).unwrap();
        let mut ours = shown(&mut document);
        without_options(&mut ours);
        for (name, root) in theirs.as_object().unwrap() {
            let is_empty = [json!({}), json!([]), json!("")].contains(root);
            assert!(is_empty || ours.get(name) == Some(root), "seed {seed}, {name}: ours {ours}, theirs {theirs}");
        }
    }
}

/// Yjs doesn't tell the options of a subdocument.
fn without_options(value: &mut Value) {
    match value {
        Value::Object(members) if members.contains_key("$subdocument") => members.retain(|key, _| key == "$subdocument"),
        Value::Object(members) => members.values_mut().for_each(without_options),
        Value::Array(values) => values.iter_mut().for_each(without_options),
        _ => {}
    }
}

/// Roots without content are not shown.
pub(super) fn without_empty_roots(mut document: Value) -> Value {
    let empty = [json!({}), json!([]), json!("")];
    document.as_object_mut().unwrap().retain(|_, root| !empty.contains(root));
    document
}

#[test]
fn random_patches_do_what_the_reference_does() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 600));
    let (mut applied, mut refused) = (0, 0);
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let edits = random.below(30);
        let mut document = random_document(random, edits);
        for _ in 0..4 {
            let before = shown(&mut document);
            let state_vector = document.state_vector();
            let operations = random_patch(random, &before);
            let mut reference = before.clone();
            let expected = json_patch::patch_unsafe(&mut reference, &operations);
            match document.patch(&operations, Writer { client: SERVER, limit: LIMIT }) {
                Ok(patched) => {
                    applied += 1;
                    assert!(expected.is_ok(), "seed {seed}: the reference refuses {operations:?}: {expected:?}");
                    let now = without_empty_roots(shown(&mut document));
                    assert_eq!(now, without_empty_roots(reference), "seed {seed}: {before} {operations:?}");
                    assert!(patched.update.as_ref().is_none_or(|update| !update.is_empty()));
                    assert_eq!(shown_anew(&mut document), shown(&mut document), "seed {seed}");
                }
                Err(PatchError::Operation { reason, .. }) => {
                    refused += 1;
                    let is_ours = matches!(
                        reason,
                        Reason::Xml
                            | Reason::Subdocument
                            | Reason::Mixed
                            | Reason::RootKind
                            | Reason::RootScalar
                            | Reason::MixedText
                    );
                    assert!(is_ours || expected.is_err(), "seed {seed}: {reason} {before} {operations:?}");
                    assert_eq!((shown(&mut document), document.state_vector()), (before, state_vector));
                }
                Err(other) => panic!("seed {seed}: {other} {before} {operations:?}"),
            }
        }
    }
    println!("{applied} applied, {refused} refused");
    assert!(applied > refused, "most random patches should be possible");
}

#[test]
fn a_patch_goes_on_where_the_server_left_off() {
    let mut document = document_of(&json!({"list": [1]}));
    let whole: Bytes = document.encode().unwrap();
    let mut again = empty_document();
    again.receive(&whole).unwrap();
    let patched = patch(&mut again, &json!([{"op": "add", "path": "/list/-", "value": 2}])).unwrap();
    document.receive(&patched.update.unwrap()).unwrap();
    assert_eq!(shown(&mut document), json!({"list": [1, 2]}));
}

#[test]
fn an_expected_root_is_there_from_the_start() {
    let mut document = empty_document();
    let shape = Shape::of(RootKind::Map).with("columns", Shape::of(RootKind::Array)).with("meta", Shape::of(RootKind::Map));
    document.expect(shape.with("notes", Shape::of(RootKind::Text)).into());
    assert_eq!(shown(&mut document), json!({"columns": [], "meta": {}, "notes": ""}));
    assert_eq!(refused(&mut document, &json!([{"op": "add", "path": "/notes", "value": []}])), Reason::RootKind);
    assert_eq!(refused(&mut document, &json!([{"op": "remove", "path": "/notes"}])), Reason::RootKind);
    let operations = json!([
        {"op": "add", "path": "/columns/-", "value": "todo"},
        {"op": "add", "path": "/meta/title", "value": "Board"},
        {"op": "replace", "path": "/notes", "value": "hello"},
    ]);
    patch(&mut document, &operations).unwrap();
    let full = json!({"columns": ["todo"], "meta": {"title": "Board"}, "notes": "hello"});
    assert_eq!(shown(&mut document), full);
    assert_eq!(shown_anew(&mut document), full);
    patch(&mut document, &json!([{"op": "replace", "path": "/notes", "value": ""}])).unwrap();
    assert_eq!(shown(&mut document)["notes"], "");
}

#[test]
fn random_merge_patches_do_what_the_reference_does() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 2000));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let edits = random.below(20);
        let mut document = random_document(random, edits);
        let before = shown(&mut document);
        let member = |random: &mut Random| (random.pick(&["board", "new", "list"]).to_owned(), random_value(random, 0));
        let merged = Value::Object((0..random.below(3)).map(|_| member(random)).collect());
        let mut reference = before.clone();
        json_patch::merge(&mut reference, &merged);
        match document.merge(&merged, Writer { client: SERVER, limit: LIMIT }) {
            Ok(_) => {
                let now = without_empty_roots(shown(&mut document));
                assert_eq!(now, without_empty_roots(reference), "seed {seed}: {before} {merged}");
            }
            Err(PatchError::Operation { .. }) => assert_eq!(shown(&mut document), before),
            Err(other) => panic!("seed {seed}: {other}"),
        }
    }
}

#[test]
fn long_arrays_cost_no_more_than_their_length() {
    let many: Vec<Value> = (0..30_000).map(|at| if at % 3 == 0 { json!(at) } else { json!([at]) }).collect();
    let roots = json!({"many": many, "other": (0..30_000).collect::<Vec<u32>>()});
    // Minutes, if each element were looked for from the start of the array.
    let mut document = document_of(&roots);
    assert_eq!(shown(&mut document), roots);
    let scattered: Value =
        (0..2000).map(|at| json!({"op": "replace", "path": format!("/other/{}", 29_999 - 2 * at), "value": "x"})).collect();
    assert_eq!(refused(&mut document, &scattered), Reason::TooMuch);
    let together: Value = (0..2000).map(|at| json!({"op": "add", "path": "/other/-", "value": at})).collect();
    patch(&mut document, &together).unwrap();
}

#[test]
fn a_document_that_is_full_refuses_and_lives_on() {
    let limits = yrsa::document::Limits { encoded_bytes: 4000, ..Default::default() };
    let mut document = Document::open(limits, Default::default()).unwrap();
    let add = |text: &str| json!([{"op": "add", "path": "/map/k", "value": text}]);
    patch(&mut document, &json!([{"op": "add", "path": "/map", "value": {"a": 1}}])).unwrap();
    assert!(matches!(patch(&mut document, &add(&"x".repeat(5000))), Err(PatchError::TooLarge { limit: 4000 })));
    // What is replaced makes room.
    for _ in 0..20 {
        patch(&mut document, &add(&"x".repeat(900))).unwrap();
        patch(&mut document, &add("")).unwrap();
    }
    assert_eq!(shown(&mut document), json!({"map": {"a": 1, "k": ""}}));
}
