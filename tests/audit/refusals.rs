//! Refusals as they are written down by a guard whose clock is tokio's, which is paused.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use yrsa::access::token::{Expiry, Rules};
use yrsa::features::audit::denials::Denial;
use yrsa::features::guard::{Guard, Mode, Parts, Settings};
use yrsa::features::{Journal, Origin, events};
use yrsa_storage::{Clock, Memory};

use super::world::START;

fn guard() -> (Arc<Guard>, Arc<Journal>) {
    let start = tokio::time::Instant::now();
    let clock = Clock::from_fn(move || START + u64::try_from(start.elapsed().as_millis()).unwrap());
    let journal = Journal::open(Arc::new(Memory::new()), clock.clone(), events::Settings::default()).unwrap();
    let settings = Settings {
        mode: Mode::Guarded,
        rules: Rules { leeway_ms: 0, expiry: Expiry::Required, audience: Vec::new(), issuer: Vec::new() },
        y_sweet: None,
        accounts: None,
        refresh_ahead: Duration::from_secs(20),
        share_token: Duration::from_secs(3600),
        connections_per_user: 100,
        requests_per_second_per_user: 1000,
    };
    let parts = Parts { journal: Arc::clone(&journal), clock, secret: [7; 32], keys: Vec::new(), published: None, settings };
    (Guard::new(parts).unwrap(), journal)
}

fn denial(address: &str, about: &str) -> Denial {
    let origin = Origin { address: Some(address.into()), door: "sync" };
    Denial { origin, user: None, about: Some(about.into()), asked: "GET /sync/a".to_owned(), why: "invalid" }
}

fn counts(journal: &Journal) -> Vec<u64> {
    let events = journal.after(0, 10_000).unwrap().events;
    events.iter().map(|event| event.draft.data["count"].as_u64().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_wrong_tokens_is_two_events_a_minute() {
    let (guard, journal) = guard();
    let stop = CancellationToken::new();
    let running = TaskTracker::new().spawn(Arc::clone(&guard).run(stop.clone()));
    for _ in 0..10 * 60 {
        for _ in 0..100 {
            guard.note_denial(denial("203.0.113.9", "a"));
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        tokio::task::yield_now().await;
    }
    stop.cancel();
    running.await.unwrap();
    let counts = counts(&journal);
    assert!((1..=24).contains(&counts.len()), "{counts:?}");
    assert_eq!(counts.iter().sum::<u64>(), 60_000, "each is counted");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_written_yet_is_written_at_the_end() {
    let (guard, journal) = guard();
    let stop = CancellationToken::new();
    let running = TaskTracker::new().spawn(Arc::clone(&guard).run(stop.clone()));
    tokio::task::yield_now().await;
    guard.note_denial(denial("203.0.113.9", "a"));
    stop.cancel();
    running.await.unwrap();
    assert_eq!(counts(&journal), [1]);
    let event = journal.after(0, 1).unwrap().events.remove(0);
    let trace = event.draft.trace.as_ref().unwrap();
    assert_eq!((trace.address.as_deref(), trace.door.as_deref()), (Some("203.0.113.9"), Some("sync")));
    assert!(!serde_json::to_string(&event).unwrap().contains("203.0.113.9"), "where it came from is for the audit alone");
}
