//! A JWK set (RFC 7517) as issuers publish it: which of its keys can check tokens, and with which algorithm. Keys that can't are
//! passed over, so that an issuer may add kinds of keys that are not known here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;

use super::key::{Algorithm, Key, algorithm};

/// The largest set that is read, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The most keys that are taken from a set.
const MOST_KEYS: usize = 100;

/// The bytes are no key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSet {
    /// Not `{"keys": [...]}`.
    #[error("not a JWK set: a JSON object with the list `keys`")]
    NotASet,
    /// No key in it can check tokens.
    #[error("no key in the JWK set can check tokens (RS256, PS256, ES256, EdDSA, or HS with `alg`)")]
    NoKey,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    k: Option<String>,
}

/// Reads a key set.
pub fn read(json: &[u8]) -> Result<Vec<Key>, InvalidSet> {
    let set: Set = serde_json::from_slice(json).map_err(|_| InvalidSet::NotASet)?;
    let keys = set.keys.into_iter().take(MOST_KEYS).filter_map(|value| serde_json::from_value::<Jwk>(value).ok());
    let keys: Vec<Key> = keys.filter_map(|jwk| key(&jwk)).collect();
    if keys.is_empty() { Err(InvalidSet::NoKey) } else { Ok(keys) }
}

fn key(jwk: &Jwk) -> Option<Key> {
    let for_signatures = jwk.usage.as_deref().is_none_or(|usage| usage == "sig");
    let for_checking = jwk.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
    if !for_signatures || !for_checking {
        return None;
    }
    let named = match jwk.alg.as_deref() {
        Some(name) => Some(algorithm(name).ok()?),
        None => None,
    };
    let kid = jwk.kid.as_deref();
    let bytes = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?.trim_end_matches('=')).ok();
    match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", _) => {
            let chosen = named.unwrap_or(Algorithm::RS256);
            let decoding = DecodingKey::from_rsa_raw_components(&bytes(&jwk.n)?, &bytes(&jwk.e)?);
            Key::issuer(kid, chosen, decoding).ok()
        }
        ("EC", Some("P-256")) => {
            let decoding = DecodingKey::from_ec_components(jwk.x.as_deref()?, jwk.y.as_deref()?).ok()?;
            Key::issuer(kid, named.unwrap_or(Algorithm::ES256), decoding).ok()
        }
        ("OKP", Some("Ed25519")) => {
            let decoding = DecodingKey::from_ed_components(jwk.x.as_deref()?).ok()?;
            Key::issuer(kid, named.unwrap_or(Algorithm::EdDSA), decoding).ok()
        }
        // A secret says nothing about the hash it is for.
        ("oct", _) => Key::secret(kid, named?, &bytes(&jwk.k)?).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED: &str = r#"{"kty":"OKP","crv":"Ed25519","kid":"e","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    const EC: &str = r#"{"kty":"EC","crv":"P-256","kid":"p","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    fn algorithms(keys: &str) -> Result<Vec<Algorithm>, InvalidSet> {
        read(format!(r#"{{"keys":[{keys}]}}"#).as_bytes()).map(|keys| keys.iter().map(|key| key.algorithm).collect())
    }

    #[test]
    fn a_key_without_alg_has_the_one_of_its_kind() {
        assert_eq!(algorithms(&format!("{ED},{EC}")), Ok(vec![Algorithm::EdDSA, Algorithm::ES256]));
    }

    #[test]
    fn what_cannot_check_tokens_is_passed_over() {
        let secret = "A".repeat(43);
        for other in [
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.to_owned(),
            r#"{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}"#.to_owned(),
            r#"{"kty":"quantum"}"#.to_owned(),
            "17".to_owned(),
            ED.replace("\"kid\":\"e\"", "\"use\":\"enc\""),
            ED.replace("\"kid\":\"e\"", "\"key_ops\":[\"sign\"]"),
            ED.replace("\"kid\":\"e\"", "\"alg\":\"HS256\""),
            ED.replace("\"kid\":\"e\"", "\"kid\":\"yrsa\""),
            format!(r#"{{"kty":"oct","k":"{secret}"}}"#),
            r#"{"kty":"oct","alg":"HS256","k":"c2hvcnQ"}"#.to_owned(),
        ] {
            assert_eq!(algorithms(&format!("{other},{EC}")), Ok(vec![Algorithm::ES256]), "{other}");
            assert_eq!(algorithms(&other), Err(InvalidSet::NoKey));
        }
        assert_eq!(algorithms(&format!(r#"{{"kty":"oct","alg":"HS256","k":"{secret}"}}"#)), Ok(vec![Algorithm::HS256]));
        assert_eq!(read(b"[]").unwrap_err(), InvalidSet::NotASet);
    }
}
