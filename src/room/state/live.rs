//! The document for those who read JSON: they are told what changed as JSON Patch, in the order of versions, and their patches
//! become edits. Part of the pure `state`; costs nothing while nobody reads JSON.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::receipts::Receipt;
use super::{ConnectionId, Effect, Now, State, StorageHealth};
use crate::access::{Action, Role, User};
use crate::document::json::{PatchError, PatchOperation, ProjectError, Reason, View, Writer};
use crate::document::{self, Received};
use crate::protocol::Close;
use crate::protocol::live::{Edit, TextChange};
use crate::room::outbox::{Changed, Done, Failed, FrameKind, Notice};
use crate::room::participant::Dialect;

/// A request to change the document.
#[derive(Debug)]
pub(super) struct Request {
    /// Its id, as JSON, if it wants an answer.
    pub(super) id: Option<Bytes>,
    /// The only version that is to be changed, if it matters.
    pub(super) expected: Option<u64>,
}

/// What JSON readers have, and what they are to be told next.
#[derive(Debug)]
pub(super) struct Live {
    view: View,
    /// Updates since the last version, all of one author.
    pending: Vec<Bytes>,
    author: Option<(ConnectionId, Arc<User>)>,
    due: Duration,
}

impl State {
    /// A JSON reader joins: it gets the whole content.
    pub(super) fn welcome(&mut self, id: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        self.tell_what_changed(effects)?;
        if self.live.is_none() {
            let view = match View::open(&mut self.document, self.settings.json_bytes) {
                Ok(view) => view,
                Err(ProjectError::Broken(broken)) => return Err(broken),
                Err(error @ ProjectError::TooLarge { .. }) => {
                    self.refuse(id, Close::too_large(format!("{error}; use a Yjs client")), effects);
                    return Ok(());
                }
            };
            let due = Duration::ZERO;
            self.live = Some(Live { view, pending: Vec::new(), author: None, due });
        }
        if let Some(live) = &self.live {
            effects.push(Effect::Tell(id, live.content(self.seq)));
        }
        Ok(())
    }

    /// Somebody is about to change the document. What another author did before is told first: the view reads the document as
    /// it is then.
    pub(super) fn before_change(&mut self, from: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let other = |(author, _): &(ConnectionId, Arc<User>)| *author != from;
        if self.live.as_ref().is_some_and(|live| live.author.as_ref().is_some_and(other)) {
            self.tell_what_changed(effects)?;
        }
        Ok(())
    }

    /// When there is something to be told.
    pub(super) fn live_deadline(&self) -> Option<Duration> {
        self.live.as_ref().filter(|live| !live.pending.is_empty()).map(|live| live.due)
    }

    /// Tells JSON readers what has changed, except who did it.
    pub(super) fn tell_what_changed(&mut self, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let Some(live) = self.live.as_mut().filter(|live| !live.pending.is_empty()) else { return Ok(()) };
        let updates = std::mem::take(&mut live.pending);
        let author = live.author.take();
        match live.view.advance(&mut self.document, &updates) {
            Ok(patch) if patch.is_empty() => {}
            Ok(patch) => {
                let user = author.as_ref().map(|(_, user)| json!({ "id": user.id, "name": user.name }));
                let text = json!({
                    "type": "content_update",
                    "patch": patch,
                    "user": user,
                    "connection": author.as_ref().map(|(id, _)| id.0),
                    "version": self.seq,
                });
                let notice = Notice::Json(text.to_string().into());
                let except = author.map(|(id, _)| id);
                effects.push(Effect::Announce { to: Dialect::Json, except, kind: FrameKind::Update, notice });
            }
            Err(ProjectError::Broken(broken)) => return Err(broken),
            Err(error @ ProjectError::TooLarge { .. }) => {
                self.live = None;
                let close = Close::too_large(format!("{error}; use a Yjs client"));
                let of_json = self.connections.iter().filter(|(_, one)| one.participant.dialect == Dialect::Json);
                for id in of_json.map(|(id, _)| *id).collect::<Vec<_>>() {
                    self.refuse(id, close.clone(), effects);
                }
            }
        }
        Ok(())
    }

    /// Sends the whole content again to a reader that was too slow.
    pub(super) fn repeat_content(&mut self, id: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        self.tell_what_changed(effects)?;
        if let Some(live) = &self.live {
            effects.push(Effect::Resume(id, Vec::new()));
            effects.push(Effect::Tell(id, live.content(self.seq)));
        }
        Ok(())
    }

    /// Somebody reads the document as JSON, once.
    pub(super) fn read(&mut self, from: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let content = match self.document.project(self.settings.json_bytes) {
            Ok(content) => content.to_string().into(),
            Err(ProjectError::Broken(broken)) => return Err(broken),
            Err(error @ ProjectError::TooLarge { .. }) => {
                fail(from, None, ("too_large", &format!("{error}; read it as a Yjs update")), effects);
                return Ok(());
            }
        };
        effects.push(Effect::Tell(from, Notice::Content { version: self.seq, content }));
        Ok(())
    }

