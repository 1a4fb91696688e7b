//! What a role allows, and what happens when it changes while the client is connected: it goes on in place, and once it may write
//! again it is asked for what was refused meanwhile. Part of the pure `state`, which calls it.

use std::time::Duration;

use bytes::Bytes;

use super::{ConnectionId, Effect, Now, State};
use crate::access::{AccessChange, Removal};
use crate::document;
use crate::protocol::{Close, message};
use crate::room::outbox::{Changed, Done, FrameKind, Notice};
use crate::room::participant::Dialect;
use crate::room::stamp;

use super::connection::{Asked, Edits};
use super::receipts::{RECEIPTS, Receipt};

/// Bytes of a stateless message.
const STATELESS: usize = 64 * 1024;

/// Everybody gets them, so their pace is bounded: 64 KiB a second, four seconds' worth at once.
const STATELESS_BYTE: Duration = Duration::from_nanos(1_000_000_000 / (64 * 1024));
const STATELESS_BURST: Duration = Duration::from_secs(4);

/// What became of a message with edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// All of it is in the document, or was before; or the connection ends for it.
    Accepted,
    /// It waits for a part that the client was asked for, and comes again with it.
    Awaited,
    /// The role does not allow it.
    Refused,
}

impl State {
    /// The client's answer to SyncStep1: everything the document lacked, also what was refused before.
    pub(super) fn step_2(
        &mut self,
        now: Now,
        from: ConnectionId,
        update: &Bytes,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let asked = self.connections.get_mut(&from).and_then(|connection| connection.asked.pop_front());
        self.note_answer(from)?;
        let expected = u32::from(asked != Some(Asked::Unprompted));
        let taken = self.take_edits(now, from, update, None, effects)?;
        self.ask_what_they_have_seen(effects);
        let may_edit = self.edits_are_taken(from);
        let Some(connection) = self.connections.get_mut(&from).filter(|connection| !connection.closing) else { return Ok(()) };
        match taken {
            Taken::Refused | Taken::Awaited => self.note_lacking(from, expected, effects),
            Taken::Accepted if may_edit || connection.edits != Edits::Lacking => {
                connection.edits = Edits::Taken;
                let repaid = std::mem::take(&mut connection.owed);
                let held = connection.held.take();
                self.acknowledge_messages(from, expected + repaid, effects);
                if let Some(frame) = held {
                    self.acknowledge(from, Receipt::Checkpoint(frame), effects);
                }
            }
            Taken::Accepted => self.acknowledge_messages(from, expected, effects),
        }
        Ok(())
    }

    /// An edit, if the client may edit.
    pub(super) fn write(
        &mut self,
        now: Now,
        from: ConnectionId,
        update: &Bytes,
        frame: Option<Bytes>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let before = self.seq;
        let taken = self.take_edits(now, from, update, frame, effects)?;
        let Some(connection) = self.connections.get(&from).filter(|connection| !connection.closing) else { return Ok(()) };
        match taken {
            Taken::Refused | Taken::Awaited => self.note_lacking(from, 1, effects),
            Taken::Accepted if connection.participant.dialect == Dialect::Request => {
                let change = if self.seq == before { Changed::No } else { Changed::Yes };
                self.acknowledge(from, Receipt::Request(Done { request: None, version: self.seq, change }), effects);
            }
            Taken::Accepted => self.acknowledge_messages(from, 1, effects),
        }
        Ok(())
    }

    fn take_edits(
        &mut self,
        now: Now,
        from: ConnectionId,
        update: &Bytes,
        frame: Option<Bytes>,
        effects: &mut Vec<Effect>,
    ) -> Result<Taken, document::Broken> {
        if self.edits_are_taken(from) {
            return self.update(now, from, update, frame, effects);
        }
        if self.document.is_news(update)? {
            self.refuse_edit(from, effects);
            return Ok(Taken::Refused);
        }
        // What it repeats may not be on disk yet.
        if let Some(connection) = self.connections.get_mut(&from) {
            connection.last_write = self.tickets;
        }
        Ok(Taken::Accepted)
    }

