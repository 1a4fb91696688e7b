//! Errors over HTTP, as `application/problem+json` (RFC 9457). Says what to do; never shows internal text.
//! Every handler and door that refuses a request answers with one.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// In the extensions of an answer to credentials that somebody may have guessed; `edge` counts them.
#[derive(Debug, Clone, Copy)]
pub struct WrongCredentials;

/// An error for a client.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    wrong: Option<WrongCredentials>,
}

impl Problem {
    /// An error with a short title and a sentence that says what to do.
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into(), headers: Vec::new(), wrong: None }
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((HeaderName::from_static(name), HeaderValue::from_static(value)));
        self
    }

    /// Lets the edge count it as [`WrongCredentials`].
    #[must_use]
    pub fn of_wrong_credentials(mut self) -> Self {
        self.wrong = Some(WrongCredentials);
        self
    }

    /// Says when to come again, in whole seconds and at least one.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.headers.push((header::RETRY_AFTER, HeaderValue::from(seconds.max(1))));
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let mut response = (self.status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.extend(self.headers);
        if let Some(wrong) = self.wrong {
            response.extensions_mut().insert(wrong);
        }
        response
    }
}
