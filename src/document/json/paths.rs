//! JSON Pointers (RFC 6901) within plain JSON values, and array positions. Called by `draft`, where a path has left what is
//! shared. Never touches a document.

use json_patch::jsonptr::Pointer;
use serde_json::Value;

use super::Reason;

/// The parts of a pointer, unescaped.
pub(super) fn tokens(pointer: &Pointer) -> Vec<String> {
    pointer.tokens().map(|token| token.decoded().into_owned()).collect()
}

/// A position below `end`, in the one spelling that RFC 6901 allows.
pub(super) fn position(token: &str, end: usize) -> Result<usize, Reason> {
    let canonical = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|at| canonical && *at < end).ok_or(Reason::BadIndex)
}

/// What is at the tokens.
pub(super) fn at<'v>(mut value: &'v mut Value, tokens: &[String]) -> Result<&'v mut Value, Reason> {
    for token in tokens {
        value = match value {
            Value::Object(members) => members.get_mut(token).ok_or(Reason::NoSuchPlace)?,
            Value::Array(values) => {
                let at = position(token, values.len())?;
                &mut values[at]
            }
            _ => return Err(Reason::NoSuchPlace),
        };
    }
    Ok(value)
}

/// Sets a member or inserts an element. Says how many elements had to make room.
pub(super) fn add(parent: &mut Value, token: &str, value: Value) -> Result<usize, Reason> {
    match parent {
        Value::Object(members) => {
            members.insert(token.to_owned(), value);
            Ok(1)
        }
        Value::Array(values) => {
            let at = if token == "-" { values.len() } else { position(token, values.len() + 1)? };
            values.insert(at, value);
            Ok(values.len() - at)
        }
        _ => Err(Reason::NoSuchPlace),
    }
}

/// Removes a member or an element. Says how many elements had to move up.
pub(super) fn remove(parent: &mut Value, token: &str) -> Result<usize, Reason> {
    match parent {
        Value::Object(members) => members.remove(token).map(|_| 1).ok_or(Reason::NoSuchPlace),
        Value::Array(values) => {
            let at = position(token, values.len())?;
            values.remove(at);
            Ok(values.len() - at)
        }
        _ => Err(Reason::NoSuchPlace),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_has_one_spelling() {
        assert_eq!(position("0", 1), Ok(0));
        assert_eq!(position("12", 13), Ok(12));
        for wrong in ["", "-", "01", "+1", "1", "-1", "1e0", "99999999999999999999"] {
            assert_eq!(position(wrong, 1), Err(Reason::BadIndex), "{wrong}");
        }
    }
}
