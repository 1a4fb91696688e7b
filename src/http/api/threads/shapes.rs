//! What requests about threads say and what they are answered, as JSON: the words are BlockNote's, so its client works unchanged.
//! Made from what `features::threads` knows; the routes are in `threads.rs`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::event::Author;
use crate::features::Refused;
use crate::features::mentions::Mention;
use crate::features::threads::{self, Conversation, Left};

/// What a thread is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schema(as = ThreadAnchor, example = json!({ "type": "path", "path": "/cards/c1" }))]
pub(in crate::http::api) enum Anchor {
    /// The document as a whole.
    #[default]
    #[schema(title = "ThreadAnchorDocument")]
    Document,
    /// Something in it.
    #[schema(title = "ThreadAnchorPath")]
    Path {
        /// A JSON pointer (RFC 6901) of at most 8 names and 1,024 bytes.
        #[schema(min_length = 1, max_length = 1024)]
        path: String,
    },
    /// A stretch of text.
    #[schema(title = "ThreadAnchorRange")]
    Range {
        /// A relative position of Yjs, as JSON.
        #[schema(value_type = Object)]
        start: Value,
        /// A relative position of Yjs, as JSON.
        #[schema(value_type = Object)]
        end: Value,
        /// What the text belongs to: a JSON pointer of at most 8 names and 1,024 bytes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 1024, nullable = false)]
        path: Option<String>,
    },
}

/// Always the same word.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ThreadWord)]
enum IsThread {
    Thread,
}

/// Always the same word.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = CommentWord)]
enum IsComment {
    Comment,
}

/// All reactions to a comment with one emoji.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CommentReactions, example = json!({ "emoji": "👍", "createdAt": 1_700_000_002_000_u64, "userIds": ["bob"] }))]
pub(in crate::http::api) struct Reactions {
    emoji: String,
    /// When the first of them came.
    created_at: u64,
    /// Who reacted so, in that order.
    user_ids: Vec<String>,
}

/// A comment. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Comment, example = json!({
    "type": "comment", "id": "018bcfe5-6800-7000-8000-000000000001", "userId": "ada", "author": { "id": "ada", "name": "Ada" },
    "createdAt": 1_700_000_000_000_u64, "updatedAt": 1_700_000_000_000_u64, "reactions": [], "mentions": [],
    "body": [{ "type": "paragraph", "content": "Really?" }],
}))]
pub(in crate::http::api) struct Comment {
    #[serde(rename = "type")]
    #[schema(inline)]
    kind: IsComment,
    /// A UUID that grows with time.
    id: String,
    /// Who wrote it.
    user_id: String,
    /// The same, with the name if it is known.
    #[schema(inline = false)]
    author: Author,
    created_at: u64,
    /// When it was last changed.
    updated_at: u64,
    /// When it was deleted; missing if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deleted_at: Option<u64>,
    /// By emoji, in the order they first came.
    reactions: Vec<Reactions>,
    mentions: Vec<Mention>,
    /// What the application keeps with it; missing if that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Value>,
    /// Any JSON; of BlockNote an array of blocks. Missing once the comment is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

/// A thread of comments. Times are in milliseconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Thread, example = json!({
    "type": "thread", "id": "018bcfe5-6800-7000-8000-000000000000", "createdAt": 1_700_000_000_000_u64,
    "updatedAt": 1_700_000_000_000_u64, "createdBy": { "id": "ada", "name": "Ada" }, "comments": [], "resolved": false,
    "anchor": { "type": "path", "path": "/cards/c1" }, "orphaned": false,
}))]
pub(in crate::http::api) struct Thread {
    #[serde(rename = "type")]
    #[schema(inline)]
    kind: IsThread,
    /// A UUID that grows with time.
    id: String,
    created_at: u64,
    /// When a comment was last written, changed or deleted.
    updated_at: u64,
    #[schema(inline = false)]
    created_by: Author,
    /// The oldest first.
    comments: Vec<Comment>,
    resolved: bool,
    /// When it was last resolved or reopened; missing if it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    resolved_updated_at: Option<u64>,
    /// The id of the user who resolved it last; missing if nobody ever did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    resolved_by: Option<String>,
    /// What the application keeps with it; missing if that is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Value>,
    /// When the last of its comments was deleted; missing if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deleted_at: Option<u64>,
    pub(super) anchor: Anchor,
    /// Whether what it is about is gone: the text of a range, or what a path leads to. Looked for when threads are read; missing in
    /// other answers, and where it can't be told now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) orphaned: Option<bool>,
}

