//! How deep JSON nests. Documents may nest deeper than `serde_json` reads in one go (127 levels), and what is written deeper than
//! that is read by nobody again: asked by whoever stores JSON, or reads that of a document.

use std::fmt;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Levels that are read in one go, below what `serde_json` allows.
const STRETCH: usize = 100;

/// So many stretches are read at most: more than the gate lets documents nest. Keeps the stack bounded.
const STRETCHES: usize = 8;

/// How many arrays and objects lie within each other; 0 for what is neither.
#[must_use]
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Reads the JSON of a document, however deep the gate let it nest. Needs a large stack.
///
/// # Errors
/// If it is no JSON, or nests deeper than any document.
pub fn read(json: &[u8]) -> serde_json::Result<Value> {
    read_stretch(json, STRETCHES)
}

fn read_stretch(json: &[u8], left: usize) -> serde_json::Result<Value> {
    let mut from = serde_json::Deserializer::from_slice(json);
    let value = Within { levels: STRETCH, stretches: left }.deserialize(&mut from)?;
    from.end()?;
    Ok(value)
}

/// A value of which so many levels are read here; what lies deeper begins a stretch of its own.
#[derive(Clone, Copy)]
struct Within {
    levels: usize,
    stretches: usize,
}

impl Within {
    fn deeper(self) -> Self {
        Self { levels: self.levels - 1, ..self }
    }
}

impl<'d> DeserializeSeed<'d> for Within {
    type Value = Value;

    fn deserialize<D: Deserializer<'d>>(self, from: D) -> Result<Value, D::Error> {
        if self.levels > 0 {
            return from.deserialize_any(self);
        }
        let left = self.stretches.checked_sub(1).ok_or_else(|| D::Error::custom("nested too deep"))?;
        let rest = <&RawValue>::deserialize(from)?;
        read_stretch(rest.get().as_bytes(), left).map_err(D::Error::custom)
    }
}

impl<'d> Visitor<'d> for Within {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'d>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element_seed(self.deeper())? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'d>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            read.insert(name, members.next_value_seed(self.deeper())?);
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested(levels: usize) -> Value {
        (1..levels)
            .fold(json!([]), |inner, level| if level % 2 == 0 { json!([1, inner]) } else { json!({ "a": inner, "b": null }) })
    }

    #[test]
    fn what_nests_deeper_than_serde_reads_is_read() {
        for levels in [1, 99, 100, 101, 127, 128, 150, 200, 356] {
            let value = nested(levels);
            assert_eq!((depth(&value), read(value.to_string().as_bytes()).unwrap() == value), (levels, true), "{levels} levels");
        }
    }

    #[test]
    fn everything_that_json_has_is_read_as_it_is() {
        let value = json!({ "n": [null, true, -1, 18_446_744_073_709_551_615_u64, 1.5, "ü\n\"\u{1F600}"], "": {} });
        assert_eq!(read(value.to_string().as_bytes()).unwrap(), value);
        for wrong in ["", "[1", "[1]]", "{\"a\"}", "nul"] {
            assert!(read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_nests_deeper_than_any_document_is_refused() {
        let json = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(read(json(500).as_bytes()).is_ok());
        assert!(read(json(1_000_000).as_bytes()).is_err());
    }
}
