//! The schema of mentions, in messages and comments alike. Used by the annotations of handlers and by the schemas of events; written
//! by hand, because lower floors know nothing of OpenAPI.

use std::borrow::Cow;

use serde_json::json;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::access::Role;
use crate::features::mentions::Mention;

impl PartialSchema for Mention {
    fn schema() -> RefOr<Schema> {
        let only = |builder: ObjectBuilder| builder.additional_properties(Some(AdditionalProperties::FreeForm(false)));
        let id = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(256));
        let user = ObjectBuilder::new().description(Some("The user with this id.")).property("user", id).required("user");
        let role = ObjectBuilder::new()
            .description(Some("Everybody who has exactly this role."))
            .property("role", Ref::from_schema_name(Role::name()))
            .required("role");
        OneOfBuilder::new()
            .description(Some("Somebody who is called."))
            .item(only(user))
            .item(only(role))
            .examples([json!({ "user": "ada" })])
            .into()
    }
}

impl ToSchema for Mention {
    fn name() -> Cow<'static, str> {
        "Mention".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Role::name().into_owned(), Role::schema()));
    }
}