/// Some threads of a document, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Threads, example = json!({ "threads": [], "next_cursor": null }))]
pub(super) struct List {
    pub(super) threads: Vec<Thread>,
    /// Where the next page goes on; `null` at the end.
    pub(super) next_cursor: Option<String>,
}

/// What somebody says.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = CommentWords, example = json!({ "body": [{ "type": "paragraph", "content": "Really?" }] }))]
pub(super) struct Words {
    /// Any JSON but `null`, at most 48 KiB of it and 40 levels.
    #[schema(value_type = Value)]
    pub(super) body: Value,
    /// Any JSON, at most 4 KiB.
    #[serde(default)]
    pub(super) metadata: Option<Value>,
}

/// A thread to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewThread, example = json!({
    "initialComment": { "body": [{ "type": "paragraph", "content": "Really?" }] }, "anchor": { "type": "path", "path": "/cards/c1" },
    "mentions": [{ "user": "bob" }],
}))]
pub(super) struct New {
    initial_comment: Words,
    /// Of the thread: any JSON, at most 4 KiB.
    #[serde(default)]
    metadata: Option<Value>,
    /// Whom the comment is for. Names in the text call nobody.
    #[serde(default)]
    #[schema(max_items = 32)]
    mentions: Option<Vec<Mention>>,
    /// The document as a whole, if missing.
    #[serde(default)]
    anchor: Anchor,
}

/// A comment to be written or changed.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewComment, example = json!({ "comment": { "body": [{ "type": "paragraph", "content": "Yes." }] } }))]
pub(super) struct Said {
    comment: Words,
    /// Whom it is for. Of a comment that is changed those stay, if missing.
    #[serde(default)]
    #[schema(max_items = 32)]
    mentions: Option<Vec<Mention>>,
}

/// A reaction.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewReaction, example = json!({ "emoji": "👍" }))]
pub(super) struct Reacting {
    /// An emoji, a word, or anything else of 1 to 64 bytes.
    #[schema(min_length = 1, max_length = 64)]
    pub(super) emoji: String,
}

/// The text that a thread is about.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ThreadSelection, example = json!({ "selection": { "yjs": {
    "anchor": { "item": { "client": 1234, "clock": 7 }, "assoc": 0 }, "head": { "item": { "client": 1234, "clock": 12 }, "assoc": 0 },
} } }))]
pub(super) struct Adding {
    selection: Selection,
}

/// A selection, as BlockNote sends it; other members are passed over.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = EditorSelection)]
struct Selection {
    yjs: Option<Ends>,
}

/// The ends of a selection, in any order.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SelectionEnds)]
struct Ends {
    /// A relative position of Yjs, as JSON.
    #[schema(value_type = Object)]
    anchor: Value,
    /// A relative position of Yjs, as JSON.
    #[schema(value_type = Object)]
    head: Value,
}

impl Adding {
    /// Where it begins and ends.
    pub(super) fn range(self) -> Result<(Value, Value), Refused> {
        let ends =
            self.selection.yjs.ok_or(Refused::Invalid("a selection has the relative positions selection.yjs.anchor and .head"));
        ends.map(|ends| (ends.anchor, ends.head))
    }
}

