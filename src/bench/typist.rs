//! Makes edits as a person at a keyboard does, reads texts back, and generates documents. The only file of the bench that knows
//! yrs. All randomness has a fixed seed: every run sends the same edits.

use std::path::Path;

use bytes::Bytes;
use serde::Deserialize;
use yrs::updates::decoder::Decode as _;
use yrs::{
    ClientID, Doc, GetString as _, OffsetKind, Options, ReadTxn as _, StateVector, Text as _, TextRef, Transact as _, Update,
};

use super::Failure;
use super::connection::Parts;

/// The root that all edits go to.
const ROOT: &str = "text";

/// Client ids begin here: five bytes each on the wire, as nearly all random ones of Yjs.
const FIRST_CLIENT: u64 = 3_000_000_000;

/// Somebody who types.
#[derive(Debug)]
pub(super) struct Typist {
    doc: Doc,
    text: TextRef,
    client: u64,
}

/// One change of a text: at a position, so many characters go and these come.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Patch(u32, u32, String);

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Trace {
    start_content: String,
    end_content: String,
    txns: Vec<TraceTransaction>,
}

#[derive(Debug, Deserialize)]
struct TraceTransaction {
    patches: Vec<Patch>,
}

impl Typist {
    /// A typist with an empty document; numbers keep typists apart.
    pub(super) fn new(number: usize) -> Self {
        let client = FIRST_CLIENT + number as u64;
        let doc = empty(client);
        let text = doc.get_or_insert_text(ROOT);
        Self { doc, text, client }
    }

    /// The client id in all edits; each key typed takes one clock of it.
    pub(super) fn client(&self) -> u64 {
        self.client
    }

    /// Types a key at the end; the edit as a v1 update.
    pub(super) fn key(&mut self) -> Bytes {
        let mut txn = self.doc.transact_mut();
        let end = self.text.len(&txn);
        self.text.insert(&mut txn, end, if end % 6 == 5 { " " } else { "y" });
        txn.encode_update_v1().into()
    }

    /// Pastes so many characters at the end.
    pub(super) fn paste(&mut self, characters: u32) -> Bytes {
        let mut txn = self.doc.transact_mut();
        let end = self.text.len(&txn);
        self.text.insert(&mut txn, end, &"pasted text ".repeat(characters as usize / 12 + 1)[..characters as usize]);
        txn.encode_update_v1().into()
    }

    /// Types many keys.
    pub(super) fn keys(&mut self, count: u64) -> Vec<Bytes> {
        (0..count).map(|_| self.key()).collect()
    }

    /// Changes the text; one update for each patch that changes anything.
    pub(super) fn patch(&mut self, patch: &Patch) -> Option<Bytes> {
        self.change(std::slice::from_ref(patch))
    }

    /// Changes the text, as one update if that changes anything.
    pub(super) fn change(&mut self, patches: &[Patch]) -> Option<Bytes> {
        let (mut txn, mut changed) = (self.doc.transact_mut(), false);
        for Patch(position, deleted, inserted) in patches {
            if *deleted > 0 {
                self.text.remove_range(&mut txn, *position, *deleted);
            }
            if !inserted.is_empty() {
                self.text.insert(&mut txn, *position, inserted);
            }
            changed |= *deleted > 0 || !inserted.is_empty();
        }
        changed.then(|| txn.encode_update_v1().into())
    }

    /// Takes what somebody else did.
    pub(super) fn hear(&mut self, update: &[u8]) -> Result<(), Failure> {
        Ok(self.doc.transact_mut().apply_update(Update::decode_v1(update)?)?)
    }

    /// What the text says now.
    pub(super) fn text(&self) -> String {
        self.text.get_string(&self.doc.transact())
    }

    /// The whole document as one v1 update.
    pub(super) fn document(&self) -> Bytes {
        self.doc.transact().encode_diff_v1(&StateVector::default()).into()
    }
}

