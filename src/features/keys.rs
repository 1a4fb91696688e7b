//! The keys that tokens are checked with: the server's own, those of the configuration, and those an issuer publishes at a URL,
//! fetched at the start, regularly, and when a token names an unknown one. A failed fetch leaves the keys as they were.

mod fetch;
pub mod signing;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use self::fetch::Fetcher;
use crate::access::{Key, KeySet};

/// Unknown key ids make the server fetch at most this often.
const UNKNOWN_EVERY: Duration = Duration::from_secs(30);

/// Where an issuer publishes its keys.
#[derive(Debug, Clone)]
pub struct Published {
    /// The URL of a JWK set.
    pub url: http::Uri,
    /// How often it is fetched.
    pub refresh: Duration,
}

/// All keys. Asked for every token; never waits for the network unless told to.
pub struct Keys {
    fixed: Vec<Key>,
    current: RwLock<Arc<KeySet>>,
    published: Option<Remote>,
}

struct Remote {
    fetcher: Fetcher,
    refresh: Duration,
    /// Held while fetching; when an unknown key was last asked for.
    asked: Mutex<Option<Instant>>,
    fetched: std::sync::atomic::AtomicBool,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("current", &self.current()).finish_non_exhaustive()
    }
}

impl Keys {
    /// Keys that don't change, and a place to fetch others from. Fails if the system's certificates can't be read.
    pub fn new(fixed: Vec<Key>, published: Option<Published>) -> std::io::Result<Self> {
        let remote = |published: Published| {
            let fetcher = Fetcher::new(published.url)?;
            std::io::Result::Ok(Remote { fetcher, refresh: published.refresh, asked: Mutex::default(), fetched: false.into() })
        };
        let published = published.map(remote).transpose()?;
        Ok(Self { current: RwLock::new(Arc::new(KeySet::new(fixed.clone()))), fixed, published })
    }

    /// The keys now.
    #[must_use]
    pub fn current(&self) -> Arc<KeySet> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether keys are to be fetched and never were.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.published.as_ref().is_some_and(|remote| !remote.fetched.load(std::sync::atomic::Ordering::Acquire))
    }

    /// Fetches because a token names a key that is not known; not more often than every 30 s. Returns when no fetch is under way.
    pub async fn look_for_unknown(&self) {
        let Some(remote) = &self.published else { return };
        let mut asked = remote.asked.lock().await;
        if asked.is_none_or(|before| before.elapsed() >= UNKNOWN_EVERY) {
            *asked = Some(Instant::now());
            self.fetch(remote).await;
        }
    }

    /// Fetches at once and then regularly, for ever.
    pub async fn keep_fresh(&self) {
        let Some(remote) = &self.published else { return std::future::pending().await };
        loop {
            {
                let _one_at_a_time = remote.asked.lock().await;
                self.fetch(remote).await;
            }
            tokio::time::sleep(remote.refresh).await;
        }
    }

    async fn fetch(&self, remote: &Remote) {
        match remote.fetcher.fetch().await {
            Ok(keys) => {
                let all = KeySet::new(self.fixed.iter().cloned().chain(keys).collect());
                tracing::debug!(keys = all.len(), "signing keys fetched");
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(all);
                remote.fetched.store(true, std::sync::atomic::Ordering::Release);
            }
            Err(error) => tracing::warn!(%error, "the issuer's keys can't be fetched; the ones before stay"),
        }
    }
}
