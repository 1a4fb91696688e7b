//! Rooms that are closed while they run: whatever reaches them in that moment is answered or refused, and nobody waits for them in vain.

use futures_util::FutureExt as _;
use yrsa::protocol::DocumentId;
use yrsa::room::participant::Dialect;
use yrsa_storage::CommitterLimits;

use super::bench::{Author, checkpoint, settings};
use super::running::{Fault, Running, in_time};

/// On a runtime of one thread a room does nothing before somebody waits: what it finds then was all there before.
fn on_one_thread(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

#[test]
fn a_room_that_is_asked_in_its_last_moment_answers_and_ends() {
    on_one_thread(async {
        let running = Running::start(settings(), CommitterLimits::default());
        let document = DocumentId::new("plan").unwrap();
        let ada = running.come(&document, "ada", Dialect::YWebsocket).await.unwrap();
        drop(ada);
        assert_eq!(running.unsaved(&document).await, 0, "the room is open and has nothing to do");
        let mut asked = Box::pin(running.rooms.present(&document));
        assert!((&mut asked).now_or_never().is_none());
        assert!(running.rooms.close(&document).await.is_some(), "it ends at once");
        assert_eq!(asked.await.map(|present| present.people.len()), Some(0));
        running.shut_down().await;
    });
}

/// The log may end before what the journal knows, when its newest part was damaged.
#[test]
fn a_room_of_which_more_was_told_than_there_is_tells_what_comes_and_ends() {
    on_one_thread(async {
        let running = Running::start(settings(), CommitterLimits::default());
        let document = DocumentId::new("plan").unwrap();
        running.fail(&document, Fault::Ahead);
        let mut ada = running.come(&document, "ada", Dialect::YWebsocket).await.unwrap();
        ada.write(&Author::new(7).write("a")).await;
        ada.say(&checkpoint(1)).await;
        ada.hear_frame(&checkpoint(1)).await;
        drop(ada);
        let closed = in_time("the end of the room", running.rooms.close(&document)).await;
        assert!(closed.is_some(), "it ends when all was told");
        drop(closed);
        running.shut_down().await;
    });
}
