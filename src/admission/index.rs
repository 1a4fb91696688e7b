//! What the gate remembers of a document: for every clock range what kind of thing it is, and what is deleted.
//! Eight bytes a run of like structs and about sixteen a deleted range; no content, no names.

use std::collections::{BTreeMap, HashMap};

use super::structs::Id;

/// Where an element lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the sequence of a list, a text or an XML node.
    Sequence,
    /// Under a key of a map, or an attribute.
    Entry,
    /// Nowhere: it was garbage-collected, or came to lie beside or inside something that was.
    Nowhere,
}

/// What an element may be to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Content that can't be a parent.
    Plain,
    /// A shared type, a possible parent.
    Type,
    /// Deleted content that may have been a shared type; what hangs below it is garbage.
    Tombstone,
}

/// The class of an element. `depth` counts the shared types around it, so things in a root have 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) place: Place,
    pub(super) sort: Sort,
    pub(super) depth: u16,
}

impl Class {
    pub(super) const COLLECTED: Self = Self { place: Place::Nowhere, sort: Sort::Tombstone, depth: 0 };

    pub(super) fn is_collected(self) -> bool {
        self.place == Place::Nowhere
    }

    /// The delete set of every replica holds such elements from the moment they arrive.
    fn is_born_deleted(self) -> bool {
        self.sort == Sort::Tombstone
    }
}

/// Elements of one class from `start` up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) class: Class,
}

/// Appends to runs that are sorted and without equal neighbours.
pub(super) fn push_run(runs: &mut impl RunList, start: u32, class: Class) {
    if runs.last_class() != Some(class) {
        runs.append(Run { start, class });
    }
}

pub(super) trait RunList {
    fn last_class(&self) -> Option<Class>;
    fn append(&mut self, run: Run);
}

impl RunList for Vec<Run> {
    fn last_class(&self) -> Option<Class> {
        self.last().map(|run| run.class)
    }

    fn append(&mut self, run: Run) {
        self.push(run);
    }
}

impl<A: smallvec::Array<Item = Run>> RunList for smallvec::SmallVec<A> {
    fn last_class(&self) -> Option<Class> {
        self.last().map(|run| run.class)
    }

    fn append(&mut self, run: Run) {
        self.push(run);
    }
}

/// The class at `clock`, for a clock that the runs cover.
pub(super) fn class_in(runs: &[Run], clock: u32) -> Option<Class> {
    // Most references point at what was just written.
    if let Some(last) = runs.last().filter(|run| run.start <= clock) {
        return Some(last.class);
    }
    let after = runs.partition_point(|run| run.start <= clock);
    runs.get(after.checked_sub(1)?).map(|run| run.class)
}

#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    /// The clock that comes next.
    next: u32,
    runs: Vec<Run>,
    /// Disjoint, non-adjacent ranges: start to end.
    deleted: BTreeMap<u32, u32>,
}

impl Client {
    pub(super) fn next(&self) -> u32 {
        self.next
    }

    pub(super) fn class(&self, clock: u32) -> Option<Class> {
        if clock < self.next { class_in(&self.runs, clock) } else { None }
    }

    /// Calls `found` with each part of `start..end` that isn't deleted yet.
    pub(super) fn not_deleted(&self, start: u32, end: u32, mut found: impl FnMut(u32, u32)) {
        let mut from = start;
        if let Some((_, &covered)) = self.deleted.range(..=start).next_back() {
            from = from.max(covered);
        }
        for (&next, &covered) in self.deleted.range(start.saturating_add(1)..end.max(start.saturating_add(1))) {
            if from < next {
                found(from, next);
            }
            from = from.max(covered);
        }
        if from < end {
            found(from, end);
        }
    }

    fn delete(&mut self, start: u32, end: u32) {
        if start >= end {
            return;
        }
        let (mut from, mut to) = (start, end);
        if let Some((&before, &covered)) = self.deleted.range(..=start).next_back()
            && covered >= start
        {
            if covered >= end {
                return;
            }
            from = before;
        }
        while let Some((&next, &covered)) = self.deleted.range(from..=to).next() {
            to = to.max(covered);
            self.deleted.remove(&next);
        }
        self.deleted.insert(from, to);
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    clients: HashMap<u64, Client>,
}

impl Index {
    pub(super) fn client(&self, client: u64) -> Option<&Client> {
        self.clients.get(&client)
    }

