//! Plain values (what Yjs keeps as one piece) to JSON and back. Called for every value read or written.
//! Never recurses deeper than the gate lets values nest.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Number, Value};
use yrs::Any;

/// The key that marks bytes: `{"$binary": "<base64>"}`.
const BINARY: &str = "$binary";

/// The key that marks a subdocument; the gate puts such an object in its place (`admission/subdocuments.rs`).
const SUBDOCUMENT: &str = "$subdocument";

/// The largest integer that JavaScript's numbers tell from its neighbours.
const MAX_SAFE: i64 = (1 << 53) - 1;

/// JSON would be larger than wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Overflow;

/// Bytes of JSON that may still be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance(pub(super) usize);

impl Allowance {
    /// Takes bytes, and a few for punctuation.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Overflow> {
        self.0 = self.0.checked_sub(bytes.saturating_add(3)).ok_or(Overflow)?;
        Ok(())
    }

    /// Takes what a value has.
    pub(super) fn take_value(&mut self, value: &Value) -> Result<(), Overflow> {
        self.take(0)?;
        match value {
            Value::String(text) => self.take(text.len()),
            Value::Array(values) => values.iter().try_for_each(|value| self.take_value(value)),
            Value::Object(members) => members.iter().try_for_each(|(key, value)| {
                self.take(key.len())?;
                self.take_value(value)
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }
}

/// Bytes of a value, roughly.
pub fn size(value: &Value) -> usize {
    let mut allowance = Allowance(usize::MAX);
    // There is more to take than any value has.
    let _ = allowance.take_value(value);
    usize::MAX - allowance.0
}

/// A plain value as JSON.
pub(super) fn to_json(any: &Any, allowance: &mut Allowance) -> Result<Value, Overflow> {
    allowance.take(0)?;
    Ok(match any {
        Any::Null | Any::Undefined => Value::Null,
        Any::Bool(truth) => Value::Bool(*truth),
        Any::Number(yrs::Number::Int(number)) => integer(*number),
        Any::Number(yrs::Number::Float(number)) => float(*number),
        Any::String(text) => {
            allowance.take(text.len())?;
            Value::String(text.to_string())
        }
        Any::Buffer(bytes) => {
            allowance.take(bytes.len().saturating_mul(4) / 3 + BINARY.len())?;
            Value::Object(Map::from_iter([(BINARY.to_owned(), Value::String(BASE64_STANDARD.encode(bytes)))]))
        }
        Any::Array(values) => Value::Array(values.iter().map(|value| to_json(value, allowance)).collect::<Result<_, _>>()?),
        Any::Map(members) => {
            let mut object = Map::new();
            for (key, value) in members.iter() {
                allowance.take(key.len())?;
                object.insert(key.clone(), to_json(value, allowance)?);
            }
            Value::Object(object)
        }
    })
}

/// A JSON value as a plain one.
pub(in crate::document) fn from_json(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(truth) => Any::Bool(*truth),
        Value::Number(number) => match number.as_i64().filter(|number| is_safe(*number)) {
            Some(number) => Any::Number(yrs::Number::Int(number)),
            None => Any::Number(yrs::Number::Float(number.as_f64().unwrap_or_default())),
        },
        Value::String(text) => Any::String(Arc::from(text.as_str())),
        Value::Array(values) => Any::Array(values.iter().map(from_json).collect()),
        Value::Object(members) => match bytes_in(members) {
            Some(bytes) => Any::Buffer(bytes.into()),
            None => {
                let members: HashMap<_, _> = members.iter().map(|(key, value)| (key.clone(), from_json(value))).collect();
                Any::Map(Arc::new(members))
            }
        },
    }
}

/// Writes every number as a document gives it back, so that equal numbers are equal: 1.0 as 1, what JavaScript can't hold as
/// the nearest it can.
pub(super) fn normalize(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let safe = number.as_i64().filter(|number| is_safe(*number));
            *value = safe.map_or_else(|| float(number.as_f64().unwrap_or_default()), integer);
        }
        Value::Array(values) => values.iter_mut().for_each(normalize),
        Value::Object(members) => members.values_mut().for_each(normalize),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// How deep arrays and objects nest: 0 for a scalar.
pub(super) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => 0,
    }
}

/// The length of the longest key.
pub(super) fn longest_key(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().map(longest_key).max().unwrap_or(0),
        Value::Object(members) => members.iter().map(|(key, value)| key.len().max(longest_key(value))).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => 0,
    }
}

/// Whether a value is shown in the place of a subdocument.
pub(super) fn is_subdocument(any: &Any) -> bool {
    matches!(any, Any::Map(members) if members.contains_key(SUBDOCUMENT))
}

/// Whether a subdocument's place is shown in a JSON value.
pub(super) fn shows_subdocument(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(shows_subdocument),
        Value::Object(members) => members.contains_key(SUBDOCUMENT) || members.values().any(shows_subdocument),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => false,
    }
}

/// Whether a JSON value is an object or an array, and not bytes.
pub(super) fn is_container(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        Value::Object(members) => bytes_in(members).is_none(),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => false,
    }
}

/// The bytes of `{"$binary": "<base64>"}`, if they would be written just so.
fn bytes_in(members: &Map<String, Value>) -> Option<Vec<u8>> {
    let text = members.get(BINARY).filter(|_| members.len() == 1)?.as_str()?;
    // The engine takes canonical base64 only.
    BASE64_STANDARD.decode(text).ok()
}

fn is_safe(number: i64) -> bool {
    (-MAX_SAFE..=MAX_SAFE).contains(&number)
}

fn integer(number: i64) -> Value {
    if is_safe(number) { number.into() } else { Value::String(number.to_string()) }
}

#[expect(clippy::cast_possible_truncation, reason = "whole and within the safe integers")]
fn float(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() <= MAX_SAFE as f64 {
        return (number as i64).into();
    }
    // Neither NaN nor the infinite is JSON.
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(any: &Any) -> Value {
        to_json(any, &mut Allowance(1000)).unwrap()
    }

    #[test]
    fn what_json_does_not_know_has_a_form_in_it() {
        assert_eq!(shown(&Any::Undefined), Value::Null);
        assert_eq!(shown(&Any::from(f64::NAN)), Value::Null);
        assert_eq!(shown(&Any::from(f64::INFINITY)), Value::Null);
        assert_eq!(shown(&Any::from(1.0)), json!(1));
        assert_eq!(shown(&Any::Number(yrs::Number::Int(MAX_SAFE))), json!(9_007_199_254_740_991_i64));
        assert_eq!(shown(&Any::Number(yrs::Number::Int(MAX_SAFE + 1))), json!("9007199254740992"));
        assert_eq!(shown(&Any::Buffer(vec![0, 255].into())), json!({"$binary": "AP8="}));
    }

    #[test]
    fn bytes_come_back_as_bytes() {
        assert_eq!(from_json(&json!({"$binary": "AP8="})), Any::Buffer(vec![0, 255].into()));
        assert!(matches!(from_json(&json!({"$binary": "AP9="})), Any::Map(_)));
        assert!(matches!(from_json(&json!({"$binary": "AP8=", "more": 1})), Any::Map(_)));
    }

    #[test]
    fn a_value_stops_where_its_allowance_does() {
        assert!(to_json(&Any::from("0123456789"), &mut Allowance(10)).is_err());
        assert!(to_json(&Any::from("0123456789"), &mut Allowance(20)).is_ok());
    }
}
