//! The catalogue itself: records and events change together, once, and only for those who may.

use std::sync::{Arc, Barrier};

use serde_json::{Value, json};
use yrsa::access::Role;
use yrsa::document::Kind;
use yrsa::features::Refused;
use yrsa::features::documents::{Change, NewDocument, Owner, Revision};
use yrsa_storage::{Append, LogEntry};

use super::world::{World, id, token, world};

fn new(name: &str) -> NewDocument {
    NewDocument::of_kind(id(name), Kind::named("board").unwrap())
}

#[test]
fn who_creates_a_document_owns_exactly_that_one() {
    world(async |world| {
        let ada = world.person(&token("ada", &[("acme/", "editor")])).await;
        let entry = world.app.catalog.create(&ada, NewDocument { title: "Plan".to_owned(), ..new("acme/plan") }).unwrap();
        assert_eq!((entry.kind.name(), &*entry.title, &*entry.owner.unwrap().id), ("board", "Plan", "ada"));
        assert_eq!(world.app.guard.access(&ada, &id("acme/plan")), Ok(Role::Owner));
        assert_eq!(world.app.guard.access(&ada, &id("acme/plan/b")), Ok(Role::Editor));
        assert_eq!(world.app.guard.access(&ada, &id("acme/other")), Ok(Role::Editor));
        let created = ("document.created".to_owned(), "acme/plan".to_owned(), json!({ "kind": "board", "title": "Plan" }));
        assert_eq!(world.events(), [created]);
    });
}

#[test]
fn who_owns_a_document_anyway_becomes_no_member() {
    world(async |world| {
        let ada = world.person(&token("ada", &[("acme/", "owner")])).await;
        world.app.catalog.create(&ada, new("acme/plan")).unwrap();
        let scope = yrsa::access::Scope::of(&id("acme/plan"));
        assert_eq!(world.app.guard.members.list(&scope).unwrap(), []);
    });
}

#[test]
fn of_a_hundred_who_create_one_document_one_does() {
    world(async |world| {
        let ada = world.person(&token("ada", &[("acme/", "editor")])).await;
        let start = Arc::new(Barrier::new(100));
        let creators: Vec<_> = (0..100)
            .map(|_| {
                let (catalog, ada, start) = (world.app.catalog.clone(), Arc::clone(&ada), Arc::clone(&start));
                std::thread::spawn(move || {
                    start.wait();
                    catalog.create(&ada, new("acme/plan"))
                })
            })
            .collect();
        let results: Vec<_> = creators.into_iter().map(|creator| creator.join().unwrap()).collect();
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(Refused::Conflict(_)))));
        assert_eq!(world.event_types(), ["document.created"]);
    });
}

#[test]
fn what_was_written_to_exists_and_can_be_named() {
    world(async |world| {
        let update = yrsa::document::empty();
        let entry = LogEntry { seq: 1, time_ms: 7, user: None, connection: 1, update };
        world.storage.append(&[Append { document: "acme/old".into(), entry: Some(entry), parked: None }]).unwrap();
        let ada = world.person(&token("ada", &[("acme/", "editor")])).await;
        assert!(matches!(world.app.catalog.create(&ada, new("acme/old")), Err(Refused::Conflict(_))));
        let change = Change { title: Some("Old".to_owned()), ..Change::default() };
        let entry = world.app.catalog.change(&ada, &id("acme/old"), &change).unwrap();
        assert_eq!((&*entry.title, entry.kind.name(), entry.created_ms > 0), ("Old", "document", true));
        assert_eq!(world.app.guard.documents.entry(&id("acme/old")).unwrap().unwrap(), entry);
        // What nobody wrote to is no document.
        assert!(matches!(world.app.catalog.change(&ada, &id("acme/ol"), &change), Err(Refused::Unknown(_))));
    });
}

