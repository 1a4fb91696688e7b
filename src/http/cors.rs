//! What browsers must be told so that pages of other origins can use the REST doors (Fetch standard, section 3.2), and what keeps
//! answers from being misread or kept. Used by `edge`, which knows whether a page may; decides nothing.

use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Request, Response, StatusCode};

use super::origin::Verdict;

const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";
const REQUEST_HEADERS: &str = "authorization, content-type, if-match, if-none-match, idempotency-key, last-event-id";
const RESPONSE_HEADERS: &str = "etag, location, retry-after, x-request-id";
/// An hour: what browsers ask before each kind of request need not be asked every time.
const MAX_AGE: &str = "3600";

/// Whether a request only asks whether another one would be allowed.
pub(super) fn is_preflight<B>(request: &Request<B>) -> bool {
    let headers = request.headers();
    request.method() == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to such a request; for a page that may not, it says nothing, which means no.
pub(super) fn preflight(verdict: Verdict) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if verdict == Verdict::Allowed {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(REQUEST_HEADERS));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
    }
    response
}

/// Lets a page that is allowed to read the answer.
pub(super) fn open_to(origin: Option<HeaderValue>, verdict: Verdict, headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let (Verdict::Allowed, Some(origin)) = (verdict, origin) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RESPONSE_HEADERS));
    }
}

/// Answers of the REST doors are for who asked: no cache keeps them, no other site embeds them.
pub(super) fn keep_private(headers: &mut HeaderMap) {
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let embedding = HeaderName::from_static("cross-origin-resource-policy");
    headers.entry(embedding).or_insert(HeaderValue::from_static("same-origin"));
}

/// Nothing is taken for something else than its content type says.
pub(super) fn take_at_its_word(headers: &mut HeaderMap) {
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
}
