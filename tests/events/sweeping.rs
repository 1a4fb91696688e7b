//! After a start: what is untold is told without anybody opening a document, soon, and with few rooms open at a time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::json;
use yrsa::config::{Config, Sources};
use yrsa::features::Journal;
use yrsa::room::visit::Visit;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Append, LogEntry, Memory, RecordBatch, Storage as _};

use super::world::{START, document};

/// How long a room may take to tell; it was lost with each document that had nothing to say.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many documents with an edit that says nothing, which nobody was told of.
fn untold(storage: &Memory, count: usize) {
    // The search has read all there is, and opens no rooms of its own.
    storage.write(&RecordBatch::new().put("search.cursor\0", "{\"event\":0,\"v\":1}")).unwrap();
    for at in 0..count {
        let record = json!({ "kind": "document", "seed": "nothing", "created_ms": START, "revision": 1, "v": 1 });
        storage.write(&RecordBatch::new().put(format!("document\0d{at}"), record.to_string())).unwrap();
        let entry = LogEntry { seq: 1, time_ms: START, user: None, connection: 1, update: Bytes::from_static(&[0, 0]) };
        storage.append(&[Append { document: format!("d{at}").into(), entry: Some(entry), parked: None }]).unwrap();
    }
}

fn told(journal: &Journal, at: usize) -> bool {
    journal.told(&document(&format!("d{at}"))).unwrap().is_some()
}

/// A server over it whose rooms stay open, until all is told.
fn sweep(storage: &Memory, test: impl AsyncFnOnce(&Server)) {
    let flags = [("rooms.idle".to_owned(), "1h".to_owned())].into();
    let config = Config::load(&Sources { flags, ..Sources::default() }).unwrap();
    let runtime = DocumentRuntime::new().unwrap();
    runtime.block_on(async {
        let server = Server::over(config, Arc::new(storage.clone()), &runtime).unwrap();
        test(&server).await;
        server.shut_down().await;
    });
}

#[test]
fn documents_that_have_nothing_to_say_cost_a_start_no_time() {
    let storage = Memory::new();
    untold(&storage, 8);
    let began = Instant::now();
    sweep(&storage, async |server| {
        while !(0..8).all(|at| told(&server.app().journal, at)) {
            assert!(began.elapsed() < PATIENCE, "{:?}", (0..8).map(|at| told(&server.app().journal, at)).collect::<Vec<_>>());
            // sleeps: there is no event to wait for; this is how often it is looked at.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
}

#[test]
fn a_start_opens_few_rooms_at_a_time_and_ends_nobodys_stay() {
    let storage = Memory::new();
    untold(&storage, 150);
    let began = Instant::now();
    sweep(&storage, async |server| {
        let app = server.app();
        let mut most = 0;
        while !told(&app.journal, 0) || !(0..150).all(|at| told(&app.journal, at)) {
            most = most.max(app.rooms.len());
            assert!(began.elapsed() < 3 * PATIENCE, "{most} rooms were open");
            // sleeps: there is no event to wait for; this is how often it is looked at.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!((2..=66).contains(&most.max(app.rooms.len())), "{most} rooms were open, {} are", app.rooms.len());
    });
}

/// A room that is put away by the sweep takes nobody along.
#[test]
fn whoever_is_in_a_document_that_is_swept_stays() {
    let storage = Memory::new();
    untold(&storage, 150);
    sweep(&storage, async |server| {
        let app = server.app();
        let identity = app.guard.identify(&yrsa::features::Credentials::default()).await.unwrap();
        let audience = Arc::new(Deaf);
        // The first that the sweep opens.
        let first = document("d0");
        let watched = app.guard.watch(Arc::clone(&identity), &first, yrsa::access::Role::Editor, audience);
        let seat = app.rooms.take_seat(&first).unwrap();
        let visit = Visit::begin(seat, identity.user.clone(), yrsa::access::Role::Editor).await;
        let began = Instant::now();
        while !(0..150).all(|at| told(&app.journal, at)) {
            assert!(began.elapsed() < 3 * PATIENCE);
            // sleeps: there is no event to wait for; this is how often it is looked at.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(visit.version().await.unwrap(), 1);
        drop(watched);
    });
}

struct Deaf;

impl yrsa::access::Audience for Deaf {
    fn tell(&self, _: yrsa::access::AccessChange) {}
}
