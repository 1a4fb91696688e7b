//! The way of an update, as the server goes it: the gate, yrs, what is kept. Whatever comes, a document can be sent, stored and opened
//! again, what is refused leaves no trace, and memory stays in proportion to what came.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrsa::admission::{Gate, Limits, StateVector, state_vector_of};
use yrsa::document::{Document, Limits as DocumentLimits, ReceiveError, is_empty};
use yrsa_fuzz::{JSON_LIMIT, bounded, empty_document, split};
use yrsa_storage::{LogEntry, StoredDocument};

fuzz_target!(|data: &[u8]| {
    let mut document = empty_document();
    let mut log = Vec::new();
    let mut on_disk = Bytes::new();
    let mut received = 0;
    for update in split(data) {
        let _ = bounded("examining an update", update.len(), 48, || Gate::new(Limits::default()).examine(&update).map(drop));
        let before = (document.state_vector(), document.encoded_len(), document.parked());
        received += update.len();
        // An item in yrs has about two hundred bytes; the shortest in an update has five.
        match bounded("receiving an update", received, 256, || document.receive(&update)) {
            Ok(taken) => {
                assert!(taken.own <= taken.admitted.len());
                on_disk = taken.parked.unwrap_or(on_disk);
                assert_eq!(on_disk, document.parked(), "what waits is not what is stored of it");
                log.extend(taken.admitted);
            }
            Err(ReceiveError::Refused(_) | ReceiveError::TooLarge { .. }) => {
                assert_eq!(
                    before,
                    (document.state_vector(), document.encoded_len(), document.parked()),
                    "a refusal leaves a trace"
                );
            }
            Err(error) => panic!("the gate let through what breaks the document: {error}"),
        }
    }
    let vector = document.state_vector();
    let nothing = StateVector::default();
    assert_eq!(state_vector_of(&nothing, &log).expect("the log reads").encode(), vector, "the log is not the document");

    // From the log, as after a crash.
    let entry = |(at, update): (usize, &Bytes)| LogEntry {
        seq: at as u64 + 1,
        time_ms: 0,
        user: None,
        connection: 1,
        update: update.clone(),
    };
    let stored = StoredDocument { snapshot: None, tail: log.iter().enumerate().map(entry).collect(), parked: document.parked() };
    let mut reopened = Document::open(DocumentLimits::default(), stored).expect("what was logged opens");
    assert_eq!(reopened.state_vector(), vector);
    assert!(!reopened.can_release().expect("what was logged builds"), "something waited for what was there");
    let shown = document.project(JSON_LIMIT).ok();
    assert_eq!(reopened.project(JSON_LIMIT).ok(), shown, "the log shows another document");

    // From the whole, as every newcomer gets it.
    let whole = document.encode().expect("a document can be encoded");
    let mut copy = empty_document();
    let taken = copy.receive(&whole).expect("a whole document is admitted");
    assert!(!taken.gap, "a whole document has a gap");
    assert!(is_empty(&whole) || taken.admitted == [whole.clone()], "the gate changes a whole document");
    assert_eq!(copy.state_vector(), vector);
    // What it shows may differ: items that name neighbours no client would name end up elsewhere in another order, with Yjs, too.
    // Between the server and Yjs `honest_updates` compares clocks.
    assert_eq!(copy.project(JSON_LIMIT).is_ok(), shown.is_some(), "the whole can't be shown");
    let again = copy.encode().expect("a document can be encoded");
    assert!(!document.is_news(&again).expect("a document can be asked"), "compacting twice brings something new");
    assert!(again.len() <= whole.len(), "compacting twice grows");
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate(data, size, max_size, seed) });
