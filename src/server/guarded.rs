//! From the section `auth` of the configuration to a guard: reads the files it names, makes keys of them, and says which setting
//! is wrong. Used by `server` and by `yrsa token`.

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use yrsa_storage::Clock;

use super::StartError;
use crate::access::token::{Expiry, Rules};
use crate::access::y_sweet::YSweetKey;
use crate::access::{Key, jwks, key};
use crate::config::Config;
use crate::config::auth::{Auth, AuthKey, Registration};
use crate::features::Journal;
use crate::features::accounts::passwords::Cost;
use crate::features::accounts::{Registering, Settings as AccountSettings};
use crate::features::guard::{Guard, Mode, Parts, Settings};
use crate::features::keys::Published;

/// What a PEM text begins with.
const PEM: &[u8] = b"-----BEGIN ";

/// The guard that the configuration asks for.
pub(super) fn guard(config: &Config, journal: Arc<Journal>, secret: [u8; 32], clock: Clock) -> Result<Arc<Guard>, StartError> {
    let parts = Parts {
        journal,
        clock,
        secret,
        keys: keys(&config.auth)?,
        published: published(&config.auth)?,
        settings: settings(config)?,
    };
    Guard::new(parts).map_err(StartError::Guard)
}

fn settings(config: &Config) -> Result<Settings, StartError> {
    let auth = &config.auth;
    let y_sweet = auth.y_sweet_key.is_set().then(|| {
        YSweetKey::read(auth.y_sweet_key.reveal()).ok_or_else(|| wrong("auth.y_sweet_key", &"not the base64 that y-sweet prints"))
    });
    let accounts = auth.accounts.then(|| AccountSettings {
        registering: match auth.registration {
            Registration::Open => Registering::Open,
            Registration::Closed => Registering::Closed,
        },
        access_token: auth.access_token,
        refresh_token: auth.refresh_token,
        cost: Cost::default(),
    });
    Ok(Settings {
        mode: if auth.is_open() { Mode::Open } else { Mode::Guarded },
        rules: Rules {
            leeway_ms: u64::try_from(auth.leeway.as_millis()).unwrap_or(u64::MAX),
            expiry: if auth.require_expiry { Expiry::Required } else { Expiry::Optional },
            audience: auth.audience.clone(),
            issuer: auth.issuer.clone(),
        },
        y_sweet: y_sweet.transpose()?,
        accounts,
        refresh_ahead: auth.refresh_ahead,
        share_token: auth.share_token,
        connections_per_user: config.limits.connections_per_user,
        requests_per_second_per_user: config.limits.requests_per_second_per_user,
    })
}

fn published(auth: &Auth) -> Result<Option<Published>, StartError> {
    if auth.jwks_url.is_empty() {
        return Ok(None);
    }
    let url: http::Uri = auth.jwks_url.parse().map_err(|_| wrong("auth.jwks_url", &"not a URL"))?;
    match (url.scheme_str(), url.host()) {
        (Some("https"), Some(_)) => {}
        (Some("http"), Some(host)) => {
            if !matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
                tracing::warn!(host, "auth.jwks_url is not https: whoever is on the way to it can sign tokens");
            }
        }
        _ => return Err(wrong("auth.jwks_url", &"not an http or https URL")),
    }
    Ok(Some(Published { url, refresh: auth.jwks_refresh }))
}

/// The keys of the configuration and of the JWK set in a file.
fn keys(auth: &Auth) -> Result<Vec<Key>, StartError> {
    let mut keys = auth.all_keys().map(|key| one(&key)).collect::<Result<Vec<_>, _>>()?;
    if !auth.jwks_file.as_os_str().is_empty() {
        let set = std::fs::read(&auth.jwks_file).map_err(|error| wrong("auth.jwks_file", &error))?;
        keys.extend(jwks::read(&set).map_err(|error| wrong("auth.jwks_file", &error))?);
    }
    Ok(keys)
}

fn one(given: &AuthKey) -> Result<Key, StartError> {
    let setting = if given.kid.is_empty() { "auth" } else { "auth.keys" };
    let in_setting = |error: key::InvalidKey| wrong(setting, &error);
    let kid = Some(given.kid.as_str()).filter(|kid| !kid.is_empty());
    let named = Some(given.algorithm.as_str()).filter(|name| !name.is_empty());
    let algorithm = named.map(key::algorithm).transpose().map_err(in_setting)?;
    if let Some(secret) = secret(given)? {
        if secret.windows(PEM.len()).any(|part| part == PEM) {
            // Whoever knows the public key could sign with it.
            return Err(wrong(setting, &"a secret is no PEM text; a public key belongs into public_key or public_key_file"));
        }
        return Key::secret(kid, algorithm.unwrap_or(key::Algorithm::HS256), &secret).map_err(in_setting);
    }
    let pem = if given.public_key.is_empty() { text(&given.public_key_file)? } else { given.public_key.clone() };
    Key::public(kid, algorithm, &pem).map_err(in_setting)
}

fn secret(given: &AuthKey) -> Result<Option<Vec<u8>>, StartError> {
    if given.secret.is_set() {
        return Ok(Some(given.secret.reveal().as_bytes().to_vec()));
    }
    if given.secret_base64.is_set() {
        let encoded = given.secret_base64.reveal().trim();
        let url_safe = || URL_SAFE_NO_PAD.decode(encoded.trim_end_matches('='));
        let decoded = STANDARD.decode(encoded).or_else(|_| url_safe()).map_err(|_| wrong("auth.secret_base64", &"not base64"))?;
        return Ok(Some(decoded));
    }
    if given.secret_file.as_os_str().is_empty() {
        return Ok(None);
    }
    let mut bytes = std::fs::read(&given.secret_file).map_err(|error| wrong(&given.secret_file.display().to_string(), &error))?;
    if bytes.ends_with(b"\n") {
        bytes.truncate(bytes.len() - if bytes.ends_with(b"\r\n") { 2 } else { 1 });
    }
    Ok(Some(bytes))
}

fn text(path: &Path) -> Result<String, StartError> {
    std::fs::read_to_string(path).map_err(|error| wrong(&path.display().to_string(), &error))
}

fn wrong(setting: &str, why: &impl ToString) -> StartError {
    StartError::Auth { setting: setting.to_owned(), why: why.to_string() }
}
