//! Whether an update that is not applied yet may write at, below or above a fenced place. Called for each update of somebody
//! whom a fence concerns, so it must cost little: the gate tells where an element lies, yrs only where the fenced places are.
//! Errs on the side of yes: the gate knows under which key something lies only where the update says so.

use std::sync::Arc;

use bytes::Bytes;
use smallvec::SmallVec;
use yrs::branch::BranchPtr;
use yrs::{Map as _, MapRef, Out, ReadTxn, Transact as _};

use super::super::Replica;
use super::{Fence, place, read};
use crate::admission::{self, ClockRange, Gate, Id, Touch, TypeAddress};

/// The types around an element, from the root on.
struct Way<'g> {
    root: &'g str,
    types: SmallVec<[Id; 8]>,
}

/// A place, as far as it is there.
struct Spot<'f> {
    path: &'f [Arc<str>],
    /// The types on the way after the root: under the second name, under the third; the last may be the place itself.
    types: SmallVec<[Id; 8]>,
    end: End,
}

enum End {
    /// All of the last type (of the root, if there is none) is the place.
    Type,
    /// The place is an entry of the last type that is missing or plain.
    Entry,
}

/// What an update does in a type.
enum Deed<'u> {
    /// Sets this key.
    Key(&'u str),
    /// Writes into the sequence.
    Sequence,
    /// Sets or removes some key.
    SomeKey,
    /// Deletes the first element, which is held under some key, and the others of a range.
    Deletes(Id, ClockRange),
}

pub(super) fn may_reach(replica: &Replica, fence: &Fence, update: &Bytes) -> bool {
    let Replica { doc, gate, parking } = replica;
    let txn = doc.transact();
    let (places, except) = (find_all(&txn, &fence.places), find_all(&txn, &fence.except));
    let reaches = |update: &[u8]| {
        writes_to(gate, update, |way, deed| {
            places.iter().any(|place| place.concerns(way, deed)) && !except.iter().any(|place| place.covers(way, deed))
        })
    };
    // Somebody who comes back brings all deletions there ever were, so only what is new counts.
    let is_news = || gate.examine(update).is_ok_and(|verdict| verdict.admitted.as_deref().is_some_and(reaches));
    if (reaches(update) || overlap(gate, [update])) && is_news() {
        return true;
    }
    // What this update lets in.
    let together = || std::iter::once(update).chain(parking.updates());
    !parking.is_empty() && (parking.updates().any(|parked| reaches(parked)) || overlap(gate, together()))
}

/// Whether clocks come that are known or come twice. Of a struct whose beginning is known the rest goes where that is, whatever the
/// update says; only liars send such.
fn overlap<'u>(gate: &Gate, updates: impl IntoIterator<Item = &'u Bytes>) -> bool {
    let mut ranges: SmallVec<[ClockRange; 4]> = SmallVec::new();
    for update in updates {
        ranges.extend(admission::touched(update).into_iter().flat_map(|touches| touches.ranges().collect::<SmallVec<[_; 4]>>()));
    }
    ranges.sort_unstable_by_key(|range| (range.client, range.start));
    ranges.iter().any(|range| range.start < gate.next_clock(range.client))
        || ranges.windows(2).any(|pair| pair[0].client == pair[1].client && pair[0].end > pair[1].start)
}

fn find_all<'f, T: ReadTxn>(txn: &T, paths: &'f [Vec<Arc<str>>]) -> SmallVec<[Spot<'f>; 4]> {
    paths.iter().map(|path| Spot::find(txn, path)).collect()
}

/// Whether something that an update does is asked for. What it does inside types that the document doesn't have is left out: it
/// comes with its type, and the type with that around it.
fn writes_to(gate: &Gate, update: &[u8], mut asked: impl FnMut(&Way<'_>, &Deed<'_>) -> bool) -> bool {
    // Bytes that are no update are refused.
    let Ok(touches) = admission::touched(update) else { return false };
    for touch in touches {
        let found = match touch {
            Touch::Root { name, key } => {
                let way = Way { root: name, types: SmallVec::new() };
                asked(&way, &key.map_or(Deed::Sequence, Deed::Key))
            }
            Touch::Nested { parent, key } => {
                way_to(gate, TypeAddress::Nested(parent)).is_some_and(|way| asked(&way, &key.map_or(Deed::Sequence, Deed::Key)))
            }
            Touch::Beside { id } => {
                let deed = if gate.is_entry(id) { Deed::SomeKey } else { Deed::Sequence };
                gate.parent_of(id).and_then(|parent| way_to(gate, parent)).is_some_and(|way| asked(&way, &deed))
            }
            Touch::Deleted { client, clock, length } => {
                let range = ClockRange { client, start: clock, end: clock.saturating_add(length) };
                gate.stretches(range).any(|id| {
                    let deed = if gate.is_entry(id) { Deed::Deletes(id, range) } else { Deed::Sequence };
                    gate.parent_of(id).and_then(|parent| way_to(gate, parent)).is_some_and(|way| asked(&way, &deed))
                })
            }
        };
        if found {
            return true;
        }
    }
    false
}

