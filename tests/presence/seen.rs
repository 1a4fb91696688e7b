//! When somebody was last seen: written down with the events about who came and went, after a restart as before, gone with the document.

use serde_json::{Value, json};

use super::world::{World, run, token};

async fn offline(world: &World, id: &str, token: &str) -> Vec<(String, String)> {
    let answer = world.call("GET", &format!("/api/documents/{id}/presence?offline=true"), token, Value::Null).await;
    let all = answer["participants"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|one| (word(&one["user"]["id"]), word(&one["status"]))).collect()
}

#[test]
fn who_came_and_went_is_told_once_a_user_and_seen_later() {
    run(async |world| {
        let root = token("root", &[("/", "owner")]);
        let first = world.enter("a", "ada", json!({})).await;
        let second = world.enter("a", "ada", json!({})).await;
        let bob = world.enter("a", "bob", json!({})).await;
        drop(first);
        drop(second);
        world.until("all is told", async |world| world.told("a").len() == 3).await;
        assert_eq!(world.told("a"), ["participant.joined ada", "participant.joined bob", "participant.left ada"]);
        let there = [("bob".to_owned(), "active".to_owned()), ("ada".to_owned(), "offline".to_owned())];
        assert_eq!(offline(world, "a", &root).await, there);
        let whereabouts = world.call("GET", "/api/presence/users/ada", &root, Value::Null).await;
        assert_eq!((&whereabouts["status"], &whereabouts["user"]["name"]), (&json!("offline"), &json!("ada")));
        assert_eq!(whereabouts["seen"][0]["document"], "a");
        let there = world.call("GET", "/api/presence/users/bob", &root, Value::Null).await;
        assert_eq!((&there["status"], &there["present"][0]["document"]), (&json!("active"), &json!("a")));
        drop(bob);
        world.restart().await;
        let after = offline(world, "a", &root).await;
        assert_eq!(
            after.iter().map(|(user, status)| format!("{user} {status}")).collect::<Vec<_>>(),
            ["bob offline", "ada offline"]
        );
        assert_eq!(world.told("a").len(), 4, "also that bob left when the server ended");
    });
}

#[test]
fn nobody_learns_where_somebody_was_who_may_not_read_there() {
    run(async |world| {
        drop(world.enter("secret", "ada", json!({})).await);
        let there = world.enter("open", "ada", json!({})).await;
        world.until("both are told", async |world| world.told("secret").len() == 2 && world.told("open").len() == 1).await;
        let some = token("some", &[("open", "viewer")]);
        let seen = world.call("GET", "/api/presence/users/ada", &some, Value::Null).await;
        assert_eq!((seen["present"].as_array().unwrap().len(), seen["seen"].as_array().unwrap().len()), (1, 0));
        let nobody = world.call("GET", "/api/presence/users/ada", &token("nobody", &[]), Value::Null).await;
        let never = world.call("GET", "/api/presence/users/never", &token("nobody", &[]), Value::Null).await;
        assert_eq!(nobody, never, "who may read nowhere learns nothing, not even that there is such a user");
        assert_eq!(nobody["status"], "offline");
        drop(there);
    });
}

#[test]
fn a_purge_leaves_nothing_of_who_was_there() {
    run(async |world| {
        let root = token("root", &[("/", "owner")]);
        world.call("POST", "/api/documents", &root, json!({ "id": "a" })).await;
        let ada = world.enter("a", "ada", json!({})).await;
        world.until("ada is told", async |world| !world.told("a").is_empty()).await;
        drop(world.enter("b", "ada", json!({})).await);
        world.until("ada was at b", async |world| world.told("b").len() == 2).await;
        assert!(!world.keys_with("seen\0\0\u{1}a").is_empty());
        world.call("DELETE", "/api/documents/a", &root, Value::Null).await;
        let denied = world.ask("GET", "/api/documents/a/presence?offline=true", &root, Value::Null).await;
        assert_eq!(denied.0, 403, "of a deleted document nothing is shown");
        drop(ada);
        world
            .until("it is purged", async |world| {
                world.ask("DELETE", "/api/documents/a?purge=true", &root, Value::Null).await.0.is_success()
            })
            .await;
        let _later = world.enter("c", "bob", json!({})).await;
        world.until("what came after is told", async |world| !world.told("c").is_empty()).await;
        assert_eq!(world.told("a"), [""; 0]);
        assert!(world.keys_with("seen\0\0\u{1}a").is_empty());
        let left = world.call("GET", "/api/presence/users/ada", &root, Value::Null).await;
        assert_eq!(left["seen"].as_array().unwrap().len(), 1, "{left}");
    });
}

#[test]
fn somebody_whose_id_was_made_up_leaves_no_record() {
    run(async |world| {
        drop(world.enter("a", "guest-0123456789abcdef", json!({})).await);
        world.until("the guest left", async |world| world.told("a").len() == 2).await;
        assert!(world.keys_with("seen").is_empty());
    });
}
