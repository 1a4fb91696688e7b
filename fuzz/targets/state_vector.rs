//! Sync step 1: any state vector against a document. The answer brings what is missing and nothing that is known.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrsa::admission::{Gate, Limits, StateVector, state_vector_of, touched};
use yrsa_fuzz::{bounded, empty_document, split};

fuzz_target!(|data: &[u8]| {
    let parts = split(data);
    let Some((vector, updates)) = parts.split_first() else { return };
    let Ok(theirs) = bounded("a state vector", vector.len(), 32, || StateVector::decode(vector)) else { return };
    assert_eq!(StateVector::decode(&theirs.encode()).as_ref(), Ok(&theirs));
    let mut document = empty_document();
    for update in updates {
        let _ = document.receive(update);
    }
    let ours = StateVector::decode(&document.state_vector()).expect("the document's own state vector reads");
    let answer = document.missing_for(&theirs).expect("every state vector has an answer");
    for update in &answer {
        for range in touched(update).expect("an answer reads").ranges() {
            assert!(range.end <= ours.get(range.client), "the answer has more than the document");
            assert!(theirs.is_empty() || range.start >= theirs.get(range.client), "the answer has what is known");
        }
        assert!(Gate::new(Limits::default()).examine(update).is_ok(), "the gate refuses an answer of the server");
    }
    // With the answer, whoever had what they said, and all of it is ours, has everything.
    let is_ours = theirs.iter().all(|(client, clock)| clock <= ours.get(client));
    let theirs_now = state_vector_of(&theirs, &answer).expect("an answer reads");
    for (client, clock) in ours.iter() {
        assert!(theirs_now.get(client) >= clock, "clock {clock} of client {client} is missing");
        assert!(!is_ours || theirs_now.get(client) == clock);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate(data, size, max_size, seed) });
