//! `/api/webhooks`: endpoints that hear what happens in a scope, for owners of the scope. A secret is in the answer to what made
//! it, and nowhere else. Delivering is the work of `features::webhooks`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::members;
use super::refusals::{BodyRefusals, Conflict, NotFound, Refusals};
use super::request::{Body, Caller, InPath, InQuery};
use crate::access::{Denied, Identity, Scope};
use crate::app::App;
use crate::features::webhooks::{self, NewEndpoint, State as Condition, Webhook};
use crate::features::{Guard, Refused, Webhooks};
use crate::http::problem::Problem;

/// Deliveries on one page.
const MOST: usize = 200;
const USUAL: usize = 50;

/// An endpoint to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookCreation, example = json!({ "scope": "acme/", "url": "https://example.com/hooks/yrsa", "types": ["board.*", "document.deleted"] }))]
struct Creation {
    /// What it hears of.
    scope: Scope,
    /// Where it is: `https://`, no user and no password, at most 2,048 bytes.
    url: String,
    /// Types of events: `board.card.moved`, `board.*`; all when absent. At most 50.
    #[serde(default = "everything")]
    types: Vec<String>,
    /// What it is for, at most 1,024 bytes.
    #[serde(default)]
    description: String,
}

fn everything() -> Vec<String> {
    vec!["*".to_owned()]
}

/// What is to be changed about an endpoint; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookChanges, example = json!({ "enabled": true }))]
struct Changes {
    url: Option<String>,
    types: Option<Vec<String>>,
    description: Option<String>,
    /// Whether it is sent anything. One that is enabled again goes on where it stopped.
    enabled: Option<bool>,
}

/// How an endpoint does.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WebhookState, example = "ok")]
enum ShownState {
    /// The last attempt did not fail.
    Ok,
    /// It failed and is repeated.
    Failing,
    /// Nothing is sent: its owner said so, it answered 410, or the last attempt failed.
    Disabled,
}

/// An endpoint.
#[derive(Serialize, ToSchema)]
#[schema(as = Webhook, example = json!({
    "id": "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f", "scope": "acme/", "url": "https://example.com/hooks/yrsa", "types": ["board.*"],
    "description": "", "enabled": true, "state": "ok", "created_at": 1_700_000_000_000_u64, "created_by": "ada", "cursor": "4711"
}))]
struct Shown {
    id: String,
    scope: Scope,
    url: String,
    types: Vec<String>,
    description: String,
    enabled: bool,
    state: ShownState,
    /// When the first attempt failed since the last that did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    failing_since: Option<u64>,
    created_at: u64,
    /// The id of whoever made it.
    created_by: String,
    /// The id of the last event that is done with.
    cursor: String,
}

impl From<Webhook> for Shown {
    fn from(webhook: Webhook) -> Self {
        let Webhook { id, endpoint, progress } = webhook;
        let state = match progress.state() {
            Condition::Ok => ShownState::Ok,
            Condition::Failing => ShownState::Failing,
            Condition::Disabled => ShownState::Disabled,
        };
        Self {
            id,
            scope: endpoint.scope.clone(),
            url: endpoint.url.clone(),
            types: endpoint.types.clone(),
            description: endpoint.description.clone(),
            enabled: progress.enabled,
            state,
            failing_since: progress.failing_since_ms,
            created_at: endpoint.created_ms,
            created_by: endpoint.created_by.clone(),
            cursor: progress.cursor.to_string(),
        }
    }
}

/// An endpoint and its new secret, which is not shown again.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookWithSecret, example = json!({
    "id": "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f", "scope": "acme/", "url": "https://example.com/hooks/yrsa", "types": ["*"],
    "description": "", "enabled": true, "state": "ok", "created_at": 1_700_000_000_000_u64, "created_by": "ada", "cursor": "4711",
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
}))]
struct WithSecret {
    #[serde(flatten)]
    webhook: Shown,
    secret: String,
}

/// Endpoints.
#[derive(Serialize, ToSchema)]
#[schema(as = Webhooks, example = json!({ "webhooks": [] }))]
struct List {
    webhooks: Vec<Shown>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Those of exactly this scope; otherwise all of which the caller is an owner.
    scope: Option<Scope>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// `next_cursor` of the page before.
    cursor: Option<u64>,
    /// How many: 1 to 200, 50 when absent.
    limit: Option<usize>,
}

