//! Every route against every kind of caller: who gets in, and that outsiders can't tell what is there from what is not.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use yrsa::access::Role;
use yrsa::document::Kind;
use yrsa::features::Origin;
use yrsa::features::documents::NewDocument;

use super::world::{ROLES, World, admin_token, document, token};

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Debug)]
enum For {
    Anybody,
    Known,
    AtLeast(Role),
    Admins,
}

/// Each route of the document `a/x`, with a body that makes sense, and what it answers to those who may.
fn every_route() -> Vec<(&'static str, &'static str, Value, For, u16)> {
    use For::{Admins, Anybody, AtLeast, Known};
    let owner = AtLeast(Role::Owner);
    vec![
        ("GET", "/api/documents/a%2Fx/access", Value::Null, AtLeast(Role::Viewer), 200),
        ("GET", "/api/documents/a%2Fx/members", Value::Null, owner, 200),
        ("PUT", "/api/documents/a%2Fx/members/bob", json!({ "role": "viewer" }), owner, 200),
        ("DELETE", "/api/documents/a%2Fx/members/bob", Value::Null, owner, 204),
        ("GET", "/api/documents/a%2Fx/shares", Value::Null, owner, 200),
        ("POST", "/api/documents/a%2Fx/shares", json!({ "permission": "view" }), owner, 201),
        ("DELETE", "/api/shares/SHARE", Value::Null, owner, 204),
        ("POST", "/api/shares/use", json!({ "secret": "SECRET" }), Anybody, 200),
        ("GET", "/api/auth/me", Value::Null, Known, 200),
        ("GET", "/api/server", Value::Null, Anybody, 200),
        ("GET", "/api/admin/connections", Value::Null, Admins, 200),
        ("POST", "/api/admin/kick", json!({ "user": "nobody" }), Admins, 200),
        ("POST", "/api/admin/reassess", Value::Null, Admins, 204),
        ("POST", "/api/admin/revocations", json!({ "jti": "nothing" }), Admins, 204),
    ]
}

#[tokio::test]
async fn each_route_lets_in_whom_it_is_for_and_nobody_else() {
    let mut cells = 0;
    for (method, path, body, whom, answer) in every_route() {
        let strangers = [("nobody", String::new(), None), ("a stranger", token("eve", &[("b/", "owner")]), None)];
        let people = ROLES.map(|role| (role.as_str(), token(role.as_str(), &[("a/", role.as_str())]), Some(role)));
        let admin = ("an administrator", admin_token("root"), Some(Role::Owner));
        for (name, token, role) in strangers.into_iter().chain(people).chain([admin]) {
            // A world of its own, in which the document and a share are there.
            let world = World::new();
            let (_, share) =
                world.ask("POST", "/api/documents/a%2Fx/shares", &admin_token("root"), json!({ "permission": "view" })).await;
            let fill = |text: &str| {
                text.replace("SHARE", share["id"].as_str().unwrap()).replace("SECRET", share["secret"].as_str().unwrap())
            };
            let body = if body.is_null() { Value::Null } else { serde_json::from_str(&fill(&body.to_string())).unwrap() };
            let (status, got) = world.ask(method, &fill(path), &token, body).await;
            let may = match whom {
                For::Anybody => true,
                For::Known => name != "nobody",
                For::AtLeast(least) => role.is_some_and(|role| role >= least),
                For::Admins => name == "an administrator",
            };
            let expected = if may {
                answer
            } else if name == "nobody" {
                401
            } else {
                403
            };
            assert_eq!(status, expected, "{method} {path} by {name}: {got}");
            cells += 1;
        }
    }
    assert_eq!(cells, every_route().len() * 7);
}

