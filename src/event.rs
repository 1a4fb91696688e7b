//! What happened to documents, as the journal keeps it and streams, webhooks and the JSON door tell it. Pure; made by rooms and
//! features, never changed after.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who did something, as the server verified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The user's id.
    pub id: Arc<str>,
    /// The name, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
}

/// Who does something, and from where: for what is written down about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doer {
    /// Who, as the server verified it.
    pub author: Author,
    /// The address the request or connection came from, as limits count it, if it is known.
    pub address: Option<Arc<str>>,
    /// The door it came through, such as `rest` or `live`, if it came through one.
    pub door: Option<Cow<'static, str>>,
}

impl Doer {
    /// Somebody of whom it is not known from where.
    #[must_use]
    pub fn from(author: Author) -> Self {
        Self { author, address: None, door: None }
    }

    /// From where.
    #[must_use]
    pub fn trace(&self) -> Option<Box<Trace>> {
        let trace = Trace { address: self.address.clone(), door: self.door.clone() };
        (trace != Trace::default()).then(|| Box::new(trace))
    }
}

/// Where something came from. Written down for the audit alone: no stream, page or webhook tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The address, as limits count it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Arc<str>>,
    /// The door it came through, such as `rest` or `live`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Cow<'static, str>>,
}

/// Something that happened, before the journal gave it an id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What happened, such as `board.card.moved`.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// The document's id.
    pub document: Arc<str>,
    /// When, in milliseconds since the Unix epoch.
    pub time: u64,
    /// Who did it; nobody for what the server does by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Author>,
    /// The connection it came through, if it came through one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<u64>,
    /// The document's version after it: the position in its update log. Only for changes of the content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// What the type says.
    pub data: Value,
    /// Where it came from, for the audit. Never written with the rest, so that nobody is shown it by mistake; the journal adds it
    /// where it keeps events.
    #[serde(default, skip_serializing)]
    pub trace: Option<Box<Trace>>,
}

impl Draft {
    /// Something about a document that is no change of its content.
    #[must_use]
    pub fn of(kind: impl Into<Cow<'static, str>>, document: Arc<str>, time: u64, user: Option<Author>, data: Value) -> Self {
        Self { kind: kind.into(), document, time, user, connection: None, version: None, data, trace: None }
    }

    /// The same, done by somebody.
    #[must_use]
    pub fn by(kind: impl Into<Cow<'static, str>>, document: Arc<str>, time: u64, doer: &Doer, data: Value) -> Self {
        Self { trace: doer.trace(), ..Self::of(kind, document, time, Some(doer.author.clone()), data) }
    }
}

/// Something that happened. Ids grow: an event with a greater id was written down later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the journal, a decimal number.
    #[serde(with = "decimal")]
    pub id: u64,
    /// What it is about.
    #[serde(flatten)]
    pub draft: Draft,
}

/// Numbers that don't fit JavaScript's are written as strings.
mod decimal {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(id: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<u64, D::Error> {
        std::borrow::Cow::<'d, str>::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
