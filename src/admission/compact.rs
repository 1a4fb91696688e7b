//! Writes a document anew, as one update, from the bytes its authors wrote: what lives is copied, what is deleted loses its
//! content, and what lies in a deleted type becomes garbage. No value is decoded, so none can change on the way.
//!
//! Yjs does the same to its own structs (`src/utils/Transaction.js`, `tryGcDeleteSet`) before it writes them
//! (`src/utils/encoding.js`, `writeClientsStructs`).

use std::collections::btree_map;
use std::collections::HashMap;

use bytes::Bytes;

use super::index::{Client, Index, Sort, TypeNumber};
use super::joined::{Joined, KeptApart, right_origin_inside_out, write_joined};
use super::reader::Reader;
use super::remainder::Remainder;
use super::structs::{Body, Element, Id, read_element};
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
    let updates = updates.into_iter();
    let mut kept_apart = KeptApart::new();
    for update in updates.clone() {
        walk(update, |element| kept_apart.extend(right_origin_inside_out(element)))?;
    }
    let mut writing = Writing { index: gate.index(), theirs, dead: HashMap::new(), sections: Vec::new(), numbers: HashMap::new() };
    for update in updates {
        let mut section = None;
        walk(update, |element| {
            let number = match section {
                Some((client, number)) if client == element.id.client => number,
                _ => writing.section(element.id.client),
            };
            section = Some((element.id.client, number));
            writing.add(number, update, element, &kept_apart);
        })?;
    }
    let mut out = write_joined(writing.sections.into_iter().map(|section| section.joined).collect());
    write_all_deletes(&mut out, gate.index());
    Ok(out.into())
}

/// Calls `each` with the structs of an update, client by client; leaves its delete set unread.
fn walk<'u>(update: &'u [u8], mut each: impl FnMut(&Element<'u>)) -> Result<(), Refusal> {
    let mut reader = Reader::new(update);
    for _ in 0..reader.count(3)? {
        let count = reader.number()?;
        let client = reader.number()?;
        let mut id = Id { client, clock: reader.clock(client)? };
        for _ in 0..count {
            let element = read_element(&mut reader, id)?;
            id.clock = element.end();
            each(&element);
        }
    }
    Ok(())
}

struct Writing<'a> {
    index: &'a Index,
    theirs: &'a StateVector,
    sections: Vec<Section<'a>>,
    /// Where the clients' sections are.
    numbers: HashMap<u64, usize>,
    /// Whether a type is deleted or lies in one that is, for types that came up.
    dead: HashMap<TypeNumber, bool>,
}

/// What is written of one client, and how far its deletions have been passed.
struct Section<'a> {
    joined: Joined<'a>,
    known: Option<&'a Client>,
    deleted: Option<btree_map::Iter<'a, u32, u32>>,
    /// The deleted range that the next clock lies in or before.
    range: Option<(u32, u32)>,
}

impl<'a> Writing<'a> {
    fn section(&mut self, client: u64) -> usize {
        *self.numbers.entry(client).or_insert_with(|| {
            let known = self.index.client(client);
            let joined = Joined::new(client, self.theirs.get(client));
            self.sections.push(Section { joined, known, deleted: known.map(Client::deleted), range: None });
            self.sections.len() - 1
        })
    }

    /// Adds what of a struct isn't there yet, cut where its deleted parts begin and end.
    fn add(&mut self, number: usize, bytes: &'a [u8], element: &Element<'a>, kept_apart: &KeptApart) {
        let section = &mut self.sections[number];
        if element.body == Body::Skip || element.end() <= section.joined.end() {
            return;
        }
        section.joined.skip_to(element.id.clock);
        let mut remainder = Remainder::of(element);
        remainder.skip(section.joined.end() - element.id.clock);
        while section.joined.end() < element.end() {
            let id = Id { client: element.id.client, clock: section.joined.end() };
            let (deleted, end) = section.next_border(element.end());
            if !kept_apart.is_empty() && kept_apart.contains(&id) {
                section.joined.close();
            }
            let length = end - id.clock;
            match &element.body {
                Body::Item(item) if deleted => {
                    if is_garbage(self.index, &mut self.dead, section.known, id) {
                        section.joined.collect(length);
                    } else {
                        section.joined.delete(item, element.id, length);
                    }
                    remainder.skip(length);
                }
                _ => section.joined.copy(bytes, element, &mut remainder, length),
            }
        }
    }
}

impl Section<'_> {
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

/// Whether a deleted element lies in a type that is deleted too. It is garbage then for everybody: nothing can be put beside
/// it any more, and its parent can't be found.
fn is_garbage(index: &Index, dead: &mut HashMap<TypeNumber, bool>, known: Option<&Client>, id: Id) -> bool {
    let Some(class) = known.and_then(|known| known.class(id.clock)) else { return false };
    if class.is_collected() {
        return true;
    }
    let held = |number: TypeNumber| index.types().get(number as usize).and_then(|entry| entry.held());
    let around = match (class.sort, held(class.number)) {
        (Sort::Type, Some((_, around))) => around,
        _ => class.number,
    };
    if let Some(&answer) = dead.get(&around) {
        return answer;
    }
    let mut number = around;
    let mut answer = false;
    while let Some((holder, outer)) = held(number).filter(|_| !answer) {
        answer = index.is_deleted(holder);
        number = outer;
    }
    dead.insert(around, answer);
    answer
}

fn write_all_deletes(out: &mut Vec<u8>, index: &Index) {
    let ranges = |known: &Client| known.deleted().map(|(start, end)| (*start, *end)).collect();
    let mut groups: Vec<(u64, Vec<(u32, u32)>)> = index.clients().map(|(client, known)| (client, ranges(known))).collect();
    groups.retain(|group| !group.1.is_empty());
    groups.sort_unstable_by_key(|group| std::cmp::Reverse(group.0));
    write_deletes(out, groups.iter().map(|(client, ranges)| (*client, ranges.as_slice())));
}
