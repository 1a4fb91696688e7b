//! The composition root: builds storage, group commit, rooms and doors, merges the routes, and takes everything down in order.
//! Used by `cli` and by programs that embed the server.

mod guarded;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa_storage::{Clock, Committer, CommitterLimits, Health, HealthObserver, Options, Scope, SledStorage, Storage};

use crate::app::App;
use crate::config::{self, Config};
use crate::features::documents::Purge;
use crate::features::keys::signing;
use crate::features::webhooks::{self, Policy, Webhooks};
use crate::features::{
    Audit, Catalog, Chat, Companion, Guard, Idempotency, Inbox, Journal, Locks, Presence, Refused, Rulebook, Runs, Search,
    Sessions, Surroundings, Threads, events, inbox, presence as people, records, rules, search,
};
use crate::http::api::inward::Inward;
use crate::http::edge::{self, Edge};
use crate::http::listener::{self, Entrance};
use crate::http::origin::Exposure;
use crate::http::tls::{Tls, TlsError};
use crate::http::{api, denials, health, request_id, studio, y_sweet as y_sweet_api};
use crate::room::registry::{Parts, RoomLimits, Rooms};
use crate::room::state::{Patience, Settings, StorageHealth};
use crate::room::{fresh_client_id, presence};
use crate::sockets::{hocuspocus, live, sync, y_sweet};
use crate::{admission, document, telemetry};

/// Stack of every thread that touches a document. The admission gate bounds how deep documents nest, so this is far more than
/// is needed; only what is used costs memory.
const STACK: usize = 64 * 1024 * 1024;

/// Threads for heavy and blocking work, beyond those that serve sockets.
const BLOCKING_THREADS: usize = 64;

/// For how long nobody must have needed what was built from a document, a MiB of it, until it is let go of.
const REST: Duration = Duration::from_secs(60);

/// How long answers that are complete may still take to reach their clients when everything else has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A tokio runtime whose threads have the large stacks that documents need. Rooms run on one of these only.
#[derive(Debug)]
pub struct DocumentRuntime(tokio::runtime::Runtime);

impl DocumentRuntime {
    /// A runtime with a thread a core.
    pub fn new() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .thread_name("yrsa")
            .thread_stack_size(STACK)
            .max_blocking_threads(BLOCKING_THREADS)
            .enable_all()
            .build()?;
        Ok(Self(runtime))
    }

    /// Runs a future on this thread and its tasks on the runtime's.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.0.block_on(future)
    }

    fn handle(&self) -> tokio::runtime::Handle {
        self.0.handle().clone()
    }
}

