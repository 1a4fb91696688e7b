//! `/api/audit`: who did what, for administrators, and for owners what happened in their scopes. As pages, as an export line by line,
//! and whether the chain holds. Everything else about it is in `features`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body as Sent, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::refusals::Refusals;
use super::request::{By, Caller, InQuery};
use crate::access::{Action, Denied, Identity, Scope};
use crate::app::App;
use crate::features::audit::query::{Entry, Filter, Reach};
use crate::features::audit::verify::Verified;
use crate::features::events::reader::Types;
use crate::features::{Guard, records};
use crate::http::problem::Problem;

/// Entries of a page.
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1_000;

/// How long a client may take nothing of an export.
const PATIENCE: Duration = Duration::from_secs(120);

/// Which entries. All that is given must fit.
#[derive(Debug, Default, Clone, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// About documents and scopes in this scope: a prefix that ends in a slash, or a document.
    #[param(example = "acme/")]
    #[serde(skip_serializing_if = "Option::is_none")]
    under: Option<String>,
    /// About exactly this document, or this scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    /// By the user with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// Of these types only, separated by commas; `*` stands for anything. At most 64.
    #[param(example = "member.*,document.deleted")]
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    /// With this outcome: `allowed`, `denied` or `failed`.
    #[param(example = "denied")]
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<String>,
    /// Not before this time, in milliseconds since the Unix epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<u64>,
    /// Before this time, in milliseconds since the Unix epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
}

/// Where a page begins, and how long it is.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Paging {
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// At most so many entries.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
}

/// An entry of the audit.
#[derive(ToSchema)]
#[schema(as = AuditEntry, example = json!({
    "seq": 7, "time": 1_700_000_000_000_u64, "action": "member.changed", "outcome": "allowed", "actor": { "id": "grace", "name": "Grace" },
    "document": "acme/board/roadmap", "address": "203.0.113.9", "door": "rest", "details": { "user": "ada", "role": "editor", "old": "viewer" },
    "event": "123", "previous": "1c8b3a9a0f2d4e5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3",
    "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
}))]
#[allow(dead_code, reason = "of this type only the schema is used; entries are sent as they are stored")]
struct EntrySchema {
    /// Its number: 1, 2, 3 …, without holes.
    seq: u64,
    /// When, in milliseconds since the Unix epoch.
    time: u64,
    /// What was done: the type of an event.
    action: String,
    outcome: Outcome,
    /// Who did it; null for what the server does by itself, and for those whom it does not know.
    #[schema(required)]
    actor: Option<Actor>,
    /// The document it is about.
    #[schema(nullable = false)]
    document: Option<String>,
    /// The scope it is about, if that is a prefix or everything.
    #[schema(nullable = false)]
    scope: Option<String>,
    /// Where it came from, as limits count it: an IPv4 address, or the /64 network of an IPv6 one.
    #[schema(required)]
    address: Option<String>,
    /// The door it came through: `rest`, `sync`, `hocuspocus`, `y-sweet` or `live`.
    #[schema(required)]
    door: Option<String>,
    /// The data of the event.
    #[schema(value_type = Object)]
    details: Value,
    /// The event's id.
    #[schema(pattern = "^[0-9]+$")]
    event: String,
    /// The hash of the entry before it.
    previous: String,
    /// SHA-256 of this entry without `hash`, written as RFC 8785 has it, in hex.
    hash: String,
}

/// How something ended that was tried.
#[derive(ToSchema)]
#[schema(as = AuditOutcome, rename_all = "lowercase")]
#[allow(dead_code, reason = "of this type only the schema is used")]
enum Outcome {
    Allowed,
    Denied,
    Failed,
}

/// Who did something.
#[derive(ToSchema)]
#[schema(as = AuditActor)]
#[allow(dead_code, reason = "of this type only the schema is used")]
struct Actor {
    /// The user's id.
    id: String,
    /// The name, if it is known.
    #[schema(nullable = false)]
    name: Option<String>,
}

