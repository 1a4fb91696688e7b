//! Limits are for what comes: what is stored stays readable when they are lowered, and the server can always put back what is fenced.

use std::sync::Arc;

use bytes::Bytes;
use yrs::{Map as _, WriteTxn as _};
use yrsa::admission;
use yrsa::document::{Document, Fence, Limits, ReceiveError};
use yrsa_storage::{LogEntry, StoredDocument};

use super::SERVER;
use super::author::Author;

fn limits(clients: usize, parked_bytes: usize) -> Limits {
    Limits { gate: admission::Limits { clients, parked_bytes, ..admission::Limits::default() }, ..Limits::default() }
}

fn put(author: &Author, value: &str) -> Bytes {
    author.write(|txn| {
        txn.get_or_insert_map("map").insert(txn, "key", value);
    })
}

fn stored(tail: &[Bytes], parked: Bytes) -> StoredDocument {
    let entry = |(seq, update): (u64, &Bytes)| LogEntry { seq, time_ms: 0, user: None, connection: 0, update: update.clone() };
    StoredDocument { tail: (1..).zip(tail).map(entry).collect(), parked, ..StoredDocument::default() }
}

#[test]
fn a_document_with_more_clients_than_are_allowed_by_now_goes_on_with_those() {
    let authors = [1, 2, 3].map(Author::new);
    let tail = [put(&authors[0], "a"), put(&authors[1], "b"), put(&authors[2], "c")];
    let mut document = Document::open(limits(2, 1 << 20), stored(&tail, Bytes::new())).unwrap();
    assert_eq!(document.receive(&put(&authors[2], "d")).unwrap().admitted.len(), 1);
    assert!(matches!(document.receive(&put(&Author::new(4), "e")), Err(ReceiveError::Refused(_))), "nobody new");
    let whole = document.encode().unwrap();
    assert!(Document::open(limits(2, 1 << 20), stored(&[whole], Bytes::new())).unwrap().encode().is_ok());
}

#[test]
fn what_is_parked_can_be_read_when_less_may_wait_by_now() {
    let author = Author::new(1);
    let (first, second) = (put(&author, "a"), put(&author, "b"));
    let mut document = Document::open(limits(10, 1 << 20), StoredDocument::default()).unwrap();
    let parked = document.receive(&second).unwrap().parked.unwrap();
    let mut document = Document::open(limits(10, 1), stored(&[], parked)).unwrap();
    assert_eq!(document.receive(&first).unwrap().admitted, [first, second]);
}

/// The server writes under a client id of its own.
#[test]
fn what_is_fenced_is_put_back_also_where_nobody_new_may_write() {
    let authors = [1, 2].map(Author::new);
    let mut document = Document::open(limits(2, 1 << 20), StoredDocument::default()).unwrap();
    document.receive(&put(&authors[0], "mine")).unwrap();
    document.write_as(SERVER).unwrap();
    let fence = Fence { places: vec![vec![Arc::from("map")]], except: Vec::new() };
    let stood = document.stand(&fence).unwrap();
    document.receive(&put(&authors[1], "not mine")).unwrap();
    assert!(document.put_back(&fence, &stood).unwrap().is_some());
    assert_eq!(document.stand(&fence).unwrap(), stood);
}
