//! What a receiver gets: everything of its scope and types, in order, at least once, signed.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use yrsa::features::events;
use yrsa::features::webhooks::{Changes, Outcome, Settings};
use yrsa_storage::Clock;

use super::receiver::{Received, Receiver, Reply, Shared};
use super::world::{World, settings};
use crate::simulation::random::Random;

/// What a receiver computes.
fn signature(secret: &str, received: &Received) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    let (id, time) = (&received.headers["webhook-id"], &received.headers["webhook-timestamp"]);
    mac.update(format!("{id}.{time}.{}", received.body).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Each event that was taken follows the one before it or was taken before; all were taken.
fn assert_in_order(taken: &[Received], first: u64, last: u64) {
    let mut next = first;
    for received in taken {
        assert!(received.event() <= next, "{} came before {next}", received.event());
        next = next.max(received.event() + 1);
    }
    assert_eq!(next, last + 1);
}

fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = std::env::var("YRSA_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(now % 1_000_000);
    println!("seed {seed} (YRSA_SEED={seed} repeats this run)");
    seed
}

/// Fails every second time, by luck.
fn moody(seed: u64) -> impl Fn(&Received) -> Reply + Send + Sync + 'static {
    let random = Mutex::new(Random::new(seed));
    move |_| Reply::Status(if random.lock().unwrap().chance(50) { 500 } else { 200 })
}

#[tokio::test]
async fn a_delivery_is_an_event_with_its_type_and_its_time() {
    let (world, receiver) = (World::new(settings()), Receiver::with(204).await);
    let (id, secret) = world.hook("acme/", &receiver.url());
    let event = world.happen("acme/board", "board.card.moved", 1);
    let received = receiver.successes(1).await.remove(0);
    assert_eq!(received.head, "POST /hook?key=secret HTTP/1.1");
    assert_eq!(received.headers["content-type"], "application/json");
    assert!(received.headers["user-agent"].starts_with("yrsa/"));
    let body = received.json();
    assert_eq!((&body["type"], &body["timestamp"]), (&"board.card.moved".into(), &"2023-11-14T22:13:20.000Z".into()));
    assert_eq!((&body["data"]["id"], &body["data"]["document"]), (&event.to_string().into(), &"acme/board".into()));
    assert_eq!(received.headers["webhook-signature"], signature(&secret, &received));
    assert_eq!(world.until_it(&id, |webhook| webhook.progress.cursor == event).await.progress.failing_since_ms, None);
}

#[tokio::test]
async fn a_new_endpoint_hears_of_what_happens_from_now_on_in_its_scope_and_of_its_types() {
    let (world, receiver) = (World::new(settings()), Receiver::with(200).await);
    world.happen("acme/board", "board.card.moved", 3);
    let (id, _) = world.hook_for("acme/", &receiver.url(), &["board.*", "document.deleted"]);
    world.happen("other/board", "board.card.moved", 300);
    let first = world.happen("acme/board", "board.card.moved", 1);
    world.happen("acme/board", "run.queued", 300);
    let second = world.happen("acme/x/y", "document.deleted", 1);
    let last = world.happen("acme", "board.card.moved", 300);
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    assert_eq!(receiver.got().iter().map(Received::event).collect::<Vec<_>>(), [first, second]);
}

#[tokio::test]
async fn a_receiver_that_fails_half_the_time_gets_every_event_in_order() {
    let (world, receiver) = (World::new(settings()), Receiver::start(moody(seed())).await);
    world.hook("acme/", &receiver.url());
    let last = world.happen("acme/x", "document.updated", 100);
    let taken = receiver.successes(100).await;
    assert_eq!(taken.iter().map(Received::event).collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>(), "once each, too");
}