/// Entries, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditPage, example = json!({
    "entries": [{
        "seq": 7, "time": 1_700_000_000_000_u64, "action": "member.changed", "outcome": "allowed",
        "actor": { "id": "grace", "name": "Grace" }, "document": "acme/board/roadmap", "address": "203.0.113.9", "door": "rest",
        "details": { "user": "ada", "role": "editor", "old": "viewer" }, "event": "123",
        "previous": "1c8b3a9a0f2d4e5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3",
        "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    }],
    "next_cursor": null,
}))]
struct List {
    /// The entries; there may be more although these are fewer than `limit`.
    #[schema(value_type = Vec<EntrySchema>)]
    entries: Vec<Entry>,
    /// Goes into `cursor` for older ones; null at the end.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Whether the chain holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditVerified, example = json!({
    "intact": true, "entries": 1200, "first": 1, "last": 1200,
    "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "faults": [], "faulty": 0,
}))]
struct Checked {
    /// Whether nothing was altered, removed or put elsewhere.
    intact: bool,
    /// Entries that are kept.
    entries: u64,
    /// The number of the first entry that is kept.
    first: u64,
    /// The number of the last entry.
    last: u64,
    /// Its hash. Note it elsewhere: whoever can write the data folder can write a whole chain anew.
    hash: String,
    /// What does not fit, the first hundred.
    faults: Vec<Wrong>,
    /// How much does not fit.
    faulty: u64,
}

/// Something that does not fit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditFault)]
struct Wrong {
    /// The entry's number.
    seq: u64,
    /// What is wrong with it.
    what: String,
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list)).routes(routes!(export)).routes(routes!(check))
}

fn invalid(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail)
}

impl Wanted {
    fn filter(&self) -> Result<Filter, Problem> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let scope = |name: &str, text: Option<String>| {
            let scope = text.map(|text| Scope::new(&text)).transpose();
            scope.map_err(|error| invalid(format!("{name}: {error}")))
        };
        let under = scope("under", given(&self.under))?;
        let document = scope("document", given(&self.document))?.map(|scope| scope.as_str().to_owned());
        let actions = given(&self.action);
        let actions = Types::new(actions.iter().flat_map(|actions| actions.split(',')).map(str::trim));
        let actions = actions.map_err(|error| invalid(format!("action: {error}")))?;
        let outcome = given(&self.outcome);
        if outcome.as_deref().is_some_and(|outcome| !["allowed", "denied", "failed"].contains(&outcome)) {
            return Err(invalid("outcome is allowed, denied or failed"));
        }
        let user = given(&self.user);
        let (since_ms, until_ms) = (self.since, self.until);
        Ok(Filter { reach: Reach::OfOwners, under, document, user, actions, outcome, since_ms, until_ms })
    }
}

/// How far somebody may look: administrators at everything, owners into their scope if they say which.
fn reach(guard: &Guard, caller: &Identity, filter: &Filter) -> Result<Reach, Denied> {
    if guard.is_admin(caller)? {
        return Ok(Reach::Everything);
    }
    let document = filter.document.as_deref().and_then(|document| Scope::new(document).ok());
    let scope = document.or_else(|| filter.under.clone()).ok_or(Denied::NoRight)?;
    if guard.access_to_deleted(caller, &scope)?.may(Action::Manage) { Ok(Reach::OfOwners) } else { Err(Denied::NoRight) }
}

