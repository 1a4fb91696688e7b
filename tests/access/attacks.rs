//! Tokens that must not get in, each a trick that worked somewhere once; and those next to them that must.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use yrsa::access::token::Expiry;
use yrsa::access::{Denied, Key, Role};

use super::world::{SECRET, START, World, claims, document, doer, issued, parts, raw, settings, signed, token};

const RSA_PRIVATE: &str = include_str!("keys/rsa.private.pem");
const RSA_PUBLIC: &str = include_str!("keys/rsa.public.pem");
const EC_PRIVATE: &str = include_str!("keys/ec.private.pem");
const EC_PUBLIC: &str = include_str!("keys/ec.public.pem");
const ED_PRIVATE: &str = include_str!("keys/ed.private.pem");
const ED_PUBLIC: &str = include_str!("keys/ed.public.pem");

fn hs() -> EncodingKey {
    EncodingKey::from_secret(SECRET)
}

fn ada() -> Value {
    claims("ada", &[("a/", "editor")])
}

/// Ada's claims with one changed; `Null` takes it away.
fn with(name: &str, value: Value) -> Value {
    let mut claims = ada();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    claims
}

async fn refused(world: &World, tokens: Vec<(&str, String)>, denied: Denied) {
    for (story, token) in tokens {
        assert_eq!(world.identify(&token).await.unwrap_err(), denied, "{story}");
    }
}

#[tokio::test]
async fn a_good_token_gets_in() {
    let world = World::new();
    let identity = world.identify(&issued(&ada())).await.unwrap();
    assert_eq!(&*identity.user.id, "ada");
    assert_eq!(identity.user.name.as_deref(), Some("ada"), "a user with a token has a name");
    assert_eq!(identity.expires_ms, Some(START + 3_600_000 + 30_000));
    assert_eq!(world.guard.access(&identity, &document("a/x")), Ok(Role::Editor));
    assert_eq!(world.guard.access(&identity, &document("b")), Err(Denied::NoRight));
}

