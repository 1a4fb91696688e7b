//! The data of events about comments, as `features::threads` tells them. Only the schemas are used: the values are made where
//! things happen.

use utoipa::ToSchema;

use super::{AuthorSchema, Told, told};
use crate::features::mentions::Mention;
use crate::http::api::threads::shapes::Anchor;

/// Somebody said something.
#[derive(ToSchema)]
#[schema(example = json!({
    "thread": "018bcfe5-6800-7000-8000-000000000000", "comment": "018bcfe5-6800-7000-8000-000000000001",
    "anchor": { "type": "document" }, "mentions": [{ "user": "bob" }], "text": "Really?",
}))]
struct CommentSaid {
    thread: String,
    comment: String,
    #[schema(inline = false)]
    anchor: Anchor,
    mentions: Vec<Mention>,
    /// The beginning of it, at most 200 characters.
    text: String,
}

/// The author of a comment changed it.
#[derive(ToSchema)]
struct CommentEdited {
    thread: String,
    comment: String,
    #[schema(inline = false)]
    anchor: Anchor,
    mentions: Vec<Mention>,
    /// Who is called that was not before.
    mentioned: Vec<Mention>,
    /// The beginning of it, at most 200 characters.
    text: String,
}

/// A comment is deleted.
#[derive(ToSchema)]
struct CommentDeleted {
    thread: String,
    comment: String,
    #[schema(inline = false)]
    anchor: Anchor,
    mentions: Vec<Mention>,
    /// The id of the user who had written it.
    author: String,
}

/// Something about a thread.
#[derive(ToSchema)]
struct ThreadTold {
    thread: String,
    #[schema(inline = false)]
    anchor: Anchor,
}

/// Somebody reacted to a comment, or does no longer.
#[derive(ToSchema)]
struct CommentReacted {
    thread: String,
    comment: String,
    #[schema(inline = false)]
    anchor: Anchor,
    mentions: Vec<Mention>,
    emoji: String,
    #[schema(inline = false)]
    user: AuthorSchema,
    added: bool,
}

pub(super) fn all() -> Vec<Told> {
    vec![
        told::<CommentSaid>("comment.thread_created", "Somebody began a thread."),
        told::<CommentSaid>("comment.added", "Somebody replied."),
        told::<CommentEdited>("comment.edited", "The author of a comment changed it."),
        told::<CommentDeleted>("comment.deleted", "A comment is deleted."),
        told::<ThreadTold>("comment.resolved", "A thread is done with."),
        told::<ThreadTold>("comment.reopened", "A thread that was resolved is not any more."),
        told::<ThreadTold>("comment.anchored", "A thread is about something else."),
        told::<ThreadTold>("comment.thread_deleted", "A thread is gone with all its comments."),
        told::<CommentReacted>("comment.reaction", "Somebody reacted to a comment, or does no longer."),
    ]
}
