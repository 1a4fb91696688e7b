//! Webhooks over a storage in memory, a journal that tests write to, and short retries.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yrsa::access::Scope;
use yrsa::event::Draft;
use yrsa::features::members::{Member, Members, Standing};
use yrsa::features::webhooks::address::Allowance;
use yrsa::features::webhooks::{NewEndpoint, Parts, Policy, Settings, State, Webhook, Webhooks};
use yrsa::features::{Journal, events, records};
use yrsa_storage::{Clock, Memory, RecordBatch, Storage};

use super::receiver::PATIENCE;

/// What is running.
struct Running {
    cancel: CancellationToken,
    task: JoinSet<()>,
}

pub(super) struct World {
    store: Arc<dyn Storage>,
    pub(super) journal: Arc<Journal>,
    pub(super) webhooks: Arc<Webhooks>,
    settings: Settings,
    clock: Clock,
    running: Option<Running>,
}

/// Private addresses, and so many retries that nothing is given up.
pub(super) fn settings() -> Settings {
    let policy = Policy { private: Allowance::Allowed, ..Policy::default() };
    Settings { policy, retries: vec![Duration::from_millis(1); 1000], ..Settings::default() }
}

impl World {
    /// Everything, running.
    pub(super) fn new(settings: Settings) -> Self {
        Self::with(settings, events::Settings::default(), Clock::system())
    }

    pub(super) fn with(settings: Settings, kept: events::Settings, clock: Clock) -> Self {
        Self::over(Arc::new(Memory::default()), settings, kept, clock)
    }

    pub(super) fn over(store: Arc<dyn Storage>, settings: Settings, kept: events::Settings, clock: Clock) -> Self {
        let journal = Journal::open(Arc::clone(&store), Clock::system(), kept).unwrap();
        let webhooks = open(&store, &journal, &settings, &clock);
        let mut world = Self { store, journal, webhooks, settings, clock, running: None };
        world.start();
        world
    }

    pub(super) fn start(&mut self) {
        let cancel = CancellationToken::new();
        let mut task = JoinSet::new();
        task.spawn(Arc::clone(&self.webhooks).run(cancel.clone()));
        self.running = Some(Running { cancel, task });
    }

    /// Stops as a shutdown does.
    pub(super) async fn stop(&mut self) {
        let Running { cancel, task } = self.running.take().unwrap();
        cancel.cancel();
        tokio::time::timeout(PATIENCE, task.join_all()).await.unwrap();
    }

    /// Starts anew over what is stored, after a shutdown or after the death of the process.
    pub(super) async fn restart(&mut self, orderly: bool) {
        if orderly {
            self.stop().await;
        } else {
            self.running.take().unwrap().task.shutdown().await;
        }
        self.webhooks = open(&self.store, &self.journal, &self.settings, &self.clock);
        self.start();
    }

    /// Adds an endpoint for everything in a scope.
    pub(super) fn hook(&self, scope: &str, url: &str) -> (String, String) {
        self.hook_for(scope, url, &["*"])
    }

    /// The id of an endpoint and its secret.
    pub(super) fn hook_for(&self, scope: &str, url: &str, types: &[&str]) -> (String, String) {
        let new = NewEndpoint {
            scope: Scope::new(scope).unwrap(),
            url: url.to_owned(),
            types: types.iter().map(|text| (*text).to_owned()).collect(),
            description: String::new(),
            created_by: "ada".to_owned(),
        };
        let (webhook, secret) = self.webhooks.create(new).unwrap();
        (webhook.id, secret.reveal().to_owned())
    }

    /// Blocks whoever makes the endpoints here.
    pub(super) fn block(&self, scope: &str) {
        let member = Member { role: Standing::Blocked, changed_by: "root".to_owned(), changed_ms: 0 };
        let (key, value) = Members::record(&Scope::new(scope).unwrap(), "ada", &member).unwrap();
        self.store.write(&RecordBatch::new().put(key, value)).unwrap();
    }

    pub(super) fn get(&self, id: &str) -> Webhook {
        self.webhooks.get(id).unwrap()
    }

    /// Waits until an endpoint is in some state.
    pub(super) async fn until(&self, id: &str, state: State) -> Webhook {
        self.until_it(id, |webhook| webhook.progress.state() == state).await
    }

    pub(super) async fn until_it(&self, id: &str, fits: impl Fn(&Webhook) -> bool) -> Webhook {
        let waiting = async {
            loop {
                let webhook = self.get(id);
                if fits(&webhook) {
                    return webhook;
                }
                // sleeps: looks again until it is so
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("waited in vain; it is {:?}", self.get(id)))
    }

    /// Writes events of one type; the id of the last.
    pub(super) fn happen(&self, document: &str, kind: &'static str, count: usize) -> u64 {
        let draft = Draft::of(kind, document.into(), 1_700_000_000_000, None, json!({ "n": "ü" }));
        for _ in 0..count {
            assert!(self.journal.write(RecordBatch::new(), vec![draft.clone()]).unwrap());
        }
        self.journal.head()
    }
}

fn open(store: &Arc<dyn Storage>, journal: &Arc<Journal>, settings: &Settings, clock: &Clock) -> Arc<Webhooks> {
    let parts = Parts {
        store: Arc::clone(store),
        journal: Arc::clone(journal),
        clock: clock.clone(),
        random: Arc::new(records::random::<32>),
        settings: settings.clone(),
    };
    Webhooks::open(parts).unwrap()
}
