//! OpenAPI schemas of what is said at the JSON door, in both directions, told apart by `type`. OpenAPI has no place for sockets:
//! these are for programs that are made from the description, such as the TypeScript types. `docs/PROTOCOL.md` explains the
//! messages; `tests/openapi/words.rs` compares the three.

#![allow(dead_code, reason = "of the types here only the schemas are used; the door reads and writes the messages")]

use serde_json::Value;
use utoipa::ToSchema;

use crate::access::Role;
use crate::event::Event;

/// What a client says at `/live/{document id}`. The answer to a request with an `id` (any JSON, at most 128 bytes) repeats it.
#[derive(ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum LiveRequest {
    /// Wants nothing but an answer.
    Heartbeat { id: Option<Value> },
    /// Goes on with another token of the same user.
    Authenticate { id: Option<Value>, token: String },
    /// Sets members of one's presence; `null` removes one. `user` is the server's.
    PresenceUpdate {
        id: Option<Value>,
        #[schema(value_type = Object)]
        presence: Value,
    },
    /// Sets `cursor` in one's presence.
    CursorUpdate { id: Option<Value>, cursor: Option<Value> },
    /// Sets `viewport` in one's presence.
    ViewportUpdate { id: Option<Value>, viewport: Option<Value> },
    /// Sets `typing` in one's presence, to `true` if it is missing.
    Typing { id: Option<Value>, typing: Option<Value> },
    /// Changes the document; all of it or nothing.
    ContentPatch { id: Option<Value>, patch: Vec<PatchOperation> },
    /// Changes a text at one place. Positions count UTF-16 code units.
    TextChange {
        id: Option<Value>,
        /// A JSON pointer (RFC 6901) to the text.
        path: String,
        index: u64,
        /// How much is taken out there; nothing if it is missing.
        delete: Option<u64>,
        /// What is put in there; nothing if it is missing.
        insert: Option<String>,
    },
    /// Sets members of a report's section.
    SectionUpdate {
        id: Option<Value>,
        /// The section's id.
        section: String,
        /// `null` removes one; `null` for all of them the section.
        #[schema(value_type = Object)]
        changes: Value,
    },
    /// Says something, as `POST /api/documents/{scope}/messages`.
    ChatMessage {
        id: Option<Value>,
        body: String,
        reply_to: Option<String>,
        mentions: Option<Vec<Value>>,
        references: Option<Vec<Value>>,
        metadata: Option<Value>,
    },
    /// Says something about a place in code.
    CodeComment {
        id: Option<Value>,
        file: String,
        line: Option<u32>,
        end_line: Option<u32>,
        column: Option<u32>,
        snippet: Option<String>,
        body: Option<String>,
        reply_to: Option<String>,
        mentions: Option<Vec<Value>>,
        metadata: Option<Value>,
    },
    /// Reacts to a message, or to a comment of a thread.
    Reaction {
        id: Option<Value>,
        /// An emoji or a `:shortcode:`.
        emoji: String,
        /// The message; otherwise `thread` and `comment` say which comment.
        message: String,
        /// Takes it back.
        remove: Option<bool>,
    },
    /// Replies in a thread, or begins one.
    CommentAdded {
        id: Option<Value>,
        /// Any JSON but `null`.
        body: Value,
        /// The thread; a new one if missing.
        thread: Option<String>,
        /// What a new thread is about.
        anchor: Option<Value>,
        mentions: Option<Vec<Value>>,
        metadata: Option<Value>,
    },
    /// Resolves a thread.
    CommentResolved {
        id: Option<Value>,
        thread: String,
        /// `false` reopens it.
        resolved: Option<bool>,
    },
    /// Wants a part of the document for itself, as `POST /api/documents/{scope}/locks`.
    LockAcquire {
        id: Option<Value>,
        /// A JSON pointer; the whole document if missing.
        path: Option<String>,
        reason: Option<String>,
        seconds: Option<u32>,
        release_on_leave: Option<u32>,
    },
    /// Gives a lock back.
    LockRelease {
        id: Option<Value>,
        /// The lock's id; otherwise one's own lock on `path`.
        lock: Option<String>,
    },
    /// Wants the turn.
    TurnRequest { id: Option<Value> },
    /// Passes the turn on.
    TurnPass {
        id: Option<Value>,
        /// The id of a user who waits for it; the next one if missing.
        to: Option<String>,
    },
    /// Changes the session, as `PATCH /api/documents/{scope}/session`.
    SessionUpdate {
        id: Option<Value>,
        #[schema(value_type = Object)]
        session: Value,
    },
    /// Wants to hear of the document's events, instead of those asked for before.
    Subscribe {
        id: Option<Value>,
        /// Types such as `board.card.moved`, with `*` for anything; all if it is missing.
        #[schema(nullable = false)]
        events: Option<Vec<String>>,
        /// The id of the event to go on after; from now on if it is missing.
        #[schema(pattern = "^[0-9]+$")]
        after: Option<String>,
    },
    /// Wants to hear of events no more.
    Unsubscribe { id: Option<Value> },
}

