//! Tokens: JWT with any head and any claims, signed and unsigned; tokens of y-sweet; key sets. Nothing is believed that was not
//! signed, and nobody becomes the server's own by saying so.
#![no_main]

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use libfuzzer_sys::fuzz_target;
use yrsa::access::token::{Expiry, Rejected, Rules, verify};
use yrsa::access::y_sweet::{Permission, YSweetKey, looks_like};
use yrsa::access::{Key, KeySet, SigningKey, jwks};
use yrsa_fuzz::split;

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const OWN: &[u8; 32] = b"fedcba9876543210fedcba9876543210";
const NOW_MS: u64 = 1_800_000_000_000;

static KEYS: LazyLock<KeySet> = LazyLock::new(|| {
    let issuer = Key::secret(None, Algorithm::HS256, SECRET).expect("a key");
    KeySet::new(vec![SigningKey::own(OWN).1, issuer])
});

static Y_SWEET: LazyLock<YSweetKey> =
    LazyLock::new(|| YSweetKey::read("AXO33rILFt0ZOP7v9NM8e2u6m1pVWvCS5HI9mYMK").expect("a key"));

fn rules() -> Rules {
    Rules { leeway_ms: 0, expiry: Expiry::Optional, audience: Vec::new(), issuer: Vec::new() }
}

/// Whether this message and signature belong together, as the library that did not write the server says.
fn is_signed(token: &str) -> bool {
    let Some((message, signature)) = token.rsplit_once('.') else { return false };
    let by = |secret: &[u8]| crypto::verify(signature, message.as_bytes(), &DecodingKey::from_secret(secret), Algorithm::HS256);
    by(SECRET).unwrap_or(false) || by(OWN).unwrap_or(false)
}

fn sign(head: &[u8], body: &[u8]) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(body));
    let signature = crypto::sign(message.as_bytes(), &EncodingKey::from_secret(SECRET), Algorithm::HS256).expect("HMAC signs");
    format!("{message}.{signature}")
}

fuzz_target!(|data: &[u8]| {
    let parts = split(data);
    let part = |at: usize| parts.get(at).map_or(&[][..], |part| &part[..]);
    let _ = jwks::read(part(2));

    let raw = String::from_utf8_lossy(part(0));
    if verify(&KEYS, &rules(), &raw, NOW_MS).is_ok() {
        assert!(is_signed(&raw), "an unsigned token is believed");
    }
    let head = if part(1).is_empty() { &br#"{"alg":"HS256"}"#[..] } else { part(1) };
    let signed = sign(head, part(0));
    match verify(&KEYS, &rules(), &signed, NOW_MS) {
        Ok(verified) => {
            assert_eq!(verified.own, Default::default(), "an issuer's token speaks for the server");
            assert!(!verified.subject.is_empty() && verified.subject.len() <= 256);
            assert!(!verified.subject.chars().any(char::is_control));
            assert!(verified.expires_ms.is_none_or(|expires| expires > NOW_MS));
            let strict = Rules { expiry: Expiry::Required, ..rules() };
            assert_eq!(verify(&KEYS, &strict, &signed, NOW_MS).is_ok(), verified.expires_ms.is_some());
            let picky = Rules { audience: vec!["us".to_owned()], issuer: vec!["them".to_owned()], ..rules() };
            // Claims that nobody reads may hold what a strict reader refuses.
            let body = serde_json::from_slice::<serde_json::Value>(part(0)).ok();
            if let (Ok(_), Some(body)) = (verify(&KEYS, &picky, &signed, NOW_MS), body) {
                assert_eq!(body["iss"], "them");
                assert!(body["aud"] == "us" || body["aud"].as_array().is_some_and(|all| all.contains(&"us".into())));
            }
            if let Some(expires) = verified.expires_ms {
                assert!(matches!(verify(&KEYS, &rules(), &signed, expires), Err(Rejected::Expired)));
            }
        }
        Err(why) => assert!(!why.reason().is_empty()),
    }

    if looks_like(&raw)
        && let Ok(payload) = Y_SWEET.verify(&raw, 0)
    {
        // Who can make one without the key has found a hole; mutation of the sample pair never should.
        assert!(matches!(&payload.permission, Permission::Server | Permission::Document(..)));
        assert_eq!(Y_SWEET.verify(&Y_SWEET.mint(&payload), 0), Ok(payload), "what is read can be written");
    }
    let _ = YSweetKey::read(&raw);
});
