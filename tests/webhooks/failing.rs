//! What happens to an endpoint whose receiver fails: retries, an end to them, the log, and the way back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use yrsa::event::Draft;
use yrsa::features::events;
use yrsa::features::webhooks::{Changes, KEPT, Outcome, Settings, State};
use yrsa_storage::{Clock, Memory, RecordBatch, Storage};

use super::receiver::{Received, Receiver, Reply, Shared};
use super::world::{World, settings};
use crate::events::flaky::Flaky;

fn enabled() -> Changes {
    Changes { enabled: Some(true), ..Changes::default() }
}

#[tokio::test]
async fn a_receiver_that_was_down_gets_everything_when_it_is_back() {
    let world = World::new(settings());
    let address = Receiver::with(200).await.address;
    let (id, _) = world.hook("acme/", &format!("http://{address}/"));
    let last = world.happen("acme/x", "document.updated", 10);
    let failing = world.until(&id, State::Failing).await;
    assert_eq!(failing.progress.cursor, 0);
    assert!(failing.progress.failing_since_ms.is_some());
    let receiver = Receiver::at(address, |_| Reply::Status(200)).await;
    assert_eq!(receiver.successes(10).await.iter().map(Received::event).collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>());
    let well = world.until(&id, State::Ok).await;
    assert_eq!(well.progress.failing_since_ms, None);
}

#[tokio::test]
async fn after_the_last_retry_an_endpoint_is_disabled_and_goes_on_where_it_stopped() {
    let world = World::new(Settings { retries: vec![Duration::from_millis(1); 2], ..settings() });
    let down: Shared<bool> = Arc::new(Mutex::new(true));
    let is_down = Arc::clone(&down);
    let receiver = Receiver::start(move |_| Reply::Status(if *is_down.lock().unwrap() { 503 } else { 200 })).await;
    let (id, _) = world.hook("acme/", &receiver.url());
    let last = world.happen("acme/x", "document.updated", 3);
    let disabled = world.until(&id, State::Disabled).await;
    assert_eq!((disabled.progress.enabled, disabled.progress.cursor), (false, 0));
    let outcomes: Vec<_> =
        world.webhooks.deliveries(&id, None, 10).unwrap().iter().map(|one| (one.attempt, one.status, one.outcome)).collect();
    let failed = |attempt| (attempt, Some(503), Outcome::Failed);
    assert_eq!(outcomes, [(3, Some(503), Outcome::GivenUp), failed(2), failed(1)]);
    *down.lock().unwrap() = false;
    world.webhooks.change(&id, enabled()).unwrap();
    assert_eq!(receiver.successes(3).await.iter().map(Received::event).collect::<Vec<_>>(), [1, 2, last]);
    world.until(&id, State::Ok).await;
}

#[tokio::test]
async fn gone_disables_at_once() {
    let (world, receiver) = (World::new(settings()), Receiver::with(410).await);
    let (id, _) = world.hook("acme/", &receiver.url());
    world.happen("acme/x", "document.updated", 3);
    world.until(&id, State::Disabled).await;
    assert_eq!(receiver.got().len(), 1);
}

#[tokio::test]
async fn a_disabled_endpoint_stays_so_over_a_restart_and_another_url_is_tried_at_once() {
    let mut world = World::new(Settings { retries: vec![Duration::from_secs(3600)], ..settings() });
    let (bad, good) = (Receiver::with(500).await, Receiver::with(200).await);
    let (id, _) = world.hook("acme/", &bad.url());
    world.webhooks.change(&id, Changes { enabled: Some(false), ..Changes::default() }).unwrap();
    let last = world.happen("acme/x", "document.updated", 2);
    world.restart(false).await;
    assert_eq!(world.get(&id).progress.state(), State::Disabled);
    world.webhooks.change(&id, enabled()).unwrap();
    world.until(&id, State::Failing).await;
    world.webhooks.change(&id, Changes { url: Some(good.url()), ..Changes::default() }).unwrap();
    assert_eq!(good.successes(2).await.iter().map(Received::event).collect::<Vec<_>>(), [1, last]);
    assert_eq!(bad.got().len(), 1);
}

