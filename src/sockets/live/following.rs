//! Events of the document for a JSON client that has asked for them. They are read when everything before is written, so a slow
//! client has nothing queued. Used by the JSON door only; the room sees to it that the client goes when its right does.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;
use tokio::sync::watch;

use super::words::{self, Word};
use super::{refuse, say};
use crate::event::Event;
use crate::features::Journal;
use crate::features::events::reader::{Filter, Listener, Reader, Types};
use crate::protocol::DocumentId;
use crate::sockets::wire::Wire;

/// Events said at a time.
const STEP: usize = 16;

/// See the module.
pub(super) struct Following {
    journal: Arc<Journal>,
    newest: watch::Receiver<u64>,
    reader: Option<Reader>,
    form: Form,
    document: Option<DocumentId>,
    /// What was said may not be written yet.
    held: bool,
}

/// How events are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As they are, to who has asked for them.
    Events,
    /// In words of the door.
    Words,
}

/// What was among the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// The session has changed.
    Session,
    /// Something else.
    Others,
}

#[derive(Serialize)]
struct Said<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    event: &'a Event,
}

impl Following {
    /// Nothing yet.
    pub(super) fn new(journal: Arc<Journal>) -> Self {
        Self { newest: journal.watch(), journal, reader: None, form: Form::Events, document: None, held: false }
    }

    /// What concerns everybody in the document, in words of the door, from now on.
    pub(super) fn in_words(journal: Arc<Journal>, document: &DocumentId) -> Self {
        let mut following = Self { form: Form::Words, ..Self::new(journal) };
        let types = words::TYPES.map(str::to_owned);
        // These types make a filter.
        let _ = following.begin(document, &types, None);
        following
    }

    /// From now on, or on from an event, events of these types are said; instead of those asked for before. The error is for the
    /// client.
    pub(super) fn begin(&mut self, document: &DocumentId, types: &[String], after: Option<u64>) -> Result<(), String> {
        let types = Types::new(types.iter().map(String::as_str)).map_err(|error| error.to_string())?;
        let filter = Filter::new(None, types, vec![document.clone()]).map_err(|error| error.to_string())?;
        let cursor = after.unwrap_or_else(|| self.journal.head());
        self.document = Some(document.clone());
        self.reader = Some(Reader::new(Arc::clone(&self.journal), Listener::OfRoom, filter, cursor));
        Ok(())
    }

    /// No more.
    pub(super) fn end(&mut self) {
        self.reader = None;
    }

    /// Waits until there is something to look at. Loses nothing when it is dropped.
    pub(super) async fn news(&mut self) {
        loop {
            match &self.reader {
                Some(reader) if !self.held && reader.is_behind() => return,
                Some(_) if !self.held => {
                    if self.newest.changed().await.is_err() {
                        return std::future::pending().await;
                    }
                }
                _ => return std::future::pending().await,
            }
        }
    }

    /// What was said is written.
    pub(super) fn written(&mut self) {
        self.held = false;
    }

    /// Says what there is, unless the client has not taken the last of it.
    pub(super) async fn tell(&mut self, wire: &mut Wire) -> Told {
        // Also after a step that found nothing: whatever else the socket has to do gets its turn.
        self.held = true;
        let mut told = Told::Others;
        if !wire.line.is_idle() {
            return told;
        }
        let Some(reader) = self.reader.take() else { return told };
        let cursor = reader.cursor();
        match reader.step(STEP).await {
            Ok((reader, found)) => {
                self.reader = Some(reader);
                if let Some(gap) = found.gap {
                    say(wire, &json!({ "type": "events_missed", "from": gap.from.to_string(), "to": gap.to.to_string() }));
                    told = Told::Session;
                }
                for event in found.events {
                    match self.form {
                        Form::Events => {
                            if let Ok(text) = serde_json::to_string(&Said { kind: "event", event: &event }) {
                                wire.send_text(text.into());
                            }
                        }
                        Form::Words => match words::word(&event) {
                            Word::Say(message) => say(wire, &message),
                            Word::Session => told = Told::Session,
                            Word::Nothing => {}
                        },
                    }
                }
            }
            Err(_) if self.form == Form::Words => {
                let missed =
                    json!({ "type": "events_missed", "from": cursor.to_string(), "to": self.journal.head().to_string() });
                say(wire, &missed);
                if let Some(document) = self.document.take() {
                    *self = Self { held: true, ..Self::in_words(Arc::clone(&self.journal), &document) };
                }
                told = Told::Session;
            }
            Err(_) => refuse(wire, None, "unavailable", "events can't be read now; subscribe again"),
        }
        told
    }
}
