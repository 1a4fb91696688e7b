//! What a new document of a kind begins with: one update, the same bytes at every start and on every server, so that taking it in
//! twice, or on two servers, is as good as once. Called by rooms.

use bytes::Bytes;

use super::Kind;
use crate::document::json::Writer;
use crate::document::{Document, Limits};

/// Who wrote the seed: the letters YRSA. Nobody else writes under this client id.
pub const SEED_CLIENT: u64 = 0x5952_5341;

/// The update that a new document of this kind begins with.
#[must_use]
pub fn seed(kind: Kind) -> Option<Bytes> {
    let content = serde_json::from_str(kind.0.seed?).ok()?;
    let mut document = Document::open(Limits::default(), Default::default()).ok()?;
    document.expect(kind.roots().into());
    document.merge(&content, Writer { client: SEED_CLIENT, limit: 1 << 20 }).ok()?.update
}
