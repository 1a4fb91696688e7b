//! The newest events in memory, so that those who follow the journal read no disk. Part of `events`, which fills it in the order
//! of ids; never older events without the newer ones.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::event::Event;

/// How many events, and about how many bytes of them, are held.
const MOST: usize = 1024;
const MOST_BYTES: usize = 4 << 20;

/// See the module.
#[derive(Debug)]
pub(super) struct Ring {
    /// Every event with a greater id is in here.
    after: u64,
    events: VecDeque<(Arc<Event>, usize)>,
    bytes: usize,
}

impl Ring {
    /// Nothing yet; events with greater ids follow.
    pub(super) fn after(id: u64) -> Self {
        Self { after: id, events: VecDeque::new(), bytes: 0 }
    }

    /// Whether everything after this cursor is here.
    pub(super) fn reaches(&self, cursor: u64) -> bool {
        cursor >= self.after
    }

    /// Adds events with their sizes.
    pub(super) fn push(&mut self, events: Vec<(Arc<Event>, usize)>) {
        for (event, bytes) in events {
            self.bytes += bytes;
            self.events.push_back((event, bytes));
        }
        while self.events.len() > MOST || self.bytes > MOST_BYTES {
            self.forget_first();
        }
    }

    /// At most so many of those after the start of the range, up to its end, that are wanted; `None` if some are not here any more.
    pub(super) fn read(&self, ids: Range<u64>, limit: usize, is_wanted: impl Fn(&Event) -> bool) -> Option<Vec<Arc<Event>>> {
        if !self.reaches(ids.start) {
            return None;
        }
        let from = self.events.partition_point(|(event, _)| event.id <= ids.start);
        let within = self.events.range(from..).take_while(|(event, _)| event.id <= ids.end);
        let wanted = within.filter(|(event, _)| is_wanted(event));
        Some(wanted.take(limit).map(|(event, _)| Arc::clone(event)).collect())
    }

    /// Lets go of events up to an id.
    pub(super) fn forget(&mut self, through: u64) {
        while self.events.front().is_some_and(|(event, _)| event.id <= through) {
            self.forget_first();
        }
        self.after = self.after.max(through);
    }

    /// Lets go of all events of a document.
    pub(super) fn purge(&mut self, document: &str) {
        self.events.retain(|(event, _)| *event.draft.document != *document);
        self.bytes = self.events.iter().map(|(_, bytes)| bytes).sum();
    }

    fn forget_first(&mut self) {
        if let Some((event, bytes)) = self.events.pop_front() {
            self.bytes -= bytes;
            self.after = event.id;
        }
    }
}
