//! One who follows the journal: a cursor, what it wants to hear, and what it may. It pulls at its own pace from memory or disk, so
//! nothing is queued for anybody and nobody slow holds up others. Used by streams, pages and the JSON door.

use std::collections::HashMap;
use std::sync::Arc;

use super::Journal;
use crate::access::{Denied, Identity, Scope};
use crate::event::Event;
use crate::features::guard::Guard;
use crate::features::guard::hearing::Circle;
use crate::features::records;
use crate::protocol::DocumentId;

/// How long an answer of the guard holds, in milliseconds.
const CERTAIN_MS: u64 = 1_000;

/// Answers of the guard that are remembered.
const REMEMBERED: usize = 1_024;

/// The most types in a filter, and the most bytes of one.
const TYPES: usize = 64;
const TYPE_BYTES: usize = 128;

/// The most documents in a filter.
const DOCUMENTS: usize = 256;

/// Which types: words such as `board.card.moved`, in which `*` stands for anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Types(Vec<String>);

/// Why a filter makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFilter {
    /// Of the types.
    #[error("types are words such as board.card.moved or board.*, at most {TYPES} of at most {TYPE_BYTES} bytes")]
    Types,
    /// Of the documents.
    #[error("at most {DOCUMENTS} documents can be named at a time")]
    Documents,
}

impl Types {
    /// Reads a list of types; an empty one means all.
    pub fn new<'t>(types: impl IntoIterator<Item = &'t str>) -> Result<Self, InvalidFilter> {
        let is_type = |name: &str| {
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'*');
            !name.is_empty() && name.len() <= TYPE_BYTES && name.bytes().all(is_part)
        };
        let mut read = Vec::new();
        for name in types {
            if !is_type(name) || read.len() == TYPES {
                return Err(InvalidFilter::Types);
            }
            read.push(name.to_owned());
        }
        Ok(Self(read))
    }

    /// Whether a type is one of them.
    #[must_use]
    pub fn include(&self, kind: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|pattern| matches(pattern, kind))
    }
}

/// Whether a text is what a pattern with `*` for anything means.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        // The first place is as good as any: what follows may stand anywhere behind it.
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// What somebody wants to hear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Events of documents in this scope only.
    pub under: Option<Scope>,
    /// Of these types only.
    pub types: Types,
    /// About these documents only; none means all.
    documents: Vec<DocumentId>,
}

impl Filter {
    /// Everything that fits all of these.
    pub fn new(under: Option<Scope>, types: Types, documents: Vec<DocumentId>) -> Result<Self, InvalidFilter> {
        if documents.len() > DOCUMENTS {
            return Err(InvalidFilter::Documents);
        }
        Ok(Self { under, types, documents })
    }

    fn includes(&self, event: &Event) -> bool {
        let document = &*event.draft.document;
        self.under.as_ref().is_none_or(|scope| scope.holds(document))
            && (self.documents.is_empty() || self.documents.iter().any(|wanted| *wanted.as_str() == *document))
            && self.types.include(&event.draft.kind)
    }

    /// The one document it is about.
    fn document(&self) -> Option<&DocumentId> {
        match &*self.documents {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// Whose rights decide.
#[derive(Debug, Clone)]
pub enum Listener {
    /// Somebody who was let in: each event is asked for.
    Somebody(Arc<Guard>, Arc<Identity>),
    /// A room has let it in and sees that it goes when it must; the filter names that room's document.
    OfRoom,
}

/// Events that were let go of before they could be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The cursor that was asked for.
    pub from: u64,
    /// Where it goes on.
    pub to: u64,
}

/// What one step found; nothing, where nobody wants or may hear what there was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What comes before the events.
    pub gap: Option<Gap>,
    /// The events, in order.
    pub events: Vec<Arc<Event>>,
}

/// See the module.
#[derive(Debug)]
pub struct Reader {
    journal: Arc<Journal>,
    listener: Listener,
    filter: Filter,
    cursor: u64,
    /// What the guard said of a document and those who hear of such events, and when.
    known: HashMap<(Arc<str>, Circle), (u64, bool)>,
}

impl Reader {
    /// Reads on from a cursor.
    #[must_use]
    pub fn new(journal: Arc<Journal>, listener: Listener, filter: Filter, cursor: u64) -> Self {
        Self { journal, listener, filter, cursor, known: HashMap::new() }
    }

