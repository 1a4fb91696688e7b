//! Many messages and many people at once: what a page costs, and that nothing is lost or counted twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use yrsa::event::{Author, Doer};
use yrsa::features::chat::{Moving, NewMessage, Place, Reacting, Wanted};
use yrsa::features::{Chat, Journal, events};
use yrsa_storage::{Append, Clock, LogEntry, Memory, Record, RecordBatch, Result, Storage};

use super::messages::{PLAN, commenter, plan, say};
use crate::runs::world::{START, World, document, on};
use crate::watched::{Watched, Watcher};

/// Counts the records that are read.
#[derive(Default)]
struct Counting {
    read: AtomicUsize,
}

impl Counting {
    fn count(&self, records: usize) {
        self.read.fetch_add(records, Ordering::Relaxed);
    }
}

impl Watcher for Counting {
    fn load(&self, document: &str) -> Result<()> {
        panic!("{document} is opened");
    }

    fn get(&self, _key: &[u8], _memory: &Memory) -> Result<()> {
        self.count(1);
        Ok(())
    }

    fn found(&self, records: &[Record]) -> Result<()> {
        self.count(records.len());
        Ok(())
    }
}

fn by(id: &str) -> Doer {
    Doer::from(Author { id: id.into(), name: None })
}

/// What reading costs, in records: a page at each place, what is unread, what is counted.
fn costs(chat: &Chat, storage: &Watched<Counting>, ids: &[String]) -> Vec<usize> {
    let (plan, middle) = (document("acme/plan"), &ids[ids.len() / 2]);
    let cost = |work: &dyn Fn()| {
        storage.watcher.read.store(0, Ordering::Relaxed);
        work();
        storage.watcher.read.load(Ordering::Relaxed)
    };
    let places = [Place::Newest, Place::Before(middle.clone()), Place::After(middle.clone()), Place::Around(middle.clone())];
    let page = |place: &Place| {
        let wanted = Wanted { place: place.clone(), reply_to: None, limit: 50 };
        assert_eq!(chat.list(&plan, &wanted).unwrap().messages.len(), 50);
    };
    let replies = || {
        let wanted = Wanted { place: Place::Newest, reply_to: Some(ids[0].clone()), limit: 50 };
        assert_eq!(chat.list(&plan, &wanted).unwrap().messages.len(), 50);
    };
    chat.mark_read(&plan, &ids[ids.len() - 100], "eve", Moving::Forward).unwrap();
    let unread = || assert_eq!(chat.unread(&plan, "eve").unwrap().unread, 99);
    let statistics = || assert_eq!(chat.statistics(&plan).unwrap().messages, ids.len() as u64);
    let mut costs: Vec<usize> = places.iter().map(|place| cost(&|| page(place))).collect();
    costs.extend([cost(&replies), cost(&unread), cost(&statistics)]);
    costs
}

/// Writes more messages as the storage has them (`docs/STORAGE.md`), because saying so many takes minutes: each like the last one.
fn fill(storage: &Watched<Counting>, ids: &mut Vec<String>, many: u64) {
    let key = |tag: &str, number: u64| {
        let document = b"acme/plan";
        [tag.as_bytes(), &[0, 0, 9], document, &number.to_be_bytes()].concat()
    };
    let (last, id) = (ids.len() as u64, ids.last().unwrap().clone());
    let like = storage.get(&key("chat", last)).unwrap().unwrap();
    let like = std::str::from_utf8(&like).unwrap();
    let author = storage.get(&key("chat-author", last)).unwrap().unwrap();
    // The number stands behind the time, 34 bits from the end.
    let other = |number: u64| {
        let bits = uuid::Uuid::parse_str(&id).unwrap().as_u128() & !(((1 << 28) - 1) << 34);
        uuid::Uuid::from_u128(bits | u128::from(number) << 34).to_string()
    };
    let mut batch = RecordBatch::new();
    for number in last + 1..=many {
        ids.push(other(number));
        let message =
            like.replace(&id, &ids[ids.len() - 1]).replace(&format!("\"number\":{last}"), &format!("\"number\":{number}"));
        batch = batch.put(key("chat", number), message).put(key("chat-author", number), author.clone());
        if number % 1000 == 0 {
            storage.write(&std::mem::take(&mut batch)).unwrap();
        }
    }
    let counts = storage.get(b"chat-counts\0acme/plan").unwrap().unwrap();
    let counts = std::str::from_utf8(&counts).unwrap().replace(&format!("\"sent\":{last}"), &format!("\"sent\":{many}"));
    storage.write(&RecordBatch::new().put("chat-counts\0acme/plan", counts)).unwrap();
}

