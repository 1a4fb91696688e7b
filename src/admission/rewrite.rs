//! Writes the parts of an update that a verdict consists of, when they differ from the whole.
//! Copies untouched structs as they are; cuts, splits or replaces the few that must change, as Yjs' `write(encoder, offset)` does.

use bytes::Bytes;

use super::examination::Track;
use super::gate::Deleted;
use super::index::Place;
use super::outline::{Elements, Outline};
use super::remainder::Remainder;
use super::structs::{Body, Content, Element, Id, Item, Parent};
use super::writer::{write_buffer, write_collected, write_deletes, write_item_head, write_number, write_section_head};

/// How a struct enters the document when it can't enter as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EditKind {
    /// As a garbage-collected range.
    Collect,
    /// As an item with the flag its place demands. Several values under a key become a struct each: Yjs without garbage
    /// collection joins replaced map values into one struct, and yrs breaks when it has to split such a struct.
    Item(Place, RightOrigin),
}

/// What becomes of an item's right origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RightOrigin {
    Kept,
    Dropped,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    /// The clock at which the struct begins.
    pub(super) clock: u32,
    pub(super) kind: EditKind,
}

pub(super) fn write_admitted(outline: &Outline<'_>, tracks: &[Track<'_>], deletes: &[Deleted]) -> Bytes {
    let mut out = Vec::with_capacity(outline.bytes.len());
    write_number(&mut out, tracks.iter().filter(|track| track.count > 0).count() as u64);
    for track in tracks {
        if let Some(first) = &track.admitted {
            write_section(&mut out, outline, track, first.clone());
        }
    }
    write_delete_groups(&mut out, deletes);
    out.into()
}

fn write_section(out: &mut Vec<u8>, outline: &Outline<'_>, track: &Track<'_>, mut elements: Elements<'_>) {
    let mut body = Vec::with_capacity(track.section.span.len());
    let mut count = 0;
    let mut edits = track.edits.iter().peekable();
    // Structs that stay as they are get copied in one go.
    let mut copy_from = elements.position();
    for _ in 0..track.count {
        let Some(element) = elements.next() else { break };
        let edit = edits.next_if(|edit| edit.clock == element.id.clock).map(|edit| edit.kind);
        let known = track.base.saturating_sub(element.id.clock);
        if edit.is_none() && known == 0 {
            count += 1;
            continue;
        }
        body.extend_from_slice(&outline.bytes[copy_from..element.span.start]);
        copy_from = element.span.end;
        count += write_changed(&mut body, outline.bytes, &element, known, edit);
    }
    body.extend_from_slice(&outline.bytes[copy_from..elements.position()]);
    write_section_head(out, count, track.section.client, track.section.start.max(track.base));
    out.extend_from_slice(&body);
}

/// Writes a struct without its first `known` clocks and returns how many structs that took.
fn write_changed(out: &mut Vec<u8>, bytes: &[u8], element: &Element<'_>, known: u32, edit: Option<EditKind>) -> u32 {
    let (Body::Item(item), true) = (&element.body, edit != Some(EditKind::Collect)) else {
        write_collected(out, element.length - known);
        return 1;
    };
    let mut item = *item;
    if let Some(EditKind::Item(place, right)) = edit {
        item.claims_key = place == Place::Entry;
        if right == RightOrigin::Dropped {
            item.right_origin = None;
        }
        if place == Place::Entry && element.length > 1 && matches!(item.content, Content::Any(_)) {
            return write_singles(out, &item, element, known);
        }
    }
    write_cut(out, bytes, &item, element, known);
    1
}

/// The part of an item from its `known`-th element on.
pub(super) fn cut<'a>(item: &Item<'a>, id: Id, known: u32) -> Item<'a> {
    if known == 0 {
        return *item;
    }
    let before = Id { client: id.client, clock: id.clock + known - 1 };
    Item { origin: Some(before), parent: Parent::Inherited, key: None, ..*item }
}

fn write_cut(out: &mut Vec<u8>, bytes: &[u8], item: &Item<'_>, element: &Element<'_>, known: u32) {
    write_item_head(out, &cut(item, element.id, known));
    let mut payload = Vec::new();
    let mut remainder = Remainder::of(element);
    remainder.skip(known);
    remainder.take(element.length - known, &mut payload);
    match item.content {
        Content::Text(_) => write_buffer(out, &payload),
        Content::Deleted | Content::Any(_) => {
            write_number(out, u64::from(element.length - known));
            out.extend_from_slice(&payload);
        }
        // One element long, so never partly known.
        _ => out.extend_from_slice(&bytes[element.content_at..element.span.end]),
    }
}

fn write_singles(out: &mut Vec<u8>, item: &Item<'_>, element: &Element<'_>, known: u32) -> u32 {
    let mut remainder = Remainder::of(element);
    remainder.skip(known);
    for offset in known..element.length {
        write_item_head(out, &cut(item, element.id, offset));
        write_number(out, 1);
        remainder.take(1, out);
    }
    element.length - known
}

/// What the tracks couldn't reach, with the deletes that wait for it.
pub(super) fn write_parked(outline: &Outline<'_>, tracks: &[Track<'_>], deletes: &[Deleted]) -> Option<Bytes> {
    let waiting = || {
        tracks.iter().filter_map(|track| {
            let rest = without_leading_skips(track.upcoming.clone());
            (rest.left() > 0).then_some((track, rest))
        })
    };
    let sections = waiting().count();
    if sections == 0 && deletes.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    write_number(&mut out, sections as u64);
    for (track, rest) in waiting() {
        write_section_head(&mut out, rest.left(), track.section.client, rest.clock());
        out.extend_from_slice(&outline.bytes[rest.position()..track.section.span.end]);
    }
    write_delete_groups(&mut out, deletes);
    Some(out.into())
}

fn without_leading_skips(mut elements: Elements<'_>) -> Elements<'_> {
    loop {
        let mut after = elements.clone();
        match after.next() {
            Some(element) if element.body == Body::Skip => elements = after,
            _ => return elements,
        }
    }
}

fn write_delete_groups(out: &mut Vec<u8>, groups: &[Deleted]) {
    write_deletes(out, groups.iter().map(|group| (group.client, group.ranges.as_slice())));
}
