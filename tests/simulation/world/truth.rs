//! Who has which right and which lock, as those who asked for it were answered: written down beside the server, by rules of its own,
//! and compared with what the server says. Where the storage failed, nobody knows for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yrsa::access::{Identity, Role};
use yrsa::features::members::Standing;
use yrsa::protocol::DocumentId;

/// A lock that somebody was told they have.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) document: DocumentId,
    pub(super) path: String,
    pub(super) holder: Arc<str>,
    pub(super) until_ms: u64,
    /// The answer to its end or renewal was an error.
    pub(super) is_doubtful: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Truth {
    /// What each user is in each document; several values while it is not known which.
    members: BTreeMap<(Arc<str>, DocumentId), Vec<Option<Standing>>>,
    revoked: BTreeMap<Arc<str>, Certainty>,
    pub(super) locks: BTreeMap<String, Held>,
    /// Locks that are over, as somebody was told.
    pub(super) over: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Sure,
    Doubtful,
}

impl Truth {
    /// The role; `None` while nobody knows.
    pub(super) fn role(&self, identity: &Identity, document: &DocumentId, now_ms: u64) -> Option<Option<Role>> {
        if identity.expires_ms.is_some_and(|expires| expires <= now_ms) {
            return Some(None);
        }
        match identity.token_id.as_ref().and_then(|id| self.revoked.get(id)) {
            Some(Certainty::Sure) => return Some(None),
            Some(Certainty::Doubtful) => return None,
            None => {}
        }
        match self.member(&identity.user.id, document) {
            [Some(Standing::Blocked)] => Some(None),
            [Some(Standing::Member(role))] => Some(Some(*role)),
            [None] => Some(None),
            _ => None,
        }
    }

    pub(super) fn member(&self, user: &Arc<str>, document: &DocumentId) -> &[Option<Standing>] {
        self.members.get(&(Arc::clone(user), document.clone())).map_or(&[None], Vec::as_slice)
    }

    pub(super) fn set_member(&mut self, user: &Arc<str>, document: &DocumentId, values: Vec<Option<Standing>>) {
        self.members.insert((Arc::clone(user), document.clone()), values);
    }

    pub(super) fn members(&self) -> Vec<(Arc<str>, DocumentId, Vec<Option<Standing>>)> {
        self.members.iter().map(|((user, document), values)| (Arc::clone(user), document.clone(), values.clone())).collect()
    }

    pub(super) fn revoke(&mut self, token: &Arc<str>, certainty: Certainty) {
        if self.revoked.get(token) != Some(&Certainty::Sure) {
            self.revoked.insert(Arc::clone(token), certainty);
        }
    }

    /// What was known of a token's withdrawal may be no more.
    pub(super) fn revoke_again(&mut self, token: &Arc<str>) {
        if let Some(certainty) = self.revoked.get_mut(token) {
            *certainty = Certainty::Doubtful;
        }
    }

    /// What is known of a token's withdrawal; forgets it if it came to nothing.
    pub(super) fn learn_revocation(&mut self, token: &Arc<str>, is_revoked: bool) {
        match (self.revoked.get(token), is_revoked) {
            (Some(Certainty::Sure), false) => panic!("the withdrawal of a token is lost"),
            (None, true) => panic!("a token is withdrawn that nobody has withdrawn"),
            (Some(Certainty::Doubtful), true) => drop(self.revoked.insert(Arc::clone(token), Certainty::Sure)),
            (Some(Certainty::Doubtful), false) => drop(self.revoked.remove(token)),
            _ => {}
        }
    }

    /// Somebody was told that they have a new lock. Nobody else may have one there.
    pub(super) fn acquired(&mut self, id: &str, new: Held, now_ms: u64) {
        let meets = |one: &str, other: &str| {
            let (one, other): (Vec<_>, Vec<_>) = (one.split('/').skip(1).collect(), other.split('/').skip(1).collect());
            one.iter().zip(&other).all(|(one, other)| one == other)
        };
        let holds = |held: &&Held| held.until_ms > now_ms && !held.is_doubtful && held.holder != new.holder;
        let before = self.locks.values().filter(holds).find(|held| held.document == new.document && meets(&held.path, &new.path));
        assert!(before.is_none(), "{new:?} is given away, but there is {before:?}");
        self.locks.insert(id.to_owned(), new);
    }
}
