//! What is known of an endpoint: what its owner said, which events it hears of, and how far it has come. Pure; kept as records, which
//! `webhooks` reads and writes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::signature::Secrets;
use crate::access::Scope;
use crate::event::Event;
use crate::features::Refused;
use crate::features::guard::hearing::Circle;
use crate::protocol::document_id::COMPANION;

/// Patterns of one endpoint, and bytes of each.
const MOST_TYPES: usize = 50;
const LONGEST_TYPE: usize = 100;

/// Bytes of a description.
const LONGEST_DESCRIPTION: usize = 1024;

/// What an endpoint's owner said of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// What it hears of.
    pub scope: Scope,
    /// Where it is. May hold a secret in its query, so it is shown to owners only and never logged.
    pub url: String,
    /// Types of events it hears of: `board.card.moved`, `board.*`, `*`.
    pub types: Vec<String>,
    /// What it is for.
    pub description: String,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since the Unix epoch.
    pub created_ms: u64,
    pub(super) secrets: Secrets,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("scope", &self.scope).field("types", &self.types).finish_non_exhaustive()
    }
}

/// An endpoint to be made.
#[derive(Clone)]
pub struct NewEndpoint {
    /// See [`Endpoint`].
    pub scope: Scope,
    /// See [`Endpoint`].
    pub url: String,
    /// See [`Endpoint`].
    pub types: Vec<String>,
    /// See [`Endpoint`].
    pub description: String,
    /// See [`Endpoint`].
    pub created_by: String,
}

impl fmt::Debug for NewEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEndpoint").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// What is to be changed about an endpoint.
#[derive(Clone, Default)]
pub struct Changes {
    /// See [`Endpoint`].
    pub url: Option<String>,
    /// See [`Endpoint`].
    pub types: Option<Vec<String>>,
    /// See [`Endpoint`].
    pub description: Option<String>,
    /// Whether it is sent anything.
    pub enabled: Option<bool>,
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("types", &self.types).field("enabled", &self.enabled).finish_non_exhaustive()
    }
}

impl Changes {
    pub(super) fn apply(&self, endpoint: &mut Endpoint, progress: &mut Progress) {
        if let Some(url) = &self.url {
            endpoint.url.clone_from(url);
            // Another receiver need not wait for what the last one did.
            progress.trying = None;
        }
        if let Some(types) = &self.types {
            endpoint.types.clone_from(types);
        }
        if let Some(description) = &self.description {
            endpoint.description.clone_from(description);
        }
        match self.enabled {
            Some(true) if !progress.enabled => {
                (progress.enabled, progress.trying, progress.failing_since_ms) = (true, None, None);
            }
            Some(false) => (progress.enabled, progress.trying) = (false, None),
            Some(true) | None => {}
        }
    }
}

/// How far an endpoint has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Whether it is sent anything: not after its owner said so, nor after the last attempt failed.
    pub enabled: bool,
    /// The last event that is done with.
    pub cursor: u64,
    /// What could not be delivered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trying: Option<Trying>,
    /// When the first attempt failed since the last that did not, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since_ms: Option<u64>,
    /// How many attempts were ever noted.
    pub(super) logged: u64,
}

/// A delivery that has failed and is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trying {
    /// Which, see `Parcel::number`.
    pub(super) number: u64,
    /// How many attempts there were.
    pub(super) attempts: u32,
    /// When the next one is due, in milliseconds since the Unix epoch.
    pub(super) next_ms: u64,
}

/// How an endpoint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The last attempt did not fail.
    Ok,
    /// It failed and is repeated.
    Failing,
    /// Nothing is sent.
    Disabled,
}

impl Progress {
    pub(super) fn from(cursor: u64) -> Self {
        Self { enabled: true, cursor, trying: None, failing_since_ms: None, logged: 0 }
    }

    /// How the endpoint does.
    #[must_use]
    pub fn state(&self) -> State {
        match (self.enabled, self.failing_since_ms) {
            (false, _) => State::Disabled,
            (true, Some(_)) => State::Failing,
            (true, None) => State::Ok,
        }
    }
}

impl Endpoint {
    /// Whether it hears of an event. Who made it owned the scope; nobody knows whether they administrate the server.
    pub(super) fn wants(&self, event: &Event) -> bool {
        self.may_hear(event) && self.types.iter().any(|pattern| fits(pattern, &event.draft.kind))
    }

