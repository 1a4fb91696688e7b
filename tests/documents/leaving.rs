//! Clients that go away in the middle of a request: what they began is done to its end. The disk waits at one write until the test
//! has dropped the request there, as a connection does that ends.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Notify;
use yrsa_storage::{Change, RecordBatch, Result};

use super::world::{Answer, World, admin_token, over};
use crate::watched::{Watched, Watcher};

const PATIENCE: Duration = Duration::from_secs(20);

/// Lets writes of some records wait until the test lets them go on.
#[derive(Default)]
struct Gated {
    /// What the keys of those records begin with.
    closed: Mutex<Option<Vec<u8>>>,
    opened: Condvar,
    arrived: Notify,
}

impl Gated {
    /// Sends a request and goes away while it writes a record whose key begins like this.
    async fn leave_at(&self, key: &[u8], request: impl Future<Output = Answer>) {
        *self.closed.lock().unwrap() = Some(key.to_vec());
        tokio::select! {
            () = self.arrived.notified() => {}
            answer = request => panic!("answered with {}", answer.status),
        }
        *self.closed.lock().unwrap() = None;
        self.opened.notify_all();
    }
}

impl Watcher for Gated {
    fn write(&self, batch: &RecordBatch) -> Result<()> {
        let waits = |closed: &mut Option<Vec<u8>>| {
            closed.as_deref().is_some_and(|key| batch.changes.iter().any(|change| puts(change, key)))
        };
        let mut closed = self.closed.lock().unwrap();
        if waits(&mut closed) {
            self.arrived.notify_one();
        }
        drop(self.opened.wait_while(closed, waits).unwrap());
        Ok(())
    }
}

fn puts(change: &Change, begins: &[u8]) -> bool {
    matches!(change, Change::Put(record) if record.key.starts_with(begins))
}

/// Runs a test against a server whose clients can go away.
fn gated<F: Future<Output = ()>>(test: impl FnOnce(World, Arc<Watched<Gated>>) -> F) {
    let gate = Arc::new(Watched::<Gated>::default());
    over(Arc::clone(&gate) as _, |world| test(world, gate));
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < PATIENCE, "{what}");
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_document_is_purged_also_if_its_client_goes_away() {
    gated(async |world, gate| {
        let root = admin_token("root");
        let new = json!({ "id": "a/x", "content": { "t": { "x": 1 } } });
        assert_eq!(world.ask("POST", "/api/documents", &root, new).await.0, 201);
        assert_eq!(world.ask("DELETE", "/api/documents/a%2Fx", &root, Value::Null).await.0, 204);
        let purge = world.send("DELETE", "/api/documents/a%2Fx?purge=true", &root, &[], Value::Null);
        gate.watcher.leave_at(b"purge\0", purge).await;
        until("it is gone", async || world.storage.get(b"document\0a/x").unwrap().is_none()).await;
        assert_eq!(world.event_types(), ["document.purged"]);
    });
}

#[test]
fn a_document_has_its_content_also_if_its_client_goes_away() {
    gated(async |world, gate| {
        let root = admin_token("root");
        let content = json!({ "t": { "x": 1 } });
        let is_whole = async |path: &str| {
            let (status, answer) = world.ask("GET", &format!("{path}/content"), &root, Value::Null).await;
            status == 200 && answer["content"] == content
        };
        let new = json!({ "id": "a/x", "content": content });
        gate.watcher.leave_at(b"document\0a/x", world.send("POST", "/api/documents", &root, &[], new.clone())).await;
        until("what was created is whole", async || is_whole("/api/documents/a%2Fx").await).await;
        assert_eq!(world.ask("POST", "/api/documents", &root, new).await.0, 409);
        let copy = world.send("POST", "/api/documents/a%2Fx/duplicate", &root, &[], json!({ "id": "a/y" }));
        gate.watcher.leave_at(b"document\0a/y", copy).await;
        until("the copy is whole", async || is_whole("/api/documents/a%2Fy").await).await;
    });
}

/// It was noted as begun, never ran, and counted as cut off for a day.
#[test]
fn a_request_with_a_key_runs_also_if_its_client_goes_away_while_it_is_noted() {
    gated(async |world, gate| {
        let root = admin_token("root");
        let create = || world.send("POST", "/api/documents", &root, &[("idempotency-key", "k")], json!({ "id": "a/x" }));
        gate.watcher.leave_at(b"idempotency\0", create()).await;
        let mut again = create().await;
        // With `retry-after` it is under way still.
        until("the first attempt ends", async || {
            if again.header("retry-after").is_empty() {
                return true;
            }
            again = create().await;
            false
        })
        .await;
        assert_eq!((again.status.as_u16(), again.header("idempotency-replayed")), (201, "true"), "{}", again.json());
        assert_eq!(world.event_types(), ["document.created"]);
    });
}
