//! Who is in a document, as others are shown it: one participant a user, made of what the room says of the user and of the states
//! that the user's clients announced. Pure; called by `look`, used by routes and streams. Knows no rights.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::place::Place;
use crate::access::{Role, User};
use crate::protocol::DocumentId;
use crate::room::people::{self, Person, PersonState};

/// Characters of an activity.
const ACTIVITY: usize = 256;

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Did something a moment ago.
    Active,
    /// Did nothing for a while.
    Idle,
    /// Did nothing for long.
    Away,
    /// Says so.
    Busy,
    /// Was there.
    Offline,
}

impl From<people::Status> for Status {
    fn from(status: people::Status) -> Self {
        match status {
            people::Status::Active => Self::Active,
            people::Status::Idle => Self::Idle,
            people::Status::Away => Self::Away,
            people::Status::Busy => Self::Busy,
        }
    }
}

/// A user, as others are shown them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Known {
    /// The user's id, which the server verified.
    pub id: Arc<str>,
    /// The name; where nobody vouched for one, what the client calls itself.
    pub name: Option<Arc<str>>,
    /// `#rrggbb`, the same for a user everywhere and always.
    pub color: Arc<str>,
}

impl From<&User> for Known {
    fn from(user: &User) -> Self {
        Self { id: Arc::clone(&user.id), name: user.name.clone(), color: Arc::clone(&user.color) }
    }
}

/// What one client announced.
#[derive(Debug, Clone, Serialize)]
pub struct ClientState {
    /// The client's id in awareness.
    pub client: u64,
    /// The state, as all clients of the document have it.
    pub state: Box<RawValue>,
}

/// One user in one document.
#[derive(Debug, Clone, Serialize)]
pub struct Participant {
    /// The document.
    pub document: Arc<str>,
    /// Who.
    pub user: Known,
    /// As what.
    pub role: Role,
    /// Whether they are there.
    pub status: Status,
    /// What they do, as their client says.
    pub activity: Option<String>,
    /// Since when they are there, in milliseconds since the Unix epoch.
    pub since: Option<u64>,
    /// When they last did something there, in milliseconds since the Unix epoch; for who has left, when they were last there.
    pub last_active: u64,
    /// How many connections they have.
    pub connections: u32,
    /// What their clients announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub states: Option<Vec<ClientState>>,
}

/// Whether answers hold the states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// With what the clients announced.
    Whole,
    /// Without.
    Light,
}

/// A participant, and as JSON when somebody needs that. Shared by all who look.
#[derive(Debug)]
pub struct Shown {
    /// The participant.
    pub participant: Participant,
    whole: OnceLock<Box<str>>,
    light: OnceLock<Box<str>>,
}

impl Shown {
    /// A user who is there.
    #[must_use]
    pub fn new(document: &DocumentId, person: &Person, announced: &[PersonState]) -> Self {
        let own = announced.iter().filter(|state| state.user.id == person.user.id);
        let mut states = Vec::new();
        let (mut activity, mut name) = (None, person.user.name.clone());
        for state in own {
            let Some(raw) = std::str::from_utf8(&state.state).ok().and_then(|text| RawValue::from_string(text.to_owned()).ok())
            else {
                continue;
            };
            let value: Value = serde_json::from_str(raw.get()).unwrap_or_default();
            activity = activity.or_else(|| activity_in(&value));
            name = name.or_else(|| name_in(&value));
            states.push(ClientState { client: state.client, state: raw });
        }
        states.sort_unstable_by_key(|state| state.client);
        Self::from(Participant {
            document: document.shared(),
            user: Known { name, ..Known::from(&*person.user) },
            role: person.role,
            status: person.status.into(),
            activity,
            since: Some(person.since_ms),
            last_active: person.active_ms,
            connections: person.connections,
            states: Some(states),
        })
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self, detail: Detail) -> &str {
        match detail {
            Detail::Whole => self.whole.get_or_init(|| encoded(&self.participant)),
            Detail::Light => self.light.get_or_init(|| encoded(&Participant { states: None, ..self.participant.clone() })),
        }
    }

    /// Whether one of the clients is at a place.
    #[must_use]
    pub fn is_at(&self, place: &Place) -> bool {
        self.participant.states.iter().flatten().any(|state| {
            let state: Value = serde_json::from_str(state.state.get()).unwrap_or_default();
            place.is_in(&state)
        })
    }

