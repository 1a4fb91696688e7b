//! Keeps subdocuments away from yrs: it gets a plain object in the place of each, and everybody else the subdocument.
//! yrs 0.28.1 keeps a bare pointer from a subdocument to the item that holds it, and follows it when the subdocument is
//! deleted, after garbage collection may have freed that item. It also never frees a document that holds one.
//! Format source: Yjs `src/structs/ContentDoc.js` and `ContentAny.js`.

use bytes::Bytes;

use super::Refusal;
use super::outline::Outline;
use super::reader::Reader;
use super::structs::{Body, Content, Element, Item, KIND_ANY, KIND_BITS};
use super::values::{TAG_OBJECT, TAG_TEXT};
use super::writer::{write_buffer, write_number};

/// The update with an object `{$subdocument: guid, ..options}` in the place of every subdocument: as long, under the same key,
/// counted alike. Readers of JSON see this object.
pub(super) fn without_subdocuments(update: &[u8]) -> Result<Bytes, Refusal> {
    let outline = Outline::read(update, usize::MAX)?;
    let mut out = Vec::with_capacity(update.len() + 32);
    let mut copied = 0;
    for element in outline.sections.iter().flat_map(|section| outline.elements(section)) {
        if let Body::Item(Item { content: Content::Subdocument(written), .. }) = element.body {
            out.extend_from_slice(&update[copied..element.span.start]);
            write_object(&mut out, update, &element, written)?;
            copied = element.span.end;
        }
    }
    out.extend_from_slice(&update[copied..]);
    Ok(out.into())
}

fn write_object(out: &mut Vec<u8>, update: &[u8], element: &Element<'_>, written: &[u8]) -> Result<(), Refusal> {
    let mut reader = Reader::new(written);
    let guid = reader.buffer()?;
    // The options are an object.
    reader.byte()?;
    let options = reader.count(2)?;
    out.push(update[element.span.start] & !KIND_BITS | KIND_ANY);
    out.extend_from_slice(&update[element.span.start + 1..element.content_at]);
    // One value.
    out.extend([1, TAG_OBJECT]);
    write_number(out, options as u64 + 1);
    write_buffer(out, b"$subdocument");
    out.push(TAG_TEXT);
    write_buffer(out, guid);
    out.extend_from_slice(&written[reader.position()..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yrs_sees_an_object_in_the_place_of_a_subdocument() {
        let update = b"\x01\x02\x07\x00\x29\x01\x01m\x01k\x02id\x76\x01\x04meta\x7d\x05\x84\x07\x00\x01x\x00";
        let substituted =
            b"\x01\x02\x07\x00\x28\x01\x01m\x01k\x01\x76\x02\x0c$subdocument\x77\x02id\x04meta\x7d\x05\x84\x07\x00\x01x\x00";
        assert_eq!(without_subdocuments(update).unwrap().as_ref(), substituted);
    }
}
