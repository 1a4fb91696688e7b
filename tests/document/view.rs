//! A view tells its reader all that changed.

use std::collections::BTreeSet;

use bytes::Bytes;
use serde_json::{Value, json};
use yrs::{Array as _, Map as _, Text as _, WriteTxn as _};
use yrsa::document::json::{Before, Made, PatchOperation, View, Writer};
use yrsa::document::{Document, ReceiveError};

use super::author::Author;
use super::patch::random_patch;
use super::{LIMIT, SERVER, document_of, empty_document, shown};
use crate::admission::generator::Generator;
use crate::admission::shared::{Random, setting};

fn paths(patch: &[PatchOperation]) -> Vec<String> {
    serde_json::to_value(patch)
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|operation| operation["path"].as_str().unwrap().to_owned())
        .collect()
}

/// What the view's reader is told.
fn advance(view: &mut View, document: &mut Document, updates: &[Bytes]) -> Vec<PatchOperation> {
    let made: Vec<Made> = updates.iter().map(|update| Made { by: 0, update: update.clone() }).collect();
    let mut patch = Vec::new();
    view.advance(document, &made, &mut (), Some(&mut patch)).unwrap();
    patch
}

#[test]
fn a_change_is_told_where_it_is() {
    let mut document = document_of(&json!({"cards": [{"id": 1}, {"id": 2, "tags": ["a"]}], "other": {"x": 1}}));
    let editor = Author::new(7);
    editor.receive(&document.encode().unwrap());
    let mut view = View::open(&mut document, LIMIT).unwrap();
    let update = editor.write(|txn| {
        let cards = txn.get_or_insert_array("cards");
        let yrs::Out::YMap(card) = cards.get(txn, 1).unwrap() else { panic!("objects are shared maps") };
        let yrs::Out::YArray(tags) = card.get(txn, "tags").unwrap() else { panic!("arrays are shared") };
        tags.push_back(txn, "b");
    });
    document.receive(&update).unwrap();
    let patch = advance(&mut view, &mut document, &[update]);
    assert_eq!(serde_json::to_value(&patch).unwrap(), json!([{"op": "add", "path": "/cards/1/tags/1", "value": "b"}]));
    assert_eq!(*view.shown(), shown(&mut document));
}

#[test]
fn one_deletion_in_two_places_is_told_twice() {
    let (document, editor) = (&mut empty_document(), Author::new(7));
    // Neighbouring clocks in two roots become one deleted range.
    let update = editor.write(|txn| {
        txn.get_or_insert_map("one").insert(txn, "k", 1);
        txn.get_or_insert_map("two").insert(txn, "k", 1);
        txn.get_or_insert_array("three").push_back(txn, 1);
    });
    document.receive(&update).unwrap();
    let mut view = View::open(document, LIMIT).unwrap();
    let update = editor.write(|txn| {
        txn.get_or_insert_map("one").remove(txn, "k");
        txn.get_or_insert_map("two").remove(txn, "k");
        txn.get_or_insert_array("three").remove(txn, 0);
    });
    document.receive(&update).unwrap();
    let patch = advance(&mut view, document, &[update]);
    assert_eq!(paths(&patch), ["/one", "/three", "/two"]);
    assert_eq!(*view.shown(), json!({}));
}

#[test]
fn all_patches_together_make_the_document() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 150));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let random = &mut Random(seed);
        let mut document = empty_document();
        let authors = [Author::new(1), Author::new(2), Author::new(3)];
        let mut view = View::open(&mut document, LIMIT).unwrap();
        let mut reader = json!({});
        for _ in 0..random.below(60) {
            let updates = some_updates(&mut document, &authors, random);
            let patch = advance(&mut view, &mut document, &updates);
            json_patch::patch(&mut reader, &patch).unwrap();
            let now = shown(&mut document);
            assert_eq!(reader, now, "seed {seed}: {}", serde_json::to_string(&patch).unwrap());
            assert_eq!(*view.shown(), now, "seed {seed}");
        }
    }
}

/// Lets somebody edit, and says what the document took in.
fn some_updates(document: &mut Document, authors: &[Author; 3], random: &mut Random) -> Vec<Bytes> {
    let mut updates = Vec::new();
    for _ in 0..1 + random.below(3) {
        if random.chance(25) {
            let before: Value = shown(document);
            let operations = random_patch(random, &before);
            if let Ok(patched) = document.patch(&operations, Writer { client: SERVER, limit: LIMIT }) {
                updates.extend(patched.update);
            }
        } else {
            let update = authors[random.below(3) as usize].edit(random);
            updates.extend(document.receive(&update).unwrap().admitted);
        }
        if random.chance(40) {
            let whole = document.encode().unwrap();
            authors[random.below(3) as usize].receive(&whole);
        }
    }
    updates
}

/// Keys that were read anew.
#[derive(Default)]
struct Read(Vec<String>);

