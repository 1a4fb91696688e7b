//! OpenAPI schemas of events: one for each type, and `Event`, which is any of them, told apart by `type`. Those of things (cards,
//! nodes, sections) are made from the table of kinds, so a new kind is described without an edit here; the data of all others
//! stand here. `tests/openapi/words.rs` compares the types with what the sources say.

#![allow(dead_code, reason = "of the types here only the schemas are used; the values are made where things happen")]

mod access;
mod chat;
mod comments;
mod working;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::schema::{
    AdditionalProperties, Discriminator, KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, Type,
};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::document::kinds::{Collection, Kind};
use crate::event::{Author, Event};

/// Who did something, as the server verified it.
#[derive(Serialize, ToSchema)]
#[schema(as = Author, example = json!({ "id": "ada", "name": "Ada" }))]
struct AuthorSchema {
    /// The user's id.
    id: String,
    /// How the user is shown; missing where nobody vouched for a name.
    #[schema(nullable = false)]
    name: Option<String>,
}

/// A document was created.
#[derive(ToSchema)]
struct DocumentCreated {
    /// `document`, `board`, `report`, `workflow`.
    kind: String,
    /// Empty if it has none.
    title: String,
}

/// A document got another title.
#[derive(ToSchema)]
struct DocumentRenamed {
    title: String,
    /// The title before.
    old: String,
}

/// Metadata or the owner changed; what is missing did not.
#[derive(ToSchema)]
struct DocumentChanged {
    /// The members that changed; `null` for one that is gone.
    #[schema(value_type = Option<Object>, nullable = false)]
    metadata: Option<Value>,
    /// The new owner; `null` for nobody.
    owner: Option<AuthorSchema>,
}

/// There is nothing more to say.
#[derive(ToSchema)]
#[schema(as = NoData)]
struct Nothing {}

/// This document began as a copy.
#[derive(ToSchema)]
struct DocumentDuplicated {
    /// The id of the document it was copied from.
    from: String,
}

/// Content changed that belongs to no thing of a typed document.
#[derive(ToSchema)]
#[schema(example = json!({ "paths": ["/notes", "/meta/title"], "more": false }))]
struct DocumentUpdated {
    /// JSON pointers (RFC 6901) to what changed.
    paths: Vec<String>,
    /// Whether more changed than is listed.
    more: bool,
    /// All who did it, where it was more than one.
    #[schema(nullable = false)]
    authors: Option<Vec<AuthorSchema>>,
}

/// A new thing.
#[derive(ToSchema)]
#[schema(example = json!({ "id": "c1", "value": { "title": "Fix login", "column": "todo", "order": "a0" } }))]
struct ThingAdded {
    /// Its id, unique in its collection.
    id: String,
    /// All of it; missing if it is too large.
    value: Option<Value>,
    /// How many bytes the value has, if it is left out.
    #[schema(nullable = false)]
    omitted: Option<u64>,
    /// All who did it, where it was more than one.
    #[schema(nullable = false)]
    authors: Option<Vec<AuthorSchema>>,
}

/// A thing with other fields.
#[derive(ToSchema)]
#[schema(example = json!({ "id": "c1", "changes": [{ "path": "/column", "old": "todo", "new": "done" }] }))]
struct ThingChanged {
    /// Its id, unique in its collection.
    id: String,
    /// What really changed, to be applied in order.
    changes: Vec<FieldChange>,
    /// All who did it, where it was more than one.
    #[schema(nullable = false)]
    authors: Option<Vec<AuthorSchema>>,
}

/// A thing that is gone.
#[derive(ToSchema)]
#[schema(example = json!({ "id": "c1" }))]
struct ThingRemoved {
    /// Its id, unique in its collection.
    id: String,
    /// What it was, if that was not too large.
    value: Option<Value>,
    /// All who did it, where it was more than one.
    #[schema(nullable = false)]
    authors: Option<Vec<AuthorSchema>>,
}

