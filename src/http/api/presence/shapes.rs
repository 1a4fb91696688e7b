//! What requests about presence say and what they are answered, as JSON. Participants themselves are written by `features::presence`,
//! once for all who ask; here they have their description. Used by the routes of `presence`.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use crate::access::{Role, Scope};
use crate::features::presence::{Detail, Known, Place, Status};
use crate::http::problem::Problem;
use crate::protocol::DocumentId;

/// Whether somebody is there: `busy` is what they say of themselves.
#[derive(ToSchema)]
#[schema(as = PresenceStatus, rename_all = "lowercase", example = "active")]
#[expect(dead_code, reason = "only the schema is used; `features::presence` makes the values")]
pub(super) enum StatusSchema {
    Active,
    Idle,
    Away,
    Busy,
    Offline,
}

/// A user, as others are shown them.
#[derive(ToSchema)]
#[schema(as = PresentUser, example = json!({ "id": "ada", "name": "Ada", "color": "#15803d" }))]
#[expect(dead_code, reason = "only the schema is used; `features::presence` makes the values")]
pub(super) struct UserSchema {
    /// The user's id.
    id: String,
    /// The name; where nobody vouched for one, what the client calls itself.
    #[schema(required)]
    name: Option<String>,
    /// `#rrggbb`, the same for a user everywhere and always.
    color: String,
}

/// What one client announced.
#[derive(ToSchema)]
#[schema(as = PresenceState, example = json!({ "client": 1_234_567, "state": { "cursor": { "x": 3, "y": 4 } } }))]
#[expect(dead_code, reason = "only the schema is used; `features::presence` makes the values")]
pub(super) struct StateSchema {
    /// The client's id in awareness.
    client: u64,
    /// The state, as all clients of the document have it.
    state: Value,
}

/// One user in one document. Times are in milliseconds since the Unix epoch.
#[derive(ToSchema)]
#[schema(as = Participant, example = json!({
    "document": "acme/board", "user": { "id": "ada", "name": "Ada", "color": "#15803d" }, "role": "editor", "status": "active",
    "activity": "editing", "since": 1_700_000_000_000_u64, "last_active": 1_700_000_060_000_u64, "connections": 1,
    "states": [{ "client": 1_234_567, "state": { "editing": "/cards/c1" } }],
}))]
#[expect(dead_code, reason = "only the schema is used; `features::presence` makes the values")]
pub(super) struct ParticipantSchema {
    document: String,
    #[schema(value_type = UserSchema)]
    user: UserSchema,
    role: Role,
    status: StatusSchema,
    /// What they do, as their client says: free text, or a verb such as `editing`.
    #[schema(required)]
    activity: Option<String>,
    /// Since when they are there; `null` for who is not.
    #[schema(required)]
    since: Option<u64>,
    /// When they last did something there; for who has left, when they were last there.
    last_active: u64,
    /// How many connections they have.
    connections: u32,
    /// What their clients announced; missing with `states=false`.
    #[schema(nullable = false)]
    states: Option<Vec<StateSchema>>,
}

/// The participants of a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentPresence, example = json!({ "participants": [], "truncated": false }))]
pub(super) struct OfDocument {
    #[schema(value_type = Vec<ParticipantSchema>)]
    pub(super) participants: Vec<Box<RawValue>>,
    /// There are more than fit.
    pub(super) truncated: bool,
}

/// Some participants, in the order of documents and users.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresenceList, example = json!({ "present": [], "next_cursor": null }))]
pub(super) struct List {
    #[schema(value_type = Vec<ParticipantSchema>)]
    pub(super) present: Vec<Box<RawValue>>,
    /// Where the next page goes on; `null` at the end.
    #[schema(required)]
    pub(super) next_cursor: Option<String>,
}

/// Where a user is and was, as far as the caller may know.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Whereabouts, example = json!({
    "user": { "id": "ada", "name": "Ada", "color": "#15803d" }, "status": "offline", "last_seen": 1_700_000_000_000_u64,
    "present": [], "seen": [],
}))]
pub(super) struct Whereabouts {
    /// `null` for somebody who was never seen.
    #[schema(value_type = Option<UserSchema>, required)]
    pub(super) user: Option<Known>,
    /// The liveliest of all documents.
    #[schema(value_type = StatusSchema)]
    pub(super) status: Status,
    /// When they were last active anywhere, in milliseconds since the Unix epoch.
    #[schema(required)]
    pub(super) last_seen: Option<u64>,
    /// Where they are now.
    #[schema(value_type = Vec<ParticipantSchema>)]
    pub(super) present: Vec<Box<RawValue>>,
    /// Where they were, the newest first, at most 100.
    #[schema(value_type = Vec<ParticipantSchema>)]
    pub(super) seen: Vec<Box<RawValue>>,
}

pub(in crate::http::api) fn invalid(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "invalid request", detail)
}

/// Which participants.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) user: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) place: Option<Place>,
}

impl Filter {
    fn new(user: Option<&str>, status: Option<Status>, place: Option<&str>) -> Result<Self, Problem> {
        let place = place.map(Place::new).transpose().map_err(|error| invalid(format!("place: {error}")))?;
        Ok(Self { user: user.map(str::to_owned), status, place })
    }
}

fn detail(states: Option<bool>) -> Detail {
    if states.unwrap_or(true) { Detail::Whole } else { Detail::Light }
}