#[tokio::test]
async fn no_document_and_no_right_are_answered_with_the_same_bytes() {
    let world = World::new();
    let owner = token("owner", &[("a/", "owner")]);
    let owner = world.identify(&owner).await.unwrap();
    let deleted = document("a/deleted");
    world.catalog.create(&owner, NewDocument::of_kind(deleted.clone(), Kind::default())).unwrap();
    world.catalog.delete(&owner, &deleted, None).unwrap();
    let eve = token("eve", &[("a/deleted", "viewer")]);
    let mut answers = Vec::new();
    for path in ["a%2Fx", "a%2Fnever", "a%2Fdeleted", "b", "%2F"] {
        let request =
            Request::get(format!("/api/documents/{path}/access")).header(header::AUTHORIZATION, format!("Bearer {eve}"));
        let (status, headers, body) = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        answers.push((status, body));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

#[tokio::test]
async fn a_refused_token_says_how_to_come_in() {
    let world = World::new();
    for (token, challenge) in [("", "Bearer"), ("x.y.z", "Bearer error=\"invalid_token\"")] {
        let mut request = Request::get("/api/auth/me");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let (status, headers, body) = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((status.as_u16(), headers[header::WWW_AUTHENTICATE].to_str().unwrap()), (401, challenge));
        assert_eq!(headers[header::CONTENT_TYPE], "application/problem+json");
        assert!(!String::from_utf8(body).unwrap().contains("x.y.z"));
    }
}

#[tokio::test]
async fn a_token_is_taken_from_header_query_and_an_own_pages_cookie() {
    let world = World::new();
    let token = token("ada", &[]);
    let asked = |request: axum::http::request::Builder| {
        let world = world.clone();
        async move { world.send(request.body(Body::empty()).unwrap()).await.0.as_u16() }
    };
    let cookie = format!("yrsa_token={token}");
    let me = || Request::get("/api/auth/me");
    assert_eq!(asked(me().header("authorization", format!("Bearer {token}"))).await, 200);
    assert_eq!(asked(Request::get(format!("/api/auth/me?token={token}"))).await, 200);
    assert_eq!(asked(me().header("cookie", &cookie)).await, 401);
    assert_eq!(asked(me().header("cookie", &cookie).header("origin", "https://app.example.com")).await, 200);
    let elsewhere =
        me().header("cookie", &cookie).header("origin", "https://evil.example.com").header("host", "yrsa.example.com");
    assert_eq!(asked(elsewhere).await, 401);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_before_anything_happens() {
    let world = World::new();
    let admin = admin_token("root");
    for (method, path, body, status) in [
        ("GET", "/api/documents/a%2F%2Fb/access", Value::Null, 400),
        ("GET", "/api/documents/%FF/access", Value::Null, 400),
        ("PUT", "/api/documents/a/members/ada", json!({ "role": "god" }), 400),
        ("PUT", "/api/documents/a/members/ada", Value::Null, 400),
        ("PUT", "/api/documents/a/members/a%0Ab", json!({ "role": "viewer" }), 400),
        ("POST", "/api/admin/kick", json!({}), 400),
        ("POST", "/api/admin/kick", json!({ "document": "a//b" }), 400),
        ("POST", "/api/admin/revocations", json!({}), 400),
        ("POST", "/api/admin/revocations", json!({ "jti": "x", "user": "y" }), 400),
        ("POST", "/api/admin/reassess", json!({ "x": 1 }), 400),
        ("GET", "/api/nothing", Value::Null, 404),
        ("PATCH", "/api/admin/kick", Value::Null, 405),
    ] {
        assert_eq!(world.ask(method, path, &admin, body.clone()).await.0, status, "{method} {path} {body}");
    }
    let large = Request::post("/api/auth/login").body(Body::from(vec![b' '; 64 * 1024 + 1])).unwrap();
    assert_eq!(world.send(large).await.0, 413);
}

#[tokio::test]
async fn administrators_see_who_is_connected_and_end_it() {
    let world = World::new();
    let ada = world.person("ada", &[("a/", "editor")]).await;
    let (watched, ears) = world.join(&ada, "a/x");
    let watched = watched.coming_from(&Origin { address: Some("192.0.2.17".into()), door: "sync" });
    let admin = admin_token("root");
    let (_, listed) = world.ask("GET", "/api/admin/connections", &admin, Value::Null).await;
    let connection = json!({
        "id": watched.id(), "user": "ada", "name": "ada", "document": "a/x", "role": "editor", "since": world.now(),
        "door": "sync", "address": "192.0.2.17",
    });
    assert_eq!(listed, json!({ "connections": [connection] }));
    let (_, kicked) = world.ask("POST", "/api/admin/kick", &admin, json!({ "connection": watched.id() })).await;
    assert_eq!(kicked, json!({ "kicked": 1 }));
    assert_eq!(ears.heard().len(), 1);
    world.ask("POST", "/api/admin/revocations", &admin, json!({ "user": "root" })).await;
    assert_eq!(world.ask("GET", "/api/admin/connections", &admin, Value::Null).await.0, 401, "they, too, can be revoked");
}