#[tokio::test]
async fn restarts_and_deaths_lose_nothing_and_change_no_order() {
    let seed = seed();
    let (mut world, receiver) = (World::new(settings()), Receiver::start(moody(seed)).await);
    let mut random = Random::new(seed);
    world.hook("acme/", &receiver.url());
    let mut last = 0;
    for round in 1..=6 {
        last = world.happen("acme/x", "document.updated", 20);
        let some = random.below(20) + 1;
        receiver.until("some deliveries", |got| got.iter().filter(|one| one.status == 200).count() >= some).await;
        world.restart(round % 2 == 0).await;
    }
    let taken = receiver.until("the last event", |got| got.iter().any(|one| one.status == 200 && one.event() == last)).await;
    let taken: Vec<_> = taken.into_iter().filter(|one| one.status == 200).collect();
    assert_in_order(&taken, 1, last);
}

#[tokio::test]
async fn a_shutdown_in_order_repeats_nothing() {
    let (mut world, receiver) = (World::new(settings()), Receiver::with(200).await);
    let (id, _) = world.hook("acme/", &receiver.url());
    let last = world.happen("acme/x", "document.updated", 10);
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    world.restart(true).await;
    let last = world.happen("acme/x", "document.updated", 10);
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    assert_eq!(receiver.got().iter().map(Received::event).collect::<Vec<_>>(), (1..=last).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_receiver_that_never_answers_does_not_delay_others() {
    let world = World::new(settings());
    let (silent, prompt) = (Receiver::start(|_| Reply::Silence).await, Receiver::with(200).await);
    for _ in 0..5 {
        world.hook("acme/", &silent.url());
    }
    world.hook("acme/", &prompt.url());
    world.happen("acme/x", "document.updated", 200);
    prompt.successes(200).await;
    assert_eq!(silent.got().len(), 5, "each of them waits for its first answer");
}

#[tokio::test]
async fn both_secrets_sign_after_a_rotation() {
    let (world, receiver) = (World::new(settings()), Receiver::with(200).await);
    let (id, old) = world.hook("acme/", &receiver.url());
    let (_, new) = world.webhooks.rotate(&id).unwrap();
    world.happen("acme/x", "document.updated", 1);
    let received = receiver.successes(1).await.remove(0);
    let signed: Vec<_> = received.headers["webhook-signature"].split(' ').map(str::to_owned).collect();
    assert_eq!(signed, [signature(new.reveal(), &received), signature(&old, &received)]);
}

#[tokio::test]
async fn a_test_comes_at_once_although_something_else_waits() {
    let world = World::new(Settings { retries: vec![Duration::from_secs(3600)], ..settings() });
    let receiver = Receiver::start(|received| Reply::Status(if received.id().starts_with("test_") { 200 } else { 500 })).await;
    let (id, _) = world.hook("acme/", &receiver.url());
    world.happen("acme/x", "document.updated", 1);
    receiver.until("the first attempt", |got| got.len() == 1).await;
    let delivery = world.webhooks.test(&id).await.unwrap();
    assert_eq!((delivery.kind.as_str(), delivery.outcome, delivery.status), ("webhook.test", Outcome::Delivered, Some(200)));
    let body = receiver.got().pop().unwrap().json();
    assert_eq!((&body["type"], &body["data"]["webhook"]), (&"webhook.test".into(), &id.clone().into()));
    world.webhooks.change(&id, Changes { enabled: Some(false), ..Changes::default() }).unwrap();
    assert_eq!(world.webhooks.test(&id).await.unwrap().outcome, Outcome::Delivered, "a disabled one can be tried, too");
}

#[tokio::test]
async fn one_event_is_sent_again_or_all_after_one() {
    let (world, receiver) = (World::new(settings()), Receiver::with(200).await);
    let (id, _) = world.hook("acme/", &receiver.url());
    let last = world.happen("acme/x", "document.updated", 5);
    let foreign = world.happen("other", "document.updated", 1);
    receiver.successes(5).await;
    assert_eq!(world.webhooks.redeliver(&id, 2).await.unwrap().event, "2");
    assert_eq!(receiver.got().last().unwrap().event(), 2);
    assert!(world.webhooks.redeliver(&id, foreign).await.is_err(), "not of its scope");
    assert!(world.webhooks.redeliver(&id, foreign + 1).await.is_err(), "not there");
    assert!(world.webhooks.rewind(&id, foreign + 1).is_err(), "not there yet");
    world.webhooks.rewind(&id, 3).unwrap();
    let got = receiver.successes(8).await;
    assert_eq!(got.iter().map(Received::event).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 2, 4, last]);
}

#[tokio::test]
async fn what_administrators_alone_hear_is_not_sent_again_either() {
    let (world, receiver) = (World::new(settings()), Receiver::with(200).await);
    let (id, _) = world.hook("acme/", &receiver.url());
    let denied = world.happen("acme/x", "access.denied", 1);
    let kicked = world.happen("acme/x", "admin.kicked", 1);
    let last = world.happen("acme/x", "member.added", 1);
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    assert!(world.webhooks.redeliver(&id, denied).await.is_err());
    assert!(world.webhooks.redeliver(&id, kicked).await.is_err());
    assert!(world.webhooks.redeliver(&id, last).await.is_ok());
    assert_eq!(receiver.got().iter().map(Received::event).collect::<Vec<_>>(), [last, last]);
}

#[tokio::test]
async fn what_was_let_go_of_before_it_was_delivered_is_told() {
    let world = World::with(settings(), events::Settings { most: 5, ..events::Settings::default() }, Clock::system());
    let down: Shared<bool> = Arc::new(Mutex::new(true));
    let is_down = Arc::clone(&down);
    let receiver = Receiver::start(move |_| Reply::Status(if *is_down.lock().unwrap() { 500 } else { 200 })).await;
    let (id, _) = world.hook("acme/", &receiver.url());
    let last = world.happen("acme/x", "document.updated", 20);
    receiver.until("an attempt", |got| !got.is_empty()).await;
    while world.journal.trim().unwrap() {}
    receiver.until("the gap", |got| got.iter().any(|one| one.id() == "gap_0")).await;
    *down.lock().unwrap() = false;
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    let taken: Vec<_> = receiver.got().into_iter().filter(|one| one.status == 200).collect();
    let body = taken[0].json();
    assert_eq!((&body["type"], &body["data"]["from"]), (&"webhook.gap".into(), &"0".into()));
    let to: u64 = body["data"]["to"].as_str().unwrap().parse().unwrap();
    assert!(to > 0, "something was let go of");
    assert_eq!(taken[1..].iter().map(Received::event).collect::<Vec<_>>(), (to + 1..=last).collect::<Vec<_>>());
    assert!(world.webhooks.deliveries(&id, None, 1000).unwrap().iter().any(|delivery| delivery.kind == "webhook.gap"));
}

#[tokio::test]
async fn who_is_blocked_does_not_hear_through_a_webhook_either() {
    let receiver = Receiver::with(200).await;
    let world = World::new(settings());
    let (id, _) = world.hook("acme/", &receiver.url());
    let before = world.happen("acme/secret", "board.card.moved", 1);
    world.until_it(&id, |webhook| webhook.progress.cursor == before).await;
    world.block("acme/secret");
    world.happen("acme/secret", "board.card.moved", 1);
    world.happen("acme/secret~yrsa", "run.started", 1);
    let last = world.happen("acme/open", "board.card.moved", 1);
    world.until_it(&id, |webhook| webhook.progress.cursor == last).await;
    let heard: Vec<u64> = receiver.got().iter().map(Received::event).collect();
    assert_eq!(heard, [before, last]);
    assert!(world.webhooks.redeliver(&id, before).await.is_err(), "nor what was before");
    assert!(world.webhooks.redeliver(&id, last).await.is_ok());
}

#[tokio::test]
async fn an_endpoint_with_much_to_tell_does_not_keep_others_waiting() {
    let receiver = Receiver::with(200).await;
    let mut world = World::new(Settings { at_once: 1, ..settings() });
    world.hook("busy/", &receiver.url());
    let (id, _) = world.hook("quiet/", &receiver.url());
    world.stop().await;
    let one = world.happen("quiet/a", "board.card.moved", 1);
    world.happen("busy/a", "board.card.moved", 7);
    world.start();
    world.until_it(&id, |webhook| webhook.progress.cursor >= one).await;
    let heard: Vec<u64> = receiver.got().iter().map(Received::event).collect();
    let place = heard.iter().position(|event| *event == one);
    assert!(place.is_some_and(|place| place < 7), "it is not told last: {heard:?}");
}
