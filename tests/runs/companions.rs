//! Companion documents: who reads them, that only the server writes them, and that what it writes is on disk.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};
use yrsa::access::{Denied, Role, User};
use yrsa::features::companion::NotWritten;
use yrsa::features::{Companion, Credentials};
use yrsa::protocol::live::Edit;
use yrsa::room::visit::{Visit, VisitError};

use super::world::{World, document, on, token};

async fn role(world: &World, token: &str, id: &str) -> Result<Role, Denied> {
    let shown = Credentials { token: Some(token.to_owned()), ..Credentials::default() };
    let identity = world.app().guard.identify(&shown).await.unwrap();
    world.app().guard.access(&identity, &document(id))
}

fn patch(operations: Value) -> Edit {
    Edit::Patch(serde_json::from_value(operations).unwrap())
}

#[test]
fn whoever_reads_a_document_reads_its_companion_and_no_more() {
    on(|runtime| async {
        let world = World::new(runtime);
        for name in ["owner", "editor", "commenter", "viewer"] {
            let token = token(name, &[("acme/plan", name)]);
            assert_eq!(role(&world, &token, "acme/plan~yrsa").await, Ok(Role::Viewer), "{name}");
        }
        let stranger = token("eve", &[("acme/plan~yrsa", "owner"), ("acme/other", "owner")]);
        assert_eq!(role(&world, &stranger, "acme/plan~yrsa").await, Err(Denied::NoRight), "a grant on the companion is none");
        let everything = token("root", &[("/", "owner")]);
        for id in ["~yrsa", "acme/~yrsa", "acme/plan~yrsa~yrsa"] {
            assert_eq!(role(&world, &everything, id).await, Err(Denied::NoRight), "{id} belongs to nothing");
        }
        world.end().await;
    });
}

#[test]
fn a_companion_is_deleted_and_comes_back_with_its_document() {
    on(|runtime| async {
        let world = World::new(runtime);
        let owner = token("ada", &[("acme/", "owner")]);
        let (made, _) = world.ask("POST", "/y-sweet/doc/new", &owner, json!({ "docId": "acme/plan" })).await;
        assert_eq!(made, StatusCode::OK);
        let (status, _) = world.ask("DELETE", "/api/documents/acme%2Fplan", &owner, Value::Null).await;
        assert!(status.is_success(), "{status}");
        assert_eq!(role(&world, &owner, "acme/plan~yrsa").await, Err(Denied::Gone));
        let (status, _) = world.ask("POST", "/api/documents/acme%2Fplan/restore", &owner, Value::Null).await;
        assert!(status.is_success(), "{status}");
        assert_eq!(role(&world, &owner, "acme/plan~yrsa").await, Ok(Role::Viewer));
        let (status, _) = world.ask("DELETE", "/api/documents/acme%2Fplan~yrsa", &owner, Value::Null).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "nobody deletes it alone");
        world.end().await;
    });
}

#[test]
fn nobody_creates_a_companion_or_decides_who_reads_it() {
    on(|runtime| async {
        let world = World::new(runtime);
        let owner = token("ada", &[("/", "owner")]);
        for (method, path, body) in [
            ("POST", "/y-sweet/doc/new", json!({ "docId": "acme/plan~yrsa" })),
            ("POST", "/api/documents", json!({ "id": "acme/plan~yrsa" })),
            ("PUT", "/api/documents/acme%2Fplan~yrsa/members/bob", json!({ "role": "owner" })),
        ] {
            let (status, problem) = world.ask(method, path, &owner, body).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{method} {path}: {problem}");
            assert!(problem["detail"].as_str().unwrap().contains("~yrsa"), "{problem}");
        }
        let share = json!({ "permission": "view" });
        let (status, _) = world.ask("POST", "/api/documents/acme%2Fplan~yrsa/shares", &owner, share).await;
        assert!(status.is_client_error(), "{status}");
        let update = super::world::request("POST", "/y-sweet/d/acme%2Fplan~yrsa/update", &owner, &Value::Null);
        let (status, problem) = world.send(update).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(String::from_utf8(problem).unwrap().contains("can be read only"));
        world.end().await;
    });
}