#[tokio::test]
async fn forged_signatures_and_headers_are_refused() {
    let world = World::new();
    let head = json!({ "alg": "HS256", "kid": "issuer" });
    let good = issued(&ada());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let body = part(ada());
    let mut tokens = vec![
        ("an algorithm of none", format!("{}.{body}.", part(json!({ "alg": "none" })))),
        ("none in other letters", format!("{}.{body}.", part(json!({ "alg": "nOnE", "kid": "issuer" })))),
        ("no signature", format!("{message}.")),
        ("no dot before the signature", message.to_owned()),
        ("a cut signature", good[..good.len() - 4].to_owned()),
        (
            "a signature of another message",
            format!("{}.{}.{signature}", part(head.clone()), part(claims("eve", &[("/", "owner")]))),
        ),
        ("another secret", signed(&head, &ada(), Algorithm::HS256, &EncodingKey::from_secret(&[1; 32]))),
        ("the empty secret", signed(&head, &ada(), Algorithm::HS256, &EncodingKey::from_secret(b""))),
        ("another hash than the key's", signed(&json!({ "alg": "HS512", "kid": "issuer" }), &ada(), Algorithm::HS512, &hs())),
        (
            "a header that lies about the hash",
            signed(&json!({ "alg": "HS512", "kid": "issuer" }), &ada(), Algorithm::HS256, &hs()),
        ),
        ("another hash than its header says", signed(&head, &ada(), Algorithm::HS512, &hs())),
        ("a kid nobody has", signed(&json!({ "alg": "HS256", "kid": "other" }), &ada(), Algorithm::HS256, &hs())),
        ("the kid of the server's own key", signed(&json!({ "alg": "HS256", "kid": "yrsa" }), &ada(), Algorithm::HS256, &hs())),
        (
            "a critical extension",
            signed(&json!({ "alg": "HS256", "kid": "issuer", "crit": ["exp"] }), &ada(), Algorithm::HS256, &hs()),
        ),
        ("two algorithms", raw(r#"{"alg":"none","alg":"HS256","kid":"issuer"}"#, &ada().to_string(), Algorithm::HS256, &hs())),
        ("a key of its own", {
            let own_key = json!({ "alg": "HS256", "jwk": { "kty": "oct", "k": URL_SAFE_NO_PAD.encode([1; 32]) } });
            signed(&own_key, &ada(), Algorithm::HS256, &EncodingKey::from_secret(&[1; 32]))
        }),
        ("four parts", format!("{good}.x")),
        ("padding", format!("{message}=.{signature}")),
        ("no base64", "a.b.c".to_owned()),
        ("nothing between dots", "..".to_owned()),
    ];
    tokens.extend(
        (0..good.len()).step_by(7).map(|length| ("cut short", good[..length].to_owned())).filter(|(_, cut)| !cut.is_empty()),
    );
    refused(&world, tokens, Denied::Invalid).await;
}

#[tokio::test]
async fn claims_that_are_wrong_are_refused() {
    let world = World::new();
    let seconds = START / 1000;
    let doubled = ada().to_string().replacen('{', r#"{"sub":"eve","#, 1);
    let head = r#"{"alg":"HS256","kid":"issuer"}"#;
    refused(
        &world,
        vec![
            ("exp as a text", issued(&with("exp", (seconds + 3600).to_string().into()))),
            ("no exp", issued(&with("exp", Value::Null))),
            ("exp true", issued(&with("exp", true.into()))),
            ("nbf in the future", issued(&with("nbf", (seconds + 31).into()))),
            ("no sub", issued(&with("sub", Value::Null))),
            ("an empty sub", issued(&with("sub", "".into()))),
            ("a number as sub", issued(&with("sub", 7.into()))),
            ("a long sub", issued(&with("sub", "a".repeat(257).into()))),
            ("a sub with a line break", issued(&with("sub", "ada\n".into()))),
            ("a long name", issued(&with("name", "a".repeat(257).into()))),
            ("a role nobody has", issued(&claims("ada", &[("a/", "god")]))),
            ("a scope that is none", issued(&claims("ada", &[("a//", "owner")]))),
            ("grants that are a list", issued(&with("yrsa", json!({ "grants": ["a/"] })))),
            ("admin as a text", issued(&with("yrsa", json!({ "admin": "true" })))),
            ("two subs", raw(head, &doubled, Algorithm::HS256, &hs())),
            ("a token above 8 KiB", issued(&with("x", "a".repeat(8192).into()))),
            ("claims that are a list", raw(head, "[]", Algorithm::HS256, &hs())),
        ],
        Denied::Invalid,
    )
    .await;
    refused(
        &world,
        vec![
            ("expired", issued(&with("exp", (seconds - 30).into()))),
            ("expired before 1970", issued(&with("exp", (-1).into()))),
            ("expired with a fraction", issued(&with("exp", (seconds as f64 - 30.5).into()))),
        ],
        Denied::Expired,
    )
    .await;
    for (story, claims) in [
        ("within the leeway", with("exp", (seconds - 29).into())),
        ("nbf within the leeway", with("nbf", (seconds + 30).into())),
        ("a far end", with("exp", u64::MAX.into())),
        ("an aud that nobody asks for", with("aud", "somebody".into())),
        ("claims nobody knows", with("groups", json!(["x"]))),
    ] {
        assert!(world.identify(&issued(&claims)).await.is_ok(), "{story}");
    }
}

#[tokio::test]
async fn audience_and_issuer_are_checked_when_asked_for() {
    let mut asking = settings();
    (asking.rules.audience, asking.rules.issuer) = (vec!["yrsa".to_owned()], vec!["https://issuer".to_owned()]);
    let world = World::with(asking);
    let made = |aud: Value, iss: Value| {
        let mut claims = with("aud", aud);
        if !iss.is_null() {
            claims["iss"] = iss;
        }
        issued(&claims)
    };
    for (aud, iss, good) in [
        (json!("yrsa"), json!("https://issuer"), true),
        (json!(["other", "yrsa"]), json!("https://issuer"), true),
        (json!("other"), json!("https://issuer"), false),
        (Value::Null, json!("https://issuer"), false),
        (json!([]), json!("https://issuer"), false),
        (json!("yrsa"), json!("https://issuer/"), false),
        (json!("yrsa"), Value::Null, false),
    ] {
        let result = world.identify(&made(aud.clone(), iss.clone())).await;
        assert_eq!(result.is_ok(), good, "{aud} {iss}");
    }
}

#[tokio::test]
async fn a_token_without_expiry_is_accepted_only_if_that_was_asked_for() {
    let mut lax = settings();
    lax.rules.expiry = Expiry::Optional;
    let world = World::with(lax);
    assert_eq!(world.identify(&issued(&with("exp", Value::Null))).await.unwrap().expires_ms, None);
    assert_eq!(world.identify(&issued(&with("exp", (START / 1000 - 31).into()))).await.unwrap_err(), Denied::Expired);
}

#[tokio::test]
async fn every_kind_of_key_works_and_none_is_used_as_another() {
    let keys = || {
        vec![
            Key::public(Some("rs"), None, RSA_PUBLIC).unwrap(),
            Key::public(Some("ps"), Some(Algorithm::PS256), RSA_PUBLIC).unwrap(),
            Key::public(Some("es"), None, EC_PUBLIC).unwrap(),
            Key::public(Some("ed"), None, ED_PUBLIC).unwrap(),
        ]
    };
    let world = World::of(|clock| yrsa::features::guard::Parts { keys: keys(), ..parts(settings(), clock) });
    let rsa = EncodingKey::from_rsa_pem(RSA_PRIVATE.as_bytes()).unwrap();
    let ec = EncodingKey::from_ec_pem(EC_PRIVATE.as_bytes()).unwrap();
    let ed = EncodingKey::from_ed_pem(ED_PRIVATE.as_bytes()).unwrap();
    let made = |kid: &str, named: &str, algorithm: Algorithm, key: &EncodingKey| {
        let head = if kid.is_empty() { json!({ "alg": named }) } else { json!({ "alg": named, "kid": kid }) };
        signed(&head, &ada(), algorithm, key)
    };
    for (kid, named, algorithm, key) in [
        ("rs", "RS256", Algorithm::RS256, &rsa),
        ("ps", "PS256", Algorithm::PS256, &rsa),
        ("es", "ES256", Algorithm::ES256, &ec),
        ("ed", "EdDSA", Algorithm::EdDSA, &ed),
        ("", "RS256", Algorithm::RS256, &rsa),
        ("", "EdDSA", Algorithm::EdDSA, &ed),
    ] {
        assert!(world.identify(&made(kid, named, algorithm, key)).await.is_ok(), "{kid} {named}");
    }
    let public_as_secret = EncodingKey::from_secret(RSA_PUBLIC.as_bytes());
    let trimmed_as_secret = EncodingKey::from_secret(RSA_PUBLIC.trim().as_bytes());
    refused(
        &world,
        vec![
            ("the public key as a secret", made("rs", "HS256", Algorithm::HS256, &public_as_secret)),
            ("the same without kid", made("", "HS256", Algorithm::HS256, &public_as_secret)),
            ("the same without its last line break", made("rs", "HS256", Algorithm::HS256, &trimmed_as_secret)),
            ("RS256 with the key for PS256", made("ps", "RS256", Algorithm::RS256, &rsa)),
            ("RS512 with the key for RS256", made("rs", "RS512", Algorithm::RS512, &rsa)),
            ("the kid of another kind", made("es", "EdDSA", Algorithm::EdDSA, &ed)),
        ],
        Denied::Invalid,
    )
    .await;
}

#[test]
fn keys_that_are_not_safe_are_not_taken() {
    use yrsa::access::key::InvalidKey;
    assert_eq!(Key::secret(None, Algorithm::HS256, &[0; 31]).unwrap_err(), InvalidKey::Short);
    assert_eq!(Key::secret(None, Algorithm::RS256, &[0; 32]).unwrap_err(), InvalidKey::Algorithm);
    assert_eq!(Key::public(None, None, include_str!("keys/weak.public.pem")).unwrap_err(), InvalidKey::Weak);
    assert_eq!(Key::public(None, None, RSA_PRIVATE).unwrap_err(), InvalidKey::Private);
    assert_eq!(Key::public(None, Some(Algorithm::ES256), RSA_PUBLIC).unwrap_err(), InvalidKey::Public);
    assert_eq!(Key::public(None, Some(Algorithm::HS256), RSA_PUBLIC).unwrap_err(), InvalidKey::Algorithm);
    assert_eq!(Key::public(None, None, "no key").unwrap_err(), InvalidKey::Public);
    assert_eq!(Key::public(Some("yrsa"), None, RSA_PUBLIC).unwrap_err(), InvalidKey::Reserved);
}

#[tokio::test]
async fn only_the_servers_own_tokens_can_stand_for_a_login_or_a_share() {
    let world = World::new();
    let identity = world.identify(&issued(&with("yrsa", json!({ "session": "s", "share": "x" })))).await.unwrap();
    assert_eq!((identity.session.clone(), identity.shares.len()), (None, 0));
}

#[tokio::test]
async fn a_revoked_token_is_refused_wherever_it_comes_again() {
    let world = World::new();
    let token = token("ada", &[("a/", "editor")]);
    let identity = world.identify(&token).await.unwrap();
    world.guard.withdraw_token(&doer("root"), "token of ada".to_owned(), None).unwrap();
    assert_eq!(world.identify(&token).await.unwrap_err(), Denied::Revoked);
    assert_eq!(world.guard.access(&identity, &document("a/x")), Err(Denied::Revoked), "an identity from before");
}

#[tokio::test]
async fn revoking_a_user_ends_what_was_issued_before_and_nothing_after() {
    let world = World::new();
    let old = token("ada", &[]);
    let undated = issued(&{
        let mut claims = claims("ada", &[]);
        drop(claims.as_object_mut().unwrap().remove("iat"));
        claims
    });
    world.guard.withdraw_user(&doer("root"), "ada", None).unwrap();
    assert_eq!(world.identify(&old).await.unwrap_err(), Denied::Revoked);
    assert_eq!(world.identify(&undated).await.unwrap_err(), Denied::Revoked);
    assert!(world.identify(&token("bob", &[])).await.is_ok());
    world.pass(1);
    assert!(world.identify(&issued(&with("iat", (START / 1000 + 1).into()))).await.is_ok());
}

#[tokio::test]
async fn without_credentials_nobody_comes_in() {
    let world = World::new();
    assert_eq!(world.guard.identify(&Default::default()).await.unwrap_err(), Denied::Missing);
    assert_eq!(world.identify(" ").await.unwrap_err(), Denied::Missing);
}
