//! Share links: what they let people do, and that ten uses are ten however many come at once.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio_util::task::TaskTracker;
use yrsa::access::{AccessChange, Denied, Removal, Role, Scope};
use yrsa::features::Credentials;
use yrsa::features::shares::{NewShare, Permission};

use super::world::{World, document, doer, token};

fn by_share(secret: &str) -> Credentials {
    Credentials { share: Some(secret.to_owned()), ..Credentials::default() }
}

fn share(world: &World, scope: &str, permission: Permission, max_uses: Option<u64>) -> (String, String) {
    let scope = Scope::new(scope).unwrap();
    let new = NewShare { scope, permission, created_by: "owner".to_owned(), expires_ms: None, max_uses, parent: None };
    let (id, secret, _) = world.guard.shares.create(&doer("x"), new, world.now()).unwrap();
    (id, secret.reveal().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_at_once_a_link_for_ten_lets_in_ten() {
    let world = World::new();
    let (id, secret) = share(&world, "a/x", Permission::View, Some(10));
    let attempts = (0..100).map(|_| {
        let (guard, credentials) = (Arc::clone(&world.guard), by_share(&secret));
        TaskTracker::new().spawn(async move { guard.identify(&credentials).await })
    });
    let mut let_in = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => let_in += 1,
            Err(denied) => assert_eq!(denied, Denied::Expired),
        }
    }
    assert_eq!(let_in, 10);
    assert_eq!(world.guard.shares.get(&id).unwrap().unwrap().uses, 10);
}

#[tokio::test]
async fn a_link_gives_its_permission_in_its_scope_and_nothing_else() {
    let world = World::new();
    for (permission, role) in [
        (Permission::View, Role::Viewer),
        (Permission::Comment, Role::Commenter),
        (Permission::Edit, Role::Editor),
        (Permission::Share, Role::Editor),
    ] {
        let (_, secret) = share(&world, "a/x", permission, None);
        let guest = world.guard.identify(&by_share(&secret)).await.unwrap();
        assert_eq!(guest.user.name.as_deref(), Some("Guest"));
        assert_eq!(world.guard.access(&guest, &document("a/x")), Ok(role));
        for other in ["a", "a/y", "a/x/below"] {
            assert_eq!(world.guard.access(&guest, &document(other)), Err(Denied::NoRight), "{other}");
        }
    }
    let (_, secret) = share(&world, "a/", Permission::View, None);
    let guest = world.guard.identify(&by_share(&secret)).await.unwrap();
    assert_eq!(world.guard.access(&guest, &document("a/x/below")), Ok(Role::Viewer));
    assert_eq!(world.guard.access(&guest, &document("b")), Err(Denied::NoRight));
}

#[tokio::test]
async fn a_secret_is_a_secret_wherever_it_is_given() {
    let world = World::new();
    let (_, secret) = share(&world, "a/x", Permission::View, None);
    assert!(world.identify(&secret).await.is_ok(), "in the place of a token");
    let mut wrong = secret.clone();
    let last = wrong.pop().unwrap();
    wrong.push(if last == 'A' { 'E' } else { 'A' });
    let upper = secret.to_uppercase();
    for wrong in [&wrong, &upper, &secret[..secret.len() - 1], "share_", &format!("share_{}", "A".repeat(500))] {
        assert_eq!(world.guard.identify(&by_share(wrong)).await.unwrap_err(), Denied::Invalid, "{wrong}");
    }
}

#[tokio::test]
async fn with_a_token_and_a_link_the_higher_role_counts_and_the_first_use_alone() {
    let world = World::new();
    let (id, secret) = share(&world, "a/", Permission::Edit, Some(1));
    let both = |grants: &[(&str, &str)]| Credentials { token: Some(token("ada", grants)), ..by_share(&secret) };
    for _ in 0..3 {
        let ada = world.guard.identify(&both(&[("a/", "viewer"), ("a/mine", "owner")])).await.unwrap();
        assert_eq!(&*ada.user.id, "ada");
        assert_eq!(world.guard.access(&ada, &document("a/x")), Ok(Role::Editor));
        assert_eq!(world.guard.access(&ada, &document("a/mine")), Ok(Role::Owner));
    }
    assert_eq!(world.guard.shares.get(&id).unwrap().unwrap().uses, 1);
    assert_eq!(world.guard.identify(&by_share(&secret)).await.unwrap_err(), Denied::Expired, "used up for others");
}

#[tokio::test]
async fn an_old_link_does_not_shut_out_who_has_a_right_of_their_own() {
    let world = World::new();
    let (id, secret) = share(&world, "a/", Permission::Edit, None);
    world.guard.shares.revoke(&doer("x"), &id, world.now()).unwrap();
    for link in [&*secret, "share_x"] {
        let both = Credentials { token: Some(token("ada", &[("a/", "viewer")])), ..by_share(link) };
        let ada = world.guard.identify(&both).await.unwrap();
        assert_eq!(world.guard.access(&ada, &document("a/x")), Ok(Role::Viewer));
    }
}

