//! A whole room: clients of four dialects say anything in any order, leave, come back, and time passes. The room never breaks, says only
//! what clients can read, and is the same when it is opened again from its disk.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrsa_fuzz::{Room, split};

fuzz_target!(|data: &[u8]| {
    let Some((how, rest)) = data.split_first() else { return };
    let mut room = Room::new(*how);
    for part in split(rest) {
        let Some(what) = part.first().copied() else { continue };
        let client = usize::from(what & 3);
        match what >> 2 & 7 {
            0..=4 => room.hear(client, &part.slice(1..)),
            5 => room.leave(client),
            6 => room.wait(Duration::from_millis(u64::from(what) * 40)),
            _ => room.sync(),
        }
    }
    room.settle();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if size < 2 || max_size < 2 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    1 + yrsa_fuzz::mutate(&mut data[1..], size - 1, max_size - 1, seed)
});
