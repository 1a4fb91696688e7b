//! Settings of section `auth`: who may come in. Without any of them the server is in open mode.
//! Read by `server`, which makes keys of it; checked there, because that needs the files. Secrets are never printed.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize, Serializer};

use super::ConfigError;

/// What is printed in the place of a secret.
const HIDDEN: &str = "(hidden)";

/// A setting that is never printed: neither by Debug nor by `yrsa config`.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SecretText(String);

impl SecretText {
    /// The text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is one.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !self.0.is_empty()
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_set() { HIDDEN } else { "\"\"" })
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.is_set() { HIDDEN } else { "" })
    }
}

/// Who may register an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    /// Everybody; the first one becomes administrator.
    #[default]
    Open,
    /// Administrators register others.
    Closed,
}

/// Who may come in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// Asks for tokens although no key of an issuer is configured: those that `yrsa token` makes.
    pub required: bool,
    /// A secret shared with the issuer of tokens, at least 32 bytes.
    pub secret: SecretText,
    /// The same in base64.
    pub secret_base64: SecretText,
    /// A file that holds it; one newline at the end does not count.
    pub secret_file: PathBuf,
    /// The issuer's public key, in PEM.
    pub public_key: String,
    /// A file that holds it.
    pub public_key_file: PathBuf,
    /// The algorithm of the secret or public key above; empty for HS256, or what the public key is for.
    pub algorithm: String,
    /// More keys, each with a `kid`.
    pub keys: Vec<AuthKey>,
    /// A file with a JWK set.
    pub jwks_file: PathBuf,
    /// Where the issuer publishes its JWK set.
    pub jwks_url: String,
    /// How often it is fetched.
    #[serde(with = "humantime_serde")]
    pub jwks_refresh: Duration,
    /// Accepted `aud`; empty for any.
    pub audience: Vec<String>,
    /// Accepted `iss`; empty for any.
    pub issuer: Vec<String>,
    /// Whether tokens must have `exp`.
    pub require_expiry: bool,
    /// How far the clocks of issuer and server may differ.
    #[serde(with = "humantime_serde")]
    pub leeway: Duration,
    /// How long before its token expires a client is asked for a new one.
    #[serde(with = "humantime_serde")]
    pub refresh_ahead: Duration,
    /// The key of a y-sweet server (`Y_SWEET_AUTH`) whose tokens are accepted.
    pub y_sweet_key: SecretText,
    /// How long the token lasts that a share link is exchanged for.
    #[serde(with = "humantime_serde")]
    pub share_token: Duration,
    /// Built-in accounts.
    pub accounts: bool,
    /// Who may register one.
    pub registration: Registration,
    /// How long an account's access token lasts.
    #[serde(with = "humantime_serde")]
    pub access_token: Duration,
    /// How long an account's refresh token lasts.
    #[serde(with = "humantime_serde")]
    pub refresh_token: Duration,
}

/// One more key of an issuer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthKey {
    /// Its name in the header of tokens.
    pub kid: String,
    /// See [`Auth`].
    pub algorithm: String,
    /// See [`Auth`].
    pub secret: SecretText,
    /// See [`Auth`].
    pub secret_base64: SecretText,
    /// See [`Auth`].
    pub secret_file: PathBuf,
    /// See [`Auth`].
    pub public_key: String,
    /// See [`Auth`].
    pub public_key_file: PathBuf,
}

impl AuthKey {
    /// How many of the ways to give a key are used.
    #[must_use]
    pub fn given(&self) -> usize {
        let texts = [self.secret.is_set(), self.secret_base64.is_set(), !self.public_key.is_empty()];
        let files = [&self.secret_file, &self.public_key_file].map(|path| !path.as_os_str().is_empty());
        texts.into_iter().chain(files).filter(|given| *given).count()
    }
}

impl Default for Auth {
    fn default() -> Self {
        let minute = Duration::from_secs(60);
        Self {
            required: false,
            secret: SecretText::default(),
            secret_base64: SecretText::default(),
            secret_file: PathBuf::new(),
            public_key: String::new(),
            public_key_file: PathBuf::new(),
            algorithm: String::new(),
            keys: Vec::new(),
            jwks_file: PathBuf::new(),
            jwks_url: String::new(),
            jwks_refresh: 5 * minute,
            audience: Vec::new(),
            issuer: Vec::new(),
            require_expiry: true,
            leeway: minute / 2,
            refresh_ahead: minute / 3,
            y_sweet_key: SecretText::default(),
            share_token: 12 * 60 * minute,
            accounts: false,
            registration: Registration::Open,
            access_token: 15 * minute,
            refresh_token: 30 * 24 * 60 * minute,
        }
    }
}

