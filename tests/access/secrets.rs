//! Nothing that is a secret shows in Debug output, which is what logs and panics print.

use serde_json::json;
use yrsa::access::Scope;
use yrsa::features::Credentials;
use yrsa::features::guard::Registration;
use yrsa::features::shares::{NewShare, Permission};

use super::world::{SECRET, World, issuer_key, token};

#[tokio::test]
async fn debug_output_shows_no_secret() {
    let world = World::new();
    let password = "correct horse battery";
    let registration = Registration { login: "ada".to_owned(), password: password.to_owned(), name: String::new() };
    let mut shown = vec![format!("{registration:?}"), format!("{:?}", issuer_key()), format!("{:?}", world.guard)];
    world.guard.register(None, registration, None).await.unwrap();
    let tokens = world.guard.log_in("ada", password.to_owned(), None).await.unwrap();
    let scope = Scope::new("a/x").unwrap();
    let new = NewShare {
        scope,
        permission: Permission::View,
        created_by: "x".to_owned(),
        expires_ms: None,
        max_uses: None,
        parent: None,
    };
    let (_, share, record) = world.guard.shares.create(&super::world::doer("x"), new, world.now()).unwrap();
    let jwt = token("ada", &[]);
    let credentials = Credentials {
        token: Some(jwt.clone()),
        share: Some(share.reveal().to_owned()),
        name: Some("Ada".to_owned()),
        ..Credentials::default()
    };
    let identity = world.guard.identify(&credentials).await.unwrap();
    let account = world.guard.accounts.get(&tokens.user.id).unwrap();
    shown.extend([
        format!("{credentials:?}"),
        format!("{identity:?}"),
        format!("{tokens:?}"),
        format!("{share:?} {record:?}"),
        format!("{account:?} {:?} {:?}", world.guard.accounts, world.guard.shares),
    ]);
    let (secret, access) = (String::from_utf8_lossy(SECRET), tokens.access.reveal().to_owned());
    let refresh = tokens.refresh.reveal().to_owned();
    for shown in shown {
        for secret in [&*secret, password, &jwt, &access, &refresh, share.reveal(), "$argon2id"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[tokio::test]
async fn answers_show_a_secret_once_and_errors_never() {
    let world = World::new();
    let owner = token("ada", &[("a/", "owner")]);
    let (_, made) = world.ask("POST", "/api/documents/a%2Fx/shares", &owner, json!({ "permission": "view" })).await;
    let secret = made["secret"].as_str().unwrap();
    let (_, listed) = world.ask("GET", "/api/documents/a%2Fx/shares", &owner, json!(null)).await;
    assert_eq!(listed["shares"].as_array().unwrap().len(), 1);
    assert!(!listed.to_string().contains(&secret[6..]));
    let body = json!({ "login": "ada", "password": "do not repeat me", "extra": 1 });
    let (status, answer) = world.ask("POST", "/api/auth/login", "", body).await;
    assert_eq!(status, 400);
    assert!(!answer.to_string().contains("repeat"));
}