/// The audit
///
/// Who did what, when, from where and how it ended, the newest first. For administrators; owners see what happened in a scope of
/// theirs, which `under` or `document` names, without what is about accounts, administration and refusals.
#[utoipa::path(
    get,
    path = "/api/audit",
    tag = "audit",
    operation_id = "list_audit",
    params(Wanted, Paging),
    responses((status = 200, description = "Entries.", body = List), Refusals),
)]
async fn list(
    State(app): State<App>,
    Caller(caller): Caller,
    InQuery(wanted): InQuery<Wanted>,
    InQuery(paging): InQuery<Paging>,
) -> Result<Json<List>, Problem> {
    let mut filter = wanted.filter()?;
    let limit = paging.limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(invalid(format!("limit lies between 1 and {LARGEST_PAGE}")));
    }
    let before = paging.cursor.as_deref().filter(|cursor| !cursor.is_empty()).map(str::parse).transpose();
    let before = before.map_err(|_| invalid("cursor is the next_cursor of another page"))?;
    let page = records::blocking(move || {
        filter.reach = reach(&app.guard, &caller, &filter)?;
        app.audit.page(&filter, before, limit)
    });
    let page = page.await?;
    Ok(Json(List { entries: page.entries, next_cursor: page.next.map(|next| next.to_string()) }))
}

/// Export the audit
///
/// Everything up to now that fits, the oldest first, one entry a line. An entry says that it was exported. Ends early when the right
/// to it ends. For those who may read it; four at a time.
#[utoipa::path(
    get,
    path = "/api/audit/export",
    tag = "audit",
    operation_id = "export_audit",
    params(Wanted),
    responses(
        (status = 200, description = "The entries.", body = String, content_type = "application/x-ndjson", example = json!("{\"seq\":1, …}\n{\"seq\":2, …}\n")),
        Refusals,
    ),
)]
async fn export(State(app): State<App>, By(caller, doer): By, InQuery(wanted): InQuery<Wanted>) -> Result<Response, Problem> {
    let filter = wanted.filter()?;
    let (asking, who, wants) = (app.clone(), Arc::clone(&caller), filter.clone());
    let begun = records::blocking(move || {
        reach(&asking.guard, &who, &wants)?;
        asking.audit.begin_export(&doer, json!(wanted))
    });
    let mut export = begun.await?;
    let (lines, mut taken) = mpsc::channel::<Bytes>(1);
    let reading = app.clone();
    app.rooms.tracker().spawn_on(
        async move {
            while !export.is_over() {
                let (app, who, mut filter) = (reading.clone(), Arc::clone(&caller), filter.clone());
                let read = records::blocking(move || {
                    filter.reach = reach(&app.guard, &who, &filter)?;
                    let entries = app.audit.more(&filter, &mut export)?;
                    Ok((export, entries))
                });
                let text: String;
                (export, text) = match read.await {
                    Ok((export, entries)) => (export, entries.iter().map(|entry| json!(entry).to_string() + "\n").collect()),
                    Err(error) => return tracing::warn!(%error, "an export of the audit ended early"),
                };
                if reading.is_shutting_down() || (!text.is_empty() && lines.send_timeout(text.into(), PATIENCE).await.is_err()) {
                    return;
                }
            }
        },
        app.rooms.runtime(),
    );
    let body = stream::poll_fn(move |context| taken.poll_recv(context).map(|lines| lines.map(Ok::<_, Infallible>)));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, Sent::from_stream(body)).into_response())
}

/// Verify the audit
///
/// Goes through the whole chain. For administrators; one at a time.
#[utoipa::path(
    get,
    path = "/api/audit/verify",
    tag = "audit",
    operation_id = "verify_audit",
    responses((status = 200, description = "What was found.", body = Checked), Refusals),
)]
async fn check(State(app): State<App>, Caller(caller): Caller) -> Result<Json<Checked>, Problem> {
    if !app.guard.is_admin(&caller)? {
        return Err(Denied::NoRight.into());
    }
    let audit = Arc::clone(&app.audit);
    let Verified { entries, first, end, faults, faulty } = records::blocking(move || audit.verify()).await?;
    let faults = faults.into_iter().map(|fault| Wrong { seq: fault.seq, what: fault.what }).collect();
    Ok(Json(Checked { intact: faulty == 0, entries, first, last: end.seq, hash: end.hash, faults, faulty }))
}
