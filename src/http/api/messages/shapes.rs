//! What requests about messages say and what they are answered, as JSON. Made from what `features::chat` knows; the routes are in
//! `messages.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use crate::event::Author;
use crate::features::chat;
use crate::features::mentions::Mention;

/// A place in code that a message is about. Lines and columns are counted from 1.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CodeReference, example = json!({ "file": "src/main.rs", "line": 12, "end_line": 14, "snippet": "fn main() {" }))]
pub(super) struct Reference {
    /// The file, as the application names it.
    #[schema(min_length = 1, max_length = 1024)]
    file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 1, maximum = 4_294_967_295_u64)]
    line: Option<u32>,
    /// The last line, where there is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 1, maximum = 4_294_967_295_u64)]
    end_line: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 1, maximum = 4_294_967_295_u64)]
    column: Option<u32>,
    /// What stood there, at most 4 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 4096)]
    snippet: Option<String>,
}

/// One user's reaction.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reaction, example = json!({ "user": { "id": "bob", "name": "Bob" }, "at": 1_700_000_002_000_u64 }))]
pub(in crate::http::api) struct Reaction {
    #[schema(inline = false)]
    user: Author,
    /// When, in milliseconds since the Unix epoch.
    at: u64,
}

/// A message in the chat of a document. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatMessage, example = json!({
    "id": "018bcfe5-6800-7000-8000-004000000000", "document": "acme/plan", "author": { "id": "ada", "name": "Ada" },
    "body": "What about line 12?", "reply_to": null, "mentions": [{ "user": "bob" }],
    "references": [{ "file": "src/main.rs", "line": 12 }],
    "reactions": { "👍": [{ "user": { "id": "bob", "name": "Bob" }, "at": 1_700_000_002_000_u64 }] },
    "created_at": 1_700_000_000_000_u64, "edited_at": null, "deleted_at": null, "replies": 0,
}))]
pub(in crate::http::api) struct Message {
    /// A UUID that grows with time.
    id: String,
    document: String,
    #[schema(inline = false)]
    author: Author,
    /// Empty once it is deleted.
    body: String,
    /// The message it answers.
    reply_to: Option<String>,
    mentions: Vec<Mention>,
    references: Vec<Reference>,
    /// What the application keeps with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    metadata: Option<Map<String, Value>>,
    /// By what was reacted with.
    reactions: BTreeMap<String, Vec<Reaction>>,
    created_at: u64,
    edited_at: Option<u64>,
    deleted_at: Option<u64>,
    /// How many messages answer it.
    replies: u64,
}

/// Some messages, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatMessages, example = json!({ "messages": [], "older": null, "newer": null }))]
pub(super) struct List {
    pub(super) messages: Vec<Message>,
    /// What to ask for with `before` to see older messages; `null` if there are none.
    pub(super) older: Option<String>,
    /// What to ask for with `after` to see newer messages; `null` if there are none.
    pub(super) newer: Option<String>,
}

/// A message to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChatMessage, example = json!({ "body": "What about line 12?", "mentions": [{ "user": "bob" }] }))]
pub(super) struct New {
    /// At most 16 KiB; may be empty if there are references.
    #[serde(default)]
    #[schema(max_length = 16384)]
    body: String,
    /// The id of the message it answers.
    reply_to: Option<String>,
    /// Who is called. Names in the text call nobody.
    #[serde(default)]
    #[schema(max_items = 32)]
    mentions: Vec<Mention>,
    #[serde(default)]
    #[schema(max_items = 16)]
    references: Vec<Reference>,
    /// At most 4 KiB of JSON.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Map<String, Value>>,
}

/// What is to change of a message; what is missing stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatMessageChange, example = json!({ "body": "What about line 13?" }))]
pub(super) struct Change {
    #[schema(max_length = 16384)]
    body: Option<String>,
    /// All of them; those who are new here are called.
    #[schema(max_items = 32)]
    mentions: Option<Vec<Mention>>,
    #[schema(max_items = 16)]
    references: Option<Vec<Reference>>,
    /// `null` takes them away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Object>)]
    metadata: Option<Option<Map<String, Value>>>,
}

/// Tells `null` from nothing at all.
fn present<'d, D: Deserializer<'d>, T: Deserialize<'d>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Which messages.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Those before this message. Of `before`, `after` and `around` only one; without any the newest.
    pub(super) before: Option<String>,
    /// Those after this message.
    pub(super) after: Option<String>,
    /// This message and those on both sides.
    pub(super) around: Option<String>,
    /// Only the replies to this message.
    pub(super) reply_to: Option<String>,
    /// How many, 1 to 200; 50 if missing. A page of large messages ends earlier.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<usize>,
}

