//! What a document holds, for those who make words of it: as JSON, but XML as a tree. Called by `kinds`.
//! Never writes.

use std::collections::BTreeMap;

use serde_json::Value;
use yrs::{Array as _, Map as _, Transact as _};

use super::plain::{self, Overflow};
use super::read::{Node, Reader};
use super::{Document, ProjectError, RootKind, Shape, xml};

/// Something that a document holds.
#[derive(Debug)]
pub(in crate::document) enum Content {
    /// A number, a truth, nothing.
    Other(Value),
    /// A string, shared or plain.
    Text(String),
    Xml(Vec<xml::Node>),
    Array(Vec<Content>),
    Object(BTreeMap<String, Content>),
}

impl Document {
    /// Its roots, up to so many bytes of JSON.
    pub(in crate::document) fn contents(&mut self, limit: usize) -> Result<BTreeMap<String, Content>, ProjectError> {
        let (replica, expected) = self.readable()?;
        let txn = replica.doc.transact();
        let mut reader = Reader::new(&txn, &expected, limit);
        let mut contents = BTreeMap::new();
        for name in reader.roots() {
            if let Some(node) = reader.root(&name) {
                let content = reader.content(&node).map_err(|_| ProjectError::TooLarge { limit })?;
                contents.insert(name, content);
            }
        }
        Ok(contents)
    }
}

impl Reader<'_> {
    fn content(&mut self, node: &Node) -> Result<Content, Overflow> {
        self.allowance.take(0)?;
        Ok(match node {
            Node::Plain(any) => Content::of_value(plain::to_json(any, &mut self.allowance)?),
            Node::Text(text) => Content::Text(self.text(text)?),
            Node::Xml(out) => Content::Xml(xml::nodes(self.txn(), out, &mut self.allowance)?),
            Node::Array(array) => {
                let elements = array.iter(self.txn()).map(|out| self.content(&Node::of(out)));
                Content::Array(elements.collect::<Result<_, _>>()?)
            }
            Node::Map(map) => {
                let mut members = BTreeMap::new();
                for (key, out) in map.iter(self.txn()) {
                    self.allowance.take(key.len())?;
                    members.insert(key.to_owned(), self.content(&Node::of(out))?);
                }
                Content::Object(members)
            }
            Node::Mixed(map, sequence) => Content::Array(vec![self.content(&Node::Map(map.clone()))?, self.content(sequence)?]),
        })
    }
}

impl Content {
    /// What a plain value holds. Bytes are no words.
    fn of_value(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Array(values) => Self::Array(values.into_iter().map(Self::of_value).collect()),
            value @ Value::Object(_) if !plain::is_container(&value) => Self::Other(Value::Null),
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(key, value)| (key, Self::of_value(value))).collect())
            }
            other => Self::Other(other),
        }
    }

    /// What a document that is known as JSON only holds. Where its shape doesn't tell, a root that is a string beginning with an
    /// element is taken for XML.
    pub(in crate::document) fn roots_of(value: &Value, shape: &Shape) -> BTreeMap<String, Self> {
        let root = |(name, value): (&String, &Value)| {
            let content = match (shape.below(name), value) {
                (None, Value::String(text)) if text.starts_with('<') => Self::of_xml(text),
                (shape, value) => Self::shaped(value, shape),
            };
            (name.clone(), content)
        };
        value.as_object().into_iter().flatten().map(root).collect()
    }

    fn shaped(value: &Value, shape: Option<&Shape>) -> Self {
        match (shape, value) {
            (Some(Shape { kind: Some(RootKind::Xml), .. }), Value::String(text)) => Self::of_xml(text),
            (Some(shape), Value::Object(members)) if plain::is_container(value) => {
                Self::Object(members.iter().map(|(key, value)| (key.clone(), Self::shaped(value, shape.below(key)))).collect())
            }
            (_, value) => Self::of_value(value.clone()),
        }
    }

    fn of_xml(text: &str) -> Self {
        xml::parse(text).map_or_else(|_| Self::Text(text.to_owned()), Self::Xml)
    }
}
