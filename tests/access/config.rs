//! From configuration to guard: open mode and its end, keys from files, y-sweet tokens, and a server with its own signing key.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use yrsa::access::y_sweet::{Payload, Permission, YSweetKey};
use yrsa::access::{Denied, Role};
use yrsa::config::Config;
use yrsa::features::Credentials;
use yrsa::features::guard::Mode;
use yrsa::server::{DocumentRuntime, Server};
use yrsa_storage::Memory;

use super::world::{World, document, settings};

fn open() -> World {
    let mut open = settings();
    open.mode = Mode::Open;
    World::with(open)
}

#[tokio::test]
async fn in_open_mode_everybody_is_owner_under_the_name_they_choose() {
    let world = open();
    assert!(world.guard.is_open());
    let named = Credentials { name: Some(" Ada ".to_owned()), token: Some("whatever".to_owned()), ..Credentials::default() };
    let ada = world.guard.identify(&named).await.unwrap();
    assert_eq!((&*ada.user.id, ada.user.name.as_deref()), ("Ada", Some("Ada")));
    let [one, two] = [(); 2].map(|()| Credentials::default());
    let (one, two) = (world.guard.identify(&one).await.unwrap(), world.guard.identify(&two).await.unwrap());
    assert!(one.user.id.starts_with("guest-") && one.user.id != two.user.id);
    assert_eq!(one.user.name, None, "nobody vouched for one");
    for identity in [&ada, &one] {
        assert_eq!(world.guard.access(identity, &document("a/x")), Ok(Role::Owner));
        assert_eq!(world.guard.is_admin(identity), Ok(true));
    }
    let wrong = Credentials { share: Some("share_x".to_owned()), ..Credentials::default() };
    assert_eq!(world.guard.identify(&wrong).await.unwrap_err(), Denied::Invalid, "a link that is none");
}

#[tokio::test]
async fn the_same_user_has_the_same_colour_everywhere() {
    let (here, there) = (World::new(), World::new());
    let (one, two) = (here.person("ada", &[]).await, there.person("ada", &[("a/", "owner")]).await);
    assert_eq!(one.user.color, two.user.color);
    assert!(yrsa::access::is_color(&one.user.color));
}

#[tokio::test]
async fn y_sweet_tokens_are_taken_for_what_they_say() {
    let key = YSweetKey::read("AXO33rILFt0ZOP7v9NM8e2u6m1pVWvCS5HI9mYMK").unwrap();
    let mut with_key = settings();
    with_key.y_sweet = Some(key.clone());
    let world = World::with(with_key);
    let server = world.identify("AAAg1s4QOZVQsRWT4p-CUrk3ory1a21SksuWR6hzqy-vFJM").await.unwrap();
    assert_eq!(world.guard.access(&server, &document("any")), Ok(Role::Owner));
    assert_eq!(world.guard.is_admin(&server), Ok(true));
    for (role, expires_ms) in [(Role::Viewer, None), (Role::Editor, Some(world.now() + 1000))] {
        let payload = Payload { permission: Permission::Document("doc".to_owned(), role), expires_ms };
        let token = key.mint(&payload);
        let identity = world.identify(&token).await.unwrap();
        let again = world.identify(&token).await.unwrap();
        assert_eq!(identity.counted_as(), again.counted_as(), "a token has the limits of one user");
        assert_ne!(identity.counted_as(), server.counted_as());
        assert_eq!(world.guard.access(&identity, &document("doc")), Ok(role));
        assert_eq!(world.guard.access(&identity, &document("doc/below")), Err(Denied::NoRight));
        assert_eq!(world.guard.access(&identity, &document("other")), Err(Denied::NoRight));
        assert_eq!(world.guard.is_admin(&identity), Ok(false));
        if expires_ms.is_some() {
            world.pass(2);
            assert_eq!(world.guard.access(&identity, &document("doc")), Err(Denied::Expired));
            assert_eq!(world.identify(&token).await.unwrap_err(), Denied::Expired);
        }
    }
    let without = World::new();
    assert_eq!(without.identify("AAAg1s4QOZVQsRWT4p-CUrk3ory1a21SksuWR6hzqy-vFJM").await.unwrap_err(), Denied::Invalid);
}

fn start(change: impl FnOnce(&mut Config)) -> Result<(), String> {
    let mut config = Config::default();
    change(&mut config);
    let runtime = DocumentRuntime::new().unwrap();
    let server = Server::over(config, Arc::new(Memory::default()), &runtime).map_err(|error| error.to_string())?;
    runtime.block_on(server.shut_down());
    Ok(())
}

#[test]
fn a_wrong_setting_is_named_at_the_start() {
    for (change, named) in [
        ((|config| config.auth.secret = "short".into()) as fn(&mut Config), "32 bytes"),
        (|config| config.auth.public_key = "no key".to_owned(), "public key"),
        (|config| config.auth.public_key = include_str!("keys/rsa.private.pem").to_owned(), "private key"),
        (|config| config.auth.public_key_file = "/nowhere/key.pem".into(), "/nowhere/key.pem"),
        (|config| config.auth.jwks_file = "/nowhere/jwks.json".into(), "auth.jwks_file"),
        (|config| config.auth.jwks_url = "ftp://issuer/jwks".to_owned(), "auth.jwks_url"),
        (|config| config.auth.y_sweet_key = "!".into(), "auth.y_sweet_key"),
        (|config| config.auth.secret_base64 = "!".into(), "base64"),
        (|config| config.auth.secret = include_str!("keys/ec.public.pem").into(), "public_key"),
    ] {
        let error = start(change).unwrap_err();
        assert!(error.contains(named), "{error} names {named}");
    }
    start(|config| config.auth.public_key = include_str!("keys/ec.public.pem").to_owned()).unwrap();
}

#[test]
fn a_server_asks_for_tokens_and_accepts_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = DocumentRuntime::new().unwrap();
    let mut config = Config { data: folder.path().join("data"), ..Config::default() };
    config.auth.required = true;
    let server = Server::open(config.clone(), &runtime).unwrap();
    let secret = yrsa::features::keys::signing::own_secret(&config.data).unwrap();
    let claims = serde_json::json!({ "sub": "ada", "exp": 9_999_999_999_u64 });
    let token = yrsa::access::SigningKey::own(&secret).0.sign(&claims).unwrap();
    let ask = |path: String| {
        let router = server.router();
        runtime.block_on(async move {
            let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
            let status = response.status().as_u16();
            (status, response.into_body().collect().await.unwrap().to_bytes())
        })
    };
    assert_eq!(ask("/api/auth/me".to_owned()).0, 401);
    let (status, body) = ask(format!("/api/auth/me?token={token}"));
    assert_eq!(status, 200, "{body:?}");
    runtime.block_on(server.shut_down());
}

#[tokio::test]
async fn a_token_that_the_server_issues_can_be_for_exactly_its_documents() {
    use yrsa::access::token::Own;
    use yrsa::features::guard::Issue;
    let world = World::new();
    for (exact, below) in [(true, Err(Denied::NoRight)), (false, Ok(Role::Editor))] {
        let grants = [("doc".to_owned(), "editor".to_owned())].into_iter().collect();
        let own = Own { exact, ..Own::default() };
        let expires_ms = world.now() + 60_000;
        let issue = Issue { subject: "ada".to_owned(), expires_ms, grants, own, ..Issue::default() };
        let ada = world.identify(&world.guard.issue(issue).unwrap()).await.unwrap();
        assert_eq!(world.guard.access(&ada, &document("doc")), Ok(Role::Editor));
        assert_eq!(world.guard.access(&ada, &document("doc/below")), below);
    }
}
