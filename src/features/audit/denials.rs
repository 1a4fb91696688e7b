//! Refusals, gathered before they are written down: whoever is refused again and again is one event a minute with a count, and
//! however many come, there are no more than a hundred events a minute and one for the rest. Pure; the guard keeps it and writes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use serde_json::json;

use crate::event::{Author, Draft};
use crate::features::Origin;

/// How long refusals are gathered, in milliseconds.
const WINDOW_MS: u64 = 60_000;

/// Addresses, users, documents and doors that are told apart in that time, and those of one address.
const MOST: usize = 100;
const MOST_OF_ADDRESS: u32 = 10;

/// Bytes of what was asked for.
const ASKED: usize = 128;

/// What is refused that is about no document.
const EVERYTHING: &str = "/";

/// Somebody was not allowed something.
#[derive(Debug, Clone)]
pub struct Denial {
    /// Where they came from.
    pub origin: Origin,
    /// Who they are, if that was found out.
    pub user: Option<Author>,
    /// The document or scope it was about, if it was about one.
    pub about: Option<Arc<str>>,
    /// What they asked for, such as `GET /api/documents/acme%2Fplan`.
    pub asked: String,
    /// Why not, in a word.
    pub why: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    address: Option<Arc<str>>,
    user: Option<Arc<str>>,
    about: Option<Arc<str>>,
    door: &'static str,
}

struct Tally {
    denial: Denial,
    first_ms: u64,
    last_ms: u64,
    count: u64,
    /// How many of these are not written yet.
    untold: u64,
    is_told: bool,
}

/// Refusals of about a minute.
#[derive(Default)]
pub struct Denials {
    since_ms: u64,
    tallies: HashMap<Key, Tally>,
    of_address: HashMap<Option<Arc<str>>, u32>,
    /// Those for which there was no room.
    others: u64,
}

impl Denials {
    /// Notes a refusal.
    pub fn note(&mut self, now_ms: u64, mut denial: Denial) {
        if self.is_empty() {
            self.since_ms = now_ms;
        }
        let (address, user) = (denial.origin.address.clone(), denial.user.as_ref().map(|user| Arc::clone(&user.id)));
        let mut key = Key { address, user, about: denial.about.clone(), door: denial.origin.door };
        let of_address = self.of_address.get(&key.address).copied().unwrap_or_default();
        if of_address >= MOST_OF_ADDRESS && !self.tallies.contains_key(&key) {
            // Whoever tries one document after the other is one.
            (key.user, key.about, denial.user, denial.about) = (None, None, None, None);
            denial.asked = "many".to_owned();
        }
        let is_full = self.tallies.len() >= MOST;
        match self.tallies.entry(key) {
            Entry::Occupied(mut tally) => tally.get_mut().again(now_ms),
            Entry::Vacant(_) if is_full => self.others += 1,
            Entry::Vacant(place) => {
                *self.of_address.entry(place.key().address.clone()).or_default() += 1;
                denial.asked = cut(denial.asked);
                let (first_ms, last_ms) = (now_ms, now_ms);
                place.insert(Tally { denial, first_ms, last_ms, count: 1, untold: 1, is_told: false });
            }
        }
    }

    /// Whether there is nothing to tell, now or later.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tallies.is_empty() && self.others == 0
    }

    /// What is to be written now: whoever was not refused before at once, the rest when the minute is over.
    pub fn due(&mut self, now_ms: u64) -> Vec<Draft> {
        // A clock that was set back ends it, too.
        let is_over = now_ms < self.since_ms || now_ms - self.since_ms >= WINDOW_MS;
        self.take(now_ms, is_over)
    }

    /// Everything that is not written yet.
    pub fn rest(&mut self, now_ms: u64) -> Vec<Draft> {
        self.take(now_ms, true)
    }

    fn take(&mut self, now_ms: u64, is_over: bool) -> Vec<Draft> {
        let due = self.tallies.values_mut().filter(|tally| tally.untold > 0 && (is_over || !tally.is_told));
        let mut told: Vec<Draft> = due.map(|tally| tally.tell(now_ms)).collect();
        told.sort_by_key(|draft| draft.data["first_at"].as_u64());
        if is_over {
            if self.others > 0 {
                let data = json!({ "reason": "many", "asked": "many", "count": self.others, "first_at": self.since_ms, "last_at": now_ms });
                told.push(Draft::of("access.denied", EVERYTHING.into(), now_ms, None, data));
            }
            *self = Self::default();
        }
        told
    }
}

impl Tally {
    fn again(&mut self, now_ms: u64) {
        (self.last_ms, self.count, self.untold) = (now_ms, self.count + 1, self.untold + 1);
    }

    fn tell(&mut self, now_ms: u64) -> Draft {
        let denial = &self.denial;
        let data = json!({
            "reason": denial.why, "asked": denial.asked, "count": self.untold, "first_at": self.first_ms, "last_at": self.last_ms,
        });
        (self.untold, self.is_told, self.first_ms) = (0, true, self.last_ms);
        let about = denial.about.clone().unwrap_or_else(|| EVERYTHING.into());
        Draft { trace: denial.origin.trace(), ..Draft::of("access.denied", about, now_ms, denial.user.clone(), data) }
    }
}

fn cut(mut text: String) -> String {
    let mut end = text.len().min(ASKED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denial(address: &str, about: &str) -> Denial {
        let origin = Origin { address: Some(address.into()), door: "rest" };
        Denial { origin, user: None, about: Some(about.into()), asked: "GET /".to_owned(), why: "invalid" }
    }

    fn counts(drafts: &[Draft]) -> u64 {
        drafts.iter().map(|draft| draft.data["count"].as_u64().unwrap()).sum()
    }

    #[test]
    fn who_is_refused_again_and_again_is_told_at_once_and_once_more() {
        let mut denials = Denials::default();
        denials.note(1_000, denial("a", "x"));
        assert_eq!(counts(&denials.due(1_000)), 1);
        for now in 1_001..2_000 {
            denials.note(now, denial("a", "x"));
            assert_eq!(denials.due(now), []);
        }
        let told = denials.due(61_000);
        assert_eq!((told.len(), counts(&told)), (1, 999));
        assert!(denials.is_empty() && denials.due(200_000).is_empty());
    }

    #[test]
    fn a_flood_is_a_hundred_events_a_minute_and_one_and_none_is_lost() {
        let mut denials = Denials::default();
        let mut told = Vec::new();
        for at in 0..100_000_u64 {
            denials.note(1_000 + at / 2_000, denial(&format!("{}", at % 5_000), &format!("{}", at % 7_919)));
            if at % 1_000 == 0 {
                told.extend(denials.due(1_000 + at / 2_000));
            }
        }
        told.extend(denials.due(61_000));
        assert!(told.len() <= 2 * MOST + 1, "{}", told.len());
        assert_eq!(counts(&told), 100_000);
    }

    #[test]
    fn who_tries_one_document_after_the_other_leaves_room_for_others() {
        let mut denials = Denials::default();
        for at in 0..1_000 {
            denials.note(1_000, denial("a", &format!("{at}")));
        }
        denials.note(1_000, denial("b", "x"));
        let told = denials.due(1_000);
        assert_eq!((told.len(), counts(&told)), (usize::try_from(MOST_OF_ADDRESS).unwrap() + 2, 1_001));
        assert!(told.iter().any(|draft| *draft.document == *"x"));
    }
}
