//! Changes of the rules of documents. What is wanted of the same document while one change is written waits in memory and is decided
//! together, one after the other on the same record, and written as one: however many want something, a write is under way and one
//! is to come. Everybody is answered after what they were told of is on disk. Part of `rules`.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, Mutex};

use yrsa_storage::{ErrorKind, Expected, RecordBatch};

use super::{Act, Happened, Record, Rulebook, STRIPES, Whose, held, keys};
use crate::access::Denied;
use crate::event::Draft;
use crate::features::documents::Entry;
use crate::features::{Refused, records};
use crate::protocol::DocumentId;

/// How often a change is tried while somebody else changes what it depends on.
const TRIES: usize = 64;
/// Changes that are written as one.
pub(super) const AT_ONCE: usize = 256;

/// A change that somebody wants.
pub(super) struct Wanted {
    document: DocumentId,
    act: Option<Act>,
    now: u64,
    /// Changes the record and says what happened, or refuses to. May be asked again, with another record.
    decide: Box<dyn FnMut(&mut Record) -> Result<Vec<Happened>, Refused> + Send>,
}

/// What is to be written.
#[derive(Default)]
struct Write {
    batch: RecordBatch,
    drafts: Vec<Draft>,
}

type Answer = Result<bool, Refused>;

impl Rulebook {
    /// Changes a document's record as nobody else does meanwhile, after what time has ended; whether anything changed. Without
    /// somebody who acts it is the server that does, also in deleted documents. Blocks.
    pub(in crate::features) fn change<T: Send + 'static>(
        &self,
        document: &DocumentId,
        (act, now): (Option<&Act>, u64),
        mut decide: impl FnMut(&mut Record) -> Result<(Vec<Happened>, T), Refused> + Send + 'static,
    ) -> Result<(T, bool), Refused> {
        let decided = Arc::new(Mutex::new(None));
        let said = Arc::clone(&decided);
        let decide = move |record: &mut Record| {
            let (happened, answer) = decide(record)?;
            *held(&said) = Some(answer);
            Ok(happened)
        };
        let wanted = Wanted { document: document.clone(), act: act.cloned(), now, decide: Box::new(decide) };
        let mut hasher = DefaultHasher::new();
        document.hash(&mut hasher);
        let stripe = usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or_default();
        let lost = || Refused::Broken("deciding about rules panicked");
        let together = self.stripes.get(stripe).ok_or_else(lost)?;
        let changed = together.hand_in(wanted, 1, |all| self.change_together(all)).ok_or_else(lost)??;
        let answer = held(&decided).take().ok_or_else(lost)?;
        Ok((answer, changed))
    }

    fn change_together(&self, mut all: Vec<Wanted>) -> Vec<Answer> {
        match self.try_together(&mut all) {
            Ok(answers) => answers,
            // One of them is at fault; alone each finds out.
            Err(error) if all.len() > 1 && !is_of_all(&error) => {
                all.into_iter().flat_map(|one| self.change_together(vec![one])).collect()
            }
            Err(error) => all.iter().map(|_| Err(error.again())).collect(),
        }
    }

    fn try_together(&self, all: &mut [Wanted]) -> Result<Vec<Answer>, Refused> {
        let mut documents: Vec<DocumentId> = all.iter().map(|wanted| wanted.document.clone()).collect();
        documents.sort_unstable();
        documents.dedup();
        for _ in 0..TRIES {
            let mut answers: Vec<Answer> = all.iter().map(|_| Ok(false)).collect();
            let mut write = Write::default();
            for document in &documents {
                let mine = all.iter_mut().zip(&mut answers).filter(|(wanted, _)| wanted.document == *document);
                write = self.change_one(document, mine, write)?;
            }
            let Write { batch, drafts } = write;
            if batch.changes.is_empty() {
                return Ok(answers);
            }
            let written =
                if drafts.is_empty() { records::write(&*self.store, &batch)? } else { self.journal.write(batch, drafts)? };
            if written {
                return Ok(answers);
            }
        }
        Err(Refused::Busy("this document's rules are being changed by others; try again"))
    }

    /// Decides about all that is wanted of one document, in order, and adds to what is to be written.
    fn change_one<'a>(
        &self,
        document: &DocumentId,
        all: impl Iterator<Item = (&'a mut Wanted, &'a mut Answer)>,
        mut write: Write,
    ) -> Result<Write, Refused> {
        let stored = self.stored(document)?;
        let before = stored.as_ref().map(|stored| stored.value.clone()).unwrap_or_default();
        // A purge leaves no rules behind.
        let (bound, entry) = self.documents.bound(RecordBatch::new(), document)?.unzip();
        let (mut record, mut is_changed) = (before.clone(), false);
        for (wanted, answer) in all {
            *answer = wanted.decide(&record, entry.as_ref()).map(|decided| {
                let Some((next, drafts)) = decided else { return false };
                record = next;
                write.drafts.extend(drafts);
                is_changed = true;
                true
            });
        }
        if is_changed {
            let unchanged = stored.map_or(Expected::Absent, |stored| stored.unchanged());
            write.batch = write.batch.expect(keys::record(document), unchanged);
            write.batch.conditions.extend(bound.into_iter().flat_map(|bound| bound.conditions));
            write.batch = keys::put(write.batch, document, &before, &record)?;
        }
        Ok(write)
    }
}

impl Wanted {
    /// What the record becomes and what is told of it, if anything changes.
    fn decide(&mut self, record: &Record, entry: Option<&Entry>) -> Result<Option<(Record, Vec<Draft>)>, Refused> {
        let mut next = record.clone();
        let mut happened = next.pass_time(self.now);
        happened.extend((self.decide)(&mut next)?);
        if next == *record && happened.is_empty() {
            return Ok(None);
        }
        let entry = entry.ok_or(Refused::Unknown("document"))?;
        if entry.deleted.is_some() && self.act.is_some() {
            return Err(Denied::Gone.into());
        }
        let drafts = happened.into_iter().map(|Happened { kind, data, whose }| {
            let act = self.act.as_ref().filter(|_| whose == Whose::Caller);
            let mut draft = Draft::of(kind, self.document.shared(), self.now, act.map(|act| act.by.author.clone()), data);
            draft.trace = act.and_then(|act| act.by.trace());
            draft
        });
        Ok(Some((next, drafts.collect())))
    }
}

/// Whether an error is about none of the changes in particular.
fn is_of_all(error: &Refused) -> bool {
    match error {
        Refused::Storage(error) => error.kind().is_passing() || error.kind() == ErrorKind::Closed,
        Refused::Busy(_) => true,
        _ => false,
    }
}
