//! Writes a document anew, as one update, from the bytes its authors wrote: what lives is copied, what is deleted loses its
//! content, and what lies in a deleted type becomes garbage. No value is decoded, so none can change on the way.
//!
//! Yjs does the same to its own structs (`src/utils/Transaction.js`, `tryGcDeleteSet`) before it writes them
//! (`src/utils/encoding.js`, `writeClientsStructs`).

use std::collections::btree_map;

use bytes::Bytes;
use smallvec::SmallVec;

use super::index::{Class, Client, Index, TypeEntry, TypeNumber};
use super::inside_out::{KeptApart, Watch};
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
    fn write<'u>(
        &mut self,
        updates: impl Iterator<Item = &'u Bytes>,
        mut show: impl FnMut(&Element<'u>),
    ) -> Result<Bytes, Refusal> {
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

#[cfg(test)]
mod tests {
    use super::super::{ClockRange, Limits};
    use super::*;

    /// What a document behind a gate keeps: the admitted updates; `implied` are deletions that no update names.
    fn document(updates: &[&[u8]], implied: &[(u32, u32)]) -> (Vec<Bytes>, Gate) {
        let mut gate = Gate::new(Limits::default());
        let admit = |update: &&[u8]| {
            let verdict = gate.examine(&Bytes::copy_from_slice(update)).unwrap();
            gate.commit(&verdict);
            verdict.admitted.unwrap()
        };
        let admitted = updates.iter().map(admit).collect();
        for &(start, end) in implied {
            gate.record_deleted(ClockRange { client: 7, start, end });
        }
        (admitted, gate)
    }

    const HELLO: &[u8] = &[1, 1, 7, 0, 4, 1, 1, b't', 5, b'h', b'e', b'l', b'l', b'o', 0];

    #[test]
    fn deleted_text_is_cut_out() {
        let (updates, gate) = document(&[HELLO, &[0, 1, 7, 1, 1, 2]], &[]);
        let head = [1, 3, 7, 0, 4, 1, 1, b't', 1, b'h'];
        let rest = [0x81, 7, 0, 2, 0x84, 7, 2, 2, b'l', b'o', 1, 7, 1, 1, 2];
        assert_eq!(compact(&updates, &gate).unwrap(), [head.as_slice(), &rest].concat());
    }

    #[test]
    fn half_a_surrogate_pair_outlives_the_other_half_as_a_replacement_character() {
        let smile = [1, 1, 7, 0, 4, 1, 1, b't', 4, 0xf0, 0x9f, 0x98, 0x80, 0];
        let (updates, gate) = document(&[&smile, &[0, 1, 7, 1, 0, 1]], &[]);
        let expected = [1, 2, 7, 0, 1, 1, 1, b't', 1, 0x84, 7, 0, 3, 0xef, 0xbf, 0xbd, 1, 7, 1, 0, 1];
        assert_eq!(compact(&updates, &gate).unwrap().as_ref(), expected);
    }

    #[test]
    fn what_lies_in_a_deleted_type_is_garbage_however_it_hangs_there() {
        // An array in the root `t`; in it one value, one beside that, and one that comes after the deletion.
        let array = [1, 3, 7, 0, 7, 1, 1, b't', 0, 8, 0, 7, 0, 1, 126, 0x88, 7, 1, 1, 121, 0];
        let late = [1, 1, 7, 3, 0x88, 7, 2, 1, 120, 0];
        let (updates, gate) = document(&[&array, &[0, 1, 7, 1, 0, 1], &late], &[(1, 4)]);
        let expected = [1, 2, 7, 0, 1, 1, 1, b't', 1, 0, 3, 1, 7, 1, 0, 4];
        assert_eq!(compact(&updates, &gate).unwrap().as_ref(), expected);
    }

    #[test]
    fn a_diff_begins_at_the_clock_that_comes_next() {
        let (updates, gate) = document(&[HELLO, &[0, 1, 7, 1, 0, 1]], &[]);
        let theirs = |clock: u32| [(7, clock)].into_iter().collect();
        let expected = [1, 1, 7, 3, 0x84, 7, 2, 2, b'l', b'o', 1, 7, 1, 0, 1];
        assert_eq!(diff(&updates, &gate, &theirs(3)).unwrap().as_ref(), expected);
        assert_eq!(diff(&updates, &gate, &theirs(5)).unwrap().as_ref(), [0, 1, 7, 1, 0, 1]);
    }

    #[test]
    fn big_integers_and_the_order_of_keys_stay() {
        let values = [8, 1, 1, b'a', 2, 122, 0, 0, 0, 0, 0, 0, 0, 5, 118, 2, 1, b'z', 126, 1, b'a', 126];
        let update = [[1, 1, 7, 0].as_slice(), &values, &[0]].concat();
        let (updates, gate) = document(&[&update], &[]);
        assert_eq!(compact(&updates, &gate).unwrap(), update);
    }

    #[test]
    fn nothing_compacts_to_the_empty_update() {
        let (updates, gate) = document(&[], &[]);
        assert_eq!(compact(&updates, &gate).unwrap().as_ref(), [0, 0]);
    }
}
