//! What the gate admits, Yjs takes: it neither throws nor waits, and comes to the same clocks and the same content from the updates, from
//! what the server stores of them, and from their merge. Yjs runs in one child process beside the fuzzer.
#![no_main]

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrsa_fuzz::{Trial, Yjs, split};

/// What Yjs was asked already; most mutants are refused and leave the same document.
const REMEMBERED: usize = 1 << 20;

thread_local! {
    static YJS: RefCell<Option<Yjs>> = RefCell::new(Yjs::start());
    static ASKED: RefCell<HashSet<u64>> = RefCell::default();
}

fn is_new(trial: &Trial) -> bool {
    let mut hasher = DefaultHasher::new();
    trial.admitted().hash(&mut hasher);
    let hash = hasher.finish();
    ASKED.with_borrow_mut(|asked| {
        if asked.len() >= REMEMBERED {
            asked.clear();
        }
        asked.insert(hash)
    })
}

fuzz_target!(|data: &[u8]| {
    let mut trial = Trial::new();
    for update in split(data) {
        let _ = trial.receive(&update);
    }
    if trial.admitted().is_empty() {
        return;
    }
    let settled = trial.settle();
    if is_new(&trial) {
        YJS.with_borrow_mut(|yjs| {
            if let Some(yjs) = yjs {
                yjs.confirm(settled);
            }
        });
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate(data, size, max_size, seed) });
