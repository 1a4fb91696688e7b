//! Joins admitted updates into one, in time linear in their bytes, as Yjs itself would have written them.
//! Knows nothing of the document: deleted content stays. [`compact`](super::compact) drops it.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Refusal;
use super::inside_out::{KeptApart, Watch};
use super::joined::{Joined, write_joined};
use super::outline::Outline;
use super::remainder::Remainder;
use super::structs::{Body, Element, Id};
use super::walk::ByClient;
use super::writer::write_deletes;

/// Merges admitted v1 updates that follow each other without gaps, as a document's log holds them, into one update.
/// Known clocks that come up again are left out; should clocks be missing nevertheless, a skip marks them.
///
/// # Errors
/// When an update isn't one the gate can read.
pub fn merge(updates: &[Bytes]) -> Result<Bytes, Refusal> {
    let outlines: Vec<_> = updates.iter().map(|update| Outline::read(update, usize::MAX)).collect::<Result<_, _>>()?;
    let mut watch = Watch::new();
    let mut out = merge_structs(&outlines, &KeptApart::new(), |element| watch.see(element));
    let kept_apart = watch.kept_apart(|_| true);
    if !kept_apart.is_empty() {
        out = merge_structs(&outlines, &kept_apart, |_| {});
    }
    merge_deletes(&mut out, &outlines);
    Ok(out.into())
}

fn merge_structs<'a>(outlines: &[Outline<'a>], kept_apart: &KeptApart, mut show: impl FnMut(&Element<'a>)) -> Vec<u8> {
    let mut clients = ByClient::new();
    for outline in outlines {
        for section in outline.sections.iter().filter(|section| section.count > 0) {
            let joined = clients.entry(section.client, || Joined::new(section.client, section.start));
            for element in outline.elements(section) {
                show(&element);
                add(joined, outline.bytes, &element, kept_apart);
            }
        }
    }
    write_joined(clients.into_values().collect())
}

fn merge_deletes(out: &mut Vec<u8>, outlines: &[Outline<'_>]) {
    let mut groups: BTreeMap<u64, Vec<(u32, u32)>> = BTreeMap::new();
    for (client, start, length) in outlines.iter().flat_map(Outline::deletes).filter(|range| range.2 > 0) {
        groups.entry(client).or_default().push((start, start + length));
    }
    groups.values_mut().for_each(unite);
    let groups: Vec<_> = groups.iter().rev().map(|(client, ranges)| (*client, ranges.as_slice())).collect();
    write_deletes(out, groups.into_iter());
}

/// Adds what of a struct isn't there yet.
fn add<'a>(joined: &mut Joined<'a>, bytes: &'a [u8], element: &Element<'a>, kept_apart: &KeptApart) {
    if element.body == Body::Skip || element.end() <= joined.end() {
        return;
    }
    joined.skip_to(element.id.clock);
    if kept_apart.contains(&Id { clock: joined.end(), ..element.id }) {
        joined.close();
    }
    let mut remainder = Remainder::of(element);
    remainder.skip(joined.end() - element.id.clock);
    joined.copy(bytes, element, &mut remainder, element.end() - joined.end());
}

/// Sorts ranges and joins those that overlap or touch.
fn unite(ranges: &mut Vec<(u32, u32)>) {
    ranges.sort_unstable();
    ranges.dedup_by(|later, earlier| {
        let joins = later.0 <= earlier.1;
        if joins {
            earlier.1 = earlier.1.max(later.1);
        }
        joins
    });
}

#[cfg(test)]
mod tests {
    use super::super::writer::write_buffer;
    use super::*;

    /// Client 7 types `text` at `clock`, after its own last character if there is one.
    fn typed(clock: u8, text: &str) -> Bytes {
        let mut out = vec![1, 1, 7, clock];
        match clock {
            0 => out.extend([4, 1, 1, b't']),
            _ => out.extend([0x84, 7, clock - 1]),
        }
        write_buffer(&mut out, text.as_bytes());
        out.push(0);
        out.into()
    }

    #[test]
    fn keystrokes_become_one_struct() {
        let updates = [typed(0, "a"), typed(1, "b"), typed(2, "cd")];
        assert_eq!(merge(&updates).unwrap(), typed(0, "abcd"));
    }

    #[test]
    fn overlaps_are_left_out_and_gaps_are_marked() {
        let updates = [typed(0, "abc"), typed(1, "bcd"), typed(0, "a")];
        assert_eq!(merge(&updates).unwrap(), typed(0, "abcd"));
        let merged = merge(&[typed(0, "a"), typed(3, "d")]).unwrap();
        assert_eq!(merged.as_ref(), [1, 3, 7, 0, 4, 1, 1, b't', 1, b'a', 10, 2, 0x84, 7, 2, 1, b'd', 0]);
    }

    #[test]
    fn deletes_are_united() {
        let delete = |start, length| Bytes::from(vec![0, 1, 7, 1, start, length]);
        assert_eq!(merge(&[delete(4, 2), delete(0, 2), delete(2, 1), delete(5, 3)]).unwrap().as_ref(), [0, 1, 7, 2, 0, 3, 4, 4]);
    }

    #[test]
    fn nothing_merges_to_the_empty_update() {
        assert_eq!(merge(&[]).unwrap().as_ref(), [0, 0]);
    }
}
