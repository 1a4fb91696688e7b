//! The routes of one document: who may, what comes back, and what is refused.

use serde_json::{Value, json};
use yrsa::access::Role;

use super::world::{World, admin_token, token, world};

/// Each route of the document `a/x`, deleted before or not, with what it takes and what it answers to those who may.
fn every_route() -> Vec<(&'static str, &'static str, Value, &'static str, Role, u16)> {
    vec![
        ("POST", "/api/documents", json!({ "id": "a/new", "kind": "board" }), "", Role::Editor, 201),
        ("POST", "/api/documents", json!({ "id": "a/new", "content": { "x": { "a": 1 } } }), "", Role::Editor, 201),
        ("GET", "/api/documents/a%2Fx", Value::Null, "", Role::Viewer, 200),
        ("PATCH", "/api/documents/a%2Fx", json!({ "title": "X" }), "", Role::Editor, 200),
        ("PATCH", "/api/documents/a%2Fx", json!({ "owner": "bob" }), "", Role::Owner, 200),
        ("POST", "/api/documents/a%2Fx/duplicate", json!({}), "", Role::Editor, 201),
        ("DELETE", "/api/documents/a%2Fx", Value::Null, "", Role::Owner, 204),
        ("POST", "/api/documents/a%2Fx/restore", Value::Null, "deleted", Role::Owner, 200),
        ("DELETE", "/api/documents/a%2Fx?purge=true", Value::Null, "deleted", Role::Owner, 204),
    ]
}

async fn with_a_document(world: &World, state: &str) {
    let root = admin_token("root");
    let created =
        world.ask("POST", "/api/documents", &root, json!({ "id": "a/x", "title": "x", "content": { "t": "hi" } })).await;
    assert_eq!(created.0, 201, "{}", created.1);
    if state == "deleted" {
        assert_eq!(world.ask("DELETE", "/api/documents/a%2Fx", &root, Value::Null).await.0, 204);
    }
}

#[test]
fn each_route_lets_in_whom_it_is_for_and_nobody_else() {
    for (method, path, body, state, least, answer) in every_route() {
        let strangers = [("nobody", String::new(), None), ("a stranger", token("eve", &[("b/", "owner")]), None)];
        let people = Role::ALL.map(|role| (role.as_str(), token(role.as_str(), &[("a/", role.as_str())]), Some(role)));
        let admin = ("an administrator", admin_token("root"), Some(Role::Owner));
        for (name, token, role) in strangers.into_iter().chain(people).chain([admin]) {
            let body = body.clone();
            world(async |world| {
                with_a_document(&world, state).await;
                let (status, got) = world.ask(method, path, &token, body).await;
                let expected = match role {
                    Some(role) if role >= least => answer,
                    None if name == "nobody" => 401,
                    _ => 403,
                };
                assert_eq!(status, expected, "{method} {path} by {name}: {got}");
            });
        }
    }
}

