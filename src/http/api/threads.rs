//! `/api/documents/{scope}/threads`: comments on a document, as BlockNote's `RESTYjsThreadStore` writes them and with what other
//! tools need beside. Who reads the document reads them; commenters write, change and delete their own words; owners delete
//! anybody's. The work is `features::threads`'.

mod places;
pub(super) mod shapes;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::shapes::{Comment, Deleted, Deleting, List, New, Reacting, Said, Thread, Wanted};
use super::answer::created;
use super::entered::entered;
use super::pages;
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, By, Caller, InPath, InQuery, InScope};
use crate::access::Action;
use crate::app::App;
use crate::features::threads::{self, Conversation, Removal, State as Resolved, Toggle, Written};
use crate::features::{Refused, Threads, records};
use crate::http::paths;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(read, delete))
        .routes(routes!(reply))
        .routes(routes!(edit, delete_comment))
        .routes(routes!(resolve))
        .routes(routes!(unresolve))
        .routes(routes!(react))
        .routes(routes!(unreact))
        .merge(places::routes())
}

/// Who asks, in a document where they may comment.
struct Entered {
    document: DocumentId,
    caller: threads::Caller,
}

async fn commenting(app: &App, By(identity, doer): By, scope: &InScope) -> Result<Entered, Problem> {
    let (document, role) = entered(app, &identity, scope, Action::Comment).await?;
    Ok(Entered { document, caller: threads::Caller { doer, role } })
}

/// Lets something be done with threads, at the guard's time; returns when everybody sees it.
async fn done<T: Send + 'static>(
    app: &App,
    Entered { document, caller }: Entered,
    work: impl FnOnce(&Threads, &DocumentId, (&threads::Caller, u64)) -> Result<Written<T>, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let now = app.guard.now_ms();
    app.threads.do_and_show(&document, move |threads, document| work(threads, document, (&caller, now))).await
}

fn place(document: &DocumentId, thread: &str) -> String {
    format!("/api/documents/{}/threads/{thread}", paths::segment(document.as_str()))
}

/// Begin a thread
///
/// With its first comment, about the document, something in it, or a stretch of text. At most 1,000 threads a document. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/threads",
    tag = "comments",
    operation_id = "create_thread",
    params(InScope),
    request_body = New,
    responses((status = 201, description = "The thread; `location` says where it is read.", body = Thread), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn create(State(app): State<App>, by: By, scope: InScope, Body(new): Body<New>) -> Result<Response, Problem> {
    let entered = commenting(&app, by, &scope).await?;
    let (document, new) = (entered.document.clone(), new.into());
    let begun = done(&app, entered, move |threads, document, (caller, now)| threads.create(document, &new, caller, now)).await?;
    Ok(created(&place(&document, &begun.thread.id), Thread::from(begun)))
}

/// The threads of a document
///
/// The newest first, with all their comments. A page ends early when it is large. For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/threads",
    tag = "comments",
    operation_id = "list_threads",
    params(InScope, Wanted),
    responses((status = 200, description = "Some threads.", body = List), Refusals, (status = 404, response = NotFound)),
)]
async fn list(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InQuery(wanted): InQuery<Wanted>,
) -> Result<Json<List>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let limit = pages::limit(wanted.limit)?;
    let Wanted { resolved, anchor, cursor, .. } = wanted;
    let wanted = threads::Wanted { resolved, anchor, after: cursor, limit };
    let threads = app.threads.clone();
    let asked = document.clone();
    let page = records::blocking(move || threads.list(&asked, &wanted)).await?;
    let mut threads: Vec<Thread> = page.threads.into_iter().map(Into::into).collect();
    places::look_for(&app, &caller, &document, &mut threads).await;
    Ok(Json(List { threads, next_cursor: page.next }))
}

/// A thread
///
/// With all its comments. For readers of the document.
#[utoipa::path(
    get,
    path = "/api/documents/{scope}/threads/{thread}",
    tag = "comments",
    operation_id = "read_thread",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "The thread.", body = Thread), Refusals, (status = 404, response = NotFound)),
)]
async fn read(
    State(app): State<App>,
    Caller(caller): Caller,
    scope: InScope,
    InPath((_, thread)): InPath<(String, String)>,
) -> Result<Json<Thread>, Problem> {
    let (document, _) = entered(&app, &caller, &scope, Action::Read).await?;
    let mut thread = [Thread::from(conversation(&app, &document, thread).await?)];
    places::look_for(&app, &caller, &document, &mut thread).await;
    let [thread] = thread;
    Ok(Json(thread))
}

async fn conversation(app: &App, document: &DocumentId, thread: String) -> Result<Conversation, Refused> {
    let (threads, document) = (app.threads.clone(), document.clone());
    records::blocking(move || threads.get(&document, &thread)).await
}

/// Delete a thread
///
/// With all its comments; nothing of it stays. For owners, and for who began it as long as nobody else's words are in it.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/threads/{thread}",
    tag = "comments",
    operation_id = "delete_thread",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "It is gone.", body = Deleted), Refusals, (status = 404, response = NotFound)),
)]
async fn delete(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread)): InPath<(String, String)>,
) -> Result<Json<Deleted>, Problem> {
    let entered = commenting(&app, by, &scope).await?;
    let left =
        done(&app, entered, move |threads, document, (caller, now)| threads.delete(document, &thread, caller, now)).await?;
    Ok(Json(left.into()))
}

