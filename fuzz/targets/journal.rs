//! The journal: any bytes as a segment, any payloads in frames with right checksums, and those with one bit changed.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrsa_fuzz::split;

fuzz_target!(|data: &[u8]| {
    yrsa_storage::fuzzing::journal(data);
    if let [low, high, rest @ ..] = data {
        yrsa_storage::fuzzing::frames(&split(rest), u16::from_le_bytes([*low, *high]));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if size < 2 || max_size < 4 || seed % 8 == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    2 + yrsa_fuzz::mutate(&mut data[2..], size - 2, max_size - 2, seed)
});