#[test]
fn a_new_document_says_where_it_is_and_what_it_is() {
    world(async |world| {
        let ada = token("ada", &[("acme/", "editor")]);
        let new = json!({ "under": "acme/", "kind": "board", "title": "Plan", "metadata": { "color": "teal" } });
        let answer = world.send("POST", "/api/documents", &ada, &[], new).await;
        let document = answer.json();
        assert_eq!(answer.status, 201, "{document}");
        let id = document["id"].as_str().unwrap();
        assert!(id.starts_with("acme/") && id.len() == "acme/".len() + 36, "{id}");
        assert_eq!(answer.header("location"), format!("/api/documents/{}", id.replace('/', "%2F")));
        let person = json!({ "id": "ada", "name": "ada's name" });
        let created_at = document["created_at"].clone();
        let expected = json!({
            "id": id, "kind": "board", "title": "Plan", "owner": person, "created_at": created_at, "created_by": person,
            "updated_at": created_at, "updated_by": null, "version": 0, "metadata": { "color": "teal" }, "role": "owner",
        });
        assert_eq!(document, expected);
        let got = world.send("GET", answer.header("location"), &ada, &[], Value::Null).await;
        assert_eq!((got.status.as_u16(), got.json()), (200, expected));
        assert_eq!(got.header("etag"), answer.header("etag"));
    });
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_created() {
    world(async |world| {
        let ada = token("ada", &[("/", "owner")]);
        let deep = (0..8).fold(json!({}), |inner, _| json!({ "x": inner }));
        for (body, status) in [
            (json!({ "id": "a//b" }), 400),
            (json!({ "id": "a", "under": "b/" }), 400),
            (json!({ "id": "a~yrsa" }), 400),
            (json!({ "under": "a" }), 400),
            (json!({ "kind": "spreadsheet" }), 400),
            (json!({ "title": "x".repeat(301) }), 400),
            (json!({ "metadata": { "x": "y".repeat(16 * 1024) } }), 400),
            (json!({ "metadata": deep }), 400),
            (json!({ "metadata": [] }), 400),
            (json!({ "content": [] }), 400),
            (json!({ "name": "x" }), 400),
            (json!({ "content": { "x": 1 } }), 422),
        ] {
            let (got, answer) = world.ask("POST", "/api/documents", &ada, body.clone()).await;
            assert_eq!(got, status, "{body}: {answer}");
        }
        assert_eq!(world.event_types(), [""; 0]);
        let large = format!("{{\"content\":{{\"x\":{{\"a\":\"{}\"}}}}}}", "y".repeat(16 << 20));
        let answer = world.send_bytes("POST", "/api/documents", &ada, &[], large.into_bytes()).await;
        assert_eq!(answer.status, 413);
    });
}

#[test]
fn an_id_is_taken_once_also_by_a_deleted_document() {
    world(async |world| {
        let ada = token("ada", &[("acme/", "owner")]);
        let new = json!({ "id": "acme/plan" });
        let asked: Vec<_> = (0..100).map(|_| world.ask("POST", "/api/documents", &ada, new.clone())).collect();
        let mut statuses: Vec<u16> = futures_util::future::join_all(asked).await.into_iter().map(|(status, _)| status).collect();
        statuses.sort_unstable();
        assert_eq!((statuses[0], &statuses[1..]), (201, &[409; 99][..]));
        world.ask("DELETE", "/api/documents/acme%2Fplan", &ada, Value::Null).await;
        assert_eq!(world.ask("POST", "/api/documents", &ada, new).await.0, 409);
    });
}

#[test]
fn a_change_is_based_on_what_was_read() {
    world(async |world| {
        let ada = token("ada", &[("acme/", "owner")]);
        let path = "/api/documents/acme%2Fplan";
        let first = world.send("POST", "/api/documents", &ada, &[], json!({ "id": "acme/plan" })).await;
        let etag = first.header("etag").to_owned();
        let known = world.send("GET", path, &ada, &[("if-none-match", &etag)], Value::Null).await;
        assert_eq!((known.status.as_u16(), known.header("etag"), known.bytes.len()), (304, &*etag, 0));
        let renamed = world.send("PATCH", path, &ada, &[("if-match", &etag)], json!({ "title": "A" })).await;
        assert_eq!(renamed.status, 200);
        assert_ne!(renamed.header("etag"), etag);
        let late = world.send("PATCH", path, &ada, &[("if-match", &etag)], json!({ "title": "B" })).await;
        assert_eq!((late.status.as_u16(), late.header("content-type")), (412, "application/problem+json"));
        let late = world.send("DELETE", path, &ada, &[("if-match", &etag)], Value::Null).await;
        assert_eq!(late.status, 412);
        assert_eq!(world.send("GET", path, &ada, &[("if-none-match", &etag)], Value::Null).await.status, 200);
        for (tag, status) in [("*", 200), (renamed.header("etag"), 200), ("\"nonsense\"", 412)] {
            let answer = world.send("PATCH", path, &ada, &[("if-match", tag)], json!({ "title": "A" })).await;
            assert_eq!(answer.status, status, "{tag}");
        }
        // A document that takes the place of this one is another one.
        world.ask("DELETE", path, &ada, Value::Null).await;
        assert_eq!(world.ask("DELETE", &format!("{path}?purge=true"), &ada, Value::Null).await.0, 204);
        world.ask("POST", "/api/documents", &ada, json!({ "id": "acme/plan" })).await;
    });
}

#[test]
fn metadata_are_merged_and_fields_chosen() {
    world(async |world| {
        let ada = token("ada", &[("acme/", "owner")]);
        let path = "/api/documents/acme%2Fplan";
        world.ask("POST", "/api/documents", &ada, json!({ "id": "acme/plan", "metadata": { "a": 1, "b": { "c": 2 } } })).await;
        let (_, changed) = world.ask("PATCH", path, &ada, json!({ "metadata": { "a": null, "b": { "d": 3 } } })).await;
        assert_eq!(changed["metadata"], json!({ "b": { "c": 2, "d": 3 } }));
        let (_, part) = world.ask("GET", &format!("{path}?fields=id,metadata"), &ada, Value::Null).await;
        assert_eq!(part, json!({ "id": "acme/plan", "metadata": { "b": { "c": 2, "d": 3 } } }));
        assert_eq!(world.ask("GET", &format!("{path}?fields=id,secret"), &ada, Value::Null).await.0, 400);
        let (_, nobody) = world.ask("PATCH", path, &ada, json!({ "owner": null })).await;
        assert_eq!(nobody["owner"], Value::Null);
    });
}

#[test]
fn no_document_and_a_deleted_one_are_refused_as_ever() {
    world(async |world| {
        let ada = token("ada", &[("acme/", "owner")]);
        let eve = token("eve", &[]);
        world.ask("POST", "/api/documents", &ada, json!({ "id": "acme/plan" })).await;
        world.ask("DELETE", "/api/documents/acme%2Fplan", &ada, Value::Null).await;
        assert_eq!(world.ask("DELETE", "/api/documents/acme%2Fplan", &ada, Value::Null).await.0, 204, "again");
        assert_eq!(world.ask("GET", "/api/documents/acme%2Fplan", &ada, Value::Null).await.0, 403);
        assert_eq!(world.ask("PATCH", "/api/documents/acme%2Fplan", &ada, json!({ "title": "x" })).await.0, 403);
        for (method, path) in [
            ("GET", "/api/documents/acme%2Fnever"),
            ("PATCH", "/api/documents/acme%2Fnever"),
            ("DELETE", "/api/documents/acme%2Fnever"),
            ("POST", "/api/documents/acme%2Fnever/restore"),
            ("POST", "/api/documents/acme%2Fnever/duplicate"),
            ("DELETE", "/api/documents/acme%2Fnever?purge=true"),
        ] {
            assert_eq!(world.ask(method, path, &ada, Value::Null).await.0, 404, "{method} {path}");
            assert_eq!(world.ask(method, path, &eve, Value::Null).await.0, 403, "{method} {path}");
            let prefix = path.replace("%2Fnever", "%2F");
            assert_eq!(world.ask(method, &prefix, &ada, Value::Null).await.0, 400, "{method} {prefix}");
        }
    });
}

#[test]
fn a_copy_has_content_and_metadata_and_lies_beside_its_original() {
    world(async |world| {
        let ada = token("ada", &[("acme/", "editor")]);
        let new =
            json!({ "id": "acme/plans/plan", "title": "Plan", "metadata": { "a": 1 }, "content": { "t": { "x": [1, 2] } } });
        world.ask("POST", "/api/documents", &ada, new).await;
        let (status, copy) =
            world.ask("POST", "/api/documents/acme%2Fplans%2Fplan/duplicate", &ada, json!({ "title": "Two" })).await;
        assert_eq!(status, 201, "{copy}");
        assert!(copy["id"].as_str().unwrap().starts_with("acme/plans/"));
        assert_eq!((&copy["title"], &copy["metadata"], &copy["role"]), (&json!("Two"), &json!({ "a": 1 }), &json!("owner")));
        let types: Vec<_> = world.events().into_iter().filter(|(_, of, _)| *of == copy["id"]).map(|(kind, _, _)| kind).collect();
        assert_eq!(types[..2], ["document.created", "document.duplicated"]);
        let there = world.ask("POST", "/api/documents/acme%2Fplans%2Fplan/duplicate", &ada, json!({ "id": copy["id"] })).await;
        assert_eq!(there.0, 409);
        let elsewhere = world.ask("POST", "/api/documents/acme%2Fplans%2Fplan/duplicate", &ada, json!({ "id": "b/x" })).await;
        assert_eq!(elsewhere.0, 403);
    });
}