/// One place that changed: another value (no `old`: there was none; no `new`, `splice` or `omitted`: there is none any more), or a
/// piece of a text.
#[derive(ToSchema)]
#[schema(example = json!({ "path": "/column", "old": "todo", "new": "done" }))]
struct FieldChange {
    /// A JSON pointer (RFC 6901) inside of the thing; empty for the thing itself.
    path: String,
    /// The value before, if that was not too large.
    old: Option<Value>,
    /// How many bytes the value before had, if it is left out.
    #[schema(nullable = false)]
    old_omitted: Option<u64>,
    /// The value now, if it is not too large.
    new: Option<Value>,
    /// How many bytes the value now has, if it is left out.
    #[schema(nullable = false)]
    omitted: Option<u64>,
    #[schema(nullable = false)]
    splice: Option<TextSplice>,
}

/// A piece of a text that was replaced. Positions count UTF-16 code units, as in JavaScript.
#[derive(ToSchema)]
#[schema(example = json!({ "index": 12, "delete": 3, "insert": "more" }))]
struct TextSplice {
    /// Where.
    index: u64,
    /// How much was taken out there.
    delete: u64,
    /// What was put in there.
    insert: String,
}

/// A run waits for an executor.
#[derive(ToSchema)]
struct RunQueued {
    run: String,
    #[schema(required)]
    label: Option<String>,
    /// From 1; more if executors were not heard of again.
    attempt: u32,
}

/// An executor has it.
#[derive(ToSchema)]
struct RunStarted {
    run: String,
    #[schema(required)]
    executor: Option<String>,
    attempt: u32,
}

/// A step began, ended or changed.
#[derive(ToSchema)]
struct RunStepped {
    run: String,
    /// The step as it is now, as in the run.
    #[schema(value_type = Object)]
    step: Value,
}

/// How far a run has come.
#[derive(ToSchema)]
struct RunProgressed {
    run: String,
    /// From 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    fraction: f64,
    /// What is going on.
    #[schema(required)]
    message: Option<String>,
}

/// Nothing will become of a run any more.
#[derive(ToSchema)]
struct RunFinished {
    run: String,
    status: RunEnd,
    /// What came of it.
    #[schema(required)]
    output: Option<Value>,
    /// What went wrong.
    #[schema(required)]
    error: Option<String>,
    attempt: u32,
}

/// How a run ended.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum RunEnd {
    Succeeded,
    Failed,
    Cancelled,
    Lost,
}

/// Somebody wants a run no longer.
#[derive(ToSchema)]
struct RunCancelRequested {
    run: String,
}

type Named = (String, RefOr<Schema>);

/// One type of events.
struct Told {
    kind: String,
    about: &'static str,
    /// The schema of its data, and all it refers to.
    data: Vec<Named>,
    /// It changes the content, so it has a version.
    is_edit: bool,
}

fn told<T: ToSchema>(kind: impl Into<String>, about: &'static str) -> Told {
    let mut data = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut data);
    Told { kind: kind.into(), about, data, is_edit: false }
}

impl Told {
    fn by_an_edit(self) -> Self {
        Self { is_edit: true, ..self }
    }
}

fn of_documents() -> Vec<Told> {
    vec![
        told::<DocumentCreated>("document.created", "A document was created."),
        told::<DocumentRenamed>("document.renamed", "A document got another title."),
        told::<DocumentChanged>("document.changed", "Metadata or the owner of a document changed."),
        told::<Nothing>("document.deleted", "A document was deleted. It can be restored."),
        told::<Nothing>("document.restored", "A deleted document is there again."),
        told::<Nothing>("document.purged", "A document is gone for good."),
        told::<DocumentDuplicated>("document.duplicated", "A document began as a copy; told after it was created."),
        told::<DocumentUpdated>("document.updated", "Content changed that belongs to no thing.").by_an_edit(),
        told::<Nothing>("document.gap", "Changes up to this version could not be told; read the content.").by_an_edit(),
    ]
}

fn of_runs() -> Vec<Told> {
    vec![
        told::<RunQueued>("run.queued", "A run waits for an executor."),
        told::<RunStarted>("run.started", "An executor works on a run."),
        told::<RunStepped>("run.step", "A step of a run began, ended or changed."),
        told::<RunProgressed>("run.progress", "A run has come so far."),
        told::<RunFinished>("run.finished", "A run is over."),
        told::<RunCancelRequested>("run.cancel_requested", "A run is to be cancelled."),
        told::<RunStarted>("run.lease_lost", "The executor of a run was not heard of in time."),
    ]
}

