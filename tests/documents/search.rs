//! Search: words of titles and content are found soon after they are written, by those who may read them, and no longer than they
//! are there.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use yrsa::features::{Rulebook, Surroundings};
use yrsa::room::around::Around as _;
use yrsa_storage::{Append, LogEntry, Memory, RecordBatch, Storage};

use super::world::{World, admin_token, id, over, token, world};

/// How long an index may take.
const PATIENCE: Duration = Duration::from_secs(20);

async fn found(world: &World, query: &str, token: &str) -> Vec<String> {
    let (status, list) = world.ask("GET", &format!("/api/documents?{query}"), token, Value::Null).await;
    assert_eq!(status, 200, "{list}");
    list["documents"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

/// Waits until a search finds exactly this.
pub(super) async fn finds(world: &World, query: &str, expected: &[&str]) {
    let until = Instant::now() + PATIENCE;
    let root = admin_token("root");
    loop {
        let found = found(world, query, &root).await;
        if found == expected {
            return;
        }
        assert!(Instant::now() < until, "{query} finds {found:?} instead of {expected:?}");
        // sleeps: the index follows in the background; this is how often it is looked at.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn create(world: &World, id: &str, title: &str, text: &str) {
    let new = json!({ "id": id, "title": title, "content": { "m": { "text": text, "number": 7 } } });
    let (status, answer) = world.ask("POST", "/api/documents", &admin_token("root"), new).await;
    assert_eq!(status, 201, "{answer}");
}

#[test]
fn words_of_title_and_content_are_found_together() {
    world(async |world| {
        create(&world, "a/1", "Quarterly Report", "Revenue grew in Zürich").await;
        create(&world, "a/2", "Roadmap", "quarterly revenue").await;
        create(&world, "b/3", "Notes", "nothing of interest").await;
        finds(&world, "q=interest", &["b/3"]).await;
        finds(&world, "q=quarterly", &["a/1", "a/2"]).await;
        finds(&world, "q=QUARTERLY+revenue", &["a/1", "a/2"]).await;
        finds(&world, "q=quarterly+report", &["a/1"]).await;
        finds(&world, "q=revenue+quart", &["a/1", "a/2"]).await;
        finds(&world, "q=quart+revenue", &[]).await;
        finds(&world, "q=z%C3%BCr", &["a/1"]).await;
        finds(&world, "q=quarterly&sort=-id&limit=1", &["a/2"]).await;
        finds(&world, "q=n&under=b/", &["b/3"]).await;
        finds(&world, "q=n&under=a/", &[]).await;
        finds(&world, "q=%21%21", &[]).await;
        finds(&world, "q=", &["a/1", "a/2", "b/3"]).await;
        // What a document begins with is found before anybody has opened it.
        world.ask("POST", "/api/documents", &admin_token("root"), json!({ "id": "c/4", "kind": "board" })).await;
        finds(&world, "q=progress", &["c/4"]).await;
        let (_, board) = world.ask("GET", "/api/documents/c%2F4", &admin_token("root"), Value::Null).await;
        assert_eq!(board["version"], 0);
        assert_eq!(found(&world, "q=quarterly", &token("ada", &[("a/2", "viewer")])).await, ["a/2"]);
        assert_eq!(found(&world, "q=quarterly", &token("eve", &[])).await, [""; 0]);
    });
}

#[test]
fn what_changes_is_found_as_it_is_now() {
    world(async |world| {
        let root = admin_token("root");
        create(&world, "a/1", "Before", "alpha beta").await;
        finds(&world, "q=alpha", &["a/1"]).await;
        world.ask("PATCH", "/api/documents/a%2F1", &root, json!({ "title": "After" })).await;
        finds(&world, "q=after+alpha", &["a/1"]).await;
        finds(&world, "q=before", &[]).await;
        let merge = [("content-type", "application/merge-patch+json")];
        let answer =
            world.send("PATCH", "/api/documents/a%2F1/content", &root, &merge, json!({ "m": { "text": "gamma" } })).await;
        assert_eq!(answer.status, 200);
        finds(&world, "q=gamma", &["a/1"]).await;
        finds(&world, "q=alpha", &[]).await;
    });
}

#[test]
fn deleted_documents_are_found_by_nobody_but_those_who_may_restore_them() {
    world(async |world| {
        let root = admin_token("root");
        create(&world, "a/1", "Plan", "alpha").await;
        finds(&world, "q=alpha", &["a/1"]).await;
        world.ask("DELETE", "/api/documents/a%2F1", &root, Value::Null).await;
        finds(&world, "q=alpha", &[]).await;
        finds(&world, "q=alpha&deleted=only", &["a/1"]).await;
        assert_eq!(found(&world, "q=alpha&deleted=only", &token("ada", &[("a/", "editor")])).await, [""; 0]);
        world.ask("POST", "/api/documents/a%2F1/restore", &root, Value::Null).await;
        finds(&world, "q=alpha", &["a/1"]).await;
        world.ask("DELETE", "/api/documents/a%2F1", &root, Value::Null).await;
        assert_eq!(world.ask("DELETE", "/api/documents/a%2F1?purge=true", &root, Value::Null).await.0, 204);
        let left = world.storage.scan(b"search.", None, 500).unwrap();
        assert!(left.iter().all(|record| !record.key.ends_with(b"a/1")), "{left:?}");
    });
}

/// One record that could not be read stopped the index, and every list, for all.
#[test]
fn a_document_that_cant_be_read_keeps_no_other_from_being_found_and_says_why() {
    let storage = Arc::new(Memory::default());
    let newer = json!({ "kind": "hologram", "seed": "kind", "created_ms": 1, "revision": 1, "v": 1 });
    storage.write(&RecordBatch::new().put(b"document\0a/0".as_slice(), newer.to_string())).unwrap();
    storage.write(&RecordBatch::new().put(b"document\0a/2".as_slice(), "damage")).unwrap();
    over(Arc::clone(&storage) as _, async |world| {
        create(&world, "a/1", "Plan", "alpha").await;
        create(&world, "a/3", "Plan", "alpha").await;
        finds(&world, "q=alpha", &["a/1", "a/3"]).await;
        finds(&world, "under=a/", &["a/1", "a/3"]).await;
        let journal = Arc::clone(&world.app.journal);
        let book = Rulebook::new(storage, Arc::clone(&journal));
        let rooms = Surroundings::new(world.app.guard.documents.clone(), journal, book);
        let why = rooms.about(&id("a/0")).unwrap_err().to_string();
        assert!(why.contains("a kind that this server does not know") && !why.contains("damaged"), "{why}");
        let why = rooms.about(&id("a/2")).unwrap_err().to_string();
        assert!(why.contains("damaged"), "{why}");
    });
}

/// One search for `a` read the whole index, and told strangers by its refusal how common the word was.
#[test]
fn words_that_are_too_common_are_found_all_the_same_by_looking_them_up() {
    world(async |world| {
        for (id, title) in [("a/1", "apple pie"), ("a/2", "banana"), ("b/3", "apple tree"), ("b/4", "avocado")] {
            create(&world, id, title, "text").await;
        }
        finds(&world, "q=avocado", &["b/4"]).await;
        finds(&world, "q=a", &["a/1", "b/3", "b/4"]).await;
        // Content is told of later than titles.
        finds(&world, "q=text", &["a/1", "a/2", "b/3", "b/4"]).await;
        let mut batch = RecordBatch::new();
        for number in 0..51_000 {
            let word = if number % 2 == 0 { "apple" } else { "aztec" };
            for word in [word, "also"] {
                batch = batch.put(format!("search.word\0{word}\0elsewhere/{number:06}").into_bytes(), "");
            }
            if number % 500 == 499 {
                world.storage.write(&std::mem::take(&mut batch)).unwrap();
            }
        }
        for (query, expected) in [
            ("q=a", ["a/1", "b/3", "b/4"].as_slice()),
            ("q=a&under=b/", &["b/3", "b/4"]),
            ("q=apple", &["a/1", "b/3"]),
            ("q=apple+t", &["a/1", "b/3"]),
            ("q=apple+tr", &["b/3"]),
            ("q=apple+a", &["a/1", "b/3"]),
            ("q=also+a", &[]),
            ("q=banana+a", &[]),
            ("q=a&sort=-id", &["b/4", "b/3", "a/1"]),
        ] {
            assert_eq!(found(&world, query, &admin_token("root")).await, *expected, "{query}");
        }
        assert_eq!(found(&world, "q=a", &token("ada", &[("b/3", "viewer")])).await, ["b/3"]);
        assert_eq!(found(&world, "q=a", &token("eve", &[])).await, [""; 0]);
    });
}

/// The index read what changed in rooms, and built there what it read: who came first after a start waited for that, the larger the
/// document the longer.
#[test]
fn what_is_stored_is_indexed_without_any_room() {
    let storage = Arc::new(Memory::default());
    let author = yrs::Doc::with_client_id(7);
    let update = {
        let text = yrs::WriteTxn::get_or_insert_text(&mut yrs::Transact::transact_mut(&author), "text");
        let mut txn = yrs::Transact::transact_mut(&author);
        yrs::Text::push(&text, &mut txn, "alpha and omega");
        bytes::Bytes::from(txn.encode_update_v1())
    };
    for number in 0..200_u32 {
        let id = format!("a/{number:03}");
        let entry = LogEntry { seq: 1, time_ms: 1, user: None, connection: 0, update: update.clone() };
        storage.append(&[Append { document: id.as_str().into(), entry: Some(entry), parked: None }]).unwrap();
        let record = json!({ "kind": "document", "seed": "nothing", "title": format!("title{number}"), "created_ms": 1, "revision": 1, "v": 1 });
        // All of it was told, so that nothing else has a reason to open it.
        let told = json!({ "version": 1, "time": 1, "v": 1 });
        let records = RecordBatch::new()
            .put(format!("document\0{id}").into_bytes(), record.to_string())
            .put(format!("told\0{id}").into_bytes(), told.to_string());
        storage.write(&records).unwrap();
    }
    over(storage, async |world| {
        finds(&world, "q=title199+omega", &["a/199"]).await;
        finds(&world, "q=title0+alpha", &["a/000"]).await;
        assert!(world.app.rooms.is_empty());
    });
}
