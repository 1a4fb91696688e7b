//! Sessions: how people work on a document together. Owners say who may edit, how many may be here and for how long; in a sequential
//! one editors take turns. What is answered is on disk and known to the document's room, which sees to it. Used by every door;
//! asks nobody who the caller is.

use std::sync::Arc;

use super::Refused;
use super::locks::{Power, check, not_of_a_companion};
pub use super::rules::turn::{Change, Session, Turn, Waiting, mode_word};
use super::rules::{Act, Happened, Rulebook};
use crate::access::{Action, Denied};
use crate::protocol::DocumentId;
use crate::room::Rooms;

/// See the module.
#[derive(Debug)]
pub struct Sessions {
    book: Arc<Rulebook>,
    rooms: Rooms,
}

impl Sessions {
    /// Sessions among these rules, known to these rooms.
    #[must_use]
    pub fn new(book: Arc<Rulebook>, rooms: Rooms) -> Arc<Self> {
        Arc::new(Self { book, rooms })
    }

    /// A document's session, as it is now. Blocks.
    pub fn get(&self, document: &DocumentId, now: u64) -> Result<Session, Refused> {
        not_of_a_companion(document)?;
        Ok(self.book.record(document, now)?.session)
    }

    /// Changes what owners decide about. When the answer is there, the room goes by it.
    pub async fn change(&self, document: &DocumentId, change: Change, act: Act) -> Result<Session, Refused> {
        if !act.role.may(Action::Manage) {
            return Err(Denied::NoRight.into());
        }
        not_of_a_companion(document)?;
        self.carry_out(document, act, move |session, _| session.change(&change)).await
    }

    /// Asks for the turn: at once if nobody has it, else in the order of asking. For editors.
    pub async fn request(&self, document: &DocumentId, act: Act) -> Result<Session, Refused> {
        check(document, &act)?;
        self.carry_out(document, act, |session, act| session.request(&act.by.author, act.now)).await
    }

    /// Gives one's turn to somebody who waits for it, by the user's id; to the next one if that is missing.
    pub async fn pass(&self, document: &DocumentId, to: Option<String>, act: Act) -> Result<Session, Refused> {
        not_of_a_companion(document)?;
        self.carry_out(document, act, move |session, act| session.pass(&act.by.author, to.as_deref(), act.now)).await
    }

    /// Gives up one's turn, or one's place among those who wait. Also for those who may no longer edit.
    pub async fn give_up(&self, document: &DocumentId, act: Act) -> Result<Session, Refused> {
        not_of_a_companion(document)?;
        self.carry_out(document, act, |session, act| session.give_up(&act.by.author, act.now)).await
    }

    /// Takes the turn from whoever has it: owners at any time, other editors when it is over and nobody waits before them.
    pub async fn take(&self, document: &DocumentId, act: Act) -> Result<Session, Refused> {
        check(document, &act)?;
        let power = if act.role.may(Action::Manage) { Power::Owner } else { Power::Holder };
        self.carry_out(document, act, move |session, act| session.take(&act.by.author, power, act.now)).await
    }

    async fn carry_out(
        &self,
        document: &DocumentId,
        act: Act,
        change: impl Fn(&mut Session, &Act) -> Result<Vec<Happened>, Refused> + Send + 'static,
    ) -> Result<Session, Refused> {
        let named = document.clone();
        self.book
            .carry_out(&self.rooms, document, move |book| {
                let by = act.clone();
                book.change(&named, (Some(&act), act.now), move |record| {
                    let happened = change(&mut record.session, &by)?;
                    Ok((happened, record.session.clone()))
                })
            })
            .await
    }
}
