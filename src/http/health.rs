//! For operators and orchestrators: `/healthz` (the process answers), `/readyz` (it can take and keep edits, or why not),
//! `/metrics` (Prometheus text).

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use yrsa_storage::Health;

use super::problem::Problem;
use crate::app::App;
use crate::telemetry::metrics;

/// The process is alive.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Why edits can't be taken and kept now; empty if they can.
pub(super) fn reasons(app: &App) -> Vec<String> {
    let mut reasons = Vec::new();
    if let Health::Failing { since_ms, reason } = app.committer.health() {
        reasons.push(format!("storage can't be written since {since_ms} ms after 1970: {reason}"));
    }
    if app.is_shutting_down() {
        reasons.push("the server is shutting down".to_owned());
    }
    reasons
}

/// Whether edits can be taken and kept; 503 with the reasons if not.
pub async fn readyz(State(app): State<App>) -> Response {
    let reasons = reasons(&app);
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let quarantined = app.rooms.quarantined().len();
    let body = json!({
        "ready": reasons.is_empty(),
        "reasons": reasons,
        "rooms": app.rooms.len(),
        "connections": app.rooms.connections(),
        "quarantined_documents": quarantined,
    });
    (status, Json(body)).into_response()
}

/// All metrics.
pub async fn prometheus(State(app): State<App>) -> Result<Response, Problem> {
    let Some(handle) = &app.metrics else {
        let detail = "the program that embeds the server collects its metrics; ask it for them";
        return Err(Problem::new(StatusCode::NOT_FOUND, "no metrics here", detail));
    };
    let healthy = if app.committer.health().is_healthy() { 1.0 } else { 0.0 };
    metrics::storage(&app.storage.status(), &app.committer.counters(), healthy);
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response())
}
