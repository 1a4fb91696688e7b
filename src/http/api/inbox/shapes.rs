//! What requests about inboxes say and what they are answered, as JSON. Made from what `features::inbox` knows; the routes are in
//! `inbox.rs`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::event::Author;
use crate::features::inbox;

/// Why something is in an inbox: somebody called the caller; answered their message, or commented where they did; gave them something
/// to do; made them a member; it is their turn; a thread in which they commented is resolved.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InboxKind, example = "mention")]
pub(super) enum Kind {
    Mention,
    Reply,
    Assignment,
    Share,
    Turn,
    ThreadResolved,
}

/// Something in an inbox.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InboxItem, example = json!({
    "id": "018bcfe5-6800-7000-8000-004000000000", "type": "mention", "document": "acme/plan", "event": "123",
    "from": { "id": "ada", "name": "Ada" }, "summary": "What about line 12?",
    "target": { "message": "018bcfe5-6800-7000-8000-004000000000", "reply_to": null },
    "created_at": 1_700_000_000_000_u64, "read_at": null,
}))]
pub(super) struct Item {
    /// A UUID that grows within an inbox.
    id: String,
    #[serde(rename = "type")]
    #[schema(inline = false)]
    kind: Kind,
    /// The document it is about, or the prefix.
    document: String,
    /// The event that it comes from.
    #[schema(pattern = "^[0-9]+$")]
    event: String,
    /// Who did it; `null` for what the server does by itself.
    #[schema(inline = false)]
    from: Option<Author>,
    /// The beginning of what was said, at most 200 characters, or the title of what it is about; may be empty.
    #[schema(max_length = 200)]
    summary: String,
    /// Where to look: `message`, `thread` and `comment`, `card`, `role`, …
    #[schema(value_type = Object)]
    target: Value,
    /// In milliseconds since the Unix epoch.
    created_at: u64,
    /// In milliseconds since the Unix epoch.
    read_at: Option<u64>,
}

/// Some items, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InboxItems, example = json!({ "items": [], "next_cursor": null }))]
pub(super) struct List {
    pub(super) items: Vec<Item>,
    /// Where the next page goes on; `null` at the end.
    pub(super) next_cursor: Option<String>,
}

/// Which items.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only those that are not read.
    #[serde(default)]
    #[param(default = false)]
    pub(super) unread: bool,
    /// Only those of this type.
    #[serde(rename = "type")]
    #[param(inline = false)]
    pub(super) kind: Option<Kind>,
    /// `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
    /// How many, 1 to 200; 50 if missing.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<usize>,
}

/// How much there is to read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InboxCount, example = json!({ "unread": 3 }))]
pub(super) struct Count {
    /// Items that are not read, at most 1,000.
    #[schema(maximum = 1000)]
    pub(super) unread: u64,
}

/// What the caller has read: exactly one of the three.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InboxReading, example = json!({ "ids": ["018bcfe5-6800-7000-8000-004000000000"] }))]
pub(super) struct Reading {
    /// These items; those that are not there any more are passed over.
    #[schema(max_items = 1000)]
    pub(super) ids: Option<Vec<String>>,
    /// This item and all older ones.
    pub(super) through: Option<String>,
    /// All.
    pub(super) all: Option<bool>,
}

/// What came of that.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InboxRead, example = json!({ "read": 2, "unread": 1 }))]
pub(super) struct HasRead {
    /// Items that were not read before and are now.
    pub(super) read: u64,
    /// Items that still are not.
    pub(super) unread: u64,
}

impl From<Kind> for inbox::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Mention => Self::Mention,
            Kind::Reply => Self::Reply,
            Kind::Assignment => Self::Assignment,
            Kind::Share => Self::Share,
            Kind::Turn => Self::Turn,
            Kind::ThreadResolved => Self::ThreadResolved,
        }
    }
}

impl From<inbox::Kind> for Kind {
    fn from(kind: inbox::Kind) -> Self {
        match kind {
            inbox::Kind::Mention => Self::Mention,
            inbox::Kind::Reply => Self::Reply,
            inbox::Kind::Assignment => Self::Assignment,
            inbox::Kind::Share => Self::Share,
            inbox::Kind::Turn => Self::Turn,
            inbox::Kind::ThreadResolved => Self::ThreadResolved,
        }
    }
}

impl From<inbox::Item> for Item {
    fn from(item: inbox::Item) -> Self {
        let inbox::Item { id, kind, document, event, from, summary, target, created_at, read_at } = item;
        Self { id, kind: kind.into(), document, event: event.to_string(), from, summary, target, created_at, read_at }
    }
}

impl From<inbox::Page> for List {
    fn from(inbox::Page { items, next }: inbox::Page) -> Self {
        Self { items: items.into_iter().map(Into::into).collect(), next_cursor: next }
    }
}
