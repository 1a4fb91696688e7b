//! `/api/openapi.json` and `/api/docs`: what the routes say about themselves, as OpenAPI 3.1, and Swagger UI to read and try it.
//! Everything comes out of the binary; the page loads nothing from elsewhere.

use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use utoipa::IntoResponses as _;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{Components, Content, InfoBuilder, LicenseBuilder, OpenApi, PathItem, Ref, RefOr, Required, Schema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::credentials::COOKIE;
use super::idempotency::takes_keys;
use super::refusals::{self, KeyRefusals, NotFound};
use super::request::InPath;
use super::schemas;
use crate::app::App;
use crate::http::problem::{Problem, Shown};

/// As the studio's, and the pictures that Swagger UI's style sheet carries in itself.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Asked again each time, answered with 304 as long as nothing changed.
const CACHING: &str = "no-cache";

/// Relative, so that it also works below another path.
const PAGE: &str = r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Yrsa: REST interface</title>
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <link rel="stylesheet" href="docs/index.css">
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png" sizes="32x32">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/swagger-ui-standalone-preset.js"></script>
    <script src="docs/swagger-initializer.js"></script>
  </body>
</html>
"#;

/// What the page consists of.
const FILES: &[&str] = &[
    "swagger-ui.css",
    "index.css",
    "favicon-32x32.png",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
    "swagger-initializer.js",
];

/// Subjects in the order in which one reads about them.
const TAGS: &[(&str, &str)] = &[
    ("documents", "Documents: making, listing, finding, naming, deleting."),
    ("content", "What is in a document: as JSON, text or Yjs update, and changes to it."),
    ("events", "What happened: pages and streams."),
    ("sessions", "How people work on a document together, and whose turn it is."),
    ("chat", "What people say to each other about a document."),
    ("inbox", "What the caller is to know: mentions, replies, assignments and the like."),
    ("presence", "Who is where, and taking part without a socket."),
    ("locks", "Parts of documents that somebody has for themselves."),
    ("runs", "Runs of workflows, for those who start them and for executors."),
    ("comments", "Threads of comments on a document, as BlockNote's RESTYjsThreadStore writes them."),
    ("webhooks", "Events sent to other servers."),
    ("members", "Who has which role."),
    ("shares", "Links for people who are no members."),
    ("accounts", "Built-in accounts."),
    ("administration", "Connections, rooms, tokens and how the server is, for administrators."),
    ("audit", "Who did what, when, from where, as a chain that can be verified."),
    ("y-sweet", "What y-sweet's SDKs use."),
    ("description", "This server, and this description."),
];

const ABOUT: &str = "\
Documents that people and programs edit together, over plain HTTP. Errors are `application/problem+json`. What is answered with \
2xx is on disk. Times are milliseconds since the Unix epoch. A document id is one percent-encoded segment of a path: \
`acme/board/roadmap` is `acme%2Fboard%2Froadmap`.\n\n\
Where the server runs in open mode no credentials are needed.";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(description)).routes(routes!(page)).routes(routes!(file))
}

/// Adds what no route says: who can be asked how, what all refer to, and how it is called.
pub(super) fn complete(mut described: OpenApi) -> OpenApi {
    let license = LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build();
    described.info = InfoBuilder::new()
        .title("Yrsa")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(license))
        .build();
    let tag =
        |(name, description): &(&str, &str)| -> Tag { TagBuilder::new().name(*name).description(Some(*description)).build() };
    described.tags = Some(TAGS.iter().map(tag).collect());
    // One of them is enough.
    let ways = ["bearer", "cookie", "token", "share"];
    described.security = Some(ways.map(|way| SecurityRequirement::new(way, [""; 0])).to_vec());
    let components = described.components.get_or_insert_with(Components::new);
    describe_security(components);
    schemas::add::<Shown>(components);
    schemas::describe(components);
    refusals::describe(components);
    let optional = bodies_that_may_be_missing(components);
    describe_keys(&mut described);
    for operation in operations(&mut described) {
        if let Some(body) = &mut operation.request_body {
            body.content.iter_mut().for_each(as_bytes);
            if body.content.values().any(|content| refers_to_one_of(content, &optional)) {
                body.required = Some(Required::False);
            }
        }
        for answer in operation.responses.responses.values_mut() {
            if let RefOr::T(answer) = answer {
                answer.content.iter_mut().for_each(as_bytes);
            }
        }
    }
    described
}

/// `Idempotency-Key` is taken by a layer around all routes, which know nothing of it.
fn describe_keys(described: &mut OpenApi) {
    let key = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255)).pattern(Some("^[!-~]+$"));
    let key = ParameterBuilder::new()
        .name("idempotency-key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Sent again with the same key, the request is not carried out again and gets the answer of the first time.",
        ))
        .schema(Some(key))
        .build();
    for (_, item) in described.paths.paths.iter_mut().filter(|(path, _)| takes_keys(path)) {
        let PathItem { put, post, delete, patch, .. } = item;
        for operation in [put, post, delete, patch].into_iter().flatten() {
            operation.parameters.get_or_insert_default().push(key.clone());
            for (status, refusal) in KeyRefusals::responses() {
                operation.responses.responses.entry(status).or_insert(refusal);
            }
        }
    }
}

