//! What is withdrawn by several at once, and while what has expired is let go of: the newest counts, in memory and on disk.

use std::sync::{Arc, Barrier};

use yrsa::features::revocations::{Revocations, Revoked};
use yrsa::features::{Journal, events};
use yrsa_storage::{Clock, Memory};

/// How often it is tried: who is faster is left to the system.
const ROUNDS: u64 = 300;

fn open(storage: &Memory, now_ms: u64) -> Revocations {
    let journal = Journal::open(Arc::new(storage.clone()), Clock::system(), events::Settings::default()).unwrap();
    Revocations::load(journal, now_ms).unwrap()
}

/// Begins all of it at the same time.
fn at_once(all: &[&(dyn Fn() + Sync)]) {
    let barrier = Barrier::new(all.len());
    std::thread::scope(|scope| {
        for one in all {
            scope.spawn(|| {
                barrier.wait();
                one();
            });
        }
    });
}

/// An older time took the place of a newer one: tokens counted again that somebody had withdrawn.
#[test]
fn of_several_times_up_to_which_tokens_are_withdrawn_at_once_the_newest_counts() {
    let storage = Memory::new();
    let revocations = open(&storage, 0);
    for round in 0..ROUNDS {
        let user = Revoked::User(format!("u{round}"));
        let add = |before_ms| revocations.add(user.clone(), before_ms, None, Vec::new()).unwrap();
        at_once(&[&|| add(400), &|| add(300), &|| add(200), &|| add(100)]);
        assert_eq!(revocations.user_before_ms(&format!("u{round}")), 400, "round {round}");
    }
    let again = open(&storage.crash(), 0);
    assert!((0..ROUNDS).all(|round| again.user_before_ms(&format!("u{round}")) == 400));
}

#[test]
fn what_is_withdrawn_while_it_is_let_go_of_stays_withdrawn() {
    let storage = Memory::new();
    let revocations = open(&storage, 0);
    for round in 0..ROUNDS {
        let (user, now) = (Revoked::User(format!("u{round}")), 20);
        revocations.add(user.clone(), 5, Some(10), Vec::new()).unwrap();
        let add = || revocations.add(user.clone(), 7, Some(1000), Vec::new()).unwrap();
        at_once(&[&|| revocations.forget_old(now).unwrap(), &add]);
        assert_eq!(revocations.user_before_ms(&format!("u{round}")), 7, "round {round}");
    }
    let again = open(&storage.crash(), 20);
    let lost: Vec<_> = (0..ROUNDS).filter(|round| again.user_before_ms(&format!("u{round}")) != 7).collect();
    assert!(lost.is_empty(), "{lost:?}");
}
