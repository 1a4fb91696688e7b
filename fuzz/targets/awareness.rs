//! Presence: any awareness updates from several clients of one room. Nobody changes another's state, what is sent on can be read by all,
//! and who leaves is gone.
#![no_main]

use std::time::Duration;

use bytes::Bytes;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrs::sync::AwarenessUpdate;
use yrs::updates::decoder::Decode as _;
use yrsa::admission::awareness;
use yrsa::protocol::message;
use yrsa_fuzz::{Room, bounded, split};

fuzz_target!(|data: &[u8]| {
    let mut room = Room::new(0);
    for (at, part) in split(data).iter().enumerate() {
        let entries = bounded("an awareness update", part.len(), 1, || awareness(part).map(Iterator::count));
        if entries.is_ok() {
            // What passes here goes to all clients as it is; yrs stands for those in Rust, Swift and Python.
            let is_json = awareness(part).is_ok_and(|mut entries| entries.all(|entry| entry.check_state().is_ok()));
            assert!(!is_json || AwarenessUpdate::decode_v1(part).is_ok(), "yrs can't read what is admitted");
        }
        let client = [0, 1, 3][at % 3];
        let frame = message::awareness(part);
        let frame = if client == 1 { Bytes::from([&b"\x04plan"[..], &frame].concat()) } else { frame };
        room.hear(client, &frame);
        if at % 4 == 3 {
            room.wait(Duration::from_millis(1700));
        }
        if at % 7 == 6 {
            room.leave(client);
        }
    }
    room.settle();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate(data, size, max_size, seed) });
