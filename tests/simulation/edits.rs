//! What clients write: random edits of text with formatting, a map, an array and an XML fragment, nested types included.
//! Also reads a document whole, so that two replicas can be compared, and rebuilds one from updates.

use std::collections::HashMap;

use bytes::Bytes;
use yrs::block::ClientID;
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode as _;
use yrs::{
    Any, Array as _, ArrayPrelim, Doc, GetString as _, Map as _, MapPrelim, OffsetKind, Options, Out, ReadTxn as _, Snapshot,
    Text as _, TextPrelim, TextRef, Transact as _, TransactionMut, Update, Xml as _, XmlElementPrelim, XmlFragment as _, XmlOut,
    XmlTextPrelim,
};

use super::random::Random;

const WORDS: [&str; 7] = ["a", "hello ", "é", "😀", "x😀y", "漢字", "\n"];
const KEYS: [&str; 4] = ["title", "colour", "k", ""];

/// A document as a Yjs client has it.
pub(crate) fn new_doc(client: u64) -> Doc {
    let options = Options {
        client_id: ClientID::new(client),
        offset_kind: OffsetKind::Utf16,
        cleanup_formatting: false,
        ..Options::default()
    };
    let doc = Doc::with_options(options);
    // Roots exist from the beginning, so that reading them never needs a writing transaction.
    doc.get_or_insert_text("text");
    doc.get_or_insert_map("map");
    doc.get_or_insert_array("array");
    doc.get_or_insert_xml_fragment("xml");
    doc
}

/// A replica made of these updates, in order.
pub(crate) fn doc_of<'u>(updates: impl IntoIterator<Item = &'u Bytes>) -> Doc {
    let doc = new_doc(9);
    for update in updates {
        apply(&doc, update);
    }
    doc
}

pub(crate) fn apply(doc: &Doc, update: &[u8]) {
    let update = Update::decode_v1(update).expect("the server sends updates that can be read");
    doc.transact_mut().apply_update(update).expect("the server sends updates that can be applied");
}

/// Everything there is to compare.
#[derive(Debug, PartialEq)]
pub(crate) struct Content {
    text: Vec<String>,
    map: Any,
    array: Any,
    xml: String,
    pub(crate) snapshot: Snapshot,
}

pub(crate) fn content(doc: &Doc) -> Content {
    let (text, map) = (doc.get_or_insert_text("text"), doc.get_or_insert_map("map"));
    let (array, xml) = (doc.get_or_insert_array("array"), doc.get_or_insert_xml_fragment("xml"));
    let txn = doc.transact();
    Content {
        text: text.diff(&txn, YChange::identity).iter().map(|part| format!("{:?} {:?}", part.insert, part.attributes)).collect(),
        map: yrs::types::ToJson::to_json(&map, &txn),
        array: yrs::types::ToJson::to_json(&array, &txn),
        xml: xml.get_string(&txn),
        snapshot: txn.snapshot(),
    }
}

/// Makes one transaction of a few edits and returns its update.
pub(crate) fn edit(doc: &Doc, random: &mut Random) -> Bytes {
    let (text, map) = (doc.get_or_insert_text("text"), doc.get_or_insert_map("map"));
    let (array, xml) = (doc.get_or_insert_array("array"), doc.get_or_insert_xml_fragment("xml"));
    let mut txn = doc.transact_mut();
    for _ in 0..random.within(1..4) {
        match random.below(10) {
            0..=4 => edit_text(&mut txn, &text, random),
            5 | 6 => edit_map(&mut txn, &map, random),
            7 | 8 => edit_array(&mut txn, &array, random),
            _ => edit_xml(&mut txn, &xml, random),
        }
    }
    txn.commit();
    txn.encode_update_v1().into()
}

fn edit_text(txn: &mut TransactionMut<'_>, text: &TextRef, random: &mut Random) {
    // Positions between characters only: no editor splits a surrogate pair.
    let mut positions = vec![0];
    for character in text.get_string(txn).chars() {
        positions.push(positions[positions.len() - 1] + character.len_utf16() as u32);
    }
    let from = random.below(positions.len());
    let to = (from + random.below(5)).min(positions.len() - 1);
    let (at, len) = (positions[from], positions[to] - positions[from]);
    match random.below(10) {
        0..=5 => text.insert(txn, at, random.pick(&WORDS)),
        6..=8 if len > 0 => text.remove_range(txn, at, len),
        _ if len > 0 => {
            let value = random.pick(&[Any::Bool(true), Any::Null]);
            text.format(txn, at, len, HashMap::from([("bold".into(), value)]));
        }
        _ => {}
    }
}

fn edit_map(txn: &mut TransactionMut<'_>, map: &yrs::MapRef, random: &mut Random) {
    let key = random.pick(&KEYS);
    match random.below(8) {
        0 => drop(map.remove(txn, key)),
        1 => drop(map.insert(txn, key, TextPrelim::new("nested "))),
        2 => drop(map.insert(txn, key, MapPrelim::from([("inner", 1)]))),
        3 => drop(map.insert(txn, key, ArrayPrelim::from([1, 2]))),
        4 => match map.get(txn, key) {
            Some(Out::YText(text)) => edit_text(txn, &text, random),
            Some(Out::YMap(nested)) => drop(nested.insert(txn, random.pick(&KEYS), random.below(9) as i64)),
            Some(Out::YArray(nested)) => edit_array(txn, &nested, random),
            _ => {}
        },
        _ => drop(map.insert(txn, key, random.below(1000) as i64)),
    }
}

fn edit_array(txn: &mut TransactionMut<'_>, array: &yrs::ArrayRef, random: &mut Random) {
    let len = array.len(txn) as usize;
    let at = random.below(len + 1) as u32;
    match random.below(8) {
        0 | 1 if (at as usize) < len => array.remove(txn, at),
        2 => drop(array.insert(txn, at, MapPrelim::from([("title", "card")]))),
        3 => drop(array.insert(txn, at, Any::from(vec![1u8, 2, 3]))),
        _ => drop(array.insert(txn, at, random.below(1000) as i64)),
    }
}

fn edit_xml(txn: &mut TransactionMut<'_>, xml: &yrs::XmlFragmentRef, random: &mut Random) {
    let len = xml.len(txn);
    let at = random.below(len as usize + 1) as u32;
    match random.below(6) {
        0 if at < len => xml.remove_range(txn, at, 1),
        1 => drop(xml.insert(txn, at, XmlTextPrelim::new("words"))),
        2 | 3 => match xml.get(txn, at) {
            // One attribute only: yrs prints several in no particular order.
            Some(XmlOut::Element(element)) => drop(element.insert_attribute(txn, "level", random.below(6).to_string())),
            Some(XmlOut::Text(text)) => text.push(txn, random.pick(&WORDS)),
            _ => {}
        },
        _ => drop(xml.insert(txn, at, XmlElementPrelim::empty("paragraph"))),
    }
}
