//! `/api/server`: everybody learns how one comes in and who they are already.

use serde_json::{Value, json};
use yrsa::config::Config;
use yrsa::config::auth::Registration;

use crate::locks::world::{World, administrator, editor, on, owner};

const SERVER: &str = "/api/server";

#[test]
fn who_shows_nothing_learns_that_a_token_is_needed() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let answer = world.call("GET", SERVER, "", Value::Null).await;
        let expected = json!({
            "name": "yrsa", "version": env!("CARGO_PKG_VERSION"), "access": "tokens", "accounts": false, "registration": "closed",
            "you": null,
        });
        assert_eq!(answer, expected);
        assert_eq!(world.status("GET", SERVER, "x.y.z", Value::Null).await, 401, "a wrong token is refused as everywhere");
        world.end().await;
    });
}

#[test]
fn a_token_says_who_one_is() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let you = world.call("GET", SERVER, &editor("ada"), Value::Null).await["you"].clone();
        let color = you["color"].clone();
        assert!(color.as_str().unwrap().starts_with('#'));
        assert_eq!(you, json!({ "id": "ada", "name": "ada", "color": color, "admin": false, "by": "token", "guest": false }));
        assert_eq!(world.call("GET", SERVER, &administrator("root"), Value::Null).await["you"]["admin"], true);
        world.end().await;
    });
}

#[test]
fn a_share_link_makes_a_guest() {
    on(|runtime| async {
        let world = World::new(runtime).await;
        let path = "/api/documents/acme%2Fboard/shares";
        let share = world.call("POST", path, &owner("root"), json!({ "permission": "view" })).await;
        let secret = share["secret"].as_str().unwrap();
        let you = world.call("GET", &format!("{SERVER}?share={secret}&name=Grace"), "", Value::Null).await["you"].clone();
        assert_eq!((&you["by"], &you["name"], &you["guest"]), (&json!("share"), &json!("Grace"), &json!(true)));
        world.end().await;
    });
}

#[test]
fn in_open_mode_one_is_who_one_says() {
    on(|runtime| async {
        let world = World::open_mode(runtime);
        let answer = world.call("GET", &format!("{SERVER}?name=Ada"), "", Value::Null).await;
        assert_eq!((&answer["access"], &answer["you"]["id"]), (&json!("open"), &json!("Ada")));
        assert_eq!((&answer["you"]["admin"], &answer["you"]["by"]), (&json!(true), &json!("open")));
        assert_eq!(answer["you"]["guest"], false);
        let you = world.call("GET", SERVER, "", Value::Null).await["you"].clone();
        assert_eq!((&you["name"], &you["guest"]), (&Value::Null, &json!(true)), "a name is still to be chosen");
        assert!(you["id"].as_str().unwrap().starts_with("guest-"));
        world.end().await;
    });
}

#[test]
fn accounts_and_who_may_register_are_told() {
    on(|runtime| async move {
        for (registration, word) in [(Registration::Open, "open"), (Registration::Closed, "closed")] {
            let mut config = Config::default();
            (config.auth.accounts, config.auth.registration) = (true, registration);
            let world = World::with(runtime.clone(), config);
            let answer = world.call("GET", SERVER, "", Value::Null).await;
            assert_eq!((&answer["accounts"], &answer["registration"]), (&json!(true), &json!(word)));
            assert_eq!((&answer["access"], &answer["you"]), (&json!("tokens"), &Value::Null));
            world.end().await;
        }
    });
}

#[test]
fn an_account_is_who_it_is_now() {
    on(|runtime| async {
        let mut config = Config::default();
        config.auth.accounts = true;
        let world = World::with(runtime, config);
        let ada = json!({ "login": "ada", "password": "correct horse battery", "name": "Ada" });
        world.call("POST", "/api/auth/register", "", ada.clone()).await;
        let login = json!({ "login": "ada", "password": ada["password"] });
        let token = world.call("POST", "/api/auth/login", "", login).await["access_token"].as_str().unwrap().to_owned();
        world.call("PATCH", "/api/auth/me", &token, json!({ "name": "Ada Lovelace", "color": "#30bced" })).await;
        let you = world.call("GET", SERVER, &token, Value::Null).await["you"].clone();
        let shown = (&you["name"], &you["color"], &you["by"], &you["admin"], &you["guest"]);
        let expected = (&json!("Ada Lovelace"), &json!("#30bced"), &json!("account"), &json!(true), &json!(false));
        assert_eq!(shown, expected, "the first account is an administrator's");
        world.end().await;
    });
}
