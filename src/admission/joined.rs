//! The structs of one client, written one after another; neighbours that Yjs would hold as one struct become one.
//! What a client wrote in one go is one struct again: most bytes of typed text are the heads of such structs.
//! Format source: Yjs `src/structs/Item.js` (`mergeWith`, `write`).

use super::remainder::Remainder;
use super::rewrite::cut;
use super::structs::{Body, Content, Element, Id, Item};
use super::writer::{write_buffer, write_collected, write_item_head, write_number, write_section_head, write_skip};

/// Two structs are joined when the second one's origin is the last element of the first and both have the same right origin.
/// That loses nothing: cutting the joined struct there gives back exactly these two (Yjs `splitItem`), unless somebody's
/// neighbours are [inside out](super::inside_out).
pub(super) struct Joined<'a> {
    client: u64,
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
    fn takes(&self, next: &Option<Item<'_>>, next_id: Id) -> bool {
        let (Some(item), Some(next)) = (&self.item, next) else {
            return self.item.is_none() && next.is_none();
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

impl<'a> Joined<'a> {
    /// No structs yet; the first one begins at `start` or later.
    pub(super) fn new(client: u64, start: u32) -> Self {
        Self { client, start, end: start, count: 0, out: Vec::new(), open: None, payload: Vec::new() }
    }

    /// One past the last clock.
    pub(super) fn end(&self) -> u32 {
        self.end
    }

    /// Nothing that follows joins what is there.
    pub(super) fn close(&mut self) {
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

    /// Marks the clocks up to `clock` as missing.
    pub(super) fn skip_to(&mut self, clock: u32) {
        if clock > self.end {
            self.close();
            write_skip(&mut self.out, clock - self.end);
            self.count += 1;
            self.end = clock;
        }
    }

    /// Adds `length` clocks as garbage.
    pub(super) fn collect(&mut self, length: u32) {
        self.grow(None, length);
    }

    /// Adds `length` clocks of an item as deleted.
    pub(super) fn delete(&mut self, item: &Item<'a>, element_id: Id, length: u32) {
        let item = Item { content: Content::Deleted, ..*item };
        self.grow(Some(cut(&item, element_id, self.end - element_id.clock)), length);
    }

    /// Adds `length` clocks of an item as they were written in `bytes`; `remainder` stands before their content.
    pub(super) fn copy(&mut self, bytes: &'a [u8], element: &Element<'a>, remainder: &mut Remainder<'a>, length: u32) {
        match &element.body {
            Body::Item(item) if matches!(item.content, Content::Deleted | Content::Text(_) | Content::Any(_)) => {
                self.grow(Some(cut(item, element.id, self.end - element.id.clock)), length);
                remainder.take(length, &mut self.payload);
            }
            Body::Item(_) => {
                self.close();
                self.out.extend_from_slice(&bytes[element.span.clone()]);
                self.count += 1;
                self.end += length;
            }
            Body::Collected => self.collect(length),
            Body::Skip => self.skip_to(self.end + length),
        }
    }

    fn grow(&mut self, item: Option<Item<'a>>, length: u32) {
        let id = Id { client: self.client, clock: self.end };
        match &mut self.open {
            Some(open) if open.takes(&item, id) => open.length += length,
            _ => {
                self.close();
                self.open = Some(Open { item, length });
            }
        }
        self.end += length;
    }
}

/// The structs of all clients as the first part of an update. Highest client first, as Yjs does: later integration then meets
/// fewer conflicts.
pub(super) fn write_joined(mut sections: Vec<Joined<'_>>) -> Vec<u8> {
    sections.iter_mut().for_each(Joined::close);
    sections.retain(|joined| joined.count > 0);
    sections.sort_unstable_by_key(|joined| std::cmp::Reverse(joined.client));
    let mut out = Vec::with_capacity(sections.iter().map(|joined| joined.out.len() + 24).sum());
    write_number(&mut out, sections.len() as u64);
    for joined in &sections {
        write_section_head(&mut out, joined.count, joined.client, joined.start);
        out.extend_from_slice(&joined.out);
    }
    out
}
