//! Who hears of what happened: whoever may read the document, and of its end whoever could. Part of `guard`; asked by streams for
//! what they pass on. Knows no journal.

use super::Guard;
use super::evaluate::failed;
use crate::access::{Denied, Identity, Scope, Source};
use crate::event::Event;
use crate::protocol::DocumentId;

/// What those hear who could read the document if it were not deleted.
const OF_DELETED: [&str; 3] = ["document.deleted", "document.restored", "document.purged"];

/// Whether an event is about the end of a document, or its return.
#[must_use]
pub fn is_about_deletion(event: &Event) -> bool {
    OF_DELETED.contains(&event.draft.kind.as_ref())
}

impl Guard {
    /// Whether somebody hears of an event. An error: the token ended, or nobody can tell now. Reads a handful of records.
    pub fn may_hear(&self, identity: &Identity, event: &Event) -> Result<bool, Denied> {
        let Ok(document) = DocumentId::new(&event.draft.document) else { return Ok(false) };
        let scope = Scope::of(&document.main().unwrap_or(document));
        let role =
            if is_about_deletion(event) { self.access_to_deleted(identity, &scope) } else { self.access_in(identity, &scope) };
        match role {
            Ok(_) => Ok(true),
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
