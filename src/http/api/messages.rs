//! `/api/documents/{scope}/messages`: the chat of a document. Who reads the document reads it and notes what they have read; who may
//! comment writes and reacts; owners delete what others wrote, and nobody edits it. The work is `features::chat`'s.

pub(super) mod shapes;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::shapes::{Change, HasRead, List, Message, New, Reading, Statistics, Typing, Unread, Wanted};
use super::answer::created;
use super::entered::entered;
use super::pages;
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, By, Caller, InPath, InQuery, InScope};
use crate::access::{Action, Identity};
use crate::app::App;
use crate::event::Doer;
use crate::features::chat::{Moving, Place, Reach, Reacting};
use crate::features::presence::Typist;
use crate::features::{Chat, Refused, chat};
use crate::http::paths;
use crate::http::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list, send))
        .routes(routes!(unread))
        .routes(routes!(mark_read))
        .routes(routes!(statistics))
        .routes(routes!(typing))
        .routes(routes!(read, edit, delete))
        .routes(routes!(react, unreact))
}

/// Lets blocking work be done with the chat, at the guard's time.
async fn with_chat<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Chat, u64) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    pages::with(app, &app.chat, work).await
}

/// Say something
///
/// Also as a reply to another message, and about places in code. Mentioned users find it in their inbox. At most 16 KiB of text; a
/// document takes 1,000,000 messages. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/messages",
    tag = "chat",
    operation_id = "send_message",
    params(InScope),
    request_body = New,
    responses((status = 201, description = "The message; `location` says where it is read.", body = Message), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn send(State(app): State<App>, By(caller, by): By, scope: InScope, Body(new): Body<New>) -> Result<Response, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Comment).await?;
    let (named, new) = (document.clone(), chat::NewMessage::from(new));
    let message = with_chat(&app, move |chat, now| chat.send(&named, &new, &by, now)).await?;
    let place = format!("/api/documents/{}/messages/{}", paths::segment(document.as_str()), message.id);
    Ok(created(&place, Message::from(message)))
}

/// The messages of a document
///
/// A page of the newest ones, or of those before, after or around a message; always the oldest first. A page ends early when it is
/// large. For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/messages",
    tag = "chat",
    operation_id = "list_messages",
    params(InScope, Wanted),
    responses((status = 200, description = "Some messages.", body = List), Refusals, (status = 404, response = NotFound)),
)]
async fn list(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InQuery(wanted): InQuery<Wanted>,
) -> Result<Json<List>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let limit = pages::limit(wanted.limit)?;
    let place = match (wanted.before, wanted.after, wanted.around) {
        (None, None, None) => Place::Newest,
        (Some(id), None, None) => Place::Before(id),
        (None, Some(id), None) => Place::After(id),
        (None, None, Some(id)) => Place::Around(id),
        _ => return Err(Refused::Invalid("of before, after and around there is only one").into()),
    };
    let wanted = chat::Wanted { place, reply_to: wanted.reply_to, limit };
    Ok(Json(with_chat(&app, move |chat, _| chat.list(&document, &wanted)).await?.into()))
}

/// A message
///
/// For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/messages/{message}",
    tag = "chat",
    operation_id = "read_message",
    params(InScope, ("message" = String, Path, description = "The message's id.", example = "018bcfe5-6800-7000-8000-004000000000")),
    responses((status = 200, description = "The message.", body = Message), Refusals, (status = 404, response = NotFound)),
)]
async fn read(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, message)): InPath<(String, String)>,
) -> Result<Json<Message>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    Ok(Json(with_chat(&app, move |chat, _| chat.get(&document, &message)).await?.into()))
}

/// Change a message
///
/// Only its author does that, who must still be a commenter; a deleted one stays as it is (409).
#[utoipa::path(
    patch,
    path = "/api/documents/{scope}/messages/{message}",
    tag = "chat",
    operation_id = "edit_message",
    params(InScope, ("message" = String, Path, description = "The message's id.", example = "018bcfe5-6800-7000-8000-004000000000")),
    request_body = Change,
    responses((status = 200, description = "The message.", body = Message), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn edit(
    State(app): State<App>,
    By(caller, by): By,
    scope: InScope,
    InPath((_, message)): InPath<(String, String)>,
    Body(change): Body<Change>,
) -> Result<Json<Message>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Comment).await?;
    let edit = chat::Edit::from(change);
    Ok(Json(with_chat(&app, move |chat, now| chat.edit(&document, &message, &edit, &by, now)).await?.into()))
}

