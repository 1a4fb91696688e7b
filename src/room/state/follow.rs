//! The document as JSON, kept up to date while somebody needs it: readers of the JSON door, who are told what changed as JSON Patch,
//! and the events of typed documents. Edits made by JSON are here, too. Part of the pure `state`; costs nothing while nobody needs it.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::events::{By, Noting};
use super::receipts::Receipt;
use super::sync::Relay;
use super::{ConnectionId, Effect, Now, State, StorageHealth};
use crate::document::json::{Made, PatchError, PatchOperation, ProjectError, Reason, View, Writer};
use crate::document::{self, Marking, Received};
use crate::protocol::Close;
use crate::protocol::live::{Edit, Mark, Place, TextChange};
use crate::room::outbox::{Changed, Done, Failed, FrameKind, Notice};
use crate::room::participant::{Dialect, Participant};

/// A request to change the document.
#[derive(Debug)]
pub(super) struct Request {
    /// Its id, as JSON, if it wants an answer.
    pub(super) id: Option<Bytes>,
    /// The only version that is to be changed, if it matters.
    pub(super) expected: Option<u64>,
}

/// A view that nobody needed for so long is let go of.
const UNUSED: Duration = Duration::from_secs(60);

/// What one author changes within this time readers are told at once, if they need not be told earlier.
const TOGETHER: Duration = Duration::from_millis(25);

/// The view is not brought up to date more often than this just because another author writes. Within it, what several do to one
/// thing is told as done together.
const TURN: Duration = Duration::from_millis(50);

/// Bytes of updates that wait to be read.
const MOST_PENDING: usize = 8 << 20;

/// The document as JSON, and what has to be read anew.
#[derive(Debug)]
pub(super) struct Follow {
    view: View,
    /// Updates since the view was current, with the number of who made them.
    pending: Vec<Made>,
    /// Bytes of these.
    bytes: usize,
    /// Who made them: one author where readers are told; else it is told for each thing who changed it.
    by: Vec<By>,
    /// When an author last had to wait for the view, because somebody else may have changed the same thing.
    turned: Duration,
    /// When readers are told.
    due: Duration,
    /// When it was last needed.
    used: Duration,
}

impl State {
    /// A JSON reader joins: it gets the whole content.
    pub(super) fn welcome(&mut self, now: Now, id: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        self.tell_what_changed(effects)?;
        if let Err(error) = self.open_view(now)? {
            self.refuse(id, Close::too_large(format!("{error}; use a Yjs client")), effects);
            return Ok(());
        }
        if let Some(follow) = &self.follow {
            effects.push(Effect::Tell(id, follow.content(self.seq)));
        }
        Ok(())
    }

    /// Begins to follow the document as JSON, unless that is done already. The inner error says that it is too large for it.
    fn open_view(&mut self, now: Now) -> Result<Result<(), ProjectError>, document::Broken> {
        if self.follow.is_none() {
            match View::open(&mut self.document, self.settings.json_bytes) {
                Ok(view) => {
                    self.follow = Some(Box::new(Follow {
                        view,
                        pending: Vec::new(),
                        bytes: 0,
                        by: Vec::new(),
                        turned: Duration::ZERO,
                        due: Duration::ZERO,
                        used: now.uptime,
                    }));
                }
                Err(ProjectError::Broken(broken)) => return Err(broken),
                Err(error @ ProjectError::TooLarge { .. }) => return Ok(Err(error)),
            }
        }
        Ok(Ok(()))
    }

    /// Somebody is about to change the document. What another author did before is told first: the view reads the document as
    /// it is then.
    pub(super) fn before_change(&mut self, now: Now, by: &By, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if self.events.need_view() && self.open_view(now)?.is_err() {
            self.events.give_up_things();
        }
        let Some(follow) = &mut self.follow else { return Ok(()) };
        let others = follow.by.first().is_some_and(|first| !first.is(by));
        let turns = others && (self.readers > 0 || now.uptime >= follow.turned + TURN);
        if turns || follow.bytes > MOST_PENDING {
            follow.turned = now.uptime;
            self.tell_what_changed(effects)?;
        }
        Ok(())
    }

