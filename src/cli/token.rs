//! `yrsa token`: makes a token, signed with the server's own key or with an issuer's, and prints it. For operators, scripts and
//! trying things out; asks no server.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;

use super::Failure;
use crate::access::token::{Claims, Rights, is_name, numeric_date};
use crate::access::{Grants, Reach, SigningKey, is_color, key};
use crate::config::Config;
use crate::features::keys::signing;

/// What the token says.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The user's id (`sub`)
    #[arg(long)]
    user: String,
    /// The name to be shown
    #[arg(long)]
    name: Option<String>,
    /// The colour to be shown, `#rrggbb`
    #[arg(long)]
    color: Option<String>,
    /// A role in a document, below a prefix (acme/) or everywhere (/): owner, editor, commenter or viewer
    #[arg(long = "grant", value_name = "SCOPE=ROLE")]
    grants: Vec<String>,
    /// An administrator: owner of everything
    #[arg(long)]
    admin: bool,
    /// How long it lasts, such as 15m, 8h or 30days
    #[arg(long, default_value = "8h", value_parser = humantime_serde::re::humantime::parse_duration)]
    expires: Duration,
    /// `aud`
    #[arg(long)]
    audience: Option<String>,
    /// `iss`
    #[arg(long)]
    issuer: Option<String>,
    /// A private key (PEM) or a secret to sign with, instead of the server's own key
    #[arg(long, value_name = "FILE", requires = "algorithm")]
    key: Option<PathBuf>,
    /// The algorithm of --key: HS256, HS384, HS512, RS256, PS256, ES256 or EdDSA
    #[arg(long = "alg", value_name = "NAME", requires = "key")]
    algorithm: Option<String>,
    /// The key's id, for the token's header
    #[arg(long, requires = "key")]
    kid: Option<String>,
}

/// The token that the options describe.
pub(super) fn mint(options: &Options, config: &Config) -> Result<String, Failure> {
    if !is_name(&options.user) || options.name.as_ref().is_some_and(|name| !is_name(name)) {
        return Err("a user's id and name have 1 to 256 bytes without control characters".into());
    }
    if options.color.as_ref().is_some_and(|color| !is_color(color)) {
        return Err("a colour is #rrggbb".into());
    }
    let split = |grant: &String| grant.rsplit_once('=').map(|(scope, role)| (scope.to_owned(), role.to_owned()));
    let grants =
        options.grants.iter().map(split).collect::<Option<_>>().ok_or("--grant takes SCOPE=ROLE, such as acme/=editor")?;
    Grants::read(&grants, Reach::WithBelow)?;
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let claims = Claims {
        sub: options.user.clone(),
        name: options.name.clone(),
        color: options.color.clone(),
        exp: Some(numeric_date(now.saturating_add(u64::try_from(options.expires.as_millis())?))),
        iat: numeric_date(now),
        jti: uuid::Uuid::now_v7().to_string(),
        aud: options.audience.clone(),
        iss: options.issuer.clone(),
        yrsa: Rights { grants, admin: options.admin, ..Rights::default() },
    };
    Ok(signing_key(options, &config.data)?.sign(&claims)?)
}

fn signing_key(options: &Options, data: &Path) -> Result<SigningKey, Failure> {
    let (Some(path), Some(algorithm)) = (&options.key, &options.algorithm) else {
        // A key made in a folder that no server uses signs tokens that no server accepts.
        if !data.is_dir() {
            return Err(format!(
                "there is no data folder {}; start the server first, or say where it is (--data)",
                data.display()
            )
            .into());
        }
        let secret = signing::own_secret(data)
            .map_err(|error| format!("can't read or make the signing key in {}: {error}", data.display()))?;
        return Ok(SigningKey::own(&secret).0);
    };
    let bytes = std::fs::read(path).map_err(|error| format!("can't read the key {}: {error}", path.display()))?;
    let (algorithm, kid) = (key::algorithm(algorithm)?, options.kid.as_deref());
    match std::str::from_utf8(&bytes) {
        Ok(text) if text.contains("PRIVATE KEY") => Ok(SigningKey::private(kid, algorithm, text)?),
        _ => {
            let secret = bytes.strip_suffix(b"\n").map_or(&*bytes, |secret| secret.strip_suffix(b"\r").unwrap_or(secret));
            Ok(SigningKey::secret(kid, algorithm, secret)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    #[test]
    fn no_key_is_made_where_no_server_has_its_data() {
        let folder = tempfile::tempdir().unwrap();
        let options = Line::parse_from(["yrsa", "--user", "ada"]).options;
        let data = folder.path().join("elsewhere");
        assert!(signing_key(&options, &data).unwrap_err().to_string().contains("elsewhere"));
        assert!(!data.exists());
        assert!(signing_key(&options, folder.path()).is_ok());
    }
}
