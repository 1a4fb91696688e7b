//! The other way round: what honest Yjs clients send is never refused, in whatever order and however often it arrives, and in the end
//! nothing waits and the document is theirs. An input is the number of a history, and where its updates go.
#![no_main]

use std::cell::RefCell;

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use yrsa::admission::{StateVector, state_vector_of};
use yrsa_fuzz::{Trial, Yjs};

thread_local! {
    static YJS: RefCell<Option<Yjs>> = RefCell::new(Yjs::start());
}

fuzz_target!(|data: (u16, Vec<u8>)| {
    let (seed, order) = data;
    let Some((mut updates, state)) = YJS.with_borrow_mut(|yjs| yjs.as_mut().map(|yjs| yjs.history(u32::from(seed)))) else {
        return;
    };
    for pair in order.chunks_exact(2) {
        let (from, to) = (usize::from(pair[0]) % updates.len(), usize::from(pair[1]) % updates.len());
        match pair[0] >> 6 {
            0 => updates.insert(to, updates[from].clone()),
            _ => updates.swap(from, to),
        }
    }
    let mut trial = Trial::new();
    for update in &updates {
        trial.receive(update).unwrap_or_else(|refusal| panic!("history {seed}: an honest update is refused: {refusal}"));
    }
    assert!(trial.is_complete(), "history {seed}: all has come and something waits");
    let vector = |update: &Bytes| state_vector_of(&StateVector::default(), [update]).expect("a state reads").encode();
    assert_eq!(vector(&trial.state()), vector(&state), "history {seed}: other clocks than Yjs");
    let mut theirs = Trial::new();
    theirs.receive(&state).expect("what Yjs encodes is admitted");
    let before = trial.admitted().len();
    trial.receive(&state).expect("what Yjs encodes is admitted");
    let mut again = Trial::new();
    again.receive(&trial.state()).expect("what the server stores is admitted");
    assert_eq!(vector(&theirs.state()), vector(&again.state()));
    assert!(trial.admitted().len() <= before + 1);
});
