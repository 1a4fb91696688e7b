//! What tests of inboxes do again and again: people who talk, and looking until something has come.

use serde_json::{Value, json};
use yrsa::event::{Author, Draft};
use yrsa_storage::RecordBatch;

use crate::runs::world::{World, token};

pub(super) const PLAN: &str = "/api/documents/acme%2Fplan/messages";

/// A document, made by root.
pub(super) async fn create(world: &World, id: &str) {
    world.call("POST", "/api/documents", &root(), json!({ "id": id })).await;
}

pub(super) fn root() -> String {
    token("root", &[("/", "owner")])
}

pub(super) fn reader(user: &str) -> String {
    token(user, &[("acme/", "commenter")])
}

/// Says something in `acme/plan`; the message's id.
pub(super) async fn say(world: &World, user: &str, body: Value) -> String {
    world.call("POST", PLAN, &reader(user), body).await["id"].as_str().unwrap().to_owned()
}

/// The inbox of somebody, when all that happened so far has come there.
pub(super) async fn inbox(world: &World, user: &str) -> Vec<Value> {
    inbox_of(world, &reader(user)).await
}

pub(super) async fn inbox_of(world: &World, token: &str) -> Vec<Value> {
    followed(world).await;
    world.call("GET", "/api/inbox?limit=200", token, Value::Null).await["items"].as_array().unwrap().clone()
}

/// Waits until inboxes have heard of everything.
pub(super) async fn followed(world: &World) {
    let head = world.app().journal.head();
    while world.app().inbox.followed() < head {
        tokio::task::yield_now().await;
    }
}

/// What of an item tests look at most.
pub(super) fn what(item: &Value) -> (String, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&item["type"]), text(&item["from"]["id"]), text(&item["summary"]))
}

pub(super) fn whats(items: &[Value]) -> Vec<(String, String, String)> {
    items.iter().map(what).collect()
}

pub(super) fn is(kind: &str, from: &str, summary: &str) -> (String, String, String) {
    (kind.to_owned(), from.to_owned(), summary.to_owned())
}

/// Writes an event as a part of the server would that these tests don't speak to.
pub(super) fn happens(world: &World, kind: &'static str, document: &str, by: Option<&str>, data: Value) {
    let by = by.map(|id| Author { id: id.into(), name: None });
    let draft = Draft::of(kind, document.into(), world.now(), by, data);
    assert!(world.app().journal.write(RecordBatch::new(), vec![draft]).unwrap());
}

/// Makes somebody a member.
pub(super) async fn member(world: &World, scope: &str, user: &str, role: &str) {
    let path = format!("/api/documents/{}/members/{user}", scope.replace('/', "%2F"));
    world.call("PUT", &path, &root(), json!({ "role": role })).await;
}