    /// Whether an event is one of its scope, and not for administrators alone.
    pub(super) fn may_hear(&self, event: &Event) -> bool {
        Circle::of(&event.draft.kind) != Circle::Administrators && self.covers(&event.draft.document)
    }

    /// Whether a document lies in its scope.
    pub(super) fn covers(&self, document: &str) -> bool {
        let scope = self.scope.as_str();
        match scope.strip_suffix('/') {
            Some("") => true,
            Some(_) => document.starts_with(scope),
            None => document.strip_suffix(COMPANION).unwrap_or(document) == scope,
        }
    }

    /// Whether an event says that there is nothing left to hear of: the one document of its scope is gone for good.
    pub(super) fn ends_with(&self, event: &Event) -> bool {
        event.draft.kind == "document.purged" && *event.draft.document == *self.scope.as_str()
    }
}

/// Whether a type is meant by a pattern: itself, everything below `board.*`, or everything.
fn fits(pattern: &str, kind: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => kind.starts_with(beginning),
        None => kind == pattern,
    }
}

pub(super) fn check_types(types: &[String]) -> Result<(), Refused> {
    let is_type = |text: &str| {
        let words = text.strip_suffix(".*").unwrap_or(text);
        text == "*"
            || (text.len() <= LONGEST_TYPE
                && words.split('.').all(|word| !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'))))
    };
    if types.is_empty() || types.len() > MOST_TYPES || !types.iter().all(|text| is_type(text)) {
        return Err(Refused::Invalid("types are 1 to 50 of board.card.moved, board.* or * (everything)"));
    }
    Ok(())
}

pub(super) fn check_description(text: &str) -> Result<(), Refused> {
    if text.len() > LONGEST_DESCRIPTION {
        return Err(Refused::Invalid("a description has at most 1024 bytes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::features::webhooks::signature::SigningSecret;

    fn endpoint(scope: &str, types: &[&str]) -> Endpoint {
        Endpoint {
            scope: Scope::new(scope).unwrap(),
            url: "https://example.com/?key=hush".to_owned(),
            types: types.iter().map(|text| (*text).to_owned()).collect(),
            description: String::new(),
            created_by: "ada".to_owned(),
            created_ms: 0,
            secrets: Secrets::new(SigningSecret::new(&[0; 32])),
        }
    }

    fn event(document: &str, kind: &str) -> Event {
        serde_json::from_value(json!({ "id": "1", "type": kind, "document": document, "time": 0, "data": {} })).unwrap()
    }

    #[test]
    fn an_endpoint_hears_of_its_scope_and_its_types() {
        for (scope, types, document, kind, wants) in [
            ("/", &["*"][..], "a", "document.created", true),
            ("acme/", &["board.*"], "acme/x", "board.card.moved", true),
            ("acme/", &["board.*"], "acme/x", "boards.moved", false),
            ("acme/", &["board.*"], "acme", "board.card.moved", false),
            ("acme/", &["board.*"], "acme2/x", "board.card.moved", false),
            ("acme/x", &["*"], "acme/x", "board.card.moved", true),
            ("acme/x", &["*"], "acme/x~yrsa", "document.updated", true),
            ("acme/x", &["*"], "acme/x/y", "board.card.moved", false),
            ("acme/x", &["document.deleted", "run.*"], "acme/x", "run.started", true),
            ("acme/x", &["document.deleted"], "acme/x", "document.deleted.x", false),
        ] {
            assert_eq!(endpoint(scope, types).wants(&event(document, kind)), wants, "{scope} {types:?} {document} {kind}");
        }
    }

    #[test]
    fn types_are_words_with_dots() {
        let check = |types: &[&str]| check_types(&types.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).is_ok();
        assert!(check(&["*", "board.*", "board.card.moved", "run.cancel_requested"]));
        for wrong in ["", ".", "board.", "board*", "*.moved", "Board.*", ".*", "a b", &"a".repeat(101)] {
            assert!(!check(&[wrong]), "{wrong}");
        }
        assert!(!check(&[]) && !check(&["*"; 51]));
    }

    #[test]
    fn neither_secret_nor_url_is_printed() {
        let endpoint = endpoint("a", &["*"]);
        let printed = format!("{endpoint:?} {:?}", Changes { url: Some(endpoint.url.clone()), ..Changes::default() });
        assert!(!printed.contains("hush") && !printed.contains("whsec"), "{printed}");
        let stored = serde_json::to_value(&endpoint).unwrap();
        assert_eq!(serde_json::from_value::<Endpoint>(stored).unwrap(), endpoint);
    }
}