    /// Everything up to this id was looked at.
    #[must_use]
    pub fn cursor(&self) -> u64 {
        self.cursor
    }

    /// Whether there is more to look at now.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.cursor != self.journal.head()
    }

    /// Whether the listener still has a right to listen at all.
    pub fn may_stay(&self) -> Result<(), Denied> {
        match &self.listener {
            Listener::Somebody(guard, identity) => guard.may_stay(identity),
            Listener::OfRoom => Ok(()),
        }
    }

    /// As [`look`](Self::look), where events lie on disk on a thread for such work. After an error the reader is gone.
    pub async fn step(mut self, limit: usize) -> Result<(Self, Found), Denied> {
        if self.journal.is_recent(self.cursor) {
            let found = self.look(limit)?;
            return Ok((self, found));
        }
        let read = records::blocking(move || Ok(self.look(limit).map(|found| (self, found))));
        read.await.unwrap_or(Err(Denied::Unavailable))
    }

    /// Looks at so many events. Blocks.
    pub fn look(&mut self, limit: usize) -> Result<Found, Denied> {
        self.may_stay()?;
        let from = self.cursor;
        let page = match self.filter.document() {
            Some(document) => self.journal.of_document(document, from, limit),
            None => self.journal.after(from, limit),
        };
        let page = page.map_err(|error| {
            tracing::error!(%error, "the journal of events can't be read");
            Denied::Unavailable
        })?;
        let to = self.journal.start().clamp(from.min(page.next), page.next);
        let gap = page.gap.then_some(Gap { from, to });
        let mut events = Vec::new();
        for event in page.events {
            if self.filter.includes(&event) && self.may_hear(&event)? {
                events.push(event);
            }
        }
        self.cursor = page.next;
        Ok(Found { gap, events })
    }

    fn may_hear(&mut self, event: &Event) -> Result<bool, Denied> {
        let circle = Circle::of(&event.draft.kind);
        // A room knows who may read, and no more.
        let Listener::Somebody(guard, identity) = &self.listener else { return Ok(circle.is_of_the_document()) };
        let now = guard.now_ms();
        let about = (Arc::clone(&event.draft.document), circle);
        if let Some((asked, answer)) = self.known.get(&about)
            && now.abs_diff(*asked) < CERTAIN_MS
        {
            return Ok(*answer);
        }
        let answer = guard.may_hear(identity, event)?;
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(about, (now, answer));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, kind, fits) in [
            ("board.card.moved", "board.card.moved", true),
            ("board.card.moved", "board.card.move", false),
            ("board.card.move", "board.card.moved", false),
            ("board.*", "board.card.moved", true),
            ("board.*", "boards.card.moved", false),
            ("*", "anything", true),
            ("*.moved", "board.card.moved", true),
            ("*.moved", "board.card.moved.x", false),
            ("*.card.*", "board.card.moved", true),
            ("b*card*ed", "board.card.moved", true),
            ("b*moved*moved", "board.card.moved", false),
            ("moved*", "board.card.moved", false),
            ("**", "x", true),
        ] {
            assert_eq!(Types::new([pattern]).unwrap().include(kind), fits, "{pattern} {kind}");
        }
        assert!(Types::default().include("anything"));
        for wrong in ["", "a b", "ä", &"a".repeat(129)] {
            assert_eq!(Types::new([wrong]), Err(InvalidFilter::Types), "{wrong}");
        }
        assert!(Types::new(["a"; 64]).is_ok() && Types::new(["a"; 65]).is_err());
    }
}