/// What the caller has not read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatUnread, example = json!({ "unread": 3, "more": false, "last_read": "018bcfe5-6800-7000-8000-004000000000" }))]
pub(super) struct Unread {
    /// Messages of others that are not deleted, at most 1,000.
    #[schema(maximum = 1000)]
    unread: u64,
    /// There may be more than were counted.
    more: bool,
    /// The last message that was read; `null` if none ever was.
    last_read: Option<String>,
}

/// Whether the caller is typing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatTyping, example = json!({ "typing": true }))]
pub(super) struct Typing {
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub(super) typing: bool,
}

fn yes() -> bool {
    true
}

/// Up to where the caller has read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatReading, example = json!({ "message": "018bcfe5-6800-7000-8000-004000000000" }))]
pub(super) struct Reading {
    /// The last message that was read.
    pub(super) message: String,
    /// Go back, too, if this message is older than the one before.
    #[serde(default)]
    pub(super) force: bool,
}

/// Up to where the caller has read now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatRead, example = json!({ "last_read": "018bcfe5-6800-7000-8000-004000000000" }))]
pub(super) struct HasRead {
    pub(super) last_read: String,
}

/// How many messages a user wrote.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatSender, example = json!({ "user": { "id": "ada", "name": "Ada" }, "messages": 12 }))]
struct Sent {
    #[schema(inline = false)]
    user: Author,
    /// Deleted ones, too.
    messages: u64,
}

/// What is counted of a document's messages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatStatistics, example = json!({
    "messages": 12, "deleted": 1, "reactions": 4, "first_at": 1_700_000_000_000_u64, "last_at": 1_700_000_900_000_u64,
    "by_user": [{ "user": { "id": "ada", "name": "Ada" }, "messages": 13 }],
}))]
pub(super) struct Statistics {
    /// Those that are not deleted.
    messages: u64,
    deleted: u64,
    reactions: u64,
    /// In milliseconds since the Unix epoch.
    first_at: Option<u64>,
    /// In milliseconds since the Unix epoch.
    last_at: Option<u64>,
    /// Who wrote most, the most first; at most 50.
    #[schema(max_items = 50)]
    by_user: Vec<Sent>,
}

impl From<Reference> for chat::Reference {
    fn from(Reference { file, line, end_line, column, snippet }: Reference) -> Self {
        Self { file, line, end_line, column, snippet }
    }
}

impl From<chat::Reference> for Reference {
    fn from(chat::Reference { file, line, end_line, column, snippet }: chat::Reference) -> Self {
        Self { file, line, end_line, column, snippet }
    }
}

impl From<chat::Message> for Message {
    fn from(message: chat::Message) -> Self {
        let shown = |chat::Reaction { user, at }| Reaction { user, at };
        let reactions = message.reactions.into_iter();
        Self {
            id: message.id,
            document: message.document,
            author: message.author,
            body: message.body,
            reply_to: message.reply_to,
            mentions: message.mentions,
            references: message.references.into_iter().map(Into::into).collect(),
            metadata: message.metadata,
            reactions: reactions.map(|(emoji, all)| (emoji, all.into_iter().map(shown).collect())).collect(),
            created_at: message.created_at,
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
            replies: message.replies,
        }
    }
}

impl From<chat::Page> for List {
    fn from(chat::Page { messages, older, newer }: chat::Page) -> Self {
        Self { messages: messages.into_iter().map(Into::into).collect(), older, newer }
    }
}

impl From<New> for chat::NewMessage {
    fn from(New { body, reply_to, mentions, references, metadata }: New) -> Self {
        Self { body, reply_to, mentions, references: references.into_iter().map(Into::into).collect(), metadata }
    }
}

impl From<Change> for chat::Edit {
    fn from(Change { body, mentions, references, metadata }: Change) -> Self {
        let references = references.map(|references| references.into_iter().map(Into::into).collect());
        Self { body, mentions, references, metadata }
    }
}

impl From<chat::Unread> for Unread {
    fn from(chat::Unread { unread, more, last_read }: chat::Unread) -> Self {
        Self { unread, more, last_read }
    }
}

impl From<chat::Statistics> for Statistics {
    fn from(statistics: chat::Statistics) -> Self {
        let chat::Statistics { messages, deleted, reactions, first_at, last_at, by_user } = statistics;
        let by_user = by_user.into_iter().map(|chat::Sent { user, messages }| Sent { user, messages }).collect();
        Self { messages, deleted, reactions, first_at, last_at, by_user }
    }
}