#[test]
fn a_page_of_a_hundred_thousand_messages_costs_what_one_of_a_thousand_does_and_opens_no_document() {
    let storage = Arc::new(Watched::<Counting>::default());
    let entry = LogEntry { seq: 1, time_ms: START, user: None, connection: 1, update: vec![0, 0].into() };
    storage.append(&[Append { document: "acme/plan".into(), entry: Some(entry), parked: None }]).unwrap();
    let store = Arc::clone(&storage) as Arc<dyn Storage>;
    let settings = events::Settings { most: 1000, ..events::Settings::default() };
    let journal = Journal::open(Arc::clone(&store), Clock::from_fn(|| START), settings).unwrap();
    let chat = Chat::new(store, Arc::clone(&journal));
    let (plan, mut first) = (document("acme/plan"), None::<String>);
    let mut say = |n: usize| {
        // Every tenth one answers the first.
        let new = NewMessage {
            body: format!("message {n}"),
            reply_to: first.clone().filter(|_| n.is_multiple_of(10)),
            ..NewMessage::default()
        };
        let id = chat.send(&plan, &new, &by(&format!("user {}", n % 7)), START).unwrap().id;
        first.get_or_insert_with(|| id.clone());
        id
    };
    let mut ids: Vec<String> = (0..1_000).map(&mut say).collect();
    let few = costs(&chat, &storage, &ids);
    fill(&storage, &mut ids, 100_000);
    let many = costs(&chat, &storage, &ids);
    assert_eq!(few, many, "of a thousand, of a hundred thousand");
    assert!(many.iter().all(|records| *records < 250), "{many:?}");
    assert_eq!(chat.unread(&plan, "new").unwrap().unread, 1000);
    assert!(chat.unread(&plan, "new").unwrap().more);
    journal.close();
}

#[test]
fn messages_open_no_room() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let before = world.app().rooms.len();
        let id = say(&world, "ada", json!({ "body": "x" })).await;
        world.call("PUT", &format!("{PLAN}/{id}/reactions/:x:"), &commenter("bob"), Value::Null).await;
        world.call("GET", PLAN, &commenter("bob"), Value::Null).await;
        assert_eq!((before, world.app().rooms.len()), (0, 0));
        world.end().await;
    });
}

#[test]
fn of_a_hundred_users_who_react_and_talk_at_once_each_one_counts() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let id = say(&world, "ada", json!({ "body": "x" })).await;
        let (chat, plan) = (&world.app().chat, document("acme/plan"));
        std::thread::scope(|scope| {
            for n in 0..100 {
                let (id, plan) = (&id, &plan);
                scope.spawn(move || {
                    let user = by(&format!("user {n}"));
                    for reacting in [Reacting::Add, Reacting::Remove, Reacting::Add] {
                        chat.react((plan, id), (":x:", reacting), &user, START).unwrap();
                    }
                    let new = NewMessage { body: "y".to_owned(), reply_to: Some(id.clone()), ..NewMessage::default() };
                    chat.send(plan, &new, &user, START).unwrap();
                });
            }
        });
        let message = chat.get(&plan, &id).unwrap();
        assert_eq!((message.reactions[":x:"].len(), message.replies), (100, 100));
        let counted = chat.statistics(&plan).unwrap();
        assert_eq!((counted.messages, counted.reactions, counted.by_user.len()), (101, 100, 50));
        let told = world.told("acme/plan");
        assert_eq!(told.iter().filter(|kind| *kind == "chat.reaction").count(), 300);
        world.end().await;
    });
}

#[test]
fn a_page_of_large_messages_ends_early_and_goes_on_where_it_ended() {
    on(|runtime| async {
        let world = World::new(runtime);
        plan(&world).await;
        let (chat, plan) = (&world.app().chat, document("acme/plan"));
        let body = "x".repeat(16 << 10);
        let new = NewMessage { body, metadata: None, ..NewMessage::default() };
        let ids: Vec<String> = (0..600).map(|_| chat.send(&plan, &new, &by("ada"), START).unwrap().id).collect();
        let (mut found, mut place, mut pages) = (Vec::new(), Place::Newest, 0);
        loop {
            let page = chat.list(&plan, &Wanted { place, reply_to: None, limit: 600 }).unwrap();
            let mut messages: Vec<String> = page.messages.into_iter().map(|message| message.id).collect();
            messages.append(&mut found);
            (found, pages) = (messages, pages + 1);
            match page.older {
                Some(older) => place = Place::Before(older),
                None => break,
            }
        }
        assert_eq!(found, ids);
        assert!((3..6).contains(&pages), "{pages}");
        world.end().await;
    });
}
