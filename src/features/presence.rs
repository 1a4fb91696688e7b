//! Who is where: participants of documents as the rooms know them, everywhere and under a prefix, and when somebody was last seen.
//! Participants without a socket join by HTTP and are like all others. Rights are asked for each document and each time. Called by
//! routes, streams and the JSON door; the truth is the awareness states of the rooms, nothing is kept here but when who was seen.

mod difference;
mod look;
mod moves;
mod participant;
mod place;
mod remote;
mod seen;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tokio_util::sync::CancellationToken;

pub use self::difference::{Change, Followed};
use self::look::Looks;
pub use self::look::People;
pub use self::moves::Moves;
pub use self::participant::{ClientState, Detail, Known, Participant, Shown, Status};
pub use self::place::{InvalidPlace, Place};
use self::remote::Remotes;
pub use self::remote::{Change as NewPresence, Joined, NotThere, STAY, Settings, Typist};
use self::seen::{LastSeen, Sighting, StoreOf};
pub use self::seen::{MOST as MOST_SEEN, forget, key_of};
use super::records::{self, Store};
use super::{Guard, Journal, Origin, Refused};
use crate::access::{Denied, Identity, Role, Scope};
use crate::protocol::DocumentId;
use crate::room::Rooms;
use crate::room::stirs::Stirs;

/// How often it is written down who is still there.
const EACH: Duration = Duration::from_secs(60);

/// Who comes and goes within this time is written as one.
const BREATH: Duration = Duration::from_millis(100);

/// How long to wait after a failure.
const AGAIN: Duration = Duration::from_secs(1);

/// How long rooms may take to say who left when the server ends.
const LAST_WORDS: Duration = Duration::from_secs(20);

/// Moves that are written as one.
const BATCH: usize = 256;

/// What presence is made of.
#[derive(Clone)]
pub struct Parts {
    /// Where it is kept who was seen.
    pub store: Store,
    /// Who is where.
    pub rooms: Rooms,
    /// Who may see it.
    pub guard: Arc<Guard>,
    /// Where it is told who came and went.
    pub journal: Arc<Journal>,
    /// What the rooms say of it.
    pub moves: Arc<Moves>,
    /// Bounds.
    pub settings: Settings,
    /// The server ends.
    pub stopping: CancellationToken,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// See the module. Shared by all.
pub struct Presence {
    rooms: Rooms,
    guard: Arc<Guard>,
    moves: Arc<Moves>,
    seen: LastSeen,
    looks: Looks,
    remotes: Arc<Remotes>,
    stopping: CancellationToken,
}

impl fmt::Debug for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presence")
    }
}

