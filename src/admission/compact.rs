//! Writes a document anew, as one update, from the bytes its authors wrote: what lives is copied, what is deleted loses its
//! content, and what lies in a deleted type becomes garbage. No value is decoded, so none can change on the way.
//!
//! Yjs does the same to its own structs (`src/utils/Transaction.js`, `tryGcDeleteSet`) before it writes them
//! (`src/utils/encoding.js`, `writeClientsStructs`).

use std::collections::btree_map;

use bytes::Bytes;
use smallvec::SmallVec;

use super::inside_out::{KeptApart, Watch};
use super::index::{Class, Client, Index, TypeEntry, TypeNumber};
use super::joined::{Joined, write_joined};
use super::remainder::Remainder;
use super::structs::{Body, Element, Id};
use super::walk::{ByClient, Walk};
use super::writer::write_deletes;
use super::{Gate, Refusal, StateVector};

/// The whole document as one v1 update: `updates` are all it consists of, admitted by `gate`, in order, without gaps.
/// Known clocks that come up again are left out. Costs time linear in the updates' bytes and memory of about twice the result.
///
/// # Errors
/// When an update isn't one the gate can read.
pub fn compact<'u>(updates: impl IntoIterator<Item = &'u Bytes, IntoIter: Clone>, gate: &Gate) -> Result<Bytes, Refusal> {
    diff(updates, gate, &StateVector::default())
}

/// What a replica with the state vector `theirs` lacks of the document, as one v1 update: the structs that are new to it and
/// all deletions, since a state vector doesn't tell which of them it has. Otherwise as [`compact`].
///
/// # Errors
/// When an update isn't one the gate can read.
pub fn diff<'u>(
    updates: impl IntoIterator<Item = &'u Bytes, IntoIter: Clone>,
    gate: &Gate,
    theirs: &StateVector,
) -> Result<Bytes, Refusal> {
    let index = gate.index();
    let mut writing = Writing { index, theirs, kept_apart: KeptApart::new(), garbage: Garbage::new(index) };
    let all_known = index.clients().all(|(client, known)| known.next() <= theirs.get(client));
    let updates = updates.into_iter().take(if all_known { 0 } else { usize::MAX });
    let mut watch = Watch::new();
    let written = writing.write(updates.clone(), |element| watch.see(element))?;
    writing.kept_apart = watch.kept_apart(|id| index.class(id).is_some_and(|class| !writing.garbage.is(class)));
    if writing.kept_apart.is_empty() { Ok(written) } else { writing.write(updates, |_| {}) }
}

struct Writing<'g> {
    index: &'g Index,
    theirs: &'g StateVector,
    kept_apart: KeptApart,
    garbage: Garbage<'g>,
}

impl Writing<'_> {
    /// Writes everything, and shows the structs that are new.
    fn write<'u>(&mut self, updates: impl Iterator<Item = &'u Bytes>, mut show: impl FnMut(&Element<'u>)) -> Result<Bytes, Refusal> {
        let mut sections: ByClient<Section<'u, '_>> = ByClient::new();
        for update in updates {
            for element in Walk::of(update) {
                let element = element?;
                let client = element.id.client;
                let section = sections.entry(client, || Section::new(self.index.client(client), client, self.theirs.get(client)));
                if element.body != Body::Skip && element.end() > section.joined.end() {
                    show(&element);
                    section.add(update, &element, &self.kept_apart, &mut self.garbage);
                }
            }
        }
        let mut out = write_joined(sections.into_values().map(|section| section.joined).collect());
        write_all_deletes(&mut out, self.index);
        Ok(out.into())
    }
}

/// What is written of one client, and how far its deletions have been passed.
struct Section<'u, 'g> {
    joined: Joined<'u>,
    known: Option<&'g Client>,
    deleted: Option<btree_map::Iter<'g, u32, u32>>,
    /// The deleted range that the next clock lies in or before.
    range: Option<(u32, u32)>,
}

impl<'u, 'g> Section<'u, 'g> {
    fn new(known: Option<&'g Client>, client: u64, start: u32) -> Self {
        Self { joined: Joined::new(client, start), known, deleted: known.map(Client::deleted), range: None }
    }

    /// Adds what of a struct isn't there yet, which is something, cut where its deleted parts begin and end.
    fn add(&mut self, bytes: &'u [u8], element: &Element<'u>, kept_apart: &KeptApart, garbage: &mut Garbage<'_>) {
        self.joined.skip_to(element.id.clock);
        let mut remainder = Remainder::of(element);
        remainder.skip(self.joined.end() - element.id.clock);
        while self.joined.end() < element.end() {
            let clock = self.joined.end();
            let (deleted, end) = self.next_border(element.end());
            if kept_apart.contains(&Id { clock, ..element.id }) {
                self.joined.close();
            }
            let length = end - clock;
            match &element.body {
                Body::Item(item) if deleted => {
                    let class = self.known.and_then(|known| known.class(clock));
                    if class.is_some_and(|class| garbage.is(class)) {
                        self.joined.collect(length);
                    } else {
                        self.joined.delete(item, element.id, length);
                    }
                    remainder.skip(length);
                }
                _ => self.joined.copy(bytes, element, &mut remainder, length),
            }
        }
    }

    /// Whether the next clock is deleted, and where that changes, `end` at the latest.
    fn next_border(&mut self, end: u32) -> (bool, u32) {
        let clock = self.joined.end();
        while self.range.is_none_or(|range| range.1 <= clock) {
            self.range = self.deleted.as_mut().and_then(Iterator::next).map(|(start, end)| (*start, *end));
            if self.range.is_none() {
                return (false, end);
            }
        }
        match self.range {
            Some((start, until)) if start <= clock => (true, until.min(end)),
            Some((start, _)) => (false, start.min(end)),
            None => (false, end),
        }
    }
}

/// Tells which deleted elements are garbage: those that lie in a type that is deleted too. Nothing can be put beside them any
/// more, and their parent can't be found.
struct Garbage<'a> {
    index: &'a Index,
    /// Whether a type is deleted or lies in one that is, for types that came up.
    dead: Vec<Option<bool>>,
}

impl<'a> Garbage<'a> {
    fn new(index: &'a Index) -> Self {
        Self { index, dead: vec![None; index.types().len()] }
    }

    fn is(&mut self, class: Class) -> bool {
        class.is_collected() || self.is_dead(self.index.around(class))
    }

    fn is_dead(&mut self, mut number: TypeNumber) -> bool {
        let mut inner = SmallVec::<[usize; 8]>::new();
        let dead = loop {
            let position = number as usize;
            match (self.dead.get(position), self.index.types().get(position).and_then(TypeEntry::held)) {
                (Some(Some(known)), _) => break *known,
                (Some(None), Some((holder, around))) => {
                    inner.push(position);
                    if self.index.is_deleted(holder) {
                        break true;
                    }
                    number = around;
                }
                _ => break false,
            }
        };
        for position in inner {
            self.dead[position] = Some(dead);
        }
        dead
    }
}

fn write_all_deletes(out: &mut Vec<u8>, index: &Index) {
    let ranges = |known: &Client| known.deleted().map(|(start, end)| (*start, *end)).collect();
    let mut groups: Vec<(u64, Vec<(u32, u32)>)> = index.clients().map(|(client, known)| (client, ranges(known))).collect();
    groups.retain(|group| !group.1.is_empty());
    groups.sort_unstable_by_key(|group| std::cmp::Reverse(group.0));
    write_deletes(out, groups.iter().map(|(client, ranges)| (*client, ranges.as_slice())));
}
