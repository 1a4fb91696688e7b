//! The audit over REST, from a whole server: what every change leaves in it, who may see what, and who hears of it.

use std::sync::Arc;

use serde_json::{Value, json};
use yrsa::features::Credentials;
use yrsa::http::api::inward::{Asker, Inward};
use yrsa::protocol::DocumentId;
use yrsa::protocol::live::Verb;
use yrsa_storage::Memory;

use crate::documents::world::{World, admin_token, token, world};

/// What an administrator sees, the oldest first.
async fn audited(world: &World, query: &str) -> Vec<Value> {
    let (status, page) = world.ask("GET", &format!("/api/audit?limit=1000&{query}"), &admin_token("root"), Value::Null).await;
    assert_eq!(status, 200, "{page}");
    let mut entries = page["entries"].as_array().unwrap().clone();
    entries.reverse();
    entries
}

async fn actions(world: &World, query: &str) -> Vec<String> {
    audited(world, query).await.iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn everything_that_is_changed_about_access_is_in_the_audit_with_who_did_it() {
    world(|world| async move {
        let (owner, root) = (token("olga", &[("acme/", "owner")]), admin_token("root"));
        let ask = async |method: &str, path: &str, as_whom: &str, body: Value| {
            let (status, answer) = world.ask(method, path, as_whom, body).await;
            assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
            answer
        };
        ask("POST", "/api/documents", &owner, json!({ "id": "acme/x" })).await;
        ask("PUT", "/api/documents/acme%2Fx/members/ada", &owner, json!({ "role": "viewer" })).await;
        ask("PUT", "/api/documents/acme%2Fx/members/ada", &owner, json!({ "role": "viewer" })).await;
        ask("PUT", "/api/documents/acme%2Fx/members/ada", &owner, json!({ "role": "editor" })).await;
        ask("PUT", "/api/documents/acme%2F/members/eve", &owner, json!({ "role": "blocked" })).await;
        ask("DELETE", "/api/documents/acme%2Fx/members/ada", &owner, Value::Null).await;
        ask("DELETE", "/api/documents/acme%2Fx/members/ada", &owner, Value::Null).await;
        let share = ask("POST", "/api/documents/acme%2Fx/shares", &owner, json!({ "permission": "view" })).await;
        let secret = share["secret"].as_str().unwrap().to_owned();
        ask("POST", "/api/shares/use", "", json!({ "secret": secret, "name": "Gast" })).await;
        ask("DELETE", &format!("/api/shares/{}", share["id"].as_str().unwrap()), &owner, Value::Null).await;
        ask("PATCH", "/api/documents/acme%2Fx", &owner, json!({ "owner": "ada" })).await;
        ask("DELETE", "/api/documents/acme%2Fx", &owner, Value::Null).await;
        ask("POST", "/api/documents/acme%2Fx/restore", &owner, json!({})).await;
        ask("DELETE", "/api/documents/acme%2Fx", &owner, Value::Null).await;
        ask("DELETE", "/api/documents/acme%2Fx?purge=true", &owner, Value::Null).await;
        ask("POST", "/api/admin/kick", &root, json!({ "user": "ada" })).await;
        ask("POST", "/api/admin/reassess", &root, json!({})).await;
        ask("POST", "/api/admin/revocations", &root, json!({ "user": "ada" })).await;
        let expected = [
            ("document.created", "olga", "acme/x"),
            ("member.added", "olga", "acme/x"),
            ("member.changed", "olga", "acme/x"),
            ("member.blocked", "olga", "acme/"),
            ("member.removed", "olga", "acme/x"),
            ("share.created", "olga", "acme/x"),
            ("share.used", "Gast", "acme/x"),
            ("share.revoked", "olga", "acme/x"),
            ("member.added", "olga", "acme/x"),
            ("document.changed", "olga", "acme/x"),
            ("document.deleted", "olga", "acme/x"),
            ("document.restored", "olga", "acme/x"),
            ("document.deleted", "olga", "acme/x"),
            ("document.purged", "olga", "acme/x"),
            ("admin.kicked", "root", "/"),
            ("admin.reassessed", "root", "/"),
            ("admin.tokens_revoked", "root", "/"),
        ];
        let entries = audited(&world, "").await;
        let found: Vec<(&str, &str, &str)> = entries
            .iter()
            .map(|entry| {
                let about = entry["document"].as_str().or(entry["scope"].as_str()).unwrap();
                let actor = &entry["actor"];
                let is_guest = actor["id"].as_str().unwrap().starts_with("guest-");
                (entry["action"].as_str().unwrap(), actor[if is_guest { "name" } else { "id" }].as_str().unwrap(), about)
            })
            .collect();
        assert_eq!(found, expected);
        assert!(entries.iter().all(|entry| entry["door"] == "rest"), "{entries:#?}");
        let whole = json!(entries).to_string();
        assert!(!whole.contains(&secret) && !whole.contains(&secret["share_".len()..]), "no secret is in it");
        let (_, verified) = world.ask("GET", "/api/audit/verify", &root, Value::Null).await;
        assert_eq!((verified["intact"].clone(), verified["entries"].clone()), (true.into(), expected.len().into()), "{verified}");
    });
}

#[test]
fn accounts_are_in_the_audit_and_nothing_of_their_secrets() {
    world(|world| async move {
        let (login, password) = ("ada@example.com", "correct horse battery");
        let body = json!({ "login": login, "password": password, "name": "Ada" });
        assert_eq!(world.ask("POST", "/api/auth/register", "", body.clone()).await.0, 201);
        let body = json!({ "login": login, "password": password });
        let tokens = world.ask("POST", "/api/auth/login", "", body.clone()).await.1;
        assert_eq!(world.ask("POST", "/api/auth/login", "", json!({ "login": login, "password": "wrong" })).await.0, 401);
        let access = tokens["access_token"].as_str().unwrap();
        assert_eq!(world.ask("PATCH", "/api/auth/me", access, json!({ "name": "Countess" })).await.0, 200);
        let change = json!({ "old": password, "new": "staple correct horse" });
        let tokens = world.ask("POST", "/api/auth/password", access, change).await.1;
        let access = tokens["access_token"].as_str().unwrap();
        let refresh = json!({ "refresh_token": tokens["refresh_token"] });
        assert_eq!(world.ask("POST", "/api/auth/refresh", "", refresh.clone()).await.0, 200);
        assert_eq!(world.ask("POST", "/api/auth/logout", access, json!({})).await.0, 204);
        let again = json!({ "login": login, "password": "staple correct horse" });
        let tokens = world.ask("POST", "/api/auth/login", "", again).await.1;
        let stolen = json!({ "refresh_token": tokens["refresh_token"] });
        assert_eq!(world.ask("POST", "/api/auth/refresh", "", stolen.clone()).await.0, 200);
        assert_eq!(world.ask("POST", "/api/auth/refresh", "", stolen).await.0, 401);
        let expected = [
            "account.created",
            "account.logged_in",
            "account.changed",
            "account.password_changed",
            "account.logged_in",
            "account.logged_out",
            "account.logged_in",
            "account.token_reused",
        ];
        assert_eq!(actions(&world, "action=account.*").await, expected);
        let whole = json!(audited(&world, "").await).to_string();
        assert!(!whole.contains("horse") && !whole.contains("refresh_") && !whole.contains(access), "{whole}");
    });
}

#[test]
fn administrators_see_everything_owners_their_scope_and_others_nothing() {
    world(|world| async move {
        let (olga, root) = (token("olga", &[("acme/", "owner")]), admin_token("root"));
        for (id, by) in [("acme/x", &olga), ("acme/y/z", &olga), ("other/x", &root)] {
            assert_eq!(world.ask("POST", "/api/documents", by, json!({ "id": id })).await.0, 201);
        }
        assert_eq!(world.ask("POST", "/api/admin/kick", &root, json!({ "document": "acme/x" })).await.0, 200);
        let documents = async |query: &str, token: &str| {
            let (status, page) = world.ask("GET", &format!("/api/audit?{query}"), token, Value::Null).await;
            let entries = page["entries"].as_array().cloned().unwrap_or_default();
            (status, entries.iter().map(|entry| entry["document"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(documents("", &root).await, (200, ["acme/x", "other/x", "acme/y/z", "acme/x"].map(str::to_owned).into()));
        assert_eq!(documents("under=acme%2F", &olga).await, (200, ["acme/y/z", "acme/x"].map(str::to_owned).into()));
        assert_eq!(documents("document=acme%2Fx", &olga).await, (200, vec!["acme/x".to_owned()]), "not what administrators did");
        for forbidden in
            ["", "under=%2F", "under=other%2F", "document=other%2Fx", "user=olga", "document=acme%2Fx&under=other%2F"]
        {
            let (status, seen) = documents(forbidden, &olga).await;
            assert!(status == 403 || seen.is_empty(), "{forbidden}: {status} {seen:?}");
        }
        for role in ["viewer", "commenter", "editor"] {
            let eve = token("eve", &[("acme/", role)]);
            for path in ["/api/audit", "/api/audit?under=acme%2F", "/api/audit/export?under=acme%2F", "/api/audit/verify"] {
                assert_eq!(world.ask("GET", path, &eve, Value::Null).await.0, 403, "{role} {path}");
            }
        }
        assert_eq!(world.ask("GET", "/api/audit/verify", &olga, Value::Null).await.0, 403);
        assert_eq!(world.ask("GET", "/api/audit", "", Value::Null).await.0, 401);
        for wrong in ["outcome=perhaps", "limit=0", "limit=1001", "cursor=x", "under=%2F%2F", "since=x", "action=a%20b"] {
            assert_eq!(world.ask("GET", &format!("/api/audit?{wrong}"), &root, Value::Null).await.0, 400, "{wrong}");
        }
    });
}

#[test]
fn an_export_has_every_entry_in_order_one_a_line() {
    world(|world| async move {
        let root = admin_token("root");
        for at in 0..300 {
            assert_eq!(world.ask("POST", "/api/documents", &root, json!({ "id": format!("acme/{at}") })).await.0, 201);
        }
        let answer = world.send("GET", "/api/audit/export?action=document.*", &root, &[], Value::Null).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/x-ndjson"));
        let text = String::from_utf8(answer.bytes).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 300);
        assert!(lines.windows(2).all(|pair| pair[1]["previous"] == pair[0]["hash"]), "whoever has it can verify it");
        let last = audited(&world, "").await.pop().unwrap();
        assert_eq!(
            (last["action"].clone(), last["details"].clone()),
            ("audit.exported".into(), json!({ "action": "document.*" }))
        );
    });
}

#[test]
fn refusals_are_noted_with_who_where_and_why() {
    world(|world| async move {
        let eve = token("eve", &[("acme/x", "viewer")]);
        assert_eq!(world.ask("GET", "/api/documents/acme%2Fy/content", &eve, Value::Null).await.0, 403);
        assert_eq!(world.ask("PUT", "/api/documents/acme%2F/members/eve", &eve, json!({ "role": "owner" })).await.0, 403);
        assert_eq!(world.ask("GET", "/api/documents", "not.a.token", Value::Null).await.0, 401);
        assert_eq!(world.ask("GET", "/api/documents/acme%2Fx/events", &eve, Value::Null).await.0, 200, "is no refusal");
        let mut newest = world.app.journal.watch();
        let mut found = audited(&world, "action=access.denied").await;
        while found.len() < 3 {
            newest.changed().await.unwrap();
            found = audited(&world, "action=access.denied").await;
        }
        let said: Vec<Value> = found
            .iter()
            .map(|entry| {
                let about = entry["document"].as_str().or(entry["scope"].as_str());
                json!([entry["actor"]["id"], about, entry["details"]["reason"], entry["outcome"]])
            })
            .collect();
        let expected = [
            json!(["eve", "acme/y", "no_right", "denied"]),
            json!(["eve", "acme/", "no_right", "denied"]),
            json!([null, "/", "invalid", "denied"]),
        ];
        for refusal in expected {
            assert!(said.contains(&refusal), "{refusal} is not in {said:?}");
        }
        assert!(!json!(found).to_string().contains("not.a.token"));
    });
}

#[test]
fn who_is_refused_at_the_json_door_is_noted_too() {
    world(|world| async move {
        let owner = token("olga", &[("acme/", "owner")]);
        world.ask("POST", "/api/documents", &owner, json!({ "id": "acme/x" })).await;
        let credentials = Credentials { token: Some(token("eve", &[("acme/x", "viewer")])), ..Credentials::default() };
        let identity = world.app.guard.identify(&credentials).await.unwrap();
        let asker = Asker { identity, address: None, door: "live" };
        let (document, path) = (DocumentId::new("acme/x").unwrap(), ["locks".to_owned()]);
        let mut newest = world.app.journal.watch();
        let answer = Inward::new(&world.app).ask(&asker, &document, (Verb::Post, &path), &json!({})).await;
        assert_eq!(answer.status, 403);
        let mut found = audited(&world, "action=access.denied").await;
        while found.is_empty() {
            newest.changed().await.unwrap();
            found = audited(&world, "action=access.denied").await;
        }
        let [entry] = &found[..] else { panic!("{found:?}") };
        let said = json!([entry["actor"]["id"], entry["document"], entry["door"], entry["details"]["reason"]]);
        assert_eq!(said, json!(["eve", "acme/x", "live", "no_right"]));
        assert_eq!(entry["details"]["asked"], "POST /api/documents/acme%2Fx/locks");
    });
}

#[test]
fn owners_hear_of_members_and_shares_and_administrators_of_the_rest() {
    world(|world| async move {
        let (olga, root) = (token("olga", &[("acme/", "owner")]), admin_token("root"));
        let eve = token("eve", &[("acme/", "editor")]);
        assert_eq!(world.ask("POST", "/api/documents", &olga, json!({ "id": "acme/x" })).await.0, 201);
        let member = json!({ "role": "viewer" });
        assert_eq!(world.ask("PUT", "/api/documents/acme%2Fx/members/ada", &olga, member.clone()).await.0, 200);
        assert_eq!(world.ask("PUT", "/api/documents/acme%2F/members/ada", &olga, member).await.0, 200);
        let share = json!({ "permission": "view" });
        assert_eq!(world.ask("POST", "/api/documents/acme%2Fx/shares", &olga, share).await.0, 201);
        assert_eq!(world.ask("POST", "/api/admin/kick", &root, json!({ "user": "ada" })).await.0, 200);
        let heard = async |path: &str, token: &str| {
            let (status, page) = world.ask("GET", path, token, Value::Null).await;
            assert_eq!(status, 200, "{page}");
            let events = page["events"].as_array().unwrap().clone();
            assert!(events.iter().all(|event| event.get("trace").is_none()));
            events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(heard("/api/events", &eve).await, ["document.created"]);
        assert_eq!(heard("/api/events", &olga).await, ["document.created", "member.added", "member.added", "share.created"]);
        let all = ["document.created", "member.added", "member.added", "share.created", "admin.kicked"];
        assert_eq!(heard("/api/events", &root).await, all);
        assert_eq!(heard("/api/documents/acme%2Fx/events", &eve).await, ["document.created"]);
        assert_eq!(heard("/api/documents/acme%2Fx/events", &olga).await, ["document.created", "member.added", "share.created"]);
    });
}

#[test]
fn the_audit_survives_a_crash_and_goes_on() {
    let create = |storage: &Memory, id: &'static str| {
        let root = admin_token("root");
        crate::documents::world::over(Arc::new(storage.clone()), async move |world| {
            assert_eq!(world.ask("POST", "/api/documents", &root, json!({ "id": id })).await.0, 201);
            let (_, verified) = world.ask("GET", "/api/audit/verify", &root, Value::Null).await;
            assert_eq!(verified["intact"], true, "{verified}");
        });
    };
    let first = Memory::default();
    create(&first, "a");
    let second = first.crash();
    create(&second, "b");
    crate::documents::world::over(Arc::new(second.crash()), async move |world| {
        assert_eq!(actions(&world, "").await, ["document.created", "document.created"]);
    });
}
