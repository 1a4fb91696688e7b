//! Which edits a set of bytes holds: the ids that were inserted and deleted. Says whether what was acknowledged is stored.
//! Reads updates with yrs alone, so that it doesn't share the server's own reading of them.

use bytes::Bytes;
use yrs::updates::decoder::Decode as _;
use yrs::{IdSet, ReadTxn as _, StateVector, Transact as _, Update};
use yrsa::admission::{Limits, Parking};
use yrsa_storage::StoredDocument;

use super::edits::doc_of;

#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    inserted: IdSet,
    deleted: IdSet,
}

impl Coverage {
    pub(crate) fn of(update: &[u8]) -> Self {
        let update = Update::decode_v1(update).expect("an update that can be read");
        Self { inserted: update.insertions(true), deleted: update.delete_set().clone() }
    }

    /// What a stored document holds: what its log amounts to, and what waits beside it.
    pub(crate) fn of_stored(stored: &StoredDocument) -> Self {
        let doc = doc_of(&stored_updates(stored));
        let mut coverage = Self::of(&doc.transact().encode_diff_v1(&StateVector::default()));
        for update in parked(stored) {
            coverage.add(&Self::of(&update));
        }
        coverage
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.inserted.merge_with(other.inserted.clone());
        self.deleted.merge_with(other.deleted.clone());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.inserted.is_empty() && self.deleted.is_empty()
    }

    /// What of `other` is not in here.
    pub(crate) fn lacks(&self, other: &Self) -> Option<String> {
        let inserted = other.inserted.diff(&self.inserted);
        let deleted = other.deleted.diff(&self.deleted);
        let complete = inserted.is_empty() && deleted.is_empty();
        (!complete).then(|| format!("inserted {inserted:?}, deleted {deleted:?}"))
    }
}

/// The updates a stored document is made of, in order.
pub(crate) fn stored_updates(stored: &StoredDocument) -> Vec<Bytes> {
    let snapshot = stored.snapshot.iter().map(|snapshot| snapshot.state.clone());
    snapshot.chain(stored.tail.iter().map(|entry| entry.update.clone())).collect()
}

/// The updates that wait for a missing part.
pub(crate) fn parked(stored: &StoredDocument) -> Vec<Bytes> {
    if stored.parked.is_empty() {
        return Vec::new();
    }
    let parking = Parking::decode(&stored.parked, Limits::default()).expect("parked bytes can be read");
    parking.updates().cloned().collect()
}
