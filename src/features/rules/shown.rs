//! Rules as rooms need them, and as everybody in a room is shown them: the server's own awareness state. Pure; called by `rules`
//! for each room that opens or looks again.

use std::time::Duration;

use serde_json::{Value, json};

use super::Record;
use super::lock::Lock;
use super::path::Path;
use crate::room::around::{self, Rules};

/// Bytes of JSON after which more locks are only counted: everybody in a room gets all of this with each change.
const LOCKS_BYTES: usize = 32 << 10;

/// What a room has to see to.
pub(super) fn rules(record: &Record) -> Rules {
    let session = &record.session;
    Rules {
        mode: session.mode,
        max_participants: session.max_participants,
        idle_timeout: session.idle_timeout.map(|seconds| Duration::from_secs(seconds.into())),
        turn: session.turn.as_ref().map(|turn| turn.holder.id.clone()),
        locks: record.locks.iter().map(lock).collect(),
        shown: (*record != Record::default()).then(|| shown(record).to_string().into()),
    }
}

fn lock(lock: &Lock) -> around::Lock {
    around::Lock {
        id: lock.id.as_str().into(),
        // A path that can't be read any more holds everywhere.
        path: Path::new(&lock.path).map(|path| path.names().to_vec()).unwrap_or_default(),
        holder: lock.holder.clone(),
        until_ms: lock.expires_at,
        reason: lock.reason.as_deref().map(Into::into),
    }
}

fn shown(record: &Record) -> Value {
    let (mut locks, mut bytes) = (Vec::new(), 0);
    for lock in &record.locks {
        let shown = json!({
            "id": lock.id, "path": lock.path, "holder": lock.holder, "reason": lock.reason, "expires_at": lock.expires_at,
        });
        bytes += shown.to_string().len();
        if bytes > LOCKS_BYTES {
            break;
        }
        locks.push(shown);
    }
    let more = record.locks.len() - locks.len();
    let mut shown = record.session.shown();
    if let Some(members) = shown.as_object_mut() {
        members.insert("locks".to_owned(), locks.into());
        members.insert("more_locks".to_owned(), more.into());
    }
    shown
}
