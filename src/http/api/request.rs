//! What routes take from a request: the caller, the scope in the path, a JSON body, the address. Refusals are answers already.
//! Used by the routes of `api` only.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode};
use serde::de::DeserializeOwned;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Ref, Required};
use utoipa::{IntoParams, ToSchema as _};

use super::Asks;
use super::credentials::credentials;
use crate::access::{Denied, Identity, Scope};
use crate::event::Doer;
use crate::features::{Credentials, Origin};
use crate::http::client_address::{self, ClientAddress};
use crate::http::denials::Seen;
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// How deep the arrays and objects of a JSON body may nest.
const DEEPEST: usize = 64;

/// In the extensions of a request: who sent it, as a layer found out already.
#[derive(Debug, Clone)]
pub(super) struct Identified(pub(super) Arc<Identity>);

/// In the extensions of a request that did not come over HTTP: the door it came through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Door(pub(super) &'static str);

/// Who asks. Refused with 401 if nobody known does.
#[derive(Debug)]
pub(super) struct Caller(pub(super) Arc<Identity>);

impl<S: Asks> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &S) -> Result<Self, Problem> {
        if let Some(Identified(caller)) = parts.extensions.get() {
            return Ok(Self(Arc::clone(caller)));
        }
        let credentials = shown(parts, api);
        let caller = api.guard().identify(&credentials).await?;
        Seen::of(&parts.extensions).note(&caller);
        api.guard().count_request(&caller)?;
        Ok(Self(caller))
    }
}

fn shown<S: Asks>(parts: &Parts, api: &S) -> Credentials {
    let shown = credentials(&parts.headers, &parts.uri, api.allowed_origins());
    Credentials { origin: origin(&parts.extensions), ..shown }
}

/// Who asks, if they say so; what they say must be right.
#[derive(Debug)]
pub(super) struct MaybeCaller(pub(super) Option<Arc<Identity>>);

impl<S: Asks> FromRequestParts<S> for MaybeCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &S) -> Result<Self, Problem> {
        match api.guard().identify(&shown(parts, api)).await {
            Ok(identity) => {
                api.guard().count_request(&identity)?;
                Ok(Self(Some(identity)))
            }
            Err(Denied::Missing) => Ok(Self(None)),
            Err(denied) => Err(denied.into()),
        }
    }
}

/// Who asks, and the same with where they ask from: for routes that write down what was done. Refused as [`Caller`] is.
#[derive(Debug)]
pub(super) struct By(pub(super) Arc<Identity>, pub(super) Doer);

impl<S: Asks> FromRequestParts<S> for By {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &S) -> Result<Self, Problem> {
        let Caller(caller) = Caller::from_request_parts(parts, api).await?;
        let doer = origin(&parts.extensions).doer(&caller);
        Ok(Self(caller, doer))
    }
}

/// Where a request comes from, for the same purpose, where nobody has to be known.
#[derive(Debug)]
pub(super) struct Coming(pub(super) Origin);

impl<S: Asks> FromRequestParts<S> for Coming {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(origin(&parts.extensions)))
    }
}

pub(super) fn origin(extensions: &Extensions) -> Origin {
    Origin { address: client_address::counted(extensions), door: extensions.get::<Door>().map_or("rest", |door| door.0) }
}

/// The address that made the request, as limits count it, if it is known.
#[derive(Debug)]
pub(super) struct Address(pub(super) Option<String>);

impl<S: Asks> FromRequestParts<S> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let client = parts.extensions.get::<ClientAddress>();
        Ok(Self(client.map(|client| client.counted_as().to_string())))
    }
}

/// A JSON body; an empty one counts as `{}`.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<S: Asks, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, api).await.map_err(|refused| {
            if refused.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body too large", "a body has at most 64 KiB here")
            } else {
                Problem::new(StatusCode::BAD_REQUEST, "invalid request", "the body could not be read")
            }
        })?;
        json(&bytes).map(Self)
    }
}

/// What stands in the path.
#[derive(Debug)]
pub(in crate::http) struct InPath<T>(pub(in crate::http) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for InPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(named)| Self(named)).map_err(|refused| match refused.status() {
            StatusCode::BAD_REQUEST => invalid_path(),
            // The route has no such name: ours is the mistake.
            status => Problem::new(status, "internal error", "the operator finds the reason in the log, by x-request-id"),
        })
    }
}

fn invalid_path() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid path", "the path is percent-encoded UTF-8")
}

