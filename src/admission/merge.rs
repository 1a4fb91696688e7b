//! Joins admitted updates into one, in time linear in their bytes, as Yjs itself would have written them.
//! What one client wrote in one go becomes one struct again: most bytes of typed text are the heads of such structs.

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;

use super::Refusal;
use super::outline::Outline;
use super::rewrite::{cut, payload_from};
use super::structs::{Body, Content, Element, Id, Item};
use super::writer::{write_buffer, write_collected, write_deletes, write_item_head, write_number, write_section_head, write_skip};

/// Merges admitted v1 updates that follow each other without gaps, as a document's log holds them, into one update.
/// Known clocks that come up again are left out; should clocks be missing nevertheless, a skip marks them.
///
/// Two structs of a client are joined when the second one's origin is the last element of the first and both have the same
/// right origin. That loses nothing: cutting the joined struct there gives back exactly these two (Yjs `splitItem`).
/// Elements that are somebody's right origin stay the first of their struct, as they do in Yjs.
///
/// # Errors
/// When an update isn't one the gate can read.
pub fn merge(updates: &[Bytes]) -> Result<Bytes, Refusal> {
    let mut sections: BTreeMap<u64, Merged<'_>> = BTreeMap::new();
    let mut deletes: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    let outlines: Vec<_> = updates.iter().map(|update| Outline::read(update, usize::MAX)).collect::<Result<_, _>>()?;
    let kept_apart = right_origins(&outlines);
    for outline in &outlines {
        for section in outline.sections.iter().filter(|section| section.count > 0) {
            let merged = sections.entry(section.client).or_insert_with(|| Merged::new(section.start));
            for element in outline.elements(section) {
                merged.push(outline.bytes, &element, &kept_apart);
            }
        }
        for (client, start, length) in outline.deletes().filter(|range| range.2 > 0) {
            deletes.entry(client).or_default().push((start, start + length));
        }
    }
    Ok(write_merged(sections, deletes))
}

/// All right origins. In real documents some struct's right origin lies left of its origin; were the two joined, cutting them
/// apart again for that struct would put it elsewhere.
fn right_origins(outlines: &[Outline<'_>]) -> HashSet<Id> {
    let elements = outlines.iter().flat_map(|outline| outline.sections.iter().flat_map(|section| outline.elements(section)));
    elements
        .filter_map(|element| match element.body {
            Body::Item(item) => item.right_origin,
            Body::Collected | Body::Skip => None,
        })
        .collect()
}

fn write_merged(mut sections: BTreeMap<u64, Merged<'_>>, mut deletes: HashMap<u64, Vec<(u32, u32)>>) -> Bytes {
    sections.values_mut().for_each(Merged::flush);
    sections.retain(|_, merged| merged.count > 0);
    let mut out = Vec::with_capacity(sections.values().map(|merged| merged.out.len() + 24).sum());
    write_number(&mut out, sections.len() as u64);
    // Highest client first, as Yjs does: later integration then meets fewer conflicts.
    for (&client, merged) in sections.iter().rev() {
        write_section_head(&mut out, merged.count, client, merged.start);
        out.extend_from_slice(&merged.out);
    }
    deletes.values_mut().for_each(join);
    let mut deletes: Vec<_> = deletes.iter().map(|(client, ranges)| (*client, ranges.as_slice())).collect();
    deletes.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.0));
    write_deletes(&mut out, deletes.into_iter());
    out.into()
}

/// Sorts ranges and joins those that overlap or touch.
fn join(ranges: &mut Vec<(u32, u32)>) {
    ranges.sort_unstable();
    ranges.dedup_by(|later, earlier| {
        let joins = later.0 <= earlier.1;
        if joins {
            earlier.1 = earlier.1.max(later.1);
        }
        joins
    });
}

/// The structs of one client merged so far.
struct Merged<'a> {
    start: u32,
    /// One past the last clock.
    end: u32,
    count: u32,
    /// The structs before the open one.
    out: Vec<u8>,
    /// The last struct, as long as the next one may join it.
    open: Option<Open<'a>>,
    /// What the open struct holds: the text's bytes or the encoded values.
    payload: Vec<u8>,
}

/// A struct that can grow.
#[derive(Clone, Copy)]
struct Open<'a> {
    /// `None` for a garbage-collected range.
    item: Option<Item<'a>>,
    length: u32,
}

impl Open<'_> {
    fn takes(&self, next: &Self, next_id: Id) -> bool {
        let (Some(item), Some(next)) = (&self.item, &next.item) else {
            return self.item.is_none() && next.item.is_none();
        };
        let last = next_id.clock.checked_sub(1).map(|clock| Id { clock, ..next_id });
        // Values under a key must stay apart: yrs breaks when it has to split a map entry.
        let under_key = item.claims_key && matches!(item.content, Content::Any(_));
        item.content.kind() == next.content.kind()
            && next.origin == last
            && next.right_origin == item.right_origin
            && next.claims_key == item.claims_key
            && !under_key
    }
}

impl<'a> Merged<'a> {
    fn new(start: u32) -> Self {
        Self { start, end: start, count: 0, out: Vec::new(), open: None, payload: Vec::new() }
    }

    fn push(&mut self, bytes: &'a [u8], element: &Element<'a>, kept_apart: &HashSet<Id>) {
        if element.body == Body::Skip || element.end() <= self.end {
            return;
        }
        let gap = element.id.clock.saturating_sub(self.end);
        if gap > 0 {
            self.flush();
            write_skip(&mut self.out, gap);
            self.count += 1;
        }
        let known = self.end.saturating_sub(element.id.clock);
        let id = Id { clock: element.id.clock + known, ..element.id };
        if kept_apart.contains(&id) {
            self.flush();
        }
        self.end = element.end();
        let length = element.length - known;
        let next = match &element.body {
            Body::Item(item) => match payload_from(&item.content, known) {
                Some(payload) => {
                    let open = Open { item: Some(cut(item, element.id, known)), length };
                    return self.join_or_open(open, id, &payload);
                }
                None => None,
            },
            _ => Some(Open { item: None, length }),
        };
        match next {
            Some(open) => self.join_or_open(open, id, &[]),
            None => {
                self.flush();
                self.out.extend_from_slice(&bytes[element.span.clone()]);
                self.count += 1;
            }
        }
    }

    fn join_or_open(&mut self, next: Open<'a>, id: Id, payload: &[u8]) {
        match &mut self.open {
            Some(open) if open.takes(&next, id) => open.length += next.length,
            _ => {
                self.flush();
                self.open = Some(next);
            }
        }
        self.payload.extend_from_slice(payload);
    }

    /// Writes the open struct.
    fn flush(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.count += 1;
        match &open.item {
            None => write_collected(&mut self.out, open.length),
            Some(item) => {
                write_item_head(&mut self.out, item);
                match item.content {
                    Content::Text(_) => write_buffer(&mut self.out, &self.payload),
                    _ => {
                        write_number(&mut self.out, u64::from(open.length));
                        self.out.extend_from_slice(&self.payload);
                    }
                }
            }
        }
        self.payload.clear();
    }
}

#[cfg(test)]
mod tests {
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
