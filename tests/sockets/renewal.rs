//! A guest stays for longer than one token lasts: with a new one everything goes on, also what the door has others do.

use serde_json::json;
use yrsa::access::Scope;
use yrsa::event::{Author, Doer};
use yrsa::features::shares::{NewShare, Permission};

use super::live::Live;
use crate::documents::world::{token, world};

#[test]
fn a_guest_with_a_new_token_goes_on_also_with_what_is_no_edit() {
    world(async |world| {
        let created = world.ask("POST", "/api/documents", &token("owner", &[("a/", "owner")]), json!({ "id": "a/x" })).await;
        assert_eq!(created.0, 201, "{}", created.1);
        let new = NewShare {
            scope: Scope::new("a/x").unwrap(),
            permission: Permission::Edit,
            created_by: "owner".to_owned(),
            expires_ms: None,
            max_uses: None,
            parent: None,
        };
        let owner = Doer::from(Author { id: "owner".into(), name: None });
        let (_, secret, _) = world.app.guard.shares.create(&owner, new, world.app.guard.now_ms()).unwrap();
        let used = async || {
            let (status, used) = world.ask("POST", "/api/shares/use", "", json!({ "secret": secret.reveal() })).await;
            assert_eq!(status, 200, "{used}");
            used["token"].as_str().unwrap().to_owned()
        };

        // A token of twelve hours, after nine of them another, and then nine more.
        let mut guest = Live::open(&world, &format!("/live/a/x?token={}", used().await)).await;
        let connected = guest.hear(|message| message["type"] == "connected").await;
        let me = &connected["self"]["user"]["id"];
        let first = guest.ask(1, json!({ "type": "chat_message", "body": "hello" })).await;
        assert_eq!(first["type"], "ack", "{first}");
        world.pass(9);
        let renewed = guest.ask(2, json!({ "type": "authenticate", "token": used().await })).await;
        assert_eq!(renewed["type"], "ack", "{renewed}");
        world.pass(9);
        for (id, request) in [
            (3, json!({ "type": "chat_message", "body": "still here" })),
            (4, json!({ "type": "comment_added", "body": "so it is" })),
            (5, json!({ "type": "lock_acquire", "path": "/cards" })),
        ] {
            let answer = guest.ask(id, request).await;
            assert_eq!(answer["type"], "ack", "{answer}");
            let of = ["author", "holder", "createdBy"].map(|name| &answer["answer"][name]["id"]);
            assert!(of.contains(&me), "{me} did it: {answer}");
        }
    });
}
