//! Who is connected, and what they were told about their rights. Part of `guard`. Roles are computed outside of the lock; of two
//! changes at once the later one wins, and only what differs from what a connection knows is told. Nobody waits for another's turn.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::{Guard, milliseconds};
use crate::access::{AccessChange, Audience, Denied, Identity, Removal, Role, Scope};
use crate::event::Doer;
use crate::features::Refused;
use crate::features::origin::{Origin, author};
use crate::protocol::DocumentId;
use crate::spare;

/// The clock may be set: the time is looked at this often while anything expires.
const LOOK: Duration = Duration::from_secs(1);

/// After this time a connection is looked at again that the storage could not tell about.
const AGAIN: Duration = Duration::from_secs(1);

/// All connections.
#[derive(Default)]
pub(super) struct Watchers {
    state: Mutex<State>,
    /// An earlier time than before may be due.
    earlier: Notify,
}

#[derive(Default)]
struct State {
    next: u64,
    entries: HashMap<u64, Entry>,
    due: BTreeSet<(u64, u64)>,
}

struct Entry {
    identity: Arc<Identity>,
    document: DocumentId,
    audience: Arc<dyn Audience>,
    /// What it was told last; `None` after it was told to go.
    role: Option<Role>,
    since_ms: u64,
    origin: Origin,
    /// Grows with each judgement and renewal.
    version: u64,
    share_until_ms: Option<u64>,
    /// When to look again, because the storage could not tell.
    again_ms: Option<u64>,
    /// When to ask for a new token; `None` if that was done.
    warn_ms: Option<u64>,
    due_ms: Option<u64>,
}

/// Which connections to look at again.
#[derive(Debug, Clone)]
pub enum Matching {
    /// All.
    All,
    /// Those of this user.
    User(String),
    /// Those to documents in this scope.
    Scope(Scope),
    /// Those with a token of this login.
    Session(String),
}

/// Which connections to end: those that fit everything that is given.
#[derive(Debug, Clone, Default)]
pub struct Kick {
    /// The document.
    pub document: Option<DocumentId>,
    /// The user's id.
    pub user: Option<String>,
    /// The connection, see [`Connection::id`].
    pub connection: Option<u64>,
}

/// A connection, for lists.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its number, unique within one run of the server.
    pub id: u64,
    /// Who.
    pub identity: Arc<Identity>,
    /// Where.
    pub document: DocumentId,
    /// As what.
    pub role: Role,
    /// Since when, in milliseconds since the Unix epoch.
    pub since_ms: u64,
    /// From where.
    pub origin: Origin,
}

impl Entry {
    fn matches(&self, matching: &Matching) -> bool {
        match matching {
            Matching::All => true,
            Matching::User(user) => *self.identity.user.id == **user,
            Matching::Scope(scope) => scope.covers(&Scope::of(&self.main())),
            Matching::Session(session) => self.identity.session.as_deref() == Some(session),
        }
    }

    /// The document that decides: a companion's connections share the fate of its document's.
    fn main(&self) -> Cow<'_, DocumentId> {
        self.document.main().map_or(Cow::Borrowed(&self.document), Cow::Owned)
    }

    fn learn(&mut self, role: Result<Role, Denied>) {
        match role {
            Ok(role) if self.role.is_some_and(|known| known != role) => {
                self.role = Some(role);
                self.audience.tell(AccessChange::Role(role));
            }
            Ok(_) | Err(Denied::Unavailable) => {}
            Err(denied) => self.remove(removal(denied)),
        }
    }

    fn remove(&mut self, removal: Removal) {
        if self.role.take().is_some() {
            self.audience.tell(AccessChange::Removed(removal));
        }
    }
}

impl State {
    /// Notes when to look at an entry next.
    fn plan(&mut self, id: u64) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        if let Some(due) = entry.due_ms.take() {
            self.due.remove(&(due, id));
        }
        if entry.role.is_some() {
            let times = [entry.identity.expires_ms, entry.share_until_ms, entry.again_ms, entry.warn_ms];
            entry.due_ms = times.into_iter().flatten().min();
            self.due.extend(entry.due_ms.map(|due| (due, id)));
        }
    }
}

impl Watchers {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A watched connection; dropping it ends the watch.
pub struct Watched {
    guard: Arc<Guard>,
    id: u64,
    /// Who, and from where.
    doer: Doer,
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut state = self.guard.watchers.state();
        if let Some(due) = state.entries.remove(&self.id).and_then(|entry| entry.due_ms) {
            state.due.remove(&(due, self.id));
        }
        spare::shrink(&mut state.entries);
    }
}

