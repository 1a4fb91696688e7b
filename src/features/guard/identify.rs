//! From credentials to an identity: a token, a share link, both, or neither in open mode. Part of `guard`.
//! The precise reason of a refusal goes to the debug log, without the token.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::{Credentials, Guard};
use crate::access::secret::{self, hex};
use crate::access::token::{self, Rejected, Verified};
use crate::access::y_sweet::{self, Permission};
use crate::access::{Denied, Grants, Identity, Role, Scope, Source, User, stable_color};
use crate::features::shares::By;
use crate::features::{Origin, records};
use crate::protocol::DocumentId;

impl Guard {
    /// Who this is. May wait for the issuer's keys, and counts a use of a share. Whether the identity may do anything is another
    /// question: see [`Guard::access`].
    pub async fn identify(&self, credentials: &Credentials) -> Result<Arc<Identity>, Denied> {
        let token = credentials.token.as_deref().map(str::trim).filter(|token| !token.is_empty());
        let share = credentials.share.as_deref().map(str::trim).filter(|share| !share.is_empty());
        // Where only a token can be given, the secret of a share is taken for one.
        let (token, share) = match token {
            Some(token) if token.starts_with(secret::SHARE) => (None, share.or(Some(token))),
            token => (token, share),
        };
        let known = match token {
            _ if self.is_open() => Some(open(credentials.name.as_deref())?),
            Some(token) => Some(self.identify_token(token, credentials.name.as_deref()).await?),
            None => None,
        };
        let identity = match (known, share) {
            (None, None) => return Err(Denied::Missing),
            (Some(known), None) => known,
            (known, Some(share)) => {
                let is_known = known.is_some();
                let mut identity = known.map_or_else(|| guest(credentials.name.as_deref()), Ok)?;
                match self.use_share(share, &identity, &credentials.origin).await {
                    Ok(id) => identity.shares.push(id),
                    // An old link in the address does not shut out who has a token.
                    Err(denied) if denied.is_about_the_token() && is_known && identity.source != Source::Open => {}
                    Err(denied) => return Err(denied),
                }
                identity
            }
        };
        Ok(Arc::new(identity))
    }

    /// Counts a use of a share; the share's id.
    pub(super) async fn use_share(&self, share: &str, who: &Identity, origin: &Origin) -> Result<Arc<str>, Denied> {
        if share.len() > 128 || !share.starts_with(secret::SHARE) {
            tracing::debug!("share link refused: not a share's secret");
            return Err(Denied::Invalid);
        }
        let (shares, share, now) = (self.shares.clone(), share.to_owned(), self.now_ms());
        let (doer, is_anonymous) = (origin.doer(who), who.is_anonymous());
        let used = records::blocking(move || {
            let by = if is_anonymous { By::Anybody } else { By::User(&doer.author.id) };
            shares.use_secret(&share, by, &doer, now).map(|(id, _)| id)
        });
        used.await.map(Into::into).map_err(|error| {
            tracing::debug!(reason = %error, "share link refused");
            super::evaluate::failed(&error)
        })
    }

    async fn identify_token(&self, token: &str, name: Option<&str>) -> Result<Identity, Denied> {
        if let Some(key) = &self.settings.y_sweet
            && y_sweet::looks_like(token)
        {
            let payload = key.verify(token, self.now_ms());
            return payload
                .inspect_err(|why| tracing::debug!(%why, "y-sweet token refused"))
                .and_then(|payload| y_sweet_identity(payload, name));
        }
        let verified = self.verify(token).await?;
        let identity = identity(verified);
        self.check_revoked(&identity).map_err(|error| {
            tracing::debug!(user = %identity.user.id, reason = %error, "token refused");
            super::evaluate::failed(&error)
        })?;
        Ok(identity)
    }