#[tokio::test]
async fn a_link_is_exchanged_for_a_token_with_which_connections_cost_nothing() {
    let world = World::new();
    let (id, secret) = share(&world, "a/x", Permission::Edit, Some(1));
    let body = json!({ "secret": secret, "name": "Grace" });
    let (status, answer) = world.ask("POST", "/api/shares/use", "", body.clone()).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["user"]["name"], "Grace");
    let token = answer["token"].as_str().unwrap();
    for _ in 0..3 {
        let guest = world.identify(token).await.unwrap();
        assert_eq!(&*guest.user.id, answer["user"]["id"].as_str().unwrap());
        assert_eq!(world.guard.access(&guest, &document("a/x")), Ok(Role::Editor));
    }
    assert_eq!(world.ask("POST", "/api/shares/use", "", body).await.0, 401, "used up");
    assert_eq!(world.guard.shares.get(&id).unwrap().unwrap().uses, 1);
    world.pass(12 * 60 * 60 + 30);
    assert_eq!(world.identify(token).await.unwrap_err(), Denied::Expired);
}

#[tokio::test]
async fn revoking_a_link_ends_guests_and_leaves_members_what_else_they_have() {
    let world = World::new();
    let owner = token("owner", &[("a/", "owner")]);
    let (id, secret) = share(&world, "a/x", Permission::Edit, None);
    let guest = world.guard.identify(&by_share(&secret)).await.unwrap();
    let both = Credentials { token: Some(token("ada", &[("a/", "viewer")])), ..by_share(&secret) };
    let ada = world.guard.identify(&both).await.unwrap();
    let (_a, guest_ears) = world.join(&guest, "a/x");
    let (_b, ada_ears) = world.join(&ada, "a/x");
    let (status, _) = world.ask("DELETE", &format!("/api/shares/{id}"), &owner, Value::Null).await;
    assert_eq!(status, 204);
    assert_eq!(guest_ears.heard(), [AccessChange::Removed(Removal::Revoked)]);
    assert_eq!(ada_ears.heard(), [AccessChange::Role(Role::Viewer)]);
    assert_eq!(world.guard.identify(&by_share(&secret)).await.unwrap_err(), Denied::Revoked);
    assert_eq!(world.guard.access(&guest, &document("a/x")), Err(Denied::Revoked));
}

#[tokio::test]
async fn an_expired_link_lets_nobody_in_and_its_token_ends_with_it() {
    let world = World::new();
    let owner = token("owner", &[("a/", "owner")]);
    let creation = json!({ "permission": "edit", "expires_in": 60 });
    let (status, made) = world.ask("POST", "/api/documents/a%2Fx/shares", &owner, creation).await;
    assert_eq!(status, 201);
    let secret = made["secret"].as_str().unwrap();
    let guest = world.guard.identify(&by_share(secret)).await.unwrap();
    let (_, exchanged) = world.ask("POST", "/api/shares/use", "", json!({ "secret": secret })).await;
    assert_eq!(exchanged["expires_at"], made["expires_at"]);
    world.pass(60);
    assert_eq!(world.guard.access(&guest, &document("a/x")), Err(Denied::Expired));
    assert_eq!(world.guard.identify(&by_share(secret)).await.unwrap_err(), Denied::Expired);
    let again = world.identify(exchanged["token"].as_str().unwrap()).await.unwrap();
    assert_eq!(world.guard.access(&again, &document("a/x")), Err(Denied::Expired), "within the leeway of the token");
}

#[tokio::test]
async fn who_may_share_shares_what_was_shared_and_sees_only_that() {
    let world = World::new();
    let owner = token("owner", &[("a/", "owner")]);
    let create = |permission: &str| json!({ "permission": permission });
    let path = "/api/documents/a%2F/shares";
    let (_, made) = world.ask("POST", path, &owner, create("share")).await;
    let (_, used) = world.ask("POST", "/api/shares/use", "", json!({ "secret": made["secret"] })).await;
    let guest = used["token"].as_str().unwrap();
    let (status, passed_on) = world.ask("POST", path, guest, create("edit")).await;
    assert_eq!(status, 201, "{passed_on}");
    assert_eq!(world.ask("POST", "/api/documents/a%2Fx/shares", guest, create("share")).await.0, 201, "of a part");
    assert_eq!(world.ask("POST", "/api/documents/%2F/shares", guest, create("view")).await.0, 403, "of more");
    let count = |answer: &Value| answer["shares"].as_array().unwrap().len();
    assert_eq!(count(&world.ask("GET", path, guest, Value::Null).await.1), 1);
    assert_eq!(count(&world.ask("GET", path, &owner, Value::Null).await.1), 2);
    let delete = |share: &Value| format!("/api/shares/{}", share["id"].as_str().unwrap());
    assert_eq!(world.ask("DELETE", &delete(&made), guest, Value::Null).await.0, 403, "not theirs");
    assert_eq!(world.ask("DELETE", &delete(&passed_on), guest, Value::Null).await.0, 204, "their own");
    let (_, edit) = world.ask("POST", path, &owner, create("edit")).await;
    let (_, editor) = world.ask("POST", "/api/shares/use", "", json!({ "secret": edit["secret"] })).await;
    assert_eq!(world.ask("POST", path, editor["token"].as_str().unwrap(), create("view")).await.0, 403, "edit is not share");
}