fn operations(described: &mut OpenApi) -> impl Iterator<Item = &mut Operation> {
    described.paths.paths.values_mut().flat_map(|item| {
        let PathItem { get, put, post, delete, options, head, patch, trace, .. } = item;
        [get, put, post, delete, options, head, patch, trace].into_iter().flatten()
    })
}

/// utoipa describes bytes as an array of numbers; on the wire they are bytes.
fn as_bytes((content_type, content): (&String, &mut Content)) {
    if content_type == "application/octet-stream" || content_type.starts_with("image/") {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        content.schema = Some(ObjectBuilder::new().schema_type(Type::String).format(Some(binary)).into());
    }
}

/// An empty body counts as `{}`, so where no member is required the body isn't, either.
fn bodies_that_may_be_missing(components: &Components) -> Vec<String> {
    let needs_nothing = |schema: &RefOr<Schema>| matches!(schema, RefOr::T(Schema::Object(object)) if object.required.is_empty());
    let optional = components.schemas.iter().filter(|(_, schema)| needs_nothing(schema));
    optional.map(|(name, _)| Ref::from_schema_name(name).ref_location).collect()
}

fn refers_to_one_of(content: &Content, locations: &[String]) -> bool {
    matches!(&content.schema, Some(RefOr::Ref(reference)) if locations.contains(&reference.ref_location))
}

fn describe_security(components: &mut Components) {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").description(Some("A token.")).build();
    let key = |name: &str, description: &str| ApiKeyValue::with_description(name, description);
    let schemes = [
        ("bearer", SecurityScheme::Http(bearer)),
        (
            "cookie",
            SecurityScheme::ApiKey(ApiKey::Cookie(key(COOKIE, "A token, from pages of this server or of a listed origin."))),
        ),
        ("token", SecurityScheme::ApiKey(ApiKey::Query(key("token", "A token, where no header can be set.")))),
        ("share", SecurityScheme::ApiKey(ApiKey::Query(key("share", "The secret of a share link; each request is one use.")))),
    ];
    components.security_schemes.extend(schemes.map(|(name, scheme)| (name.to_owned(), scheme)));
}

/// The description as it is sent, and its etag.
static DESCRIPTION: LazyLock<(Bytes, HeaderValue)> = LazyLock::new(|| {
    let json = Bytes::from(text());
    let hash = Sha256::digest(&json);
    let tag: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let tag = HeaderValue::try_from(format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"openapi\""));
    (json, tag)
});

/// The description as it is sent.
pub(super) fn text() -> String {
    let mut text = serde_json::to_string_pretty(&super::description()).unwrap_or_default();
    text.push('\n');
    text
}

/// This description
///
/// OpenAPI 3.1. Answers 304 to a request whose `if-none-match` names the present one.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "description",
    operation_id = "get_openapi",
    security(()),
    responses(
        (status = 200, description = "The description.", body = Object, content_type = "application/json",
         headers(("etag" = String, description = "Names this description.")), example = json!({ "openapi": "3.1.0" })),
        (status = 304, description = "Nothing changed."),
    ),
)]
async fn description(headers: HeaderMap) -> Response {
    let (json, tag) = &*DESCRIPTION;
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = known.flat_map(|tags| tags.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || Some(known.strip_prefix("W/").unwrap_or(known)) == tag.to_str().ok()
    });
    let caching = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, HeaderValue::from_static(CACHING))];
    if is_known {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(header::CONTENT_TYPE, "application/json")], json.clone()).into_response()
}

/// This description, to read and try
///
/// A page with Swagger UI.
#[utoipa::path(
    get,
    path = "/api/docs",
    tag = "description",
    operation_id = "get_docs",
    security(()),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html")),
)]
async fn page() -> Response {
    framed("text/html; charset=utf-8", PAGE)
}

/// A file of the page
#[utoipa::path(
    get,
    path = "/api/docs/{file}",
    tag = "description",
    operation_id = "get_docs_file",
    security(()),
    params(("file" = String, Path, description = "The name of the file.", example = "index.css")),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/css"),
            (String = "text/javascript"),
            (String = "image/png"),
        )),
        (status = 404, response = NotFound),
    ),
)]
async fn file(InPath(name): InPath<String>) -> Response {
    static CONFIG: LazyLock<Arc<utoipa_swagger_ui::Config<'static>>> = LazyLock::new(|| {
        // Swagger UI would have the description examined by a server on the internet.
        // The bar of its own layout brings an inline style, which the policy forbids.
        let config = utoipa_swagger_ui::Config::new(["openapi.json"]).validator_url("none").use_base_layout();
        Arc::new(config.display_operation_id(true).doc_expansion("list").persist_authorization(false).filter(true))
    });
    let found = FILES.contains(&&*name).then(|| utoipa_swagger_ui::serve(&name, Arc::clone(&CONFIG)).ok().flatten()).flatten();
    match found {
        Some(found) => framed(&found.content_type, found.bytes.into_owned()),
        None => Problem::new(StatusCode::NOT_FOUND, "not found", "the page has no such file").into_response(),
    }
}

fn framed(content_type: &str, body: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    let content_type = HeaderValue::try_from(content_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, content_type);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHING));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
