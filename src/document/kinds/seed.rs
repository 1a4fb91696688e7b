//! What a new document of a kind begins with, as one update: the same bytes at every start and on every server, so a document that
//! gets it twice has it once. Called when a document of a kind is made. Never makes the bytes anew: they are part of the program,
//! because yrs writes the members of plain objects in another order each time.

use bytes::Bytes;

use super::Kind;

/// The client id of seeds, for ever: "YRSA".
pub const SEED_CLIENT: u64 = 0x5952_5341;

/// The kind's seed as an update; `None` for kinds that begin empty.
#[must_use]
pub fn seed(kind: Kind) -> Option<Bytes> {
    kind.0.seed.map(|seed| Bytes::from_static(seed.update))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use sha2::{Digest as _, Sha256};

    use super::super::super::json::Writer;
    use super::super::super::{Document, Limits};
    use super::*;

    fn new(kind: Kind) -> Document {
        let mut document = Document::open(Limits::default(), Default::default()).unwrap();
        document.expect(kind.shape());
        document
    }

    #[test]
    fn a_seed_never_changes() {
        // Whoever changes one gives documents with the old seed the new one beside it.
        let digest = |bytes: &[u8]| Sha256::digest(bytes).iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte));
        for (name, golden) in
            [("workflow", 0x5b44_efb6_1ddd_c746), ("report", 0x669b_1943_386a_2b8f), ("board", 0xb8ce_3472_ea82_b3ad)]
        {
            let bytes = seed(Kind::named(name).unwrap()).unwrap();
            assert_eq!(digest(&bytes), golden, "{name}: {:x}", digest(&bytes));
        }
        assert!(seed(Kind::default()).is_none());
    }

    /// How the bytes were made.
    fn made(kind: Kind) -> Option<Bytes> {
        let content: Value = serde_json::from_str(kind.0.seed?.json).unwrap();
        new(kind).merge(&content, Writer { client: SEED_CLIENT, limit: 1 << 20 }).unwrap().update
    }

    #[test]
    #[ignore = "writes files; for new kinds"]
    fn make_seeds() {
        for kind in Kind::all() {
            if let Some(bytes) = made(kind) {
                std::fs::write(format!("src/document/kinds/seeds/{kind}.bin"), bytes).unwrap();
            }
        }
    }

    #[test]
    fn every_seed_shows_what_its_kind_says() {
        for kind in Kind::all() {
            let Some(update) = seed(kind) else { continue };
            let mut document = new(kind);
            assert_eq!(made(kind).unwrap().len(), update.len(), "{kind}");
            let received = document.receive(&update).unwrap();
            assert_eq!(received.admitted, std::slice::from_ref(&update));
            assert!(!received.gap && received.parked.is_none());
            let shown = document.project(1 << 20).unwrap();
            let wanted: Value = serde_json::from_str(kind.0.seed.unwrap().json).unwrap();
            for (root, things) in wanted.as_object().unwrap() {
                assert_eq!(&shown[root], things, "{kind}");
            }
            // Once more, as if another server had made it.
            assert!(!document.is_news(&seed(kind).unwrap()).unwrap());
        }
    }

    #[test]
    fn what_is_written_in_a_kind_s_places_is_shared_as_it_says() {
        let kind = Kind::named("report").unwrap();
        let mut document = new(kind);
        document.receive(&seed(kind).unwrap()).unwrap();
        let body = "<paragraph>Hello <bold>you</bold></paragraph>";
        let writer = Writer { client: 7, limit: 1 << 20 };
        let patched = document.merge(&json!({"sections": {"s": {"title": "New", "order": "a1", "body": body}}}), writer).unwrap();
        assert!(patched.update.is_some());
        assert_eq!(document.project(1 << 20).unwrap()["sections"]["s"]["body"], body);
    }
}
