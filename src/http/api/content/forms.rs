//! The forms in which content is read, and how a request says which one it wants: by `?format=`, or else by `Accept`.
//! Used by the handlers of content.

use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::problem::Problem;

/// A form of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ContentFormat)]
pub(super) enum Form {
    /// As JSON.
    Json,
    /// Its words.
    Text,
    /// As Markdown.
    Markdown,
    /// As one Yjs update (version 1).
    Update,
    /// What it has, as a Yjs state vector.
    StateVector,
    /// What a replica with `state_vector` lacks, as one Yjs update (version 1).
    Diff,
}

/// Forms by their media types, the first of each type.
const TYPES: &[(&str, &str, Form)] = &[
    ("application", "json", Form::Json),
    ("text", "plain", Form::Text),
    ("text", "markdown", Form::Markdown),
    ("application", "octet-stream", Form::Update),
];

impl Form {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Update | Self::StateVector | Self::Diff => "application/octet-stream",
        }
    }

    /// Its name, as in `?format=`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Update => "update",
            Self::StateVector => "state-vector",
            Self::Diff => "diff",
        }
    }

    /// The form that `Accept` likes best; JSON if it says nothing.
    pub(super) fn accepted(headers: &HeaderMap) -> Result<Self, Problem> {
        let lines = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
        let mut ranges: Vec<(f32, &str)> = lines.flat_map(|line| line.split(',')).map(range).collect();
        if ranges.is_empty() {
            return Ok(Self::Json);
        }
        // Those that come first count first among equals.
        ranges.sort_by(|a, b| b.0.total_cmp(&a.0));
        let wanted = ranges.iter().filter(|(weight, _)| *weight > 0.0);
        wanted.into_iter().find_map(|(_, range)| of(range)).ok_or_else(|| {
            let detail = "content comes as application/json, text/plain, text/markdown or application/octet-stream";
            Problem::new(StatusCode::NOT_ACCEPTABLE, "not acceptable", detail)
        })
    }
}

/// A media range and its weight.
fn range(text: &str) -> (f32, &str) {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |weight| weight.parse().ok());
    (weight.unwrap_or(0.0), range)
}

fn of(range: &str) -> Option<Form> {
    let (kind, subtype) = range.split_once('/')?;
    let fits = |wanted: &str, has: &str| wanted == "*" || wanted.eq_ignore_ascii_case(has);
    let found = TYPES.iter().find(|(has_kind, has_subtype, _)| fits(kind, has_kind) && fits(subtype, has_subtype));
    found.map(|(_, _, form)| *form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_liked_best_is_sent() {
        for (accept, form) in [
            ("", Some(Form::Json)),
            ("*/*", Some(Form::Json)),
            ("text/html, application/xhtml+xml, */*;q=0.8", Some(Form::Json)),
            ("text/markdown", Some(Form::Markdown)),
            ("text/*", Some(Form::Text)),
            ("text/plain;q=0.5, text/markdown", Some(Form::Markdown)),
            ("application/octet-stream", Some(Form::Update)),
            ("application/json;q=0, Text/Plain", Some(Form::Text)),
            ("text/html", None),
        ] {
            let mut headers = HeaderMap::new();
            if !accept.is_empty() {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(Form::accepted(&headers).ok(), form, "{accept}");
        }
    }
}
