//! The mark that BlockNote puts on text that a thread is about, as y-prosemirror writes it into a document: several may lie on one
//! text, so each has a name of its own, with a hash of what it says. Pure; used by the route that writes it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Bytes of the hash in a name.
const HASH: usize = 6;

/// The name of the format, and its value.
#[must_use]
pub fn mark(thread: &str) -> (String, Value) {
    let value = json!({ "orphan": false, "threadId": thread });
    (format!("comment--{}", hash(thread)), value)
}

/// As `hashOfJSON` of y-prosemirror 1.3 does it, for `{"type":"comment","attrs":{"orphan":false,"threadId":…}}`: SHA-256 of lib0's
/// encoding, folded.
fn hash(thread: &str) -> String {
    let mut encoded = Vec::with_capacity(64 + thread.len());
    let name = |to: &mut Vec<u8>, text: &str| {
        // Names and ids are shorter than 128 bytes: their length is one byte.
        to.push(u8::try_from(text.len()).unwrap_or(0x7f));
        to.extend_from_slice(text.as_bytes());
    };
    let (string, object, no) = (119, 118, 121);
    encoded.extend([object, 2]);
    name(&mut encoded, "type");
    encoded.push(string);
    name(&mut encoded, "comment");
    name(&mut encoded, "attrs");
    encoded.extend([object, 2]);
    name(&mut encoded, "orphan");
    encoded.push(no);
    name(&mut encoded, "threadId");
    encoded.push(string);
    name(&mut encoded, thread);
    let digest = Sha256::digest(&encoded);
    let mut folded = [0; HASH];
    for (at, byte) in digest.iter().enumerate() {
        folded[at % HASH] ^= byte;
    }
    BASE64_STANDARD.encode(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_that_of_y_prosemirror() {
        let (name, value) = mark("018bcfe5-6800-7000-8000-000000000000");
        assert_eq!(name, "comment--F/2gNYgY");
        assert_eq!(value["threadId"], "018bcfe5-6800-7000-8000-000000000000");
    }
}
