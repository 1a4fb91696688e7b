//! A record that can't be read keeps nobody from what is for them but those whom it is about.

use std::time::Duration;

use serde_json::{Value, json};
use yrsa_storage::RecordBatch;

use super::world::{create, happens, inbox, is, member, say, whats};
use crate::runs::world::{World, on};

const PATIENCE: Duration = Duration::from_secs(30);

fn damage(world: &World, key: impl Into<bytes::Bytes>) {
    world.storage().write(&RecordBatch::new().put(key, "damage")).unwrap();
}

/// The inbox of somebody, if it is ever filled.
async fn soon(world: &World, user: &str) -> Vec<(String, String, String)> {
    whats(&tokio::time::timeout(PATIENCE, inbox(world, user)).await.unwrap())
}

fn mentions(users: &[&str]) -> Value {
    json!({ "body": "look", "mentions": users.iter().map(|user| json!({ "user": user })).collect::<Vec<_>>() })
}

#[test]
fn a_member_that_cant_be_read_keeps_no_other_from_being_told() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        for user in ["bob", "cid"] {
            member(&world, "acme/plan", user, "commenter").await;
        }
        soon(&world, "cid").await;
        let bob = world.keys_with("member").into_iter().find(|key| key.ends_with(b"bob")).unwrap();
        damage(&world, bob);
        say(&world, "ada", mentions(&["bob", "cid"])).await;
        say(&world, "ada", json!({ "body": "all", "mentions": [{ "role": "commenter" }] })).await;
        let told = soon(&world, "cid").await;
        assert_eq!(told[..2], [is("mention", "ada", "all"), is("mention", "ada", "look")]);
        world.end().await;
    });
}

#[test]
fn an_inbox_whose_head_cant_be_read_keeps_no_other_from_being_filled() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        damage(&world, "inbox-head\0bob");
        say(&world, "ada", mentions(&["bob", "cid"])).await;
        say(&world, "ada", mentions(&["dee"])).await;
        for user in ["cid", "dee"] {
            assert_eq!(soon(&world, user).await, [is("mention", "ada", "look")]);
        }
        world.end().await;
    });
}

#[test]
fn a_thread_of_which_nobody_knows_who_takes_part_keeps_no_other_from_telling() {
    on(|runtime| async {
        let world = World::new(runtime);
        create(&world, "acme/plan").await;
        let comment = |thread: &str| json!({ "thread": thread, "comment": "c", "anchor": {}, "mentions": [], "text": "x" });
        for thread in ["bad", "good"] {
            happens(&world, "comment.thread_created", "acme/plan", Some("ada"), comment(thread));
        }
        soon(&world, "ada").await;
        let threads = world.keys_with("inbox-thread");
        assert_eq!(threads.len(), 2);
        damage(&world, threads.into_iter().find(|key| key.ends_with(b"bad")).unwrap());
        for thread in ["bad", "good"] {
            happens(&world, "comment.added", "acme/plan", Some("bob"), comment(thread));
        }
        assert_eq!(soon(&world, "ada").await, [is("reply", "bob", "x")]);
        world.end().await;
    });
}