/// The way to a type; `None` if it, or one it lies in, is deleted or unknown.
fn way_to<'g>(gate: &'g Gate, mut address: TypeAddress<'g>) -> Option<Way<'g>> {
    let mut types = SmallVec::new();
    loop {
        match address {
            TypeAddress::Root(root) => {
                types.reverse();
                return Some(Way { root, types });
            }
            TypeAddress::Nested(id) if gate.is_deleted(id) => return None,
            TypeAddress::Nested(id) => {
                types.push(id);
                address = gate.parent_of(id)?;
            }
        }
    }
}

impl<'f> Spot<'f> {
    fn find<T: ReadTxn>(txn: &T, path: &'f [Arc<str>]) -> Self {
        let mut spot = Self { path, types: SmallVec::new(), end: End::Type };
        let Some((name, keys)) = path.split_first() else { return spot };
        if keys.is_empty() {
            return spot;
        }
        let Some(root) = place::root_branch(txn, name) else { return Self { end: End::Entry, ..spot } };
        if !place::is_map_root(txn, root) {
            return spot;
        }
        let mut map = MapRef::from(root);
        for key in keys {
            let out = map.get(txn, key);
            let Some(id) = out.as_ref().and_then(Out::try_branch).and_then(|branch| read::id(BranchPtr::from(branch))) else {
                return Self { end: End::Entry, ..spot };
            };
            spot.types.push(id);
            match out {
                Some(Out::YMap(inner)) => map = inner,
                _ => return spot,
            }
        }
        spot
    }

    /// Whether something done there may change what stands in the place.
    fn concerns(&self, way: &Way<'_>, deed: &Deed<'_>) -> bool {
        let Some(root) = self.path.first() else { return true };
        if **root != *way.root {
            return false;
        }
        if matches!(self.end, End::Type) && way.types.starts_with(&self.types) {
            return true;
        }
        // Only the types on the way to the place are left: does it change which way that is?
        if !self.types.starts_with(&way.types) {
            return false;
        }
        let depth = way.types.len();
        let next = self.types.get(depth);
        match *deed {
            Deed::Key(key) => self.path.get(depth + 1).is_some_and(|name| **name == *key),
            // A root that holds a sequence may be taken for something else.
            Deed::Sequence => depth == 0,
            Deed::SomeKey => true,
            Deed::Deletes(_, range) => {
                next.is_none_or(|id| id.client == range.client && (range.start..range.end).contains(&id.clock))
            }
        }
    }

    /// Whether something done there can change nothing but what stands in the place.
    fn covers(&self, way: &Way<'_>, deed: &Deed<'_>) -> bool {
        let Some(root) = self.path.first() else { return true };
        if **root != *way.root {
            return false;
        }
        let (holder, itself) = match self.end {
            // A root that is no map, where the path goes on: with a key it would become one.
            End::Type if self.types.is_empty() && way.types.is_empty() && self.path.len() > 1 => {
                return matches!(deed, Deed::Sequence);
            }
            End::Type if way.types.starts_with(&self.types) => return true,
            End::Type => match self.types.split_last() {
                Some((itself, holder)) => (holder, Some(itself)),
                None => return false,
            },
            End::Entry => (&self.types[..], None),
        };
        // The entry of the place itself, if the way goes as far as the path.
        if holder != &way.types[..] || self.path.len() != holder.len() + 2 {
            return false;
        }
        match *deed {
            Deed::Key(key) => self.path.last().is_some_and(|name| **name == *key),
            Deed::Deletes(id, _) => itself == Some(&id),
            Deed::Sequence | Deed::SomeKey => false,
        }
    }
}
