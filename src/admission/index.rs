//! What the gate remembers of a document: for every clock range what kind of thing it is and in which type it lies, and
//! what is deleted. Twelve bytes a run of like structs, about sixteen a deleted range and twenty-four a type; no content.

use std::collections::{BTreeMap, HashMap, btree_map};

use smallvec::SmallVec;

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

/// Counts the types of a document: roots and nested ones, in the order of their arrival.
pub(super) type TypeNumber = u32;

/// The class of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) place: Place,
    pub(super) sort: Sort,
    /// The type it lies in; for a type, that type itself.
    pub(super) number: TypeNumber,
}

impl Class {
    pub(super) const COLLECTED: Self = Self { place: Place::Nowhere, sort: Sort::Tombstone, number: 0 };

    pub(super) fn is_collected(self) -> bool {
        self.place == Place::Nowhere
    }

    /// The delete set of every replica holds such elements from the moment they arrive.
    fn is_born_deleted(self) -> bool {
        self.sort == Sort::Tombstone
    }
}

/// A type: the element that holds it, the type around that, and how many types that makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypeEntry {
    client: u64,
    clock: u32,
    around: TypeNumber,
    depth: u16,
    manner: Manner,
}

/// What matters about a type to those who read it with yrs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A `Y.Array`.
    List,
    /// A root in whose sequence text with characters beyond the basic multilingual plane was put.
    WideRoot,
    Other,
}

impl TypeEntry {
    /// What a root has instead of a type around it.
    const NONE: TypeNumber = TypeNumber::MAX;
    pub(super) const ROOT: Self = Self { client: 0, clock: 0, around: Self::NONE, depth: 0, manner: Manner::Other };

    pub(super) fn nested(holder: Id, around: TypeNumber, depth: u16, manner: Manner) -> Self {
        Self { client: holder.client, clock: holder.clock, around, depth, manner }
    }

    pub(super) fn manner(&self) -> Manner {
        self.manner
    }

    /// The element that holds the type, and the type around it; `None` for a root.
    pub(super) fn held(&self) -> Option<(Id, TypeNumber)> {
        (self.around != Self::NONE).then_some((Id { client: self.client, clock: self.clock }, self.around))
    }

    /// How many types are around it.
    pub(super) fn depth(&self) -> u16 {
        self.depth
    }
}

/// Elements of one class from `start` up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) class: Class,
}

/// New runs of one client.
pub(super) type Runs = SmallVec<[Run; 4]>;

/// Appends to runs that are sorted and without equal neighbours.
pub(super) fn push_run(runs: &mut Runs, run: Run) {
    if runs.last().map(|last| last.class) != Some(run.class) {
        runs.push(run);
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

    /// Where in `start..end` runs begin, and `start` itself.
    pub(super) fn starts(&self, start: u32, end: u32) -> impl Iterator<Item = u32> {
        let after = self.runs.partition_point(|run| run.start <= start);
        let later = self.runs[after..].iter().map(|run| run.start);
        std::iter::once(start).chain(later).take_while(move |clock| *clock < end)
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

    /// The deleted ranges, disjoint and in order: start to end.
    pub(super) fn deleted(&self) -> btree_map::Iter<'_, u32, u32> {
        self.deleted.iter()
    }

    pub(super) fn is_deleted(&self, clock: u32) -> bool {
        self.deleted.range(..=clock).next_back().is_some_and(|(_, &end)| clock < end)
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
    types: Vec<TypeEntry>,
    roots: HashMap<Box<str>, TypeNumber>,
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

    pub(super) fn types(&self) -> &[TypeEntry] {
        &self.types
    }

    /// The type that an element of this class lies in.
    pub(super) fn around(&self, class: Class) -> TypeNumber {
        match (class.sort, self.types.get(class.number as usize).and_then(TypeEntry::held)) {
            (Sort::Type, Some((_, around))) => around,
            _ => class.number,
        }
    }

    pub(super) fn root(&self, name: &str) -> Option<TypeNumber> {
        self.roots.get(name).copied()
    }

    /// The root's name, if the type is one. Costs time linear in the number of roots.
    pub(super) fn root_name(&self, number: TypeNumber) -> Option<&str> {
        self.roots.iter().find(|entry| *entry.1 == number).map(|(name, _)| &**name)
    }

    /// Whether an element is known and deleted.
    pub(super) fn is_deleted(&self, id: Id) -> bool {
        self.clients.get(&id.client).is_some_and(|client| client.is_deleted(id.clock))
    }

    /// Notes that a root holds wide text.
    pub(super) fn widen(&mut self, root: TypeNumber) {
        if let Some(entry) = self.types.get_mut(root as usize) {
            entry.manner = Manner::WideRoot;
        }
    }

    /// Takes in new types, numbered on from those known.
    pub(super) fn add_types(&mut self, types: &[TypeEntry], roots: &[(Box<str>, TypeNumber)]) {
        self.types.extend_from_slice(types);
        self.roots.extend(roots.iter().cloned());
    }

    /// Takes in `runs`, which begin where the client's clocks end and reach up to `end`.
    pub(super) fn extend(&mut self, client: u64, runs: &[Run], end: u32) {
        let known = self.clients.entry(client).or_default();
        for (position, run) in runs.iter().enumerate() {
            if known.runs.last().map(|last| last.class) != Some(run.class) {
                known.runs.push(*run);
            }
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

    /// An estimate of the memory held, in bytes.
    pub(super) fn memory(&self) -> usize {
        let (runs, deleted) = self.sizes();
        let roots: usize = self.roots.keys().map(|name| name.len() + 40).sum();
        runs * size_of::<Run>() + deleted * 16 + self.clients.len() * 96 + self.types.len() * size_of::<TypeEntry>() + roots
    }

    /// Runs and deleted ranges, all clients together.
    pub(super) fn sizes(&self) -> (usize, usize) {
        self.clients.values().fold((0, 0), |(runs, deleted), client| (runs + client.runs.len(), deleted + client.deleted.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Class = Class { place: Place::Sequence, sort: Sort::Plain, number: 0 };
    const TYPE: Class = Class { place: Place::Entry, sort: Sort::Type, number: 1 };

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
