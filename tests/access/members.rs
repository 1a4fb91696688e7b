//! Members, blocks, accounts' own folders and deleted documents: how they fold into one role.

use serde_json::{Value, json};
use yrsa::access::{AccessChange, Denied, Removal, Role};

use yrsa::document::Kind;
use yrsa::features::documents::NewDocument;

use super::world::{World, admin_token, document, token};

const OWNER: &[(&str, &str)] = &[("a/", "owner")];

#[tokio::test]
async fn the_higher_of_grant_and_membership_counts() {
    let world = World::new();
    let owner = token("owner", OWNER);
    for (granted, member, role) in [
        (None, None, None),
        (Some("viewer"), None, Some(Role::Viewer)),
        (None, Some("editor"), Some(Role::Editor)),
        (Some("viewer"), Some("editor"), Some(Role::Editor)),
        (Some("owner"), Some("viewer"), Some(Role::Owner)),
        (Some("owner"), Some("blocked"), None),
        (None, Some("blocked"), None),
    ] {
        let path = "/api/documents/a%2Fx/members/ada";
        match member {
            Some(member) => assert_eq!(world.ask("PUT", path, &owner, json!({ "role": member })).await.0, 200),
            None => assert_eq!(world.ask("DELETE", path, &owner, Value::Null).await.0, 204),
        }
        let grants: Vec<_> = granted.map(|role| ("a/", role)).into_iter().collect();
        let ada = world.person("ada", &grants).await;
        let access = world.guard.access(&ada, &document("a/x"));
        assert_eq!(access, role.ok_or(Denied::NoRight), "{granted:?} {member:?}");
    }
}

#[tokio::test]
async fn a_block_beats_a_grant_a_share_and_an_administrator_who_can_still_take_it_away() {
    let world = World::new();
    let owner = token("owner", OWNER);
    let admin = admin_token("root");
    for user in ["ada", "root"] {
        let path = format!("/api/documents/a%2F/members/{user}");
        assert_eq!(world.ask("PUT", &path, &owner, json!({ "role": "blocked" })).await.0, 200);
    }
    let root = world.identify(&admin).await.unwrap();
    assert_eq!(world.guard.access(&root, &document("a/x")), Err(Denied::NoRight));
    assert_eq!(world.ask("DELETE", "/api/documents/a%2F/members/root", &admin, Value::Null).await.0, 204);
    assert_eq!(world.guard.access(&root, &document("a/x")), Ok(Role::Owner));
    let (_, share) = world.ask("POST", "/api/documents/a%2F/shares", &owner, json!({ "permission": "edit" })).await;
    let (uri, bearer) = (format!("/api/documents/a%2Fx/access?share={}", share["secret"].as_str().unwrap()), token("ada", &[]));
    assert_eq!(world.ask("GET", &uri, &bearer, Value::Null).await.0, 403);
}

#[tokio::test]
async fn who_owns_more_is_not_shut_out_by_who_owns_a_part() {
    let world = World::new();
    let (wide, narrow) = (token("wide", OWNER), token("narrow", &[("a/x/", "owner")]));
    let path = |user: &str| format!("/api/documents/a%2Fx%2F/members/{user}");
    assert_eq!(world.ask("PUT", &path("wide"), &narrow, json!({ "role": "blocked" })).await.0, 200);
    let owner = world.person("wide", OWNER).await;
    assert_eq!(world.guard.access(&owner, &document("a/x/y")), Err(Denied::NoRight));
    assert_eq!(world.ask("DELETE", &path("wide"), &wide, Value::Null).await.0, 204);
    assert_eq!(world.guard.access(&owner, &document("a/x/y")), Ok(Role::Owner));
    assert_eq!(world.ask("PUT", &path("narrow"), &wide, json!({ "role": "blocked" })).await.0, 200);
    assert_eq!(world.ask("DELETE", &path("narrow"), &narrow, Value::Null).await.0, 403);
    assert_eq!(world.ask("PUT", "/api/documents/a%2F/members/x", &narrow, json!({ "role": "viewer" })).await.0, 403);
}

