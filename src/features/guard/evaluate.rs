//! What somebody may do: the token's grants, members, accounts and shares folded into one role. Part of `guard`.
//! Reads a handful of records, each in microseconds; changes nothing.

use std::borrow::Cow;

use super::Guard;
use crate::access::{Denied, Identity, Role, Scope, Source};
use crate::features::Refused;
use crate::features::members::Standing;
use crate::features::shares::{Permission, Share};
use crate::protocol::DocumentId;

/// A role, and how long that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evaluation {
    pub(super) role: Result<Role, Denied>,
    /// When a share that counted here expires, in milliseconds since the Unix epoch.
    pub(super) until_ms: Option<u64>,
}

/// The right to make shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sharing {
    /// As owner.
    Owner,
    /// By the share with this id, which what is made depends on.
    Through(String),
}

impl Guard {
    /// The role in a document. An error if there is none; [`Denied::Gone`] for a deleted document that would have had one.
    pub fn access(&self, identity: &Identity, document: &DocumentId) -> Result<Role, Denied> {
        self.access_in(identity, &Scope::of(document))
    }

    /// The role in a document or in everything below a prefix.
    pub fn access_in(&self, identity: &Identity, scope: &Scope) -> Result<Role, Denied> {
        self.evaluate(identity, scope).map_err(|error| failed(&error))?.role
    }

    /// The role, were the document not deleted.
    pub fn access_to_deleted(&self, identity: &Identity, scope: &Scope) -> Result<Role, Denied> {
        let Some(evaluated) = decides(scope) else { return Err(Denied::NoRight) };
        let role = self.weigh(identity, &evaluated).map_err(|error| failed(&error))?.role;
        role.map(|role| bounded(role, scope))
    }

    /// Whether this is an administrator.
    pub fn is_admin(&self, identity: &Identity) -> Result<bool, Denied> {
        self.valid_now(identity)?;
        self.admin(identity).map_err(|error| failed(&error))
    }

    /// What somebody may give away by shares of this scope, and by which right.
    pub fn may_share(&self, identity: &Identity, scope: &Scope) -> Result<Sharing, Denied> {
        if self.access_in(identity, scope)? == Role::Owner {
            return Ok(Sharing::Owner);
        }
        for id in &identity.shares {
            let share = self.shares.get(id).map_err(|error| failed(&error))?;
            let gives = |share: &Share| {
                share.permission == Permission::Share
                    && share.scope.covers(scope)
                    && self.shares.holds(share, self.now_ms()).is_ok()
            };
            if share.as_ref().is_some_and(gives) {
                return Ok(Sharing::Through(id.to_string()));
            }
        }
        Err(Denied::NoRight)
    }

    pub(super) fn evaluate(&self, identity: &Identity, asked: &Scope) -> Result<Evaluation, Refused> {
        let Some(scope) = decides(asked) else { return Ok(Evaluation { role: Err(Denied::NoRight), until_ms: None }) };
        let mut evaluation = self.weigh(identity, &scope)?;
        if evaluation.role.is_ok()
            && let Some(document) = scope.document()
            && self.documents.deletion(&document)?.is_some()
        {
            evaluation.role = Err(Denied::Gone);
        }
        evaluation.role = evaluation.role.map(|role| bounded(role, asked));
        Ok(evaluation)
    }

    fn weigh(&self, identity: &Identity, scope: &Scope) -> Result<Evaluation, Refused> {
        let certain = |role| Ok(Evaluation { role, until_ms: None });
        match self.check_now(identity) {
            Ok(()) => {}
            Err(Refused::Denied(denied)) => return certain(Err(denied)),
            Err(error) => return Err(error),
        }
        if identity.source == Source::Open {
            return certain(Ok(Role::Owner));
        }
        let standing = match identity.source {
            Source::YSweet => None,
            _ => self.members.standing(scope, &identity.user.id)?,
        };
        let member = match standing {
            Some(Standing::Blocked) => return certain(Err(Denied::NoRight)),
            Some(Standing::Member(role)) => Some(role),
            None => None,
        };
        if self.admin(identity)? {
            return certain(Ok(Role::Owner));
        }
        let mut highest = member.max(identity.grants.role(scope)).max(self.own_folder(identity, scope)?);
        let (mut until_ms, mut why) = (None, Denied::NoRight);
        for id in &identity.shares {
            let Some(share) = self.shares.get(id)?.filter(|share| share.scope.covers(scope)) else { continue };
            match self.shares.holds(&share, self.now_ms()) {
                Ok(()) => {
                    highest = highest.max(Some(share.permission.role()));
                    until_ms = [until_ms, share.expires_ms].into_iter().flatten().min();
                }
                Err(Refused::Denied(denied)) => why = denied,
                Err(error) => return Err(error),
            }
        }
        Ok(Evaluation { role: highest.ok_or(why), until_ms })
    }

    /// Whether the token itself still holds.
    pub fn valid_now(&self, identity: &Identity) -> Result<(), Denied> {
        self.check_now(identity).map_err(|error| failed(&error))
    }

    fn check_now(&self, identity: &Identity) -> Result<(), Refused> {
        if identity.expires_ms.is_some_and(|expires| expires <= self.now_ms()) {
            return Err(Denied::Expired.into());
        }
        self.check_revoked(identity)
    }

    /// Whether the token was withdrawn, or the login it belongs to is over.
    pub(super) fn check_revoked(&self, identity: &Identity) -> Result<(), Refused> {
        let over = match &identity.session {
            Some(session) if identity.source == Source::Account => !self.accounts.sessions.goes_on(session)?,
            _ => false,
        };
        if over || self.revocations.is_revoked(identity) { Err(Denied::Revoked.into()) } else { Ok(()) }
    }

    fn admin(&self, identity: &Identity) -> Result<bool, Refused> {
        Ok(match identity.source {
            Source::Open => true,
            Source::Account => self.accounts.get(&identity.user.id)?.is_some_and(|account| account.admin),
            Source::Token | Source::YSweet => identity.admin,
            Source::Guest => false,
        })
    }

    /// Every account owns what lies below `users/{its id}/`.
    fn own_folder(&self, identity: &Identity, scope: &Scope) -> Result<Option<Role>, Refused> {
        if identity.source != Source::Account {
            return Ok(None);
        }
        let folder = Scope::new(&format!("users/{}/", identity.user.id));
        let folder = folder.map_err(|_| Refused::Damaged("an account's id"))?;
        Ok(folder.covers(scope).then_some(Role::Owner))
    }
}

/// The scope that decides about this one: for a companion its document, for everything else itself. None: nobody has a right, because
/// the id is reserved and belongs to no document.
fn decides(scope: &Scope) -> Option<Cow<'_, Scope>> {
    match scope.document().filter(DocumentId::is_companion) {
        Some(companion) => companion.main().map(|main| Cow::Owned(Scope::of(&main))),
        None => Some(Cow::Borrowed(scope)),
    }
}

/// Companions are written by the server alone: whoever reads the document reads them.
fn bounded(role: Role, scope: &Scope) -> Role {
    if scope.is_companion() { role.min(Role::Viewer) } else { role }
}

/// What outsiders learn of a failure; the log gets the rest.
pub(super) fn failed(error: &Refused) -> Denied {
    match error {
        Refused::Denied(denied) => *denied,
        other => {
            tracing::error!(error = %other, "access can't be checked");
            Denied::Unavailable
        }
    }
}
