//! The sync part of a room's decisions: what becomes of an update, and who is sent what. Pure like the rest of `state`, which
//! calls it.

use bytes::Bytes;
use yrsa_storage::{Append, LogEntry};

use super::connection::Asked;
use super::events::By;
use super::mirrors::Seen;
use super::rights::Taken;
use super::{ConnectionId, Effect, Now, State, StorageHealth};
use crate::admission::{Refusal, StateVector};
use crate::document::{self, ReceiveError, Received};
use crate::protocol::{Close, message};
use crate::room::outbox::{Drained, FrameKind, Notice, Outgoing};
use crate::room::participant::Dialect;

/// Bytes of answers that may wait for one client before the next answer has to.
const ANSWERS: usize = 64 * 1024;

/// Answers from this size on are kept for the next who ask.
const LARGE: usize = 16 * 1024;

/// Why a client is sent what it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It asked: it may report itself synced.
    Asked,
    /// Its queue overflowed.
    Unasked,
}

impl State {
    pub(super) fn update(
        &mut self,
        now: Now,
        from: ConnectionId,
        update: &Bytes,
        frame: Option<Bytes>,
        effects: &mut Vec<Effect>,
    ) -> Result<Taken, document::Broken> {
        if document::is_empty(update) {
            return Ok(Taken::Accepted);
        }
        if self.health == StorageHealth::Failing {
            self.refuse_update(from, Close::try_later("the server can't write to its disk now, try again later"), effects);
            return Ok(Taken::Accepted);
        }
        let Some(connection) = self.connections.get(&from) else { return Ok(Taken::Accepted) };
        let by = By::connection(from, connection, now);
        // What everybody knows is no reason to read the document.
        if self.must_be_opened() && self.mirrors.is_empty() && !self.document.is_news(update)? {
            if let Some(connection) = self.connections.get_mut(&from) {
                connection.last_write = self.tickets;
            }
            return Ok(Taken::Accepted);
        }
        // Half of what the holder of a lock did says too little about what they mean to do.
        if self.mirrors.have(from) && self.will_answer(from) && self.document.lacks_part_of(update)? {
            self.ask_for_missing(from, effects);
            return Ok(Taken::Awaited);
        }
        self.before_change(now, &by, effects)?;
        let amended = match self.receive(now, &by, update) {
            Ok(amended) => amended,
            // What the client sends in answer holds this too, if it is an answer that is waited for.
            Err(ReceiveError::Refused(Refusal::ParkingFull)) if self.will_answer(from) => {
                self.ask_for_missing(from, effects);
                return Ok(Taken::Awaited);
            }
            Err(ReceiveError::Refused(reason)) => {
                self.refuse_update(from, Close::refused(&reason), effects);
                return Ok(Taken::Accepted);
            }
            Err(error @ ReceiveError::Unreadable) => {
                self.refuse_update(from, Close::refused(&error), effects);
                return Ok(Taken::Accepted);
            }
            Err(ReceiveError::TooLarge { limit }) => {
                self.refuse_update(from, Close::too_large(format!("a document has at most {limit} bytes")), effects);
                return Ok(Taken::Accepted);
            }
            Err(ReceiveError::Broken(broken)) => return Err(broken),
        };
        self.tell_undone(now, &by, &amended, effects);
        let (received, is_amended) = (amended.received, amended.undone.is_amended);
        let gap = received.gap;
        // The frame is relayed as it came if all of it was new.
        let frame = frame.filter(|_| received.admitted.first().is_some_and(|admitted| same_bytes(admitted, update)));
        let relay = if is_amended { Relay::Amended } else { frame.map_or(Relay::Made, Relay::Came) };
        self.record(now, &by, received, relay, effects);
        self.ask_what_they_have_seen(effects);
        if gap {
            self.ask_for_missing(from, effects);
        }
        Ok(Taken::Accepted)
    }

    /// Whether a question to the client is under way, or can be.
    fn will_answer(&self, id: ConnectionId) -> bool {
        let current = self.document.state_vector();
        // A request over HTTP answers nothing.
        let connection = self.connections.get(&id).filter(|connection| connection.participant.dialect != Dialect::Request);
        connection.is_some_and(|connection| !connection.asked.is_empty() || connection.asked_with.as_ref() != Some(&current))
    }