impl Watched {
    /// The connection's number in [`Guard::connections`].
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The same, knowing where the connection came from.
    #[must_use]
    pub fn coming_from(mut self, origin: &Origin) -> Self {
        if let Some(entry) = self.guard.watchers.state().entries.get_mut(&self.id) {
            entry.origin = origin.clone();
        }
        (self.doer.address, self.doer.door) = (origin.address.clone(), (!origin.door.is_empty()).then(|| origin.door.into()));
        self
    }

    /// Who does what comes through this connection, and from where.
    #[must_use]
    pub fn doer(&self) -> &Doer {
        &self.doer
    }

    /// The client has a new token: from now on that one counts. It must be the same user's. The answer is who the client is now:
    /// the new token, and the user that others have seen; and the role.
    pub fn renew(&self, mut identity: Arc<Identity>) -> Result<(Arc<Identity>, Role), Denied> {
        let guard = &self.guard;
        let warn_ms = guard.warn_ms(&identity);
        let document = {
            let state = guard.watchers.state();
            let entry = state.entries.get(&self.id).filter(|entry| entry.role.is_some()).ok_or(Denied::Invalid)?;
            if entry.identity.is_anonymous() && identity.is_anonymous() {
                // Each got an id that was made up; this connection keeps the one that others have seen.
                Arc::make_mut(&mut identity).user = entry.identity.user.clone();
            }
            if entry.identity.user.id != identity.user.id {
                tracing::debug!(user = %entry.identity.user.id, "token refused: of another user");
                return Err(Denied::Invalid);
            }
            entry.document.clone()
        };
        let role = guard.access(&identity, &document)?;
        {
            let mut state = guard.watchers.state();
            let entry = state.entries.get_mut(&self.id).ok_or(Denied::Invalid)?;
            (entry.identity, entry.warn_ms) = (Arc::clone(&identity), warn_ms);
            entry.version += 1;
            state.plan(self.id);
        }
        guard.judge(self.id);
        Ok((identity, role))
    }
}

impl Guard {
    /// Watches a connection that was granted a role by [`Guard::access`]: tells its audience what changes, from that moment on.
    pub fn watch(
        self: &Arc<Self>,
        identity: Arc<Identity>,
        document: &DocumentId,
        granted: Role,
        audience: Arc<dyn Audience>,
    ) -> Watched {
        let (warn_ms, doer) = (self.warn_ms(&identity), Doer::from(author(&identity)));
        let mut state = self.watchers.state();
        state.next += 1;
        let id = state.next;
        let entry = Entry {
            identity,
            document: document.clone(),
            audience,
            role: Some(granted),
            since_ms: self.now_ms(),
            origin: Origin::default(),
            version: 0,
            share_until_ms: None,
            again_ms: None,
            warn_ms,
            due_ms: None,
        };
        state.entries.insert(id, entry);
        drop(state);
        let watched = Watched { guard: Arc::clone(self), id, doer };
        // What changed since the role was granted, and when it may change by itself.
        self.judge(id);
        watched
    }

    /// Looks at connections again after rights have changed, and tells those whose own have. Reads some records for each.
    pub fn reassess(&self, matching: &Matching) {
        let ids: Vec<u64> = {
            let state = self.watchers.state();
            state.entries.iter().filter(|(_, entry)| entry.role.is_some() && entry.matches(matching)).map(|(id, _)| *id).collect()
        };
        ids.into_iter().for_each(|id| self.judge(id));
    }

    /// Everybody who is connected.
    #[must_use]
    pub fn connections(&self) -> Vec<Connection> {
        let state = self.watchers.state();
        let present = state.entries.iter().filter_map(|(id, entry)| {
            let (identity, document) = (Arc::clone(&entry.identity), entry.document.clone());
            let (since_ms, origin) = (entry.since_ms, entry.origin.clone());
            Some(Connection { id: *id, identity, document, role: entry.role?, since_ms, origin })
        });
        let mut connections: Vec<_> = present.collect();
        drop(state);
        connections.sort_unstable_by_key(|connection| connection.id);
        connections
    }

    /// Ends connections; how many.
    pub fn kick(&self, kick: &Kick) -> usize {
        let mut state = self.watchers.state();
        let ids: Vec<u64> = state
            .entries
            .iter()
            .filter(|(id, entry)| entry.role.is_some() && kick.means(**id, entry))
            .map(|(id, _)| *id)
            .collect();
        for id in &ids {
            if let Some(entry) = state.entries.get_mut(id) {
                entry.remove(Removal::Kicked);
            }
            state.plan(*id);
        }
        ids.len()
    }