/// One operation of a JSON Patch (RFC 6902). Paths are JSON pointers (RFC 6901).
#[derive(ToSchema)]
#[serde(tag = "op", rename_all = "lowercase")]
#[schema(example = json!({ "op": "replace", "path": "/cards/c1/column", "value": "done" }))]
pub(in crate::http) enum PatchOperation {
    /// Puts something where nothing is, or in the place of what is there.
    Add { path: String, value: Value },
    /// Takes something out.
    Remove { path: String },
    /// Puts something in the place of what is there.
    Replace { path: String, value: Value },
    /// Takes something out and puts it elsewhere.
    Move { from: String, path: String },
    /// Puts the same elsewhere.
    Copy { from: String, path: String },
    /// Goes on only if this is there.
    Test { path: String, value: Value },
}

/// What a client hears at `/live/{document id}`.
#[derive(ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum LiveMessage {
    /// The first one: who one is, who is here, and the whole content.
    Connected {
        document: String,
        #[schema(rename = "self")]
        me: LiveSelf,
        role: Role,
        session: LiveSession,
        participants: Vec<LiveParticipant>,
        locks: Vec<Value>,
        #[schema(value_type = Object)]
        content: Value,
        version: u64,
        /// The id of the newest event when the connection began, to `subscribe` after.
        last_event: String,
    },
    /// Somebody came.
    UserJoined { client: u64, user: Option<Value>, presence: Value },
    /// Somebody left.
    UserLeft { client: u64, user: Option<Value> },
    /// Somebody's presence changed, cursor and viewport apart.
    PresenceUpdate { client: u64, user: Option<Value>, presence: Value },
    /// Somebody's cursor moved; `null` if it is gone.
    CursorUpdate { client: u64, user: Option<Value>, cursor: Option<Value> },
    /// Somebody looks elsewhere; `null` if they no longer say where.
    ViewportUpdate { client: u64, user: Option<Value>, viewport: Option<Value> },
    /// Somebody else changed the document. An operation with an empty path replaces all of it.
    ContentUpdate {
        patch: Vec<PatchOperation>,
        user: Option<LiveAuthor>,
        connection: Option<u64>,
        /// The document's version with it.
        version: u64,
    },
    /// The session, or something about oneself, changed; what is missing did not.
    SessionUpdate {
        #[schema(rename = "self", nullable = false)]
        me: Option<LiveSelfChange>,
        #[schema(value_type = Option<Object>, nullable = false)]
        session: Option<Value>,
        message: Option<String>,
    },
    /// Somebody said something, or changed what they said.
    ChatMessage {
        #[schema(value_type = Object)]
        message: Value,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// A message is deleted.
    ChatDeleted {
        /// Its id.
        message: String,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// Somebody reacted to a message or a comment, or does no longer.
    ReactionUpdate {
        message: Option<String>,
        thread: Option<String>,
        comment: Option<String>,
        emoji: String,
        added: bool,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// Somebody replied, or began a thread.
    NewComment {
        thread: String,
        comment: String,
        anchor: Option<Value>,
        mentions: Option<Vec<Value>>,
        /// The beginning of it.
        text: Option<String>,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// The author of a comment changed it.
    CommentEdited {
        thread: String,
        comment: String,
        anchor: Option<Value>,
        text: Option<String>,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// A comment is deleted, or the whole thread.
    CommentDeleted {
        thread: String,
        /// Missing where the thread is gone.
        comment: Option<String>,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// A thread is done with, or not any more.
    CommentResolved { thread: String, resolved: bool, anchor: Option<Value>, user: Option<LiveAuthor>, time: u64, event: String },
    /// Somebody has a part of the document for themselves.
    LockAcquired {
        #[schema(value_type = Object)]
        lock: Value,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// A lock is no more.
    LockReleased {
        #[schema(value_type = Object)]
        lock: Value,
        /// `released`, `left`, `expired` or `broken`.
        why: String,
        user: Option<LiveAuthor>,
        time: u64,
        event: String,
    },
    /// The lock one wanted is in the way of another.
    LockDenied {
        path: Value,
        /// The other one.
        #[schema(value_type = Object)]
        lock: Value,
    },
    /// An event of the document, for those who subscribed.
    Event { event: Event },
    /// Events between these ids were let go of before the client heard of them.
    EventsMissed { from: String, to: String },
    /// A request was done; an edit is on disk.
    Ack {
        /// The request's.
        #[schema(required)]
        id: Option<Value>,
        /// For an edit: the document's version with it.
        version: Option<u64>,
        /// What REST would have answered.
        answer: Option<Value>,
    },
    /// A request was not done, or the connection ends.
    Error {
        /// The request's; `null` if it had none or this is about none.
        #[schema(required)]
        id: Option<Value>,
        code: LiveErrorCode,
        message: String,
    },
}

/// Who one is.
#[derive(ToSchema)]
pub(super) struct LiveSelf {
    /// The connection's number, as in events.
    connection: u64,
    /// One's awareness client id, as Yjs clients see it.
    client: u64,
    user: LiveUser,
    role: Role,
}

/// A user, as the server knows them.
#[derive(ToSchema)]
pub(super) struct LiveUser {
    id: String,
    #[schema(required)]
    name: Option<String>,
    /// `#rrggbb`
    color: String,
}

/// Who changed something.
#[derive(ToSchema)]
pub(super) struct LiveAuthor {
    id: String,
    #[schema(required)]
    name: Option<String>,
}

/// How people work together here.
#[derive(ToSchema)]
pub(super) struct LiveSession {
    /// `parallel`: all editors edit; `sequential`: whose turn it is; `locked`: everybody what they hold a lock on.
    mode: String,
    max_participants: Option<u32>,
    /// In seconds.
    idle_timeout: Option<u32>,
    /// In seconds.
    turn_timeout: Option<u32>,
    /// Whose turn it is, and who waits, in a sequential session.
    turn: Option<Value>,
}

/// Somebody who is here.
#[derive(ToSchema)]
pub(super) struct LiveParticipant {
    /// The awareness client id.
    client: u64,
    /// As the client's presence has it; the server's for those whom it knows.
    user: Option<Value>,
    /// All of the client's presence.
    presence: Value,
}

/// What changed about oneself.
#[derive(ToSchema)]
pub(super) struct LiveSelfChange {
    role: Option<Role>,
    token: Option<LiveToken>,
}

/// What is the matter with one's token.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub(super) enum LiveToken {
    /// It is time for `authenticate`.
    Expiring,
}

/// What an error is about, for programs.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(super) enum LiveErrorCode {
    Malformed,
    UnknownType,
    NotAllowed,
    TestFailed,
    PatchFailed,
    TooLarge,
    Unavailable,
    Refused,
    Closed,
    NotFound,
    Conflict,
    Locked,
}
