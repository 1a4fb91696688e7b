//! Secrets of webhooks and what is signed with them: HMAC-SHA256 over id, time and body, as the Standard Webhooks specification says
//! (github.com/standard-webhooks/standard-webhooks). Randomness is an argument; no secret is ever shown by `Debug`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// How long the secret before the last one still signs, in milliseconds.
const BOTH_MS: u64 = 24 * 60 * 60 * 1000;

/// The secret of an endpoint, as its owner has it: `whsec_` and 32 random bytes in base64.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SigningSecret(String);

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningSecret")
    }
}

impl SigningSecret {
    pub(super) fn new(random: &[u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", STANDARD.encode(random)))
    }

    /// The secret itself, for the one who may have it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// One signature, with its version.
    fn sign(&self, id: &str, seconds: u64, body: &[u8]) -> Option<String> {
        let key = STANDARD.decode(self.0.strip_prefix(PREFIX)?).ok()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

/// The secrets of an endpoint: the one that signs, and the one before it as long as that still does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Secrets {
    current: SigningSecret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Before>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    secret: SigningSecret,
    until_ms: u64,
}

impl Secrets {
    pub(super) fn new(current: SigningSecret) -> Self {
        Self { current, before: None }
    }

    /// From now on another secret signs; the last one does so, too, for a day.
    pub(super) fn rotated(&self, next: SigningSecret, now_ms: u64) -> Self {
        let before = Before { secret: self.current.clone(), until_ms: now_ms.saturating_add(BOTH_MS) };
        Self { current: next, before: Some(before) }
    }

    /// The value of `webhook-signature`.
    pub(super) fn sign(&self, id: &str, now_ms: u64, body: &[u8]) -> Option<String> {
        let seconds = now_ms / 1000;
        let before = self.before.as_ref().filter(|before| now_ms < before.until_ms);
        let signed = self.current.sign(id, seconds, body)?;
        match before.and_then(|before| before.secret.sign(id, seconds, body)) {
            Some(also) => Some(format!("{signed} {also}")),
            None => Some(signed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_has_the_published_signature() {
        let secrets = Secrets::new(SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()));
        let signed = secrets.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_000, br#"{"test": 2432232314}"#);
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn after_a_rotation_both_secrets_sign_for_a_day() {
        let (old, new) = (SigningSecret::new(&[1; 32]), SigningSecret::new(&[2; 32]));
        let alone = |secret: &SigningSecret, now| Secrets::new(secret.clone()).sign("evt_1", now, b"{}").unwrap();
        let rotated = Secrets::new(old.clone()).rotated(new.clone(), 5);
        let last = BOTH_MS + 4;
        assert_eq!(rotated.sign("evt_1", last, b"{}").unwrap(), format!("{} {}", alone(&new, last), alone(&old, last)));
        assert_eq!(rotated.sign("evt_1", last + 1, b"{}").unwrap(), alone(&new, last + 1));
        let again = rotated.rotated(SigningSecret::new(&[3; 32]), 6).sign("evt_1", 7, b"{}").unwrap();
        assert!(!again.contains(&alone(&old, 7)) && again.contains(&alone(&new, 7)));
    }

    #[test]
    fn a_secret_has_its_prefix_and_is_not_printed() {
        let secret = SigningSecret::new(&[0; 32]);
        assert_eq!(secret.reveal(), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assert!(!format!("{:?}", Secrets::new(secret)).contains("AAAA"));
    }
}
