//! Purging leaves nothing of a document but one event that says so, also when somebody was in it, and after a crash in between.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa::features::documents::Purge;
use yrsa_storage::{RecordBatch, Storage};

use super::world::{World, admin_token, id, token, world};

/// Keys of all records that name a text, and whether the storage has a document of this name.
fn traces(storage: &Arc<dyn Storage>, name: &str) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), None::<bytes::Bytes>);
    loop {
        let page = storage.scan(b"", after.as_deref(), 500).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
        let names = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(name);
        // Who did what to it stays.
        let kept = page.iter().filter(|record| !record.key.starts_with(b"audit"));
        found.extend(kept.filter(|record| names(&record.key) || names(&record.value)).map(|record| {
            let value = String::from_utf8_lossy(&record.value);
            format!("{:?}: {value}", String::from_utf8_lossy(&record.key))
        }));
    }
    found.extend(
        storage.documents("", None, 500).unwrap().into_iter().filter(|one| one.id.contains(name)).map(|one| one.id.to_string()),
    );
    found
}

async fn lived_in(world: &World) -> String {
    let root = admin_token("root");
    let new = json!({ "id": "acme/unique-name", "title": "T", "content": { "t": { "x": "words" } } });
    assert_eq!(world.ask("POST", "/api/documents", &token("ada", &[("acme/", "editor")]), new).await.0, 201);
    let path = "/api/documents/acme%2Funique-name";
    world.ask("PUT", &format!("{path}/members/bob"), &root, json!({ "role": "viewer" })).await;
    let (_, share) = world.ask("POST", &format!("{path}/shares"), &root, json!({ "permission": "view" })).await;
    let secret = share["secret"].as_str().unwrap();
    assert_eq!(world.ask("GET", &format!("{path}?share={secret}"), &token("cleo", &[]), Value::Null).await.0, 200);
    world.ask("PATCH", path, &root, json!({ "title": "U" })).await;
    path.to_owned()
}

#[test]
fn a_purge_leaves_one_event_and_nothing_else() {
    world(async |world| {
        let root = admin_token("root");
        let path = lived_in(&world).await;
        assert!(traces(&world.storage, "unique-name").len() > 5);
        assert_eq!(
            world.ask("DELETE", &format!("{path}?purge=true"), &root, Value::Null).await.0,
            409,
            "not before it is deleted"
        );
        assert_eq!(world.ask("DELETE", &path, &root, Value::Null).await.0, 204);
        assert_eq!(world.ask("DELETE", &format!("{path}?purge=true"), &root, Value::Null).await.0, 204);
        let left = traces(&world.storage, "unique-name");
        assert!(left.len() <= 2 && left.iter().all(|one| one.contains("event")), "{left:#?}");
        assert!(left.iter().any(|one| one.contains("document.purged")), "{left:#?}");
        assert_eq!(world.ask("POST", &format!("{path}/restore"), &root, Value::Null).await.0, 404);
        // The id is free again, and nobody has rights from before.
        assert_eq!(world.ask("POST", "/api/documents", &root, json!({ "id": "acme/unique-name" })).await.0, 201);
        assert_eq!(world.ask("GET", &path, &token("bob", &[]), Value::Null).await.0, 403);
    });
}

#[test]
fn a_purge_that_a_crash_cut_off_is_finished() {
    world(async |world| {
        let path = lived_in(&world).await;
        world.ask("DELETE", &path, &admin_token("root"), Value::Null).await;
        // As a crash right after the first step leaves it.
        let key = b"document\0acme/unique-name".as_slice();
        let mut record: Value = serde_json::from_slice(&world.storage.get(key).unwrap().unwrap()).unwrap();
        record["deleted"]["stage"] = "purging".into();
        let batch = RecordBatch::new().put(key, record.to_string()).put(b"purge\0acme/unique-name".as_slice(), "{\"v\":1}");
        world.storage.write(&batch).unwrap();
        assert_eq!(world.ask("POST", &format!("{path}/restore"), &admin_token("root"), Value::Null).await.0, 409);
        // As the server does when it starts.
        let purge = Purge::new(world.app.catalog.clone(), world.app.rooms.clone(), Arc::clone(&world.storage));
        assert_eq!(purge.finish_all().await.unwrap(), 0);
        let left = traces(&world.storage, "unique-name");
        assert!(left.len() <= 2 && left.iter().any(|one| one.contains("document.purged")), "{left:#?}");
    });
}

/// It was purged again and again, and never gone.
#[test]
fn what_cant_be_read_of_a_document_keeps_it_from_no_purge() {
    world(async |world| {
        let root = admin_token("root");
        let path = lived_in(&world).await;
        assert_eq!(world.ask("DELETE", &path, &root, Value::Null).await.0, 204);
        let shares = world.storage.scan(b"share-of\0", None, 10).unwrap();
        assert_eq!(shares.len(), 1);
        let document = b"search.document\0acme/unique-name".as_slice();
        let words = (0..2500).map(|n| format!("search.word\0w{n}\0acme/{}", if n % 3 == 0 { "unique-name" } else { "other" }));
        let batch = words.fold(RecordBatch::new(), |batch, word| batch.put(word, ""));
        world.storage.write(&batch).unwrap();
        let batch = RecordBatch::new().put(shares[0].key.clone(), "damage").put(document, "damage");
        world.storage.write(&batch).unwrap();
        assert_eq!(world.ask("DELETE", &format!("{path}?purge=true"), &root, Value::Null).await.0, 204);
        let left = traces(&world.storage, "unique-name");
        assert!(left.len() <= 2 && left.iter().any(|one| one.contains("document.purged")), "{left:#?}");
        assert!(world.storage.scan(b"share", None, 10).unwrap().is_empty());
        assert_eq!(traces(&world.storage, "acme/other").len(), 1666, "the words of others stay");
    });
}

