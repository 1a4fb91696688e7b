//! As much of `jsonschema` as the server names: a validator that finds nothing wrong.

use serde_json::Value;

/// A schema.
#[derive(Debug)]
pub struct Validator(());

/// Something wrong; there is none.
#[derive(Debug)]
pub struct ValidationError {
    /// Where.
    pub instance_path: String,
}

impl ValidationError {
    /// What, without the value.
    pub fn masked(&self) -> &str {
        "nothing"
    }
}

impl Validator {
    /// Nothing.
    pub fn iter_errors(&self, _: &Value) -> impl Iterator<Item = ValidationError> {
        std::iter::empty()
    }
}

/// The draft that the server's schemas are in.
pub mod draft202012 {
    use super::{Validator, Value};

    /// A schema, unread.
    ///
    /// # Errors
    /// None.
    pub fn new(_: &Value) -> Result<Validator, super::ValidationError> {
        Ok(Validator(()))
    }
}