    /// Notes an edit that was taken in.
    pub(super) fn note_change(&mut self, now: Now, by: &By, update: &Bytes) {
        self.events.note(now.uptime, by, update);
        if let Some(follow) = &mut self.follow {
            if follow.pending.is_empty() {
                follow.due = now.uptime + self.settings.presence.tick.max(TOGETHER);
            }
            follow.used = now.uptime;
            follow.bytes += update.len() + 64;
            let known = follow.by.iter().position(|known| known.is(by));
            let number = known.unwrap_or_else(|| {
                follow.by.push(by.clone());
                follow.by.len() - 1
            });
            follow.by[number].unix_ms = by.unix_ms;
            follow.pending.push(Made { by: number, update: update.clone() });
        }
    }

    /// When readers are to be told something, or the view is let go of.
    pub(super) fn follow_deadline(&self) -> Option<Duration> {
        let follow = self.follow.as_ref()?;
        match (self.readers, follow.pending.is_empty()) {
            (1.., false) => Some(follow.due),
            (0, true) => Some(follow.used + UNUSED),
            _ => None,
        }
    }

    /// Brings readers up to date when it is time to, and lets go of a view that nobody needs.
    pub(super) fn follow(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if self.follow_deadline().is_some_and(|due| due <= now.uptime) {
            if self.readers > 0 {
                self.tell_what_changed(effects)?;
            } else if self.events.are_made() {
                self.follow = None;
            } else if let Some(follow) = &mut self.follow {
                follow.used = now.uptime;
            }
        }
        Ok(())
    }

    /// Takes in what was changed since, and tells JSON readers, except who did it.
    pub(super) fn tell_what_changed(&mut self, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        let Some(follow) = self.follow.as_mut().filter(|follow| !follow.pending.is_empty()) else { return Ok(()) };
        let updates = std::mem::take(&mut follow.pending);
        let by = std::mem::take(&mut follow.by);
        follow.bytes = 0;
        let mut noting = Noting { events: &mut self.events, id: &self.id, version: self.seq, by: &by };
        let mut patch = Vec::new();
        let wanted = (self.readers > 0).then_some(&mut patch);
        match follow.view.advance(&mut self.document, &updates, &mut noting, wanted) {
            Ok(()) if patch.is_empty() => {}
            Ok(()) => {
                let by = by.first();
                let text = json!({
                    "type": "content_update",
                    "patch": patch,
                    "user": by.and_then(|by| by.author.as_ref()).map(|user| json!({ "id": user.id, "name": user.name })),
                    "connection": by.and_then(|by| by.connection).map(|id| id.0),
                    "version": self.seq,
                });
                let notice = Notice::Json(text.to_string().into());
                let except = by.and_then(|by| by.connection);
                effects.push(Effect::Announce { to: Dialect::Json, except, kind: FrameKind::Update, notice });
            }
            Err(ProjectError::Broken(broken)) => return Err(broken),
            Err(error @ ProjectError::TooLarge { .. }) => {
                self.follow = None;
                self.events.give_up_things();
                updates.iter().for_each(|made| self.events.note_place(&by[made.by], &made.update));
                self.refuse_readers(&error, effects);
            }
        }
        Ok(())
    }

