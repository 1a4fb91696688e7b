//! Built-in accounts: registering, logging in, refreshing, logging out; and that guessing and stealing don't pay.

use serde_json::{Value, json};
use yrsa::access::{AccessChange, Denied, Removal, Role};
use yrsa::features::accounts::Registering;

use super::world::{World, admin_token, document, doer, settings, token};

const PASSWORD: &str = "correct horse";

async fn register(world: &World, login: &str) -> Value {
    let body = json!({ "login": login, "password": PASSWORD, "name": "Somebody" });
    let (status, user) = world.ask("POST", "/api/auth/register", "", body).await;
    assert_eq!(status, 201, "{user}");
    user
}

async fn log_in(world: &World, login: &str) -> Value {
    let (status, tokens) = world.ask("POST", "/api/auth/login", "", json!({ "login": login, "password": PASSWORD })).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

#[tokio::test]
async fn the_first_account_is_administrator_and_each_owns_its_folder() {
    let world = World::new();
    let (first, second) = (register(&world, "Ada@Example.com").await, register(&world, "bob").await);
    assert_eq!((&first["admin"], &second["admin"]), (&json!(true), &json!(false)));
    assert_eq!(first["login"], "ada@example.com");
    let bob = world.identify(text(&log_in(&world, "BOB ").await, "access_token")).await.unwrap();
    let own = |id: &Value| document(&format!("users/{}/notes", id.as_str().unwrap()));
    assert_eq!(world.guard.access(&bob, &own(&second["id"])), Ok(Role::Owner));
    assert_eq!(world.guard.access(&bob, &own(&first["id"])), Err(Denied::NoRight));
    let ada = world.identify(text(&log_in(&world, "ada@example.com").await, "access_token")).await.unwrap();
    assert_eq!(world.guard.access(&ada, &own(&second["id"])), Ok(Role::Owner));
    let posing = world.person(second["id"].as_str().unwrap(), &[]).await;
    assert_eq!(world.guard.access(&posing, &own(&second["id"])), Err(Denied::NoRight), "a token of another issuer is no account");
}

#[tokio::test]
async fn two_who_register_first_at_once_are_not_both_administrators() {
    let world = World::new();
    let names: Vec<String> = (0..8).map(|number| format!("user-{number}")).collect();
    let all = futures_util::future::join_all(names.iter().map(|name| register(&world, name))).await;
    assert_eq!(all.iter().filter(|user| user["admin"] == true).count(), 1);
    let same = futures_util::future::join_all(
        (0..4).map(|_| world.ask("POST", "/api/auth/register", "", json!({ "login": "same", "password": PASSWORD }))),
    );
    let statuses: Vec<u16> = same.await.iter().map(|(status, _)| status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 3, "{statuses:?}");
}

#[tokio::test]
async fn what_is_no_name_or_password_is_refused() {
    let world = World::new();
    for (login, password) in
        [("", PASSWORD), ("a b", PASSWORD), ("ada", "1234567"), ("ada", &*"x".repeat(1025)), ("a\nb", PASSWORD)]
    {
        let (status, _) = world.ask("POST", "/api/auth/register", "", json!({ "login": login, "password": password })).await;
        assert_eq!(status, 400, "{login:?}");
    }
    let longest = "ü".repeat(1024);
    assert_eq!(world.ask("POST", "/api/auth/register", "", json!({ "login": "ada", "password": longest })).await.0, 201);
    assert_eq!(world.ask("POST", "/api/auth/login", "", json!({ "login": "ada", "password": longest })).await.0, 200);
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_get_the_same_answer() {
    let world = World::new();
    register(&world, "ada").await;
    let wrong = world.ask("POST", "/api/auth/login", "", json!({ "login": "ada", "password": "wrong password" })).await;
    let unknown = world.ask("POST", "/api/auth/login", "", json!({ "login": "bob", "password": "wrong password" })).await;
    assert_eq!(wrong.0, 401);
    assert_eq!(wrong, unknown);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_waiting_helps() {
    let world = World::new();
    register(&world, "ada").await;
    let guess = || world.ask("POST", "/api/auth/login", "", json!({ "login": "ada", "password": "wrong password" }));
    let all = futures_util::future::join_all((0..50).map(|_| guess())).await;
    let looked_at = all.iter().filter(|(status, _)| *status == 401).count();
    assert_eq!(looked_at, 5, "all at once are no way around it");
    assert!(all.iter().all(|(status, _)| *status == 401 || *status == 429));
    let right = axum::http::Request::post("/api/auth/login");
    let body = json!({ "login": "ada", "password": PASSWORD }).to_string();
    let (status, headers, _) = world.send(right.body(body.into()).unwrap()).await;
    assert_eq!((status.as_u16(), headers["retry-after"].to_str().unwrap()), (429, "1"));
    world.pass(1);
    log_in(&world, "ada").await;
    assert_eq!(guess().await.0, 401, "a success begins anew");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_login() {
    let world = World::new();
    register(&world, "ada").await;
    let (login, other) = (log_in(&world, "ada").await, log_in(&world, "ada").await);
    let refresh = |token: &Value| world.ask("POST", "/api/auth/refresh", "", json!({ "refresh_token": token }));
    let (status, second) = refresh(&login["refresh_token"]).await;
    assert_eq!(status, 200);
    let ada = world.identify(text(&second, "access_token")).await.unwrap();
    let folder = format!("users/{}/x", ada.user.id);
    let (_watched, ears) = world.join(&ada, &folder);
    assert_eq!(refresh(&login["refresh_token"]).await.0, 401, "stolen");
    assert_eq!(ears.heard(), [AccessChange::Removed(Removal::Revoked)]);
    assert_eq!(refresh(&second["refresh_token"]).await.0, 401, "the whole login is over");
    for tokens in [&login, &second] {
        assert_eq!(world.identify(text(tokens, "access_token")).await.unwrap_err(), Denied::Revoked);
    }
    assert!(world.identify(text(&other, "access_token")).await.is_ok(), "another login goes on");
    assert_eq!(refresh(&other["refresh_token"]).await.0, 200);
    for garbage in [json!("refresh_"), json!("x"), json!(format!("refresh_{}", "A".repeat(64)))] {
        assert_eq!(refresh(&garbage).await.0, 401);
    }
}

#[tokio::test]
async fn who_is_revoked_has_to_log_in_again() {
    let world = World::new();
    let user = register(&world, "ada").await;
    let login = log_in(&world, "ada").await;
    world.pass(5);
    world.guard.withdraw_user(&doer("root"), text(&user, "id"), None).unwrap();
    assert!(world.identify(text(&login, "access_token")).await.is_err());
    let body = json!({ "refresh_token": login["refresh_token"] });
    assert_eq!(world.ask("POST", "/api/auth/refresh", "", body).await.0, 401, "no way back by refreshing");
    world.pass(5);
    let again = log_in(&world, "ada").await;
    assert!(world.identify(text(&again, "access_token")).await.is_ok());
}

#[tokio::test]
async fn of_two_refreshes_at_once_one_at_most_succeeds() {
    let world = World::new();
    register(&world, "ada").await;
    let login = log_in(&world, "ada").await;
    let body = json!({ "refresh_token": login["refresh_token"] });
    let all = futures_util::future::join_all((0..10).map(|_| world.ask("POST", "/api/auth/refresh", "", body.clone()))).await;
    assert_eq!(all.iter().filter(|(status, _)| *status == 200).count(), 1);
}

#[tokio::test]
async fn tokens_expire_each_in_its_time() {
    let world = World::new();
    register(&world, "ada").await;
    let login = log_in(&world, "ada").await;
    assert_eq!(login["expires_in"], 900);
    world.pass(15 * 60 + 30);
    assert_eq!(world.identify(text(&login, "access_token")).await.unwrap_err(), Denied::Expired);
    let refresh = |token: &Value| world.ask("POST", "/api/auth/refresh", "", json!({ "refresh_token": token }));
    let (_, next) = refresh(&login["refresh_token"]).await;
    world.pass(30 * 24 * 60 * 60);
    assert_eq!(refresh(&next["refresh_token"]).await.0, 401);
}

#[tokio::test]
async fn logging_out_ends_this_login_or_all() {
    let world = World::new();
    register(&world, "ada").await;
    let logins = [log_in(&world, "ada").await, log_in(&world, "ada").await, log_in(&world, "ada").await];
    let valid = async |login: &Value| world.identify(text(login, "access_token")).await.is_ok();
    let log_out =
        async |login: &Value, body: Value| world.ask("POST", "/api/auth/logout", text(login, "access_token"), body).await.0;
    assert_eq!(log_out(&logins[0], Value::Null).await, 204);
    assert_eq!((valid(&logins[0]).await, valid(&logins[1]).await), (false, true));
    let (status, _) = world.ask("POST", "/api/auth/refresh", "", json!({ "refresh_token": logins[0]["refresh_token"] })).await;
    assert_eq!(status, 401);
    assert_eq!(log_out(&logins[1], json!({ "everywhere": true })).await, 204);
    assert!(!valid(&logins[1]).await && !valid(&logins[2]).await);
    for login in &logins {
        let (status, _) = world.ask("POST", "/api/auth/refresh", "", json!({ "refresh_token": login["refresh_token"] })).await;
        assert_eq!(status, 401, "no way back by refreshing");
    }
    assert!(valid(&log_in(&world, "ada").await).await, "a login after that, even within the same millisecond");
}

#[tokio::test]
async fn a_login_that_ended_stays_ended_with_shorter_tokens_after_a_restart() {
    let store = std::sync::Arc::new(yrsa_storage::Memory::default());
    let lasting = |access: u64, later: u64| {
        let (store, mut settings) = (std::sync::Arc::clone(&store), settings());
        if let Some(accounts) = &mut settings.accounts {
            accounts.access_token = std::time::Duration::from_secs(access);
        }
        let clock = yrsa_storage::Clock::from_fn(move || super::world::START + later * 1000);
        World::of(|_| super::world::parts_over(store, settings, clock))
    };
    let world = lasting(24 * 60 * 60, 0);
    register(&world, "ada").await;
    let login = log_in(&world, "ada").await;
    let world = lasting(60, 0);
    assert_eq!(world.ask("POST", "/api/auth/logout", text(&login, "access_token"), json!({})).await.0, 204);
    let world = lasting(60, 60 * 60);
    assert_eq!(world.identify(text(&login, "access_token")).await.unwrap_err(), Denied::Revoked);
}

#[tokio::test]
async fn changing_the_password_needs_the_old_one_and_ends_all_other_logins() {
    let world = World::new();
    register(&world, "ada").await;
    let (here, elsewhere) = (log_in(&world, "ada").await, log_in(&world, "ada").await);
    let change = |old: &str| {
        let body = json!({ "old": old, "new": "battery staple" });
        let (world, token) = (world.clone(), text(&here, "access_token").to_owned());
        async move { world.ask("POST", "/api/auth/password", &token, body).await }
    };
    assert_eq!(change("wrong password").await.0, 401);
    let (status, fresh) = change(PASSWORD).await;
    assert_eq!(status, 200);
    assert!(world.identify(text(&fresh, "access_token")).await.is_ok());
    assert_eq!(world.identify(text(&elsewhere, "access_token")).await.unwrap_err(), Denied::Revoked);
    assert_eq!(world.ask("POST", "/api/auth/login", "", json!({ "login": "ada", "password": PASSWORD })).await.0, 401);
}

#[tokio::test]
async fn one_can_read_and_change_oneself() {
    let world = World::new();
    let user = register(&world, "ada").await;
    let login = log_in(&world, "ada").await;
    let access = text(&login, "access_token");
    assert_eq!(world.ask("GET", "/api/auth/me", access, Value::Null).await.1, user);
    let (status, changed) = world.ask("PATCH", "/api/auth/me", access, json!({ "name": "Ada", "color": "#123abc" })).await;
    assert_eq!((status.as_u16(), text(&changed, "name"), text(&changed, "color")), (200, "Ada", "#123abc"));
    let again = world.identify(text(&log_in(&world, "ada").await, "access_token")).await.unwrap();
    assert_eq!((again.user.name.as_deref(), &*again.user.color), (Some("Ada"), "#123abc"));
    for wrong in [json!({ "color": "red" }), json!({ "name": "" }), json!({ "admin": true })] {
        assert_eq!(world.ask("PATCH", "/api/auth/me", access, wrong).await.0, 400);
    }
    let (_, stranger) = world.ask("GET", "/api/auth/me", &token("eve", &[]), Value::Null).await;
    assert_eq!((text(&stranger, "id"), &stranger["login"], &stranger["admin"]), ("eve", &Value::Null, &json!(false)));
}

#[tokio::test]
async fn with_closed_registration_administrators_register_others() {
    let mut closed = settings();
    if let Some(accounts) = &mut closed.accounts {
        accounts.registering = Registering::Closed;
    }
    let world = World::with(closed);
    let body = json!({ "login": "ada", "password": PASSWORD });
    for token in ["", &token("eve", &[("/", "owner")])] {
        assert_eq!(world.ask("POST", "/api/auth/register", token, body.clone()).await.0, 403);
    }
    assert_eq!(world.ask("POST", "/api/auth/register", &admin_token("root"), body).await.0, 201);
}

#[tokio::test]
async fn whom_an_administrator_registers_first_is_none_and_neither_is_who_comes_later() {
    let world = World::new();
    let body = json!({ "login": "ada", "password": PASSWORD });
    let (status, ada) = world.ask("POST", "/api/auth/register", &admin_token("root"), body).await;
    assert_eq!((status.as_u16(), &ada["admin"]), (201, &json!(false)));
    assert_eq!(register(&world, "bob").await["admin"], false);
}

#[tokio::test]
async fn what_can_be_no_login_or_password_is_not_even_counted() {
    let world = World::new();
    register(&world, "ada").await;
    for (login, password) in [("x".repeat(60_000), PASSWORD.to_owned()), ("ada".to_owned(), "x".repeat(5_000))] {
        for _ in 0..30 {
            let body = json!({ "login": login, "password": password });
            assert_eq!(world.ask("POST", "/api/auth/login", "", body).await.0, 401);
        }
    }
    log_in(&world, "ada").await;
}

#[tokio::test]
async fn without_accounts_their_routes_do_not_exist() {
    let mut none = settings();
    none.accounts = None;
    let world = World::with(none);
    let body = json!({ "login": "ada", "password": PASSWORD });
    assert_eq!(world.ask("POST", "/api/auth/register", "", body.clone()).await.0, 404);
    assert_eq!(world.ask("POST", "/api/auth/login", "", body).await.0, 404);
    assert_eq!(world.ask("POST", "/api/auth/refresh", "", json!({ "refresh_token": "x" })).await.0, 404);
}

#[tokio::test]
async fn an_address_that_guesses_at_many_accounts_is_slowed_down_and_others_are_not() {
    use yrsa::http::client_address::ClientAddress;
    let world = World::new();
    let from = |address: &str, login: String| {
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        let mut request = axum::http::Request::post("/api/auth/login").body(body.into()).unwrap();
        request.extensions_mut().insert(ClientAddress(address.parse().unwrap()));
        let world = world.clone();
        async move { world.send(request).await.0.as_u16() }
    };
    for number in 0..20 {
        assert_eq!(from("10.0.0.1", format!("user-{number}")).await, 401);
    }
    assert_eq!(from("10.0.0.1", "user-20".to_owned()).await, 429);
    assert_eq!(from("::ffff:10.0.0.1", "user-20".to_owned()).await, 429, "the same in another spelling");
    assert_eq!(from("10.0.0.2", "user-20".to_owned()).await, 401);
}
