//! What a role allows, and what happens when it changes while the client is connected: it goes on in place, and once it may write
//! again it is asked for what was refused meanwhile. Part of the pure `state`, which calls it.

use bytes::Bytes;

use super::{ConnectionId, Effect, Now, State};
use crate::access::{AccessChange, Action, Removal};
use crate::document;
use crate::protocol::{Close, message};
use crate::room::outbox::{FrameKind, Notice};
use crate::room::participant::Dialect;
use crate::room::stamp;

use super::receipts::Receipt;

/// Bytes of a stateless message.
const STATELESS: usize = 64 * 1024;

impl State {
    /// The client's answer to SyncStep1: everything the document lacked, also what was refused before.
    pub(super) fn step_2(
        &mut self,
        now: Now,
        from: ConnectionId,
        update: &Bytes,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        self.write(now, from, update, None, effects)?;
        let Some(connection) = self.connections.get_mut(&from) else { return Ok(()) };
        connection.caught_up = true;
        if connection.closing || !connection.participant.role.may(Action::Edit) {
            return Ok(());
        }
        let repaid = std::mem::take(&mut connection.refused);
        let held = connection.held.take();
        if repaid > 0 && connection.participant.dialect.counts_messages() {
            self.acknowledge(from, Receipt::Messages(repaid), effects);
        }
        if let Some(frame) = held {
            self.acknowledge(from, Receipt::Checkpoint(frame), effects);
        }
        Ok(())
    }

    /// A message with edits, if the client may edit.
    pub(super) fn write(
        &mut self,
        now: Now,
        from: ConnectionId,
        update: &Bytes,
        frame: Option<Bytes>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let Some(connection) = self.connections.get(&from) else { return Ok(()) };
        let counts = connection.participant.dialect.counts_messages();
        if !connection.participant.role.may(Action::Edit) && self.document.is_news(update)? {
            self.refuse_edit(from, effects);
            return Ok(());
        }
        if connection.participant.role.may(Action::Edit) {
            self.update(now, from, update, frame, effects)?;
        }
        if counts && self.connections.get(&from).is_some_and(|connection| !connection.closing) {
            self.acknowledge(from, Receipt::Messages(1), effects);
        }
        Ok(())
    }

    fn refuse_edit(&mut self, from: ConnectionId, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get_mut(&from) else { return };
        connection.refused = connection.refused.saturating_add(1);
        let role = connection.participant.role;
        let reason = format!("your edit was not taken: a {role} may read but not edit; ask an owner for the editor role");
        effects.push(Effect::Tell(from, Notice::Denied(reason.into())));
        effects.push(Effect::Tell(from, Notice::NotSaved));
    }

    /// News about what a client may do.
    pub(super) fn access(&mut self, id: ConnectionId, change: AccessChange, effects: &mut Vec<Effect>) {
        let Some(connection) = self.connections.get_mut(&id).filter(|connection| !connection.closing) else { return };
        match change {
            AccessChange::TokenExpiring => effects.push(Effect::Tell(id, Notice::TokenExpiring)),
            AccessChange::Removed(removal) => self.end(id, farewell(removal), effects),
            AccessChange::Role(role) => {
                let before = std::mem::replace(&mut connection.participant.role, role);
                if before == role {
                    return;
                }
                effects.push(Effect::Tell(id, Notice::Role(role)));
                if role.may(Action::Edit) && !before.may(Action::Edit) && connection.participant.dialect != Dialect::Json {
                    self.ask(id, effects);
                }
            }
        }
    }

    /// Asks a client for everything the document lacks.
    pub(super) fn ask(&mut self, id: ConnectionId, effects: &mut Vec<Effect>) {
        let state_vector = self.document.state_vector();
        effects.push(Effect::Send(id, FrameKind::Reply, message::sync_step_1(&state_vector)));
    }

    /// Text for everybody who can hear it, with who said it.
    pub(super) fn stateless(&mut self, from: ConnectionId, text: &Bytes, effects: &mut Vec<Effect>) {
        if text.len() > STATELESS {
            self.refuse(from, Close::too_large(format!("a stateless message has at most {STATELESS} bytes")), effects);
            return;
        }
        let Some(connection) = self.connections.get(&from) else { return };
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
