//! Content over REST: its forms, changes by JSON and by Yjs updates, what is refused, and documents that doors create.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Doc, GetString as _, Map as _, MapPrelim, ReadTxn as _, StateVector, Text as _, Transact as _, Update};
use yrsa::access::Role;

use super::world::{Answer, World, admin_token, token, world};

const CONTENT: &str = "/api/documents/a%2Fx/content";
const UPDATE: &str = "/api/documents/a%2Fx/update";
const PATCH: (&str, &str) = ("content-type", "application/json-patch+json");
const MERGE: (&str, &str) = ("content-type", "application/merge-patch+json");
const OCTETS: (&str, &str) = ("content-type", "application/octet-stream");

async fn with_content(world: &World) {
    let new = json!({ "id": "a/x", "content": { "m": { "title": "Roadmap", "list": [1, 2] } } });
    assert_eq!(world.ask("POST", "/api/documents", &admin_token("root"), new).await.0, 201);
}

async fn content(world: &World) -> Value {
    world.ask("GET", CONTENT, &admin_token("root"), Value::Null).await.1["content"].clone()
}

#[test]
fn content_is_read_and_written_by_those_who_may() {
    let patch = json!([{ "op": "replace", "path": "/m/title", "value": "New" }]).to_string().into_bytes();
    let routes = [
        ("GET", CONTENT, None, Vec::new(), Role::Viewer),
        ("GET", "/api/documents/a%2Fx/content?format=update", None, Vec::new(), Role::Viewer),
        ("PATCH", CONTENT, Some(PATCH), patch, Role::Editor),
        ("PATCH", CONTENT, Some(MERGE), b"{\"m\":{\"title\":\"New\"}}".to_vec(), Role::Editor),
        ("POST", UPDATE, Some(OCTETS), vec![0, 0], Role::Editor),
    ];
    for (method, path, kind, body, least) in routes {
        world(async |world| {
            with_content(&world).await;
            let people =
                Role::ALL.map(|role| (token(role.as_str(), &[("a/", role.as_str())]), if role >= least { 200 } else { 403 }));
            let strangers = [(String::new(), 401), (token("eve", &[("b/", "owner")]), 403), (admin_token("root"), 200)];
            for (token, status) in people.into_iter().chain(strangers) {
                let headers: Vec<_> = kind.into_iter().collect();
                let answer = world.send_bytes(method, path, &token, &headers, body.clone()).await;
                assert_eq!(answer.status, status, "{method} {path}: {}", answer.json());
            }
            // What is not there has no content, and gets none.
            let nowhere = path.replace("%2Fx", "%2Fnowhere");
            let headers: Vec<_> = kind.into_iter().collect();
            assert_eq!(world.send_bytes(method, &nowhere, &admin_token("root"), &headers, body).await.status, 404);
        });
    }
}

fn document_of(answer: &Answer) -> Doc {
    let doc = Doc::new();
    doc.transact_mut().apply_update(Update::decode_v1(&answer.bytes).unwrap()).unwrap();
    doc
}