/// The text of a document that came in parts.
pub(super) fn read_text(parts: &Parts) -> Result<String, Failure> {
    let doc = empty(1);
    let text = doc.get_or_insert_text(ROOT);
    let mut txn = doc.transact_mut();
    for part in parts.updates() {
        txn.apply_update(Update::decode_v1(part)?)?;
    }
    drop(txn);
    Ok(text.get_string(&doc.transact()))
}

/// A document that was written in many places: about 35 bytes for each of `places`, nearly all of them separate structs, as in
/// a text that several people revise.
pub(super) fn scattered_document(places: u32) -> Bytes {
    let mut typist = Typist::new(0);
    let mut random = Random(7);
    let mut length = 0;
    // Around a cursor that jumps now and then, because that is how people write, and because yrs walks to far positions.
    let mut cursor = 0;
    for _ in 0..places {
        if random.below(50) == 0 {
            cursor = random.below(length + 1);
        }
        cursor = cursor.saturating_sub(random.below(12)).min(length);
        let word = WORDS[random.below(8) as usize];
        typist.patch(&Patch(cursor, 0, word.to_owned()));
        length += word.len() as u32;
        cursor += 4;
    }
    typist.document()
}

const WORDS: [&str; 8] = ["sync ", "of a ", "draft", "merge", " and ", "board", "edits", "page\n"];

/// What a person types who makes mistakes: seven keys in ten insert, three delete, and the cursor jumps now and then.
pub(super) fn keystrokes(count: u32) -> Vec<Patch> {
    let mut random = Random(11);
    let (mut cursor, mut length) = (0, 0);
    let mut patches = Vec::new();
    for _ in 0..count {
        if random.below(40) == 0 {
            cursor = random.below(length + 1);
        }
        if random.below(10) < 3 && cursor > 0 {
            cursor -= 1;
            length -= 1;
            patches.push(Patch(cursor, 1, String::new()));
        } else {
            patches.push(Patch(cursor, 0, char::from(b'a' + random.below(26) as u8).to_string()));
            cursor += 1;
            length += 1;
        }
    }
    patches
}

/// A sequential trace of github.com/josephg/editing-traces, unpacked: its patches, and the text at the end.
pub(super) fn read_trace(path: &Path) -> Result<(Vec<Patch>, String), Failure> {
    let bytes = std::fs::read(path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
    let trace: Trace = serde_json::from_slice(&bytes)
        .map_err(|error| format!("{} is no sequential editing trace (unpack it first): {error}", path.display()))?;
    let start = (!trace.start_content.is_empty()).then_some(Patch(0, 0, trace.start_content));
    let patches = start.into_iter().chain(trace.txns.into_iter().flat_map(|txn| txn.patches)).collect();
    Ok((patches, trace.end_content))
}

fn empty(client: u64) -> Doc {
    Doc::with_options(Options { client_id: ClientID::new(client), offset_kind: OffsetKind::Utf16, ..Options::default() })
}

/// splitmix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    #[expect(clippy::cast_possible_truncation, reason = "the remainder is below a u32")]
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(bound)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admission::{self, StateVector};

    #[test]
    fn each_key_takes_the_next_clock_of_the_typist() {
        let mut typist = Typist::new(5);
        let mut known = StateVector::default();
        for clock in 1..=20 {
            known = admission::state_vector_of(&known, [&typist.key()]).unwrap();
            assert_eq!(known.get(typist.client()), clock);
        }
        assert_eq!(typist.text().len(), 20);
    }

    #[test]
    fn generated_documents_and_keystrokes_are_the_same_every_time() {
        assert_eq!(scattered_document(300), scattered_document(300));
        let mut typist = Typist::new(0);
        let made: Vec<_> = keystrokes(500).iter().map(|patch| typist.patch(patch)).collect();
        assert!(made.iter().all(Option::is_some));
        assert!(!typist.text().is_empty());
    }
}
