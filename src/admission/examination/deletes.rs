//! Sifts an update's delete set into what is new, what the document knows already, and what must wait for its structs.
//! Called by the examination after the structs, so that deletions of what the update itself brings are known.

use smallvec::SmallVec;

use super::super::gate::Deleted;
use super::Examination;

/// What became of a delete set.
#[derive(Default)]
pub(super) struct SiftedDeletes {
    /// New and applicable.
    pub(super) new: SmallVec<[Deleted; 2]>,
    /// Of clocks that are still unknown.
    pub(super) parked: SmallVec<[Deleted; 2]>,
    /// The new part isn't exactly what was written.
    pub(super) changed: bool,
}

impl Examination<'_> {
    /// Sorts the delete set into what is new, what is known and what must wait.
    pub(super) fn sift_deletes(&self) -> SiftedDeletes {
        let mut sifted = SiftedDeletes::default();
        for (client, start, length) in self.outline.deletes() {
            let known = self.index.client(client);
            let next = match self.track_of(client) {
                Some(number) => self.tracks[number].next,
                None => known.map_or(0, |known| known.next()),
            };
            let (end, reach) = (start + length, (start + length).min(next));
            let before = sifted.new.last().filter(|group| group.client == client).map_or(0, |group| group.ranges.len());
            if start < reach {
                match known {
                    Some(known) => known.not_deleted(start, reach, |from, to| push_range(&mut sifted.new, client, from, to)),
                    None => push_range(&mut sifted.new, client, start, reach),
                }
            }
            if start.max(next) < end {
                push_range(&mut sifted.parked, client, start.max(next), end);
            }
            let added = sifted.new.last().filter(|group| group.client == client).and_then(|group| group.ranges.get(before..));
            if added != Some([(start, end)].as_slice()) {
                sifted.changed = true;
            }
        }
        sifted.changed |= normalise(&mut sifted.new);
        normalise(&mut sifted.parked);
        sifted
    }
}

fn push_range(groups: &mut SmallVec<[Deleted; 2]>, client: u64, start: u32, end: u32) {
    match groups.last_mut() {
        Some(group) if group.client == client => group.ranges.push((start, end)),
        _ => groups.push(Deleted { client, ranges: SmallVec::from_slice(&[(start, end)]) }),
    }
}

/// Sorts ranges and joins overlapping ones; yrs relies on that order without checking. True if something changed.
fn normalise(groups: &mut SmallVec<[Deleted; 2]>) -> bool {
    let mut changed = false;
    for group in groups {
        if group.ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0) {
            continue;
        }
        changed = true;
        group.ranges.sort_unstable();
        group.ranges.dedup_by(|later, earlier| {
            let joins = later.0 <= earlier.1;
            if joins {
                earlier.1 = earlier.1.max(later.1);
            }
            joins
        });
    }
    changed
}
