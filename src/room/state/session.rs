//! What the session allows beyond roles: how many may be here, whose turn it is, who edits only what they hold. And how everybody is
//! shown it: as a presence state of the server itself. Part of the pure `state`, which calls it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::connection::{Asked, Connection, Edits};
use super::{ConnectionId, Effect, Now, State};
use crate::access::{Action, Role};
use crate::protocol::Close;
use crate::room::around::{Mode, Rules, Undone};
use crate::room::participant::Participant;

/// What was undone lately is shown, so much of it.
const UNDONE_SHOWN: usize = 8;

impl State {
    /// The session has changed: who may edit now is asked for what was refused before.
    pub(super) fn follow_rules(&mut self, now: Now, rules: &Arc<Rules>, effects: &mut Vec<Effect>) {
        if *rules == self.rules {
            return;
        }
        if rules.idle_timeout != self.rules.idle_timeout {
            self.people.look_by(now.uptime);
        }
        self.rules = Arc::clone(rules);
        self.mirrors.keep(&rules.locks);
        if rules.locks.is_empty() {
            self.undone.clear();
        }
        self.show_rules(now);
        let lacking = self.connections.iter().filter(|(_, one)| one.edits == Edits::Lacking && !one.closing);
        for id in lacking.filter(|(_, one)| self.may_edit(one)).map(|(id, _)| *id).collect::<Vec<_>>() {
            self.ask(id, Asked::Unprompted, effects);
        }
        effects.push(Effect::Stirred);
    }

    /// Shows everybody the session, if there is anything to show.
    pub(super) fn show_rules(&mut self, now: Now) {
        let shown = self.rules.shown.as_deref().and_then(|shown| serde_json::from_str::<Map<String, Value>>(shown).ok());
        let state = shown.map(|mut shown| {
            if !self.undone.is_empty() {
                shown.insert("undone".to_owned(), self.undone.iter().map(undone_as_shown).collect());
            }
            json!({ "yrsa": shown }).to_string()
        });
        self.presence.say(now.uptime, self.settings.server_client, state.map(Into::into));
    }

    /// Shows everybody what was undone last.
    pub(super) fn show_undone(&mut self, now: Now, undone: Undone) {
        if self.undone.len() == UNDONE_SHOWN {
            self.undone.pop_front();
        }
        self.undone.push_back(undone);
        self.show_rules(now);
    }

    /// Whether somebody is kept out because everybody there is room for is here already.
    pub(super) fn is_full_for(&self, participant: &Participant) -> Option<Close> {
        let most = self.rules.max_participants?;
        let is_here = self.people.has(&participant.user.id);
        let is_let_in = is_here || participant.role == Role::Owner || !participant.dialect.takes_part();
        (!is_let_in && self.people.count() >= most as usize).then(|| Close::session_full(most))
    }

    /// Whether a connection's edits are taken now.
    pub(super) fn may_edit(&self, connection: &Connection) -> bool {
        self.why_read_only(&connection.participant).is_none()
    }

    /// Why somebody may not edit now.
    pub(super) fn why_read_only(&self, Participant { user, role, .. }: &Participant) -> Option<String> {
        if !role.may(Action::Edit) {
            return Some(if self.id.is_companion() {
                "this document is written by the server alone, from its records; change them by the API".to_owned()
            } else {
                format!("a {role} may read but not edit; ask an owner for the editor role")
            });
        }
        match self.rules.mode {
            Mode::Sequential if self.rules.turn.as_ref() != Some(&user.id) => {
                Some("the session is sequential and it is not your turn; request it".to_owned())
            }
            Mode::Locked if !self.rules.locks.iter().any(|lock| lock.holder.id == user.id) => {
                Some("the session is locked: everybody edits what they hold a lock on; acquire one".to_owned())
            }
            _ => None,
        }
    }

    /// Whether a connection, if it is still there, may edit now.
    pub(super) fn edits_are_taken(&self, id: ConnectionId) -> bool {
        self.connections.get(&id).is_some_and(|connection| self.may_edit(connection))
    }
}

fn undone_as_shown(undone: &Undone) -> Value {
    json!({ "by": undone.by, "lock": undone.lock.as_ref().map(|lock| &lock.id), "message": undone.why(), "at": undone.at_ms })
}