    pub(super) fn next(&self, client: u64) -> u32 {
        self.clients.get(&client).map_or(0, Client::next)
    }

    pub(super) fn class(&self, id: Id) -> Option<Class> {
        self.clients.get(&id.client)?.class(id.clock)
    }

    /// Takes in `runs`, which begin where the client's clocks end and reach up to `end`.
    pub(super) fn extend(&mut self, client: u64, runs: &[Run], end: u32) {
        let known = self.clients.entry(client).or_default();
        for (position, run) in runs.iter().enumerate() {
            push_run(&mut known.runs, run.start, run.class);
            if run.class.is_born_deleted() {
                let run_end = runs.get(position + 1).map_or(end, |next| next.start);
                known.delete(run.start, run_end);
            }
        }
        known.next = end;
    }

    /// Notes a deletion of clocks that exist; what lies beyond the known clocks is left out.
    pub(super) fn delete(&mut self, client: u64, start: u32, end: u32) {
        if let Some(known) = self.clients.get_mut(&client) {
            known.delete(start, end.min(known.next));
        }
    }

    pub(super) fn clients(&self) -> impl ExactSizeIterator<Item = (u64, &Client)> {
        self.clients.iter().map(|(client, known)| (*client, known))
    }

    /// Runs and deleted ranges, all clients together.
    pub(super) fn sizes(&self) -> (usize, usize) {
        self.clients.values().fold((0, 0), |(runs, deleted), client| {
            (runs + client.runs.len(), deleted + client.deleted.len())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Class = Class { place: Place::Sequence, sort: Sort::Plain, depth: 0 };
    const TYPE: Class = Class { place: Place::Entry, sort: Sort::Type, depth: 0 };

    fn not_deleted(client: &Client, start: u32, end: u32) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        client.not_deleted(start, end, |from, to| found.push((from, to)));
        found
    }

    #[test]
    fn typing_keeps_one_run() {
        let mut index = Index::default();
        for clock in 0..1000 {
            index.extend(7, &[Run { start: clock, class: TEXT }], clock + 1);
        }
        assert_eq!(index.sizes(), (1, 0));
        assert_eq!(index.class(Id { client: 7, clock: 999 }), Some(TEXT));
        assert_eq!(index.class(Id { client: 7, clock: 1000 }), None);
    }

    #[test]
    fn each_clock_finds_its_run() {
        let mut index = Index::default();
        index.extend(7, &[Run { start: 0, class: TEXT }, Run { start: 3, class: TYPE }, Run { start: 4, class: TEXT }], 9);
        let classes: Vec<_> = (0..10).map(|clock| index.class(Id { client: 7, clock })).collect();
        assert_eq!(classes[2], Some(TEXT));
        assert_eq!(classes[3], Some(TYPE));
        assert_eq!(classes[4], Some(TEXT));
        assert_eq!(classes[9], None);
    }

    #[test]
    fn deleted_ranges_join_and_answer_what_is_left() {
        let mut index = Index::default();
        index.extend(7, &[Run { start: 0, class: TEXT }], 100);
        for (start, end) in [(10, 20), (30, 40), (20, 25), (5, 12), (39, 41), (50, 50), (90, 200)] {
            index.delete(7, start, end);
        }
        let client = index.client(7).unwrap();
        assert_eq!(client.deleted, BTreeMap::from([(5, 25), (30, 41), (90, 100)]));
        assert_eq!(not_deleted(client, 0, 100), [(0, 5), (25, 30), (41, 90)]);
        assert_eq!(not_deleted(client, 6, 25), []);
        assert_eq!(not_deleted(client, 24, 31), [(25, 30)]);
        assert_eq!(not_deleted(client, 40, 42), [(41, 42)]);
        assert_eq!(not_deleted(client, 3, 3), []);
        index.delete(7, 0, 100);
        assert_eq!(index.sizes(), (1, 1));
    }

    #[test]
    fn collected_ranges_are_deleted_from_birth() {
        let mut index = Index::default();
        index.extend(7, &[Run { start: 0, class: TEXT }, Run { start: 4, class: Class::COLLECTED }], 6);
        assert_eq!(not_deleted(index.client(7).unwrap(), 0, 6), [(0, 4)]);
    }
}
