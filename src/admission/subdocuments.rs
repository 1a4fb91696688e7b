//! Keeps what yrs forgets of subdocuments: it re-encodes only the options it knows, so an application's `meta` would be lost.
//! The gate remembers such options as written, and [`restore_subdocuments`] puts them back into a state that yrs encoded.

use bytes::Bytes;

use super::outline::Outline;
use super::reader::Reader;
use super::structs::{Body, Content, Item};
use super::values::skip_any;
use super::{Gate, Refusal};

/// Whether yrs would lose something of a subdocument's guid and options.
pub(super) fn loses_options(written: &[u8]) -> bool {
    !keeps_all_options(&mut Reader::new(written)).unwrap_or(false)
}

fn keeps_all_options(reader: &mut Reader<'_>) -> Result<bool, Refusal> {
    reader.text()?;
    // The tag of an object.
    reader.byte()?;
    for _ in 0..reader.count(2)? {
        let key = reader.text()?;
        let start = reader.position();
        skip_any(reader)?;
        let kept = match (key, reader.since(start)) {
            ("gc" | "autoLoad" | "shouldLoad", [120 | 121]) | ("collectionId", [119, ..]) => true,
            // yrs' own, of no meaning to others.
            ("encoding", _) => true,
            _ => false,
        };
        if !kept {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Puts the original options of subdocuments back into `state`, a v1 update that yrs encoded from the gate's document.
/// Returns the same bytes when there is nothing to restore.
///
/// # Errors
/// When `state` isn't an update the gate can read, which no document behind a gate encodes to.
pub fn restore_subdocuments(state: &Bytes, gate: &Gate) -> Result<Bytes, Refusal> {
    if !gate.has_subdocuments() {
        return Ok(state.clone());
    }
    let outline = Outline::read(state, usize::MAX)?;
    let mut out = Vec::with_capacity(state.len());
    let mut copied = 0;
    for element in outline.sections.iter().flat_map(|section| outline.elements(section)) {
        if let Body::Item(Item { content: Content::Subdocument(_), .. }) = element.body
            && let Some(written) = gate.subdocument(element.id)
        {
            out.extend_from_slice(&state[copied..element.content_at]);
            out.extend_from_slice(written);
            copied = element.span.end;
        }
    }
    if copied == 0 {
        return Ok(state.clone());
    }
    out.extend_from_slice(&state[copied..]);
    Ok(out.into())
}
