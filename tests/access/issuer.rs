//! Keys that an issuer publishes at a URL: fetched, rotated, and kept when the issuer can't be reached. The issuer is a listener
//! of the test.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa::access::Denied;
use yrsa::features::guard::Parts;
use yrsa::features::keys::Published;

use super::world::{World, claims, parts, settings, signed};

/// Answers every request with the same bytes, until they are changed.
struct Issuer {
    answer: Mutex<String>,
    asked: AtomicUsize,
    url: http::Uri,
}

fn set(kids: &[&str]) -> String {
    let key = |kid: &&str| json!({ "kty": "oct", "alg": "HS256", "kid": kid, "k": secret(kid) });
    let body = json!({ "keys": kids.iter().map(key).collect::<Vec<Value>>() }).to_string();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// A secret for a key id: 32 bytes in base64url.
fn secret(kid: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret_bytes(kid))
}

fn secret_bytes(kid: &str) -> Vec<u8> {
    format!("{kid:-<32}").into_bytes()
}

fn token(kid: &str) -> String {
    let key = EncodingKey::from_secret(&secret_bytes(kid));
    signed(&json!({ "alg": "HS256", "kid": kid }), &claims("ada", &[]), Algorithm::HS256, &key)
}

impl Issuer {
    async fn start(answer: String) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/jwks", listener.local_addr().unwrap()).parse().unwrap();
        let issuer = Arc::new(Self { answer: Mutex::new(answer), asked: AtomicUsize::new(0), url });
        let serving = Arc::clone(&issuer);
        TaskTracker::new().spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.read(&mut [0; 4096]).await;
                serving.asked.fetch_add(1, Ordering::SeqCst);
                let answer = serving.answer.lock().unwrap().clone();
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        issuer
    }

    fn answers(&self, answer: String) {
        *self.answer.lock().unwrap() = answer;
    }

    fn world(&self) -> World {
        let published = Some(Published { url: self.url.clone(), refresh: Duration::from_secs(300) });
        World::of(|clock| Parts { published, ..parts(settings(), clock) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_and_then_not_for_a_while() {
    let issuer = Issuer::start(set(&["old"])).await;
    let world = issuer.world();
    assert!(world.identify(&token("old")).await.is_ok(), "fetched when the first token came");
    assert_eq!(issuer.asked(), 1);
    issuer.answers(set(&["new"]));
    for _ in 0..20 {
        assert_eq!(world.identify(&token("made up")).await.unwrap_err(), Denied::Invalid);
    }
    assert_eq!(issuer.asked(), 1, "who makes up key ids makes nobody fetch");
}

#[tokio::test]
async fn a_rotated_key_is_accepted_at_once_and_the_old_one_no_more() {
    let issuer = Issuer::start(set(&["old"])).await;
    let world = issuer.world();
    let stop = CancellationToken::new();
    let running = TaskTracker::new().spawn(Arc::clone(&world.guard).run(stop.clone()));
    while issuer.asked() == 0 || world.identify(&token("old")).await.is_err() {
        tokio::task::yield_now().await;
    }
    issuer.answers(set(&["new", "next"]));
    // The look for an unknown key may have been used up while the first fetch was under way; the regular fetch comes then.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(31)).await;
    tokio::time::resume();
    assert!(world.identify(&token("new")).await.is_ok());
    assert!(world.identify(&token("next")).await.is_ok());
    assert_eq!(world.identify(&token("old")).await.unwrap_err(), Denied::Invalid);
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn keys_stay_when_the_issuer_fails() {
    let issuer = Issuer::start(set(&["old"])).await;
    let world = issuer.world();
    assert!(world.identify(&token("old")).await.is_ok());
    tokio::time::pause();
    for broken in [
        "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n".to_owned(),
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_owned(),
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned(),
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}", 300_000, " ".repeat(300_000)),
        "not http".to_owned(),
    ] {
        issuer.answers(broken);
        let before = issuer.asked();
        tokio::time::advance(Duration::from_secs(31)).await;
        tokio::time::resume();
        assert_eq!(world.identify(&token("new")).await.unwrap_err(), Denied::Invalid);
        tokio::time::pause();
        assert_eq!(issuer.asked(), before + 1);
        assert!(world.identify(&token("old")).await.is_ok());
    }
}

#[tokio::test]
async fn before_any_keys_were_fetched_nobody_can_tell() {
    let issuer = Issuer::start("HTTP/1.1 503 Later\r\ncontent-length: 0\r\n\r\n".to_owned()).await;
    let world = issuer.world();
    assert_eq!(world.identify(&token("old")).await.unwrap_err(), Denied::Unavailable);
    assert!(world.identify(&super::world::token("ada", &[])).await.is_ok(), "other keys work");
}
