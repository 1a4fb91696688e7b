//! A short stay in a room on behalf of one HTTP request: reads the document, or writes to it and waits until that is durable.
//! A connection like any other, so everything that holds for those holds here. Made by HTTP handlers.

use std::sync::Arc;

use bytes::Bytes;

use super::exit::Bell;
use super::outbox::{Done, Failed, Notice, Outgoing, Taken};
use super::participant::{Dialect, Participant};
use super::seat::{Attached, Seat};
use crate::access::{Role, User};
use crate::admission::{self, StateVector};
use crate::protocol::live::{Edit, Place};
use crate::protocol::message::Update;
use crate::protocol::{Close, Message};

/// One visit.
#[derive(Debug)]
pub struct Visit {
    attached: Attached,
    bell: Arc<Bell>,
}

/// Why a visit came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VisitError {
    /// The role does not allow it.
    #[error("{0}")]
    NotAllowed(String),
    /// The change can't be made; nothing has changed.
    #[error("{}", .0.why)]
    Failed(Failed),
    /// The room ended the visit.
    #[error("{}", .0.reason)]
    Ended(Close),
}

impl Visit {
    /// Enters the room.
    pub async fn begin(seat: Seat, user: User, role: Role) -> Self {
        let bell = Arc::<Bell>::default();
        let participant = Participant { user: Arc::new(user), role, dialect: Dialect::Request, trace: None };
        Self { attached: seat.join(participant, Arc::clone(&bell).into()).await, bell }
    }

    /// Writes an update; returns when it is durable.
    pub async fn write(&self, update: Bytes) -> Result<Done, VisitError> {
        self.say(Message::Update(Update { update, frame: None })).await;
        self.done().await
    }

    /// Changes the document by JSON, or only this version of it; returns when that is durable.
    pub async fn edit(&self, edit: Edit, expected: Option<u64>) -> Result<Done, VisitError> {
        self.say(Message::Edit { id: None, edit, expected }).await;
        self.done().await
    }

    /// Reads the document as JSON, with its version.
    pub async fn content(&self) -> Result<(u64, Bytes), VisitError> {
        self.say(Message::Content).await;
        loop {
            match self.next().await? {
                Outgoing::Notice(Notice::Content { version, content }) => return Ok((version, content)),
                Outgoing::Notice(Notice::Failed(failed)) => return Err(VisitError::Failed(*failed)),
                _ => {}
            }
        }
    }

    /// The version of the document: the position of its update log.
    pub async fn version(&self) -> Result<u64, VisitError> {
        self.say(Message::Version).await;
        loop {
            if let Outgoing::Notice(Notice::Version(version)) = self.next().await? {
                return Ok(version);
            }
        }
    }

    /// Whether there is something at each of these places.
    pub async fn are_there(&self, places: Vec<Place>) -> Result<Vec<bool>, VisitError> {
        self.say(Message::AreThere(places)).await;
        loop {
            if let Outgoing::Notice(Notice::AreThere(are_there)) = self.next().await? {
                return Ok(are_there);
            }
        }
    }

    async fn done(&self) -> Result<Done, VisitError> {
        let mut reason = None;
        loop {
            match self.next().await? {
                Outgoing::Notice(Notice::Done(done)) => return Ok(done),
                Outgoing::Notice(Notice::Failed(failed)) => return Err(VisitError::Failed(*failed)),
                Outgoing::Notice(Notice::Denied(why)) => reason = Some(why),
                // Without a reason before it, the update itself is at fault: the room ends the visit next.
                Outgoing::Notice(Notice::NotSaved) => {
                    if let Some(reason) = reason {
                        return Err(VisitError::NotAllowed(reason.into_owned()));
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads what somebody with this encoded state vector lacks, as updates in order.
    pub async fn read(&self, state_vector: Bytes) -> Result<Vec<Bytes>, VisitError> {
        self.say(Message::SyncStep1(state_vector)).await;
        let mut updates = Vec::new();
        loop {
            let Outgoing::Frame(frame) = self.next().await? else { continue };
            match Message::decode(&frame) {
                Ok(Message::Update(update)) => updates.push(update.update),
                Ok(Message::SyncStep2(update)) => {
                    updates.push(update);
                    return Ok(updates);
                }
                _ => {}
            }
        }
    }

    /// Reads the whole document as one update.
    pub async fn read_whole(&self) -> Result<Bytes, VisitError> {
        self.read_missing(StateVector::default().encode()).await
    }

    /// Reads what somebody with this encoded state vector lacks as one update.
    pub async fn read_missing(&self, state_vector: Bytes) -> Result<Bytes, VisitError> {
        admission::merge(&self.read(state_vector).await?).map_err(|error| broken(&error))
    }

    /// Reads what the document has, as an encoded state vector.
    pub async fn state_vector(&self) -> Result<Bytes, VisitError> {
        let whole = self.read_whole().await?;
        let vector = admission::state_vector_of(&StateVector::default(), [&whole]);
        vector.map(|vector| vector.encode()).map_err(|error| broken(&error))
    }

    async fn say(&self, message: Message) {
        // A room that is gone says why through the outbox.
        if let Some(place) = self.attached.place().await {
            place.message(message);
        }
    }

    async fn next(&self) -> Result<Outgoing, VisitError> {
        loop {
            match self.attached.outbox.take(1) {
                Taken::Frames(frames, _) => {
                    if let Some(first) = frames.into_iter().next() {
                        return Ok(first);
                    }
                }
                Taken::Close(close) => return Err(VisitError::Ended(close)),
                Taken::Probe => {}
                Taken::Nothing => {
                    self.bell.rings().await;
                    self.bell.answer(&mut Vec::new());
                }
            }
        }
    }
}

fn broken(error: &dyn std::fmt::Display) -> VisitError {
    tracing::error!(%error, "a document's own updates can't be merged");
    VisitError::Ended(Close::room_failed())
}
