//! The document of a request that is about something beside its content: its runs, its threads. Asks the guard; used by the routes
//! of those.

use std::sync::Arc;

use axum::http::StatusCode;

use super::request::InScope;
use crate::access::{Action, Denied, Identity, Role};
use crate::app::App;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// The document, and what the caller is there, if they may do that. Companions have nothing beside their content.
pub(super) async fn entered(
    app: &App,
    caller: &Arc<Identity>,
    scope: &InScope,
    action: Action,
) -> Result<(DocumentId, Role), Problem> {
    let document = scope.document()?;
    if document.is_companion() {
        let detail = "ids that end in ~yrsa are the server's own; ask for this of the document itself";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid document id", detail));
    }
    let (caller, asked) = (Arc::clone(caller), document.clone());
    let role = app.guard.blocking(move |guard| Ok(guard.access(&caller, &asked)?)).await?;
    if role.may(action) { Ok((document, role)) } else { Err(Denied::NoRight.into()) }
}