#[tokio::test]
async fn a_change_reaches_open_connections_before_the_answer() {
    let world = World::new();
    let ada = world.person("ada", &[("a/", "viewer")]).await;
    let (_watched, ears) = world.join(&ada, "a/x");
    let owner = token("owner", OWNER);
    let path = "/api/documents/a%2F/members/ada";
    world.ask("PUT", path, &owner, json!({ "role": "editor" })).await;
    assert_eq!(ears.heard(), [AccessChange::Role(Role::Editor)]);
    world.ask("DELETE", path, &owner, Value::Null).await;
    assert_eq!(ears.heard(), [AccessChange::Role(Role::Viewer)]);
    world.ask("PUT", path, &owner, json!({ "role": "blocked" })).await;
    assert_eq!(ears.heard(), [AccessChange::Removed(Removal::NoRight)]);
}

#[tokio::test]
async fn the_list_shows_the_members_of_exactly_this_scope() {
    let world = World::new();
    let owner = token("owner", OWNER);
    for (scope, user) in [("a%2F", "ada"), ("a%2Fx", "bob"), ("a%2Fx", "日本 /?#%")] {
        let user: String = user.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/api/documents/{scope}/members/{user}");
        assert_eq!(world.ask("PUT", &path, &owner, json!({ "role": "host" })).await.0, 200);
    }
    let (_, listed) = world.ask("GET", "/api/documents/a%2Fx/members", &owner, Value::Null).await;
    let users: Vec<_> = listed["members"].as_array().unwrap().iter().map(|member| member["user"].as_str().unwrap()).collect();
    assert_eq!(users, ["bob", "日本 /?#%"]);
    assert_eq!(listed["members"][0]["role"], "owner");
    assert_eq!(listed["members"][0]["changed_by"], "owner");
}

#[tokio::test]
async fn an_owner_of_a_part_decides_about_that_part_only() {
    let world = World::new();
    let owner = token("owner", &[("a/x", "owner")]);
    let role = json!({ "role": "editor" });
    assert_eq!(world.ask("PUT", "/api/documents/a%2Fx/members/ada", &owner, role.clone()).await.0, 200);
    assert_eq!(world.ask("PUT", "/api/documents/a%2Fx%2F/members/ada", &owner, role.clone()).await.0, 200, "what lies below");
    for wider in ["a%2F", "%2F", "a", "a%2Fy"] {
        assert_eq!(
            world.ask("PUT", &format!("/api/documents/{wider}/members/ada"), &owner, role.clone()).await.0,
            403,
            "{wider}"
        );
    }
    assert_eq!(world.ask("PUT", "/api/documents/a%2Fx/members/owner", &owner, json!({ "role": "blocked" })).await.0, 400);
}

#[tokio::test]
async fn a_deleted_document_is_gone_until_its_owner_restores_it() {
    let world = World::new();
    let owner = world.person("owner", OWNER).await;
    let ada = world.person("ada", &[("a/", "editor")]).await;
    world.catalog.create(&owner, NewDocument::of_kind(document("a/x"), Kind::default())).unwrap();
    let (_watched, ears) = world.join(&ada, "a/x");
    let (_other, other_ears) = world.join(&ada, "a/x/below");
    assert!(world.catalog.delete(&ada, &document("a/x"), None).is_err());
    world.catalog.delete(&owner, &document("a/x"), None).unwrap();
    assert_eq!(ears.heard(), [AccessChange::Removed(Removal::Deleted)]);
    assert_eq!(other_ears.heard(), []);
    assert_eq!(world.guard.access(&ada, &document("a/x")), Err(Denied::Gone));
    let eve = world.person("eve", &[]).await;
    assert_eq!(world.guard.access(&eve, &document("a/x")), Err(Denied::NoRight), "strangers don't learn that it was there");
    assert!(world.catalog.restore(&ada, &document("a/x")).is_err());
    world.catalog.restore(&owner, &document("a/x")).unwrap();
    assert_eq!(world.guard.access(&ada, &document("a/x")), Ok(Role::Editor));
}