/// What a deletion left.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ThreadDeletion, example = json!({ "left": "place" }))]
pub(super) struct Deleted {
    /// `place`: the comment's place stays; `others`: the thread without it; `nothing`: the thread is gone.
    #[schema(inline)]
    left: WhatIsLeft,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WhatIsLeft)]
enum WhatIsLeft {
    Place,
    Others,
    Nothing,
}

/// Which threads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only those that are resolved, or only those that are not.
    pub(super) resolved: Option<bool>,
    /// Only those about what this JSON pointer leads to, or something in it.
    pub(super) anchor: Option<String>,
    /// `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
    /// How many, 1 to 200; 50 if missing. A page of large threads ends earlier.
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<usize>,
}

/// How a comment is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Deleting {
    /// Whether its place stays; if missing it does.
    pub(super) soft: Option<bool>,
}

impl From<threads::Anchor> for Anchor {
    fn from(anchor: threads::Anchor) -> Self {
        match anchor {
            threads::Anchor::Document => Self::Document,
            threads::Anchor::Path { path } => Self::Path { path },
            threads::Anchor::Range { start, end, path } => Self::Range { start, end, path },
        }
    }
}

impl From<Anchor> for threads::Anchor {
    fn from(anchor: Anchor) -> Self {
        match anchor {
            Anchor::Document => Self::Document,
            Anchor::Path { path } => Self::Path { path },
            Anchor::Range { start, end, path } => Self::Range { start, end, path },
        }
    }
}

impl From<threads::Comment> for Comment {
    fn from(comment: threads::Comment) -> Self {
        let threads::Comment { id, author, created_at, updated_at, deleted_at, body, metadata, mentions, reactions } = comment;
        let mut by_emoji: Vec<Reactions> = Vec::new();
        for threads::Reaction { emoji, user, at } in reactions {
            match by_emoji.iter_mut().find(|known| known.emoji == emoji) {
                Some(known) => known.user_ids.push(user.id.to_string()),
                None => by_emoji.push(Reactions { emoji, created_at: at, user_ids: vec![user.id.to_string()] }),
            }
        }
        Self {
            kind: IsComment::Comment,
            id,
            user_id: author.id.to_string(),
            author,
            created_at,
            updated_at,
            deleted_at,
            reactions: by_emoji,
            mentions,
            metadata,
            body,
        }
    }
}

impl From<Conversation> for Thread {
    fn from(conversation: Conversation) -> Self {
        let Conversation { thread, comments } = conversation;
        let resolved = thread.is_resolved();
        let threads::Thread { id, created_at, updated_at, created_by, anchor, metadata, resolution, deleted_at } = thread;
        Self {
            kind: IsThread::Thread,
            id,
            created_at,
            updated_at,
            created_by,
            comments: comments.into_iter().map(Into::into).collect(),
            resolved,
            resolved_updated_at: resolution.as_ref().map(|resolution| resolution.at),
            resolved_by: resolution.map(|resolution| resolution.by.id.to_string()),
            metadata,
            deleted_at,
            orphaned: matches!(anchor, threads::Anchor::Document).then_some(false),
            anchor: anchor.into(),
        }
    }
}

impl From<New> for threads::NewThread {
    fn from(new: New) -> Self {
        let New { initial_comment: Words { body, metadata: of_comment }, metadata, mentions, anchor } = new;
        let words = threads::Words { body, metadata: of_comment, mentions };
        Self { words, metadata, anchor: anchor.into() }
    }
}

impl From<Said> for threads::Words {
    fn from(said: Said) -> Self {
        let Said { comment: Words { body, metadata }, mentions } = said;
        Self { body, metadata, mentions }
    }
}

impl From<Left> for Deleted {
    fn from(left: Left) -> Self {
        let left = match left {
            Left::Place => WhatIsLeft::Place,
            Left::Others => WhatIsLeft::Others,
            Left::Nothing => WhatIsLeft::Nothing,
        };
        Self { left }
    }
}
