//! What a room remembers of one connection: what it was sent, what it waits for, what it was asked. Part of the pure `state`,
//! which decides with it; gone when the client leaves.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::Now;
use super::people::Doing;
use crate::admission::StateVector;
use crate::room::participant::Participant;
use crate::room::stamp::Stamp;

/// Why a client was asked for what the server lacks. Hocuspocus providers expect one acknowledgement for their answer if they had
/// asked themselves before, and lose count if they get one otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The client had asked.
    InReturn,
    /// The server wants to know.
    Unprompted,
}

/// What became of the edits that a client made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edits {
    /// It was not heard yet what it made before it came.
    Unknown,
    /// All were taken.
    Taken,
    /// Some were not: it may not edit, or a part is missing. It is asked for them again, and nothing it sent since counts as saved
    /// until then.
    Lacking,
}

/// Questions that are kept in mind; who does not answer so many has lost count anyway.
const QUESTIONS: usize = 64;

#[derive(Debug)]
pub(super) struct Connection {
    pub(super) participant: Participant,
    pub(super) author: Option<Arc<str>>,
    pub(super) last_write: u64,
    /// Bytes of answers to SyncStep1 since its queue was last empty; when they are many, the next one waits.
    pub(super) answers: usize,
    /// What the client has, if it does not get updates until its queue is empty.
    pub(super) behind: Option<StateVector>,
    /// A SyncStep1 of it was not answered yet.
    pub(super) owes_answer: bool,
    /// Acknowledgements for it that wait for the disk.
    pub(super) receipts: usize,
    /// What became of its edits.
    pub(super) edits: Edits,
    /// Messages with edits that were not taken, as far as it counts them.
    pub(super) owed: u32,
    /// The number of the last change of its rights.
    pub(super) access_seen: u64,
    /// When its next stateless message is due.
    pub(super) stateless_due: Duration,
    /// Questions for what the server lacks that it has not answered yet, in order.
    pub(super) asked: VecDeque<Asked>,
    /// The newest checkpoint that nothing can be said about yet: edits before it were refused or are still to come.
    pub(super) held: Option<Bytes>,
    /// The state vector that the missing part of a gap was last asked with.
    pub(super) asked_with: Option<Bytes>,
    pub(super) closing: bool,
    /// Who was kept out, because the session is full, is nobody here until they are gone.
    pub(super) is_let_in: bool,
    pub(super) doing: Doing,
}

impl Connection {
    /// The client will not repeat what it hears the document has already, so its acknowledgements wait for that too.
    pub(super) fn new(participant: Participant, last_write: u64, now: Now) -> Self {
        Self {
            author: participant.author(),
            participant,
            last_write,
            answers: 0,
            behind: None,
            owes_answer: false,
            receipts: 0,
            edits: Edits::Unknown,
            owed: 0,
            access_seen: 0,
            stateless_due: Duration::ZERO,
            asked: VecDeque::new(),
            held: None,
            asked_with: None,
            closing: false,
            is_let_in: true,
            doing: Doing::now(now),
        }
    }

    /// What is put into its presence states.
    pub(super) fn stamp(&self) -> Stamp<'_> {
        Stamp { user: &self.participant.user, role: self.participant.role, status: self.doing.status }
    }

    /// Notes a question.
    pub(super) fn note_question(&mut self, asked: Asked) {
        if self.asked.len() == QUESTIONS {
            self.asked.pop_front();
        }
        self.asked.push_back(asked);
    }
}