/// One attempt to deliver something.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDelivery, example = json!({
    "id": "12", "event": "4711", "type": "board.card.moved", "attempt": 1, "at": 1_700_000_000_000_u64, "status": 503, "error": null,
    "response": "busy", "duration_ms": 87, "outcome": "failed"
}))]
struct Delivery {
    id: String,
    /// The event's id, or what stands for it: `gap_…`, `test_…`.
    event: String,
    #[serde(rename = "type")]
    kind: String,
    /// The how manyeth attempt it was.
    attempt: u32,
    at: u64,
    /// The status of the answer; `null` without one.
    status: Option<u16>,
    error: Option<String>,
    /// The first 1,024 bytes of the answer.
    response: String,
    duration_ms: u64,
    /// `delivered`, `failed` (it is tried again, unless it was a test or a redelivery), `given_up` (the endpoint is disabled).
    #[schema(example = "delivered")]
    outcome: &'static str,
}

impl From<webhooks::Delivery> for Delivery {
    fn from(delivery: webhooks::Delivery) -> Self {
        let webhooks::Delivery { id, event, kind, attempt, at, status, error, response, duration_ms, outcome } = delivery;
        Self { id: id.to_string(), event, kind, attempt, at, status, error, response, duration_ms, outcome: outcome.name() }
    }
}

/// Attempts, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDeliveries, example = json!({ "deliveries": [], "next_cursor": null }))]
struct Deliveries {
    deliveries: Vec<Delivery>,
    next_cursor: Option<String>,
}

/// Either of both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookRedelivery, example = json!({ "event": "4711" }))]
struct Redelivery {
    /// The id of one event, which is sent at once.
    event: Option<String>,
    /// The id of an event: all after it are sent again, in order.
    after: Option<String>,
}

/// What came of a redelivery.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookRedelivered, example = json!({ "cursor": "4710", "delivery": null }))]
struct Redelivered {
    /// The id of the last event that is done with.
    cursor: String,
    /// The attempt, if one event was to be sent.
    delivery: Option<Delivery>,
}

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(get, change, remove))
        .routes(routes!(rotate))
        .routes(routes!(test))
        .routes(routes!(deliveries))
        .routes(routes!(redeliver))
}

/// An endpoint, for those who may see it. Others don't learn whether there is one.
fn owned(guard: &Guard, webhooks: &Webhooks, caller: &Identity, id: &str) -> Result<Webhook, Refused> {
    match webhooks.get(id) {
        Ok(webhook) => {
            members::allowed(guard, caller, &webhook.endpoint.scope)?;
            Ok(webhook)
        }
        Err(unknown) if guard.is_admin(caller)? => Err(unknown),
        Err(_) => Err(Denied::NoRight.into()),
    }
}

/// Does something with an endpoint for those who own its scope, on a thread for it.
async fn with<T: Send + 'static>(
    app: &App,
    caller: Arc<Identity>,
    id: String,
    work: impl FnOnce(&Webhooks, &str) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Problem> {
    let webhooks = Arc::clone(&app.webhooks);
    let done = app.guard.blocking(move |guard| {
        owned(guard, &webhooks, &caller, &id)?;
        work(&webhooks, &id)
    });
    Ok(done.await?)
}

fn number(text: &str) -> Result<u64, Refused> {
    text.parse().map_err(|_| Refused::Invalid("an event's id is a decimal number in a string"))
}

