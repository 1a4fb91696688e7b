//! Panics in rooms that run: the people of that room are told 1011, all others notice nothing, and who comes next finds everything that was
//! written, however the room failed. A document that does it again and again is let rest.

use bytes::Bytes;
use futures_util::FutureExt as _;
use yrsa::protocol::DocumentId;
use yrsa::protocol::message;
use yrsa::room::outbox::{Notice, Outgoing};
use yrsa::room::participant::Dialect;
use yrsa::room::registry::NotAdmitted;
use yrsa::room::state::Settings;
use yrsa_storage::{CommitterLimits, Storage as _};

use super::bench::{Author, settings};
use super::running::{Fault, Person, Running, in_time, on_a_runtime};
use crate::simulation::awareness::frame;

/// How a room is made to panic.
#[derive(Debug, Clone, Copy)]
enum Panic {
    /// On a thread for heavy work.
    Aside,
    /// In the decision about a message.
    Deciding,
    /// In what the task does with a decision.
    Performing,
    /// In what the task does between two decisions.
    Telling,
}

const PANICS: [Panic; 4] = [Panic::Aside, Panic::Deciding, Panic::Performing, Panic::Telling];

fn id(name: &str) -> DocumentId {
    DocumentId::new(name).unwrap()
}

/// A room whose second news about presence can't be decided about: the moment when it is due lies beyond all time.
fn fragile() -> Settings {
    let settings = settings();
    Settings { presence: yrsa::room::presence::Limits { tick: std::time::Duration::MAX, ..settings.presence }, ..settings }
}

