//! Puts the verified user into what a client says about itself: into its presence state, and into stateless messages. Pure;
//! called by `presence` and `state`. Everything that is not about identity stays as it came, byte for byte.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::people::Status;
use crate::access::{Role, User};

/// Under this the server itself shows the session, in a state of its own. Nobody else may: editors would take it for the server's.
const SERVERS: &str = "yrsa";

/// The members of a JSON object in their order, unread.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// A key, borrowed if it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Read)
    }
}

/// What the server knows of who a presence state is from.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// Who.
    pub user: &'a User,
    /// What they may do.
    pub role: Role,
    /// What they do.
    pub status: Status,
}

/// Whether a state says of its user not to be disturbed.
#[must_use]
pub(super) fn is_busy(state: &[u8]) -> bool {
    let members = serde_json::from_slice::<Members<'_>>(state).map(|members| members.0).unwrap_or_default();
    says_busy(&members)
}

fn says_busy(members: &[(Cow<'_, str>, &RawValue)]) -> bool {
    members.iter().rev().find(|(key, _)| key == "status").is_some_and(|(_, value)| value.get() == r#""busy""#)
}

/// A presence state with its user's `user.id`, `user.name`, `user.role`, `user.status` and, unless the client chose a colour as `#rrggbb`, `user.color`. Where
/// nobody vouched for a name the client's own stays. For guests of open mode that gave no name only `yrsa` is taken out.
#[must_use]
pub(super) fn presence(state: &str, stamp: &Stamp<'_>) -> Bytes {
    let is_vouched_for = stamp.user.name.is_some() || stamp.user.is_known;
    let stamped = if is_vouched_for { stamped(state, stamp) } else { without_the_servers(state) };
    stamped.unwrap_or_else(|| Bytes::copy_from_slice(state.as_bytes()))
}

/// A state without what only the server says, if it may hold that.
fn without_the_servers(state: &str) -> Option<Bytes> {
    if !state.contains(SERVERS) && !state.contains('\\') {
        return None;
    }
    let members = serde_json::from_str::<Members<'_>>(state).ok()?.0;
    if members.iter().all(|(key, _)| key != SERVERS) {
        return None;
    }
    let mut out = Object::new();
    members.iter().filter(|(key, _)| key != SERVERS).for_each(|(key, value)| out.member(key, value.get()));
    Some(out.end())
}

fn stamped(state: &str, stamp: &Stamp<'_>) -> Option<Bytes> {
    let user = stamp.user;
    let members = serde_json::from_str::<Members<'_>>(state).ok()?.0;
    let own = members.iter().rev().find(|(key, _)| key == "user").map(|(_, value)| value.get());
    // Lexical keeps the name at the top of its state.
    let lexical = user.name.as_ref().filter(|_| members.iter().any(|(key, _)| key == "focusing"));
    let mut out = Object::new();
    for (key, value) in &members {
        match (key.as_ref(), lexical) {
            ("user" | SERVERS, _) => {}
            ("name", Some(name)) => out.member(key, &quoted(name)),
            (key, _) => out.member(key, value.get()),
        }
    }
    let status = if says_busy(&members) { Status::Busy } else { stamp.status };
    out.member("user", &stamped_user(own, Stamp { status, ..*stamp }));
    Some(out.end())
}

/// A stateless message with its sender: as a member of the object it is, or around the text it is.
#[must_use]
pub(super) fn stateless(text: &Bytes, user: &User) -> Bytes {
    let text = String::from_utf8_lossy(text);
    let mut sender = Object::new();
    sender.member("id", &quoted(&user.id));
    if let Some(name) = &user.name {
        sender.member("name", &quoted(name));
    }
    let sender = sender.end();
    let sender = String::from_utf8_lossy(&sender);
    let mut out = Object::new();
    match serde_json::from_str::<Members<'_>>(&text) {
        Ok(Members(members)) => {
            for (key, value) in members.iter().filter(|(key, _)| key != "sender") {
                out.member(key, value.get());
            }
        }
        Err(_) => out.member("message", &quoted(&text)),
    }
    out.member("sender", &sender);
    out.end()
}

fn stamped_user(own: Option<&str>, stamp: Stamp<'_>) -> String {
    let user = stamp.user;
    let members = own.and_then(|own| serde_json::from_str::<Members<'_>>(own).ok()).map(|members| members.0).unwrap_or_default();
    let chosen = members.iter().rev().find(|(key, _)| key == "color").and_then(|(_, value)| valid_color(value.get()));
    let mut out = Object::new();
    for (key, value) in &members {
        let stamped = matches!(key.as_ref(), "id" | "color" | "role" | "status") || (key == "name" && user.name.is_some());
        if !stamped {
            out.member(key, value.get());
        }
    }
    out.member("id", &quoted(&user.id));
    if let Some(name) = &user.name {
        out.member("name", &quoted(name));
    }
    out.member("color", &quoted(chosen.as_deref().unwrap_or(&user.color)));
    out.member("role", &quoted(&stamp.role.to_string()));
    out.member("status", &quoted(stamp.status.name()));
    String::from_utf8_lossy(&out.end()).into_owned()
}

/// The colour in a JSON string, if editors can use it.
fn valid_color(json: &str) -> Option<String> {
    let color: String = serde_json::from_str(json).ok()?;
    let digits = color.strip_prefix('#')?;
    (digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(color)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An object being written.
struct Object(Vec<u8>);

impl Object {
    fn new() -> Self {
        Self(b"{".to_vec())
    }

    fn member(&mut self, key: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push(b',');
        }
        self.0.extend_from_slice(quoted(key).as_bytes());
        self.0.push(b':');
        self.0.extend_from_slice(json.as_bytes());
    }

    fn end(mut self) -> Bytes {
        self.0.push(b'}');
        self.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> User {
        User { id: "ada".into(), name: Some("Ada \"L\"".into()), color: "#112233".into(), is_known: true }
    }

    fn of(user: &User) -> Stamp<'_> {
        Stamp { user, role: Role::Editor, status: Status::Idle }
    }

    fn stamped(state: &str) -> String {
        String::from_utf8(presence(state, &of(&ada())).to_vec()).unwrap()
    }

    #[test]
    fn a_state_says_who_it_is_really_from() {
        const USER: &str = r##""id":"ada","name":"Ada \"L\"","color":"##;
        const SAYS: &str = r#""role":"editor","status":"idle""#;
        for (state, expected) in [
            ("{}", format!(r##"{{"user":{{{USER}"#112233",{SAYS}}}}}"##)),
            (r#"{"user":null}"#, format!(r##"{{"user":{{{USER}"#112233",{SAYS}}}}}"##)),
            (
                r##"{"cursor":{"anchor":1.50,"head":2},"user":{"name":"Eve","color":"#ABCDEF","colorLight":"#fff"}}"##,
                format!(r##"{{"cursor":{{"anchor":1.50,"head":2}},"user":{{"colorLight":"#fff",{USER}"#ABCDEF",{SAYS}}}}}"##),
            ),
            (r#"{"user":{"color":"red;background:url(x)"}}"#, format!(r##"{{"user":{{{USER}"#112233",{SAYS}}}}}"##)),
            (r#"{"user":{"id":"eve"},"\u0075ser":{"id":"eve"}}"#, format!(r##"{{"user":{{{USER}"#112233",{SAYS}}}}}"##)),
        ] {
            assert_eq!(stamped(state), expected, "{state}");
        }
        assert!(stamped(r#"{"status":"busy"}"#).contains(r#""status":"busy""#));
        assert!(stamped(r#"{"user":{"status":"busy","role":"owner"}}"#).contains(SAYS));
        assert!(stamped(r#"{"name":"Eve","focusing":true}"#).starts_with(r#"{"name":"Ada \"L\"","focusing":true"#));
        assert!(stamped(r#"{"name":"a label"}"#).starts_with(r#"{"name":"a label""#));
    }

    #[test]
    fn nothing_is_changed_where_nobody_vouched_for_a_name() {
        let user = User { name: None, is_known: false, ..ada() };
        let state = r#"{ "user": {"name":"Eve"} }"#;
        assert_eq!(presence(state, &of(&user))[..], *state.as_bytes());
    }

    #[test]
    fn who_is_known_without_a_name_may_choose_one_but_not_another_id() {
        let user = User { name: None, ..ada() };
        let state = r#"{"user":{"id":"eve","name":"Eve"}}"#;
        let stamped = presence(state, &of(&user));
        assert_eq!(stamped[..], *br##"{"user":{"name":"Eve","id":"ada","color":"#112233","role":"editor","status":"idle"}}"##);
    }

    #[test]
    fn a_stateless_message_says_who_sent_it() {
        let sent =
            |text: &'static str| String::from_utf8(stateless(&Bytes::from_static(text.as_bytes()), &ada()).to_vec()).unwrap();
        let sender = r#""sender":{"id":"ada","name":"Ada \"L\""}"#;
        assert_eq!(sent("hi"), format!(r#"{{"message":"hi",{sender}}}"#));
        assert_eq!(sent(r#"{"a":[1, 2],"sender":"eve"}"#), format!(r#"{{"a":[1, 2],{sender}}}"#));
    }
}
