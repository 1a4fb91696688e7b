//! Walks values inside structs: lib0's binary `Any` and JSON texts, to the depth both yrs and Yjs can bear.
//! Keeps nothing. Format source: lib0 `decoding.js` (`readAny`), RFC 8259 for JSON.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::reader::Reader;
use super::{MAX_VALUE_DEPTH, Refusal};

const TAG_BUFFER: u8 = 116;
const TAG_ARRAY: u8 = 117;
pub(super) const TAG_OBJECT: u8 = 118;
pub(super) const TAG_TEXT: u8 = 119;
const TAG_BIGINT: u8 = 122;
const TAG_FLOAT64: u8 = 123;
const TAG_FLOAT32: u8 = 124;
const TAG_INTEGER: u8 = 125;

/// Walks one binary value.
pub(super) fn skip_any(reader: &mut Reader<'_>) -> Result<(), Refusal> {
    skip_any_at(reader, 0)
}

fn skip_any_at(reader: &mut Reader<'_>, depth: usize) -> Result<(), Refusal> {
    match reader.byte()? {
        120 | 121 | 126 | 127 => Ok(()),
        TAG_INTEGER => reader.skip_signed(),
        TAG_FLOAT32 => reader.slice(4).map(drop),
        TAG_FLOAT64 | TAG_BIGINT => reader.slice(8).map(drop),
        TAG_TEXT => reader.text().map(drop),
        TAG_BUFFER => reader.buffer().map(drop),
        TAG_OBJECT => {
            deeper(depth)?;
            for _ in 0..reader.count(2)? {
                // JavaScript would take it for the object's prototype, not for an entry.
                if reader.text()? == "__proto__" {
                    return Err(Refusal::Prototype);
                }
                skip_any_at(reader, depth + 1)?;
            }
            Ok(())
        }
        TAG_ARRAY => {
            deeper(depth)?;
            for _ in 0..reader.count(1)? {
                skip_any_at(reader, depth + 1)?;
            }
            Ok(())
        }
        tag => Err(Refusal::UnknownValue { tag }),
    }
}

fn deeper(depth: usize) -> Result<(), Refusal> {
    if depth < MAX_VALUE_DEPTH { Ok(()) } else { Err(Refusal::ValueTooDeep) }
}

/// Checks that `text` is one JSON value that `JSON.parse` and yrs both read.
pub(super) fn check_json(text: &str) -> Result<(), Refusal> {
    match text {
        // What formatting marks hold nearly always.
        "true" | "false" | "null" | "{}" | "\"\"" => Ok(()),
        _ => {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            Checked { depth: 0 }.deserialize(&mut deserializer).map_err(|_| Refusal::Json)?;
            deserializer.end().map_err(|_| Refusal::Json)
        }
    }
}

/// Reads a JSON value completely, as yrs will, and drops it. `serde::de::IgnoredAny` would not do:
/// it passes lone surrogates and numbers out of range, at which yrs stops.
#[derive(Clone, Copy)]
struct Checked {
    depth: usize,
}

impl Checked {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth < MAX_VALUE_DEPTH { Ok(Self { depth: self.depth + 1 }) } else { Err(E::custom("nested too deep")) }
    }
}

impl<'de> DeserializeSeed<'de> for Checked {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Checked {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a json value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        // yrs holds JSON integers as i64 and refuses larger ones.
        i64::try_from(number).map(drop).map_err(E::custom)
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while array.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while object.next_key::<Key>()?.is_some() {
            object.next_value_seed(inner)?;
        }
        Ok(())
    }
}

/// An object's key, read and dropped.
struct Key;

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked { depth: 0 }).map(|()| Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_that_only_one_side_reads_is_refused() {
        for text in ["", "{", "01", "nul", "[1,]", "\"\\ud800\"", "1e999", "9223372036854775808", "{\"a\":1}x"] {
            assert_eq!(check_json(text), Err(Refusal::Json), "{text}");
        }
    }

    #[test]
    fn json_that_editors_write_passes() {
        for text in ["true", "null", "\"x\"", "{\"href\":\"https://a\",\"n\":[1,-2.5e3,{}]}", " 1 ", "\"\\ud83d\\ude00\""] {
            assert_eq!(check_json(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn values_nest_one_hundred_levels_and_no_more() {
        let json = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(check_json(&json(100)), Ok(()));
        assert_eq!(check_json(&json(101)), Err(Refusal::Json));
        let any = |depth: usize| {
            let mut bytes = [TAG_ARRAY, 1].repeat(depth - 1);
            bytes.extend([TAG_ARRAY, 0]);
            bytes
        };
        assert_eq!(skip_any(&mut Reader::new(&any(100))), Ok(()));
        assert_eq!(skip_any(&mut Reader::new(&any(101))), Err(Refusal::ValueTooDeep));
        assert_eq!(skip_any(&mut Reader::new(&any(50_000))), Err(Refusal::ValueTooDeep));
    }

    #[test]
    fn a_count_beyond_the_message_is_refused_at_once() {
        let bomb = [TAG_OBJECT, 0xff, 0xff, 0xff, 0x7f];
        assert_eq!(skip_any(&mut Reader::new(&bomb)), Err(Refusal::CountTooLarge));
    }
}