impl Before for Read {
    fn stood(&mut self, root: &str, key: &str, _: Option<&Value>, _: &BTreeSet<usize>) {
        self.0.push(format!("/{root}/{key}"));
    }

    fn wrote(&mut self, root: &str, _: &BTreeSet<usize>) {
        self.0.push(format!("/{root}"));
    }
}

#[test]
fn a_new_key_is_read_without_the_others() {
    let mut document = document_of(&json!({"cards": {"first": {}}}));
    let mut view = View::open(&mut document, LIMIT).unwrap();
    for id in 0..20 {
        let path = format!("/cards/{id}");
        let operations = json!([{"op": "add", "path": path, "value": {"title": "x".repeat(100)}}]);
        let operations: Vec<PatchOperation> = serde_json::from_value(operations).unwrap();
        let update = document.patch(&operations, Writer { client: SERVER, limit: LIMIT }).unwrap().update.unwrap();
        let (mut read, mut patch) = (Read::default(), Vec::new());
        view.advance(&mut document, &[Made { by: 0, update }], &mut read, Some(&mut patch)).unwrap();
        assert_eq!((paths(&patch), read.0), (vec![path.clone()], vec![path.clone(), path]), "the map, and what is in it");
    }
    assert_eq!(*view.shown(), shown(&mut document));
}

#[test]
fn a_view_ends_when_the_document_has_grown_beyond_its_limit_bit_by_bit() {
    let mut document = document_of(&json!({"cards": {"first": "x"}}));
    let mut view = View::open(&mut document, 2000).unwrap();
    let mut add = |id: u32| {
        let operations = json!([{"op": "add", "path": format!("/cards/{id}"), "value": "x".repeat(150)}]);
        let operations: Vec<PatchOperation> = serde_json::from_value(operations).unwrap();
        let update = document.patch(&operations, Writer { client: SERVER, limit: LIMIT }).unwrap().update.unwrap();
        view.advance(&mut document, &[Made { by: 0, update }], &mut (), None)
    };
    assert!((0..10).all(|id| add(id).is_ok()));
    assert!((10..20).any(|id| add(id).is_err()));
}

#[test]
fn writing_to_each_of_many_things_is_read_in_one_go() {
    let cards: serde_json::Map<String, Value> = (0..4000).map(|id| (id.to_string(), json!({"title": "x"}))).collect();
    let mut document = document_of(&json!({ "cards": cards }));
    let mut view = View::open(&mut document, LIMIT).unwrap();
    let change: serde_json::Map<String, Value> = cards.keys().map(|id| (id.clone(), json!({"done": true}))).collect();
    let patched = document.merge(&json!({ "cards": change }), Writer { client: SERVER, limit: LIMIT }).unwrap();
    // Looked for one by one these would be sixteen million steps, most of a minute.
    advance(&mut view, &mut document, &[patched.update.unwrap()]);
    assert_eq!(*view.shown(), shown(&mut document));
}

#[test]
fn typing_costs_no_more_than_the_text() {
    let cards: Vec<Value> = (0..2000).map(|id| json!({"id": id, "title": "x".repeat(400)})).collect();
    let mut document = document_of(&json!({"cards": cards}));
    let editor = Author::new(7);
    let update = editor.write(|txn| txn.get_or_insert_text("notes").push(txn, "hello"));
    document.receive(&update).unwrap();
    // The cards alone would be too much.
    let mut view = View::open(&mut document, LIMIT).unwrap();
    let update = editor.write(|txn| txn.get_or_insert_text("notes").push(txn, " world"));
    document.receive(&update).unwrap();
    let started = std::time::Instant::now();
    let patch = advance(&mut view, &mut document, &[update]);
    println!("a keystroke: {:?}", started.elapsed());
    assert_eq!(paths(&patch), ["/notes"]);
    let started = std::time::Instant::now();
    let operations: Vec<PatchOperation> =
        serde_json::from_value(json!([{"op": "replace", "path": "/cards/1000/title", "value": "y"}])).unwrap();
    document.patch(&operations, Writer { client: SERVER, limit: LIMIT }).unwrap();
    println!("one field: {:?}", started.elapsed());
}

#[test]
fn a_view_follows_whatever_the_gate_admits() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 1500));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let mut document = empty_document();
        let mut view = View::open(&mut document, LIMIT).unwrap();
        let mut reader = json!({});
        let mut generator = Generator::new(seed);
        let mut last = Ok(());
        while let Some(update) = generator.next(last) {
            last = Ok(());
            match document.receive(&update) {
                Ok(received) => {
                    let patch = advance(&mut view, &mut document, &received.admitted);
                    json_patch::patch_unsafe(&mut reader, &patch).unwrap();
                    assert_eq!(reader, shown(&mut document), "seed {seed}: {}", serde_json::to_string(&patch).unwrap());
                }
                Err(ReceiveError::Refused(refusal)) => last = Err(refusal),
                Err(_) => {}
            }
        }
    }
}
