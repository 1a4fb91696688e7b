//! Who waits for the disk, in rooms that run: as soon as somebody does, the group commit holds nothing back.

use std::time::Duration;

use yrsa::protocol::DocumentId;
use yrsa::room::participant::Dialect;
use yrsa_storage::CommitterLimits;

use super::bench::{Author, checkpoint, settings};
use super::running::{Running, on_a_runtime};

/// The commit would wait an hour for others to write; so whoever does not make it hurry waits in vain.
#[test]
fn a_write_gathers_with_others_until_somebody_waits_for_it() {
    on_a_runtime(async {
        let running = Running::start(settings(), CommitterLimits { linger: Duration::from_secs(3_600), ..Default::default() });
        let (document, other) = (DocumentId::new("plan").unwrap(), DocumentId::new("other").unwrap());
        let mut ada = running.come(&document, "ada", Dialect::YWebsocket).await.unwrap();
        let author = Author::new(7);
        for written in 1..=3 {
            ada.write(&author.write("a")).await;
            assert_eq!(running.unsaved(&document).await, written);
        }
        assert_eq!(running.committer.counters().batches, 0, "nobody asked, so nothing is synced for them");

        ada.say(&checkpoint(1)).await;
        ada.hear_frame(&checkpoint(1)).await;
        assert_eq!(running.committer.counters().batches, 1, "all of them with one sync");

        // Again, where every message is acknowledged by itself, and in a room of its own.
        ada.write(&author.write("b")).await;
        assert_eq!(running.unsaved(&document).await, 1);
        assert_eq!(running.committer.counters().batches, 1, "nobody waits any more");
        let mut bob = running.come(&other, "bob", Dialect::Hocuspocus).await.unwrap();
        bob.write(&Author::new(8).write("c")).await;
        bob.saved().await;
        ada.say(&checkpoint(2)).await;
        ada.hear_frame(&checkpoint(2)).await;
        assert_eq!(running.committer.counters().entries, 5);

        // Whoever asks about what is on disk already waits for nothing.
        ada.say(&checkpoint(3)).await;
        ada.hear_frame(&checkpoint(3)).await;
        drop((ada, bob));
        running.committer.hurry();
        running.shut_down().await;
    });
}

/// A room whose writes have no place before the disk takes nothing more, and its mailbox fills up. On a clock of its own: whoever comes
/// then would wait for as long as the disk does.
#[test]
fn who_comes_to_a_room_that_takes_nothing_is_told_to_come_later() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let running = Running::start(settings(), CommitterLimits { backlog_count: 1, ..Default::default() });
        let document = DocumentId::new("plan").unwrap();
        let ada = running.come(&document, "ada", Dialect::YWebsocket).await.unwrap();
        let disk = running.memory.hold();
        let author = Author::new(7);
        while ada.has_place() {
            ada.write(&author.write("a")).await;
            // The room takes what it takes before the next one is written.
            tokio::task::yield_now().await;
        }
        let began = tokio::time::Instant::now();
        let mut bob = running.come(&document, "bob", Dialect::YWebsocket).await.unwrap();
        assert_eq!(bob.end().await, 1013);
        assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
        bob.say(&checkpoint(1)).await;
        assert!(!ada.has_place(), "he waits no longer than that, whatever he does, and the room is as it was");
        // The disk is none of this clock's.
        tokio::time::resume();
        drop((bob, disk));
        let mut eve = running.come(&document, "eve", Dialect::YWebsocket).await.unwrap();
        assert!(eve.text().await.starts_with('a'), "when the disk goes on, so does the room");
        drop((ada, eve));
        running.committer.hurry();
        running.shut_down().await;
    });
}