#[tokio::test]
async fn a_retry_waits_until_its_time_has_come_also_over_a_restart() {
    let time = Arc::new(AtomicU64::new(1_800_000_000_000));
    let clock = {
        let time = Arc::clone(&time);
        Clock::from_fn(move || time.load(Ordering::Relaxed))
    };
    let hour = Duration::from_secs(3600);
    let mut world = World::with(Settings { retries: vec![hour; 9], ..settings() }, events::Settings::default(), clock);
    let receiver = Receiver::with(500).await;
    let (id, _) = world.hook("acme/", &receiver.url());
    world.happen("acme/x", "document.updated", 1);
    world.until(&id, State::Failing).await;
    world.restart(true).await;
    // Shorter than an hour less a fifth.
    time.fetch_add(47 * 60 * 1000, Ordering::Relaxed);
    world.restart(true).await;
    assert_eq!(receiver.got().len(), 1);
    time.fetch_add(26 * 60 * 1000, Ordering::Relaxed);
    receiver.until("the second attempt", |got| got.len() == 2).await;
    let attempts = || world.webhooks.deliveries(&id, None, 10).unwrap().iter().map(|one| one.attempt).collect::<Vec<_>>();
    world.until_it(&id, |_| attempts() == [2, 1]).await;
}

#[tokio::test]
async fn the_log_keeps_the_newest_thousand_and_the_beginning_of_each_answer() {
    let world = World::new(settings());
    let receiver = Receiver::start(|_| Reply::Full(200, String::new(), "ä".repeat(100_000))).await;
    let (id, _) = world.hook("acme/", &receiver.url());
    let last = world.happen("acme/x", "document.updated", KEPT + 50);
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    let log = world.webhooks.deliveries(&id, None, 5000).unwrap();
    assert_eq!((log.len(), log[0].event.clone()), (KEPT, last.to_string()));
    assert!(log.windows(2).all(|pair| pair[0].id == pair[1].id + 1));
    assert_eq!(log[0].response, "ä".repeat(512));
    let page = world.webhooks.deliveries(&id, Some(log[9].id), 3).unwrap();
    assert_eq!(page, log[10..13]);
    assert!(world.webhooks.remove(&id).unwrap());
    assert!(world.webhooks.deliveries(&id, None, 10).is_err());
}

/// It was told of with the next event, whenever that was.
#[tokio::test]
async fn what_could_not_be_read_when_it_came_is_delivered_without_anything_else_happening() {
    let storage = Arc::new(Flaky::over(Memory::new(), 0));
    let store = Arc::clone(&storage) as Arc<dyn Storage>;
    let world = World::over(store, settings(), events::Settings::default(), Clock::system());
    let receiver = Receiver::with(200).await;
    let (id, _) = world.hook("acme/", &receiver.url());
    let first = world.happen("acme/x", "document.updated", 1);
    world.until_it(&id, |webhook| webhook.progress.cursor == first).await;
    // More than the newest events that are in memory.
    storage.watcher.fail_scans(1);
    let text = serde_json::json!({ "text": "x".repeat(900 << 10) });
    let draft = Draft::of("document.changed", "acme/x".into(), 1_700_000_000_000, None, text);
    assert!(world.journal.write(RecordBatch::new(), vec![draft; 6]).unwrap());
    receiver.until("the events", |got| got.len() == 7).await;
    assert_eq!(storage.watcher.scans_left(), 0);
}

#[tokio::test]
async fn an_endpoint_of_one_document_goes_when_that_is_gone_for_good() {
    let (world, receiver) = (World::new(settings()), Receiver::with(200).await);
    let (own, _) = world.hook("acme/x", &receiver.url());
    let (disabled, _) = world.hook("acme/x", &receiver.url());
    let (wider, _) = world.hook_for("acme/", &receiver.url(), &["run.*"]);
    world.webhooks.change(&disabled, Changes { enabled: Some(false), ..Changes::default() }).unwrap();
    world.happen("acme/x", "document.deleted", 1);
    let purged = world.happen("acme/x", "document.purged", 1);
    let after = world.happen("acme/x", "document.created", 1);
    assert_eq!(receiver.successes(2).await[1].event(), purged, "it hears of that");
    world.until_it(&wider, |webhook| webhook.progress.cursor == after).await;
    world.until_it(&wider, |_| world.webhooks.list().len() == 1).await;
    assert!(world.webhooks.get(&own).is_err() && world.webhooks.get(&disabled).is_err());
    assert_eq!(receiver.got().len(), 2, "nothing of what came after it under that name");
}

#[tokio::test]
async fn a_disabled_endpoint_of_a_document_that_went_while_nobody_looked_goes_at_the_next_start() {
    let (mut world, receiver) = (World::new(settings()), Receiver::with(200).await);
    let (id, _) = world.hook("acme/x", &receiver.url());
    let (other, _) = world.hook("acme/y", &receiver.url());
    for id in [&id, &other] {
        world.webhooks.change(id, Changes { enabled: Some(false), ..Changes::default() }).unwrap();
    }
    world.stop().await;
    world.happen("acme/x", "document.updated", 300);
    world.happen("acme/x", "document.purged", 1);
    world.start();
    world.until_it(&other, |_| world.webhooks.get(&id).is_err()).await;
}