/// Reply
///
/// At most 1,000 comments and 2 MiB a thread. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/threads/{thread}/comments",
    tag = "comments",
    operation_id = "create_comment",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = Said,
    responses((status = 201, description = "The comment; `location` says where its thread is read.", body = Comment), Refusals,
        BodyRefusals, (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn reply(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread)): InPath<(String, String)>,
    Body(said): Body<Said>,
) -> Result<Response, Problem> {
    let entered = commenting(&app, by, &scope).await?;
    let (place, words) = (place(&entered.document, &thread), said.into());
    let comment =
        done(&app, entered, move |threads, document, (caller, now)| threads.reply((document, &thread), &words, caller, now));
    Ok(created(&place, Comment::from(comment.await?)))
}

/// Change a comment
///
/// The body and the metadata become what is sent. For its author.
#[utoipa::path(
    put,
    path = "/api/documents/{scope}/threads/{thread}/comments/{comment}",
    tag = "comments",
    operation_id = "change_comment",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000"),
        ("comment" = String, Path, description = "The comment's id.", example = "018bcfe5-6800-7000-8000-000000000001")),
    request_body = Said,
    responses((status = 200, description = "The comment.", body = Comment), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn edit(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread, comment)): InPath<(String, String, String)>,
    Body(said): Body<Said>,
) -> Result<Json<Comment>, Problem> {
    let entered = commenting(&app, by, &scope).await?;
    let words = said.into();
    let changed = done(&app, entered, move |threads, document, (caller, now)| {
        threads.edit((document, &thread, &comment), &words, caller, now)
    });
    Ok(Json(changed.await?.into()))
}

/// Delete a comment
///
/// Its place stays unless `soft=false`. With the last comment the thread is deleted: it stays with its places, or goes where nothing is
/// left. For its author and for owners.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/threads/{thread}/comments/{comment}",
    tag = "comments",
    operation_id = "delete_comment",
    params(InScope, Deleting,
        ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000"),
        ("comment" = String, Path, description = "The comment's id.", example = "018bcfe5-6800-7000-8000-000000000001")),
    responses((status = 200, description = "It is deleted.", body = Deleted), Refusals, (status = 404, response = NotFound),
        (status = 409, response = Conflict)),
)]
async fn delete_comment(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread, comment)): InPath<(String, String, String)>,
    InQuery(deleting): InQuery<Deleting>,
) -> Result<Json<Deleted>, Problem> {
    let entered = commenting(&app, by, &scope).await?;
    let removal = if deleting.soft.unwrap_or(true) { Removal::Soft } else { Removal::Whole };
    let left = done(&app, entered, move |threads, document, (caller, now)| {
        threads.delete_comment((document, &thread, &comment), removal, caller, now)
    });
    Ok(Json(left.await?.into()))
}

/// Resolve a thread
///
/// Resolving again changes nothing. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/threads/{thread}/resolve",
    tag = "comments",
    operation_id = "resolve_thread",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "The thread.", body = Thread), Refusals, (status = 404, response = NotFound)),
)]
async fn resolve(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread)): InPath<(String, String)>,
) -> Result<Json<Thread>, Problem> {
    resolution(&app, commenting(&app, by, &scope).await?, thread, Resolved::Resolved).await
}

/// Reopen a thread
///
/// Reopening one that is open changes nothing. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/threads/{thread}/unresolve",
    tag = "comments",
    operation_id = "reopen_thread",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    responses((status = 200, description = "The thread.", body = Thread), Refusals, (status = 404, response = NotFound)),
)]
async fn unresolve(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread)): InPath<(String, String)>,
) -> Result<Json<Thread>, Problem> {
    resolution(&app, commenting(&app, by, &scope).await?, thread, Resolved::Open).await
}

async fn resolution(app: &App, entered: Entered, thread: String, state: Resolved) -> Result<Json<Thread>, Problem> {
    let (document, id) = (entered.document.clone(), thread.clone());
    done(app, entered, move |threads, document, (caller, now)| threads.resolve((document, &id), state, caller, now)).await?;
    Ok(Json(conversation(app, &document, thread).await?.into()))
}

/// React to a comment
///
/// Reacting again in the same way changes nothing. At most 32 different reactions and 1,000 in all a comment. For commenters.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions",
    tag = "comments",
    operation_id = "add_reaction",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000"),
        ("comment" = String, Path, description = "The comment's id.", example = "018bcfe5-6800-7000-8000-000000000001")),
    request_body = Reacting,
    responses((status = 200, description = "The comment.", body = Comment), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict)),
)]
async fn react(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread, comment)): InPath<(String, String, String)>,
    Body(Reacting { emoji }): Body<Reacting>,
) -> Result<Json<Comment>, Problem> {
    reaction(&app, commenting(&app, by, &scope).await?, (thread, comment), (emoji, Toggle::On)).await
}

/// Take back a reaction
///
/// One's own. Taking back one that is not there changes nothing. For commenters.
#[utoipa::path(
    delete,
    path = "/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions/{emoji}",
    tag = "comments",
    operation_id = "remove_reaction",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000"),
        ("comment" = String, Path, description = "The comment's id.", example = "018bcfe5-6800-7000-8000-000000000001"),
        ("emoji" = String, Path, description = "As it was given, percent-encoded or not.", example = "👍")),
    responses((status = 200, description = "The comment.", body = Comment), Refusals, (status = 404, response = NotFound)),
)]
async fn unreact(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread, comment, emoji)): InPath<(String, String, String, String)>,
) -> Result<Json<Comment>, Problem> {
    reaction(&app, commenting(&app, by, &scope).await?, (thread, comment), (emoji, Toggle::Off)).await
}

async fn reaction(
    app: &App,
    entered: Entered,
    (thread, comment): (String, String),
    (emoji, toggle): (String, Toggle),
) -> Result<Json<Comment>, Problem> {
    let changed = done(app, entered, move |threads, document, (caller, now)| {
        threads.react((document, &thread, &comment), (&emoji, toggle), caller, now)
    });
    Ok(Json(changed.await?.into()))
}
