//! Mentions: whom somebody wants to call, by name or by role, as messages and comments have them. Kept as they are given; who is
//! reached is the inbox' matter. Looks at nothing but their shape: a user who does not exist can be mentioned.

use serde::{Deserialize, Serialize};

use super::Refused;
use crate::access::Role;
use crate::access::token::is_name;

/// The most mentions of one message or comment.
pub const MOST: usize = 32;

/// Somebody who is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mention {
    /// The user with this id.
    User(String),
    /// Everybody who has exactly this role.
    Role(Role),
}

/// Refuses what are no mentions, or too many of them.
pub fn check(mentions: &[Mention]) -> Result<(), Refused> {
    if mentions.len() > MOST {
        return Err(Refused::Invalid("there are at most 32 mentions; leave some out, or mention a role"));
    }
    let is_user = |mention: &Mention| matches!(mention, Mention::Role(_)) || matches!(mention, Mention::User(id) if is_name(id));
    if mentions.iter().all(is_user) {
        Ok(())
    } else {
        Err(Refused::Invalid("a mention names a user by an id of 1 to 256 bytes without control characters"))
    }
}

/// Those of the mentions that were not there before.
#[must_use]
pub fn added(before: &[Mention], now: &[Mention]) -> Vec<Mention> {
    now.iter().filter(|mention| !before.contains(mention)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mention_is_an_object_with_one_member() {
        for (mention, written) in [
            (Mention::User("ada".to_owned()), json!({ "user": "ada" })),
            (Mention::Role(Role::Editor), json!({ "role": "editor" })),
        ] {
            assert_eq!(serde_json::to_value(&mention).unwrap(), written);
            assert_eq!(serde_json::from_value::<Mention>(written).unwrap(), mention);
        }
        for wrong in [json!({}), json!({ "user": "ada", "role": "editor" }), json!({ "role": "boss" }), json!("ada")] {
            assert!(serde_json::from_value::<Mention>(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn mentions_are_bounded_in_number_and_length() {
        let users = |count: usize, bytes: usize| vec![Mention::User("x".repeat(bytes)); count];
        for (mentions, fits) in
            [(users(32, 1), true), (users(33, 1), false), (users(1, 256), true), (users(1, 257), false), (users(1, 0), false)]
        {
            assert_eq!(check(&mentions).is_ok(), fits, "{}", mentions.len());
        }
    }
}