/// Which of a document's participants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct InDocument {
    /// Also those who were there and are not any more: the newest 1,000.
    #[param(default = false)]
    pub(super) offline: Option<bool>,
    /// This user only, by id.
    #[param(example = "ada")]
    user: Option<String>,
    /// Only who is so.
    #[param(value_type = Option<StatusSchema>)]
    status: Option<Status>,
    /// Only who looks at this or edits it, or something in it: a JSON pointer such as `/cards/c1`, or a file.
    #[param(example = "/cards/c1")]
    place: Option<String>,
    /// With what their clients announced.
    #[param(default = true)]
    states: Option<bool>,
}

impl InDocument {
    pub(super) fn filter(&self) -> Result<Filter, Problem> {
        Filter::new(self.user.as_deref(), self.status, self.place.as_deref())
    }

    pub(super) fn detail(&self) -> Detail {
        detail(self.states)
    }
}

/// Which participants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Of documents in this scope only: a prefix that ends in a slash, or a document.
    #[param(example = "acme/")]
    under: Option<String>,
    /// This user only, by id.
    #[param(example = "ada")]
    user: Option<String>,
    /// Only who is so.
    #[param(value_type = Option<StatusSchema>)]
    status: Option<Status>,
    /// Only who looks at this or edits it, or something in it: a JSON pointer such as `/cards/c1`, or a file.
    #[param(example = "/cards/c1")]
    place: Option<String>,
    /// With what their clients announced.
    #[param(default = true)]
    states: Option<bool>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// At most so many participants.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub(super) limit: Option<usize>,
}

impl Wanted {
    pub(super) fn filter(&self) -> Result<Filter, Problem> {
        Filter::new(self.user.as_deref(), self.status, self.place.as_deref())
    }

    pub(super) fn under(&self) -> Result<Scope, Problem> {
        scope(self.under.as_deref())
    }

    pub(super) fn detail(&self) -> Detail {
        detail(self.states)
    }

    /// The document and user of the last one on the page before.
    pub(super) fn after(&self) -> Result<Option<(String, String)>, Problem> {
        let wrong = || invalid("cursor is next_cursor of the page before");
        let Some(cursor) = self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
        serde_json::from_slice(&bytes).map(Some).map_err(|_| wrong())
    }
}

/// A place between two participants.
pub(super) fn cursor(document: &str, user: &str) -> String {
    URL_SAFE_NO_PAD.encode(Value::from(vec![document, user]).to_string())
}

fn scope(under: Option<&str>) -> Result<Scope, Problem> {
    match under.filter(|under| !under.is_empty()) {
        None => Ok(Scope::everything()),
        Some(under) => Scope::new(under).map_err(|error| invalid(format!("under: {error}"))),
    }
}

/// What a stream is about.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Streamed {
    /// Documents in this scope: a prefix that ends in a slash, or a document.
    #[param(example = "acme/")]
    under: Option<String>,
    /// This document only.
    document: Option<String>,
    /// With what clients announce: without it cursors don't count as changes.
    #[param(default = true)]
    states: Option<bool>,
}

impl Streamed {
    pub(super) fn scope(&self) -> Result<Scope, Problem> {
        match (&self.under, &self.document) {
            (Some(_), Some(_)) => Err(invalid("name a scope with under, or a document, not both")),
            (under, None) => scope(under.as_deref()),
            (None, Some(document)) => {
                let document = DocumentId::new(document).map_err(|error| invalid(format!("document: {error}")))?;
                Ok(Scope::of(&document))
            }
        }
    }

    pub(super) fn detail(&self) -> Detail {
        detail(self.states)
    }
}

/// Somebody who wants to take part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Join, example = json!({ "presence": { "activity": "reviewing", "viewing": "/cards/c1" } }))]
pub(super) struct Join {
    /// What to be called where nobody vouches for a name.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) name: Option<String>,
    /// The members of one's presence state; `user` is the server's.
    #[serde(default)]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub(super) presence: Map<String, Value>,
}

/// Who takes part.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JoinedParticipant, example = json!({ "participant": "p-0123", "client": 1_234_567, "role": "editor", "expires_in": 60 }))]
pub(super) struct JoinedShape {
    /// Names the participant in later requests. Keep it to yourself.
    pub(super) participant: String,
    /// The id in awareness, as Yjs clients see it.
    pub(super) client: u64,
    pub(super) role: Role,
    /// Seconds until the participant is gone that is not heard of.
    pub(super) expires_in: u64,
}

/// Who is still there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Heartbeat, example = json!({ "participant": "p-0123" }))]
pub(super) struct SignOfLife {
    /// As `join` answered.
    pub(super) participant: String,
}

/// What somebody does.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPresence, example = json!({ "participant": "p-0123", "presence": { "editing": "/cards/c1" } }))]
pub(super) struct Announcement {
    /// As `join` answered.
    pub(super) participant: String,
    /// All members of the presence state; `user` is the server's.
    #[schema(value_type = Object)]
    pub(super) presence: Map<String, Value>,
}

/// It goes on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StillThere, example = json!({ "role": "editor", "expires_in": 60 }))]
pub(super) struct StillThere {
    /// What the participant may do now.
    pub(super) role: Role,
    /// Seconds until the participant is gone that is not heard of.
    pub(super) expires_in: u64,
}
