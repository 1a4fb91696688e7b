//! A reader of JSON follows a document: whatever the gate admits, the patches the reader gets lead to what the document shows.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::json;
use yrsa::document::json::{Made, View};
use yrsa_fuzz::{JSON_LIMIT, empty_document, split};

fuzz_target!(|data: &[u8]| {
    let mut document = empty_document();
    let mut view = View::open(&mut document, JSON_LIMIT).expect("an empty document is shown");
    let mut reader = json!({});
    for update in split(data) {
        let Ok(received) = document.receive(&update) else { continue };
        let made: Vec<Made> = received.admitted.into_iter().map(|update| Made { by: 0, update }).collect();
        let mut patch = Vec::new();
        view.advance(&mut document, &made, &mut (), Some(&mut patch)).expect("a small document is shown");
        json_patch::patch_unsafe(&mut reader, &patch).expect("a patch for readers can be applied");
        let now = document.project(JSON_LIMIT).expect("a small document is shown");
        assert_eq!(reader, now, "{}", serde_json::to_string(&patch).unwrap_or_default());
        assert_eq!(*view.shown(), now);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate(data, size, max_size, seed) });