/// Brings it about; returns who came for it.
async fn bring_about(how: Panic, running: &Running, document: &DocumentId, writer: &Person, update: &Bytes) -> Option<Person> {
    match how {
        Panic::Aside => {
            running.fail(document, Fault::Asking);
            running.rooms.look_again(document);
        }
        Panic::Deciding => {
            for (clock, state) in [(1, r#"{"a":1}"#), (2, r#"{"a":2}"#)] {
                writer.say(&frame(&[(700, clock, Some(state))])).await;
            }
        }
        Panic::Performing => {
            running.fail(document, Fault::Moving);
            return running.come(document, "eve", Dialect::YWebsocket).await.ok();
        }
        Panic::Telling => {
            running.fail(document, Fault::Telling);
            writer.write(update).await;
        }
    }
    None
}

#[test]
fn a_panic_in_one_room_ends_it_for_its_people_and_for_nobody_else_and_it_is_opened_again() {
    for how in PANICS {
        println!("{how:?}");
        on_a_runtime(async {
            let running = Running::start(fragile(), CommitterLimits::default());
            let (broken, fine) = (id("acme/broken"), id("acme/fine"));
            let mut people = Vec::new();
            for document in [&broken, &fine] {
                people.push(running.come(document, "ada", Dialect::Hocuspocus).await.unwrap());
                people.push(running.come(document, "bob", Dialect::YWebsocket).await.unwrap());
            }
            let [mut writer, mut reader, mut other, mut others_reader] = <[Person; 4]>::try_from(people).ok().unwrap();
            let (author, other_author) = (Author::new(7), Author::new(8));
            let update = author.write("acknowledged, ");
            writer.write(&update).await;
            reader.hear_frame(&message::update(&update)).await;
            writer.saved().await;

            let came = bring_about(how, &running, &broken, &writer, &author.write("and more")).await;
            assert_eq!(writer.end().await, 1011);
            assert_eq!(reader.end().await, 1011, "who only reads is told, too");
            if let Some(mut came) = came {
                assert_eq!(came.end().await, 1011, "so is who came just then");
            }

            for words in ["one", "two"] {
                let update = other_author.write(words);
                other.write(&update).await;
                others_reader.hear_frame(&message::update(&update)).await;
                other.saved().await;
            }

            running.fail(&broken, None);
            let (mut again, text) = running.come_back(&broken, "ada", Dialect::Hocuspocus).await;
            assert!(text.starts_with("acknowledged, "), "what was acknowledged is there, not {text:?}");
            let update = Author::new(9).write("later");
            again.write(&update).await;
            again.saved().await;
            assert_eq!(running.rooms.len(), 2);
            assert_eq!(others_reader.text().await, "onetwo", "the other room is the one it was");
            drop((writer, reader, other, others_reader, again));
            running.shut_down().await;
        });
    }
}

/// Opening it at once would read a log that grows behind its back: the next write would not continue it.
#[test]
fn a_room_that_failed_is_opened_again_when_its_last_writes_are_on_disk() {
    for how in [Panic::Aside, Panic::Deciding, Panic::Performing] {
        println!("{how:?}");
        on_a_runtime(async {
            let running = Running::start(fragile(), CommitterLimits::default());
            let broken = id("acme/broken");
            let (mut writer, author) = (running.come(&broken, "ada", Dialect::Hocuspocus).await.unwrap(), Author::new(7));
            let held = running.memory.hold();
            writer.write(&author.write("written")).await;
            assert_eq!(running.unsaved(&broken).await, 1);
            drop(bring_about(how, &running, &broken, &writer, &Bytes::new()).await);
            assert_eq!(writer.end().await, 1011);
            running.fail(&broken, None);
            let mut coming = Box::pin(running.come_back(&broken, "ada", Dialect::Hocuspocus));
            for _ in 0..1_000 {
                assert!((&mut coming).now_or_never().is_none(), "nobody gets in before");
                tokio::task::yield_now().await;
            }
            drop(held);
            let (mut again, text) = coming.await;
            assert_eq!(text, "written");
            again.write(&author.write(", and more")).await;
            again.saved().await;
            assert_eq!(running.memory.load("acme/broken").unwrap().unwrap().head(), 2);
            drop((writer, again));
            running.shut_down().await;
        });
    }
}

/// Whoever comes may have other documents on the same socket, or be a request that somebody waits for.
#[test]
fn who_comes_to_a_room_that_failed_while_the_disk_fails_is_told_to_come_later() {
    on_a_runtime(async {
        let running = Running::start(fragile(), CommitterLimits::default());
        let broken = id("acme/broken");
        let (mut writer, author) = (running.come(&broken, "ada", Dialect::Hocuspocus).await.unwrap(), Author::new(7));
        let held = running.memory.hold();
        writer.write(&author.write("written")).await;
        assert_eq!(running.unsaved(&broken).await, 1);
        drop(bring_about(Panic::Aside, &running, &broken, &writer, &Bytes::new()).await);
        assert_eq!(writer.end().await, 1011);
        running.fail(&broken, None);
        // Whoever comes before the room has emptied its mailbox for the last time hears what the others hear.
        let late = loop {
            let mut late = running.come(&broken, "bob", Dialect::Hocuspocus).await.unwrap();
            match late.end().await {
                1011 => {}
                code => {
                    assert_eq!(code, 1013);
                    break late;
                }
            }
        };
        // What they say meanwhile goes nowhere.
        late.write(&Author::new(8).write("lost")).await;
        drop((held, late));
        let (again, text) = running.come_back(&broken, "bob", Dialect::Hocuspocus).await;
        assert_eq!(text, "written");
        drop((writer, again));
        running.shut_down().await;
    });
}

#[test]
fn who_comes_while_a_document_can_not_be_opened_is_told_and_it_is_let_rest_after_some_failures() {
    on_a_runtime(async {
        let running = Running::start(settings(), CommitterLimits::default());
        let (broken, fine) = (id("acme/broken"), id("acme/fine"));
        let mut other = running.come(&fine, "bob", Dialect::Hocuspocus).await.unwrap();
        running.fail(&broken, Fault::Asking);
        let mut ended = 0;
        let refused = loop {
            match running.come(&broken, "ada", Dialect::YWebsocket).await {
                Ok(mut unlucky) => assert_eq!(unlucky.end().await, 1011),
                Err(refused) => break refused,
            }
            ended += 1;
            assert!(ended <= 1_000, "it is opened for ever");
        };
        assert!(matches!(refused, NotAdmitted::Quarantined(_)), "{refused}");
        assert!(ended >= 5, "it was tried five times before, not {ended}");
        other.write(&Author::new(8).write("one")).await;
        other.saved().await;

        running.fail(&broken, None);
        assert!(running.rooms.release(&broken));
        let mut again = running.come(&broken, "ada", Dialect::YWebsocket).await.unwrap();
        assert_eq!(again.text().await, "");
        drop((other, again));
        running.shut_down().await;
    });
}

/// Many come at every moment of a room that fails again and again: each of them is let in or sent away, nobody is forgotten.
#[test]
fn nobody_who_comes_while_a_room_fails_is_left_waiting() {
    on_a_runtime(async {
        let running = Running::start(settings(), CommitterLimits::default());
        let broken = id("acme/broken");
        for _ in 0..40 {
            let come = async |number: usize| {
                for _ in 0..number % 4 {
                    tokio::task::yield_now().await;
                }
                if number == 5 {
                    running.fail(&broken, Fault::Moving);
                }
                let Ok(mut person) = running.come(&broken, &format!("user {number}"), Dialect::YWebsocket).await else { return };
                person.say(&message::sync_step_1(&[0])).await;
                loop {
                    match person.next().await {
                        Ok(Outgoing::Frame(frame)) if message::update_in(&frame).is_some() => return,
                        Ok(Outgoing::Notice(Notice::Denied(why))) => panic!("{why}"),
                        Ok(_) => {}
                        Err(close) => return assert_eq!(close.code, 1011),
                    }
                }
            };
            in_time("all who came", futures_util::future::join_all((0..16).map(come))).await;
            running.fail(&broken, None);
            // One of them may have found a room after the failure of which this one knows nothing.
            while running.rooms.quarantined().iter().any(|resting| resting.document == broken) {
                assert!(running.rooms.release(&broken));
            }
        }
        in_time("shutting down", running.shut_down()).await;
    });
}
