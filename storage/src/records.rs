//! Records: small named values beside the documents, for features (members, comments, shares, audit …).
//! Written in atomic batches under conditions; keys are bytes and sort as bytes.

use bytes::Bytes;

/// The longest key of a record, in bytes.
pub const RECORD_KEY_LIMIT: usize = 1024;
/// The longest value of a record, in bytes.
pub const RECORD_VALUE_LIMIT: usize = 1 << 20;

/// One stored record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its key, 1 to 1,024 bytes.
    pub key: Bytes,
    /// Its value, at most 1 MiB.
    pub value: Bytes,
}

/// What must be true of a key for a batch to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The key.
    pub key: Bytes,
    /// What it must hold.
    pub expected: Expected,
}

/// What a key must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// No record.
    Absent,
    /// Any record.
    Present,
    /// Exactly this value.
    Value(Bytes),
}

/// One change of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Writes a record, new or not.
    Put(Record),
    /// Deletes a record, there or not.
    Delete(Bytes),
}

impl Change {
    pub(crate) fn key(&self) -> &Bytes {
        match self {
            Self::Put(record) => &record.key,
            Self::Delete(key) => key,
        }
    }

    pub(crate) fn value_len(&self) -> usize {
        match self {
            Self::Put(record) => record.value.len(),
            Self::Delete(_) => 0,
        }
    }
}

/// A batch of record writes: all of it happens, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordBatch {
    /// All must hold, judged before any change.
    pub conditions: Vec<Condition>,
    /// Done in order.
    pub changes: Vec<Change>,
}

impl RecordBatch {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition.
    #[must_use]
    pub fn expect(mut self, key: impl Into<Bytes>, expected: Expected) -> Self {
        self.conditions.push(Condition { key: key.into(), expected });
        self
    }

    /// Adds a write.
    #[must_use]
    pub fn put(mut self, key: impl Into<Bytes>, value: impl Into<Bytes>) -> Self {
        self.changes.push(Change::Put(Record { key: key.into(), value: value.into() }));
        self
    }

    /// The bytes it holds, roughly.
    #[must_use]
    pub fn weight(&self) -> usize {
        let changes = self.changes.iter().map(|change| change.key().len() + change.value_len() + 64);
        changes.sum::<usize>() + 64
    }

    /// Adds a deletion.
    #[must_use]
    pub fn delete(mut self, key: impl Into<Bytes>) -> Self {
        self.changes.push(Change::Delete(key.into()));
        self
    }
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// All changes are durable.
    Committed,
    /// This condition did not hold; nothing was written.
    Conflict(Condition),
}

impl Expected {
    pub(crate) fn holds(&self, found: Option<&Bytes>) -> bool {
        match self {
            Self::Absent => found.is_none(),
            Self::Present => found.is_some(),
            Self::Value(value) => found == Some(value),
        }
    }
}
