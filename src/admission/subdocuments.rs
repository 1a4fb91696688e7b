//! Keeps subdocuments away from yrs: it gets a plain object in the place of each, and everybody else the subdocument.
//! yrs 0.28.1 keeps a bare pointer from a subdocument to the item that holds it, and follows it when the subdocument is
//! deleted, after garbage collection may have freed that item. It also never frees a document that holds one.
//! Format source: Yjs `src/structs/ContentDoc.js` and `ContentAny.js`.

use bytes::Bytes;

use super::Refusal;
use super::outline::Outline;
use super::reader::Reader;
use super::structs::{Body, Content, Element, Item, KIND_ANY, KIND_BITS, KIND_SUBDOCUMENT};
use super::values::{TAG_OBJECT, TAG_TEXT, skip_any};
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

/// The other way round: an update with a subdocument in the place of every item that is nothing but such an object. For edits of
/// the server, which writes as yrs sees things. An object that could be no subdocument's stays one.
///
/// # Errors
/// When the bytes aren't an update the gate can read.
pub fn with_subdocuments(update: &Bytes) -> Result<Bytes, Refusal> {
    let outline = Outline::read(update, usize::MAX)?;
    let mut out = Vec::new();
    let mut copied = 0;
    for element in outline.sections.iter().flat_map(|section| outline.elements(section)) {
        let Body::Item(Item { content: Content::Any(values), .. }) = element.body else { continue };
        if let Some((guid, options)) = subdocument_in(values, element.length)? {
            out.extend_from_slice(&update[copied..element.span.start]);
            out.push(update[element.span.start] & !KIND_BITS | KIND_SUBDOCUMENT);
            out.extend_from_slice(&update[element.span.start + 1..element.content_at]);
            write_buffer(&mut out, guid);
            out.push(TAG_OBJECT);
            write_number(&mut out, options.len() as u64);
            options.iter().for_each(|option| out.extend_from_slice(option));
            copied = element.span.end;
        }
    }
    if copied == 0 {
        return Ok(update.clone());
    }
    out.extend_from_slice(&update[copied..]);
    Ok(out.into())
}

/// A subdocument's guid and its options, each with its name.
type Written<'a> = (&'a [u8], Vec<&'a [u8]>);

/// The subdocument that a plain object stands for.
fn subdocument_in(values: &[u8], count: u32) -> Result<Option<Written<'_>>, Refusal> {
    let mut reader = Reader::new(values);
    if count != 1 || reader.byte()? != TAG_OBJECT {
        return Ok(None);
    }
    let (mut guid, mut options) = (None, Vec::new());
    for _ in 0..reader.count(2)? {
        let start = reader.position();
        match reader.text()? {
            "$subdocument" => {
                let mut value = reader.clone();
                if value.byte()? != TAG_TEXT {
                    return Ok(None);
                }
                guid = Some(value.buffer()?);
                skip_any(&mut reader)?;
            }
            // Yjs would choke on these.
            "guid" | "gcFilter" => return Ok(None),
            _ => {
                skip_any(&mut reader)?;
                options.push(reader.since(start));
            }
        }
    }
    Ok(guid.map(|guid| (guid, options)))
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
        assert_eq!(with_subdocuments(&Bytes::from_static(substituted)).unwrap().as_ref(), update);
    }

    #[test]
    fn an_object_with_options_that_no_subdocument_has_stays_one() {
        let update =
            Bytes::from_static(b"\x01\x01\x07\x00\x28\x01\x01m\x01k\x01\x76\x02\x0c$subdocument\x77\x02id\x04guid\x7d\x05\x00");
        assert_eq!(with_subdocuments(&update).unwrap(), update);
    }
}