    /// Computes a role anew and tells what changed. Whoever finds that another was faster reads again: so an older result never
    /// follows a newer one, and no lock is held while records are read.
    fn judge(&self, id: u64) {
        while let Some((identity, document, version)) = self.subject(id) {
            let evaluation = self.evaluate(&identity, &Scope::of(&document));
            let mut state = self.watchers.state();
            let Some(entry) = state.entries.get_mut(&id) else { return };
            if entry.version != version {
                continue;
            }
            entry.version += 1;
            match evaluation {
                Ok(evaluation) => {
                    (entry.share_until_ms, entry.again_ms) = (evaluation.until_ms, None);
                    entry.learn(evaluation.role);
                }
                Err(error) => {
                    // What can't be checked now stays as it is for now: the storage's failure is not the client's.
                    tracing::error!(%error, %document, "access can't be checked again; the next attempt is in a second");
                    entry.again_ms = Some(self.now_ms().saturating_add(milliseconds(AGAIN)));
                }
            }
            state.plan(id);
            drop(state);
            self.watchers.earlier.notify_one();
            return;
        }
    }

    fn subject(&self, id: u64) -> Option<(Arc<Identity>, DocumentId, u64)> {
        let state = self.watchers.state();
        let entry = state.entries.get(&id).filter(|entry| entry.role.is_some())?;
        Some((Arc::clone(&entry.identity), entry.document.clone(), entry.version))
    }

    /// When to ask for a new token: shortly before the old one expires, but not before half of what is left of it, so that tokens
    /// with a short life are not asked for all the time.
    fn warn_ms(&self, identity: &Identity) -> Option<u64> {
        let expires = identity.expires_ms?.saturating_sub(self.settings.rules.leeway_ms);
        let left = expires.saturating_sub(self.now_ms());
        Some(expires.saturating_sub(milliseconds(self.settings.refresh_ahead).min(left / 2)))
    }

    /// Does what time has made due: asks for new tokens, ends connections whose token or share has expired. [`Guard::run`] does so
    /// by itself; this is for who has no tasks. Reads some records.
    pub fn look_at_the_time(&self) {
        self.expire().into_iter().for_each(|id| self.judge(id));
    }

    /// Wakes when something expires.
    pub(super) async fn watch_time(self: &Arc<Self>) {
        loop {
            let due = self.watchers.state().due.first().map(|(due, _)| *due);
            let wait = due.map(|due| Duration::from_millis(due.saturating_sub(self.now_ms())).min(LOOK));
            tokio::select! {
                () = self.watchers.earlier.notified() => {}
                () = sleep(wait) => {}
            }
            let shares = self.expire();
            if !shares.is_empty() {
                let judged = self.blocking(move |guard| {
                    shares.into_iter().for_each(|id| guard.judge(id));
                    Ok::<_, Refused>(())
                });
                if let Err(error) = judged.await {
                    tracing::error!(%error, "expired shares could not be looked at");
                }
            }
        }
    }

    /// Does what is due; the connections whose shares have expired.
    fn expire(&self) -> Vec<u64> {
        let now = self.now_ms();
        let mut shares = Vec::new();
        let mut state = self.watchers.state();
        while let Some((_, id)) = state.due.first().copied().filter(|(due, _)| *due <= now) {
            let Some(entry) = state.entries.get_mut(&id) else {
                state.due.pop_first();
                continue;
            };
            let reached = |at: Option<u64>| at.is_some_and(|at| at <= now);
            if reached(entry.identity.expires_ms) {
                entry.remove(Removal::Expired);
            } else if reached(entry.warn_ms) {
                entry.warn_ms = None;
                entry.audience.tell(AccessChange::TokenExpiring);
            } else {
                (entry.share_until_ms, entry.again_ms) = (None, None);
                shares.push(id);
            }
            state.plan(id);
        }
        shares
    }
}

impl Kick {
    fn means(&self, id: u64, entry: &Entry) -> bool {
        self.document.as_ref().is_none_or(|document| *document == entry.document || *document == *entry.main())
            && self.user.as_ref().is_none_or(|user| **user == *entry.identity.user.id)
            && self.connection.is_none_or(|connection| connection == id)
    }
}

fn removal(denied: Denied) -> Removal {
    match denied {
        Denied::Expired => Removal::Expired,
        Denied::Missing | Denied::Invalid | Denied::Revoked => Removal::Revoked,
        Denied::Gone => Removal::Deleted,
        Denied::NoRight | Denied::Throttled { .. } | Denied::Unavailable => Removal::NoRight,
    }
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