#[test]
fn a_change_is_told_once_and_nothing_is_told_of_none() {
    world(async |world| {
        let ada = world.person(&token("ada", &[("acme/", "editor")])).await;
        let object = |value: &Value| value.as_object().unwrap().clone();
        world.app.catalog.create(&ada, new("acme/plan")).unwrap();
        let change = Change {
            title: Some("Plan".to_owned()),
            metadata: Some(object(&json!({ "color": "red", "gone": null }))),
            ..Change::default()
        };
        let first = world.app.catalog.change(&ada, &id("acme/plan"), &change).unwrap();
        let second = world.app.catalog.change(&ada, &id("acme/plan"), &change).unwrap();
        assert_eq!((first.revision, second.revision), (2, 2));
        let told: Vec<_> = world.events().into_iter().skip(1).map(|(kind, _, data)| (kind, data)).collect();
        assert_eq!(
            told,
            [
                ("document.renamed".to_owned(), json!({ "title": "Plan", "old": "" })),
                ("document.changed".to_owned(), json!({ "metadata": { "color": "red" } })),
            ]
        );
        let late = Change {
            read: Some(vec![Revision { revision: 1, ..Revision::of(&second) }]),
            title: Some("Late".to_owned()),
            ..Change::default()
        };
        assert!(matches!(world.app.catalog.change(&ada, &id("acme/plan"), &late), Err(Refused::Outdated)));
    });
}

#[test]
fn a_new_owner_is_a_member_and_only_owners_say_who() {
    world(async |world| {
        let ada = world.person(&token("ada", &[("acme/", "owner")])).await;
        let eve = world.person(&token("eve", &[("acme/", "editor")])).await;
        let bob = world.person(&token("bob", &[])).await;
        world.app.catalog.create(&ada, new("acme/plan")).unwrap();
        let to = |user: &str| Change { owner: Some(Owner::User(user.to_owned())), ..Change::default() };
        assert!(matches!(world.app.catalog.change(&eve, &id("acme/plan"), &to("eve")), Err(Refused::Denied(_))));
        world.app.catalog.change(&ada, &id("acme/plan"), &to("bob")).unwrap();
        assert_eq!(world.app.guard.access(&bob, &id("acme/plan")), Ok(Role::Owner));
        assert!(matches!(world.app.catalog.change(&bob, &id("acme/plan"), &to("a\nb")), Err(Refused::Invalid(_))));
    });
}

async fn deleted(world: &World) -> Arc<yrsa::access::Identity> {
    let ada = world.person(&token("ada", &[("acme/", "owner")])).await;
    world.app.catalog.create(&ada, new("acme/plan")).unwrap();
    world.app.catalog.delete(&ada, &id("acme/plan"), None).unwrap();
    ada
}

#[test]
fn deleting_and_restoring_are_told_once() {
    world(async |world| {
        let ada = deleted(&world).await;
        assert!(!world.app.guard.documents.exists(&id("acme/plan")).unwrap());
        assert!(matches!(world.app.catalog.create(&ada, new("acme/plan")), Err(Refused::Conflict(_))));
        world.app.catalog.delete(&ada, &id("acme/plan"), None).unwrap();
        world.app.catalog.restore(&ada, &id("acme/plan")).unwrap();
        world.app.catalog.restore(&ada, &id("acme/plan")).unwrap();
        assert!(world.app.guard.documents.exists(&id("acme/plan")).unwrap());
        assert_eq!(world.event_types(), ["document.created", "document.deleted", "document.restored"]);
    });
}

#[test]
fn nobody_asks_an_id_for_its_name_by_making_it_owner() {
    world(async |world| {
        let account = json!({ "login": "grace", "password": "correct horse", "name": "Grace Hopper" });
        let registered = world.send("POST", "/api/auth/register", "", &[], account).await.json();
        let grace = registered["id"].as_str().unwrap().to_owned();
        let ada = world.person(&token("ada", &[("a/", "owner")])).await;
        world.app.catalog.create(&ada, new("a/x")).unwrap();
        let pass = |owner| {
            let change = Change { owner: Some(owner), ..Change::default() };
            world.app.catalog.change(&ada, &id("a/x"), &change).unwrap().owner
        };
        assert_eq!(pass(Owner::User(grace.clone())).unwrap().name, None);
        pass(Owner::Nobody);
        // A member now, and known here.
        assert!(pass(Owner::User(grace)).unwrap().name.is_some());
    });
}