    /// Says no to a message with edits, also in the way of clients that count.
    fn refuse_update(&mut self, from: ConnectionId, close: Close, effects: &mut Vec<Effect>) {
        effects.push(Effect::Tell(from, Notice::NotSaved));
        self.refuse(from, close, effects);
    }

    /// Logs what was admitted and sends it on.
    pub(super) fn record(&mut self, now: Now, by: &By, received: Received, relay: Relay, effects: &mut Vec<Effect>) {
        let is_amended = relay == Relay::Amended;
        let mut frame = if let Relay::Came(frame) = relay { Some(frame) } else { None };
        let parked_by = self.parked.clone().by(now);
        self.parked.learn(by, &received);
        let mut parked = received.parked;
        let last = received.admitted.len().saturating_sub(1);
        for (position, admitted) in received.admitted.into_iter().enumerate() {
            self.seq += 1;
            self.tickets += 1;
            self.bytes_since_snapshot += admitted.len();
            let is_own = position < received.own;
            let by = if is_own { by } else { &parked_by };
            let entry = LogEntry {
                seq: self.seq,
                time_ms: now.unix_ms,
                user: by.logged_as.clone(),
                connection: by.connection.map_or(0, |id| id.0),
                update: admitted.clone(),
            };
            // What was parked leaves the parking only with the last entry: a crash in between must not lose it.
            let parked = if position == last { parked.take() } else { None };
            let append = Append { document: self.id.shared(), entry: Some(entry), parked };
            effects.push(Effect::Append(self.tickets, append));
            self.note_change(now, by, &admitted);
            let frame = frame.take().unwrap_or_else(|| message::update(&admitted));
            // Who sent what was parked may not have it now.
            let except = if is_own && !is_amended { by.connection } else { None };
            effects.push(Effect::Broadcast { except, kind: FrameKind::Update, frame });
        }
        if parked.is_some() {
            self.tickets += 1;
            effects.push(Effect::Append(self.tickets, Append { document: self.id.shared(), entry: None, parked }));
        }
        if let Some(connection) = by.connection.and_then(|id| self.connections.get_mut(&id)) {
            connection.last_write = self.tickets;
        }
    }

    /// Part of an update depends on something the document lacks: asks its sender, once for every state of the document.
    fn ask_for_missing(&mut self, from: ConnectionId, effects: &mut Vec<Effect>) {
        let state_vector = self.document.state_vector();
        let Some(connection) = self.connections.get_mut(&from) else { return };
        if connection.asked_with.as_ref() != Some(&state_vector) {
            connection.note_question(Asked::Unprompted);
            self.mirrors.note_asked(from, connection.behind.is_some());
            effects.push(Effect::Send(from, FrameKind::Reply, message::sync_step_1(&state_vector)));
            connection.asked_with = Some(state_vector);
        }
    }

    pub(super) fn sync_step_1(
        &mut self,
        from: ConnectionId,
        state_vector: &Bytes,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let theirs = match StateVector::decode(state_vector) {
            Ok(theirs) => theirs,
            Err(reason) => {
                self.refuse(from, Close::malformed(&reason), effects);
                return Ok(());
            }
        };
        if self.connections.get(&from).is_some_and(|connection| connection.participant.dialect == Dialect::Hocuspocus) {
            self.ask(from, Asked::InReturn, effects);
        }
        if let Some(connection) = self.connections.get(&from).filter(|one| self.mirrors.concern(&one.participant.user.id))
            && self.mirrors.note_seen(from, (&connection.participant.user.id, &theirs), connection.asked.len())? == Seen::Part
        {
            self.asking.push(from);
        }
        self.answer(from, theirs, Answer::Asked, effects)?;
        self.ask_what_they_have_seen(effects);
        Ok(())
    }

    /// Sends what a client lacks, or remembers to do so when its queue is empty: a client that asks and does not read gets one
    /// large answer at a time.
    fn answer(
        &mut self,
        to: ConnectionId,
        theirs: StateVector,
        answer: Answer,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let Some(connection) = self.connections.get_mut(&to) else { return Ok(()) };
        if connection.answers > ANSWERS {
            connection.behind = Some(match connection.behind.take() {
                Some(earlier) => earlier.lower(&theirs),
                None => theirs,
            });
            connection.owes_answer |= answer == Answer::Asked;
            effects.push(Effect::HoldUpdates(to));
            return Ok(());
        }
        let mut updates = self.document.missing_for(&theirs)?;
        connection.answers += updates.iter().map(Bytes::len).sum::<usize>();
        let last = if answer == Answer::Asked { Some(updates.pop().unwrap_or_else(document::empty)) } else { None };
        let mut frames: Vec<Bytes> = updates.iter().map(|update| self.framed(update, Answer::Unasked)).collect();
        frames.extend(last.map(|last| self.framed(&last, Answer::Asked)));
        effects.push(Effect::Resume(to, frames));
        Ok(())
    }