/// The body of a request, at most so many bytes; for routes that know their own limit.
pub(super) async fn bytes(request: Request, most: usize) -> Result<Bytes, Problem> {
    axum::body::to_bytes(request.into_body(), most).await.map_err(|error| {
        let is_too_large =
            std::error::Error::source(&error).is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
        if is_too_large {
            let detail = format!("a body has at most {most} bytes here");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body too large", detail)
        } else {
            Problem::new(StatusCode::BAD_REQUEST, "invalid request", "the body could not be read")
        }
    })
}

/// Refuses a JSON body that nests too deep: what is made of it nests deeper still, and is stored and read by others.
pub(super) fn refuse_deep(json: &[u8]) -> Result<(), Problem> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let detail = format!("a body nests at most {DEEPEST} levels");
            return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail));
        }
    }
    Ok(())
}

/// What a body says; an empty one counts as `{}`.
pub(in crate::http) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let json = if bytes.is_empty() { b"{}".as_slice() } else { bytes };
    refuse_deep(json)?;
    // serde would also take the members' values in an array.
    if json.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid request", "the body is a JSON object, not an array"));
    }
    // serde's text names fields and positions, not values; a body may hold a password.
    serde_json::from_slice(json).map_err(|error| {
        let what = if error.is_data() { "a field is missing, unknown or of another type" } else { "the body is not JSON" };
        let place = format!("{what} (line {}, column {})", error.line(), error.column());
        Problem::new(StatusCode::BAD_REQUEST, "invalid request", place)
    })
}

/// The scope in the path: a percent-encoded document id, a prefix with its slash, or `%2F`.
#[derive(Debug)]
pub(super) struct InScope(pub(super) Scope);

impl<S: Asks> FromRequestParts<S> for InScope {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &S) -> Result<Self, Problem> {
        let Path(names) = Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, api)
            .await
            .map_err(|_| invalid_path())?;
        let scope = names.get("scope").map_or("", String::as_str);
        let scope =
            Scope::new(scope).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid scope", error.to_string()))?;
        Ok(Self(scope))
    }
}

impl IntoParams for InScope {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let scope = ParameterBuilder::new()
            .name("scope")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(
                "A document id as one percent-encoded segment; where it makes sense a prefix with its slash, or `%2F`.",
            ))
            .schema(Some(Ref::from_schema_name(Scope::name())))
            .example(Some("acme/board/roadmap".into()));
        vec![scope.build()]
    }
}

/// What stands behind the question mark. Unknown names are left to others: credentials stand there, too.
#[derive(Debug)]
pub(super) struct InQuery<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for InQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // serde's text may repeat a value, and this is one that the caller wrote.
        let query = Query::<T>::try_from_uri(&parts.uri)
            .map_err(|refused| Problem::new(StatusCode::BAD_REQUEST, "invalid query", refused.body_text()))?;
        Ok(Self(query.0))
    }
}

impl InScope {
    /// The document, where a prefix makes no sense.
    pub(super) fn document(&self) -> Result<DocumentId, Problem> {
        let prefix =
            || Problem::new(StatusCode::BAD_REQUEST, "invalid document id", "this is for one document, not for a prefix");
        self.0.document().ok_or_else(prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Change {
        name: Option<String>,
    }

    #[test]
    fn a_body_is_an_object_and_not_the_list_of_its_values() {
        assert_eq!(json::<Change>(b"{\"name\":\"Ada\"}").unwrap().name.as_deref(), Some("Ada"));
        assert_eq!(json::<Change>(b"").unwrap().name, None);
        for wrong in ["[\"Ada\"]", " \n[null]", "\"Ada\"", "null", "{\"name\":1}"] {
            assert!(json::<Change>(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_body_nests_at_most_64_levels_and_brackets_in_strings_dont_count() {
        let nested = |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
        assert!(json::<serde_json::Value>(nested(DEEPEST).as_bytes()).is_ok());
        assert!(json::<serde_json::Value>(nested(DEEPEST + 1).as_bytes()).is_err());
        assert!(refuse_deep(format!("[{}]", "{},[],".repeat(200)).as_bytes()).is_ok(), "beside each other");
        assert!(refuse_deep(format!(r#"{{"a":"\"{}"}}"#, "[".repeat(200)).as_bytes()).is_ok());
        assert!(refuse_deep(format!(r#"{{"a\\":{}"#, "[".repeat(200)).as_bytes()).is_err());
    }
}
