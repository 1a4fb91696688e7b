//! The document for those who read JSON: they are told what changed as JSON Patch, in the order of versions, and their patches
//! become edits. Part of the pure `state`; costs nothing while nobody reads JSON.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::receipts::Receipt;
use super::{ConnectionId, Effect, Now, State, StorageHealth};
use crate::access::{Action, User};
use crate::document::json::{PatchError, PatchOperation, ProjectError, Reason, View, Writer};
use crate::document::{self, Received};
use crate::protocol::Close;
use crate::protocol::live::{Edit, TextChange};
use crate::room::outbox::{FrameKind, Notice};
use crate::room::participant::Dialect;

/// What JSON readers have, and what they are to be told next.
#[derive(Debug)]
pub(super) struct Live {
    view: View,
    version: u64,
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
            self.live = Some(Live { view, version: 0, pending: Vec::new(), author: None, due });
        }
        if let Some(live) = &self.live {
            effects.push(Effect::Tell(id, live.content()));
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
                live.version += 1;
                let user = author.as_ref().map(|(_, user)| json!({ "id": user.id, "name": user.name }));
                let text = json!({
                    "type": "content_update",
                    "patch": patch,
                    "user": user,
                    "connection": author.as_ref().map(|(id, _)| id.0),
                    "version": live.version,
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
            effects.push(Effect::Tell(id, live.content()));
        }
        Ok(())
    }

    /// A JSON client changes the document.
    pub(super) fn edit(
        &mut self,
        now: Now,
        from: ConnectionId,
        request: Option<Bytes>,
        edit: Edit,
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let Some(connection) = self.connections.get(&from) else { return Ok(()) };
        let role = connection.participant.role;
        if !role.may(Action::Edit) {
            let why = format!("a {role} may read but not edit; ask an owner for the editor role");
            fail(from, request, "not_allowed", &why, effects);
            return Ok(());
        }
        if self.health == StorageHealth::Failing {
            let why = "the server can't write to its disk now, try again later";
            fail(from, request, "unavailable", why, effects);
            return Ok(());
        }
        self.tell_what_changed(effects)?;
        let patch = match edit {
            Edit::Patch(patch) => patch,
            Edit::Text(change) => match self.as_patch(&change) {
                Ok(patch) => vec![patch],
                Err(why) => {
                    fail(from, request, "patch_failed", why, effects);
                    return Ok(());
                }
            },
        };
        let writer = Writer { client: self.settings.server_client, limit: self.settings.json_bytes };
        match self.document.patch(&patch, writer) {
            Ok(patched) => {
                let admitted: Vec<Bytes> = patched.update.into_iter().collect();
                self.record(now, from, Received { admitted, parked: None, gap: false }, None, effects);
                self.tell_what_changed(effects)?;
                let version = self.live.as_ref().map_or(0, |live| live.version);
                if let Some(id) = request {
                    self.acknowledge(from, Receipt::Request { id, version }, effects);
                }
                Ok(())
            }
            Err(PatchError::Broken(broken)) => Err(broken),
            Err(error) => {
                let code = match &error {
                    PatchError::Operation { reason: Reason::TestFailed, .. } => "test_failed",
                    PatchError::Operation { reason: Reason::TooLarge { .. }, .. } | PatchError::TooLarge { .. } => "too_large",
                    _ => "patch_failed",
                };
                fail(from, request, code, &error.to_string(), effects);
                Ok(())
            }
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

    fn content(&self) -> Notice {
        Notice::Content { version: self.version, content: self.view.shown().to_string().into() }
    }
}

/// Says no to a request.
pub(super) fn fail(to: ConnectionId, request: Option<Bytes>, code: &str, why: &str, effects: &mut Vec<Effect>) {
    let id = request.map_or(Value::Null, |id| serde_json::from_slice(&id).unwrap_or_default());
    let text = json!({ "type": "error", "id": id, "code": code, "message": why });
    effects.push(Effect::Tell(to, Notice::Json(text.to_string().into())));
}

/// Says that a request is done, and durable.
pub(super) fn done(request: &Bytes, version: u64) -> Notice {
    let id: Value = serde_json::from_slice(request).unwrap_or_default();
    Notice::Json(json!({ "type": "ack", "id": id, "version": version }).to_string().into())
}
