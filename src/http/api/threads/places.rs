//! Threads and the text they are about: the mark that BlockNote wants in the document, written by the server for those who may
//! comment and not edit, and whether what a thread is about is still there. Both ask the document's room.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{Adding, Anchor, Thread};
use super::{Entered, commenting, conversation, done};
use crate::access::{Action, Identity, Role};
use crate::app::App;
use crate::features::{records, threads};
use crate::http::api::refusals::{BodyRefusals, Conflict, NotFound, Refusals, Refused as Unprocessable};
use crate::http::api::request::{Body, By, InPath, InScope};
use crate::http::problem::Problem;
use crate::http::visits;
use crate::protocol::DocumentId;
use crate::protocol::live::{Edit, Mark, Place};
use crate::room::visit::{Visit, VisitError};

/// Places a room is asked about as one.
const AT_A_TIME: usize = 8;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(add_to_document))
}

/// Mark the text a thread is about
///
/// BlockNote's mark `comment` is put on all text between two relative positions, and the thread is about that range from then on. For
/// commenters who began the thread, and for editors.
#[utoipa::path(
    post,
    path = "/api/documents/{scope}/threads/{thread}/addToDocument",
    tag = "comments",
    operation_id = "mark_thread",
    params(InScope, ("thread" = String, Path, description = "The thread's id.", example = "018bcfe5-6800-7000-8000-000000000000")),
    request_body = Adding,
    responses((status = 200, description = "The thread.", body = Thread), Refusals, BodyRefusals,
        (status = 404, response = NotFound), (status = 409, response = Conflict), (status = 422, response = Unprocessable)),
)]
async fn add_to_document(
    State(app): State<App>,
    by: By,
    scope: InScope,
    InPath((_, thread)): InPath<(String, String)>,
    Body(adding): Body<Adding>,
) -> Result<Json<Thread>, Problem> {
    let identity = by.0.clone();
    let Entered { document, caller } = commenting(&app, by, &scope).await?;
    let (start, end) = adding.range()?;
    let there = {
        let (threads, document, thread, caller) = (app.threads.clone(), document.clone(), thread.clone(), caller.clone());
        records::blocking(move || threads.may_anchor(&document, &thread, &caller)).await?
    };
    let anchor = threads::Anchor::Range { start, end, path: there.anchor.path().map(str::to_owned) };
    anchor.check()?;
    if let threads::Anchor::Range { start, end, .. } = &anchor {
        let (name, value) = threads::mark(&thread);
        mark(&app, &identity, &document, Mark { start: start.clone(), end: end.clone(), name, value }).await?;
    }
    let (entered, id) = (Entered { document: document.clone(), caller }, thread.clone());
    done(&app, entered, move |threads, document, (caller, now)| threads.anchor((document, &id), &anchor, caller, now)).await?;
    let mut marked = Thread::from(conversation(&app, &document, thread).await?);
    marked.orphaned = Some(false);
    Ok(Json(marked))
}

/// Goes into the room as somebody who may edit: it is the server that does, by its own rules for comments.
async fn mark(app: &App, caller: &Identity, document: &DocumentId, mark: Mark) -> Result<(), Problem> {
    let seat = app.rooms.take_seat(document).map_err(|refused| visits::no_seat(&refused))?;
    let visit = Visit::begin(seat, caller.user.clone(), Role::Editor).await;
    match visit.edit(Edit::Mark(mark), None).await {
        Ok(_) => Ok(()),
        Err(VisitError::Failed(failed)) if failed.code == "patch_failed" => {
            let detail = "there is no text between these positions any more";
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no such text", detail))
        }
        Err(error) => Err(visits::refused(error)),
    }
}

/// Says of threads whether what they are about is gone, as far as the room can tell it now.
pub(super) async fn look_for(app: &App, caller: &Identity, document: &DocumentId, threads: &mut [Thread]) {
    let places: Vec<Place> = threads.iter().filter_map(place).collect();
    if places.is_empty() {
        return;
    }
    let Ok(visit) = visits::begin(app, caller, document, Action::Read).await else { return };
    let mut asked = threads.iter_mut().filter(|thread| place(thread).is_some());
    // Each costs time in a large document, and others wait for the room meanwhile.
    for some in places.chunks(AT_A_TIME) {
        match visit.are_there(some.to_vec()).await {
            Ok(are_there) => {
                are_there.into_iter().zip(asked.by_ref()).for_each(|(is_there, thread)| thread.orphaned = Some(!is_there));
            }
            Err(error) => return tracing::warn!(%document, %error, "whether text is still there can't be told now"),
        }
    }
}

fn place(thread: &Thread) -> Option<Place> {
    match &thread.anchor {
        Anchor::Document => None,
        Anchor::Path { path } => Some(Place::At(path.clone())),
        Anchor::Range { start, end, .. } => Some(Place::Between(start.clone(), end.clone())),
    }
}
