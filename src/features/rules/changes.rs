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

/// Changes the record and says what happened, or refuses to. May be asked again, with another record.
type Decide = Box<dyn FnMut(&mut Record) -> Result<Vec<Happened>, Refused> + Send>;

/// A change that somebody wants.
pub(super) struct Wanted {
    document: DocumentId,
    act: Option<Act>,
    now: u64,
    decide: Decide,
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

#[cfg(test)]
mod tests {
    use yrsa_storage::{Clock, Memory, Storage as _, Together};

    use super::*;
    use crate::access::Role;
    use crate::event::{Author, Doer};
    use crate::features::rules::lock::{self, Acquired, NewLock};
    use crate::features::rules::path::Path;
    use crate::features::{Journal, events};

    type Told = Result<(Acquired, bool), Refused>;

    const NOW: u64 = 1_800_000_000_000;

    fn book() -> (Memory, Arc<Journal>, Arc<Rulebook>) {
        let storage = Memory::new();
        let store: records::Store = Arc::new(storage.clone());
        let journal = Journal::open(Arc::clone(&store), Clock::system(), events::Settings::default()).unwrap();
        let book = Rulebook::new(store, Arc::clone(&journal));
        (storage, journal, book)
    }

    fn create(book: &Rulebook, id: &str) -> DocumentId {
        let document = DocumentId::new(id).unwrap();
        let created = Draft::of("document.created", document.shared(), NOW, None, serde_json::json!({}));
        let batch = book.documents.adopt(RecordBatch::new(), &document, &created).unwrap();
        assert!(records::write(&*book.store, &batch).unwrap());
        document
    }

    fn take(book: &Rulebook, document: &DocumentId, user: usize, path: &str) -> Told {
        let by = Author { id: format!("user{user}").into(), name: None };
        let act = Act { by: Doer::from(by.clone()), role: Role::Editor, now: NOW };
        let path = Path::new(path).unwrap();
        let wanted = NewLock { path, reason: None, seconds: None, release_on_leave: None };
        let id = format!("lock{user}");
        book.change(document, (Some(&act), NOW), move |record| {
            let acquired = lock::acquire(&mut record.locks, &wanted, (&id, &by), NOW)?;
            let happened = if let Acquired::New(lock) = &acquired { vec![lock::told(lock)] } else { Vec::new() };
            Ok((happened, acquired))
        })
    }

    /// Lets so many want something each while the disk holds still, until all have said so; what became of them, and the syncs.
    fn at_once((storage, book): (&Memory, &Rulebook), count: usize, work: impl Fn(usize) -> Told + Sync) -> (Vec<Told>, u64) {
        let handed_in = || book.stripes.iter().map(Together::handed_in).sum::<u64>();
        let (before, wanted) = (storage.status().syncs, handed_in() + count as u64);
        let hold = storage.hold();
        let told = std::thread::scope(|scope| {
            let work = &work;
            let threads: Vec<_> = (0..count).map(|user| scope.spawn(move || work(user))).collect();
            while handed_in() < wanted {
                std::thread::yield_now();
            }
            drop(hold);
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        (told, storage.status().syncs - before)
    }

    #[test]
    fn however_many_want_locks_in_one_document_they_are_written_as_two() {
        let (storage, journal, book) = book();
        let document = create(&book, "a");
        let (told, syncs) = at_once((&storage, &book), 50, |user| take(&book, &document, user, &format!("/cards/c{user}")));
        assert!(told.iter().all(|told| matches!(told, Ok((Acquired::New(_), true)))), "{told:?}");
        assert_eq!(syncs, 2, "the one under way, and one for all others");
        assert_eq!(book.record(&document, NOW).unwrap().locks.len(), 50);
        assert_eq!(journal.of_document(&document, 0, 100).unwrap().events.len(), 50, "each is told");
    }

    #[test]
    fn of_those_who_want_the_same_together_one_gets_it_and_the_others_learn_who() {
        let (storage, _, book) = book();
        let document = create(&book, "a");
        let (told, syncs) = at_once((&storage, &book), 20, |user| take(&book, &document, user, "/cards/c1"));
        let won: Vec<_> = told.iter().filter_map(|told| told.as_ref().ok()).filter(|(_, changed)| *changed).collect();
        let [(Acquired::New(lock), true)] = won[..] else { panic!("{won:?}") };
        for (acquired, _) in told.iter().flatten().filter(|(_, changed)| !*changed) {
            assert_eq!(*acquired, Acquired::Held(lock.clone()));
        }
        assert_eq!((told.iter().flatten().count(), syncs), (20, 1));
    }

    #[test]
    fn who_is_refused_keeps_nobody_else_from_what_they_want() {
        let (storage, _, book) = book();
        let document = create(&book, "a");
        let refused = |user: usize| {
            let act = Act { by: Doer::from(Author { id: "eve".into(), name: None }), role: Role::Editor, now: NOW };
            if user.is_multiple_of(2) {
                return take(&book, &document, user, &format!("/cards/c{user}"));
            }
            book.change(&document, (Some(&act), NOW), |record| {
                record.locks.clear();
                Err(Refused::Conflict("as a test"))
            })
        };
        let (told, _) = at_once((&storage, &book), 20, refused);
        assert_eq!(told.iter().filter(|told| matches!(told, Err(Refused::Conflict("as a test")))).count(), 10);
        assert_eq!(book.record(&document, NOW).unwrap().locks.len(), 10, "what was refused changed nothing");
    }

    #[test]
    fn what_one_document_can_not_have_is_refused_to_it_alone() {
        let (_, _, book) = book();
        let document = create(&book, "a");
        let nowhere = DocumentId::new("b").unwrap();
        let mut all: Vec<Wanted> = [&document, &nowhere, &document]
            .into_iter()
            .enumerate()
            .map(|(n, document)| Wanted {
                document: document.clone(),
                act: None,
                now: NOW,
                decide: Box::new(move |record| {
                    let wanted = NewLock {
                        path: Path::new(&format!("/cards/c{n}")).unwrap(),
                        reason: None,
                        seconds: None,
                        release_on_leave: None,
                    };
                    let by = Author { id: "ada".into(), name: None };
                    lock::acquire(&mut record.locks, &wanted, (&format!("lock{n}"), &by), NOW).map(|_| Vec::new())
                }),
            })
            .collect();
        let answers = book.try_together(&mut all).unwrap();
        assert!(matches!(answers[..], [Ok(true), Err(Refused::Unknown("document")), Ok(true)]), "{answers:?}");
        assert_eq!(book.record(&document, NOW).unwrap().locks.len(), 2);
    }

    #[test]
    fn a_write_that_fails_is_told_to_all_who_shared_it() {
        let (storage, _, book) = book();
        let document = create(&book, "a");
        storage.fail_next(2, yrsa_storage::Failure::Io);
        let (told, _) = at_once((&storage, &book), 20, |user| take(&book, &document, user, "/cards/c1"));
        assert!(
            told.iter().all(|told| matches!(told, Err(Refused::Storage(_)))),
            "nobody is told of a lock that came to nothing"
        );
        assert!(book.record(&document, NOW).unwrap().locks.is_empty());
        assert!(matches!(take(&book, &document, 1, "/cards/c1"), Ok((Acquired::New(_), true))));
    }
}
