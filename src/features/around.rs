//! What rooms ask of what stands around them: how much of a document is known and told, and the journal to tell the rest to.
//! Made by `server`, given to the rooms.

use std::sync::Arc;

use yrsa_storage::Error;

use super::documents::Documents;
use super::presence::Moves;
use super::{Journal, Refused, Rulebook};
use crate::document::Kind;
use crate::protocol::DocumentId;
use crate::room::around::{About, Around, Seed, Telling, Undone};
use crate::room::people::Moved;

/// See the module.
#[derive(Debug)]
pub struct Surroundings {
    documents: Documents,
    journal: Arc<Journal>,
    rules: Arc<Rulebook>,
    moves: Arc<Moves>,
}

impl Surroundings {
    /// What rooms over the same storage are surrounded by.
    #[must_use]
    pub fn new(documents: Documents, journal: Arc<Journal>, rules: Arc<Rulebook>) -> Arc<Self> {
        Arc::new(Self { documents, journal, rules, moves: Arc::default() })
    }

    /// Who came and went, for whom it is written down by.
    #[must_use]
    pub fn moves(&self) -> Arc<Moves> {
        Arc::clone(&self.moves)
    }

    fn ask(&self, document: &DocumentId) -> Result<About, Refused> {
        if document.is_companion() {
            return Ok(About { kind: Kind::companion(), ..About::nothing() });
        }
        let entry = self.documents.entry(document)?;
        Ok(About {
            is_known: entry.is_some(),
            kind: entry.as_ref().map_or(Kind::default(), |entry| entry.kind),
            seed: entry.map_or(Seed::Nothing, |entry| entry.seed),
            told: self.journal.told(document)?.map_or(0, |told| told.version),
            rules: self.rules.rules(document)?,
        })
    }
}

impl Around for Surroundings {
    fn about(&self, document: &DocumentId) -> yrsa_storage::Result<About> {
        self.ask(document).map_err(|error| match error {
            Refused::Storage(error) => error,
            Refused::Newer(what) => Error::Format { story: format!("document {document}: {what}") },
            other => {
                let (document, place) = (Some(document.shared()), "what is known of it".to_owned());
                Error::Corrupt { document, place, what: other.to_string() }
            }
        })
    }

    fn tell(&self, telling: Telling) {
        self.journal.tell(telling);
    }

    fn undone(&self, undone: Undone) {
        self.rules.note_undone(undone);
    }

    fn forget(&self, document: &DocumentId) {
        self.moves.forget(document);
    }

    fn moved(&self, moved: Moved) {
        self.moves.note(moved);
    }
}
