//! After a start: what is untold is told without anybody opening a document, soon, and with few rooms open at a time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::json;
use yrsa::config::{Config, Sources};
use yrsa::features::Journal;
use yrsa::room::visit::Visit;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::{Append, LogEntry, Memory, RecordBatch, Storage};

use super::flaky::Flaky;
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
    sweep_over(Arc::new(storage.clone()), test);
}

fn sweep_over(storage: Arc<dyn Storage>, test: impl AsyncFnOnce(&Server)) {
    let flags = [("rooms.idle".to_owned(), "1h".to_owned())].into();
    let config = Config::load(&Sources { flags, ..Sources::default() }).unwrap();
    let runtime = DocumentRuntime::new().unwrap();
    runtime.block_on(async {
        let server = Server::over(config, storage, &runtime).unwrap();
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

/// Nothing behind it was told until somebody opened it.
#[test]
fn a_document_of_which_nobody_knows_what_was_told_keeps_no_other_from_being_told() {
    let storage = Memory::new();
    untold(&storage, 8);
    storage.write(&RecordBatch::new().put("told\0d3", "damage")).unwrap();
    let others = || (0..8).filter(|at| *at != 3);
    sweep(&storage, async |server| tell_all(server, others()).await);
}

#[test]
fn a_storage_that_fails_for_now_only_delays_the_sweep() {
    let (storage, failures) = (Memory::new(), 3);
    untold(&storage, 8);
    let flaky = Arc::new(Flaky::over(storage, failures));
    sweep_over(Arc::clone(&flaky) as Arc<dyn Storage>, async |server| {
        // The sweep is the only one who lists so many.
        tell_all(server, 0..8).await;
        assert_eq!(flaky.watcher.left(), 0);
    });
}

async fn tell_all(server: &Server, all: impl Iterator<Item = usize> + Clone) {
    let began = Instant::now();
    while !all.clone().all(|at| told(&server.app().journal, at)) {
        let left: Vec<_> = all.clone().filter(|at| !told(&server.app().journal, *at)).collect();
        assert!(began.elapsed() < PATIENCE, "{left:?}");
        // sleeps: there is no event to wait for; this is how often it is looked at.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
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