    /// Edits of a client are missing from here on; `messages` of it are not heard about.
    fn note_lacking(&mut self, id: ConnectionId, messages: u32, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.edits = Edits::Lacking;
        connection.owed = connection.owed.saturating_add(messages);
        if connection.owed as usize > RECEIPTS {
            let close = Close::try_later("too many of your edits were not taken; reconnect when you may edit");
            self.refuse(id, close, effects);
        }
    }

    fn acknowledge_messages(&mut self, to: ConnectionId, count: u32, effects: &mut Vec<Effect>) {
        let counts = self.connections.get(&to).is_some_and(|connection| connection.participant.dialect.counts_messages());
        if counts && count > 0 {
            self.acknowledge(to, Receipt::Messages(count), effects);
        }
    }

    fn refuse_edit(&mut self, from: ConnectionId, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get(&from) else { return };
        let Some(why) = self.why_read_only(&connection.participant) else { return };
        let reason = format!("your edit was not taken: {why}");
        effects.push(Effect::Tell(from, Notice::Denied(reason.into())));
        effects.push(Effect::Tell(from, Notice::NotSaved));
    }

    /// News about what a client may do.
    pub(super) fn access(&mut self, now: Now, id: ConnectionId, number: u64, change: AccessChange, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get_mut(&id).filter(|connection| !connection.closing) else { return };
        match change {
            AccessChange::TokenExpiring => effects.push(Effect::Tell(id, Notice::TokenExpiring)),
            // A full mailbox lets one overtake another: of those that say what may be done, the newest counts.
            AccessChange::Removed(_) | AccessChange::Role(_) if number < connection.access_seen => {}
            AccessChange::Removed(removal) => self.end(id, farewell(removal), effects),
            AccessChange::Role(role) => {
                connection.access_seen = number;
                if std::mem::replace(&mut connection.participant.role, role) == role {
                    return;
                }
                self.presence.stamp_again(now.uptime, id, &connection.stamp());
                let is_lacking = connection.edits == Edits::Lacking;
                effects.push(Effect::Tell(id, Notice::Role(role)));
                effects.push(Effect::Stirred);
                if is_lacking && self.edits_are_taken(id) {
                    self.ask(id, Asked::Unprompted, effects);
                }
            }
        }
    }

    /// Asks a client for everything the document lacks.
    pub(super) fn ask(&mut self, id: ConnectionId, asked: Asked, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.note_question(asked);
        self.mirrors.note_asked(id, connection.behind.is_some());
        let state_vector = self.document.state_vector();
        effects.push(Effect::Send(id, FrameKind::Reply, message::sync_step_1(&state_vector)));
    }

    /// Text for everybody who can hear it, with who said it.
    pub(super) fn stateless(&mut self, now: Now, from: ConnectionId, text: &Bytes, effects: &mut Vec<Effect>) {
        if text.len() > STATELESS {
            self.refuse(from, Close::too_large(format!("a stateless message has at most {STATELESS} bytes")), effects);
            return;
        }
        let Some(connection) = self.connections.get_mut(&from) else { return };
        let due = connection.stateless_due.max(now.uptime) + STATELESS_BYTE * u32::try_from(text.len()).unwrap_or(u32::MAX);
        if due > now.uptime + STATELESS_BURST {
            self.refuse(from, Close::refused(&"too many stateless messages: 64 KiB a second are taken"), effects);
            return;
        }
        connection.stateless_due = due;
        let stamped = stamp::stateless(text, &connection.participant.user);
        effects.push(Effect::Announce {
            to: Dialect::Hocuspocus,
            except: None,
            kind: FrameKind::Message,
            notice: Notice::Stateless(stamped),
        });
    }
}

/// What a removal looks like on the wire.
fn farewell(removal: Removal) -> Close {
    match removal {
        Removal::Expired => Close::unauthorized("your token has expired, reconnect with a new one"),
        Removal::Revoked => Close::unauthorized("your token or share was revoked"),
        Removal::NoRight => Close::forbidden("you have no right to this document any more"),
        Removal::Kicked => Close::forbidden("you were removed from this document"),
        Removal::Deleted => Close::deleted(),
    }
}
