//! Appends lib0's primitives and Yjs' v1 pieces to a byte vector; the counterpart of the reader.
//! Used by everything that rewrites an update; knows nothing of documents.

use super::structs::{HAS_KEY, HAS_ORIGIN, HAS_RIGHT_ORIGIN, Id, Item, KIND_COLLECTED, KIND_SKIP, Parent};

pub(super) fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(super) fn write_buffer(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

pub(super) fn write_id(out: &mut Vec<u8>, id: Id) {
    write_number(out, id.client);
    write_number(out, u64::from(id.clock));
}

pub(super) fn write_collected(out: &mut Vec<u8>, length: u32) {
    out.push(KIND_COLLECTED);
    write_number(out, u64::from(length));
}

pub(super) fn write_skip(out: &mut Vec<u8>, length: u32) {
    out.push(KIND_SKIP);
    write_number(out, u64::from(length));
}

/// Everything of an item before its content.
pub(super) fn write_item_head(out: &mut Vec<u8>, item: &Item<'_>) {
    let mut info = item.content.kind();
    let flags =
        [(item.origin.is_some(), HAS_ORIGIN), (item.right_origin.is_some(), HAS_RIGHT_ORIGIN), (item.claims_key, HAS_KEY)];
    for (_, flag) in flags.into_iter().filter(|(set, _)| *set) {
        info |= flag;
    }
    out.push(info);
    for id in [item.origin, item.right_origin].into_iter().flatten() {
        write_id(out, id);
    }
    match item.parent {
        Parent::Inherited => return,
        Parent::Root(name) => {
            write_number(out, 1);
            write_buffer(out, name.as_bytes());
        }
        Parent::Nested(id) => {
            write_number(out, 0);
            write_id(out, id);
        }
    }
    if let Some(key) = item.key {
        write_buffer(out, key.as_bytes());
    }
}

/// A section's head: how many structs, whose, and from which clock.
pub(super) fn write_section_head(out: &mut Vec<u8>, count: u32, client: u64, start: u32) {
    write_number(out, u64::from(count));
    write_number(out, client);
    write_number(out, u64::from(start));
}

/// A delete set of `(client, ranges)` groups, ranges as start and end.
pub(super) fn write_deletes<'r>(out: &mut Vec<u8>, groups: impl ExactSizeIterator<Item = (u64, &'r [(u32, u32)])>) {
    write_number(out, groups.len() as u64);
    for (client, ranges) in groups {
        write_number(out, client);
        write_number(out, ranges.len() as u64);
        for &(start, end) in ranges {
            write_number(out, u64::from(start));
            write_number(out, u64::from(end - start));
        }
    }
}
