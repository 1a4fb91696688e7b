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
        let named = document.clone();
        self.book.carry_out(&self.rooms, document, move |book| book.settle_session(&named, change, &act)).await
    }

    /// Asks for the turn: at once if nobody has it, else in the order of asking. For editors.
    pub async fn request(&self, document: &DocumentId, act: Act) -> Result<Session, Refused> {
        let named = document.clone();
        self.book.carry_out(&self.rooms, document, move |book| book.request_turn(&named, &act)).await
    }

    /// Gives one's turn to somebody who waits for it, by the user's id; to the next one if that is missing.
    pub async fn pass(&self, document: &DocumentId, to: Option<String>, act: Act) -> Result<Session, Refused> {
        not_of_a_companion(document)?;
        self.carry_out(document, act, move |session, act| session.pass(&act.by.author, to.as_deref(), act.now)).await
    }

    /// Gives up one's turn, or one's place among those who wait. Also for those who may no longer edit.
    pub async fn give_up(&self, document: &DocumentId, act: Act) -> Result<Session, Refused> {
        let named = document.clone();
        self.book.carry_out(&self.rooms, document, move |book| book.give_up_turn(&named, &act)).await
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
        self.book.carry_out(&self.rooms, document, move |book| book.change_session(&named, &act, change)).await
    }
}

impl Rulebook {
    /// What an owner changes of a session, without the rooms: see [`Sessions::change`] and [`Rulebook::acquire`]. Blocks.
    pub fn settle_session(&self, document: &DocumentId, change: Change, act: &Act) -> Result<(Session, bool), Refused> {
        if !act.role.may(Action::Manage) {
            return Err(Denied::NoRight.into());
        }
        not_of_a_companion(document)?;
        self.change_session(document, act, move |session, _| session.change(&change))
    }

    /// The turn that an editor asks for, without the rooms: see [`Sessions::request`] and [`Rulebook::acquire`]. Blocks.
    pub fn request_turn(&self, document: &DocumentId, act: &Act) -> Result<(Session, bool), Refused> {
        check(document, act)?;
        self.change_session(document, act, |session, act| session.request(&act.by.author, act.now))
    }

    /// The turn that somebody gives up, without the rooms: see [`Sessions::give_up`] and [`Rulebook::acquire`]. Blocks.
    pub fn give_up_turn(&self, document: &DocumentId, act: &Act) -> Result<(Session, bool), Refused> {
        not_of_a_companion(document)?;
        self.change_session(document, act, |session, act| session.give_up(&act.by.author, act.now))
    }

    fn change_session(
        &self,
        document: &DocumentId,
        act: &Act,
        change: impl Fn(&mut Session, &Act) -> Result<Vec<Happened>, Refused> + Send + 'static,
    ) -> Result<(Session, bool), Refused> {
        let by = act.clone();
        self.change(document, (Some(act), act.now), move |record| {
            let happened = change(&mut record.session, &by)?;
            Ok((happened, record.session.clone()))
        })
    }
}
