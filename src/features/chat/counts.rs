//! What is counted of a document's messages while they are written, so that nobody has to read them all to know: how many there are,
//! who wrote most. One record a document. Pure; part of `chat`.

use serde::{Deserialize, Serialize};

use crate::event::Author;

/// Users who are named that wrote most.
const TOP: usize = 50;

/// How many messages a user wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Who, by the name at the last message.
    pub user: Author,
    /// How many messages, deleted ones too.
    pub messages: u64,
}

/// The record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    /// All messages that were ever sent; the newest one has this number.
    pub(super) sent: u64,
    /// Those of them that are deleted.
    pub(super) deleted: u64,
    /// Reactions that are there.
    pub(super) reactions: u64,
    /// Users who have noted up to where they read.
    pub(super) readers: u64,
    /// When the first message was sent, in milliseconds since the Unix epoch.
    pub(super) first_at: Option<u64>,
    /// When the last one was.
    pub(super) last_at: Option<u64>,
    /// Who wrote most, the most first.
    pub(super) top: Vec<Sent>,
}

/// What is known of a document's messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Messages that are not deleted.
    pub messages: u64,
    /// Messages that are.
    pub deleted: u64,
    /// Reactions that are there.
    pub reactions: u64,
    /// When the first message was sent, in milliseconds since the Unix epoch.
    pub first_at: Option<u64>,
    /// When the last one was.
    pub last_at: Option<u64>,
    /// Who wrote most, the most first; at most 50.
    pub by_user: Vec<Sent>,
}

impl Counts {
    /// One more message, the so-manieth of this user. Users' numbers only grow, so the first are always known without the others.
    pub(super) fn add(&mut self, user: &Author, messages: u64, at: u64) {
        self.sent += 1;
        self.first_at.get_or_insert(at);
        self.last_at = Some(at);
        match self.top.iter_mut().find(|sent| sent.user.id == user.id) {
            Some(sent) => *sent = Sent { user: user.clone(), messages },
            None => self.top.push(Sent { user: user.clone(), messages }),
        }
        self.top.sort_by(|a, b| b.messages.cmp(&a.messages).then_with(|| a.user.id.cmp(&b.user.id)));
        self.top.truncate(TOP);
    }

    /// One is deleted that had so many reactions.
    pub(super) fn remove(&mut self, reactions: u64) {
        self.deleted += 1;
        self.reactions = self.reactions.saturating_sub(reactions);
    }

    pub(super) fn statistics(self) -> Statistics {
        let Self { sent, deleted, reactions, first_at, last_at, top, .. } = self;
        Statistics { messages: sent.saturating_sub(deleted), deleted, reactions, first_at, last_at, by_user: top }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn the_first_fifty_are_who_wrote_most_whatever_the_order() {
        let (mut counts, mut all) = (Counts::default(), HashMap::<u64, u64>::new());
        let mut state: u64 = 7;
        println!("seed {state}");
        for at in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // The lower numbers come more often.
            let user = (state >> 40) % (1 + (state >> 33) % 200);
            let messages = all.entry(user).or_default();
            *messages += 1;
            counts.add(&Author { id: format!("u{user}").into(), name: None }, *messages, at);
        }
        let mut expected: Vec<u64> = all.into_values().collect();
        expected.sort_by(|a, b| b.cmp(a));
        let found: Vec<u64> = counts.top.iter().map(|sent| sent.messages).collect();
        assert_eq!(found, expected[..50]);
        assert_eq!((counts.sent, counts.first_at, counts.last_at), (20_000, Some(0), Some(19_999)));
    }
}
