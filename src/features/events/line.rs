//! Where events get their ids and their place in the audit, one write after the other. What several callers want to write while one
//! write is under way goes as one with the next, with one sync: each is judged alone, by what is stored and by those before it.
//! Part of `events`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use yrsa_storage::{Change, ErrorKind, Expected, RecordBatch};

use super::{Shared, key, lock, of, stored};
use crate::document::json::size;
use crate::event::{Draft, Event};
use crate::features::Refused;
use crate::features::audit::chain::{self, Link};
use crate::features::records;
use crate::telemetry::metrics;

/// About how many bytes are written as one.
pub(super) const TOGETHER: usize = 4 << 20;

/// Records, and the events about them.
pub(super) type Job = (RecordBatch, Vec<Draft>);

#[derive(Debug)]
pub(super) struct Line {
    /// The next event's id.
    next: u64,
    /// Where the audit ends.
    audit: Link,
    /// Ids of which the storage reported an error, so that they may or may not be written.
    doubtful: Option<Range<u64>>,
}

impl Line {
    /// Goes on after this event.
    pub(super) fn after(head: u64, audit: Link) -> Self {
        Self { next: head + 1, audit, doubtful: None }
    }
}

/// About how many bytes drafts take on disk.
pub(super) fn weight(drafts: &[Draft]) -> usize {
    drafts.iter().map(|draft| 300 + 2 * draft.document.len() + size(&draft.data)).sum()
}

/// What waits, as one.
#[derive(Default)]
struct Merged<'a> {
    batch: RecordBatch,
    drafts: Vec<Draft>,
    /// What the records hold that those before have changed.
    changed: HashMap<&'a Bytes, Option<&'a Bytes>>,
}

impl<'a> Merged<'a> {
    /// Whether a change goes together with those before it; if so it is added.
    fn takes(&mut self, shared: &Shared, (batch, drafts): &'a Job) -> Result<bool, Refused> {
        let mut conditions = Vec::new();
        for condition in &batch.conditions {
            let found = match self.changed.get(&condition.key) {
                Some(value) => value.cloned(),
                None => {
                    conditions.push(condition.clone());
                    shared.store.get(&condition.key)?
                }
            };
            let holds = match &condition.expected {
                Expected::Absent => found.is_none(),
                Expected::Present => found.is_some(),
                Expected::Value(value) => found.as_ref() == Some(value),
            };
            if !holds {
                return Ok(false);
            }
        }
        self.changed.extend(batch.changes.iter().map(|change| match change {
            Change::Put(record) => (&record.key, Some(&record.value)),
            Change::Delete(key) => (key, None),
        }));
        // Those on what was changed before hold by what goes before them in the same write.
        self.batch.conditions.extend(conditions);
        self.batch.changes.extend(batch.changes.iter().cloned());
        self.drafts.extend(drafts.iter().cloned());
        Ok(true)
    }
}

impl Shared {
    /// See [`super::Journal::write`].
    pub(super) fn write(&self, batch: RecordBatch, drafts: Vec<Draft>) -> Result<bool, Refused> {
        let weight = batch.weight() + weight(&drafts);
        let work = |jobs| self.write_together(&mut lock(&self.line), jobs);
        let lost = Err(Refused::Broken("writing it down panicked"));
        self.together.hand_in((batch, drafts), weight, work).unwrap_or(lost)
    }

    /// Writes all of it as one, if it goes; what became of each.
    pub(super) fn write_together(&self, line: &mut Line, jobs: Vec<Job>) -> Vec<Result<bool, Refused>> {
        if jobs.len() > 1 {
            match self.try_together(line, &jobs) {
                Ok(answers) => return answers,
                Err(Refused::Storage(error)) if error.kind().is_passing() || error.kind() == ErrorKind::Closed => {
                    return jobs.iter().map(|_| Err(Refused::Storage(error.again()))).collect();
                }
                // One of them is at fault, or somebody else was faster; alone each finds out.
                Err(_) => {}
            }
        }
        let alone = |(batch, drafts)| self.settle(line).and_then(|()| self.put(line, batch, drafts));
        jobs.into_iter().map(alone).collect()
    }

    fn try_together(&self, line: &mut Line, jobs: &[Job]) -> Result<Vec<Result<bool, Refused>>, Refused> {
        self.settle(line)?;
        let mut merged = Merged::default();
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            answers.push(Ok(merged.takes(self, job)?));
        }
        let Merged { batch, drafts, .. } = merged;
        if self.put(line, batch, drafts)? { Ok(answers) } else { Err(Refused::Outdated) }
    }

    /// Finds out what became of events whose writing failed: the storage took all of them or none.
    pub(super) fn settle(&self, line: &mut Line) -> Result<(), Refused> {
        let Some(doubtful) = line.doubtful.clone() else { return Ok(()) };
        let mut written = Vec::new();
        for id in doubtful.clone() {
            let Some(raw) = self.store.get(&key(id))? else { break };
            written.push((id, raw));
        }
        line.audit = chain::end(&*self.store)?;
        line.doubtful = None;
        if !written.is_empty() {
            line.next = doubtful.end;
            let events = written.iter().filter_map(|(id, raw)| Some((stored::decode(*id, raw)?, raw.len())));
            self.publish(events.collect(), doubtful.end - 1);
        }
        Ok(())
    }

    /// Gives drafts their ids and writes them with the batch.
    fn put(&self, line: &mut Line, mut batch: RecordBatch, drafts: Vec<Draft>) -> Result<bool, Refused> {
        let first = line.next;
        let mut events = Vec::with_capacity(drafts.len());
        for (id, draft) in (first..).zip(drafts) {
            let (event, raw) = stored::encode(Event { id, draft })?;
            batch = batch.put(of(&event.draft.document).number(id), Bytes::new());
            events.push((Arc::new(event), raw.len()));
            batch = batch.put(key(id), raw);
        }
        let (batch, audit) = chain::extend(batch, &line.audit, events.iter().map(|(event, _)| &**event))?;
        let next = first + events.len() as u64;
        // So it stays if the storage reports an error, or panics.
        line.doubtful = (next > first).then_some(first..next);
        let written = records::write(&*self.store, &batch)?;
        line.doubtful = None;
        if written {
            (line.next, line.audit) = (next, audit);
            self.publish(events, next - 1);
        }
        Ok(written)
    }

    /// Shows durable events up to this id to readers. The caller holds the line.
    fn publish(&self, events: Vec<(Arc<Event>, usize)>, newest: u64) {
        if newest <= self.head() {
            return;
        }
        metrics::events_written(events.len() as u64);
        self.weight.add(events.iter().map(|(_, bytes)| bytes).sum());
        lock(&self.ring).push(events);
        self.newest.send_replace(newest);
    }
}