#[tokio::test]
async fn what_was_passed_on_gives_nothing_that_its_origin_does_not() {
    let world = World::new();
    let owner = token("owner", &[("a/", "owner")]);
    let path = "/api/documents/a%2Fx/shares";
    let make = async |by: &str, body: Value| world.ask("POST", path, by, body).await;
    let enter = async |share: &Value| world.ask("POST", "/api/shares/use", "", json!({ "secret": share["secret"] })).await;
    let origin = json!({ "permission": "share", "expires_in": 60, "max_uses": 4 });
    let (_, origin) = make(&owner, origin).await;
    let mut last = origin.clone();
    for depth in 1..=3 {
        let (_, entered) = enter(&last).await;
        let wish = json!({ "permission": "share", "expires_in": 3600 });
        let (status, made) = make(entered["token"].as_str().unwrap(), wish).await;
        assert_eq!((status.as_u16(), &made["expires_at"]), (201, &origin["expires_at"]), "{depth}");
        last = made;
    }
    let guest = world.guard.identify(&by_share(last["secret"].as_str().unwrap())).await.unwrap();
    assert_eq!(enter(&last).await.0, 401, "four were let in");
    let (_watched, ears) = world.join(&guest, "a/x");
    let (status, _) = world.ask("DELETE", &format!("/api/shares/{}", origin["id"].as_str().unwrap()), &owner, Value::Null).await;
    assert_eq!((status.as_u16(), ears.heard()), (204, vec![AccessChange::Removed(Removal::Revoked)]));
    assert_eq!(world.guard.access(&guest, &document("a/x")), Err(Denied::Revoked));
}

#[tokio::test]
async fn a_share_is_passed_on_a_few_times_and_not_for_ever() {
    let world = World::new();
    let mut parent = None;
    for depth in 0..10 {
        let scope = Scope::new("a/x").unwrap();
        let (permission, created_by) = (Permission::Share, "x".to_owned());
        let new = NewShare { scope, permission, created_by, expires_ms: None, max_uses: None, parent: parent.clone() };
        match world.guard.shares.create(&doer("x"), new, world.now()) {
            Ok((id, secret, _)) => {
                assert!(world.guard.identify(&by_share(secret.reveal())).await.is_ok(), "{depth}");
                parent = Some(id);
            }
            Err(_) => return assert_eq!(depth, 8),
        }
    }
    panic!("passed on for ever");
}

#[tokio::test]
async fn a_scope_has_a_thousand_shares_and_those_that_ended_make_room() {
    let world = World::new();
    let ids: Vec<String> = (0..1000).map(|_| share(&world, "a/x", Permission::View, None).0).collect();
    let owner = token("owner", &[("a/", "owner")]);
    let one_more = async || world.ask("POST", "/api/documents/a%2Fx/shares", &owner, json!({ "permission": "view" })).await.0;
    assert_eq!(one_more().await, 409);
    world.guard.shares.revoke(&doer("x"), &ids[7], world.now()).unwrap();
    assert_eq!(one_more().await, 201);
    assert_eq!(one_more().await, 409);
    assert_eq!(world.guard.shares.list(&Scope::new("a/x").unwrap()).unwrap().len(), 1000);
}

#[tokio::test]
async fn a_share_that_makes_no_sense_is_refused() {
    let world = World::new();
    let owner = token("owner", &[("a/", "owner")]);
    for body in [
        json!({}),
        json!({ "permission": "own" }),
        json!({ "permission": "view", "max_uses": 0 }),
        json!({ "permission": "view", "max_uses": -1 }),
        json!({ "permission": "view", "expires_at": 1 }),
        json!({ "permission": "view", "expires_in": 0 }),
        json!({ "permission": "view", "forever": true }),
    ] {
        assert_eq!(world.ask("POST", "/api/documents/a%2Fx/shares", &owner, body.clone()).await.0, 400, "{body}");
    }
}
