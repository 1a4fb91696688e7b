//! Edit locks: who has which part of a document for themselves. One record decides, so of any number who want the same at once one
//! gets it; what is answered is on disk and known to the document's room, which sees to it. Used by every door that takes locks;
//! asks nobody who the caller is.

use std::sync::Arc;

use super::Refused;
pub use super::rules::lock::{Acquired, Lock, NewLock, Power};
pub use super::rules::path::{InvalidPath, Path};
use super::rules::{Act, Rulebook, lock, new_id};
use crate::access::{Action, Denied};
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// See the module.
#[derive(Debug)]
pub struct Locks {
    book: Arc<Rulebook>,
    rooms: Rooms,
}

/// Whether somebody may take locks, and there are some to take.
pub(super) fn check(document: &DocumentId, act: &Act) -> Result<(), Refused> {
    if !act.role.may(Action::Edit) {
        return Err(Denied::NoRight.into());
    }
    not_of_a_companion(document)
}

/// What the server writes itself has rules of its own.
pub(super) fn not_of_a_companion(document: &DocumentId) -> Result<(), Refused> {
    if document.is_companion() {
        return Err(Refused::Invalid("ids that end in ~yrsa are the server's own: ask for the document"));
    }
    Ok(())
}

impl Locks {
    /// Locks among these rules, known to these rooms.
    #[must_use]
    pub fn new(book: Arc<Rulebook>, rooms: Rooms) -> Arc<Self> {
        Arc::new(Self { book, rooms })
    }

    /// The locks of a document that hold now, the oldest first: at most [`lock::MOST`]. Blocks.
    pub fn list(&self, document: &DocumentId, now: u64) -> Result<Vec<Lock>, Refused> {
        not_of_a_companion(document)?;
        Ok(self.book.record(document, now)?.locks)
    }

    /// One of them. Blocks.
    pub fn get(&self, document: &DocumentId, id: &str, now: u64) -> Result<Lock, Refused> {
        let locks = self.list(document, now)?;
        locks.into_iter().find(|lock| lock.id == id).ok_or(Refused::Unknown("lock"))
    }

    /// Takes a lock, or makes one last longer that the caller has on the very same place; for editors. When the answer is there, it is
    /// on disk and the document's room sees to it.
    pub async fn acquire(&self, document: &DocumentId, wanted: NewLock, act: Act) -> Result<Acquired, Refused> {
        let named = document.clone();
        self.book.carry_out(&self.rooms, document, move |book| book.acquire(&named, &wanted, &act)).await
    }

    /// Makes one's own lock last so many seconds from now, or as long as it was taken for.
    pub async fn renew(&self, document: &DocumentId, id: &str, seconds: Option<u32>, act: Act) -> Result<Lock, Refused> {
        let (named, id) = (document.clone(), id.to_owned());
        self.book.carry_out(&self.rooms, document, move |book| book.renew(&named, &id, seconds, &act)).await
    }

    /// Ends a lock: one's own, or as owner of the document anybody's. Also for those who may no longer edit.
    pub async fn end(&self, document: &DocumentId, id: &str, act: Act) -> Result<(), Refused> {
        let (named, id) = (document.clone(), id.to_owned());
        self.book.carry_out(&self.rooms, document, move |book| book.end_lock(&named, &id, &act)).await
    }
}

/// What [`Locks`] does, without the rooms: what is answered is on disk; whether anything changed, so that the document's room has to
/// look again. Blocking.
impl Rulebook {
    /// See [`Locks::acquire`].
    pub fn acquire(&self, document: &DocumentId, wanted: &NewLock, act: &Act) -> Result<(Acquired, bool), Refused> {
        check(document, act)?;
        let (asked, by, now, id) = (wanted.clone(), act.by.author.clone(), act.now, new_id(act.now)?);
        let (acquired, changed) = self.change(document, (Some(act), now), move |record| {
            let acquired = lock::acquire(&mut record.locks, &asked, (&id, &by), now)?;
            let happened = match &acquired {
                Acquired::New(lock) => vec![lock::told(lock)],
                Acquired::Renewed(_) | Acquired::Held(_) => Vec::new(),
            };
            Ok((happened, acquired))
        })?;
        if let Acquired::Held(other) = &acquired {
            self.note_refused(document, other, &wanted.path.to_string(), act);
        }
        Ok((acquired, changed))
    }

    /// See [`Locks::renew`].
    pub fn renew(&self, document: &DocumentId, id: &str, seconds: Option<u32>, act: &Act) -> Result<(Lock, bool), Refused> {
        check(document, act)?;
        let (id, by, now) = (id.to_owned(), act.by.author.clone(), act.now);
        self.change(document, (Some(act), now), move |record| {
            Ok((Vec::new(), lock::renew(&mut record.locks, &id, &by, seconds, now)?))
        })
    }

    /// See [`Locks::end`].
    pub fn end_lock(&self, document: &DocumentId, id: &str, act: &Act) -> Result<((), bool), Refused> {
        not_of_a_companion(document)?;
        let power = if act.role.may(Action::Manage) { Power::Owner } else { Power::Holder };
        let (id, by) = (id.to_owned(), act.by.author.clone());
        self.change(document, (Some(act), act.now), move |record| {
            Ok((vec![lock::end(&mut record.locks, &id, (&by, power))?], ()))
        })
    }
}