impl Auth {
    /// Whether nothing says who may come in, so that everybody may do everything.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let files_or_urls = !self.jwks_file.as_os_str().is_empty() || !self.jwks_url.is_empty();
        !(self.required || self.accounts || self.y_sweet_key.is_set() || files_or_urls || self.all_keys().next().is_some())
    }

    /// The key at the top and the list, as one.
    pub fn all_keys(&self) -> impl Iterator<Item = AuthKey> + '_ {
        let top = AuthKey {
            kid: String::new(),
            algorithm: self.algorithm.clone(),
            secret: self.secret.clone(),
            secret_base64: self.secret_base64.clone(),
            secret_file: self.secret_file.clone(),
            public_key: self.public_key.clone(),
            public_key_file: self.public_key_file.clone(),
        };
        Some(top).filter(|top| top.given() > 0).into_iter().chain(self.keys.iter().cloned())
    }

    /// Whether an empty value for this setting is a mistake: a variable that was to be filled in and was not would open the server.
    pub(super) fn must_not_be_empty(key: &str) -> bool {
        let sources = ["secret", "secret_base64", "secret_file", "public_key", "public_key_file", "jwks_file", "jwks_url"];
        key.strip_prefix("auth.").is_some_and(|name| name == "y_sweet_key" || sources.contains(&name))
    }

    /// A setting that makes sense only when somebody has to show who they are.
    fn for_guarded_mode(&self) -> Option<&'static str> {
        let set = [
            (!self.algorithm.is_empty(), "algorithm"),
            (!self.audience.is_empty(), "audience"),
            (!self.issuer.is_empty(), "issuer"),
            (!self.require_expiry, "require_expiry"),
            (self.registration == Registration::Closed, "registration"),
        ];
        set.into_iter().find_map(|(set, name)| set.then_some(name))
    }

    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        let fail = |why: &str| Err(ConfigError::Invalid(why.to_owned()));
        if let Some(name) = self.for_guarded_mode().filter(|_| self.is_open()) {
            return Err(ConfigError::Invalid(format!(
                "auth.{name} is set, but everybody may do everything: give a key, or set auth.accounts or auth.required"
            )));
        }
        if self.all_keys().any(|key| key.given() != 1) {
            return fail("a key in auth is given in one way: secret, secret_base64, secret_file, public_key or public_key_file");
        }
        if self.keys.iter().any(|key| key.kid.is_empty()) {
            return fail("each key in auth.keys has a kid");
        }
        if self.jwks_refresh < Duration::from_secs(10) {
            return fail("auth.jwks_refresh is at least 10 s");
        }
        if self.leeway > Duration::from_secs(600) {
            return fail("auth.leeway is at most 10 minutes");
        }
        if self.access_token < Duration::from_secs(10) || self.refresh_token < self.access_token {
            return fail("auth.access_token is at least 10 s, and auth.refresh_token not shorter");
        }
        if self.share_token < Duration::from_secs(60) {
            return fail("auth.share_token is at least 1 minute");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_never_printed() {
        let auth = Auth { secret: "very secret".into(), y_sweet_key: "very secret".into(), ..Auth::default() };
        let key = AuthKey { secret_base64: "very secret".into(), ..AuthKey::default() };
        let auth = Auth { keys: vec![key], ..auth };
        for printed in [format!("{auth:?}"), toml::to_string(&auth).unwrap()] {
            assert!(!printed.contains("very secret"), "{printed}");
        }
    }

    #[test]
    fn any_way_to_come_in_ends_open_mode() {
        assert!(Auth::default().is_open());
        for auth in [
            Auth { required: true, ..Auth::default() },
            Auth { accounts: true, ..Auth::default() },
            Auth { secret: "x".into(), ..Auth::default() },
            Auth { public_key_file: "key.pem".into(), ..Auth::default() },
            Auth { jwks_url: "https://issuer/jwks".to_owned(), ..Auth::default() },
            Auth { jwks_file: "jwks.json".into(), ..Auth::default() },
            Auth { y_sweet_key: "x".into(), ..Auth::default() },
            Auth { keys: vec![AuthKey::default()], ..Auth::default() },
        ] {
            assert!(!auth.is_open(), "{auth:?}");
        }
    }

    #[test]
    fn a_lock_without_a_key_is_no_open_door() {
        let lists = || vec!["yrsa".to_owned()];
        for auth in [
            Auth { algorithm: "RS256".to_owned(), ..Auth::default() },
            Auth { audience: lists(), ..Auth::default() },
            Auth { issuer: lists(), ..Auth::default() },
            Auth { require_expiry: false, ..Auth::default() },
            Auth { registration: Registration::Closed, ..Auth::default() },
        ] {
            assert!(auth.validate().is_err(), "{auth:?}");
            assert!(Auth { required: true, ..auth }.validate().is_ok());
        }
    }

    #[test]
    fn a_key_is_given_in_one_way() {
        let both = Auth { secret: "x".into(), public_key: "y".to_owned(), ..Auth::default() };
        assert!(both.validate().is_err());
        let nameless = Auth { keys: vec![AuthKey { secret: "x".into(), ..AuthKey::default() }], ..Auth::default() };
        assert!(nameless.validate().is_err());
    }
}
