//! Documents as JSON: what Yjs types look like, patches against a reference implementation, views against projections.
//! Random tests print their seed; `YRSA_SEED` and `YRSA_CASES` repeat or lengthen them.

mod author;
mod fence;
mod limits;
mod markdown;
mod patch;
mod read;
mod view;
mod waiting;
mod xml;

use bytes::Bytes;
use json_patch::PatchOperation;
use serde_json::Value;
use yrsa::document::json::{PatchError, Patched, Writer};
use yrsa::document::{Document, Limits};

/// The server's client id in these tests.
const SERVER: u64 = 900;

const LIMIT: usize = 1 << 20;

fn empty_document() -> Document {
    Document::open(Limits::default(), Default::default()).unwrap()
}

fn patch(document: &mut Document, operations: &Value) -> Result<Patched, PatchError> {
    let operations: Vec<PatchOperation> = serde_json::from_value(operations.clone()).unwrap();
    document.patch(&operations, Writer { client: SERVER, limit: LIMIT })
}

/// A document whose roots hold this.
fn document_of(roots: &Value) -> Document {
    let mut document = empty_document();
    let add = |(name, value): (&String, &Value)| serde_json::json!({"op": "add", "path": format!("/{name}"), "value": value});
    let operations = roots.as_object().unwrap().iter().map(add).collect();
    patch(&mut document, &Value::Array(operations)).unwrap();
    document
}

fn shown(document: &mut Document) -> Value {
    document.project(LIMIT).unwrap()
}

/// The document as somebody reads it who gets it whole.
fn shown_anew(document: &mut Document) -> Value {
    let whole: Bytes = document.encode().unwrap();
    let mut copy = empty_document();
    copy.receive(&whole).unwrap();
    shown(&mut copy)
}