#[test]
fn an_editor_of_the_document_is_told_why_the_companion_is_read_only() {
    on(|runtime| async {
        let world = World::new(runtime);
        let seat = world.app().rooms.take_seat(&document("acme/plan~yrsa")).unwrap();
        let user = User { id: "ada".into(), name: None, color: "#000000".into(), is_known: true };
        let visit = Visit::begin(seat, user, Role::Viewer).await;
        let refused = visit.edit(patch(json!([{ "op": "add", "path": "/mine", "value": {} }])), None).await;
        let Err(VisitError::Failed(failed)) = refused else { panic!("{refused:?}") };
        assert!(failed.why.contains("written by the server alone"), "{}", failed.why);
        assert!(world.stored("acme/plan~yrsa").is_none(), "opening it made nothing");
        drop(visit);
        world.end().await;
    });
}

#[test]
fn what_the_server_writes_is_on_disk_and_a_rebuild_makes_it_right_whatever_it_was() {
    on(|runtime| async {
        let mut world = World::new(runtime);
        let plan = document("acme/plan");
        let companion = Companion::new(world.app().rooms.clone());
        let all = (0..20).map(|n| {
            let operation = json!([{ "op": "add", "path": format!("/root{n}"), "value": { "n": n } }]);
            companion.write(&plan, serde_json::from_value(operation).unwrap())
        });
        assert_eq!(join_all(all).await, vec![Ok(()); 20], "writes at the same time follow one another");
        companion.rebuild(&plan, "root0", json!({ "a": { "deep": [1] } })).await.unwrap();
        companion.rebuild(&plan, "root0", json!({ "a": { "deep": [1, 2] }, "b": 3 })).await.unwrap();
        world.restart().await;
        let content = world.content("acme/plan~yrsa").await;
        assert_eq!(content["root0"], json!({ "a": { "deep": [1, 2] }, "b": 3 }));
        assert_eq!(content["root19"], json!({ "n": 19 }));
        let again = Companion::new(world.app().rooms.clone());
        again.rebuild(&plan, "root0", json!({ "b": 4 })).await.unwrap();
        assert_eq!(world.content("acme/plan~yrsa").await["root0"], json!({ "b": 4 }));
        world.end().await;
    });
}

#[test]
fn a_full_room_does_not_keep_the_server_out() {
    on(|runtime| async {
        let mut config = yrsa::config::Config::default();
        config.limits.connections_per_document = 1;
        let world = World::with(runtime, config);
        let seat = world.app().rooms.take_seat(&document("acme/plan~yrsa")).unwrap();
        let user = User { id: "eve".into(), name: None, color: "#000000".into(), is_known: true };
        let visit = Visit::begin(seat, user, Role::Viewer).await;
        assert!(world.app().rooms.take_seat(&document("acme/plan~yrsa")).is_err(), "nobody else gets in");
        let companion = Companion::new(world.app().rooms.clone());
        companion.rebuild(&document("acme/plan"), "root", json!({ "n": 1 })).await.unwrap();
        let content: Value = serde_json::from_slice(&visit.content().await.unwrap().1).unwrap();
        assert_eq!(content["root"], json!({ "n": 1 }));
        drop(visit);
        world.end().await;
    });
}

#[test]
fn an_id_without_room_for_the_suffix_has_no_companion() {
    on(|runtime| async {
        let world = World::new(runtime);
        let companion = Companion::new(world.app().rooms.clone());
        let long = document(&"a".repeat(508));
        assert_eq!(companion.write(&long, Vec::new()).await, Err(NotWritten::NoCompanion));
        world.end().await;
    });
}

#[test]
fn records_are_read_while_the_companion_is_open_and_what_is_gone_is_not_written() {
    on(|runtime| async {
        let world = World::new(runtime);
        let (plan, shown) = (document("acme/plan"), document("acme/plan~yrsa"));
        let companion = Companion::new(world.app().rooms.clone());
        let read = async || {
            tokio::select! {
                biased;
                closed = world.app().rooms.close(&shown) => panic!("whoever removes it has to wait: {}", closed.is_some()),
                () = std::future::ready(()) => {}
            }
            Ok(None::<((), Value)>)
        };
        assert_eq!(companion.rebuild_from(&plan, "runs", read).await, Ok(None));
        assert!(world.stored("acme/plan~yrsa").is_none());
        world.end().await;
    });
}