/// Delete a message
///
/// Its place stays, without text, references and reactions. Deleting again changes nothing. For its author, who must still be a
/// commenter, and for owners of the document.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/messages/{message}",
    tag = "chat",
    operation_id = "delete_message",
    params(InScope, ("message" = String, Path, description = "The message's id.", example = "018bcfe5-6800-7000-8000-004000000000")),
    responses((status = 204, description = "It is deleted."), Refusals, (status = 404, response = NotFound),
        (status = 409, response = Conflict)),
)]
async fn delete(
    State(app): State<App>,
    By(caller, by): By,
    scope: InScope,
    InPath((_, message)): InPath<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (document, role) = entered(&app, &caller, &scope, Action::Comment).await?;
    let reach = if role.may(Action::Manage) { Reach::All } else { Reach::Own };
    with_chat(&app, move |chat, now| chat.delete(&document, &message, (&by, reach), now)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// React to a message
///
/// With an emoji or a `:shortcode:`. A second time changes nothing. At most 32 different reactions to a message, of 500 users each,
/// together 512 KiB. For commenters.
#[utoipa::path(
    put,
    path = "/api/documents/{scope}/messages/{message}/reactions/{emoji}",
    tag = "chat",
    operation_id = "react_to_message",
    params(InScope, ("message" = String, Path, description = "The message's id.", example = "018bcfe5-6800-7000-8000-004000000000"),
        ("emoji" = String, Path, description = "An emoji or a `:shortcode:`.", min_length = 1, max_length = 64, example = "👍")),
    responses((status = 200, description = "The message.", body = Message), Refusals, (status = 404, response = NotFound),
        (status = 409, response = Conflict)),
)]
async fn react(
    State(app): State<App>,
    By(caller, by): By,
    scope: InScope,
    InPath((_, message, emoji)): InPath<(String, String, String)>,
) -> Result<Json<Message>, Problem> {
    change_reaction(&app, (&caller, by), &scope, (message, emoji, Reacting::Add)).await
}

/// Take a reaction back
///
/// The caller's own. Also fine if there was none. For commenters.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/messages/{message}/reactions/{emoji}",
    tag = "chat",
    operation_id = "take_back_reaction_to_message",
    params(InScope, ("message" = String, Path, description = "The message's id.", example = "018bcfe5-6800-7000-8000-004000000000"),
        ("emoji" = String, Path, description = "An emoji or a `:shortcode:`.", min_length = 1, max_length = 64, example = "👍")),
    responses((status = 200, description = "The message.", body = Message), Refusals, (status = 404, response = NotFound),
        (status = 409, response = Conflict)),
)]
async fn unreact(
    State(app): State<App>,
    By(caller, by): By,
    scope: InScope,
    InPath((_, message, emoji)): InPath<(String, String, String)>,
) -> Result<Json<Message>, Problem> {
    change_reaction(&app, (&caller, by), &scope, (message, emoji, Reacting::Remove)).await
}

async fn change_reaction(
    app: &App,
    (caller, by): (&Arc<Identity>, Doer),
    scope: &InScope,
    (message, emoji, reacting): (String, String, Reacting),
) -> Result<Json<Message>, Problem> {
    let (document, _) = entered(app, caller, scope, Action::Comment).await?;
    let changed = with_chat(app, move |chat, now| chat.react((&document, &message), (&emoji, reacting), &by, now));
    Ok(Json(changed.await?.into()))
}

/// How much the caller has not read
///
/// Counts messages of others that are not deleted, behind the last one the caller has read. For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/messages/unread",
    tag = "chat",
    operation_id = "unread_messages",
    params(InScope),
    responses((status = 200, description = "How much is unread.", body = Unread), Refusals, (status = 404, response = NotFound)),
)]
async fn unread(State(app): State<App>, Caller(caller): Caller, scope: InScope) -> Result<Json<Unread>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let user = Arc::clone(&caller.user.id);
    Ok(Json(with_chat(&app, move |chat, _| chat.unread(&document, &user)).await?.into()))
}

/// Note what the caller has read
///
/// Everything up to a message. An older one than before changes nothing, unless `force` is set. For readers of the document; who has
/// no id that lasts (a share link alone, a y-sweet token, open mode without a name) is refused (400).
#[utoipa::path(
    put,
    path = "/api/documents/{scope}/messages/read",
    tag = "chat",
    operation_id = "mark_messages_read",
    params(InScope),
    request_body = Reading,
    responses((status = 200, description = "Up to where the caller has read now.", body = HasRead), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn mark_read(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    Body(reading): Body<Reading>,
) -> Result<Json<HasRead>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    if !caller.is_lasting() {
        return Err(Refused::Invalid("nobody would know you again: sign in, give a name (?name=), or exchange the share link for a token (POST /api/shares/use)").into());
    }
    let (user, moving) = (Arc::clone(&caller.user.id), if reading.force { Moving::Anywhere } else { Moving::Forward });
    let marked = with_chat(&app, move |chat, _| chat.mark_read(&document, &reading.message, &user, moving));
    Ok(Json(HasRead { last_read: marked.await? }))
}

/// How much is said, and by whom
///
/// Kept while messages are written, so it costs the same however many there are. For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/messages/statistics",
    tag = "chat",
    operation_id = "message_statistics",
    params(InScope),
    responses((status = 200, description = "What is counted.", body = Statistics), Refusals, (status = 404, response = NotFound)),
)]
async fn statistics(State(app): State<App>, Caller(caller): Caller, scope: InScope) -> Result<Json<Statistics>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    Ok(Json(with_chat(&app, move |chat, _| chat.statistics(&document)).await?.into()))
}

/// Say that the caller is typing
///
/// Shown in the presence of a caller who has joined the session over HTTP, until they say otherwise or leave. For others nothing
/// happens; clients with a socket say so in their presence. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/messages/typing",
    tag = "chat",
    operation_id = "typing_message",
    params(InScope),
    request_body = Typing,
    responses((status = 204, description = "It is taken."), Refusals, BodyRefusals),
)]
async fn typing(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    Body(Typing { typing }): Body<Typing>,
) -> Result<StatusCode, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Comment).await?;
    // Whoever has not joined over HTTP has no presence here that could say so.
    let typing = if typing { Typist::Begins } else { Typist::Ends };
    app.presence.typing(&caller, &document, typing).await;
    Ok(StatusCode::NO_CONTENT)
}
