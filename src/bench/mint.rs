//! A server that lets nobody in without a token, and tokens for it. Called by the workloads whose users have to be told apart.
//! Measures nothing.

use std::time::{SystemTime, UNIX_EPOCH};

use super::connection::{Address, Token};
use super::target::Target;
use super::{Failure, Options};
use crate::access::token::{Claims, Rights, numeric_date};
use crate::access::{SigningKey, key};

/// How long tokens are valid.
const VALID_SECONDS: f64 = 3600.0;

/// Signs tokens as an application would.
pub(super) struct Mint(SigningKey);

/// Starts a server with a secret of this run; the target's own clients show the token of a user `keeper`.
pub(super) async fn guarded(options: &Options) -> Result<(Target, Mint), Failure> {
    let secret = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
    let mint = Mint(SigningKey::secret(None, key::algorithm("HS256")?, secret.as_bytes())?);
    let token = mint.token("keeper")?;
    let target = Target::with_settings(options, &[format!("auth.secret={secret}")], Some(token)).await?;
    Ok((target, mint))
}

impl Mint {
    /// A token as an application would make it for one of its users: a name, and a role below a prefix.
    pub(super) fn token(&self, user: &str) -> Result<Token, Failure> {
        let now = numeric_date(u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?);
        let claims = Claims {
            sub: user.to_owned(),
            name: Some("Somebody".to_owned()),
            exp: Some(now + VALID_SECONDS),
            iat: now,
            jti: uuid::Uuid::now_v7().to_string(),
            yrsa: Rights { grants: [("/".to_owned(), "editor".to_owned())].into(), ..Rights::default() },
            ..Claims::default()
        };
        Ok(Token(self.0.sign(&claims)?))
    }

    /// Tokens of so many users, `{kind}-0` and on.
    pub(super) fn tokens(&self, kind: &str, count: usize) -> Result<Vec<Token>, Failure> {
        (0..count).map(|number| self.token(&format!("{kind}-{number}"))).collect()
    }

    /// Where a user finds a document.
    pub(super) fn address(&self, target: &Target, document: &str, user: &str) -> Result<Address, Failure> {
        Ok(Address { token: Some(self.token(user)?), ..target.address(document) })
    }
}
