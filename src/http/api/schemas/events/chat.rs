//! The data of events about messages, as schemas: what `features::chat` tells. Part of the description of events; the values are made
//! where things happen.

use utoipa::ToSchema;

use super::{AuthorSchema, Told, told};
use crate::features::mentions::Mention;
use crate::http::api::messages::shapes::Message;

/// Somebody said something.
#[derive(ToSchema)]
struct ChatMessageSent {
    #[schema(inline = false)]
    message: Message,
}

/// The author changed a message.
#[derive(ToSchema)]
struct ChatMessageEdited {
    /// As it is now.
    #[schema(inline = false)]
    message: Message,
    /// Who is called that was not before.
    mentioned: Vec<Mention>,
}

/// A message is deleted; its place stays.
#[derive(ToSchema)]
struct ChatMessageDeleted {
    id: String,
}

/// Somebody reacted to a message, or does no longer.
#[derive(ToSchema)]
struct ChatReacted {
    /// The message.
    id: String,
    /// An emoji or a `:shortcode:`.
    emoji: String,
    #[schema(inline = false)]
    user: AuthorSchema,
    added: bool,
}

pub(super) fn all() -> Vec<Told> {
    vec![
        told::<ChatMessageSent>("chat.message", "Somebody said something."),
        told::<ChatMessageEdited>("chat.edited", "The author changed a message."),
        told::<ChatMessageDeleted>("chat.deleted", "A message is deleted; its place stays."),
        told::<ChatReacted>("chat.reaction", "Somebody reacted to a message, or does no longer."),
    ]
}
