//! Webhooks: endpoints of others that hear what happens in a scope. The journal is the outbox: each endpoint has a cursor of its own
//! in it, which is written down after the receiver has what lies before it. At least once, in order, one event after the other for
//! each endpoint. Changed by `http::api`, run by `server`; who may change what is not decided here.

pub mod address;
mod attend;
mod deliveries;
mod endpoint;
mod hook;
mod parcel;
mod run;
mod schedule;
mod sender;
mod signature;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use yrsa_storage::{Clock, Expected, RecordBatch};

pub use self::address::Policy;
pub use self::deliveries::{Delivery, KEPT};
pub use self::endpoint::{Changes, Endpoint, NewEndpoint, Progress, State};
use self::hook::Hook;
pub use self::schedule::{Outcome, RETRIES};
use self::sender::Sender;
use self::signature::Secrets;
pub use self::signature::SigningSecret;
use super::members::{Members, Standing};
use super::records::{self, Key, Store};
use super::{Journal, Refused};
use crate::access::Scope;
use crate::event::Event;

/// Endpoints by id.
const ENDPOINT: &str = "webhook";
/// How far each has come.
const PROGRESS: &str = "webhook.progress";

/// The most endpoints of one scope.
const MOST_OF_SCOPE: usize = 50;

/// The most endpoints of one user, in whatever scopes: others have room for theirs.
const MOST_OF_USER: usize = 100;

/// How long a receiver has for its answer, connecting included.
const DEADLINE: Duration = Duration::from_secs(15);

/// Random bytes: of the system, or of a test.
pub type Random = Arc<dyn Fn() -> Result<[u8; 32], Refused> + Send + Sync>;

/// How webhooks behave.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where they may go.
    pub policy: Policy,
    /// The most endpoints in all.
    pub endpoints: usize,
    /// The most deliveries that are under way at once.
    pub at_once: usize,
    /// Waits between attempts.
    pub retries: Vec<Duration>,
    /// How long a receiver has for its answer, connecting included.
    pub deadline: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { policy: Policy::default(), endpoints: 1000, at_once: 64, retries: RETRIES.to_vec(), deadline: DEADLINE }
    }
}

/// What webhooks are made of.
pub struct Parts {
    /// Where endpoints are kept.
    pub store: Store,
    /// What they are told.
    pub journal: Arc<Journal>,
    /// The time.
    pub clock: Clock,
    /// For secrets and jitter.
    pub random: Random,
    /// How they behave.
    pub settings: Settings,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// See the module.
pub struct Webhooks {
    store: Store,
    members: Members,
    journal: Arc<Journal>,
    clock: Clock,
    random: Random,
    settings: Settings,
    sender: Sender,
    /// Taken by each endpoint while something is read and delivered for it.
    slots: Semaphore,
    /// Nothing new is begun any more.
    ending: AtomicBool,
    hooks: Mutex<BTreeMap<String, Arc<Hook>>>,
    /// Held while records are written, so that what was deleted does not come back.
    writing: Mutex<()>,
    /// There is an endpoint that nobody attends to yet.
    added: Notify,
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks").field("endpoints", &self.hooks().len()).finish_non_exhaustive()
    }
}

/// An endpoint as it is now.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Its id.
    pub id: String,
    /// What its owner said.
    pub endpoint: Arc<Endpoint>,
    /// How far it has come.
    pub progress: Progress,
}

fn key(tag: &str, id: &str) -> bytes::Bytes {
    Key::new(tag).name(id)
}

