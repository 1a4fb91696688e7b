//! Looks at who is in documents, for all who ask at the same time as one: a hundred streams over one document ask its room once.
//! Part of `presence`; asks the rooms, keeps nothing longer than somebody waits for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::participant::Shown;
use crate::protocol::DocumentId;
use crate::room::Rooms;
use crate::room::people::Present;

/// How long a room may take to say who is there; then it is not known.
const PATIENCE: Duration = Duration::from_secs(5);

/// Documents looked at a moment ago that are remembered; above it those are forgotten that nobody waits for.
const REMEMBERED: usize = 1_024;

/// Who is in a document.
pub type People = Arc<[Arc<Shown>]>;

/// See the module.
#[derive(Debug)]
pub(super) struct Looks {
    rooms: Rooms,
    documents: Mutex<HashMap<DocumentId, Arc<Look>>>,
}

/// The newest answer about a document, or that there was none. Locked while the room is asked, so that all others wait for that answer.
#[derive(Debug, Default)]
struct Look(tokio::sync::Mutex<Option<(Instant, Option<People>)>>);

impl Looks {
    pub(super) fn new(rooms: Rooms) -> Self {
        Self { rooms, documents: Mutex::default() }
    }

    /// Who is in a document now or was after `since`, each user once, in the order of their ids. `None` if its room does not say: they
    /// may all be there.
    pub(super) async fn at(&self, document: &DocumentId, since: Instant) -> Option<People> {
        let look = self.of(document);
        let mut newest = look.0.lock().await;
        // Also where there was no answer: a hundred who wait for a room that is stuck must not wait for it one after the other.
        if let Some((asked, people)) = &*newest
            && *asked >= since
        {
            return people.clone();
        }
        // Before the question: what comes while it is under way may not be in the answer.
        let asked = Instant::now();
        let people = self.ask(document).await.map(|present| {
            present.people.iter().map(|person| Arc::new(Shown::new(document, person, &present.states))).collect::<People>()
        });
        *newest = Some((asked, people.clone()));
        people
    }

    /// Nobody is in a document whose room is not open.
    async fn ask(&self, document: &DocumentId) -> Option<Present> {
        match tokio::time::timeout(PATIENCE, self.rooms.present(document)).await {
            Ok(present) => Some(present.unwrap_or_default()),
            Err(_) => {
                tracing::warn!(%document, "its room does not say who is there");
                None
            }
        }
    }

    fn of(&self, document: &DocumentId) -> Arc<Look> {
        let mut documents = self.lock();
        if documents.len() >= REMEMBERED {
            documents.retain(|_, look| Arc::strong_count(look) > 1);
        }
        Arc::clone(documents.entry(document.clone()).or_default())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DocumentId, Arc<Look>>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::{Builder, Runtime};
    use tokio::sync::watch;
    use yrsa_storage::{Committer, CommitterLimits, Memory};

    use super::*;
    use crate::access::{Role, User};
    use crate::admission;
    use crate::document;
    use crate::room::around::{About, Around, Telling};
    use crate::room::exit::Bell;
    use crate::room::participant::{Dialect, Participant};
    use crate::room::presence;
    use crate::room::registry::{Parts, RoomLimits};
    use crate::room::state::{Patience, Settings, StorageHealth};

    #[derive(Debug)]
    struct Nothing;

    impl Around for Nothing {
        fn about(&self, _: &DocumentId) -> yrsa_storage::Result<About> {
            Ok(About::nothing())
        }

        fn tell(&self, Telling { done, through, .. }: Telling) {
            done.told(through);
        }
    }

    /// Rooms that do something only while somebody drives this runtime.
    fn rooms_on(runtime: &Runtime) -> Rooms {
        let storage = Arc::new(Memory::new());
        let patience = Patience { idle: Duration::from_secs(60), away: Duration::from_secs(300) };
        let presence = presence::Limits { state: 100, ids: 2, expiry: Duration::from_secs(30), tick: Duration::from_millis(25) };
        let document = document::Limits { encoded_bytes: 1 << 20, gate: admission::Limits::default() };
        let (idle, rest) = (Duration::from_secs(30), Duration::from_secs(60));
        let settings =
            Settings { document, presence, json_bytes: 1 << 20, server_client: 7, patience, idle, rest, snapshot_bytes: 1 << 20 };
        let (connections, outbox) = (10, 1 << 20);
        let limits = RoomLimits { connections, connections_per_document: connections, outbox, failures_before_quarantine: 5 };
        Rooms::new(Parts {
            committer: Arc::new(Committer::start(Arc::clone(&storage) as _, CommitterLimits::default()).unwrap()),
            storage,
            around: Arc::new(Nothing),
            health: watch::channel(StorageHealth::Healthy).1,
            settings,
            limits,
            runtime: runtime.handle().clone(),
        })
    }

    #[test]
    fn a_room_that_is_slow_to_answer_is_not_taken_for_empty() {
        let of_rooms = Builder::new_current_thread().enable_all().build().unwrap();
        let rooms = rooms_on(&of_rooms);
        let (looks, document) = (Looks::new(rooms.clone()), DocumentId::new("a").unwrap());
        let of_those_who_look = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        let look = || of_those_who_look.block_on(looks.at(&document, Instant::now())).map(|people| people.len());
        assert_eq!(look(), Some(0), "nobody is where no room is open");
        let user = User { id: "ada".into(), name: None, color: "#102030".into(), is_known: true };
        let participant = Participant { user: Arc::new(user), role: Role::Editor, dialect: Dialect::YWebsocket, trace: None };
        let seat = rooms.take_seat(&document).unwrap();
        let ada = of_rooms.block_on(seat.join(participant, Arc::<Bell>::default().into()));
        assert_eq!(look(), None, "its room does nothing now");
        let again = of_rooms.block_on(looks.at(&document, Instant::now()));
        assert_eq!(again.map(|people| people.len()), Some(1), "and says so when it can");
        drop(ada);
    }

    #[test]
    fn those_who_wait_for_a_stuck_room_do_not_wait_for_it_one_after_the_other() {
        let of_rooms = Builder::new_current_thread().enable_all().build().unwrap();
        let rooms = rooms_on(&of_rooms);
        let (looks, document) = (Looks::new(rooms.clone()), DocumentId::new("a").unwrap());
        rooms.wake(&document);
        let of_those_who_look = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        of_those_who_look.block_on(async {
            let began = Instant::now();
            let all = (0..10).map(|_| looks.at(&document, began));
            assert!(futures_util::future::join_all(all).await.iter().all(Option::is_none));
            assert!(began.elapsed() < 2 * PATIENCE, "{:?}", began.elapsed());
        });
    }
}
