//! Who is this, what may they do here, and who is connected: the one place that answers. Stands in for the real one.

use std::sync::Arc;

use crate::access::{Audience, Denied, Grants, Identity, Role, Source, User};
use crate::protocol::DocumentId;

/// What somebody shows at a door. Never printed.
#[derive(Clone, Default)]
pub struct Credentials {
    /// A token, or a share link's secret.
    pub token: Option<String>,
    /// A share link's secret.
    pub share: Option<String>,
    /// A name, for those without a verified one.
    pub name: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// The guard.
#[derive(Debug, Default)]
pub struct Guard;

/// A connection that the guard watches.
#[derive(Debug)]
pub struct Watched;

impl Watched {
    /// Another token.
    pub fn renew(&self, _identity: Arc<Identity>) {}
}

impl Guard {
    /// Who is it?
    #[expect(clippy::unused_async, reason = "stand-in")]
    pub async fn identify(&self, credentials: &Credentials) -> Result<Arc<Identity>, Denied> {
        let user = User {
            id: credentials.name.as_deref().unwrap_or("guest").into(),
            name: credentials.name.as_deref().map(Into::into),
            color: "#30bced".into(),
        };
        Ok(Arc::new(Identity {
            user,
            source: Source::Open,
            admin: true,
            grants: Grants::default(),
            expires_ms: None,
            issued_ms: None,
            token_id: None,
            session: None,
            shares: Vec::new(),
        }))
    }

    /// What may they do?
    pub fn access(&self, _identity: &Identity, _document: &DocumentId) -> Result<Role, Denied> {
        Ok(Role::Owner)
    }

    /// A token in a cookie, if the request comes from a page that may use it.
    pub fn cookie(&self, _headers: &http::HeaderMap) -> Option<String> {
        None
    }

    /// Tells about changes.
    pub fn watch(
        self: &Arc<Self>,
        _identity: Arc<Identity>,
        _document: &DocumentId,
        _role: Role,
        _audience: Arc<dyn Audience>,
    ) -> Watched {
        Watched
    }
}
