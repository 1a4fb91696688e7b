//! What the data of events look like that tell of locks, sessions and presence. Part of the schemas of events; the values are made
//! by `features::rules` and `features::presence`.

#![allow(dead_code, reason = "of the types here only the schemas are used; the values are made where things happen")]

use serde_json::Value;
use utoipa::ToSchema;

use crate::access::Role;

use super::{AuthorSchema, Told, told};

/// Somebody came or left.
#[derive(ToSchema)]
struct ParticipantMoved {
    role: Role,
}

/// A lock, as it is or was.
#[derive(ToSchema)]
#[schema(example = json!({
    "id": "018bcfe5-6800-7000-8000-000000000000", "path": "/cards/c1", "holder": { "id": "ada", "name": "Ada" }, "reason": null,
    "acquired_at": 1_700_000_000_000_u64, "renewed_at": 1_700_000_000_000_u64, "expires_at": 1_700_001_800_000_u64,
    "release_on_leave": null,
}))]
struct LockTold {
    id: String,
    /// A JSON pointer; empty for the whole document.
    path: String,
    holder: AuthorSchema,
    #[schema(required)]
    reason: Option<String>,
    acquired_at: u64,
    renewed_at: u64,
    expires_at: u64,
    #[schema(required)]
    release_on_leave: Option<u32>,
}

/// Somebody has a lock; or it ended by itself.
#[derive(ToSchema)]
struct LockOnly {
    lock: LockTold,
}

/// A lock is no more.
#[derive(ToSchema)]
struct LockReleased {
    lock: LockTold,
    /// `released` by its holder; `left`: its holder did, and it was to end then.
    #[schema(example = "released")]
    why: String,
}

/// An owner ended somebody else's lock.
#[derive(ToSchema)]
struct LockBroken {
    lock: LockTold,
    by: AuthorSchema,
}

/// Somebody wanted a lock that overlaps one of somebody else.
#[derive(ToSchema)]
struct LockDenied {
    /// What was wanted.
    path: String,
    /// The one that stands in the way.
    lock: LockTold,
}

/// Somebody changed what somebody else has a lock on, and it was undone.
#[derive(ToSchema)]
#[schema(example = json!({ "lock": "018bcfe5-6800-7000-8000-000000000000", "path": "/cards/c1", "times": 1 }))]
struct LockEnforced {
    /// The lock's id; `null` where the session lets everybody edit only what they hold.
    #[schema(required)]
    lock: Option<String>,
    /// The lock's path.
    #[schema(required)]
    path: Option<String>,
    /// How often within a second.
    times: u64,
}

/// An owner changed how people work on the document; only what changed is there.
#[derive(ToSchema)]
#[schema(example = json!({ "old": { "mode": "parallel" }, "new": { "mode": "sequential" } }))]
struct SessionChanged {
    #[schema(value_type = Object)]
    old: Value,
    #[schema(value_type = Object)]
    new: Value,
}

/// Somebody waits for their turn.
#[derive(ToSchema)]
struct TurnRequested {
    /// Their place among those who wait, from 1.
    position: u64,
}

/// It is somebody's turn now.
#[derive(ToSchema)]
struct TurnOffered {
    to: AuthorSchema,
    /// When it goes to the next one, if somebody waits, in milliseconds since the Unix epoch.
    expires_at: u64,
}

/// Somebody gave the turn to somebody who waited for it.
#[derive(ToSchema)]
struct TurnPassed {
    to: AuthorSchema,
}

/// A turn is over.
#[derive(ToSchema)]
#[schema(example = json!({ "holder": { "id": "ada", "name": "Ada" }, "why": "timeout" }))]
struct TurnEnded {
    /// Whose it was.
    holder: AuthorSchema,
    /// `timeout`, `left`, `given_up`, `taken` by an owner or the next one, or `mode`: the session is no longer sequential.
    why: String,
}

/// Somebody no longer waits for their turn.
#[derive(ToSchema)]
struct TurnWithdrawn {}

pub(super) fn all() -> Vec<Told> {
    vec![
        told::<ParticipantMoved>("participant.joined", "Somebody came who was not there."),
        told::<ParticipantMoved>("participant.left", "Somebody left with their last connection."),
        told::<LockOnly>("lock.acquired", "Somebody has a part of the document for themselves."),
        told::<LockReleased>("lock.released", "A lock was given back."),
        told::<LockBroken>("lock.broken", "An owner ended somebody else's lock."),
        told::<LockOnly>("lock.expired", "A lock ended because it was not renewed."),
        told::<LockDenied>("lock.denied", "Somebody did not get a lock; told once a minute for each user and lock."),
        told::<LockEnforced>("lock.enforced", "A change of what somebody else has locked was undone."),
        told::<SessionChanged>("session.changed", "An owner changed how people work on the document."),
        told::<TurnRequested>("session.turn_requested", "Somebody waits for their turn."),
        told::<TurnOffered>("session.turn_offered", "It is somebody's turn now."),
        told::<TurnPassed>("session.turn_passed", "Somebody passed the turn on."),
        told::<TurnEnded>("session.turn_ended", "A turn is over."),
        told::<TurnWithdrawn>("session.turn_withdrawn", "Somebody no longer waits for their turn."),
    ]
}
