//! Tokens of y-sweet, so that its clients and SDKs keep theirs: optional `keyId.`, then base64url of bincode (variable-length
//! integers) of payload and signature, where the signature is SHA-256(payload || key). Checked against y-sweet's own sample pair.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{Denied, Role};

/// Takes base64url with and without padding; the standard alphabet is translated before.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The key of a y-sweet server (`Y_SWEET_AUTH`).
#[derive(Clone)]
pub struct YSweetKey(Vec<u8>);

impl std::fmt::Debug for YSweetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("YSweetKey")
    }
}

/// What a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    /// The whole server.
    Server,
    /// One document, as editor or viewer.
    Document(String, Role),
}

/// A token's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// What it is for.
    pub permission: Permission,
    /// When it expires, in milliseconds since the Unix epoch.
    pub expires_ms: Option<u64>,
}

/// Whether a token looks like one of y-sweet: at most one dot, where a JWT has two.
#[must_use]
pub fn looks_like(token: &str) -> bool {
    token.bytes().filter(|byte| *byte == b'.').count() <= 1
}

impl YSweetKey {
    /// Reads the key as y-sweet prints it; `None` if it is not base64 of at least 16 bytes.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        decode(text.trim()).filter(|key| key.len() >= 16).map(Self)
    }

    /// What a token says, if this key signed it and its time is not over.
    pub fn verify(&self, token: &str, now_ms: u64) -> Result<Payload, Denied> {
        let encoded = token.split_once('.').map_or(token, |(_key_id, encoded)| encoded);
        let bytes = decode(encoded).ok_or(Denied::Invalid)?;
        let mut reader = Reader(&bytes);
        let payload = reader.payload().ok_or(Denied::Invalid)?;
        let signed = &bytes[..bytes.len() - reader.0.len()];
        let signature = reader.bytes().filter(|_| reader.0.is_empty()).ok_or(Denied::Invalid)?;
        if !bool::from(signature.ct_eq(&self.signature(signed))) {
            return Err(Denied::Invalid);
        }
        if payload.expires_ms.is_some_and(|expires| expires < now_ms) {
            return Err(Denied::Expired);
        }
        Ok(payload)
    }

    /// A token.
    #[must_use]
    pub fn mint(&self, payload: &Payload) -> String {
        let mut bytes = Vec::new();
        match &payload.permission {
            Permission::Server => bytes.push(0),
            Permission::Document(id, role) => {
                bytes.push(1);
                put_number(&mut bytes, id.len() as u64);
                bytes.extend_from_slice(id.as_bytes());
                bytes.push(u8::from(*role >= Role::Editor));
            }
        }
        match payload.expires_ms {
            None => bytes.push(0),
            Some(expires) => {
                bytes.push(1);
                put_number(&mut bytes, expires);
            }
        }
        let signature = self.signature(&bytes);
        bytes.push(32);
        bytes.extend_from_slice(&signature);
        BASE64.encode(bytes)
    }

    fn signature(&self, payload: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(payload).chain_update(&self.0).finalize().into()
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let url_safe = text.trim_end_matches('=').bytes().map(|byte| match byte {
        b'+' => b'-',
        b'/' => b'_',
        other => other,
    });
    BASE64.decode(url_safe.collect::<Vec<u8>>()).ok()
}

/// bincode's variable-length integer: up to 250 in one byte, then a marker and 2, 4 or 8 bytes, least significant first.
fn put_number(bytes: &mut Vec<u8>, number: u64) {
    let all = number.to_le_bytes();
    let (marker, width) = match number {
        0..=250 => (None, 1),
        251..=0xffff => (Some(251), 2),
        0x1_0000..=0xffff_ffff => (Some(252), 4),
        _ => (Some(253), 8),
    };
    bytes.extend(marker);
    bytes.extend_from_slice(&all[..width]);
}

/// Reads bincode; `None` where the bytes end early or mean nothing.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let [first] = *self.take(1)? else { return None };
        let width = match first {
            0..=250 => return Some(u64::from(first)),
            251 => 2,
            252 => 4,
            253 => 8,
            _ => return None,
        };
        let mut all = [0; 8];
        all.get_mut(..width)?.copy_from_slice(self.take(width)?);
        Some(u64::from_le_bytes(all))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    fn payload(&mut self) -> Option<Payload> {
        let permission = match self.number()? {
            0 => Permission::Server,
            1 => {
                let id = std::str::from_utf8(self.bytes()?).ok()?.to_owned();
                let role = match self.number()? {
                    0 => Role::Viewer,
                    1 => Role::Editor,
                    _ => return None,
                };
                Permission::Document(id, role)
            }
            _ => return None,
        };
        let expires_ms = match self.take(1)? {
            [0] => None,
            [1] => Some(self.number()?),
            _ => return None,
        };
        Some(Payload { permission, expires_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pair in y-sweet's `deploy/docker-compose.yml`.
    const KEY: &str = "AXO33rILFt0ZOP7v9NM8e2u6m1pVWvCS5HI9mYMK";
    const SERVER_TOKEN: &str = "AAAg1s4QOZVQsRWT4p-CUrk3ory1a21SksuWR6hzqy-vFJM";

    fn key() -> YSweetKey {
        YSweetKey::read(KEY).unwrap()
    }

    #[test]
    fn the_sample_pair_of_y_sweet_fits() {
        let payload = Payload { permission: Permission::Server, expires_ms: None };
        assert_eq!(key().verify(SERVER_TOKEN, 0), Ok(payload.clone()));
        assert_eq!(key().mint(&payload), SERVER_TOKEN);
        let key_id_and_other_alphabet = format!("prod.{}==", SERVER_TOKEN.replace('-', "+").replace('_', "/"));
        assert_eq!(key().verify(&key_id_and_other_alphabet, 0), Ok(payload));
    }

    #[test]
    fn what_is_minted_is_verified_and_expires() {
        for (id, role, expires) in [("doc", Role::Viewer, 1_800_000_000_000), ("ä".repeat(200).as_str(), Role::Editor, 70_000)] {
            let payload = Payload { permission: Permission::Document(id.to_owned(), role), expires_ms: Some(expires) };
            let token = key().mint(&payload);
            assert_eq!(key().verify(&token, expires), Ok(payload));
            assert_eq!(key().verify(&token, expires + 1), Err(Denied::Expired));
        }
    }

    #[test]
    fn no_part_of_a_token_can_be_changed_or_cut() {
        let payload = Payload { permission: Permission::Document("doc".to_owned(), Role::Viewer), expires_ms: Some(1 << 40) };
        let bytes = decode(&key().mint(&payload)).unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert_eq!(key().verify(&BASE64.encode(changed), 0), Err(Denied::Invalid), "byte {at}, bit {bit}");
            }
            assert_eq!(key().verify(&BASE64.encode(&bytes[..at]), 0), Err(Denied::Invalid), "cut at {at}");
        }
        let longer = [&bytes[..], b"x"].concat();
        assert_eq!(key().verify(&BASE64.encode(longer), 0), Err(Denied::Invalid));
        let other = YSweetKey::read("BXO33rILFt0ZOP7v9NM8e2u6m1pVWvCS5HI9mYMK").unwrap();
        assert_eq!(other.verify(SERVER_TOKEN, 0), Err(Denied::Invalid));
    }
}
