//! Keys that tokens are checked with and signed with. A key brings its algorithm along: what a token's header says only selects
//! among keys, it never decides how one is used. Debug output shows no key.

use std::fmt;
use std::sync::Arc;

use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{AlgorithmFamily, DecodingKey, EncodingKey, Header};
use serde::Serialize;

pub use jsonwebtoken::Algorithm;

/// The `kid` of the key that the server makes for itself.
pub const OWN_KID: &str = "yrsa";

/// The shortest secret for HMAC: as long as the hash (RFC 7518 section 3.2).
pub const LEAST_SECRET: usize = 32;

/// Why a key can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKey {
    /// Not one of the supported algorithms.
    #[error("the algorithm is one of HS256, HS384, HS512, RS256, PS256, ES256, EdDSA")]
    Algorithm,
    /// A secret that can be guessed.
    #[error("a secret has at least 32 bytes; make one with `openssl rand -base64 32`")]
    Short,
    /// A private key where a public one belongs.
    #[error("this is a private key; the server needs the public one only")]
    Private,
    /// Not a key, or not one for the algorithm.
    #[error("not a public key for this algorithm, in PEM")]
    Public,
    /// Not a private key for the algorithm.
    #[error("not a private key for this algorithm, in PEM (PKCS#8)")]
    Signing,
    /// RSA below 2,048 bits.
    #[error("an RSA key has at least 2048 bits")]
    Weak,
    /// The own key's name.
    #[error("the key id `yrsa` belongs to the server's own key; choose another")]
    Reserved,
}

/// Who signs with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// This server.
    Own,
    /// Somebody whom the configuration names.
    Issuer,
}

/// A key that tokens are checked with, and the one algorithm it is used for.
#[derive(Clone)]
pub struct Key {
    pub(super) kid: Option<Arc<str>>,
    pub(super) algorithm: Algorithm,
    pub(super) decoding: DecodingKey,
    pub(super) signer: Signer,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// Reads the name of a supported algorithm.
pub fn algorithm(name: &str) -> Result<Algorithm, InvalidKey> {
    match name {
        "HS256" => Ok(Algorithm::HS256),
        "HS384" => Ok(Algorithm::HS384),
        "HS512" => Ok(Algorithm::HS512),
        "RS256" => Ok(Algorithm::RS256),
        "PS256" => Ok(Algorithm::PS256),
        "ES256" => Ok(Algorithm::ES256),
        "EdDSA" => Ok(Algorithm::EdDSA),
        _ => Err(InvalidKey::Algorithm),
    }
}

fn is_hmac(algorithm: Algorithm) -> bool {
    matches!(algorithm, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512)
}

impl Key {
    /// A shared secret.
    pub fn secret(kid: Option<&str>, algorithm: Algorithm, secret: &[u8]) -> Result<Self, InvalidKey> {
        if !is_hmac(algorithm) {
            return Err(InvalidKey::Algorithm);
        }
        if secret.len() < LEAST_SECRET {
            return Err(InvalidKey::Short);
        }
        Self::issuer(kid, algorithm, DecodingKey::from_secret(secret))
    }

    /// A public key in PEM. Without an algorithm it is RS256 for RSA, ES256 for P-256, EdDSA for Ed25519.
    pub fn public(kid: Option<&str>, algorithm: Option<Algorithm>, pem: &str) -> Result<Self, InvalidKey> {
        if pem.contains("PRIVATE KEY") {
            return Err(InvalidKey::Private);
        }
        let pem = pem.as_bytes();
        let rsa = || DecodingKey::from_rsa_pem(pem).ok();
        let ec = || DecodingKey::from_ec_pem(pem).ok().map(|key| (Algorithm::ES256, key));
        let ed = || DecodingKey::from_ed_pem(pem).ok().map(|key| (Algorithm::EdDSA, key));
        let found = match algorithm {
            None => rsa().map(|key| (Algorithm::RS256, key)).or_else(ec).or_else(ed),
            Some(rs @ (Algorithm::RS256 | Algorithm::PS256)) => rsa().map(|key| (rs, key)),
            Some(Algorithm::ES256) => ec(),
            Some(Algorithm::EdDSA) => ed(),
            Some(_) => return Err(InvalidKey::Algorithm),
        };
        let (algorithm, decoding) = found.ok_or(InvalidKey::Public)?;
        Self::issuer(kid, algorithm, decoding)
    }

