//! OpenAPI schemas of words that lower floors own, which know nothing of OpenAPI. Used by the annotations of handlers; made from
//! the types themselves, so that a new role or permission is described without an edit here.

mod events;
pub(super) mod live;
mod mentions;

use std::borrow::Cow;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::access::{Role, Scope};
use crate::event::Event;
use crate::features::members::Standing;
use crate::features::shares::Permission;

/// Puts what no route needs, and programs do, beside what routes need.
pub(super) fn describe(components: &mut Components) {
    add::<Scope>(components);
    add::<Event>(components);
    add::<live::LiveRequest>(components);
    add::<live::LiveMessage>(components);
}

pub(super) fn add<T: ToSchema>(components: &mut Components) {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    components.schemas.extend(schemas);
}

/// A string that is one of these.
fn words<'a>(description: &str, words: impl IntoIterator<Item = &'a str>) -> RefOr<Schema> {
    let words: Vec<&str> = words.into_iter().collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .examples(words.last().copied())
        .enum_values(Some(words))
        .into()
}

/// The word that serde writes for a value.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl PartialSchema for Role {
    fn schema() -> RefOr<Schema> {
        words("What somebody is in a document, the weakest first.", Role::ALL.iter().map(|role| role.as_str()))
    }
}

impl ToSchema for Role {
    fn name() -> Cow<'static, str> {
        "Role".into()
    }
}

impl PartialSchema for Standing {
    fn schema() -> RefOr<Schema> {
        let blocked = word(Standing::Blocked);
        let roles = Role::ALL.iter().map(|role| role.as_str());
        words("What a member is: a role, or blocked whatever else grants one.", std::iter::once(&*blocked).chain(roles))
    }
}

impl ToSchema for Standing {
    fn name() -> Cow<'static, str> {
        "Standing".into()
    }
}

impl PartialSchema for Permission {
    fn schema() -> RefOr<Schema> {
        let all = [Permission::View, Permission::Comment, Permission::Edit, Permission::Share].map(word);
        words("What a share lets people do; each includes those before it.", all.iter().map(String::as_str))
    }
}

impl ToSchema for Permission {
    fn name() -> Cow<'static, str> {
        "Permission".into()
    }
}

impl PartialSchema for Scope {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A document id, a prefix with its slash, or `/` for everything."))
            .min_length(Some(1))
            .max_length(Some(513))
            .examples(["acme/board/roadmap", "acme/"])
            .into()
    }
}

impl ToSchema for Scope {
    fn name() -> Cow<'static, str> {
        "Scope".into()
    }
}