/// Nothing that holds one of these locks leaves anything half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Webhooks {
    /// The endpoints in this storage. Blocks.
    pub fn open(parts: Parts) -> Result<Arc<Self>, Refused> {
        let store = parts.store;
        let mut hooks = BTreeMap::new();
        for (id, endpoint) in records::list::<Endpoint>(&*store, &Key::new(ENDPOINT))? {
            let progress = records::get::<Progress>(&*store, &key(PROGRESS, &id))?;
            let progress = progress.ok_or(Refused::Damaged("a webhook without its cursor"))?.value;
            hooks.insert(id.clone(), Arc::new(Hook::new(id, endpoint, progress)));
        }
        Ok(Arc::new(Self {
            sender: Sender::new(parts.settings.policy, parts.settings.deadline),
            slots: Semaphore::new(parts.settings.at_once.max(1)),
            ending: AtomicBool::new(false),
            members: Members::new(Arc::clone(&parts.journal)),
            store,
            journal: parts.journal,
            clock: parts.clock,
            random: parts.random,
            settings: parts.settings,
            hooks: Mutex::new(hooks),
            writing: Mutex::default(),
            added: Notify::new(),
        }))
    }

    fn hooks(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Hook>>> {
        lock(&self.hooks)
    }

    fn all(&self) -> Vec<Arc<Hook>> {
        self.hooks().values().cloned().collect()
    }

    fn hook(&self, id: &str) -> Result<Arc<Hook>, Refused> {
        self.hooks().get(id).cloned().ok_or(Refused::Unknown("webhook"))
    }

    /// Adds an endpoint, which hears of what happens from now on; its secret is not shown again. Blocks.
    pub fn create(&self, new: NewEndpoint) -> Result<(Webhook, SigningSecret), Refused> {
        let url = self.settings.policy.url(&new.url).map_err(Refused::Invalid)?;
        endpoint::check_types(&new.types)?;
        endpoint::check_description(&new.description)?;
        let writing = lock(&self.writing);
        self.check_room(&new.scope, &new.created_by)?;
        let secret = SigningSecret::new(&(self.random)()?);
        let id = uuid::Uuid::now_v7().to_string();
        let endpoint = Endpoint {
            scope: new.scope,
            url: url.into(),
            types: new.types,
            description: new.description,
            created_by: new.created_by,
            created_ms: self.clock.now_ms(),
            secrets: Secrets::new(secret.clone()),
        };
        let hook = Arc::new(Hook::new(id.clone(), endpoint, Progress::from(self.journal.head())));
        let webhook = hook.webhook();
        let batch = RecordBatch::new()
            .expect(key(ENDPOINT, &id), Expected::Absent)
            .put(key(ENDPOINT, &id), records::encode(&*webhook.endpoint)?)
            .put(key(PROGRESS, &id), records::encode(&webhook.progress)?);
        if !records::write(&*self.store, &batch)? {
            return Err(Refused::Conflict("the webhook could not be made; try again"));
        }
        self.hooks().insert(id, hook);
        drop(writing);
        self.added.notify_one();
        Ok((webhook, secret))
    }

    fn check_room(&self, scope: &Scope, user: &str) -> Result<(), Refused> {
        let hooks = self.hooks();
        if hooks.len() >= self.settings.endpoints {
            return Err(Refused::Conflict("the server has as many webhooks as it may have (webhooks.endpoints)"));
        }
        if hooks.values().filter(|hook| hook.webhook().endpoint.scope == *scope).count() >= MOST_OF_SCOPE {
            return Err(Refused::Conflict("there are 50 webhooks here already; remove some"));
        }
        if hooks.values().filter(|hook| hook.webhook().endpoint.created_by == user).count() >= MOST_OF_USER {
            return Err(Refused::Conflict("you have made 100 webhooks already; remove some"));
        }
        Ok(())
    }

    /// Whether whoever made an endpoint is blocked where an event happened: then the endpoint does not hear of it. Blocks.
    fn is_blocked(&self, endpoint: &Endpoint, event: &Event) -> Result<bool, Refused> {
        let scope = Scope::new(&event.draft.document).map_err(|_| Refused::Damaged("the document of an event"))?;
        let scope = scope.document().and_then(|document| document.main()).map_or(scope, |main| Scope::of(&main));
        Ok(self.members.standing(&scope, &endpoint.created_by)? == Some(Standing::Blocked))
    }

    /// All endpoints, the oldest first.
    #[must_use]
    pub fn list(&self) -> Vec<Webhook> {
        self.all().iter().map(|hook| hook.webhook()).collect()
    }

    /// An endpoint.
    pub fn get(&self, id: &str) -> Result<Webhook, Refused> {
        Ok(self.hook(id)?.webhook())
    }

    /// Changes an endpoint. One that is enabled again goes on where it stopped. Blocks.
    pub fn change(&self, id: &str, mut changes: Changes) -> Result<Webhook, Refused> {
        if let Some(url) = &mut changes.url {
            *url = self.settings.policy.url(url).map_err(Refused::Invalid)?.into();
        }
        changes.types.as_ref().map_or(Ok(()), |types| endpoint::check_types(types))?;
        changes.description.as_ref().map_or(Ok(()), |text| endpoint::check_description(text))?;
        self.alter(id, |endpoint, progress| changes.apply(endpoint, progress))
    }

    /// Gives an endpoint another secret; the last one signs, too, for a day. Blocks.
    pub fn rotate(&self, id: &str) -> Result<(Webhook, SigningSecret), Refused> {
        let secret = SigningSecret::new(&(self.random)()?);
        let now_ms = self.clock.now_ms();
        let webhook = self.alter(id, |endpoint, _| endpoint.secrets = endpoint.secrets.rotated(secret.clone(), now_ms))?;
        Ok((webhook, secret))
    }

    /// Lets an endpoint go on after this event, which may lie before or behind what it has. Blocks.
    pub fn rewind(&self, id: &str, after: u64) -> Result<Webhook, Refused> {
        if after > self.journal.head() {
            return Err(Refused::Invalid("there is no such event yet"));
        }
        self.alter(id, |_, progress| (progress.cursor, progress.trying) = (after, None))
    }

    /// Writes a change down, then lets it count.
    fn alter(&self, id: &str, change: impl Fn(&mut Endpoint, &mut Progress)) -> Result<Webhook, Refused> {
        let hook = self.hook(id)?;
        let writing = lock(&self.writing);
        let Webhook { endpoint, mut progress, .. } = hook.webhook();
        let mut endpoint = Endpoint::clone(&endpoint);
        change(&mut endpoint, &mut progress);
        let batch = RecordBatch::new()
            .expect(key(ENDPOINT, id), Expected::Present)
            .put(key(ENDPOINT, id), records::encode(&endpoint)?)
            .put(key(PROGRESS, id), records::encode(&progress)?);
        if !records::write(&*self.store, &batch)? {
            return Err(Refused::Unknown("webhook"));
        }
        hook.replace(endpoint, |endpoint, progress| change(endpoint, progress));
        drop(writing);
        Ok(hook.webhook())
    }

    /// Removes an endpoint with its log; whether there was one. Blocks.
    pub fn remove(&self, id: &str) -> Result<bool, Refused> {
        let _writing = lock(&self.writing);
        let Ok(hook) = self.hook(id) else { return Ok(false) };
        let batch = RecordBatch::new().delete(key(ENDPOINT, id)).delete(key(PROGRESS, id));
        let batch = deliveries::all(id, hook.webhook().progress.logged).fold(batch, RecordBatch::delete);
        records::write(&*self.store, &batch)?;
        hook.end();
        self.hooks().remove(id);
        Ok(true)
    }
}