#[test]
fn content_comes_in_several_forms_with_its_version() {
    world(async |world| {
        with_content(&world).await;
        let ada = token("ada", &[("a/", "viewer")]);
        let get = async |query: &str, accept: &str| {
            let headers = [("accept", accept)];
            world
                .send("GET", &format!("{CONTENT}{query}"), &ada, if accept.is_empty() { &[] } else { &headers }, Value::Null)
                .await
        };
        let answer = get("", "").await;
        let expected = json!({ "document": "a/x", "version": 1, "content": { "m": { "title": "Roadmap", "list": [1, 2] } } });
        assert_eq!(answer.json(), expected);
        let tag = answer.header("etag").to_owned();
        assert!(tag.ends_with(".1.json\"") && answer.header("yrsa-version") == "1", "{tag}");
        assert_eq!((answer.header("content-type"), answer.header("vary")), ("application/json", "accept"));
        let update = get("", "application/octet-stream").await;
        assert_eq!((update.header("content-type"), update.header("yrsa-version")), ("application/octet-stream", "1"));
        let doc = document_of(&update);
        let map = doc.get_or_insert_map("m");
        assert_eq!(map.get(&doc.transact(), "title").unwrap().to_string(&doc.transact()), "Roadmap");
        let vector = get("?format=state-vector", "").await;
        assert_eq!(StateVector::decode_v1(&vector.bytes).unwrap(), doc.transact().state_vector());
        // What somebody who has all of it lacks is nothing.
        let has = URL_SAFE_NO_PAD.encode(&vector.bytes);
        for query in [format!("?format=update&state_vector={has}"), format!("?format=diff&state_vector={has}")] {
            assert_eq!(get(&query, "").await.bytes, [0, 0]);
        }
        let words = get("?format=text", "").await;
        assert_eq!(
            (words.header("content-type"), words.header("etag")),
            ("text/plain; charset=utf-8", &*tag.replace("json", "text"))
        );
        assert!(String::from_utf8(words.bytes).unwrap().contains("Roadmap"));
        assert_eq!(get("", "text/markdown").await.header("content-type"), "text/markdown; charset=utf-8");
        for (query, accept, status) in [
            ("?format=diff", "", 400),
            ("?format=update&state_vector=%21", "", 400),
            ("?format=update&state_vector=_____w", "", 400),
            ("?format=json&state_vector=AA", "", 400),
            ("?format=pdf", "", 400),
            ("", "image/png", 406),
        ] {
            assert_eq!(get(query, accept).await.status, status, "{query} {accept}");
        }
        let known = world.send("GET", CONTENT, &ada, &[("if-none-match", &tag)], Value::Null).await;
        assert_eq!(
            (known.status.as_u16(), known.header("etag"), known.header("vary"), known.bytes.len()),
            (304, &*tag, "accept", 0)
        );
        for other in [tag.replace(".1.", ".0."), tag.replace("json", "text"), "\"1\"".to_owned()] {
            let answer = world.send("GET", CONTENT, &ada, &[("if-none-match", &other)], Value::Null).await;
            assert_eq!(answer.status, 200, "{other}");
        }
    });
}

/// Two documents in turn had the same id and the same version: one was taken for the other, and patched in its place.
#[test]
fn an_etag_of_a_document_that_is_gone_is_not_one_of_the_document_that_took_its_id() {
    world(async |world| {
        let root = admin_token("root");
        with_content(&world).await;
        let tag = world.send("GET", CONTENT, &root, &[], Value::Null).await.header("etag").to_owned();
        for path in ["/api/documents/a%2Fx", "/api/documents/a%2Fx?purge=true"] {
            assert_eq!(world.ask("DELETE", path, &root, Value::Null).await.0, 204);
        }
        world.pass(1);
        with_content(&world).await;
        let now = world.send("GET", CONTENT, &root, &[("if-none-match", &tag)], Value::Null).await;
        assert_eq!((now.status.as_u16(), now.header("yrsa-version")), (200, "1"));
        let patch =
            async |tag: &str| world.send("PATCH", CONTENT, &root, &[MERGE, ("if-match", tag)], json!({ "m": { "x": 1 } })).await;
        assert_eq!(patch(&tag).await.status, 412);
        // The etag of any form will do.
        assert_eq!(patch(&now.header("etag").replace("json", "markdown")).await.status, 200);
    });
}

/// A document of maps within each other, deeper than JSON parsers go.
fn deep(root: &str, levels: usize) -> Vec<u8> {
    let author = Doc::new();
    let mut map = author.get_or_insert_map(root);
    let mut txn = author.transact_mut();
    for _ in 1..levels {
        map = map.insert(&mut txn, "x", MapPrelim::default());
    }
    map.insert(&mut txn, "title", "at the bottom");
    txn.encode_update_v1()
}

