//! What has changed for one who follows: who was told of, as a number each, and what to tell next. Pure; called by streams. Holds
//! so many participants and no more.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::participant::{Detail, Known, Shown};
use crate::protocol::DocumentId;

/// What to tell.
#[derive(Debug, Clone)]
pub enum Change {
    /// Somebody is there who was not.
    Joined(Arc<Shown>),
    /// Somebody there is not as before.
    Changed(Arc<Shown>),
    /// Somebody is not there any more, or must not be seen any more.
    Left(Known),
}

/// Those who were told of.
#[derive(Debug)]
pub struct Followed {
    most: usize,
    detail: Detail,
    count: usize,
    documents: HashMap<DocumentId, HashMap<Arc<str>, Seen>>,
    /// Those of which it is not known who is there.
    silent: BTreeSet<DocumentId>,
}

#[derive(Debug)]
struct Seen {
    user: Known,
    fingerprint: u64,
}

impl Followed {
    /// Nobody yet; at most so many later.
    #[must_use]
    pub fn new(most: usize, detail: Detail) -> Self {
        Self { most, detail, count: 0, documents: HashMap::new(), silent: BTreeSet::new() }
    }

    /// Documents that have to be looked at again: with somebody who was told of, or of which nothing is known.
    #[must_use]
    pub fn documents(&self) -> Vec<DocumentId> {
        let silent = self.silent.iter().filter(|document| !self.documents.contains_key(*document));
        self.documents.keys().chain(silent).cloned().collect()
    }

    /// Whether there is no place for more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.count >= self.most
    }

    /// Takes who is in a document now; what that changes. `None` if that is not known, which changes nothing: what was told last holds.
    pub fn take(&mut self, document: &DocumentId, now: Option<&[Arc<Shown>]>) -> Vec<Change> {
        let Some(now) = now else {
            self.silent.insert(document.clone());
            return Vec::new();
        };
        self.silent.remove(document);
        let mut before = self.documents.remove(document).unwrap_or_default();
        self.count -= before.len();
        let mut after = HashMap::new();
        let mut changes = Vec::new();
        for shown in now {
            let user = &shown.participant.user;
            let fingerprint = shown.fingerprint(self.detail);
            match before.remove(&user.id) {
                Some(seen) if seen.fingerprint == fingerprint => {}
                Some(_) => changes.push(Change::Changed(Arc::clone(shown))),
                // Those who are left in `before` keep their places until they are told to be gone.
                None if self.count + before.len() + after.len() >= self.most => continue,
                None => changes.push(Change::Joined(Arc::clone(shown))),
            }
            after.insert(Arc::clone(&user.id), Seen { user: user.clone(), fingerprint });
        }
        changes.extend(before.into_values().map(|seen| Change::Left(seen.user)));
        self.count += after.len();
        if !after.is_empty() {
            self.documents.insert(document.clone(), after);
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::super::participant::tests::shown;
    use super::*;

    fn told(changes: &[Change]) -> Vec<String> {
        let mut told: Vec<_> = changes
            .iter()
            .map(|change| match change {
                Change::Joined(shown) => format!("+{}", shown.participant.user.id),
                Change::Changed(shown) => format!("~{}", shown.participant.user.id),
                Change::Left(user) => format!("-{}", user.id),
            })
            .collect();
        told.sort();
        told
    }

    fn crowd(users: &[(&str, &str)]) -> Vec<Arc<Shown>> {
        users.iter().map(|(user, state)| Arc::new(shown("a", user, state))).collect()
    }

    #[test]
    fn who_comes_changes_or_goes_is_told_once() {
        let mut followed = Followed::new(10, Detail::Whole);
        let a = DocumentId::new("a").unwrap();
        assert_eq!(told(&followed.take(&a, Some(&crowd(&[("ada", "{}"), ("bob", "{}")])))), ["+ada", "+bob"]);
        assert_eq!(told(&followed.take(&a, Some(&crowd(&[("ada", "{}"), ("bob", "{}")])))), [""; 0]);
        assert_eq!(told(&followed.take(&a, Some(&crowd(&[("ada", "{\"x\":1}"), ("eve", "{}")])))), ["+eve", "-bob", "~ada"]);
        assert_eq!(told(&followed.take(&a, Some(&[]))), ["-ada", "-eve"]);
        assert!(followed.documents().is_empty() && followed.count == 0);
    }

    #[test]
    fn who_is_in_a_room_that_does_not_say_is_still_there_and_asked_for_again() {
        let mut followed = Followed::new(10, Detail::Whole);
        let (a, b) = (DocumentId::new("a").unwrap(), DocumentId::new("b").unwrap());
        followed.take(&a, Some(&crowd(&[("ada", "{}")])));
        assert_eq!(told(&followed.take(&a, None)), [""; 0]);
        assert_eq!(told(&followed.take(&b, None)), [""; 0]);
        let mut again = followed.documents();
        again.sort();
        assert_eq!(again, [a.clone(), b.clone()], "nobody may stir there before it is looked again");
        assert_eq!(told(&followed.take(&a, Some(&crowd(&[("ada", "{}"), ("bob", "{}")])))), ["+bob"]);
        assert_eq!(told(&followed.take(&b, Some(&[]))), [""; 0]);
        assert_eq!(followed.documents(), [a]);
    }

    #[test]
    fn whoever_found_no_place_comes_when_there_is_one() {
        let mut followed = Followed::new(2, Detail::Light);
        let (a, b) = (DocumentId::new("a").unwrap(), DocumentId::new("b").unwrap());
        followed.take(&a, Some(&crowd(&[("ada", "{}"), ("bob", "{}"), ("eve", "{}")])));
        assert!(followed.is_full());
        assert_eq!(told(&followed.take(&b, Some(&crowd(&[("dan", "{}")])))), [""; 0]);
        assert_eq!(
            told(&followed.take(&a, Some(&crowd(&[("bob", "{}"), ("eve", "{}")])))),
            ["-ada"],
            "her place is free from now on"
        );
        assert_eq!(told(&followed.take(&a, Some(&crowd(&[("bob", "{}"), ("eve", "{}")])))), ["+eve"]);
    }

    /// Whatever happens, what was told adds up to what is there.
    #[test]
    fn what_was_told_adds_up() {
        let mut followed = Followed::new(1000, Detail::Whole);
        let document = DocumentId::new("a").unwrap();
        let mut known = std::collections::BTreeMap::new();
        let mut seed = 42_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..500 {
            let there: std::collections::BTreeMap<String, String> =
                (0..random(12)).map(|_| (format!("u{}", random(12)), format!("{{\"x\":{}}}", random(3)))).collect();
            let now: Vec<_> = there.iter().map(|(user, state)| Arc::new(shown("a", user, state))).collect();
            for change in followed.take(&document, Some(&now)) {
                match change {
                    Change::Joined(shown) => {
                        let state = shown.participant.states.as_ref().unwrap()[0].state.get().to_owned();
                        assert!(known.insert(shown.participant.user.id.to_string(), state).is_none());
                    }
                    Change::Changed(shown) => {
                        let state = shown.participant.states.as_ref().unwrap()[0].state.get().to_owned();
                        assert!(known.insert(shown.participant.user.id.to_string(), state).is_some());
                    }
                    Change::Left(user) => assert!(known.remove(&*user.id).is_some()),
                }
            }
            assert_eq!(known, there);
        }
    }
}