/// Why the server could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error("can't open the data folder {folder}: {source}")]
    Storage {
        /// Which.
        folder: String,
        /// Why.
        #[source]
        source: yrsa_storage::Error,
    },
    /// The server's own signing key.
    #[error("can't read or make the signing key in {folder}: {source}")]
    SigningKey {
        /// The data folder.
        folder: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A setting of section `auth`.
    #[error("{setting}: {why}")]
    Auth {
        /// Which, or the file that it names.
        setting: String,
        /// What is wrong with it.
        why: String,
    },
    /// What the guard needs from the storage or the system.
    #[error("can't set up access: {0}")]
    Guard(#[source] crate::features::Refused),
    /// The journal of events.
    #[error("can't read the journal of events: {0}")]
    Journal(#[source] crate::features::Refused),
    /// Webhooks.
    #[error("can't read the webhooks: {0}")]
    Webhooks(#[source] crate::features::Refused),
    /// Answers to requests with a key.
    #[error("can't read the answers that are kept: {0}")]
    Idempotency(#[source] crate::features::Refused),
    /// Inboxes.
    #[error("can't read the inboxes: {0}")]
    Inbox(#[source] crate::features::Refused),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The thread that writes.
    #[error("can't start the group commit: {0}")]
    Committer(#[source] yrsa_storage::Error),
}

/// A server whose storage is open. Mount its [`Server::router`], or let [`Server::serve`] do it; end with [`Server::shut_down`].
#[derive(Debug)]
pub struct Server {
    app: App,
    entrance: Entrance,
}

impl Server {
    /// Opens the data folder. Blocks while it reads what was not yet put in order before the last stop.
    pub fn open(config: Config, runtime: &DocumentRuntime) -> Result<Self, StartError> {
        let storage = open_storage(&config)?;
        let folder = config.data.clone();
        let secret = signing::own_secret(&folder)
            .map_err(|source| StartError::SigningKey { folder: folder.display().to_string(), source })?;
        Self::build(config, storage, (secret, Clock::system()), runtime)
    }

    /// A server over any storage. Without a data folder its own signing key is made anew each time: tokens that it issued hold
    /// until the next start.
    pub fn over(config: Config, storage: Arc<dyn Storage>, runtime: &DocumentRuntime) -> Result<Self, StartError> {
        Self::with_clock(config, storage, Clock::system(), runtime)
    }

    /// The same by another clock, for tests in which time passes at once: what expires, expires by it.
    pub fn with_clock(
        config: Config,
        storage: Arc<dyn Storage>,
        clock: Clock,
        runtime: &DocumentRuntime,
    ) -> Result<Self, StartError> {
        let secret = records::random::<32>().map_err(StartError::Guard)?;
        Self::build(config, storage, (secret, clock), runtime)
    }

    fn build(
        config: Config,
        storage: Arc<dyn Storage>,
        (secret, clock): ([u8; 32], Clock),
        runtime: &DocumentRuntime,
    ) -> Result<Self, StartError> {
        let kept = journal_settings(&config);
        let journal = Journal::open(Arc::clone(&storage), clock.clone(), kept).map_err(StartError::Journal)?;
        let guard = guarded::guard(&config, Arc::clone(&journal), secret, clock.clone())?;
        let entrance = entrance(&config, &guard)?;
        let (health, observed) = watch::channel(StorageHealth::Healthy);
        let limits = CommitterLimits { backlog_bytes: bytes(config.limits.backlog), ..CommitterLimits::default() };
        let committer =
            Arc::new(Committer::start_observed(Arc::clone(&storage), limits, observer(health)).map_err(StartError::Committer)?);
        let book = Rulebook::new(Arc::clone(&storage), Arc::clone(&journal));
        let around = Surroundings::new(guard.documents.clone(), Arc::clone(&journal), Arc::clone(&book));
        let moves = around.moves();
        let rooms = Rooms::new(Parts {
            storage: Arc::clone(&storage),
            committer: Arc::clone(&committer),
            around,
            health: observed,
            settings: room_settings(&config),
            limits: room_limits(&config),
            runtime: runtime.handle(),
        });
        let metrics = telemetry::start_metrics();
        let stopping = CancellationToken::new();
        keep_house((&storage, &guard, &journal), &rooms, config.storage.compact_every, &stopping);
        let catalog = Catalog::new(Arc::clone(&guard), Arc::clone(&journal));
        let (runs, threads) = beside((&storage, &guard, &journal), &rooms, &stopping);
        let sweep = rules::Sweep::new(Arc::clone(&book), rooms.clone(), clock.clone());
        rooms.tracker().spawn_on(sweep.run(stopping.clone()), rooms.runtime());
        let (locks, sessions) = (Locks::new(Arc::clone(&book), rooms.clone()), Sessions::new(book, rooms.clone()));
        let purge = Purge::new(catalog.clone(), rooms.clone(), Arc::clone(&storage));
        rooms.tracker().spawn_on(purge.finish_left(stopping.clone()), rooms.runtime());
        let webhooks = webhooks(&config, &storage, &journal, clock.clone()).map_err(StartError::Webhooks)?;
        rooms.tracker().spawn_on(Arc::clone(&webhooks).run(stopping.clone()), rooms.runtime());
        let idempotency = Idempotency::open(Arc::clone(&storage)).map_err(StartError::Idempotency)?;
        rooms.tracker().spawn_on(Arc::clone(&idempotency).keep(clock.clone(), stopping.clone()), rooms.runtime());
        let audit = audit(&config, &journal, &rooms, (clock, &stopping));
        let search = search((&storage, &guard, &journal), &rooms, &config, &stopping);
        let chat = Chat::new(Arc::clone(&storage), Arc::clone(&journal));
        let inbox = inbox((&storage, &guard, &journal), &rooms, &chat, &stopping).map_err(StartError::Inbox)?;
        let presence = presence_in(&rooms, &config, (&storage, &guard, &journal), (moves, &stopping));
        let app = App {
            chat,
            inbox,
            config: Arc::new(config),
            audit,
            idempotency,
            search,
            rooms,
            started_ms: guard.now_ms(),
            guard,
            catalog,
            journal,
            presence,
            runs,
            locks,
            sessions,
            threads,
            webhooks,
            storage,
            committer,
            metrics,
            stopping,
        };
        Ok(Self { app, entrance })
    }

    /// Every door, for a program that has an axum application of its own. Limits by address hold if that is served with
    /// `into_make_service_with_connect_info::<SocketAddr>()`; those of connections only with [`Server::serve`].
    pub fn router(&self) -> Router {
        Router::new()
            .route("/sync/{*document}", get(sync::open))
            .route("/sync/", get(sync::open))
            .route("/hocuspocus", get(hocuspocus::open))
            .route("/hocuspocus/", get(hocuspocus::open))
            .route("/live/{*document}", get(live::open).layer(axum::Extension(Inward::new(&self.app))))
            .route("/y-sweet/d/{named}/ws/{*document}", get(y_sweet::open))
            .route("/y-sweet/doc/ws/{*document}", get(y_sweet::open_old))
            .route("/healthz", get(health::healthz))
            .route("/readyz", get(health::readyz))
            .route("/metrics", get(health::prometheus))
            .merge(api::routes(&self.app))
            .merge(y_sweet_api::routes())
            .fallback(get(studio::file))
            .layer(axum::middleware::from_fn_with_state(self.app.clone(), denials::note))
            .layer(axum::middleware::from_fn_with_state(self.entrance.edge.clone(), edge::keep))
            .layer(axum::middleware::from_fn(request_id::name))
            .with_state(self.app.clone())
    }

    /// What handlers need, for programs that add handlers of their own.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Serves all doors until `stop` is cancelled, then shuts down within the grace period.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        let requests = TaskTracker::new();
        let entrance = self.entrance.clone();
        if let Some(tls) = &entrance.tls {
            requests.spawn(Arc::clone(tls).watch(stop.clone()));
        }
        listener::serve(listener, self.router(), entrance, stop, requests.clone()).await;
        requests.close();
        self.shut_down().await;
        // The last words are written; who does not take them is not waited for.
        let _ = tokio::time::timeout(LAST_WORDS, requests.wait()).await;
    }

    /// Tells every client to come back later, waits until all is on disk, closes the data folder. After the grace period it
    /// stops waiting for clients; what was acknowledged is on disk either way.
    pub async fn shut_down(self) {
        let App { config, rooms, journal, storage, committer, stopping, .. } = self.app;
        stopping.cancel();
        if tokio::time::timeout(config.shutdown_grace, rooms.shut_down()).await.is_err() {
            tracing::warn!(connections = rooms.connections(), "the grace period is over; connections are dropped");
        }
        let closing = rooms.runtime().spawn_blocking(move || {
            journal.close();
            committer.close();
            storage.close()
        });
        match closing.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the data folder was not closed cleanly; the next start puts it in order"),
            Err(error) => tracing::error!(%error, "closing the data folder failed"),
        }
        rooms.storage_closed();
    }
}

/// The description of the REST interface, as `/api/openapi.json` has it.
#[must_use]
pub fn openapi() -> String {
    api::openapi_json()
}

/// Webhooks as the configuration has them.
fn webhooks(config: &Config, store: &Arc<dyn Storage>, journal: &Arc<Journal>, clock: Clock) -> Result<Arc<Webhooks>, Refused> {
    let settings = &config.webhooks;
    let policy = Policy { private: settings.allow_private.into(), plain: settings.allow_http.into() };
    Webhooks::open(webhooks::Parts {
        store: Arc::clone(store),
        journal: Arc::clone(journal),
        clock,
        random: Arc::new(records::random::<32>),
        settings: webhooks::Settings {
            policy,
            endpoints: settings.endpoints,
            at_once: settings.at_once,
            ..webhooks::Settings::default()
        },
    })
}

/// What stands between the port and the routes.
fn entrance(config: &Config, guard: &Guard) -> Result<Entrance, TlsError> {
    // In open mode that is not meant for the network, loopback is all that keeps strangers out.
    let only_loopback = guard.is_open() && !config.allow_open_mode_on_network;
    let exposure = if only_loopback { Exposure::OpenOnLoopback } else { Exposure::Network };
    let tls = config.tls.is_on().then(|| Tls::load(&config.tls.certificate, &config.tls.key)).transpose()?;
    Ok(Entrance { edge: Edge::new(config, exposure), tls: tls.map(Arc::new), handshake: config.limits.handshake })
}

/// Opens the data folder that the configuration names.
pub(crate) fn open_storage(config: &Config) -> Result<Arc<dyn Storage>, StartError> {
    let options =
        Options { retention: config.storage.history, tree_cache_bytes: config.storage.cache.as_u64(), ..Options::default() };
    let opened = SledStorage::open(&config.data, options);
    let storage = opened.map_err(|source| StartError::Storage { folder: config.data.display().to_string(), source })?;
    Ok(Arc::new(storage))
}

/// The search, following the journal.
fn search(
    (storage, guard, journal): (&Arc<dyn Storage>, &Arc<Guard>, &Arc<Journal>),
    rooms: &Rooms,
    config: &Config,
    stopping: &CancellationToken,
) -> Arc<Search> {
    let Settings { document: limits, json_bytes, .. } = room_settings(config);
    let search = Search::new(search::Parts {
        store: Arc::clone(storage),
        documents: guard.documents.clone(),
        journal: Arc::clone(journal),
        limits,
        json_bytes,
    });
    rooms.tracker().spawn_on(Arc::clone(&search).run(stopping.clone()), rooms.runtime());
    search
}

/// What goes on by itself: storage is compacted, rights that end are noticed, old events go.
fn keep_house(
    (storage, guard, journal): (&Arc<dyn Storage>, &Arc<Guard>, &Arc<Journal>),
    rooms: &Rooms,
    compact_every: Duration,
    stopping: &CancellationToken,
) {
    let compaction = compact_regularly(Arc::clone(storage), compact_every, stopping.clone());
    rooms.tracker().spawn_on(compaction, rooms.runtime());
    rooms.tracker().spawn_on(Arc::clone(guard).run(stopping.clone()), rooms.runtime());
    let sweep = events::Sweep::new(Arc::clone(journal), Arc::clone(storage), rooms.clone(), Arc::clone(guard));
    rooms.tracker().spawn_on(sweep.run(stopping.clone()), rooms.runtime());
    rooms.tracker().spawn_on(Arc::clone(journal).keep(stopping.clone()), rooms.runtime());
}

/// What is shown in companions: runs and threads of comments.
fn beside(
    (storage, guard, journal): (&Arc<dyn Storage>, &Arc<Guard>, &Arc<Journal>),
    rooms: &Rooms,
    stopping: &CancellationToken,
) -> (Arc<Runs>, Arc<Threads>) {
    let companion = Companion::new(rooms.clone());
    let runs = Runs::new(Arc::clone(storage), Arc::clone(journal), Arc::clone(&companion));
    rooms.tracker().spawn_on(Arc::clone(&runs).run(Arc::clone(guard), stopping.clone()), rooms.runtime());
    let threads = Threads::new(Arc::clone(storage), Arc::clone(journal), companion);
    rooms.tracker().spawn_on(Arc::clone(&threads).run(stopping.clone()), rooms.runtime());
    (runs, threads)
}

/// The audit, which lets go of what is older than it is to be kept.
fn audit(config: &Config, journal: &Arc<Journal>, rooms: &Rooms, (clock, stopping): (Clock, &CancellationToken)) -> Arc<Audit> {
    let keep_days = Some(config.audit.keep_days).filter(|days| *days > 0);
    let audit = Audit::new(Arc::clone(journal), clock, keep_days);
    rooms.tracker().spawn_on(Arc::clone(&audit).keep(stopping.clone()), rooms.runtime());
    audit
}

/// Inboxes, following the journal.
fn inbox(
    (storage, guard, journal): (&Arc<dyn Storage>, &Arc<Guard>, &Arc<Journal>),
    rooms: &Rooms,
    chat: &Arc<Chat>,
    stopping: &CancellationToken,
) -> Result<Arc<Inbox>, Refused> {
    let inbox = Inbox::open(inbox::Parts {
        store: Arc::clone(storage),
        journal: Arc::clone(journal),
        guard: Arc::clone(guard),
        rooms: rooms.clone(),
        chat: Arc::clone(chat),
    })?;
    rooms.tracker().spawn_on(Arc::clone(&inbox).run(stopping.clone()), rooms.runtime());
    Ok(inbox)
}

/// Presence, with the task that writes down who came and went.
fn presence_in(
    rooms: &Rooms,
    config: &Config,
    (storage, guard, journal): (&Arc<dyn Storage>, &Arc<Guard>, &Arc<Journal>),
    (moves, stopping): (Arc<people::Moves>, &CancellationToken),
) -> Arc<Presence> {
    let (store, guard, journal) = (Arc::clone(storage), Arc::clone(guard), Arc::clone(journal));
    let (rooms, stopping) = (rooms.clone(), stopping.clone());
    let settings = people::Settings { state: bytes(config.limits.presence_state), expiry: config.presence.expiry };
    let (tracker, runtime) = (rooms.tracker().clone(), rooms.runtime().clone());
    let presence = Presence::new(people::Parts { store, rooms, guard, journal, moves, settings, stopping });
    tracker.spawn_on(Arc::clone(&presence).run(), &runtime);
    presence
}

/// Tells rooms, and the log, whether the storage can be written.
fn observer(health: watch::Sender<StorageHealth>) -> HealthObserver {
    Arc::new(move |now: &Health| {
        if let Health::Failing { reason, .. } = now {
            tracing::error!(%reason, "storage can't be written; nothing is acknowledged until it can");
        } else {
            tracing::info!("storage can be written");
        }
        health.send_replace(if now.is_healthy() { StorageHealth::Healthy } else { StorageHealth::Failing });
    })
}

fn journal_settings(config: &Config) -> events::Settings {
    let config::events::Events { keep, most, bytes, streams, streams_per_user } = config.events;
    events::Settings { keep, most, bytes: bytes.as_u64(), streams, streams_per_user }
}

/// Lets go of history beyond the retention, while the server runs.
async fn compact_regularly(storage: Arc<dyn Storage>, every: Duration, stopping: CancellationToken) {
    while tokio::time::timeout(every, stopping.cancelled()).await.is_err() {
        let storage = Arc::clone(&storage);
        match tokio::task::spawn_blocking(move || storage.compact(Scope::All)).await {
            Ok(Ok(compacted)) => tracing::info!(before = compacted.before, after = compacted.after, "compacted"),
            Ok(Err(error)) => tracing::warn!(%error, "compaction failed; it is tried again next time"),
            Err(error) => tracing::error!(%error, "compaction failed"),
        }
    }
}

fn room_limits(config: &Config) -> RoomLimits {
    RoomLimits {
        connections: config.limits.connections,
        connections_per_document: config.limits.connections_per_document,
        outbox: bytes(config.limits.outbox),
        failures_before_quarantine: config.rooms.failures_before_quarantine,
    }
}

fn room_settings(config: &Config) -> Settings {
    let limits = &config.limits;
    Settings {
        document: document::Limits {
            encoded_bytes: bytes(limits.document),
            gate: admission::Limits {
                clients: limits.clients_per_document,
                parked_bytes: bytes(limits.parked),
                ..admission::Limits::default()
            },
        },
        presence: presence::Limits {
            state: bytes(limits.presence_state),
            ids: limits.presence_ids,
            expiry: config.presence.expiry,
            tick: config.presence.tick,
        },
        patience: Patience { idle: config.presence.idle_after, away: config.presence.away_after },
        json_bytes: bytes(limits.json),
        server_client: fresh_client_id(),
        idle: config.rooms.idle,
        rest: REST,
        snapshot_bytes: bytes(config.rooms.snapshot_bytes),
    }
}

pub(crate) fn bytes(size: bytesize::ByteSize) -> usize {
    usize::try_from(size.as_u64()).unwrap_or(usize::MAX)
}
