//! Documents as answers show them: their members, a choice of those, their etag and where they are.
//! Used by the handlers of documents; says nothing about who may see them.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::access::Role;
use crate::event::Author;
use crate::features::documents::{Listed, Revision};
use crate::http::paths::segment;
use crate::http::problem::Problem;

/// A user, with the name that was known then.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Person, example = json!({ "id": "ada", "name": "Ada Lovelace" }))]
pub(super) struct Person {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<&Author> for Person {
    fn from(author: &Author) -> Self {
        Self { id: author.id.to_string(), name: author.name.as_ref().map(ToString::to_string) }
    }
}

/// A document, without its content.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document, example = json!({
    "id": "acme/board/roadmap", "kind": "board", "title": "Roadmap", "owner": { "id": "ada", "name": "Ada Lovelace" },
    "created_at": 1_700_000_000_000_u64, "created_by": { "id": "ada", "name": "Ada Lovelace" },
    "updated_at": 1_700_000_360_000_u64, "updated_by": { "id": "grace", "name": "Grace Hopper" }, "version": 42,
    "metadata": { "color": "teal" }, "role": "editor",
}))]
pub(super) struct Shown {
    id: String,
    /// `document`, `workflow`, `report` or `board`.
    kind: &'static str,
    /// May be empty.
    #[schema(max_length = 300)]
    title: String,
    /// Whose it is.
    #[schema(required)]
    owner: Option<Person>,
    /// When it was created, in milliseconds since the Unix epoch.
    created_at: u64,
    #[schema(required)]
    created_by: Option<Person>,
    /// When its content last changed, or else when it was created; in milliseconds since the Unix epoch.
    updated_at: u64,
    /// Who changed its content last.
    #[schema(required)]
    updated_by: Option<Person>,
    /// The position of its update log; 0 if nobody ever wrote to it.
    version: u64,
    /// What applications keep with it: at most 16 KiB of JSON, 8 levels deep.
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
    /// The caller's.
    role: Role,
    /// When it was deleted, in milliseconds since the Unix epoch. Only owners see deleted documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<u64>,
}

/// The members of a document's answer.
const MEMBERS: &[&str] = &[
    "id",
    "kind",
    "title",
    "owner",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "version",
    "metadata",
    "role",
    "deleted_at",
];

impl From<Listed> for Shown {
    fn from(listed: Listed) -> Self {
        let (updated_at, version) = (listed.updated_ms(), listed.version());
        let Listed { id, entry, told, role } = listed;
        Self {
            id: id.as_str().to_owned(),
            kind: entry.kind.name(),
            title: entry.title,
            owner: entry.owner.as_ref().map(Person::from),
            created_at: entry.created_ms,
            created_by: entry.created_by.as_ref().map(Person::from),
            updated_at,
            updated_by: told.and_then(|told| told.user).as_ref().map(Person::from),
            version,
            metadata: entry.metadata,
            role,
            deleted_at: entry.deleted.map(|deletion| deletion.deleted_ms),
        }
    }
}

/// Those members of a document that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Option<Vec<String>>);

impl Fields {
    /// Reads `id,title`; nothing means everything.
    pub(super) fn read(text: Option<&str>) -> Result<Self, Problem> {
        let Some(text) = text else { return Ok(Self(None)) };
        let names: Vec<String> = text.split(',').map(str::to_owned).collect();
        if names.iter().all(|name| MEMBERS.contains(&name.as_str())) {
            return Ok(Self(Some(names)));
        }
        let detail = format!("fields are names of members, separated by commas: {}", MEMBERS.join(", "));
        Err(Problem::new(StatusCode::BAD_REQUEST, "invalid query", detail))
    }

    pub(super) fn of(&self, shown: Shown) -> Item {
        let Some(names) = &self.0 else { return Item::Whole(Box::new(shown)) };
        let mut members = match serde_json::to_value(shown) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        members.retain(|name, _| names.contains(name));
        Item::Part(members)
    }
}

/// A document, or those of its members that were asked for.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Item {
    Whole(Box<Shown>),
    Part(Map<String, Value>),
}

