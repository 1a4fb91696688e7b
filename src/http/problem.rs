//! Errors over HTTP, as `application/problem+json` (RFC 9457). Says what to do; never shows internal text.
//! Every handler and door that refuses a request answers with one.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::access::Denied;

/// In the extensions of an answer to credentials that somebody may have guessed; `edge` counts them.
#[derive(Debug, Clone, Copy)]
pub struct WrongCredentials;

/// An error for a client.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    wrong: Option<WrongCredentials>,
    denied: Option<Denied>,
}

/// Why a request was refused, and what to do (RFC 9457). Some refusals have more members, which their operation names.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Shown {
    /// Always `about:blank`: the status and the title say what kind of problem it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// A few words, the same for all problems of a kind.
    #[schema(example = "no right")]
    title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599, example = 403)]
    status: u16,
    /// What went wrong here, and what to do.
    #[schema(example = "you have no right to do that")]
    detail: String,
    #[serde(flatten)]
    #[schema(ignore)]
    members: Map<String, Value>,
}

impl Problem {
    /// An error with a short title and a sentence that says what to do.
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into(), members: Map::new(), headers: Vec::new(), wrong: None, denied: None }
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((HeaderName::from_static(name), HeaderValue::from_static(value)));
        self
    }

    /// Adds a member to the answer, for programs.
    #[must_use]
    pub fn with_member(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Lets it be written down why, in the extensions of the answer.
    #[must_use]
    pub fn because(mut self, denied: Denied) -> Self {
        self.denied = Some(denied);
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
        let Self { status, title, detail, members, .. } = self;
        let shown = Shown { kind: "about:blank", title, status: status.as_u16(), detail, members };
        let mut response = (status, axum::Json(shown)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.extend(self.headers);
        if let Some(wrong) = self.wrong {
            response.extensions_mut().insert(wrong);
        }
        if let Some(denied) = self.denied {
            response.extensions_mut().insert(denied);
        }
        response
    }
}
