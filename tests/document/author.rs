//! Somebody who edits with Yjs, at random: maps, arrays, text with formatting and embedded things, XML, emoji, subdocuments.

use bytes::Bytes;
use yrs::block::ClientID;
use yrs::types::Attrs;
use yrs::updates::decoder::Decode as _;
use yrs::{
    Any, Array as _, ArrayPrelim, ArrayRef, Doc, Map as _, MapPrelim, MapRef, OffsetKind, Options, Out, Text as _, TextPrelim,
    TextRef, Transact as _, TransactionMut, Update, WriteTxn as _, Xml as _, XmlElementPrelim, XmlFragment as _, XmlTextPrelim,
};

use crate::admission::shared::Random;

const WORDS: [&str; 6] = ["one ", "two", "é", "😀", "<b>&", "漢字 "];
const KEYS: [&str; 5] = ["a", "b", "~/", "", "id"];

pub(super) struct Author {
    pub(super) doc: Doc,
}

impl Author {
    pub(super) fn new(client: u64) -> Self {
        let options = Options { client_id: ClientID::new(client), offset_kind: OffsetKind::Utf16, ..Options::default() };
        Self { doc: Doc::with_options(options) }
    }

    pub(super) fn receive(&self, update: &[u8]) {
        self.doc.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
    }

    /// One transaction of one to four edits, as an update.
    pub(super) fn edit(&self, random: &mut Random) -> Bytes {
        self.write(|txn| {
            for _ in 0..1 + random.below(4) {
                edit_a_root(txn, random);
            }
        })
    }

    /// The update of a transaction.
    pub(super) fn write(&self, edit: impl FnOnce(&mut TransactionMut<'_>)) -> Bytes {
        let mut txn = self.doc.transact_mut();
        edit(&mut txn);
        txn.encode_update_v1().into()
    }
}

fn edit_a_root(txn: &mut TransactionMut<'_>, random: &mut Random) {
    match random.below(12) {
        0..=3 => {
            let map = txn.get_or_insert_map("board");
            edit_map(txn, &map, random);
        }
        4..=7 => {
            let list = txn.get_or_insert_array("list");
            edit_array(txn, &list, random);
        }
        8..=9 => {
            let text = txn.get_or_insert_text("notes");
            edit_text(txn, &text, random);
        }
        10 => edit_xml(txn, random),
        // Somebody's mistake: a root as a map and as a sequence.
        _ if random.chance(30) => {
            txn.get_or_insert_map("odd").insert(txn, "k", 1);
            txn.get_or_insert_array("odd").push_back(txn, 2);
        }
        _ => {}
    }
}

fn edit_map(txn: &mut TransactionMut<'_>, map: &MapRef, random: &mut Random) {
    let key = random.pick(&KEYS);
    match map.get(txn, key) {
        Some(inner) if random.chance(60) => edit_inner(txn, inner, random),
        Some(_) if random.chance(30) => drop(map.remove(txn, key)),
        _ => match random.below(8) {
            0 => drop(map.insert(txn, key, MapPrelim::from([("x", 1)]))),
            1 => drop(map.insert(txn, key, ArrayPrelim::from([1, 2]))),
            2 => drop(map.insert(txn, key, TextPrelim::new("hello world"))),
            3 if random.chance(30) => drop(map.insert(txn, key, Doc::new())),
            _ => drop(map.insert(txn, key, plain(random))),
        },
    }
}

fn edit_array(txn: &mut TransactionMut<'_>, array: &ArrayRef, random: &mut Random) {
    let length = array.len(txn);
    let at = random.below(u64::from(length) + 1) as u32;
    if at < length && random.chance(60) {
        if random.chance(40) {
            let most = u64::from(length - at).min(3);
            array.remove_range(txn, at, 1 + random.below(most) as u32);
        } else if let Some(inner) = array.get(txn, at) {
            edit_inner(txn, inner, random);
        }
        return;
    }
    match random.below(8) {
        0 => drop(array.insert(txn, at, MapPrelim::from([("id", random.below(9) as i32)]))),
        1 => drop(array.insert(txn, at, ArrayPrelim::default())),
        2 => drop(array.insert(txn, at, TextPrelim::new("x😀y"))),
        3 => array.insert_range(txn, at, [plain(random), plain(random), plain(random)]),
        4 if random.chance(30) => drop(array.insert(txn, at, Doc::new())),
        _ => drop(array.insert(txn, at, plain(random))),
    }
}

fn edit_inner(txn: &mut TransactionMut<'_>, inner: Out, random: &mut Random) {
    match inner {
        Out::YMap(map) => edit_map(txn, &map, random),
        Out::YArray(array) => edit_array(txn, &array, random),
        Out::YText(text) => edit_text(txn, &text, random),
        _ => {}
    }
}

fn edit_text(txn: &mut TransactionMut<'_>, text: &TextRef, random: &mut Random) {
    let length = text.len(txn);
    let at = random.below(u64::from(length) + 1) as u32;
    match random.below(10) {
        0..=1 if at < length => text.remove_range(txn, at, 1),
        2 if at < length => text.format(txn, at, length - at, Attrs::from([("bold".into(), Any::Bool(true))])),
        3 => drop(text.insert_embed(txn, at, Any::from_json("{\"image\":\"x\"}").unwrap())),
        _ => text.insert(txn, at, random.pick(&WORDS)),
    }
}

fn edit_xml(txn: &mut TransactionMut<'_>, random: &mut Random) {
    let page = txn.get_or_insert_xml_fragment("page");
    let length = page.len(txn);
    if length > 0 && random.chance(60) {
        let at = random.below(u64::from(length)) as u32;
        match page.get(txn, at) {
            Some(yrs::XmlOut::Element(element)) => {
                element.insert_attribute(txn, random.pick(&["level", "align"]), random.pick(&WORDS));
                element.push_back(txn, XmlTextPrelim::new(random.pick(&WORDS)));
            }
            Some(yrs::XmlOut::Text(text)) => text.push(txn, random.pick(&WORDS)),
            _ => page.remove_range(txn, at, 1),
        }
        return;
    }
    if random.chance(50) {
        page.push_back(txn, XmlElementPrelim::empty("paragraph"));
    } else {
        page.push_back(txn, XmlTextPrelim::new(random.pick(&WORDS)));
    }
}

fn plain(random: &mut Random) -> Any {
    match random.below(9) {
        0 => Any::Null,
        1 => Any::Bool(true),
        2 => Any::from(random.below(100) as i64),
        3 => Any::Undefined,
        4 => Any::from_json("{\"x\":1,\"y\":[1,{\"z\":\"w\"}]}").unwrap(),
        5 => Any::from_json("[1,[2],{}]").unwrap(),
        6 => Any::Buffer(vec![1, 2, 3].into()),
        7 => Any::from(0.5),
        _ => Any::from(random.pick(&WORDS)),
    }
}
