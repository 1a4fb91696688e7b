//! Merging and compacting bytes: of any two updates, and of two documents. Nothing is lost, nothing is invented, and doing it twice
//! does no more.
#![no_main]

use bytes::Bytes;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use yrsa::admission::{StateVector, merge, state_vector_of, touched, with_subdocuments};
use yrsa::document::Document;
use yrsa_fuzz::{bounded, empty_document, split};

fn vector(updates: &[Bytes]) -> Option<Bytes> {
    state_vector_of(&StateVector::default(), updates).ok().map(|vector| vector.encode())
}

fn document_of(updates: &[Bytes]) -> (Document, Vec<Bytes>) {
    let mut document = empty_document();
    let taken = updates.iter().filter_map(|update| document.receive(update).ok());
    let admitted = taken.flat_map(|taken| taken.admitted).collect();
    (document, admitted)
}

fuzz_target!(|data: &[u8]| {
    let updates = split(data);
    let bytes: usize = updates.iter().map(Bytes::len).sum();
    for update in &updates {
        let touches = bounded("reading an update", update.len(), 24, || touched(update).map(Iterator::count));
        let put_back = with_subdocuments(update);
        assert!(touches.is_ok() || put_back.is_err(), "what can't be read was rewritten");
    }
    // Before any gate has seen them.
    if let Ok(merged) = bounded("merging updates", bytes, 64, || merge(&updates)) {
        assert!(touched(&merged).is_ok(), "a merge of what can be read can't be read");
        assert_eq!(merge(std::slice::from_ref(&merged)).as_ref(), Ok(&merged), "merging a merge changes it");
    }
    // Two documents, made by the odd and the even ones.
    let half = |odd: usize| updates.iter().skip(odd).step_by(2).cloned().collect::<Vec<_>>();
    let ((mut one, of_one), (mut other, of_other)) = (document_of(&half(0)), document_of(&half(1)));
    for (document, admitted) in [(&mut one, &of_one), (&mut other, &of_other)] {
        let merged = merge(admitted).expect("what was admitted merges");
        assert_eq!(vector(std::slice::from_ref(&merged)), Some(document.state_vector()), "a merge has other clocks");
        let whole = document.encode().expect("a document can be encoded");
        assert_eq!(vector(std::slice::from_ref(&whole)), Some(document.state_vector()), "a whole has other clocks");
    }
    // Two honest replicas can't hold different things under one id; two that are made up can, and then only must not break.
    let (whole_one, whole_other) = (one.encode().expect("encoded"), other.encode().expect("encoded"));
    let merged = merge(&[whole_one, whole_other]).expect("two documents merge");
    let mut both = empty_document();
    if both.receive(&merged).is_ok() {
        let everything = both.encode().expect("encoded");
        let clocks = StateVector::decode(&vector(&[everything]).expect("reads")).expect("reads");
        for document in [&one, &other] {
            let had = StateVector::decode(&document.state_vector()).expect("reads");
            for (client, clock) in had.iter() {
                assert!(clocks.get(client) >= clock, "the merge lost clocks of {client}");
            }
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { yrsa_fuzz::mutate(data, size, max_size, seed) });