/// A small update of one document made the journal unreadable, and with it every stream, webhook and search.
#[test]
fn a_deep_document_is_told_shown_and_keeps_nobody_from_the_others() {
    world(async |world| {
        let root = admin_token("root");
        world.ask("POST", "/api/documents", &root, json!({ "id": "a/x", "kind": "board" })).await;
        for levels in [150, 200] {
            let answer = world.send_bytes("POST", UPDATE, &root, &[OCTETS], deep("cards", levels)).await;
            assert_eq!(answer.status, 200, "{}", answer.json());
        }
        for query in ["", "?format=text", "?format=markdown", "?format=update"] {
            let answer = world.send("GET", &format!("{CONTENT}{query}"), &root, &[], Value::Null).await;
            assert_eq!(answer.status, 200, "{query}: {}", answer.json());
            // The Markdown of a board names its cards and no more.
            if !["?format=update", "?format=markdown"].contains(&query) {
                assert!(String::from_utf8_lossy(&answer.bytes).contains("at the bottom"), "{query}");
            }
        }
        assert_eq!(world.ask("GET", "/api/documents/a%2Fx/problems", &root, Value::Null).await.0, 200);
        world.ask("POST", "/api/documents", &root, json!({ "id": "a/y", "title": "Beyond" })).await;
        for query in ["bottom", "beyond"] {
            super::search::finds(&world, &format!("q={query}"), if query == "bottom" { &["a/x"] } else { &["a/y"] }).await;
        }
        let (status, page) = world.ask("GET", "/api/events?limit=1000", &root, Value::Null).await;
        assert_eq!(status, 200, "{page}");
        let card = page["events"].as_array().unwrap().iter().find(|event| event["type"] == "board.card.created").unwrap();
        assert!(card["data"]["omitted"].is_u64() && card["data"].get("value").is_none(), "{card}");
    });
}

#[test]
fn a_patch_changes_all_or_nothing() {
    world(async |world| {
        with_content(&world).await;
        let ada = token("ada", &[("a/", "editor")]);
        let patch = async |headers: &[(&str, &str)], body: Value| world.send("PATCH", CONTENT, &ada, headers, body).await;
        let answer = patch(&[PATCH], json!([{ "op": "add", "path": "/m/list/-", "value": 3 }])).await;
        assert_eq!(answer.json(), json!({ "version": 2, "changed": true }));
        let two = answer.header("etag").to_owned();
        assert!(two.ends_with(".2.json\"") && answer.header("yrsa-version") == "2", "{two}");
        assert_eq!(
            patch(&[MERGE], json!({ "m": { "list": [1, 2, 3] } })).await.json(),
            json!({ "version": 2, "changed": false })
        );
        assert_eq!(patch(&[MERGE, ("if-match", &two)], json!({ "m": { "x": 1 } })).await.status, 200);
        assert_eq!(patch(&[MERGE, ("if-match", &two)], json!({ "m": { "x": 2 } })).await.status, 412);
        assert_eq!(patch(&[MERGE, ("if-match", "\"3\"")], json!({ "m": { "x": 2 } })).await.status, 412);
        let several = format!("{}, {}", two.replace(".2.", ".1."), two.replace(".2.", ".3."));
        assert_eq!(patch(&[MERGE, ("if-match", &several)], json!({ "m": { "x": 3 } })).await.status, 200);
        let two = json!([
            { "op": "replace", "path": "/m/x", "value": 9 },
            { "op": "test", "path": "/m/title", "value": "Other" },
        ]);
        let failed = patch(&[PATCH], two).await;
        assert_eq!((failed.status.as_u16(), &failed.json()["operation"]), (409, &json!(1)), "{}", failed.json());
        assert_eq!(failed.header("content-type"), "application/problem+json");
        let nowhere = patch(&[PATCH], json!([{ "op": "remove", "path": "/m/none" }])).await;
        assert_eq!((nowhere.status.as_u16(), &nowhere.json()["operation"]), (422, &json!(0)));
        for (headers, body, status) in [
            (vec![PATCH], json!({ "m": 1 }), 400),
            (vec![PATCH], json!([{ "op": "explode", "path": "" }]), 400),
            (vec![MERGE], json!([1]), 400),
            (vec![("content-type", "application/json")], json!({ "m": {} }), 415),
            (vec![], json!({ "m": {} }), 415),
        ] {
            assert_eq!(patch(&headers, body.clone()).await.status, status, "{headers:?} {body}");
        }
        assert_eq!(content(&world).await, json!({ "m": { "title": "Roadmap", "list": [1, 2, 3], "x": 3 } }));
    });
}

