//! Who is here, as a JSON client knows it: turns awareness into events such as `user_joined` and `cursor_update`.
//! Used by the JSON door only; remembers one state for each client id, as every Yjs client does.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::protocol::{Message, message};

/// Everybody's states.
#[derive(Debug)]
pub(super) struct People {
    /// The client id of this connection itself.
    pub(super) own: u64,
    states: BTreeMap<u64, Value>,
}

/// Members of a state that have messages of their own.
const OWN_MESSAGES: [(&str, &str); 2] = [("cursor", "cursor_update"), ("viewport", "viewport_update")];

impl People {
    pub(super) fn new(own: u64) -> Self {
        Self { own, states: BTreeMap::new() }
    }

    /// Everybody who is here, this connection apart.
    pub(super) fn list(&self) -> Vec<Value> {
        self.states.iter().map(|(client, state)| person(*client, state)).collect()
    }

    /// What a frame from the room says that was not known yet.
    pub(super) fn hear(&mut self, frame: &Bytes) -> Vec<Value> {
        let Ok(Message::Awareness(update)) = Message::decode(frame) else { return Vec::new() };
        let mut events = Vec::new();
        for (client, state) in message::awareness_states(&update) {
            if client == self.own {
                continue;
            }
            match state.and_then(|state| serde_json::from_str::<Value>(state).ok()) {
                // What the server itself shows: the client hears of the session in words of its own.
                Some(state) if state.get("yrsa").is_some() => {}
                Some(state) => self.seen(client, state, &mut events),
                None => {
                    if let Some(state) = self.states.remove(&client) {
                        events.push(json!({ "type": "user_left", "client": client, "user": state["user"] }));
                    }
                }
            }
        }
        events
    }

    fn seen(&mut self, client: u64, state: Value, events: &mut Vec<Value>) {
        let Some(before) = self.states.get(&client) else {
            let mut event = person(client, &state);
            event["type"] = "user_joined".into();
            events.push(event);
            self.states.insert(client, state);
            return;
        };
        for (member, kind) in OWN_MESSAGES {
            if before.get(member) != state.get(member) {
                events.push(json!({ "type": kind, "client": client, "user": state["user"], member: state[member] }));
            }
        }
        if others(before) != others(&state) {
            let mut event = person(client, &state);
            event["type"] = "presence_update".into();
            events.push(event);
        }
        self.states.insert(client, state);
    }
}

fn person(client: u64, state: &Value) -> Value {
    json!({ "client": client, "user": state["user"], "presence": state })
}

/// A state without the members that have messages of their own.
fn others(state: &Value) -> Value {
    let mut state = state.clone();
    if let Value::Object(members) = &mut state {
        members.retain(|name, _| !OWN_MESSAGES.iter().any(|(member, _)| member == name));
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(people: &mut People, client: u64, clock: u64, state: &str) -> Vec<String> {
        let frame = message::awareness(&message::awareness_update(client, clock, state));
        people.hear(&frame).iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn awareness_becomes_events() {
        let mut people = People::new(1);
        let ada = |more: &str| format!(r#"{{"user":{{"id":"ada"}}{more}}}"#);
        assert_eq!(types(&mut people, 1, 1, "{}"), [""; 0], "one's own state is no news");
        assert_eq!(types(&mut people, 9, 1, r#"{"yrsa":{"locks":[]}}"#), [""; 0], "the server is nobody");
        assert_eq!(types(&mut people, 2, 1, &ada("")), ["user_joined"]);
        assert_eq!(types(&mut people, 2, 2, &ada("")), [""; 0], "a renewal is no news");
        assert_eq!(types(&mut people, 2, 3, &ada(r#","cursor":{"x":1}"#)), ["cursor_update"]);
        assert_eq!(
            types(&mut people, 2, 4, &ada(r#","status":"busy","viewport":[0]"#)),
            ["cursor_update", "viewport_update", "presence_update"]
        );
        assert_eq!(people.list()[0]["presence"]["status"], "busy");
        assert_eq!(types(&mut people, 2, 5, "null"), ["user_left"]);
        assert_eq!(types(&mut people, 2, 5, "null"), [""; 0]);
    }
}
