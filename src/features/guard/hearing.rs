//! Who hears of what happened: whoever may read the document, of its end whoever could, of members and shares owners, of accounts
//! and refusals administrators. Part of `guard`; asked by streams for what they pass on. Knows no journal.

use super::Guard;
use super::evaluate::failed;
use crate::access::{Action, Denied, Identity, Scope, Source};
use crate::event::Event;

/// What those hear who could read the document if it were not deleted.
const OF_DELETED: [&str; 3] = ["document.deleted", "document.restored", "document.purged"];

/// What owners of the scope hear, and administrators.
const OF_OWNERS: [&str; 2] = ["member.", "share."];

/// What administrators hear, and nobody else.
const OF_ADMINISTRATORS: [&str; 4] = ["access.", "account.", "admin.", "audit."];

/// Who hears of a type of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Circle {
    /// Whoever may read the document.
    Readers,
    /// Whoever could if it were not deleted.
    FormerReaders,
    /// Owners of the scope it is about.
    Owners,
    /// Administrators.
    Administrators,
}

impl Circle {
    /// Who hears of events of this type.
    #[must_use]
    pub fn of(kind: &str) -> Self {
        let begins_with = |beginnings: &[&str]| beginnings.iter().any(|beginning| kind.starts_with(beginning));
        if OF_DELETED.contains(&kind) {
            Self::FormerReaders
        } else if begins_with(&OF_OWNERS) {
            Self::Owners
        } else if begins_with(&OF_ADMINISTRATORS) {
            Self::Administrators
        } else {
            Self::Readers
        }
    }

    /// Whether these events are about the document itself, and not about who may come in.
    #[must_use]
    pub fn is_of_the_document(self) -> bool {
        matches!(self, Self::Readers | Self::FormerReaders)
    }
}

impl Guard {
    /// Whether somebody hears of an event. An error: the token ended, or nobody can tell now. Reads a handful of records.
    pub fn may_hear(&self, identity: &Identity, event: &Event) -> Result<bool, Denied> {
        let Ok(scope) = Scope::new(&event.draft.document) else { return Ok(false) };
        let scope = scope.document().and_then(|document| document.main()).map_or(scope, |main| Scope::of(&main));
        let hears = match Circle::of(&event.draft.kind) {
            Circle::Readers => self.access_in(identity, &scope).map(|_| true),
            Circle::FormerReaders => self.access_to_deleted(identity, &scope).map(|_| true),
            Circle::Owners => self.access_to_deleted(identity, &scope).map(|role| role.may(Action::Manage)),
            Circle::Administrators => self.is_admin(identity),
        };
        match hears {
            Ok(hears) => Ok(hears),
            Err(Denied::Unavailable) => Err(Denied::Unavailable),
            // The reason may be one of the shares; then the token goes on.
            Err(_) => self.may_stay(identity).map(|()| false),
        }
    }

    /// Whether somebody who was let in still is: the token holds, and so does one of the shares of somebody who has only these.
    pub fn may_stay(&self, identity: &Identity) -> Result<(), Denied> {
        self.valid_now(identity)?;
        if identity.source != Source::Guest {
            return Ok(());
        }
        let mut why = Denied::Revoked;
        for id in &identity.shares {
            let share = self.shares.get(id).map_err(|error| failed(&error))?;
            match share.map(|share| self.shares.holds(&share, self.now_ms())) {
                Some(Ok(())) => return Ok(()),
                Some(Err(error)) => why = failed(&error),
                None => {}
            }
        }
        Err(why)
    }
}
