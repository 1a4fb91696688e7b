//! What a document looks like as JSON.

use serde_json::json;
use yrs::types::Attrs;
use yrs::{Any, Array as _, Map as _, Text as _, WriteTxn as _, Xml as _, XmlElementPrelim, XmlFragment as _, XmlTextPrelim};
use yrsa::document::json::ProjectError;
use yrsa::document::{Document, Limits};

use super::author::Author;
use super::patch::without_empty_roots;
use super::{document_of, empty_document, shown};
use crate::admission::generator::Generator;
use crate::admission::shared::{Random, setting};

fn written(edit: impl FnOnce(&mut yrs::TransactionMut<'_>)) -> Document {
    let mut document = empty_document();
    document.receive(&Author::new(7).write(edit)).unwrap();
    document
}

#[test]
fn an_empty_document_is_an_empty_object() {
    assert_eq!(shown(&mut empty_document()), json!({}));
}

#[test]
fn each_type_has_its_form() {
    let mut document = written(|txn| {
        let map = txn.get_or_insert_map("map");
        map.insert(txn, "big", i64::MAX - 1);
        map.insert(txn, "bytes", Any::Buffer(vec![1, 2, 3].into()));
        map.insert(txn, "nothing", Any::Undefined);
        let list = txn.get_or_insert_array("list");
        list.push_back(txn, 1.5);
        list.push_back(txn, yrs::MapPrelim::from([("k", "v")]));
        let text = txn.get_or_insert_text("text");
        text.insert_with_attributes(txn, 0, "bold 😀", Attrs::from([("bold".into(), true.into())]));
        text.insert_embed(txn, 2, Any::from_json("{\"image\":1}").unwrap());
        let page = txn.get_or_insert_xml_fragment("page");
        let heading = page.push_back(txn, XmlElementPrelim::empty("heading"));
        heading.insert_attribute(txn, "level", 2);
        heading.insert_attribute(txn, "align", "\"left\"");
        let words = heading.push_back(txn, XmlTextPrelim::new("a & b"));
        words.format(
            txn,
            0,
            1,
            Attrs::from([("bold".into(), true.into()), ("link".into(), Any::from_json("{\"href\":\"/x\"}").unwrap())]),
        );
    });
    let page = "<heading align=\"&quot;\\&quot;left\\&quot;&quot;\" level=\"2\"><bold format.value=\"true\"><link href=\"/x\">a</link></bold> &amp; b</heading>";
    assert_eq!(
        shown(&mut document),
        json!({
            "map": {"big": "9223372036854775806", "bytes": {"$binary": "AQID"}, "nothing": null},
            "list": [1.5, {"k": "v"}],
            "text": "bold 😀",
            "page": page,
        })
    );
}

#[test]
fn a_root_used_in_two_ways_shows_both() {
    let mut document = written(|txn| {
        txn.get_or_insert_map("root").insert(txn, "key", 1);
        txn.get_or_insert_array("root").push_back(txn, 2);
    });
    assert_eq!(shown(&mut document), json!({"root": {"key": 1, "$sequence": [2]}}));
}

#[test]
fn wide_text_never_hangs() {
    // A root that is an array for some and a text with emoji for others, before and after the text is deleted.
    let author = Author::new(7);
    let mut document = empty_document();
    let update = author.write(|txn| {
        txn.get_or_insert_text("root").push(txn, "😀😀");
        txn.get_or_insert_array("root").push_back(txn, 1);
        txn.get_or_insert_xml_fragment("page").push_back(txn, XmlElementPrelim::empty("p"));
    });
    document.receive(&update).unwrap();
    assert_eq!(shown(&mut document)["root"], "😀😀");
    let update = author.write(|txn| txn.get_or_insert_text("root").remove_range(txn, 0, 4));
    document.receive(&update).unwrap();
    assert_eq!(shown(&mut document)["root"], json!([1]));
}

#[test]
fn a_projection_stops_at_its_limit() {
    let mut document = document_of(&json!({"text": "x".repeat(5000)}));
    assert!(matches!(document.project(1000), Err(ProjectError::TooLarge { limit: 1000 })));
    assert!(document.project(6000).is_ok());
}

#[test]
fn whatever_the_gate_admits_can_be_read_and_patched() {
    let (seed, cases) = (setting("YRSA_SEED", 1), setting("YRSA_CASES", 1500));
    for seed in seed..seed + cases {
        println!("seed {seed}");
        let mut document = Document::open(Limits::default(), Default::default()).unwrap();
        let mut generator = Generator::new(seed);
        let mut last = Ok(());
        while let Some(update) = generator.next(last) {
            last = match document.receive(&update) {
                Err(yrsa::document::ReceiveError::Refused(refusal)) => Err(refusal),
                _ => Ok(()),
            };
        }
        let before = shown(&mut document);
        let operations = super::patch::random_patch(&mut Random(seed), &before);
        let writer = yrsa::document::json::Writer { client: super::SERVER, limit: super::LIMIT };
        let mut reference = before.clone();
        let expected = json_patch::patch_unsafe(&mut reference, &operations);
        match document.patch(&operations, writer) {
            Ok(_) => {
                expected.unwrap();
                let (mut now, mut reference) = (without_empty_roots(shown(&mut document)), without_empty_roots(reference));
                // What else is in a sequence decides what it is taken for, so the rest may look different: an array left with
                // nothing but XML is a fragment, a text left with nothing but an embedded map an array.
                for (name, before) in before.as_object().unwrap() {
                    let others = [&now[name], &reference[name]].map(std::mem::discriminant);
                    if others.iter().any(|other| *other != std::mem::discriminant(before)) {
                        now.as_object_mut().unwrap().remove(name);
                        reference.as_object_mut().unwrap().remove(name);
                    }
                }
                assert_eq!(now, reference, "seed {seed} {operations:?}");
            }
            Err(yrsa::document::json::PatchError::Operation { .. }) => assert_eq!(shown(&mut document), before),
            Err(other) => panic!("seed {seed}: {other}"),
        }
    }
}