    /// Differs when there is something to tell: everything but when somebody was last active, which changes all the time.
    #[must_use]
    pub fn fingerprint(&self, detail: Detail) -> u64 {
        let participant = &self.participant;
        let mut hasher = DefaultHasher::new();
        (&participant.user, participant.role, participant.status, &participant.activity).hash(&mut hasher);
        (participant.since, participant.connections).hash(&mut hasher);
        if detail == Detail::Whole {
            for state in participant.states.iter().flatten() {
                (state.client, state.state.get()).hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

impl From<Participant> for Shown {
    fn from(participant: Participant) -> Self {
        Self { participant, whole: OnceLock::new(), light: OnceLock::new() }
    }
}

fn encoded(participant: &Participant) -> Box<str> {
    serde_json::to_string(participant).unwrap_or_default().into()
}

/// What somebody does: free text in `activity`; otherwise what the members say that stand for a known verb.
fn activity_in(state: &Value) -> Option<String> {
    if let Some(Value::String(said)) = state.get("activity") {
        return (!said.is_empty()).then(|| said.chars().take(ACTIVITY).collect());
    }
    let verb = ["typing", "editing", "viewing"]
        .into_iter()
        .find(|verb| state.get(verb).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false))));
    verb.map(str::to_owned)
}

/// What a client calls itself: `user.name`, or `name` at the top as Lexical has it.
fn name_in(state: &Value) -> Option<Arc<str>> {
    let name = state.pointer("/user/name").or_else(|| state.get("name"))?.as_str()?;
    (!name.is_empty()).then(|| name.chars().take(ACTIVITY).collect::<String>().into())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn user(id: &str) -> Arc<User> {
        Arc::new(User { id: id.into(), name: Some(id.to_uppercase().into()), color: "#102030".into(), is_known: true })
    }

    fn person(id: &str, status: people::Status) -> Person {
        Person { user: user(id), role: Role::Editor, status, since_ms: 1, active_ms: 2, connections: 1, clients: Vec::new() }
    }

    fn state(client: u64, id: &str, state: &'static str) -> PersonState {
        PersonState { client, user: user(id), state: state.into() }
    }

    pub(in crate::features::presence) fn shown(document: &str, id: &str, state: &str) -> Shown {
        let announced = [PersonState { client: 7, user: user(id), state: state.to_owned().into() }];
        Shown::new(&DocumentId::new(document).unwrap(), &person(id, people::Status::Active), &announced)
    }

    #[test]
    fn a_participant_has_the_states_of_its_own_clients() {
        let states = [
            state(9, "ada", r#"{"cursor":{"x":1.0}}"#),
            state(3, "ada", r#"{"activity":"reviewing"}"#),
            state(5, "bob", r#"{"activity":"running"}"#),
            state(6, "ada", "not json"),
        ];
        let shown = Shown::new(&DocumentId::new("a").unwrap(), &person("ada", people::Status::Idle), &states);
        let json: Value = serde_json::from_str(shown.json(Detail::Whole)).unwrap();
        assert_eq!(json["activity"], "reviewing");
        assert_eq!(json["status"], "idle");
        assert_eq!(json["user"], serde_json::json!({ "id": "ada", "name": "ADA", "color": "#102030" }));
        let clients: Vec<_> = json["states"].as_array().unwrap().iter().map(|state| state["client"].as_u64().unwrap()).collect();
        assert_eq!(clients, [3, 9]);
        assert!(shown.json(Detail::Whole).contains(r#"{"x":1.0}"#), "states come as they are");
        assert!(!shown.json(Detail::Light).contains("states"));
    }

    #[test]
    fn who_is_called_nothing_is_called_what_the_client_says() {
        let mut person = person("guest-1", people::Status::Active);
        person.user = Arc::new(User { name: None, ..(*person.user).clone() });
        let state = [state(1, "guest-1", r#"{"user":{"name":"Eve"}}"#)];
        let shown = Shown::new(&DocumentId::new("a").unwrap(), &person, &state);
        assert_eq!(shown.participant.user.name.as_deref(), Some("Eve"));
    }

    #[test]
    fn what_somebody_does_is_what_they_say_or_what_their_members_mean() {
        let activity = |state: &str| shown("a", "ada", state).participant.activity;
        assert_eq!(activity(r#"{"activity":"running","typing":true}"#).as_deref(), Some("running"));
        assert_eq!(activity(r#"{"typing":true,"viewing":"/a"}"#).as_deref(), Some("typing"));
        assert_eq!(activity(r#"{"typing":false,"viewing":"/a"}"#).as_deref(), Some("viewing"));
        assert_eq!(activity(r#"{"typing":null}"#), None);
        assert_eq!(activity(&format!(r#"{{"activity":"{}"}}"#, "x".repeat(1000))).unwrap().len(), 256);
    }

    #[test]
    fn activity_alone_is_nothing_to_tell() {
        let ada = shown("a", "ada", r#"{"cursor":1}"#);
        let later = Shown::from(Participant { last_active: 99, ..ada.participant.clone() });
        assert_eq!(ada.fingerprint(Detail::Whole), later.fingerprint(Detail::Whole));
        let moved = shown("a", "ada", r#"{"cursor":2}"#);
        assert_ne!(ada.fingerprint(Detail::Whole), moved.fingerprint(Detail::Whole));
        assert_eq!(ada.fingerprint(Detail::Light), moved.fingerprint(Detail::Light));
    }
}