    /// The document has become too large for those who read JSON.
    fn refuse_readers(&mut self, error: &ProjectError, effects: &mut Vec<Effect>) {
        let close = Close::too_large(format!("{error}; use a Yjs client"));
        let of_json = self.connections.iter().filter(|(_, one)| one.participant.dialect == Dialect::Json);
        for id in of_json.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.refuse(id, close.clone(), effects);
        }
    }

    /// Sends the whole content again to all who read JSON.
    pub(super) fn show_again(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        if self.readers == 0 {
            return Ok(());
        }
        if let Err(error) = self.open_view(now)? {
            self.refuse_readers(&error, effects);
            return Ok(());
        }
        if let Some(follow) = &self.follow {
            effects.push(Effect::Announce {
                to: Dialect::Json,
                except: None,
                kind: FrameKind::Update,
                notice: follow.content(self.seq),
            });
        }
        Ok(())
    }

    /// Sends the whole content again to a reader that was too slow.
    pub(super) fn repeat_content(&mut self, id: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        self.tell_what_changed(effects)?;
        if let Some(follow) = &self.follow {
            effects.push(Effect::Resume(id, Vec::new()));
            effects.push(Effect::Tell(id, follow.content(self.seq)));
        }
        Ok(())
    }

    /// Somebody reads the document as JSON, once.
    pub(super) fn read(&mut self, from: ConnectionId, effects: &mut Vec<Effect>) -> Result<(), document::Broken> {
        self.tell_what_changed(effects)?;
        if let Some(follow) = &self.follow {
            effects.push(Effect::Tell(from, follow.content(self.seq)));
            return Ok(());
        }
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

    /// Somebody wants to know whether there is something at some places.
    pub(super) fn look_for(
        &mut self,
        from: ConnectionId,
        places: &[Place],
        effects: &mut Vec<Effect>,
    ) -> Result<(), document::Broken> {
        let is_there = |place: &Place| match place {
            Place::At(pointer) => self.document.has(pointer),
            Place::Between(start, end) => self.document.has_between(start, end),
        };
        let are_there = places.iter().map(is_there).collect::<Result<_, _>>()?;
        effects.push(Effect::Tell(from, Notice::AreThere(are_there)));
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
        let dialect = connection.participant.dialect;
        if let Err(refusal) = self.may_edit_now(&connection.participant, &edit, request.expected) {
            fail(from, request.id, (refusal.0, &refusal.1), effects);
            return Ok(());
        }
        let by = By::connection(from, connection, now);
        if let Some(forbidden) = self.lock_on(now, by.author.as_ref(), &edit)? {
            fail(from, request.id, ("locked", &forbidden.why()), effects);
            return Ok(());
        }
        self.before_change(now, &by, effects)?;
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
            Edit::Mark(Mark { start, end, name, value }) => {
                self.document.mark(Marking { start: &start, end: &end, name: &name, value: &value }, writer)
            }
        };
        match patched {
            Ok(patched) => {
                let admitted: Vec<Bytes> = patched.update.into_iter().collect();
                let change = if admitted.is_empty() { Changed::No } else { Changed::Yes };
                let received = Received { own: admitted.len(), admitted, parked: None, gap: false };
                for update in &received.admitted {
                    self.mirrors.note_sent(&by, update)?;
                }
                self.record(now, &by, received, Relay::Made, effects);
                if self.readers > 0 {
                    self.tell_what_changed(effects)?;
                }
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
                effects.push(Effect::Tell(from, Notice::Failed(failed.into())));
                Ok(())
            }
        }
    }

    /// Whether a change by JSON can be tried now.
    fn may_edit_now(&self, participant: &Participant, edit: &Edit, expected: Option<u64>) -> Result<(), (&'static str, String)> {
        // A comment's mark changes no words: it is nobody's turn, and no lock keeps it out.
        let is_mark = matches!(edit, Edit::Mark(_));
        if let Some(why) = self.why_read_only(participant).filter(|_| !is_mark) {
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
        let shown = self.follow.as_ref().and_then(|follow| follow.view.shown().pointer(&change.path));
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

impl Follow {
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// Whether somebody else's edits have to be read before this connection's can be taken in.
    pub(super) fn waits_for(&self, now: Duration, from: ConnectionId) -> bool {
        self.by.first().is_some_and(|by| by.connection != Some(from)) && now >= self.turned + TURN
    }

    fn content(&self, version: u64) -> Notice {
        Notice::Content { version, content: self.view.shown().to_string().into() }
    }
}

/// Says no to a request: a word for programs, a sentence for people.
pub(super) fn fail(to: ConnectionId, request: Option<Bytes>, (code, why): (&'static str, &str), effects: &mut Vec<Effect>) {
    let failed = Failed { request, code, why: why.to_owned(), operation: None };
    effects.push(Effect::Tell(to, Notice::Failed(failed.into())));
}