    /// A key that somebody else signs with, if its numbers are in order.
    pub(super) fn issuer(kid: Option<&str>, algorithm: Algorithm, decoding: DecodingKey) -> Result<Self, InvalidKey> {
        if kid == Some(OWN_KID) {
            return Err(InvalidKey::Reserved);
        }
        check(&decoding, algorithm)?;
        Ok(Self { kid: kid.map(Into::into), algorithm, decoding, signer: Signer::Issuer })
    }
}

/// Whether the key's numbers have the size that its algorithm wants.
fn check(key: &DecodingKey, algorithm: Algorithm) -> Result<(), InvalidKey> {
    use base64::Engine as _;
    let length = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).map_or(0, |bytes| bytes.len());
    if is_hmac(algorithm) {
        return if key.family() == AlgorithmFamily::Hmac { Ok(()) } else { Err(InvalidKey::Algorithm) };
    }
    let jwk = Jwk::from_decoding_key(key, None).map_err(|_| InvalidKey::Public)?;
    match (jwk.algorithm, algorithm) {
        (AlgorithmParameters::RSA(rsa), Algorithm::RS256 | Algorithm::PS256) => match length(&rsa.n) {
            256..=1024 => Ok(()),
            _ => Err(InvalidKey::Weak),
        },
        (AlgorithmParameters::EllipticCurve(ec), Algorithm::ES256) if length(&ec.x) == 32 && length(&ec.y) == 32 => Ok(()),
        (AlgorithmParameters::OctetKeyPair(_), Algorithm::EdDSA) => Ok(()),
        _ => Err(InvalidKey::Public),
    }
}

/// All keys that tokens are checked with.
#[derive(Debug, Clone, Default)]
pub struct KeySet(Vec<Key>);

impl KeySet {
    /// These keys.
    #[must_use]
    pub fn new(keys: Vec<Key>) -> Self {
        Self(keys)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// None.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys a token may be signed with, from what its header says: those of its `kid`, else those that have none; of these
    /// the ones whose own algorithm is the header's. A token without `kid` may be signed with any of its algorithm, except
    /// the server's own key, whose tokens always name it.
    pub(super) fn candidates<'a>(&'a self, kid: Option<&'a str>, algorithm: Algorithm) -> impl Iterator<Item = &'a Key> {
        let named = self.0.iter().any(|key| kid.is_some() && key.kid.as_deref() == kid);
        self.0.iter().filter(move |key| {
            let fits = match (kid, key.signer) {
                (Some(_), _) if named => key.kid.as_deref() == kid,
                (Some(_), _) => key.kid.is_none(),
                (None, signer) => signer == Signer::Issuer,
            };
            fits && key.algorithm == algorithm
        })
    }

    /// Whether a key has this name.
    pub(super) fn knows(&self, kid: &str) -> bool {
        self.0.iter().any(|key| key.kid.as_deref() == Some(kid))
    }
}

/// A key that tokens are signed with.
#[derive(Clone)]
pub struct SigningKey {
    kid: Option<Arc<str>>,
    algorithm: Algorithm,
    encoding: EncodingKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// The server's own key, and the key its tokens are checked with.
    #[must_use]
    pub fn own(secret: &[u8; 32]) -> (Self, Key) {
        let (kid, algorithm): (Arc<str>, _) = (OWN_KID.into(), Algorithm::HS256);
        let signing = Self { kid: Some(Arc::clone(&kid)), algorithm, encoding: EncodingKey::from_secret(secret) };
        let key = Key { kid: Some(kid), algorithm, decoding: DecodingKey::from_secret(secret), signer: Signer::Own };
        (signing, key)
    }

    /// A shared secret.
    pub fn secret(kid: Option<&str>, algorithm: Algorithm, secret: &[u8]) -> Result<Self, InvalidKey> {
        Key::secret(kid, algorithm, secret)?;
        Ok(Self { kid: kid.map(Into::into), algorithm, encoding: EncodingKey::from_secret(secret) })
    }

    /// A private key in PEM.
    pub fn private(kid: Option<&str>, algorithm: Algorithm, pem: &str) -> Result<Self, InvalidKey> {
        let pem = pem.as_bytes();
        let encoding = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => EncodingKey::from_rsa_pem(pem),
            Algorithm::ES256 => EncodingKey::from_ec_pem(pem),
            Algorithm::EdDSA => EncodingKey::from_ed_pem(pem),
            _ => return Err(InvalidKey::Algorithm),
        };
        let signing = Self { kid: kid.map(Into::into), algorithm, encoding: encoding.map_err(|_| InvalidKey::Signing)? };
        // Shows at once whether the key can sign.
        signing.sign(&serde_json::json!({}))?;
        Ok(signing)
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, InvalidKey> {
        let mut header = Header::new(self.algorithm);
        header.kid = self.kid.as_deref().map(str::to_owned);
        jsonwebtoken::encode(&header, claims, &self.encoding).map_err(|_| InvalidKey::Signing)
    }
}
