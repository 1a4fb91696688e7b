//! The refusals of the interface as OpenAPI answers, each described once and referred to by name. Used in the annotations of
//! handlers: `Refusals` for what every handler may answer, one of the others for what it adds. `answer.rs` makes the real ones.

use std::collections::BTreeMap;

use serde_json::json;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToResponse, ToSchema as _};

use crate::http::problem::Shown;

/// One kind of refusal.
struct Refusal {
    name: &'static str,
    status: u16,
    title: &'static str,
    detail: &'static str,
    description: &'static str,
}

impl Refusal {
    fn response(&self) -> Response {
        let schema = Ref::from_schema_name(Shown::name());
        let example = json!({ "type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail });
        let content = ContentBuilder::new().schema(Some(schema)).example(Some(example)).build();
        let mut response = ResponseBuilder::new().description(self.description).content("application/problem+json", content);
        if matches!(self.status, 429 | 503) {
            let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).build();
            let header = HeaderBuilder::new().schema(seconds).description(Some("Seconds to wait before the next try.")).build();
            response = response.header("retry-after", header);
        }
        response.build()
    }

    fn reference(&self) -> RefOr<Response> {
        RefOr::Ref(Ref::from_response_name(self.name))
    }
}

/// Makes a type of each row, to be named in `responses(...)`, and the list of all.
macro_rules! refusals {
    ($($name:ident $status:literal $title:literal $detail:literal $description:literal;)*) => {
        $(
            #[doc = $description]
            #[derive(Debug)]
            pub(in crate::http) struct $name;

            impl $name {
                const REFUSAL: Refusal = Refusal {
                    name: stringify!($name),
                    status: $status,
                    title: $title,
                    detail: $detail,
                    description: $description,
                };
            }

            impl<'r> ToResponse<'r> for $name {
                fn response() -> (&'r str, RefOr<Response>) {
                    (Self::REFUSAL.name, Self::REFUSAL.response().into())
                }
            }
        )*

        const ALL: &[Refusal] = &[$($name::REFUSAL),*];
    };
}

refusals! {
    Invalid 400 "invalid request" "a field is missing, unknown or of another type (line 1, column 12)"
        "The path, the query or the body is not what this route takes.";
    NotSignedIn 401 "not signed in" "send a token or a share link"
        "There are no credentials, or they are wrong, expired or revoked. `www-authenticate` says which.";
    NoRight 403 "no right" "you have no right to do that"
        "The caller may not do that. A document that does not exist or is deleted gets the same answer.";
    NotFound 404 "not found" "there is no such thing"
        "It does not exist.";
    NotAcceptable 406 "not acceptable" "content comes as application/json, text/plain, text/markdown or application/octet-stream"
        "There is no form that `Accept` takes.";
    TooSlow 408 "body too slow" "the body of the request took too long; send it again"
        "The body did not arrive in time.";
    Conflict 409 "conflict" "that exists already"
        "It contradicts what is there.";
    Changed 412 "changed meanwhile" "read it again, and try with its new etag"
        "`If-Match` names another state than the present one.";
    TooLarge 413 "body too large" "a body has at most 64 KiB here"
        "The body is larger than this route takes.";
    WrongType 415 "wrong content type" "this route takes application/json"
        "The body is of a content type that this route does not take.";
    Refused 422 "refused" "the operation does not fit the content"
        "The body can be read, and what it asks for can't be done.";
    Locked 423 "locked" "/cards/c1 is locked by Ada: rewriting it"
        "Somebody else holds a lock on what would be changed, or the session lets everybody edit only what they hold.";
    TooMany 429 "too many requests" "this address sends too many requests; slow down"
        "Too many requests or failed logins. `retry-after` says how many seconds to wait.";
    Broken 500 "internal error" "the operator finds the reason in the log, by x-request-id"
        "Something broke inside.";
    Later 503 "can't write now" "nothing was changed; try again later"
        "The server can't do that now. `retry-after` says how many seconds to wait.";
}

/// What every handler may answer that asks who is there.
#[derive(Debug)]
pub(in crate::http) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[Invalid::REFUSAL, NotSignedIn::REFUSAL, NoRight::REFUSAL, TooMany::REFUSAL, Broken::REFUSAL, Later::REFUSAL])
    }
}

/// What handlers with a body add to that.
#[derive(Debug)]
pub(in crate::http) struct BodyRefusals;

impl IntoResponses for BodyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[TooSlow::REFUSAL, TooLarge::REFUSAL])
    }
}

/// What is added to that by an `Idempotency-Key`.
#[derive(Debug)]
pub(super) struct KeyRefusals;

impl IntoResponses for KeyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        named(&[Invalid::REFUSAL, Conflict::REFUSAL, Refused::REFUSAL])
    }
}

fn named(refusals: &[Refusal]) -> BTreeMap<String, RefOr<Response>> {
    refusals.iter().map(|refusal| (refusal.status.to_string(), refusal.reference())).collect()
}

/// Puts what annotations refer to where they look for it.
pub(super) fn describe(components: &mut Components) {
    let named = ALL.iter().map(|refusal| (refusal.name.to_owned(), refusal.response().into()));
    components.responses.extend(named);
}