    async fn verify(&self, token: &str) -> Result<Verified, Denied> {
        let check = || token::verify(&self.keys.current(), &self.settings.rules, token, self.now_ms());
        let mut result = check();
        if matches!(result, Err(Rejected::UnknownKey)) {
            self.keys.look_for_unknown().await;
            result = check();
        }
        result.map_err(|rejected| {
            tracing::debug!(reason = rejected.reason(), "token refused");
            // It may well be valid: nobody can tell yet.
            if rejected == Rejected::UnknownKey && self.keys.is_waiting() { Denied::Unavailable } else { rejected.denied() }
        })
    }
}

fn user(id: Arc<str>, name: Option<Arc<str>>, color: Option<Arc<str>>) -> User {
    let color = color.unwrap_or_else(|| stable_color(&id).into());
    User { id, name, color, is_known: true }
}

fn plain(user: User, source: Source) -> Identity {
    Identity {
        user,
        source,
        admin: source == Source::Open,
        grants: Grants::default(),
        expires_ms: None,
        issued_ms: None,
        token_id: None,
        session: None,
        shares: Vec::new(),
    }
}

fn identity(verified: Verified) -> Identity {
    let source = match &verified.own {
        own if own.session.is_some() => Source::Account,
        own if own.share.is_some() => Source::Guest,
        _ => Source::Token,
    };
    // A user with a token always has a name, so that nobody can choose one over it.
    let name = verified.name.unwrap_or_else(|| Arc::clone(&verified.subject));
    Identity {
        user: user(verified.subject, Some(name), verified.color),
        source,
        admin: verified.admin,
        grants: verified.grants,
        expires_ms: verified.expires_ms,
        issued_ms: verified.issued_ms,
        token_id: verified.token_id,
        session: verified.own.session.map(Into::into),
        shares: verified.own.share.map(Into::into).into_iter().collect(),
    }
}

/// An id for somebody whom nobody knows.
fn guest_id() -> Result<Arc<str>, Denied> {
    let random = records::random::<8>().map_err(|error| super::evaluate::failed(&error))?;
    Ok(format!("guest-{}", hex(&random)).into())
}

fn chosen_name(name: Option<&str>) -> Result<Option<Arc<str>>, Denied> {
    match name.map(str::trim).filter(|name| !name.is_empty()) {
        None => Ok(None),
        Some(name) if token::is_name(name) => Ok(Some(name.into())),
        Some(_) => Err(Denied::Invalid),
    }
}

/// Somebody with a share link only.
pub(super) fn guest(name: Option<&str>) -> Result<Identity, Denied> {
    let name = chosen_name(name)?.unwrap_or_else(|| "Guest".into());
    Ok(plain(user(guest_id()?, Some(name), None), Source::Guest))
}

/// Somebody in open mode: believed by name, and free to choose one later.
fn open(name: Option<&str>) -> Result<Identity, Denied> {
    let name = chosen_name(name)?;
    let id = name.clone().map_or_else(guest_id, Ok)?;
    let is_known = name.is_some();
    Ok(plain(User { is_known, ..user(id, name, None) }, Source::Open))
}

/// y-sweet's tokens name no user, so a client may choose its own name.
fn y_sweet_identity(payload: y_sweet::Payload, name: Option<&str>) -> Result<Identity, Denied> {
    let mut identity = plain(user(guest_id()?, chosen_name(name)?, None), Source::YSweet);
    // Signatures are deterministic: whoever has the same token is counted as the same.
    identity.token_id = Some(hex(&Sha256::digest(format!("{payload:?}"))).into());
    identity.expires_ms = payload.expires_ms;
    match payload.permission {
        Permission::Server => {
            identity.admin = true;
            identity.grants = Grants::only(Scope::everything(), Role::Owner);
        }
        Permission::Document(id, role) => {
            let document = DocumentId::new(&id).map_err(|_| Denied::Invalid)?;
            identity.grants = Grants::only(Scope::of(&document), role);
        }
    }
    Ok(identity)
}
