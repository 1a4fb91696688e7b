//! Writing records: batches that come while a sync is under way go into the next frame, whoever writes it. Each is judged alone, by
//! what is stored and by what goes before it in the same frame; nobody sees or is told anything before the sync is over.

use std::collections::HashMap;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::journal::operation::Operation;
use crate::limits;
use crate::records::{Change, Condition, RecordBatch, Written};

use super::{Store, Writer, lock};

/// Bytes of batches that go into one frame.
pub(super) const TOGETHER: usize = 4 << 20;

/// What is to become of a batch if the frame is written.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It is written.
    Accepted,
    /// One of its conditions does not hold.
    Conflict(Condition),
    /// Its conditions can't be read.
    Unreadable(Error),
}

/// The changes of those that are written, in order.
pub(super) fn accepted<'a>(batches: &'a [RecordBatch], verdicts: &'a [Verdict]) -> impl Iterator<Item = &'a [Change]> {
    let written = batches.iter().zip(verdicts).filter(|(_, verdict)| matches!(verdict, Verdict::Accepted));
    written.map(|(batch, _)| batch.changes.as_slice()).filter(|changes| !changes.is_empty())
}

impl Store {
    pub(super) fn write_records(&self, batch: &RecordBatch) -> Result<Written> {
        limits::check_records(batch)?;
        let work = |batches: Vec<RecordBatch>| self.write_all(&mut lock(&self.writer), &batches);
        let lost = || Error::io("writing records", std::io::Error::other("the thread that wrote them panicked"));
        self.together.hand_in(batch.clone(), batch.weight(), work).unwrap_or_else(|| Err(lost()))
    }

    /// Writes batches as one frame; what becomes of each.
    pub(super) fn write_all(&self, writer: &mut Writer, batches: &[RecordBatch]) -> Vec<Result<Written>> {
        let verdicts = self.judge(batches);
        let operations: Vec<_> = accepted(batches, &verdicts).map(Operation::Records).collect();
        let committed = if operations.is_empty() { Ok(()) } else { self.commit(writer, &operations) };
        self.conclude(batches, verdicts, committed.as_ref().err())
    }

    /// Judges batches in order. The caller holds the writer, so nothing changes meanwhile.
    pub(super) fn judge(&self, batches: &[RecordBatch]) -> Vec<Verdict> {
        let mut changed: HashMap<&Bytes, Option<&Bytes>> = HashMap::new();
        let mut verdicts = Vec::with_capacity(batches.len());
        for batch in batches {
            let verdict = self.judge_one(batch, &changed);
            if matches!(verdict, Verdict::Accepted) {
                changed.extend(batch.changes.iter().map(|change| match change {
                    Change::Put(record) => (&record.key, Some(&record.value)),
                    Change::Delete(key) => (key, None),
                }));
            }
            verdicts.push(verdict);
        }
        verdicts
    }

    fn judge_one(&self, batch: &RecordBatch, changed: &HashMap<&Bytes, Option<&Bytes>>) -> Verdict {
        for condition in &batch.conditions {
            let holds = match changed.get(&condition.key) {
                Some(value) => condition.expected.holds(*value),
                None => match self.record(&condition.key) {
                    Ok(found) => condition.expected.holds(found.as_ref()),
                    Err(error) => return Verdict::Unreadable(error),
                },
            };
            if !holds {
                return Verdict::Conflict(condition.clone());
            }
        }
        Verdict::Accepted
    }

    /// Shows what was written, and says what became of each batch. Where nothing was written nobody is told of a conflict: it may be
    /// with one that came to nothing.
    pub(super) fn conclude(
        &self,
        batches: &[RecordBatch],
        verdicts: Vec<Verdict>,
        failed: Option<&Error>,
    ) -> Vec<Result<Written>> {
        if failed.is_none() {
            let mut overlay = lock(&self.overlay);
            accepted(batches, &verdicts).for_each(|changes| overlay.change_records(changes));
        }
        let concluded = verdicts.into_iter().map(|verdict| match (verdict, failed) {
            (Verdict::Unreadable(error), _) => Err(error),
            (_, Some(error)) => Err(error.again()),
            (Verdict::Conflict(condition), None) => Ok(Written::Conflict(condition)),
            (Verdict::Accepted, None) => Ok(Written::Committed),
        });
        concluded.collect()
    }
}
