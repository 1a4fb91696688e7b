//! Secrets that the server makes itself: share links and refresh tokens. 256 random bits in base64url behind a word that tells
//! what they are; only their SHA-256 is stored. Randomness is an argument.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// What a share link's secret begins with.
pub const SHARE: &str = "share_";
/// What a refresh token begins with.
pub const REFRESH: &str = "refresh_";

/// A secret that is shown once. Never in logs: its Debug shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Random bytes, behind a word.
    #[must_use]
    pub fn new(word: &str, random: &[u8]) -> Self {
        Self(format!("{word}{}", URL_SAFE_NO_PAD.encode(random)))
    }

    /// A token that was signed, so that it is not shown by accident.
    #[must_use]
    pub fn token(signed: String) -> Self {
        Self(signed)
    }

    /// The secret itself, for the one who may have it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The SHA-256 of a secret, in hex. Enough for secrets of 256 random bits; passwords need more (argon2id).
#[must_use]
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The part of a hash that names the record of a secret: 128 bits, in hex.
#[must_use]
pub fn name(hash: &str) -> &str {
    hash.get(..32).unwrap_or(hash)
}

/// Whether two strings are equal, in a time that depends on their lengths only.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    use subtle::ConstantTimeEq as _;
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// Bytes in hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0'));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_secret_has_43_characters_behind_its_word() {
        let secret = Secret::new(SHARE, &[0xff; 32]);
        assert_eq!(secret.reveal().len(), SHARE.len() + 43);
        assert!(secret.reveal().starts_with("share_"));
        assert!(!format!("{secret:?}").contains("____"));
    }

    #[test]
    fn the_hash_is_sha_256_in_hex() {
        assert_eq!(hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(name(&hash("")), "e3b0c44298fc1c149afbf4c8996fb924");
    }
}
