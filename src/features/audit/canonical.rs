//! One way to write JSON, so that everybody computes the same hash of it: that of RFC 8785, for what is in entries. Members in the
//! order of their names' UTF-16 units, no spaces, whole numbers only. Pure; used by the chain and by whoever verifies it.

use serde_json::{Map, Number, Value};

/// The greatest number that JavaScript has exactly, as RFC 8785 expects of numbers.
const EXACT: u64 = (1 << 53) - 1;

/// A value in the one form.
#[must_use]
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (at, (name, member)) in members.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        // What serde_json writes of these is what the RFC has: short escapes, \u00xx in lower case for other control characters.
        plain => out.push_str(&plain.to_string()),
    }
}

/// The same value with numbers that are not whole, or too large to be exact everywhere, as strings.
#[must_use]
pub(super) fn exact(value: Value) -> Value {
    let is_exact = |number: &Number| {
        number.as_u64().is_some_and(|number| number <= EXACT)
            || number.as_i64().is_some_and(|number| number.unsigned_abs() <= EXACT)
    };
    match value {
        Value::Number(number) if !is_exact(&number) => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(exact).collect(),
        Value::Object(members) => members.into_iter().map(|(name, member)| (name, exact(member))).collect::<Map<_, _>>().into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_stand_in_the_order_of_utf_16() {
        let value = json!({ "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7 });
        let expected = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(text(&value), expected, "the example of RFC 8785, 3.2.3");
    }

    #[test]
    fn strings_are_escaped_as_little_as_possible() {
        let value = json!(["\u{20ac}$\u{0f}\nA'B\"\\\\\"/", null, true, { "b": [], "a": {} }]);
        assert_eq!(text(&value), "[\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",null,true,{\"a\":{},\"b\":[]}]");
    }

    #[test]
    fn numbers_that_others_could_write_otherwise_are_strings() {
        let value =
            json!({ "a": 1.5, "b": [9_007_199_254_740_991_u64, 9_007_199_254_740_992_u64, -9_007_199_254_740_991_i64, -1] });
        assert_eq!(text(&exact(value)), "{\"a\":\"1.5\",\"b\":[9007199254740991,\"9007199254740992\",-9007199254740991,-1]}");
    }
}