/// The first document that was busy kept all behind it from being removed.
#[test]
fn a_document_that_is_busy_holds_up_no_other_purge_and_its_own_is_finished_later() {
    world(async |world| {
        let root = admin_token("root");
        for name in ["a", "b"] {
            let new = json!({ "id": name, "content": { "t": { "x": 1 } } });
            assert_eq!(world.ask("POST", "/api/documents", &root, new).await.0, 201);
            assert_eq!(world.ask("DELETE", &format!("/api/documents/{name}"), &root, Value::Null).await.0, 204);
            let batch = RecordBatch::new().put([b"purge\0", name.as_bytes()].concat(), "{\"v\":1}");
            world.storage.write(&batch).unwrap();
        }
        let purge = Purge::new(world.app.catalog.clone(), world.app.rooms.clone(), Arc::clone(&world.storage));
        let busy = world.app.rooms.close(&id("a")).await.unwrap();
        assert_eq!(purge.finish_all().await.unwrap(), 1);
        let there = |name: &str| world.storage.get(&[b"document\0", name.as_bytes()].concat()).unwrap().is_some();
        assert_eq!((there("a"), there("b")), (true, false));
        drop(busy);
        assert_eq!(purge.finish_all().await.unwrap(), 0);
        assert!(!there("a"));
        // Whoever comes late finds nothing to do, also if the id is taken again.
        assert_eq!(world.ask("POST", "/api/documents", &root, json!({ "id": "a" })).await.0, 201);
        assert_eq!(purge.finish_all().await.unwrap(), 0);
        assert!(there("a"));
    });
}

#[test]
fn a_purge_is_for_what_its_caller_has_read() {
    world(async |world| {
        let root = admin_token("root");
        let path = lived_in(&world).await;
        world.ask("DELETE", &path, &root, Value::Null).await;
        let purge = async |tag: &str| {
            let purged = world.send("DELETE", &format!("{path}?purge=true"), &root, &[("if-match", tag)], Value::Null).await;
            purged.status.as_u16()
        };
        assert_eq!(purge("\"nonsense\"").await, 412);
        assert_eq!(purge("*").await, 204);
    });
}

/// Who asked for it reads 503 and asks again, with what they read before the first attempt.
#[test]
fn a_purge_that_is_under_way_may_be_asked_for_again_by_what_was_read_before() {
    world(async |world| {
        let root = admin_token("root");
        let path = lived_in(&world).await;
        let old = world.send("GET", &path, &root, &[], Value::Null).await;
        world.ask("DELETE", &path, &root, Value::Null).await;
        // Deleting wrote the record once more.
        let (created, revision) = old.header("etag").trim_matches('"').split_once('.').unwrap();
        let revision: u64 = revision.split('.').next().unwrap().parse().unwrap();
        let read = format!("\"{created}.{}.0.o\"", revision + 1);
        let purge = async |tag: &str| {
            let purged = world.send("DELETE", &format!("{path}?purge=true"), &root, &[("if-match", tag)], Value::Null).await;
            purged.status.as_u16()
        };
        assert_eq!(purge(old.header("etag")).await, 412, "it is deleted since");
        let busy = world.app.rooms.close(&id("acme/unique-name")).await.unwrap();
        assert_eq!((purge(&read).await, purge(&read).await), (503, 503));
        assert_eq!(purge("\"nonsense\"").await, 412);
        drop(busy);
        assert_eq!((purge(&read).await, purge(&read).await), (204, 404));
    });
}

/// Once nothing was left at the start, nobody looked again before the next one.
#[test]
fn a_purge_that_could_not_be_finished_is_tried_again_while_the_server_runs() {
    world(async |world| {
        let root = admin_token("root");
        let path = lived_in(&world).await;
        world.ask("DELETE", &path, &root, Value::Null).await;
        let there = || world.storage.get(b"document\0acme/unique-name").unwrap().is_some();
        let purge = Purge::new(world.app.catalog.clone(), world.app.rooms.clone(), Arc::clone(&world.storage));
        let stopping = CancellationToken::new();
        // On a runtime of its own, whose time passes at once where everybody waits for it.
        let trying = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
            runtime.block_on(async {
                let minute = || tokio::time::timeout(Duration::from_secs(61), std::future::pending::<()>());
                let trying = TaskTracker::new().spawn(purge.finish_left(stopping.clone()));
                minute().await.unwrap_err();
                assert!(there(), "nobody wants it to be gone");
                let batch = RecordBatch::new().put(b"purge\0acme/unique-name".as_slice(), "{\"v\":1}");
                world.storage.write(&batch).unwrap();
                // Its room takes its own time to close.
                let started = Instant::now();
                while there() {
                    assert!(started.elapsed() < Duration::from_secs(20), "nobody tries again");
                    minute().await.unwrap_err();
                }
                stopping.cancel();
                trying.await.unwrap();
            });
        };
        std::thread::scope(|scope| scope.spawn(trying).join().unwrap());
    });
}
