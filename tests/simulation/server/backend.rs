//! The real storage, journal, guard and rules over a disk that forgets what was not synced; as they are between two starts of the
//! server. Nothing here runs by itself: checkpoints are made and time is looked at when the simulation says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use yrsa::access::token::{Expiry, Rules};
use yrsa::features::guard::{Guard, Mode, Parts, Settings};
use yrsa::features::{Journal, Rulebook, Surroundings, events};
use yrsa_storage::disk::{SimulatedDisk, Trouble};
use yrsa_storage::{Clock, Options, SledStorage, Storage};

use crate::simulation::random::Random;

/// The machine: what outlives a process.
pub(crate) struct Machine {
    pub(crate) disk: SimulatedDisk,
    folder: TempDir,
    /// The clock of the machine, in milliseconds since the Unix epoch.
    clock: Arc<AtomicU64>,
}

/// What a process has over it.
pub(crate) struct Running {
    pub(crate) storage: Arc<SledStorage>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) guard: Arc<Guard>,
    pub(crate) book: Arc<Rulebook>,
    pub(crate) around: Arc<Surroundings>,
}

impl Machine {
    pub(crate) fn new(seed: u64, now_ms: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder for what sled writes");
        Self { disk: SimulatedDisk::new(seed), folder, clock: Arc::new(AtomicU64::new(now_ms)) }
    }

    pub(crate) fn set_clock(&self, now_ms: u64) {
        self.clock.store(now_ms, Ordering::Relaxed);
    }

    /// Starts a process, in which everything must be as it was left. The start itself may be cut off by another power failure, again
    /// and again.
    pub(crate) fn start(&self, random: &mut Random) -> Running {
        for _ in 0..random.pick(&[0, 0, 1, 3]) {
            self.disk.trouble(Trouble::DiesAfter(random.below(12) as u64));
            let started = self.try_to_start();
            if let Ok(running) = &started {
                running.storage.abandon();
            }
            drop(started);
            self.lose_power();
        }
        self.try_to_start().unwrap_or_else(|story| panic!("the server does not start again: {story}"))
    }

    /// What was not synced is gone, or some of it.
    pub(crate) fn lose_power(&self) {
        self.disk.crash().expect("sled's files can be put back");
    }

    fn try_to_start(&self) -> Result<Running, String> {
        let clock = {
            let clock = Arc::clone(&self.clock);
            Clock::from_fn(move || clock.load(Ordering::Relaxed))
        };
        // So large that no checkpoint is made but by the simulation.
        let options = Options { segment_bytes: 1 << 30, journal_limit: 4 << 30, clock: clock.clone(), ..Options::default() };
        let options = Options { tree_cache_bytes: 1 << 20, retention: Duration::from_secs(60), ..options };
        let opened = SledStorage::open_on(Arc::new(self.disk.clone()), self.folder.path(), options);
        let storage = Arc::new(opened.map_err(|error| error.story())?);
        let faults = storage.status().faults;
        assert!(faults.is_empty(), "damage is found after a crash: {faults:?}");
        // Threads may go on for a moment that hold the storage; the folder is free at once.
        Self::start_over(&storage, clock).inspect_err(|_| storage.abandon())
    }

    fn start_over(storage: &Arc<SledStorage>, clock: Clock) -> Result<Running, String> {
        let store: Arc<dyn Storage> = Arc::clone(storage) as Arc<dyn Storage>;
        let journal = Journal::open(Arc::clone(&store), clock.clone(), events::Settings::default()).map_err(|e| e.to_string())?;
        let rules = Rules { leeway_ms: 30_000, expiry: Expiry::Required, audience: Vec::new(), issuer: Vec::new() };
        let settings = Settings {
            mode: Mode::Guarded,
            rules,
            y_sweet: None,
            accounts: None,
            refresh_ahead: Duration::from_secs(20),
            share_token: Duration::from_secs(3600),
            connections_per_user: 200,
            requests_per_second_per_user: 1_000_000,
        };
        let secret = [7; 32];
        let parts = Parts { journal: Arc::clone(&journal), clock, secret, keys: Vec::new(), published: None, settings };
        let guard = Guard::new(parts).map_err(|error| error.to_string())?;
        let book = Rulebook::new(store, Arc::clone(&journal));
        let around = Surroundings::new(guard.documents.clone(), Arc::clone(&journal), Arc::clone(&book));
        Ok(Running { storage: Arc::clone(storage), journal, guard, book, around })
    }
}