impl Presence {
    /// Presence in these rooms. [`Presence::run`] has to run beside it.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { store, rooms, guard, journal, moves, settings, stopping } = parts;
        let documents = guard.documents.clone();
        Arc::new(Self {
            looks: Looks::new(rooms.clone()),
            remotes: Remotes::new(rooms.clone(), Arc::clone(&guard), settings, stopping.clone()),
            seen: LastSeen { store: StoreOf(store), documents, journal },
            rooms,
            guard,
            moves,
            stopping,
        })
    }

    /// Who is in a document now; `None` if its room does not say. Asks nobody whether the caller may know.
    pub async fn people(&self, document: &DocumentId) -> Option<People> {
        self.looks.at(document, Instant::now()).await
    }

    /// The same, or an answer that somebody got after this time.
    pub async fn people_since(&self, document: &DocumentId, since: Instant) -> Option<People> {
        self.looks.at(document, since).await
    }

    /// Hears where somebody comes, leaves or moves, from now on.
    #[must_use]
    pub fn stirs(&self) -> Stirs {
        self.rooms.stirs()
    }

    /// Documents somebody may be in, of this scope, after this one, in the order of their ids; companions are left out.
    #[must_use]
    pub fn open_documents(&self, under: &Scope, after: Option<&str>) -> Vec<DocumentId> {
        let mut open = self.rooms.open_documents();
        open.retain(|document| {
            under.holds(document.as_str()) && !document.is_companion() && after.is_none_or(|after| document.as_str() >= after)
        });
        open.sort_unstable();
        open
    }

    /// Of these, those that somebody may read. An error: the token ended, or nobody can tell now.
    pub async fn readable(&self, identity: &Arc<Identity>, documents: Vec<DocumentId>) -> Result<Vec<DocumentId>, Refused> {
        let identity = Arc::clone(identity);
        self.guard.blocking(move |guard| may_read(guard, &identity, documents)).await
    }

    /// Who was in a document and is not any more, those seen last first, at most so many.
    pub async fn offline(&self, document: &DocumentId, present: &People, most: usize) -> Result<Vec<Participant>, Refused> {
        let (seen, document) = (self.seen.clone(), document.clone());
        let present: HashSet<Arc<str>> = present.iter().map(|shown| Arc::clone(&shown.participant.user.id)).collect();
        let mut offline = records::blocking(move || seen.of_document(&document, &present)).await?;
        offline.truncate(most);
        Ok(offline)
    }

    /// Where a user was last seen, as far as the asker may read there, the newest first, at most so many.
    pub async fn seen(&self, asker: &Arc<Identity>, user: &str, most: usize) -> Result<Vec<Participant>, Refused> {
        let (seen, guard, asker, user) = (self.seen.clone(), Arc::clone(&self.guard), Arc::clone(asker), user.to_owned());
        records::blocking(move || {
            let mut found = Vec::new();
            for (document, _) in seen.of_user(&user)? {
                if found.len() == most {
                    break;
                }
                if may_read(&guard, &asker, vec![document.clone()])?.is_empty() {
                    continue;
                }
                found.extend(seen.user_in(&user, &document)?);
            }
            Ok(found)
        })
        .await
    }

    /// Lets somebody take part without a socket, who has this role there; returns when the room has taken them.
    pub async fn join(
        &self,
        by: (Arc<Identity>, &Origin),
        document: &DocumentId,
        role: Role,
        presence: Map<String, Value>,
    ) -> Result<Joined, NotThere> {
        self.remotes.join(by, document, role, presence).await
    }

    /// A participant by HTTP is still there, maybe with other presence.
    pub async fn heartbeat(
        &self,
        by: &Arc<Identity>,
        (document, participant): (&DocumentId, &str),
        presence: NewPresence,
    ) -> Result<(), NotThere> {
        self.remotes.heartbeat(by, (document, participant), presence).await
    }

    /// A participant by HTTP leaves.
    pub async fn leave(&self, by: &Arc<Identity>, (document, participant): (&DocumentId, &str)) -> Result<(), NotThere> {
        self.remotes.leave(by, (document, participant)).await
    }

    /// Says for some seconds that a user types, or no longer, in the presence of those of their participants that came by HTTP; whether
    /// there are any.
    pub async fn typing(&self, by: &Identity, document: &DocumentId, typist: Typist) -> bool {
        self.remotes.typing(by, document, typist).await
    }

    /// Writes down who comes, goes and is there, until the server ends and everybody has left.
    pub async fn run(self: Arc<Self>) {
        let mut each = interval_at(Instant::now() + EACH, EACH);
        each.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.stopping.cancelled() => break,
                () = self.moves.some() => {
                    tokio::select! {
                        () = self.stopping.cancelled() => break,
                        () = tokio::time::sleep(BREATH) => {}
                    }
                    if !self.write_moves().await {
                        tokio::select! {
                            () = self.stopping.cancelled() => break,
                            () = tokio::time::sleep(AGAIN) => {}
                        }
                    }
                }
                _ = each.tick() => self.write_present().await,
            }
        }
        // Everybody leaves now; what the rooms say of it is written before the storage is closed.
        let until = Instant::now() + LAST_WORDS;
        while !self.rooms.is_empty() && Instant::now() < until {
            tokio::time::sleep(BREATH).await;
        }
        self.write_moves().await;
    }

    /// Whether all that waited is written.
    async fn write_moves(&self) -> bool {
        loop {
            let moves = self.moves.take(BATCH);
            if moves.is_empty() {
                return true;
            }
            let seen = self.seen.clone();
            let (moves, written) = match records::blocking(move || Ok((seen.write_moves(&moves), moves))).await {
                Ok((written, moves)) => (moves, written),
                Err(error) => {
                    tracing::error!(%error, "who came and went was not written down");
                    return false;
                }
            };
            match written {
                Ok(()) => {}
                Err(Refused::Storage(_) | Refused::Busy(_)) => {
                    self.moves.put_back(moves);
                    return false;
                }
                Err(error) => tracing::error!(%error, moves = moves.len(), "who came and went can't be written down"),
            }
        }
    }

    async fn write_present(&self) {
        let mut present = Vec::new();
        for document in self.open_documents(&Scope::everything(), None) {
            // Before the question: if the document is purged after the answer, that is later.
            let at_ms = self.guard.now_ms();
            // A room that is stuck keeps nobody from being written down who comes or goes elsewhere.
            let asked = tokio::time::timeout(AGAIN, self.rooms.present(&document)).await;
            let Ok(Some(there)) = asked else { continue };
            present.extend(there.people.into_iter().map(|person| Sighting {
                document: document.clone(),
                user: person.user,
                role: person.role,
                at_ms,
            }));
        }
        let seen = self.seen.clone();
        if let Err(error) = records::blocking(move || seen.write_present(&present)).await {
            tracing::warn!(%error, "who is there is not written down now; it is tried again in a minute");
        }
    }
}

fn may_read(guard: &Guard, identity: &Identity, documents: Vec<DocumentId>) -> Result<Vec<DocumentId>, Refused> {
    guard.may_stay(identity)?;
    let mut readable = Vec::with_capacity(documents.len());
    for document in documents {
        match guard.access(identity, &document) {
            Ok(_) => readable.push(document),
            Err(Denied::Unavailable) => return Err(Denied::Unavailable.into()),
            Err(_) => {}
        }
    }
    Ok(readable)
}