fn of_things(collection: &'static Collection) -> Vec<Told> {
    let kind = |verb: &str| format!("{}.{verb}", collection.noun);
    let mut all = vec![
        told::<ThingAdded>(kind(collection.added), "There is a new one."),
        told::<ThingChanged>(kind("updated"), "One has other fields."),
        told::<ThingRemoved>(kind("removed"), "One is gone."),
    ];
    if !collection.place.is_empty() {
        all.push(told::<ThingChanged>(kind("moved"), "One is at another place."));
    }
    if collection.assignee.is_some() {
        all.push(told::<ThingChanged>(kind("assigned"), "One is somebody else's."));
    }
    all.into_iter().map(Told::by_an_edit).collect()
}

fn all() -> Vec<Told> {
    let things = Kind::all().flat_map(|kind| kind.collections()).flat_map(of_things);
    let together = working::all().into_iter().chain(comments::all()).chain(chat::all());
    of_documents().into_iter().chain(things).chain(of_runs()).chain(together).chain(access::told()).collect()
}

/// What a type is called as a schema: `board.card.moved` is `BoardCardMovedEvent`.
fn name_of(kind: &str) -> String {
    let words = kind.split(['.', '_']).filter_map(|word| Some(word[..1].to_uppercase() + word.get(1..)?));
    words.chain(["Event".to_owned()]).collect()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn number(description: &str) -> ObjectBuilder {
    let whole = SchemaFormat::KnownFormat(KnownFormat::Int64);
    ObjectBuilder::new().schema_type(Type::Integer).format(Some(whole)).minimum(Some(0)).description(Some(description))
}

impl Told {
    fn schema(&self) -> Schema {
        let data = self.data.first().map(|(name, _)| Ref::from_schema_name(name));
        let mut event = ObjectBuilder::new()
            .description(Some(self.about))
            .property(
                "id",
                text().pattern(Some("^[0-9]+$")).description(Some("Its place in the journal; later events have greater ones.")),
            )
            .required("id")
            .property("type", text().enum_values(Some([self.kind.clone()])))
            .required("type")
            .property("document", text().description(Some("The document's id.")))
            .required("document")
            .property("time", number("When, in milliseconds since the Unix epoch."))
            .required("time")
            .property("user", Ref::from_schema_name(Author::name()))
            .property("connection", number("The connection it came through, if it came through one."));
        if self.is_edit {
            event = event.property("version", number("The document's version after it.")).required("version");
        }
        event = event.property("data", data.unwrap_or_default()).required("data");
        // Readers take no harm from members that come later.
        event.additional_properties(Some(AdditionalProperties::FreeForm(true))).build().into()
    }
}

impl PartialSchema for Author {
    fn schema() -> RefOr<Schema> {
        AuthorSchema::schema()
    }
}

impl ToSchema for Author {
    fn name() -> Cow<'static, str> {
        AuthorSchema::name()
    }
}

impl PartialSchema for Event {
    fn schema() -> RefOr<Schema> {
        let names: Vec<(String, String)> =
            all().into_iter().map(|told| (Ref::from_schema_name(name_of(&told.kind)).ref_location, told.kind)).collect();
        let mapping: Vec<(String, String)> = names.iter().map(|(name, kind)| (kind.clone(), name.clone())).collect();
        let any = names.into_iter().fold(OneOfBuilder::new(), |any, (name, _)| any.item(Ref::new(name)));
        let example = json!({
            "id": "123", "type": "board.card.moved", "document": "acme/board", "time": 1_700_000_000_000_u64,
            "user": { "id": "ada", "name": "Ada" }, "connection": 17, "version": 42,
            "data": { "id": "c1", "changes": [{ "path": "/column", "old": "todo", "new": "done" }] },
        });
        let any = any.description(Some("Something that happened. `type` says what."));
        any.discriminator(Some(Discriminator::with_mapping("type", mapping))).examples([example]).into()
    }
}

impl ToSchema for Event {
    fn name() -> Cow<'static, str> {
        "Event".into()
    }

    fn schemas(schemas: &mut Vec<Named>) {
        schemas.push((Author::name().into_owned(), Author::schema()));
        for told in all() {
            schemas.push((name_of(&told.kind), told.schema().into()));
            schemas.extend(told.data);
        }
    }
}
