//! Comments on documents over HTTP without a socket, on a storage in memory and a clock that tests set. Each test tells one promise
//! to those who comment or to those who read along in the companion document.

mod companion;
mod marks;
mod rights;
mod writing;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::runs::world::{World, token};

const PLAN: &str = "acme/plan";
const THREADS: &str = "/api/documents/acme%2Fplan/threads";

/// A world with a document, and tokens of those who may do something there.
async fn plan(world: &World) -> Tokens {
    let tokens = Tokens::new();
    world.call("POST", "/api/documents", &tokens.owner, json!({ "id": PLAN, "content": { "cards": { "c1": {} } } })).await;
    tokens
}

struct Tokens {
    owner: String,
    editor: String,
    ada: String,
    bob: String,
    viewer: String,
}

impl Tokens {
    fn new() -> Self {
        Self {
            owner: token("root", &[("/", "owner")]),
            editor: token("edith", &[(PLAN, "editor")]),
            ada: token("ada", &[(PLAN, "commenter")]),
            bob: token("bob", &[(PLAN, "commenter")]),
            viewer: token("eve", &[(PLAN, "viewer")]),
        }
    }
}

/// What BlockNote says of a comment.
fn comment(text: &str) -> Value {
    json!({ "comment": { "body": [{ "type": "paragraph", "content": [{ "type": "text", "text": text, "styles": {} }] }] } })
}

fn thread(text: &str) -> Value {
    json!({ "initialComment": comment(text)["comment"] })
}

/// A thread that somebody begins.
async fn begun(world: &World, token: &str, text: &str) -> Value {
    world.call("POST", THREADS, token, thread(text)).await
}

fn at(thread: &Value, rest: &str) -> String {
    format!("{THREADS}/{}{rest}", thread["id"].as_str().unwrap())
}

/// The first comment of a thread.
fn first(thread: &Value, rest: &str) -> String {
    at(thread, &format!("/comments/{}{rest}", thread["comments"][0]["id"].as_str().unwrap()))
}

/// The status of a request.
async fn status(world: &World, method: &str, path: &str, token: &str, body: Value) -> StatusCode {
    world.ask(method, path, token, body).await.0
}