    /// An answer as a frame. All who ask for the same large one get the same memory.
    fn framed(&mut self, update: &Bytes, answer: Answer) -> Bytes {
        if let Some((_, _, frame)) = self.framed.as_ref().filter(|(of, asked, _)| same_bytes(of, update) && *asked == answer) {
            return frame.clone();
        }
        let frame = if answer == Answer::Asked { message::sync_step_2(update) } else { message::update(update) };
        if update.len() > LARGE {
            self.framed = Some((update.clone(), answer, frame.clone()));
        }
        frame
    }

    pub(super) fn overflowed(
        &mut self,
        id: ConnectionId,
        dropped: &[Outgoing],
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let current = self.document.state_vector();
        let Some(connection) = self.connections.get_mut(&id) else { return Ok(()) };
        if connection.participant.dialect == Dialect::Json {
            connection.behind = Some(StateVector::default());
            effects.push(Effect::HoldUpdates(id));
            return Ok(());
        }
        self.mirrors.note_overflow(id);
        let mut theirs = StateVector::decode(&current).map_err(|error| document::Broken::new(&error))?;
        let frames = dropped.iter().filter_map(|dropped| if let Outgoing::Frame(frame) = dropped { Some(frame) } else { None });
        for update in frames.filter_map(message::update_in) {
            theirs = theirs.before(&update).map_err(|error| document::Broken::new(&error))?;
        }
        connection.behind = Some(match connection.behind.take() {
            Some(earlier) => earlier.lower(&theirs),
            None => theirs,
        });
        effects.push(Effect::HoldUpdates(id));
        Ok(())
    }

    pub(super) fn drained(
        &mut self,
        id: ConnectionId,
        drained: Drained,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let Some(connection) = self.connections.get_mut(&id) else { return Ok(()) };
        connection.answers = 0;
        if drained.presence_behind
            && let Some(frame) = self.presence.everybody()
        {
            effects.push(Effect::Send(id, FrameKind::Presence, frame));
        }
        match connection.behind.take() {
            Some(_) if connection.participant.dialect == Dialect::Json => self.repeat_content(id, effects),
            Some(theirs) => {
                let answer = if std::mem::take(&mut connection.owes_answer) { Answer::Asked } else { Answer::Unasked };
                self.answer(id, theirs, answer, effects)?;
                if self.mirrors.have(id) {
                    self.ask(id, Asked::Unprompted, effects);
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// How the first of what was admitted goes to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relay {
    /// In the frame that came.
    Came(Bytes),
    /// In a new one.
    Made,
    /// In a new one, and to its author as well: it is not what they sent.
    Amended,
}

/// Who sent what is parked: edits that wait for a part, and are taken in when somebody else sends that.
#[derive(Debug, Clone)]
pub(super) enum Parked {
    /// Nothing is.
    Nothing,
    /// One author's.
    Of(By),
    /// It can't be told whose.
    OfSeveral,
}

impl Parked {
    pub(super) fn by(self, now: Now) -> By {
        match self {
            Parked::Of(by) => By { unix_ms: now.unix_ms, ..by },
            Parked::Nothing | Parked::OfSeveral => By::server(now),
        }
    }

    fn learn(&mut self, by: &By, received: &Received) {
        if received.parked.as_ref().is_some_and(Bytes::is_empty) {
            *self = Parked::Nothing;
        } else if received.gap {
            *self = match std::mem::replace(self, Parked::OfSeveral) {
                Parked::Nothing => Parked::Of(by.clone()),
                Parked::Of(known) if known.is(by) => Parked::Of(known),
                _ => Parked::OfSeveral,
            };
        }
    }
}

/// Whether an admitted update is the very bytes that came in.
fn same_bytes(admitted: &Bytes, update: &Bytes) -> bool {
    admitted.as_ptr() == update.as_ptr() && admitted.len() == update.len()
}
