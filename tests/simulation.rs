//! A deterministic simulation of rooms over a storage that can lose power: many clients, lost and repeated messages, slow
//! readers, crashes, restarts. No threads, no sockets, no clock: one seed is one run.
//!
//! `YRSA_SEED` replays one run (or is the first of many), `YRSA_SIM_RUNS` says how many to make; what fails prints its seed.

pub(crate) mod awareness;
pub(crate) mod client;
pub(crate) mod coverage;
pub(crate) mod edits;
pub(crate) mod line;
pub(crate) mod random;
pub(crate) mod server;
mod world;

use bytes::Bytes;
use random::Random;
use world::{Counts, World};
use yrsa::room::outbox::Outgoing;

/// What a room has for a y-websocket client is frames; other words it has none for.
pub(crate) fn frame_of(outgoing: Outgoing) -> Bytes {
    match outgoing {
        Outgoing::Frame(frame) => frame,
        Outgoing::Notice(notice) => panic!("{notice:?} is in no frame"),
    }
}

/// Runs by default: about ten seconds without optimisation.
const RUNS: u64 = 1000;

/// Tells which run failed.
struct Replay(u64);

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("replay this run with YRSA_SEED={} cargo test --test it simulation", self.0);
        }
    }
}

fn run(seed: u64) -> Counts {
    let _replay = Replay(seed);
    let mut world = World::new(seed);
    world.run(Random::new(seed ^ 0x5eed).within(50..600));
    world.counts
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

#[test]
fn all_converge_and_nothing_acknowledged_is_lost() {
    let first = number("YRSA_SEED");
    let runs = number("YRSA_SIM_RUNS").unwrap_or(if first.is_some() { 1 } else { RUNS });
    let first = first.unwrap_or(0);
    let mut counts = Counts::default();
    for seed in first..first + runs {
        counts.add(&run(seed));
    }
    println!("{runs} runs from seed {first}: {counts:?}");
}
