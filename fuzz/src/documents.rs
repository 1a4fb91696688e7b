//! Documents to start from.

use bytes::Bytes;
use yrs::{Array as _, Map as _, Text as _, Transact as _, WriteTxn as _, XmlFragment as _};
use yrsa::document::json::Writer;
use yrsa::document::{Document, Limits};

/// The most bytes of JSON that a target reads or writes.
pub const JSON_LIMIT: usize = 1 << 20;

/// The server as an author.
pub const SERVER: Writer = Writer { client: 900, limit: JSON_LIMIT };

/// A new document.
pub fn empty_document() -> Document {
    let limits = Limits { encoded_bytes: 4 << 20, ..Limits::default() };
    Document::open(limits, Default::default()).expect("an empty document opens")
}

/// A few small documents, each as one update: nothing, one with every shared type in it, one with deletions and emoji.
pub fn samples() -> Vec<Bytes> {
    vec![Bytes::from_static(&[0, 0]), every_type(), edited()]
}

fn every_type() -> Bytes {
    let doc = yrs::Doc::with_client_id(7);
    let mut txn = doc.transact_mut();
    let map = txn.get_or_insert_map("map");
    map.insert(&mut txn, "title", "Plan");
    map.insert(&mut txn, "inner", yrs::MapPrelim::from([("a", 1), ("b", 2)]));
    map.insert(&mut txn, "plain", yrs::any!({"x": [1, 2, {"y": null}], "bytes": true}));
    map.insert(&mut txn, "text", yrs::TextPrelim::new("nested"));
    let cards = txn.get_or_insert_array("cards");
    cards.push_back(&mut txn, yrs::MapPrelim::from([("id", "1"), ("title", "a")]));
    cards.push_back(&mut txn, yrs::MapPrelim::from([("id", "2"), ("title", "b")]));
    cards.push_back(&mut txn, 3.5);
    txn.get_or_insert_text("notes").push(&mut txn, "hello \u{1f600} world");
    let xml = txn.get_or_insert_xml_fragment("xml");
    let paragraph = xml.push_back(&mut txn, yrs::XmlElementPrelim::empty("paragraph"));
    paragraph.push_back(&mut txn, yrs::XmlTextPrelim::new("words"));
    txn.commit();
    txn.encode_update_v1().into()
}

fn edited() -> Bytes {
    let doc = yrs::Doc::with_options(yrs::Options {
        offset_kind: yrs::OffsetKind::Utf16,
        ..yrs::Options::with_client_id(yrs::block::ClientID::new(8))
    });
    let notes = doc.get_or_insert_text("notes");
    let list = doc.get_or_insert_array("list");
    let mut txn = doc.transact_mut();
    notes.push(&mut txn, "one two \u{1f600} three");
    notes.remove_range(&mut txn, 4, 4);
    notes.format(&mut txn, 0, 3, [("bold".into(), true.into())].into());
    list.insert_range(&mut txn, 0, [1, 2, 3, 4]);
    list.remove(&mut txn, 1);
    list.insert(&mut txn, 2, "late");
    drop(txn);
    use yrs::ReadTxn as _;
    doc.transact().encode_state_as_update_v1(&yrs::StateVector::default()).into()
}