/// Endpoints
///
/// Of one scope, or of all that the caller owns. For owners of the scope.
#[utoipa::path(
    get, path = "/api/webhooks", tag = "webhooks", operation_id = "list_webhooks", params(Wanted),
    responses((status = 200, description = "The endpoints, the oldest first.", body = List), Refusals),
)]
async fn list(State(app): State<App>, Caller(caller): Caller, InQuery(wanted): InQuery<Wanted>) -> Result<Json<List>, Problem> {
    let webhooks = Arc::clone(&app.webhooks);
    let found = app.guard.blocking(move |guard| {
        guard.valid_now(&caller)?;
        if let Some(scope) = &wanted.scope {
            members::allowed(guard, &caller, scope)?;
        }
        let mut found = Vec::new();
        for webhook in webhooks.list() {
            let is_wanted = wanted.scope.as_ref().is_none_or(|scope| *scope == webhook.endpoint.scope);
            if is_wanted && members::allowed(guard, &caller, &webhook.endpoint.scope).is_ok() {
                found.push(Shown::from(webhook));
            }
        }
        Ok(found)
    });
    Ok(Json(List { webhooks: found.await? }))
}

/// Make an endpoint
///
/// It hears of what happens from now on. For owners of the scope.
#[utoipa::path(
    post, path = "/api/webhooks", tag = "webhooks", operation_id = "create_webhook", request_body = Creation,
    responses(
        (status = 201, description = "The endpoint, with its secret.", body = WithSecret,
            headers(("location" = String, description = "Where it is."))),
        Refusals, BodyRefusals, (status = 409, response = Conflict),
    ),
)]
async fn create(
    State(app): State<App>,
    Caller(caller): Caller,
    Body(creation): Body<Creation>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<WithSecret>), Problem> {
    let webhooks = Arc::clone(&app.webhooks);
    let made = app.guard.blocking(move |guard| {
        members::allowed(guard, &caller, &creation.scope)?;
        let Creation { scope, url, types, description } = creation;
        webhooks.create(NewEndpoint { scope, url, types, description, created_by: caller.user.id.to_string() })
    });
    let (webhook, secret) = made.await?;
    let location = HeaderValue::from_str(&format!("/api/webhooks/{}", webhook.id));
    let location = location.map_err(|_| Problem::from(Refused::Broken("a webhook's id is no header")))?;
    let answer = WithSecret { webhook: webhook.into(), secret: secret.reveal().to_owned() };
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(answer)))
}

/// An endpoint
///
/// For owners of its scope.
#[utoipa::path(
    get, path = "/api/webhooks/{webhook}", tag = "webhooks", operation_id = "get_webhook",
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f")),
    responses((status = 200, description = "The endpoint.", body = Shown), Refusals, (status = 404, response = NotFound)),
)]
async fn get(State(app): State<App>, Caller(caller): Caller, InPath(id): InPath<String>) -> Result<Json<Shown>, Problem> {
    Ok(Json(with(&app, caller, id, |webhooks, id| webhooks.get(id)).await?.into()))
}

/// Change an endpoint
///
/// Another URL is tried at once; one that is enabled again goes on where it stopped. For owners of its scope.
#[utoipa::path(
    patch, path = "/api/webhooks/{webhook}", tag = "webhooks", operation_id = "change_webhook", request_body = Changes,
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f")),
    responses(
        (status = 200, description = "The endpoint.", body = Shown), Refusals, BodyRefusals, (status = 404, response = NotFound),
    ),
)]
async fn change(
    State(app): State<App>,
    Caller(caller): Caller,
    InPath(id): InPath<String>,
    Body(changes): Body<Changes>,
) -> Result<Json<Shown>, Problem> {
    let Changes { url, types, description, enabled } = changes;
    let changes = webhooks::Changes { url, types, description, enabled };
    Ok(Json(with(&app, caller, id, move |webhooks, id| webhooks.change(id, changes)).await?.into()))
}

