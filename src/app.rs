//! What every handler and every door needs: the configuration, the rooms, the storage.
//! Built by `server`, cloned by axum for each request; decides nothing.

use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use yrsa_storage::{Committer, Storage};

use crate::config::Config;
use crate::features::{
    Audit, Catalog, Chat, Guard, Idempotency, Inbox, Journal, Locks, Presence, Runs, Search, Sessions, Threads, Webhooks,
};
use crate::room::Rooms;

/// What handlers need. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The configuration.
    pub config: Arc<Config>,
    /// All open documents.
    pub rooms: Rooms,
    /// Who may do what, and who is connected.
    pub guard: Arc<Guard>,
    /// What is known of documents beside their content, to be changed.
    pub catalog: Catalog,
    /// What happened.
    pub journal: Arc<Journal>,
    /// What people say to each other in documents.
    pub chat: Arc<Chat>,
    /// What each user is to know.
    pub inbox: Arc<Inbox>,
    /// Who is where.
    pub presence: Arc<Presence>,
    /// Who did what.
    pub audit: Arc<Audit>,
    /// Runs of workflows.
    pub runs: Arc<Runs>,
    /// What of documents somebody has for themselves.
    pub locks: Arc<Locks>,
    /// How people work on documents together.
    pub sessions: Arc<Sessions>,
    /// Threads of comments.
    pub threads: Arc<Threads>,
    /// Who is told of it.
    pub webhooks: Arc<Webhooks>,
    /// Which documents have which words.
    pub search: Arc<Search>,
    /// Answers to requests with a key.
    pub idempotency: Arc<Idempotency>,
    /// When the server started, in milliseconds since the Unix epoch.
    pub started_ms: u64,
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) committer: Arc<Committer>,
    pub(crate) metrics: Option<PrometheusHandle>,
    pub(crate) stopping: CancellationToken,
}

impl App {
    /// Whether the server is on its way down.
    #[must_use]
    pub fn is_shutting_down(&self) -> bool {
        self.stopping.is_cancelled()
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("rooms", &self.rooms).finish_non_exhaustive()
    }
}