#[test]
fn an_update_is_known_the_second_time() {
    world(async |world| {
        with_content(&world).await;
        let ada = token("ada", &[("a/", "editor")]);
        let author = Doc::new();
        let text = author.get_or_insert_text("t");
        text.insert(&mut author.transact_mut(), 0, "hello");
        let update = author.transact().encode_state_as_update_v1(&StateVector::default());
        let write = async |body: &[u8]| world.send_bytes("POST", UPDATE, &ada, &[OCTETS], body.to_vec()).await;
        assert_eq!(write(&update).await.json(), json!({ "version": 2, "changed": true }));
        assert_eq!(write(&update).await.json(), json!({ "version": 2, "changed": false }));
        assert_eq!(content(&world).await["t"], "hello");
        assert_eq!(write(b"").await.status, 422);
        assert_eq!(write(b"no update").await.status, 422);
        assert_eq!(world.send_bytes("POST", UPDATE, &ada, &[], update).await.status, 415);
        // Both ways: what was written by JSON and by an update is one document.
        let whole = world.send("GET", &format!("{CONTENT}?format=update"), &ada, &[], Value::Null).await;
        let doc = document_of(&whole);
        let text = doc.get_or_insert_text("t");
        assert_eq!(text.get_string(&doc.transact()), "hello");
        assert!(!doc.transact().state_vector().encode_v1().is_empty());
    });
}

#[test]
fn what_does_not_fit_a_kind_is_told_and_not_refused() {
    world(async |world| {
        let root = admin_token("root");
        let card = json!({ "c1": { "title": "Card", "column": "nowhere", "order": "a0" } });
        let new = json!({ "id": "a/x", "kind": "board", "content": { "cards": card } });
        assert_eq!(world.ask("POST", "/api/documents", &root, new).await.0, 201);
        let path = "/api/documents/a%2Fx/problems";
        let (status, told) = world.ask("GET", path, &token("ada", &[("a/", "viewer")]), Value::Null).await;
        assert_eq!(status, 200, "{told}");
        let problem = &told["problems"][0];
        assert!(problem["path"].as_str().unwrap().starts_with("/cards/c1/column"), "{told}");
        assert_eq!(world.ask("GET", path, &token("eve", &[]), Value::Null).await.0, 403);
    });
}

#[test]
fn a_new_document_of_a_kind_has_what_its_kind_begins_with() {
    world(async |world| {
        let root = admin_token("root");
        world.ask("POST", "/api/documents", &root, json!({ "id": "a/x", "kind": "board" })).await;
        let columns = content(&world).await["columns"].clone();
        assert_eq!(columns["todo"]["title"], "To do", "{columns}");
        world.ask("POST", "/api/documents", &root, json!({ "id": "a/empty", "kind": "board", "content": {} })).await;
        let (_, empty) = world.ask("GET", "/api/documents/a%2Fempty/content", &root, Value::Null).await;
        assert_eq!(empty["content"], json!({ "columns": {}, "cards": {} }));
        // A copy has what its original has, and not the seed again.
        let (_, copy) = world.ask("POST", "/api/documents/a%2Fempty/duplicate", &root, json!({ "id": "a/copy" })).await;
        assert_eq!(copy["kind"], "board");
        let (_, copied) = world.ask("GET", "/api/documents/a%2Fcopy/content", &root, Value::Null).await;
        assert_eq!(copied["content"], empty["content"]);
    });
}