/// Remove an endpoint
///
/// With its log. For owners of its scope.
#[utoipa::path(
    delete, path = "/api/webhooks/{webhook}", tag = "webhooks", operation_id = "remove_webhook",
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f")),
    responses((status = 204, description = "It is gone."), Refusals, (status = 404, response = NotFound)),
)]
async fn remove(State(app): State<App>, Caller(caller): Caller, InPath(id): InPath<String>) -> Result<StatusCode, Problem> {
    with(&app, caller, id, |webhooks, id| webhooks.remove(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give an endpoint a new secret
///
/// The last one signs, too, for 24 hours. For owners of its scope.
#[utoipa::path(
    post, path = "/api/webhooks/{webhook}/rotate", tag = "webhooks", operation_id = "rotate_webhook_secret",
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f")),
    responses(
        (status = 200, description = "The endpoint, with its new secret.", body = WithSecret),
        Refusals, (status = 404, response = NotFound),
    ),
)]
async fn rotate(State(app): State<App>, Caller(caller): Caller, InPath(id): InPath<String>) -> Result<Json<WithSecret>, Problem> {
    let (webhook, secret) = with(&app, caller, id, |webhooks, id| webhooks.rotate(id)).await?;
    Ok(Json(WithSecret { webhook: webhook.into(), secret: secret.reveal().to_owned() }))
}

/// Send a test
///
/// An event `webhook.test`, at once, whatever waits and also to a disabled endpoint. Answers when the receiver has. For owners of its scope.
#[utoipa::path(
    post, path = "/api/webhooks/{webhook}/test", tag = "webhooks", operation_id = "test_webhook",
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f")),
    responses(
        (status = 200, description = "What came of it.", body = Delivery),
        Refusals, (status = 404, response = NotFound), (status = 409, response = Conflict),
    ),
)]
async fn test(State(app): State<App>, Caller(caller): Caller, InPath(id): InPath<String>) -> Result<Json<Delivery>, Problem> {
    let webhook = with(&app, caller, id, |webhooks, id| webhooks.get(id)).await?;
    Ok(Json(app.webhooks.test(&webhook.id).await?.into()))
}

/// What was sent to an endpoint
///
/// The newest 1,000 attempts, the newest first. For owners of its scope.
#[utoipa::path(
    get, path = "/api/webhooks/{webhook}/deliveries", tag = "webhooks", operation_id = "list_webhook_deliveries",
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f"), Page),
    responses((status = 200, description = "Attempts.", body = Deliveries), Refusals, (status = 404, response = NotFound)),
)]
async fn deliveries(
    State(app): State<App>,
    Caller(caller): Caller,
    InPath(id): InPath<String>,
    InQuery(page): InQuery<Page>,
) -> Result<Json<Deliveries>, Problem> {
    let limit = page.limit.unwrap_or(USUAL).clamp(1, MOST);
    // One more tells whether there is another page.
    let found = with(&app, caller, id, move |webhooks, id| webhooks.deliveries(id, page.cursor, limit + 1)).await?;
    let next_cursor = (found.len() > limit).then(|| found.get(limit - 1).map(|last| last.id.to_string())).flatten();
    Ok(Json(Deliveries { deliveries: found.into_iter().take(limit).map(Delivery::from).collect(), next_cursor }))
}

/// Send something again
///
/// One event at once, out of order, or everything after an event, in order. For owners of its scope.
#[utoipa::path(
    post, path = "/api/webhooks/{webhook}/redeliver", tag = "webhooks", operation_id = "redeliver_to_webhook",
    params(("webhook" = String, Path, description = "Its id.", example = "01920b7e-6f3a-7c11-8d52-0a1b2c3d4e5f")),
    request_body = Redelivery,
    responses(
        (status = 200, description = "What came of it.", body = Redelivered),
        Refusals, BodyRefusals, (status = 404, response = NotFound), (status = 409, response = Conflict),
    ),
)]
async fn redeliver(
    State(app): State<App>,
    Caller(caller): Caller,
    InPath(id): InPath<String>,
    Body(wanted): Body<Redelivery>,
) -> Result<Json<Redelivered>, Problem> {
    match (wanted.event, wanted.after) {
        (Some(event), None) => {
            let event = number(&event)?;
            let webhook = with(&app, caller, id, |webhooks, id| webhooks.get(id)).await?;
            let delivery = app.webhooks.redeliver(&webhook.id, event).await?;
            Ok(Json(Redelivered { cursor: webhook.progress.cursor.to_string(), delivery: Some(delivery.into()) }))
        }
        (None, Some(after)) => {
            let after = number(&after)?;
            let webhook = with(&app, caller, id, move |webhooks, id| webhooks.rewind(id, after)).await?;
            Ok(Json(Redelivered { cursor: webhook.progress.cursor.to_string(), delivery: None }))
        }
        _ => Err(Refused::Invalid("say either event or after").into()),
    }
}