    /// A client changes the document by JSON.
    pub(super) fn edit(
        &mut self,
        now: Now,
        from: ConnectionId,
        request: Request,
        edit: Edit,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let Some(connection) = self.connections.get(&from) else { return Ok(()) };
        let (role, dialect) = (connection.participant.role, connection.participant.dialect);
        if let Err(refusal) = self.may_edit_now(role, request.expected) {
            fail(from, request.id, (refusal.0, &refusal.1), effects);
            return Ok(());
        }
        self.tell_what_changed(effects)?;
        let writer = Writer { client: self.settings.server_client, limit: self.settings.json_bytes };
        let patched = match edit {
            Edit::Patch(patch) => self.document.patch(&patch, writer),
            Edit::Merge(patch) => self.document.merge(&patch, writer),
            Edit::Text(change) => match self.as_patch(&change) {
                Ok(patch) => self.document.patch(&[patch], writer),
                Err(why) => {
                    fail(from, request.id, ("patch_failed", why), effects);
                    return Ok(());
                }
            },
        };
        match patched {
            Ok(patched) => {
                let admitted: Vec<Bytes> = patched.update.into_iter().collect();
                let change = if admitted.is_empty() { Changed::No } else { Changed::Yes };
                self.record(now, from, Received { admitted, parked: None, gap: false }, None, effects);
                self.tell_what_changed(effects)?;
                if request.id.is_some() || dialect == Dialect::Request {
                    let done = Done { request: request.id, version: self.seq, change };
                    self.acknowledge(from, Receipt::Request(done), effects);
                }
                Ok(())
            }
            Err(PatchError::Broken(broken)) => Err(broken),
            Err(error) => {
                let (code, operation) = match &error {
                    PatchError::Operation { reason: Reason::TestFailed, index } => ("test_failed", Some(*index)),
                    PatchError::Operation { reason: Reason::TooLarge { .. }, index } => ("too_large", Some(*index)),
                    PatchError::TooLarge { .. } => ("too_large", None),
                    PatchError::Operation { index, .. } => ("patch_failed", Some(*index)),
                    _ => ("patch_failed", None),
                };
                let failed = Failed { request: request.id, code, why: error.to_string(), operation };
                effects.push(Effect::Tell(from, Notice::Failed(failed)));
                Ok(())
            }
        }
    }

    /// Whether a change by JSON can be tried now.
    fn may_edit_now(&self, role: Role, expected: Option<u64>) -> Result<(), (&'static str, String)> {
        if !role.may(Action::Edit) {
            let why = format!("a {role} may read but not edit; ask an owner for the editor role");
            return Err(("not_allowed", why));
        }
        if self.health == StorageHealth::Failing {
            return Err(("unavailable", "the server can't write to its disk now, try again later".to_owned()));
        }
        match expected {
            Some(expected) if expected != self.seq => {
                let why = format!("the document is at version {} by now; read it again", self.seq);
                Err(("version_mismatch", why))
            }
            _ => Ok(()),
        }
    }

    /// A change at a place of a text, as the text it leads to: edits are as small either way.
    fn as_patch(&self, change: &TextChange) -> Result<PatchOperation, &'static str> {
        let shown = self.live.as_ref().and_then(|live| live.view.shown().pointer(&change.path));
        let Some(Value::String(text)) = shown else { return Err("there is no text at this path") };
        let units: Vec<u16> = text.encode_utf16().collect();
        let end = change.index.checked_add(change.delete).filter(|end| *end <= units.len());
        let Some(end) = end else { return Err("the text is shorter; positions count UTF-16 code units") };
        let insert: Vec<u16> = change.insert.encode_utf16().collect();
        let changed = [&units[..change.index], &insert, &units[end..]].concat();
        let value = String::from_utf16(&changed).map_err(|_| "this would cut a character in two")?;
        let operation = json!({ "op": "replace", "path": change.path, "value": value });
        serde_json::from_value(operation).map_err(|_| "this path is no JSON pointer")
    }
}

impl Live {
    /// Notes an update that readers have to be told of; those of one author within a tick go together.
    pub(super) fn changed(&mut self, due: Duration, from: ConnectionId, user: &Arc<User>, update: &Bytes) {
        if self.pending.is_empty() {
            self.due = due;
        }
        self.pending.push(update.clone());
        self.author = Some((from, Arc::clone(user)));
    }

    fn content(&self, version: u64) -> Notice {
        Notice::Content { version, content: self.view.shown().to_string().into() }
    }
}

/// Says no to a request: a word for programs, a sentence for people.
pub(super) fn fail(to: ConnectionId, request: Option<Bytes>, (code, why): (&'static str, &str), effects: &mut Vec<Effect>) {
    let failed = Failed { request, code, why: why.to_owned(), operation: None };
    effects.push(Effect::Tell(to, Notice::Failed(failed)));
}