/// Those members of a document that `fields` names.
#[derive(Debug, ToSchema)]
#[schema(as = DocumentFields, example = json!({ "id": "acme/board/roadmap", "title": "Roadmap" }))]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Part {
    id: Option<String>,
    kind: Option<String>,
    title: Option<String>,
    owner: Option<Person>,
    created_at: Option<u64>,
    created_by: Option<Person>,
    updated_at: Option<u64>,
    updated_by: Option<Person>,
    version: Option<u64>,
    #[schema(value_type = Option<Object>)]
    metadata: Option<Map<String, Value>>,
    role: Option<Role>,
    deleted_at: Option<u64>,
}

impl PartialSchema for Item {
    fn schema() -> RefOr<Schema> {
        let either = AnyOfBuilder::new().item(Ref::from_schema_name("Document")).item(Ref::from_schema_name("DocumentFields"));
        either.examples([serde_json::json!({ "id": "acme/board/roadmap", "title": "Roadmap" })]).into()
    }
}

impl ToSchema for Item {
    fn name() -> std::borrow::Cow<'static, str> {
        "DocumentOrFields".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("Document".to_owned(), Shown::schema()));
        schemas.push(("DocumentFields".to_owned(), Part::schema()));
        Shown::schemas(schemas);
        Part::schemas(schemas);
    }
}

/// The etag of a document's answer: the state of its record, its version, the caller's role. `If-Match` compares the record only:
/// somebody who types does not keep others from renaming.
pub(super) fn etag(listed: &Listed) -> String {
    let Revision { created_ms, revision } = Revision::of(&listed.entry);
    let role = &listed.role.as_str()[..1];
    format!("\"{created_ms:x}.{revision}.{}.{role}\"", listed.version())
}

/// The tags that a header lists, without their quotes and weakness; `None` if it is `*`.
fn tags(header: &HeaderValue) -> Option<Vec<&str>> {
    let text = header.to_str().unwrap_or_default().trim();
    (text != "*").then(|| text.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"')).collect())
}

/// The tags of `If-Match`; `None` if it is not there or fits everything.
pub(in super::super) fn tags_of(headers: &HeaderMap) -> Option<Vec<&str>> {
    tags(headers.get(header::IF_MATCH)?)
}

/// Whether the caller has this answer already.
pub(in super::super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let Some(header) = headers.get(header::IF_NONE_MATCH) else { return false };
    tags(header).is_none_or(|tags| tags.contains(&etag.trim_matches('"')))
}

/// The states of a record that the caller wants to change, if they said so.
pub(super) fn expected(headers: &HeaderMap) -> Option<Vec<Revision>> {
    let tags = tags_of(headers)?;
    let read = |tag: &str| {
        let mut parts = tag.split('.');
        let created_ms = u64::from_str_radix(parts.next()?, 16).ok()?;
        Some(Revision { created_ms, revision: parts.next()?.parse().ok()? })
    };
    // What is no tag of ours matches nothing.
    Some(tags.into_iter().filter_map(read).collect())
}

/// A document's answer with its etag, and where it is if it is new.
#[derive(Debug)]
pub(super) struct Tagged {
    pub(super) status: StatusCode,
    pub(super) listed: Listed,
    pub(super) fields: Fields,
}

impl Tagged {
    pub(super) fn whole(listed: Listed) -> Self {
        Self { status: StatusCode::OK, listed, fields: Fields::default() }
    }

    pub(super) fn created(listed: Listed) -> Self {
        Self { status: StatusCode::CREATED, ..Self::whole(listed) }
    }
}

impl IntoResponse for Tagged {
    fn into_response(self) -> Response {
        let etag = etag(&self.listed);
        let place = format!("/api/documents/{}", segment(self.listed.id.as_str()));
        let mut response = (self.status, axum::Json(self.fields.of(self.listed.into()))).into_response();
        let headers = response.headers_mut();
        headers.extend(HeaderValue::try_from(etag).ok().map(|etag| (header::ETAG, etag)));
        if self.status == StatusCode::CREATED {
            headers.extend(HeaderValue::try_from(place).ok().map(|place| (header::LOCATION, place)));
        }
        response
    }
}
